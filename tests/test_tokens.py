"""Tokens, terms of word lists and contexts: each with offsets that lead back to the text."""

from __future__ import annotations

import csv
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from helpers.corpus import read_corpus
from helpers.tables import DOCUMENTS, TableError, make_table
from helpers.text import LIGHT, count_words, is_word, normalise_text, split_words
from helpers.tokens import (
    find_context,
    find_phrases,
    find_words,
    keep_longest,
    list_sentences,
    show_context,
    tokenise,
    write_context,
)
from tests.conftest import ROOT


def read_cases(name: str) -> list[dict[str, str]]:
    with (ROOT / "tests" / "cases" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def make_documents(*texts: str | None):
    base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0}
    return make_table([{**base, "doc_id": f"d{n}", "text": text} for n, text in enumerate(texts)], DOCUMENTS)


def test_offsets_sentences_and_positions_lead_back_to_the_text():
    documents = read_corpus(ROOT / "corpus")
    hits = find_words(documents, ["بكين", "إلى"])
    assert len(hits) > 20
    assert hits["position"].between(0, 1, inclusive="left").all()
    for hit in hits.itertuples():
        text = documents.at[hit.doc_id, "text"]
        assert text[hit.start : hit.end] == hit.token
        assert hit.sentence in text
        assert hit.token in hit.sentence


def test_it_finds_as_many_as_are_counted():
    documents = read_corpus(ROOT / "corpus")
    for steps in (LIGHT, ("alef", "ya")):
        counts = count_words(documents["text"], steps=steps)
        for word, times in counts.most_common(20):
            assert len(find_words(documents, [word], steps=steps)) == times, word


def test_the_steps_decide_what_is_the_same_word():
    documents = make_documents("وصل الى بكين ثم عاد إلى موسكو")
    assert list(find_words(documents, ["إلى"])["token"]) == ["الى", "إلى"]
    assert list(find_words(documents, ["إلى"])["term"]) == ["إلى", "إلى"]
    assert list(find_words(documents, ["إلى"], steps=LIGHT)["token"]) == ["إلى"]


def test_only_whole_words_are_found():
    assert find_words(make_documents("والحرب حرب الحروب"), ["الحرب"]).empty


def test_the_sentence_is_the_one_round_the_word():
    documents = make_documents("انتهت الحرب. وبدأ السلام.\nوالسلام أصعب، وهذا السلام هش.")
    assert list(find_words(documents, ["السلام"])["sentence"]) == ["وبدأ السلام.", "والسلام أصعب، وهذا السلام هش."]


@pytest.mark.parametrize("texts", [(), ("",), (None,), ("لا شيء هنا",)])
def test_nothing_found_is_an_empty_table_of_the_same_columns(texts):
    found = find_words(make_documents(*texts), ["قمة"])
    assert list(found.columns) == list(find_words(make_documents("قمة"), ["قمة"]).columns)
    assert found.empty


def test_another_table_is_refused():
    with pytest.raises(TableError, match="no column 'text'"):
        find_words(make_documents("قمة").drop(columns="text"), ["قمة"])


# ------------------------------------------------------------------ the tokens table


def make_titled(title: str, text: str):
    base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0, "outlet": "صحيفة"}
    return make_table([{**base, "doc_id": "a", "title": title, "text": text}], DOCUMENTS)


def test_every_token_leads_back_to_its_place():
    documents = read_corpus(ROOT / "corpus")
    tokens = tokenise(documents)
    sentences = list_sentences(documents).set_index(["doc_id", "sentence"])
    for token in tokens.itertuples():
        text = documents.at[token.doc_id, "title" if token.sentence == 0 else "text"]
        assert text[token.start : token.end] == token.token
        sentence = sentences.loc[(token.doc_id, token.sentence)]
        assert sentence["start"] <= token.start < token.end <= sentence["end"]
        assert normalise_text(token.token) == token.form


def test_tokens_are_the_words_that_split_words_finds():
    documents = read_corpus(ROOT / "corpus")
    tokens = tokenise(documents, engine="none")
    assert list(tokens["position"]) == list(tokens.groupby("doc_id", observed=True).cumcount())
    for doc_id, text in documents["text"].items():
        words = [w.text for w in split_words(text) if is_word(w.text)]
        assert list(tokens.loc[(tokens["doc_id"] == doc_id) & (tokens["sentence"] > 0), "token"]) == words


def test_a_sentence_may_begin_within_a_chunk():
    tokens = tokenise(make_titled("عنوان", "انتهت المحادثات فقط.وحذر الوزير من الحرب."))
    assert list(tokens["sentence"]) == [0, 1, 1, 1, 2, 2, 2, 2]


def test_a_document_is_cut_alike_alone_and_among_others():
    documents = read_corpus(ROOT / "corpus").iloc[:6]
    together = tokenise(documents).astype({"doc_id": str, "token": str, "form": str, "lemma": str})
    alone = pd.concat([tokenise(documents.loc[[doc_id]]) for doc_id in documents.index], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone.astype({"doc_id": str, "token": str, "form": str, "lemma": str}))


@given(text=st.text(alphabet="بدأ القمة.\n\t،«»ُ\u00a0\u200f", max_size=60))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_offsets_hold_whatever_stands_between_the_words(text):
    tokens = tokenise(make_titled(text, text), engine="none")
    assert [text[t.start : t.end] for t in tokens.itertuples()] == list(tokens["token"])


@pytest.mark.parametrize("texts", [(), (None,), ("",), ("…",)])
def test_no_words_are_an_empty_table_of_the_same_kinds(texts):
    empty, full = tokenise(make_documents(*texts)), tokenise(make_documents("قمة"))
    assert empty.empty
    assert list(empty.dtypes.astype(str)) == list(full.dtypes.astype(str))


# ------------------------------------------------------------------ terms of a word list


def find(text: str, *terms: str, match: str = "lemma"):
    tokens = tokenise(make_documents(text))
    phrases = pd.DataFrame({"id": [f"t{n}" for n in range(len(terms))], "term": terms, "match": match})
    return [text[hit.start : hit.end] for hit in find_phrases(tokens, phrases).itertuples()]


@pytest.mark.parametrize("case", read_cases("tokens/phrases.tsv"), ids=lambda case: case["label"])
def test_terms_are_found_as_the_case_says(case):
    found = find(case["text"], *case["terms"].split("|"), match=case["match"])
    assert found == [hit for hit in case["expected"].split("|") if hit]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"term": " "}, "should begin and end with a word"),
        ({"term": "… حرب"}, "should begin and end with a word"),
        ({"term": "حرب", "match": "lema"}, "should be one of lemma, form, exact"),
        ({"word": "حرب"}, "no column 'term'; it has id, word"),
    ],
)
def test_a_wrong_word_list_is_explained(row, message):
    with pytest.raises(TableError, match=message):
        find_phrases(tokenise(make_documents("حرب")), pd.DataFrame([{"id": "x", **row}]))


def test_the_longest_term_wins_and_equal_ones_follow_the_list():
    tokens = tokenise(make_documents("عقد مجلس الأمن جلسة"))
    phrases = pd.DataFrame({"id": ["a", "b", "c"], "term": ["أمن", "مجلس الأمن", "مجلس أمن"]})
    assert list(keep_longest(find_phrases(tokens, phrases))["id"]) == ["b"]


# ------------------------------------------------------------------ the concordance

TEXT = "رحبت بكين بالقمة الجديدة. وقالت إن القمّةَ ناجحة، وإن القمم تفيد.\nثم انتهت قمة «الأمل»!"


def test_context_by_lemma_is_cut_from_the_print():
    documents = make_titled("قمة في بكين", TEXT)
    lines = find_context(tokenise(documents), documents, "قمة", width=2)
    assert list(lines["node"]) == ["قمة", "بالقمة", "القمّةَ", "القمم", "قمة"]
    assert list(lines["before"]) == ["", "رحبت بكين", "وقالت إن", "ناجحة، وإن", "ثم انتهت"]
    assert list(lines["after"]) == ["في بكين", "الجديدة. وقالت", "ناجحة، وإن", "تفيد. ثم", "«الأمل»!"]
    assert list(lines["sentence"]) == [0, 1, 2, 2, 3]
    assert set(lines["outlet"]) == {"صحيفة"}


@pytest.mark.parametrize(
    ("query", "unit", "nodes"),
    [
        ("القمة", "form", ["القمّةَ"]),
        ("*قم?", "wildcard", ["قمة", "بالقمة", "القمّةَ", "القمم", "قمة"]),
        ("إن القمم", "phrase", ["إن القمّةَ", "وإن القمم"]),
        ("قمة … تفيد", "phrase", ["القمّةَ ناجحة، وإن القمم تفيد", "القمم تفيد"]),
        (r"«[^»]+»", "regex", ["«الأمل»"]),
        (r"إن ال\w+", "regex", ["إن القم", "إن القمم"]),
        ("سلام", "lemma", []),
    ],
)
def test_each_unit_finds_its_own(query, unit, nodes):
    documents = make_titled("قمة في بكين", TEXT)
    assert list(find_context(tokenise(documents), documents, query, unit=unit)["node"]) == nodes


def test_contexts_are_sorted_by_the_word_nearest_to_the_node():
    documents = make_titled("قمة في بكين", TEXT)
    tokens = tokenise(documents)
    lines = find_context(tokens, documents, "قمة", sort="before")
    assert [text.split()[-1:] for text in lines["before"]] == sorted(
        ([text.split()[-1:] for text in lines["before"]]), key=lambda words: [normalise_text(w) for w in words]
    )
    after = find_context(tokens, documents, "قمة", sort="after")["after"]
    assert [text.split()[0] for text in after] == ["«الأمل»!", "الجديدة.", "تفيد.", "في", "ناجحة،"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unit": "word"}, "unit is 'word', but should be one of form, lemma"),
        ({"sort": "left"}, "sort is 'left', but should be one of place, before"),
        ({"query": "قمة بكين"}, "unit='phrase'"),
        ({"query": "("}, None),
        ({"query": "(", "unit": "regex"}, "is no regular expression"),
        ({"query": " "}, "the query is empty"),
    ],
)
def test_a_wrong_question_is_explained(options, message):
    documents = make_titled("قمة", TEXT)
    options = {"query": "قمة"} | options
    query = options.pop("query")
    if message is None:
        assert find_context(tokenise(documents), documents, query, **options).empty
        return
    with pytest.raises(ValueError, match=re.escape(message)):
        find_context(tokenise(documents), documents, query, **options)


def test_a_concordance_is_written_in_three_forms(tmp_path):
    documents = make_titled("قمة <b>", TEXT)
    lines = find_context(tokenise(documents), documents, "قمة")
    assert len(pd.read_csv(write_context(lines, tmp_path / "a.csv"))) == len(lines)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    sheet = load_workbook(write_context(lines, tmp_path / "a.xlsx")).active
    assert sheet.max_row == len(lines) + 1
    assert sheet.sheet_view.rightToLeft
    page = write_context(lines, tmp_path / "a.html").read_text(encoding="utf-8")
    assert page.count("<tr>") == len(lines)
    assert "&lt;b&gt;" in page
    with pytest.raises(ValueError, match="should end in .html, .xlsx or .csv"):
        write_context(lines, tmp_path / "a.txt")


def test_what_is_not_shown_is_counted():
    documents = make_titled("قمة", TEXT)
    lines = find_context(tokenise(documents), documents, "قمة")
    assert "لم تُعرض بقية المواضع: 3" in show_context(lines, rows=2).data
