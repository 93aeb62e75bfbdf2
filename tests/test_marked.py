"""show_marked: sentences with stretches marked in them, from right to left, for any table of stretches."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.charts import show_marked
from tests.browser import open_browser

TITLE, TEXT = "القاهرة ترحب بالاتفاق", "قال الوزير إن «الاتفاق خطوة مهمة» لمصر. ثم سافر إلى تونس."
SENTENCES = pd.DataFrame(
    [("a", 0, 0, len(TITLE), TITLE), ("a", 1, 0, 39, TEXT[:39]), ("a", 2, 40, len(TEXT), TEXT[40:])],
    columns=["doc_id", "sentence", "start", "end", "text"],
)


def mark(sentence: int, words: str, kind: str = "actor", label: str | None = "", doc_id: str = "a") -> dict:
    source = TITLE if sentence == 0 else TEXT
    start = source.index(words)
    place = {"doc_id": doc_id, "sentence": sentence, "start": start, "end": start + len(words)}
    return place | {"kind": kind, "label": label}


class Reader(HTMLParser):
    """What stands on the page: the text, and within which marks each part of it stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.parts: list[tuple[str, tuple[str, ...]]] = []
        self.feed(page[page.index("</style>") :])

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        if self.open:
            opened = self.open.pop()[0]
            assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.open]
        if "p" in tags and "small" not in tags:
            self.parts.append((data, tuple(name for tag, name in self.open if tag == "span")))


def read(page: str) -> Reader:
    reader = Reader(page)
    assert not reader.open, "a tag was left open"
    return reader


def words_in(page: str, kind: str) -> str:
    return "".join(text for text, marks in read(page).parts if kind in marks)


def test_the_sentences_stand_as_printed_from_right_to_left():
    page = show_marked(SENTENCES, pd.DataFrame([mark(1, "الوزير"), mark(2, "تونس")])).data
    assert "".join(text for text, _ in read(page).parts) == TITLE + TEXT[:39] + TEXT[40:]
    assert '<div class="marked" dir="rtl" lang="ar">' in page
    assert words_in(page, "mark0") == "الوزيرتونس"


def test_offsets_are_those_of_the_document_and_of_the_title_for_sentence_0():
    page = show_marked(SENTENCES, pd.DataFrame([mark(0, "القاهرة"), mark(2, "تونس")])).data
    assert words_in(page, "mark0") == "القاهرةتونس"


def test_labels_stand_behind_their_stretch_and_what_covers_the_same_is_one_mark():
    both = pd.DataFrame(
        [mark(1, "الوزير", label="مصر"), mark(1, "الوزير", label="تونس"), mark(1, "الوزير", label="مصر")]
    )
    assert "الوزير<small> مصر · تونس</small></span>" in show_marked(SENTENCES, both).data
    assert "<small>" not in show_marked(SENTENCES, pd.DataFrame([mark(1, "الوزير", label=None)])).data


def test_a_mark_within_another_is_drawn_above_its_line():
    nested = [mark(1, "الاتفاق خطوة مهمة", "quotation"), mark(1, "الاتفاق", "actor")]
    page = show_marked(SENTENCES, pd.DataFrame(nested), kinds={"actor": "طرف", "quotation": "اقتباس"}).data
    assert ("الاتفاق", ("mark1", "mark0")) in read(page).parts
    assert '<span class="mark1" style="--h:2;--w:0.4"><span class="mark0" style="--h:1;--w:0.4">الاتفاق' in page


def test_marks_that_cross_are_cut_and_keep_their_words_and_one_label_each():
    crossing = [mark(1, "الاتفاق خطوة", "x", "أول"), mark(1, "خطوة مهمة", "y", "ثان")]
    page = show_marked(SENTENCES, pd.DataFrame(crossing)).data
    assert words_in(page, "mark0") == "الاتفاق خطوة"
    assert words_in(page, "mark1") == "خطوة مهمة"
    assert page.count("أول</small>") == page.count("ثان</small>") == 1


def test_a_mark_that_runs_on_is_cut_to_its_sentence_and_marks_of_other_sentences_are_passed_over():
    long = mark(1, "لمصر") | {"end": len(TEXT)}
    page = show_marked(
        SENTENCES, pd.DataFrame([long, mark(1, "الوزير", doc_id="b"), mark(2, "تونس") | {"sentence": 9}])
    ).data
    assert words_in(page, "mark0") == "لمصر."


def test_weight_sets_tint_and_line():
    table = pd.DataFrame([mark(1, "مهمة") | {"weight": 1.7}, mark(1, "خطوة") | {"weight": None}])
    page = show_marked(SENTENCES, table).data
    assert 'style="--h:1;--w:1">مهمة' in page
    assert 'style="--h:1;--w:0.4">خطوة' in page


def test_no_two_kinds_share_both_colour_and_line():
    kinds = {f"k{n}": f"نوع {n}" for n in range(6)}
    page = show_marked(SENTENCES, pd.DataFrame([mark(1, "خطوة", "k3")]), kinds=kinds).data
    lines = re.findall(r"\.mark\d\{--c:([\d,]+);border-bottom:calc\(.*?\) (\w+) ", page)
    assert len(lines) == len(set(lines)) == len({colour for colour, _ in lines}) == 6
    assert len({line for _, line in lines[:4]}) == 4
    assert page.count('<span><span class="mark') == 6  # the key


def test_notes_stand_in_the_margin_each_once():
    margin = pd.DataFrame(
        [("a", 1, "السلام"), ("a", 1, "السلام"), ("b", 1, "لا")], columns=["doc_id", "sentence", "label"]
    )
    page = show_marked(SENTENCES, pd.DataFrame([mark(1, "الوزير")]), margin=margin).data
    assert "<aside><i>1</i><b>السلام</b></aside>" in page
    assert "<aside><i>العنوان</i></aside>" in page
    assert "لا</b>" not in page


def test_documents_under_their_heads_and_beside_each_other():
    other = SENTENCES.assign(doc_id="b")
    heads = pd.Series({"a": "الأولى <1>"})
    page = show_marked(
        pd.concat([SENTENCES, other]), pd.DataFrame([mark(1, "الوزير")]), heads=heads, side_by_side=True
    ).data
    assert page.count("<section>") == 2
    assert "الأولى &lt;1&gt;</h5>" in page and ">b</h5>" in page
    assert '<div class="sides">' in page


def test_everything_is_escaped():
    nasty = "<script>alert('&')</script>"
    line = pd.DataFrame([("<a>", 1, 0, len(nasty), nasty)], columns=SENTENCES.columns)
    marks = pd.DataFrame([{"doc_id": "<a>", "sentence": 1, "start": 0, "end": 8, "kind": "<k>", "label": "<b>"}])
    margin = pd.DataFrame([{"doc_id": "<a>", "sentence": 1, "label": "<i>"}])
    page = show_marked(line, marks, margin=margin, kinds={"<k>": "<n>"}).data
    assert "".join(text for text, _ in read(page).parts) == nasty
    assert not {"<script>", "<n>", "<k>"} & set(re.findall(r"<[^>]*>", page))


def test_rows_left_out_are_counted():
    page = show_marked(SENTENCES, pd.DataFrame([mark(1, "الوزير")]), rows=2).data
    assert "لم تُعرض بقية الجمل: 1" in page and "تونس" not in page


def test_without_marks_the_sentences_stand_alone():
    page = show_marked(SENTENCES, pd.DataFrame(columns=["doc_id", "sentence", "start", "end"])).data
    assert "".join(text for text, _ in read(page).parts) == TITLE + TEXT[:39] + TEXT[40:]
    assert 'class="key"' not in page


@pytest.mark.parametrize(
    ("marks", "options", "message"),
    [
        (pd.DataFrame([mark(1, "خطوة")]).drop(columns="end"), {}, "no column 'end'"),
        (pd.DataFrame([mark(1, "خطوة", "x")]), {"kinds": {"y": "ص"}}, "of the kind 'x', but kinds has only y"),
        (pd.DataFrame([mark(1, "خطوة", f"k{n}") for n in range(7)]), {}, "7 kinds cannot be told apart"),
        (pd.DataFrame([mark(1, "خطوة") | {"end": 2}]), {}, "ends at 2 but begins at"),
    ],
)
def test_what_cannot_be_shown_is_named(marks, options, message):
    with pytest.raises(ValueError, match=message):
        show_marked(SENTENCES, marks, **options)


def test_the_tables_given_stay_as_they_were():
    marks = pd.DataFrame([mark(1, "خطوة") | {"weight": 3.0}])
    before, sentences = marks.copy(), SENTENCES.copy()
    show_marked(sentences, marks)
    pd.testing.assert_frame_equal(marks, before)
    pd.testing.assert_frame_equal(sentences, SENTENCES)


spans = st.lists(st.tuples(st.integers(0, 38), st.integers(1, 20), st.sampled_from("xyz")), max_size=8)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(spans)
def test_any_heap_of_marks_keeps_the_text_and_marks_what_it_should(places):
    rows = [{"doc_id": "a", "sentence": 1, "start": s, "end": s + n, "kind": k, "label": "ع"} for s, n, k in places]
    marks = pd.DataFrame(rows, columns=["doc_id", "sentence", "start", "end", "kind", "label"])
    page = show_marked(SENTENCES.iloc[[1]], marks, kinds={"x": "x", "y": "y", "z": "z"}).data
    parts = [(letter, marked) for text, marked in read(page).parts for letter in text]
    assert "".join(letter for letter, _ in parts) == TEXT[:39]
    for at, (_, marked) in enumerate(parts):
        wanted = {f"mark{'xyz'.index(k)}" for s, n, k in places if s <= at < s + n}
        assert set(marked) == wanted
    assert page == show_marked(SENTENCES.iloc[[1]], marks, kinds={"x": "x", "y": "y", "z": "z"}).data
    assert unescape(page).count("ع</small>") == len(set(places))


def test_in_a_browser_it_runs_from_right_to_left_and_fits_a_phone():
    marks = pd.DataFrame([mark(1, "الوزير", "a", "مصر"), mark(1, "الاتفاق خطوة مهمة", "q", "مباشر")])
    margin = pd.DataFrame([{"doc_id": "a", "sentence": 1, "label": "التعاون والتنسيق"}])
    page = show_marked(SENTENCES, marks, margin=margin).data
    with open_browser() as browser:
        desk = browser.new_page(viewport={"width": 900, "height": 800})
        desk.set_content(page)
        note, words = (desk.locator(name).nth(1).bounding_box() for name in (".marked aside", ".marked .line p"))
        assert note["x"] > words["x"] + words["width"]  # the margin stands at the right
        first, second = (desk.locator(f".marked .line .mark{n}").bounding_box() for n in (0, 1))
        assert first["x"] > second["x"]
        drawn = "e => getComputedStyle(e).borderBottomStyle"
        assert desk.locator(".marked .line .mark0").evaluate(drawn) == "solid"
        assert desk.locator(".marked .line .mark1").evaluate(drawn) == "dashed"
        phone = browser.new_page(viewport={"width": 390, "height": 800})
        phone.set_content(page)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_label_does_not_join_the_word_before_it():
    """«وزير» + «مصر» would be one joined word, were there nothing between them."""
    both = show_marked(SENTENCES, pd.DataFrame([mark(1, "قال", "a", "مصر"), mark(1, "مهمة", "b", "مصر")])).data
    assert not re.search(r"[\u0620-\u064a]<small>[\u0620-\u064a]", both)
    assert not re.search(r"</span></span><span", both)  # the names in the key
