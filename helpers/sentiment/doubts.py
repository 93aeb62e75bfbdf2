"""How far an answer depends on the lexicon: which words make it, without one of them, with the weights mixed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.frequency.intervals import group_documents
from helpers.sentiment.emphasis import hear_hits
from helpers.sentiment.hits import SENTIMENT_HITS
from helpers.sentiment.scores import find_damping, score_sentences
from helpers.tables import check_table


def count_tone_words(hits: pd.DataFrame, *, by: pd.Series | pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the words behind a score: how often each was found, and what it weighs in all.

    Parameters
    ----------
    hits : DataFrame
        From `find_sentiment`.
    by : Series or DataFrame, optional
        Indexed by doc_id.

    Returns
    -------
    DataFrame
        Indexed by group and lexicon row: `words` (its most frequent form), `n` (hits), `of` (hits of the group),
        `documents`, `turned` (hits whose weight is not that of the lexicon), `weight` (sum); the heaviest first.

    Examples
    --------
    >>> from helpers.sentiment import find_sentiment
    >>> from helpers.tables import DOCUMENTS, make_table
    >>> from helpers.tokens import tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "رحبت بكين، ولم تتعاون واشنطن. ورحبت موسكو."}
    >>> hits = find_sentiment(tokenise(make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)))
    >>> count_tone_words(hits)[["n", "of", "turned", "weight"]].values.tolist()
    [[2.0, 3.0, 0.0, 2.0], [1.0, 3.0, 1.0, -1.0]]
    """
    check_table(hits, SENTIMENT_HITS)
    codes, groups = group_documents(pd.Index(hits["doc_id"].astype("str")), by)
    table = hits.assign(group=codes, turned=hits["weight"] != hits["strength"])
    counted = (
        table.groupby(["group", "id"], sort=False)
        .agg(words=("words", _take_commonest), n=("id", "size"), documents=("doc_id", "nunique"),
             turned=("turned", "sum"), weight=("weight", "sum"))
        .reset_index()
    )  # fmt: skip
    counted["of"] = counted.groupby("group")["n"].transform("sum")
    counted = counted.assign(size=-counted["weight"].abs()).sort_values(["group", "size", "id"], kind="stable")
    index = pd.MultiIndex.from_arrays([groups[counted["group"]].map(str), counted["id"]], names=["group", "id"])
    return counted[["words", "n", "of", "documents", "turned", "weight"]].set_index(index)


def compare_without_words(
    hits: pd.DataFrame, sentences: pd.DataFrame, *, by: pd.Series | pd.DataFrame | None = None, most: int = 20
) -> pd.DataFrame:
    """Return the mean score of each group without each of its `most` frequent tone words, one left out at a time.

    Returns
    -------
    DataFrame
        Indexed by group and lexicon row: `words`, `n` (its hits in the group), `of` (the group's sentences),
        `score` (with all words), `without`, `change`; the greatest change first within a group.

    Notes
    -----
    Leave-one-out over the lexicon: a finding that one word carries is a finding about that word.

    Examples
    --------
    >>> from helpers.sentiment import find_sentiment
    >>> from helpers.tables import DOCUMENTS, make_table
    >>> from helpers.tokens import list_sentences, tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "رحبت بكين بالوفد. وصل الوزير إلى المطار."}
    >>> documents = make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)
    >>> table = compare_without_words(find_sentiment(tokenise(documents)), list_sentences(documents))
    >>> table[["words", "score", "without", "change"]].round(2).values.tolist()
    [['رحبت', 0.24, 0.0, -0.24]]
    """
    frame = _Frame(hits, sentences, by)
    score = frame.rate(hear_hits(hits))
    rows = []
    ids = hits["id"].to_numpy()
    counted = count_tone_words(hits, by=by).reset_index().sort_values("n", ascending=False, kind="stable")
    counted = counted.groupby("group", sort=False).head(most)
    names = [str(group) for group in frame.groups]
    for id_, told in counted.groupby("id", sort=False):
        without = frame.rate(np.where(ids == id_, 0.0, hear_hits(hits)))
        for row in told.itertuples():
            code = names.index(str(row.group))
            rows.append((row.group, id_, row.words, row.n, frame.of[code], score[code], without[code]))
    table = pd.DataFrame(rows, columns=["group", "id", "words", "n", "of", "score", "without"])
    table["change"] = table["without"] - table["score"]
    table = table.assign(size=-table["change"].abs()).sort_values(["group", "size", "id"], kind="stable")
    return table.drop(columns="size").set_index(["group", "id"])


def compare_permuted_weights(
    hits: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame | None = None,
    keep_sign: bool = True,
    samples: int = 500,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the mean score of each group beside what it becomes when the lexicon's weights are dealt out anew.

    Parameters
    ----------
    hits, sentences, by
        As in `score_sentiment`.
    keep_sign : bool
        True: weights change places among the positive words and among the negative ones (does the strength
        matter?). False: among all words (what would a lexicon without knowledge say?).
    samples, seed : int
        How many times, and the start of the draws.

    Returns
    -------
    DataFrame
        Indexed by group: `of` (sentences), `score`, `permuted` (mean), `low`, `high` (95 % of the permutations), and
        `beyond`: the share of permutations at least as far from their mean as the score is.

    Notes
    -----
    A permutation test over words (every hit of a word gets the same new weight; what turned it stays).

    Examples
    --------
    >>> from helpers.sentiment import find_sentiment
    >>> from helpers.tables import DOCUMENTS, make_table
    >>> from helpers.tokens import list_sentences, tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "رحبت بكين بالوفد. وصل الوزير إلى المطار."}
    >>> documents = make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)
    >>> table = compare_permuted_weights(find_sentiment(tokenise(documents)), list_sentences(documents), samples=9)
    >>> table[["of", "score", "permuted", "beyond"]].round(2).values.tolist()
    [[2.0, 0.24, 0.24, 1.0]]
    """
    frame = _Frame(hits, sentences, by)
    score = frame.rate(hear_hits(hits))
    codes, _ = pd.factorize(hits["id"])
    strength = hits.groupby(codes)["strength"].first().to_numpy(dtype=float)
    factor = hear_hits(hits) / hits["strength"].to_numpy(dtype=float)
    random = np.random.default_rng(seed)
    drawn = np.array([frame.rate(_deal(strength, keep_sign, random)[codes] * factor) for _ in range(samples)])
    drawn = drawn.reshape(samples, len(frame.groups))
    far = np.abs(drawn - drawn.mean(axis=0)) >= np.abs(score - drawn.mean(axis=0)) - 1e-9
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    columns = {"of": frame.of, "score": score, "permuted": drawn.mean(axis=0), "low": low, "high": high}
    return pd.DataFrame(columns | {"beyond": far.mean(axis=0)}, index=frame.groups)


def _deal(strength: np.ndarray, keep_sign: bool, random: np.random.Generator) -> np.ndarray:
    dealt = strength.copy()
    for part in (strength > 0, strength < 0) if keep_sign else (slice(None),):
        dealt[part] = random.permutation(strength[part])
    return dealt


def _take_commonest(words: pd.Series) -> str:
    counts = words.value_counts(sort=False)
    return min(counts.index, key=lambda word: (-counts[word], word))


class _Frame:
    """Which hit stands in which sentence, and which sentence in which group: scores again for other weights."""

    def __init__(self, hits: pd.DataFrame, sentences: pd.DataFrame, by: pd.Series | pd.DataFrame | None) -> None:
        tones = score_sentences(hits, sentences).assign(damping=find_damping(sentences["text"]).to_numpy())
        tones = tones.dropna(subset=["score"])
        self.damping = tones["damping"].to_numpy()
        keys = pd.MultiIndex.from_arrays([tones["doc_id"], tones["sentence"]])
        self.place = keys.get_indexer(pd.MultiIndex.from_arrays([hits["doc_id"].astype("str"), hits["sentence"]]))
        if (self.place < 0).any():
            raise ValueError("hits and sentences are of different documents; make both from the same table")
        self.group, self.groups = group_documents(pd.Index(tones["doc_id"]), by)
        self.size = len(tones)
        self.of = np.bincount(self.group, minlength=len(self.groups))

    def rate(self, weight: np.ndarray) -> np.ndarray:
        """Mean score of each group."""
        sums = np.bincount(self.place, weight, self.size)
        sizes = np.bincount(self.place, np.abs(weight), self.size)
        return np.bincount(self.group, sums / (sizes + self.damping), len(self.groups)) / np.maximum(self.of, 1)
