"""The network of who does what to whom: events counted by pair of parties, month and whatever else you group by."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.framing.events import EVENTS, QUADS
from helpers.framing.weighing import HAPPENED
from helpers.frequency import bootstrap_rates
from helpers.tables import check_table

SIDES = {"cooperation": 1, "conflict": -1}
DYADS = ("source", "target", "n", "of", "cooperative", "conflictual", "documents", "balance", "low", "high")


def list_months(documents: pd.DataFrame) -> pd.Series:
    """Return the month of publication of each document, as text («2025-09»), for `by=`; missing where it has no date.

    Examples
    --------
    >>> from helpers.tables import DOCUMENTS, make_table
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "published": pd.Timestamp("2025-09-04"), "text": ""}
    >>> list_months(make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)).to_dict()
    {'a': '2025-09'}
    """
    return documents["published"].dt.strftime("%Y-%m").rename("month")


def count_dyads(
    events: pd.DataFrame,
    *,
    by: pd.Series | None = None,
    directed: bool = True,
    samples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how often each party acts on each other one, and whether in cooperation or in conflict.

    Parameters
    ----------
    events : DataFrame
        `EVENTS`. What did not happen (`mood` negated, denied, possible) is not counted.
    by : Series, optional
        Indexed by doc_id: `list_months(documents)` for a network over time, ``documents["outlet"]``, your own groups.
    directed : bool
        Whether A to B and B to A are two pairs. If not, the party first in the alphabet is the source.
    samples, seed : int
        Of the bootstrap: `helpers.frequency.bootstrap_rates`.

    Returns
    -------
    DataFrame
        One row per group (its column first, named as `by` or "group"), source and target, the most frequent first:
        `n` events, `of` all events of the group, `cooperative` and `conflictual` of the `n` (REQUEST is neither),
        `documents` that tell of the pair, and `balance`, (cooperative - conflictual) / n, from -1 to 1, with `low` and
        `high` of its interval. The interval is missing where fewer than two documents
        tell of the pair, or all of them tell the same.

    Raises
    ------
    ValueError
        A document has no entry in `by`.

    Notes
    -----
    Cooperation and conflict are the sides of PLOVER's quad categories (Open Event Data Alliance, PLOVER 2017, after
    Duval & Thompson 1980); every event weighs the same: no scale such as Goldstein's (1992) is applied, for it rates
    the types of another scheme. The counts are reports, not acts: one meeting told by six outlets is six events (drop
    copies first: `helpers.duplicates`). The interval resamples whole documents, and says nothing of events that
    were missed or misread.

    Examples
    --------
    >>> rows = [("a", "CHN", "CONSULT", "PRK"), ("b", "CHN", "AID", "PRK"), ("b", "USA", "ACCUSE", "CHN")]
    >>> events = pd.DataFrame(rows, columns=["doc_id", "source", "type", "target"]).assign(mood="asserted")
    >>> for name in EVENTS.columns:
    ...     if name not in events:
    ...         events[name] = "" if EVENTS.columns[name].kind == "text" else 0
    >>> count_dyads(events)[["source", "target", "n", "of", "cooperative", "conflictual", "balance"]]
      source target  n  of  cooperative  conflictual  balance
    0    CHN    PRK  2   3            2            0      1.0
    1    USA    CHN  1   3            0            1     -1.0
    """
    check_table(events, EVENTS)
    told = events[events["mood"].isin(HAPPENED)]
    doc_id = told["doc_id"].astype(str)
    source, target = told["source"].astype(str), told["target"].astype(str)
    if not directed:
        swap = source > target
        source, target = source.where(~swap, target), target.where(~swap, source)
    sign = told["type"].astype(str).map(lambda kind: SIDES.get(QUADS[kind].split()[-1], 0))
    table = pd.DataFrame({"group": _find_groups(doc_id, by), "source": source, "target": target, "sign": sign})
    table["doc_id"] = doc_id
    pairs = table.groupby(["group", "source", "target"])
    rows = [{**_name_pair(key), **_count_pair(pair, samples, seed)} for key, pair in pairs]
    found = pd.DataFrame(rows, columns=["group", *(name for name in DYADS if name != "of")])
    found.insert(4, "of", found["group"].map(table["group"].value_counts()).astype("int64"))
    found = found.sort_values(["group", "n", "source", "target"], ascending=[True, False, True, True])
    found = found.reset_index(drop=True)
    return found.drop(columns="group") if by is None else found.rename(columns={"group": by.name or "group"})


def _find_groups(doc_id: pd.Series, by: pd.Series | None) -> pd.Series:
    if by is None:
        return pd.Series("", index=doc_id.index)
    missing = sorted(set(doc_id) - set(by.index.astype(str)))
    if missing:
        raise ValueError(f"`by` has no entry for document '{missing[0]}'; index it by doc_id, one row a document")
    return doc_id.map(by.astype(object).where(by.notna(), "?").astype(str))


def _name_pair(key: object) -> dict:
    return dict(zip(("group", "source", "target"), tuple(key), strict=True))  # type: ignore[arg-type]


def _count_pair(pair: pd.DataFrame, samples: int, seed: int) -> dict:
    counts = pd.DataFrame({"n": pair["sign"], "of": 1}).set_index(pair["doc_id"])
    documents = pair["doc_id"].nunique()
    rate = bootstrap_rates(counts, samples=samples if documents > 1 else 0, seed=seed).iloc[0]
    return {
        "n": len(pair),
        "cooperative": int((pair["sign"] > 0).sum()),
        "conflictual": int((pair["sign"] < 0).sum()),
        "documents": documents,
        "balance": float(rate["rate"]),
        "low": float(rate["low"]) if documents > 1 else np.nan,
        "high": float(rate["high"]) if documents > 1 else np.nan,
    }
