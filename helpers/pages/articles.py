"""The articles of a page: where a second one begins, and what each speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from helpers.pages.furniture import fold
from helpers.pages.lines import Line


@dataclass
class Article:
    """The lines of one article, with what its headline and body speak of."""

    lines: list[Line] = field(default_factory=list)
    topic: set[str] = field(default_factory=set)


def split_articles(lines: list[Line]) -> list[Article]:
    """Begin a new article where «إقرأ أيضاً:» introduces a headline with paragraphs of its own."""
    starts = [0]
    for index, line in enumerate(lines):
        if line.guess and line.guess.role == "read_also" and line.words <= 3 and index > 2:
            title = _introduced_article(lines, index, starts[-1])
            if title is not None:
                starts.append(title)
    bounds = [*starts, len(lines)]
    return [Article(lines[a:b]) for a, b in zip(bounds, bounds[1:], strict=False)]


def _introduced_article(lines: list[Line], cue: int, begin: int) -> int | None:
    """Index of the headline of a whole article behind the cue line, or None where only links follow."""
    head = next((i for i in range(cue + 1, len(lines)) if lines[i].guess is None), None)
    if head is None or head > cue + 2 or lines[head].is_paragraph or lines[head].words < 3:
        return None
    following: list[Line] = []
    for line in lines[head + 1 :]:
        if line.guess and line.guess.role in ("related", "comments", "read_also"):
            break
        if line.is_paragraph:
            following.append(line)
    closed = any(x.guess and x.guess.role in ("source", "keywords") for x in lines[max(begin, cue - 3) : cue])
    if len(following) < (1 if closed else 2) or not any(x.is_paragraph for x in lines[head + 1 : head + 5]):
        return None
    title = content_words(lines[head].key)
    own = len(title & content_words(" ".join(x.key for x in following[:2]))) / max(len(title), 1)
    before = [x for x in lines[begin:cue] if x.is_paragraph]
    old = len(title & content_words(" ".join(x.key for x in before[:2]))) / max(len(title), 1)
    if closed and own > 0.15 or own >= 0.6 and own > old + 0.2:
        lines[head].set("title", "place:headline-of-second-article")
        return head
    return None


_STOP = frozenset(
    fold(word)
    for word in (
        "التي الذي الذين هذا هذه ذلك تلك على إلى عند بعد قبل خلال حول بين منذ حتى عبر ضمن وفق بحسب حيث "
        "كما أنه إنه كان كانت قال قالت أكد أضاف وأضاف يوم اليوم أمس فيما بينما لكن غير أكثر "
    ).split()
)


_CONTENT_WORD = re.compile(r"[\u0621-\u064a]{3,}")
_CLITICS = re.compile(r"^(?:[وف]?(?:[بك]?ال|لل)|[وف](?=...))")


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """The beginning of a word without its proclitics; "" for a function word."""
    stem = "" if word in _STOP else _CLITICS.sub("", word)
    return stem[:5] if len(stem) >= 3 else ""


def content_words(key: str) -> set[str]:
    """The content words of a folded line, roughly stemmed: enough to see a common topic."""
    return {_stem(word) for word in _CONTENT_WORD.findall(key)} - {""}
