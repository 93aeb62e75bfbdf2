"""The words of Arabic dates in every region, and the patterns they make, on folded text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

# ---- the words ---------------------------------------------------------------------------------

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
SPANS = {
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
EVENT = (
    "مدينه|ميدان|حي|شارع|جسر|كوبري|محور|جامعه|جريده|صحيفه|حركه|تحالف|تيار|حزب|جبهه|قوي|قوات|ثوره|ثورتي|ثوار|ائتلاف|شباب|"
    "شهداء|مصابي|احداث|حرب|نصر|انتصار|انتصارات|هجمات|اعتداءات|انتفاضه|انقلاب|ذكري|عيد|دستور|اعلان|معركه|هزيمه|نكسه|اهداف|"
    "روح|ملحمه|اتفاق|اتفاقيه|انفجار|تفجيرات|مجزره|مظاهرات|تظاهرات|مليونيه|ملعب|استاد|مستشفي|مطار|نيابه|قسم"
)
FAMOUS = {(1, 14), (1, 25), (4, 6), (6, 30), (7, 23), (9, 11), (10, 6), (10, 7)}
# «اليوم» is not today after these (newspapers, "until today") and before those ("the first day").
NOT_TODAY_BEFORE = (
    "في|ذلك|نفس|ذات|طوال|طيله|المصري|اخبار|روسيا|العالم|الحياه|الاردن|مصر|السودان|ليبيا|الامارات|لبنان|العراق|فلسطين|"
    "الجزائر|المغرب|الوطن|اليمن|سوريا|صوت|منتصف|بقيه|باقي|الي|حتي|مدار|علي"
)
NOT_TODAY_AFTER = (
    "السابق|التالي|الذي|العالمي|الدولي|الوطني|الاول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|نفسه|ذاته|الواحد|الاخير|"
    "المفتوح"
)
LABELS = (
    "تاريخ|التاريخ|النشر|نشر|نشرت|تم|اخر|تحديث|التحديث|عدل|الاضافه|اضيف|اضيفت|كتب|حرر|يوم|اليوم|في|علي|بتاريخ|الموافق|الساعه|"
    "بتوقيت|توقيت|مكه|المكرمه|القاهره|بيروت|الرياض|دمشق|بغداد|غرينتش|جرينتش|المحلي|صباح|مساء|ظهر|فجر|و|ت|غ|gmt|utc|date|"
    "published|updated|posted|last|update|on|at|time|by"
)

FOLD = str.maketrans(
    "أإآٱىیکةۀ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹،‑‒–—−⁄∕\u00a0\u2002\u2003\u2007\u2009\u202f\tABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ااااييكهه01234567890123456789,-----//       abcdefghijklmnopqrstuvwxyz",
)
_MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"  # tatweel and harakat: part of the word
_DROPPED = re.compile(f"[{_MARKS}\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
TRAILING = re.compile(f"[{_MARKS}]*")


def _list_names(table: dict[Any, str]) -> dict[str, Any]:
    """The names of a table in folded form -> key."""
    return {word.translate(FOLD).replace("_", " "): key for key, names in table.items() for word in names.split()}


def _any_of(words: dict[str, Any]) -> str:
    return "(?:" + "|".join(w.replace(" ", " +") for w in sorted(words, key=len, reverse=True)) + ")"


GREGORIAN_OF, HIJRI_OF, WEEKDAY_OF = _list_names(_GREGORIAN), _list_names(_HIJRI), _list_names(_WEEKDAYS)
QUALIFIER_OF, SPAN_OF = _list_names(_QUALIFIERS), _list_names(SPANS)
ORDINAL_OF, COUNT_OF = _list_names(_ORDINALS), _list_names(_COUNTS)

# ---- the grammar, on folded text ---------------------------------------------------------------

START, STOP, MARKS_AFTER = (
    r"(?<!\w)",
    r"(?!\w)",
    r"(?![^\W0-9_])",
)  # a word begins, ends; a month ends, perhaps at a digit
MONTH, WEEKDAY_NAME, _QUAL_WORD = map(_any_of, (GREGORIAN_OF | HIJRI_OF, WEEKDAY_OF, QUALIFIER_OF))
_MONTHS = rf"(?P<month>{MONTH}{MARKS_AFTER}(?: *[/\\(-] *{MONTH}{MARKS_AFTER}(?: *\))?| +{MONTH}{MARKS_AFTER})?)"
_NUMBER = r"(?<![0-9a-z])(?<![0-9][.,:/])(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])(?: ?(?:st|nd|rd|th)(?!\w))?"
_DAY = rf"(?:{_NUMBER}|{START}[وبفل]?{_any_of(ORDINAL_OF)}{STOP}(?! +وال(?:عشر|ثلاث)[وي]ن))"
_OF = r"(?: *[,/-] *| *\.| +|(?=\w))(?:(?:من|of) +)?(?:ل?شهر +)?"
_ERA = r"(?: ?(?P<era>م|ه|ميلاديه?|هجريه?|للهجره)(?!\w))?"
_YEAR = (
    r"(?: *[,/-] *| *\.| +|(?=[0-9]))(?:(?:من +)?(?:ل|ال|لل)?(?:عام|سنه) +)?\(?"
    rf"(?P<year>[0-9]{{3,4}})(?![0-9%]|[.,:/-][0-9])\)?{_ERA}"
)
_QUAL = rf" +(?P<of_year>(?:من +)?(?:العام|السنه) +)?(?P<qual>{_QUAL_WORD})ه?{STOP}"

MONTH_NAME = re.compile(rf"(?:(?<!\w)|(?<=[0-9])|(?<=(?<!\w)[وبفل])){MONTH}{MARKS_AFTER}")
DAY_FIRST = re.compile(
    rf"(?:(?P<first>{_DAY})(?: *(?:-|/|و|الي|حتي) *| +(?=و)))?(?P<day>{_DAY}){_OF}{_MONTHS}(?:{_YEAR}|{_QUAL})?"
)
MONTH_FIRST = re.compile(rf"{START}{_MONTHS}[ ,./-]+(?P<day>{_NUMBER}){_YEAR}")
YEAR_FIRST = re.compile(rf"{START}(?P<year>[0-9]{{4}})[ ,/-]+{_MONTHS}[ ,/-]+(?P<day>{_NUMBER})")
SCRAMBLED = re.compile(
    rf"(?P<day>{_NUMBER}) +(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9]) +(?P<year>[0-9]{{4}}) +{_MONTHS}"
)
MONTH_ONLY = re.compile(
    rf"{START}(?P<cue>[وبفل]*(?:شهر|في|منذ|خلال|حتي|مطلع|بدايه|نهايه|اواخر|اوائل|منتصف|بحلول|مستهل|غضون) +)?(?:شهر +)?"
    rf"(?:[وبفل](?={MONTH}))?{_MONTHS}(?:{_YEAR}|{_QUAL})?"
)
YEAR_ONLY = re.compile(
    rf"{START}[وفبلك]?(?:(?P<word>ل?(?:ال)?(?:عام|سنه)|عامي|سنتي) +(?:{_QUAL_WORD}ه? +)?(?P<year>[0-9]{{3,4}})"
    rf"(?![0-9%]|[.,][0-9]| *[/-] *[0-9])(?: (?:و|الي|حتي) *(?P<second>[0-9]{{4}})(?![0-9]))?{_ERA}"
    rf"|(?<![0-9./-])(?P<hijri>1[345][0-9]{{2}}) ?ه{STOP})"
)
NUMERIC = re.compile(
    r"(?<![0-9])(?<![0-9][.,:/-])(?:[0-9]{1,4} *(?P<sep>[/.-]) *[0-9]{1,4}(?: *(?P=sep) *[0-9]{1,4})+"
    r"|(?<![0-9] )(?:19|20)[0-9]{2} (?:0[1-9]|1[0-2]) (?:0[1-9]|[12][0-9]|3[01])(?! [0-9]))(?![0-9]|[.,:/-][0-9])"
    rf"(?: ?(?P<era>م|ه){STOP})?"
)
SHORT = re.compile(
    rf"{START}(?P<name>{WEEKDAY_NAME}){STOP}[ ,(]*(?P<a>[0-9]{{1,2}})[/-](?P<b>[0-9]{{1,2}})(?![0-9]|[.,:/-][0-9])"
)
_CLOCK = r"(?P<{}>صباحا|مساء|ظهرا|عصرا|فجرا|ليلا|ص|م|[ap]\.?m\.?)(?!\w)"
TIME = re.compile(
    r"(?:الساعه *)?(?<![0-9:.])(?P<hour>[01]?[0-9]|2[0-3])[:h](?P<minute>[0-5][0-9])(?::[0-5][0-9](?:[.,][0-9]+)?)?"
    rf"(?![0-9:])(?: *{_CLOCK.format('mark')})?(?: *(?P<zone>z{STOP}|[+-][0-9]{{2}}:?[0-9]{{2}}|\(?(?:gmt|utc)"
    rf"(?: *[+-] *[0-9]+)?\)?|(?:idt|est|edt|cet|cest|eet|eest|ast|gst){STOP}|\(?(?:ب|وفق +)?توقيت +\w+(?: +المكرمه|"
    rf" +المحلي)?\)?|\(?ت\. ?غ\.?\)?))?|الساعه +(?P<hour2>[01]?[0-9]|2[0-3])(?:\.(?P<minute2>[0-5][0-9]))?"
    rf" *{_CLOCK.format('mark2')}"
)
WEEKDAY = re.compile(
    rf"{START}[وفب]?(?P<name>{WEEKDAY_NAME}){STOP}(?:[»\"”)]? +(?P<qual>{_QUAL_WORD})ه?{STOP}"
    rf"|(?= +(?:(?:و|او +){WEEKDAY_NAME} +(?P<both>{_QUAL_WORD})(?:ه|ين)?|(?P<pair>{_QUAL_WORD})ين){STOP}))?"
)
NEAR_DAY = re.compile(
    rf"{START}[وفب]?(?:(?P<m2>اول +(?:من +)?امس|امس +(?:ال)?اول)|(?P<m1>(?:ال)?امس(?! +الحاجه)|البارحه)|(?P<p2>بعد +غد)"
    rf"|(?P<p1>غدا|غد(?= +{WEEKDAY_NAME}{STOP})|(?<=يوم )غد|الغد)|(?P<p0>اليوم)){STOP}"
)
AGO = re.compile(
    rf"{START}[وف]?(?P<since>قبل|منذ) +(?:(?P<digits>[0-9]{{1,3}}) +|(?P<word>{_any_of(COUNT_OF)})ه? +)?"
    rf"(?P<unit>{_any_of(SPAN_OF)}){STOP}(?: +واحده?{STOP})?(?! +(?:من{STOP}|ال\w|[0-9]|{MONTH}{MARKS_AFTER}))"
)
PERIOD = re.compile(
    rf"{START}[وبفل]?(?:(?P<day>{_NUMBER}) *(?:من +)?(?:الشهر +)?(?:الجاري|الحالي)"
    rf"|(?P<unit>(?:ل|ال)(?:اسبوع|شهر|عام|سنه))"
    rf" +(?P<qual>{_QUAL_WORD})ه?|هذا +(?P<this>الاسبوع|الشهر|العام)){STOP}"
)
_FURNITURE = r"[ ,:|()\[\]/\-•·؛«»\"]"
GAP = re.compile(
    rf"{_FURNITURE}{{0,8}}(?:(?:(?:و?الموافق|يوافق|الموافقه|المصادف)(?: *ل)?|ل|في|يوم|بتاريخ|تاريخ|من|عند|علي|تمام"
    rf"|الساعه|حوالي|نهار|صباح|مساء|ظهر|فجر|at|on|t|of){_FURNITURE}{{0,4}}){{0,3}}"
)
RANGE_GAP = re.compile(r" *(?:-|و|الي|حتي|وحتي|لغايه|ولغايه) *(?:يوم +)?")


def fold(text: str) -> tuple[str, Sequence[int]]:
    """`text` with one shape for each letter, digit and dash, marks dropped; and where each character stood."""
    if not _DROPPED.search(text):
        return text.translate(FOLD), range(len(text) + 1)
    kept: list[int] = []
    last = 0
    for match in _DROPPED.finditer(text):
        kept.extend(range(last, match.start()))
        last = match.end()
    kept.extend(range(last, len(text)))
    return "".join([text[i] for i in kept]).translate(FOLD), [*kept, len(text)]
