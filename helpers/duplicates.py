"""Near duplicates and wire copy: which documents share most of their text, and where they differ.

Candidates come from MinHash signatures of four-word shingles (Broder 1997); every candidate is
then compared exactly, so that a figure given here is never an estimate.

    pairs = find_shared_text(documents)        # every pair of documents that shares most of a text
    copies = find_duplicates(documents)        # the same as clusters; documents.join(copies)
    show_difference(documents, "a", "b")       # side by side, for the reader's own eye
"""

from __future__ import annotations

import hashlib
import html
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import rensa

from helpers.tables import DOCUMENTS, Column, Table, check_table, make_table
from helpers.text import STRONG, normalise_text

if TYPE_CHECKING:
    from IPython.display import HTML

PAIRS = Table(
    "pairs",
    {
        "doc_id": Column("text", "the longer document; of equal ones the first"),
        "other": Column("text", "the shorter document"),
        "kind": Column("text", "exact, near (most of both is shared) or contained (most of the shorter only)"),
        "words": Column("integer", "words in the shorter text"),
    },
)
COPIES = Table(
    "copies",
    {
        "cluster": Column("integer", "number of the cluster, from 0, in the order of the documents"),
        "head": Column("text", "the fullest text of the cluster"),
        "kind": Column("text", "head, exact, near or contained: how the document stands to the head"),
    },
    index="doc_id",
)

# Chosen by reading pairs of real articles (validation/duplicates.py prints the figures).
THRESHOLD = 0.6  # between outlets; of 66 pairs read between .6 and .8, 60 are one report
WITHIN_OUTLET = 0.9  # an outlet repeats its own background: of 19 pairs between .5 and .8, 15 are new reports
DAYS = 1  # of 37 pairs read that were further apart, 35 are adjourned trials, serials and the like
SHINGLE = 4  # words; three finds set phrases, five loses texts whose every sentence was touched up
SHORTEST = 12  # words; below that a shared phrase is no sign of copying, and only equal texts count

# MinHash. rensa and datasketch give the same estimates; rensa needs 0.3 s for 18,481 articles where
# datasketch needs 4.5 s, and brings no SciPy into the installation.
# Two rows a band finds a pair whose shingles overlap by only a tenth (a short report that stands
# whole in one of ten times its length) in 72 of 100 cases, by a fifth in 99; what comes along by
# chance falls at the exact comparison.
PERMUTATIONS, ROWS, SEED = 256, 2, 20_240_331
LARGEST_BUCKET = 200  # documents; larger ones share a formula, not a text: only neighbours are compared
COMMON = 100  # texts; a shingle in more of them is a formula or a site's furniture, and proposes no pair
CELLS = 1 << 24  # shingles are counted in so many cells, which keeps memory flat however many there are
BLOCK = 5_000  # documents whose signatures are made at once

_WORD = re.compile(r"[^\W_]+")  # safe here: no harakat are left after normalising


def find_shared_text(
    documents: pd.DataFrame,
    *,
    threshold: float = THRESHOLD,
    within_outlet: float = WITHIN_OUTLET,
    days: int | None = DAYS,
) -> pd.DataFrame:
    """Return every pair of documents of which the shorter stands mostly in the longer.

    Words are compared in their strongest normalisation (`helpers.text.STRONG`), without titles and
    punctuation. A word is *shared* when it stands in a run of at least four words that the other
    text has too.

    Parameters
    ----------
    documents : DataFrame
        A documents table (`helpers.tables.DOCUMENTS`).
    threshold : float
        The least `share`, above 0 and at most 1.
    within_outlet : float
        The least `share` where both documents name the same outlet, if that is more: an outlet
        reuses its own background from report to report.
    days : int or None
        The most days between two dates of publication; None: any number. Texts alike that are
        further apart are mostly instalments of a series (markets, trials), not copies. Equal texts,
        and documents without a date, are compared all the same.

    Returns
    -------
    DataFrame
        `PAIRS`, most similar first, and two figures from 0 to 1: `share`, the words of the shorter
        text that are shared, of its words; `similarity`, the words of both that are shared, of the
        words of both. `kind` is *exact* (the same words in the same order), *near* (`similarity`
        reaches the threshold) or *contained* (only `share` does).

    Notes
    -----
    Shared wording is not proof of copying: two outlets may quote one statement, and follow-up
    reports repeat their background. Of 1,556 pairs among 18,481 real articles that share .6 or more,
    MinHash proposed 97 in 100; of those where one text is over five times as long, 57.
    Source of the method: A. Broder, "On the resemblance and containment of documents",
    SEQUENCES 1997.

    Examples
    --------
    >>> base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0}
    >>> lead = "وصل الوزير إلى العاصمة صباح اليوم في زيارة رسمية تستغرق ثلاثة أيام يلتقي خلالها عددا من المسؤولين"
    >>> documents = make_table([{**base, "doc_id": "a", "text": lead},
    ...                         {**base, "doc_id": "b", "text": "عاجل: " + lead + " وفق بيان"}], DOCUMENTS)
    >>> find_shared_text(documents)[["doc_id", "other", "kind", "similarity"]].round(2).values.tolist()
    [['b', 'a', 'near', 0.92]]
    """
    check_table(documents, DOCUMENTS)
    for name, value in {"threshold": threshold, "within_outlet": within_outlet}.items():
        if not 0 < value <= 1:
            raise ValueError(f"{name} should be above 0 and at most 1, not {value}")
    texts = _Texts(documents["text"].fillna("").tolist())
    ids, outlets = documents.index.tolist(), documents["outlet"].tolist()
    day = documents["published"].to_numpy().astype("datetime64[D]").astype(float)
    day[documents["published"].isna()] = np.nan
    rows = []
    for a, b in texts.find_candidates():
        pair = _compare(texts, a, b, threshold)
        if pair is None:
            continue
        if pair["kind"] != "exact":
            too_far = days is not None and abs(day[a] - day[b]) > days  # never true where a date is missing
            if too_far or (outlets[a] == outlets[b] and pair["share"] < within_outlet):
                continue
        rows.append({"doc_id": ids[pair.pop("a")], "other": ids[pair.pop("b")], **pair})
    rows.sort(key=lambda row: (-row["similarity"], -row["share"], row["doc_id"], row["other"]))
    return make_table(rows, PAIRS)


def find_duplicates(
    documents: pd.DataFrame,
    *,
    threshold: float = THRESHOLD,
    within_outlet: float = WITHIN_OUTLET,
    days: int | None = DAYS,
) -> pd.DataFrame:
    """Return the documents that have copies, in clusters round the fullest text of each.

    Parameters
    ----------
    documents : DataFrame
        A documents table (`helpers.tables.DOCUMENTS`).
    threshold, within_outlet, days
        The least `share` of two texts (the second: of one outlet) and the most days between them,
        as in `find_shared_text`.

    Returns
    -------
    DataFrame
        `COPIES`, indexed by doc_id in the order of `documents`; a document without copies is not in
        it. `share` and `similarity` (see `find_shared_text`) compare each document with the head.
        To keep one text of each cluster: ``documents.drop(copies.index[copies["kind"] != "head"])``.

    Notes
    -----
    Every member is paired with the head, and with more than half of the members that joined before
    it: so a chain of follow-ups, each like the last, does not grow into one cluster, and a press
    review that holds two stories does not weld them together. The price is that some pairs are
    apart here; `find_shared_text` lists them all. Read by eye on articles not used in choosing the
    thresholds, 57 of 60 clusters were one report (or one within another), 3 were new reports built
    on an old text. Nothing is said about who copied from whom: sort a cluster by `published`.

    Examples
    --------
    >>> base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0}
    >>> lead = "وصل الوزير إلى العاصمة صباح اليوم في زيارة رسمية تستغرق ثلاثة أيام يلتقي خلالها عددا من المسؤولين"
    >>> documents = make_table([{**base, "doc_id": "a", "text": lead},
    ...                         {**base, "doc_id": "b", "text": "عاجل: " + lead + " وفق بيان"}], DOCUMENTS)
    >>> find_duplicates(documents)[["cluster", "head", "kind"]].values.tolist()
    [[0, 'b', 'near'], [0, 'b', 'head']]
    """
    pairs = find_shared_text(documents, threshold=threshold, within_outlet=within_outlet, days=days)
    equal: dict[str, list[str]] = defaultdict(list)
    links: dict[str, dict[str, dict]] = defaultdict(dict)
    for pair in pairs.to_dict("records"):
        if pair["kind"] == "exact":
            equal[pair["doc_id"]].append(pair["other"])
        else:
            links[pair["doc_id"]][pair["other"]] = links[pair["other"]][pair["doc_id"]] = pair
    order = {doc_id: number for number, doc_id in enumerate(documents.index)}
    length = documents["text"].str.len().to_dict()
    placed: set[str] = set()
    rows = []
    for head in sorted({*links, *equal}, key=lambda doc_id: (-length[doc_id], order[doc_id])):
        members = [] if head in placed else _gather(head, links, placed)
        if len(members) > 1 or (members and equal[head]):
            placed.update(members)
            rows += [row for member in members for row in _describe_member(member, head, links, equal[member])]
    rows.sort(key=lambda row: order[row["doc_id"]])
    numbers: dict[str, int] = {}
    return make_table([{**row, "cluster": numbers.setdefault(row["head"], len(numbers))} for row in rows], COPIES)


def show_difference(documents: pd.DataFrame, a: str, b: str) -> HTML:
    """Show two documents side by side, right to left, with the words that differ marked.

    Words that only the first has are underlined with dashes and stand in [ ]; words that only the second has
    are underlined twice and stand in { }. Colour helps but is not needed. Spelling variants that
    `helpers.text.STRONG` unites, and punctuation, are no difference.

    Parameters
    ----------
    documents : DataFrame
        A documents table.
    a, b : str
        Their `doc_id`; `a` stands on the right, where an Arabic reader begins.

    Raises
    ------
    KeyError
        There is no such document.

    Notes
    -----
    A passage that was moved shows as taken away in one place and added in another. The comparison
    (difflib) is slow for texts of many thousand words.

    Examples
    --------
    >>> base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0}
    >>> documents = make_table([{**base, "doc_id": "a", "text": "وصل الوزير اليوم"},
    ...                         {**base, "doc_id": "b", "text": "وصل الوزير أمس"}], DOCUMENTS)
    >>> print(show_difference(documents, "a", "b").data.count("<ins"))
    1
    """
    from IPython.display import HTML  # only notebooks need it

    for doc_id in (a, b):
        if doc_id not in documents.index:
            near = get_close_matches(str(doc_id), map(str, documents.index), n=1, cutoff=0.4)
            raise KeyError(f"no document {doc_id!r}" + (f"; did you mean {near[0]!r}?" if near else " in this table"))
    first, second = (_split_surface(str(documents.at[doc_id, "text"])) for doc_id in (a, b))
    matcher = SequenceMatcher(None, [_fold(w) for w, _ in first], [_fold(w) for w, _ in second], autojunk=False)
    left, right = [], []
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        left.append(_print_words(first[a0:a1], "" if kind == "equal" else "del"))
        right.append(_print_words(second[b0:b1], "" if kind == "equal" else "ins"))
    return HTML(
        f'<div dir="rtl" lang="ar" class="difference" style="{_BOX}">'
        + _print_side(documents, a, "".join(left))
        + _print_side(documents, b, "".join(right))
        + "</div>"
    )


# ------------------------------------------------------------------ texts as shingles


class _Texts:
    """The words of every text as numbers, and from them its shingles and signature."""

    def __init__(self, texts: Sequence[str]):
        vocabulary: dict[str, int] = {}
        self.words = [
            np.fromiter((vocabulary.setdefault(w, len(vocabulary)) for w in _split_words(text)), dtype=np.uint32)
            for text in texts
        ]
        # A hash of each word's letters, not its number: the same text has the same signature in any corpus.
        digests = b"".join(hashlib.blake2b(word.encode(), digest_size=8).digest() for word in vocabulary)
        self._hashes = np.frombuffer(digests, dtype="<u8")

    def hash_shingles(self, number: int) -> np.ndarray:
        """One number per position at which a shingle begins; a text shorter than one is one shingle."""
        hashes = self._hashes[self.words[number]]
        width = min(SHINGLE, len(hashes))
        shingles = np.zeros(len(hashes) - width + 1 if width else 0, dtype=np.uint64)
        for offset in range(width):
            shingles = shingles * np.uint64(0x9E3779B97F4A7C15) + hashes[offset : offset + len(shingles)]
        return shingles ^ (shingles >> np.uint64(31))

    def find_candidates(self) -> Iterator[tuple[int, int]]:
        """Pairs of texts worth comparing, each once, in order."""
        alike: dict[bytes, list[int]] = defaultdict(list)
        for number, words in enumerate(self.words):
            if len(words):
                alike[words.tobytes()].append(number)
        codes: set[int] = set()
        firsts = np.array([group[0] for group in alike.values()], dtype=np.int64)
        for band in self._iter_bands(firsts):
            codes.update(_pair_up(band, len(self.words), firsts).tolist())
        codes.update(group[0] * len(self.words) + copy for group in alike.values() for copy in group[1:])
        yield from (divmod(code, len(self.words)) for code in sorted(codes))

    def _iter_bands(self, numbers: np.ndarray) -> Iterator[np.ndarray]:
        if not len(numbers):
            return
        starts = range(0, len(numbers), BLOCK)
        counts = np.zeros(CELLS, dtype=np.uint32)
        for start in starts:
            block = np.concatenate([np.unique(self.hash_shingles(n)) for n in numbers[start : start + BLOCK]])
            cells, times = np.unique(block % CELLS, return_counts=True)
            counts[cells] += times.astype(np.uint32)
        blocks = []
        for start in starts:
            shingles = [_drop_common(self.hash_shingles(n), counts) for n in numbers[start : start + BLOCK]]
            ends = np.cumsum([0, *map(len, shingles)]).astype(np.uint64)
            made = rensa.RMinHash.digest_matrix_from_flat_token_hashes(
                np.concatenate(shingles), ends, PERMUTATIONS, SEED
            )
            blocks.append(np.array(made.to_rows(), dtype=np.uint32))
        signatures = np.vstack(blocks)
        for column in range(0, PERMUTATIONS, ROWS):
            yield np.ascontiguousarray(signatures[:, column : column + ROWS]).view(np.uint64).ravel()


def _split_words(text: str) -> list[str]:
    return _WORD.findall(normalise_text(text, steps=STRONG))


def _drop_common(shingles: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """The shingles that few texts have; all of them for a text that has hardly any other (many versions of one)."""
    rare = shingles[counts[shingles % CELLS] <= COMMON]
    return rare if 4 * len(rare) > len(shingles) else shingles


def _pair_up(band: np.ndarray, size: int, numbers: np.ndarray) -> np.ndarray:
    """Codes (a * size + b, a < b) of the texts that have the same value in a band."""
    order = np.argsort(band, kind="stable")
    values, texts = band[order], numbers[order]
    edges = np.flatnonzero(np.r_[True, values[1:] != values[:-1], True])
    codes = []
    for start, end in zip(edges[:-1], edges[1:], strict=True):
        if end - start > 1:
            bucket = texts[start:end]
            reach = end - start if end - start <= LARGEST_BUCKET else 3
            codes += [bucket[:-step] * size + bucket[step:] for step in range(1, reach)]
    return np.concatenate(codes) if codes else np.empty(0, dtype=np.int64)


def _compare(texts: _Texts, a: int, b: int, threshold: float) -> dict | None:
    """The exact comparison of two texts, `a` the longer; None where they share too little."""
    if len(texts.words[a]) < len(texts.words[b]):
        a, b = b, a
    many, few = len(texts.words[a]), len(texts.words[b])
    if np.array_equal(texts.words[a], texts.words[b]):
        return {"a": a, "b": b, "kind": "exact", "words": few, "similarity": 1.0, "share": 1.0}
    if few < SHORTEST:
        return None
    shingles_a, shingles_b = texts.hash_shingles(a), texts.hash_shingles(b)
    shared = _count_covered(shingles_b, shingles_a)
    if shared < threshold * few:
        return None
    similarity = (shared + _count_covered(shingles_a, shingles_b)) / (many + few)
    kind = "near" if similarity >= threshold else "contained"
    return {"a": a, "b": b, "kind": kind, "words": few, "similarity": similarity, "share": shared / few}


def _count_covered(shingles: np.ndarray, others: np.ndarray) -> int:
    """Words of a text that stand in a shingle which the other text has too."""
    hit = np.isin(shingles, others)
    covered = np.zeros(len(hit) + SHINGLE - 1, dtype=bool)
    for offset in range(SHINGLE):
        covered[offset : offset + len(hit)] |= hit
    return int(covered.sum())


# ------------------------------------------------------------------ clusters


def _gather(head: str, links: dict[str, dict[str, dict]], placed: set[str]) -> list[str]:
    """The head and the documents that belong to it, the most alike first (see `find_duplicates`)."""
    members = [head]
    free = [doc_id for doc_id in links[head] if doc_id not in placed]
    for doc_id in sorted(free, key=lambda d: (-links[head][d]["similarity"], -links[head][d]["share"], d)):
        if 2 * sum(member in links[doc_id] for member in members) > len(members):
            members.append(doc_id)
    return members


def _describe_member(member: str, head: str, links: dict[str, dict[str, dict]], equal: list[str]) -> list[dict]:
    """Rows for a member of a cluster and for the documents that equal it."""
    figures = ("kind", "similarity", "share")
    whole = {"head": head, "similarity": 1.0, "share": 1.0}
    if member == head:
        return [{**whole, "doc_id": head, "kind": "head"}, *({**whole, "doc_id": d, "kind": "exact"} for d in equal)]
    return [
        {"doc_id": d, "head": head, **{name: links[head][member][name] for name in figures}} for d in [member, *equal]
    ]


# ------------------------------------------------------------------ the side-by-side view

_BOX = "display:flex;flex-wrap:wrap;gap:1.5em;line-height:1.9"
_STYLES = {
    "del": "text-decoration:underline dashed;background:#fde8e8;color:#6b0f0f",
    "ins": "text-decoration:underline double;background:#e3f3e6;color:#0d4a1c",
}
_BRACKETS = {"del": "[]", "ins": "{}"}


def _split_surface(text: str) -> list[tuple[str, str]]:
    """Printed words, each with the line break (or space) that follows it."""
    return [(m[1], "<br>" if "\n" in m[2] else " ") for m in re.finditer(r"(\S+)(\s*)", text)]


@lru_cache(maxsize=100_000)
def _fold(word: str) -> str:
    return " ".join(_split_words(word))


def _print_words(words: Sequence[tuple[str, str]], mark: str) -> str:
    if not words:
        return ""
    printed = "".join(html.escape(word) + after for word, after in words[:-1]) + html.escape(words[-1][0])
    if mark:
        opening, closing = _BRACKETS[mark][0], _BRACKETS[mark][1]
        printed = f'<{mark} style="{_STYLES[mark]}">{opening}{printed}{closing}</{mark}>'
    return printed + words[-1][1]


def _print_side(documents: pd.DataFrame, doc_id: str, body: str) -> str:
    document = documents.loc[[doc_id]].iloc[0]
    about = [f"<bdi>{html.escape(document['outlet'])}</bdi>"] if pd.notna(document["outlet"]) else []
    if pd.notna(document["published"]):  # after Arabic letters a date turns round, unless it is set apart
        about.append(f'<bdi dir="ltr">{document["published"].date()}</bdi>')
    title = html.escape(document["title"]) if pd.notna(document["title"]) else ""
    return (
        '<section style="flex:1 1 20em;min-width:0;overflow-wrap:anywhere">'
        f'<p style="margin:0"><bdi dir="ltr"><code>{html.escape(doc_id)}</code></bdi> {" · ".join(about)}</p>'
        f"<h4>{title}</h4><div>{body}</div></section>"
    )
