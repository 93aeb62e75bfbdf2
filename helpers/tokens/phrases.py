"""The one matcher behind every word list: terms of one or more words, found in a tokens table by lemma or by form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from helpers.lemmas import lemmatise
from helpers.tables import Column, Table, TableError, check_table
from helpers.text import STANDARD, normalise_each, normalise_text
from helpers.tokens.table import TOKENS

PHRASE_HITS = Table(
    "phrase hits",
    {
        "doc_id": Column("text", "the document it stands in"),
        "sentence": Column("integer", "0 is the title, then the text's sentences from 1"),
        "id": Column("text", "the row of the word list"),
        "first": Column("integer", "row number of its first word in the tokens table"),
        "last": Column("integer", "row number of its last word"),
        "start": Column("integer", "where it begins in the title (sentence 0) or the text, in characters"),
        "end": Column("integer", "where it ends (exclusive)"),
        "words": Column("integer", "how many words the term has"),
    },
)
MATCHES = ("lemma", "form", "exact")
GAP = "…"
WIDEST_GAP = 3
_PROCLITICS = ("و", "ف", "ب", "ك", "ل", "س")


def find_phrases(tokens: pd.DataFrame, phrases: pd.DataFrame, *, engine: str = "farahidi") -> pd.DataFrame:
    """Return every place where a term of `phrases` stands in `tokens`, one row each, in order.

    Parameters
    ----------
    tokens : DataFrame
        `TOKENS`.
    phrases : DataFrame
        A word list with the columns `id`, `term` (one or more words; ``…`` stands for up to three words between) and,
        if wanted, `match`: ``lemma`` (default: a word of the same lemma, whatever its clitics and ending), ``form``
        (the word as written in the term; و ف ب ك ل س ال before it do not count) or ``exact`` (nothing before it).
    engine : str
        What found the lemmas of `tokens`.

    Returns
    -------
    DataFrame
        `PHRASE_HITS`. Hits may overlap: which one counts is for the caller to say (`keep_longest`).

    Raises
    ------
    TableError
        A row has no word, or an unknown `match`.

    Notes
    -----
    Harakat and the seats of أ إ آ, ى/ي never hide a word; ة/ه and ؤ/ئ do. A term stays within its sentence, but may
    run over a comma. A proclitic counts as one only where the rest has the lemma of the whole, so that سلام is not س
    and لام. By lemma, words of one spelling are one: دعم finds the noun and the verb.

    Examples
    --------
    >>> from helpers.tables import DOCUMENTS, make_table
    >>> from helpers.tokens import tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "وبالأزمة المالية، ثم بحل للأزمات السياسية."}
    >>> tokens = tokenise(make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS))
    >>> find_phrases(tokens, pd.DataFrame({"id": ["x", "y"], "term": ["أزمة", "حل أزمة"]}))[["id", "first", "last"]]
      id  first  last
    0  x      0     0
    1  y      3     4
    2  x      4     4
    """
    check_table(tokens, TOKENS)
    places = _Places(tokens)
    terms = list(_read_terms(phrases))
    spelled = {word for term in phrases["term"] for word in str(term).replace(GAP, " ").split()}
    wanted = {(word, match) for _, words, match in terms for word in words if word != GAP}
    fits = _fit_words(tokens, wanted, _find_own_lemmas(spelled, engine))
    found = []
    for id_, words, match in terms:
        first, last = places.match([None if word == GAP else fits[word, match] for word in words])
        found.append((id_, first, last, sum(word != GAP for word in words)))
    return _list_hits(tokens, found)


def keep_longest(hits: pd.DataFrame) -> pd.DataFrame:
    """Return `hits` without those that lie wholly within a longer one (of two equal ones the first in the list stays).

    Examples
    --------
    >>> hits = pd.DataFrame({"first": [3, 4, 6], "last": [4, 4, 6], "words": [2, 1, 1], "id": ["long", "short", "x"]})
    >>> keep_longest(hits)["id"].tolist()
    ['long', 'x']
    """
    order = sorted(
        zip(-hits["words"], hits["first"] - hits["last"], range(len(hits)), hits["first"], hits["last"], strict=True)
    )
    taken: set[int] = set()
    kept = []
    for _, _, row, first, last in order:
        places = range(first, last + 1)
        if not taken.issuperset(places):
            taken.update(places)
            kept.append(row)
    return hits.iloc[sorted(kept)].reset_index(drop=True)


class _Places:
    """Where each word of the tokens table stands."""

    def __init__(self, tokens: pd.DataFrame) -> None:
        self.codes = tokens["token"].cat.codes.to_numpy()
        self.order = np.argsort(self.codes, kind="stable")
        self.begins = np.searchsorted(self.codes[self.order], np.arange(len(tokens["token"].cat.categories) + 1))
        documents, sentences = tokens["doc_id"].cat.codes.to_numpy(), tokens["sentence"].to_numpy()
        new = (np.diff(documents, prepend=-1) != 0) | (np.diff(sentences, prepend=-1) != 0)
        self.sentence = np.cumsum(new)

    def match(self, fits: list[np.ndarray | None]) -> tuple[np.ndarray, np.ndarray]:
        """First and last rows of every stretch whose words fit, one after the other (None is a gap)."""
        leading = fits[0] if fits[0] is not None else ()
        pieces = [self.order[self.begins[code] : self.begins[code + 1]] for code in leading]
        first = np.sort(np.concatenate([np.empty(0, np.int64), *pieces]))
        last, gap = first, False
        for fit in fits[1:]:
            if fit is None:
                gap = True
                continue
            steps = [self._step(first, last, jump, fit) for jump in range(1, 2 + WIDEST_GAP * gap)]
            first, last = (np.concatenate([step[side] for step in steps]) for side in (0, 1))
            gap = False
        return first, last

    def _step(self, first: np.ndarray, last: np.ndarray, jump: int, fit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        following = last + jump
        inside = following < len(self.codes)
        first, last, following = first[inside], last[inside], following[inside]
        good = (self.sentence[following] == self.sentence[first]) & np.isin(self.codes[following], fit)
        return first[good], following[good]


def _read_terms(phrases: pd.DataFrame) -> Iterator[tuple[str, list[str], str]]:
    for column in ("id", "term"):
        if column not in phrases:
            raise TableError(f"word list: no column '{column}'; it has {', '.join(map(str, phrases.columns))}")
    matches = phrases["match"] if "match" in phrases else ["lemma"] * len(phrases)
    for id_, term, match in zip(phrases["id"], phrases["term"], matches, strict=True):
        words = normalise_text(str(term), steps=STANDARD).replace("...", GAP).replace(GAP, f" {GAP} ").split()
        if not words or words[0] == GAP or words[-1] == GAP:
            raise TableError(f"word list, row '{id_}': the term {term!r} should begin and end with a word")
        if (match or "lemma") not in MATCHES:
            raise TableError(f"word list, row '{id_}': match is {match!r}, but should be one of {', '.join(MATCHES)}")
        yield id_, words, match or "lemma"


def _find_own_lemmas(spelled: set[str], engine: str) -> dict[str, set[str]]:
    """The lemmas of each word of a term, by its normalised form: of the word as written, with its hamzas, and without.

    Only the former tells إشكالية from its adjective; only the latter helps where the list itself drops hamzas.
    """
    written = [*spelled, *normalise_each(list(spelled))]
    lemmas: dict[str, set[str]] = {}
    for word, lemma in zip(normalise_each(written), _find_lemmas(written, engine), strict=True):
        lemmas.setdefault(word, set()).add(lemma)
    return lemmas


def _fit_words(
    tokens: pd.DataFrame, wanted: set[tuple[str, str]], own: dict[str, set[str]]
) -> dict[tuple[str, str], np.ndarray]:
    """For each word of a term, the codes of the tokens that fit it."""
    types = list(tokens["token"].cat.categories)
    forms = normalise_each(types)
    lemmas = _list_lemmas(tokens, len(types))
    words = {word for word, _ in wanted}
    bare = _leave_out_proclitics(forms, lemmas, {word: own.get(word, set()) for word in words})
    by_form, by_bare, by_lemma = _group(forms), _group_pairs(bare), _group(lemmas)
    empty: list[int] = []
    found = {}
    for word, match in wanted:
        codes = list(by_form.get(word, empty))
        if match != "exact":
            codes += by_bare.get(word, empty)
        if match == "lemma":
            codes += [code for lemma in {word, *own.get(word, ())} for code in by_lemma.get(lemma, empty)]
        found[word, match] = np.unique(np.array(codes, dtype=np.int64))
    return found


def _list_lemmas(tokens: pd.DataFrame, types: int) -> list[str]:
    """The lemma of each type of token, normalised; types that stand nowhere have none."""
    names = np.array([*normalise_each(list(tokens["lemma"].cat.categories)), ""], dtype=object)
    codes = np.full(types, -1)
    codes[tokens["token"].cat.codes.to_numpy()] = tokens["lemma"].cat.codes.to_numpy()
    return names[codes].tolist()


def _find_lemmas(words: list[str], engine: str) -> list[str]:
    table = lemmatise(words, engine=engine)["lemma"]
    return normalise_each([str(table.at[word]) for word in words])


def _leave_out_proclitics(forms: list[str], lemmas: list[str], words: dict[str, set[str]]) -> list[tuple[str, int]]:
    """(rest, code) of each form whose rest after its proclitics is one of `words` and has the same lemma."""
    rests = [(rest, code) for code, form in enumerate(forms) for rest in _cut_proclitics(form) if rest in words]
    return [(rest, code) for rest, code in rests if lemmas[code] in words[rest] or _is_article(forms[code], rest)]


def _cut_proclitics(form: str) -> Iterator[str]:
    """What is left of a form without و ف, then ب ك ل س, then ال, one after the other."""
    rests = {form}
    for clitics in (("و", "ف"), _PROCLITICS[2:], ("ال",)):
        for clitic in clitics:
            rests |= {rest[len(clitic) :] for rest in rests if rest.startswith(clitic) and len(rest) > len(clitic) + 1}
    rests |= {"ال" + rest[1:] for rest in rests if rest.startswith("ل") and form.lstrip("وف").startswith("لل")}
    rests |= {rest[2:] for rest in rests if rest.startswith("لل") and len(rest) > 3}
    yield from sorted(rests - {form})


def _is_article(form: str, rest: str) -> bool:
    return form == "ال" + rest and len(rest) > 2


def _group(names: list[str]) -> dict[str, list[int]]:
    return _group_pairs((name, code) for code, name in enumerate(names))


def _group_pairs(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for name, code in pairs:
        groups.setdefault(name, []).append(code)
    return groups


def _list_hits(tokens: pd.DataFrame, found: list[tuple[str, np.ndarray, np.ndarray, int]]) -> pd.DataFrame:
    none = np.empty(0, np.int64)
    first = np.concatenate([none, *(hit[1] for hit in found)])
    last = np.concatenate([none, *(hit[2] for hit in found)])
    lengths = [len(hit[1]) for hit in found]
    table = pd.DataFrame(
        {
            "doc_id": tokens["doc_id"].array[first],
            "sentence": tokens["sentence"].to_numpy()[first],
            "id": pd.array(np.repeat(np.array([hit[0] for hit in found], dtype=object), lengths), dtype="str"),
            "first": first.astype(np.int32),
            "last": last.astype(np.int32),
            "start": tokens["start"].to_numpy()[first],
            "end": tokens["end"].to_numpy()[last],
            "words": np.repeat(np.array([hit[3] for hit in found], dtype=np.int32), lengths).astype(np.int32),
        }
    )
    order = np.lexsort((np.arange(len(table)), -table["words"], table["first"]))
    return check_table(table.iloc[order].reset_index(drop=True), PHRASE_HITS)
