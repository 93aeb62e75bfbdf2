"""The words that make the tone: found, weighed, and turned by what stands round them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.lexicons import load_lexicon
from helpers.tables import Column, Table, check_table
from helpers.tokens import TOKENS, find_phrases, keep_longest

SENTIMENT_HITS = Table(
    "sentiment hits",
    {
        "doc_id": Column("text", "the document it stands in"),
        "sentence": Column("integer", "0 is the title, then the text's sentences from 1"),
        "first": Column("integer", "row number of its first word in the tokens table"),
        "last": Column("integer", "row number of its last word"),
        "start": Column("integer", "where it begins in the title (sentence 0) or the text, in characters"),
        "end": Column("integer", "where it ends (exclusive)"),
        "id": Column("text", "the row of the tone lexicon"),
        "words": Column("text", "the word or expression as printed"),
        "turned_by": Column("text", "the words that turned, strengthened or weakened it, as printed; missing if none"),
        "voice": Column("text", "outlet: its own words; quoted: inside a quotation"),
    },
)
KINDS = ("negator", "reverser", "strengthener", "weakener", "hypothetical", "denial")
TURNED = {"positive": -1.0, "negative": -0.5}  # what negation makes of a weight: "not bad" is less than "good"
FACTORS = {"strengthener": 1.5, "weakener": 0.5, "hypothetical": 0.5, "denial": 0.0}
_CLAUSE_WORDS = frozenset("لكن ولكن بينما فيما حيث اذ ان بان وان انه انها الا مما".split())  # normalised forms
STRENGTHS = ("-2", "-1", "0", "1", "2")


class _Turner(NamedTuple):
    first: int
    last: int
    kind: str
    scope: int
    side: str


def find_sentiment(
    tokens: pd.DataFrame,
    *,
    quotations: pd.DataFrame | None = None,
    lexicon: str | Path = "tone",
    turners: str | Path = "tone_turners",
) -> pd.DataFrame:
    """Return every word or expression that carries tone, with its weight and what turned it.

    Parameters
    ----------
    tokens : DataFrame
        `helpers.tokens.TOKENS`.
    quotations : DataFrame, optional
        What is quoted: doc_id, sentence, start, end (`helpers.framing.find_quotations`). Without it, every
        hit is the outlet's own voice.
    lexicon, turners : str or Path
        Names of lists of the package, or paths of your own with the same columns.

    Returns
    -------
    DataFrame
        `SENTIMENT_HITS`, and the numbers `strength` (of the lexicon, -2 to 2) and `weight` (after turning).
        Where hits overlap, the longest counts; a term of strength 0 hides the words in it and is not returned.

    Notes
    -----
    A negator or reverser turns the tone words within its scope (so many words, never over the end of a clause);
    two of them turn it back. A negated positive word counts -1 times, a negated negative one -0.5 times (Kiritchenko
    & Mohammad 2016, "The effect of negators, modals, and degree adverbs on sentiment composition", found the same
    asymmetry in English). Irony and what readers know from elsewhere are not seen.

    Examples
    --------
    >>> from helpers.tables import DOCUMENTS, make_table
    >>> from helpers.tokens import tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "لم ترحب بكين بالقرار، ودعت إلى التعاون."}
    >>> tokens = tokenise(make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS))
    >>> find_sentiment(tokens)[["words", "weight", "turned_by"]].values.tolist()[0]
    ['ترحب', -1.0, 'لم']
    """
    check_table(tokens, TOKENS)
    hits = find_phrases(tokens, _load_terms(lexicon))
    strengths = _load_terms(lexicon).set_index("id")["strength"]
    hits = keep_longest(hits.assign(strength=hits["id"].map(strengths).astype(float)))
    clauses = _number_clauses(tokens)
    turning = _find_turners(tokens, turners, taken={row for hit in hits.itertuples() if hit.words > 1
                                                    for row in range(hit.first, hit.last + 1)})
    hits = hits[hits["strength"] != 0].reset_index(drop=True)
    weights, turned_by = _turn(tokens, hits, turning, clauses)
    token = tokens["token"].astype(object).to_numpy()
    table = hits[["doc_id", "sentence", "first", "last", "start", "end", "id"]].assign(
        words=pd.array([" ".join(token[a : b + 1]) for a, b in zip(hits["first"], hits["last"], strict=True)], "str"),
        turned_by=pd.array(turned_by, dtype="str"),
        voice=pd.array(_tell_voice(hits, quotations), dtype="str"),
        strength=hits["strength"],
        weight=np.array(weights, dtype=float),
    )
    return check_table(table, SENTIMENT_HITS)


@lru_cache(maxsize=8)
def _load_terms(lexicon: str | Path) -> pd.DataFrame:
    rows = load_lexicon(lexicon, allowed={"strength": STRENGTHS})
    return pd.DataFrame(rows)


def _number_clauses(tokens: pd.DataFrame) -> np.ndarray:
    """A number for the clause of each word: a clause ends with its sentence, at a mark, and before لكن، بينما، أن …"""
    start, end, form = (tokens[name].to_numpy() for name in ("start", "end", "form"))
    new = np.ones(len(tokens), dtype=bool)
    gap = start[1:] - end[:-1] != 1  # more than a space between two words: a comma, a quotation mark, a new sentence
    new[1:] = gap | (np.diff(tokens["sentence"].to_numpy()) != 0) | (np.diff(tokens["doc_id"].cat.codes) != 0)
    breakers = [code for code, name in enumerate(tokens["form"].cat.categories) if name in _CLAUSE_WORDS]
    new |= np.isin(tokens["form"].cat.codes.to_numpy(), breakers)
    return np.cumsum(new) if len(form) else np.empty(0, dtype=int)


def _find_turners(tokens: pd.DataFrame, turners: str | Path, taken: set[int]) -> list[_Turner]:
    """Negators, reversers …, in order; one within a longer tone expression belongs to that expression."""
    rows = pd.DataFrame(load_lexicon(turners, allowed={"kind": KINDS, "side": ("after", "before")})).set_index("id")
    found = keep_longest(find_phrases(tokens, rows.reset_index()))
    return [
        _Turner(hit.first, hit.last, rows.at[hit.id, "kind"], int(rows.at[hit.id, "scope"]), rows.at[hit.id, "side"])
        for hit in found.itertuples()
        if hit.first not in taken
    ]


def _turn(
    tokens: pd.DataFrame, hits: pd.DataFrame, turning: list[_Turner], clauses: np.ndarray
) -> tuple[list[float], list[str | None]]:
    """The weight of each hit after the turners whose scope it stands in, and these turners as printed."""
    token = tokens["token"].astype(object).to_numpy()
    by_row: dict[int, list[_Turner]] = {}
    for turner in turning:
        for row in _reach(turner, clauses):
            by_row.setdefault(row, []).append(turner)
    weights, words = [], []
    for hit in hits.itertuples():
        near = {turner for row in (hit.first, hit.last) for turner in by_row.get(row, ())}
        acting = sorted(turner for turner in near if turner.last < hit.first or turner.first > hit.last)
        weights.append(_weigh(hit.strength, [turner.kind for turner in acting]))
        words.append(" … ".join(" ".join(token[t.first : t.last + 1]) for t in acting) or None)
    return weights, words


def _reach(turner: _Turner, clauses: np.ndarray) -> range:
    """The rows that a turner acts on: so many words on its side, within its clause."""
    step = 1 if turner.side == "after" else -1
    edge = turner.last if turner.side == "after" else turner.first
    last = edge
    while abs(last - edge) < turner.scope and 0 <= last + step < len(clauses) and clauses[last + step] == clauses[edge]:
        last += step
    return range(edge + 1, last + 1) if step > 0 else range(last, edge)


def _weigh(strength: float, kinds: list[str]) -> float:
    weight = strength
    for kind in kinds:
        if kind == "reverser":
            weight = -weight
        elif kind == "negator":
            weight *= TURNED["positive" if weight > 0 else "negative"]
        else:
            weight *= FACTORS[kind]
    return weight


def _tell_voice(hits: pd.DataFrame, quotations: pd.DataFrame | None) -> list[str]:
    if quotations is None or quotations.empty:
        return ["outlet"] * len(hits)
    spans: dict[tuple, list[tuple[int, int]]] = {}
    for quote in quotations[["doc_id", "sentence", "start", "end"]].itertuples(index=False):
        spans.setdefault((quote.doc_id, quote.sentence), []).append((quote.start, quote.end))
    return [
        "quoted"
        if any(start <= hit.start and hit.end <= end for start, end in spans.get((hit.doc_id, hit.sentence), ()))
        else "outlet"
        for hit in hits.itertuples()
    ]
