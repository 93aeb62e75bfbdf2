"""Tone learnt from the user's own corpus and a few seed words: latent semantic scaling."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.tables import check_table
from helpers.text import normalise_each, normalise_text
from helpers.tokens import TOKENS

SEEDS = {
    "سلام": 1, "صداقة": 1, "تعاون": 1, "نجاح": 1, "تقدم": 1, "ترحيب": 1, "استقرار": 1, "دعم": 1,
    "حرب": -1, "أزمة": -1, "تهديد": -1, "هجوم": -1, "عقوبة": -1, "توتر": -1, "فشل": -1, "قتل": -1,
}  # fmt: skip
FEWEST_SENTENCES = 500  # below, the space of words is mostly chance
_FEWEST_SEEDS = 3  # found on each side


class ScalingError(ValueError):
    """The corpus cannot be scaled; the message says what is too little."""


def scale_words(
    tokens: pd.DataFrame,
    *,
    seeds: Mapping[str, float] | None = None,
    dimensions: int = 150,
    at_least: int = 5,
    vocabulary: int = 4000,
) -> pd.Series:
    """Return the polarity of each lemma, learnt from which words keep company with the seed words.

    Parameters
    ----------
    tokens : DataFrame
        `helpers.tokens.TOKENS` of some thousand sentences.
    seeds : mapping of lemma to 1 or -1, optional
        By default eight of each, `SEEDS`.
    dimensions : int
        Of the reduced space.
    at_least, vocabulary : int
        Lemmas in at least so many sentences, and at most so many of them (the most frequent).

    Returns
    -------
    Series
        Index lemma; mean 0 and standard deviation 1 over the lemmas.

    Raises
    ------
    ScalingError
        Fewer than 500 sentences, or fewer than three seeds of a sign in them.

    Notes
    -----
    Watanabe (2021), "Latent Semantic Scaling", Communication Methods and Measures 15(2): the sentence-by-lemma matrix
    is reduced by SVD, and a lemma's polarity is its mean cosine to the seeds, each weighed 1/number of its sign.
    Differences from the R package LSX: the SVD is taken of the lemmas' Gram matrix by subspace iteration with a fixed
    start (Halko et al. 2011), so that equal input gives equal output. It measures what the seeds keep company with:
    in a corpus about wars, that is partly the topic and not the tone.

    Examples
    --------
    >>> from helpers.tables import DOCUMENTS, make_table
    >>> from helpers.tokens import tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "عم السلام."}
    >>> scale_words(tokenise(make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)))
    Traceback (most recent call last):
    ...
    helpers.sentiment.scaling.ScalingError: 1 sentences are too few to learn from; give at least 500, or use the lexicon
    """
    check_table(tokens, TOKENS)
    sentence, lemma, names = _list_pairs(tokens, at_least, vocabulary)
    vectors = _reduce(_count_company(sentence, lemma, len(names)), dimensions)
    return _project(vectors, names, SEEDS if seeds is None else seeds)


def _list_pairs(tokens: pd.DataFrame, at_least: int, vocabulary: int) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """(sentence, lemma) of every distinct pair, lemmas numbered by falling frequency."""
    changes = (np.diff(tokens["doc_id"].cat.codes, prepend=-1) != 0) | (np.diff(tokens["sentence"], prepend=-1) != 0)
    sentences = np.cumsum(changes)
    count = int(sentences[-1]) if len(sentences) else 0
    if count < FEWEST_SENTENCES:
        raise ScalingError(
            f"{count} sentences are too few to learn from; give at least {FEWEST_SENTENCES}, or use the lexicon"
        )
    codes, names = pd.factorize(np.array(normalise_each(list(tokens["lemma"].cat.categories)), dtype=object))
    pairs = pd.DataFrame({"sentence": sentences, "lemma": codes[tokens["lemma"].cat.codes]}).drop_duplicates()
    frequency = pairs["lemma"].value_counts(sort=False).sort_index(kind="stable")
    frequency = frequency[frequency >= at_least].sort_values(ascending=False, kind="stable").head(vocabulary)
    pairs = pairs[pairs["lemma"].isin(frequency.index)]
    numbers = pd.Series(range(len(frequency)), index=frequency.index)
    return pairs["sentence"].to_numpy(), pairs["lemma"].map(numbers).to_numpy(), list(names[frequency.index])


def _count_company(sentence: np.ndarray, lemma: np.ndarray, size: int) -> np.ndarray:
    """How many sentences any two lemmas share: the Gram matrix of the sentence-by-lemma matrix, rows normalised."""
    matrix = np.zeros((size, size), dtype=np.float32)
    order = np.argsort(sentence, kind="stable")
    for group in np.split(lemma[order], np.flatnonzero(np.diff(sentence[order])) + 1):
        matrix[np.ix_(group, group)] += 1 / len(group)
    return matrix


def _reduce(matrix: np.ndarray, dimensions: int) -> np.ndarray:
    """The leading eigenvectors, scaled by their singular values, each row of length 1."""
    width = min(dimensions + 20, len(matrix))
    basis = np.random.default_rng(0).standard_normal((len(matrix), width)).astype(np.float32)
    for _ in range(8):
        basis, _ = np.linalg.qr(matrix @ basis)
    values, turned = np.linalg.eigh(basis.T @ matrix @ basis)
    keep = np.argsort(-values)[: min(dimensions, width)]
    vectors = (basis @ turned[:, keep]) * np.sqrt(np.maximum(values[keep], 0))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)


def _project(vectors: np.ndarray, names: list[str], seeds: Mapping[str, float]) -> pd.Series:
    places = {name: number for number, name in enumerate(names)}
    found = {places[key]: sign for word, sign in seeds.items() if (key := normalise_text(word)) in places}
    polarity = np.zeros(len(names))
    for sign in (1, -1):
        rows = [row for row, value in found.items() if value * sign > 0]
        if len(rows) < _FEWEST_SEEDS:
            told = "، ".join(word for word, value in seeds.items() if value * sign > 0) or "none given"
            raise ScalingError(
                f"only {len(rows)} of the {'positive' if sign > 0 else 'negative'} seed words ({told}) stand in the "
                f"corpus; give at least {_FEWEST_SEEDS} that do with seeds="
            )
        polarity += sign * (vectors @ vectors[rows].T).mean(axis=1)
    spread = polarity.std()
    return pd.Series((polarity - polarity.mean()) / (spread or 1), index=pd.Index(names, name="lemma"), name="polarity")
