"""The names `helpers.framing.actors` looks for: rows of the lists, babel's states, and what follows by rule."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global

from helpers.lexicons import load_lexicon
from helpers.text import STRONG, normalise_text

Key = tuple[str, ...]
KINDS = ("name", "demonym", "metonym", "person", "office", "body", "place")
# When a spelling holds. exact: without derived endings; named: after the full name in the document, or a title right
# before; cued: after «في», «أزمة» …; company: where the document names the party otherwise; place: only a place.
GUARDS = ("", "exact", "named", "cued", "company", "place")
CONTEXTS: Key = (
    "office",
    "outlet",
    "title",
    "former",
    "next",
    "deputy",
    "given",
    "particle",
    "speech",
    "common",
    "link",
)
CONTEXTS += ("place", "motion", "venue", "visit", "matter", "tie", "city", "cue", "finance")  # kinds of ``offices.csv``
_WITHDRAWN = {"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR", "XKK"}  # codes of states that are no more; Kosovo is XKX
_NO_STATES = {"AC", "AQ", "BV", "CP", "DG", "EA", "EU", "EZ", "HM", "IC", "IO", "QO", "TA", "TF", "UM", "UN", "ZZ"}
_SOUNDS = str.maketrans({"غ": "ج", "ق": "ج", "ك": "ج", "گ": "ج", "ط": "ت", "ث": "ت", "ز": "س", "ص": "س", "ض": "د"})
_SOUNDS |= str.maketrans({"ذ": "د", "ڤ": "ف", "پ": "ب", "چ": "ج", "ظ": "د"})
_WEAK = re.compile("[اويىهةءع]")


@dataclass(frozen=True)
class Entry:
    """What a spelling stands for. `actors` may be several («الكوريتان») or none (a phrase that names no party)."""

    actors: Key
    kind: str
    guard: str = ""
    person: str = ""
    office: str = ""
    since: str = ""
    until: str = ""


@dataclass
class Gazetteer:
    """Every spelling, as a tuple of normalised words, with what it may stand for."""

    spellings: dict[Key, list[Entry]] = field(default_factory=dict)
    sounds: dict[str, list[tuple[str, Entry]]] = field(default_factory=dict)  # persons by their consonants
    persons: dict[str, str] = field(default_factory=dict)  # slug to full name
    terms: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)  # (actor, office) to its holders
    dates: dict[str, list[Entry]] = field(default_factory=dict)  # slug to the terms of office
    offices: dict[Key, str] = field(default_factory=dict)  # spelling to role
    words: dict[str, frozenset[str]] = field(default_factory=lambda: defaultdict(frozenset))  # title, former, given …
    seen: dict[str, tuple[tuple, tuple]] = field(default_factory=dict)  # what `list_beginnings` found before
    homes: dict[str, str] = field(default_factory=dict)  # outlet to its country
    beginnings: set[str] = field(default_factory=set)  # first words of spellings and offices
    sound_beginnings: set[str] = field(default_factory=set)  # every beginning of the consonants of a name

    def list_beginnings(self, word: str) -> tuple[tuple, tuple]:
        """The (proclitics, rest) of a word that may begin a spelling or office; those that may begin it by sound."""
        if word not in self.seen:
            readings = list_readings(word)
            spelled = tuple(one for one in readings if one[1] in self.beginnings)
            plain = (one for one in readings if not one[1].startswith("ال"))
            self.seen[word] = spelled, tuple(one for one in plain if sound(one[1]) in self.sound_beginnings)
        return self.seen[word]


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The key under which a word is looked up: `helpers.text.STRONG`."""
    return normalise_text(word, steps=STRONG)


@lru_cache(maxsize=200_000)
def list_readings(word: str) -> tuple[tuple[str, str], ...]:
    """(proclitics, rest) of a normalised word, the whole word first: و ف, then ب ك ل, then لل for ل + ال.

    >>> list_readings("وللصين")[:2], list_readings("ببكين")[:2]
    ((('', 'وللصين'), ('و', 'للصين')), (('', 'ببكين'), ('ب', 'بكين')))
    """
    found = [("", word)]
    if word[:1] in ("و", "ف") and len(word) > 2:
        found.append((word[0], word[1:]))
    for before, rest in list(found):
        if rest.startswith("لل") and len(rest) > 3:
            found.append((before + "ل", "ال" + rest[2:]))
        if rest[:1] in ("ب", "ك", "ل") and len(rest) > 3:
            found.append((before + rest[0], rest[1:]))
    return tuple(found)


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """The consonants of a word of a foreign name, by which its spellings are one.

    >>> sound("جينبينج") == sound("جين") + sound("بينغ") and sound("سيرغي") == sound("سيرجى")
    True
    """
    return _WEAK.sub("", word.translate(_SOUNDS))


def list_state_names() -> Iterator[tuple[str, str]]:
    """(alpha-3, Arabic name) of the states and territories in babel's CLDR.

    >>> dict((name, code) for code, name in list_state_names())["الصين"]
    'CHN'
    """
    aliases = get_global("territory_aliases")
    named = {old: new for old, new in aliases.items() if len(old) == 3 and old.isalpha() and len(new) == 1}
    codes = {new[0]: old for old, new in named.items() if old not in _WITHDRAWN}
    for short, name in Locale("ar").territories.items():
        if len(short) == 2 and short in codes and short not in _NO_STATES:
            yield codes[short], re.sub(r"\s*\(.*?\)", "", name).replace(" - ", " ")


def derive_demonyms(name: str) -> Iterator[str]:
    """The adjectives of a state of one word, in every gender, number and case, with and without the article, as keys.

    >>> forms = list(derive_demonyms("روسيا"))
    >>> [fold(word) in forms for word in ("روسي", "الروسية", "الروسيين")]
    [True, True, True]
    """
    stem = fold(name.removeprefix("ال"))
    stem = re.sub("(?<=..)(يا|ا|ه)$", "", stem)
    if not stem.endswith("ي"):
        yield from inflect(stem + "ي")


def inflect(adjective: str) -> Iterator[str]:
    """An adjective in ي with its endings; the feminine's ة stands as ه, as in every key."""
    for ending in ("", "ه", "ون", "ين", "ان", "تان", "تين", "ات", "ا"):
        yield adjective + ending
        yield "ال" + adjective + ending


@cache
def load_gazetteer(lexicon: str = "actors") -> Gazetteer:
    """The gazetteer of a list of actors (name of a list, or path of a CSV) and of the list of offices."""
    gazetteer = Gazetteer()
    rows = load_lexicon(lexicon, allowed={"kind": KINDS, "guard": GUARDS})
    own = {(fold(row["arabic"]),) for row in rows if row["kind"] in ("name", "place")}
    for row in rows:
        _add_row(gazetteer, row)
    names = [(row["arabic"], tuple(row["actor"].split())) for row in rows if row["kind"] == "name" and not row["guard"]]
    for code, name in list_state_names():
        key = tuple(map(fold, name.split()))
        if key not in own:
            _add(gazetteer, key, Entry((code,), "name"))
            names.append((name, (code,)))
    for name, actors in names:
        for word in derive_demonyms(name) if " " not in name else ():
            if (word,) not in gazetteer.spellings:
                _add(gazetteer, (word,), Entry(actors, "demonym"))
    for row in load_lexicon("offices", allowed={"kind": CONTEXTS}):
        key = tuple(map(fold, row["arabic"].split()))
        if row["kind"] == "office":
            gazetteer.offices.setdefault(key, row["role"])
        elif row["kind"] == "outlet":
            gazetteer.homes[" ".join(key)] = row["role"]
        else:
            gazetteer.words[row["kind"]] = gazetteer.words.get(row["kind"], frozenset()) | {" ".join(key)}
    gazetteer.beginnings = {key[0] for key in (*gazetteer.spellings, *gazetteer.offices)}
    return gazetteer


def _add_row(gazetteer: Gazetteer, row: dict[str, str]) -> None:
    key = tuple(map(fold, re.split(r"[\s-]+", row["arabic"])))
    dates = (row["office"], row["since"], row["until"])
    entry = Entry(tuple(row["actor"].split()), row["kind"], row["guard"], row["person"], *dates)
    if row["kind"] == "demonym" and row["guard"] != "exact":
        for words in _inflect_phrase(key):
            _add(gazetteer, words, entry)
        return
    _add(gazetteer, key, entry)
    if row["kind"] == "person":
        _add_person(gazetteer, key, row["arabic"], entry)


def _inflect_phrase(key: Key) -> Iterator[Key]:
    """«كوري شمالي» with its endings: both words alike, or the first alone («كوريا شمالي» is not said)."""
    columns = [list(inflect(word)) for word in key]
    yield from zip(*columns, strict=True)


def _add_person(gazetteer: Gazetteer, key: Key, name: str, entry: Entry) -> None:
    gazetteer.persons.setdefault(entry.person, name)
    gazetteer.dates.setdefault(entry.person, []).append(entry)
    for actor in entry.actors if entry.office else ():
        holders = gazetteer.terms.setdefault((actor, entry.office), [])
        if not any((one.person, one.since) == (entry.person, entry.since) for one in holders):
            holders.append(entry)
    consonants = "".join(map(sound, key))
    if len(key) > 1 and not entry.guard and len(consonants) > 4:
        gazetteer.sounds.setdefault(consonants, []).append(("".join(key), entry))
        gazetteer.sound_beginnings |= {consonants[:length] for length in range(1, len(consonants) + 1)}


def _add(gazetteer: Gazetteer, key: Key, entry: Entry) -> None:
    entries = gazetteer.spellings.setdefault(key, [])
    if not any((one.actors, one.person, one.guard) == (entry.actors, entry.person, entry.guard) for one in entries):
        entries.append(entry)
