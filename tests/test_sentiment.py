"""helpers.sentiment: cases kept as data, what turns a word, groups, targets and voices, scaling, what is reached."""

from __future__ import annotations

import csv
import importlib
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.lexicons import FOLDER, LexiconError
from helpers.sentiment import (
    SENTIMENT_HITS,
    TARGETS,
    TONES,
    ScalingError,
    classify_scores,
    compare_permuted_weights,
    compare_without_words,
    count_tone_words,
    find_sentiment,
    scale_words,
    score_sentences,
    score_sentiment,
    score_targets,
)
from helpers.tables import DOCUMENTS, TableError, check_table, make_table
from helpers.tokens import find_phrases, list_sentences, tokenise
from tests.conftest import ROOT, shared_data

CASES = Path(__file__).parent / "cases" / "sentiment"
GATES = Path(__file__).parent / "gates" / "sentiment.csv"


def make_documents(*texts: str, title: str | None = None) -> pd.DataFrame:
    base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0, "title": title}
    return make_table([{**base, "doc_id": f"d{n:02d}", "text": text} for n, text in enumerate(texts)], DOCUMENTS)


def read_rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def write_lists(folder: Path, terms: list[str], turners: list[str]) -> dict[str, str]:
    """Lists of one's own: the options that name them."""
    paths = {"lexicon": folder / "own_tone.csv", "turners": folder / "own_turners.csv"}
    heads = {"lexicon": "id,term,strength,pos,topic,match,note", "turners": "id,term,kind,scope,side,match,note"}
    for name, rows in (("lexicon", terms), ("turners", turners)):
        paths[name].write_text("\n".join([heads[name], *rows]) + "\n", encoding="utf-8-sig")
    return {name: str(path) for name, path in paths.items()}


# -- cases ----------------------------------------------------------------------------------


@lru_cache
def score_cases() -> pd.DataFrame:
    """All cases at once: each is a document of its own, so that they cannot touch one another."""
    documents = make_documents(*(row["text"] for row in read_rows(CASES / "sentences.csv")))
    return score_sentences(find_sentiment(tokenise(documents)), list_sentences(documents)).set_index("doc_id")


@pytest.mark.parametrize(
    ("number", "row"),
    [pytest.param(n, row, id=f"{row['label']}-{n}") for n, row in enumerate(read_rows(CASES / "sentences.csv"))],
)
def test_cases(number: int, row: dict[str, str]) -> None:
    found = score_cases().loc[f"d{number:02d}"]
    assert found["words"] == row["words"]
    assert str(classify_scores(pd.Series([found["score"]]))[0]) == row["tone"]


def test_weighed_classes_follow_the_cases() -> None:
    expected = [row["tone"] for row in read_rows(CASES / "sentences.csv")]
    assert np.mean(score_cases()["tone"].astype(str).to_numpy() == np.array(expected)) >= 0.94


# -- classes and their probabilities ---------------------------------------------------------


def tell_classes(*texts: str) -> pd.DataFrame:
    documents = make_documents(*texts)
    return score_sentences(find_sentiment(tokenise(documents)), list_sentences(documents))


def test_probabilities_of_the_classes_add_up() -> None:
    documents = make_documents("رحبت بكين بالاتفاق. وصل الوفد إلى المطار. وندد الوزير بالهجوم.", title="* * *")
    table = score_sentences(find_sentiment(tokenise(documents)), list_sentences(documents))
    shares = table[["p_negative", "p_neutral", "p_positive"]]
    assert table["tone"].tolist() == [pd.NA, 1, 0, -1]
    assert shares.sum(axis=1)[1:].tolist() == pytest.approx([1, 1, 1])
    assert shares.iloc[0].isna().all()
    assert (shares.to_numpy()[1:].argmax(axis=1) - 1).tolist() == [1, 0, -1]


def test_the_sentences_round_it_help_to_decide() -> None:
    mild = "وبحث الجانبان الموقف بعد إطلاق صاروخ."
    dark = tell_classes(f"نددت واشنطن بالهجوم. {mild} واتهمت موسكو بارتكاب جرائم.")
    bright = tell_classes(f"رحبت واشنطن بالاتفاق. {mild} وأشادت بالصداقة مع موسكو.")
    assert dark["p_negative"][1] > bright["p_negative"][1]
    assert dark["score"][1] == bright["score"][1]


def test_an_accusation_weighs_more_than_a_weapon() -> None:
    table = tell_classes("اتهم الوزير جاره بالكذب في كلمته.", "وصل الوفد مع دبابة قديمة في موكب طويل.")
    assert table["p_negative"][0] > table["p_negative"][1]


def test_a_list_without_topics_is_classed_by_its_words(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,term,strength\nx1,قمر,1\n", encoding="utf-8-sig")
    documents = make_documents("قمر فوق المدينة")
    table = score_sentences(find_sentiment(tokenise(documents), lexicon=path), list_sentences(documents))
    assert table["tone"].tolist() == [1]


def test_every_kind_of_turning_has_cases() -> None:
    labels = [row["label"] for row in read_rows(CASES / "sentences.csv")]
    assert len(labels) >= 60
    assert set(labels) >= {"negator", "reverser", "denial", "hypothetical", "call", "topic", "strengthener", "clause"}


# -- what turns a word: lists of one's own, so that only the mechanism is tested ----------------------------------

TERMS = [
    "p1,تعاون,1,noun,cooperation,lemma,x",
    "p2,سلام,1,noun,peace,lemma,x",
    "n1,حرب,-2,noun,conflict,lemma,x",
    "n2,تهديد,-1,noun,threat,lemma,x",
    "n3,اتهام,-1,noun,accusation,lemma,x",
    "r1,رفض,-1,verb,refusal,lemma,x",
    "f1,حسن الجوار,1,phrase,friendship,lemma,x",
    "z1,الحرب الباردة,0,phrase,history,lemma,x",
    "x1,حرب شاملة,-1,phrase,conflict,lemma,x",
    "s1,دعم,1,noun,support,lemma,x",
    "a1,عنيف,-2,adj,violence,lemma,x",
]
TURNERS = [
    "w1,لا,negator,2,after,form,x",
    "w2,إنهاء,reverser,4,after,lemma,x",
    "w3,جدا,strengthener,1,before,form,x",
    "w4,ربما,hypothetical,4,after,form,x",
    "w5,نفى,denial,6,after,lemma,x",
    "w6,بعض,weakener,1,after,form,x",
    "w7,ناقش,topic,4,after,lemma,x",
    "w8,بلا,negator,3,after,form,x",
]


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("تعاون", [1.0]),
        ("رفض التعاون", [-1.0, 0.0]),  # what is refused is no good news
        ("رفض الحرب", [-1.0, -2.0]),
        ("ناقش التعاون", [0.25]),
        ("ناقش حسن الجوار", [0.5]),  # a deed in several words
        ("بلا تعاون وبلا سلام", [-1.0, -1.0]),
        ("لا تعاون", [-1.0]),
        ("لا تهديد", [0.25]),
        ("لا أحد يريد التعاون", [1.0]),  # two words on, out of scope
        ("لا، تعاون", [1.0]),  # a mark ends the clause
        ("لا أن تعاون", [1.0]),  # and so does أن
        ("إنهاء التعاون", [-1.0]),
        ("إنهاء الحرب", [0.6]),  # and yet it tells of a war
        ("إنهاء الحرب والتعاون", [0.6, 1.0]),  # words of the other sign are not turned
        ("إنهاء الحرب والتهديد", [0.6, 0.3]),
        ("إنهاء عنيف", [-2.0]),  # its own adjective
        ("دعم الحرب", [0.0, -2.0]),  # the backing of a bad thing is no good news
        ("دعم وحرب", [1.0, -2.0]),
        ("دعم التعاون", [1.0, 1.0]),
        ("لدعم السلام", [0.5, 1.0]),  # an aim
        ("للسلام", [1.0]),  # of or for it
        ("لا إنهاء التعاون", [1.0]),  # a negated reverser turns nothing
        ("لا إنهاء الحرب", [-2.0]),
        ("التعاون جدا", [1.5]),
        ("ربما تعاون", [0.5]),
        ("ربما أن التعاون", [0.5]),  # what is supposed may stand behind أن
        ("بعض التعاون", [0.5]),
        ("نفى التهديد", [0.0]),
        ("نفى الاتهام", [-1.0]),  # the accusation itself stands
        ("الحرب الباردة", []),  # strength 0 hides the word in it
        ("حرب شاملة", [-1.0]),  # the longest counts
        ("لا سلام. تعاون", [-1.0, 1.0]),
    ],
)
def test_turning(text: str, weights: list[float], tmp_path: Path) -> None:
    hits = find_sentiment(tokenise(make_documents(text)), **write_lists(tmp_path, TERMS, TURNERS))
    assert hits["weight"].tolist() == weights


def test_a_word_counts_by_its_kind_and_its_place(tmp_path: Path) -> None:
    terms = ["p1,تعاون,1,noun,cooperation,lemma,x", "p3,رحب,1,verb,welcome,lemma,x"]
    lists = write_lists(tmp_path, terms, TURNERS)
    hits = find_sentiment(tokenise(make_documents("رحب بتعاون ثم بالتعاون")), **lists)
    assert hits["weight"].tolist() == [1.0, 1.0, 1.0]
    assert hits["emphasis"].round(3).tolist() == [1.0, 0.6 * 0.925, round(0.4 * 0.775, 3)]
    own = tmp_path / "without_pos.csv"  # a list of one's own need not tell what a word is
    own.write_text("id,term,strength,note\np1,تعاون,1,x\n", encoding="utf-8-sig")
    hits = find_sentiment(tokenise(make_documents("التعاون قائم")), lexicon=str(own))
    assert hits["emphasis"].tolist() == [1.0]


def test_hits_say_where_they_stand_and_what_turned_them(tmp_path: Path) -> None:
    documents = make_documents("بدأ اليوم. لا تعاون ولا سلام!", title="إنهاء الحرب")
    hits = find_sentiment(tokenise(documents), **write_lists(tmp_path, TERMS, TURNERS))
    check_table(hits, SENTIMENT_HITS)
    title, text = documents.loc["d00", ["title", "text"]]
    for hit in hits.itertuples():
        assert (title if hit.sentence == 0 else text)[hit.start : hit.end] == hit.words
    assert hits["sentence"].tolist() == [0, 2, 2]
    assert hits["turned_by"].tolist() == ["إنهاء", "لا", "ولا"]
    assert hits["turned_how"].tolist() == ["reverser", "negator", "negator"]


def test_a_turner_inside_a_longer_expression_belongs_to_it(tmp_path: Path) -> None:
    lists = write_lists(tmp_path, [*TERMS, "x2,لا تعاون,-1,phrase,conflict,lemma,x"], TURNERS)
    assert find_sentiment(tokenise(make_documents("لا تعاون سلام")), **lists)["weight"].tolist() == [-1.0, 1.0]


WORDS = ("صداقة", "تعاون", "تهديد", "عقوبات", "ترحيب", "هجوم", "احترام", "انتقاد")
HARAKAT = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"


@given(
    st.sampled_from(WORDS),
    st.sampled_from(["", "و", "ف"]),
    st.sampled_from(["", "ب", "ل", "ال", "بال", "لل"]),
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from(HARAKAT)), max_size=4),
)
@settings(max_examples=50, deadline=None, derandomize=True)
def test_harakat_and_clitics_never_hide_a_word(word: str, first: str, second: str, marks: list) -> None:
    printed = first + second + word
    for place, mark in marks:
        place = min(place, len(printed))
        printed = printed[:place] + mark + printed[place:]
    plain = find_sentiment(tokenise(make_documents(word)))
    hits = find_sentiment(tokenise(make_documents(printed)))
    assert np.sign(hits["weight"]).tolist() == np.sign(plain["weight"]).tolist() != []


@given(st.lists(st.sampled_from(["لا", "تعاون", "حرب،", "أن", "إنهاء", "سلام.", "بعض", "كلمة"]), max_size=12))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_scores_keep_their_bounds_and_input_its_state(words: list[str]) -> None:
    documents = make_documents(" ".join(words) or "كلمة")
    tokens, sentences = tokenise(documents), list_sentences(documents)
    before = tokens.copy(deep=True)
    tones = score_sentences(find_sentiment(tokens), sentences)
    pd.testing.assert_frame_equal(tokens, before)
    assert tones["score"].abs().max() < 1
    assert (np.sign(tones["score"]) * tones["tone"].astype(float) >= 0).all()


# -- a scholar's own list -------------------------------------------------------------------------


def test_a_word_added_in_a_spreadsheet_changes_the_score(tmp_path: Path) -> None:
    documents = make_documents("صرح الوزير بأن الموقف زعفراني للغاية.")
    tokens, sentences = tokenise(documents), list_sentences(documents)
    path = tmp_path / "mine.csv"
    rows = (FOLDER / "tone.csv").read_text(encoding="utf-8-sig")
    path.write_text(rows, encoding="utf-8-sig")
    assert score_sentences(find_sentiment(tokens, lexicon=path), sentences)["tone"].tolist() == [0]
    path.write_text(rows + "mine1,زعفراني,-2,adj,mine,form,my own word\n", encoding="utf-8-sig")
    table = score_sentences(find_sentiment(tokens, lexicon=path), sentences)
    assert table["tone"].tolist() == [-1] and "زعفراني" in table["words"][0]


def test_mistakes_in_a_list_are_named(tmp_path: Path) -> None:
    lists = write_lists(tmp_path, ["p1,تعاون,3,noun,x,lemma,x"], TURNERS)
    with pytest.raises(LexiconError, match="line 2, column 'strength'"):
        find_sentiment(tokenise(make_documents("تعاون")), **lists)
    lists = write_lists(tmp_path, TERMS, ["w1,لا,negater,2,after,form,x"])
    with pytest.raises(LexiconError, match="negator"):
        find_sentiment(tokenise(make_documents("تعاون")), **lists)


# -- sentences and groups -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def newsroom() -> dict[str, pd.DataFrame]:
    """Six documents of two outlets: four kind, two not."""
    good = "رحبت العاصمة بالزيارة. وأشاد الوزير بالصداقة. ووصل الوفد في الصباح. وشكر السفير مضيفيه."
    bad = "أدان الوزير الهجوم. وهددت الحكومة بالعقوبات. وغادر الوفد في المساء. وانتقد السفير الخطوة."
    documents = make_documents(good, good, good, bad, bad, good + " " + bad)
    documents["outlet"] = ["الأولى"] * 3 + ["الثانية"] * 3
    tokens = tokenise(documents)
    hits = find_sentiment(tokens)
    return {"documents": documents, "tokens": tokens, "hits": hits, "sentences": list_sentences(documents)}


def test_sentences_have_scores_classes_and_their_words(newsroom: dict) -> None:
    table = score_sentences(newsroom["hits"], newsroom["sentences"])
    check_table(table, TONES)
    assert len(table) == len(newsroom["sentences"])
    assert table["tone"].head(4).tolist() == [1, 1, 0, 1]
    assert table["n_hits"].sum() == len(newsroom["hits"])
    assert table.loc[2, ["score", "n_hits", "words"]].tolist() == [0.0, 0, ""]


def test_groups_have_n_of_and_an_interval(newsroom: dict) -> None:
    table = score_sentiment(newsroom["hits"], newsroom["sentences"], by=newsroom["documents"]["outlet"])
    assert list(table.index) == ["الأولى", "الثانية"] and table.index.name == "outlet"
    one, two = table.loc["الأولى"], table.loc["الثانية"]
    assert (one["n"], one["of"], one["documents"], one["positive"], one["negative"]) == (9, 12, 3, 9, 0)
    assert (two["n"], two["of"], two["positive"], two["negative"]) == (12, 16, 3, 9)
    tones = score_sentences(newsroom["hits"], newsroom["sentences"])
    means = tones.groupby(tones["doc_id"].map(newsroom["documents"]["outlet"]))["score"].mean()
    assert table["score"].tolist() == pytest.approx(means.tolist())
    assert pd.isna(one["low"])  # three documents alike say nothing of a fourth
    assert -1 < two["low"] <= two["score"] <= two["high"] <= 0


def test_documents_are_given_an_interval_over_their_sentences(newsroom: dict) -> None:
    table = score_sentiment(newsroom["hits"], newsroom["sentences"])
    assert list(table.index) == list(newsroom["documents"].index)
    first = table.iloc[0]
    assert first["of"] == 4 and first["documents"] == 1
    assert 0 < first["low"] < first["score"] < first["high"] <= 1 and first["tone"] == 1
    assert table["tone"].iloc[5] == 0  # three and three


def test_thin_evidence_gives_no_score() -> None:
    documents = make_documents("رحبت العاصمة بالزيارة. وصل الوفد.", "وصل الوفد في الصباح. " * 12)
    table = score_sentiment(find_sentiment(tokenise(documents)), list_sentences(documents))
    thin, long = table.iloc[0], table.iloc[1]
    assert thin["n"] == 1 and pd.isna(thin["score"]) and pd.isna(thin["tone"])
    assert long["n"] == 0 and long["score"] == 0 and long["tone"] == 0  # many sentences without a word: neutral


def test_months_and_several_groups_at_once(newsroom: dict) -> None:
    by = newsroom["documents"][["outlet"]].assign(half=list("aabbaa"))
    table = score_sentiment(newsroom["hits"], newsroom["sentences"], by=by, samples=50)
    assert table.index.names == ["outlet", "half"] and table["of"].sum() == 28


def test_by_is_checked(newsroom: dict) -> None:
    with pytest.raises(ValueError, match="document, sentence"[:8]):
        score_sentiment(newsroom["hits"], newsroom["sentences"], by="outlet")
    with pytest.raises(ValueError, match="no row for the document"):
        score_sentiment(newsroom["hits"], newsroom["sentences"], by=pd.Series({"d00": "x"}, name="outlet"))
    with pytest.raises(TableError):
        score_sentiment(newsroom["hits"].drop(columns="words"), newsroom["sentences"])


def test_whose_voice_it_is() -> None:
    quote = "«نرحب بالتعاون والصداقة»"
    text = f"انتقد الوزير العقوبات وقال: {quote}. وأدان المراسل الهجوم."
    documents = make_documents(text, text)
    start = text.index("نرحب")
    quotations = pd.DataFrame(
        [
            {"doc_id": name, "sentence": 1, "start": start, "end": start + len(quote) - 2, "kind": "direct"}
            for name in documents.index
        ]
    )
    hits = find_sentiment(tokenise(documents), quotations=quotations)
    sentences = list_sentences(documents)
    voices = hits.groupby("voice")["weight"].sum()
    assert voices["quoted"] > 0 > voices["outlet"]
    assert set(hits.loc[hits["voice"] == "quoted", "words"]) <= {"نرحب", "بالتعاون", "والصداقة", "بالتعاون والصداقة"}
    table = score_sentiment(hits, sentences, by="voice", quotations=quotations)
    assert table.loc["quoted", ["of", "positive", "negative"]].tolist() == [2, 2, 0]
    assert table.loc["outlet", ["of", "positive", "negative"]].tolist() == [4, 0, 4]
    assert table.loc["quoted", "score"] > 0 > table.loc["outlet", "score"]
    with pytest.raises(ValueError, match="quotations="):
        score_sentiment(hits, sentences, by="voice")


def test_scores_are_classed_with_missing_left_missing() -> None:
    assert classify_scores(pd.Series([0.19, 0.2, -0.2, np.nan])).tolist() == [0, 1, -1, pd.NA]


def test_a_line_without_a_word_has_no_tone() -> None:
    documents = make_documents("وصل الوفد.", title="* * *")
    table = score_sentences(find_sentiment(tokenise(documents)), list_sentences(documents))
    assert table["sentence"].tolist() == [0, 1] and table["tone"].tolist() == [pd.NA, 0]


def test_nothing_in_nothing_out() -> None:
    documents = make_documents("كلمة").iloc[:0]
    tokens, sentences = tokenise(documents), list_sentences(documents)
    hits = find_sentiment(tokens)
    assert hits.empty and score_sentences(hits, sentences).empty and score_sentiment(hits, sentences).empty
    assert count_tone_words(hits).empty


# -- targets --------------------------------------------------------------------------------------


def find_names(tokens: pd.DataFrame) -> pd.DataFrame:
    names = pd.DataFrame({"id": ["CHN", "USA"], "term": ["بكين", "واشنطن"]})
    return find_phrases(tokens, names).rename(columns={"id": "actor"})


def test_tone_round_a_target() -> None:
    texts = ("أشادت بكين بالصداقة، لكن واشنطن هددت بالعقوبات.", "وصل وفد بكين، وهاجمت القوات المدينة.", "زار بكين.")
    documents = make_documents(*texts)
    tokens = tokenise(documents)
    hits, actors = find_sentiment(tokens), find_names(tokens)
    table = score_targets(hits, tokens, actors)
    check_table(table, TARGETS)
    assert table["target"].tolist() == ["CHN", "USA", "CHN", "CHN"]
    assert table["reach"].tolist() == ["clause", "clause", "sentence", "none"]
    assert table["tone"].tolist() == [1, -1, -1, 0]
    assert abs(table["score"][2]) < abs(score_sentences(hits, list_sentences(documents))["score"][1])
    for row in table.itertuples():
        assert documents.at[row.doc_id, "text"][row.start : row.end] in ("بكين", "واشنطن")


def test_targets_by_group_and_without_mere_places(newsroom: dict) -> None:
    texts = ["أشادت بكين بالصداقة، وأدانت واشنطن الهجوم. " * 3] * 4
    documents = make_documents(*texts).assign(outlet=list("xxyy"))
    tokens = tokenise(documents)
    hits, actors = find_sentiment(tokens), find_names(tokens)
    table = score_targets(hits, tokens, actors, by="target", samples=100)
    assert table.index.tolist() == ["CHN", "USA"] and table["of"].tolist() == [12, 12]
    assert table["positive"].tolist() == [12, 0] and table["negative"].tolist() == [0, 12]
    groups = score_targets(hits, tokens, actors, by=documents["outlet"], samples=100)
    assert groups.index.names == ["target", "outlet"] and groups["of"].tolist() == [6] * 4
    places = actors.assign(is_party=actors["actor"] == "CHN")
    assert set(score_targets(hits, tokens, places)["target"]) == {"CHN"}
    assert score_targets(hits, tokens, actors.iloc[:0], by="target").empty
    with pytest.raises(ValueError, match="sentence, target"):
        score_targets(hits, tokens, actors, by="voice")


# -- how far it depends on the lexicon ------------------------------------------------------------


def test_without_one_word(newsroom: dict) -> None:
    hits, sentences, outlet = newsroom["hits"], newsroom["sentences"], newsroom["documents"]["outlet"]
    table = compare_without_words(hits, sentences, by=outlet)
    assert (table["change"].round(9) == (table["without"] - table["score"]).round(9)).all()
    first = table.loc["الأولى"].iloc[0]
    word = hits[hits["id"] == table.loc["الأولى"].index[0]]
    left = score_sentiment(hits.drop(word.index), sentences, by=outlet, samples=0)
    assert first["without"] == pytest.approx(left.loc["الأولى", "score"])


def test_permuted_weights(newsroom: dict) -> None:
    hits, sentences, outlet = newsroom["hits"], newsroom["sentences"], newsroom["documents"]["outlet"]
    kept = compare_permuted_weights(hits, sentences, by=outlet, samples=60)
    mixed = compare_permuted_weights(hits, sentences, by=outlet, samples=60, keep_sign=False)
    scores = score_sentiment(hits, sentences, by=outlet, samples=0)["score"]
    assert kept["score"].tolist() == pytest.approx(scores.tolist())
    assert kept.loc["الأولى", "low"] > 0  # all its words are positive, whatever their strength
    assert mixed.loc["الأولى", "low"] < kept.loc["الأولى", "low"]
    assert compare_permuted_weights(hits, sentences, by=outlet, samples=60, keep_sign=False).equals(mixed)


def test_words_behind_a_score(newsroom: dict) -> None:
    table = count_tone_words(newsroom["hits"], by=newsroom["documents"]["outlet"])
    assert table["n"].sum() == len(newsroom["hits"])
    assert (table.groupby("group")["n"].sum() == table.groupby("group")["of"].first()).all()
    assert table["weight"].sum() == pytest.approx(newsroom["hits"]["weight"].sum())


def test_other_documents_are_refused(newsroom: dict) -> None:
    with pytest.raises(ValueError, match="different documents"):
        compare_without_words(newsroom["hits"], newsroom["sentences"].iloc[:2])


# -- the alternatives -----------------------------------------------------------------------------


def make_corpus(sentences: int = 700) -> pd.DataFrame:
    """Sentences of three themes: words of a theme keep company."""
    random = np.random.default_rng(1)
    kind = ["سلام", "تعاون", "صداقة", "دعم", "نجاح", "حديقة", "موسيقى"]
    harsh = ["حرب", "أزمة", "هجوم", "تهديد", "توتر", "دخان", "رماد"]
    plain = ["طاولة", "كتاب", "شارع", "باب", "قلم", "ورقة", "مكتب"]
    rows = [" ".join(random.choice([kind, harsh, plain][n % 3], 4)) for n in range(sentences)]
    return make_documents(". ".join(rows) + ".")


def test_scaling_is_the_svd_it_says() -> None:
    tokens = tokenise(make_corpus())
    polarity = scale_words(tokens, dimensions=8)
    pairs = tokens[["sentence", "lemma"]].astype({"lemma": "str"}).drop_duplicates()
    matrix = pd.crosstab(pairs["sentence"], pairs["lemma"]).to_numpy(dtype=float).copy()
    names = sorted(set(pairs["lemma"]))
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    _, values, right = np.linalg.svd(matrix, full_matrices=False)
    vectors = right[:8].T * values[:8]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    plus = [names.index(word) for word in ("سلام", "تعاون", "صداقة", "دعم", "نجاح")]
    minus = [names.index(word) for word in ("حرب", "أزمة", "هجوم", "تهديد", "توتر")]
    expected = (vectors @ vectors[plus].T).mean(axis=1) - (vectors @ vectors[minus].T).mean(axis=1)
    expected = pd.Series((expected - expected.mean()) / expected.std(), index=[n.replace("أ", "ا") for n in names])
    assert np.abs(polarity - expected.reindex(polarity.index)).max() < 0.01


def test_scaling_learns_from_company_and_gives_hits() -> None:
    documents = make_corpus()
    tokens = tokenise(documents)
    hits = find_sentiment(tokens, method="scaling")
    check_table(hits, SENTIMENT_HITS)
    mean = hits.groupby("words")["weight"].mean()
    assert mean["حديقة"] > mean["شارع"] > mean["رماد"]
    assert len(score_sentences(hits, list_sentences(documents))) == 700


def test_scaling_takes_seeds_from_a_list_and_says_what_is_too_little(tmp_path: Path) -> None:
    tokens = tokenise(make_corpus())
    words = ["طاولة", "كتاب", "شارع", "دخان", "رماد", "حرب"]
    terms = [f"s{n},{word},{1 if n < 3 else -1},noun,x,lemma,x" for n, word in enumerate(words)]
    lists = write_lists(tmp_path, terms, TURNERS)
    mean = find_sentiment(tokens, method="scaling", lexicon=lists["lexicon"]).groupby("words")["weight"].mean()
    assert mean["قلم"] > mean["هجوم"]
    with pytest.raises(ScalingError, match="too few"):
        scale_words(tokenise(make_corpus(50)))
    with pytest.raises(ScalingError, match="only 1 of the positive"):
        scale_words(tokens, seeds={"سلام": 1, "حرب": -1, "أزمة": -1, "هجوم": -1})


def test_camel_gives_one_hit_a_sentence_with_its_probabilities(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def predict(sentences: list[str]) -> pd.DataFrame:
        asked.extend(sentences)
        return pd.DataFrame({"positive": [0.7, 0.1], "negative": [0.1, 0.6], "neutral": [0.2, 0.3]})

    monkeypatch.setattr(importlib.import_module("helpers.sentiment.hits"), "predict_classes", predict)
    documents = make_documents("رحبت بكين، وعادت. هاجمت القوات المدينة.")
    hits = find_sentiment(tokenise(documents), method="camel")
    check_table(hits, SENTIMENT_HITS)
    assert asked == ["رحبت بكين وعادت", "هاجمت القوات المدينة"]
    assert hits["weight"].round(9).tolist() == [0.6, -0.5] and hits["neutral"].tolist() == [0.2, 0.3]
    table = score_sentences(hits, list_sentences(documents))
    assert table["score"].round(9).tolist() == [0.6, -0.5] and table["tone"].tolist() == [1, -1]


def test_methods_are_named() -> None:
    with pytest.raises(ValueError, match="lexicon, scaling, camel"):
        find_sentiment(tokenise(make_documents("كلمة")), method="bert")


# -- what is reached ------------------------------------------------------------------------------


@lru_cache
def load_check():
    sys.path.insert(0, str(ROOT / "validation"))
    return importlib.import_module("tone")


@lru_cache
def measure(data: str) -> dict[str, float]:
    if data != "corpus":
        shared_data("news")
    check = load_check()
    if data == "negation-pairs":
        shared_data(data)
        return {"turned": float(check.measure_pairs().set_index("pairs").at["all", "turned"])}
    one = check.read_data(data)[0]
    return check.measure_tones(one, check.score_lexicon(one))


@pytest.mark.parametrize("gate", read_rows(GATES), ids=lambda gate: f"{gate['name']}-{gate['data']}")
def test_gates(gate: dict[str, str]) -> None:
    assert measure(gate["data"])[gate["name"]] >= float(gate["floor"])
