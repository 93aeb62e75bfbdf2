"""Quotations: every rule on sentences of our own, the list of cues, who is heard, and what is reached on coded ones."""

from __future__ import annotations

import csv
import importlib.util
import json
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.framing import find_actors
from helpers.framing.quotations import QUOTATIONS, find_quotations, share_voice
from helpers.framing.quotations.cues import KINDS, STANCES, load_cues
from helpers.lexicons import LexiconError, load_lexicon
from helpers.tables import DOCUMENTS, TableError, check_table, make_table
from helpers.tokens import tokenise
from tests.conftest import ROOT, shared_data

CASES = ROOT / "tests" / "cases" / "framing" / "quotations.jsonl"
GATES = ROOT / "tests" / "gates" / "quotations.csv"
SHOWN = ["sentence", "kind", "cue", "speaker", "actor", "stance", "words"]


def make_documents(*texts: str, title: str | None = None) -> pd.DataFrame:
    base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0, "title": title}
    return make_table([{**base, "doc_id": f"d{number}", "text": text} for number, text in enumerate(texts)], DOCUMENTS)


def find(*texts: str, title: str | None = None, **options) -> tuple[pd.DataFrame, pd.DataFrame]:
    documents = make_documents(*texts, title=title)
    return find_quotations(tokenise(documents), documents, **options), documents


def cut(quotations: pd.DataFrame, documents: pd.DataFrame) -> list[str]:
    columns = quotations[["doc_id", "sentence", "start", "end"]]
    return [
        documents.at[doc_id, "title" if sentence == 0 else "text"][start:end]
        for doc_id, sentence, start, end in columns.itertuples(index=False)
    ]


def read_cases() -> list[dict]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["id"])
def test_rules(case: dict) -> None:
    found, documents = find(case["text"], title=case["title"])
    found = found.assign(words=cut(found, documents))
    shown = found[SHOWN].astype(object).where(found[SHOWN].notna(), None).to_dict("records")
    assert shown == case["expected"]


def test_offsets_of_the_cue() -> None:
    text = "وأضاف الوزير أن الوقت ينفد."
    found, _ = find(text)
    assert text[found["cue_start"].iloc[0] : found["cue_end"].iloc[0]] == "أضاف"


def test_a_quotation_that_runs_on_has_no_cue() -> None:
    found, _ = find("قال الوزير: «لن نعود.\nولن ننسى ما جرى».")
    assert found["cue"].isna().tolist() == [False, True]
    assert found["cue_start"].tolist()[1] == -1
    assert found["speaker"].nunique() == 1


def test_actors_may_be_given() -> None:
    documents = make_documents("قالت بكين إن الحوار أفضل طريق.")
    tokens = tokenise(documents)
    actors = find_actors(tokens, documents).assign(actor="XYZ")
    assert find_quotations(tokens, documents, actors=actors)["actor"].tolist() == ["XYZ"]


def test_documents_do_not_know_one_another() -> None:
    texts = ("قال الوزير الفرنسي إن الوقت ينفد.", "وأضاف أن الحل قريب.")
    found, _ = find(*texts)
    alone, _ = find(texts[1])
    assert found["speaker"].tolist()[1:] == alone["speaker"].tolist()


def test_no_documents() -> None:
    documents = make_table([], DOCUMENTS)
    found = find_quotations(tokenise(documents), documents)
    assert found.empty
    assert check_table(found, QUOTATIONS) is found


def test_a_wrong_table_is_named() -> None:
    documents = make_documents("قال الوزير إن الوقت ينفد.")
    with pytest.raises(TableError, match="tokens"):
        find_quotations(documents.reset_index(), documents)


def test_inputs_stay_as_they_are() -> None:
    documents = make_documents("قالت بكين إن الحوار أفضل طريق.")
    tokens = tokenise(documents)
    before = tokens.copy(), documents.copy()
    find_quotations(tokens, documents)
    pd.testing.assert_frame_equal(tokens, before[0])
    pd.testing.assert_frame_equal(documents, before[1])


WORDS = (
    'قال أكد وأضاف الوزير بكين إن أن بأن على إلى عن قلقه « » " ، : . مؤكدا بحسب وكالة لم الذي دعا بالحوار كان قد'
    " ما وصفه بـ"
).split()


@given(st.lists(st.sampled_from(WORDS), max_size=30), st.lists(st.sampled_from(WORDS), max_size=8))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_any_text_gives_a_sound_table(text: list[str], title: list[str]) -> None:
    found, documents = find(" ".join(text), title=" ".join(title))
    assert check_table(found, QUOTATIONS) is found
    assert (found["start"] < found["end"]).all()
    assert all(words.strip() for words in cut(found, documents))
    assert set(found["kind"]) <= {"direct", "indirect"}
    assert set(found["stance"]) <= set(STANCES)


# ------------------------------------------------------------------ the list of cues


def test_the_list_is_sound() -> None:
    rows = load_lexicon("reporting_verbs", allowed={"kind": KINDS, "stance": STANCES})
    assert sum(row["kind"] != "object" for row in rows) >= 250
    assert {row["stance"] for row in rows} == set(STANCES)
    assert {row["source"] for row in rows} <= {"codebook", "news", "judgement"}


@pytest.mark.parametrize(
    ("word", "row", "shape"),
    [
        ("قالت", "verb-say", "past"),
        ("ويقولون", "verb-say", "present"),
        ("قائلين", "verb-say", "participle"),
        ("سيدعو", "verb-call-on", "present"),
        ("نفوا", "verb-deny", "past"),
        ("دعتها", "verb-call-on", "past"),
        ("ومؤكدة", "verb-confirm", "participle"),
        ("حثا", "verb-urge", "past"),
    ],
)
def test_forms(word: str, row: str, shape: str) -> None:
    assert (row, shape) in [(form.row.id, form.shape) for form in load_cues("reporting_verbs").find_forms(word)]


@pytest.mark.parametrize("word", ["طلبا", "الوزير", "مجلس", "سوريا", "وزارة"])
def test_no_forms(word: str) -> None:
    assert not load_cues("reporting_verbs").find_forms(word)


def test_a_list_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "verbs.csv"
    row = "mine,verb,that,غمغم / يغمغم / مغمغما / -,doubting,me,0,"
    path.write_text(f"id,kind,takes,arabic,stance,source,seen,note\n{row}\n", encoding="utf-8-sig")
    found, _ = find("غمغم الوزير أن الوقت ينفد. وقال الوزير إن الوقت ينفد.", lexicon=str(path))
    assert found[["cue", "stance"]].values.tolist() == [["غمغم", "doubting"]]


def test_a_faulty_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "verbs.csv"
    row = "mine,verb,that,غمغم,doubtful,me,0,"
    path.write_text(f"id,kind,takes,arabic,stance,source,seen,note\n{row}\n", encoding="utf-8-sig")
    with pytest.raises(LexiconError, match="did you mean 'doubting'"):
        find("غمغم الوزير أن الوقت ينفد.", lexicon=str(path))


# ------------------------------------------------------------------ who is heard

TEXTS = (
    "قالت بكين إن الحوار أفضل طريق. وأكدت واشنطن أن الحوار ضروري.",
    "قالت بكين: «لا بديل من الحوار». ونددت واشنطن بالقرار.",
    "وقالت بكين إن القمة ناجحة.",
)


def test_share_of_quotations() -> None:
    quotations, _ = find(*TEXTS)
    voices = share_voice(quotations, least=1)
    assert voices.loc[("all", "CHN"), ["n", "of", "documents"]].tolist() == [3, 5, 3]
    assert voices.loc[("all", "USA"), "rate"] == pytest.approx(2 / 5)
    assert voices.loc[("all", "CHN"), "low"] <= 3 / 5 <= voices.loc[("all", "CHN"), "high"]
    assert voices.loc[("all", "USA"), ["assertive", "negative"]].tolist() == [1, 1]


def test_share_of_words_and_of_direct_speech() -> None:
    quotations, _ = find(*TEXTS)
    words = share_voice(quotations, share="words", least=1)
    assert words["n"].sum() == words["of"].iloc[0] == quotations["words"].sum()
    direct = share_voice(quotations, share="direct", least=1)
    assert direct.loc[("all", "CHN"), ["n", "of"]].tolist() == [1, 3]


def test_share_by_group_and_least() -> None:
    quotations, documents = find(*TEXTS)
    outlet = pd.Series(["one", "one", None], index=documents.index)
    voices = share_voice(quotations, by=outlet, least=2)
    assert list(voices.index) == [("one", "CHN"), ("one", "USA")]
    assert voices["of"].tolist() == [4, 4]


def test_share_of_nothing() -> None:
    assert share_voice(make_table([], QUOTATIONS)).empty


def test_share_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="did you mean 'direct'"):
        share_voice(make_table([], QUOTATIONS), share="directly")


# ------------------------------------------------------------------ what is reached


@cache
def load_validation():
    spec = importlib.util.spec_from_file_location("validation_quotations", ROOT / "validation" / "quotations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def measure(data: str) -> dict[str, float]:
    module = load_validation()
    return module.measure_treebank(shared_data("ud-pud")) if data == "ud-pud" else module.measure_gold(data)


def read_gates() -> list[dict[str, str]]:
    with GATES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("gate", read_gates(), ids=lambda gate: gate["name"])
def test_gates(gate: dict[str, str]) -> None:
    if gate["data"] != "sample":
        shared_data(gate["data"] if gate["data"] in ("seeds", "ud-pud") else "news")
    figure = gate["name"].removeprefix("quotations-").removesuffix("-" + gate["data"])
    assert measure(gate["data"])[figure] >= float(gate["floor"])
