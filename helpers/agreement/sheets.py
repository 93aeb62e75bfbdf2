"""Coding sheets out: what a coder opens in a spreadsheet program."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from helpers.agreement.codings import KINDS, NONE, UNIT, gather_answers
from helpers.agreement.plan import sample_sentences
from helpers.lexicons import LexiconError, load_lexicon
from helpers.tables import SENTENCES, check_table
from helpers.text import normalise_text

ENDINGS = (".xlsx", ".csv")
SHEET, BOOK_SHEET = "coding", "codebook"
CHOICES = 3  # columns for a variable that may take several values
REMARK = "remark"
# Columns that come before the coder's, with their Arabic headings; `check` tells whether a sentence was changed.
FIXED = {
    "doc_id": "المقال",
    "sentence": "رقم الجملة",
    "check": "التحقق",
    "before": "الجملة السابقة",
    "text": "الجملة",
    "after": "الجملة التالية",
}
WIDTHS = {"doc_id": 16, "sentence": 8, "check": 10, "before": 34, "text": 60, "after": 34}
BOOK_COLUMNS = ["variable", "value", "english", "arabic", "definition", "definition_arabic"]
BOOK_WIDTHS = [12, 14, 26, 24, 60, 60]
FIRST_ROW = 3  # below the two headings of the .xlsx sheet
_GREY, _HEAD = Font(color="666666"), PatternFill("solid", fgColor="DDE5EC")


class Variable(NamedTuple):
    """One variable of a codebook: its `kind`, its Arabic name, and its `values` with the names of each."""

    name: str
    kind: str
    arabic: str
    values: dict[str, tuple[str, str]]


def load_codebook(source: str | Path = "codebook", *, variables: Sequence[str] | None = None) -> pd.DataFrame:
    """Return a codebook: one row for each variable, below it one for each of its values.

    Parameters
    ----------
    source : str or Path
        ``"codebook"`` is the package's; or the path of your own .csv with the same columns: id, variable, kind
        (nominal, ordinal, multi or text), value (empty in the variable's own row), english, arabic,
        definition, definition_arabic.
    variables : list of str, optional
        Only these, in this order.

    Raises
    ------
    helpers.lexicons.LexiconError
        A kind that is none, a value that stands twice, a variable without its own row or without values.

    Notes
    -----
    It holds short definitions; the codebook itself, with the settled cases, is prose.

    Examples
    --------
    >>> load_codebook(variables=["tone"])[["value", "english"]].values.tolist()
    [['', 'tone'], ['1', 'positive'], ['0', 'neutral'], ['-1', 'negative']]
    """
    table = pd.DataFrame(load_lexicon(source, allowed={"kind": KINDS}))
    missing = [name for name in BOOK_COLUMNS if name not in table.columns]
    if missing:
        raise LexiconError(f"{source}: no column '{missing[0]}'; a codebook has {', '.join(BOOK_COLUMNS)}")
    found = list(table["variable"].unique())
    for name in variables or ():
        if name not in found:
            near = get_close_matches(name, found, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(found)}"
            raise LexiconError(f"{source}: no variable '{name}'; {hint}")
    wanted = list(variables) if variables else found
    parts = [table[table["variable"] == name] for name in wanted]
    for part in parts:
        _check_variable(part, source)
    return pd.concat(parts, ignore_index=True)


def _check_variable(part: pd.DataFrame, source: str | Path) -> None:
    name, kind = part["variable"].iloc[0], part["kind"].iloc[0]
    values = part[part["value"] != ""]
    if len(values) != len(part) - 1:
        raise LexiconError(f"{source}: '{name}' should have one row with an empty value, for itself")
    if (part["kind"] != kind).any():
        raise LexiconError(f"{source}: '{name}' has two kinds; give all its rows the same")
    if values.empty and kind != "text":
        raise LexiconError(f"{source}: '{name}' is {kind} but has no values; add them, or make its kind text")
    for column in ("value", "english", "arabic"):
        twice = values.loc[values[column].duplicated(), column]
        if len(twice):
            raise LexiconError(f"{source}: '{name}' has '{twice.iloc[0]}' twice in column '{column}'")


def list_variables(codebook: pd.DataFrame) -> dict[str, Variable]:
    """Return the variables of a codebook table by name."""
    found = {}
    for name, part in codebook.groupby("variable", sort=False):
        own, rows = part[part["value"] == ""].iloc[0], part[part["value"] != ""]
        names = zip(rows["english"], rows["arabic"], strict=True)
        values = dict(zip(rows["value"], names, strict=True))
        found[str(name)] = Variable(str(name), own["kind"], own["arabic"], values)
    return found


def write_coding_sheet(
    sentences: pd.DataFrame,
    path: str | Path,
    *,
    codebook: pd.DataFrame | None = None,
    sample: int | None = None,
    by: pd.Series | pd.DataFrame | None = None,
    seed: int = 0,
    codings: pd.DataFrame | None = None,
) -> int:
    """Write a sheet to code `sentences` in, and return how many it holds.

    Parameters
    ----------
    sentences : DataFrame
        `helpers.tables.SENTENCES`, whole documents, so that each sentence has its neighbours.
    path : str or Path
        ``.xlsx`` (right to left, lists to choose from, a second sheet with the codebook) or ``.csv``.
    codebook : DataFrame, optional
        From `load_codebook`; tone and frame by default.
    sample, by, seed : optional
        Only so many sentences, drawn at random, each group of `by` in its share: see `sample_sentences`.
        Give all coders the same seed, hence the same sentences.
    codings : DataFrame, optional
        Answers of one coder (`CODINGS`) to be filled in.

    Raises
    ------
    ValueError
        Another ending, or a sentence that would hold more values than a variable has columns.

    Notes
    -----
    The sentence, its neighbours and their ids are locked (no password); a hidden column tells on reading
    whether one was changed all the same. A coder picks the Arabic name from the list; on reading English names
    and the values themselves are understood too. Where several values are possible there are three
    columns, and "none" for a sentence that has none: a blank means not coded. Characters that a spreadsheet
    cannot hold are left out. In .csv there are no lists, and a spreadsheet program may take a sentence that begins
    with "=" or "-" for a formula: prefer .xlsx.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from helpers.agreement import CODINGS, read_coding_sheet
    >>> table = pd.DataFrame({"doc_id": ["a"], "sentence": [1], "start": 0, "end": 10, "text": ["بدأت القمة"]})
    >>> path = pathlib.Path(tempfile.mkdtemp(), "sara.csv")
    >>> answers = pd.DataFrame([("a", 1, "sara", "tone", "0")], columns=list(CODINGS.columns))
    >>> write_coding_sheet(table, path, codings=answers)
    1
    >>> read_coding_sheet(path).values.tolist()
    [['a', 1, 'sara', 'tone', '0']]
    """
    path = Path(path)
    if path.suffix.lower() not in ENDINGS:
        raise ValueError(f"{path.name}: a coding sheet ends in {' or '.join(ENDINGS)}")
    check_table(sentences, SENTENCES)
    book = load_codebook(variables=["tone", "frame"]) if codebook is None else codebook
    chosen = sentences if sample is None else sample_sentences(sentences, sample, by=by, seed=seed)
    variables = list_variables(book[book["variable"] != REMARK])
    rows = list(_list_rows(sentences, chosen, variables, codings))
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*FIXED, *_head_columns(variables)])
            writer.writerows(rows)
    else:
        _make_workbook(rows, variables, book).save(path)
    return len(rows)


def compute_check(doc_id: str, sentence: int, text: str) -> str:
    """Return eight signs that change when the sentence or its ids do; white space does not count."""
    return hashlib.sha1(" ".join(f"{doc_id} {sentence} {text}".split()).encode()).hexdigest()[:8]


def fold_name(name: str) -> str:
    """Return `name` as it is compared: letters of one kind, digits and signs of one kind, no case."""
    return normalise_text(name).replace("−", "-").replace("_", " ").strip().casefold()


def _head_columns(variables: dict[str, Variable]) -> list[str]:
    """The coder's columns: frame, frame 2, frame 3, …"""
    heads: list[str] = []
    for variable in variables.values():
        times = CHOICES if variable.kind == "multi" else 1
        heads += [variable.name, *(f"{variable.name} {n}" for n in range(2, times + 1))]
    return [*heads, REMARK]


def _list_rows(
    sentences: pd.DataFrame, chosen: pd.DataFrame, variables: dict[str, Variable], codings: pd.DataFrame | None
) -> Iterator[list]:
    units = sentences[UNIT].itertuples(index=False, name=None)
    texts = dict(zip(units, map(_clean_cell, sentences["text"]), strict=True))
    answers = {name: _gather_given(codings, variable) for name, variable in variables.items()}
    for doc_id, number in chosen[UNIT].itertuples(index=False, name=None):
        text = texts[doc_id, number]
        before, after = texts.get((doc_id, number - 1), ""), texts.get((doc_id, number + 1), "")
        cells: list[str] = []
        for variable in variables.values():
            cells += _fill(answers[variable.name].get((doc_id, number)), variable, f"{doc_id}, sentence {number}")
        yield [doc_id, number, compute_check(doc_id, number, text), before, text, after, *cells, ""]


def _clean_cell(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _gather_given(codings: pd.DataFrame | None, variable: Variable) -> dict:
    if codings is None:
        return {}
    rows = codings[codings["variable"] == variable.name].dropna(subset=["value"])
    if rows["coder"].nunique() > 1:
        raise ValueError(f"codings= holds {rows['coder'].nunique()} coders; a sheet is one coder's, choose one")
    return gather_answers(rows, multi=variable.kind == "multi").droplevel("coder").to_dict()


def _fill(answer: str | frozenset[str] | None, variable: Variable, where: str) -> list[str]:
    size = CHOICES if variable.kind == "multi" else 1
    if answer is None:
        return [""] * size
    labels = (sorted(answer) or [NONE]) if isinstance(answer, frozenset) else [answer]
    if len(labels) > size:
        raise ValueError(f"{where}: {len(labels)} values of '{variable.name}', but a sheet has room for {size}")
    names = [variable.values[label][1] if label in variable.values else label for label in labels]
    return names + [""] * (size - len(names))


# ------------------------------------------------------------------ the workbook


def _make_workbook(rows: list[list], variables: dict[str, Variable], book: pd.DataFrame) -> Workbook:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = SHEET
    heads = _head_columns(variables)
    _write_row(sheet, 1, [*FIXED, *heads])
    _write_row(sheet, 2, [*FIXED.values(), *_name_columns(heads, variables)])
    for number, row in enumerate(rows, start=FIRST_ROW):
        _write_row(sheet, number, row)
    _style_sheet(sheet, len(heads))
    ranges = _write_codebook(workbook.create_sheet(BOOK_SHEET), book)
    last = max(FIRST_ROW, FIRST_ROW + len(rows) - 1)
    for number, head in enumerate(heads, start=len(FIXED) + 1):
        name = head.rstrip(" 0123456789")
        if name in ranges:
            letter = get_column_letter(number)
            _add_list(sheet, f"{letter}{FIRST_ROW}:{letter}{last}", ranges[name], variables[name].arabic)
    return workbook


def _write_row(sheet: Worksheet, number: int, values: Iterable) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(number, column, value if value != "" else None)
        if isinstance(value, str) and value:
            cell.data_type = "s"  # a sentence that begins with "=" is no formula


def _name_columns(heads: list[str], variables: dict[str, Variable]) -> list[str]:
    names = {REMARK: "ملاحظة", **{name: variable.arabic for name, variable in variables.items()}}
    return [names[head.rstrip(" 0123456789")] + head[len(head.rstrip(" 0123456789")) :] for head in heads]


def _style_sheet(sheet: Worksheet, coded: int) -> None:
    sheet.sheet_view.rightToLeft = True
    sheet.freeze_panes = sheet.cell(FIRST_ROW, 1)
    sheet.protection.sheet = True  # no password: against slips, not against people
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # False: allowed
    sheet.column_dimensions[get_column_letter(list(FIXED).index("check") + 1)].hidden = True
    for number in range(1, len(FIXED) + coded + 1):
        name = list(FIXED)[number - 1] if number <= len(FIXED) else ""
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(name, 20)
        for row in range(1, sheet.max_row + 1):
            cell = sheet.cell(row, number)
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="right", readingOrder=2)
            if row < FIRST_ROW:
                cell.fill, cell.font = _HEAD, Font(bold=row == 2, color=None if row == 2 else "666666")
            elif name in ("before", "after"):
                cell.font = _GREY
            elif not name:
                cell.protection = Protection(locked=False)


def _write_codebook(sheet: Worksheet, book: pd.DataFrame) -> dict[str, str]:
    """Write the codebook, and return where the Arabic names of each variable's values stand."""
    sheet.sheet_view.rightToLeft = True
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True
    _write_row(sheet, 1, BOOK_COLUMNS)
    letter = get_column_letter(BOOK_COLUMNS.index("arabic") + 1)
    rows: dict[str, tuple[int, int]] = {}
    for number, row in enumerate(book[BOOK_COLUMNS].to_dict("records"), start=2):
        _write_row(sheet, number, row.values())
        if row["value"] != "":
            first, _ = rows.get(row["variable"], (number, number))
            rows[row["variable"]] = (first, number)
        for column in range(1, len(BOOK_COLUMNS) + 1):
            arabic = BOOK_COLUMNS[column - 1].endswith("arabic")
            sheet.cell(number, column).alignment = Alignment(
                wrap_text=True,
                vertical="top",
                horizontal="right" if arabic else "left",
                readingOrder=2 if arabic else 1,
            )
            sheet.cell(number, column).font = Font(bold=row["value"] == "")
    for number, width in enumerate(BOOK_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.cell(1, number).font, sheet.cell(1, number).fill = Font(bold=True), _HEAD
    return {name: f"'{BOOK_SHEET}'!${letter}${first}:${letter}${last}" for name, (first, last) in rows.items()}


def _add_list(sheet: Worksheet, cells: str, source: str, arabic: str) -> None:
    choice = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = arabic, "اختر قيمة من القائمة / choose a value from the list"
    sheet.add_data_validation(choice)
    choice.add(cells)
