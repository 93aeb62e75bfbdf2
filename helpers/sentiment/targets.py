"""Tone around an actor: the words in the clauses that name it, else in the sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.sentiment.emphasis import hear_hits
from helpers.sentiment.hits import SENTIMENT_HITS
from helpers.sentiment.scores import DAMPING, classify_scores, describe_words, rate_tones
from helpers.sentiment.turning import number_clauses
from helpers.tables import Column, Table, check_table
from helpers.tokens import TOKENS

TARGETS = Table(
    "targets",
    {
        "doc_id": Column("text", "the document"),
        "sentence": Column("integer", "0 is the title, then the text's sentences from 1"),
        "target": Column("text", "the party named"),
        "start": Column("integer", "where its first mention in the sentence begins, in characters"),
        "end": Column("integer", "where that mention ends (exclusive)"),
        "reach": Column("text", "clause: tone words stand in a clause with it; sentence: only elsewhere in it; none"),
        "n_hits": Column("integer", "how many tone words were counted"),
        "words": Column("text", "these words as printed, each with its weight and, in brackets, what turned it"),
    },
)
ELSEWHERE = 0.5  # what a tone word in another clause of the sentence counts
_PLACE = ["doc_id", "sentence"]


def score_targets(
    hits: pd.DataFrame,
    tokens: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    by: str | pd.Series | pd.DataFrame = "sentence",
    samples: int = 2000,
) -> pd.DataFrame:
    """Return the tone of the clauses and sentences round each actor.

    Parameters
    ----------
    hits : DataFrame
        From `find_sentiment`, by the methods ``lexicon`` or ``scaling``.
    tokens : DataFrame
        `helpers.tokens.TOKENS` that the hits were found in.
    actors : DataFrame
        Mentions: doc_id, sentence, start, end, actor, first, last (`helpers.framing.find_actors`); those whose
        `is_party` is False, mere places, are left out.
    by : {"sentence", "target"}, or Series or DataFrame
        ``sentence``: one row for each actor in each sentence. ``target``: one for each actor. A Series or frame
        indexed by doc_id (outlet, month …): one for each actor and group.
    samples : int
        Bootstrap samples, over documents.

    Returns
    -------
    DataFrame
        By sentence `TARGETS`, `score` and `tone`, as in `score_sentences`. Else as in `score_sentiment`, where
        `of` counts the sentences that name the actor.

    Raises
    ------
    ValueError
        An unknown `by`.

    Notes
    -----
    Nearness, not grammar: an actor that condemns and one that is condemned in the same clause get the same tone. It
    measures in what company a name stands, not what is thought of it; who does what to whom is for
    `helpers.framing`. Tone words in another clause of the sentence count half, and only where the actor's own
    clauses have none.

    Examples
    --------
    >>> from helpers.sentiment import find_sentiment
    >>> from helpers.tables import DOCUMENTS, make_table
    >>> from helpers.tokens import find_phrases, tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "أشادت بكين بالصداقة، لكن واشنطن هددت بالعقوبات."}
    >>> tokens = tokenise(make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS))
    >>> names = pd.DataFrame({"id": ["CHN", "USA"], "term": ["بكين", "واشنطن"]})
    >>> actors = find_phrases(tokens, names).rename(columns={"id": "actor"})
    >>> score_targets(find_sentiment(tokens), tokens, actors)[["target", "tone", "reach"]].values.tolist()
    [['CHN', 1, 'clause'], ['USA', -1, 'clause']]
    """
    check_table(hits, SENTIMENT_HITS)
    check_table(tokens, TOKENS)
    if isinstance(by, str) and by not in ("sentence", "target"):
        raise ValueError(f"by is {by!r}, but should be sentence, target, or a Series indexed by doc_id")
    targets = _score_each(hits, tokens, actors)
    if isinstance(by, str) and by == "sentence":
        return targets
    groups = None if isinstance(by, str) else by
    if targets.empty:
        return rate_tones(targets.set_index("doc_id"), None, samples=0).iloc[:0].rename_axis("target")
    parts = {
        target: rate_tones(rows.set_index("doc_id"), groups, samples=samples)
        for target, rows in targets.groupby("target", sort=True)
    }
    table = pd.concat(parts, names=["target"])
    return table.droplevel(-1) if groups is None else table


def _score_each(hits: pd.DataFrame, tokens: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """One row for each actor in each sentence."""
    clauses = number_clauses(tokens).narrow
    parties = actors[actors["is_party"].astype(bool)] if "is_party" in actors else actors
    mentions: dict[tuple, list[tuple[int, int, int, int]]] = {}
    for *key, first, last, start, end in _iter_rows(parties, [*_PLACE, "actor", "first", "last", "start", "end"]):
        mentions.setdefault(tuple(key), []).append((first, last, start, end))
    words: dict[tuple, list[_Word]] = {}
    heard = hits.assign(told=describe_words(hits), heard=hear_hits(hits))
    for *key, first, weight, word in _iter_rows(heard, [*_PLACE, "first", "heard", "told"]):
        words.setdefault(tuple(key), []).append(_Word(first, int(clauses[first]), weight, word))
    rows = [
        dict(zip([*_PLACE, "target"], key, strict=True)) | _score_one(places, words.get(key[:2], []), clauses)
        for key, places in mentions.items()
    ]
    table = pd.DataFrame(rows, columns=[*TARGETS.columns, "score"])
    table = table.astype(dict.fromkeys(("sentence", "start", "end", "n_hits"), "int32"))
    table = table.astype(dict.fromkeys(("doc_id", "target", "reach", "words"), "str") | {"score": float})
    table["tone"] = classify_scores(table["score"])
    return check_table(table, TARGETS)


class _Word(NamedTuple):
    """A tone word of a sentence: its row in the tokens table, its clause, its weight, and how it is shown."""

    first: int
    clause: int
    weight: float
    told: str


def _score_one(places: list[tuple[int, int, int, int]], words: list[_Word], clauses: np.ndarray) -> dict:
    """What stands round the mentions of one actor in a sentence; a name is not its own tone."""
    named = {row for first, last, _, _ in places for row in range(first, last + 1)}
    own_clauses = {int(clauses[first]) for first, *_ in places}
    near = [word for word in words if word.first not in named]
    own = [word for word in near if word.clause in own_clauses]
    counted, share = (own, 1.0) if own else (near, ELSEWHERE)
    weights = [word.weight * share for word in counted]
    return {
        "start": places[0][2],
        "end": places[0][3],
        "reach": "clause" if own else "sentence" if near else "none",
        "n_hits": len(counted),
        "words": "، ".join(word.told for word in counted),
        "score": sum(weights) / (sum(map(abs, weights)) + DAMPING),
    }


def _iter_rows(table: pd.DataFrame, columns: list[str]) -> Iterator[tuple]:
    return zip(*(table[column].tolist() for column in columns), strict=True)
