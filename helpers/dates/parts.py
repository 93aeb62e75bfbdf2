"""The parts of a date line, each read by itself into the days it allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from helpers.dates.calendar import count_prefix, find_nearest, make_day, read_day_number, read_month, shift
from helpers.dates.grammar import (
    AGO,
    COUNT_OF,
    DAY_FIRST,
    EVENT,
    FAMOUS,
    FOLD,
    MONTH_FIRST,
    MONTH_NAME,
    MONTH_ONLY,
    NEAR_DAY,
    NOT_TODAY_AFTER,
    NOT_TODAY_BEFORE,
    NUMERIC,
    PERIOD,
    QUALIFIER_OF,
    RANGE_GAP,
    SCRAMBLED,
    SHORT,
    SPAN_OF,
    SPANS,
    START,
    STOP,
    TIME,
    WEEKDAY,
    WEEKDAY_NAME,
    WEEKDAY_OF,
    YEAR_FIRST,
    YEAR_ONLY,
)


@dataclass(frozen=True)
class Part:
    """One witness: the `days` it allows (most probable first), or the `weekday` or clock `time` it states."""

    kind: str  # gregorian, hijri, relative, weekday, time
    start: int
    end: int
    days: tuple[date, ...] = ()
    precision: str = "day"
    certainty: str = "sure"
    note: str = ""
    weekday: int | None = None
    time: time | None = None
    yearless: tuple[int, int] | None = None  # month and day
    alone: bool = False  # takes no neighbours: one end of a range, a period, a name
    bare: bool = False  # a weekday without its article, or in English: says nothing by itself


class Given(NamedTuple):
    """What every reader may look at: the folded text around a match, and what the caller knows."""

    folded: str
    tanwin: frozenset[int]  # places in the folded text that were followed by a tanwin
    day: date | None
    clock: datetime | None
    numeric: str | None


def _read_named(match: re.Match[str], given: Given) -> Iterator[Part]:
    """A day (or two, a range) with a named month, perhaps a year or «الماضي»."""
    groups = match.groupdict()
    read = read_month(groups["month"])
    if _counts_noun(match, given.folded):
        return
    if read is None:
        yield Part("gregorian", *match.span(), certainty="unknown", note="two different months side by side")
        return
    month, hijri = read
    day = read_day_number(groups["day"])
    first = read_day_number(groups["first"]) if groups.get("first") else 0
    start = match.start("day") + count_prefix(match["day"]) if match.re is DAY_FIRST else match.start()
    ends = [(day, start, match.end())]
    if 0 < first < day:
        ends.insert(0, (first, match.start("first") + count_prefix(match["first"]), match.end("first")))
    for number, start, end in ends:
        note = "one end of a range" if len(ends) == 2 else ""
        part = Part("hijri" if hijri else "gregorian", start, end, alone=bool(note), note=note)
        if groups.get("hour"):
            part = replace(part, time=time(int(groups["hour"]), int(groups["minute"])))
        yield _date_part(part, month, number, groups, given)


def _counts_noun(match: re.Match[str], folded: str) -> bool:
    """True for «الأسبوع الأول من سبتمبر»: the ordinal counts the noun before it, not the days of the month."""
    if re.search("[0-9]", match.groupdict().get("first") or match["day"]):
        return False
    noun = re.search(r"(\w+) +$", folded[max(0, match.start() - 20) : match.start()])
    word = noun.group(1).lstrip("وفبك") if noun else ""
    is_noun = word.startswith(("ال", "لل")) and not word.endswith("ه")
    return is_noun and word not in WEEKDAY_OF and word not in ("اليوم", "الموافق", "المصادف", "الي")


def _date_part(part: Part, month: int, day: int, groups: dict, given: Given) -> Part:
    """`part` with the day it means: by its printed year, or by the reference."""
    hijri = part.kind == "hijri"
    side = QUALIFIER_OF[groups["qual"]] if groups.get("qual") else None
    year = int(groups["year"]) if groups.get("year") else None
    if groups.get("of_year") and given.day and side is not None:
        year = given.day.year + side
    if year is not None:
        found = make_day(year, month, day, hijri=hijri)
        if found is None:
            note = "no such day, or outside the Umm al-Qura table (1343-1500)" if hijri else "no such day"
            return replace(part, certainty="unknown", note=note)
        note = "Umm al-Qura calendar, ±1 day" if hijri else part.note if side is None else "the year is the reference's"
        return replace(part, days=(found,), certainty="likely" if hijri or side is not None else "sure", note=note)
    part = replace(part, yearless=(month, day), certainty="unknown", note="no year printed")
    before = given.folded[max(0, part.start - 25) : part.start]
    if side is None and re.search(rf"{START}[وبفلك]?(?:{EVENT}) *(?:يوم +|ال)?[«\"”“]?$", before):
        return replace(
            part, note="no year, and the word before it makes it the name of a place or an event", alone=True
        )
    if side is None and re.search(r"منذ +(?:يوم +)?$", before):
        side = -1
    nearest = find_nearest(month, day, given.day, hijri=hijri, side=side)
    if nearest is None:
        return part
    famous = (month, day) == (9, 10) if hijri else (month, day) in FAMOUS
    if famous and side is None and not part.alone and not re.search("(?:يوم|تاريخ|مساء|صباح) +$", before):
        return replace(part, days=(nearest,), note="no year; often the name of an event or a place")
    return replace(part, days=(nearest,), certainty="likely", note="no year printed: the nearest to the reference")


def _read_month_only(match: re.Match[str], given: Given) -> Iterator[Part]:
    names, qualifier = match["month"], match["qual"]
    if not (match["year"] or qualifier or match["cue"] or re.search(r"[/(\\]", names)):
        return  # «مارس», «آب», «ماي» by themselves are as often a verb, a father, a name
    if not (match["year"] or qualifier or "شهر" in match.group()) and names in ("مارس", "اب", "ماي", "اوت", "جوان"):
        return
    read = read_month(names)
    month, hijri = read or (0, False)
    part = Part("hijri" if hijri else "gregorian", match.start("month"), match.end(), (), "month", "unknown")
    if read is None or (hijri and match["year"] and int(match["year"]) > 1600):
        if read is None:
            yield replace(part, note="two different months")
        return  # «رمضان 2013» is a season, not a date
    side = QUALIFIER_OF[qualifier] if qualifier else None
    year = int(match["year"]) if match["year"] else None
    if match["of_year"] and given.day and side is not None:
        year = given.day.year + side
    if year is not None:
        first = make_day(year, month, 1, hijri=hijri)
    else:  # in March «مارس الماضي» is last year's
        anchor = given.day.replace(day=1) if given.day and not hijri else given.day
        anchor = anchor - timedelta(days=1) if anchor and side == -1 and anchor.year > 1 else anchor
        first = find_nearest(month, 1, anchor, hijri=hijri, side=side) if side is not None else None
    if first is None:
        yield replace(part, note="month without a year")
    else:
        sure = bool(match["year"]) and not hijri
        kind = part.kind if match["year"] else "relative"
        yield replace(part, days=(first,), certainty="sure" if sure else "likely", kind=kind)


def _read_year_only(match: re.Match[str], given: Given) -> Iterator[Part]:
    hijri = bool(match["hijri"]) or (match["era"] or "").startswith(("ه", "لل"))
    start = match.start("hijri") if match["hijri"] else match.start("word")
    years = [(match["hijri"] or match["year"], start, match.end() if not match["second"] else match.end("year"))]
    if match["second"] and match["word"] in ("عامي", "سنتي"):
        years.append((match["second"], *match.span("second")))
    for digits, begin, end in years:
        first = make_day(int(digits), 1, 1, hijri=hijri)
        if first and (hijri or 600 <= int(digits) <= 2199):
            kind, certainty = ("hijri", "likely") if hijri else ("gregorian", "sure")
            yield Part(kind, begin, end, (first,), "year", certainty, alone=True)


def _read_numeric(match: re.Match[str], given: Given) -> Iterator[Part]:
    """4/9/2025 and its kin: every order the numbers allow is a reading; six numbers may be two dates."""
    numbers = [
        (m.group(), m.start() + match.start(), m.end() + match.start()) for m in re.finditer("[0-9]+", match.group())
    ]
    two_dates = len(numbers) == 6 and any(len(numbers[i][0]) == 4 for i in (2, 3))
    if len(numbers) > 3 and not two_dates:
        numbers = numbers[: 3 if len(numbers[0][0]) == 4 else 0]  # 2025-02-20-19-20-04; but not 7/8/9/12 June
    for i in range(0, len(numbers), 3):
        three = numbers[i : i + 3]
        end = match.end() if match["era"] and i + 3 == len(numbers) else three[-1][2]
        yield from _read_three([n[0] for n in three], three[0][1], end, match["sep"], given.numeric)


def _read_three(digits: list[str], start: int, end: int, sep: str | None, numeric: str | None) -> Iterator[Part]:
    a, b, c = map(int, digits)
    lengths = [len(d) for d in digits]
    if lengths[0] == 4 and max(lengths[1:]) <= 2:
        orders = {"ymd": (a, b, c)} if b <= 12 else {"ydm": (a, c, b)}
    elif lengths[2] == 4 and max(lengths[:2]) <= 2:
        orders = {"dmy": (c, b, a), "mdy": (c, a, b)}
    elif max(lengths) <= 2 and lengths[2] == 2 and sep == "/":
        first, last = ((2000 if n < 70 else 1900) + n for n in (a, c))
        orders = {"dmy": (last, b, a), "mdy": (last, a, b), "ymd": (first, b, c)}
    else:
        return
    hijri = any(1300 <= year < 1600 for year, _, _ in orders.values())
    if not hijri and not any(1800 <= year <= 2199 for year, _, _ in orders.values()):
        return
    readings = {o: day for o, ymd in orders.items() if (day := make_day(*ymd, hijri=hijri))}
    chosen = [readings[numeric]] if numeric in readings else []
    days = tuple(dict.fromkeys([*chosen, *readings.values()]))
    note, certainty = ("Umm al-Qura calendar, ±1 day", "likely") if hijri else ("", "sure")
    if len(days) > 1 and chosen:
        note, certainty = f"read as {numeric}, the outlet's convention", "likely"
    elif len(days) > 1:
        told = " or ".join(f"{day} ({order})" for order, day in readings.items())
        note, certainty = f"the order of day and month cannot be told: {told}", "unknown"
    elif max(lengths) == 2 or "ydm" in readings:
        note, certainty = "an unusual form, read in the only order possible", "likely"
    elif numeric in orders and not chosen:
        note = f"not {numeric}, though that is the outlet's convention"
    if days:
        yield Part("hijri" if hijri else "gregorian", start, end, days, certainty=certainty, note=note)


def _read_short(match: re.Match[str], given: Given) -> Iterator[Part]:
    """«الأحد (13-3)»: two numbers are a day and month only beside a weekday that agrees."""
    orders = {"dmy": (int(match["b"]), int(match["a"])), "mdy": (int(match["a"]), int(match["b"]))}
    for month, day in dict.fromkeys([orders["mdy" if given.numeric == "mdy" else "dmy"], *orders.values()]):
        found = find_nearest(month, day, given.day)
        if found and found.weekday() == WEEKDAY_OF[match["name"]]:
            span = (match.start("a"), match.end("b"))
            yield Part("gregorian", *span, (found,), "day", "likely", "no year printed", yearless=(month, day))
            return


def _read_time(match: re.Match[str], given: Given) -> Iterator[Part]:
    hour, minute = int(match["hour"] or match["hour2"]), int(match["minute"] or match["minute2"] or 0)
    mark = (match["mark"] or match["mark2"] or "").replace(".", "")
    afternoon = mark in ("م", "مساء", "عصرا", "pm") or (mark == "ظهرا" and hour < 6) or (mark == "ليلا" and hour > 5)
    if hour < 12 and afternoon:
        hour += 12
    elif hour == 12 and mark in ("ص", "صباحا", "فجرا", "ليلا", "am"):
        hour = 0
    zone = (match["zone"] or "").strip("() ")
    yield Part("time", *match.span(), time=time(hour, minute), note=f"time as printed, {zone}" if zone else "")


def _read_weekday(match: re.Match[str], given: Given) -> Iterator[Part]:
    before = given.folded[max(0, match.start() - 12) : match.start()]
    after = given.folded[match.end() : match.end() + 7]
    if re.search(rf"{START}(?:كل|ايام|سوق|خطب|خطبه|خطيب|امام|بين|كلا|عبد) +$", before) or re.match(
        rf" +(?:عشر|معا|التالي|السابق){STOP}", after
    ):
        return
    weekday = WEEKDAY_OF[match["name"]]
    side = QUALIFIER_OF.get(match["qual"] or match["both"] or match["pair"] or "")
    back = (given.day.weekday() - weekday) % 7 if given.day else 0
    back = back - 7 if side == 1 else 7 if side == -1 and back == 0 else back
    bare = not match["name"].startswith("ال")
    days = shift(None if bare else given.day, -back)
    note = {-1: "the last such weekday before", 1: "the first such weekday after"}.get(side or 0, "the last one up to")
    note += " the reference"
    if side is None and back > 3:  # in real news a weekday that far back is more often the coming one
        days, note = (), " or ".join(str(day) for n in (-back, 7 - back) for day in shift(given.day, n))
    start = match.start("name")
    yield Part("weekday", start, match.end(), days, "day", "likely", note, weekday=weekday, bare=bare)


def _read_near_day(match: re.Match[str], given: Given) -> Iterator[Part]:
    name = match.lastgroup or "p0"
    before = given.folded[max(0, match.start() - 20) : match.start()]
    after = given.folded[match.end() : match.end() + 12]
    if name == "p0" and re.search(rf"(?:^|\W)(?:{NOT_TODAY_BEFORE}) +$", before):
        return
    if name == "p0" and (
        re.match(rf" +(?:{NOT_TODAY_AFTER}){STOP}", after) or re.fullmatch(r"[«»\"“”]{2}", before[-1:] + after[:1])
    ):
        return
    next_day = re.match(rf" *(?:$|[.,:؛؟!)\n])| +{WEEKDAY_NAME}{STOP}", after) or re.search("يوم +$", before)
    if match.group().endswith("غدا") and not (next_day or match.end() in given.tanwin):
        return  # without its tanwin «غدا» is also "became"
    count = int(name[1]) * (-1 if name[0] == "m" else 1)
    note = f"{count:+d} days from the reference"
    yield Part("relative", *match.span(name), shift(given.day, count), "day", "likely", note)


def _read_ago(match: re.Match[str], given: Given) -> Iterator[Part]:
    word, unit = match["unit"], SPAN_OF[match["unit"]]
    number = match["digits"] or match["word"]
    if number:
        count = int(number) if match["digits"] else COUNT_OF[number]
    elif word.endswith("ين"):
        count = 2
    elif word == SPANS[unit].split()[0].translate(FOLD) or word == "سنه":
        count = 1
    else:
        return  # «منذ أيام»: how many is not said
    precision = unit if unit in ("week", "month", "year") else "day"
    note = f"{count} {unit}(s) before the reference"
    days = shift(given.day, -count, unit) if unit not in ("minute", "hour") else ()
    if unit in ("minute", "hour") and given.day:
        moment = given.clock - timedelta(**{f"{unit}s": count}) if given.clock and given.clock.year > 1 else None
        days = (moment.date() if moment else given.day,)
        note += "" if moment else ", which has no clock time"
    yield Part("relative", match.start("since"), match.end(), days, precision, "likely", note)


def _read_period(match: re.Match[str], given: Given) -> Iterator[Part]:
    """«الشهر الجاري», «الأسبوع الماضي», «هذا العام», «15 الجاري»."""
    if match["day"]:
        day = given.day and make_day(given.day.year, given.day.month, read_day_number(match["day"]))
        days, note = ((day,) if day else ()), "day of the current month"
        yield Part("relative", match.start("day"), match.end(), days, "day", "likely", note)
        return
    start = match.start("unit") if match["unit"] else match.start("this") - len("هذا ")
    word = match["unit"] or match["this"]
    unit = next(u for w, u in SPAN_OF.items() if word.endswith(w))
    count = QUALIFIER_OF[match["qual"]] if match["qual"] else 0
    note = f"{count:+d} {unit} from the reference"
    yield Part("relative", start, match.end(), shift(given.day, count, unit), unit, "likely", note, alone=True)


_Reader = Callable[[re.Match[str], Given], Iterator[Part]]
_WITH_DIGITS: list[tuple[re.Pattern[str], _Reader]] = [
    (NUMERIC, _read_numeric),
    (SHORT, _read_short),
    (TIME, _read_time),
    (YEAR_ONLY, _read_year_only),
]
_ANYWHERE: list[tuple[re.Pattern[str], _Reader]] = [
    (WEEKDAY, _read_weekday),
    (NEAR_DAY, _read_near_day),
    (AGO, _read_ago),
    (PERIOD, _read_period),
]
_NEAR_MONTHS: list[tuple[re.Pattern[str], _Reader]] = [
    (MONTH_FIRST, _read_named),
    (YEAR_FIRST, _read_named),
    (SCRAMBLED, _read_named),
    (DAY_FIRST, _read_named),
    (MONTH_ONLY, _read_month_only),
]


def find_parts(given: Given) -> list[Part]:
    """Every part of every kind, in order, without overlaps (the earlier, then the longer one stays)."""
    readers = _ANYWHERE + (_WITH_DIGITS if re.search("[0-9]", given.folded) else [])
    parts = [p for pattern, read in readers for m in pattern.finditer(given.folded) for p in read(m, given)]
    windows: list[tuple[int, int]] = []  # the costly patterns are tried only around the names of months
    for name in MONTH_NAME.finditer(given.folded):
        start, end = max(0, name.start() - 60), name.end() + 60
        if windows and start <= windows[-1][1]:
            start, _ = windows.pop()
        windows.append((start, end))
    for window in windows:
        found = [(m, read) for pattern, read in _NEAR_MONTHS for m in pattern.finditer(given.folded, *window)]
        parts += [p for m, read in found for p in read(m, given)]
    kept: list[Part] = []
    for part in sorted(parts, key=lambda p: (p.start, -p.end)):
        if not kept or part.start >= kept[-1].end:
            kept.append(part)
    return kept


def inherit_years(parts: list[Part], folded: str) -> list[Part]:
    """«28 أغسطس - 4 سبتمبر 2025»: the first end takes its year from the second."""
    result = list(parts)
    for i in range(len(parts) - 2, -1, -1):
        here, there = result[i], result[i + 1]
        dated = there.days and there.kind == "gregorian" and not there.yearless and there.precision == "day"
        if here.yearless and here.kind == "gregorian" and dated and RANGE_GAP.fullmatch(folded, here.end, there.start):
            days = [d for y in (0, 1) if (d := make_day(there.days[0].year - y, *here.yearless)) and d <= there.days[0]]
            note = "one end of a range; the year is the other end's"
            result[i] = replace(here, days=tuple(days[:1]), certainty="sure", note=note, yearless=None, alone=True)
    return result
