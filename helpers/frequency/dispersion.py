"""How evenly a term is spread over the documents (or outlets, months …): range, Juilland's D, Gries's DP."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.frequency.counts import Stopwords, find_stopwords
from helpers.frequency.intervals import group_documents
from helpers.frequency.terms import DocumentTerms, Source, get_terms
from helpers.frequency.warn import warn_too_small

FEW_PARTS = 5


def measure_dispersion(
    source: Source,
    *,
    parts: pd.Series | None = None,
    unit: str | None = None,
    size: int | None = None,
    stopwords: Stopwords = None,
    min_count: int = 5,
) -> pd.DataFrame:
    """Return how evenly each term is spread over the parts of the corpus.

    Parameters
    ----------
    source : tokens table or DocumentTerms
        As in `count_terms`.
    parts : Series, optional
        Indexed by doc_id: the part each document belongs to (outlet, month …). By default each document is a part.
    unit, size, stopwords
        As in `count_terms`.
    min_count : int
        Terms that stand less often are left out: their spread cannot be told from chance.

    Returns
    -------
    DataFrame
        term, n, of, parts (that hold the term), of_parts, range (their share), juilland_d, dp, dp_norm, most frequent
        first. **Direction**: `dp` and `dp_norm` are 0 where a term is spread exactly as the words are, and
        near 1 where it stands in one small part only; `juilland_d` the other way round, 1 is even.

    Warns
    -----
    TooSmall
        Fewer than five parts; with one the measures are missing.

    Notes
    -----
    Of part i with the share s of all words and the share v of the term: DP = ½ Σ |v - s| (Gries 2008), DPnorm = DP /
    (1 - min s) (Lijffijt & Gries 2012). Juilland's D = 1 - V / √(parts - 1), V the coefficient of variation (of the
    population) of the term's relative frequencies in the parts (Juilland & al. 1970; for unequal parts Gries 2008).
    D creeps towards 1 as parts become many, whatever the term (Biber & al. 2016): over documents read DP. A rare term
    in many short documents has a high DP by necessity; compare terms of similar frequency.

    Examples
    --------
    Gries's own example (2008), five parts of letters:

    >>> from helpers.frequency.example import make_tokens
    >>> letters = ["b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t",
    ...            "b a h a a b e a x a t"]
    >>> table = measure_dispersion(make_tokens(dict(zip("12345", letters))))
    >>> table.query("term == 'a'")[["n", "range", "juilland_d", "dp", "dp_norm"]].round(3).values.tolist()
    [[15.0, 1.0, 0.785, 0.18, 0.22]]
    """
    counts = get_terms(source, unit, size)
    if parts is not None:
        counts = sum_groups(counts, parts)
    used = counts.of > 0
    counts = counts if used.all() else counts.select(used)
    if len(counts) < FEW_PARTS:
        warn_too_small(f"{len(counts)} parts: dispersion over fewer than {FEW_PARTS} says little; give more parts")
    n = counts.sum_terms()
    table = pd.DataFrame({"term": counts.terms, "n": n, "of": int(counts.of.sum())})
    table["parts"], table["of_parts"] = counts.count_documents(), len(counts)
    table["range"] = table["parts"] / len(counts) if len(counts) else np.nan
    table["juilland_d"] = _compute_juilland(counts)
    sizes = (counts.of / counts.of.sum())[counts.rows]
    table["dp"] = compute_dp(counts.codes, counts.counts, sizes, n) if len(counts) > 1 else np.nan
    smallest = counts.of.min() / counts.of.sum() if len(counts) else np.nan
    table["dp_norm"] = table["dp"] / (1 - smallest) if len(counts) > 1 else np.nan
    kept = (n >= min_count) & ~find_stopwords(counts.terms, stopwords, counts.unit)
    return table[kept].sort_values(["n", "term"], ascending=[False, True], ignore_index=True)


def compute_dp(codes: np.ndarray, counts: np.ndarray, sizes: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Gries's DP of each term; missing for terms that do not occur.

    One entry of `codes` (the term), `counts` and `sizes` (the share of all words) for each part that holds a term, `n`
    of all parts by term. ½ Σ |v - s| needs no others: where a term is absent |v - s| is s, and all s sum to 1.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.abs(counts / n[codes] - sizes) - sizes
    dp = 0.5 * (1 + np.bincount(codes, weights=distance, minlength=len(n)))
    return np.where(n > 0, np.maximum(dp, 0.0), np.nan)


def _compute_juilland(counts: DocumentTerms) -> np.ndarray:
    parts = len(counts)
    if parts < 2:
        return np.full(len(counts.terms), np.nan)
    rates = counts.counts / counts.of[counts.rows]
    mean = np.bincount(counts.codes, weights=rates, minlength=len(counts.terms)) / parts
    # Deviations, not squares less the squared mean, which loses digits: first those of the parts that hold the term.
    inside = np.bincount(counts.codes, weights=(rates - mean[counts.codes]) ** 2, minlength=len(counts.terms))
    spread = np.sqrt((inside + (parts - counts.count_documents()) * mean**2) / parts)
    with np.errstate(invalid="ignore", divide="ignore"):
        return 1 - spread / mean / np.sqrt(parts - 1)


def sum_groups(counts: DocumentTerms, by: pd.Series | pd.DataFrame) -> DocumentTerms:
    """The same counts with each group of documents as one document.

    >>> from helpers.frequency.example import make_tokens
    >>> from helpers.frequency.terms import count_by_document
    >>> counts = count_by_document(make_tokens({"a": "قمة", "b": "قمة بكين"}))
    >>> sum_groups(counts, pd.Series({"a": "x", "b": "x"}, name="outlet")).to_frame().values.tolist()
    [['x', 'بكين', 1, 3], ['x', 'قمة', 2, 3]]
    """
    codes, groups = group_documents(counts.doc_ids, by)
    width = max(len(counts.terms), 1)
    keys, entry = np.unique(codes[counts.rows] * width + counts.codes, return_inverse=True)
    return DocumentTerms(
        groups,
        counts.terms,
        np.searchsorted(keys // width, np.arange(len(groups) + 1)),
        (keys % width).astype(np.int32),
        np.bincount(entry, weights=counts.counts).astype(np.int32),
        np.bincount(codes, weights=counts.of, minlength=len(groups)).astype(np.int64),
        counts.unit,
        counts.size,
    )
