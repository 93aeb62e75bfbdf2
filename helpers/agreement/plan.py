"""How many sentences to code, and which."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pandas as pd

from helpers.tables import SENTENCES, check_table

MISSING = "?"  # the group of documents whose group is not known


def get_z(confidence: float) -> float:
    """Return the standard score of a two-sided interval: 1.96 for .95."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence should lie between 0 and 1, for example .95, not {confidence}")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def find_interval(times: float, of: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's interval (1927) of the share `times` / `of`; NaN where `of` is 0.

    >>> [round(end, 3) for end in find_interval(8, 10)]
    [0.49, 0.943]
    """
    if not of:
        return math.nan, math.nan
    z2 = get_z(confidence) ** 2
    share = times / of
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = math.sqrt(z2 * (share * (1 - share) / of + z2 / (4 * of * of))) / (1 + z2 / of)
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))  # rounding must not leave it out


def plan_sample(width: float, *, share: float = 0.5, confidence: float = 0.95, design_effect: float = 1) -> int:
    """Return how many sentences must be coded for the interval of a share to be `width` wide.

    Parameters
    ----------
    width : float
        From end to end: .1 for a share that is known within 5 points to either side.
    share : float
        The share expected; .5, the widest interval, where nothing is known.
    confidence : float
        Of the interval.
    design_effect : float
        How many times more sentences it takes because those of an article resemble one another: 1 + (m - 1) r,
        with m sentences coded an article and r their correlation (Kish 1965). 1 for sentences drawn singly.

    Notes
    -----
    Wilson's interval (1927) solved for n: with m = n + z², (width · m)² = 4 z² ((m - z²) p (1 - p) + z²/4).
    For the *recall* of one label only sentences that bear it count: where one in ten does, draw ten times as
    many; for its precision, those that the method finds. Alpha has no such formula: code 50 sentences, look at
    its interval, which narrows as 1/√n.

    Examples
    --------
    >>> plan_sample(0.1), plan_sample(0.2), plan_sample(0.1, share=0.9)
    (381, 93, 141)
    """
    _check_plan(width, "width")
    _check_plan(share, "share")
    z2, spread = get_z(confidence) ** 2, share * (1 - share)
    half_b = 2 * z2 * spread
    m = (half_b + math.sqrt(half_b**2 + width**2 * z2**2 * (1 - 4 * spread))) / width**2
    return max(1, math.ceil((m - z2) * design_effect - 1e-9))


def plan_width(sentences: int, *, share: float = 0.5, confidence: float = 0.95, design_effect: float = 1) -> float:
    """Return how wide the interval of a share is when `sentences` are coded: the reverse of `plan_sample`.

    Examples
    --------
    >>> round(plan_width(381), 3), round(plan_width(100), 3)
    (0.1, 0.192)
    """
    if sentences < 1:
        raise ValueError(f"sentences should be 1 or more, not {sentences}")
    _check_plan(share, "share")
    n = sentences / design_effect
    low, high = find_interval(share * n, n, confidence=confidence)
    return high - low


def _check_plan(value: float, name: str) -> None:
    if not 0 < value < 1:
        raise ValueError(f"{name} should lie between 0 and 1, for example .1, not {value}")


def sample_sentences(
    sentences: pd.DataFrame, size: int, *, by: pd.Series | pd.DataFrame | None = None, seed: int = 0
) -> pd.DataFrame:
    """Return `size` rows of `sentences` drawn at random, in the order of the table.

    Parameters
    ----------
    sentences : DataFrame
        `helpers.tables.SENTENCES`.
    size : int
        How many; all where there are fewer.
    by : Series or DataFrame, optional
        Indexed by doc_id, for example ``documents["outlet"]``. Each group gives its share of the sample, and
        one sentence at least.
    seed : int
        The same seed draws the same sentences.

    Raises
    ------
    ValueError
        `size` is smaller than the number of groups, or `by` lacks a document.

    Notes
    -----
    Shares are proportional (largest remainders), so that figures from the sample stand for the whole, except
    for groups raised to their one sentence. Documents whose group is missing are a group.

    Examples
    --------
    >>> table = pd.DataFrame({"doc_id": list("aaab"), "sentence": [0, 1, 2, 0], "start": 0, "end": 1, "text": "x"})
    >>> sample_sentences(table, 2, by=pd.Series({"a": "one", "b": "two"}))["doc_id"].tolist()
    ['a', 'b']
    """
    check_table(sentences, SENTENCES)
    if size < 1:
        raise ValueError(f"a sample has 1 sentence or more, not {size}")
    if size >= len(sentences):
        return sentences.copy()
    groups = _list_groups(sentences, by)
    names, codes, counts = np.unique(groups, return_inverse=True, return_counts=True)
    if size < len(names):
        raise ValueError(f"{size} sentences cannot stand for {len(names)} groups; sample {len(names)} or more")
    random = np.random.default_rng(seed)
    chosen = [
        random.choice(np.flatnonzero(codes == number), quota, replace=False)
        for number, quota in enumerate(_share_out(counts, size))
    ]
    return sentences.iloc[np.sort(np.concatenate(chosen))]


def _list_groups(sentences: pd.DataFrame, by: pd.Series | pd.DataFrame | None) -> np.ndarray:
    if by is None:
        return np.zeros(len(sentences), dtype=int)
    frame = by.to_frame() if isinstance(by, pd.Series) else by
    absent = sentences.loc[~sentences["doc_id"].isin(frame.index), "doc_id"]
    if len(absent):
        raise ValueError(f"by= has no row for the document '{absent.iloc[0]}'; its index should be the doc_id")
    names = frame.astype(object).where(frame.notna(), MISSING).astype(str).agg("\t".join, axis=1)
    return names[~names.index.duplicated()].reindex(sentences["doc_id"]).to_numpy(dtype=str)


def _share_out(counts: np.ndarray, size: int) -> np.ndarray:
    """`size` shared out as `counts` stand to one another: one at least, largest remainders first."""
    exact = counts * size / counts.sum()
    quotas = np.maximum(np.floor(exact).astype(int), 1)
    while quotas.sum() != size:
        step = 1 if quotas.sum() < size else -1
        room = quotas < counts if step > 0 else quotas > 1
        quotas[np.argmax(np.where(room, step * (exact - quotas), -np.inf))] += step
    return quotas
