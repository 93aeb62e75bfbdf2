"""Stretches of text, such as quotations, that two readers (or a method and gold) marked."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import pandas as pd

from helpers.agreement.gold import score_counts
from helpers.tables import Column, Table, check_table
from helpers.text import split_words

SPANS = Table(
    "spans",
    {
        "doc_id": Column("text", "the document it stands in"),
        "sentence": Column("integer", "the sentence it begins in; 0 is the title"),
        "start": Column("integer", "where it begins in the title (0) or the text, in characters"),
        "end": Column("integer", "where it ends (exclusive)"),
        "text": Column("text", "the stretch as printed"),
    },
)


class SpanMatch(NamedTuple):
    """`scores` in one row, and `pairs`: which found span answers which of gold."""

    scores: pd.DataFrame
    pairs: pd.DataFrame


def match_spans(found: pd.DataFrame, gold: pd.DataFrame, *, share: float = 0.5) -> SpanMatch:
    """Return how many spans of `gold` were found, and how many found ones are right, one to one.

    Two spans match where the words that both cover are at least `share` of the words of *each*, that is of
    the longer one. A word is known by its place in the document, so a phrase said twice is two.

    Parameters
    ----------
    found, gold : DataFrame
        `SPANS`; two coders have no order, and F1 is the same either way.
    share : float
        .5, or 1 for the same words exactly.

    Returns
    -------
    SpanMatch
        ``scores``: precision, recall, f1, each with _low and _high (Wilson), n_gold, n_coded, n_both.
        ``pairs``: doc_id, sentence, found and gold (index labels of the two tables; missing where a span has
        no partner), share.

    Raises
    ------
    ValueError
        `text` is not as long as `start` and `end` say.

    Notes
    -----
    Marks of punctuation do not count, so quotation marks taken in or left out make no difference. Pairs are
    made from the largest share down; in rare overlaps another pairing could match one span more. Spans of
    punctuation only match nothing.

    Examples
    --------
    >>> def mark(start, text):
    ...     return {"doc_id": "a", "sentence": 1, "start": start, "end": start + len(text), "text": text}
    >>> found = pd.DataFrame([mark(10, "«السلام خيار استراتيجي»"), mark(60, "قمة")])
    >>> gold = pd.DataFrame([mark(11, "السلام خيار")])
    >>> match_spans(found, gold).scores[["precision", "recall", "n_both"]].values.tolist()
    [[0.5, 1.0, 1.0]]
    """
    if not 0 < share <= 1:
        raise ValueError(f"share should be more than 0 and at most 1, not {share}")
    ours, theirs = _place_words(found, "found"), _place_words(gold, "gold")
    by_part = defaultdict(list)
    for number, (part, words) in enumerate(theirs):
        by_part[part].append((number, words))
    likely = []
    for number, (part, words) in enumerate(ours):
        for other, other_words in by_part[part]:
            common = len(words & other_words) / max(len(words), len(other_words), 1)
            if common >= share:
                likely.append((-common, number, other))
    partners: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for minus, number, other in sorted(likely):
        if number not in partners and other not in taken:
            partners[number] = (other, -minus)
            taken.add(other)
    counts = {"n_gold": len(gold), "n_coded": len(found), "n_both": len(partners)}
    return SpanMatch(
        pd.DataFrame([{**score_counts(*counts.values()), **counts}]), _list_pairs(found, gold, partners, taken)
    )


def _place_words(spans: pd.DataFrame, name: str) -> list[tuple[tuple[str, bool], set[int]]]:
    """For each span the title or text it belongs to, and where each of its words begins there."""
    check_table(spans, SPANS)
    placed = []
    for doc_id, sentence, start, end, text in spans[list(SPANS.columns)].itertuples(index=False, name=None):
        if len(text) != end - start:
            raise ValueError(
                f"{name}: the span at {start} of {doc_id} has {len(text)} characters, but end - start is "
                f"{end - start}; its text should be the document's from start to end"
            )
        words = {start + word.start for word in split_words(text) if any(map(str.isalnum, word.text))}
        placed.append(((doc_id, sentence == 0), words))
    return placed


def _list_pairs(found: pd.DataFrame, gold: pd.DataFrame, partners: dict, taken: set[int]) -> pd.DataFrame:
    rows = []
    for number, (label, doc_id, sentence) in enumerate(
        zip(found.index, found["doc_id"], found["sentence"], strict=True)
    ):
        other, common = partners.get(number, (None, float("nan")))
        rows.append((doc_id, sentence, label, None if other is None else gold.index[other], common))
    for number, (label, doc_id, sentence) in enumerate(zip(gold.index, gold["doc_id"], gold["sentence"], strict=True)):
        if number not in taken:
            rows.append((doc_id, sentence, None, label, float("nan")))
    table = pd.DataFrame(rows, columns=["doc_id", "sentence", "found", "gold", "share"])
    for name, column in (("found", 2), ("gold", 3)):
        table[name] = pd.Series([row[column] for row in rows], dtype=object)  # else whole numbers become 1.0
    return table.sort_values(["doc_id", "sentence"], kind="stable", ignore_index=True)
