"""Quotation marks of every kind, to matched pairs; the surface stays."""

from __future__ import annotations

import re
from typing import NamedTuple

from helpers.text.spans import find_lines

_KINDS = {"guillemets": "«»‹›", "curly": "“”„‟", "straight": '"″', "doubled": ("''", "‘‘", "’’"), "single": "'‘’‚‛"}
_KIND_OF = {mark: kind for kind, marks in _KINDS.items() for mark in marks}
_MARK = re.compile("''|‘‘|’’|[«»‹›“”„‟\"″'‘’‚‛]")
_SHAPED_TO_OPEN, _SHAPED_TO_CLOSE = frozenset("«‹“‟‘"), frozenset("»›”’")
WHITE = " \t\u00a0"
_FREE_BEFORE, _FREE_AFTER = WHITE + "([{:،,؛;=/*ـ–—-", WHITE + ".,،؛;:!؟?…)]}/–—-"
_DEEPEST = 8  # quotations open at once; more is no text, and would cost its square
_PROCLITIC = re.compile(r"(?<![^\W\d_])[وف]?(?:[وفبلك]|[بك]?ال|لل)$")


class QuoteSpan(NamedTuple):
    """A quotation as its marks show it: ``source[start:end] == text``, marks included.

    The words stand from `inner_start` to `inner_end`. `kind` is that of the first mark: guillemets,
    curly, straight, doubled (``''``) or single. `depth` counts the quotations around it. `fault` is
    ``""``, ``reversed`` (”…“, ”…”), ``mixed`` (“…"), ``unclosed`` (up to the end of the line or the next
    mark left open), ``unopened`` (the mark alone) or ``runs_on`` (the other mark is in the paragraph
    after or before).
    """

    start: int
    end: int
    text: str
    inner_start: int
    inner_end: int
    kind: str
    depth: int
    fault: str


class _Mark(NamedTuple):
    start: int
    end: int
    text: str
    kind: str
    opens: bool  # so say its surroundings: a space before it, a letter after it …
    closes: bool
    after_digit: bool


_Pair = tuple[_Mark | None, _Mark | None]


def find_quotes(text: str) -> list[QuoteSpan]:
    """Return the quotations that the marks of `text` make, in order, outer before inner.

    Notes
    -----
    The spaces around a mark say more than its shape, as real pages print ”…“, ”…” and “…". Each line
    is read twice, by surroundings and strictly in turn; the reading that leaves fewer marks alone
    wins. No quotation crosses a line feed: one left open is ``runs_on`` where the next paragraph
    begins with a mark of its kind, or holds the closing one. Apostrophes, inch marks after a figure
    and single marks without a partner are passed over; no more than eight are open at once. A quotation
    is not yet speech: names and scare quotes are found alike.

    Examples
    --------
    >>> [(q.kind, q.depth, q.fault) for q in find_quotes("أشاد بـ”الثقة“ وقال: «نعم لـ\\"السلام\\"»")]
    [('curly', 0, 'reversed'), ('guillemets', 0, ''), ('straight', 1, '')]
    >>> [q.fault for q in find_quotes("قال: «لن نعود.\\n«ولن ننسى».")]
    ['runs_on', '']
    """
    found: list[QuoteSpan] = []
    left_open: int | None = None  # where in `found` the last paragraph's unclosed quotation stands
    for start, end in find_lines(text):
        spans = find_line_quotes(text, start, end)
        if left_open is not None and _join_paragraphs(text, start, found[left_open].kind, spans):
            found[left_open] = found[left_open]._replace(fault="runs_on")
        if not text[start:end].isspace() and start < end:
            unclosed = [i for i, span in enumerate(spans) if span.fault == "unclosed"]
            left_open = len(found) + unclosed[-1] if unclosed else None
        found += spans
    return _nest(found)


def _join_paragraphs(text: str, start: int, kind: str, spans: list[QuoteSpan]) -> bool:
    """Whether a quotation left open runs on in these `spans` of the next line (mended in place)."""
    for i, span in enumerate(spans):
        if span.fault == "unopened" and span.kind == kind:
            spans[i] = span._replace(start=start, text=text[start : span.end], inner_start=start, fault="runs_on")
            return True
    return bool(spans) and spans[0].kind == kind and not text[start : spans[0].start].strip()


def _nest(spans: list[QuoteSpan]) -> list[QuoteSpan]:
    nested: list[QuoteSpan] = []
    ends: list[int] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        while ends and ends[-1] <= span.start:
            ends.pop()
        nested.append(span._replace(depth=len(ends)))
        ends.append(span.end)
    return nested


def find_line_quotes(text: str, start: int, end: int) -> list[QuoteSpan]:
    """Return the quotations of one line, their depth not yet counted."""
    marks = _read_marks(text, start, end)
    pairs = _pair_marks(marks, by_surroundings=True)
    if _count_alone(pairs):
        pairs = min(pairs, _pair_marks(marks, by_surroundings=False), key=_count_alone)
    spans = []
    for first, last in sorted(pairs, key=lambda pair: (pair[0] or pair[1]).start, reverse=True):  # type: ignore[union-attr]
        if first and last:
            spans.append(_make_quote(text, first, last))
        elif first:
            spans.append(
                QuoteSpan(first.start, end, text[first.start : end], first.end, end, first.kind, 0, "unclosed")
            )
            end = first.start
        elif last:
            spans.append(QuoteSpan(last.start, last.end, last.text, last.start, last.start, last.kind, 0, "unopened"))
    return spans[::-1]


def _read_marks(text: str, start: int, end: int) -> list[_Mark]:
    """The quotation marks of a line, each with what its surroundings say; apostrophes left out."""
    marks: list[_Mark] = []
    for match in _MARK.finditer(text, start, end):
        before = text[max(start, match.start() - 6) : match.start()]
        last, after = before[-1:], text[match.end() : min(end, match.end() + 1)]  # "" at the edges of the line
        kind = _KIND_OF[match[0]]
        after_proclitic = _PROCLITIC.search(before) is not None
        if kind == "single" and last.isalpha() and last != "ـ" and after.isalnum() and not after_proclitic:
            continue
        after_opening = bool(marks) and marks[-1].end == match.start() and marks[-1].opens
        opens = after != "" and after not in _FREE_AFTER and (last in _FREE_BEFORE or after_opening or after_proclitic)
        ends_here = after in _FREE_AFTER or after in _KIND_OF
        closes = ends_here and not (opens or after_opening or last in WHITE)
        marks.append(_Mark(match.start(), match.end(), match[0], kind, opens, closes, last.isdigit()))
    return marks


def _pair_marks(marks: list[_Mark], *, by_surroundings: bool) -> list[_Pair]:
    pairs: list[_Pair] = []
    stack: list[_Mark] = []
    waiting = dict.fromkeys(_KINDS, 0)  # how many marks of each kind are on the stack
    for mark in marks:
        if _is_opening(mark, by_surroundings, partner_waits=waiting[mark.kind] > 0):
            stack.append(mark)
            waiting[mark.kind] += 1
            if len(stack) > _DEEPEST:
                waiting[stack[0].kind] -= 1
                pairs.append((stack.pop(0), None))
            continue
        partners = {mark.kind} if waiting[mark.kind] or mark.kind == "single" else _KINDS.keys() - {"single"}
        if not any(waiting[kind] for kind in partners):
            pairs.append((None, mark))
            continue
        while (first := stack.pop()).kind not in partners:
            waiting[first.kind] -= 1
            pairs.append((first, None))
        waiting[first.kind] -= 1
        pairs.append((first, mark))
    pairs += [(mark, None) for mark in stack]
    return [(first, last) for first, last in pairs if (first and last) or not _is_no_quote(first or last)]


def _is_opening(mark: _Mark, by_surroundings: bool, *, partner_waits: bool) -> bool:
    if mark.text == "″":  # what word processors make of a closing mark after a figure
        return False
    if by_surroundings and mark.opens != mark.closes:
        return mark.opens
    return mark.text in _SHAPED_TO_OPEN if mark.kind == "guillemets" else not partner_waits


def _is_no_quote(lone: _Mark | None) -> bool:
    return lone is None or lone.kind == "single" or (lone.after_digit and lone.kind in ("straight", "doubled"))


def _count_alone(pairs: list[_Pair]) -> int:
    return sum(first is None or last is None for first, last in pairs)


def _make_quote(text: str, first: _Mark, last: _Mark) -> QuoteSpan:
    reversed_ = first.text in _SHAPED_TO_CLOSE or (last.text in _SHAPED_TO_OPEN and first.text not in "„‚")
    fault = "mixed" if first.kind != last.kind else "reversed" if reversed_ else ""
    return QuoteSpan(first.start, last.end, text[first.start : last.end], first.end, last.start, first.kind, 0, fault)
