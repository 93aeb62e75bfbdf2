"""The report: a cue and what it reports; where reported words open, and which marks hold only a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.cues import Row
from helpers.framing.quotations.sentence import Marked, Sentence

PREPOSITIONS = {"ila": "الي", "ala": "علي", "an": "عن", "min": "من", "fi": "في"}


_BREAK = re.compile(r"[،,؛;()\[\]–—-]|\.\.")


PRONOUN = re.compile(r"(?:هما|هم|ها|ه|نا)$")


ASIDES = (
    frozenset("فيه فيها به بها له لها عليه عليها خلاله خلالها لهم امامهم فيهما معه معها امامه عنه عنها".split())
    | lists.TIME
)


RELATIVES = frozenset("الذي التي الذين والذي والتي".split())


WHEREIN = frozenset("فيها فيه خلالها خلاله فيهما".split())  # «كلمة يؤكد فيها …»


WAS = frozenset("كان كانت كانوا وكان وكانت فكان".split())


@dataclass(frozen=True)
class Report:
    """A cue (words `cue` to `cue_end`) and the reported words `first` to `end`, in characters `start` to `stop`.

    `subject` are the words in which the speaker is named; None where he is carried over. `how` says in which order.
    """

    row: Row
    shape: str
    stance: str
    cue: int
    cue_end: int
    first: int
    start: int
    rule: str
    subject: tuple[int, int] | None = None
    how: str = "carried"
    end: int = -1
    feminine: bool = False
    plural: bool = False
    joined: bool = False  # و or ف before the cue
    verb: int = -1  # the last word of a cue like «حسبما كشف»
    begins: int = -1  # the first word of its clause, before which another report ends


def breaks(sentence: Sentence, place: int) -> bool:
    gap = sentence.gap(place)
    return place == 0 or _BREAK.search(gap) is not None or ":" in gap or any(c in gap for c in "\"«»“”'.")


def colon_follows(sentence: Sentence, mark: Marked) -> bool:
    """Whether marks with a few words are a name, as speech follows later after a colon."""
    later = (other for other in sentence.marked if other.first > mark.first)
    return mark.end - mark.first <= 4 and any(":" in sentence.gap(other.first) for other in later)


def open_at(sentence: Sentence, base: Report, place: int, rule: str) -> Report | None:
    if place >= len(sentence):
        return None
    return replace(base, first=place, start=sentence.starts[place], rule=rule)


def open_that(sentence: Sentence, base: Report, place: int) -> Report | None:
    """After أن، إن، بأن; the pronoun of أنه stays in, the ب of بأنه does not."""
    word = sentence.words[place]
    if word in ("ان", "بان", "وان"):
        return open_at(sentence, base, place + 1, "that")
    found = open_at(sentence, base, place, "that")
    return replace(found, start=found.start + 1) if found and word.startswith("ب") else found


def open_object(sentence: Sentence, base: Report, place: int) -> Report | None:
    if place + 1 < len(sentence) and sentence.is_that(place + 1):
        return open_that(sentence, base, place + 1)
    return open_at(sentence, base, place + 1, "object")


def open_clitic(sentence: Sentence, base: Report, place: int) -> Report | None:
    """After ب or ل written together with the word."""
    word = sentence.words[place]
    if sentence.is_that(place):
        return open_that(sentence, base, place)
    if len(word) == 1:
        return open_at(sentence, base, place + 1, "object")
    found = open_at(sentence, base, place, "object")
    return replace(found, start=found.start + 1) if found and not word.startswith("لل") else found


def strip_pronoun(word: str) -> str:
    """قلقه to قلق, رغبته to رغبة; و and the article go too."""
    bare = PRONOUN.sub("", word) if len(word) > 3 else word
    if bare != word and bare.endswith("ت"):
        bare = bare[:-1] + "ة"
    return bare.removeprefix("ال").removeprefix("وال")


def _begins_relative(sentence: Sentence, place: int) -> bool:
    """«الوزير السابق "فلان" والذي …»: a name between a title and its relative clause."""
    return sentence.words[place] in RELATIVES | {"الي", "وهو", "وهي"} or "،" in sentence.gap(place)


_NAMES_BEGIN = frozenset(
    "مبادرة منظمة حركة حزب جماعة منتدي مؤتمر مجموعة جبهة قناة صحيفة وكالة اتفاقية معاهدة"
    " قاعة ساحة قصر الخليج اتفاق بند".split()
)


def _governs_clause(sentence: Sentence, place: int) -> bool:
    """«قالت "الأهرام" إن»: أن right after the marks, but not «و"…" وأن»."""
    return sentence.is_that(place) and sentence.words[place] != "وان"


def is_name(sentence: Sentence, mark: Marked, *, bywords: bool = False) -> bool:
    """Whether words in marks are a name or a scare quote rather than speech: «الأهرام» after صحيفة, one word alone."""
    before = sentence.words[mark.first - 1] if mark.first else ""
    if before in lists.NAMED_IN_MARKS or before.lstrip("وبلف") in lists.NAMED_IN_MARKS:
        return mark.end - mark.first <= 5
    if mark.end - mark.first <= 4 and _governs_clause(sentence, mark.end) or (bywords and sentence.is_repeated(mark)):
        return True
    if (
        mark.end - mark.first <= 3
        and mark.end < len(sentence)
        and (before in lists.TITLES or before in lists.FORMER)
        and _begins_relative(sentence, mark.end)
    ):
        return True
    inside = sentence.words[mark.first]
    if mark.end - mark.first <= 4 and (inside in _NAMES_BEGIN or inside.removeprefix("ال") in _NAMES_BEGIN):
        return True
    if mark.end - mark.first > 2:
        return False
    named = sentence.actor_at(mark.first)
    if named and named.first == mark.first and named.last >= mark.end - 1:
        return True
    following = range(mark.end, min(len(sentence), mark.end + 40))
    return mark.end - mark.first == 1 and (before in lists.TITLES or any(map(sentence.is_that, following)))


NEAR = 14  # the same for participles (مؤكدا …) and prepositional objects


def _is_governed(sentence: Sentence, base: Report, place: int) -> bool:
    """Whether a preposition is the verb's: not that of «زيارته إلى», not the name علي."""
    before = sentence.words[place - 1]
    if before in lists.MOTION and place - 1 >= base.cue_end:
        return False
    actor = sentence.actor_at(place)
    printed = sentence.text(place, place + 1)
    if sentence.is_ali(place):
        return False
    if actor and actor.first <= place and sentence.words[place] == "علي" and actor.last > actor.first:
        return False
    return not (printed == "علي" and before in lists.TITLES)


def governs(sentence: Sentence, base: Report, place: int) -> bool:
    near = range(place + 2, min(len(sentence), place + 8))
    if sentence.words[place] == "في" and (place - base.cue_end > 3 or any(map(sentence.is_that, near))):
        return False
    return _is_governed(sentence, base, place)


def find_clause(sentence: Sentence, place: int) -> int:
    """Where the clause of a cue begins: with كما، فيما، حيث، لكن، إلا أنه before it, or with the verb itself."""
    first = place
    while first > 0 and sentence.words[first - 1] in (WAS | {"قد", "وقد", "فقد"}):
        first -= 1
    if (
        first > 1
        and sentence.words[first - 1] in lists.THAT
        and sentence.words[first - 2] in ("الا", "غير", "كما", "بيد")
    ):
        return first - 2
    while first > 0 and sentence.words[first - 1] in lists.LINKS:
        first -= 1
    for opening in (["في", "حين"], ["في", "الوقت", "الذي"], ["في", "الوقت", "نفسه"], ["في", "المقابل"]):
        if sentence.words[max(0, first - len(opening)) : first] == opening:
            return first - len(opening)
    return first
