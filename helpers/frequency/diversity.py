"""How varied a vocabulary is: TTR, and three measures that do not fall as a text grows longer."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers.frequency.intervals import group_documents
from helpers.frequency.terms import check_unit
from helpers.tables import check_table
from helpers.tokens import TOKENS

WINDOW = 50  # words, of MATTR
DRAWS = 42  # words, of HD-D (McCarthy & Jarvis 2007)
THRESHOLD = 0.72  # of MTLD (McCarthy & Jarvis 2010)
SHORTEST = 100  # words; below that MTLD wanders (McCarthy & Jarvis 2010; Koizumi 2012)


def measure_diversity(
    tokens: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame | None = None,
    unit: str = "lemma",
    window: int = WINDOW,
    samples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the lexical diversity of each document, or the mean of each group's documents with its interval.

    Parameters
    ----------
    tokens : DataFrame
        A tokens table, in order.
    by : Series or DataFrame, optional
        Indexed by doc_id. With it: the means of the documents of each group.
    unit : {"lemma", "form", "token"}
        In Arabic lemmas say how rich the vocabulary is; forms count the clitics too.
    window : int
        Words in the window of MATTR.
    samples, seed : int
        Of the bootstrap over documents, with `by`.

    Returns
    -------
    DataFrame
        Without `by`, indexed by doc_id: n (words), types, ttr, mattr, mtld, hdd, note. Higher is more varied: `ttr`,
        `mattr` and `hdd` from 0 to 1, `mtld` in words. A measure is missing where a text is too short for it, and
        `note` says so. With `by`, indexed by group and measure: mean, low, high, documents (that have it),
        of_documents.

    Notes
    -----
    TTR = types / n falls with length: never compare it between texts of different length. MATTR is the mean TTR of all
    windows (Covington & McFall 2010); MTLD the mean length of stretches until their TTR falls to .72, forwards and
    backwards, with a part for the rest (McCarthy & Jarvis 2010), missing below 100 words; HD-D the expected TTR
    of 42 words drawn from the text (McCarthy & Jarvis 2007). Written here because the packages are large or unkept
    (lexicalrichness takes SciPy, NLTK and TextBlob, lexical-diversity the removed pkg_resources, taaled spaCy);
    the figures are those of lexicalrichness to 1e-9 (tests/test_frequency.py).

    Examples
    --------
    >>> from helpers.frequency.example import make_tokens
    >>> tokens = make_tokens({"a": "قمة بكين قمة بكين"})
    >>> measure_diversity(tokens, window=2)[["n", "types", "ttr", "mattr", "note"]].values.tolist()
    [[4, 2, 0.5, 1.0, 'mtld needs 100 words; hdd needs 42 words']]
    """
    check_table(tokens, TOKENS)
    check_unit(unit)
    if window < 1:
        raise ValueError(f"window should be 1 word or more, not {window}")
    owner = tokens["doc_id"].astype("category")
    codes = tokens[unit].astype("category").cat.codes.to_numpy()
    texts = pd.Series(codes).groupby(owner.cat.codes.to_numpy(), sort=True)
    names = owner.cat.categories.tolist()
    rows = {names[int(str(code))]: _measure(values.tolist(), window) for code, values in texts}
    columns = ["n", "types", "ttr", "mattr", "mtld", "hdd", "note"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("doc_id")
    return table if by is None else _average(table, by, samples, seed)


def compute_mattr(words: Sequence, window: int = WINDOW) -> float:
    """Return the mean type-token ratio of all windows of `words`; NaN for texts shorter than one.

    >>> compute_mattr("ABAB", 2), compute_mattr("AABB", 2)
    (1.0, 0.6666666666666666)
    """
    if len(words) < window:
        return math.nan
    counts = Counter(words[:window])
    total = len(counts)
    for gone, come in zip(words, words[window:], strict=False):
        counts[come] += 1
        counts[gone] -= 1
        if not counts[gone]:
            del counts[gone]
        total += len(counts)
    return total / (len(words) - window + 1) / window


def compute_mtld(words: Sequence, threshold: float = THRESHOLD) -> float:
    """Return MTLD of `words`, whatever their number; infinite where no word comes twice.

    >>> compute_mtld("AAAA"), round(compute_mtld("ABCABC"), 2)
    (2.0, 6.0)
    """
    return (_mtld_one_way(words, threshold) + _mtld_one_way(words[::-1], threshold)) / 2


def compute_hdd(words: Sequence, draws: int = DRAWS) -> float:
    """Return HD-D of `words`: the share of different words expected among `draws`; NaN for fewer words.

    >>> round(compute_hdd("ABAB", 2), 4)
    0.8333
    """
    n = len(words)
    if n < draws:
        return math.nan
    # ln of the share of draws without a word that stands k times: C(n - k, draws) / C(n, draws)
    times = Counter(Counter(words).values())
    log = [math.lgamma(i + 1) for i in range(n + 1)]
    absent = {
        k: math.exp(log[n - k] - log[n - k - draws] - log[n] + log[n - draws]) if n - k >= draws else 0.0 for k in times
    }
    return math.fsum(count * (1 - absent[k]) for k, count in times.items()) / draws


def _mtld_one_way(words: Sequence, threshold: float) -> float:
    factors, seen, length = 0.0, set(), 0
    for word in words:
        seen.add(word)
        length += 1
        if len(seen) <= threshold * length:
            factors, seen, length = factors + 1, set(), 0
    if length:
        factors += (1 - len(seen) / length) / (1 - threshold)
    return len(words) / factors if factors else math.inf


def _measure(words: list, window: int) -> tuple:
    n, types = len(words), len(set(words))
    mtld = compute_mtld(words) if n >= SHORTEST else math.nan
    short = [f"{name} needs {least} words" for name, least in _needs(window) if n < least]
    ttr = types / n if n else math.nan
    return n, types, ttr, compute_mattr(words, window), mtld, compute_hdd(words), "; ".join(short)


def _needs(window: int) -> tuple[tuple[str, int], ...]:
    return ("mattr", window), ("mtld", SHORTEST), ("hdd", DRAWS)


def _average(table: pd.DataFrame, by: pd.Series | pd.DataFrame, samples: int, seed: int) -> pd.DataFrame:
    codes, groups = group_documents(table.index, by)
    random = np.random.default_rng(seed)
    rows, keys = [], []
    for code, key in enumerate(groups):
        for measure in ("ttr", "mattr", "mtld", "hdd"):
            values = table.loc[codes == code, measure].replace(math.inf, math.nan).dropna().to_numpy()
            low = high = math.nan
            if len(values) > 1:
                means = values[random.integers(0, len(values), (samples, len(values)))].mean(axis=1)
                low, high = np.quantile(means, [0.025, 0.975])
            mean = values.mean() if len(values) else math.nan
            rows.append((mean, low, high, len(values), int((codes == code).sum())))
            keys.append((*(key if isinstance(key, tuple) else (key,)), measure))
    index = pd.MultiIndex.from_tuples(keys, names=[*groups.names, "measure"])
    return pd.DataFrame(rows, index=index, columns=["mean", "low", "high", "documents", "of_documents"])
