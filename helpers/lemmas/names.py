"""Names, which a lemmatiser must not touch: from the gazetteer of actors and from babel's territories."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import cache
from pathlib import Path

from helpers.lexicons import FOLDER, load_lexicon
from helpers.text import STANDARD, normalise_text, unify_alef

GAZETTEER = FOLDER / "actors.csv"


def list_names(known: Mapping[str, str], common: Container[str], *, gazetteer: Path = GAZETTEER) -> dict[str, str]:
    """Return the single words to guard as names, each with its lemma: itself, with its hamza if it has one.

    Parameters
    ----------
    known : mapping of words to lemmas
        What the dictionary knows.
    common : words
        Those of them that are more than rare. A word that stands only inside longer names (بيونغ يانغ, وانغ يي) is
        guarded if it is not among these: شي and لي are words by themselves, and lemmas are found without looking at the
        neighbours. In names that are not of persons (where عواصم may stand) any known word counts.

    Notes
    -----
    Entries with the article (الصين) are left to the dictionary: guarding them costs accuracy, because the article is
    then a part of the name in one place and not in another. Words of two letters and entries whose column `guard`
    is filled are not guarded alone. A name printed without its hamza (اوباما) has the lemma of the one with it.
    """
    names: set[str] = set()
    for name, kind, guarded in _read_names(gazetteer):
        words, spared = name.split(), common if kind == "person" else known
        alone = len(words) == 1 and not guarded
        names.update(word for word in words if len(word) > 2 and (alone or word not in spared))
    spellings: dict[str, str] = {}
    for name in sorted(names, key=lambda name: (unify_alef(name) == name, name)):  # those with a hamza first
        spellings.setdefault(unify_alef(name), name)
    lemmas = {}
    for name in sorted(names):
        listed = known.get(name, "")
        same = normalise_text(listed, steps=STANDARD) == normalise_text(name, steps=STANDARD)
        if not name.startswith("ال"):
            lemmas[name] = listed if same else spellings[unify_alef(name)]
    return lemmas


@cache
def _read_names(gazetteer: Path) -> list[tuple[str, str, bool]]:
    """Each name with its kind, and whether the gazetteer warns of it."""
    from babel import Locale

    names = [(name, "name", False) for name in Locale("ar").territories.values()]
    if gazetteer.exists():
        rows = [row for row in load_lexicon(gazetteer) if row["kind"] in ("name", "person", "metonym")]
        names += [(row["arabic"], row["kind"], bool(row.get("guard"))) for row in rows]
    return names
