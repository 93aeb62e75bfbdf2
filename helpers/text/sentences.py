"""Sentences, by rules that know quotations, abbreviations and the dots of Arabic papers."""

from __future__ import annotations

import re
from bisect import bisect_left

from helpers.text.quotes import WHITE, QuoteSpan, find_line_quotes
from helpers.text.spans import Span, find_lines

_STOPS = ".!?؟…۔"
_STOP = re.compile(f"[{_STOPS}]+")
_PARENTHESIS = re.compile(r"\([^()\n]{1,200}\)")
_LAST_WORD = re.compile("[\\w\u0610-\u061a\u064b-\u065f\u0670]+(?= *$)")
_THREE_LETTERS = re.compile(r"(?<!\w)\w\. ?\w\. ?\w *$")
_LONE_LETTER = re.compile(r"(?!و )[^\W\d_]ـ?(?!\w)")
_LIST_LABEL = re.compile(r"[\s•*–-]*\(?(?:\d{1,3}|\w) *")
_YEAR_SIGN = re.compile(r"\d *[مه] *$")
_AND_WORD = re.compile(r"و\w{3}")
_AND_SAID = re.compile("و(?:قال|أضاف|اضاف|أكد|اكد|أوضح|اوضح|أشار|اشار|تابع|ذكر|أعلن|اعلن|شدد|لفت)ت? ")
_SAYING = re.compile(  # what goes on after a quotation that ended with a full stop
    "(?:قائل|مضيف|مشير|مؤكد|موضح|معلق|مبين|لافت|مرفق|معتبر|متسائل|متابع|مشدد|مطالب|داعي|منوه|متهم|واصف)(?:ا|ًا|اً|ة|ين)(?!\\w)"
    "|(?:في إشارة|بحسب|حسب|وفق|وفقا|وفقًا|وفقاً|على حد) "
)
_TITLES = frozenset("دمأا")  # doctor, engineer, professor: a name follows
_ABBREVIATION = re.compile("[وفبل]د|و[مأ]|Dr|Mrs?|Ms|Prof|St|vs|[JS]r|No")


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of `text`, trimmed of white space; what is left out holds no letter or digit.

    Notes
    -----
    Rules, not statistics; each is a case of ``tests/cases/text/sentences.tsv``. A line feed always ends
    a sentence; a colon, comma or semicolon never does. A full stop inside a quotation (or a bracket up
    to 200 characters) ends nothing, unless the quotation ends with it or is the whole line; so a long
    speech in one pair of marks is one sentence. ``..`` and ``…`` stand for a dash or comma in Arabic
    papers: they end a sentence only at the end of a line or before وقال، وأضاف …. After ``؟»`` or ``!»``
    a word with و must follow, else the question was a title. Lone letters are initials (أ.ف.ب، د. منى،
    J. Smith); after one that is no title, a word with و begins a new sentence. Not seen: a sentence that
    ends in د. or م., and one whose full stop was left out. Read by hand on 100 fresh news articles (740
    sentences, 116 marks within a line): no false end, three ends missed, all at ``..``.

    Examples
    --------
    >>> [s.text for s in split_sentences("وصل د. منى. وقال: «انتهى. عدنا.» ونما الناتج 2.3 بالمئة!")]
    ['وصل د. منى.', 'وقال: «انتهى. عدنا.»', 'ونما الناتج 2.3 بالمئة!']
    """
    return [span for start, end in find_lines(text) for span in _split_line(text, start, end)]


def _split_line(text: str, start: int, end: int) -> list[Span]:
    first = _STOP.search(text, start, end)
    if first is None or not any(map(str.isalnum, text[first.end() : end])):
        return _trim_pieces(text, [start, end])  # one sentence, whatever is quoted in it: most lines of news
    quotes = find_line_quotes(text, start, end)
    closing = {quote.inner_end: quote.end for quote in quotes if quote.inner_end < quote.end}
    shelters = _find_shelters(text, start, end, quotes)
    bounds, reached = [start], start
    for stop in _STOP.finditer(text, start, end):
        if stop.start() < reached:
            continue
        reached = _pass_closing_marks(text, stop.end(), end, closing)
        shelter = bisect_left(shelters, (reached,)) - 1
        if shelter >= 0 and reached < shelters[shelter][1]:
            continue
        before, after = text[max(bounds[-1], stop.start() - 40) : stop.start()], text[reached : min(end, reached + 40)]
        if _ends_sentence(before, stop[0], text[stop.end() : reached], after):
            bounds.append(reached)
    bounds.append(end)
    return _trim_pieces(text, bounds)


def _find_shelters(text: str, start: int, end: int, quotes: list[QuoteSpan]) -> list[tuple[int, int]]:
    """Where a full stop ends nothing: quotations and brackets, overlapping ones made one."""
    first = next((i for i in range(start, end) if text[i].isalnum()), end)
    last = next((i for i in range(end - 1, start - 1, -1) if text[i].isalnum()), start)
    spans = [m.span() for m in _PARENTHESIS.finditer(text, start, end)]
    for quote in quotes:
        is_whole_line = quote.start <= first and last < quote.end
        if quote.fault in ("", "reversed", "mixed") and not is_whole_line:
            spans.append((quote.start, quote.end))
    merged: list[tuple[int, int]] = []
    for span in sorted(spans):
        if merged and span[0] < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span[1]))
        else:
            merged.append(span)
    return merged


def _pass_closing_marks(text: str, position: int, end: int, closing: dict[int, int]) -> int:
    """Where the sentence would end if it ends at `position`: after closing marks, brackets, further stops."""
    while position < end:
        ahead = position
        while ahead < end and text[ahead] in WHITE:
            ahead += 1
        if ahead in closing:
            position = closing[ahead]
        elif text[position] in ")]}" + _STOPS:
            position += 1
        else:
            break
    return position


def _ends_sentence(before: str, stop: str, tail: str, after: str) -> bool:
    """Whether `stop`, with the marks in its `tail`, ends a sentence; `before` and `after` it at most 40 characters."""
    follows = after.lstrip()
    if not follows:
        return True
    if follows[0] in "،,؛;:)]}" or before.rstrip().endswith(("(", "[")):
        return False
    if not set(tail).isdisjoint(_STOPS):  # …؟».
        return True
    if not set(stop).isdisjoint("!؟?"):
        is_lost_letter = set(stop) == {"?"} and (after[0].isalnum() or before[-1:].isspace())  # الا?هرام
        return bool(_AND_WORD.match(follows)) if tail else not is_lost_letter
    if stop not in (".", "۔"):
        return bool((_AND_WORD if tail else _AND_SAID).match(follows))
    if tail and _SAYING.match(follows):
        return False
    return not _is_inner_stop(before, after, follows)


def _is_inner_stop(before: str, after: str, follows: str) -> bool:
    """Whether a single full stop belongs to a number, an address, an abbreviation, initials or a list label."""
    match = _LAST_WORD.search(before)
    word = match[0] if match else ""
    if after[0].isalnum() and before[-1:].isalnum():
        next_word = re.split(r"\W", after, maxsplit=1)[0]
        both_short = len(word) <= 2 and len(next_word) <= 2  # بي.بي.سي
        both_latin = before[-1].isascii() and after[0].isascii()  # 2.3, site.com
        both_digits = before[-1].isdigit() and after[0].isdigit()
        if both_short or both_latin or both_digits:
            return True
    if after[0].isdigit() and before[-1:].isspace():  # .75
        return True
    if _LONE_LETTER.match(follows) or _LIST_LABEL.fullmatch(before) or _ABBREVIATION.fullmatch(word):
        return True
    if len(word) != 1 or not word.isalpha() or _YEAR_SIGN.search(before):
        return False
    if word in _TITLES and not _THREE_LETTERS.search(before):
        return True
    return not (after[0] in WHITE and _AND_WORD.match(follows))


def _trim_pieces(text: str, bounds: list[int]) -> list[Span]:
    """The pieces between `bounds` as spans; one without a letter or digit joins the piece before it."""
    spans: list[Span] = []
    for start, end in zip(bounds, bounds[1:], strict=False):
        piece = text[start:end]
        if any(map(str.isalnum, piece)):
            start += len(piece) - len(piece.lstrip())
        elif spans:
            start = spans.pop().start
        else:
            continue
        end = start + len(text[start:end].rstrip())
        spans.append(Span(start, end, text[start:end]))
    return spans
