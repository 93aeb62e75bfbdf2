"""Instruments that tell rightly drawn Arabic from wrongly drawn: each is itself tested on labels broken on purpose.

None sees everything, so they are used together:

    instrument            it reads                         it cannot see
    find_shaped_wrong     the strings given to matplotlib  order alone (on 3.11), missing glyphs
    find_other_glyphs     glyphs in the SVG                (3.11 only)
    read_marks            order of all but Arabic letters  the letters
    compare_pictures      pixels, against Pillow + raqm    mirrored brackets
    find_missing_glyphs   matplotlib's own warnings        anything but missing glyphs
    read_back             pixels, by OCR                   isolated letters in right order
"""

from __future__ import annotations

import io
import re
import shutil
import sys
import unicodedata
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from matplotlib import font_manager
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.text import Text

from helpers.charts import labels

NATIVE = labels.shapes_arabic()
ARABIC_LETTERS = re.compile("[\u0620-\u065f\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+")
MARKS = re.compile("[\u064b-\u065f\u0670]")
POINTS, DPI = 22, 100


@dataclass(frozen=True)
class Line:
    """One line of a drawn text: the string given to matplotlib, what it should say, its font, its glyphs as drawn."""

    shown: str
    plain: str | None  # None: it did not come from shape_label
    weight: str | int = "normal"
    family: tuple[str, ...] = ()
    glyphs: tuple[tuple[str, int], ...] = ()

    @property
    def is_arabic(self) -> bool:
        return bool(self.plain and ARABIC_LETTERS.search(self.plain))


@contextmanager
def record_labels(shape: Callable | None = None):
    """Within it, every label is shaped by `shape` (as it should be, if not given) and noted: shown -> plain."""
    right, notes = labels.shape_label, {}

    def note(text, *, width=None):
        plain = labels.split_lines(labels._CONTROLS.sub("", str(text)), width)
        shown = right(text, width=width) if shape is None else "\n".join(shape(line) for line in plain)
        notes[shown] = "\n".join(plain)
        return shown

    rooms = [room for name, room in sys.modules.items() if name.startswith("helpers.charts")]
    rooms = [room for room in rooms if getattr(room, "shape_label", None) is right]
    for room in rooms:
        room.shape_label = note
    try:
        yield notes
    finally:
        for room in rooms:
            room.shape_label = right


def find_drawn(figure: Figure) -> dict[Text, list[list[tuple[str, int]]]]:
    """The texts that `figure` really draws, found in its SVG; of each line its glyphs, in the order of the page."""
    artists = {f"label-{i}": text for i, text in enumerate(figure.findobj(Text))}
    for gid, text in artists.items():
        text.set_gid(gid)
    with io.StringIO() as page, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        figure.savefig(page, format="svg")
        svg = page.getvalue()
    for text in artists.values():
        text.set_gid(None)
    found = {}
    for gid, drawn in re.findall(r'<g id="(label-\d+)">(.*?)(?=<g id="(?!text_|glyph)|\Z)', svg, re.DOTALL):
        pieces = re.split(r"<!--.*?-->", drawn, flags=re.DOTALL)[1:]
        glyphs = [re.findall(r'<use xlink:href="#([^"]+)-([0-9a-f]+)"', piece) for piece in pieces]
        found[artists[gid]] = [[(name, int(number, 16)) for name, number in line] for line in glyphs]
    return found


def read_lines(figure: Figure, notes: dict[str, str]) -> list[Line]:
    """Every line of text that `figure` really draws, with what it should say according to `notes`."""
    lines = []
    for text, glyphs in find_drawn(figure).items():
        shown = [line for line in text.get_text().split("\n") if line.strip()]
        plain = notes.get(text.get_text())
        said = [None] * len(shown) if plain is None else [line for line in plain.split("\n") if line.strip()]
        font = {"weight": text.get_weight(), "family": tuple(text.get_family())}
        for line, meant, drawn in zip(shown, said, glyphs, strict=True):
            lines.append(Line(line, meant, glyphs=tuple(drawn), **font))
    return lines


def write_sheet(lines: list[Line]) -> tuple[Figure, list[tuple[int, int, int, int]]]:
    """All `lines` on one page, large and far apart, drawn by matplotlib; and the box of each in pixels from the top."""
    height = 0.62 * len(lines)
    figure = plt.figure(figsize=(13, height), dpi=DPI)
    texts = []
    for i, line in enumerate(lines):
        place = 1 - (i + 0.5) / len(lines)
        font = {"size": POINTS, "weight": line.weight, "family": list(line.family)}
        texts.append(figure.text(0.97, place, line.shown, ha="right", va="center", **font))
    boxes = [(0, int(62 * i), 1300, int(62 * (i + 1))) for i in range(len(lines))]
    return figure, boxes


def draw_sheet(lines: list[Line]) -> tuple[np.ndarray, list[tuple[int, int, int, int]]]:
    """The page of `write_sheet` as grey levels of ink, 0 to 1."""
    figure, boxes = write_sheet(lines)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        figure.canvas.draw()
    pixels = 1 - np.asarray(figure.canvas.buffer_rgba())[:, :, :3].mean(axis=2) / 255
    plt.close(figure)
    return pixels, boxes


# --- strings --------------------------------------------------------------------------------------------------------


def find_shaped_wrong(lines: list[Line]) -> list[Line]:
    """Lines whose string this matplotlib cannot draw rightly: on 3.11 shaped letters, before it letters not joined."""
    return [line for line in lines if (_holds_forms if NATIVE else _joins_badly)(line.shown)]


# Plain letters: those that would join to both sides, and those that join only to the letter before them.
DUAL, TO_THE_RIGHT = "بتثجحخسشصضطظعغفقكلمنهيئپچڤگی", "اأإآدذرزوؤةى"


def _holds_forms(shown: str) -> bool:
    return re.search("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufe70-\ufefc]", shown) is not None


def _joins_badly(shown: str) -> bool:
    """Whether, read from left to right, a letter reaches out to a neighbour that does not reach back."""
    text = re.sub("[\u064b-\u065f\u0670\u200b-\u200f\u2066-\u2069]", "", shown)
    sides = [_reaches(char) for char in text]
    pairs = zip([(False, False), *sides], [*sides, (False, False)], strict=True)
    if any(left[1] != right[0] for left, right in pairs):
        return True
    return any(right in DUAL and left in DUAL + TO_THE_RIGHT for left, right in zip(text, text[1:], strict=False))


def _reaches(char: str) -> tuple[bool, bool]:
    """Whether the glyph joins to its left (what follows it in reading) and to its right."""
    form = unicodedata.decomposition(char).split(" ")[0]
    if char == "\u0640":
        return True, True
    return form in ("<initial>", "<medial>"), form in ("<final>", "<medial>")


# --- glyphs ---------------------------------------------------------------------------------------------------------


@cache
def _font_files() -> dict[str, Path]:
    from fontTools.ttLib import TTFont

    files = {}
    for entry in font_manager.fontManager.ttflist:
        if "IBM Plex Sans Arabic" in entry.name or Path(entry.fname).name.startswith("DejaVu"):
            with TTFont(entry.fname, lazy=True) as font:
                files[font["name"].getDebugName(6)] = Path(entry.fname)
    return files


@cache
def _characters(font_name: str) -> dict[int, str]:
    """Glyph number -> character, of the font with this PostScript name."""
    from fontTools.ttLib import TTFont

    with TTFont(_font_files()[font_name]) as font:
        by_name = {name: chr(code) for code, name in sorted(font.getBestCmap().items(), reverse=True)}
        names = font.getGlyphOrder()  # "two.locl" is the 2 that goes with Arabic letters
    return {i: by_name[name.split(".")[0]] for i, name in enumerate(names) if name.split(".")[0] in by_name}


def read_marks(line: Line) -> str:
    """All that is no Arabic letter, as it stands on the page from left to right: tells order and mirrored brackets."""
    if NATIVE:
        drawn = "".join(_characters(font).get(number, "") for font, number in line.glyphs)
    else:
        drawn = "".join(chr(number) for _, number in line.glyphs)
    return re.sub(r"\s", "", ARABIC_LETTERS.sub("", drawn).replace("\u0640", ""))


@cache
def _shape(font_name: str, word: str) -> tuple[int, ...]:
    import uharfbuzz

    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(_font_files()[font_name]))))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(word)
    buffer.direction, buffer.script, buffer.language = "rtl", "Arab", "ar"
    uharfbuzz.shape(font, buffer)
    return tuple(info.codepoint for info in buffer.glyph_infos)


def find_other_glyphs(lines: list[Line]) -> list[Line]:
    """Lines (3.11) whose words are not drawn with HarfBuzz's glyphs, one word after the other from the right."""
    return [line for line in lines if line.is_arabic and not _has_words(line)]


def _has_words(line: Line) -> bool:
    fonts = [name for name in _font_files() if name.startswith("IBMPlexSansArabic")]
    wanted = "Bold" if line.weight in ("bold", 700) else "Regular"
    font = next(name for name in fonts if name == f"IBMPlexSansArabic-{wanted}" or name == "IBMPlexSansArabic" + wanted)
    glyphs = [number if name == font else -1 for name, number in line.glyphs]
    end = len(glyphs)
    for word in ARABIC_LETTERS.findall(line.plain or ""):
        shape = list(_shape(font, word))
        starts = [i for i in range(end - len(shape) + 1) if glyphs[i : i + len(shape)] == shape]
        if not starts:
            return False
        end = starts[-1]
    return True


# --- pixels ---------------------------------------------------------------------------------------------------------


def has_raqm() -> bool:
    from PIL import features

    return features.check("raqm")


def compare_pictures(lines: list[Line]) -> list[float]:
    """For each line, how much matplotlib's picture is like Pillow's of the same text: 1 the same, 0 unlike."""
    pixels, boxes = draw_sheet(lines)
    return [
        _similarity(pixels[t:b, x:r], _draw_with_pillow(line)) for line, (x, t, r, b) in zip(lines, boxes, strict=True)
    ]


def _draw_with_pillow(line: Line) -> np.ndarray:
    from PIL import Image, ImageDraw, ImageFont

    name = "Bold" if line.weight in ("bold", 700) else "Regular"
    path = next(
        p for n, p in _font_files().items() if n == f"IBMPlexSansArabic-{name}" or n == f"IBMPlexSansArabic{name}"
    )
    font = ImageFont.truetype(str(path), POINTS * DPI / 72, layout_engine=ImageFont.Layout.RAQM)
    # Isolates keep dates and signed numbers together, as in the label; read_marks checks these for themselves.
    text = labels.protect(line.plain or "") if labels._ARABIC.search(line.plain or "") else line.plain or ""
    text = text if NATIVE else MARKS.sub("", text)
    image = Image.new("L", (1300, 90), 0)
    direction = "rtl" if labels._ARABIC.search(text) else "ltr"
    # Without shaping there are no digits that go with Arabic letters, no fine ligatures, no kerning.
    features = None if NATIVE else ["-locl", "-kern", "-liga", "-calt"]
    ImageDraw.Draw(image).text((10, 15), text, fill=255, font=font, direction=direction, features=features)
    return np.asarray(image) / 255


def _similarity(ours: np.ndarray, theirs: np.ndarray) -> float:
    if ours.max() < 0.2 or theirs.max() < 0.2:
        return 0.0
    ours, theirs = (picture[np.ix_(*_ink(picture))] for picture in (ours, theirs))
    if not 0.75 < ours.shape[1] / theirs.shape[1] < 1.33:
        return 0.0
    ours, theirs = (_soften(picture, theirs.shape) for picture in (ours, theirs))
    # Window by window, each a little to the left or to the right: one ligature more makes a line no other line.
    scores, weights = [], []
    for start in range(0, max(ours.shape[1] - WINDOW // 2, 1), WINDOW // 2):
        window = ours[:, start : start + WINDOW]
        places = range(max(0, start - SHIFT), max(1, min(start + SHIFT, theirs.shape[1] - window.shape[1]) + 1))
        matches = [_correlate(window, theirs[:, place : place + window.shape[1]]) for place in places]
        scores.append(max(matches, default=0.0))
        weights.append(window.sum())
    return float(np.average(scores, weights=weights))


WINDOW, SHIFT = 90, 16  # pixels: a word of three or four letters, the breadth of one


def _soften(picture: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    from PIL import Image, ImageFilter

    image = Image.fromarray((picture * 255).astype(np.uint8)).resize((shape[1], shape[0]))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(1.5)), dtype=float)


def _correlate(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1]) if a.std() and b.std() else 0.0


def _ink(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = np.flatnonzero(picture.max(axis=1) > 0.2), np.flatnonzero(picture.max(axis=0) > 0.2)
    return np.arange(rows[0], rows[-1] + 1), np.arange(columns[0], columns[-1] + 1)


def find_missing_glyphs(figure: Figure) -> list[str]:
    """What matplotlib itself says of glyphs that no font of the figure has."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        figure.canvas.draw()
    return [str(warning.message) for warning in said if "missing from" in str(warning.message)]


def has_ocr() -> bool:
    import pytesseract

    return shutil.which("tesseract") is not None and "ara" in pytesseract.get_languages()


def read_back(lines: list[Line]) -> list[float]:
    """For each line, the share of its Arabic letters that OCR reads otherwise (0 all read, 1 none)."""
    import pytesseract
    from PIL import Image

    pixels, boxes = draw_sheet(lines)
    errors = []
    read: list[str] = []
    for first in range(0, len(lines), 12):  # one page of twelve lines: the engine takes longer to start than to read
        box = (boxes[first][1], boxes[min(first + 11, len(lines) - 1)][3])
        page = Image.fromarray((255 * (1 - pixels[box[0] : box[1]])).astype(np.uint8))
        read += pytesseract.image_to_string(page, lang="ara", config="--psm 6").split("\n")
    found = [_letters(text) for text in read]
    for line in lines:
        wanted = _letters(line.plain or "")
        errors.append(min((_distance(wanted, text) / max(len(wanted), 1) for text in found), default=1.0))
    return errors


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return "".join(char for char in plain if "\u0620" <= char <= "\u064a" and char != "\u0640")


def _distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row, before = [i], row
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y)))
    return row[-1]


# --- labels broken on purpose ---------------------------------------------------------------------------------------


def _recipe(text: str) -> str:
    from arabic_reshaper import reshape
    from bidi import get_display

    return get_display(reshape(text))


def _order_only(text: str) -> str:
    from bidi import get_display

    return get_display(text)


def _apart(text: str) -> str:
    return re.sub("(?<=[\u0620-\u064a])(?=[\u0620-\u064a])", "\u200c", text)


# What goes wrong in practice, on a matplotlib that shapes and on one that does not.
BROKEN: dict[str, Callable[[str], str]] = (
    {
        "reversed": _recipe,
        "ordered twice": _order_only,
        "unshaped": _apart,
        "doubly shaped": lambda text: _recipe(_recipe(text)),
    }
    if NATIVE
    else {
        "reversed and unshaped": lambda text: text,
        "unshaped": _order_only,
        "doubly shaped": lambda text: _recipe(_recipe(text)),
    }
)
