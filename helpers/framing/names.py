"""Arabic names of parties for tables and charts: states from babel's CLDR, bodies from the list of actors."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pandas as pd

from helpers.framing.gazetteer import list_state_names
from helpers.lexicons import load_lexicon

# Where the CLDR's name is too long for a chart or not the newspapers', or the list begins with a variant.
SHORT = {
    "ARE": "الإمارات",
    "GBR": "بريطانيا",
    "MB": "الإخوان المسلمون",
    "MEK": "مجاهدو خلق",
    "OIC": "منظمة التعاون الإسلامي",
    "P5+1": "مجموعة خمسة زائد واحد",
    "PSE": "فلسطين",
    "SAU": "السعودية",
}


def name_actors(ids: Iterable[str], *, lexicon: str = "actors") -> pd.Series:
    """Return the Arabic name of each party, indexed by its id (each id once, in order of first appearance).

    Parameters
    ----------
    ids : iterable of str
        ISO alpha-3 codes, UN, EU, NATO, HAMAS …; missing ones are left out.
    lexicon : str
        Name of a list of actors, or path of your own CSV: the first name or body that a row gives to a party alone is
        the one shown, unless it is a state.

    Returns
    -------
    Series
        Named "name". An id that nothing names stands for itself.

    Notes
    -----
    States bear the names of the Unicode CLDR, but for those of `SHORT`. A name stands for all that the list counts to
    the party: «الصين» is also Beijing and the ministers of China.

    Examples
    --------
    >>> name_actors(["CHN", "UN", "CHN", "XYZ"]).to_dict()
    {'CHN': 'الصين', 'UN': 'الأمم المتحدة', 'XYZ': 'XYZ'}
    """
    wanted = list(dict.fromkeys(str(id_) for id_ in ids if not pd.isna(id_)))
    names = _list_names(lexicon)
    return pd.Series([names.get(id_, id_) for id_ in wanted], index=wanted, name="name", dtype=object)


@cache
def _list_names(lexicon: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for row in load_lexicon(lexicon):
        if row["kind"] in ("name", "body") and " " not in row["actor"]:
            names.setdefault(row["actor"], row["arabic"])
    return names | dict(list_state_names()) | SHORT
