"""The tone lexicon and its turners: their form, what they must hold, and what must not be found by them."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from helpers.lexicons import load_lexicon
from helpers.tables import DOCUMENTS, make_table
from helpers.text import STANDARD, normalise_text
from helpers.tokens import find_phrases, keep_longest, tokenise

STRENGTHS = ("-2", "-1", "0", "1", "2")
MATCHES = ("lemma", "form", "exact")
KINDS = ("negator", "reverser", "strengthener", "weakener", "hypothetical", "denial", "topic", "call")


@pytest.fixture(scope="module")
def tone() -> pd.DataFrame:
    allowed = {"strength": STRENGTHS, "match": MATCHES, "pos": ("noun", "verb", "adj", "adv", "phrase")}
    return pd.DataFrame(load_lexicon("tone", allowed=allowed))


@pytest.fixture(scope="module")
def turners() -> pd.DataFrame:
    allowed = {"kind": KINDS, "side": ("after", "before"), "match": MATCHES}
    return pd.DataFrame(load_lexicon("tone_turners", allowed=allowed))


def find_terms(text: str, lexicon: pd.DataFrame) -> dict[str, str]:
    """Term -> strength of the longest hits in `text`."""
    row = dict.fromkeys(DOCUMENTS.columns) | {"doc_id": "a", "page": "a", "article": 0, "text": text}
    hits = keep_longest(find_phrases(tokenise(make_table([row], DOCUMENTS)), lexicon))
    rows = lexicon.set_index("id")
    return {rows.at[id_, "term"]: rows.at[id_, "strength"] for id_ in hits["id"]}


def test_the_lexicon_is_as_large_as_promised(tone: pd.DataFrame) -> None:
    assert len(tone) >= 1500
    counts = Counter(tone["strength"])
    assert counts["1"] + counts["2"] >= 600 and counts["-1"] + counts["-2"] >= 600 and counts["0"] >= 100
    assert (tone["pos"] == "phrase").sum() >= 500
    assert set(tone["pos"]) >= {"noun", "verb", "adj", "phrase"}


@pytest.mark.parametrize("name", ["tone", "tone_turners"])
def test_columns_stand_as_spreadsheets_need_them(name: str) -> None:
    columns = list(load_lexicon(name)[0])
    assert columns[:2] == ["id", "term"] and columns[-1] == "note"


@pytest.mark.parametrize("name", ["tone", "tone_turners"])
def test_every_row_has_a_note_and_no_term_stands_twice(name: str) -> None:
    rows = load_lexicon(name)
    assert all(row["note"].strip() for row in rows)
    keys = [(normalise_text(row["term"], steps=STANDARD), row["match"], row.get("side")) for row in rows]
    assert [key for key, n in Counter(keys).items() if n > 1] == []


def test_a_phrase_has_several_words_and_a_word_one(tone: pd.DataFrame) -> None:
    words = tone["term"].str.split().str.len()
    assert (words[tone["pos"] == "phrase"] >= 2).all()
    assert (words[tone["pos"] != "phrase"] == 1).all()
    assert tone["term"].str.fullmatch(r"[\u0621-\u064a0-9 …]+").all()


def test_scopes_are_small_numbers_of_words(turners: pd.DataFrame) -> None:
    assert turners["scope"].astype(int).between(1, 12).all()
    assert set(turners["kind"]) >= {"negator", "reverser", "strengthener", "weakener", "hypothetical"}
    assert len(turners) >= 300


def test_every_term_finds_itself(tone: pd.DataFrame) -> None:
    base = dict.fromkeys(DOCUMENTS.columns)
    pairs = zip(tone["id"], tone["term"], strict=True)
    rows = [{**base, "doc_id": id_, "page": id_, "article": 0, "text": term} for id_, term in pairs]
    hits = find_phrases(tokenise(make_table(rows, DOCUMENTS)), tone)
    found = set(hits.loc[hits["doc_id"].astype(str) == hits["id"], "id"])
    assert tone.loc[~tone["id"].isin(found), "term"].tolist() == []


@pytest.mark.parametrize(
    ("text", "term", "strength"),
    [
        ("أعربت العاصمة عن قلق بالغ", "قلق بالغ", "-2"),
        ("استقبل الوفد بحفاوة", "بحفاوة", "1"),
        ("الثقة حجر الزاوية في العلاقة", "حجر الزاوية", "1"),
        ("صار الاتفاق على المحك", "على المحك", "-1"),
        ("يعملان يدا بيد", "يدا بيد", "1"),
        ("وفتح البلدان صفحة جديدة", "صفحة جديدة", "1"),
        ("وهذا خط أحمر", "خط أحمر", "-1"),
        ("تبحث عن حل للأزمة", "حل أزمة", "1"),
        ("بعد إنهاء الحرب", "إنهاء الحرب", "1"),
        ("ودعا إلى خفض التوتر", "خفض التوتر", "1"),
        ("في مجال مكافحة الإرهاب", "مكافحة الإرهاب", "0"),
        ("ناقش مجلس الأمن", "مجلس الأمن", "0"),
        ("قال صندوق النقد الدولي", "صندوق النقد الدولي", "0"),
        ("أمين منظمة التعاون الإسلامي", "منظمة التعاون الإسلامي", "0"),
        ("قبل الحرب العالمية الثانية", "الحرب العالمية الثانية", "0"),
        ("ورحّبت بالبيان", "رحب", "1"),
        ("ونددوا بالقرار", "ندد", "-1"),
    ],
)
def test_fixed_phrases_and_words_of_two_faces(text: str, term: str, strength: str, tone: pd.DataFrame) -> None:
    assert find_terms(text, tone).get(term) == strength


@pytest.mark.parametrize(
    "text",
    [
        "يعقد الاجتماع بعد شهر",
        "يشارك الوزير في القمة",
        "القوى الكبرى والقوات المشتركة",
        "بلغ عمره ستين عاما",
        "هنا القاهرة",
        "يسافر الوفد من القصر إلى النهر",
        "وصل حداد من مكة المكرمة إلى الدوحة",
        "أكد رئيس الوزراء وشدد على الموعد",
        "التقى الوزيران في المطار ثم غادرا",
        "من المقرر أن تستمر الزيارة ثلاثة أيام",
    ],
)
def test_neutral_words_that_look_like_tone_words(text: str, tone: pd.DataFrame) -> None:
    assert {term: value for term, value in find_terms(text, tone).items() if value != "0"} == {}
