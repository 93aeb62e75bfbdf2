"""One sentence as the rules see it: its words, what stands between them, its quotation marks and its actors."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from helpers.framing.quotations.words import THAT
from helpers.text import QuoteSpan

_DATELINE = re.compile(r"--|\)\s*[-–—]")


class Actor(NamedTuple):
    """A mention of a party: words `first` to `last` (inclusive) of the sentence."""

    first: int
    last: int
    actor: str
    kind: str
    person: str


class Marked(NamedTuple):
    """The part of a marked stretch that lies in this sentence: words `first` to `end` (exclusive)."""

    first: int
    end: int
    quote: QuoteSpan


@dataclass
class Sentence:
    """Words by number: `words` (normalised), `lemmas`, `starts`, `ends`; offsets are those of title or text."""

    doc_id: str
    number: int
    source: str
    words: list[str]
    lemmas: list[str]
    starts: list[int]
    ends: list[int]
    actors: list[Actor] = field(default_factory=list)
    marked: list[Marked] = field(default_factory=list)
    named: frozenset[str] = frozenset()  # what stands in marks more than once in the text
    numbers: list[int] = field(default_factory=list)  # of each word the sentence, where lines broken by a link are one
    home: str = ""  # the state named last before this sentence, or first in it
    heard: list[bool] = field(default_factory=list)  # grows while its reports get their speakers

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, place: int) -> str:
        """What is printed before word `place` (since the word before it), with Arabic commas."""
        if place <= 0 or place >= len(self.words):
            return ""
        between = self.source[self.ends[place - 1] : self.starts[place]].replace(",", "،").replace(";", "؛")
        return between.replace(".", "") if len(self.words[place - 1]) == 1 else between  # «د . فلان»

    def text(self, first: int, end: int) -> str:
        """The words from `first` to `end` (exclusive) as printed."""
        return self.source[self.starts[first] : self.ends[end - 1]] if end > first else ""

    def is_that(self, place: int) -> bool:
        """Whether a word is أن، إن، بأنه …; «بان» may also be a name."""
        if not 0 <= place < len(self.words) or self.words[place] not in THAT:
            return False
        named = any(actor.first <= place <= actor.last for actor in self.actors) or self.words[place - 1] == "باسم"
        return not named and "آ" not in self.source[self.starts[place] : self.ends[place]]

    def is_ali(self, place: int) -> bool:
        """Whether a word is the name علي: so printed in a text that prints «on» as على."""
        return self.words[place] == "علي" and self.text(place, place + 1) == "علي" and " على " in self.source

    @cached_property
    def opens(self) -> int:
        """The word with which the report begins after a place line: «عمان، الأردن (CNN)-- أكد …»."""
        near = range(1, min(len(self), 9))
        return max((place for place in near if _DATELINE.search(self.gap(place))), default=0)

    def is_repeated(self, mark: Marked) -> bool:
        """Whether a few words stand in marks more than once in the text, as a name does."""
        return mark.end - mark.first <= 3 and " ".join(self.words[mark.first : mark.end]) in self.named

    def mark_at(self, place: int) -> Marked | None:
        """The marked stretch that begins with word `place`."""
        return next((mark for mark in self.marked if mark.first == place), None)

    def mark_over(self, place: int) -> Marked | None:
        """The outermost marked stretch that word `place` stands in."""
        return next((mark for mark in self.marked if mark.first <= place < mark.end), None)

    def actors_in(self, first: int, end: int) -> list[Actor]:
        """The mentions that begin in a stretch of words."""
        return [actor for actor in self.actors if first <= actor.first < end]

    def actor_at(self, place: int) -> Actor | None:
        """The mention that covers word `place`, the longest if there are several."""
        over = [actor for actor in self.actors if actor.first <= place <= actor.last]
        return max(over, key=lambda actor: actor.last - actor.first) if over else None


def place_marks(quotes: list[QuoteSpan], starts: list[int], ends: list[int]) -> Iterator[Marked]:
    """The stretches of `quotes` (outermost, in order) that hold words of a sentence."""
    for quote in quotes:
        first, end = bisect_left(starts, quote.inner_start), bisect_left(starts, quote.inner_end)
        if first > 0 and ends[first - 1] > quote.inner_start:
            first -= 1
        if end > first:
            yield Marked(first, end, quote)
