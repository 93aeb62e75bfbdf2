"""How often: counts of terms, their rates with intervals, and the words of grammar that may be left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.frequency.intervals import bootstrap_ratios, group_documents
from helpers.frequency.terms import DocumentTerms, Source, find_terms, get_terms
from helpers.lexicons import load_lexicon
from helpers.text import LIGHT, STANDARD, normalise_each

PER = 10_000
STOPWORD_CLASSES = (
    "preposition",
    "conjunction",
    "particle",
    "negation",
    "pronoun",
    "demonstrative",
    "relative",
    "interrogative",
    "auxiliary",
    "adverb",
    "quantifier",
)
Stopwords = str | Path | Collection[str] | None


def count_terms(
    source: Source,
    *,
    unit: str | None = None,
    size: int | None = None,
    by: pd.Series | pd.DataFrame | None = None,
    stopwords: Stopwords = None,
) -> pd.DataFrame:
    """Return how often each term stands, and in how many documents; the most frequent first.

    Parameters
    ----------
    source : tokens table, DocumentTerms, or several of these
        What `iter_by_document` yields is added up part by part, in memory that does not grow with the documents.
    unit : {"lemma", "form", "token"}, optional
        What counts as the same word; lemma by default.
    size : int, optional
        Words in a term: 2 counts pairs of neighbours within a sentence. 1 by default.
    by : Series or DataFrame, optional
        Indexed by doc_id, for example ``documents["outlet"]``, or outlet and month; its columns come first.
    stopwords : name, path or words, optional
        What to leave out: "stopwords" for the list of the package, the path of your own CSV with the same columns, or
        any words (`load_stopwords`). Of n-grams those that begin or end with such a word.

    Returns
    -------
    DataFrame
        term, n, of (all words, or places of n-grams, stopwords included), per_10000, documents (with the term) and
        of_documents.

    Notes
    -----
    `of` does not depend on the stopwords, so that rates stay comparable. A rate without an interval does not say what
    another sample of articles would show: `share_terms` gives one. A single long or repeated document can lift a term
    to the top; compare n with documents, and see `measure_dispersion`.

    Examples
    --------
    >>> from helpers.frequency.example import make_tokens
    >>> tokens = make_tokens({"a": "قمة بكين . زار الوفد بكين", "b": "بكين ترحب"})
    >>> count_terms(tokens, unit="form").head(2).values.tolist()
    [['بكين', 3, 7, 4285.714285714285, 2, 2], ['الوفد', 1, 7, 1428.5714285714287, 1, 2]]
    """
    parts: Iterable[DocumentTerms]
    parts = [get_terms(source, unit, size)] if isinstance(source, pd.DataFrame | DocumentTerms) else source
    names = ["group"] if by is None else [by.name or "group"] if isinstance(by, pd.Series) else list(by.columns)
    table, totals, made = pd.DataFrame(), pd.DataFrame(), (unit or "lemma", size or 1)
    for part in parts:
        made = (get_terms(part, unit, size).unit, part.size)
        counts, ofs = _count_part(part, by, names)
        table = _add_up(table, counts, [*names, "term"])
        totals = _add_up(totals, ofs, names)
    if not len(table):
        return _make_empty(names if by is not None else [])
    table = table[~find_stopwords(table["term"], stopwords, made[0])].merge(totals, on=names)
    table["per_10000"] = PER * table["n"] / table["of"]
    order = [*(names if by is not None else []), "term", "n", "of", "per_10000", "documents", "of_documents"]
    table = table.sort_values([*names, "n", "term"], ascending=[True] * len(names) + [False, True])
    return table[order].reset_index(drop=True)


def share_terms(
    source: Source,
    terms: str | Sequence[str],
    *,
    unit: str | None = None,
    by: pd.Series | pd.DataFrame | None = None,
    samples: int = 2000,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the rate of each of `terms` per 10,000 words, with its interval, in each group.

    Parameters
    ----------
    source : tokens table or DocumentTerms
        As in `count_terms`.
    terms : str or several
        As they stand in the results of `count_terms`; a term of several words is counted as an n-gram, from tokens.
    unit, by
        As in `count_terms`.
    samples, confidence, seed
        Of the bootstrap, see `bootstrap_rates`.

    Returns
    -------
    DataFrame
        The columns of `by`, then term, n, of, documents, of_documents, per_10000, low, high.

    Raises
    ------
    ValueError
        A term that stands nowhere; the nearest is named.

    Notes
    -----
    Whole documents are drawn, see `bootstrap_rates` for what that means and when `low` and `high` are missing.

    Examples
    --------
    >>> from helpers.frequency.example import make_tokens
    >>> tokens = make_tokens({"a": "قمة بكين في بكين", "b": "بكين ترحب"})
    >>> share_terms(tokens, "بكين", unit="form")[["term", "n", "of", "documents", "per_10000"]].values.tolist()
    [['بكين', 3, 6, 2, 5000.0]]
    """
    wanted = [terms] if isinstance(terms, str) else list(terms)
    tables = []
    for size in dict.fromkeys(len(term.split()) for term in wanted):
        counts = get_terms(source, unit, size)
        found = find_terms(counts.terms, [term for term in wanted if len(term.split()) == size])
        tables.append(share_counts(counts, found, by, samples=samples, confidence=confidence, seed=seed))
    return pd.concat(tables, ignore_index=True)


def load_stopwords(lexicon: str | Path = "stopwords", *, classes: Collection[str] | None = None) -> frozenset[str]:
    """Return the words of a list of function words, of all `classes` or some of them (`STOPWORD_CLASSES`).

    Parameters
    ----------
    lexicon : name or path
        "stopwords", or your own CSV with the columns id, word, class, note.
    classes : several of STOPWORD_CLASSES, optional

    Notes
    -----
    Which words are "empty" depends on the question: negation, quantifiers and auxiliaries (سوف، قد) carry meaning in a
    study of stance. The list is our own and holds what a grammar calls closed classes, with attached pronouns.

    >>> "على" in load_stopwords(), "ليس" in load_stopwords(classes=["preposition"])
    (True, False)
    """
    rows = load_lexicon(lexicon, allowed={"class": STOPWORD_CLASSES})
    unknown = set(classes or ()) - set(STOPWORD_CLASSES)
    if unknown:
        raise ValueError(f"no class '{min(unknown)}' of function words; there are {', '.join(STOPWORD_CLASSES)}")
    return frozenset(row["word"] for row in rows if classes is None or row["class"] in classes)


def find_stopwords(terms: Iterable[str], stopwords: Stopwords, unit: str) -> np.ndarray:
    """Return which of `terms` are stopwords; n-grams, whether they begin or end with one.

    Forms are compared without harakat and with أ/ا and ى/ي as one, so that there على stands for علي too, and و or ف
    before a stopword is passed over; lemmas and printed words only without harakat.

    >>> find_stopwords(["على", "علي", "بكين"], ["على"], "lemma").tolist()
    [True, False, False]
    """
    terms = terms.to_numpy(object).tolist() if isinstance(terms, pd.Index | pd.Series) else list(terms)
    if stopwords is None or not terms:
        return np.zeros(len(terms), dtype=bool)
    words = _load_words(str(stopwords)) if isinstance(stopwords, str | Path) else frozenset(stopwords)
    steps = STANDARD if unit == "form" else LIGHT
    listed = set(normalise_each(sorted(words), steps))
    ends = [(term.split(" ", 1)[0], term.rsplit(" ", 1)[-1]) for term in terms]
    distinct = list({word for pair in ends for word in pair})
    hit = {
        word
        for word, key in zip(distinct, normalise_each(distinct, steps), strict=True)
        if key in listed or (unit != "lemma" and key[:1] in "وف" and key[1:] in listed)
    }
    return np.array([first in hit or last in hit for first, last in ends])


@cache
def _load_words(source: str) -> frozenset[str]:
    return load_stopwords(source)


def _count_part(
    part: DocumentTerms, by: pd.Series | pd.DataFrame | None, names: list
) -> tuple[pd.DataFrame, pd.DataFrame]:
    codes, groups = group_documents(part.doc_ids, by)
    width = max(len(part.terms), 1)
    keys, entry = np.unique(codes[part.rows] * width + part.codes, return_inverse=True)
    of = np.bincount(codes, weights=part.of, minlength=len(groups)).astype(np.int64)
    keyed = groups.to_frame(index=False)
    keyed.columns = names
    counts = keyed.iloc[keys // width].reset_index(drop=True)
    counts["term"] = part.terms[keys % width]
    counts["n"] = np.bincount(entry, weights=part.counts).astype(np.int64)
    counts["documents"] = np.bincount(entry)
    return counts, keyed.assign(of=of, of_documents=np.bincount(codes, minlength=len(groups)))


def _add_up(table: pd.DataFrame, more: pd.DataFrame, keys: list) -> pd.DataFrame:
    if not len(table):
        return more
    return pd.concat([table, more]).groupby(keys, sort=False, observed=True).sum().reset_index()


def _make_empty(names: list) -> pd.DataFrame:
    columns = {name: "object" for name in names} | {"term": "str", "n": "int64", "of": "int64", "per_10000": "float64"}
    columns |= {"documents": "int64", "of_documents": "int64"}
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})


def share_counts(
    counts: DocumentTerms,
    found: list[str],
    by: pd.Series | pd.DataFrame | None,
    *,
    samples: int = 2000,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """The table of `share_terms` from counts, of terms as they are spelled there; others have an n of 0."""
    n = counts.get_counts(found)
    codes, groups = group_documents(counts.doc_ids, by)
    tables = []
    for code in range(len(groups)):
        chosen = (codes == code) & (counts.of > 0)
        of = counts.of[chosen]
        low, high = PER * bootstrap_ratios(n[chosen], of, samples=samples, confidence=confidence, seed=seed)
        total, words = n[chosen].sum(axis=0), int(of.sum())
        table = pd.DataFrame({"term": found, "n": total, "of": words, "documents": (n[chosen] > 0).sum(axis=0)})
        table["of_documents"] = int(chosen.sum())
        table["per_10000"] = PER * total / words if words else np.nan
        tables.append(table.assign(low=low, high=high))
    table = pd.concat(tables, ignore_index=True)
    if by is None:
        return table
    keyed = groups.to_frame(index=False)
    return pd.concat([keyed.iloc[np.repeat(range(len(groups)), len(found))].reset_index(drop=True), table], axis=1)
