"""A page's lines while their roles are being decided, and the pieces they end as."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from helpers.pages.furniture import Guess, closes_sentence, count_words, fold

ROLES = (
    "title", "subhead", "body", "byline", "dateline", "kicker", "caption", "read_also",
    "source", "keywords", "related", "share", "comments", "chrome",
)  # fmt: skip
KEPT = ("title", "subhead", "body")


class Piece(NamedTuple):
    """A line, or the head, body or tail of one: where it stands, its role, the rule behind it."""

    line: int
    start: int
    end: int
    role: str
    article: int
    rule: str
    text: str


_GOES_ON = re.compile(
    r"^[«\"“(]*(?:"
    r"و(?!زير|زار|فد|فاه|كال|لي|لايه|اشنطن|فاء|ثيق|صف|ضع|قف|رش|ساط|حد)[\u0621-\u064a]{3,}"  # «وأضاف», not «وزير»
    r"|و(?:في|قد|لم|لا|هو|هي|من|عن|ان|كل|لن|هم|ما|اذا) "
    r"|كما |فيما |بينما |لكن |غير ان|من جهت|من جانب|يذكر ان|يشار الي)"
)


@dataclass
class Line:
    """A line while its role is being decided; `start` and `end` bound what is left after head and tail."""

    number: int
    raw: str
    start: int
    end: int
    key: str = ""
    words: int = 0
    closed: bool = False
    goes_on: bool = False
    article: int = 0
    guess: Guess | None = None
    head: Guess | None = None
    tail: Guess | None = None

    @property
    def text(self) -> str:
        return self.raw[self.start : self.end]

    @property
    def is_paragraph(self) -> bool:
        """Long, or a closed sentence of some length."""
        return self.guess is None and (self.words >= 25 or self.words >= 9 and self.closed)

    @property
    def is_sentence(self) -> bool:
        """Shorter than a paragraph, but no heading: closed, or long, or going on with «و»."""
        long = self.words >= 13 or self.words >= 5 and self.closed or self.words >= 2 and self.goes_on
        return self.guess is None and long

    def set(self, role: str, rule: str) -> None:
        if self.guess is None:
            self.guess = Guess(role, rule)

    def refresh(self) -> None:
        self.key = fold(self.text)
        self.words = count_words(self.key)
        self.closed = closes_sentence(self.text)
        question = self.words <= 6 and self.key.endswith("؟")
        self.goes_on = bool(_GOES_ON.match(self.key)) and not question


def read_lines(text: str) -> list[Line]:
    """Return the lines of a page that are not empty, split at line feeds only."""
    lines = []
    for number, raw in enumerate(text.split("\n")):
        if raw.strip(" \t\r\u00a0\ufeff\u200b\u200e\u200f"):
            line = Line(number, raw, 0, len(raw.rstrip("\r")))
            line.refresh()
            lines.append(line)
    return lines


def split_pieces(line: Line) -> list[Piece]:
    """The head, the line itself and the tail, together covering the whole line."""
    whole_end = len(line.raw.rstrip("\r"))
    guess = line.guess or Guess("body", "shape:paragraph")
    pieces = []
    if guess.role not in KEPT:
        stamped = line.head is not None and line.head.rule == "head:date-stamp"
        line.start, line.end = line.start if stamped else 0, whole_end
        line.head, line.tail = line.head if stamped else None, None
    if line.head and line.start > 0:
        pieces.append((0, line.start, line.head))
    pieces.append((line.start, line.end, guess))
    if line.tail and line.end < whole_end:
        pieces.append((line.end, whole_end, line.tail))
    return [
        Piece(line.number, start, end, g.role, line.article, g.rule, line.raw[start:end]) for start, end, g in pieces
    ]
