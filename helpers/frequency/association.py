"""Statistics of a two-by-two table, cell by cell in arrays: a and b in one row, c and d in the other."""

from __future__ import annotations

import math

import numpy as np


def log_likelihood(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
    """G² = 2 Σ O ln(O / E) over the four cells, 0 ln 0 being 0 (Dunning 1993).

    >>> log_likelihood(*np.array([[10.0], [10.0], [5.0], [15.0]])).round(4).tolist()
    [2.7058]
    """
    total = np.zeros(np.shape(a))
    n = a + b + c + d
    for observed, row, column in ((a, a + b, a + c), (b, a + b, b + d), (c, c + d, a + c), (d, c + d, b + d)):
        with np.errstate(divide="ignore", invalid="ignore"):
            total += np.where(observed > 0, observed * np.log(observed * n / (row * column)), 0.0)
    return np.maximum(2 * total, 0.0)


def chi_squared(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
    """Pearson's chi-squared = n (ad - bc)² / product of the four margins, without Yates's correction.

    >>> chi_squared(*np.array([[10.0], [10.0], [5.0], [15.0]])).round(4).tolist()
    [2.6667]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return (a + b + c + d) * (a * d - b * c) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d))


def find_p(statistic: np.ndarray) -> np.ndarray:
    """The share of a chi-squared distribution with one degree of freedom above `statistic`: erfc(√(x/2)).

    >>> find_p(np.array([3.841458820694124, 0.0])).round(6).tolist()
    [0.05, 1.0]
    """
    return np.array([math.erfc(math.sqrt(value / 2)) for value in np.asarray(statistic, dtype=float).ravel()])
