"""The codings table, and what it says of one variable."""

from __future__ import annotations

from collections.abc import Hashable
from difflib import get_close_matches
from functools import cache

import pandas as pd

from helpers.lexicons import load_lexicon
from helpers.tables import Column, Table, check_table

NONE = "none"  # a coder looked, and none of the values of a multi-valued variable applies
KINDS = ("nominal", "ordinal", "multi", "text")

CODINGS = Table(
    "codings",
    {
        "doc_id": Column("text", "the document (or page) coded"),
        "sentence": Column("integer", "the sentence (or line) in it"),
        "coder": Column("text", "who coded it"),
        "variable": Column("text", "what was coded, for example tone"),
        "value": Column("text", "the value given; 'none' where none applies; missing where not coded"),
    },
)
UNIT = ["doc_id", "sentence"]


@cache
def get_kinds() -> dict[str, str]:
    """Return the kind of each variable of the package's codebook."""
    return {row["variable"]: row["kind"] for row in load_lexicon("codebook")}


@cache
def get_order(variable: str) -> tuple[str, ...]:
    """Return the values of `variable` in the order of the package's codebook; none where it has none."""
    return tuple(row["value"] for row in load_lexicon("codebook") if row["variable"] == variable and row["value"])


def select_variable(codings: pd.DataFrame, variable: str) -> pd.DataFrame:
    """Return the rows of `variable` that hold a value; a `ValueError` names the nearest where there is none."""
    check_table(codings, CODINGS)
    rows = codings[codings["variable"] == variable]
    if rows.empty:
        known = sorted(map(str, codings["variable"].dropna().unique()))
        near = get_close_matches(variable, known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(known) or 'none'}"
        raise ValueError(f"codings table: no variable '{variable}'; {hint}")
    return rows.dropna(subset=["value"])


def gather_answers(rows: pd.DataFrame, *, multi: bool) -> pd.Series:
    """Return one answer for each document, sentence and coder: a text, or a frozenset where `multi`.

    Raises
    ------
    ValueError
        A coder gave two values to a variable that takes one.
    """
    keys = [*UNIT, "coder"]
    if not multi:
        rows = rows.drop_duplicates([*keys, "value"])
        twice = rows[rows.duplicated(keys)]
        if len(twice):
            row = twice.iloc[0]
            raise ValueError(
                f"codings table: {row['coder']} gave sentence {row['sentence']} of {row['doc_id']} two values of "
                f"'{row['variable']}'; keep one, or count it as a variable of several values: level=\"multi\""
            )
        return rows.set_index(keys)["value"].astype(object)
    answers: dict[tuple[Hashable, ...], set[str]] = {}
    for *key, value in rows[[*keys, "value"]].itertuples(index=False, name=None):
        answers.setdefault(tuple(key), set()).update({value} - {NONE})
    index = pd.MultiIndex.from_tuples(list(answers), names=keys) if answers else rows.set_index(keys).index
    return pd.Series([frozenset(answer) for answer in answers.values()], index=index, dtype=object)


def has_label(answer: str | frozenset[str], label: str) -> bool:
    """Return whether `answer`, of either kind, is or holds `label`."""
    return label in answer if isinstance(answer, frozenset) else answer == label


def join_labels(answer: str | frozenset[str]) -> str:
    """Return `answer` as one text: the labels of a set in order, ``none`` for an empty one."""
    return " | ".join(sorted(answer)) or NONE if isinstance(answer, frozenset) else answer
