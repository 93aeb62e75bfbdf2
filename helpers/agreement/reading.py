"""Coding sheets in: what a coder gave back, with every slip named by its cell."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections import Counter
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, NamedTuple, overload

import pandas as pd
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from helpers.agreement.codings import CODINGS, NONE
from helpers.agreement.sheets import (
    ENDINGS,
    FIXED,
    REMARK,
    SHEET,
    Variable,
    compute_check,
    fold_name,
    list_variables,
    load_codebook,
)
from helpers.tables import Column, Table, make_table

SHEET_REPORT = Table(
    "sheet report",
    {
        "sheet": Column("text", "file name, and the sheet in it"),
        "cell": Column("text", "the cell, as the spreadsheet program names it; missing where the whole sheet is meant"),
        "status": Column("text", "skipped (left out), note (kept, but look)"),
        "why": Column("text", "what was wrong and what to do about it"),
    },
)
_SEVERAL = re.compile(r"[|;؛,،]")


class SheetError(ValueError):
    """Nothing could be read from a coding sheet; the message says why."""


class CodingWarning(UserWarning):
    """Part of a coding sheet was skipped."""


class _Sheet(NamedTuple):
    """The cells of a sheet as text: row number -> cells, and where each column of the sheet stands."""

    name: str
    rows: list[tuple[int, list[str]]]
    columns: dict[str, int]


@overload
def read_coding_sheet(
    path: str | Path,
    *,
    coder: str | None = None,
    codebook: pd.DataFrame | None = None,
    with_report: Literal[False] = False,
) -> pd.DataFrame: ...
@overload
def read_coding_sheet(
    path: str | Path, *, coder: str | None = None, codebook: pd.DataFrame | None = None, with_report: Literal[True]
) -> tuple[pd.DataFrame, pd.DataFrame]: ...
def read_coding_sheet(
    path: str | Path, *, coder: str | None = None, codebook: pd.DataFrame | None = None, with_report: bool = False
) -> pd.DataFrame | tuple[pd.DataFrame, pd.DataFrame]:
    """Return the answers in a coding sheet as a codings table (`helpers.agreement.CODINGS`).

    Parameters
    ----------
    path : str or Path
        A sheet from `write_coding_sheet`, filled in: .xlsx, or .csv as any spreadsheet program saves it.
    coder : str, optional
        Who coded it; the name of the file by default.
    codebook : DataFrame, optional
        Which values are allowed; the package's by default.
    with_report : bool
        Return ``(codings, report)`` (`SHEET_REPORT`). Without it a `CodingWarning` tells the first problem.

    Raises
    ------
    SheetError
        No such file, not a spreadsheet, or no column of a coding sheet in it.

    Notes
    -----
    What is wrong is skipped and named by its cell, the rest is kept: an id that is missing or not a number,
    a sentence that stands twice (the first counts), one that was changed, a value that the codebook does not
    have (of several values in a row, all of that variable, for half a set is another answer). A value may be
    given as itself, by its Arabic or by its English name.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "omar.csv")
    >>> _ = path.write_text("doc_id,sentence,tone,frame\\na,1,سلبية,peace\\na,2,postive,none\\n", encoding="utf-8")
    >>> codings, report = read_coding_sheet(path, with_report=True)
    >>> codings[["sentence", "variable", "value"]].values.tolist()
    [[1, 'tone', '-1'], [1, 'frame', 'peace'], [2, 'frame', 'none']]
    >>> print(report["cell"][0], report["why"][0])
    C3 'postive' is no value of tone; did you mean 'positive'?
    """
    path = Path(path)
    sheet = _open_sheet(path)
    variables = list_variables(load_codebook() if codebook is None else codebook)
    variables.setdefault(REMARK, Variable(REMARK, "text", REMARK, {}))
    reader = _Reader(sheet, variables, coder or path.stem)
    codings = make_table(reader.read(), CODINGS)
    report = make_table(reader.problems, SHEET_REPORT)
    if with_report:
        return codings, report
    skipped = report[report["status"] == "skipped"]
    if len(skipped):
        row = skipped.iloc[0]
        warnings.warn(
            f"{row['sheet']}, cell {row['cell']}: {row['why']}"
            + (f" (and {len(skipped) - 1} more)" if len(skipped) > 1 else "")
            + "; read_coding_sheet(…, with_report=True) also returns the whole report",
            CodingWarning,
            stacklevel=2,
        )
    return codings


class _Reader:
    """Goes through a sheet row by row, and keeps what was wrong in `problems`."""

    def __init__(self, sheet: _Sheet, variables: dict[str, Variable], coder: str):
        self.sheet, self.coder = sheet, coder
        self.problems: list[dict] = []
        self.variables = {name: variables[name] for name in variables if name in sheet.columns}
        if not set(self.variables) - {REMARK}:
            raise SheetError(
                f"{sheet.name}: no column is a variable of the codebook ({', '.join(variables)}); "
                "if the sheet was made with another codebook, give it: codebook=load_codebook(…)"
            )
        self._note_unknown_columns(variables)
        self.names = {name: _list_names(variable) for name, variable in self.variables.items()}

    def read(self) -> list[dict]:
        rows: list[dict] = []
        seen: dict[tuple[str, int], int] = {}
        blank: Counter[str] = Counter()
        for number, cells in self.sheet.rows:
            unit = self._read_unit(number, cells)
            if unit is None:
                continue
            if unit in seen:
                why = f"sentence {unit[1]} of {unit[0]} stands already in row {seen[unit]}; delete one of the two rows"
                self._skip("sentence", number, why)
                continue
            seen[unit] = number
            for name in self.variables:
                values = self._read_values(name, number, cells)
                blank[name] += values == []
                rows += [
                    {"doc_id": unit[0], "sentence": unit[1], "coder": self.coder, "variable": name, "value": value}
                    for value in values or ()
                ]
        for name, times in blank.items():
            if times and self.variables[name].kind != "text":
                why = f"{times} of {len(seen)} sentences have no {name}: they count as not coded"
                self.problems.append({"sheet": self.sheet.name, "cell": None, "status": "note", "why": why})
        return rows

    def _read_unit(self, number: int, cells: list[str]) -> tuple[str, int] | None:
        """The ids of a row, or None where it is to be passed over."""
        if not any(cells):
            return None
        doc_id, sentence = self._get(cells, "doc_id"), _plain_number(self._get(cells, "sentence"))
        if not doc_id or not sentence:
            missing = "sentence" if doc_id else "doc_id"
            self._skip(missing, number, f"{missing} is missing; copy the row anew from the sheet as it was written")
        elif not sentence.isdecimal():
            self._skip("sentence", number, f"'{sentence}' is no sentence number; put back the number that was written")
        elif self._is_changed(cells, doc_id, int(sentence)):
            why = "the sentence or its id was changed after the sheet was written; code the sentence as it was"
            self._skip("text", number, why)
        else:
            return doc_id, int(sentence)
        return None

    def _is_changed(self, cells: list[str], doc_id: str, sentence: int) -> bool:
        if "check" not in self.sheet.columns or "text" not in self.sheet.columns:
            return False  # a sheet made by hand
        return self._get(cells, "check") != compute_check(doc_id, sentence, self._get(cells, "text"))

    def _read_values(self, name: str, number: int, cells: list[str]) -> list[str] | None:
        """The values of a variable in a row: empty where not coded, None where they cannot be used."""
        variable = self.variables[name]
        values: list[str] = []
        for head, column in self.sheet.columns.items():
            if head != name and not re.fullmatch(rf"{re.escape(name)} \d+", head):
                continue
            cell = cells[column].strip()
            if variable.kind == "text":
                values += [cell] if cell else []
                continue
            for part in _SEVERAL.split(cell) if variable.kind == "multi" else [cell]:
                value = self.names[name].get(fold_name(_plain_number(part)))
                if value is None and part.strip():
                    self._skip(head, number, _describe_unknown(part.strip(), variable))
                    return None
                values += [value] if value is not None and value not in values else []
        if NONE in values and len(values) > 1:
            self._skip(name, number, f"'{NONE}' stands beside other values of {name}; keep the one or the others")
            return None
        return values

    def _note_unknown_columns(self, variables: dict[str, Variable]) -> None:
        for head in self.sheet.columns:
            name = re.sub(r" \d+$", "", head)
            if head in FIXED or name in variables:
                continue
            near = get_close_matches(name, list(variables), n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            why = f"column '{head}' is no variable of the codebook and was passed over{hint}"
            cell = f"{get_column_letter(self.sheet.columns[head] + 1)}1"
            self.problems.append({"sheet": self.sheet.name, "cell": cell, "status": "note", "why": why})

    def _get(self, cells: list[str], head: str) -> str:
        return cells[self.sheet.columns[head]].strip()

    def _skip(self, head: str, row: int, why: str) -> None:
        cell = f"{get_column_letter(self.sheet.columns[head] + 1)}{row}"
        self.problems.append({"sheet": self.sheet.name, "cell": cell, "status": "skipped", "why": why})


def _list_names(variable: Variable) -> dict[str, str]:
    """Every name of a value, as compared, and the value; a value itself goes before a name."""
    names: dict[str, str] = {}
    for value, (english, arabic) in variable.values.items():
        for name in (english, arabic):
            names.setdefault(fold_name(name), value)
    return names | {fold_name(value): value for value in variable.values}


def _describe_unknown(given: str, variable: Variable) -> str:
    known = [name for value, (english, arabic) in variable.values.items() for name in (value, english, arabic)]
    near = get_close_matches(given, known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"use one of {', '.join(variable.values)}"
    return f"'{given}' is no value of {variable.name}; {hint}"


def _plain_number(cell: str) -> str:
    """A whole number as a spreadsheet program may have changed it: 3.0, +1."""
    match = re.fullmatch(r"\s*\+?(-?\d+)(?:[.,]0+)?\s*", cell)
    return match[1] if match else cell


# ------------------------------------------------------------------ files


def _open_sheet(path: Path) -> _Sheet:
    if not path.is_file():
        raise SheetError(f"{path}: there is no such file; check the name, and the folder you are in")
    if path.suffix.lower() not in ENDINGS:
        raise SheetError(f"{path.name}: a coding sheet ends in {' or '.join(ENDINGS)}; save it as one of these")
    name, rows = _read_csv(path) if path.suffix.lower() == ".csv" else _read_xlsx(path)
    for place, (_, cells) in enumerate(rows):
        heads = [re.sub(r"\s+", " ", cell.strip().lower()) for cell in cells]
        if {"doc_id", "sentence"} <= set(heads):
            columns = {head: heads.index(head) for head in heads if head}
            below = rows[place + 1 :]
            arabic = [FIXED[head] for head in ("doc_id", "sentence")]
            if below and [below[0][1][columns[head]].strip() for head in ("doc_id", "sentence")] == arabic:
                below = below[1:]
            return _Sheet(name, below, columns)
    raise SheetError(
        f"{name}: no heading with the columns doc_id and sentence; they stand in row 1 of the sheet that "
        "write_coding_sheet makes, put them back"
    )


def _read_xlsx(path: Path) -> tuple[str, list[tuple[int, list[str]]]]:
    try:
        workbook = load_workbook(path, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise SheetError(
            f"{path.name}: cannot be opened as a spreadsheet ({type(error).__name__}); save it anew as .xlsx"
        ) from error
    sheet = workbook[SHEET] if SHEET in workbook.sheetnames else workbook.worksheets[0]
    rows = [
        (number, ["" if value is None else str(value) for value in row])
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
    ]
    return f"{path.name}, sheet '{sheet.title}'", rows


def _read_csv(path: Path) -> tuple[str, list[tuple[int, list[str]]]]:
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1256", errors="replace")  # how Arabic Windows saves "CSV (comma delimited)"
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)  # some countries' spreadsheet programs write semicolons
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise SheetError(f"{path.name}: cannot be read as CSV ({error}); save it anew as 'CSV UTF-8'") from error
    width = max(map(len, rows), default=0)
    return path.name, [(number, row + [""] * (width - len(row))) for number, row in enumerate(rows, start=1)]
