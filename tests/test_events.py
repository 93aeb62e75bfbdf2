"""Tests of helpers.framing.events and helpers.framing.dyads: who did what to whom.

How the requirements are shown:
- verbs and verbal nouns in both orders of words, passive carriers, mutual events, mood: tests/cases/framing/events.tsv
- omitted agents from the sentence before only; parties, self, several targets: the same cases and the tests below
- every hit explained and traced to its words; the word list is the scholar's own: test_evidence..., test_own_list
- a directed network over time with balance and intervals: test_dyads...
- measured on coded sentences: validation/events.py, pinned in tests/gates/events.csv
"""

from __future__ import annotations

import csv
import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.framing.dyads import count_dyads, list_months
from helpers.framing.events import EVENTS, MOODS, QUADS, TYPES, find_events
from helpers.framing.gazetteer import fold
from helpers.framing.weighing import weigh
from helpers.lexicons import LexiconError, load_lexicon
from helpers.tables import DOCUMENTS, TableError, check_table, make_table
from helpers.tokens import tokenise
from tests.conftest import ROOT, shared_data

CASES = Path(__file__).parent / "cases" / "framing" / "events.tsv"
GATES = Path(__file__).parent / "gates" / "events.csv"
ROWS = list(csv.DictReader(CASES.open(encoding="utf-8", newline=""), delimiter="\t"))


def make_documents(texts: dict[str, str], *, title: str | None = None) -> pd.DataFrame:
    base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0, "title": title}
    return make_table([{**base, "doc_id": doc_id, "text": text} for doc_id, text in texts.items()], DOCUMENTS)


def find(*texts: str, **options) -> pd.DataFrame:
    documents = make_documents({f"d{n}": text for n, text in enumerate(texts)})
    return find_events(tokenise(documents), documents, **options)


def tell(events: pd.DataFrame) -> list[str]:
    return [" ".join(row) for row in events[["source", "type", "target", "mood"]].itertuples(index=False, name=None)]


# -- cases ----------------------------------------------------------------------------------


@cache
def read_all_cases() -> dict[str, list[str]]:
    rows = []
    for row in ROWS:
        is_headline = not row["sentence"].endswith(".")
        base = dict.fromkeys(DOCUMENTS.columns) | {"doc_id": row["id"], "page": "p", "article": 0}
        rows.append({**base, "title": row["sentence"] if is_headline else None,
                     "text": "" if is_headline else row["sentence"]})  # fmt: skip
    documents = make_table(rows, DOCUMENTS)
    events = find_events(tokenise(documents), documents, method="slots", every=True)
    return {row["id"]: tell(events[events["doc_id"] == row["id"]]) for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_cases(row: dict) -> None:
    assert read_all_cases()[row["id"]] == [event for event in row["expected"].split(" | ") if event]


def test_cases_cover_the_moods_and_most_types() -> None:
    told = [event.split() for row in ROWS for event in row["expected"].split(" | ") if event]
    assert {event[3] for event in told} == set(MOODS)
    assert {event[1] for event in told} == set(TYPES)


# -- what is returned ------------------------------------------------------------------------


def test_evidence_leads_back_to_the_words() -> None:
    text = "وصل الوفد مساءً.\nوفي موسكو، وجه الرئيس الروسي الشكر إلى الهند، وانتقد حلف شمال الأطلسي."
    events = find(text)
    assert not events.empty
    for row in events.itertuples():
        assert text[row.trigger_start : row.trigger_end] == row.evidence
        assert row.start <= row.trigger_start < row.trigger_end <= row.end
        assert row.rule.split("/")[0] in {entry["id"] for entry in load_lexicon("events")}


def find_probability(text: str, kind: str) -> float:
    """The highest probability of an event of a type in the last sentence of a text."""
    events = find(text, least=0.0)
    events = events[(events["type"] == kind) & (events["sentence"] == events["sentence"].max())]
    return float(events["probability"].max())


def test_what_one_says_of_the_other_is_weighed() -> None:
    said = "قال الرئيس الأميركي إن إيران {}."
    blame = find_probability(said.format("تنتهك القانون الدولي وتدعم الإرهاب وتهدد أمن العالم"), "ACCUSE")
    plain = find_probability(said.format("تقع في قارة آسيا ولها حدود طويلة وأنهار كثيرة"), "ACCUSE")
    assert blame > plain


def test_probabilities_do_not_depend_on_the_order_of_signs() -> None:
    signs = [row["sign"] for row in load_lexicon("event_weights")][1:400]
    assert weigh(signs) == weigh(signs[::-1]) == weigh(sorted(signs, key=hash))


def test_what_the_document_tells_elsewhere_counts() -> None:
    last = "وعقد الرئيسان اجتماعاً آخر."
    story = "استقبل الرئيس الصيني الرئيس الباكستاني في بكين. وأجرى الرئيس الصيني محادثات مع الرئيس الباكستاني."
    other = "يقيم الرئيس الصيني في بكين. ويقيم الرئيس الباكستاني في إسلام آباد."
    assert find_probability(f"{story} {last}", "CONSULT") > find_probability(f"{other} {last}", "CONSULT")


def test_the_slots_alone_weigh_nothing() -> None:
    events = find("التقى الرئيس الفرنسي نظيره البولندي.", method="slots")
    assert tell(events) == ["FRA CONSULT POL asserted"]
    assert events["probability"].isna().all()


def test_a_lower_bar_finds_no_less() -> None:
    text = "بحث الوزير المصري مع نظيره السوداني دعم بلاده لليبيا، وانتقد موقف إثيوبيا."
    counts = [len(find(text, least=least)) for least in (0.9, 0.5, 0.2, 0.05)]
    assert counts == sorted(counts)
    with pytest.raises(ValueError, match="weighed, slots"):
        find(text, method="guess")


def test_no_sign_names_a_party() -> None:
    signs = {row["sign"] for row in load_lexicon("event_weights")}
    words = {word for sign in signs for word in sign.split()}
    assert len(signs) > 1000
    assert not words & {fold(name) for name in "الصين روسيا إيران إسرائيل واشنطن موسكو مصر سوريا أوباما مرسي".split()}


def test_what_did_not_happen_is_left_out_unless_wanted() -> None:
    text = "لم تتهم السعودية إيران بشيء."
    assert find(text).empty
    assert tell(find(text, every=True)) == ["SAU ACCUSE IRN negated"]


def test_a_triple_stands_once_a_sentence_and_a_meeting_in_one_direction() -> None:
    text = "التقى الرئيس الفرنسي نظيره البولندي، وعقد الرئيس البولندي مباحثات مع الرئيس الفرنسي."
    assert tell(find(text)) == ["FRA CONSULT POL asserted"]


def test_nobody_is_carried_into_another_document() -> None:
    events = find("استقبل أمير الكويت الرئيس التونسي.", "وأشاد بموقف تونس.")
    assert set(events["doc_id"]) == {"d0"}


def test_nothing_in_nothing_out() -> None:
    documents = make_documents({})
    events = find_events(tokenise(documents), documents)
    assert check_table(events, EVENTS).empty
    assert find("", "لا شيء هنا.").empty


def test_input_is_not_changed() -> None:
    documents = make_documents({"a": "اتهمت طهران واشنطن بالتدخل."})
    tokens = tokenise(documents)
    before = tokens.copy(deep=True), documents.copy(deep=True)
    find_events(tokens, documents)
    pd.testing.assert_frame_equal(tokens, before[0])
    pd.testing.assert_frame_equal(documents, before[1])


def test_wrong_table_is_refused_at_the_door() -> None:
    documents = make_documents({"a": "قمة"})
    with pytest.raises(TableError, match="no column 'lemma'"):
        find_events(tokenise(documents).drop(columns="lemma"), documents)


def test_each_document_stands_for_itself() -> None:
    texts = ["دعت الصين واشنطن إلى ضبط النفس.", "نددت فرنسا بالهجوم الإسرائيلي. ورفضت الاتهام."]
    together = find(*texts)
    alone = pd.concat([find(texts[0]), find("قمة.", texts[1]).assign(doc_id="d1")], ignore_index=True)
    columns = ["doc_id", "sentence", "source", "type", "target", "trigger_start"]
    assert together[columns].values.tolist() == alone[columns].values.tolist()


PIECES = (
    "دعت|الصين|واشنطن|إلى|أن|التقى|الرئيس الروسي|نظيره|مع|و|لم|مباحثات|بين|،|.|رسالة|من|التي|وجهها|البلدين|اتهام|«"
    "|إيران|وروسيا|قال|إنه|بـ"
).split("|")


@given(st.lists(st.sampled_from(PIECES), max_size=14))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_any_order_of_words_gives_a_sound_table(pieces: list[str]) -> None:
    text = " ".join(pieces)
    events = find(text, every=True)
    assert (events["source"] != events["target"]).all()
    assert events["type"].isin(TYPES).all()
    assert events["mood"].isin(MOODS).all()
    for row in events.dropna(subset=["evidence"]).itertuples():
        assert text[row.trigger_start : row.trigger_end].split()[0] == row.evidence.split()[0]


# -- the word list ----------------------------------------------------------------------------

HEAD = "id,type,kind,term,match,source,target,flags,note\n"


def test_own_list(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEAD + "x-1,SUPPORT,verb,صفق,lemma,,li,,\n", encoding="utf-8-sig")
    assert tell(find("صفقت كندا لبولندا.", lexicon=path)) == ["CAN SUPPORT POL asserted"]
    assert find("اتهمت طهران واشنطن.", lexicon=path).empty


def test_a_wrong_type_names_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEAD + "x-1,SUPORT,verb,صفق,lemma,,li,,\n", encoding="utf-8-sig")
    with pytest.raises(LexiconError, match="did you mean 'SUPPORT'"):
        find("صفقت كندا لبولندا.", lexicon=path)


def test_the_list_is_well_formed() -> None:
    rows = load_lexicon("events")
    slots = set("object objective land owner any back maa bi li ila min ala an fi bayna didd other doer places".split())
    slots |= {"deed", "threat", "hawl"}
    assert {slot for row in rows for slot in row["target"].split()} <= slots
    events = [row for row in rows if row["type"]]
    assert {row["type"] for row in events} == set(TYPES)
    flags = set("adjective both denies future gathers impersonal itinerary mutual passive place promised".split())
    flags |= {"", "received", "unless"}
    assert {flag for row in rows for flag in row["flags"].split(" ")} <= flags
    assert len(events) >= 750
    assert all(row["target"] for row in events)
    keys = [(row["type"], row["kind"], row["term"]) for row in rows]
    assert len(keys) == len(set(keys))


# -- dyads -------------------------------------------------------------------------------------


def make_events(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    base = {"sentence": 1, "start": 0, "end": 9, "mood": "asserted", "evidence": "x", "trigger_start": 0}
    names = ("doc_id", "source", "type", "target")
    return make_table([{**base, "trigger_end": 1, "rule": "r", **dict(zip(names, row, strict=True))} for row in rows],
                      EVENTS)  # fmt: skip


def test_dyads_count_and_weigh() -> None:
    events = make_events(("a", "CHN", "CONSULT", "PRK"), ("a", "CHN", "ACCUSE", "PRK"), ("b", "CHN", "AID", "PRK"),
                         ("b", "CHN", "REQUEST", "PRK"), ("c", "PRK", "SUPPORT", "CHN"))  # fmt: skip
    first, second = count_dyads(events).to_dict("records")
    assert (first["n"], first["of"], first["cooperative"], first["conflictual"], first["documents"]) == (4, 5, 2, 1, 2)
    assert first["balance"] == pytest.approx(0.25)
    assert first["low"] <= first["balance"] <= first["high"]
    assert (second["source"], second["n"]) == ("PRK", 1)
    assert pd.isna(second["low"])  # one document is no sample
    assert count_dyads(events, directed=False)["n"].tolist() == [5]


def test_dyads_over_time() -> None:
    events = make_events(("a", "CHN", "CONSULT", "PRK"), ("b", "CHN", "CONSULT", "PRK"), ("c", "USA", "ACCUSE", "CHN"))
    base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0, "text": ""}
    days = {"a": "2023-09-20", "b": "2025-09-04", "c": None}
    documents = make_table([{**base, "doc_id": key, "published": day} for key, day in days.items()], DOCUMENTS)
    table = count_dyads(events, by=list_months(documents))
    assert table[["month", "n", "of"]].values.tolist() == [["2023-09", 1, 1], ["2025-09", 1, 1], ["?", 1, 1]]


def test_dyads_need_every_document() -> None:
    with pytest.raises(ValueError, match="no entry for document 'b'"):
        count_dyads(make_events(("b", "CHN", "AID", "PRK")), by=pd.Series({"a": "one"}))


def test_dyads_leave_out_what_did_not_happen() -> None:
    events = make_events(("a", "CHN", "CONSULT", "PRK")).assign(mood="negated")
    assert count_dyads(events).empty
    assert "balance" in count_dyads(events)


def test_every_type_has_a_side() -> None:
    coded = {row["value"] for row in load_lexicon("codebook") if row["id"].startswith("event:")} - {"none", ""}
    assert set(QUADS) == (coded or set(QUADS))


# -- what was reached ---------------------------------------------------------------------------


@cache
def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("validation_events", ROOT / "validation" / "events.py")
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


@cache
def measure(data: str) -> dict[str, dict[str, float]]:
    return load_script().measure(data)


@pytest.mark.parametrize("gate", list(csv.DictReader(GATES.open(encoding="utf-8"))), ids=lambda gate: gate["name"])
def test_what_was_reached_is_still_reached(gate: dict) -> None:
    if gate["data"] != "sample":
        shared_data("news")
    assert measure(gate["data"])[gate["name"].split("-")[0]]["F1"] >= float(gate["floor"])
