"""The tables that flow through the package, and the check that keeps them honest.

Each stage of the work hands the next one a plain pandas table:

    pages -> lines -> documents -> sentences -> tokens -> hits -> measures

A *contract* (`Table`) names a table's columns, their kinds and what each means. Functions
that receive a table call `check_table` first, so that a wrong table fails at the door with
a sentence that says what to do, not ten calls later with a ``KeyError``.

A table may carry more columns than its contract names (a scholar's own codes, for
example); they are kept and never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd
from pandas.api import types


class TableError(ValueError):
    """A table does not keep its contract; the message names the column and the remedy."""


@dataclass(frozen=True)
class Column:
    """One column of a contract: its `kind` (text, integer, number, date), and what it `means`."""

    kind: str
    means: str


@dataclass(frozen=True)
class Table:
    """A contract: the `name` of the table, its `columns` in order, the name of its `index`."""

    name: str
    columns: Mapping[str, Column]
    index: str | None = None


LINES = Table(
    "lines",
    {
        "page": Column("text", "file name of the page, relative to its folder"),
        "line": Column("integer", "number of the line in the file, from 0; empty lines count"),
        "start": Column("integer", "where the piece begins within the line, in characters"),
        "end": Column("integer", "where the piece ends within the line (exclusive)"),
        "role": Column("text", "one of pages.ROLES"),
        "article": Column("integer", "which article of the page it belongs to, from 0"),
        "rule": Column("text", "the rule that decided the role"),
        "text": Column("text", "the piece as printed"),
    },
)

DOCUMENTS = Table(
    "documents",
    {
        "page": Column("text", "file name of the page, relative to its folder"),
        "article": Column("integer", "0, 1 … within the page"),
        "outlet": Column("text", "who published it, as the page states it; missing if it does not"),
        "author": Column("text", "byline; missing if there is none"),
        "agency": Column("text", "news agency credited, as printed; missing if there is none"),
        "published": Column("date", "date of publication; missing if not known"),
        "date_basis": Column("text", "how the date is known: dateline, in-text, metadata, relative"),
        "title": Column("text", "headline; missing where the page has none"),
        "text": Column("text", "clean text: a paragraph a line, without the title"),
    },
    index="doc_id",
)

SENTENCES = Table(
    "sentences",
    {
        "doc_id": Column("text", "the document it stands in"),
        "sentence": Column("integer", "0 is the title, then the text's sentences from 1"),
        "start": Column("integer", "where it begins in the title (0) or the text, in characters"),
        "end": Column("integer", "where it ends (exclusive)"),
        "text": Column("text", "the sentence as printed"),
    },
)

_KIND_CHECKS = {
    "text": lambda s: (
        types.is_string_dtype(s.dtype)
        or isinstance(s.dtype, pd.CategoricalDtype)
        or (types.is_object_dtype(s.dtype) and s.map(lambda v: v is None or isinstance(v, str) or pd.isna(v)).all())
    ),
    "integer": lambda s: types.is_integer_dtype(s.dtype),
    "number": lambda s: types.is_numeric_dtype(s.dtype),
    "date": lambda s: types.is_datetime64_any_dtype(s.dtype),
}

_DTYPES = {"text": "str", "integer": "int32", "number": "float64", "date": "datetime64[s]"}


def check_table(table: pd.DataFrame, contract: Table) -> pd.DataFrame:
    """Return `table` unchanged, or say which part of its contract it breaks.

    Parameters
    ----------
    table : DataFrame
        Any table; columns beyond the contract are allowed.
    contract : Table
        What the table should be, for example `DOCUMENTS`.

    Raises
    ------
    TableError
        A column is missing (with the nearest name found), has the wrong kind, or the index
        has the wrong name or repeats a value.

    Notes
    -----
    It checks shape and kind, not truth: a wrong date of the right kind passes.

    Examples
    --------
    >>> from helpers.tables import DOCUMENTS, check_table, make_table
    >>> check_table(make_table([], DOCUMENTS), DOCUMENTS).shape
    (0, 9)
    >>> check_table(make_table([], DOCUMENTS).rename(columns={"text": "texts"}), DOCUMENTS)
    Traceback (most recent call last):
    ...
    helpers.tables.TableError: documents table: no column 'text' (clean text: a paragraph a line, \
without the title); found 'texts', rename it?
    """
    for name, column in contract.columns.items():
        if name not in table.columns:
            raise TableError(_describe_missing(name, column, table.columns, contract))
        if not _KIND_CHECKS[column.kind](table[name]):
            raise TableError(
                f"{contract.name} table: column '{name}' should hold {column.kind} ({column.means}), "
                f"but it is {table[name].dtype}; convert it with "
                f"table.astype({{'{name}': '{_DTYPES[column.kind]}'}})"
            )
    if contract.index is not None:
        _check_index(table, contract)
    return table


def make_table(rows: Iterable[Mapping], contract: Table) -> pd.DataFrame:
    """Return `rows` (dicts) as a table that keeps `contract`: its columns first, in its order.

    Examples
    --------
    >>> make_table([{"doc_id": "a#0", "sentence": 0, "start": 0, "end": 4, "text": "قمة"}],
    ...            SENTENCES).dtypes["start"]
    dtype('int32')
    """
    rows = list(rows)
    named = ([contract.index] if contract.index else []) + list(contract.columns)
    extra = list(dict.fromkeys(key for row in rows for key in row if key not in named))
    table = pd.DataFrame.from_records(rows, columns=named + extra)
    table = table.astype({name: _DTYPES[column.kind] for name, column in contract.columns.items()})
    if contract.index:
        table = table.astype({contract.index: "str"}).set_index(contract.index)
    return check_table(table, contract)


def _describe_missing(name: str, column: Column, found: Iterable, contract: Table) -> str:
    message = f"{contract.name} table: no column '{name}' ({column.means})"
    near = get_close_matches(name, [str(c) for c in found], n=1)
    return message + (f"; found '{near[0]}', rename it?" if near else f"; found {', '.join(map(str, found)) or 'none'}")


def _check_index(table: pd.DataFrame, contract: Table) -> None:
    if table.index.name != contract.index:
        raise TableError(
            f"{contract.name} table: its index should be '{contract.index}', not {table.index.name!r}; "
            f"use table.set_index('{contract.index}')"
        )
    repeated = table.index[table.index.duplicated()]
    if len(repeated):
        raise TableError(
            f"{contract.name} table: '{contract.index}' should be unique, but {repeated[0]!r} stands more than once"
        )
