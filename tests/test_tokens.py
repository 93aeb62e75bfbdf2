"""Words found in documents, with offsets and sentences that lead back to the text."""

from __future__ import annotations

import pytest

from helpers.corpus import read_corpus
from helpers.tables import DOCUMENTS, TableError, make_table
from helpers.text import LIGHT, count_words
from helpers.tokens import find_words
from tests.conftest import ROOT


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
