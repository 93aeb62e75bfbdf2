"""Who is heard: the voices of a collection, how much room they get, directly or not, with which stance."""

from __future__ import annotations

from difflib import get_close_matches

import pandas as pd

from helpers.framing.quotations.cues import STANCES
from helpers.framing.quotations.finding import QUOTATIONS
from helpers.frequency import bootstrap_rates
from helpers.tables import check_table

NO_PARTY = "(no party)"  # private voices, analysts, papers
SHARES = ("quotations", "words", "direct", *STANCES)
_ALL = "all"


def share_voice(
    quotations: pd.DataFrame,
    *,
    by: pd.Series | None = None,
    who: str = "actor",
    share: str = "quotations",
    least: int = 5,
    samples: int = 1000,
) -> pd.DataFrame:
    """Return how much each voice is heard, in all or in each group of documents, the loudest first.

    Parameters
    ----------
    quotations : DataFrame
        `QUOTATIONS`.
    by : Series, optional
        A group for each document, indexed by doc_id: ``documents["outlet"]``, a month, a story.
    who : {"actor", "speaker"}
        Parties, or persons and bodies by name.
    share : {"quotations", "words", "direct", "neutral", "assertive", …}
        What `rate` is: the voice's part of the quotations (or of the quoted words) of its group; or what part of its
        own quotations is direct, or has a cue of that stance.
    least : int
        Voices with fewer quotations in a group are left out there; they count in `of` all the same.
    samples : int
        Bootstrap samples for the interval.

    Returns
    -------
    DataFrame
        Indexed by group and voice: n, of, documents, rate, low and high (`helpers.frequency.bootstrap_rates`), then
        quotations, words, direct (how many are) and a count for each stance.

    Raises
    ------
    ValueError
        No such `who` or `share`.

    Notes
    -----
    Words are those of the reported stretch. A quotation of two speakers counts for each. Being quoted is no merit and
    no bias by itself: compare outlets on the same events. Quotations missed or given to the wrong speaker (see
    ``tests/gates/quotations.csv``) blur every figure here; the interval speaks of the choice of documents only.

    Examples
    --------
    >>> from helpers.framing import find_quotations
    >>> from helpers.tables import DOCUMENTS, make_table
    >>> from helpers.tokens import tokenise
    >>> texts = ["قالت بكين إن الحوار أفضل طريق. وأكدت واشنطن أن الحوار ضروري.", "قالت بكين: «لا بديل من الحوار»."]
    >>> documents = make_table([dict.fromkeys(DOCUMENTS.columns) | {"doc_id": f"d{n}", "page": "p", "article": n,
    ...                         "text": text} for n, text in enumerate(texts)], DOCUMENTS)
    >>> voices = share_voice(find_quotations(tokenise(documents), documents), least=1)
    >>> voices[["n", "of", "quotations", "direct"]].astype(int).reset_index().values.tolist()
    [['all', 'CHN', 2, 3, 2, 1], ['all', 'USA', 1, 3, 1, 0]]
    """
    check_table(quotations, QUOTATIONS)
    for name, value, known in (("who", who, ("actor", "speaker")), ("share", share, SHARES)):
        if value not in known:
            near = get_close_matches(str(value), known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; use one of {', '.join(known)}"
            raise ValueError(f"{name} should not be {value!r}{hint}")
    table = quotations.assign(voice=quotations[who].fillna(NO_PARTY).astype(str), group=_ALL)
    if by is not None:
        table["group"] = by.reindex(table["doc_id"].astype(str)).fillna("?").astype(str).to_numpy()
    parts = [_share_group(part, share, least, samples) for _, part in table.groupby("group", sort=True)]
    empty = pd.DataFrame(columns=["n", "of", "documents", "rate", "low", "high", "quotations", "words", "direct"])
    return pd.concat(parts) if parts else empty


def _share_group(table: pd.DataFrame, share: str, least: int, samples: int) -> pd.DataFrame:
    """The voices of one group of documents."""
    group = table["group"].iloc[0]
    counts = table["voice"].value_counts()
    rows = []
    for voice in counts.index[counts >= least]:
        own = table[table["voice"] == voice]
        rate = bootstrap_rates(_count(table, own, share), samples=samples).iloc[0]
        stances = own["stance"].value_counts()
        told = {
            "quotations": len(own),
            "words": int(own["words"].sum()),
            "direct": int((own["kind"] == "direct").sum()),
        }
        rows.append({"group": group, "voice": voice, **rate, **told, **{s: int(stances.get(s, 0)) for s in STANCES}})
    found = pd.DataFrame(rows, columns=None if rows else ["group", "voice"])
    order = "words" if share == "words" else "quotations"
    if rows:
        found = found.sort_values([order, "voice"], ascending=[False, True])
    return found.set_index(["group", "voice"])


def _count(table: pd.DataFrame, own: pd.DataFrame, share: str) -> pd.DataFrame:
    """For each document the numerator and the denominator of the rate."""
    weight = "words" if share == "words" else None
    base = table if share in ("quotations", "words") else own
    of = base.groupby("doc_id", observed=True)[weight].sum() if weight else base.groupby("doc_id", observed=True).size()
    if share not in ("quotations", "words"):
        own = own[own["kind" if share == "direct" else "stance"] == share]
    n = own.groupby("doc_id", observed=True)[weight].sum() if weight else own.groupby("doc_id", observed=True).size()
    return pd.DataFrame({"n": n.reindex(of.index, fill_value=0), "of": of})
