"""helpers.framing.frames: cases kept as data, the word list and its rules, what is counted, and how right it is."""

from __future__ import annotations

import csv
import importlib.util
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.framing.frames import (
    ALL,
    CANDIDATES,
    CUES,
    FRAMES,
    THRESHOLD,
    USES,
    find_frame_cues,
    find_frames,
)
from helpers.framing.shares import cross_frames, share_frames
from helpers.lexicons import LexiconError, load_lexicon
from helpers.tables import DOCUMENTS, TableError, check_table, make_table
from helpers.tokens import list_sentences, tokenise
from tests.conftest import ROOT, shared_data

CASES = Path(__file__).parent / "cases" / "framing"
GATES = Path(__file__).parent / "gates" / "frames.csv"


def make_documents(*texts: str, title: str | None = None) -> pd.DataFrame:
    base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0, "title": title}
    return make_table([{**base, "doc_id": f"d{n}", "text": text} for n, text in enumerate(texts)], DOCUMENTS)


def read_cases(name: str) -> list:
    with open(CASES / name, encoding="utf-8", newline="") as lines:
        return [pytest.param(row, id=row["label"]) for row in csv.DictReader(lines, delimiter="\t")]


def write_lexicon(folder: Path, *rows: str) -> str:
    path = folder / "own.csv"
    path.write_text("id,frame,use,term,weight,match,note\n" + "\n".join(rows) + "\n", encoding="utf-8-sig")
    return str(path)


# -- cases ----------------------------------------------------------------------------------


@lru_cache
def find_frames_of_cases() -> dict[str, list[str]]:
    """All cases at once: each is a document of its own, so that they cannot touch one another."""
    rows = [case.values[0] for case in read_cases("frames.tsv")]
    found = find_frames(tokenise(make_documents(*(row["sentence"] for row in rows))))
    frames = found.groupby("doc_id")["frame"].agg(list)
    return {row["label"]: frames.get(f"d{number}", []) for number, row in enumerate(rows)}


@pytest.mark.parametrize("case", read_cases("frames.tsv"))
def test_frames_of_a_sentence(case: dict) -> None:
    expected = [frame for frame in FRAMES if frame in case["frames"].split()]
    assert find_frames_of_cases()[case["label"]] == expected


@pytest.mark.parametrize("case", read_cases("frames_void.tsv"))
def test_a_cue_is_void_within_another_phrase(case: dict) -> None:
    cues = find_frame_cues(tokenise(make_documents(case["sentence"])))
    cues = cues[(cues["frame"] == case["frame"]) & (cues["printed"] == case["cue"])]
    assert len(cues), "the word is no cue at all: the case tests nothing"
    assert cues["excluded"].notna().all()


def test_every_candidate_has_evidence_that_stands_in_the_sentence() -> None:
    documents = make_documents("دعا إلى هدنة. واتهم خصمه بالتآمر.", title="قمة سلام في العاصمة")
    found = find_frames(tokenise(documents), sentences=list_sentences(documents))
    check_table(found, CANDIDATES)
    assert len(found)
    for row in found.itertuples():
        text = documents.at[row.doc_id, "title" if row.sentence == 0 else "text"][row.start : row.end]
        for cue in row.evidence.split(" · "):
            assert all(part in text for part in cue.split(" + "))


def test_offsets_are_of_the_whole_sentence_where_sentences_are_given() -> None:
    documents = make_documents("«هدنة» جديدة.")
    tokens = tokenise(documents)
    assert find_frames(tokens)[["start", "end"]].values.tolist() == [[1, 12]]
    assert find_frames(tokens, sentences=list_sentences(documents))[["start", "end"]].values.tolist() == [[0, 13]]


def test_nothing_found_is_an_empty_table_of_the_right_kind() -> None:
    for documents in (make_documents("لم يذكر المتحدث تفاصيل أخرى."), make_documents(), make_documents("")):
        tokens = tokenise(documents)
        assert check_table(find_frame_cues(tokens), CUES).empty
        assert check_table(find_frames(tokens), CANDIDATES).empty


def test_input_is_checked_and_left_alone() -> None:
    tokens = tokenise(make_documents("دعا إلى هدنة وتعاون."))
    before = tokens.copy(deep=True)
    find_frames(tokens)
    pd.testing.assert_frame_equal(tokens, before)
    with pytest.raises(TableError):
        find_frames(tokens.drop(columns="lemma"))


@pytest.fixture(scope="module")
def short_list(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The rows of the package's list that are one of WORDS: the whole list takes a third of a second a call."""
    rows = [row for row in load_lexicon("frames") if row["term"] in WORDS]
    lines = [",".join([*(row[name] for name in ("id", "frame", "use", "term", "weight", "match")), ""]) for row in rows]
    return write_lexicon(tmp_path_factory.mktemp("lexicon"), *lines)


WORDS = "هدنة تعاون صداقة مجلس الأمن سلاح نووي محادثات عقوبات التجارة وصل المطار لاجئين ذكرى في من".split()


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), min_size=1, max_size=4), st.floats(0.5, 4))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_a_document_is_judged_alone_and_a_higher_threshold_finds_less(
    short_list: str, texts: list[list[str]], higher: float
) -> None:
    documents = make_documents(*(" ".join(words) for words in texts))
    together = find_frames(tokenise(documents), lexicon=short_list)
    alone = [find_frames(tokenise(documents.loc[[doc_id]]), lexicon=short_list) for doc_id in documents.index]
    pd.testing.assert_frame_equal(together, pd.concat(alone, ignore_index=True))
    strict = find_frames(tokenise(documents), lexicon=short_list, threshold=THRESHOLD + higher)
    keys = ["doc_id", "sentence", "frame"]
    assert set(map(tuple, strict[keys].values)) <= set(map(tuple, together[keys].values))


# -- the word list --------------------------------------------------------------------------


def test_the_word_list_is_large_complete_and_in_order() -> None:
    rows = load_lexicon("frames", allowed={"frame": (*FRAMES, ALL), "use": USES, "match": ("lemma", "form", "exact")})
    cues = [row for row in rows if row["use"] == "cue"]
    assert len(cues) >= 500
    assert {row["frame"] for row in cues} == set(FRAMES)
    assert all(0 < float(row["weight"]) <= 2 for row in cues)
    assert all(not row["weight"] for row in rows if row["use"] == "void")
    keys = [(row["frame"], row["use"], row["term"], row["match"]) for row in rows]
    assert len(keys) == len(set(keys)), [key for key in keys if keys.count(key) > 1][:3]


def test_weights_combinations_and_choices(tmp_path: Path) -> None:
    own = write_lexicon(
        tmp_path,
        "a,peace,cue,هدنة,0.5,,",
        "b,peace,cue,حوار,0.5,,",
        "c,order,cue,قمة + بيان | قرار,1,,",
        "d,economy,cue,سوق,2,form,",
        "e,peace,void,حوار + صحيفة,,,",
    )
    tokens = tokenise(make_documents("هدنة هدنة.", "هدنة وحوار.", "صدر القرار بعد القمة.", "السوق والأسواق.", "قمة."))
    found = find_frames(tokens, lexicon=own)
    assert found[["doc_id", "frame", "score"]].values.tolist() == [
        ["d1", "peace", 1.0],
        ["d2", "order", 1.0],
        ["d3", "economy", 2.0],
    ]
    assert found["evidence"].tolist() == ["هدنة · وحوار", "القمة + القرار", "السوق"]
    cues = find_frame_cues(tokenise(make_documents("حوار. حوار في صحيفة.")), lexicon=own)
    assert cues["excluded"].fillna("").tolist() == ["", "e"]


def test_a_frame_in_passing_is_left_out(tmp_path: Path) -> None:
    own = write_lexicon(tmp_path, "a,peace,cue,هدنة,1,,", "b,economy,cue,سوق,5,,")
    assert find_frames(tokenise(make_documents("هدنة السوق.")), lexicon=own)["frame"].tolist() == ["economy"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a,peas,cue,هدنة,1,,", "did you mean 'peace'"),
        ("a,peace,clue,هدنة,1,,", "did you mean 'cue'"),
        ("a,all,cue,هدنة,1,,", "needs one frame"),
        ("a,peace,cue,هدنة,much,,", "no number"),
        ("a,peace,cue,هدنة +,1,,", "lacks a word"),
        ("a,peace,cue,هدنة,1,stem,", "column 'match'"),
    ],
)
def test_mistakes_in_a_word_list_are_told(tmp_path: Path, row: str, told: str) -> None:
    with pytest.raises(LexiconError, match=told):
        find_frames(tokenise(make_documents("هدنة.")), lexicon=write_lexicon(tmp_path, row))


# -- what is counted ------------------------------------------------------------------------

SENTENCES = pd.DataFrame({"doc_id": list("aaaabbbbcccc"), "sentence": [1, 2, 3, 4] * 3})
FOUND = pd.DataFrame(
    {"doc_id": list("aabcc"), "sentence": [1, 1, 2, 3, 4], "frame": ["peace", "order"] + ["peace"] * 3}
)


def test_shares_are_of_all_sentences_of_the_group() -> None:
    shares = share_frames(FOUND, SENTENCES, by=pd.Series({"a": "x", "b": "x", "c": "y"}, name="outlet"), samples=200)
    assert len(shares) == 2 * len(FRAMES)
    peace = shares[shares["frame"] == "peace"].set_index("outlet")
    assert peace[["n", "of", "documents"]].values.tolist() == [[2, 8, 2], [2, 4, 1]]
    assert peace["share"].tolist() == [0.25, 0.5]
    assert np.isnan(peace.at["y", "low"]), "one document has no interval"
    with pytest.raises(ValueError, match="sentences lacks"):
        share_frames(FOUND.assign(sentence=9), SENTENCES)


def test_shares_have_an_interval_that_holds_the_share() -> None:
    shares = share_frames(FOUND, SENTENCES, samples=300).set_index("frame")
    assert shares.at["peace", "low"] <= shares.at["peace", "share"] <= shares.at["peace", "high"]
    assert shares.at["peace", "low"] < shares.at["peace", "high"]


def test_crossing_counts_sentences_and_tells_nothing_where_it_is_thin() -> None:
    actors = pd.DataFrame({"doc_id": list("aabcc"), "sentence": [1, 2, 2, 3, 4], "actor": ["CHN"] * 4 + [None]})
    crossed = cross_frames(FOUND, actors, SENTENCES, least=2, samples=200).set_index("frame")
    assert crossed.loc["peace", ["n", "of", "documents", "share"]].tolist() == [3, 4, 3, 0.75]
    assert crossed.at["peace", "elsewhere"] == 1 / 8
    expected = np.log2((3.5 / 1.5) / (1.5 / 7.5))
    assert crossed.at["peace", "association"] == pytest.approx(expected)
    assert crossed.at["peace", "low"] <= expected <= crossed.at["peace", "high"]
    assert crossed.loc["order", ["association", "low", "high"]].isna().all(), "one sentence is too little"
    assert crossed.loc["economy", ["association", "low", "high"]].isna().all(), "none is no evidence, not 0"
    with pytest.raises(ValueError, match="no column 'speaker'"):
        cross_frames(FOUND, actors, SENTENCES, column="speaker")


# -- how right it is ------------------------------------------------------------------------


@lru_cache
def load_script():
    spec = importlib.util.spec_from_file_location("validation_frames", ROOT / "validation" / "frames.py")
    script = importlib.util.module_from_spec(spec)
    path = list(sys.path)
    try:
        spec.loader.exec_module(script)
    finally:
        sys.path[:] = path
    return script


@pytest.mark.parametrize("gate", list(csv.DictReader(GATES.open(encoding="utf-8"))), ids=lambda gate: gate["data"])
def test_what_was_reached_is_still_reached(gate: dict) -> None:
    if gate["data"] != "corpus":
        shared_data("news")
    script = load_script()
    documents, gold = script.read_gold(gate["data"])
    assert script.score(script.judge(documents, gold))["f1"] >= float(gate["floor"])
