"""Words and numbers as they stand in a chart: the style, Arabic text for any matplotlib, digits, month names."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import matplotlib
import numpy as np
from cycler import cycler
from matplotlib import font_manager
from matplotlib.textpath import TextPath

FONT = "ibm-plex-sans-arabic"
INK, GREY, PALE = "#1c1f24", "#5f6672", "#dfe2e6"
# Okabe and Ito's palette without its yellow (too faint on white): told apart by colour-blind readers.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f", "#000000")
ONE_WAY = ("#f3f7fb", "#8fbbd9", "#08519c")
TWO_WAYS = ("#b45309", "#f0b27a", "#ffffff", "#8fbbd9", "#08519c")
MISSING = "#eceef1"

STYLE: Any = {
    "font.family": ["IBM Plex Sans Arabic", "DejaVu Sans"],
    "font.size": 10.5,
    "text.parse_math": False,  # a label with two dollar signs would become mathematics, which is never shaped
    "text.color": INK,
    "axes.labelcolor": GREY,
    "axes.edgecolor": "#9aa1ab",
    "axes.prop_cycle": cycler(color=COLOURS),
    "axes.titlelocation": "right",
    "axes.titleweight": "bold",
    "axes.axisbelow": True,
    "axes.grid": False,
    "axes.spines.top": False,
    "axes.spines.left": False,  # the vertical axis stands at the right
    "grid.color": PALE,
    "grid.linewidth": 0.8,
    "xtick.color": "#9aa1ab",
    "ytick.color": "#9aa1ab",
    "xtick.labelcolor": GREY,
    "ytick.labelcolor": INK,
    "ytick.left": False,
    "ytick.labelleft": False,
    "ytick.right": True,
    "ytick.labelright": True,
    "legend.frameon": False,
    "lines.linewidth": 2.0,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "savefig.facecolor": "white",
    "figure.dpi": 120,
    "savefig.dpi": 200,
    "savefig.bbox": "tight",
    "savefig.pad_inches": 0.15,
    "svg.fonttype": "path",  # as text, a browser would lay the labels out from left to right
    "svg.hashsalt": "arabic-media-notebooks",
}

# The house style that is no rcParam: which digits, which month names, which way time runs.
HOUSE = {"digits": "latin", "months": "ar", "time": "rtl"}

_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
ARABIC_LETTER = re.compile(
    "[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc]"
)
_SHAPED = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufe70-\ufefc]")
_CONTROLS = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_RLM, _LRI, _PDI = "\u200f", "\u2066", "\u2069"
_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
# What must stay in one piece, left to right, in an Arabic line; else -7 is shown as 7-, 2024-02-13 as 13-02-2024.
_LEFT_TO_RIGHT = re.compile(
    rf"""https?://\S+ | [@\#][A-Za-z]\w* | (?:[A-Za-z]\.){{2,}}
    | (?<![\w-])[0-9]{{4}}-(?:0[1-9]|1[0-2])(?:-[0-9]{{2}})?(?![\w-])
    | (?<![\w-])[0-9]{{1,2}}-[0-9]{{1,2}}-[0-9]{{2,4}}(?![\w-]) | [0-9]{{1,4}}/[0-9]{{1,2}}/[0-9]{{1,4}}
    | (?<![\w%)])[-+−±][$€£]?{_NUMBER}(?:\s?[%‰$€£])? | [$€£]{_NUMBER} | {_NUMBER}\s?[%‰$€£]""",
    re.VERBOSE,
)
_YEARS = re.compile(r"(?<![\w-])([0-9]{4})\s?[-–]\s?([0-9]{4})(?![\w-])")
_DIGITS = str.maketrans("0123456789,.%", "٠١٢٣٤٥٦٧٨٩٬٫٪")


def use_arabic_style(*, digits: str = "latin", months: str = "ar", time: str = "rtl") -> None:
    """Set matplotlib's defaults to this project's style, with its packaged font; nothing is installed on the system.

    Parameters
    ----------
    digits : {"latin", "arabic"}
        1,234.5 or ١٬٢٣٤٫٥ in every chart and table, unless one says otherwise.
    months : str
        The locale whose month names stand on time axes: ``"ar"`` or ``"ar-EG"`` (يناير), ``"ar-LB"`` and
        ``"ar-IQ"`` (كانون الثاني), ``"ar-MA"`` (غشت), ``"ar-DZ"`` and ``"ar-TN"`` (جانفي) …
    time : {"rtl", "ltr"}
        Which way time runs.

    Raises
    ------
    RuntimeError
        The cairo backend is in use, which draws Arabic reversed.

    Notes
    -----
    It changes ``matplotlib.rcParams`` for the whole session; to limit it, call it inside
    ``with matplotlib.rc_context():``. Bars and keys run from right to left as Arabic newsrooms have them; for time
    they do both (Alebri, Rakotondravony and Harrison, "Design Patterns in Right-to-Left Visualizations", IEEE VIS
    2024, 128 charts). We keep one direction within a report; ``time="ltr"`` gives the other. Month names are
    those of the Unicode CLDR.

    Examples
    --------
    >>> use_arabic_style()
    >>> matplotlib.rcParams["font.family"]
    ['IBM Plex Sans Arabic', 'DejaVu Sans']
    """
    for name, value, allowed in (("digits", digits, ("latin", "arabic")), ("time", time, ("rtl", "ltr"))):
        check_choice(name, value, allowed)
    if months != "ar":
        name_months(months)  # a locale that does not exist is refused here
    register_fonts()
    matplotlib.rcParams.update(STYLE)
    refuse_cairo(matplotlib.get_backend())
    HOUSE.update(digits=digits, months=months, time=time)


def shape_label(text: object, *, width: int | None = None) -> str:
    """Return `text` as the installed matplotlib needs it to draw it rightly; wrap it at about `width` characters.

    Parameters
    ----------
    text : object
        Plain text in reading order, as in the data. What is no string is turned into one.
    width : int, optional
        Characters a line; lines are balanced, words never cut.

    Returns
    -------
    str
        For display only. Text without Arabic comes back as it is (wrapped, if asked).

    Raises
    ------
    ValueError
        `text` was shaped already (it holds presentation forms); shaping twice would spoil it.
    RuntimeError
        The cairo backend is in use, which draws Arabic reversed.

    Notes
    -----
    An Arabic label is laid out from right to left even where it begins with a Latin word. Signed numbers, dates,
    percentages and addresses keep their inner order; a span of years (2019-2024) is read from the right.
    Before matplotlib 3.11, vowel marks are left out: without shaping, a kasra would be drawn above its letter, as
    another vowel, and a tanwin across its alef. Ordering follows the Unicode bidirectional algorithm (UAX #9).

    Examples
    --------
    >>> shape_label("Reuters")
    'Reuters'
    >>> shape_label("وكالة الأنباء", width=8).count("\\n")
    1
    """
    plain = _CONTROLS.sub("", str(text))
    lines = split_lines(plain, width)
    if not _ARABIC.search(plain):
        return _escape("\n".join(lines))
    if _SHAPED.search(plain):
        raise ValueError(
            f"the label {plain!r} holds presentation forms, so it was shaped already: pass the plain text, without "
            "arabic_reshaper or get_display (text from a page: helpers.text.clean_text mends it)"
        )
    refuse_cairo(matplotlib.get_backend())
    finish = _mark_direction if shapes_arabic() else _shape_and_order
    return _escape("\n".join(finish(protect(line)) for line in lines))


@cache
def shapes_arabic() -> bool:
    """Whether the installed matplotlib shapes Arabic: only then is lam + alef drawn like the ligature's own glyph."""
    font = font_manager.FontProperties(family="DejaVu Sans")
    letters, ligature = (TextPath((0, 0), text, size=10, prop=font).vertices for text in ("لا", "\ufefb"))
    return letters.shape == ligature.shape and bool(np.allclose(letters, ligature))


def refuse_cairo(backend: str) -> None:
    """Raise an error where `backend` would draw Arabic reversed."""
    if "cairo" in backend.lower() and shapes_arabic():
        raise RuntimeError(
            f"matplotlib's backend {backend!r} draws Arabic letters apart and reversed; "
            "choose another one, for example matplotlib.use('agg') (it also writes SVG and PDF)"
        )


def split_lines(text: str, width: int | None) -> list[str]:
    """The lines of `text`, wrapped at `width` characters."""
    lines = text.split("\n")
    return lines if width is None else [piece for line in lines for piece in _balance(line, width)]


def _balance(line: str, width: int) -> list[str]:
    """Wrap at `width`, then as narrowly as the same number of lines allows: no lonely last word."""
    wrap = partial(textwrap.wrap, line, break_long_words=False, break_on_hyphens=False)
    count = len(wrap(width=width))
    narrow = next((w for w in range(max(len(line) // max(count, 1), 1), width) if len(wrap(width=w)) == count), width)
    return wrap(width=narrow) or [""]


def protect(line: str) -> str:
    """Keep together what runs from left to right, and spans of years from right to left."""
    line = _YEARS.sub(f"\\1{_RLM}–{_RLM}\\2", line)
    return _LEFT_TO_RIGHT.sub(lambda match: _LRI + match[0] + _PDI, line)


def _escape(shown: str) -> str:
    return shown.replace("$", r"\$") if matplotlib.rcParams["text.parse_math"] else shown


def _mark_direction(line: str) -> str:
    return _RLM + line


def _shape_and_order(line: str) -> str:
    """Shape and order for a matplotlib that does neither: every letter its presentation form, from left to right."""
    from bidi import get_display
    from bidi.mirror import MIRRORED

    # get_display orders rightly but mirrors nothing. A mark set after each bracket comes out before it exactly
    # where the text runs from right to left: there the bracket is exchanged for its mirror image.
    mark, bracket = "\u034f", f"([{re.escape(''.join(MIRRORED))}])"
    marked = re.sub(bracket, rf"\1{mark}", _reshaper().reshape(unicodedata.normalize("NFC", line)))
    shown = get_display(marked, base_dir="R")
    shown = re.sub(f"{bracket}{mark}|{mark}{bracket}", lambda found: found[1] or MIRRORED[found[2]], shown)
    return re.sub("[\u200c\u200d]", "", _CONTROLS.sub("", shown))  # an older matplotlib would draw them as boxes


@cache
def _reshaper() -> Any:
    try:
        from arabic_reshaper import ArabicReshaper
    except ImportError as error:
        raise ImportError(
            f"matplotlib {matplotlib.__version__} cannot shape Arabic: install matplotlib 3.11 or newer, or "
            "arabic-reshaper and python-bidi"
        ) from error
    return ArabicReshaper(
        {"delete_harakat": True, "use_unshaped_instead_of_isolated": True, "ARABIC LIGATURE ALLAH": False}
    )


def register_fonts() -> None:
    """Make the packaged font known to matplotlib."""
    import fontpkg

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for file in fontpkg.family(FONT).files:
        if str(file.path) not in known:
            font_manager.fontManager.addfont(file.path)


@dataclass(frozen=True)
class Numbers:
    """How the numbers of one chart are written: alike, with as few decimals as they need."""

    unit: str = ""
    digits: str = "latin"
    decimals: int = 0

    @property
    def size(self) -> float:
        """Font size: Arabic digits are drawn small."""
        return 11.5 if self.digits == "arabic" else 9.5

    def write(self, value: float) -> str:
        text = f"{value * 100 if self.unit == '%' else value:,.{self.decimals}f}"
        if text.startswith("-"):
            text = "−" + text[1:] if text.strip("-0.,") else text[1:]  # no "−0"
        text += "%" if self.unit == "%" else f"\u00a0{self.unit}" if self.unit else ""
        return self.translate(text)

    def write_exactly(self, value: float) -> str:
        """With more decimals where these would show another number: half a per cent is not 0%."""
        scaled = value * 100 if self.unit == "%" else value
        needed = (d for d in range(self.decimals, 4) if abs(round(scaled, d) - scaled) < 1e-9 * max(abs(scaled), 1))
        return replace(self, decimals=next(needed, 4)).write(value)

    def count(self, n: float) -> str:
        """The number of cases as it stands beside a value."""
        return "ن = " + self.translate(f"{n:,.0f}")

    def translate(self, text: str) -> str:
        return text.translate(_DIGITS) if self.digits == "arabic" else text


def plan_numbers(columns: Iterable[Any], unit: str = "", digits: str | None = None) -> Numbers:
    """Choose how to write all `columns` of numbers of one chart."""
    digits = digits or HOUSE["digits"]
    check_choice("digits", digits, ("latin", "arabic"))
    values = np.concatenate([np.asarray(column, dtype=float).ravel() for column in columns] or [np.empty(0)])
    values = np.abs(values[np.isfinite(values)]) * (100 if unit == "%" else 1)
    top = values.max(initial=0)
    whole = np.allclose(values, values.round(), atol=1e-9)
    return Numbers(unit, digits, 0 if whole or top >= 20 else 1 if top >= 2 else 2)


@cache
def name_months(locale: str) -> tuple[str, ...]:
    """The twelve months, as the Unicode CLDR names them in `locale`."""
    from babel import Locale, UnknownLocaleError

    try:
        months = Locale.parse(locale.replace("-", "_")).months["format"]["wide"]
    except (ValueError, UnknownLocaleError) as error:
        raise ValueError(f"months={locale!r}: no such locale; use 'ar', 'ar-LB', 'ar-MA', 'ar-DZ' …") from error
    return tuple(months[month] for month in range(1, 13))


def check_choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    """Raise an error where an option has no meaning."""
    if value not in allowed:
        raise ValueError(f"{name}={value!r}: use {' or '.join(map(repr, allowed))}")
