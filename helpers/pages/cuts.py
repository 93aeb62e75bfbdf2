"""What runs into a paragraph without belonging to it: stamps and credits before it, notes behind it."""

from __future__ import annotations

import re

from helpers.pages import furniture
from helpers.pages.furniture import Guess, bare, count_words, fold, has_list_mark
from helpers.pages.lines import Line

_DATE_STAMP = re.compile(r"^\s*date \d{4}-\d{2}-\d{2}(?:[T ]\d\d:\d\d(?::\d\d)?)?\s*")


def cut_date_stamp(line: Line) -> None:
    """«date 2025-09-05 …», which scrapers put before the first line, is a head of its own."""
    stamp = _DATE_STAMP.match(line.raw)
    if not stamp:
        return
    rest = line.raw[stamp.end() :]
    key = fold(rest)
    alone = not key or bare(key) in furniture.credits("agency") or furniture.recognise(rest, key) is not None
    if alone:
        line.guess = Guess("dateline", "head:date-stamp")
    else:
        line.start, line.head = stamp.end(), Guess("dateline", "head:date-stamp")
        line.refresh()


_BROKEN_OFF = re.compile(r"^\s?[.،؛:”»)\]]|^\s?\"\s*[.،]?\s*$")


def join_fragments(lines: list[Line]) -> None:
    """Mark as body the pieces of sentences that a scraper broke at links («غاتيلوف، نائب وزير خارجية | روسيا | .»).

    A line that begins with a closing sign, next to an open one, gives such a page away; then every
    short piece between open neighbours belongs to its sentence.
    """
    joints = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if b.number == a.number + 1 and not a.closed]
    if not any(_BROKEN_OFF.match(b.raw) for _, b in joints):
        return
    for before, after in joints:
        broken = _BROKEN_OFF.match(after.raw) or min(before.words, after.words) <= 6
        if broken and before.number > 0 and not (_is_block(before) or _is_block(after)):
            for line in (before, after):
                if line.words < 25:
                    line.guess = Guess("body", "shape:fragment")


def _is_block(line: Line) -> bool:
    """Whether a line is furniture that no broken sentence would hold."""
    if line.guess is None or _BROKEN_OFF.match(line.raw):
        return False
    return line.guess.block != "" or line.guess.role in ("dateline", "read_also", "share")


_WRAPPER = re.compile(r"^\W*شكرا ?لقر?ا?ئتكم خبر عن\s+(?P<title>.+?)\s+(?P<tail>وا?ل?آ?ا?لان مع .*)$")


def cut_wrapper(line: Line) -> None:
    """An aggregator's thanks round the headline («… خبر عن [headline] والان مع تفاصيل الخبر»)."""
    found = _WRAPPER.match(line.text)
    if found and line.guess is None:
        base = line.start
        line.head, line.tail = Guess("chrome", "head:wrapper"), Guess("chrome", "tail:wrapper")
        line.start, line.end = base + found.start("title"), base + found.start("tail")
        line.refresh()


_GLUED = re.compile(r"^\s*(?:[إا]قرأ المزيد|المزيد)(?=[\u0621-\u064a])")


def cut_glued(line: Line) -> None:
    """«إقرأ المزيد» that a scraper glued to the next sentence."""
    found = _GLUED.match(line.raw)
    if found and line.words >= 6:
        line.head, line.start = Guess("read_also", "head:glued-link"), found.end()
        line.refresh()


def cut_credit(line: Line, known: frozenset[str], first: bool) -> None:
    """Cut the credit before a lead."""
    if line.words < 10 or has_list_mark(line.text):
        return
    credit = furniture.find_lead_credit(line.text, known, first=first and line.words >= 15)
    if credit is None:
        return
    rest = line.raw[line.start + credit.end : line.end]
    if count_words(fold(rest)) >= 8:
        line.head = Guess(credit.role, "head:lead-credit")
        line.start += credit.end
        line.refresh()


_TAIL_CUES = re.compile(
    r"(?<=[.؟!»”\"…\s])\s*(?P<mark>[/\\(\[]{0,2}\s*(?:انتهى|انتهي|النهاية)\s*[/\\)\]]{0,2}\s*[\w/ .]{0,12}$)"
    r"|(?<=[.؟!»”\"…])\s*(?P<also>(?:[إاأ]قر[أا]|طالع|شاهد)"
    r" (?:أيضا|ايضا|أيضًا|أيضاً|ايضاً|المزيد)\s*[:،.].*$)"
    r"|(?<=[.؟!»”\"…])\s*(?P<source>المصدر\s*:.{1,60}$)"
    r"|(?<=[.؟!»”\"…])\s*[-–—]*\s*(?P<agency>\([^()]{2,20}\)\s*[.]?\s*$)"
    r"|(?<=[.؟!»”\"…])\s*(?P<more>(?:المزيد|لمزيد من التفاصيل|اقرأ المزيد|إقرأ المزيد|للمزيد|أكمل القراءة)"
    r"\s*[.:…»]*\s*$)"
    r"|(?<=[.؟!»”\"…])\s*(?P<here>(?:للمزيد |لقراءة المزيد )?(?:اضغط|إضغط|انقر) هنا\W*$)"
    r"|(?<=[.؟!»”\"…])\s*(?P<tags>(?:#\w+\s*)+$)"
)
# Looked for first, since most paragraphs have none of them.
_TAIL_WORDS = ("انته", "النهاية", "المزيد", "للمزيد", "اضغط", "أيض", "ايض", "المصدر", "التفاصيل", "القراءة", "#")
_TAIL_ROLES = {
    "mark": "chrome", "also": "read_also", "source": "source",
    "here": "chrome", "agency": "source", "more": "read_also", "tags": "keywords",
}  # fmt: skip


def cut_tail(line: Line) -> None:
    """Cut what stands behind the last sentence of a paragraph and is no part of it."""
    end = line.raw[max(line.start, line.end - 250) : line.end]
    if line.words < 8 or not (end.rstrip(" .")[-1:] in ")#" or any(word in end for word in _TAIL_WORDS)):
        return
    found = _TAIL_CUES.search(line.raw, max(line.start, line.end - 250), line.end)
    if not found or not found.lastgroup:
        return
    kind = found.lastgroup
    if kind == "agency" and bare(fold(found["agency"])) not in furniture.credits("agency"):
        return
    if found.start(kind) - line.start < 30:
        return
    line.tail = Guess(_TAIL_ROLES[kind], f"tail:{kind}")
    line.end = found.start(kind)
    line.refresh()
