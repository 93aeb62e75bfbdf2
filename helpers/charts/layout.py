"""Where things stand in a chart that is read from the right: labels, axes, key, title and source line; colours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap, to_rgb
from matplotlib.offsetbox import AnnotationBbox, DrawingArea, HPacker, OffsetBox, TextArea, VPacker
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Bbox

from helpers.charts.labels import GREY, INK, Numbers, refuse_cairo, shape_label, split_lines

TITLE, SUBTITLE, NOTE = 14.0, 10.5, 8.5  # points


def start(ax: Axes | None, *, height: float, title: str = "", note: str = "", beyond: float = 0.0) -> Axes:
    """The Axes to draw on; a new figure leaves `height` inches to the data, beside its words and `beyond` inches."""
    if ax is None:
        figure = plt.figure(figsize=(7.0, height), layout="constrained")
        ax = figure.add_subplot()
        head, _, rest = title.partition("\n")
        sizes = ((head, TITLE), (rest, SUBTITLE), (note, NOTE))
        lines = [(_wrap(ax, text, size).count("\n") + 1) * size * 1.7 for text, size in sizes if text]
        figure.set_figheight(height + beyond + 0.2 + sum(lines) / 72)
    refuse_cairo(type(ax.figure.canvas).__module__)
    return ax


def width_in_points(ax: Axes) -> float:
    """About how wide the Axes will be, before the layout is known."""
    return ax.get_position().width * ax.figure.bbox.width / ax.figure.dpi * 72 * 0.9


def label_rows(ax: Axes, labels: list[str], *, offset: float = 0.0) -> None:
    """Name the rows, the first at the top, at the right of the Axes and flush right."""
    ax.set_yticks(np.arange(len(labels)) + offset, labels)
    ax.set_ylim(len(labels) - 0.5 + offset, -0.5 + offset)
    stand_axis(ax, right=True)
    names = ax.get_yticklabels()
    widest = max(name.get_window_extent().width for name in names) / ax.figure.dpi * 72
    ax.tick_params(axis="y", pad=8 + widest)
    for name in names:
        name.set(ha="right", va="center", multialignment="right")


def stand_axis(ax: Axes, *, right: bool) -> None:
    """Set the vertical axis at the right or at the left, without a line."""
    (ax.yaxis.tick_right if right else ax.yaxis.tick_left)()
    ax.yaxis.set_label_position("right" if right else "left")
    ax.spines[["top", "left", "right"]].set_visible(False)
    ax.tick_params(axis="y", labelleft=not right, labelright=right, length=0)


def number_axis(axis: Any, numbers: Numbers) -> None:
    """Light lines, few numbers, each written like the chart's other numbers."""
    whole = numbers.decimals == 0 and numbers.unit != "%"
    axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10], integer=whole))
    axis.set_major_formatter(FuncFormatter(lambda value, _: shape_label(numbers.write_exactly(value))))
    axis.grid(True)
    axis.set_tick_params(length=0, labelcolor=GREY, labelsize=numbers.size - 0.5)


def annotate(ax: Axes, text: str, point: tuple, offset: tuple, *, coords: Any = "data", **style: Any) -> Text:
    """Write `text`, shaped, at some points from a place."""
    style |= {"multialignment": "right", "annotation_clip": False, "textcoords": "offset points"}
    return ax.annotate(shape_label(text), point, xytext=offset, xycoords=coords, **style)


def draw_key(ax: Axes, names: Iterable, colours: Sequence[str]) -> OffsetBox:
    """Names with their colours, the first at the right, in as many rows as they need."""
    room, used = width_in_points(ax), 0.0
    rows: list[list[Artist]] = [[]]
    for name, colour in zip(names, colours, strict=False):
        swatch = DrawingArea(9, 9)
        swatch.add_artist(Rectangle((0, 0), 9, 9, facecolor=colour, edgecolor="none"))
        text = TextArea(shape_label(name), textprops={"size": 9.5, "color": INK})
        if used + _key_width(name) > room and rows[-1]:
            used, rows = 0.0, [*rows, []]
        used += _key_width(name)
        rows[-1].insert(0, HPacker(children=[text, swatch], align="center", pad=0, sep=5))
    packed: list[Artist] = [HPacker(children=row, align="center", pad=0, sep=16) for row in rows]
    return VPacker(children=packed, align="right", pad=0, sep=4)


def key_height(names: Iterable) -> float:
    """About how many inches `draw_key` takes in a new figure."""
    return 0.26 * np.ceil(sum(_key_width(name) for name in names) / 330)


def _key_width(name: object) -> float:
    return 5.2 * len(str(name)) + 30


def _extent(ax: Axes, beside: Sequence[Text], renderer: Any) -> Bbox:
    """The Axes with its tick labels, as it will be drawn: what the title and the source line are set flush with."""
    boxes = [part.get_tightbbox(renderer) for part in (ax.xaxis, ax.yaxis, *beside)]
    return Bbox.union([ax.bbox, *(box for box in boxes if box is not None and box.width + box.height > 0)])


def write_around(ax: Axes, title: str, note: str, *, key: OffsetBox | None = None, beside: Sequence[Text] = ()) -> None:
    """Above, from below: key, subtitle, title. Below: the source line. All flush right with the labels."""
    extent = partial(_extent, ax, beside)
    under: Any = extent
    if key is not None:
        place: dict[str, Any] = {"xycoords": extent, "boxcoords": "offset points", "box_alignment": (1, 0)}
        under = AnnotationBbox(key, (1, 1), (0, 6), frameon=False, pad=0, annotation_clip=False, **place)
        ax.add_artist(under)
    head, _, rest = title.partition("\n")
    above: dict[str, Any] = {"ha": "right", "va": "bottom"}
    if rest:
        above |= {"coords": (extent, under), "size": SUBTITLE, "color": GREY}
        under = annotate(ax, _wrap(ax, rest, SUBTITLE), (1, 1), (0, 7), **above)
    if head:
        above |= {"coords": (extent, under), "size": TITLE, "color": INK}
        annotate(ax, _wrap(ax, head, TITLE), (1, 1), (0, 7), weight="bold", **above)
    if note:
        below = {"coords": extent, "ha": "right", "va": "top", "size": NOTE, "color": GREY}
        annotate(ax, _wrap(ax, note, NOTE), (1, 0), (0, -8), **below)


def _wrap(ax: Axes, text: str, size: float) -> str:
    """`text` in lines about as long as the chart is wide: a letter takes half its size."""
    return "\n".join(split_lines(text, int(width_in_points(ax) * 1.25 / size / 0.5)))


def shades(*colours: str) -> Colormap:
    """A scale that runs evenly through `colours`."""
    return LinearSegmentedColormap.from_list("", colours)


def _luminance(colour: Any) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return float(np.dot(channels, (0.2126, 0.7152, 0.0722)))


def contrast(background: Any) -> str:
    """Black or white, whichever is read better on `background`."""
    light = _luminance(background) + 0.05
    return "white" if 1.05 / light > light / 0.05 else "black"


def darken(colour: str) -> Any:
    """`colour`, dark enough for small letters on white (contrast 4.5 or more)."""
    shade = np.array(to_rgb(colour))
    while 1.05 / (_luminance(shade) + 0.05) < 4.5:
        shade *= 0.95
    return tuple(shade)


def check_filled(table: pd.Series | pd.DataFrame, caller: str) -> None:
    """Raise an error where `caller` has nothing to draw."""
    if not table.size or bool(table.isna().to_numpy().all()):
        raise ValueError(
            f"{caller}: nothing to draw, the table has no values (shape {table.shape}); check the selection"
        )
