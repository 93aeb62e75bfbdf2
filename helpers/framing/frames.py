"""Candidate frames, sentence by sentence: cues from a word list that a scholar can edit, and what they share.

    cues = find_frame_cues(tokens)                          # every cue, where it stands, what it weighs, what voids it
    frames = find_frames(tokens, sentences=sentences)       # the frames whose cues weigh enough, with their evidence

The twelve frames are those of the codebook. A frame found is a candidate: the evidence is there to be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.lexicons import LexiconError, load_lexicon
from helpers.tables import SENTENCES, Column, Table, check_table, make_table
from helpers.tokens import TOKENS, find_phrases

FRAMES = (
    "friendship",
    "cooperation",
    "economy",
    "security",
    "conflict",
    "peace",
    "sovereignty",
    "order",
    "memory",
    "protocol",
    "humanitarian",
    "domestic",
)
ALL = "all"  # in the word list: void whatever the frame
USES = ("cue", "void")
THRESHOLD = 1.0  # the weights of a sentence's cues for a frame add up to this: it is a candidate
BESIDE = 0.25  # of the strongest frame's score; below that a frame is named in passing (unseen news: F1 + .01)

CUES = Table(
    "frame cues",
    {
        "doc_id": Column("text", "the document it stands in"),
        "sentence": Column("integer", "0 is the title, then the text's sentences from 1"),
        "start": Column(
            "integer", "where it begins in the title (sentence 0) or the text; of a combination its first part"
        ),
        "end": Column("integer", "where it ends (exclusive); of a combination its last part"),
        "frame": Column("text", "one of FRAMES"),
        "id": Column("text", "the row of the word list"),
        "printed": Column("text", "the words as printed; the parts of a combination with + between them"),
        "excluded": Column("text", "the row of the word list that makes it void; missing where it counts"),
    },
)
CANDIDATES = Table(
    "frames",
    {
        "doc_id": Column("text", "the document it stands in"),
        "sentence": Column("integer", "0 is the title, then the text's sentences from 1"),
        "start": Column("integer", "where the sentence begins in the title (sentence 0) or the text"),
        "end": Column("integer", "where it ends (exclusive)"),
        "frame": Column("text", "one of FRAMES"),
        "evidence": Column("text", "the cues that count, as printed, with · between them"),
    },
)
_UNIT = ["doc_id", "sentence"]


class _Rule(NamedTuple):
    """A row of the word list; `parts` are the things of a combination, each a list of terms of which one is enough."""

    id: str
    frame: str
    use: str
    parts: tuple[tuple[str, ...], ...]
    weight: float
    match: str


def find_frame_cues(tokens: pd.DataFrame, *, lexicon: str = "frames") -> pd.DataFrame:
    """Return every cue of every frame, those that are void included.

    Parameters
    ----------
    tokens : DataFrame
        `helpers.tokens.TOKENS`.
    lexicon : str
        A word list of the package, or the path of your own CSV with the columns id, frame, use (cue or void), term,
        weight, match (see `helpers.tokens.find_phrases`) and note. In a term, ``a + b`` is a combination (both in one
        sentence, in any order) and ``a | b`` a choice.

    Returns
    -------
    DataFrame
        `CUES` and `weight`. A cue is void (`excluded`) where it lies within a longer cue of the same frame, or within a
        phrase whose `use` is void for its frame (or for ``all``). A void combination counts only where its other
        parts stand in the sentence too; its first part is the phrase that makes void.

    Raises
    ------
    LexiconError
        A row with an unknown frame, use or match, or a weight that is no number.

    Notes
    -----
    Words are matched by lemma: irony, negation and who speaks are not seen ("no dispute" needs its own void row).

    Examples
    --------
    >>> from helpers.tables import DOCUMENTS
    >>> from helpers.tokens import tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "ناقش مجلس الأمن هدنة جديدة."}
    >>> tokens = tokenise(make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS))
    >>> cues = find_frame_cues(tokens)
    >>> cues.loc[cues["frame"] == "security", ["printed", "excluded"]].notna().values.tolist()
    [[True, True]]
    """
    check_table(tokens, TOKENS)
    rules = _load_rules(lexicon)
    hits = _find_terms(tokens, rules)
    found = sorted(place for number, rule in enumerate(rules) for place in _place_rule(number, rule, hits))
    excluded = _exclude(found, rules)
    cues = [(place, void) for place, void in zip(found, excluded, strict=True) if rules[place[1]].use == "cue"]
    return _list_cues(tokens, cues, rules)


def find_frames(
    tokens: pd.DataFrame,
    *,
    lexicon: str = "frames",
    threshold: float = THRESHOLD,
    sentences: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the candidate frames of each sentence, with what speaks for them.

    Parameters
    ----------
    tokens : DataFrame
        `helpers.tokens.TOKENS`.
    lexicon : str
        A word list of the package, or the path of your own CSV (see `find_frame_cues`).
    threshold : float
        The least sum of weights. A cue that stands twice in a sentence counts once. A frame with less than a quarter
        (`BESIDE`) of the strongest frame's sum is named in passing, and no candidate.
    sentences : DataFrame, optional
        `helpers.tables.SENTENCES`; start and end are then those of the sentence as printed, otherwise from the first
        to the last word.

    Returns
    -------
    DataFrame
        `CANDIDATES` and `score`, in the order of the text and of the codebook.

    Notes
    -----
    A candidate says that words of a frame stand in the sentence, not that the frame makes it salient, nor that the
    writer holds the view: read the evidence. What is only implied has no cue. On frames as selection and salience
    see Entman (1993), "Framing: toward clarification of a fractured paradigm", Journal of Communication 43(4).
    How far it meets two careful readers is told by validation/frames.py.

    Examples
    --------
    >>> from helpers.tables import DOCUMENTS
    >>> from helpers.tokens import tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "هدنة تحترم القانون الدولي."}
    >>> tokens = tokenise(make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS))
    >>> find_frames(tokens)[["frame", "evidence"]].values.tolist()
    [['peace', 'هدنة'], ['order', 'القانون الدولي']]
    """
    cues = find_frame_cues(tokens, lexicon=lexicon)
    counted = cues[cues["excluded"].isna()].drop_duplicates([*_UNIT, "id"])
    scored = counted.groupby([*_UNIT, "frame"], observed=True, sort=False).agg(
        score=("weight", "sum"), evidence=("printed", lambda words: " · ".join(dict.fromkeys(words)))
    )
    strongest = scored.groupby(level=_UNIT, sort=False)["score"].transform("max")
    scored = scored[(scored["score"] >= threshold - 1e-9) & (scored["score"] >= BESIDE * strongest)].reset_index()
    spans = _find_spans(tokens, sentences)
    table = scored.merge(spans, on=_UNIT, how="left", validate="many_to_one")
    places = {doc: n for n, doc in enumerate(dict.fromkeys(tokens["doc_id"]))}
    order = pd.DataFrame(
        {"d": table["doc_id"].map(places), "s": table["sentence"], "f": table["frame"].map(FRAMES.index)}
    ).sort_values(["d", "s", "f"])
    return _make_table(table.loc[order.index].to_dict("records"), CANDIDATES, "score")


# ------------------------------------------------------------------ the word list


def _load_rules(lexicon: str) -> tuple[_Rule, ...]:
    return _read_rules(lexicon) if str(lexicon).endswith(".csv") else _load_own(lexicon)


@cache
def _load_own(name: str) -> tuple[_Rule, ...]:
    return _read_rules(name)


def _read_rules(lexicon: str) -> tuple[_Rule, ...]:
    allowed = {"frame": (*FRAMES, ALL), "use": USES, "match": ("lemma", "form", "exact", "")}
    return tuple(_read_rule(row) for row in load_lexicon(lexicon, allowed=allowed))


def _read_rule(row: dict[str, str]) -> _Rule:
    parts = tuple(tuple(term.strip() for term in part.split("|")) for part in row["term"].split("+"))
    if not all(all(part) for part in parts):
        raise LexiconError(f"frames, row '{row['id']}': the term {row['term']!r} lacks a word beside + or |")
    if row["use"] == "cue" and row["frame"] == ALL:
        raise LexiconError(
            f"frames, row '{row['id']}': a cue needs one frame, not '{ALL}'; use one of {', '.join(FRAMES)}"
        )
    try:
        weight = float(row["weight"] or 0)
    except ValueError:
        raise LexiconError(
            f"frames, row '{row['id']}': the weight {row['weight']!r} is no number; try 0.5, 1 or 2"
        ) from None
    return _Rule(row["id"], row["frame"], row["use"], parts, weight, row["match"] or "lemma")


# ------------------------------------------------------------------ where the cues stand


def _find_terms(tokens: pd.DataFrame, rules: tuple[_Rule, ...]) -> dict[tuple[str, str], dict[int, list]]:
    """For each term: the number of the sentence -> (first, last) of its hits, as rows of the tokens table."""
    terms = dict.fromkeys((term, rule.match) for rule in rules for part in rule.parts for term in part)
    phrases = pd.DataFrame(list(terms), columns=["term", "match"])
    phrases["id"] = phrases.index.astype(str)
    hits = find_phrases(tokens, phrases)
    numbers = _number_sentences(tokens)
    found: dict[tuple[str, str], dict[int, list]] = {term: {} for term in terms}
    keys = list(terms)
    for id_, first, last in zip(hits["id"], hits["first"], hits["last"], strict=True):
        found[keys[int(id_)]].setdefault(int(numbers[first]), []).append((first, last))
    return found


def _number_sentences(tokens: pd.DataFrame) -> np.ndarray:
    documents, sentences = tokens["doc_id"].cat.codes.to_numpy(), tokens["sentence"].to_numpy()
    return np.cumsum((np.diff(documents, prepend=-1) != 0) | (np.diff(sentences, prepend=-1) != 0))


def _place_rule(number: int, rule: _Rule, hits: dict) -> Iterator[tuple[int, int, tuple]]:
    """(sentence, number of the rule, places) for each place of a rule; a combination has one a sentence."""
    parts = [_join_choices([hits[term, rule.match] for term in part]) for part in rule.parts]
    for sentence in parts[0]:
        if any(sentence not in part for part in parts[1:]):
            continue
        if len(parts) == 1 or rule.use == "void":
            yield from ((sentence, number, (place,)) for place in parts[0][sentence])
        else:
            yield sentence, number, tuple(part[sentence][0] for part in parts)


def _join_choices(choices: list[dict[int, list]]) -> dict[int, list]:
    joined: dict[int, list] = {}
    for choice in choices:
        for sentence, places in choice.items():
            joined.setdefault(sentence, []).extend(places)
    return joined


def _exclude(found: list[tuple[int, int, tuple]], rules: tuple[_Rule, ...]) -> list[str | None]:
    """For each place the row that makes it void: a longer cue of its frame, or a void phrase round it."""
    covers: dict[tuple[int, str], list[tuple[int, int, str, bool]]] = {}
    for sentence, number, places in found:
        rule = rules[number]
        if len(places) == 1:
            frames = FRAMES if rule.frame == ALL else (rule.frame,)
            for frame in frames:
                covers.setdefault((sentence, frame), []).append((*places[0], rule.id, rule.use == "void"))
    return [
        None
        if len(places) > 1
        else _find_cover(places[0], covers.get((sentence, rules[number].frame), []), rules[number])
        for sentence, number, places in found
    ]


def _find_cover(place: tuple[int, int], covers: list[tuple[int, int, str, bool]], rule: _Rule) -> str | None:
    first, last = place
    for begin, end, id_, void in covers:
        if begin <= first and last <= end and id_ != rule.id and (void or end - begin > last - first):
            return id_
    return None


def _list_cues(tokens: pd.DataFrame, cues: list[tuple[tuple, str | None]], rules: tuple[_Rule, ...]) -> pd.DataFrame:
    words = tokens["token"].astype(object).to_numpy()
    starts, ends = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    documents, numbers = tokens["doc_id"].astype(object).to_numpy(), tokens["sentence"].to_numpy()
    rows: list[dict] = []
    for (_, number, places), void in cues:
        rule, first, last = rules[number], min(p[0] for p in places), max(p[1] for p in places)
        rows.append(
            {
                "doc_id": documents[first],
                "sentence": numbers[first],
                "start": starts[first],
                "end": ends[last],
                "frame": rule.frame,
                "id": rule.id,
                "printed": " + ".join(" ".join(words[begin : end + 1]) for begin, end in places),
                "excluded": void,
                "weight": rule.weight,
            }
        )
    return _make_table(rows, CUES, "weight")


def _make_table(rows: list[dict], contract: Table, figure: str) -> pd.DataFrame:
    """A table of the contract with one column of figures after it, also where it has no rows."""
    figures = [float(row[figure]) for row in rows]
    table = make_table([{name: row[name] for name in contract.columns} for row in rows], contract)
    return table.assign(**{figure: np.array(figures, dtype=float)})


def _find_spans(tokens: pd.DataFrame, sentences: pd.DataFrame | None) -> pd.DataFrame:
    if sentences is not None:
        return check_table(sentences, SENTENCES)[[*_UNIT, "start", "end"]].drop_duplicates(_UNIT)
    plain = tokens[[*_UNIT, "start", "end"]].astype({"doc_id": "str"})
    return plain.groupby(_UNIT, sort=False, as_index=False).agg(start=("start", "min"), end=("end", "max"))
