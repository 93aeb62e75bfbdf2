"""Terms over time: their rate month by month, and how fast it grows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers.frequency.counts import share_counts
from helpers.frequency.intervals import group_documents
from helpers.frequency.terms import Source, find_terms, get_terms
from helpers.frequency.warn import warn_too_small

PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
FEW_PERIODS = 3


def track_terms(
    source: Source,
    terms: str | Sequence[str],
    dates: pd.Series,
    *,
    by: pd.Series | pd.DataFrame | None = None,
    every: str = "month",
    unit: str | None = None,
    samples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the rate of each of `terms` in each month, with its interval.

    Parameters
    ----------
    source, terms, unit
        As in `share_terms`.
    dates : Series
        Indexed by doc_id, for example ``documents["published"]``; documents without a date are left out.
    by : Series or DataFrame, optional
        Indexed by doc_id, for example ``documents["outlet"]``: a line for each group.
    every : {"day", "week", "month", "quarter", "year"}
        What a point stands for; weeks begin on Monday.
    samples, seed
        Of the bootstrap, see `bootstrap_rates`.

    Returns
    -------
    DataFrame
        The columns of `by`, then `period` (pandas Period), term, n, of, documents, of_documents, per_10000, low, high.
        A period without documents of a group has no row: no texts is not the same as no use.

    Notes
    -----
    The rate within a period and group is over its words. `documents` hold the term, of `of_documents`; where few do,
    the interval is too narrow (see `bootstrap_rates`). A rise may come from one outlet being gathered more
    fully, or from copies of one agency text: give `by`, and drop duplicates first.

    Examples
    --------
    >>> from helpers.frequency.example import make_tokens
    >>> tokens = make_tokens({"a": "قمة بكين", "b": "قمة سلام", "c": "بكين ترحب"})
    >>> dates = pd.to_datetime(pd.Series({"a": "2024-03-02", "b": "2024-03-09", "c": "2024-04-01"}))
    >>> track_terms(tokens, "قمة", dates)[["period", "n", "of", "per_10000"]].astype(str).values.tolist()
    [['2024-03', '2', '4', '5000.0'], ['2024-04', '0', '2', '0.0']]
    """
    period = _find_periods(dates, every)
    wanted = [terms] if isinstance(terms, str) else list(terms)
    groups = pd.DataFrame(index=period.index) if by is None else _frame(by).reindex(period.index)
    groups["period"] = period
    tables = []
    for size in dict.fromkeys(len(term.split()) for term in wanted):
        counts = get_terms(source, unit, size)
        found = find_terms(counts.terms, [term for term in wanted if len(term.split()) == size])
        dated = counts.select(counts.doc_ids.isin(period.index))
        tables.append(share_counts(dated, found, groups, samples=samples, seed=seed))
    return pd.concat(tables, ignore_index=True)


def measure_growth(
    source: Source,
    terms: str | Sequence[str],
    dates: pd.Series,
    *,
    by: pd.Series | pd.DataFrame | None = None,
    every: str = "month",
    unit: str | None = None,
    samples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return by how much the rate of each term grows from one month to the next, in per cent, with its interval.

    Parameters
    ----------
    source, terms, dates, by, every, unit
        As in `track_terms`.
    samples, seed : int
        Of the bootstrap over documents.

    Returns
    -------
    DataFrame
        The columns of `by`, then term, n, of, documents, periods, growth (100 is twice as often in each following
        period, -50 half as often), low, high, note. Missing with fewer than three periods or five occurrences.

    Notes
    -----
    A log-linear trend, rate = exp(a + b t), fitted by Poisson likelihood with the words as exposure (McCullagh & Nelder
    1989, ch. 6), which counts every word alike whatever the month; growth = 100 (exp(b) - 1). Documents are drawn
    whole, within the group, for the interval. One figure for the whole time: look at `track_terms` first, for a peak
    in the middle has no growth.

    Examples
    --------
    >>> from helpers.frequency.example import make_tokens
    >>> texts = {f"{month}{i}": "قمة " * month + "بكين " * (20 - month) for month in (1, 2, 4) for i in range(3)}
    >>> dates = pd.to_datetime(pd.Series({name: f"2024-0{1 + int(name[0]) // 2}-01" for name in texts}))
    >>> measure_growth(make_tokens(texts), "قمة", dates)[["n", "periods", "growth"]].round(1).values.tolist()
    [[21.0, 3.0, 100.0]]
    """
    period = _find_periods(dates, every)
    wanted = [terms] if isinstance(terms, str) else list(terms)
    rows = []
    for term in wanted:
        counts = get_terms(source, unit, len(term.split()))
        (found,) = find_terms(counts.terms, [term])
        dated = counts.doc_ids.isin(period.index) & (counts.of > 0)
        ids = counts.doc_ids[dated]
        n, of = counts.get_counts([found])[dated, 0], counts.of[dated]
        time = period.reindex(ids).map(lambda one: one.ordinal).to_numpy(dtype=np.int64)
        codes, groups = group_documents(ids, by)
        for code, key in enumerate(groups):
            chosen = codes == code
            trend = _measure_trend(n[chosen], of[chosen], time[chosen], samples, seed)
            rows.append((*(() if by is None else key if isinstance(key, tuple) else (key,)), found, *trend))
    names = [] if by is None else list(_frame(by).columns)
    columns = [*names, "term", "n", "of", "documents", "periods", "growth", "low", "high", "note"]
    table = pd.DataFrame(rows, columns=columns)
    if len(table) and (table["note"] != "").all():
        warn_too_small(f"no trend can be told: {table['note'].iloc[0]}")
    return table


def _measure_trend(n: np.ndarray, of: np.ndarray, time: np.ndarray, samples: int, seed: int) -> tuple:
    periods, place = np.unique(time, return_inverse=True)
    facts = int(n.sum()), int(of.sum()), int((n > 0).sum()), len(periods)
    if len(periods) < FEW_PERIODS:
        return *facts, np.nan, np.nan, np.nan, f"fewer than {FEW_PERIODS} periods"
    if n.sum() < 5:
        return *facts, np.nan, np.nan, np.nan, "fewer than 5 occurrences"
    random = np.random.default_rng(seed)
    width = len(periods)
    draws = [np.arange(len(n)), *(random.integers(0, len(n), len(n)) for _ in range(samples))]
    words = np.array([np.bincount(place[rows], weights=of[rows], minlength=width) for rows in draws])
    hits = np.array([np.bincount(place[rows], weights=n[rows], minlength=width) for rows in draws])
    growth = 100 * np.expm1(_fit_slope(hits, words, (periods - periods[0]).astype(float)))
    known = growth[1:][np.isfinite(growth[1:])]
    low, high = np.quantile(known, [0.025, 0.975]) if len(known) > samples / 2 else (np.nan, np.nan)
    return *facts, float(growth[0]), float(low), float(high), ""


def _fit_slope(hits: np.ndarray, words: np.ndarray, time: np.ndarray) -> np.ndarray:
    """The b of exp(a + b t), a row at a time: it makes the mean time of the hits that of the model (Newton).

    Rows whose hits all stand in one period at an end have no finite b, and are missing.
    """
    total = hits.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        wanted = hits @ time / total
        slope = np.zeros(len(hits))
        for _ in range(200):
            weights = words * np.exp(slope[:, None] * (time - time.mean()))
            mass = weights.sum(axis=1)
            mean = weights @ time / mass
            variance = weights @ time**2 / mass - mean**2
            step = np.clip((wanted - mean) / variance, -0.5, 0.5)
            slope = slope + step
            if np.nanmax(np.abs(step), initial=0) < 1e-12:
                break
    return np.where(np.abs(step) < 1e-6, slope, np.nan)


def _find_periods(dates: pd.Series, every: str) -> pd.Series:
    if every not in PERIODS:
        raise ValueError(f"every= should be one of {', '.join(PERIODS)}, not {every!r}")
    known = dates.dropna()
    if not len(known):
        raise ValueError("no document has a date; give documents['published'] of documents whose dates are known")
    if not pd.api.types.is_datetime64_any_dtype(known.dtype):
        raise ValueError(f"dates should be dates, not {known.dtype}; convert them with pd.to_datetime(dates)")
    return known.dt.to_period(PERIODS[every])


def _frame(by: pd.Series | pd.DataFrame) -> pd.DataFrame:
    return by.to_frame(by.name or "group") if isinstance(by, pd.Series) else by
