"""What one line looks like by itself: known furniture, a date line, a credit, a paragraph.

Nothing here looks at the lines around it; `roles` does that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale

from helpers.dates import FoundDate, find_dates
from helpers.lexicons import load_phrases
from helpers.text import normalise_text

# Words that may stand beside a date without making the line anything but a date line.
_DATE_WORDS = frozenset(
    (
        "date تاريخ التاريخ تأريخ النشر نشر نشرت نشرته الإنشاء منشور بتاريخ في اخر آخر تحديث تعديل "
        "التحديث التعديل محدث حدث تم الساعة الساعه بتوقيت توقيت غرينتش جرينتش مكة المكرمة القاهرة بيروت "
        "بغداد دمشق عمان أبوظبي أبو ظبي الإمارات الرياض الدوحة المغرب تونس الجزائر طهران القدس المحلي "
        "محلي مساء مساءا صباحا ظهرا عصرا فجرا ليلا ص م مـ هـ ه من الموافق يوم منذ قبل ساعة ساعات دقيقة "
        "دقائق أيام ايام يومين الأحد الاحد الاثنين الإثنين الأثنين الثلاثاء الأربعاء الاربعاء الخميس "
        "الجمعة السبت أمس اليوم gmt utc am pm pdt est + updated published last update posted on at by the "
        "ksa kst "
    ).split()
)
_WORD = re.compile(r"[^\W\d_]+")
_CLOSING = re.compile(r"[.؟?!…:؛][\s»”“\"'’)\]]*$|\.\.$")
_LIST_MARK = re.compile(r"^\s*(?:[•▪●■◾◼▶►»›·*\-–—]|\d{1,2}\s*[.)\-])\s+")
_ONLY_SIGNS = re.compile(r"^[\W\d_]*$")
_GLUED_TAGS = re.compile(r"^(?:الوسوم|الكلمات المفتاحيه|tags)\S.*\bالمصدر\s*:|^(?:tags|الوسوم)[\u0621-\u064a]")
_LINK = re.compile(r"^(?:https?://|www\.)\S+$")
_HASHTAGS = re.compile(r"^(?:[#＃][\w_]+[\s،,|]*)+$")
_COUNT = re.compile(
    r"^[\W\d_]*(?:(?:عدد )?(?:ال)?(?:مشاهد(?:ه|ات)|زياره|زيارات|قراء(?:ه|ات)|تعليق|تعليقات|دقيقه|دقائق|ثوان"
    r"|views?|comments?|shares?|min(?:ute)?s?(?: read)?)"
    r"(?: للقراءه| قراءه| لا توجد| واحده?)?[\W\d_]*){1,3}$"
)
_END_MARK = re.compile(r"^[/\\\s(\[]*انتهى[/\\\s)\]]*")
_INITIALS = re.compile(r"^[\w]{1,3}(?:\s*[./\-ـ]\s*[\w]{0,3}){1,4}$")
_LOADING = re.compile(r"^(?:%[0-9A-F]{2}|[A-Za-z0-9_\-]+\.(?:jpe?g|png|gif|webp)\b)", re.IGNORECASE)

_PICTURE_CREDIT = re.compile(
    r"^©\s*(?:photo|reuters|afp|ap|getty|sputnik|رويترز|ا ف ب|فرانس برس)"
    r"|/\s*(?:afp|reuters|ap|getty|رويترز)\W*$|[،,] 1920"
)
FOLD = ("unicode", "digits", "harakat", "tatweel", "alef", "ya", "ta_marbuta")


class Guess(NamedTuple):
    """What a line is by itself: its role, the rule that says so, the block it opens (or "")."""

    role: str
    rule: str
    block: str = ""


def fold(text: str) -> str:
    """Return `text` as the phrase lists are compared: no harakat, one alef, one ya, plain spaces.

    >>> fold("إقرأ  أيضاً:")
    'اقرا ايضا:'
    """
    return " ".join(normalise_text(text, steps=FOLD).split()).lower()


def bare(key: str) -> str:
    """Return a folded line without the signs around it.

    >>> bare("• اقرا ايضا ...")
    'اقرا ايضا'
    """
    return key.strip(" \t.:،؛…!?؟*•▪●■-–—_|/\\»«›‹<>()[]\"'“”+#")


def count_words(key: str) -> int:
    """Return the number of words (runs of letters) in a folded line."""
    if len(key) > 180:
        return key.count(" ") + 1  # long enough that the exact number does not matter
    return len(_WORD.findall(key))


def closes_sentence(text: str) -> bool:
    """Return whether a line ends the way a sentence does."""
    return bool(_CLOSING.search(text.rstrip()[-12:]))


def has_list_mark(text: str) -> bool:
    """Return whether a line begins with a bullet, a dash or a list number."""
    return bool(_LIST_MARK.match(text))


class _Phrases(NamedTuple):
    """The furniture list as look-up tables: whole lines; beginnings by their first word; endings."""

    whole: dict[str, Guess]
    starts: dict[str, list[tuple[str, bool, Guess]]]
    ends: list[tuple[str, Guess]]


@cache
def _phrases() -> _Phrases:
    whole: dict[str, Guess] = {}
    starts: dict[str, list[tuple[str, bool, Guess]]] = {}
    ends: list[tuple[str, Guess]] = []
    for identity, role, match, block, phrase, _ in load_phrases("page_furniture"):
        guess, key = Guess(role, f"phrase:{identity}", block), fold(phrase)
        if match == "whole":
            whole.setdefault(bare(key) or key, guess)
        elif match == "end":
            ends.append((key, guess))
        else:
            starts.setdefault(_first_word(key), []).append((key.lstrip("("), match == "lead", guess))
    for options in starts.values():
        options.sort(key=lambda option: -len(option[0]))
    return _Phrases(whole, starts, ends)


@cache
def credits(kind: str) -> frozenset[str]:
    """Return the folded phrases of one kind of credit: agency, credit, outlet_word, city."""
    return frozenset(bare(fold(phrase)) for _, row_kind, phrase, _ in load_phrases("credits") if row_kind == kind)


@cache
def section_names() -> frozenset[str]:
    """Return the folded names of sections, which stand above a headline."""
    rows = load_phrases("page_furniture")
    return frozenset(
        bare(fold(phrase)) for _, role, match, _, phrase, _ in rows if (role, match) == ("kicker", "whole")
    )


_SHORT = 15  # words: a phrase that may also begin a paragraph marks only lines up to this length
_SIGNS_BEFORE = "•▪●■-–—*|/\\»«<>([\"'“ "


def _first_word(key: str) -> str:
    return key.lstrip(_SIGNS_BEFORE).split(" ", 1)[0].strip(":.()*،|")


def match_phrase(key: str, n_words: int) -> Guess | None:
    """Return what the furniture list says of a folded line, or None."""
    phrases = _phrases()
    found = phrases.whole.get(bare(key)) or phrases.whole.get(bare(key.strip("0123456789() ")))
    if found and n_words <= _SHORT:
        return found
    for phrase, any_length, guess in phrases.starts.get(_first_word(key), ()):
        if n_words > _SHORT and not any_length:
            continue
        position = key.find(phrase, 0, len(phrase) + 8)
        rest = key[position + len(phrase) :] if position >= 0 else ""
        if position >= 0 and not (rest[:1].isalpha() and rest[:1].lower() != "i"):
            return guess
    if n_words <= 14:
        for phrase, guess in phrases.ends:
            if key.endswith(phrase) and not closes_sentence(key[: -len(phrase)]):
                return guess
    return None


def recognise(text: str, key: str) -> Guess | None:
    """Return what a line is by itself, or None where only its neighbours can tell."""
    n_words = count_words(key)
    if _PLAYER.match(key):
        return Guess("chrome", "shape:player")
    if n_words == 0 and _ONLY_SIGNS.match(key):
        return _recognise_date(text, key) or Guess("chrome", "shape:no-letters")
    if _GLUED_TAGS.match(key):
        return Guess("keywords", "shape:glued-tags", "keywords")
    if _LINK.match(key):
        return Guess("chrome", "shape:address")
    if _HASHTAGS.match(text.strip()) and n_words <= 40:
        return Guess("keywords", "shape:hashtags")
    if _END_MARK.match(key) and n_words <= 4:
        return Guess("chrome", "shape:end-mark")
    if n_words <= 8 and _COUNT.match(key):
        comments = "تعليق" in key or "comment" in key
        return Guess("comments" if comments else "chrome", "shape:counter", "comments" if comments else "")
    if _PICTURE_CREDIT.search(key) and n_words <= 30:
        return Guess("caption", "shape:picture-credit")
    if _LOADING.match(text.strip()):
        return Guess("caption", "shape:file-name")
    dated = _recognise_date(text, key)
    if dated:
        return dated
    found = match_phrase(key, n_words) or _recognise_bar(key, n_words)
    if found:
        return found
    if n_words <= 5 and _INITIALS.match(bare(key)) and len(key) <= 14:
        return Guess("byline", "shape:initials")
    if n_words and not re.search(r"[\u0621-\u064a]", key) and n_words <= 12:
        return Guess("chrome", "shape:latin-only")
    return None


_PLAYER = re.compile(r"^\W*\d{1,2}:\d\d\s*/\s*\d{1,2}:\d\d\s*$")
_PATH = re.compile(r"\w\s*[»›>]\s*\w")  # الرئيسية » آسيا; with an opening mark before it, » closes a quotation
_BAR_JOINTS = re.compile(r"[|،,/•·:+]+|\s+[-–]\s+")


@cache
def _bar_words() -> tuple[frozenset[str], frozenset[str]]:
    """Whole phrases that a share bar, or a menu, may hold."""
    rows = [(role, match, bare(fold(phrase))) for _, role, match, _, phrase, _ in load_phrases("page_furniture")]
    share = {p for role, match, p in rows if role == "share" and match == "whole"}
    menu = {p for role, match, p in rows if role in ("kicker", "chrome") and match == "whole"}
    return frozenset(share | {fold("تكبير الخط"), fold("تصغير الخط")}), frozenset(menu)


def _recognise_bar(key: str, n_words: int) -> Guess | None:
    """A share bar or a menu that the scraper left in one line."""
    if not 2 <= n_words <= 14:
        return None
    share, menu = _bar_words()
    parts = [part for part in (bare(p) for p in _BAR_JOINTS.split(key)) if part]
    if "«" not in key and _PATH.search(key) and all(count_words(part) <= 4 for part in re.split("[»›>]", key)):
        return Guess("kicker", "shape:path")
    if (
        len(parts) == 1
        and (words := parts[0].split())
        and all(word in share or word in section_names() for word in words)
    ):
        parts = words
    if len(parts) >= 2 and all(part in share for part in parts):
        return Guess("share", "shape:share-bar")
    known = sum(part in menu or part in share for part in parts)
    if len(parts) >= 3 and 2 * known > len(parts) and all(count_words(part) <= 3 for part in parts):
        return Guess("chrome", "shape:menu")
    return None


def cut_dates(text: str, found: Sequence[FoundDate], filler: str = " ") -> str:
    """Return `text` with `filler` in place of the dates `found` in it."""
    for span in reversed(found):
        text = text[: span.start] + filler + text[span.end :]
    return text


_MAY_BE_DATE = re.compile(r"\d|منذ|امس|اليوم")


def _recognise_date(text: str, key: str) -> Guess | None:
    """A line of dates, times and their small words, perhaps with one credit, is a date line."""
    n_words = count_words(key)
    if n_words > 22 or not _MAY_BE_DATE.search(key):
        return None
    found = [d for d in find_dates(text) if d.precision == "day" or n_words <= 4]
    if not found and not re.search(r"\d:\d\d|منذ \d|^\W*(?:منذ|قبل)\b", key):
        return None
    rest = cut_dates(text, found)
    words = [w for w in _WORD.findall(fold(rest)) if w not in _folded_date_words()]
    if not words:
        return Guess("dateline", "shape:date-only")
    leads = key.startswith(("تاريخ", "نشر", "اخر تحديث", "date", "بتاريخ", "تم النشر", "حدث", "التاريخ"))
    if leads and len(words) <= 7 and (found or ":" in key):
        return Guess("dateline", "shape:date-with-label")
    absolute = any(d.basis == "absolute" for d in found)
    signed = len(words) <= 8 and key.startswith(("كتب", "بقلم"))
    if (len(words) <= 4 or signed) and absolute and not closes_sentence(text):
        return Guess("dateline", "shape:date-with-credit")
    return None


@cache
def _folded_date_words() -> frozenset[str]:
    return frozenset(fold(word) for word in _DATE_WORDS)


class Credit(NamedTuple):
    """What a lead or a byline credits: where it ends, and its parts by kind."""

    end: int
    role: str
    parts: tuple[tuple[str, str], ...]


_SEPARATOR = re.compile(
    r"\s*(?:-{2,}|[—–ـ:/|_()\[\]{}]|(?<=\s)-|-(?=\s|\()|(?<=[\u0621-\u064a])-(?=[\u0621-\u064a]))"
    r"[\s\u00a0:،\-–—./|]*|\.{1,2}[\s/]+"
)
_BRACED = re.compile(r"^\s*\{(?:[^{}:]{2,20}:)?(?P<outlet>[^{}]{3,30})\}\s*")
_ASIDE = re.compile(r"^(?:الذي|التي|الذين|وهو|وهي)\b")
_DIGIT = re.compile(r"\d")
_RELATIVE = re.compile(r"^(?:الذي|التي|الذين|وهو|وهي|الا|ان|كما|بعد|قبل|في|من|عن|على|الى|و)\b")


@cache
def _countries() -> frozenset[str]:
    """Folded Arabic names of all countries (CLDR, through babel)."""
    return frozenset(bare(fold(name)) for code, name in Locale("ar").territories.items() if code.isalpha())


@lru_cache(maxsize=4096)
def _kind_of_credit(part: str, known: frozenset[str]) -> str | None:
    """Tell city, agency, outlet, credit word or date; None for anything else."""
    key = bare(fold(part))
    if not key or (key.isdigit() and len(key) <= 4):
        return "sign"
    if key in _WEEKDAYS:
        return "date"
    if key in known:
        return "outlet"
    for kind in ("agency", "city", "credit"):
        if key in credits(kind):
            return kind
    if key in _countries():
        return "city"
    places = [p.strip() for p in re.split(r"[،,]| و(?=ال)", key) if p.strip()]
    if len(places) > 1 and any(p in credits("city") for p in places) and all(count_words(p) <= 4 for p in places):
        return "agency" if any(p in credits("agency") for p in places) else "city"
    if any(character.isdigit() for character in key):
        return _kind_without_date(part, known)
    words = key.split()
    if len(words) <= 4 and any(word in credits("outlet_word") for word in words):
        return "outlet"
    return None


_WEEKDAYS = frozenset("الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت".split())


def _kind_without_date(part: str, known: frozenset[str]) -> str | None:
    """«أبوظبي في 15 ديسمبر» is the city; a bare date is a date."""
    rest = cut_dates(part, find_dates(part))
    rest = re.sub(r"[\d\u0660-\u0669]+|\b(?:في|يوم|الموافق)\b", " ", rest)
    if rest == part:
        return None
    return _kind_of_credit(rest, known) if bare(fold(rest)) else "date"


def find_lead_credit(text: str, known: frozenset[str] = frozenset(), *, first: bool = False) -> Credit | None:
    """Return the credit before a lead («دبي (CNN) --», «عمان - بترا -»), or None.

    `known` are the folded names that the page already showed as its outlet or section; in the
    `first` paragraph a short unknown name before a dash is taken for the outlet's own.

    >>> find_lead_credit("القاهرة - أ ش أ: بحث الوزير").parts
    (('city', 'القاهرة'), ('agency', 'أ ش أ'))
    >>> find_lead_credit("بحث الوزير - الذي وصل أمس - العلاقات") is None
    True
    """
    braced = _BRACED.match(text)
    if braced:
        return Credit(braced.end(), "byline", (("outlet", bare_print(braced["outlet"])),))
    if not _SEPARATOR.search(text, 0, 50):
        return None
    parts: list[tuple[str, str]] = []
    position = end = 0
    dates = [(d.start, d.end) for d in find_dates(text[:110])] if _DIGIT.search(text, 0, 60) else []
    while position < min(len(text), 110):
        separator = _SEPARATOR.search(text, position)
        while separator is not None and any(a < separator.start() < b for a, b in dates):
            separator = _SEPARATOR.search(text, separator.end())
        if separator is None or separator.start() - position > 40:
            break
        part = text[position : separator.start()]
        kind = _kind_of_credit(part, known) or _kind_by_place(part, parts, text, separator, known, first)
        if kind is None or separator.group().strip()[:1] == "." and kind not in ("agency", "outlet", "date", "sign"):
            break
        if kind != "sign":
            parts.append((kind, bare_print(part)))
        position = end = separator.end()
    if not any(kind in ("agency", "city", "outlet") for kind, _ in parts):
        return None
    if len(parts) == 1 and parts[0][0] == "city" and text[:end].rstrip().endswith(":") and not closes_sentence(text):
        return None  # «إيران: …» is a headline
    relative = _ASIDE if text[:end].rstrip("\u00a0 ")[-2:-1].isspace() else _RELATIVE
    if not text[end:].strip() or relative.match(fold(text[end : end + 12])) and parts[0][0] != "agency":
        return None
    # A place makes a date line of it («دبي (CNN) --»), unless somebody is named.
    kinds = {kind for kind, _ in parts}
    role = "byline" if "author" in kinds or "outlet" in kinds and "city" not in kinds else "dateline"
    return Credit(end, role, tuple(parts))


def _kind_by_place(
    part: str, parts: list[tuple[str, str]], text: str, separator: re.Match, known: frozenset[str], first: bool
) -> str | None:
    """A name that no list knows, told by what stands round it: author between credits, outlet before them."""
    n_words, mark = count_words(part), separator.group().strip()
    following = _SEPARATOR.search(text, separator.end())
    after = text[separator.end() : following.start()] if following and following.start() - separator.end() <= 30 else ""
    if mark[:1] in ")}]" and 1 <= n_words <= 4:
        opened = re.search(r"[({\[]\s*$", text[: separator.start() - len(part)])
        if opened and (parts or opened.start() <= 2):
            return "outlet"
    if parts and 1 <= n_words <= 4 and (mark[:1] in "/|" or 0 < count_words(after) <= 3 or mark[:1] in "-–—:"):
        return "author" if not _RELATIVE.match(fold(part)) and (mark != ":" or n_words <= 3) else None
    if parts or not first or not 1 <= n_words <= 3 or re.match(r"\W", part.strip()):
        return None
    next_kind = _kind_of_credit(after, known) if after else None
    if next_kind == "agency":
        return "city"  # «مرفأ الياسمين (د ب أ)»: a place that no list knows
    if next_kind in ("city", "date", "credit"):
        return "outlet"
    loose = re.match(r"\s", separator.group()[-1:]) and mark[:1] in "-–—ـ/|_"
    spaced = separator.group()[:1].isspace()
    aside = _ASIDE if spaced else _RELATIVE
    return "outlet" if loose and not aside.match(fold(text[separator.end() : separator.end() + 12])) else None


def bare_print(text: str) -> str:
    """Return a printed name without the signs and spaces around it (final full stops of initials stay)."""
    return text.strip(' \t\u00a0:،؛…*•-–—_|/\\»«<>()[]"“”')
