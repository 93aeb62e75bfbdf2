"""What one document says about persons: their names, offices and parties, and who spoke last."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.media import find_owner
from helpers.framing.quotations.naming import bare, cut_name, end_apposed, is_plain_name, print_party, print_words
from helpers.framing.quotations.parties import choose_actor
from helpers.framing.quotations.sentence import Actor, Sentence
from helpers.framing.quotations.spans import end_phrase
from helpers.text import STANDARD, normalise_text


class Speaker(NamedTuple):
    """A party to whom words are given: `name` as fully as known, its `actor` ("" for none)."""

    name: str
    actor: str
    feminine: bool = False
    plural: bool = False
    head: str = ""  # the first word of what the sentence called him: «مكتب» of «مكتب بان كي مون»


@dataclass
class Person:
    """Somebody the document names: `keys` are the words of the name, `titles` those of the offices beside it."""

    name: str
    actor: str
    keys: tuple[str, ...]
    titles: set[str] = field(default_factory=set)
    private: bool = False  # a former official, or a private voice


def _rank(person: Person) -> tuple[bool, int]:
    return bool(person.actor), len(person.keys)


class Memory:
    """What a document has said so far about its speakers."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = list(people)
        self.last: list[Speaker] = []
        self.group: list[Speaker] = []  # the last joint speakers
        self.topic: Speaker | None = None  # whom the sentence before was about, if it reported nothing
        self.state: Speaker | None = None  # the state that acts in the sentence before
        self.named: list[tuple[Speaker, bool]] = []  # parties named in the sentences just before, and if by a person
        self.opposition = ""  # whom «المعارضة» means in this document
        self.papers: dict[str, Speaker] = {}  # «وثيقة», «إخطار»: who issued it, where the document says so
        self.heads: dict[str, Speaker] = {}  # «وكالة», «وزارة»: the first body of a party so called

    def learn(self, speaker: Speaker) -> Speaker:
        """Remember the name and party of a speaker found by the words of the sentence."""
        keys = tuple(normalise_text(speaker.name, steps=STANDARD).split())
        if 2 <= len(keys) <= 5:
            self.people.append(Person(speaker.name, speaker.actor, keys))
        return speaker

    def find_person(self, keys: tuple[str, ...]) -> Person | None:
        """The person of the fullest name that holds all of `keys`, the family name as its last."""
        best = None
        for person in self.people:
            if set(keys) <= set(person.keys) and (best is None or _rank(person) > _rank(best)):
                best = person
        return best

    def is_private(self, name: str) -> bool:
        """Whether the document calls a person a former official."""
        return any(person.private for person in self.people if person.name == name)

    def find_titled(self, titles: set[str], actor: str) -> Person | None:
        """The person last named beside the words of an office."""
        for person in reversed(self.people):
            if titles and titles <= person.titles and (not actor or actor == person.actor):
                return person
        return None


def gather_people(sentences: list[Sentence], speaks: Callable[[str], bool] = lambda word: False) -> list[Person]:
    """Everybody named with a title in a document, and every person the actors table knows.

    `speaks` tells the verbs of speech, before which a name ends.
    """
    people: dict[tuple[str, ...], Person] = {}
    _restore_parties(sentences)
    printed = _find_fullest(sentences)
    for sentence in sentences:
        sentence.actors = [actor._replace(person=printed.get(actor.person, actor.person)) for actor in sentence.actors]
        for actor in sentence.actors:
            if actor.kind == "person" and actor.person:
                titles = _titles_round(sentence, actor)
                _add(people, actor.person, actor.actor, titles, private=not actor.actor or bool(lists.FORMER & titles))
        for place, word in enumerate(sentence.words):
            if lists.drop_and(word) in lists.TITLES or (word[0] in "بل" and word[1:] in lists.TITLES):
                if place and sentence.words[place - 1] in lists.TITLES:
                    continue
                end = end_phrase(sentence, place, min(len(sentence), place + 16), governed=True)
                end = next((far for far in range(place + 1, end) if speaks(sentence.words[far])), end)
                name, first, stop = cut_name(sentence, place, end)
                if not name and end < len(sentence) and "،" in sentence.gap(end):
                    first, stop = end, end_apposed(sentence, end)  # «وزير الخارجية الإيراني، فلان الفلاني،»
                    name = print_words(sentence, first, stop)
                if name and not sentence.actors_in(first, stop) and is_plain_name(sentence, first, stop):
                    alone = lists.FORMER | lists.PRIVATE if first == end else lists.FORMER
                    former = not alone.isdisjoint(sentence.words[place:first])
                    actor_id = choose_actor(sentence, place, end)
                    _add(people, name, actor_id, set(sentence.words[place:first]), private=former)
    return list(people.values())


def _restore_parties(sentences: list[Sentence]) -> None:
    """Let a document say more of persons than the list does: another man of that surname, an office held just then."""
    told: dict[str, str] = {}
    for sentence in sentences:
        sentence.actors = [actor for actor in sentence.actors if not _is_namesake(sentence, actor)]
        for before, actor in pairwise(sentence.actors):
            beside = before.last == actor.first - 1 and before.kind in ("office", "body")
            if actor.kind == "person" and not actor.actor and beside and before.actor:
                told.setdefault(actor.person, before.actor)  # «وزير الدفاع المصري فلان», by the list of other years
    for sentence in sentences:
        sentence.actors = [
            actor._replace(actor=told[actor.person]) if actor.kind == "person" and actor.person in told else actor
            for actor in sentence.actors
        ]


def _is_namesake(sentence: Sentence, actor: Actor) -> bool:
    """«كيم مين سوك، الناطق باسم …»: another man, whose full name only begins like the surname of a known one."""
    if actor.kind != "person" or actor.last > actor.first:
        return False
    end = end_phrase(sentence, actor.first, len(sentence), governed=True)
    closed = end < len(sentence) and "،" in sentence.gap(end) and sentence.words[end] in lists.TITLES
    rest = sentence.words[actor.last + 1 : end]
    plain = not any(word in lists.TITLES | lists.TIME or word.startswith("ال") for word in rest)
    return closed and plain and len(rest) == _REST_OF_NAME and not sentence.actors_in(actor.last + 1, end)


_REST_OF_NAME = 2


def gather_heads(sentences: list[Sentence]) -> dict[str, Speaker]:
    """The first agency, ministry, party … of each kind that is named in full."""
    heads: dict[str, Speaker] = {}
    for sentence in sentences:
        for actor in sentence.actors:
            head = lists.find_head(sentence.words[actor.first])
            if actor.kind in ("body", "office") and head in ONCE_MORE | BODIES_AGAIN and actor.last > actor.first:
                heads.setdefault(head, Speaker(print_party(sentence, actor), actor.actor))
        for place, word in enumerate(sentence.words):
            head = lists.find_head(word)
            if head in _PRESS and not word.startswith("ال"):
                end = end_phrase(sentence, place, min(len(sentence), place + 6), governed=True)
                if end - place > 1:
                    owner = find_owner(sentence.words[place:end], choose_actor(sentence, place, end), sentence.home)
                    heads.setdefault(head, Speaker(print_words(sentence, place, end), owner))
            if head in BODIES_AGAIN and head not in heads and sentence.actor_at(place) is None:
                end = end_phrase(sentence, place, min(len(sentence), place + 9))
                party = choose_actor(sentence, place, end)
                if party and end - place > 1:
                    name = print_words(sentence, place, end)
                    heads[head] = Speaker(name if word.startswith(head) else name.removeprefix("و"), party)
    return heads


_PRESS = frozenset("وكالة صحيفة مجلة قناة".split())


_PAPERS = frozenset("وثيقة مذكرة برقية اخطار احصائيات احصاءات".split())
_ISSUED = frozenset("صادر صادرة الصادر الصادرة موجه موجهة الموجهة اصدرته اصدرتها نشر نشرته نشرتها".split())


def find_paper(word: str) -> str:
    """«والوثيقة»، «الإخطاران»: the kind of paper that is meant; empty for any other word."""
    head = bare(word)
    return next((paper for paper in (head, head.removesuffix("ان")) if paper in _PAPERS), "")


def gather_papers(sentences: list[Sentence]) -> dict[str, Speaker]:
    """The issuer of the first paper of each kind: «مذكرة موجهة من سفارة …»، «الإخطار الذي نشر في …»."""
    papers: dict[str, Speaker] = {}
    for sentence in sentences:
        for place, word in enumerate(sentence.words):
            if find_paper(word):
                near = range(place + 1, min(place + 8, len(sentence)))
                issued = next((far for far in near if sentence.words[far] in _ISSUED), len(sentence))
                for actor in sentence.actors_in(issued + 1, issued + 7)[:1]:
                    if actor.kind != "place":
                        papers.setdefault(find_paper(word), Speaker(print_party(sentence, actor), actor.actor))
    return papers


def list_named(sentence: Sentence, end: int) -> list[tuple[Speaker, bool]]:
    """The parties that a sentence names before word `end`, in order, each with whether a person stands for it."""
    kept = [actor for actor in sentence.actors_in(0, end) if actor.actor and actor.kind not in ("place", "demonym")]
    return [
        (Speaker(actor.person or print_words(sentence, actor.first, actor.last + 1), actor.actor), bool(actor.person))
        for actor in kept
    ]


def _add(
    people: dict[tuple[str, ...], Person], name: str, actor: str, titles: set[str], *, private: bool = False
) -> None:
    keys = tuple(normalise_text(name, steps=STANDARD).split())
    person = people.setdefault(keys, Person(name, actor, keys))
    person.titles |= {bare(title) for title in titles}
    person.private = person.private or private
    person.actor = "" if person.private else person.actor or actor


def _find_fullest(sentences: list[Sentence]) -> dict[str, str]:
    """For each person of the actors table the fullest name that this document prints."""
    fullest: dict[str, str] = {}
    for sentence in sentences:
        for actor in sentence.actors:
            if actor.kind == "person" and actor.person:
                name = print_words(sentence, actor.first, actor.last + 1)
                first = sentence.words[actor.first]
                if first[:1] in "وبلف" and not actor.person.startswith(first[:1]):
                    name = name[1:]
                if len(name.split()) > len(fullest.get(actor.person, "").split()):
                    fullest[actor.person] = name
    return {person: name for person, name in fullest.items() if len(name.split()) > 1}


def _titles_round(sentence: Sentence, actor: Actor) -> set[str]:
    before = actor.first
    while before > 0 and actor.first - before < 8:
        word = sentence.words[before - 1]
        if word not in lists.TITLES and word not in lists.BODIES and not word.startswith(("ال", "لل")):
            break
        before -= 1
    return set(sentence.words[before : actor.first])


BODIES_AGAIN = frozenset(
    "حلف جهاز لجنة هيئة ائتلاف تحالف بعثة محكمة مؤسسة مجلس منظمة صندوق مفوضية فريق جبهة تيار ديوان".split()
)  # these only where they stand alone: «اللجنة», but not «اللجنة الوزارية»


ONCE_MORE = frozenset(
    "قادة زعماء قمة وكالة صحيفة مجلة قناة مصدر مصادر وزارة مكتب حركة جماعة منظمة مجلس حزب لجنة نائب باحثة باحث".split()
)
