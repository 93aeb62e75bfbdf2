"""Dates as Arab newsrooms print them: found where they stand, read, and never guessed in silence.

A date line is a run of *parts*: a weekday, a date in one calendar or two, a clock time, a word such as «أمس». Each part
is read by itself into the days it allows; then neighbours bear witness for or against one another: the weekday decides
whether 04/09 is September or April, a Hijri date confirms the Gregorian one beside it. What the print, and the
reference the caller gives, leave open stays open: ``date`` is None, and ``note`` says why.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time

from helpers.dates.found import FoundDate, Order
from helpers.dates.grammar import LABELS, START, STOP, TRAILING, fold
from helpers.dates.parts import Given, find_parts, inherit_years
from helpers.dates.weigh import group_parts, weigh

__all__ = ["FoundDate", "Order", "find_dates", "parse_date"]


def find_dates(text: str, *, reference: date | None = None, numeric: Order | None = None) -> list[FoundDate]:
    """Every date in `text`, in order, each with the day it means and how sure that is.

    Parameters
    ----------
    text : str
        Any text, as printed; offsets refer to it. Dates do not run over the end of a line.
    reference : date or datetime, optional
        The day the text was published: «أمس», «الخميس» and days without a year are counted from it. A datetime other
        than midnight also resolves «منذ 3 ساعات». Without it they are found, with ``date=None``.
    numeric : "dmy", "mdy" or "ymd", optional
        The outlet's order of day and month, for 03/04/2025. Without it such a date is "unknown" unless a weekday or a
        Hijri date beside it, or a reference within a week, decides.

    Returns
    -------
    list of FoundDate
        Without overlaps. «3-5 سبتمبر 2025» gives both ends; «1950-1953», scores, prices and bare years give nothing.

    Notes
    -----
    Hijri days follow the Umm al-Qura calendar (the ``hijridate`` library, 1343-1500 AH); where the moon is sighted they
    differ by a day, in Morocco at times by two. A bare weekday is the last one up to the reference if that is at most
    three days back; else it is left open, because agencies print it for the days ahead as well (validation/dates.py).
    Not read: clock times in words, the Libyan month names of 1986-2011, French.

    Examples
    --------
    >>> [(f.text, f.date.isoformat(), f.certainty) for f in find_dates("عُقد اللقاء في 4 شتنبر 2025 بالرباط")]
    [('4 شتنبر 2025', '2025-09-04', 'sure')]
    >>> find_dates("الخميس 09:40 - 06/03/2025")[0].note
    'the weekday confirms it'
    >>> find_dates("وصل الوفد أمس", reference=date(2025, 9, 4))[0].date
    datetime.date(2025, 9, 3)
    """
    folded, offsets = fold(text)
    clock = reference if isinstance(reference, datetime) and reference.time() != time() else None
    day = reference.date() if isinstance(reference, datetime) else reference
    tanwin = (
        frozenset(i for i in range(len(folded)) if offsets[i + 1] - offsets[i] > 1) if "\u064b" in text else frozenset()
    )
    given = Given(folded, frozenset(i + 1 for i in tanwin), day, clock, numeric)
    found = []
    for group in group_parts(inherit_years(find_parts(given), folded), folded):
        weighed = weigh(group, day)
        if weighed is not None:
            start, end = offsets[weighed.start], offsets[weighed.end - 1] + 1
            end = TRAILING.match(text, end).end()  # type: ignore[union-attr]
            found.append(replace(weighed, start=start, end=end, text=text[start:end]))
    return found


def parse_date(text: str, *, reference: date | None = None, numeric: Order | None = None) -> FoundDate | None:
    """The date of a date line, or None where `text` holds no date or says more than a date.

    Parameters
    ----------
    text : str
        One line or metadata value; labels («نُشر في», «آخر تحديث», «بتوقيت مكة المكرمة», Published) may stand in it.
    reference, numeric
        As in `find_dates`.

    Returns
    -------
    FoundDate or None
        Of several dates, the first that is not marked as an update.

    Examples
    --------
    >>> parse_date("تاريخ النشر: 1 محرم 1447هـ الموافق 26 يونيو 2025م").date
    datetime.date(2025, 6, 26)
    >>> parse_date("قال الوزير في 4 سبتمبر 2025 إن الاتفاق قائم") is None
    True
    """
    found = find_dates(text, reference=reference, numeric=numeric)
    edges = [0, *(edge for one in found for edge in (one.start, one.end)), len(text)]
    between = [fold(text[start:end])[0] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    if not found or re.search(r"\w", re.sub(rf"{START}(?:{LABELS}){STOP}", " ", " | ".join(between))):
        return None
    updates = [bool(re.search("تحديث|عدل|updat", before)) for before in between[:-1]]
    return next((one for one, update in zip(found, updates, strict=True) if not update), found[0])
