"""Write tables to .jsonl, .csv or .parquet, whole or chunk by chunk."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.corpus.records import RECORD_ENDINGS, ending_of, open_packed
from helpers.tables import DOCUMENTS, Table, check_table, make_table


def write_corpus(documents: pd.DataFrame | Iterable[pd.DataFrame], path: str | Path) -> None:
    """Write a documents table to `path`, in the format that its ending names.

    Parameters
    ----------
    documents : DataFrame or iterable of DataFrame
        A documents table, or several of them one after the other (`iter_corpus`), of which only
        one is in memory at a time.
    path : str or Path
        ``.parquet`` (smallest, keeps every kind), ``.jsonl`` (a record a line, missing is null)
        or ``.csv`` (UTF-8 with BOM, so that spreadsheet programs show Arabic; missing is empty).
        .jsonl and .csv may be packed: ``.jsonl.gz``, ``.bz2``, ``.xz``.

    Raises
    ------
    ValueError
        The ending is not one of these.
    TableError
        `documents` is no documents table.

    Notes
    -----
    Dates are written as ``2024-03-31``. The file appears under its name only when it is complete,
    so that an interrupted run leaves the old one as it was. What `read_corpus` reads back is the same table; only
    CSV cannot tell an empty value from a missing one, nor keep the kind of columns of your own.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from helpers.corpus import read_corpus
    >>> row = {"doc_id": "a", "page": "a.txt", "article": 0, "text": "وصل الوزير."}
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> from helpers.tables import make_table
    >>> documents = make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)
    >>> write_corpus(documents, folder / "one.parquet")
    >>> read_corpus(folder / "one.parquet").equals(documents)
    True
    """
    tables = [documents] if isinstance(documents, pd.DataFrame) else documents
    write_tables((check_table(table, DOCUMENTS) for table in tables), path, DOCUMENTS)


def write_tables(
    tables: Iterable[pd.DataFrame], path: str | Path, contract: Table, *, columns: Iterable[str] | None = None
) -> int:
    """Write tables of one `contract` to `path`, one below the other, and return the number of rows.

    Parameters
    ----------
    tables : iterable of DataFrame
        At least one; each keeps `contract`.
    path : str or Path
        Ends in .jsonl, .csv or .parquet.
    contract : Table
        What the tables are; it settles the kinds of the columns.
    columns : iterable of str, optional
        Write exactly these, in this order; otherwise the contract's and then the table's own.
    """
    path = Path(path)
    check_ending(path)
    writers = {".jsonl": _write_jsonl, ".csv": _write_csv, ".parquet": _write_parquet}
    source = iter(tables)
    first = next(source, None)  # before the file is touched: an error in reading must not cost the old one
    first = make_table([], contract) if first is None else first
    names = list(columns or _list_columns(first, contract))
    plain = (_make_plain(table, names, contract) for table in chain([first], source))
    with _replace_when_done(path) as part:
        return writers[ending_of(path)](plain, part, names, contract)


def check_ending(path: Path) -> None:
    """Raise ValueError when the ending of `path` names no format that can be written.

    >>> check_ending(Path("out.xlsx"))
    Traceback (most recent call last):
    ...
    ValueError: out.xlsx: '.xlsx' cannot be written; end the name in .jsonl, .csv or .parquet
    """
    if ending_of(path) not in RECORD_ENDINGS or (ending_of(path) == ".parquet" and path.suffix.lower() != ".parquet"):
        raise ValueError(f"{path}: '{path.suffix}' cannot be written; end the name in .jsonl, .csv or .parquet")


@contextmanager
def _replace_when_done(path: Path) -> Iterator[Path]:
    part = path.with_name(f".part-{os.getpid()}-{path.name}")  # keeps the ending, which tells the packing
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _list_columns(table: pd.DataFrame, contract: Table) -> list[str]:
    named = ([contract.index] if contract.index else []) + list(contract.columns)
    return named + [str(name) for name in table.columns if name not in named]


def _make_plain(table: pd.DataFrame, names: list[str], contract: Table) -> pd.DataFrame:
    """The columns to be written as plain Python values: dates as date, missing as None."""
    table = table.reset_index() if contract.index else table
    plain = {}
    for name in names:
        values = table[name] if name in table.columns else pd.Series([None] * len(table))
        if name in contract.columns and contract.columns[name].kind == "date":
            values = values.dt.date
        values = values.astype(object)
        plain[name] = values.where(values.notna(), None).array
    return pd.DataFrame(plain, columns=names, dtype=object)


def _rows(table: pd.DataFrame) -> Iterator[tuple]:
    return table.itertuples(index=False, name=None)


def _write_jsonl(tables: Iterable[pd.DataFrame], path: Path, names: list[str], contract: Table) -> int:
    count = 0
    with open_packed(path, "wt", encoding="utf-8", newline="\n") as out:
        for table in tables:
            for row in _rows(table):
                out.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=_to_json) + "\n")
            count += len(table)
    return count


def _to_json(value: object) -> object:
    """What JSON has no form for: dates as ISO 8601, numpy values and arrays as plain ones."""
    for method in ("isoformat", "tolist"):
        if hasattr(value, method):
            return getattr(value, method)()
    return str(value)


def _write_csv(tables: Iterable[pd.DataFrame], path: Path, names: list[str], contract: Table) -> int:
    count = 0
    with open_packed(path, "wt", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(names)
        for table in tables:
            writer.writerows([_to_cell(value) for value in row] for row in _rows(table))
            count += len(table)
    return count


def _to_cell(value: object) -> object:
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False, default=_to_json)
    return value


_ARROW: dict[str, Callable[[], pa.DataType]] = {
    "text": pa.string,
    "integer": pa.int32,
    "number": pa.float64,
    "date": pa.date32,
}


def _write_parquet(tables: Iterable[pd.DataFrame], path: Path, names: list[str], contract: Table) -> int:
    count, writer = 0, None
    try:
        for table in tables:
            arrow = _to_arrow(table, names, contract, writer.schema if writer else None)
            writer = writer or pq.ParquetWriter(path, arrow.schema, compression="zstd")
            writer.write_table(arrow)
            count += len(table)
    finally:
        if writer:
            writer.close()
    return count


def _to_arrow(table: pd.DataFrame, names: list[str], contract: Table, schema: pa.Schema | None) -> pa.Table:
    kinds = {name: _ARROW[column.kind]() for name, column in contract.columns.items()}
    if contract.index:
        kinds[contract.index] = pa.string()
    arrays = []
    for name in names:
        wanted = kinds.get(name) or (schema.field(name).type if schema else None)
        values = table[name].tolist()
        try:
            arrays.append(pa.array(values, type=wanted))
        except (pa.ArrowException, OverflowError):  # a column of mixed kinds: as text, rather than not at all
            arrays.append(pa.array([None if v is None else str(_to_cell(v)) for v in values], type=pa.string()))
    return pa.table(dict(zip(names, arrays, strict=True)), schema=schema)
