"""name_actors: the Arabic names that charts show for parties."""

from __future__ import annotations

import re

import pandas as pd

from helpers.framing import name_actors
from helpers.framing.gazetteer import load_gazetteer


def test_every_party_of_the_list_has_an_arabic_name_of_its_own():
    entries = [entry for entries in load_gazetteer().spellings.values() for entry in entries]
    parties = sorted({actor for entry in entries for actor in entry.actors})
    names = name_actors(parties)
    assert len(names) > 200
    assert not [party for party, name in names.items() if not re.fullmatch(r"[\u0621-\u0652 ]+", name)]
    assert not names[names.duplicated(keep=False)].to_dict()


def test_each_id_once_in_order_and_missing_ones_left_out():
    names = name_actors(pd.Series(["PSE", None, "EU", "PSE", "(no party)"]))
    assert names.to_dict() == {"PSE": "فلسطين", "EU": "الاتحاد الأوروبي", "(no party)": "(no party)"}
    assert name_actors([]).empty


def test_a_list_of_ones_own_names_its_own_parties(tmp_path):
    path = tmp_path / "own.csv"
    columns = "id,actor,kind,arabic,person,since,until,guard,office,note\n"
    path.write_text(columns + "a,CLUB,body,نادي القراء,,,,,,\nb,CLUB,body,النادي,,,,,,\n", "utf-8-sig")
    assert name_actors(["CLUB", "TUN"], lexicon=str(path)).to_dict() == {"CLUB": "نادي القراء", "TUN": "تونس"}
