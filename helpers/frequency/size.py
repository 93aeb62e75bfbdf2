"""Is there enough text for a measure? Said before it is computed, in one table."""

from __future__ import annotations

import pandas as pd

from helpers.frequency.collocations import FEW_PAIRS
from helpers.frequency.dispersion import FEW_PARTS
from helpers.frequency.growth import FEW_PERIODS
from helpers.frequency.keyness import FEW_DOCUMENTS
from helpers.frequency.laws import FEW_WORDS

FEW_WORDS_TO_COUNT = 200


def check_size(tokens: pd.DataFrame, *, by: pd.Series | None = None, dates: pd.Series | None = None) -> pd.DataFrame:
    """Return, for each kind of measure, what it needs, what there is, and whether that is enough.

    Parameters
    ----------
    tokens : DataFrame
        A tokens table.
    by : Series, optional
        Indexed by doc_id: the groups to be compared, for example ``documents["outlet"]``.
    dates : Series, optional
        Indexed by doc_id: when each document was published.

    Returns
    -------
    DataFrame
        Indexed by measure (counts, laws, keyness, collocations, dispersion, growth): needs, least, found, enough.

    Notes
    -----
    The least numbers are rules of thumb below which the measures warn, or give no figure; above them an interval
    says how much a figure is worth.

    Examples
    --------
    >>> from helpers.frequency.example import make_tokens
    >>> sizes = check_size(make_tokens({"a": "قمة بكين"}))
    >>> sizes.reset_index().to_dict("records")[0]
    {'measure': 'counts', 'needs': 'words', 'least': 200, 'found': 2, 'enough': False}
    """
    documents = tokens["doc_id"].nunique()
    groups = by.dropna().value_counts() if by is not None else pd.Series(dtype=int)
    months = 0 if dates is None else dates.dropna().dt.to_period("M").nunique()
    rows = {
        "counts": ("words", FEW_WORDS_TO_COUNT, len(tokens)),
        "laws": ("words", FEW_WORDS, len(tokens)),
        "keyness": (
            f"groups of {FEW_DOCUMENTS} documents, compared with as many others",
            2,
            int(((groups >= FEW_DOCUMENTS) & (groups.sum() - groups >= FEW_DOCUMENTS)).sum()),
        ),
        "collocations": ("words", FEW_PAIRS, len(tokens)),
        "dispersion": ("documents", FEW_PARTS, documents),
        "growth": ("months", FEW_PERIODS, months),
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["needs", "least", "found"]).rename_axis("measure")
    return table.assign(enough=table["found"] >= table["least"])
