"""Three charts of relations: two sides of a comparison, a network, a cloud of words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from helpers.charts.labels import COLOURS, GREY, INK, TWO_WAYS, plan_numbers, shape_label
from helpers.charts.layout import annotate, check_filled, darken, draw_key, key_height, number_axis, start, write_around

_SMALLEST_ARC = 0.12  # how far an arrow bends, in parts of its length: there and back never fall together
_CLOUD_PIXELS = (1400, 700)


def draw_two_sides(
    table: pd.Series | pd.DataFrame,
    *,
    sides: tuple[str, str] | None = None,
    title: str = "",
    note: str = "",
    unit: str = "",
    digits: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one bar a row, positive values to the right of zero and negative ones to the left, names beside them.

    Parameters
    ----------
    table : Series or DataFrame
        Values by label, in the order wanted. A frame holds the value in its first column; ``low`` and ``high`` are
        drawn as an interval.
    sides : (str, str), optional
        What a positive and what a negative value speak for, as a key above.
    title, note, unit, digits, ax
        As in `draw_bars`.

    Raises
    ------
    ValueError
        Nothing to draw.

    Notes
    -----
    Each name stands on the other side of zero from its bar, so that side and colour say the same and neither is
    needed alone. A missing value has no bar and is shown as «—». The scale is the same on both sides.

    Examples
    --------
    >>> ax = draw_two_sides(pd.Series({"تعاون": 2.5, "أزمة": -1.5}), sides=("منبر أول", "منبر ثانٍ"))
    >>> [bool(bar.get_width() > 0) for bar in ax.patches]
    [True, False]
    """
    frame = table.to_frame("value") if isinstance(table, pd.Series) else table
    check_filled(frame, "draw_two_sides")
    values = frame.iloc[:, 0].to_numpy(dtype=float, na_value=np.nan)
    edges = frame[["low", "high"]].to_numpy(dtype=float) if {"low", "high"} <= set(frame) else None
    numbers = plan_numbers([values] + ([] if edges is None else [edges]), unit, digits)
    labels = [shape_label(name, width=30) for name in frame.index]
    height = 0.3 * sum(1 + 0.6 * label.count("\n") for label in labels) + 0.4
    ax = start(ax, height=height, title=title, note=note, beyond=0.3 + key_height(sides or ()))
    places = np.arange(len(frame))
    colours = [TWO_WAYS[-1] if value > 0 else TWO_WAYS[0] for value in values]
    ax.barh(places, np.nan_to_num(values), height=0.66, color=colours)
    if edges is not None:
        ax.hlines(places, edges[:, 0], edges[:, 1], color=INK, linewidth=1.4)
    reach = np.nanmax(np.abs(np.concatenate([values, [0] if edges is None else edges.ravel()]))) or 1.0
    ends = np.zeros((len(values), 2)) if edges is None else np.nan_to_num(edges)
    for place, value, name, label, (low, high) in zip(places, values, frame.index, labels, ends, strict=True):
        left = value > 0  # the name stands at the left of a bar that goes to the right, beyond its interval
        text = label if not np.isnan(value) else shape_label(f"{name} —")
        ax.annotate(
            text,
            (min(low, 0) if left else max(high, 0), place),
            xytext=(-6 if left else 6, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            size=9.5,
            annotation_clip=False,
        )
    ax.axvline(0, color="#9aa1ab", linewidth=1)
    ax.set_xlim(-reach * 1.08, reach * 1.08)
    ax.set_ylim(len(frame) - 0.5, -0.5)
    ax.set_yticks([])
    number_axis(ax.xaxis, numbers)
    ax.spines[:].set_visible(False)
    key = draw_key(ax, sides, (TWO_WAYS[-1], TWO_WAYS[0])) if sides else None
    write_around(ax, title, note, key=key)
    return ax


def draw_network(
    edges: pd.DataFrame,
    *,
    directed: bool = True,
    title: str = "",
    note: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw who is tied to whom: nodes in a ring, a line for each tie, the thicker the stronger.

    Parameters
    ----------
    edges : DataFrame
        Columns ``source``, ``target``, ``weight`` (above 0); ``balance`` (-1 to 1), where there is one, colours the
        line from orange (conflict) over grey to blue (cooperation), and draws the hostile ones dashed as well.
    directed : bool
        Arrows from source to target; else plain lines.
    title, note, ax
        As in `draw_bars`.

    Raises
    ------
    ValueError
        Nothing to draw, a missing column, or more than thirty nodes: select the strongest ties first.

    Notes
    -----
    The ring shows ties, not distances: where a node stands says nothing but the order, which keeps the
    strongest ties short. A node's size is the sum of its ties.

    Examples
    --------
    >>> ties = pd.DataFrame({"source": ["الصين"], "target": ["روسيا"], "weight": [3]})
    >>> len(draw_network(ties).patches)
    1
    """
    missing = [name for name in ("source", "target", "weight") if name not in edges.columns]
    if missing:
        raise ValueError(f"draw_network: no column '{missing[0]}'; found {', '.join(map(str, edges.columns))}")
    check_filled(edges, "draw_network")
    if not (edges["weight"] > 0).all():
        raise ValueError("draw_network: every weight should be above 0; leave the other rows out")
    names = _order_ring(edges)
    if len(names) > 30:
        raise ValueError(f"draw_network: {len(names)} nodes cannot be told apart; keep the strongest ties (at most 30)")
    ax = start(ax, height=5.2, title=title, note=note)
    angles = np.pi / 2 - 2 * np.pi * np.arange(len(names)) / len(names)
    places = dict(zip(names, np.column_stack([np.cos(angles), np.sin(angles)]), strict=True))
    sizes = _sum_ties(edges)
    largest = max(sizes.values())
    heaviest = edges["weight"].max()
    balances = edges["balance"] if "balance" in edges else pd.Series(np.nan, index=edges.index)
    for (source, target, weight), balance in zip(_list_ties(edges), balances, strict=True):
        ax.add_patch(
            FancyArrowPatch(
                places[source],
                places[target],
                arrowstyle="-|>" if directed else "-",
                mutation_scale=11,
                connectionstyle=f"arc3,rad={_SMALLEST_ARC if directed else 0}",
                shrinkA=10,
                shrinkB=12,
                linewidth=0.6 + 4 * weight / heaviest,
                color=GREY if np.isnan(balance) or abs(balance) < 0.1 else TWO_WAYS[-1 if balance > 0 else 0],
                linestyle="--" if balance <= -0.1 else "-",
                alpha=0.75,
            )
        )
    for name, angle in zip(names, angles, strict=True):
        x, y = places[name]
        ax.scatter([x], [y], s=60 + 220 * sizes[name] / largest, color=COLOURS[0], zorder=3)
        side = "left" if x > 0.15 else "right" if x < -0.15 else "center"
        above = "bottom" if y > 0.9 else "top" if y < -0.9 else "center"
        offset = (14 * np.cos(angle), 14 * np.sin(angle))
        annotate(ax, name, (x, y), offset, ha=side, va=above, size=10.5)
    ax.set(xlim=(-1.75, 1.75), ylim=(-1.25, 1.25), aspect="equal", xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    write_around(ax, title, note)
    return ax


def _list_ties(edges: pd.DataFrame) -> list[tuple[str, str, float]]:
    return list(zip(*(edges[name].tolist() for name in ("source", "target", "weight")), strict=True))


def _sum_ties(edges: pd.DataFrame) -> dict[str, float]:
    sizes: dict[str, float] = {}
    for source, target, weight in _list_ties(edges):
        for node in (source, target):
            sizes[node] = sizes.get(node, 0) + weight
    return sizes


def _order_ring(edges: pd.DataFrame) -> list[str]:
    """The nodes so that those tied to one another stand together: the strongest ties that reach every node (a
    maximum spanning tree, Prim 1957), walked branch by branch from the heaviest node."""
    sizes = _sum_ties(edges)
    ties: dict[str, dict[str, float]] = {name: {} for name in sizes}
    for source, target, weight in _list_ties(edges):
        for one, other in ((source, target), (target, source)):
            ties[one][other] = ties[one].get(other, 0) + weight
    rest = sorted(sizes, key=lambda name: (-sizes[name], name))
    branches: dict[str, list[str]] = {}
    ring: list[str] = []
    while rest:
        root, reached = rest[0], [rest.pop(0)]
        while links := [(ties[one][other], one, other) for one in reached for other in rest if other in ties[one]]:
            _, one, other = max(links, key=lambda link: (link[0], -rest.index(link[2])))
            branches.setdefault(one, []).append(other)
            reached.append(other)
            rest.remove(other)
        ring += _walk(root, branches)
    return ring


def _walk(node: str, branches: dict[str, list[str]]) -> list[str]:
    return [node] + [name for branch in branches.get(node, ()) for name in _walk(branch, branches)]


def draw_word_cloud(
    counts: pd.Series,
    *,
    title: str = "",
    note: str = "",
    seed: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the words of `counts`, the larger the more frequent.

    Parameters
    ----------
    counts : Series
        How often (above 0), by word. About fifty words can be read.
    seed : int
        The same seed sets the words in the same places.
    title, note, ax
        As in `draw_bars`.

    Raises
    ------
    RuntimeError
        Pillow works without raqm here, and would draw Arabic in single letters from left to right.
    ValueError
        Nothing to draw.

    Notes
    -----
    A picture for a first look, not a measure: length of word and place mislead the eye; `draw_bars` shows the same
    counts so that they can be compared. Set by wordcloud (Mueller), drawn by Pillow, which needs libraqm and, on Linux,
    the system's fribidi (Debian: libfribidi0).

    Examples
    --------
    >>> ax = draw_word_cloud(pd.Series({"سلام": 5, "قمة": 3}))
    >>> ax.images[0].get_array().shape[2]
    3
    """
    check_filled(counts, "draw_word_cloud")
    from PIL import features
    from wordcloud import WordCloud

    if not features.check("raqm"):
        raise RuntimeError(
            "Pillow cannot shape Arabic here (no raqm): the letters would come out apart and reversed. On Debian or "
            "Ubuntu run `apt install libfribidi0`; on other systems reinstall Pillow from its wheel"
        )
    ax = start(ax, height=3.5, title=title, note=note)
    width, height = _CLOUD_PIXELS
    palette = [darken(colour) for colour in COLOURS[:4]]
    cloud = WordCloud(
        width=width,
        height=height,
        background_color="white",
        font_path=str(_font_path()),
        prefer_horizontal=1.0,  # upright Arabic is read in no paper
        random_state=seed,
        color_func=lambda word, **_: _rgb(palette[sum(map(ord, word)) % len(palette)]),
    ).generate_from_frequencies({str(word): float(n) for word, n in counts.items()})
    ax.imshow(cloud.to_array(), interpolation="bilinear")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    write_around(ax, title, note)
    return ax


def _rgb(colour: Iterable[float]) -> str:
    return "rgb({}, {}, {})".format(*(round(255 * part) for part in colour))


def _font_path() -> Path:
    import fontpkg

    return Path(fontpkg.path("ibm-plex-sans-arabic", weight=600))
