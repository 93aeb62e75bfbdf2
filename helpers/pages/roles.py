"""Which role each line of a page plays: first by itself, then by its place among the others.

The rules, in the order they speak (`RULES` says each in a sentence):

1. `furniture.recognise` names what a line is by itself (a share bar, a date, «اقرأ أيضاً» …);
2. credits before a lead and notes behind a paragraph are cut off as head and tail;
3. a whole second article behind «إقرأ أيضاً:» begins a new article;
4. within an article, paragraphs make the body; lines above them are headline, deck, caption …;
   short lines between them are subheads; lines below a heading such as «مقالات ذات صلة»
   belong to that block until a paragraph of the same article takes up the thread again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from helpers.lexicons import load_phrases
from helpers.pages import furniture
from helpers.pages.furniture import Credit, Guess, bare, closes_sentence, count_words, fold, has_list_mark

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
    r"^[«\"“(]*(?:و(?!زير|زار|فد|فاه|كال|لي|لايه|اشنطن|فاء|ثيق|صف|ضع|قف|رش|ساط|حد)[\u0621-\u064a]{3,}|و(?:في|قد|لم|لا|هو|هي|من|عن|ان|كل|لن|هم|ما|اذا) |كما |فيما |بينما |لكن |غير ان|من جهت|من جانب|يذكر ان|يشار الي)"
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
    credit: Credit | None = None
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


@dataclass
class Article:
    """The lines of one article, with what its headline and body speak of."""

    lines: list[Line] = field(default_factory=list)
    topic: set[str] = field(default_factory=set)


def label_lines(text: str) -> list[Piece]:
    """Return the pieces of a page's lines with role, article and rule, in reading order."""
    lines = _read_lines(text)
    known = frozenset(bare(line.key) for line in lines if 1 <= line.words <= 4)
    for line in lines:
        _cut_date_stamp(line)
        _cut_wrapper(line)
        _cut_glued(line)
        _recognise(line)
    first = True
    for line in lines:
        if line.guess is None:
            _cut_credit(line, known, first)
            _cut_tail(line)
            first = first and line.words < 12
    articles = _split_articles(lines)
    for number, article in enumerate(articles):
        for line in article.lines:
            line.article = number
        _place_lines(article)
    return [piece for line in lines for piece in _pieces(line)]


def _read_lines(text: str) -> list[Line]:
    lines = []
    for number, raw in enumerate(text.split("\n")):
        if raw.strip(" \t\r\u00a0\ufeff\u200b\u200e\u200f"):
            line = Line(number, raw, 0, len(raw.rstrip("\r")))
            line.refresh()
            lines.append(line)
    return lines


_DATE_STAMP = re.compile(r"^\s*date \d{4}-\d{2}-\d{2}(?:[T ]\d\d:\d\d(?::\d\d)?)?\s*")


def _cut_date_stamp(line: Line) -> None:
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


def _recognise(line: Line) -> None:
    if line.guess is None:
        line.guess = furniture.recognise(line.text, line.key)


_WRAPPER = re.compile(r"^\W*شكرا ?لقر?ا?ئتكم خبر عن\s+(?P<title>.+?)\s+(?P<tail>وا?ل?آ?ا?لان مع .*)$")


def _cut_wrapper(line: Line) -> None:
    """An aggregator's thanks round the headline («… خبر عن [headline] والان مع تفاصيل الخبر»)."""
    found = _WRAPPER.match(line.text)
    if found and line.guess is None:
        base = line.start
        line.head, line.tail = Guess("chrome", "head:wrapper"), Guess("chrome", "tail:wrapper")
        line.start, line.end = base + found.start("title"), base + found.start("tail")
        line.refresh()


_GLUED = re.compile(r"^\s*(?:[إا]قرأ المزيد|المزيد)(?=[\u0621-\u064a])")


def _cut_glued(line: Line) -> None:
    """«إقرأ المزيد» that a scraper glued to the next sentence."""
    found = _GLUED.match(line.raw)
    if found and line.words >= 6:
        line.head, line.start = Guess("read_also", "head:glued-link"), found.end()
        line.refresh()


def _cut_credit(line: Line, known: frozenset[str], first: bool) -> None:
    """Cut the credit before a lead."""
    if line.words < 10 or has_list_mark(line.text):
        return
    credit = furniture.find_lead_credit(line.text, known, first=first and line.words >= 15)
    if credit is None:
        return
    rest = line.raw[line.start + credit.end : line.end]
    if count_words(fold(rest)) >= 8:
        line.credit, line.head = credit, Guess(credit.role, "head:lead-credit")
        line.start += credit.end
        line.refresh()


_TAIL_CUES = re.compile(
    r"(?<=[.؟!»”\"…\s])\s*(?P<mark>[/\\(\[]{0,2}\s*(?:انتهى|انتهي|النهاية)\s*[/\\)\]]{0,2}\s*[\w/ .]{0,12}$)"
    r"|(?<=[.؟!»”\"…])\s*(?P<also>(?:[إاأ]قر[أا]|طالع|شاهد) (?:أيضا|ايضا|أيضًا|أيضاً|ايضاً|المزيد)\s*[:،.].*$)"
    r"|(?<=[.؟!»”\"…])\s*(?P<source>المصدر\s*:.{1,60}$)"
    r"|(?<=[.؟!»”\"…])\s*[-–—]*\s*(?P<agency>\([^()]{2,20}\)\s*[.]?\s*$)"
    r"|(?<=[.؟!»”\"…])\s*(?P<more>(?:المزيد|لمزيد من التفاصيل|اقرأ المزيد|إقرأ المزيد|للمزيد|أكمل القراءة)\s*[.:…»]*\s*$)"
    r"|(?<=[.؟!»”\"…])\s*(?P<tags>(?:#\w+\s*)+$)"
)
_TAIL_ROLES = {
    "mark": "chrome", "also": "read_also", "source": "source", "agency": "source", "more": "read_also", "tags": "keywords",
}  # fmt: skip


def _cut_tail(line: Line) -> None:
    """Cut what stands behind the last sentence of a paragraph and is no part of it."""
    if line.words < 8:
        return
    found = _TAIL_CUES.search(line.raw, line.start, line.end)
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


# --- articles -----------------------------------------------------------------------------


def _split_articles(lines: list[Line]) -> list[Article]:
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
    title = _content(lines[head].key)
    own = len(title & _content(" ".join(x.key for x in following[:2]))) / max(len(title), 1)
    before = [x for x in lines[begin:cue] if x.is_paragraph]
    old = len(title & _content(" ".join(x.key for x in before[:2]))) / max(len(title), 1)
    if closed and own > 0.15 or own >= 0.6 and own > old + 0.2:
        lines[head].set("title", "place:headline-of-second-article")
        return head
    return None


_STOP = frozenset(
    fold(w) for w in "التي الذي الذين هذا هذه ذلك تلك على إلى عند بعد قبل خلال حول بين منذ حتى عبر ضمن وفق بحسب حيث كما أنه إنه كان كانت قال "
    "قالت أكد أضاف وأضاف يوم اليوم أمس فيما بينما لكن غير أكثر".split()
)


_CONTENT_WORD = re.compile(r"[\u0621-\u064a]{3,}")
_CLITICS = re.compile(r"^(?:[وف]?(?:[بك]?ال|لل)|[وف](?=...))")


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """The beginning of a word without its proclitics; "" for a function word."""
    stem = "" if word in _STOP else _CLITICS.sub("", word)
    return stem[:5] if len(stem) >= 3 else ""


def _content(key: str) -> set[str]:
    """The content words of a folded line, roughly stemmed: enough to see a common topic."""
    return {_stem(word) for word in _CONTENT_WORD.findall(key)} - {""}


# --- place within an article ---------------------------------------------------------------


def _place_lines(article: Article) -> None:
    lines = article.lines
    _mark_names_under_labels(lines)
    _mark_teasers(lines)
    _mark_tickers(lines)
    body = [i for i, line in enumerate(lines) if line.is_paragraph] or [
        i for i, line in enumerate(lines) if line.is_sentence
    ]
    if not body:
        _place_short_page(lines)
        return
    article.topic = _content(" ".join(lines[i].key for i in body[:4]))
    first = _first_body(lines, body, article)
    last = _last_body(lines, first, article)
    _place_header(lines[:first], article)
    _place_body(lines[first : last + 1], article)
    _place_tail(lines[last + 1 :], article)


def _mark_names_under_labels(lines: list[Line]) -> None:
    """The name on the line below «رئيس التحرير» or «بقلم» shares the label's role."""
    for label, name in zip(lines, lines[1:], strict=False):
        if label.guess and label.guess.block == "next" and name.words <= 5:
            name.set(label.guess.role, "block:name-under-label")


_CUT_OFF = re.compile(r"(?:\.{3}|…|\[…\]|\.\.\.\s*المزيد)\W*$")


def _mark_teasers(lines: list[Line]) -> None:
    """A paragraph cut off with «…» and followed by «إقرأ المزيد», or two of them in a row, are teasers."""
    for index, line in enumerate(lines):
        if line.guess or line.words < 5 or not _CUT_OFF.search(line.text):
            continue
        after = lines[index + 1] if index + 1 < len(lines) else None
        if after and after.guess and after.guess.rule.startswith("phrase:read_also") and after.words <= 3:
            line.set("related", "shape:teaser")
            after.guess = Guess("related", "shape:teaser")


def _mark_tickers(lines: list[Line]) -> None:
    """Many headlines run together in one line above the title."""
    open_lines = [line for line in lines if line.guess is None]
    for index, line in enumerate(open_lines[:-1]):
        if 5 <= line.words <= 30:
            return
        gaps = len(re.findall(r"\S {3,}\S|\S\s*::\s*\S", line.text))
        stops = len(re.findall(r"[.؟!](?:\s|$)", line.text))
        run_on = line.words > 60 and stops * 60 < line.words and any(
            not other.is_paragraph and other.words >= 4 for other in open_lines[index + 1 : index + 6]
        )
        later = any(other.is_paragraph for other in open_lines[index + 1 :])
        if later and (gaps >= 3 and line.words >= 20 and stops <= gaps or run_on):
            line.set("related", "shape:ticker")


def _place_short_page(lines: list[Line]) -> None:
    """A page without a paragraph: the first open line is the headline, what follows is text."""
    open_lines = [line for line in lines if line.guess is None]
    for number, line in enumerate(open_lines):
        if number == 0 and line.words >= 3 and not line.closed:
            line.set("title", "place:first-line")
        else:
            line.set("body" if line.words >= 5 else "chrome", "place:short-page")


def _first_body(lines: list[Line], body: list[int], article: Article) -> int:
    """Index of the first paragraph below the headline (paragraphs above one that repeats are passed over)."""
    for index in body:
        below = lines[index + 1 :]
        dated_headline = _headline_with_date(below) if index < body[-1] and lines[index].words < 40 else None
        if dated_headline is None or _speaks_of(lines[index], article):
            return index
        lines[index].set("related", "place:teaser-above-headline")
    return body[0]


def _headline_with_date(lines: Sequence[Line]) -> Line | None:
    """The next open line, where it looks like a headline and a date line follows it."""
    for line, after in zip(lines[:3], lines[1:4], strict=False):
        if line.guess is None and not line.is_paragraph and line.words >= 4 and after.guess and after.guess.role == "dateline":
            return line
    return None


def _speaks_of(line: Line, article: Article) -> bool:
    own = _content(line.key)
    other = _content(" ".join(x.key for x in article.lines if x is not line and x.is_paragraph))
    return len(own & other) >= 0.3 * max(len(own), 1)


def _last_body(lines: list[Line], first: int, article: Article) -> int:
    """Index of the last paragraph that belongs to the article, before its closing blocks."""
    last, block = first, ""
    for index in range(first, len(lines)):
        line = lines[index]
        if line.guess:
            block = line.guess.block or block
        elif block == "comments":
            break
        elif block == "" and last == index - 1 and _LIST_NUMBER.match(line.text):
            last = index
        elif line.is_sentence and (not block or line.is_paragraph and _takes_up_thread(line, article)):
            if not _is_loose_teaser(lines, index, article):
                last, block = index, ""
    return last


_LIST_NUMBER = re.compile(r"^\s*[\d\u0660-\u0669]{1,2}\s*[.)\-–ـ]")


def _is_loose_teaser(lines: list[Line], index: int, article: Article) -> bool:
    """A paragraph cut off with «…» below a headline that is not this article's."""
    line, before = lines[index], lines[index - 1] if index else None
    return bool(
        _CUT_OFF.search(line.text)
        and before is not None
        and before.guess is None
        and not before.is_sentence
        and not _takes_up_thread(line, article)
    )


def _takes_up_thread(line: Line, article: Article) -> bool:
    """Whether a paragraph below a heading such as «مواضيع ذات صلة» goes on with the article."""
    own = _content(line.key)
    if not own or _CUT_OFF.search(line.text):
        return False
    return len(own & article.topic) / len(own) >= 0.2 and (line.closed or line.words >= 15)


_CLOCK = re.compile(r"\d{1,2}:\d\d:\d\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|°|\d\s*(?:ه|هـ)(?!\w)|العدد")


def _mark_site_clock(lines: Sequence[Line]) -> None:
    """Today's date in the masthead, as its form betrays (seconds, a Hijri twin, English), is no date line."""
    for line in lines[:3]:
        if line.guess and line.guess.role == "dateline" and line.head is None:
            if _CLOCK.search(line.key) and "نشر" not in line.key or has_list_mark(line.text):
                line.guess = Guess("chrome", "place:site-clock")


def _place_header(lines: list[Line], article: Article) -> None:
    """Headline, deck, kicker, caption: the lines above the first paragraph."""
    for line in lines:
        if line.guess and line.guess.role == "related" and bare(line.key) in furniture.section_names():
            line.guess = Guess("kicker", "place:section-above-headline")
    open_lines = [line for line in lines if line.guess is None]
    title = next((x for x in lines if x.guess and x.guess.role == "title"), None) or _choose_title(open_lines, article)
    seen_title = title is not None and title.guess is not None
    if title is not None:
        _mark_site_clock(lines[: lines.index(title)])
    for line in open_lines:
        if line is title:
            line.set("title", "place:headline")
            seen_title = True
        elif title is not None and bare(line.key) == bare(title.key):
            line.set("title", "place:headline-again")
        elif title is not None and _echoes(line, title):
            line.set("kicker", "place:headline-in-path")
        elif _looks_like_credit(line) and (seen_title or title is None or "/" in line.key or line.words > 4):
            line.set("byline", "place:credit-above-text")
        elif has_list_mark(line.text) and not seen_title:
            line.set("related", "place:list-above-headline")
        elif not seen_title and title is not None:
            line.set("kicker" if line.words <= 6 else "related", "place:above-headline")
        elif line is open_lines[-1] and _is_two_names(line):
            line.set("byline", "place:credit-above-text")
        elif line.words <= 5 or title is None:
            line.set("caption", "place:short-above-text")
        elif _is_repeated(line, open_lines):
            line.set("caption", "place:repeated-above-text")
        else:
            line.set("subhead", "place:deck")
    if title is not None:
        article.topic |= _content(title.key)


def _is_two_names(line: Line) -> bool:
    """«صدى الشعب – فلان»: two short names with a dash, directly above the text."""
    parts = [p for p in re.split(r"\s+[-–—ـ|]\s*|\s*[-–—|]\s+", line.text.strip()) if p.strip()]
    return len(parts) == 2 and all(1 <= count_words(p) <= 4 for p in parts)


def _echoes(line: Line, title: Line) -> bool:
    return len(title.key) > 15 and bare(title.key) in line.key and line.words > title.words


def _is_repeated(line: Line, lines: Sequence[Line]) -> bool:
    return sum(bare(x.key) == bare(line.key) for x in lines) > 1


def _choose_title(lines: list[Line], article: Article) -> Line | None:
    """The open line above the text that speaks most of what the text speaks of; the first of equals.

    A doubled name or scene («وزير الخارجية خلال مؤتمر صحفي.») is a caption, no headline.
    """
    candidates = [x for x in lines if 3 <= x.words <= 30 and not _looks_like_credit(x) and not has_list_mark(x.text)]
    if not candidates:
        candidates = [x for x in lines[:1] if x.number == 0 and x.words >= 2 and not _looks_like_credit(x)]
    candidates = [x for x in candidates if not (_is_repeated(x, lines) and (x.words <= 5 or x.text.rstrip().endswith(".")))]
    if not candidates:
        return None

    def weight(line: Line) -> float:
        shared = len(_content(line.key) & article.topic)
        leads = line is lines[0] and line.words >= 4 and not line.text.rstrip().endswith("..")
        return min(shared, 4) + (line.words >= 5) + 1.5 * _is_repeated(line, lines) + 1.5 * leads

    best = max(weight(x) for x in candidates)
    return next(x for x in candidates if weight(x) >= best - 1.0)


_CREDIT_LINE = re.compile(
    r"^(?:كتب|كتبت|كتبه|كتبها|بقلم|اعداد|تحرير|ترجمه|تقرير|حوار|تصوير|متابعه|متابعات|خاص|مراسل|مراسله|مراسلنا|الكاتب|المحرر|"
    r"المصور|تحقيق|اعد|اعده|حاوره|حاورته|written by|by)\b\s*[:\-–—/|(]?"
)


def _looks_like_credit(line: Line) -> bool:
    """A short line such as «كتب: فلان», «القاهرة - فلان», «الدار/ فلانة», «وكالات»."""
    key = bare(line.key)
    if line.words > 9 or line.closed and not line.text.rstrip().endswith(("..", ":")) and line.words > 5:
        return False
    if key in furniture.credits("agency") or key in furniture.credits("credit") or key in furniture.credits("city"):
        return True
    label = _CREDIT_LINE.match(key)
    if label and (line.words <= 4 or line.words <= 7 and key.startswith(("كتب", "بقلم", "written"))):
        return True
    place, colon, credit = key.partition(":")
    if colon and count_words(place) <= 3 and credit.split()[:1] and credit.split()[0] in furniture.credits("credit"):
        return True
    parts = [bare(p) for p in re.split(r"\s[-–—ـ|]\s|\s?[/|]\s?|[-–—]", line.key) if bare(p)]
    if len(parts) >= 2 and all(count_words(p) <= 4 for p in parts):
        known = furniture.credits("agency") | furniture.credits("city") | furniture.credits("credit")
        return any(p in known for p in parts) or "/" in line.key and line.words <= 6
    return line.words <= 3 and any(word in furniture.credits("outlet_word") for word in key.split())


def _place_body(lines: list[Line], article: Article) -> None:
    """Paragraphs are body; short open lines between them are subheads, links or captions."""
    lists, wrapped = _find_lists(lines), _is_wrapped(lines)
    block = ""
    for index, line in enumerate(lines):
        if line.guess:
            if line.guess.role in ("read_also", "related") and line.words <= 4:
                block = "link"
            elif line.guess.block not in ("", "next"):
                block = line.guess.block
            elif index and not block:
                _reconsider(line, lines[index - 1])
            continue
        previous_block, block = block, (block if not line.is_sentence else "")
        if line.is_paragraph or line.is_sentence and not previous_block:
            if previous_block not in ("", "link") and not _takes_up_thread(line, article):
                line.set(previous_block, "block:under-heading")
                block = previous_block
            else:
                line.set("body", "shape:paragraph")
        elif previous_block == "link":
            line.set("read_also", "block:link-under-cue")
            block = "link" if has_list_mark(line.text) else ""
        elif previous_block:
            line.set(previous_block, "block:under-heading")
        elif index == 0 or wrapped:
            line.set("body", "shape:paragraph")
        elif line.number in lists:
            line.set("body", "shape:list")
        else:
            _place_short_line(line, article)


def _reconsider(line: Line, before: Line) -> None:
    """Between paragraphs a section's name is a subhead, and signs that a scraper broke off are text."""
    if line.guess and line.guess.role == "kicker" and line.guess.rule.startswith("phrase:"):
        line.guess = Guess("subhead", "place:between-paragraphs")
    elif line.guess and line.guess.rule == "shape:no-letters" and before.number == line.number - 1:
        if not re.search(r"\d", line.key) and before.guess and before.guess.role in KEPT:
            line.guess = Guess("body", "shape:fragment")


def _names_outlet_only(line: Line) -> bool:
    """A paper's name between paragraphs heads its part of a press review."""
    return any(word in furniture.credits("outlet_word") for word in bare(line.key).split()) and "/" not in line.key


def _find_lists(lines: list[Line]) -> set[int]:
    """Numbers of the lines in runs of three and more short lines: an enumeration, not subheads."""
    runs: list[list[int]] = [[]]
    for line in lines:
        if line.guess is None and not line.is_sentence:
            runs[-1].append(line.number)
        elif runs[-1]:
            runs.append([])
    return {number for run in runs if len(run) >= 3 for number in run}


def _is_wrapped(lines: list[Line]) -> bool:
    """Whether the text was broken at a fixed width, so that a line is no paragraph."""
    middling = [line for line in lines if line.guess is None and 6 <= line.words <= 18]
    unclosed = sum(not line.closed for line in middling)
    return len(middling) >= 8 and unclosed > 0.6 * len(middling) and len(middling) > 0.7 * sum(x.guess is None for x in lines)


def _place_short_line(line: Line, article: Article) -> None:
    titles = [x for x in article.lines if x.guess and x.guess.role == "title"]
    if any(bare(x.key) == bare(line.key) for x in titles):
        line.set("caption", "place:headline-repeated-below")
    elif line.is_sentence or has_list_mark(line.text) and line.words >= 4:
        line.set("body", "shape:sentence")
    elif _CREDIT_LINE.match(bare(line.key)) or _looks_like_credit(line) and not _names_outlet_only(line):
        line.set("byline", "shape:credit-line")
    else:
        line.set("subhead", "place:between-paragraphs")


def _place_tail(lines: list[Line], article: Article) -> None:
    """Below the last paragraph: each block keeps its heading's role until the next heading."""
    block = ""
    open_run = [line for line in lines if line.guess is None]
    for line in lines:
        if line.guess:
            if line.guess.role == "read_also" and line.words <= 4:
                block = "read_also"
            elif line.guess.block not in ("", "next"):
                block = line.guess.block
            elif line.guess.role == "source" and line.words <= 1:
                block = "source"
            continue
        if block == "share" and line.words > 3:
            block = ""  # a share bar is a run of short words
        if block:
            line.set(block, "block:under-heading")
            if block == "source":
                block = ""
        elif has_list_mark(line.text) and len(open_run) > 1:
            line.set("related", "place:list-below-text")
        elif _looks_like_credit(line) or line.words <= 3:
            line.set("byline", "place:credit-below-text")
        else:
            line.set("related", "place:below-text")


def _pieces(line: Line) -> list[Piece]:
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
        Piece(line.number, start, end, g.role, line.article, g.rule, line.raw[start:end])
        for start, end, g in pieces
    ]



@lru_cache(maxsize=None)
def _rules() -> dict[str, str]:
    return {identity: english for identity, english, *_ in load_phrases("page_rules")}


@lru_cache(maxsize=None)
def _phrase_texts() -> dict[str, str]:
    return {identity: phrase for identity, _, _, _, phrase, _ in load_phrases("page_furniture")}


def explain_rule(rule: str) -> str:
    """Return a rule's name in words.

    >>> explain_rule("shape:date-only")
    'nothing but a date, a time and their small words'
    >>> explain_rule("phrase:comments-001")
    'listed furniture: «اترك تعليقا»'
    """
    kind, _, name = rule.partition(":")
    return f"listed furniture: «{_phrase_texts()[name]}»" if kind == "phrase" else _rules()[rule]
