"""Duplicates: what is a copy and what only looks like one, clusters without chains, the side-by-side view."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import helpers.duplicates as duplicates
from helpers.duplicates import COPIES, PAIRS, find_duplicates, find_shared_text, show_difference
from helpers.tables import DOCUMENTS, TableError, check_table, make_table

CASES = json.loads((Path(__file__).parent / "cases" / "duplicates" / "pairs.json").read_text(encoding="utf-8"))
_ROOTS = "كتب درس علم حمل رسم شرب فتح قبل نظر وصل جمع قطع رفع نقل سمع طلب خرج دخل ركب سكن عمل لعب صنع حفظ"
_FORMS = "{} ال{} م{} ت{} ي{} ا{} {}ون {}ات {}ها {}هم س{} و{} ب{} ل{} ف{}"
WORDS = [form.format(root) for root in _ROOTS.split() for form in _FORMS.split()]


def make_text(seed: int, length: int = 60) -> str:
    """A text of real-looking words in an order no other seed gives."""
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def make_documents(*rows: dict | str) -> pd.DataFrame:
    """Documents d0, d1 … from texts or from dicts with a text."""
    base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0}
    full = [{"text": row} if isinstance(row, str) else row for row in rows]
    return make_table([{**base, "doc_id": f"d{n}", **row} for n, row in enumerate(full)], DOCUMENTS)


# ------------------------------------------------------------------ pairs


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_written_cases(case: dict) -> None:
    fields = [{key: value for key, value in row.items()} for row in case["documents"]]
    for row in fields:
        if "published" in row:
            row["published"] = dt.date.fromisoformat(row["published"])
    pairs = find_shared_text(make_documents(*fields))
    check_table(pairs, PAIRS)
    assert pairs["kind"].tolist() == case["expected"], case["comment"]


def test_figures_are_shares_of_words() -> None:
    copied, added = make_text(1, 60), make_text(2, 40)
    (pair,) = find_shared_text(make_documents(copied, f"{copied} {added}")).to_dict("records")
    assert (pair["doc_id"], pair["other"], pair["words"]) == ("d1", "d0", 60)
    assert pair["share"] == 1.0 and pair["similarity"] == pytest.approx(120 / 160)


def test_figures_agree_with_a_slow_count() -> None:
    """The same definition written a second time, with plain tuples and sets."""
    rng = random.Random(5)
    words = make_text(3, 120).split()
    other = [make_text(9, 1) if rng.random() < 0.08 else word for word in words][10:]
    (pair,) = find_shared_text(make_documents(" ".join(words), " ".join(other)), threshold=0.3).to_dict("records")

    def covered(a: list[str], b: list[str]) -> int:
        runs = {tuple(b[i : i + 4]) for i in range(len(b) - 3)}
        return len({i + k for i in range(len(a) - 3) if tuple(a[i : i + 4]) in runs for k in range(4)})

    assert pair["share"] == pytest.approx(covered(other, words) / len(other))
    assert pair["similarity"] == pytest.approx((covered(other, words) + covered(words, other)) / len(words + other))


@pytest.mark.parametrize("length", [1, 3, 4, 11])
def test_texts_too_short_to_tell_count_only_when_equal(length: int) -> None:
    text = make_text(4, length)
    assert find_shared_text(make_documents(text, text))["kind"].tolist() == ["exact"]
    assert find_shared_text(make_documents(text, text + " " + make_text(5, 12))).empty


@pytest.mark.parametrize("documents", [make_documents(), make_documents(""), make_documents("", "...", make_text(1))])
def test_nothing_to_compare_gives_empty_tables(documents: pd.DataFrame) -> None:
    assert find_shared_text(documents).empty
    assert check_table(find_duplicates(documents), COPIES).empty


@settings(max_examples=30, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), changed=st.integers(0, 12))
def test_a_text_with_few_words_changed_is_found_and_another_text_is_not(seed: int, changed: int) -> None:
    words = make_text(seed, 100).split()
    for place in random.Random(seed).sample(range(100), changed):
        words[place] = "استبدال"
    found = find_shared_text(
        make_documents(make_text(seed, 100), " ".join(words), make_text(seed + 1, 100)), threshold=0.4
    )
    assert set(zip(found["doc_id"], found["other"], strict=True)) == {("d0", "d1")}


def test_a_short_report_in_a_text_five_times_as_long_is_found() -> None:
    found = 0
    for seed in range(0, 80, 2):
        short = make_text(seed, 60)
        long = f"{make_text(seed + 1000, 120)} {short} {make_text(seed + 1001, 120)}"
        found += find_shared_text(make_documents(short, long))["kind"].tolist() == ["contained"]
    assert found >= 38


def test_the_order_of_documents_changes_names_not_findings() -> None:
    texts = [make_text(n % 7, 60 + n) for n in range(20)]
    rows = [{"doc_id": f"x{n}", "text": text} for n, text in enumerate(texts)]
    one = find_shared_text(make_documents(*rows))
    two = find_shared_text(make_documents(*rows[::-1]))

    def bare(pairs: pd.DataFrame) -> set:
        return {(frozenset([p.doc_id, p.other]), p.kind, round(p.share, 9)) for p in pairs.itertuples()}

    assert bare(one) == bare(two) and len(one) > 10


def test_signatures_do_not_depend_on_the_hash_seed_or_the_corpus() -> None:
    pairs = find_shared_text(make_documents(make_text(1), make_text(2), make_text(1) + " قمة"))
    alone = find_shared_text(make_documents(make_text(1), {"doc_id": "d2", "text": make_text(1) + " قمة"}))
    pd.testing.assert_frame_equal(pairs, alone)


def test_the_same_words_in_another_order_are_another_text() -> None:
    text = make_text(1)
    assert find_shared_text(make_documents(text, " ".join(reversed(text.split()))), threshold=0.1).empty


@pytest.mark.parametrize("options", [{"threshold": 0}, {"threshold": 1.2}, {"within_outlet": -1}])
def test_a_threshold_out_of_range_is_refused(options: dict) -> None:
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        find_shared_text(make_documents(make_text(1)), **options)


def test_a_wrong_table_is_refused_at_the_door() -> None:
    with pytest.raises(TableError, match="no column 'text'"):
        find_shared_text(make_documents(make_text(1)).drop(columns="text"))


# ------------------------------------------------------------------ clusters


def test_every_document_with_a_copy_is_listed_once_beside_its_head() -> None:
    text = make_text(1)
    documents = make_documents(make_text(9), text, f"{text} قمة بكين", text, make_text(10), make_text(10))
    copies = find_duplicates(documents)
    check_table(copies, COPIES)
    assert copies["cluster"].to_dict() == {"d1": 0, "d2": 0, "d3": 0, "d4": 1, "d5": 1}
    assert copies["kind"].to_dict() == {"d1": "near", "d2": "head", "d3": "near", "d4": "head", "d5": "exact"}
    kept = documents.drop(copies.index[copies["kind"] != "head"])
    assert list(kept.index) == ["d0", "d2", "d4"]


def test_a_chain_of_follow_ups_does_not_become_one_cluster() -> None:
    parts = [make_text(n, 30) for n in range(8)]
    chain = [" ".join(parts[n : n + 4]) for n in range(5)]  # each shares three quarters with the next
    copies = find_duplicates(make_documents(*chain))
    pairs = find_shared_text(make_documents(*chain))
    linked = {frozenset(pair) for pair in zip(pairs["doc_id"], pairs["other"], strict=True)}
    assert copies["cluster"].nunique() > 1
    for row in copies[copies["kind"] != "head"].itertuples():
        assert frozenset([row.Index, row.head]) in linked


def test_a_press_review_does_not_weld_two_stories_together() -> None:
    one, two = make_text(1, 60), make_text(2, 60)
    copies = find_duplicates(make_documents(one, f"{one} قمة", two, f"{two} قمة", f"{one} {two}"))
    assert copies.loc["d0", "cluster"] == copies.loc["d1", "cluster"]
    assert copies.loc["d2", "cluster"] == copies.loc["d3", "cluster"]
    assert copies.loc["d0", "cluster"] != copies.loc["d2", "cluster"]


def test_thousands_of_equal_texts_are_one_cluster_without_comparing_all_with_all(monkeypatch) -> None:
    calls = []
    compare = duplicates._compare
    monkeypatch.setattr(duplicates, "_compare", lambda *args: calls.append(1) or compare(*args))
    copies = find_duplicates(make_documents(*[make_text(1)] * 3000, make_text(1) + " قمة"))
    assert len(copies) == 3001 and copies["cluster"].nunique() == 1
    assert copies["kind"].value_counts().to_dict() == {"near": 3000, "head": 1}
    assert len(calls) <= 3001


def test_texts_that_share_only_furniture_do_not_cluster() -> None:
    furniture = "جميع الحقوق محفوظة ولا يسمح بإعادة النشر دون إذن مكتوب من الموقع تابعونا على صفحاتنا في كل المنصات"
    documents = make_documents(*[f"{make_text(n, 40)} {furniture}" for n in range(300)])
    assert find_duplicates(documents).empty
    assert len(list(duplicates._Texts(documents["text"].tolist()).find_candidates())) < 100  # of 44,850 pairs


def test_a_bucket_that_many_fall_into_is_cut_short(monkeypatch) -> None:
    monkeypatch.setattr(duplicates, "LARGEST_BUCKET", 5)
    formula = make_text(1, 200)
    documents = make_documents(*[f"{formula} {make_text(n, 30)}" for n in range(2, 40)])
    texts = duplicates._Texts(documents["text"].tolist())
    assert len(list(texts.find_candidates())) < 38 * 37 / 2


# ------------------------------------------------------------------ the side-by-side view


def test_difference_marks_words_with_more_than_colour_and_escapes() -> None:
    documents = make_documents(
        {
            "text": "وصل الوزير <i>فجر</i> <script>اليوم</script> إلى بكين.\nوعاد مساء.",
            "title": "<b>قمة</b>",
            "outlet": "أ & ب",
        },
        {"text": "وصل الوزيرُ أمس الى بكين\nوعاد مساء.", "published": dt.date(2024, 3, 31)},
    )
    shown = show_difference(documents, "d0", "d1").data
    assert '<div dir="rtl"' in shown
    removed = re.findall(r"<del [^>]*>(.*?)</del>", shown)
    added = re.findall(r"<ins [^>]*>(.*?)</ins>", shown)
    assert removed == ["[&lt;i&gt;فجر&lt;/i&gt; &lt;script&gt;اليوم&lt;/script&gt;]"] and added == [
        "{أمس}"
    ]  # spelling is no difference
    assert "<script" not in shown and "<b>" not in shown and "أ &amp; ب" in shown
    assert "underline dashed" in shown and "underline double" in shown and '<bdi dir="ltr">2024-03-31</bdi>' in shown
    assert shown.count("<br>") == 2


def test_difference_of_equal_texts_marks_nothing() -> None:
    shown = show_difference(make_documents(make_text(1), make_text(1)), "d0", "d1").data
    assert "<del" not in shown and "<ins" not in shown


def test_difference_names_an_unknown_document() -> None:
    with pytest.raises(KeyError, match="no document 'd7'; did you mean 'd0'"):
        show_difference(make_documents(make_text(1)), "d0", "d7")


# ------------------------------------------------------------------ real news


def test_recall_of_candidates_on_real_news() -> None:
    """Every pair that shares rare shingles is compared exactly; MinHash must have proposed most that count."""
    from collections import Counter

    from helpers.corpus import read_corpus
    from tests.conftest import shared_data

    documents = read_corpus(shared_data("news") / "diplomacy.jsonl.xz")
    texts = duplicates._Texts(documents["text"].tolist())
    proposed = set(texts.find_candidates())
    holders: dict[int, list[int]] = {}
    for number in range(len(documents)):
        for shingle in set(texts.hash_shingles(number).tolist()):
            holders.setdefault(shingle, []).append(number)
    together = Counter((a, b) for h in holders.values() if len(h) < 30 for n, a in enumerate(h) for b in h[n + 1 :])
    wanted = [pair for pair, times in together.items() if times > 5 and duplicates._compare(texts, *pair, 0.6)]
    assert len(wanted) > 20
    assert sum(pair in proposed for pair in wanted) >= 0.93 * len(wanted)
