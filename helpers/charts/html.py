"""Tables for notebooks and web pages, laid out from right to left."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from helpers.charts.labels import ARABIC_LETTER, Numbers, plan_numbers

if TYPE_CHECKING:
    from IPython.display import HTML

_CELL = "text-align:right;vertical-align:top;padding:.3em .8em;border-bottom:1px solid rgba(128,128,128,.25)"
_TABLE = "border-collapse:collapse;margin:.5em 0 .5em auto;font-variant-numeric:tabular-nums"
_CAPTION = "text-align:right;font-weight:600;padding:.3em .8em;caption-side:top"


def show_table(
    table: pd.DataFrame | pd.Series,
    *,
    caption: str | None = None,
    digits: str | None = None,
    decimals: int = 2,
    rows: int = 50,
) -> HTML:
    """Return `table` for a notebook or a web page, laid out from right to left, each cell in its own direction.

    Parameters
    ----------
    table : DataFrame or Series
        Its index is shown unless it only numbers the rows.
    caption : str, optional
        A line above the table.
    digits : {"latin", "arabic"}, optional
        Instead of the house style's, for numbers; text is shown as it is.
    decimals : int
        Of fractional numbers; a column without fractions is shown whole.
    rows : int
        At most this many rows; a last line says how many were left out.

    Notes
    -----
    A cell is laid out from right to left if it holds an Arabic letter, else from left to right (so that -3 does not
    become 3-). The same table gives the same HTML, byte for byte; a missing value is shown as «—».

    Examples
    --------
    >>> page = show_table(pd.DataFrame({"كلمة": ["سلام"], "فرق": [-3]})).data
    >>> page.count('dir="rtl"'), page.count('dir="ltr"')
    (5, 1)
    """
    from IPython.display import HTML

    frame = table.to_frame() if isinstance(table, pd.Series) else table
    numbers = plan_numbers([], "", digits)
    numbered = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    levels: list[Any] = [] if numbered else [frame.index.get_level_values(i) for i in range(frame.index.nlevels)]
    heads = ["" if level.name is None else level.name for level in levels] + list(frame.columns)
    columns: list[Any] = [*levels, *(frame.iloc[:, i] for i in range(frame.shape[1]))]
    cells = [_format_column(column, decimals, numbers)[:rows] for column in columns]
    head = "".join(_tag_cell("th", _join_name(name)) for name in heads)
    body = "".join(
        "<tr>" + "".join(_tag_cell("th" if i < len(levels) else "td", cell) for i, cell in enumerate(line)) + "</tr>\n"
        for line in zip(*cells, strict=True)
    )
    if len(frame) > rows:
        rest = numbers.translate(f"لم تُعرض بقية الصفوف: {len(frame) - rows:,}")
        body += f'<tr><td colspan="{len(columns)}" dir="rtl" style="{_CELL};opacity:.7">{rest}</td></tr>\n'
    above = (
        f'<caption dir="{_direction(caption)}" style="{_CAPTION}">{html.escape(caption)}</caption>' if caption else ""
    )
    return HTML(
        f'<div dir="rtl" style="overflow-x:auto;max-width:100%">\n'
        f'<table dir="rtl" lang="ar" style="{_TABLE}">{above}\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>"
    )


def _direction(text: str) -> str:
    return "rtl" if ARABIC_LETTER.search(text) else "ltr"


def _tag_cell(tag: str, text: str) -> str:
    return f'<{tag} dir="{_direction(text)}" style="{_CELL}">{html.escape(text)}</{tag}>'


def _join_name(name: object) -> str:
    return " · ".join(map(str, name)) if isinstance(name, tuple) else str(name)


def _format_column(column: Any, decimals: int, numbers: Numbers) -> list[str]:
    """Every value as text; whole numbers that are floats only because one is missing stay whole."""
    floats = [value for value in column if isinstance(value, (float, np.floating)) and np.isfinite(value)]
    whole = all(float(value).is_integer() for value in floats)
    numbers = replace(numbers, decimals=0 if whole else decimals)
    return [_format_cell(value, numbers) for value in column]


def _format_cell(value: Any, numbers: Numbers) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "—"
    if isinstance(value, (bool, np.bool_)):
        return "✓" if value else "✗"
    if isinstance(value, (int, np.integer)):
        numbers = replace(numbers, decimals=0)
    if isinstance(value, (int, np.integer, float, np.floating)):
        # A plain hyphen, not the minus sign of the charts: such a cell can be copied into a spreadsheet. With Arabic
        # digits, a mark before it sets it at the right, as in the charts and in the Unicode CLDR.
        text = numbers.write(float(value)).replace("−", "-")
        return "\u061c" + text if text.startswith("-") and numbers.digits == "arabic" else text
    if isinstance(value, pd.Timestamp):
        return str(value.date() if value == value.normalize() else value)
    return _join_name(value)
