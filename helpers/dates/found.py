"""What is found: a date as printed, the day it means, and how that is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

Order = Literal["dmy", "mdy", "ymd"]


@dataclass(frozen=True)
class FoundDate:
    """A date as printed (`text`, at `start` to `end`), the day it means, and how that is known.

    `date` is the first day of the period that `precision` names, or None; for a week, the day seven days from the
    reference. `time` is the clock as printed, in the page's own zone (named in `note`). `certainty` is "sure" (the
    print leaves one day, or two parts of it agree), "likely" (a convention, the reference, or the ±1 day of the Hijri
    calendar comes in) or "unknown": several days are possible, and `date` is None; or the parts contradict one another,
    and `date` is what the date itself says. `note` says why.
    """

    start: int
    end: int
    text: str
    date: date | None
    time: time | None = None
    precision: Literal["day", "week", "month", "year"] = "day"
    calendar: Literal["gregorian", "hijri"] = "gregorian"
    basis: Literal["absolute", "relative"] = "absolute"
    certainty: Literal["sure", "likely", "unknown"] = "sure"
    note: str = ""
