"""Where a spelling of the gazetteer stands in one document, and which of its readings holds there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

import pandas as pd

from helpers.framing.gazetteer import Entry, Gazetteer, Key, fold, list_readings, sound

LONGEST = 7  # words of a spelling
LONGEST_PERSON = 5
ALIKE = 0.8  # share of letters that two spellings with the same consonants have in common
_BREAK = re.compile(r"[.!?؟؛:;()\[\]\n…]")
_SON_OF = ("بن", "ابن", "بنت")
_MINISTERS = ("foreign", "defence", "minister")


@dataclass(frozen=True)
class Mention:
    """A stretch of words that names a party; `before` are the proclitics of its first word."""

    first: int
    last: int
    before: str
    entry: Entry
    person: str = ""
    is_party: bool = True

    @property
    def kind(self) -> str:
        return self.entry.kind


class Text:
    """The words of one document as keys, with what stands between them."""

    def __init__(self, rows: pd.DataFrame, document: pd.Series) -> None:
        title, text, published = (document[name] for name in ("title", "text", "published"))
        self.keys = [fold(form) for form in rows["form"]]
        self.lemmas = [fold(lemma) for lemma in rows["lemma"]]
        self.sentences = rows["sentence"].tolist()
        self.starts, self.ends = rows["start"].tolist(), rows["end"].tolist()
        self.parts = (title if isinstance(title, str) else "", text if isinstance(text, str) else "")
        self.outlet = " ".join(map(fold, str(document["outlet"]).split()))
        self.day = "" if pd.isna(published) else str(pd.Timestamp(published).date())

    def gap(self, place: int) -> str | None:
        """What is printed between a word and the next one; nothing (None) at the end of a sentence."""
        if place < 0 or place + 1 >= len(self.keys) or self.sentences[place] != self.sentences[place + 1]:
            return None
        return self.parts[self.sentences[place] > 0][self.ends[place] : self.starts[place + 1]]

    def joins(self, first: int, last: int) -> bool:
        """Whether no stop, bracket or colon parts the words."""
        gaps = [self.gap(place) for place in range(first, last)]
        return all(gap is not None and not _BREAK.search(gap) for gap in gaps)

    def cut(self, place: int) -> str:
        """A word as printed."""
        return self.parts[self.sentences[place] > 0][self.starts[place] : self.ends[place]]

    def word(self, place: int, *, beside: int | None = None) -> str:
        """The key at `place`; empty where `beside` stands in another sentence."""
        if not 0 <= place < len(self.keys):
            return ""
        return "" if beside is not None and self.sentences[place] != self.sentences[beside] else self.keys[place]


def find_mentions(text: Text, gazetteer: Gazetteer) -> list[Mention]:
    """Every mention in a document, the longest spelling at each place, each with its one reading."""
    found = list(_scan(text, gazetteer))
    named: set = {entry.person for place in found for entry in place[3] if entry.kind == "person" and not entry.guard}
    named |= {
        entry.actors
        for place in found
        for entry in place[3]
        if entry.guard == "cued" and _is_cued(text, gazetteer, place)
    }
    fits = [(*place[:3], _keep_fitting(text, gazetteer, place, named)) for place in found]
    fits = _drop_surnames(text, found, fits)
    company = Counter(
        actor
        for _, _, _, entries in fits
        if len({e.actors for e in entries}) == 1
        for actor in entries[0].actors
        if entries[0].guard != "company"
    )
    mentions = []
    for first, last, before, entries in fits:
        entry = _choose(entries, company, text.day)
        if entry is not None and entry.actors:
            mentions.append(Mention(first, last, before, entry, gazetteer.persons.get(entry.person, "")))
    return mentions


Place = tuple[int, int, str, list[Entry]]


def _drop_surnames(text: Text, found: list[Place], fits: list[Place]) -> list[Place]:
    """Without the later «التركي» of a man introduced as «منصور التركي»: where no noun with the article precedes it."""
    surnames = {
        text.keys[place[0]]
        for place, fit in zip(found, fits, strict=True)
        if not fit[3] and place[3][0].kind == "demonym" and place[0] == place[1]
    }
    return [
        (first, last, before, [] if text.keys[first] in surnames and not _agrees(text, first) else entries)
        for first, last, before, entries in fits
    ]


def _agrees(text: Text, place: int) -> bool:
    """Whether a noun with the article, or a mention's adjective, stands before."""
    return any(rest.startswith("ال") for _, rest in list_readings(text.word(place - 1, beside=place)))


def _scan(text: Text, gazetteer: Gazetteer) -> Iterator[Place]:
    place = 0
    while place < len(text.keys):
        if text.cut(place).removeprefix("و") == "بأن":  # «that», no name
            place += 1
            continue
        found = _match_spelling(text, gazetteer, place)
        heard = _match_sound(text, gazetteer, place)
        if heard and (not found or heard[1] > found[1]):
            found = heard
        if found:
            yield found
        place = found[1] + 1 if found else place + 1


def _match_spelling(text: Text, gazetteer: Gazetteer, place: int) -> Place | None:
    readings = gazetteer.list_beginnings(text.keys[place])[0]
    for length in range(LONGEST if readings else 0, 0, -1):
        following = tuple(text.keys[place + 1 : place + length])
        if len(following) < length - 1:
            continue
        for before, rest in readings:
            entries = gazetteer.spellings.get((rest, *following))
            if entries and text.joins(place, place + length - 1):
                return place, place + length - 1, before, entries
    return None


def _match_sound(text: Text, gazetteer: Gazetteer, place: int) -> Place | None:
    """A full name of a person in a spelling that no list has: the same consonants, most letters the same."""
    for before, rest in gazetteer.list_beginnings(text.keys[place])[1]:
        words, consonants = [rest], sound(rest)
        for last in range(place + 1, min(place + LONGEST_PERSON, len(text.keys))):
            words.append(text.keys[last])
            consonants += sound(words[-1])
            if consonants not in gazetteer.sound_beginnings or words[-1].startswith(("ال", "وال")):
                break
            entry = _find_alike("".join(words), gazetteer.sounds.get(consonants, []))
            if entry and text.joins(place, last):
                return place, last, before, [entry]
    return None


def _find_alike(name: str, known: list[tuple[str, Entry]]) -> Entry | None:
    for spelling, entry in known:
        if SequenceMatcher(None, spelling, name, autojunk=False).ratio() >= ALIKE:
            return entry
    return None


# ------------------------------------------------------------------ guards


def _is_cued(text: Text, gazetteer: Gazetteer, found: Place) -> bool:
    """Whether a word leads to a country: «في مالي», «ازمة مالي»."""
    return found[2][-1:] in ("ب", "ل") or text.word(found[0] - 1, beside=found[0]) in gazetteer.words["cue"]


def _keep_fitting(text: Text, gazetteer: Gazetteer, found: Place, named: set) -> list[Entry]:
    first, last, before, entries = found
    kept = [entry for entry in entries if _fits(text, gazetteer, found, entry, named)]
    if first == last and kept and kept[0].kind == "demonym" and text.word(last + 1, beside=last) in _SON_OF:
        return []  # «تركي بن فلان»: a given name
    if first == last and kept and _follows_given_name(text, gazetteer, first, kept[0], before):
        return []
    return kept


def _fits(text: Text, gazetteer: Gazetteer, found: Place, entry: Entry, named: set) -> bool:
    first = found[0]
    if entry.guard == "named":
        return entry.person in named or _has_title(text, gazetteer, first, entry)
    if entry.guard == "cued":
        beside = text.word(first - 1, beside=first)
        return _is_cued(text, gazetteer, found) or (entry.actors in named and beside not in gazetteer.words["finance"])
    return True


def _has_title(text: Text, gazetteer: Gazetteer, first: int, entry: Entry) -> bool:
    """Whether the word before is the title of the person's own office (الرئيس شي)."""
    for _, rest in list_readings(text.word(first - 1, beside=first)):
        role = gazetteer.offices.get((rest,))
        if role and rest.startswith("ال") and role in (entry.office, "minister" if entry.office in _MINISTERS else ""):
            return True
    return False


def _follows_given_name(text: Text, gazetteer: Gazetteer, first: int, entry: Entry, before: str) -> bool:
    """A surname like «التركي» after a given name (منصور التركي) is no adjective, and no other man of that surname."""
    if before or entry.kind not in ("demonym", "person") or text.gap(first - 1) not in (" ", " «", ' "'):
        return False
    if entry.kind == "demonym" and not text.keys[first].startswith("ال"):
        return False
    rests = {rest for _, rest in list_readings(text.word(first - 1, beside=first))}
    if text.cut(first - 1) == "على":  # on, not Ali
        return False
    if entry.kind == "demonym" and text.keys[first].endswith(("ه", "ون", "ين")):
        return False
    return bool(rests & gazetteer.words["given"])


def _keeps_company(actor: str, company: Counter) -> bool:
    """Whether a document speaks of a party; of an opposition too, where it speaks of no state more than of its own."""
    state = actor.removesuffix("-OPP")
    return bool(company[actor]) or (state != actor and company[state] > 0 and company[state] == max(company.values()))


def _choose(entries: Iterable[Entry], company: Counter, day: str) -> Entry | None:
    """Of several readings the one whose party the document speaks of most, then the one in office that day."""
    fitting = [entry for entry in entries if entry.guard != "company" or _keeps_company(entry.actors[0], company)]
    if not fitting:
        return None

    def weigh(entry: Entry) -> tuple[bool, int, bool]:
        named = entry.guard == "named"  # in full elsewhere in the document
        return (named, max((company[actor] for actor in entry.actors), default=0), holds_office(entry, day))

    return max(fitting, key=weigh)


def holds_office(entry: Entry, day: str, *, slack: int = 0) -> bool:
    """Whether a dated entry holds on a day (YYYY-MM-DD), give or take `slack` days; without a day, if it has no end."""
    if not day:
        return not entry.until
    early, late = (str(date.fromisoformat(day) + timedelta(days=days)) for days in (slack, -slack))
    return (not entry.since or entry.since <= early) and (not entry.until or late <= entry.until)


def match_office(text: Text, gazetteer: Gazetteer, place: int) -> tuple[int, str, str, Key] | None:
    """(last word, proclitics, role, spelling) of the longest office that begins at `place`."""
    readings = gazetteer.list_beginnings(text.keys[place])[0]
    for length in range(LONGEST if readings else 0, 0, -1):
        following = tuple(text.keys[place + 1 : place + length])
        for before, rest in readings:
            role = gazetteer.offices.get((rest, *following))
            if role and len(following) == length - 1 and text.joins(place, place + length - 1):
                return place + length - 1, before, role, (rest, *following)
    return None
