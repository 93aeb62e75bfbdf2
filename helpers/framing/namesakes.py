"""Names that a document itself teaches: persons whom no list knows, introduced once beside their office."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helpers.framing.gazetteer import Entry, Gazetteer, Key, list_readings
from helpers.framing.mentions import Mention, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpers.framing.offices import Office

_INFLECTED = re.compile("^[يتنسوفبكلا]|(ها|هم|ه|ات|ت|ا|ين|ون)$")  # a verb, or a noun with an ending


def learn_names(
    text: Text, gazetteer: Gazetteer, stretches: Sequence[Mention | Office], offices: Sequence[Office]
) -> list[Mention]:
    """Mentions of the persons named beside `offices`, in full and later by surname.

    `stretches` are the words that are something else already.
    """
    reader = _Reader(text, gazetteer, {place for one in stretches for place in range(one.first, one.last + 1)})
    taught: dict[Key, Mention] = {}
    for office in offices:
        words = reader.read_after(office) or reader.read_before(office)
        if not words or reader.is_former(office, words):
            continue
        name = " ".join(text.cut(place) for place in words)
        entry = Entry(office.actors, "person", office=office.role)
        pattern = Mention(words[0], words[-1], "", entry, name)
        taught.setdefault(tuple(text.keys[place] for place in words), pattern)
        if reader.is_surname(words[-1]):
            taught.setdefault((text.keys[words[-1]],), pattern)
    return _find_taught(text, taught, reader.taken)


_HEADS = frozenset("وكاله منظمه جماعه حركه جبهه هييه هيءه هيئه".split())  # as keys; a bare «الوكالة» repeats a body
_TIMES = frozenset("الان اليوم الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت".split())


def repeat_bodies(text: Text, mentions: Sequence[Mention]) -> list[Mention]:
    """`mentions` with every bare «الوكالة», «الجماعة» that means the body so called before."""
    heads: dict[str, Mention] = {}
    starts = {mention.first: mention for mention in mentions}
    taken = {place for mention in mentions for place in range(mention.first, mention.last + 1)}
    found = list(mentions)
    for place, key in enumerate(text.keys):
        mention = starts.get(place)
        if mention is not None and mention.kind == "body":
            for word in (key, text.word(place - 1, beside=place)):
                heads.update(dict.fromkeys(_find_heads(word), mention))
        if place in taken:
            continue
        for before, rest in list_readings(key):
            head = rest.removeprefix("ال")
            if head not in _HEADS:
                continue
            following = text.word(place + 1, beside=place)
            alone = rest != head and (not following.startswith("ال") or following in _TIMES)
            if alone and head in heads:
                pattern = heads[head]
                found.append(Mention(place, place, before, pattern.entry, pattern.person))
            elif not alone and place + 1 not in starts:
                heads.pop(head, None)  # another one: «وكالة رويترز»
            break
    return sorted(found, key=lambda mention: (mention.first, mention.last))


def _find_heads(word: str) -> set[str]:
    return {rest.removeprefix("ال") for _, rest in list_readings(word)} & _HEADS if word else set()


class _Reader:
    """Tells a name from other words. `speaking` are the words that stand right after a verb of speech."""

    def __init__(self, text: Text, gazetteer: Gazetteer, taken: set[int]) -> None:
        self.text, self.words, self.taken = text, gazetteer.words, taken
        self.gazetteer = gazetteer
        self.speaking = {
            text.keys[place + 1]
            for place, key in enumerate(text.keys[:-1])
            if key in self.words["speech"] and text.joins(place, place + 1)
        }
        self.speaking |= {key for place, key in enumerate(text.keys) if ":" in (text.gap(place) or "")}

    def read_after(self, office: Office) -> list[int]:
        """The two or three words after an office that may be its holder's name."""
        text, place = self.text, office.last + 1
        while text.joins(office.last, place) and text.word(place) in self.words["title"]:
            place += 1
        words: list[int] = []
        while len(words) < 4 and text.joins(office.last, place) and self.is_name_word(place):
            if words and any(mark in (text.gap(place - 1) or "") for mark in "،,"):
                break
            words.append(place)
            place += 1
            particles = self.words["particle"]
            if len(words) >= 2 and text.keys[words[-1]] not in particles and text.word(place) not in particles:
                break
        return words if len(words) >= 2 else []

    def read_before(self, office: Office) -> list[int]:
        """The two words before an office that may be its holder's name, after a verb of speech or a title."""
        first = office.first - 2
        if office.before or first < 0 or not self.text.joins(first, office.first):
            return []
        before = self.text.word(first - 1, beside=first)
        led = not before or before in self.words["speech"] or before in self.words["title"]
        return [first, first + 1] if led and all(map(self.is_name_word, (first, first + 1))) else []

    def is_former(self, office: Office, words: list[int]) -> bool:
        """«وزير الخارجية الأسبق فلان», «فلان وزير الخارجية السابق»: no party speaks through him any more."""
        ends = (office.last, words[-1])
        beside = {self.text.word(end + 1, beside=end) for end in ends}
        return bool(beside & self.words["former"])

    def is_name_word(self, place: int) -> bool:
        """A word without endings, neither known, nor a verb of speech, nor a word of every day; or one that speaks."""
        word = self.text.word(place)
        if place in self.taken or len(word) < 2 or word.isdigit() or self.gazetteer.offices.get((word,)) is not None:
            return False
        if word in self.words["common"] or word in self.words["speech"]:
            return False
        if word.startswith(("وي", "وت")) and self.text.lemmas[place] not in (word, word[1:]):
            return False  # «ويصف»: and, then a verb
        if word.startswith("ال"):  # a surname with the article, after a given name
            return self.text.word(place - 1) in self.words["given"] | self.words["particle"]
        if word in self.words["given"] or {word, self.text.word(place + 1)} & self.speaking - self.words["common"]:
            return True
        return self.text.lemmas[place] == word or not _INFLECTED.search(word)

    def is_surname(self, place: int) -> bool:
        """Whether the last word of a name may stand for it alone: it is long enough, and means nothing else."""
        word = self.text.keys[place]
        kinds = {entry.kind for entry in self.gazetteer.spellings.get((word,), [])}
        return len(word) > 2 and word not in self.words["given"] and kinds <= {"demonym"}


def _find_taught(text: Text, taught: dict[Key, Mention], taken: set[int]) -> list[Mention]:
    found, place = [], 0
    first_words = {key[0] for key in taught}
    while place < len(text.keys):
        hit = None
        for before, rest in list_readings(text.keys[place]) if place not in taken else ():
            for length in (4, 3, 2, 1) if rest in first_words else ():
                pattern = taught.get((rest, *text.keys[place + 1 : place + length]))
                if pattern and len(text.keys) >= place + length and text.joins(place, place + length - 1):
                    hit = Mention(place, place + length - 1, before, pattern.entry, pattern.person)
                    break
            if hit:
                break
        if hit:
            found.append(hit)
        place = hit.last + 1 if hit else place + 1
    return found
