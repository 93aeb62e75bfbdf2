"""Days, in both calendars."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hijridate import Gregorian, Hijri

from helpers.dates.grammar import GREGORIAN_OF, HIJRI_OF, MARKS_AFTER, MONTH, ORDINAL_OF


def make_day(year: int, month: int, day: int, *, hijri: bool = False) -> date | None:
    """The day, or None where the calendar (for Hijri: the Umm al-Qura table, 1343-1500) has no such day."""
    try:
        return Hijri(year, month, day).to_gregorian() if hijri else date(year, month, day)
    except (ValueError, OverflowError):
        return None


def find_nearest(
    month: int, day: int, near: date | None, *, hijri: bool = False, side: int | None = None
) -> date | None:
    """The day and month without a year that lies nearest `near`, or on the `side` (-1, 1) that the print names."""
    try:
        year = 0 if near is None else Gregorian.fromdate(near).to_hijri().year if hijri else near.year
    except (ValueError, OverflowError):
        return None
    days = [d for y in (year - 1, year, year + 1) if y > 0 and (d := make_day(y, month, day, hijri=hijri))]
    if near is None:
        return None
    return min((d for d in days if not side or (d - near).days * side >= 0), key=lambda d: abs(d - near), default=None)


def shift(day: date | None, count: int, unit: str = "day") -> tuple[date, ...]:
    """The day `count` days or weeks from `day`, or the first day of the month or year `count` of them away."""
    try:
        if day is None:
            return ()
        if unit in ("day", "week"):
            return (day + timedelta(days=count * (7 if unit == "week" else 1)),)
        months = day.year * 12 + (day.month - 1 + count if unit == "month" else 12 * count)
        return (date(months // 12, months % 12 + 1, 1),)
    except (ValueError, OverflowError):
        return ()


def read_month(names: str) -> tuple[int, bool] | None:
    """(number, is it Hijri) of a month or a doubled month; None where the two names disagree."""
    words = [re.sub(" +", " ", name) for name in re.findall(MONTH + MARKS_AFTER, names)]
    found = {(HIJRI_OF[w], True) if w in HIJRI_OF else (GREGORIAN_OF[w], False) for w in words}
    return found.pop() if len(found) == 1 else None


def read_day_number(word: str) -> int:
    digits = re.sub("[^0-9]", "", word)
    return int(digits) if digits else ORDINAL_OF[re.sub(" +", " ", word[count_prefix(word) :])]


def count_prefix(word: str) -> int:
    """1 where «و», «ب», «ف» or «ل» is written onto an ordinal."""
    return int(word[0] in "وبفل" and re.sub(" +", " ", word) not in ORDINAL_OF)
