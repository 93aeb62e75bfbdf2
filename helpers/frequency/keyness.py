"""What is typical of a group of texts: the terms that it uses more, or less, than others do."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pandas as pd

from helpers.frequency.association import chi_squared, find_p, log_likelihood
from helpers.frequency.counts import PER, Stopwords, find_stopwords
from helpers.frequency.dispersion import compute_dp
from helpers.frequency.intervals import group_documents
from helpers.frequency.terms import DocumentTerms, Source, get_terms, join_terms
from helpers.frequency.warn import warn_too_small

FEW_DOCUMENTS = 5
LEAST_EXPECTED = 5  # Cochran (1954)
ZERO = 0.5  # stands for a count of 0 in the log ratio (Hardie 2014)
CONFIDENCE = 0.95


def compare_terms(
    source: Source,
    reference: Source | None = None,
    *,
    by: pd.Series | pd.DataFrame | None = None,
    unit: str | None = None,
    size: int | None = None,
    stopwords: Stopwords = None,
    min_documents: int = 3,
) -> pd.DataFrame:
    """Return the keyness of each term: how much more, or less, one group of texts uses it than another.

    Parameters
    ----------
    source : tokens table or DocumentTerms
        The target, if there is a `reference`; else all texts, and `by` says which are compared.
    reference : the same, optional
        What the target is compared with; no document may be in both.
    by : Series or DataFrame, optional
        Indexed by doc_id: each group is compared with all others together. Its columns come first.
    unit, size, stopwords
        As in `count_terms`.
    min_documents : int
        Terms in fewer documents on both sides are left out.

    Returns
    -------
    DataFrame
        What the target uses more stands first (by log-likelihood), what it uses less last. For each term
        n, of, per_10000, documents, of_documents, the same of the reference (``n_reference`` …), and

        ======================= ==================================================================================
        log_likelihood, p       G² of the table (this term, other words) x (target, reference); Dunning 1993
        q                       p adjusted for the many terms tested (of this group); Benjamini & Hochberg 1995
        bic                     G² - ln(words on both sides); above 2 positive evidence, 6 strong, 10 very
                                strong, below 0 for no difference; Wilson 2013
        chi_squared             Pearson's, of the same table, without Yates's correction
        log_ratio               log2 of the ratio of the rates: 1 is twice as often; 0.5 stands for an n of 0;
                                Hardie 2014. ``log_ratio_low``, ``log_ratio_high``: its 95 % interval
        percent_diff            100 (rate - rate in the reference) / rate in the reference; infinite where that is
                                0; Gabrielatos & Marchi 2012
        odds_ratio              infinite where the reference has none
        document_log_likelihood the same G² and p, counting documents with the term instead of words ("text dispersion
        document_p              keyness", Egbert & Biber 2019); one document cannot make a term key
        document_log_ratio      log2 of the ratio of the shares of documents
        dp, dp_reference        Gries's DP over the documents of each side: 0 even, near 1 in few documents
        note                    why p, chi_squared or the interval are missing
        ======================= ==================================================================================

    Raises
    ------
    ValueError
        Neither or both of `reference` and `by`; a side without words; a document on both sides.

    Warns
    -----
    TooSmall
        A side has fewer than five documents.

    Notes
    -----
    Log-likelihood grows with the corpus: it says how sure a difference is, not how large; that is log_ratio
    (Gabrielatos & Marchi 2012). Its p takes words for independent, which words of one article are not, and thousands
    of terms are tested at once: rely on q, on `document_p`, and on an interval of log_ratio that keeps clear of 0.
    That interval treats documents as the units (linearised variance of a ratio, Cochran 1977, ch. 6); it is missing
    where fewer than two documents hold the term on a side. p and chi_squared are missing where a count below 5
    is expected (Cochran 1954). Rayson & Garside (2000) leave two of the four cells out; for a term that makes
    up a share s of the words their figure is some 100 s per cent lower. With `by` each group is compared with the
    rest, so that one very different group makes all the others alike.

    Examples
    --------
    >>> import warnings
    >>> from helpers.frequency.example import make_tokens
    >>> target = make_tokens({name: "قمة بكين سلام قمة" for name in "abcde"})
    >>> reference = make_tokens({name: "حرب بكين سلام قمة" for name in "fghij"})
    >>> columns = ["term", "n", "n_reference", "log_likelihood", "log_ratio", "percent_diff"]
    >>> compare_terms(target, reference)[columns].round(2).values.tolist()[0]
    ['قمة', 10, 5, 2.71, 1.0, 100.0]
    """
    if (reference is None) == (by is None):
        raise ValueError("give either a reference, or by=, the group of each document; not both, not neither")
    if reference is not None:
        target = get_terms(source, unit, size)
        counts = join_terms([target, get_terms(reference, target.unit, target.size)])
        listed = ~find_stopwords(counts.terms, stopwords, counts.unit)
        return _compare(counts, np.arange(len(counts)) < len(target), listed, min_documents, "target")
    counts = get_terms(source, unit, size)
    listed = ~find_stopwords(counts.terms, stopwords, counts.unit)
    codes, groups = group_documents(counts.doc_ids, by)
    if len(groups) < 2:
        raise ValueError(f"by= puts all documents into one group ({groups[0] if len(groups) else 'none'}); compare two")
    tables = []
    for code, key in enumerate(groups.to_frame(index=False).itertuples(index=False, name=None)):
        table = _compare(counts, codes == code, listed, min_documents, " ".join(map(str, key)))
        for place, (name, value) in enumerate(zip(groups.names, key, strict=True)):
            table.insert(place, name, value)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _compare(
    counts: DocumentTerms, target: np.ndarray, listed: np.ndarray, min_documents: int, name: str
) -> pd.DataFrame:
    one, other = _Side(counts, target), _Side(counts, ~target)
    for side, called in ((one, name), (other, "reference")):
        if side.of == 0:
            raise ValueError(f"'{called}' has no words; nothing can be compared with it")
        if side.of_documents < FEW_DOCUMENTS:
            warn_too_small(
                f"'{called}' has {side.of_documents} documents: with fewer than {FEW_DOCUMENTS} a difference may be "
                "that of one text; read document_p and the intervals, or gather more"
            )
    table = pd.DataFrame({"term": counts.terms})
    for side, ending in ((one, ""), (other, "_reference")):
        table["n" + ending], table["of" + ending] = side.n, side.of
        table["per_10000" + ending] = PER * side.n / side.of
        table["documents" + ending], table["of_documents" + ending] = side.documents, side.of_documents
    kept = listed & (np.maximum(one.documents, other.documents) >= min_documents) & (one.n + other.n > 0)
    table = _add_measures(table[kept].reset_index(drop=True), one.get_error()[kept], other.get_error()[kept])
    table["dp"], table["dp_reference"] = one.get_dp()[kept], other.get_dp()[kept]
    table["note"] = table.pop("note")
    sign = np.where(table["per_10000"] < table["per_10000_reference"], -1, 1)
    order = pd.DataFrame({"key": -sign * table["log_likelihood"], "term": table["term"]}).sort_values(["key", "term"])
    return table.loc[order.index].reset_index(drop=True)


class _Side:
    """What is to be known of each term in the documents of one side."""

    def __init__(self, counts: DocumentTerms, documents: np.ndarray):
        rows = counts.rows
        entries = documents[rows]
        self._codes, self._width = counts.codes[entries], len(counts.terms)
        words, of = counts.counts[entries].astype(float), counts.of[rows[entries]].astype(float)
        self._words, self._of = words, of
        self.n = self._sum(words).astype(np.int64)
        self.documents = self._sum(np.ones(len(words))).astype(np.int64)
        self.of = int(counts.of[documents].sum())
        self.of_documents = int((counts.of[documents] > 0).sum())
        self._squares, self._products = self._sum(words**2), self._sum(words * of)
        self._of_squares = float((counts.of[documents].astype(float) ** 2).sum())

    def _sum(self, weights: np.ndarray) -> np.ndarray:
        return np.bincount(self._codes, weights=weights, minlength=self._width)

    def get_dp(self) -> np.ndarray:
        """Gries's DP of each term over the documents of this side."""
        if self.of_documents < 2:
            return np.full(self._width, np.nan)
        return compute_dp(self._codes, self._words, self._of / self.of, self.n)

    def get_error(self) -> np.ndarray:
        """The variance of the natural logarithm of each term's rate, documents drawn whole."""
        if self.of_documents < 2:
            return np.full(self._width, np.nan)
        rate = self.n / self.of
        scatter = self._squares - 2 * rate * self._products + rate**2 * self._of_squares
        with np.errstate(invalid="ignore", divide="ignore"):
            error = self.of_documents / (self.of_documents - 1) * np.maximum(scatter, 0) / self.n.astype(float) ** 2
        return np.where(self.documents >= 2, error, np.nan)


def _add_measures(table: pd.DataFrame, error: np.ndarray, error_reference: np.ndarray) -> pd.DataFrame:
    a, b = (table[name].to_numpy(float) for name in ("n", "n_reference"))
    c, d = (table[name].to_numpy(float) for name in ("of", "of_reference"))
    few = (a + b) * np.minimum(c, d) / (c + d) < LEAST_EXPECTED
    table["log_likelihood"] = log_likelihood(a, c - a, b, d - b)
    table["p"] = np.where(few, np.nan, find_p(table["log_likelihood"].to_numpy()))
    table["q"] = adjust_p(table["p"].to_numpy())
    table["bic"] = table["log_likelihood"] - np.log(c + d)
    table["chi_squared"] = np.where(few, np.nan, chi_squared(a, c - a, b, d - b))
    table["log_ratio"] = np.log2(np.where(a > 0, a, ZERO) / c) - np.log2(np.where(b > 0, b, ZERO) / d)
    half = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * np.sqrt(error + error_reference) / math.log(2)
    table["log_ratio_low"], table["log_ratio_high"] = table["log_ratio"] - half, table["log_ratio"] + half
    with np.errstate(divide="ignore"):
        table["percent_diff"] = 100 * (a / c - b / d) / (b / d)
        table["odds_ratio"] = a * (d - b) / (b * (c - a))
    e, f = (table[name].to_numpy(float) for name in ("documents", "documents_reference"))
    g, h = (table[name].to_numpy(float) for name in ("of_documents", "of_documents_reference"))
    few_documents = np.minimum(e + f, g + h - e - f) * np.minimum(g, h) / (g + h) < LEAST_EXPECTED
    table["document_log_likelihood"] = log_likelihood(e, g - e, f, h - f)
    table["document_p"] = np.where(few_documents, np.nan, find_p(table["document_log_likelihood"].to_numpy()))
    table["document_log_ratio"] = np.log2(np.where(e > 0, e, ZERO) / g) - np.log2(np.where(f > 0, f, ZERO) / h)
    reasons = (
        "expected count below 5: no p",
        "expected documents below 5: no document_p",
        "in fewer than 2 documents of a side: no interval",
    )
    texts = np.array(
        ["; ".join(reasons[bit] for bit in range(3) if code >> bit & 1) for code in range(8)], dtype=object
    )
    table["note"] = texts[few + 2 * few_documents + 4 * np.isnan(half)]
    return table


def adjust_p(p: np.ndarray) -> np.ndarray:
    """Return p adjusted for testing many at once, so that 5 in 100 of those below .05 are expected to be chance.

    Benjamini & Hochberg (1995); missing ones stay so, and are not counted as tests.

    >>> adjust_p(np.array([0.01, 0.02, np.nan, 0.9])).round(3).tolist()
    [0.03, 0.03, nan, 0.9]
    """
    adjusted = np.full(len(p), np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested])[::-1]]
    scaled = p[order] * len(order) / np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled), 1) if len(order) else scaled
    return adjusted
