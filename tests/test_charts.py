"""helpers.charts: Arabic drawn rightly on every matplotlib, in labels and in every chart; layout, numbers, tables.

The suite runs on the matplotlib of the environment: on 3.11 and newer, which shape Arabic, and again, in an
environment of its own, on an older one. Every instrument is tried on labels broken on purpose as well.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import re
from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("agg")

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image, ImageDraw, ImageFont

from helpers.charts import (
    draw_bars,
    draw_dispersion,
    draw_heatmap,
    draw_lines,
    draw_network,
    draw_shares,
    draw_two_sides,
    draw_word_cloud,
    labels,
    layout,
    shape_label,
    show_table,
    use_arabic_style,
)
from helpers.charts.pictures import _font_path
from tests.charts_checks import (
    ARABIC_LETTERS,
    BROKEN,
    NATIVE,
    Line,
    compare_pictures,
    find_drawn,
    find_missing_glyphs,
    find_other_glyphs,
    find_shaped_wrong,
    has_ocr,
    has_raqm,
    read_back,
    read_lines,
    read_marks,
    record_labels,
)

# Both were chosen after seeing the scores of right and of broken labels: pictures .78 and more against .8 and less,
# with most of the broken ones below .6; letters misread 0 to .25 (a few short labels more) against .5 and more.
ALIKE, MISREAD = 0.7, 0.4

needs_raqm = pytest.mark.skipif(not has_raqm(), reason="Pillow cannot shape Arabic here: no libraqm or no libfribidi")
needs_ocr = pytest.mark.skipif(not has_ocr(), reason="tesseract with its Arabic data is not installed")
needs_shaping = pytest.mark.skipif(not NATIVE, reason="only where matplotlib shapes Arabic itself")

CASES_FILE = Path(__file__).parent / "cases" / "charts" / "labels.tsv"
with CASES_FILE.open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(autouse=True)
def style():
    use_arabic_style()
    yield
    plt.close("all")
    use_arabic_style()


# --- labels ---------------------------------------------------------------------------------------------------------


def draw_cases(shape: Callable | None = None, **font) -> list[Line]:
    """Every label of the cases on one page, as it is really drawn; broken by `shape` or by its font."""
    with record_labels(shape) as notes:
        figure = plt.figure(figsize=(8, 24))
        for i, case in enumerate(CASES):
            figure.text(0.1, 1 - (i + 1) / (len(CASES) + 1), labels.shape_label(case["input"]), **font)
    lines = read_lines(figure, notes)
    plt.close(figure)
    return lines


@pytest.fixture(scope="module")
def right() -> list[Line]:
    use_arabic_style()
    return draw_cases()


@pytest.fixture(scope="module", params=sorted(BROKEN))
def broken(request) -> tuple[str, list[Line]]:
    use_arabic_style()
    return request.param, [line for line in draw_cases(BROKEN[request.param]) if line.is_arabic]


@pytest.fixture(scope="module")
def tofu() -> list[Line]:
    """Drawn with a font that has no Arabic."""
    use_arabic_style()
    return [line for line in draw_cases(family="DejaVu Serif") if line.is_arabic]


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["label"] for case in CASES])
def test_signs_and_latin_stand_in_order(number, right, request):
    """Read off the drawn glyphs: brackets that should be mirrored are, and dates, signs and Latin keep their order."""
    if CASES[number]["known_failure"]:
        request.applymarker(pytest.mark.xfail(strict=True, reason=CASES[number]["known_failure"]))
    assert read_marks(right[number]) == CASES[number]["marks"]


def test_right_labels_are_found_right(right):
    assert len(right) == len(CASES)
    assert find_shaped_wrong(right) == []
    if NATIVE:
        assert find_other_glyphs(right) == []


@needs_raqm
def test_right_labels_look_like_another_renderers(right):
    scores = compare_pictures(right)
    assert [case["label"] for case, score in zip(CASES, scores, strict=True) if score < ALIKE] == []


@needs_ocr
def test_right_labels_can_be_read_back(right):
    errors = np.array(read_back([line for line in right if line.is_arabic]))
    assert (errors <= MISREAD).mean() >= 0.9 and np.median(errors) == 0


def test_every_broken_label_is_caught(broken):
    name, lines = broken
    blind = find_shaped_wrong if not NATIVE else find_other_glyphs if name != "doubly shaped" else find_shaped_wrong
    left = [line for line in lines if line not in blind(lines)]
    # Letters that never join look the same shaped and unshaped; what is wrong in them is order alone, seen in pixels.
    assert len(left) <= 1
    if left and has_raqm() and name != "unshaped":
        assert max(compare_pictures(left)) < ALIKE


@needs_raqm
def test_broken_labels_look_unlike_another_renderers(broken):
    name, lines = broken
    if NATIVE and name == "doubly shaped":
        pytest.skip(
            "shaped and turned round an even number of times: it looks right until a mark or a ligature is lost"
        )
    caught = np.array(compare_pictures(lines)) < ALIKE
    assert caught.mean() >= 0.85


@needs_ocr
def test_broken_labels_cannot_be_read_back(broken):
    name, lines = broken
    if name == "unshaped" or (NATIVE and name == "doubly shaped"):
        pytest.skip("a reader of letters reads letters that stand apart, and those turned round twice")
    assert (np.array(read_back(lines)) > MISREAD).mean() >= 0.95


@needs_shaping
def test_only_shaped_letters_are_found_in_strings(broken):
    name, lines = broken
    assert len(find_shaped_wrong(lines)) == (len(lines) if name in ("reversed", "doubly shaped") else 0)


def test_missing_glyphs_are_caught(tofu):
    figure = plt.figure()
    figure.text(0.1, 0.5, shape_label("الاقتصاد"))
    assert find_missing_glyphs(figure) == []
    figure.text(0.1, 0.2, shape_label("الاقتصاد"), family="DejaVu Serif")
    assert find_missing_glyphs(figure)
    if NATIVE:
        assert len(find_other_glyphs(tofu)) == len(tofu)
    if has_raqm():
        assert max(compare_pictures(tofu)) < ALIKE
    if has_ocr():
        assert min(read_back(tofu[:12])) > MISREAD


@needs_shaping
def test_both_roads_lead_to_the_same_order(right):
    """What is done for an older matplotlib gives the order of signs that the newer one draws."""
    pytest.importorskip("arabic_reshaper")
    for line in right:
        if line.is_arabic and line.plain:
            visual = labels._shape_and_order(labels.protect(line.plain))
            assert re.sub(r"[\s\u0640]", "", ARABIC_LETTERS.sub("", visual)) == read_marks(line)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(alphabet="ابجدلمةى 120.%-()«»[]ABc:،؟", max_size=24))
def test_any_mixture_is_drawn_in_one_order(text):
    """No label makes it fail, and nothing is lost: the letters and signs that go in come out, mirrored or not."""
    shown = shape_label(text)
    if not labels._ARABIC.search(text):
        assert shown == text
        return
    expected = labels._YEARS.sub("\\1–\\2", text)
    if NATIVE:
        assert re.sub("[\u200f\u2066-\u2069]", "", shown) == expected
    else:
        pairs = str.maketrans(")]»", "([«")
        signs = [sorted(labels._ARABIC.sub("", one).translate(pairs)) for one in (shown, expected)]
        assert signs[0] == signs[1]


def test_what_a_label_becomes():
    assert shape_label(12) == "12" and shape_label("Reuters\nUK") == "Reuters\nUK" and shape_label("") == ""
    lines = shape_label("سطر أول\nAFP").split("\n")
    assert len(lines) == 2
    if NATIVE:
        assert all(line.startswith("\u200f") for line in lines)
        assert shape_label(shape_label("نسبة 25%")) == shape_label("نسبة 25%")
    else:
        with pytest.raises(ValueError, match="shaped already"):
            shape_label(shape_label("نسبة 25%"))


def test_wrapping_is_balanced_and_cuts_no_word():
    text = "وكالة الأنباء الوطنية للإعلام والتوثيق في لبنان"
    lines = labels.split_lines(text, 30)
    assert " ".join(lines) == text
    assert len(lines) == 2 and max(map(len, lines)) <= 30 and min(map(len, lines)) > 15
    assert labels.split_lines("كلمة", 2) == ["كلمة"] and labels.split_lines("", 9) == [""]


def test_text_shaped_before_is_refused():
    with pytest.raises(ValueError, match="without arabic_reshaper"):
        shape_label("\ufee3\ufea4\ufee4\ufeaa")


def test_dollar_signs_are_no_mathematics():
    with matplotlib.rc_context({"text.parse_math": True}):
        figure = plt.figure()
        text = figure.text(0.1, 0.5, shape_label("السعر 5$ أو 10$"))
        assert text.get_text().count(r"\$") == 2
    assert matplotlib.rcParams["text.parse_math"] is False


@needs_shaping
def test_the_cairo_backend_is_refused(monkeypatch):
    monkeypatch.setattr(matplotlib, "get_backend", lambda: "qtcairo")
    with pytest.raises(RuntimeError, match="choose another"):
        shape_label("سلام")
    with pytest.raises(RuntimeError, match="qtcairo"):
        use_arabic_style()


def test_shaping_is_told_by_what_matplotlib_does():
    declared = getattr(matplotlib.ft2font, "__libraqm_version__", None) is not None
    assert labels.shapes_arabic() is declared


# --- charts ---------------------------------------------------------------------------------------------------------

OUTLETS = ["الأهرام", "الجزيرة نت", "BBC News عربي", "وكالة الأنباء الوطنية للإعلام والتوثيق (لبنان)", "هسبريس"]
FRAMES = ["الصداقة والتحالف", "الاقتصاد", "الأمن والقوة", "الصراع", "السيادة وعدم التدخل", "النظام الدولي"]
NOTE = "المصدر: عيّنة تعليمية (ن = 2140)، 13-02-2024"


def measured() -> pd.DataFrame:
    shares = np.array([0.42, 0.31, 0.27, 0.18, 0.09])
    table = {"share": shares, "low": shares - 0.05, "high": shares + 0.06, "n": [320, 1210, 98, 77, 45]}
    return pd.DataFrame(table, index=OUTLETS)


def signed() -> pd.DataFrame:
    table = {"diff": [0.12, 0.03, -0.08], "low": [0.05, -0.02, -0.15], "high": [0.2, 0.08, -0.01], "n": [50, 40, 30]}
    return pd.DataFrame(table, index=FRAMES[:3])


def monthly() -> pd.DataFrame:
    table = {"الأهرام": np.arange(14) % 5 + 20.0, "Reuters عربي": np.arange(14) + 3.0, "هسبريس": np.arange(14) + 3.5}
    frame = pd.DataFrame(table, index=pd.period_range("2023-06", periods=14, freq="M"))
    frame.iloc[4:6, 1] = np.nan
    return frame


def daily() -> pd.DataFrame:
    wave = np.sin(np.arange(40) / 6) * 0.4
    lines = {"النبرة": wave, "العناوين": -wave}
    tables = {name: pd.DataFrame({"value": v, "low": v - 0.1, "high": v + 0.1}) for name, v in lines.items()}
    return pd.concat(tables, axis=1).set_axis(pd.date_range("2024-02-01", periods=40))


def tones() -> pd.DataFrame:
    counts = {"سلبي": [30, 50, 5, 12, 40], "محايد": [40, 90, 60, 8, 0], "إيجابي": [30, 20, 35, 80, 2]}
    return pd.DataFrame(counts, index=OUTLETS)


def frames() -> pd.DataFrame:
    table = pd.DataFrame(np.arange(30).reshape(5, 6) * 4.0, index=OUTLETS, columns=FRAMES)
    table.iloc[2, 3] = np.nan
    return table


def hits() -> pd.DataFrame:
    documents = pd.Categorical(np.tile(["أ", "ب", "ج"], 20), categories=["أ", "ب", "خبر طويل العنوان", "ج"])
    terms = np.repeat(["بكين", "واشنطن", "مجلس الأمن الدولي"], 20)
    return pd.DataFrame({"term": terms, "position": (np.arange(60) * 0.37) % 1, "doc_id": documents})


def ties() -> pd.DataFrame:
    columns = ["source", "target", "weight", "balance"]
    rows = [("الصين", "روسيا", 4, 0.9), ("روسيا", "الصين", 2, 0.5), ("الولايات المتحدة", "الصين", 3, -0.8)]
    return pd.DataFrame([*rows, ("الاتحاد الأوروبي", "روسيا", 1, 0.0)], columns=columns)


CHARTS: dict[str, Callable[[], Axes]] = {
    "bars with intervals": lambda: draw_bars(
        measured(), title="نصف الأخبار تقريباً\nمع مجال ثقة 95%", note=NOTE, unit="%"
    ),
    "bars, one missing": lambda: draw_bars(pd.Series([12000, np.nan], index=["سلام", "حرب"]), title="الكلمات"),
    "bars, negative, Arabic digits": lambda: draw_bars(signed(), title="فرق الأطر", unit="%", digits="arabic"),
    "bars, one": lambda: draw_bars(pd.Series([5], index=["الأهرام"]), title="خبر واحد"),
    "bars, a unit": lambda: draw_bars(pd.Series([2.5, -1.25], index=OUTLETS[:2]), title="الطول", unit="كلمة"),
    "lines, months": lambda: draw_lines(monthly(), title="التغطية منذ 2024\nعدد الأخبار في الشهر", note=NOTE),
    "lines, days and bands": lambda: draw_lines(daily(), title="النبرة", digits="arabic"),
    "lines, years": lambda: draw_lines(pd.Series([0.1, 0.4], index=[2019, 2024], name="حصة"), title="سنوات", unit="%"),
    "shares of counts": lambda: draw_shares(tones(), title="النبرة\nن: عدد الجمل", note=NOTE),
    "shares, many parts": lambda: draw_shares(frames().fillna(9) + 4, title="الأطر", digits="arabic"),
    "heat map": lambda: draw_heatmap(frames(), title="الأطر في كل منبر\nعدد الجمل", note=NOTE),
    "heat map, negative": lambda: draw_heatmap(frames() / 100 - 0.4, title="الفروق", digits="arabic"),
    "two sides": lambda: draw_two_sides(
        signed(), sides=("الأهرام", "BBC News عربي"), title="ما يميز منبراً من آخر\nالنسبة اللوغاريتمية", note=NOTE
    ),
    "two sides, one missing": lambda: draw_two_sides(pd.Series([2.5, np.nan, -1], index=FRAMES[:3]), title="كلمات"),
    "network, directed": lambda: draw_network(ties(), title="من يفعل ماذا لمن\nعدد الأحداث", note=NOTE),
    "network, many nodes": lambda: draw_network(
        pd.DataFrame({"source": "الحرب", "target": [f"كلمة {n}" for n in range(18)], "weight": range(1, 19)}),
        directed=False,
        title="المتلازمات",
    ),
    "dispersion": lambda: draw_dispersion(hits(), title="أين ترد أسماء العواصم", note=NOTE),
}

NEED_MONTHS = ("lines, months", "lines, days and bands")


@pytest.fixture(params=sorted(CHARTS))
def chart(request) -> tuple[Axes, list[Line]]:
    if request.param in NEED_MONTHS:
        pytest.importorskip("babel", reason="month names come from babel's copy of the CLDR")
    with record_labels() as notes:
        ax = CHARTS[request.param]()
        lines = read_lines(ax.figure, notes)
    return ax, lines


@pytest.fixture(scope="module")
def all_lines() -> list[Line]:
    """Every different line of Arabic of all charts."""
    use_arabic_style()
    lines, has_months = [], importlib.util.find_spec("babel") is not None
    for name, draw in CHARTS.items():
        if name in NEED_MONTHS and not has_months:
            continue
        with record_labels() as notes:
            lines += read_lines(draw().figure, notes)
        plt.close("all")
    return list({(line.shown, line.weight): line for line in lines if line.is_arabic}.values())


def test_every_text_of_a_chart_is_shaped(chart):
    _, lines = chart
    assert len(lines) >= 2
    assert [line.shown for line in lines if line.plain is None] == []
    assert find_shaped_wrong(lines) == []
    if NATIVE:
        assert find_other_glyphs(lines) == []


def test_no_glyph_of_a_chart_is_missing(chart):
    assert find_missing_glyphs(chart[0].figure) == []


def test_no_text_of_a_chart_touches_another_or_the_margin(chart):
    figure = chart[0].figure
    drawn = find_drawn(figure)
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in drawn]
    for box in boxes:
        assert figure.bbox.x0 <= box.x0 + 1 and box.x1 <= figure.bbox.x1 + 1
        assert figure.bbox.y0 <= box.y0 + 1 and box.y1 <= figure.bbox.y1 + 1
    # The upper and the lower fifth of a box are room for marks that few letters have.
    boxes = [Bbox.from_extents(box.x0, box.y0 + box.height / 5, box.x1, box.y1 - box.height / 5) for box in boxes]
    assert [(one, other) for i, one in enumerate(boxes) for other in boxes[:i] if one.overlaps(other)] == []


def test_the_title_stands_flush_right_above_everything(chart):
    ax, _ = chart
    ax.figure.canvas.draw()
    bold = [text for text in ax.texts if text.get_weight() == "bold"]
    assert len(bold) == 1
    box, others = bold[0].get_window_extent(), [t.get_window_extent() for t in ax.get_yticklabels()] + [ax.bbox]
    assert (
        box.y0 >= max(other.y1 for other in [ax.bbox, *(t.get_window_extent() for t in ax.texts if t not in bold)]) - 2
    )
    assert box.x1 >= max(other.x1 for other in others) - 1


@needs_raqm
def test_texts_of_charts_look_like_another_renderers(all_lines):
    scores = compare_pictures(all_lines)
    assert [line.plain for line, score in zip(all_lines, scores, strict=True) if score < ALIKE] == []


@needs_ocr
def test_texts_of_charts_can_be_read_back(all_lines):
    longer = [line for line in all_lines if len(ARABIC_LETTERS.sub("", line.plain)) * 2 < len(line.plain)]
    errors = np.array(read_back([line for line in longer if len(line.plain) > 4]))
    assert (errors <= MISREAD).mean() >= 0.9


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_chart_with_broken_labels_is_caught(name):
    with record_labels(BROKEN[name]) as notes:
        ax = CHARTS["heat map"]()
        lines = [line for line in read_lines(ax.figure, notes) if line.is_arabic]
    find = find_other_glyphs if NATIVE and name != "doubly shaped" else find_shaped_wrong
    assert len(lines) > 10 and len(find(lines)) == len(lines)


def test_a_text_that_was_not_shaped_is_caught():
    with record_labels() as notes:
        ax = draw_bars(pd.Series([1], index=["سلام"]))
        ax.set_xlabel("كلمة")
        ax.text(0.5, 0, "كلمة")
        lines = read_lines(ax.figure, notes)
    assert [line.shown for line in lines if line.plain is None] == ["كلمة"]


def test_bars_grow_leftwards_from_zero_and_carry_values_and_cases():
    ax = draw_bars(measured(), unit="%")
    assert ax.xaxis_inverted() and ax.get_xlim()[1] == 0
    assert [bar.get_x() for bar in ax.patches] == [0] * 5
    assert [bar.get_width() for bar in ax.patches] == list(measured()["share"])
    said = [text.get_text() for text in ax.texts]
    assert said[0] == "42%" and shape_label("ن = 1,210") in said
    ax.figure.canvas.draw()
    first, second = ax.texts[0].get_window_extent(), ax.texts[1].get_window_extent()
    assert first.x1 < ax.transData.transform((0.48, 0))[0] and second.x1 < first.x0
    assert [text.get_text() for text in ax.get_yticklabels()][0] == shape_label("الأهرام")


def test_a_missing_bar_is_shown_as_missing():
    ax = draw_bars(pd.Series([3, np.nan, 0], index=["سلام", "حرب", "هدنة"]))
    assert [text.get_text() for text in ax.texts] == ["3", "—", "0"]


def test_bars_that_are_all_zero_or_all_negative():
    assert draw_bars(pd.Series([0, 0], index=["أ", "ب"])).get_xlim()[0] > 0
    ax = draw_bars(pd.Series([-3.0, -1.0], index=["أ", "ب"]))
    assert ax.get_xlim()[0] == 0 and ax.get_xlim()[1] < -3


def test_lines_are_named_at_their_ends_and_keep_gaps():
    pytest.importorskip("babel")
    ax = draw_lines(monthly())
    names = [text.get_text() for text in ax.texts]
    assert names == [shape_label(name) for name in ["Reuters عربي", "هسبريس", "الأهرام"]]
    assert np.isnan(ax.lines[1].get_ydata()).sum() == 2
    assert ax.get_ylim()[0] == 0 and ax.xaxis_inverted()
    assert ax.texts[0].get_ha() == "right"


def test_time_can_run_to_the_right():
    pytest.importorskip("babel")
    use_arabic_style(time="ltr")
    ax = draw_lines(monthly(), title="التغطية")
    assert not ax.xaxis_inverted() and ax.texts[0].get_ha() == "left"
    assert ax.yaxis.get_ticks_position() == "left"


@pytest.mark.parametrize(
    ("locale", "month"),
    [
        ("ar", "فبراير"),
        ("ar-EG", "فبراير"),
        ("ar-LB", "شباط"),
        ("ar_IQ", "شباط"),
        ("ar-MA", "فبراير"),
        ("ar-DZ", "فيفري"),
        ("ar-TN", "فيفري"),
    ],
)
def test_month_names_of_the_region(locale, month):
    pytest.importorskip("babel")
    use_arabic_style(months=locale)
    table = pd.Series([1, 2, 3], index=pd.period_range("2024-01", periods=3, freq="M"))
    labels_drawn = [text.get_text() for text in draw_lines(table).get_xticklabels()]
    assert labels_drawn[1] == shape_label(month)
    assert labels_drawn[0].endswith(shape_label("عام 2024")[-4:]) or "2024" in labels_drawn[0]


@pytest.mark.parametrize(
    ("start", "periods", "freq", "first"),
    [
        ("2024-02-27", 5, "D", "27\nفبراير 2024"),
        ("2024-01-01", 12, "MS", "يناير\n2024"),
        ("2012-01-01", 12, "YS", "2012"),
        ("1950-01-01", 70, "YS", "1950"),
        ("2024-03-05", 1, "D", "5\nمارس 2024"),
    ],
)
def test_at_most_eight_ticks_of_time(start, periods, freq, first):
    pytest.importorskip("babel")
    table = pd.Series(np.arange(periods), index=pd.date_range(start, periods=periods, freq=freq))
    drawn = [text.get_text() for text in draw_lines(table).get_xticklabels()]
    assert 1 <= len(drawn) <= 8 and drawn[0] == shape_label(first)


def test_shares_fill_the_whole_and_the_first_part_stands_at_the_right():
    ax = draw_shares(tones())
    ends = {}
    for bar in ax.patches:
        ends[round(bar.get_y(), 2)] = max(ends.get(round(bar.get_y(), 2), 0), bar.get_x() + bar.get_width())
    assert ax.get_xlim() == (1, 0) and np.allclose(list(ends.values()), 1)
    assert shape_label("ن = 160") in [text.get_text() for text in ax.texts]
    totals = [text.get_text() for text in draw_shares(tones().div(tones().sum(axis=1), axis=0)).texts]
    assert not any("=" in text for text in totals)


def test_the_key_is_read_from_the_right():
    ax = draw_shares(tones())
    ax.figure.canvas.draw()
    key = {t.get_text(): t.get_window_extent().x0 for t in ax.figure.findobj(Text) if t.get_text()}
    places = [key[shape_label(name)] for name in tones().columns]
    assert places == sorted(places, reverse=True)


def test_a_row_without_cases_is_shown_as_missing():
    table = tones()
    table.iloc[1] = 0
    assert "—" in [text.get_text() for text in draw_shares(table).texts]


def test_heat_maps_say_every_value_and_start_at_the_right():
    ax = draw_heatmap(frames())
    assert ax.xaxis_inverted() and ax.yaxis_inverted()
    said = [text.get_text() for text in ax.texts]
    assert said[:6] == ["0", "4", "8", "12", "16", "20"] and said[15] == "—"


def test_dispersion_keeps_a_place_for_a_document_without_hits():
    ax = draw_dispersion(hits())
    assert ax.get_xlim() == (4, 0)
    strokes = np.concatenate([lines.get_segments() for lines in ax.collections[:3]])[:, 0, 0]
    assert len(strokes) == 60 and not ((strokes >= 2) & (strokes < 3)).any()


def test_charts_can_share_a_figure():
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
    assert draw_bars(measured(), ax=right, title="أولاً", unit="%") is right
    assert draw_heatmap(frames(), ax=left, title="ثانياً") is left
    figure.canvas.draw()
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize(
    ("draw", "table"),
    [
        (draw_bars, measured),
        (draw_bars, signed),
        (draw_lines, monthly),
        (draw_shares, tones),
        (draw_heatmap, frames),
        (draw_dispersion, hits),
        (draw_two_sides, signed),
        (draw_network, ties),
    ],
)
def test_input_is_not_changed_and_output_is_the_same_each_time(draw, table):
    if draw is draw_lines:
        pytest.importorskip("babel")
    given_table, before = table(), table()
    pages = []
    for _ in range(2):
        page = io.BytesIO()
        draw(given_table, title="عنوان").figure.savefig(page, format="svg", metadata={"Date": None})
        pages.append(page.getvalue())
    pd.testing.assert_frame_equal(given_table, before)
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: draw_bars(pd.Series(dtype=float)), "nothing to draw"),
        (lambda: draw_bars(pd.Series([np.nan], index=["سلام"])), "nothing to draw"),
        (lambda: draw_bars(pd.DataFrame({"a": [1], "b": [2]})), "one column of values"),
        (lambda: draw_bars(pd.DataFrame({"a": [1], "low": [2], "high": [3]})), "low <= value <= high"),
        (lambda: draw_bars(pd.DataFrame({"a": [1], "low": [0]})), "interval of 0"),
        (lambda: draw_bars(pd.Series([1]), digits="hindi"), "digits='hindi'"),
        (lambda: draw_lines(pd.DataFrame()), "nothing to draw"),
        (lambda: draw_lines(pd.DataFrame(np.ones((2, 9)), index=[2020, 2021])), "9 lines cannot be told apart"),
        (lambda: draw_shares(pd.DataFrame({"a": [-1], "b": [2]})), "cannot be negative"),
        (lambda: draw_shares(pd.DataFrame(np.ones((1, 9)))), "9 parts but 8 colours"),
        (lambda: draw_shares(pd.DataFrame({"a": []})), "nothing to draw"),
        (lambda: draw_heatmap(pd.DataFrame({"a": [np.nan]})), "nothing to draw"),
        (lambda: draw_dispersion(pd.DataFrame({"term": ["أ"]})), "no column 'position'"),
        (lambda: draw_dispersion(pd.DataFrame({"term": ["أ"], "position": [3]})), "between 0 and 1"),
        (lambda: draw_two_sides(pd.Series(dtype=float)), "nothing to draw"),
        (lambda: draw_network(ties().drop(columns="weight")), "no column 'weight'"),
        (lambda: draw_network(ties().iloc[:0]), "nothing to draw"),
        (lambda: draw_network(ties().assign(weight=0)), "weight should be above 0"),
        (lambda: draw_word_cloud(pd.Series(dtype=float)), "nothing to draw"),
        (lambda: use_arabic_style(time="up"), "time='up': use 'rtl' or 'ltr'"),
    ],
)
def test_mistakes_are_told_with_their_remedy(draw, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        draw()


def test_lines_take_dates_in_any_order_and_leave_out_what_is_empty():
    pytest.importorskip("babel")
    table = pd.DataFrame({"أ": [1.0, 2.0, 3.0], "ب": np.nan, "ج": [np.nan, 5.0, 4.0]})
    table.index = pd.DatetimeIndex(["2024-03-01", None, "2024-01-01"]).tz_localize("Asia/Beirut")
    ax = draw_lines(table)
    assert [list(line.get_ydata()) for line in ax.lines][0] == [3, 1] and len(ax.lines) == 2
    assert [text.get_text() for text in ax.texts] == [shape_label("أ"), shape_label("ج")]


@pytest.mark.parametrize(("values", "unit"), [([1, 2, 1], ""), ([0.01, 0.02, 0.01], "%"), ([0.2, 0.9, 0.4], "")])
def test_every_number_on_an_axis_is_true(values, unit):
    ax = draw_lines(pd.Series(values, index=[2021, 2022, 2023]), unit=unit)
    ax.figure.canvas.draw()
    texts = [text.get_text() for text in ax.get_yticklabels()]
    assert len(texts) == len(set(texts)) >= 3
    for place, text in zip(ax.get_yticks(), texts, strict=True):
        assert float(text.rstrip("%")) == pytest.approx(place * (100 if unit else 1))


def test_lines_need_dates():
    with pytest.raises(TypeError, match="to_datetime"):
        draw_lines(pd.Series([1, 2], index=["أ", "ب"]))


def test_a_locale_that_does_not_exist_is_refused():
    pytest.importorskip("babel")
    with pytest.raises(ValueError, match="no such locale"):
        use_arabic_style(months="xx-QQ")


def test_each_name_stands_opposite_its_bar():
    ax = draw_two_sides(pd.Series({"تعاون": 2.5, "أزمة": -1.5}))
    (right, left), names = ax.patches, ax.texts
    assert right.get_width() > 0 > left.get_width()
    assert [name.get_position()[0] for name in names] == [-6, 6]
    assert ax.get_xlim()[0] == -ax.get_xlim()[1]


def test_a_tie_shows_its_weight_and_its_balance_twice():
    arrows = draw_network(ties()).patches
    widths = [arrow.get_linewidth() for arrow in arrows]
    assert sorted(widths) == [widths[3], widths[1], widths[2], widths[0]]
    assert [arrow.get_linestyle() for arrow in arrows] == ["-", "-", "--", "-"]
    assert arrows[0].get_edgecolor() != arrows[2].get_edgecolor()


def test_too_many_nodes_are_refused():
    many = pd.DataFrame({"source": "أ", "target": [str(n) for n in range(40)], "weight": 1})
    with pytest.raises(ValueError, match="41 nodes cannot be told apart"):
        draw_network(many)


@needs_raqm
def test_the_words_of_a_cloud_are_shaped_and_read_from_the_right():
    """Each word by itself: its picture is that of Pillow's raqm, and not that of letters drawn one by one."""
    for word in ("سلام", "مجلس", "التعاون"):
        picture = draw_word_cloud(pd.Series({word: 1})).images[0].get_array()
        shaped, apart = (render_word(word, layout) for layout in (ImageFont.Layout.RAQM, ImageFont.Layout.BASIC))
        assert compare_shapes(picture, shaped) > 0.8 > compare_shapes(picture, apart)


def render_word(word: str, layout: ImageFont.Layout) -> np.ndarray:
    font = ImageFont.truetype(str(_font_path()), 200, layout_engine=layout)
    image = Image.new("RGB", (2400, 600), "white")
    ImageDraw.Draw(image).text((100, 100), word, font=font, fill="black")
    return np.asarray(image)


def compare_shapes(one: np.ndarray, other: np.ndarray) -> float:
    """How far the ink of two pictures is the same, each cut to its ink and brought to one size."""
    cuts = []
    for picture in (one, other):
        ink = np.asarray(picture).min(axis=2) < 128
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        cuts.append(np.asarray(Image.fromarray(cut).resize((200, 100))))
    return (cuts[0] & cuts[1]).sum() / (cuts[0] | cuts[1]).sum()


def test_a_cloud_without_raqm_is_refused(monkeypatch):
    monkeypatch.setattr("PIL.features.check", lambda name: False)
    with pytest.raises(RuntimeError, match="libfribidi0"):
        draw_word_cloud(pd.Series({"سلام": 1}))


# --- numbers, colours, fonts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "digits", "values", "expected"),
    [
        (1234.0, "", "latin", [1234], "1,234"),
        (1234.0, "", "arabic", [1234], "١٬٢٣٤"),
        (0.256, "%", "latin", [0.256], "26%"),
        (0.0256, "%", "latin", [0.0256], "2.6%"),
        (0.256, "%", "arabic", [0.256], "٢٦٪"),
        (-0.5, "", "latin", [-0.5, 0.25], "−0.50"),
        (-0.001, "", "latin", [0.5], "0.00"),
        (3.0, "كلمة", "latin", [3], "3\u00a0كلمة"),
    ],
)
def test_numbers_are_written_alike(value, unit, digits, values, expected):
    assert labels.plan_numbers([values], unit, digits).write(value) == expected


def test_the_house_style_sets_digits():
    use_arabic_style(digits="arabic")
    assert draw_bars(pd.Series([25], index=["سلام"])).texts[0].get_text() == shape_label("٢٥")


def test_text_on_colour_can_be_read():
    shades = [layout.shades(*labels.ONE_WAY)(x) for x in np.linspace(0, 1, 21)]
    shades += [layout.shades(*labels.TWO_WAYS)(x) for x in np.linspace(0, 1, 21)]
    for colour in [*labels.COLOURS, *shades]:
        assert _contrast_ratio(colour, layout.contrast(colour)) >= 4.5
    for colour in labels.COLOURS:
        assert _contrast_ratio("white", layout.darken(colour)) >= 4.49


def _contrast_ratio(one, other) -> float:
    low, high = sorted(layout._luminance(colour) + 0.05 for colour in (one, other))
    return high / low


# What the commonest kinds of colour blindness make of linear RGB (Machado, Oliveira and Fernandes 2009, severity 1).
BLINDNESS = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


@pytest.mark.parametrize("kind", sorted(BLINDNESS))
def test_colours_are_told_apart_by_colour_blind_readers(kind):
    from matplotlib.colors import to_rgb

    rgb = np.array([to_rgb(colour) for colour in labels.COLOURS[:6]])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(linear @ np.array(BLINDNESS[kind]).T, 0, 1)
    xyz = seen @ np.array([[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]])
    f = np.cbrt(xyz / [0.9505, 1.0, 1.089])
    lab = np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1)
    distances = [np.linalg.norm(lab[i] - lab[j]) for i in range(6) for j in range(i)]
    assert min(distances) > 11  # several times what can just be seen (about 2.3)


def test_fonts_come_with_the_package_and_have_a_real_bold():
    from matplotlib.font_manager import FontProperties, findfont

    regular, bold = (
        findfont(FontProperties(family="IBM Plex Sans Arabic", weight=weight), fallback_to_default=False)
        for weight in ("normal", "bold")
    )
    assert regular != bold and "Bold" in bold


def test_the_style_can_be_limited():
    before = "#123456"
    with matplotlib.rc_context({"axes.edgecolor": before}):
        with matplotlib.rc_context():
            use_arabic_style()
            assert matplotlib.rcParams["axes.edgecolor"] != before
        assert matplotlib.rcParams["axes.edgecolor"] == before


def test_drawing_works_without_the_style():
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        ax = draw_bars(measured(), title="نسبة 5$ و10$", unit="%")
        assert find_missing_glyphs(ax.figure) == []


# --- tables ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def page() -> Callable[..., str]:
    pytest.importorskip("IPython")
    return lambda table, **options: show_table(table, **options).data


def test_each_cell_of_a_table_has_its_own_direction(page):
    table = pd.DataFrame({"المنبر": ["الأهرام", "BBC", "BBC عربي"], "فرق": [-3, 1234, 0]})
    text = page(table)
    assert '<table dir="rtl"' in text
    for direction, cell in [("rtl", "الأهرام"), ("ltr", "BBC"), ("rtl", "BBC عربي"), ("ltr", "-3"), ("ltr", "1,234")]:
        assert re.search(f'<td dir="{direction}"[^>]*>{cell}</td>', text)


def test_text_in_a_table_is_escaped(page):
    text = page(pd.DataFrame({"<b>": ["<script>alert(1)</script>"]}), caption='"قول" & <i>')
    assert "<script>" not in text and "<i>" not in text and "<b>" not in text and "&amp;" in text


def test_values_of_a_table(page):
    table = pd.DataFrame(
        {
            "x": [1.256, np.nan],
            "y": [True, False],
            "z": pd.to_datetime(["2024-02-13", None]),
            "w": [None, "نص"],
            "t": pd.to_datetime(["2024-02-13 15:11", None]),
        }
    )
    text = page(table)
    for cell in ("1.26", "—", "✓", "✗", "2024-02-13", "نص", "2024-02-13 15:11:00"):
        assert f">{cell}</td>" in text
    assert text.count(">—<") == 4
    assert ">1.3<" in page(table, decimals=1)
    assert ">3</td>" in page(pd.DataFrame({"x": [3.0, np.nan]}))
    arabic = page(pd.DataFrame({"x": [1234.5, -3]}), digits="arabic")
    assert ">١٬٢٣٤٫٥٠<" in arabic and ">\u061c-٣٫٠٠<" in arabic


def test_the_index_of_a_table_is_shown_where_it_says_something(page):
    plain = pd.DataFrame({"x": [1]})
    assert page(plain).count("<th ") == 1
    assert page(plain.set_axis(["سلام"])).count("<th ") == 3
    assert ">سلام</th>" in page(pd.Series([1], index=["سلام"], name="n"))
    double = pd.DataFrame({("a", "n"): [1]}, index=pd.MultiIndex.from_tuples([("أ", 2)], names=["i", "j"]))
    assert ">a · n</th>" in page(double) and page(double).count("<th ") == 5


def test_a_long_table_says_what_it_leaves_out(page):
    table = pd.DataFrame({"x": range(120)})
    text = page(table)
    assert text.count("<tr>") == 1 + 50 + 1 and "70" in text
    assert page(table, rows=120).count("<tr>") == 121
    assert page(pd.DataFrame({"x": []})).count("<tr>") == 1


def test_a_table_is_the_same_each_time(page):
    table = frames()
    assert page(table) == page(table)
    assert "0x" not in page(table) and "id=" not in page(table)
    assert repr(show_table(table)) == "<IPython.core.display.HTML object>"
