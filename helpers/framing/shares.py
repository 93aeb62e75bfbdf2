"""How much of each frame, and with whom: shares of sentences, and frames against actors, speakers and the like.

share_frames(frames, sentences, by=documents["outlet"])    # how much of each, with its interval
cross_frames(frames, find_actors(tokens, documents), sentences)   # which frames stand with which actors
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from helpers.framing.frames import FRAMES
from helpers.frequency import bootstrap_rates

LEAST = 5  # sentences; below that an association is not given
_UNIT = ["doc_id", "sentence"]


def share_frames(
    frames: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame | None = None,
    samples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return in how many of the sentences each frame is a candidate, by group.

    Parameters
    ----------
    frames : DataFrame
        From `find_frames` (or any table of doc_id, sentence, frame, such as coded answers).
    sentences : DataFrame
        All sentences looked at (`helpers.tables.SENTENCES`), or a table of tokens.
    by : Series or DataFrame, optional
        Indexed by doc_id, for example ``documents["outlet"]``.
    samples, seed : int
        For the bootstrap by document (see `helpers.frequency.bootstrap_rates`).

    Returns
    -------
    DataFrame
        The group, frame, n (sentences with the frame), of (sentences), documents, share, low, high. A sentence may
        have several frames or none, so that shares do not add up to 1.

    Notes
    -----
    The interval tells of the choice of documents, not of the mistakes in finding frames.

    Examples
    --------
    >>> sentences = pd.DataFrame({"doc_id": ["a", "a", "b"], "sentence": [1, 2, 1]})
    >>> frames = pd.DataFrame({"doc_id": ["a", "b"], "sentence": [1, 1], "frame": ["peace", "peace"]})
    >>> share_frames(frames, sentences).query("n > 0")[["frame", "n", "of", "share"]].round(2).values.tolist()
    [['peace', 2, 3, 0.67]]
    """
    units = _list_units(sentences)
    found = _check_units(frames, units, "frames").drop_duplicates([*_UNIT, "frame"])
    of = units.groupby("doc_id", sort=False).size()
    tables = []
    for frame in FRAMES:
        n = found[found["frame"] == frame].groupby("doc_id").size().reindex(of.index, fill_value=0)
        rates = bootstrap_rates(pd.DataFrame({"n": n, "of": of}), by=by, samples=samples, seed=seed)
        rates.insert(0, "frame", frame)
        tables.append(rates.rename(columns={"rate": "share"}).reset_index())
    table = pd.concat(tables, ignore_index=True)
    groups = list(table.columns[: table.columns.get_loc("frame")])
    return table.sort_values(groups, kind="stable", ignore_index=True)


def cross_frames(
    frames: pd.DataFrame,
    others: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    column: str = "actor",
    least: int = LEAST,
    samples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how often each frame stands in a sentence with each actor (or speaker, or anything else found).

    Parameters
    ----------
    frames : DataFrame
        From `find_frames`.
    others : DataFrame
        Hits with doc_id, sentence and `column`: from `find_actors`, or quotations with the actor who speaks.
    sentences : DataFrame
        All sentences looked at (`helpers.tables.SENTENCES`).
    column : str
        The column of `others` whose values are crossed; rows where it is missing are left out.
    least : int
        With fewer sentences than this of either the frame or the value, no association is given.
    samples, seed : int
        For the bootstrap by document.

    Returns
    -------
    DataFrame
        `column`, frame, n (sentences with both), of (sentences with the value), documents, share (n of `of`), elsewhere
        (the frame's share of the other sentences), association (log2 of the odds ratio: 0 none, 1 doubled odds, -1
        halved), low, high.

    Notes
    -----
    One half is added to each of the four counts (Haldane 1956), which keeps empty cells finite and pulls thin ones
    towards 0. Standing in one sentence is not yet a link: the frame may belong to another actor of the sentence.
    Intervals are missing with fewer than two documents that have the value; many are given, so expect some to miss
    0 by chance.

    Examples
    --------
    >>> sentences = pd.DataFrame({"doc_id": ["a"] * 4, "sentence": [1, 2, 3, 4]})
    >>> frames = pd.DataFrame({"doc_id": "a", "sentence": [1, 2], "frame": "peace"})
    >>> actors = pd.DataFrame({"doc_id": "a", "sentence": [1, 2, 3], "actor": "CHN"})
    >>> crossed = cross_frames(frames, actors, sentences, least=1).query("n > 0")
    >>> crossed[["actor", "frame", "n", "of", "share", "association"]].round(2).values.tolist()
    [['CHN', 'peace', 2, 3, 0.67, 2.32]]
    """
    if column not in others.columns:
        raise ValueError(f"others has no column '{column}'; it has {', '.join(map(str, others.columns))}")
    units = _list_units(sentences)
    found = _check_units(frames, units, "frames").drop_duplicates([*_UNIT, "frame"])
    values = _check_units(others.dropna(subset=[column]), units, "others").drop_duplicates([*_UNIT, column])
    names = sorted(values[column].astype(str).unique())
    has_value = _mark(values, column, names, units)
    has_frame = _mark(found, "frame", list(FRAMES), units)
    codes, documents = pd.factorize(units["doc_id"])
    weights = np.random.default_rng(seed).multinomial(
        len(documents), np.full(len(documents), 1 / len(documents)), size=samples
    )
    size = np.bincount(codes, minlength=len(documents))
    per_frame = _sum_documents(has_frame, codes)
    rows: list[tuple] = []
    for n, name in enumerate(names):
        here = has_value[:, [n]]
        both, own = _sum_documents(has_frame * here, codes), _sum_documents(here, codes)
        rows += _cross_one(name, np.stack(np.broadcast_arrays(both, own, per_frame, size[:, None])), weights, least)
    told = [column, "frame", "n", "of", "documents", "share", "elsewhere", "association", "low", "high"]
    return pd.DataFrame(rows, columns=told)


def _list_units(sentences: pd.DataFrame) -> pd.DataFrame:
    missing = [name for name in _UNIT if name not in sentences.columns]
    if missing:
        raise ValueError(f"sentences has no column {missing[0]!r}; give list_sentences(documents) or the tokens")
    return sentences[_UNIT].astype({"doc_id": "str"}).drop_duplicates(ignore_index=True)


def _check_units(table: pd.DataFrame, units: pd.DataFrame, name: str) -> pd.DataFrame:
    """`table` with its doc_id as text; a row of a sentence that was not looked at would make shares wrong."""
    table = table.astype({"doc_id": "str"})
    known = pd.MultiIndex.from_frame(units)
    absent = ~pd.MultiIndex.from_frame(table[_UNIT]).isin(known)
    if absent.any():
        row = table[absent].iloc[0]
        raise ValueError(f"{name} speaks of sentence {row['sentence']} of '{row['doc_id']}', which sentences lacks")
    return table


def _mark(table: pd.DataFrame, column: str, names: list[str], units: pd.DataFrame) -> np.ndarray:
    """Sentences x names: 1 where the table has that name in that sentence."""
    marks = np.zeros((len(units), len(names)))
    rows = pd.MultiIndex.from_frame(units).get_indexer(pd.MultiIndex.from_frame(table[_UNIT]))
    marks[rows, pd.Index(names).get_indexer(pd.Index(table[column].astype(str)))] = 1
    return marks


def _sum_documents(marks: np.ndarray, codes: np.ndarray) -> np.ndarray:
    sums = np.zeros((codes.max() + 1 if len(codes) else 0, marks.shape[1]))
    np.add.at(sums, codes, marks)
    return sums


def _cross_one(name: str, counts: np.ndarray, weights: np.ndarray, least: int) -> Iterator[tuple]:
    """The rows of one value; `counts` is (with both, with the value, with the frame, all) x documents x frames."""
    totals = counts.sum(axis=1)
    drawn = _log_odds(*(weights @ part for part in counts))
    ends = np.quantile(drawn, [0.025, 0.975], axis=0) if len(weights) else np.full((2, len(FRAMES)), np.nan)
    documents = int((counts[1][:, 0] > 0).sum())
    for n, frame in enumerate(FRAMES):
        both, own, with_frame, all_ = map(int, totals[:, n])
        thin = min(own, with_frame) < least or own == all_
        told = (np.nan,) * 3 if thin else (float(_log_odds(both, own, with_frame, all_)), *map(float, ends[:, n]))
        told = (told[0], np.nan, np.nan) if documents < 2 else told
        share, elsewhere = both / own, (with_frame - both) / (all_ - own) if all_ > own else np.nan
        yield name, frame, both, own, documents, share, elsewhere, *told


def _log_odds(both, own, with_frame, all_):
    """log2 of the odds ratio of a two by two table, one half added to each count."""
    odds_here = (both + 0.5) / (own - both + 0.5)
    odds_elsewhere = (with_frame - both + 0.5) / (all_ - own - with_frame + both + 0.5)
    return np.log2(odds_here / odds_elsewhere)
