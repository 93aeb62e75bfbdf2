"""Dates as newsrooms print them: a table of formats, a table of traps, round trips, and the libraries compared."""

from __future__ import annotations

import csv
import random
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hijridate import Gregorian
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.dates import FoundDate, find_dates, parse_date
from tests.conftest import shared_data

CASES = Path(__file__).parent / "cases" / "dates"
MONTHS = {
    "Gulf": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "Maghreb": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "Morocco": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
    "Levant": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "English": "January February March April May June July August September October November December",
}
WEEKDAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def read_cases(name: str) -> list:
    """The rows of a case file as pytest parameters; those marked as known failures are strict xfails."""
    with open(CASES / name, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    marks = [[pytest.mark.xfail(strict=True, reason=r["known_failure"])] if r["known_failure"] else [] for r in rows]
    return [pytest.param(row, id=row["label"], marks=mark) for row, mark in zip(rows, marks, strict=True)]


def read_line(text: str, **options: Any) -> FoundDate:
    """The date of a line that must have one."""
    found = parse_date(text, **options)
    assert found is not None, f"no date line: {text!r}"
    return found


def name_month(region: str, month: int) -> str:
    return MONTHS[region].split()[month - 1].replace("_", " ")


def read_reference(text: str) -> date | None:
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


@pytest.mark.parametrize("case", read_cases("formats.csv"))
def test_formats(case: dict[str, str]) -> None:
    found = find_dates(case["input"], reference=read_reference(case["reference"]), numeric=case["numeric"] or None)  # type: ignore[arg-type]
    assert found, "no date was found"
    first = found[0]
    said = {
        "date": first.date.isoformat() if first.date else "",
        "time": first.time.isoformat("minutes") if first.time else "",
        **{name: getattr(first, name) for name in ("precision", "calendar", "basis", "certainty")},
    }
    assert said == {name: case[name] for name in said}
    assert first.note or first.certainty == "sure" or first.precision != "day"


@pytest.mark.parametrize("case", read_cases("nothing.csv"))
def test_what_is_not_a_date(case: dict[str, str]) -> None:
    assert find_dates(case["input"], reference=read_reference(case["reference"])) == []


@pytest.mark.parametrize("case", read_cases("in_text.csv"))
def test_spans_in_text(case: dict[str, str]) -> None:
    found = find_dates(case["input"], reference=read_reference(case["reference"]))
    assert "|".join(f"{one.text}={one.date}" for one in found) == case["expected"]
    assert all(case["input"][one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize("case", read_cases("lines.csv"))
def test_date_lines(case: dict[str, str]) -> None:
    parsed = parse_date(case["input"])
    assert (parsed.date.isoformat() if parsed and parsed.date else "") == case["date"]


# ---- properties ------------------------------------------------------------------------------------------------------

bounded = settings(max_examples=100, deadline=None, derandomize=True)
days = st.dates(date(1950, 1, 1), date(2050, 12, 31))


def format_styles(day: date) -> dict[str, str]:
    """`day` in each of the styles that leave no doubt."""
    styles = {region: f"{day.day} {name_month(region, day.month)} {day.year}" for region in MONTHS}
    gulf, levant = name_month("Gulf", day.month), name_month("Levant", day.month)
    weekday = WEEKDAYS[day.weekday()]
    hijri = Gregorian.fromdate(day).to_hijri()
    return styles | {
        "doubled": f"{day.day} {levant}/{gulf} {day.year}",
        "doubled with a space": f"{day.day} {gulf} {levant} {day.year}",
        "doubled in brackets": f"{day.day} {levant} ({gulf}) {day.year}",
        "Arabic digits": f"{day.day} {gulf} {day.year}".translate(ARABIC_DIGITS) + "م",
        "month first": f"{gulf} {day.day}, {day.year}",
        "year first": f"{day.year}-{gulf}-{day.day:02d}",
        "with min": f"{day.day} من {gulf} عام {day.year}",
        "ISO": day.isoformat(),
        "slashes, year first": f"{day.year}/{day.month}/{day.day}",
        "weekday and numbers": f"{weekday} {day.day:02d}/{day.month:02d}/{day.year}",
        "weekday, comma": f"{weekday}، {day.day} {levant}، {day.year}",
        "Hijri beside it": f"{hijri.day} {hijri.month_name('ar')} {hijri.year}هـ الموافق {day.day} {gulf} {day.year}م",
        "English short": day.strftime("%b ") + f"{day.day}, {day.year}",
        "RFC": day.strftime("%a, %d %b %Y"),
    }


@bounded
@given(days)
def test_every_style_comes_back(day: date) -> None:
    for name, printed in format_styles(day).items():
        found = find_dates(f"وصل الوفد، {printed}. وغادر")
        read = [one.date for one in found if one.precision == "day"]
        if name == "weekday and numbers" and read == [None]:
            swapped = day.replace(month=day.day, day=day.month)
            assert swapped.weekday() == day.weekday() and found[0].certainty == "unknown"
            continue
        assert read == [day], (name, printed, found)
        assert found[0].certainty == "sure" and printed.startswith(found[0].text.split()[0])
        assert read_line(printed).date == day


@bounded
@given(days, st.sampled_from(["dmy", "mdy"]), st.sampled_from("/-."))
def test_numeric_convention(day: date, order: str, sep: str) -> None:
    numbers = {"d": day.day, "m": day.month, "y": day.year}
    printed = sep.join(str(numbers[letter]) for letter in order)
    assert read_line(printed, numeric=order).date == day
    told = read_line(printed)
    if day.day > 12 or day.day == day.month:
        assert (told.date, told.certainty) == (day, "sure")
    else:
        assert (told.date, told.certainty) == (None, "unknown")
        assert day.isoformat() in told.note


@bounded
@given(days)
def test_hijri_alone_is_within_a_day(day: date) -> None:
    hijri = Gregorian.fromdate(day).to_hijri()
    found = read_line(f"{hijri.day} {hijri.month_name('ar')} {hijri.year} هـ")
    assert (found.date, found.calendar, found.certainty) == (day, "hijri", "likely")


@bounded
@given(days, st.sampled_from(range(7)))
def test_relative_days_agree_with_one_another(reference: date, weekday: int) -> None:
    name = WEEKDAYS[weekday]

    def read(text: str) -> date | None:
        return read_line(text, reference=reference).date

    assert read("أمس") == read("قبل يوم") == reference - timedelta(days=1)
    assert read("أول أمس") == read("قبل يومين") == reference - timedelta(days=2)
    assert read("غداً") == reference + timedelta(days=1)
    last, bare, coming = read(f"{name} الماضي"), read(name), read(f"{name} المقبل")
    assert last and coming and {last.weekday(), coming.weekday()} == {weekday}
    assert reference - timedelta(days=7) <= last < reference < coming <= reference + timedelta(days=7)
    back = (reference.weekday() - weekday) % 7
    assert bare == (reference - timedelta(days=back) if back <= 3 else None)
    assert read(f"أمس {WEEKDAYS[(reference.weekday() - 1) % 7]}") == reference - timedelta(days=1)


@bounded
@given(days, st.integers(-170, 170))
def test_yearless_day_is_the_nearest(reference: date, apart: int) -> None:
    day = reference + timedelta(days=apart)
    if (day.month, day.day) == (2, 29):
        return
    found = find_dates(f"بتاريخ {day.day} {name_month('Gulf', day.month)}", reference=reference)
    assert (found[0].date, found[0].certainty) == (day, "likely")


WORDS = [
    "4",
    "2025",
    "/",
    "-",
    ".",
    " ",
    "\n",
    "م",
    "هـ",
    "سبتمبر",
    "رمضان",
    "الخميس",
    "أمس",
    "من",
    "و",
    "الأول",
    "عام",
]
WORDS += ["٣", "\u200f", "ً", "15:11", "الموافق", "الماضي", "(", "31", "قبل", "شهر", "0000", "منذ", "يوم"]


@bounded
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)))
def test_any_text_is_survived(text: str) -> None:
    for reference in (None, date(2025, 9, 5), date.min, date.max, datetime(2025, 9, 5, 10, 30)):
        found = find_dates(text, reference=reference)
        parse_date(text, reference=reference)
        assert all(text[one.start : one.end] == one.text and one.text for one in found)
        assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
        assert all((one.date is None) <= (one.certainty == "unknown") for one in found)


@bounded
@given(days, st.lists(st.sampled_from(["\u200f", "\u200e", "ـ", "\u064b"]), min_size=1, max_size=4))
def test_marks_change_nothing_but_the_span(day: date, marks: list[str]) -> None:
    plain = f"{day.day} {name_month('Gulf', day.month)} {day.year}"
    places = random.Random(day.toordinal()).sample(range(1, len(plain)), len(marks))
    marked = plain
    for place, mark in zip(sorted(places, reverse=True), marks, strict=True):
        marked = marked[:place] + mark + marked[place:]
    [found] = find_dates("x " + marked)
    assert found.date == day and found.text == marked


def test_time_of_the_reference_counts() -> None:
    assert find_dates("منذ 3 ساعات", reference=datetime(2025, 9, 5, 1))[0].date == date(2025, 9, 4)
    assert find_dates("منذ 3 ساعات", reference=datetime(2025, 9, 5))[0].date == date(2025, 9, 5)


def test_nothing_is_guessed_without_reference() -> None:
    for text in ("أمس", "الخميس الماضي", "4 سبتمبر", "الأسبوع الماضي", "منذ 3 ساعات", "مارس الماضي"):
        [found] = find_dates(text)
        assert (found.date, found.certainty) == (None, "unknown") and found.note


def test_defaults_of_a_found_date() -> None:
    assert FoundDate(0, 1, "x", None).time is None and find_dates("09:40 4 آب 2025")[0].time == time(9, 40)


# ---- the libraries ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", read_cases("libraries.csv"))
def test_libraries_say_what_the_table_says(case: dict[str, str]) -> None:
    """What dateparser and htmldate make of each date today: a changed cell is news, for better or worse."""
    dateparser, htmldate = pytest.importorskip("dateparser"), pytest.importorskip("htmldate")
    own = parse_date(case["input"])
    assert (own.date.isoformat() if own and own.date else "unknown") == case["expected"]
    base = {"RELATIVE_BASE": datetime(2025, 9, 5)}
    for column, languages in (("dateparser", None), ("dateparser_ar", ["ar"])):
        parsed = dateparser.parse(case["input"], languages=languages, settings=base)
        assert (parsed.date().isoformat() if parsed else "nothing") == case[column], column
    page = f"<html><body><article><p class='date'>{case['input']}</p></article></body></html>"
    assert (htmldate.find_date(page, max_date="2025-12-31") or "nothing") == case["htmldate"]


def test_libraries_table_shows_why_they_are_not_enough() -> None:
    rows = [param.values[0] for param in read_cases("libraries.csv")]
    wrong = [row["label"] for row in rows if row["htmldate"] not in (row["expected"], "nothing")]
    assert wrong, "htmldate has become right everywhere: use it"
    assert any(row["dateparser"] != row["expected"] for row in rows), "dateparser has become right everywhere: use it"


# ---- real pages ------------------------------------------------------------------------------------------------------


def test_seeds() -> None:
    """The dates of the five scraped pages; figures only, the pages stay where they are."""
    pages = {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(shared_data("seeds").glob("*.txt"))}
    length = {"day": 10, "month": 7, "year": 4}
    sure = {
        name: [one.date.isoformat()[: length[one.precision]] for one in find_dates(text) if one.date]
        for name, text in pages.items()
    }
    assert sure == {
        "000": ["2019-06"],
        "001": ["2025-09-04", "2019"],
        "002": ["2025-09-05"],
        "003": ["2025-09-04"],
        "004": ["2022-02", "2014"],
    }
    line = next(line for line in pages["001"].splitlines() if re.search("15:11", line))
    parsed = read_line(line)
    assert (parsed.date, parsed.time, parsed.certainty) == (date(2025, 9, 4), time(15, 11), "sure")
    relative = find_dates(pages["002"], reference=date(2025, 9, 5))
    assert {one.date for one in relative if one.text.endswith("الخميس")} == {date(2025, 9, 4)}
