"""helpers.frequency: each measure against an independent implementation on real news, published values, edges."""

from __future__ import annotations

import csv
import json
import lzma
import math
import random
import warnings
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.frequency import (
    STOPWORD_CLASSES,
    TooSmall,
    adjust_p,
    bootstrap_rates,
    compare_terms,
    compute_hdd,
    compute_mattr,
    compute_mtld,
    count_by_document,
    count_terms,
    find_collocations,
    fit_heaps,
    fit_zipf,
    iter_by_document,
    join_terms,
    load_stopwords,
    make_tokens,
    measure_dispersion,
    measure_diversity,
    measure_growth,
    share_terms,
    track_terms,
)
from helpers.frequency.counts import find_stopwords
from helpers.lexicons import LexiconError, load_lexicon
from helpers.tables import DOCUMENTS, make_table
from helpers.tokens import tokenise
from tests.conftest import shared_data

ROOT = Path(__file__).parent
CASES = ROOT / "cases" / "frequency"
PUBLISHED = json.loads((CASES / "published.json").read_text(encoding="utf-8"))
LETTERS = "ابى أ\u064b\u0640.،-«»1٢\u00a0\u2003\n\x1cG_"
EXACT = {"rel": 1e-9, "abs": 1e-9}


def read_rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def make_documents(rows: list[dict]) -> pd.DataFrame:
    base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0}
    return make_table([{**base, **row} for row in rows], DOCUMENTS)


@lru_cache(maxsize=2)
def read_news(step: int = 60) -> pd.DataFrame:
    """Every `step`-th article of the real news."""
    path = shared_data("news") / "news.jsonl.xz"
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for number, line in enumerate(lines) if number % step == 0]
    keys = ("outlet", "published", "title", "text")
    return make_documents([{"doc_id": row["id"], **{key: row[key] for key in keys}} for row in rows])


@lru_cache(maxsize=1)
def read_tokens() -> pd.DataFrame:
    """The tokens of these articles; each word is its own lemma, so that nothing hangs on an engine."""
    return tokenise(read_news(), engine="none")


def split_sides() -> tuple[pd.DataFrame, pd.DataFrame]:
    tokens = read_tokens()
    first = tokens["doc_id"].isin(read_news().index[:120])
    return tokens[first], tokens[~first]


# ------------------------------------------------------------------ intervals


def test_bootstrap_rates_agree_with_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    draw = np.random.default_rng(3)
    of = draw.integers(50, 400, 80)
    counts = pd.DataFrame({"n": draw.poisson(of / 60), "of": of}, index=[f"d{i}" for i in range(80)])
    ours = bootstrap_rates(counts, samples=20_000).iloc[0]
    theirs = stats.bootstrap(
        (counts["n"].to_numpy(), counts["of"].to_numpy()),
        lambda n, of, axis=-1: n.sum(axis=axis) / of.sum(axis=axis),
        paired=True,
        vectorized=True,
        method="percentile",
        n_resamples=20_000,
        rng=np.random.default_rng(1),
    ).confidence_interval
    assert ours["rate"] == counts["n"].sum() / counts["of"].sum()
    width = theirs.high - theirs.low
    assert abs(ours["low"] - theirs.low) < 0.03 * width and abs(ours["high"] - theirs.high) < 0.03 * width


def test_documents_are_drawn_whole() -> None:
    """A document's rows move together: splitting them changes nothing; drawing rows would narrow the interval."""
    whole = pd.DataFrame({"n": [0, 8, 0, 8], "of": [10, 10, 10, 10]}, index=list("abcd"))
    pieces = pd.DataFrame(
        {"n": [0] * 8 + [1] * 8 + [0] * 8 + [1] * 8, "of": [1] * 32}, index=list("a" * 8 + "b" * 8 + "c" * 8 + "d" * 8)
    )
    pieces = pd.concat([pieces, pd.DataFrame({"n": 0, "of": 2}, index=list("abcd"))])
    assert bootstrap_rates(whole).equals(bootstrap_rates(pieces))


def test_bootstrap_says_when_it_knows_nothing() -> None:
    counts = pd.DataFrame({"n": [1, 0, 0, 2, 4, 0], "of": [10, 10, 10, 10, 20, 0]}, index=list("abcdef"))
    by = pd.Series(["one", "none", "none", "same", "same", "empty"], index=list("abcdef"), name="outlet")
    table = bootstrap_rates(counts, by=by)
    assert table["documents"].to_dict() == {"empty": 0, "none": 2, "one": 1, "same": 2}
    assert table["rate"].fillna(-1).round(2).to_dict() == {"empty": -1, "none": 0, "one": 0.1, "same": 0.2}
    assert table[["low", "high"]].isna().all(axis=None)


def test_bootstrap_of_scores_and_groups() -> None:
    counts = pd.DataFrame({"n": [-1.0, 1.0, 0.5, -0.5], "of": [2, 2, 2, 2]}, index=list("abcd"))
    by = pd.DataFrame({"outlet": ["x", "x", None, None], "month": [1, 1, 1, 1]}, index=list("abcd"))
    table = bootstrap_rates(counts, by=by, per=100)
    assert list(table.index) == [("?", 1), ("x", 1)] and table["rate"].tolist() == [0, 0]
    alone = bootstrap_rates(counts.loc[["a", "b"]], per=100)
    assert table.loc[("x", 1), ["low", "high"]].tolist() == alone.loc["all", ["low", "high"]].tolist()


@pytest.mark.parametrize(
    ("counts", "by", "message"),
    [
        ({"n": [1]}, None, "columns n and of"),
        ({"n": [1], "of": [0]}, None, "an of of 0"),
        ({"n": [1], "of": [-2]}, None, "below 0"),
        ({"n": [None], "of": [2]}, None, "missing values"),
        ({"n": [1], "of": [2]}, pd.Series({"other": "x"}), "no row for the document 'a'"),
    ],
)
def test_bootstrap_refuses(counts: dict, by: pd.Series | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        bootstrap_rates(pd.DataFrame(counts, index=["a"]), by=by)


# ------------------------------------------------------------------ counts


def test_counts_are_those_of_count_vectorizer() -> None:
    text = pytest.importorskip("sklearn.feature_extraction.text")
    tokens = read_tokens()
    texts = tokens.groupby("doc_id", observed=True)["form"].agg(list)
    vectorizer = text.CountVectorizer(analyzer=lambda words: words)
    theirs = vectorizer.fit_transform(texts)
    ours = count_by_document(tokens, unit="form")
    assert ours.terms.tolist() == sorted(vectorizer.vocabulary_)
    order = [vectorizer.vocabulary_[term] for term in ours.terms]
    dense = np.zeros(theirs.shape, dtype=int)
    dense[ours.rows, ours.codes] = ours.counts
    assert (dense == theirs.toarray()[:, order]).all()
    assert (ours.of == dense.sum(axis=1)).all()
    assert (
        ours.get_counts(["مصر", "not there"])[:, 0] == theirs[:, vectorizer.vocabulary_["مصر"]].toarray()[:, 0]
    ).all()


@pytest.mark.parametrize("unit", ["form", "token"])
def test_both_ways_give_the_same_counts_on_news(unit: str) -> None:
    assert_same(count_by_document(read_tokens(), unit=unit), count_by_document(read_news(), unit=unit))


def assert_same(one, other) -> None:
    tables = [counts.to_frame().astype({"doc_id": "str"}).sort_values(["doc_id", "term"]) for counts in (one, other)]
    assert tables[0].reset_index(drop=True).equals(tables[1].reset_index(drop=True))


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.none() | st.text(LETTERS, max_size=30), st.text(LETTERS, max_size=60)), max_size=4))
def test_both_ways_give_the_same_counts_on_any_text(texts: list) -> None:
    documents = make_documents([{"doc_id": f"d{n}", "title": a, "text": b} for n, (a, b) in enumerate(texts)])
    for unit in ("form", "token"):
        assert_same(
            count_by_document(tokenise(documents, engine="none"), unit=unit), count_by_document(documents, unit=unit)
        )
    assert_same(
        count_by_document(tokenise(documents, engine="none")), count_by_document(documents, unit="lemma", engine="none")
    )


def test_parts_give_the_same_as_the_whole() -> None:
    documents = read_news()
    halves = [documents.iloc[:100], documents.iloc[100:]]
    whole = count_by_document(documents, unit="form")
    assert_same(join_terms(iter_by_document(halves, unit="form")), whole)
    assert_same(count_by_document(iter(halves), unit="form"), whole)
    by = documents["outlet"]
    pd.testing.assert_frame_equal(count_terms(iter_by_document(halves, unit="form"), by=by), count_terms(whole, by=by))
    chosen = whole.select(documents["outlet"] == "bbc")
    assert_same(chosen, count_by_document(documents[documents["outlet"] == "bbc"], unit="form"))


def test_ngrams_are_those_of_nltk() -> None:
    nltk = pytest.importorskip("nltk")
    tokens = read_tokens().iloc[:30_000]
    sentences = tokens.groupby(["doc_id", "sentence"], observed=True, sort=False)["form"].agg(list)
    for size in (2, 3, 4):
        grams = Counter(" ".join(gram) for words in sentences for gram in nltk.ngrams(words, size))
        table = count_terms(tokens, unit="form", size=size)
        assert dict(zip(table["term"], table["n"], strict=True)) == dict(grams)
        assert (table["of"] == grams.total()).all()


def test_rates_documents_and_groups() -> None:
    tokens = make_tokens({"a": "قمة بكين قمة", "b": "قمة سلام", "c": "سلام", "d": ""})
    table = count_terms(tokens, by=pd.Series({"a": "x", "b": "y", "c": "y", "d": "y"}, name="outlet"))
    row = table[(table["outlet"] == "y") & (table["term"] == "سلام")].iloc[0]
    assert row[["n", "of", "documents", "of_documents"]].tolist() == [2, 3, 2, 2]
    assert row["per_10000"] == pytest.approx(10_000 * 2 / 3)
    assert table["term"].tolist() == ["قمة", "بكين", "سلام", "قمة"]  # most frequent first, in each group
    chosen = count_terms(tokens[tokens["doc_id"] == "a"])
    assert chosen["of_documents"].tolist() == [1, 1]  # the others are not empty documents, but not there
    assert count_terms(make_tokens({})).empty


def test_a_sentence_or_a_gap_ends_an_ngram() -> None:
    tokens = make_tokens({"a": "قمة بكين . سلام دائم", "b": "دائم"})
    assert set(count_terms(tokens, size=2)["term"]) == {"قمة بكين", "سلام دائم"}
    assert count_terms(tokens.drop(index=1), size=2)["term"].tolist() == ["سلام دائم"]
    assert count_terms(tokens, size=9).empty


def test_shares_have_the_rates_of_count_terms() -> None:
    tokens, by = read_tokens(), read_news()["outlet"]
    shared = share_terms(tokens, ["الرئيس", "رئيس الوزراء"], unit="form", by=by, samples=200)
    counted = pd.concat([count_terms(tokens, unit="form", size=size, by=by) for size in (1, 2)])
    merged = shared[shared["n"] > 0].merge(counted, on=["outlet", "term", "n", "of", "documents", "of_documents"])
    assert len(merged) == (shared["n"] > 0).sum() > 10
    assert (merged["per_10000_x"] == merged["per_10000_y"]).all()
    known = merged.dropna(subset="low")
    assert ((known["low"] <= known["per_10000_x"]) & (known["per_10000_x"] <= known["high"])).all()
    assert shared.loc[shared["documents"] == 0, "low"].isna().all()


def test_mistakes_are_named_with_the_nearest() -> None:
    tokens = make_tokens({"a": "القمة بكين", "b": "بكين"})
    with pytest.raises(ValueError, match="did you mean 'lemma'"):
        count_terms(tokens, unit="lemmas")
    with pytest.raises(ValueError, match="did you mean 'القمة'"):
        share_terms(tokens, "القمم")
    with pytest.raises(ValueError, match="unit='lemma', not 'form'"):
        count_terms(count_by_document(tokens), unit="form")
    with pytest.raises(ValueError, match="stands there twice"):
        compare_terms(tokens, tokens)
    with pytest.raises(ValueError, match="give either a reference, or by"):
        compare_terms(tokens)
    with pytest.raises(ValueError, match="size should be 1"):
        count_terms(tokens, size=0)
    with pytest.raises(ValueError, match="n-grams need sentences"):
        count_by_document(make_documents([]), size=2)


# ------------------------------------------------------------------ stopwords


@pytest.mark.parametrize(
    "case", read_rows(CASES / "stopwords.tsv", "\t"), ids=lambda row: f"{row['unit']} {row['term']}"
)
def test_stopwords_are_recognised(case: dict[str, str]) -> None:
    assert find_stopwords([case["term"]], "stopwords", case["unit"]).tolist() == [case["expected"] == "yes"]


def test_the_list_of_stopwords() -> None:
    rows = load_lexicon("stopwords", allowed={"class": STOPWORD_CLASSES})
    assert list(rows[0]) == ["id", "word", "class", "note"]
    words = [row["word"] for row in rows]
    assert len(set(words)) == len(words) and {row["class"] for row in rows} == set(STOPWORD_CLASSES)
    assert load_stopwords(classes=["negation"]) < load_stopwords() == set(words)
    with pytest.raises(ValueError, match="no class 'verb'"):
        load_stopwords(classes=["verb"])


def test_your_own_stopwords(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("id,word,class,note\nx-1,قمة,particle,\nx-2,بكين,particle,retired\n", encoding="utf-8-sig")
    tokens = make_tokens({"a": "قمة بكين في"})
    assert count_terms(tokens, stopwords=path)["term"].tolist() == ["بكين", "في"]
    assert count_terms(tokens, stopwords=["في"])["of"].tolist() == [3, 3]
    path.write_text("id,word,class,note\nx-1,قمة,particel,\n", encoding="utf-8-sig")
    with pytest.raises(LexiconError, match="did you mean 'particle'"):
        load_stopwords(path)


# ------------------------------------------------------------------ keyness


@lru_cache(maxsize=1)
def compare_sides() -> pd.DataFrame:
    return compare_terms(*split_sides(), unit="form", min_documents=1)


def test_keyness_is_that_of_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    table = compare_sides()
    for row in table.iloc[:: max(1, len(table) // 400)].itertuples():
        cells = np.array([[row.n, row.of - row.n], [row.n_reference, row.of_reference - row.n_reference]])
        g2 = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")
        assert row.log_likelihood == pytest.approx(g2.statistic, rel=1e-9, abs=1e-7)
        assert row.bic == pytest.approx(g2.statistic - math.log(row.of + row.of_reference), rel=1e-9, abs=1e-7)
        odds = stats.contingency.odds_ratio(cells, kind="sample").statistic
        assert row.odds_ratio == pytest.approx(odds, **EXACT)
        if g2.expected_freq.min() >= 5:
            assert row.p == pytest.approx(g2.pvalue, rel=1e-6)
            chi2 = stats.chi2_contingency(cells, correction=False)
            assert row.chi_squared == pytest.approx(chi2.statistic, **EXACT)
        else:
            assert math.isnan(row.p) and math.isnan(row.chi_squared) and "no p" in row.note


def test_document_keyness_is_that_of_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    for row in compare_sides().iloc[::97].itertuples():
        cells = np.array(
            [
                [row.documents, row.of_documents - row.documents],
                [row.documents_reference, row.of_documents_reference - row.documents_reference],
            ]
        )
        if not cells.sum(axis=0).all():
            continue  # in every document: there is nothing to test
        g2 = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")
        assert row.document_log_likelihood == pytest.approx(g2.statistic, rel=1e-9, abs=1e-9)
        assert math.isnan(row.document_p) == (g2.expected_freq.min() < 5)
        if not math.isnan(row.document_p):
            assert row.document_p == pytest.approx(g2.pvalue, rel=1e-9)


def test_adjusted_p_is_that_of_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    p = compare_sides()["p"].to_numpy()
    tested = ~np.isnan(p)
    assert adjust_p(p)[tested] == pytest.approx(stats.false_discovery_control(p[tested]), rel=1e-12)
    assert np.isnan(adjust_p(p)[~tested]).all()


def test_effect_sizes_by_hand() -> None:
    table = compare_sides()
    rate, other = table["n"] / table["of"], table["n_reference"] / table["of_reference"]
    both = (table["n"] > 0) & (table["n_reference"] > 0)
    assert table["log_ratio"][both].to_numpy() == pytest.approx(np.log2((rate / other)[both]).to_numpy(), **EXACT)
    assert table["percent_diff"][both].to_numpy() == pytest.approx(((rate / other - 1) * 100)[both].to_numpy(), **EXACT)
    alone = table[table["n_reference"] == 0].iloc[0]
    assert math.isinf(alone["percent_diff"]) and math.isinf(alone["odds_ratio"])
    assert alone["log_ratio"] == pytest.approx(math.log2(alone["n"] / alone["of"] / (0.5 / alone["of_reference"])))
    assert math.isnan(alone["log_ratio_low"])


def test_two_cells_leave_out_what_the_notes_say() -> None:
    """Rayson & Garside's two cells: lower by about 100 s per cent for a term that is a share s of the words."""
    table = compare_sides().query("log_likelihood > 20 and n > 20 and n_reference > 20")
    a, b, c, d = (table[name].to_numpy(float) for name in ("n", "n_reference", "of", "of_reference"))
    two = 2 * (a * np.log(a * (c + d) / (c * (a + b))) + b * np.log(b * (c + d) / (d * (a + b))))
    share = (a + b) / (c + d)
    assert two / table["log_likelihood"].to_numpy() == pytest.approx(1 - share, abs=2e-3)
    assert (two < table["log_likelihood"]).all()


def test_keyness_in_the_order_quanteda_published() -> None:
    case = PUBLISHED["quanteda_keyness"]
    with pytest.warns(TooSmall, match="has 1 documents"):
        table = compare_terms(
            make_tokens({"t": case["target"]}), make_tokens({"r": case["reference"]}), min_documents=1
        )
    assert table["term"].tolist() == case["order"]


def test_groups_are_compared_with_the_rest() -> None:
    tokens, by = read_tokens(), read_news()["outlet"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TooSmall)
        table = compare_terms(tokens, by=by, unit="form", stopwords="stopwords")
    name = by.value_counts().index[0]
    inside = tokens["doc_id"].isin(by.index[by == name])
    alone = compare_terms(tokens[inside], tokens[~inside], unit="form", stopwords="stopwords")
    pd.testing.assert_frame_equal(table[table["outlet"] == name].drop(columns="outlet").reset_index(drop=True), alone)
    dp = measure_dispersion(tokens[inside].assign(doc_id=lambda t: t["doc_id"].cat.remove_unused_categories()),
                            unit="form", min_count=1).set_index("term")["dp"]  # fmt: skip
    assert alone.set_index("term")["dp"].dropna().to_dict() == pytest.approx(
        dp.loc[alone["term"][alone["n"] > 0]].to_dict()
    )


def test_interval_of_log_ratio_is_that_of_a_bootstrap() -> None:
    """Linearised against 4,000 bootstrap samples of documents, for terms that many documents hold."""
    first, second = split_sides()
    one, other = count_by_document(first, unit="form"), count_by_document(second, unit="form")
    table = compare_sides().query("documents > 25 and documents_reference > 25").head(25).set_index("term")
    draw = np.random.default_rng(0)
    sides = []
    for counts in (one, other):
        used = counts.of > 0
        times = draw.multinomial(used.sum(), np.full(used.sum(), 1 / used.sum()), 4000)
        sides.append((times @ counts.get_counts(list(table.index))[used]) / (times @ counts.of[used])[:, None])
    low, high = np.quantile(np.log2(sides[0] / sides[1]), [0.025, 0.975], axis=0)
    width = (table["log_ratio_high"] - table["log_ratio_low"]).to_numpy()
    assert width / (high - low) == pytest.approx(1, abs=0.12)
    assert (table["log_ratio_low"].to_numpy() - low) / width == pytest.approx(0, abs=0.15)


def test_too_few_documents_are_said() -> None:
    tokens = make_tokens({name: "قمة سلام" for name in "abcdef"})
    with pytest.warns(TooSmall, match="fewer than 5"):
        compare_terms(tokens, by=pd.Series(dict.fromkeys("abcde", "x") | {"f": "y"}))
    with pytest.raises(ValueError, match="all documents into one group"):
        compare_terms(tokens, by=pd.Series(dict.fromkeys("abcdef", "x")))


# ------------------------------------------------------------------ collocations


def read_sentences(tokens: pd.DataFrame) -> list[list[str]]:
    return tokens.groupby(["doc_id", "sentence"], observed=True, sort=False)["form"].agg(list).tolist()


def test_bigrams_and_their_measures_are_those_of_nltk() -> None:
    collocations = pytest.importorskip("nltk.collocations")
    measures = collocations.BigramAssocMeasures
    tokens = read_tokens()
    table = find_collocations(tokens, window=(0, 1), unit="form", min_count=3)
    bigrams = Counter(pair for words in read_sentences(tokens) for pair in pairwise(words))
    lefts, rights = Counter(), Counter()
    for (left, right), n in bigrams.items():
        lefts[left] += n
        rights[right] += n
    assert {(a, b): n for (a, b), n in bigrams.items() if n >= 3} == {
        (row.node, row.collocate): row.n for row in table.itertuples()
    }
    assert (table["of"] == bigrams.total()).all()
    for row in table.iloc[::23].itertuples():
        margins = row.n, (lefts[row.node], rights[row.collocate]), row.of
        assert row.mi == pytest.approx(measures.pmi(*margins), **EXACT)
        assert row.t == pytest.approx(measures.student_t(*margins), **EXACT)
        assert row.dice == pytest.approx(measures.dice(*margins), **EXACT)
        # nltk adds 1e-20 within its logarithms; this is seen in the tenth digit only
        assert row.log_likelihood == pytest.approx(measures.likelihood_ratio(*margins), rel=1e-9, abs=1e-7)
        assert row.log_dice == pytest.approx(14 + math.log2(measures.dice(*margins)), **EXACT)
        assert row.mi3 == pytest.approx(row.mi + 2 * math.log2(row.n), **EXACT)


def test_windows_are_those_counted_slowly() -> None:
    tokens = read_tokens().iloc[:12_000]
    before, after = 2, 4
    places = Counter()
    documents: dict[tuple, set] = {}
    for (doc_id, _), group in tokens.groupby(["doc_id", "sentence"], observed=True, sort=False):
        words = group["form"].tolist()
        for i, word in enumerate(words):
            for j in range(max(0, i - before), min(len(words), i + after + 1)):
                if i != j:
                    places[word, words[j]] += 1
                    documents.setdefault((word, words[j]), set()).add(doc_id)
    total = places.total()
    rows, columns = Counter(), Counter()
    for (left, right), n in places.items():
        rows[left] += n
        columns[right] += n
    table = find_collocations(tokens, window=(before, after), unit="form", min_count=4)
    assert len(table) == sum(n >= 4 for n in places.values())
    for row in table.iloc[::7].itertuples():
        o, r, c = places[row.node, row.collocate], rows[row.node], columns[row.collocate]
        assert (row.n, row.of, row.documents) == (o, total, len(documents[row.node, row.collocate]))
        expected = r * c / total
        assert row.expected == pytest.approx(expected, **EXACT)
        assert row.z == pytest.approx((o - expected) / math.sqrt(expected), **EXACT)
        assert row.delta_p == pytest.approx(o / r - (c - o) / (total - r), **EXACT)
        assert row.delta_p_back == pytest.approx(o / c - (r - o) / (total - c), **EXACT)
    assert table["n_node"].tolist() == table["node"].map(Counter(tokens["form"])).tolist()


def test_node_and_symmetric_windows() -> None:
    tokens = read_tokens()
    everything = find_collocations(tokens, unit="form", window=3, min_count=8)
    assert not everything.duplicated(["node", "collocate"]).any()
    of_one = find_collocations(tokens, "الرئيس", unit="form", window=3, min_count=8, stopwords="stopwords")
    assert (of_one["node"] == "الرئيس").all() and not find_stopwords(of_one["collocate"], "stopwords", "form").any()
    pairs = {frozenset((row.node, row.collocate)): row.log_dice for row in everything.itertuples()}
    for row in of_one.itertuples():
        assert pairs[frozenset((row.node, row.collocate))] == pytest.approx(row.log_dice, **EXACT)


def test_expectation_is_everts_where_sentences_are_long() -> None:
    draw = random.Random(5)
    text = " ".join(draw.choices(["قمة", "سلام", "حرب", "بكين"], k=4000))
    table = find_collocations(make_tokens({"a": text}), "قمة", window=5)
    for row in table[table["collocate"] != "قمة"].itertuples():
        assert row.expected == pytest.approx(10 * row.n_node * row.n_collocate / 4000, rel=0.005)


def test_collocations_at_the_edges() -> None:
    tokens = make_tokens({"a": "شي جين . بينغ"})
    with pytest.warns(TooSmall, match="places in windows"):
        table = find_collocations(tokens, min_count=1)
    assert table[["node", "collocate", "n"]].values.tolist() == [["جين", "شي", 1]]
    with pytest.raises(ValueError, match="window should be"):
        find_collocations(tokens, window=0)
    with pytest.raises(ValueError, match="stands nowhere"), pytest.warns(TooSmall):
        find_collocations(tokens, "حرب")
    with pytest.warns(TooSmall):
        assert find_collocations(make_tokens({}), min_count=1).empty


# ------------------------------------------------------------------ dispersion


def test_dispersion_as_published_by_gries() -> None:
    case = PUBLISHED["gries_2008"]
    table = measure_dispersion(make_tokens(dict(zip("12345", case["parts"], strict=True))), min_count=1).set_index(
        "term"
    )
    row = table.loc[case["term"]]
    assert row["parts"] == case["range"]
    for name in ("juilland_d", "dp", "dp_norm"):
        assert row[name] == pytest.approx(case[name], abs=0.0005), name


@pytest.mark.parametrize("grouped", [False, True])
def test_dispersion_against_its_formulas(grouped: bool) -> None:
    stats = pytest.importorskip("scipy.stats")
    tokens, outlets = read_tokens(), read_news()["outlet"]
    parts = outlets if grouped else None
    table = measure_dispersion(tokens, unit="form", parts=parts)
    counts = count_by_document(tokens, unit="form")
    owner = outlets.to_numpy() if grouped else counts.doc_ids.to_numpy()
    of = pd.Series(counts.of).groupby(owner).sum()
    of = of[of > 0]
    for row in table.iloc[:: len(table) // 60].itertuples():
        n = pd.Series(counts.get_counts([row.term])[:, 0]).groupby(owner).sum()[of.index]
        s, v, rates = (of / of.sum()).to_numpy(), (n / n.sum()).to_numpy(), (n / of).to_numpy()
        dp = np.abs(v - s).sum() / 2
        assert row.dp == pytest.approx(dp, **EXACT)
        assert row.dp_norm == pytest.approx(dp / (1 - s.min()), **EXACT)
        assert row.juilland_d == pytest.approx(1 - stats.variation(rates) / math.sqrt(len(of) - 1), **EXACT)
        assert (row.parts, row.of_parts, row.range) == ((n > 0).sum(), len(of), (n > 0).mean())


def test_direction_of_dispersion() -> None:
    texts = {f"d{i}": "في قمة" for i in range(9)} | {"d9": "في " + "حرب " * 9}
    table = measure_dispersion(make_tokens(texts)).set_index("term")
    assert table.loc["في", "dp"] < 0.3 < 0.6 < table.loc["حرب", "dp"] < 1
    assert table.loc["في", "juilland_d"] > 0.9 > 0.1 > table.loc["حرب", "juilland_d"]
    with pytest.warns(TooSmall, match="1 parts"):
        alone = measure_dispersion(make_tokens({"a": "في " * 9}))
    assert alone[["dp", "dp_norm", "juilland_d"]].isna().all(axis=None)


# ------------------------------------------------------------------ diversity


def test_diversity_is_that_of_lexicalrichness() -> None:
    lexicalrichness = pytest.importorskip("lexicalrichness")
    tokens = read_tokens()
    table = measure_diversity(tokens, unit="form")
    texts = tokens.groupby("doc_id", observed=True)["form"].agg(list)
    compared = 0
    for doc_id, words in texts.iloc[::6].items():
        theirs = lexicalrichness.LexicalRichness(words, preprocessor=None, tokenizer=None)
        row = table.loc[doc_id]
        assert (row["n"], row["types"], row["ttr"]) == (theirs.words, theirs.terms, theirs.ttr)
        if theirs.words >= 50:
            assert row["mattr"] == pytest.approx(theirs.mattr(window_size=50), **EXACT)
            assert row["hdd"] == pytest.approx(theirs.hdd(draws=42), **EXACT)
        if theirs.words >= 100:
            assert row["mtld"] == pytest.approx(theirs.mtld(threshold=0.72), **EXACT)
            compared += 1
    assert compared > 20


def test_diversity_written_a_second_time() -> None:
    """The definitions once more, slowly, for machines without lexicalrichness."""
    stats = pytest.importorskip("scipy.stats")

    def walk(words: list[str]) -> float:
        factors, start = 0.0, 0
        for end in range(1, len(words) + 1):
            ratio = len(set(words[start:end])) / (end - start)
            if ratio <= 0.72:
                factors, start = factors + 1, end
        if start < len(words):
            factors += (1 - len(set(words[start:])) / len(words[start:])) / 0.28
        return len(words) / factors

    for _, words in read_tokens().groupby("doc_id", observed=True)["form"]:
        if not 150 < len(words) < 250:
            continue
        text, n = words.tolist(), len(words)
        assert compute_mtld(text) == pytest.approx((walk(text) + walk(text[::-1])) / 2, **EXACT)
        present = [1 - stats.hypergeom.pmf(0, n, times, 42) for times in Counter(text).values()]
        assert compute_hdd(text) == pytest.approx(sum(present) / 42, **EXACT)
        assert compute_mattr(text) == pytest.approx(np.mean([len({*text[i : i + 50]}) / 50 for i in range(n - 49)]))


def test_mattr_as_published_by_quanteda() -> None:
    case = PUBLISHED["quanteda_mattr"]
    for window, value in case["windows"].items():
        assert compute_mattr(case["text"].split(), int(window)) == pytest.approx(value, **EXACT)


def test_short_texts_get_a_reason_not_a_number() -> None:
    row = measure_diversity(make_tokens({"a": "قمة بكين", "b": "قمة"})).iloc[0]
    assert row["n"] == 2 and math.isnan(row["mattr"]) and math.isnan(row["mtld"]) and math.isnan(row["hdd"])
    assert row["note"] == "mattr needs 50 words; mtld needs 100 words; hdd needs 42 words"
    assert math.isinf(compute_mtld(["أ", "ب"])) and math.isnan(compute_hdd(["أ"]))


def test_diversity_of_groups_has_intervals() -> None:
    outlets = read_news()["outlet"]
    table = measure_diversity(read_tokens(), by=outlets, unit="form", samples=200)
    alone = measure_diversity(read_tokens(), unit="form")
    name = outlets.value_counts().index[0]
    row = table.loc[(name, "mtld")]
    values = alone.loc[outlets.index[outlets == name], "mtld"].dropna()
    assert row["mean"] == pytest.approx(values.mean()) and row["documents"] == len(values) < row["of_documents"]
    assert row["low"] < row["mean"] < row["high"]


# ------------------------------------------------------------------ laws


def test_zipf_is_that_of_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    optimize = pytest.importorskip("scipy.optimize")
    with pytest.warns(TooSmall, match="Zipf"):
        fit = fit_zipf(read_tokens().iloc[:1500], unit="form", samples=20)  # scipy takes minutes for more
    n = fit.points["n"].to_numpy()
    ranks = fit.points["rank"].to_numpy()

    def loss(a: float) -> float:
        return -(n * stats.zipfian.logpmf(ranks, a, len(n))).sum() / n.sum()

    best = optimize.minimize_scalar(loss, bounds=(0.3, 2), method="bounded", options={"xatol": 1e-10}).x
    assert fit.exponent == pytest.approx(best, abs=1e-5)  # the minimum is flat: its place is known to some 1e-7
    assert fit.points["fitted"].sum() == pytest.approx(n.sum()) and fit.low < fit.exponent < fit.high + 0.1
    assert (np.diff(n) <= 0).all()


def test_heaps_counts_new_words() -> None:
    fit = fit_heaps(read_tokens(), unit="form", samples=20)
    assert fit.points["types"].iloc[-1] == fit.types and fit.points["words"].iloc[-1] == fit.n
    assert 0.5 < fit.low <= fit.exponent <= fit.high < 0.95
    tokens = make_tokens({f"d{i}": f"في كلمة{i}" for i in range(50)})
    with pytest.warns(TooSmall):
        new = fit_heaps(tokens, samples=3).points["types"].tolist()
    assert new == [i + 2.0 for i in range(50)]  # one new word a document, whatever the order


# ------------------------------------------------------------------ time


def test_tracks_are_counts_of_each_month() -> None:
    documents, tokens = read_news(), read_tokens()
    table = track_terms(
        tokens, ["مصر", "رئيس الوزراء"], documents["published"], by=documents["outlet"], unit="form", samples=100
    )
    month = documents["published"].dt.to_period("M")
    by = pd.DataFrame({"outlet": documents["outlet"], "month": month.astype(str)})
    counted = count_terms(tokens, unit="form", by=by)
    counted = counted[counted["term"] == "مصر"].set_index(["outlet", "month"])["n"]
    ours = table[(table["term"] == "مصر") & (table["n"] > 0)]
    ours = ours.assign(month=ours["period"].astype(str)).set_index(["outlet", "month"])["n"]
    assert ours.to_dict() == counted.to_dict() and len(counted) > 10
    assert set(table["term"]) == {"مصر", "رئيس الوزراء"} and (table["of_documents"] > 0).all()


def test_growth_is_that_of_a_poisson_regression() -> None:
    linear = pytest.importorskip("sklearn.linear_model")
    documents, tokens = read_news(), read_tokens()
    dates = documents["published"]
    table = measure_growth(tokens, ["مصر", "الرئيس", "الدستور"], dates, unit="form", every="week", samples=50)
    counts = count_by_document(tokens, unit="form")
    week = dates.dt.to_period("W-SUN").map(lambda one: one.ordinal)
    for row in table.itertuples():
        data = pd.DataFrame({"n": counts.get_counts([row.term])[:, 0], "of": counts.of, "week": week.to_numpy()})
        sums = data.groupby("week").sum().reset_index().query("of > 0")
        model = linear.PoissonRegressor(alpha=0, tol=1e-12, max_iter=10_000, solver="newton-cholesky")
        model.fit((sums[["week"]] - sums["week"].min()), sums["n"] / sums["of"], sample_weight=sums["of"])
        assert row.growth == pytest.approx(100 * math.expm1(model.coef_[0]), rel=1e-5, abs=1e-6), row.term
        assert row.low < row.growth < row.high


def test_no_trend_from_too_little() -> None:
    texts = {"a": "قمة " * 9, "b": "قمة " * 9}
    dates = pd.to_datetime(pd.Series({"a": "2024-01-01", "b": "2024-02-01"}))
    with pytest.warns(TooSmall, match="fewer than 3 periods"):
        table = measure_growth(make_tokens(texts), "قمة", dates)
    assert table[["growth", "low", "high"]].isna().all(axis=None) and table["n"].tolist() == [18]
    with pytest.raises(ValueError, match="every= should be one of"):
        track_terms(make_tokens(texts), "قمة", dates, every="fortnight")
    with pytest.raises(ValueError, match="no document has a date"):
        track_terms(make_tokens(texts), "قمة", dates.mask(dates.notna()))


def test_undated_documents_are_left_out() -> None:
    dates = pd.to_datetime(pd.Series({"a": "2024-01-01", "b": None, "c": "2024-01-20"}))
    table = track_terms(make_tokens({"a": "قمة سلام", "b": "قمة قمة", "c": "سلام سلام"}), "قمة", dates)
    assert table[["n", "of", "of_documents"]].values.tolist() == [[1, 4, 2]]


# ------------------------------------------------------------------ whatever comes


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.lists(st.lists(st.sampled_from("قمة سلام حرب بكين .".split()), max_size=20), max_size=8))
def test_measures_stand_any_small_corpus(texts: list[list[str]]) -> None:
    tokens = make_tokens({f"d{n}": " ".join(words) for n, words in enumerate(texts)})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TooSmall)
        table = measure_dispersion(tokens, min_count=1)
        assert table["dp"].dropna().between(0, 1).all() and table["dp_norm"].dropna().between(0, 1 + 1e-9).all()
        pairs = find_collocations(tokens, min_count=1)
        assert (pairs["log_dice"] <= 14 + 1e-9).all() and pairs["delta_p"].dropna().between(-1, 1).all()
        fit_zipf(tokens, samples=3)
        fit_heaps(tokens, samples=3)
        measure_diversity(tokens)
        counts = count_terms(tokens)
        assert counts["n"].sum() == len(tokens)
        if len({n for n, words in enumerate(texts) if set(words) - {"."}}) > 1:
            half = pd.Series({f"d{n}": n % 2 for n in range(len(texts))})
            if tokens["doc_id"].map(half).nunique() == 2:
                key = compare_terms(tokens, by=half, min_documents=1)
                assert (key["log_likelihood"] >= 0).all()
                assert set(key["note"][key["p"].isna()].str.contains("no p")) <= {True}


# ------------------------------------------------------------------ what was reached


def measure_coverage(samples: int = 300) -> dict[str, float]:
    """How often a 95 % interval from 40 articles holds the rate of all of them, over 20 frequent words."""
    counts = count_by_document(read_news(), unit="form")
    table = count_terms(counts, stopwords="stopwords").query("documents > 15").head(20)
    n = counts.get_counts(table["term"].tolist())
    truth = n.sum(axis=0) / counts.of.sum()
    draw = random.Random(7)
    hits: list[bool] = []
    for _ in range(samples):
        rows = draw.sample(range(len(counts)), 40)
        term = draw.randrange(len(truth))
        frame = pd.DataFrame({"n": n[rows, term], "of": counts.of[rows]}, index=counts.doc_ids[rows])
        found = bootstrap_rates(frame, samples=500).iloc[0]
        if found["documents"] and found["n"] and not math.isnan(found["low"]):
            hits.append(found["low"] <= truth[term] <= found["high"])
    return {"bootstrap_coverage": sum(hits) / len(hits)}


def measure_stopwords() -> dict[str, float]:
    tokens = read_tokens()
    return {"stopwords_share_of_words": float(find_stopwords(tokens["form"], "stopwords", "form").mean())}


@pytest.mark.parametrize("row", read_rows(ROOT / "gates" / "frequency.csv"), ids=lambda row: row["name"])
def test_gates(row: dict[str, str]) -> None:
    reached = measure_coverage() if row["name"] == "bootstrap_coverage" else measure_stopwords()
    assert reached[row["name"]] >= float(row["floor"])
