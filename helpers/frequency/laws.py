"""Two regularities of every text: few words are very frequent (Zipf), and new words never cease to come (Heaps)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.frequency.terms import DocumentTerms, Source, get_terms
from helpers.frequency.warn import warn_too_small

FEW_WORDS = 5_000


@dataclass(frozen=True)
class Fit:
    """A law fitted: its `exponent` with an interval (`low`, `high`), its `constant`, what it stands on, and the points.

    `points` holds what was counted and, in the column `fitted`, what the law says.
    """

    law: str
    exponent: float
    low: float
    high: float
    constant: float
    n: int
    types: int
    documents: int
    points: pd.DataFrame

    def __repr__(self) -> str:
        return (
            f"{self.law}: exponent {self.exponent:.3f} [{self.low:.3f}, {self.high:.3f}], {self.n:,} words, "
            f"{self.types:,} types, {self.documents:,} documents"
        )


def fit_zipf(source: Source, *, unit: str | None = None, samples: int = 200, seed: int = 0) -> Fit:
    """Return Zipf's law for the terms of `source`: frequency = constant / rank ** exponent.

    Parameters
    ----------
    source, unit
        As in `count_terms`.
    samples, seed : int
        Of the bootstrap over documents that gives the interval.

    Returns
    -------
    Fit
        `points`: term, rank, n, fitted.

    Warns
    -----
    TooSmall
        Fewer than 5,000 words.

    Notes
    -----
    Zipf (1935). The exponent is that of greatest likelihood for a law over as many ranks as there are types (a bounded
    zeta distribution); straight lines through log-log points are biased (Clauset & al. 2009). Rank and frequency
    come from the same count, so that the fit looks better than it is (Piantadosi 2014); real words bend away from the
    line at both ends. Bootstrap samples hold fewer types than the corpus: the interval is for orientation.

    Examples
    --------
    >>> import warnings
    >>> warnings.simplefilter("ignore")
    >>> from helpers.frequency.example import make_tokens
    >>> fit = fit_zipf(make_tokens({"a": "في في في في من من قمة", "b": "في من بكين"}))
    >>> fit.points[["term", "rank", "n"]].values.tolist()[:2], round(fit.exponent, 2)
    ([['في', 1, 5], ['من', 2, 3]], 1.19)
    """
    counts = get_terms(source, unit)
    n = counts.sum_terms()
    if n.sum() < FEW_WORDS:
        warn_too_small(f"{n.sum():,} words: Zipf's law shows in {FEW_WORDS:,} or more")
    exponents = np.array([_fit_exponent(np.sort(drawn)[::-1]) for drawn in _redraw(counts, samples, seed)])
    low, high = _find_bounds(exponents, len(counts))
    points = pd.DataFrame({"term": counts.terms, "n": n}).sort_values(["n", "term"], ascending=[False, True])
    points = points.reset_index(drop=True)
    points.insert(1, "rank", np.arange(1, len(points) + 1))
    exponent = _fit_exponent(points["n"].to_numpy())
    weights = points["rank"].to_numpy(float) ** -exponent
    constant = float(n.sum() / weights.sum()) if len(points) else np.nan
    points["fitted"] = constant * weights
    return Fit("Zipf", exponent, low, high, constant, int(n.sum()), len(points), len(counts), points)


def fit_heaps(source: Source, *, unit: str | None = None, samples: int = 100, seed: int = 0) -> Fit:
    """Return Heaps' law for the terms of `source`: types = constant * words ** exponent.

    Parameters
    ----------
    source, unit
        As in `count_terms`.
    samples, seed : int
        Random orders in which the documents are read.

    Returns
    -------
    Fit
        `points`: words, types (mean over the orders), low, high, fitted, one row a document read.

    Warns
    -----
    TooSmall
        Fewer than 5,000 words, or fewer than ten documents.

    Notes
    -----
    Herdan (1960), Heaps (1978). Documents are read in `samples` random orders, so that what comes when does not
    matter; a straight line through the logarithms of words and types is fitted to each (least squares, at up to 100
    points evenly spread over the logarithms), and the exponent is the mean, its interval that of the orders: it says
    how much order matters, not what other texts would show. The law overestimates far beyond the corpus.

    Examples
    --------
    >>> import warnings
    >>> warnings.simplefilter("ignore")
    >>> from helpers.frequency.example import make_tokens
    >>> fit_heaps(make_tokens({"a": "في قمة", "b": "في بكين", "c": "في سلام"})).points["types"].tolist()
    [2.0, 3.0, 4.0]
    """
    counts = get_terms(source, unit)
    counts = counts.select(counts.of > 0)
    total = int(counts.of.sum())
    if total < FEW_WORDS or len(counts) < 10:
        warn_too_small(f"{total:,} words in {len(counts)} documents: Heaps' law needs {FEW_WORDS:,} words in ten")
    random = np.random.default_rng(seed)
    if not len(counts):
        return Fit("Heaps", np.nan, np.nan, np.nan, np.nan, 0, 0, 0, pd.DataFrame())
    curves = [_grow(counts, random.permutation(len(counts))) for _ in range(max(samples, 1))]
    lines = np.array([_fit_line(words, types) for words, types in curves])
    words = np.mean([words for words, _ in curves], axis=0)
    types = np.array([types for _, types in curves])
    exponent, constant = float(lines[:, 0].mean()), float(np.exp(lines[:, 1].mean()))
    low, high = _find_bounds(lines[:, 0], len(counts))
    points = pd.DataFrame({"words": words, "types": types.mean(axis=0)})
    points["low"], points["high"] = np.quantile(types, [0.025, 0.975], axis=0)
    points["fitted"] = constant * points["words"] ** exponent
    return Fit("Heaps", exponent, low, high, constant, total, len(counts.terms), len(counts), points)


def _fit_exponent(frequencies: np.ndarray) -> float:
    """The exponent of greatest likelihood for frequencies in falling order: Σ n ln r / Σ n is to be the law's mean."""
    frequencies = frequencies[frequencies > 0]
    if len(frequencies) < 2:
        return np.nan
    log = np.log(np.arange(1, len(frequencies) + 1))
    wanted = (frequencies * log).sum() / frequencies.sum()
    exponent = 1.0
    for _ in range(100):
        weights = np.exp(-exponent * log)
        mean = (weights * log).sum() / weights.sum()
        variance = (weights * log**2).sum() / weights.sum() - mean**2
        step = (mean - wanted) / variance
        exponent += float(np.clip(step, -1, 1))
        if abs(step) < 1e-13:
            break
    return exponent


def _redraw(counts: DocumentTerms, samples: int, seed: int):
    random = np.random.default_rng(seed)
    rows, size = counts.rows, len(counts)
    for _ in range(samples if size > 1 else 0):
        times = np.bincount(random.integers(0, size, size), minlength=size)
        yield np.bincount(counts.codes, weights=counts.counts * times[rows], minlength=len(counts.terms))


def _grow(counts: DocumentTerms, order: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Words and types after each document, read in `order`."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    first = np.full(len(counts.terms), len(order), dtype=np.int64)
    np.minimum.at(first, counts.codes, place[counts.rows])
    return np.cumsum(counts.of[order]), np.cumsum(np.bincount(first, minlength=len(order))[: len(order)])


def _fit_line(words: np.ndarray, types: np.ndarray) -> tuple[float, float]:
    if len(words) < 2:
        return np.nan, np.nan
    wanted = np.geomspace(words[0], words[-1], 100)
    rows = np.unique(np.searchsorted(words, wanted).clip(max=len(words) - 1))
    slope, intercept = np.polyfit(np.log(words[rows]), np.log(types[rows]), 1)
    return float(slope), float(intercept)


def _find_bounds(values: np.ndarray, documents: int) -> tuple[float, float]:
    values = values[~np.isnan(values)]
    if documents < 2 or len(values) < 2:
        return np.nan, np.nan
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
