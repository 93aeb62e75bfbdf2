"""The five charts: each takes a pandas object first and returns the Axes it drew on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from helpers.charts.labels import (
    COLOURS,
    GREY,
    HOUSE,
    INK,
    MISSING,
    ONE_WAY,
    PALE,
    TWO_WAYS,
    Numbers,
    name_months,
    plan_numbers,
    shape_label,
    split_lines,
)
from helpers.charts.layout import (
    annotate,
    check_filled,
    contrast,
    darken,
    draw_key,
    key_height,
    label_rows,
    number_axis,
    shades,
    stand_axis,
    start,
    width_in_points,
    write_around,
)


def draw_bars(
    table: pd.Series | pd.DataFrame,
    *,
    title: str = "",
    note: str = "",
    unit: str = "",
    digits: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one horizontal bar a row, from the right, in the order given.

    Parameters
    ----------
    table : Series or DataFrame
        Values by label. A frame holds the value in its first column; ``low`` and ``high`` are drawn as an
        interval, ``n`` is written beside the value. A missing value is shown as «—».
    title, note : str
        Title (bold; what follows a line feed is the subtitle), and source line.
    unit : str
        ``"%"`` shows shares (0.25 as 25%); any other word follows the number.
    digits : {"latin", "arabic"}, optional
        Instead of the house style's.
    ax : Axes, optional
        Where to draw; else a new figure of fitting size.

    Raises
    ------
    ValueError
        Nothing to draw, an interval without its other end, or one that does not hold its value.

    Notes
    -----
    Bars start at zero, always. It sorts nothing: use ``sort_values(ascending=False)`` first.

    Examples
    --------
    >>> ax = draw_bars(pd.Series({"الأهرام": 12, "الخليج": 7}), title="عدد الأخبار")
    >>> [text.get_text() for text in ax.texts][:2]
    ['12', '7']
    """
    bars = _read_bars(table)
    numbers = plan_numbers([bars["value"], bars["low"], bars["high"]], unit, digits)
    interval = bars["low"].notna()
    labels = [shape_label(name, width=26) for name in bars.index]
    ax = start(ax, height=_stack_height(labels), title=title, note=note, beyond=0.3 * interval.any())
    places = np.arange(len(bars))
    ax.barh(places, bars["value"].fillna(0), height=0.62, color=COLOURS[0])
    ax.hlines(places[interval], bars["low"][interval], bars["high"][interval], color=INK, linewidth=1.4)
    ends = np.nan_to_num(bars[["value", "low", "high"]].to_numpy(dtype=float))
    top, bottom = ends.max(initial=0), ends.min(initial=0)
    if top == bottom:
        top = 1.0  # every bar is zero
    words = [_write_value(ax, place, row, numbers) for place, row in zip(places, bars.itertuples(), strict=True)]
    # Words after a negative bar would run into the labels of the rows: make room for them.
    space = (top - bottom) / width_in_points(ax) * 1.3
    bottom = min([bottom, *(end - points * space for end, points in words if end < 0)])
    ax.set_xlim(top, bottom)
    label_rows(ax, labels)
    ax.axvline(0, color="#9aa1ab", linewidth=1)
    if interval.any():
        number_axis(ax.xaxis, numbers)
    else:
        ax.xaxis.set_visible(False)
    ax.spines[:].set_visible(False)
    write_around(ax, title, note)
    return ax


def draw_lines(
    table: pd.Series | pd.DataFrame,
    *,
    title: str = "",
    note: str = "",
    unit: str = "",
    digits: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one line a column over time, each named at its end, with bands where intervals are given.

    Parameters
    ----------
    table : Series or DataFrame
        Indexed by dates, periods or years; a column a line, at most eight. For bands, columns ``value``, ``low`` and
        ``high``, or pairs ``(line, "value")``, ``(line, "low")``, ``(line, "high")``.
    title, note, unit, digits, ax
        As in `draw_bars`.

    Raises
    ------
    TypeError
        The index holds no dates.
    ValueError
        Nothing to draw, or more lines than can be told apart.

    Notes
    -----
    A gap in the data is a gap in the line. The scale starts at zero unless there are negative values. Month names and
    the direction of time are set by `use_arabic_style`.

    Examples
    --------
    >>> counts = pd.Series([3, 5, 2], index=pd.period_range("2024-01", periods=3, freq="M"), name="أخبار")
    >>> bool(draw_lines(counts, title="أخبار الشهر").xaxis_inverted())
    True
    """
    table = table[table.index.notna()].sort_index()
    lines = _read_lines(table)
    times = _read_times(table.index)
    ax = start(ax, height=2.7, title=title, note=note, beyond=0.5)
    numbers = plan_numbers([line.to_numpy(dtype=float, na_value=np.nan) for line in lines.values()], unit, digits)
    for colour, line in zip(COLOURS, lines.values(), strict=False):
        marker = "o" if len(times) <= 40 else ""  # a value between two gaps shows only by its marker
        ax.plot(times, line["value"], color=colour, marker=marker, markersize=3.5, solid_capstyle="round")
        if "low" in line:
            ax.fill_between(times, line["low"], line["high"], color=colour, alpha=0.16, linewidth=0)
    values = np.concatenate([line.to_numpy(dtype=float, na_value=np.nan).ravel() for line in lines.values()])
    top, bottom = max(np.nanmax(values), 0), min(np.nanmin(values), 0)
    room = (top - bottom or 1) * 0.06
    ax.set_ylim(bottom - (room if bottom < 0 else 0), top + room)
    backwards = HOUSE["time"] == "rtl"
    if backwards:
        ax.invert_xaxis()
    stand_axis(ax, right=backwards)
    number_axis(ax.yaxis, numbers)
    ticks, names = _name_times(times, numbers)
    ax.set_xticks(ticks, [shape_label(name) for name in names], size=10)
    ax.tick_params(axis="x", length=3)
    ends = _name_ends(ax, times, lines, backwards) if len(lines) > 1 else []
    write_around(ax, title, note, beside=ends)
    return ax


def draw_shares(
    table: pd.DataFrame,
    *,
    title: str = "",
    note: str = "",
    digits: str | None = None,
    colours: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw each row as a bar of 100 %, cut into its columns, the first column at the right.

    Parameters
    ----------
    table : DataFrame
        Counts or shares, rows by parts. Rows are brought to 100 %; of counts, the total is written as ``ن``.
    title, note, digits, ax
        As in `draw_bars`.
    colours : sequence of str, optional
        One a column.

    Raises
    ------
    ValueError
        Nothing to draw, a negative value, or more parts than colours.

    Notes
    -----
    A share is written only where it fits into its part; rounded shares need not add up to 100. A share without its
    total says little: pass counts where there are counts.

    Examples
    --------
    >>> tone = pd.DataFrame({"سلبي": [3, 8], "إيجابي": [9, 2]}, index=["الأهرام", "الخليج"])
    >>> len(draw_shares(tone).patches)
    4
    """
    check_filled(table, "draw_shares")
    palette = list(colours or COLOURS)
    if len(palette) < table.shape[1]:
        raise ValueError(f"{table.shape[1]} parts but {len(palette)} colours: join the small parts, or pass colours=")
    if (table < 0).any(axis=None):
        raise ValueError("draw_shares: a part of a whole cannot be negative; draw_bars shows negative values")
    totals = table.sum(axis=1)
    shares = table.div(totals.where(totals > 0), axis=0)
    numbers = plan_numbers([[1.0]], "%", digits)
    labels = [shape_label(name, width=26) for name in table.index]
    ax = start(ax, height=_stack_height(labels), title=title, note=note, beyond=key_height(table.columns))
    starts = shares.cumsum(axis=1).shift(axis=1, fill_value=0)
    places = np.arange(len(shares))
    for column, colour in enumerate(palette[: shares.shape[1]]):
        sizes, begins = shares.iloc[:, column].fillna(0), starts.iloc[:, column].fillna(0)
        ax.barh(places, sizes, left=begins, height=0.68, color=colour, edgecolor="white", linewidth=1.2)
        _write_shares(ax, sizes, begins, contrast(colour), numbers)
    counted = not any(np.allclose(totals[totals > 0], whole, rtol=0.005) for whole in (1, 100))
    for place, total in zip(places, totals, strict=True):
        if counted or not total > 0:
            words = numbers.count(total) if total > 0 else "—"
            annotate(ax, words, (1, place), (-7, 0), ha="right", va="center", color=GREY, size=numbers.size - 0.5)
    ax.set_xlim(1, 0)
    label_rows(ax, labels)
    ax.xaxis.set_visible(False)
    ax.spines[:].set_visible(False)
    write_around(ax, title, note, key=draw_key(ax, table.columns, palette))
    return ax


def draw_heatmap(
    table: pd.DataFrame,
    *,
    title: str = "",
    note: str = "",
    unit: str = "",
    digits: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a table as coloured cells with their values, the first column at the right.

    Parameters
    ----------
    table : DataFrame
        Numbers, rows by columns. With negative values the colours run from orange over white to blue.
    title, note, unit, digits, ax
        As in `draw_bars`.

    Raises
    ------
    ValueError
        Nothing to draw.

    Notes
    -----
    Colour runs evenly from zero to the largest value of the table, so two heat maps have different scales:
    compare by the numbers. A missing value is a grey cell with «—».

    Examples
    --------
    >>> ax = draw_heatmap(pd.DataFrame({"سلام": [1, 2], "حرب": [3, 0]}, index=["الأهرام", "الخليج"]))
    >>> [text.get_text() for text in ax.texts]
    ['1', '3', '2', '0']
    """
    check_filled(table, "draw_heatmap")
    columns = table.shape[1]
    values = table.to_numpy(dtype=float, na_value=np.nan)
    numbers = plan_numbers([values], unit, digits)
    labels = [shape_label(name, width=24) for name in table.index]
    ax = start(ax, height=_stack_height(labels), title=title, note=note, beyond=0.5)
    largest = np.nanmax(np.abs(values)) or 1.0
    below = np.nanmin(values) < 0
    colours = shades(*(TWO_WAYS if below else ONE_WAY))
    ax.pcolormesh(values, cmap=colours, vmin=-largest if below else 0, vmax=largest, edgecolors="white", linewidth=1.5)
    for (row, column), value in np.ndenumerate(values):
        if np.isnan(value):
            ax.add_patch(Rectangle((column, row), 1, 1, facecolor=MISSING, edgecolor="white", linewidth=1.5))
            text, colour = "—", GREY
        else:
            shade = colours((value / largest + 1) / 2 if below else value / largest)
            text, colour = numbers.write(value), contrast(shade)
        centre = (column + 0.5, row + 0.5)
        ax.text(*centre, shape_label(text), ha="center", va="center", color=colour, size=numbers.size)
    ax.set_xlim(columns, 0)
    letters = max(6, int(width_in_points(ax) / columns / 5.6))
    names = [shape_label(name, width=letters) for name in table.columns]
    ax.set_xticks(np.arange(columns) + 0.5, names, color=INK, size=10)
    ax.xaxis.tick_top()
    label_rows(ax, labels, offset=0.5)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    write_around(ax, title, note)
    return ax


def draw_dispersion(
    table: pd.DataFrame,
    *,
    title: str = "",
    note: str = "",
    digits: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw where terms stand: a row a term, a stroke a hit, the documents one after the other from the right.

    Parameters
    ----------
    table : DataFrame
        One row a hit: ``term``, ``position`` (0 at the beginning of its document, 1 at its end) and, where there are
        several documents, ``doc_id``. Rows and documents come in order of appearance, or in that of a
        categorical column, which also keeps a place for documents without a hit.
    title, note, digits, ax
        As in `draw_bars`.

    Raises
    ------
    ValueError
        Nothing to draw, a missing column, or a position outside 0 to 1.

    Notes
    -----
    Every document takes the same width, however long it is; strokes that fall together look like one, so the number
    of hits stands at the end of each row.

    Examples
    --------
    >>> hits = pd.DataFrame({"term": ["سلام", "حرب", "سلام"], "position": [0.1, 0.2, 0.9]})
    >>> [tick.get_text() for tick in draw_dispersion(hits).get_xticklabels()]
    []
    """
    check_filled(table, "draw_dispersion")
    missing = [name for name in ("term", "position") if name not in table.columns]
    if missing:
        raise ValueError(f"draw_dispersion: no column '{missing[0]}'; found {', '.join(map(str, table.columns))}")
    if not table["position"].between(0, 1).all():
        raise ValueError("draw_dispersion: a position must lie between 0 and 1: divide it by the document's length")
    terms = _in_order(table["term"])
    documents = _in_order(table["doc_id"]) if "doc_id" in table else [""]
    places = table["position"] + (pd.Categorical(table["doc_id"], documents).codes if "doc_id" in table else 0)
    numbers = plan_numbers([[1]], "", digits)
    labels = [shape_label(term, width=24) for term in terms]
    ax = start(ax, height=_stack_height(labels), title=title, note=note, beyond=0.3)
    for row, term in enumerate(terms):
        hits = places[table["term"] == term]
        ax.vlines(hits, row - 0.3, row + 0.3, color=COLOURS[0], linewidth=1.3, alpha=0.8)
        words, end = numbers.count(len(hits)), (len(documents), row)
        annotate(ax, words, end, (-8, 0), ha="right", va="center", color=GREY, size=numbers.size - 0.5)
    ax.vlines(range(len(documents) + 1), -0.5, len(terms) - 0.5, color=PALE, linewidth=0.8, zorder=0)
    ax.set_xlim(len(documents), 0)
    label_rows(ax, labels)
    named = documents if 1 < len(documents) <= 8 else []
    letters = max(6, int(width_in_points(ax) / len(documents) / 5))
    ax.set_xticks(np.arange(len(named)) + 0.5, [shape_label(name, width=letters) for name in named], size=9)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    write_around(ax, title, note)
    return ax


def _read_times(index: pd.Index) -> pd.DatetimeIndex:
    if isinstance(index, pd.PeriodIndex):
        return index.to_timestamp()
    if isinstance(index, pd.DatetimeIndex):
        return index.tz_localize(None)
    if pd.api.types.is_integer_dtype(index.dtype) and index.to_series().between(1700, 2200).all():
        return pd.DatetimeIndex([f"{year}-01-01" for year in index])
    raise TypeError(
        f"draw_lines: the index should hold dates, periods or years, not {index.dtype}; "
        "use table.set_index(pd.to_datetime(table[…]))"
    )


def _name_times(times: pd.DatetimeIndex, numbers: Numbers) -> tuple[pd.DatetimeIndex, list[str]]:
    """Ticks, at most eight, and their names: the year, or month over year, or day over month."""
    ticks = _choose_ticks(times)
    yearly = len(ticks) > 1 and bool((ticks.month == 1).all() and (ticks.day == 1).all())
    daily = bool((ticks.day != 1).any())
    names: list[str] = []
    for before, tick in zip([None, *ticks], ticks, strict=False):
        year = str(tick.year) if before is None or before.year != tick.year else ""
        month = "" if yearly else name_months(HOUSE["months"])[tick.month - 1]
        if yearly:
            lines = [year]
        elif not daily:
            lines = [month, year]
        else:
            lines = [str(tick.day), f"{month} {year}" if before is None or before.month != tick.month else ""]
        names.append(numbers.translate("\n".join(line.strip() for line in lines if line)))
    return ticks, names


def _choose_ticks(times: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """The closest of the usual steps that needs no more than eight ticks."""
    days = pd.date_range(times.min().normalize(), times.max(), freq="D")
    months = days[days.day == 1]
    years = months[months.month == 1]
    steps = [days[::step] for step in (1, 2, 7, 14)] if bool((times.day != 1).any()) else []
    steps += [months[(months.month - 1) % step == 0] for step in (1, 2, 3, 6)]
    steps += [years[years.year % step == 0] for step in (1, 2, 5, 10, 20, 50, 100)]  # enough for 800 years
    return next(ticks for ticks in steps if len(ticks) <= 8)


def _read_bars(table: pd.Series | pd.DataFrame) -> pd.DataFrame:
    check_filled(table, "draw_bars")
    frame = table.to_frame("value") if isinstance(table, pd.Series) else table
    values = [name for name in frame.columns if name not in ("low", "high", "n")]
    if len(values) != 1:
        raise ValueError(
            f"draw_bars: one column of values expected beside low, high and n, found {len(values)} "
            f"({', '.join(map(str, values))}); choose one, or use draw_shares or draw_heatmap"
        )
    bars = frame.rename(columns={values[0]: "value"}).reindex(columns=["value", "low", "high", "n"]).astype(float)
    wrong = (bars["low"].isna() != bars["high"].isna()) | (bars["low"] > bars["value"]) | (bars["high"] < bars["value"])
    if wrong.any():
        raise ValueError(
            f"draw_bars: the interval of {bars.index[wrong][0]!r} should hold its value, low <= value <= high"
        )
    return bars


def _read_lines(table: pd.Series | pd.DataFrame) -> dict[Any, pd.DataFrame]:
    check_filled(table, "draw_lines")
    frame = table.to_frame(table.name or "") if isinstance(table, pd.Series) else table
    if isinstance(frame.columns, pd.MultiIndex):
        lines = {name: frame[name] for name in frame.columns.get_level_values(0).unique()}
    elif set(frame.columns) == {"value", "low", "high"}:
        lines = {"": frame}
    else:
        lines = {name: frame[[name]].set_axis(["value"], axis=1) for name in frame.columns}
    lines = {name: line for name, line in lines.items() if line["value"].notna().any()}
    if len(lines) > len(COLOURS):
        raise ValueError(f"draw_lines: {len(lines)} lines cannot be told apart; choose at most {len(COLOURS)}")
    return lines


def _in_order(column: pd.Series) -> list:
    return list(column.cat.categories if isinstance(column.dtype, pd.CategoricalDtype) else column.unique())


def _write_value(ax: Axes, place: Any, row: Any, numbers: Numbers) -> tuple[float, float]:
    """Write the value beyond the end of its bar and interval and, lighter, the number of cases.

    Returns where the words begin, and how many points they take.
    """
    side, step = ("left", 6) if row.value < 0 else ("right", -6)
    reach = [value for value in (row.value, row.low, row.high) if not np.isnan(value)] or [0.0]
    end = min(reach) if row.value < 0 else max(reach)
    text = "—" if np.isnan(row.value) else numbers.write(row.value)
    words = [annotate(ax, text, (end, place), (step, 0), ha=side, va="center", size=numbers.size)]
    if not np.isnan(row.n):
        point, coords = (float(row.value < 0), place), (words[0], "data")
        style = {"ha": side, "va": "center", "size": numbers.size - 0.5, "color": GREY}
        words.append(annotate(ax, numbers.count(row.n), point, (step, 0), coords=coords, **style))
    pixels = sum(word.get_window_extent().width for word in words)
    return end, pixels / ax.figure.dpi * 72 + 8 * len(words)


def _write_shares(ax: Axes, sizes: pd.Series, begins: pd.Series, colour: str, numbers: Numbers) -> None:
    """Write each share into the middle of its part, where it fits."""
    room = width_in_points(ax)
    for place, (size, begin) in enumerate(zip(sizes, begins, strict=True)):
        text = numbers.write(size)
        if size * room > 0.68 * numbers.size * len(text) + 4:
            size_, middle = numbers.size - 0.5, begin + size / 2
            ax.text(middle, place, shape_label(text), ha="center", va="center", color=colour, size=size_)


def _stack_height(labels: list[str]) -> float:
    """Inches for rows as high as the label with the most lines needs."""
    deepest = max(label.count("\n") + 1 for label in labels)
    return len(labels) * max(0.36, 0.24 * deepest)


def _name_ends(ax: Axes, times: pd.DatetimeIndex, lines: dict, backwards: bool) -> list[Text]:
    """Name each line at its last value, pushed apart where names would touch."""
    heights = np.array([line["value"].dropna().iloc[-1] for line in lines.values()], dtype=float)
    bottom, top = ax.get_ylim()
    gap = (top - bottom) * 0.085
    order = np.argsort(heights, kind="stable")
    spread = heights[order]
    for i in range(1, len(spread)):
        spread[i] = max(spread[i], spread[i - 1] + gap)
    spread -= np.clip(spread[-1] - top, 0, None)
    side, step = ("right", -8) if backwards else ("left", 8)
    texts = []
    for i, height in zip(order, spread, strict=True):
        style = {"ha": side, "va": "center", "color": darken(COLOURS[i])}
        name = "\n".join(split_lines(str(list(lines)[i]), 16))
        texts.append(annotate(ax, name, (times.max(), height), (step, 0), **style))
    return texts
