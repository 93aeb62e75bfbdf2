"""Reports and marks to the rows of the table: what is direct, what is left of the clause, what a source tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.memory import Memory, Speaker
from helpers.framing.quotations.report import Report, is_name
from helpers.framing.quotations.sentence import Sentence
from helpers.framing.quotations.speakers import name_speakers

_LONG = 6  # words in marks that are speech even without a cue in their sentence


_LEAST = 2  # words in marks that make a direct quotation within a reported clause


_ALONE = 7  # words before marks at the end of a clause that say something without them


def is_mere_source(sentence: Sentence, report: Report, reports: list[Report]) -> bool:
    """«…، بحسب الوكالة» beside a report of its own only says who relays it; so does «حسب تعبيره»."""
    others = [other for other in reports if other.first >= 0]
    if report.subject is not None and not _can_tell(sentence, report.subject):
        return True
    if not others:
        return False
    begun = any(sentence.words[place] in ("حيث", "اذ") for place in range(others[-1].first, report.cue))
    return not (begun and others[-1].cue < report.cue)


def _can_tell(sentence: Sentence, subject: tuple[int, int]) -> bool:
    """Whether a source can speak: not «حسب تعبيره», not «وفق القانون»."""
    head = sentence.words[subject[0]]
    if head.startswith("ل") and not sentence.lemmas[subject[0]].startswith("ل"):
        head = head.removeprefix("لل").removeprefix("ل")  # «وفقا لقانون»
    return head not in _HIS_WORDS and head.removeprefix("ال") not in _NO_SOURCE


_NO_SOURCE = frozenset(
    "اتفاق سياق قانون دستور مادة خطة جدول قواعد ميثاق نظام معايير مبدا شروط قرار قرارات اتفاقية رغبة حاجة ما هذا هذه"
    " رؤية تصور فهم عهد تقويم تعداد"
    " مصلحة متطلبات احتياجات اولويات منهج مبادئ ساعة توقيت نوع حجم قدر اسس برنامج ضوابط نص منطق"
    " طريقة".split()
)


_HIS_WORDS = frozenset("قوله قولها قولهم تعبيره تعبيرها وصفه وصفها رايه رايها زعمه زعمها تقديره تقديرها ذلك".split())


def name_rule(report: Report) -> str:
    shape = {"past": "verb", "present": "verb"}.get(report.shape, report.shape)
    return f"{shape}, {report.rule}, speaker {report.how}"


def emit(
    sentence: Sentence,
    report: Report | None,
    first: int,
    start: int,
    end: int,
    speakers: list[Speaker],
    stance: str,
    rule: str,
    covered: list[tuple[int, int]],
) -> Iterator[dict]:
    """The rows of one report: what stands in marks is direct, the clause around it indirect if it says something."""
    covered.append((first, end))
    marks = [
        (max(mark.first, first), min(mark.end, end))
        for mark in sentence.marked
        if mark.first < end and mark.end > first and not is_name(sentence, mark, bywords=mark.first != first)
    ]
    long = [(a, b) for a, b in marks if b - a >= _LEAST or (a == first and b == end)]
    if report is not None and report.rule in ("marks", "called") and not long:
        long = [(a, b) for a, b in marks if a == first]
    if report is not None and report.rule in ("marks", "called") and marks:
        end = _end_of_marks(sentence, marks, end)
        long = [(a, b) for a, b in long if a < end]
    for speaker in speakers:
        for a, b in long:
            yield make_row(sentence, a, b, "direct", report, speaker, stance, rule)
        ratio = 1.5 if report is not None and report.rule == "object" else 0.5
        clause = _cut_clause(sentence, first, end, long, ratio) if long else (first, end)
        if long and report is not None and report.rule == "object" and long[0][0] == first:
            clause = _cut_worry(sentence, report, long[0][1], end)
        if clause is not None and clause[1] > clause[0]:
            row = make_row(sentence, clause[0], clause[1], "indirect", report, speaker, stance, rule)
            yield {**row, "start": max(start, row["start"]) if clause[0] == first else row["start"]}


def _end_of_marks(sentence: Sentence, marks: list[tuple[int, int]], end: int) -> int:
    """After a verb with marks («قال "…" و"…"») only what is in marks was said."""
    close = marks[0][1]
    for a, b in marks[1:]:
        if a - close <= 2:
            close = b
    return min(close, end)


def _cut_worry(sentence: Sentence, report: Report, close: int, end: int) -> tuple[int, int] | None:
    """«أعرب عن "قلق كبير" من …»: what the worry is about."""
    if report.stance != "negative" or close >= end - 3:
        return None
    word = sentence.words[close]
    if word in ("من", "ازاء", "حيال", "بشان", "حول", "علي"):
        return close + 1, end
    return (close, end) if word == "مما" else None


def _cut_clause(
    sentence: Sentence, first: int, end: int, marks: list[tuple[int, int]], ratio: float
) -> tuple[int, int] | None:
    """The indirect quotation around marked fragments, if enough of it stands outside them."""
    inside = sum(b - a for a, b in marks)
    last = marks[-1][1]
    stop = end
    for place in range(last, end):
        following = sentence.words[place].removeprefix("و")
        if re.search("[،,]", sentence.gap(place)) and following not in lists.THAT:
            stop = place
            break
    outside = stop - first - inside
    if outside < 4 or outside < ratio * inside:
        return None
    if last == stop and len(marks) == 1:
        return _cut_before(sentence, first, marks[0][0])
    return first, stop


def _cut_before(sentence: Sentence, first: int, mark: int) -> tuple[int, int] | None:
    """A clause that ends with its marks: what stands before «، وأن …» or «الذي …», else only if it is a long one."""
    if sentence.words[mark - 1] in ("الذي", "التي", "و") and mark - first > 3:
        return first, mark - 1
    for place in range(mark - 1, first + 2, -1):
        if sentence.words[place] in ("وان", "وانه", "وانها"):
            return first, place
    return (first, mark) if mark - first >= _ALONE else None


def emit_attributed(
    sentence: Sentence, report: Report, memory: Memory, covered: list[tuple[int, int]]
) -> Iterator[dict]:
    """«…، بحسب الوزارة»: what stands before the phrase (or after it), if nothing else took it."""
    speakers = name_speakers(sentence, report, memory)
    if not speakers:
        return
    first, end = (report.cue_end, len(sentence)) if report.cue <= 1 else (0, report.cue)
    for low, high in covered:
        if low < end and high > first:
            if low <= first and high >= end:
                if not any(sentence.words[place] in ("حيث", "اذ") for place in range(first, end)):
                    return
                continue
            first = max(first, high) if low <= first else first
            end = min(end, low) if low > first else end
    if end - first < 3:
        return
    if report.cue > 1 and len(sentence) - report.cue_end > end - first and first == 0 and not covered:
        end = len(sentence)
    if report.cue <= 1:
        while first < end and sentence.words[first] in ("فان", "فقد", "ان", "فانه", "فانها"):
            first += 1
    first = _begin_clause(sentence, first, end)
    yield from emit(sentence, report, first, sentence.starts[first], end, speakers, report.stance,
                     f"phrase, {report.rule}, speaker {report.how}", covered)  # fmt: skip
    memory.last.append(speakers[0])


def _begin_clause(sentence: Sentence, first: int, end: int) -> int:
    """Where an attributed clause begins: after the last حيث، إذ of a long sentence."""
    for place in range(end - 4, first, -1):
        if sentence.words[place] in ("حيث", "اذ", "فيما", "بينما") and end - place < 40:
            return place + 1
    return first


def find_loose(sentence: Sentence, memory: Memory, covered: list[tuple[int, int]]) -> Iterator[dict]:
    """Long stretches in marks that no cue governs: the last speaker goes on."""
    for mark in sentence.marked:
        taken = any(low < mark.end and high > mark.first for low, high in covered)
        if taken or mark.end - mark.first < _LONG or not memory.last or sentence.number == 0:
            continue
        yield make_row(sentence, mark.first, mark.end, "direct", None, memory.last[-1], "neutral", "marks alone")


def make_row(
    sentence: Sentence, first: int, end: int, kind: str, report: Report | None, speaker: Speaker, stance: str, rule: str
) -> dict:
    cue = (sentence.starts[report.cue] + report.joined, sentence.ends[_cue_last(report)]) if report else (-1, -1)
    return {
        "doc_id": sentence.doc_id,
        "sentence": sentence.number,
        "start": sentence.starts[first],
        "end": sentence.ends[end - 1],
        "kind": kind,
        "cue": sentence.source[slice(*cue)] if report else None,
        "cue_start": cue[0],
        "cue_end": cue[1],
        "speaker": speaker.name or None,
        "actor": speaker.actor or None,
        "stance": stance,
        "words": end - first,
        "rule": rule,
    }


_LINK_LEAST = 2


def split_row(sentence: Sentence, row: dict) -> Iterator[dict]:
    """A row for each sentence that a quotation runs over, the later ones without a cue."""
    words = zip(sentence.starts, sentence.ends, sentence.numbers, strict=True)
    inside = [word for word in words if word[1] > row["start"] and word[0] < row["end"]]
    for number, part in groupby(inside, key=itemgetter(2)):
        stretch = list(part)
        if number != inside[0][2] and len(stretch) <= _LINK_LEAST:
            continue  # the two words of a link say nothing by themselves
        first, last = max(row["start"], stretch[0][0]), min(row["end"], stretch[-1][1])
        yield {**row, "sentence": number, "start": first, "end": last, "words": len(stretch)}
        row = {**row, "cue": None, "cue_start": -1, "cue_end": -1}


def _cue_last(report: Report) -> int:
    if report.rule == "as":
        return report.verb
    return report.cue + (len(report.row.words) if report.row.kind == "phrase" else 1) - 1
