"""What goes with what: words that stand near one another more often than chance would have it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers.frequency.association import find_p, log_likelihood
from helpers.frequency.counts import Stopwords, find_stopwords
from helpers.frequency.terms import check_unit, find_terms, get_places
from helpers.frequency.warn import warn_too_small
from helpers.tables import check_table
from helpers.tokens import TOKENS

FEW_PAIRS = 1_000


def find_collocations(
    tokens: pd.DataFrame,
    node: str | Sequence[str] | None = None,
    *,
    window: int | tuple[int, int] = 5,
    unit: str = "lemma",
    stopwords: Stopwords = None,
    min_count: int = 5,
) -> pd.DataFrame:
    """Return the pairs of words that stand near one another, with measures of how much more than by chance.

    Parameters
    ----------
    tokens : DataFrame
        A tokens table, in order.
    node : str or several, optional
        The words whose company is wanted; by default every word's.
    window : int or (int, int)
        Words before and after the node, within its sentence: 5 is (5, 5). (0, 1) is adjacency: the next word only.
    unit, stopwords
        As in `count_terms`. Stopwords are counted as words of the window, but not listed.
    min_count : int
        The least n: below five, most measures follow chance.

    Returns
    -------
    DataFrame
        node, collocate, n (how often the one stands in the other's window), documents (where), n_node and n_collocate
        (how often each stands in the texts), expected, of (places in all windows), and

        ================= ========================================================================================
        mi, mi3           log2(O/E), log2(O³/E). MI favours rare pairs; Church & Hanks 1990, Daille 1994
        log_likelihood, p G² of the whole table, for attraction and repulsion alike; Dunning 1993
        t, z              (O - E)/√O, (O - E)/√E
        dice, log_dice    2 O / (R + C); 14 + log2 of it, at most 14, the same in corpora of any size; Rychlý 2008
        delta_p           O/R less the share of the collocate in all other places: how far the node foretells the
                          collocate; ``delta_p_back`` the reverse; from -1 to 1; Gries 2013
        ================= ========================================================================================

        Strongest log_dice first. With a symmetric window and no `node` each pair is listed once.

    Raises
    ------
    ValueError
        A window without words, or a node that stands nowhere (the nearest is named).

    Warns
    -----
    TooSmall
        Fewer than 1,000 places.

    Notes
    -----
    **Convention.** Each place of each word's window is an observation: whose window (row), which word stands there
    (column). So O + … are exact counts: R the places in the node's windows, C those that the collocate fills in any
    window, N all places, E = R C / N. Windows end with the sentence. In long sentences R is the node's frequency times
    the span, and E = span x f(node) x f(collocate) / words, the span-corrected expectation of Evert (2008, eq. for
    surface cooccurrence); where sentences are short, ours does not count places that do not exist. For adjacency it is
    the usual table of bigrams. dice and log_dice are of this table too (Rychlý's frequencies are those of a
    grammatical relation): in a window log_dice is lower, by about log2 of the span, than programs give that divide by
    plain frequencies. A word in its own window is counted from both sides. Overlapping windows are not
    independent: read p as a ranking.

    Examples
    --------
    >>> import warnings
    >>> from helpers.frequency.example import make_tokens
    >>> tokens = make_tokens({"a": "شي جين بينغ في بكين . زار شي جين بينغ", "b": "شي جين بينغ"})
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     pairs = find_collocations(tokens, window=(0, 1), min_count=3)
    >>> pairs[["node", "collocate", "n", "expected", "log_dice"]].round(2).values.tolist()
    [['جين', 'بينغ', 3, 1.0, 14.0], ['شي', 'جين', 3, 1.0, 14.0]]
    """
    check_table(tokens, TOKENS)
    check_unit(unit)
    before, after = (window, window) if isinstance(window, int) else window
    if before < 0 or after < 0 or before + after == 0:
        raise ValueError(f"window should be 1 word or more, for example 5 or (0, 1), not {window}")
    column = tokens[unit].astype("category").cat.remove_unused_categories()
    words = _Windows(tokens, column.cat.codes.to_numpy(np.int64), before, after)
    names = pd.Index(column.cat.categories, dtype="str", name=unit)
    if words.total < FEW_PAIRS:
        warn_too_small(f"{words.total} places in windows: collocations need {FEW_PAIRS:,} or more to mean anything")
    nodes = None
    if node is not None:
        nodes = names.get_indexer(find_terms(names, [node] if isinstance(node, str) else node))
    left, right, n = words.count_pairs(nodes, min_count, once=node is None and before == after)
    empty = find_stopwords(names, stopwords, unit)
    kept = ~empty[right] & (~empty[left] if node is None else True)
    left, right, n = left[kept], right[kept], n[kept]
    table = pd.DataFrame({"node": names[left], "collocate": names[right], "n": n})
    table["documents"] = words.count_documents(left, right)
    frequency = np.bincount(words.words, minlength=len(names))
    table["n_node"], table["n_collocate"] = frequency[left], frequency[right]
    table = _add_measures(table, words.rows[left], words.columns[right], words.total)
    return table.sort_values(["log_dice", "n", "node", "collocate"], ascending=[False, False, True, True]).reset_index(
        drop=True
    )


class _Windows:
    """Pairs (word, word in its window) at each distance, and how many of them each word is part of."""

    def __init__(self, tokens: pd.DataFrame, words: np.ndarray, before: int, after: int):
        self.words, self._width = words, int(words.max(initial=0)) + 1
        self._sentence, self._position = get_places(tokens)
        self._document = tokens["doc_id"].astype("category").cat.codes.to_numpy(np.int64)
        self._distances = [*range(-before, 0), *range(1, after + 1)]
        self.rows, self.columns = np.zeros(self._width, np.int64), np.zeros(self._width, np.int64)
        for distance in self._distances:
            here, there = self._pair(distance)
            self.rows += np.bincount(words[here], minlength=self._width)
            self.columns += np.bincount(words[there], minlength=self._width)
        self.total = int(self.rows.sum())

    def _pair(self, distance: int, chosen: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Rows of the words, and of those `distance` words on, in the same sentence."""
        here = np.arange(len(self.words)) if chosen is None else chosen
        here = here[(here + distance >= 0) & (here + distance < len(self.words))]
        there = here + distance
        same = self._sentence[here] == self._sentence[there]
        same &= self._position[here] + distance == self._position[there]
        return here[same], there[same]

    def count_pairs(self, nodes: np.ndarray | None, least: int, *, once: bool) -> tuple[np.ndarray, ...]:
        """Node, collocate and n of the pairs that stand at least so often; `once`: the smaller number first."""
        chosen = None if nodes is None else np.flatnonzero(np.isin(self.words, nodes))
        keys, counts = np.zeros(0, np.int64), np.zeros(0, np.int64)
        for distance in self._distances:
            here, there = self._pair(distance, chosen)
            found, times = np.unique(self.words[here] * self._width + self.words[there], return_counts=True)
            keys, place = np.unique(np.concatenate([keys, found]), return_inverse=True)
            counts = np.bincount(place, weights=np.concatenate([counts, times]), minlength=len(keys))
        left, right = np.divmod(keys, self._width)
        kept = (counts >= least) & ((left <= right) if once else True)
        return left[kept], right[kept], counts[kept].astype(np.int64)

    def count_documents(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """In how many documents each pair stands."""
        wanted = left * self._width + right
        order = np.argsort(wanted)
        if not len(wanted):
            return np.zeros(0, dtype=np.int64)
        documents = int(self._document.max(initial=0)) + 1
        found = np.zeros(0, np.int64)
        chosen = np.flatnonzero(np.isin(self.words, left))
        for distance in self._distances:
            here, there = self._pair(distance, chosen)
            keys = self.words[here] * self._width + self.words[there]
            place = np.searchsorted(wanted, keys, sorter=order)
            pair = order[np.minimum(place, len(order) - 1)]
            hit = wanted[pair] == keys
            found = np.unique(np.concatenate([found, pair[hit] * documents + self._document[here[hit]]]))
        return np.bincount(found // documents, minlength=len(wanted))


def _add_measures(table: pd.DataFrame, row: np.ndarray, column: np.ndarray, total: int) -> pd.DataFrame:
    o, r, c = table["n"].to_numpy(float), row.astype(float), column.astype(float)
    expected = r * c / total if total else r
    table["expected"], table["of"] = expected, total
    table["mi"], table["mi3"] = np.log2(o / expected), np.log2(o**3 / expected)
    table["log_likelihood"] = log_likelihood(o, r - o, c - o, total - r - c + o)
    table["p"] = find_p(table["log_likelihood"].to_numpy())
    table["t"], table["z"] = (o - expected) / np.sqrt(o), (o - expected) / np.sqrt(expected)
    table["dice"] = 2 * o / (r + c)
    table["log_dice"] = 14 + np.log2(table["dice"])
    with np.errstate(divide="ignore", invalid="ignore"):
        table["delta_p"] = o / r - (c - o) / (total - r)
        table["delta_p_back"] = o / c - (r - o) / (total - c)
    return table
