"""Every word list of the package, as CSV that a scholar can edit, and the loader that checks it.

Files are UTF-8 with a byte-order mark, so that spreadsheet programs show the Arabic; the first
column is an ASCII id; a row is retired by writing ``retired`` into its note, never deleted.
``catalogue.csv`` says what each list is, who made it and under which licence.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


class LexiconError(ValueError):
    """A word list breaks its form; the message names file, row, column and remedy."""


def load_lexicon(source: str | Path, *, allowed: Mapping[str, Sequence[str]] | None = None) -> list[dict[str, str]]:
    """Return the rows of a word list, checked, without the retired ones.

    Parameters
    ----------
    source : str or Path
        Name of a list of the package (``"credits"``), or path of your own CSV with the same columns.
    allowed : mapping of column to values, optional
        The only values a column may take.

    Returns
    -------
    list of dict
        One mapping of column to text per row, in the file's order.

    Raises
    ------
    LexiconError
        No such list; an id that is missing, repeated or not ASCII; a row with too many or too
        few columns; a value that is not allowed (the nearest allowed one is named).

    Examples
    --------
    >>> rows = load_lexicon("credits")
    >>> rows[0]["kind"]
    'agency'
    """
    path = Path(source) if str(source).endswith(".csv") else FOLDER / f"{source}.csv"
    if not path.exists():
        known = sorted(p.stem for p in FOLDER.glob("*.csv"))
        raise LexiconError(f"no word list '{source}'; there are {', '.join(known)}, or give the path of a .csv file")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = [_check_row(row, reader.line_num, path, allowed or {}) for row in reader]
    _check_ids(rows, path)
    return [row for row in rows if not row.get("note", "").startswith("retired")]


@cache
def load_phrases(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a list of the package as plain tuples, read once per process."""
    return tuple(tuple(row.values()) for row in load_lexicon(name))


def _check_row(row: dict, line: int, path: Path, allowed: Mapping[str, Sequence[str]]) -> dict[str, str]:
    where = f"{path.name}, line {line}"
    if None in row or None in row.values():
        raise LexiconError(f"{where}: too many or too few columns; put quotation marks round a cell with a comma")
    for column, values in allowed.items():
        if column not in row:
            raise LexiconError(f"{path.name}: no column '{column}'; it has {', '.join(row)}")
        if row[column] not in values:
            near = get_close_matches(row[column], list(values), n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"use one of {', '.join(v or '(empty)' for v in values)}"
            raise LexiconError(f"{where}, column '{column}': '{row[column]}' is not allowed; {hint}")
    return row


def _check_ids(rows: list[dict[str, str]], path: Path) -> None:
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        key = row.get("id", "")
        if not key or not key.isascii():
            raise LexiconError(
                f"{path.name}, line {number}: the id '{key}' is empty or not ASCII; give it one like 'word-001'"
            )
        if key in seen:
            raise LexiconError(f"{path.name}, line {number}: the id '{key}' stands twice; give the second a new one")
        seen.add(key)
