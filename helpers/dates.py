"""Dates as Arab newsrooms print them: found where they stand, read, and never guessed in silence.

A date line is a run of *parts*: a weekday, a date in one calendar or two, a clock time, a word such as «أمس». Each part
is read by itself into the days it allows; then neighbours bear witness for or against one another: the weekday decides
whether 04/09 is September or April, a Hijri date confirms the Gregorian one beside it. What the print, and the
reference the caller gives, leave open stays open: ``date`` is None, and ``note`` says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, NamedTuple

from hijridate import Gregorian, Hijri

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


@dataclass(frozen=True)
class _Part:
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


class _Given(NamedTuple):
    """What every reader may look at: the folded text around a match, and what the caller knows."""

    folded: str
    tanwin: frozenset[int]  # places in the folded text that were followed by a tanwin
    day: date | None
    clock: datetime | None
    numeric: str | None


# ---- the words -------------------------------------------------------------------------------------------------------

_GREGORIAN = {
    1: "يناير ينائر جانفي كانون_الثاني كانون_ثاني كانون_ثان ك2 january jan",
    2: "فبراير فبرائر فيفري فيفيري شباط february feb",
    3: "مارس آذار march mar",
    4: "أبريل أفريل نيسان april apr",
    5: "مايو ماي مايس أيار may",
    6: "يونيو يونيه جوان حزيران june jun",
    7: "يوليو يوليه يوليوز جويلية جويليا تموز july jul",
    8: "أغسطس أغسطوس غشت أوت آب august aug",
    9: "سبتمبر سبتنبر شتنبر شتمبر أيلول september sept sep",
    10: "أكتوبر تشرين_الأول تشرين_أول ت1 october oct",
    11: "نوفمبر نوفنبر نونبر تشرين_الثاني تشرين_ثاني تشرين_ثان ت2 november nov",
    12: "ديسمبر ديسنبر دسمبر دجنبر دجمبر كانون_الأول كانون_أول ك1 december dec",
}
_HIJRI = {
    1: "محرم المحرم محرم_الحرام",
    2: "صفر صفر_الخير",
    3: "ربيع_الأول ربيع_أول ربيع_الأنور",
    4: "ربيع_الثاني ربيع_الآخر ربيع_ثاني ربيع_ثان ربيع_آخر",
    5: "جمادى_الأولى جمادى_الأول جمادى_أولى جماد_الأول جماد_أول جماد_الأولى",
    6: "جمادى_الآخرة جمادى_الثانية جمادى_الثاني جمادى_الآخر جماد_الثاني جماد_الآخر جماد_ثاني",
    7: "رجب رجب_المرجب رجب_الفرد",
    8: "شعبان شعبان_المعظم",
    9: "رمضان رمضان_المبارك رمضان_المعظم",
    10: "شوال",
    11: "ذو_القعدة ذي_القعدة ذا_القعدة ذوالقعدة ذي_قعدة",
    12: "ذو_الحجة ذي_الحجة ذا_الحجة ذوالحجة ذي_حجة",
}
_WEEKDAYS = {
    0: "الاثنين الاتنين اثنين monday mon",
    1: "الثلاثاء الثلثاء الثلاثا ثلاثاء tuesday tue",
    2: "الأربعاء الاربعا أربعاء wednesday wed",
    3: "الخميس خميس thursday thu",
    4: "الجمعة جمعة friday fri",
    5: "السبت سبت saturday sat",
    6: "الأحد أحد sunday sun",
}
_QUALIFIERS = {
    -1: "الماضي المنصرم الفائت الفارط المنقضي",
    0: "الجاري الحالي",
    1: "المقبل القادم الآتي",
}
_SPANS = {
    "minute": "دقيقة دقائق دقيقتين",
    "hour": "ساعة ساعات ساعتين",
    "day": "يوم أيام يومين",
    "week": "أسبوع أسابيع أسبوعين",
    "month": "شهر أشهر شهور شهرين",
    "year": "عام أعوام عامين سنة سنوات سنتين",
}
_UNITS = ("الحادي", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع")
_ORDINALS = {
    **{n: f"{unit}_عشر" for n, unit in enumerate(_UNITS, 11)},
    **{n: f"{unit}_والعشرين {unit}_والعشرون" for n, unit in enumerate(_UNITS, 21)},
    **{n: unit for n, unit in enumerate(_UNITS, 1) if n > 1},
    **{1: "الأول أول غرة", 10: "العاشر", 20: "العشرين العشرون", 30: "الثلاثين الثلاثون", 31: "الحادي_والثلاثين"},
}
_COUNTS = {3: "ثلاث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثمان ثماني", 9: "تسع", 10: "عشر"}
# A yearless day and month after one of these names a place, a body or an event; the famous ones need no such word.
_EVENT = (
    "مدينه|ميدان|حي|شارع|جسر|كوبري|محور|جامعه|جريده|صحيفه|حركه|تحالف|تيار|حزب|جبهه|قوي|قوات|ثوره|ثورتي|ثوار|ائتلاف|شباب|"
    "شهداء|مصابي|احداث|حرب|نصر|انتصار|انتصارات|هجمات|اعتداءات|انتفاضه|انقلاب|ذكري|عيد|دستور|اعلان|معركه|هزيمه|نكسه|اهداف|"
    "روح|ملحمه|اتفاق|اتفاقيه|انفجار|تفجيرات|مجزره|مظاهرات|تظاهرات|مليونيه|ملعب|استاد|مستشفي|مطار|نيابه|قسم"
)
_FAMOUS = {(1, 14), (1, 25), (4, 6), (6, 30), (7, 23), (9, 11), (10, 6), (10, 7)}
# «اليوم» is not today after these (newspapers, "until today") and before those ("the first day").
_NOT_TODAY_BEFORE = (
    "في|ذلك|نفس|ذات|طوال|طيله|المصري|اخبار|روسيا|العالم|الحياه|الاردن|مصر|السودان|ليبيا|الامارات|لبنان|العراق|فلسطين|"
    "الجزائر|المغرب|الوطن|اليمن|سوريا|صوت|منتصف|بقيه|باقي|الي|حتي|مدار|علي"
)
_NOT_TODAY_AFTER = (
    "السابق|التالي|الذي|العالمي|الدولي|الوطني|الاول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|نفسه|ذاته|الواحد|الاخير|"
    "المفتوح"
)
_LABELS = (
    "تاريخ|التاريخ|النشر|نشر|نشرت|تم|اخر|تحديث|التحديث|عدل|الاضافه|اضيف|اضيفت|كتب|حرر|يوم|اليوم|في|علي|بتاريخ|الموافق|الساعه|"
    "بتوقيت|توقيت|مكه|المكرمه|القاهره|بيروت|الرياض|دمشق|بغداد|غرينتش|جرينتش|المحلي|صباح|مساء|ظهر|فجر|و|ت|غ|gmt|utc|date|"
    "published|updated|posted|last|update|on|at|time|by"
)

_FOLD = str.maketrans(
    "أإآٱىیکةۀ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹،‑‒–—−⁄∕\u00a0\u2002\u2003\u2007\u2009\u202f\tABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ااااييكهه01234567890123456789,-----//       abcdefghijklmnopqrstuvwxyz",
)
_MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"  # tatweel and harakat: part of the word
_DROPPED = re.compile(f"[{_MARKS}\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_TRAILING = re.compile(f"[{_MARKS}]*")


def _list_names(table: dict[Any, str]) -> dict[str, Any]:
    """The names of a table in folded form -> key."""
    return {word.translate(_FOLD).replace("_", " "): key for key, names in table.items() for word in names.split()}


def _any_of(words: dict[str, Any]) -> str:
    return "(?:" + "|".join(w.replace(" ", " +") for w in sorted(words, key=len, reverse=True)) + ")"


_GREGORIAN_OF, _HIJRI_OF, _WEEKDAY_OF = _list_names(_GREGORIAN), _list_names(_HIJRI), _list_names(_WEEKDAYS)
_QUALIFIER_OF, _SPAN_OF = _list_names(_QUALIFIERS), _list_names(_SPANS)
_ORDINAL_OF, _COUNT_OF = _list_names(_ORDINALS), _list_names(_COUNTS)

# ---- the grammar, on folded text -------------------------------------------------------------------------------------

_B, _E, _M = r"(?<!\w)", r"(?!\w)", r"(?![^\W0-9_])"  # a word begins, ends; a month ends, perhaps at a digit
_MONTH, _WEEKDAY_NAME, _QUAL_WORD = map(_any_of, (_GREGORIAN_OF | _HIJRI_OF, _WEEKDAY_OF, _QUALIFIER_OF))
_MONTHS = rf"(?P<month>{_MONTH}{_M}(?: *[/\\(-] *{_MONTH}{_M}(?: *\))?| +{_MONTH}{_M})?)"
_NUMBER = r"(?<![0-9a-z])(?<![0-9][.,:/])(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])(?: ?(?:st|nd|rd|th)(?!\w))?"
_DAY = rf"(?:{_NUMBER}|{_B}[وبفل]?{_any_of(_ORDINAL_OF)}{_E}(?! +وال(?:عشر|ثلاث)[وي]ن))"
_OF = r"(?: *[,/-] *| *\.| +|(?=\w))(?:(?:من|of) +)?(?:ل?شهر +)?"
_ERA = r"(?: ?(?P<era>م|ه|ميلاديه?|هجريه?|للهجره)(?!\w))?"
_YEAR = (
    r"(?: *[,/-] *| *\.| +|(?=[0-9]))(?:(?:من +)?(?:ل|ال|لل)?(?:عام|سنه) +)?\(?"
    rf"(?P<year>[0-9]{{3,4}})(?![0-9%]|[.,:/-][0-9])\)?{_ERA}"
)
_QUAL = rf" +(?P<of_year>(?:من +)?(?:العام|السنه) +)?(?P<qual>{_QUAL_WORD})ه?{_E}"

_MONTH_NAME = re.compile(rf"(?:(?<!\w)|(?<=[0-9])|(?<=(?<!\w)[وبفل])){_MONTH}{_M}")
_DAY_FIRST = re.compile(
    rf"(?:(?P<first>{_DAY})(?: *(?:-|/|و|الي|حتي) *| +(?=و)))?(?P<day>{_DAY}){_OF}{_MONTHS}(?:{_YEAR}|{_QUAL})?"
)
_MONTH_FIRST = re.compile(rf"{_B}{_MONTHS}[ ,./-]+(?P<day>{_NUMBER}){_YEAR}")
_YEAR_FIRST = re.compile(rf"{_B}(?P<year>[0-9]{{4}})[ ,/-]+{_MONTHS}[ ,/-]+(?P<day>{_NUMBER})")
_SCRAMBLED = re.compile(
    rf"(?P<day>{_NUMBER}) +(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9]) +(?P<year>[0-9]{{4}}) +{_MONTHS}"
)
_MONTH_ONLY = re.compile(
    rf"{_B}(?P<cue>[وبفل]*(?:شهر|في|منذ|خلال|حتي|مطلع|بدايه|نهايه|اواخر|اوائل|منتصف|بحلول|مستهل|غضون) +)?(?:شهر +)?"
    rf"(?:[وبفل](?={_MONTH}))?{_MONTHS}(?:{_YEAR}|{_QUAL})?"
)
_YEAR_ONLY = re.compile(
    rf"{_B}[وفبلك]?(?:(?P<word>ل?(?:ال)?(?:عام|سنه)|عامي|سنتي) +(?:{_QUAL_WORD}ه? +)?(?P<year>[0-9]{{3,4}})"
    rf"(?![0-9%]|[.,][0-9]| *[/-] *[0-9])(?: (?:و|الي|حتي) *(?P<second>[0-9]{{4}})(?![0-9]))?{_ERA}"
    rf"|(?<![0-9./-])(?P<hijri>1[345][0-9]{{2}}) ?ه{_E})"
)
_NUMERIC = re.compile(
    r"(?<![0-9])(?<![0-9][.,:/-])(?:[0-9]{1,4} *(?P<sep>[/.-]) *[0-9]{1,4}(?: *(?P=sep) *[0-9]{1,4})+"
    r"|(?<![0-9] )(?:19|20)[0-9]{2} (?:0[1-9]|1[0-2]) (?:0[1-9]|[12][0-9]|3[01])(?! [0-9]))(?![0-9]|[.,:/-][0-9])"
    rf"(?: ?(?P<era>م|ه){_E})?"
)
_SHORT = re.compile(
    rf"{_B}(?P<name>{_WEEKDAY_NAME}){_E}[ ,(]*(?P<a>[0-9]{{1,2}})[/-](?P<b>[0-9]{{1,2}})(?![0-9]|[.,:/-][0-9])"
)
_CLOCK = r"(?P<{}>صباحا|مساء|ظهرا|عصرا|فجرا|ليلا|ص|م|[ap]\.?m\.?)(?!\w)"
_TIME = re.compile(
    r"(?:الساعه *)?(?<![0-9:.])(?P<hour>[01]?[0-9]|2[0-3])[:h](?P<minute>[0-5][0-9])(?::[0-5][0-9](?:[.,][0-9]+)?)?"
    rf"(?![0-9:])(?: *{_CLOCK.format('mark')})?(?: *(?P<zone>z{_E}|[+-][0-9]{{2}}:?[0-9]{{2}}|\(?(?:gmt|utc)"
    rf"(?: *[+-] *[0-9]+)?\)?|(?:idt|est|edt|cet|cest|eet|eest|ast|gst){_E}|\(?(?:ب|وفق +)?توقيت +\w+(?: +المكرمه|"
    rf" +المحلي)?\)?|\(?ت\. ?غ\.?\)?))?|الساعه +(?P<hour2>[01]?[0-9]|2[0-3])(?:\.(?P<minute2>[0-5][0-9]))?"
    rf" *{_CLOCK.format('mark2')}"
)
_WEEKDAY = re.compile(
    rf"{_B}[وفب]?(?P<name>{_WEEKDAY_NAME}){_E}(?:[»\"”)]? +(?P<qual>{_QUAL_WORD})ه?{_E}"
    rf"|(?= +(?:(?:و|او +){_WEEKDAY_NAME} +(?P<both>{_QUAL_WORD})(?:ه|ين)?|(?P<pair>{_QUAL_WORD})ين){_E}))?"
)
_NEAR_DAY = re.compile(
    rf"{_B}[وفب]?(?:(?P<m2>اول +(?:من +)?امس|امس +(?:ال)?اول)|(?P<m1>(?:ال)?امس(?! +الحاجه)|البارحه)|(?P<p2>بعد +غد)"
    rf"|(?P<p1>غدا|غد(?= +{_WEEKDAY_NAME}{_E})|(?<=يوم )غد|الغد)|(?P<p0>اليوم)){_E}"
)
_AGO = re.compile(
    rf"{_B}[وف]?(?P<since>قبل|منذ) +(?:(?P<digits>[0-9]{{1,3}}) +|(?P<word>{_any_of(_COUNT_OF)})ه? +)?"
    rf"(?P<unit>{_any_of(_SPAN_OF)}){_E}(?: +واحده?{_E})?(?! +(?:من{_E}|ال\w|[0-9]|{_MONTH}{_M}))"
)
_PERIOD = re.compile(
    rf"{_B}[وبفل]?(?:(?P<day>{_NUMBER}) *(?:من +)?(?:الشهر +)?(?:الجاري|الحالي)|(?P<unit>(?:ل|ال)(?:اسبوع|شهر|عام|سنه))"
    rf" +(?P<qual>{_QUAL_WORD})ه?|هذا +(?P<this>الاسبوع|الشهر|العام)){_E}"
)
_FURNITURE = r"[ ,:|()\[\]/\-•·؛«»\"]"
_GAP = re.compile(
    rf"{_FURNITURE}{{0,8}}(?:(?:(?:و?الموافق|يوافق|الموافقه|المصادف)(?: *ل)?|ل|في|يوم|بتاريخ|تاريخ|من|عند|علي|تمام"
    rf"|الساعه|حوالي|نهار|صباح|مساء|ظهر|فجر|at|on|t|of){_FURNITURE}{{0,4}}){{0,3}}"
)
_RANGE_GAP = re.compile(r" *(?:-|و|الي|حتي|وحتي|لغايه|ولغايه) *(?:يوم +)?")


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """`text` with one shape for each letter, digit and dash, marks dropped; and where each character stood."""
    if not _DROPPED.search(text):
        return text.translate(_FOLD), range(len(text) + 1)
    kept: list[int] = []
    last = 0
    for match in _DROPPED.finditer(text):
        kept.extend(range(last, match.start()))
        last = match.end()
    kept.extend(range(last, len(text)))
    return "".join([text[i] for i in kept]).translate(_FOLD), [*kept, len(text)]


# ---- the calendar ----------------------------------------------------------------------------------------------------


def _make_day(year: int, month: int, day: int, *, hijri: bool = False) -> date | None:
    """The day, or None where the calendar (for Hijri: the Umm al-Qura table, 1343-1500) has no such day."""
    try:
        return Hijri(year, month, day).to_gregorian() if hijri else date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _find_nearest(
    month: int, day: int, near: date | None, *, hijri: bool = False, side: int | None = None
) -> date | None:
    """The day and month without a year that lies nearest `near`, or on the `side` (-1, 1) that the print names."""
    try:
        year = 0 if near is None else Gregorian.fromdate(near).to_hijri().year if hijri else near.year
    except (ValueError, OverflowError):
        return None
    days = [d for y in (year - 1, year, year + 1) if y > 0 and (d := _make_day(y, month, day, hijri=hijri))]
    if near is None:
        return None
    return min((d for d in days if not side or (d - near).days * side >= 0), key=lambda d: abs(d - near), default=None)


def _shift(day: date | None, count: int, unit: str = "day") -> tuple[date, ...]:
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


def _read_month(names: str) -> tuple[int, bool] | None:
    """(number, is it Hijri) of a month or a doubled month; None where the two names disagree."""
    words = [re.sub(" +", " ", name) for name in re.findall(_MONTH + _M, names)]
    found = {(_HIJRI_OF[w], True) if w in _HIJRI_OF else (_GREGORIAN_OF[w], False) for w in words}
    return found.pop() if len(found) == 1 else None


def _read_day_number(word: str) -> int:
    digits = re.sub("[^0-9]", "", word)
    return int(digits) if digits else _ORDINAL_OF[re.sub(" +", " ", word[_count_prefix(word) :])]


def _count_prefix(word: str) -> int:
    """1 where «و», «ب», «ف» or «ل» is written onto an ordinal."""
    return int(word[0] in "وبفل" and re.sub(" +", " ", word) not in _ORDINAL_OF)


# ---- reading the parts -----------------------------------------------------------------------------------------------


def _read_named(match: re.Match[str], given: _Given) -> Iterator[_Part]:
    """A day (or two, a range) with a named month, perhaps a year or «الماضي»."""
    groups = match.groupdict()
    read = _read_month(groups["month"])
    if _counts_noun(match, given.folded):
        return
    if read is None:
        yield _Part("gregorian", *match.span(), certainty="unknown", note="two different months side by side")
        return
    month, hijri = read
    day = _read_day_number(groups["day"])
    first = _read_day_number(groups["first"]) if groups.get("first") else 0
    start = match.start("day") + _count_prefix(match["day"]) if match.re is _DAY_FIRST else match.start()
    ends = [(day, start, match.end())]
    if 0 < first < day:
        ends.insert(0, (first, match.start("first") + _count_prefix(match["first"]), match.end("first")))
    for number, start, end in ends:
        note = "one end of a range" if len(ends) == 2 else ""
        part = _Part("hijri" if hijri else "gregorian", start, end, alone=bool(note), note=note)
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
    return is_noun and word not in _WEEKDAY_OF and word not in ("اليوم", "الموافق", "المصادف", "الي")


def _date_part(part: _Part, month: int, day: int, groups: dict, given: _Given) -> _Part:
    """`part` with the day it means: by its printed year, or by the reference."""
    hijri = part.kind == "hijri"
    side = _QUALIFIER_OF[groups["qual"]] if groups.get("qual") else None
    year = int(groups["year"]) if groups.get("year") else None
    if groups.get("of_year") and given.day and side is not None:
        year = given.day.year + side
    if year is not None:
        found = _make_day(year, month, day, hijri=hijri)
        if found is None:
            note = "no such day, or outside the Umm al-Qura table (1343-1500)" if hijri else "no such day"
            return replace(part, certainty="unknown", note=note)
        note = "Umm al-Qura calendar, ±1 day" if hijri else part.note if side is None else "the year is the reference's"
        return replace(part, days=(found,), certainty="likely" if hijri or side is not None else "sure", note=note)
    part = replace(part, yearless=(month, day), certainty="unknown", note="no year printed")
    before = given.folded[max(0, part.start - 25) : part.start]
    if side is None and re.search(rf"{_B}[وبفلك]?(?:{_EVENT}) *(?:يوم +|ال)?[«\"”“]?$", before):
        return replace(
            part, note="no year, and the word before it makes it the name of a place or an event", alone=True
        )
    if side is None and re.search(r"منذ +(?:يوم +)?$", before):
        side = -1
    nearest = _find_nearest(month, day, given.day, hijri=hijri, side=side)
    if nearest is None:
        return part
    famous = (month, day) == (9, 10) if hijri else (month, day) in _FAMOUS
    if famous and side is None and not part.alone and not re.search("(?:يوم|تاريخ|مساء|صباح) +$", before):
        return replace(part, days=(nearest,), note="no year; often the name of an event or a place")
    return replace(part, days=(nearest,), certainty="likely", note="no year printed: the nearest to the reference")


def _read_month_only(match: re.Match[str], given: _Given) -> Iterator[_Part]:
    names, qualifier = match["month"], match["qual"]
    if not (match["year"] or qualifier or match["cue"] or re.search(r"[/(\\]", names)):
        return  # «مارس», «آب», «ماي» by themselves are as often a verb, a father, a name
    if not (match["year"] or qualifier or "شهر" in match.group()) and names in ("مارس", "اب", "ماي", "اوت", "جوان"):
        return
    read = _read_month(names)
    month, hijri = read or (0, False)
    part = _Part("hijri" if hijri else "gregorian", match.start("month"), match.end(), (), "month", "unknown")
    if read is None or (hijri and match["year"] and int(match["year"]) > 1600):
        if read is None:
            yield replace(part, note="two different months")
        return  # «رمضان 2013» is a season, not a date
    side = _QUALIFIER_OF[qualifier] if qualifier else None
    year = int(match["year"]) if match["year"] else None
    if match["of_year"] and given.day and side is not None:
        year = given.day.year + side
    if year is not None:
        first = _make_day(year, month, 1, hijri=hijri)
    else:  # in March «مارس الماضي» is last year's
        anchor = given.day.replace(day=1) if given.day and not hijri else given.day
        anchor = anchor - timedelta(days=1) if anchor and side == -1 and anchor.year > 1 else anchor
        first = _find_nearest(month, 1, anchor, hijri=hijri, side=side) if side is not None else None
    if first is None:
        yield replace(part, note="month without a year")
    else:
        sure = bool(match["year"]) and not hijri
        kind = part.kind if match["year"] else "relative"
        yield replace(part, days=(first,), certainty="sure" if sure else "likely", kind=kind)


def _read_year_only(match: re.Match[str], given: _Given) -> Iterator[_Part]:
    hijri = bool(match["hijri"]) or (match["era"] or "").startswith(("ه", "لل"))
    start = match.start("hijri") if match["hijri"] else match.start("word")
    years = [(match["hijri"] or match["year"], start, match.end() if not match["second"] else match.end("year"))]
    if match["second"] and match["word"] in ("عامي", "سنتي"):
        years.append((match["second"], *match.span("second")))
    for digits, begin, end in years:
        first = _make_day(int(digits), 1, 1, hijri=hijri)
        if first and (hijri or 600 <= int(digits) <= 2199):
            kind, certainty = ("hijri", "likely") if hijri else ("gregorian", "sure")
            yield _Part(kind, begin, end, (first,), "year", certainty, alone=True)


def _read_numeric(match: re.Match[str], given: _Given) -> Iterator[_Part]:
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


def _read_three(digits: list[str], start: int, end: int, sep: str | None, numeric: str | None) -> Iterator[_Part]:
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
    readings = {o: day for o, ymd in orders.items() if (day := _make_day(*ymd, hijri=hijri))}
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
        yield _Part("hijri" if hijri else "gregorian", start, end, days, certainty=certainty, note=note)


def _read_short(match: re.Match[str], given: _Given) -> Iterator[_Part]:
    """«الأحد (13-3)»: two numbers are a day and month only beside a weekday that agrees."""
    orders = {"dmy": (int(match["b"]), int(match["a"])), "mdy": (int(match["a"]), int(match["b"]))}
    for month, day in dict.fromkeys([orders["mdy" if given.numeric == "mdy" else "dmy"], *orders.values()]):
        found = _find_nearest(month, day, given.day)
        if found and found.weekday() == _WEEKDAY_OF[match["name"]]:
            span = (match.start("a"), match.end("b"))
            yield _Part("gregorian", *span, (found,), "day", "likely", "no year printed", yearless=(month, day))
            return


def _read_time(match: re.Match[str], given: _Given) -> Iterator[_Part]:
    hour, minute = int(match["hour"] or match["hour2"]), int(match["minute"] or match["minute2"] or 0)
    mark = (match["mark"] or match["mark2"] or "").replace(".", "")
    afternoon = mark in ("م", "مساء", "عصرا", "pm") or (mark == "ظهرا" and hour < 6) or (mark == "ليلا" and hour > 5)
    if hour < 12 and afternoon:
        hour += 12
    elif hour == 12 and mark in ("ص", "صباحا", "فجرا", "ليلا", "am"):
        hour = 0
    zone = (match["zone"] or "").strip("() ")
    yield _Part("time", *match.span(), time=time(hour, minute), note=f"time as printed, {zone}" if zone else "")


def _read_weekday(match: re.Match[str], given: _Given) -> Iterator[_Part]:
    before = given.folded[max(0, match.start() - 12) : match.start()]
    after = given.folded[match.end() : match.end() + 7]
    if re.search(rf"{_B}(?:كل|ايام|سوق|خطب|خطبه|خطيب|امام|بين|كلا|عبد) +$", before) or re.match(
        rf" +(?:عشر|معا|التالي|السابق){_E}", after
    ):
        return
    weekday = _WEEKDAY_OF[match["name"]]
    side = _QUALIFIER_OF.get(match["qual"] or match["both"] or match["pair"] or "")
    back = (given.day.weekday() - weekday) % 7 if given.day else 0
    back = back - 7 if side == 1 else 7 if side == -1 and back == 0 else back
    bare = not match["name"].startswith("ال")
    days = _shift(None if bare else given.day, -back)
    note = {-1: "the last such weekday before", 1: "the first such weekday after"}.get(side or 0, "the last one up to")
    note += " the reference"
    if side is None and back > 3:  # in real news a weekday that far back is more often the coming one
        days, note = (), " or ".join(str(day) for n in (-back, 7 - back) for day in _shift(given.day, n))
    start = match.start("name")
    yield _Part("weekday", start, match.end(), days, "day", "likely", note, weekday=weekday, bare=bare)


def _read_near_day(match: re.Match[str], given: _Given) -> Iterator[_Part]:
    name = match.lastgroup or "p0"
    before = given.folded[max(0, match.start() - 20) : match.start()]
    after = given.folded[match.end() : match.end() + 12]
    if name == "p0" and re.search(rf"(?:^|\W)(?:{_NOT_TODAY_BEFORE}) +$", before):
        return
    if name == "p0" and (
        re.match(rf" +(?:{_NOT_TODAY_AFTER}){_E}", after) or re.fullmatch(r"[«»\"“”]{2}", before[-1:] + after[:1])
    ):
        return
    next_day = re.match(rf" *(?:$|[.,:؛؟!)\n])| +{_WEEKDAY_NAME}{_E}", after) or re.search("يوم +$", before)
    if match.group().endswith("غدا") and not (next_day or match.end() in given.tanwin):
        return  # without its tanwin «غدا» is also "became"
    count = int(name[1]) * (-1 if name[0] == "m" else 1)
    note = f"{count:+d} days from the reference"
    yield _Part("relative", *match.span(name), _shift(given.day, count), "day", "likely", note)


def _read_ago(match: re.Match[str], given: _Given) -> Iterator[_Part]:
    word, unit = match["unit"], _SPAN_OF[match["unit"]]
    number = match["digits"] or match["word"]
    if number:
        count = int(number) if match["digits"] else _COUNT_OF[number]
    elif word.endswith("ين"):
        count = 2
    elif word == _SPANS[unit].split()[0].translate(_FOLD) or word == "سنه":
        count = 1
    else:
        return  # «منذ أيام»: how many is not said
    precision = unit if unit in ("week", "month", "year") else "day"
    note = f"{count} {unit}(s) before the reference"
    days = _shift(given.day, -count, unit) if unit not in ("minute", "hour") else ()
    if unit in ("minute", "hour") and given.day:
        moment = given.clock - timedelta(**{f"{unit}s": count}) if given.clock and given.clock.year > 1 else None
        days = (moment.date() if moment else given.day,)
        note += "" if moment else ", which has no clock time"
    yield _Part("relative", match.start("since"), match.end(), days, precision, "likely", note)


def _read_period(match: re.Match[str], given: _Given) -> Iterator[_Part]:
    """«الشهر الجاري», «الأسبوع الماضي», «هذا العام», «15 الجاري»."""
    if match["day"]:
        day = given.day and _make_day(given.day.year, given.day.month, _read_day_number(match["day"]))
        days, note = ((day,) if day else ()), "day of the current month"
        yield _Part("relative", match.start("day"), match.end(), days, "day", "likely", note)
        return
    start = match.start("unit") if match["unit"] else match.start("this") - len("هذا ")
    word = match["unit"] or match["this"]
    unit = next(u for w, u in _SPAN_OF.items() if word.endswith(w))
    count = _QUALIFIER_OF[match["qual"]] if match["qual"] else 0
    note = f"{count:+d} {unit} from the reference"
    yield _Part("relative", start, match.end(), _shift(given.day, count, unit), unit, "likely", note, alone=True)


_Reader = Callable[[re.Match[str], _Given], Iterator[_Part]]
_WITH_DIGITS: list[tuple[re.Pattern[str], _Reader]] = [
    (_NUMERIC, _read_numeric),
    (_SHORT, _read_short),
    (_TIME, _read_time),
    (_YEAR_ONLY, _read_year_only),
]
_ANYWHERE: list[tuple[re.Pattern[str], _Reader]] = [
    (_WEEKDAY, _read_weekday),
    (_NEAR_DAY, _read_near_day),
    (_AGO, _read_ago),
    (_PERIOD, _read_period),
]
_NEAR_MONTHS: list[tuple[re.Pattern[str], _Reader]] = [
    (_MONTH_FIRST, _read_named),
    (_YEAR_FIRST, _read_named),
    (_SCRAMBLED, _read_named),
    (_DAY_FIRST, _read_named),
    (_MONTH_ONLY, _read_month_only),
]


def _find_parts(given: _Given) -> list[_Part]:
    """Every part of every kind, in order, without overlaps (the earlier, then the longer one stays)."""
    readers = _ANYWHERE + (_WITH_DIGITS if re.search("[0-9]", given.folded) else [])
    parts = [p for pattern, read in readers for m in pattern.finditer(given.folded) for p in read(m, given)]
    windows: list[tuple[int, int]] = []  # the costly patterns are tried only around the names of months
    for name in _MONTH_NAME.finditer(given.folded):
        start, end = max(0, name.start() - 60), name.end() + 60
        if windows and start <= windows[-1][1]:
            start, _ = windows.pop()
        windows.append((start, end))
    for window in windows:
        found = [(m, read) for pattern, read in _NEAR_MONTHS for m in pattern.finditer(given.folded, *window)]
        parts += [p for m, read in found for p in read(m, given)]
    kept: list[_Part] = []
    for part in sorted(parts, key=lambda p: (p.start, -p.end)):
        if not kept or part.start >= kept[-1].end:
            kept.append(part)
    return kept


def _inherit_years(parts: list[_Part], folded: str) -> list[_Part]:
    """«28 أغسطس - 4 سبتمبر 2025»: the first end takes its year from the second."""
    result = list(parts)
    for i in range(len(parts) - 2, -1, -1):
        here, there = result[i], result[i + 1]
        dated = there.days and there.kind == "gregorian" and not there.yearless and there.precision == "day"
        if here.yearless and here.kind == "gregorian" and dated and _RANGE_GAP.fullmatch(folded, here.end, there.start):
            days = [
                d for y in (0, 1) if (d := _make_day(there.days[0].year - y, *here.yearless)) and d <= there.days[0]
            ]
            note = "one end of a range; the year is the other end's"
            result[i] = replace(here, days=tuple(days[:1]), certainty="sure", note=note, yearless=None, alone=True)
    return result


# ---- weighing them against each other --------------------------------------------------------------------------------


def _group_parts(parts: list[_Part], folded: str) -> list[list[_Part]]:
    """Runs of neighbouring parts of different kinds, with nothing but furniture between them."""
    groups: list[list[_Part]] = []
    for part, following in zip(parts, [*parts[1:], None], strict=False):
        if groups and _belongs(groups[-1], part, following, folded):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _belongs(group: list[_Part], part: _Part, following: _Part | None, folded: str) -> bool:
    if any(p.alone or p.precision != "day" for p in (*group, part)) or any(p.kind == part.kind for p in group):
        return False
    if part.start - group[-1].end > 40 or not _GAP.fullmatch(folded, group[-1].end, part.start):
        return False
    if part.kind != "weekday":
        return True
    if part.bare and folded[part.start] > "z":
        return False  # «في أحد» after a date is "in one of"
    if following is None or all(p.kind != following.kind for p in group):
        return True  # else the weekday belongs to the date that follows it
    return not _GAP.fullmatch(folded, part.end, following.start)


def _weigh(group: list[_Part], reference: date | None) -> FoundDate | None:
    """What the parts of one group say together; None for a clock time, or a bare weekday, by itself."""
    kinds = {p.kind: p for p in group}
    main = next((kinds[k] for k in ("gregorian", "hijri", "relative", "weekday") if k in kinds), None)
    if main is None or main.bare:
        return None
    days, certainty, notes = list(main.days), main.certainty, [main.note]
    if main.kind == "gregorian" and "hijri" in kinds:
        days, certainty, notes = _hear_hijri(days, certainty, notes, kinds["hijri"].days)
    if "weekday" in kinds and main.kind != "weekday":
        days, certainty, notes = _hear_weekday(days, certainty, notes, kinds["weekday"].weekday, main.kind)
    elif main.yearless and "relative" in kinds and kinds["relative"].days == tuple(days) != ():
        certainty, notes = "sure", ["the relative day beside it confirms it"]
    if len(days) > 1 and certainty == "unknown":
        days = [d for d in days if reference is not None and abs((d - reference).days) <= 7]
        certainty, days = ("likely", days) if len(days) == 1 else (certainty, [])
        notes += ["the one near the reference"] if days else []
    if main.yearless and certainty == "unknown" and "weekday" not in kinds:
        days = []  # a name rather than a day
    relative = main.kind in ("relative", "weekday")
    if relative and reference is None:
        notes.append("no reference date")
    notes += [p.note for p in group if p.kind == "time"]
    return FoundDate(
        start=group[0].start,
        end=group[-1].end,
        text="",
        date=days[0] if days else None,
        time=kinds["time"].time if "time" in kinds else main.time,
        precision=main.precision,  # type: ignore[arg-type]
        calendar="hijri" if main.kind == "hijri" else "gregorian",
        basis="relative" if relative else "absolute",
        certainty=certainty if days else "unknown",  # type: ignore[arg-type]
        note="; ".join(dict.fromkeys(n for n in notes if n)),
    )


_Verdict = tuple[list[date], str, list[str]]


def _hear_hijri(days: list[date], certainty: str, notes: list[str], others: tuple[date, ...]) -> _Verdict:
    """The Hijri date beside a Gregorian one confirms a day within two of its own, or speaks against it."""
    near = sorted((abs((day - other).days), day) for day in days for other in others)
    if near and near[0][0] <= 2:
        return [near[0][1]], "sure" if near[0][0] <= 1 else "likely", ["the Hijri date confirms it"]
    if near:
        return days, "unknown", [*notes, f"the Hijri date beside it is {others[0]}"]
    return days, certainty, notes


def _hear_weekday(days: list[date], certainty: str, notes: list[str], weekday: int | None, kind: str) -> _Verdict:
    """The weekday confirms the days, moves them (Hijri, relative: by one day), or speaks against them."""
    confirmed = [day for day in days if day.weekday() == weekday]
    moved = [d for day in days for n in (1, -1) for d in _shift(day, n) if d.weekday() == weekday]
    if not days:
        return days, certainty, notes
    if confirmed:
        return confirmed, "sure", ["the weekday confirms it"]
    if moved and kind in ("hijri", "relative"):
        return moved[:1], "likely", [*notes, "moved by one day to agree with the weekday"]
    return days, "unknown", [*notes, "the weekday beside it does not agree"]


# ---- the two functions -----------------------------------------------------------------------------------------------


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
    folded, offsets = _fold(text)
    clock = reference if isinstance(reference, datetime) and reference.time() != time() else None
    day = reference.date() if isinstance(reference, datetime) else reference
    tanwin = (
        frozenset(i for i in range(len(folded)) if offsets[i + 1] - offsets[i] > 1) if "\u064b" in text else frozenset()
    )
    given = _Given(folded, frozenset(i + 1 for i in tanwin), day, clock, numeric)
    found = []
    for group in _group_parts(_inherit_years(_find_parts(given), folded), folded):
        weighed = _weigh(group, day)
        if weighed is not None:
            start, end = offsets[weighed.start], offsets[weighed.end - 1] + 1
            end = _TRAILING.match(text, end).end()  # type: ignore[union-attr]
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
    between = [_fold(text[start:end])[0] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    if not found or re.search(r"\w", re.sub(rf"{_B}(?:{_LABELS}){_E}", " ", " | ".join(between))):
        return None
    updates = [bool(re.search("تحديث|عدل|updat", before)) for before in between[:-1]]
    return next((one for one, update in zip(found, updates, strict=True) if not update), found[0])
