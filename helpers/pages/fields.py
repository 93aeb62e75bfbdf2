"""What a page says of itself: title, outlet, author, agency, date, from its labelled lines."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from helpers.dates import FoundDate, Order, find_dates
from helpers.pages import furniture
from helpers.pages.furniture import bare, bare_print, closes_sentence, count_words, fold
from helpers.pages.roles import KEPT, Piece
from helpers.text import clean_text, strip_harakat

NUMERIC: Order = "dmy"  # 03/04/2025 in a date line, where nothing beside it decides: as Arab newsrooms print it


def collect_fields(pieces: Sequence[Piece], *, metadata: Mapping | None = None) -> dict:
    """Return the fields of one article (`helpers.tables.DOCUMENTS` without page) from its pieces.

    `metadata` (outlet, author, url, published) fills what the page itself does not say.
    """
    metadata = metadata or {}
    title = _find_title(pieces)
    outlet, author, agency = _find_credits(pieces)
    published, basis = _find_published(pieces, metadata.get("published"))
    return {
        "article": pieces[0].article if pieces else 0,
        "outlet": outlet or _text(metadata.get("outlet")),
        "author": author or _text(metadata.get("author")),
        "agency": agency,
        "published": published,
        "date_basis": basis,
        "title": title or _text(metadata.get("title")),
        "text": join_text(pieces),
    }


def join_text(pieces: Sequence[Piece]) -> str:
    """Return the clean text of an article: subheads and body, a printed line a paragraph.

    Sentences that a scraper broke at links are put together again.
    """
    paragraphs: list[str] = []
    previous: Piece | None = None
    for piece in pieces:
        text = clean_text(piece.text).strip()
        if piece.role not in KEPT or piece.role == "title" or not text:
            continue
        if previous is not None and _continues(previous, piece):
            paragraphs[-1] += text if _CLOSING_SIGN.match(text) else f" {text}"
        else:
            paragraphs.append(text)
        previous = piece
    return "\n".join(paragraphs)


_CLOSING_SIGN = re.compile(r"[.،؛:”»)\]؟!]|\"\s*(?:[.،]|$)")


def _continues(before: Piece, after: Piece) -> bool:
    """Whether two neighbouring lines are pieces of one sentence."""
    broken = "shape:fragment" in (before.rule, after.rule)
    return broken and after.line == before.line + 1 and not closes_sentence(before.text)


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _find_title(pieces: Sequence[Piece]) -> str | None:
    titles = [p for p in pieces if p.role == "title"]
    titles.sort(key=lambda p: p.rule == "place:headline-with-site")
    return clean_text(titles[0].text).strip() or None if titles else None


# --- outlet, author, agency ----------------------------------------------------------------

_AUTHOR_LABEL = re.compile(
    r"^\W*(?:كتبت|كتبها|كتبه|كتب|بقلم|اعداد وتحرير|اعداد|تحرير|ترجمه|تقرير|حوار|حاوره|حاورته|اعده|مراسله|مراسل"
    r"|الكاتب|تاليف|نشر بواسطه|بواسطه|written by|by)"
    r"(?!\w)\s*[:\-–—|/]*\s*"
)
_SOURCE_LABEL = re.compile(
    r"^.*?\b(?:المصدر|مصدر|المصادر)\b[^:\-–—/]{0,25}[:\-–—/]+\s*|^\W*نقلا عن\s*[:\-]?\s*|"
    r"^\W*رابط (?:الخبر|المقال) (?:ب|في |علي )|^\W*هذا المحتوي (?:مقدم )?من\s*|^\W*المصدر\s+"
)
_STAMP = re.compile(r"^date \d{4}-\d\d-\d\d\s*")
_JOINTS = re.compile(r"\s+[-–—ـ|+]\s*|\s*[-–—|+]\s+|\s*/\s*|\s*[,،]\s*|\s*:\s+|(?<=\w)-(?=\w)|\s+و(?=(?:ال)?وكالات)")


def _find_credits(pieces: Sequence[Piece]) -> tuple[str | None, str | None, str | None]:
    """Return outlet, author and agency as heads, bylines, date lines and source lines print them.

    A credit that runs into the lead is the surest word for the outlet, so heads are asked first.
    """
    order = {"head:lead-credit": 0}
    found: dict[str, str] = {}
    pieces = [
        piece for piece in pieces if piece.role in ("byline", "dateline", "source", "title") or piece.rule in order
    ]
    for piece in sorted(pieces, key=lambda p: order.get(p.rule, 1)):
        for kind, name in _credits_of(piece):
            found.setdefault(kind, name)
    return found.get("outlet"), found.get("author"), found.get("agency")


def _credits_of(piece: Piece) -> list[tuple[str, str]]:
    text = " ".join(strip_harakat(clean_text(piece.text)).split())
    text = _STAMP.sub("", text)
    if piece.rule.startswith("head:lead-credit"):
        credit = furniture.find_lead_credit(f"{text} {'كلمة ' * 3}", first=True)
        named = list(credit.parts) if credit else []
    elif piece.role == "byline" and not piece.rule.startswith(("phrase:", "shape:initials")):
        named = _read_byline(text)
    elif piece.role == "dateline":
        named = _read_dateline(text)
    elif piece.role == "source":
        named = _read_source(text)
    elif piece.rule == "place:headline-with-site":
        named = [_name_part(_split_names(text)[-1], "")]
    else:
        named = []
    return [(kind, name) for kind, name in named if kind in ("outlet", "author", "agency")]


def _read_byline(text: str) -> list[tuple[str, str]]:
    """«كتب: فلان», «القاهرة - فلان», «الدار/ فلانة», «صدى الشعب – وكالات»."""
    label = _cut_label(_AUTHOR_LABEL, text)
    if label:
        parts = _split_names(label)
        return [_name_part(part, "author" if number == 0 else "") for number, part in enumerate(parts)]
    parts = _split_names(text)
    named = [_name_part(part, "") for part in parts]
    named = [(kind, part) for kind, part in named if kind or not _INITIALS.fullmatch(part) and "انتهى" not in part]
    parts = [part for _, part in named]
    with_credit = any(kind == "credit" for kind, _ in named)
    rest = [(i, part) for i, (kind, part) in enumerate(named) if kind == ""]
    for i, part in rest:
        is_outlet = with_credit or _may_be_outlet(part) or "/" in text and i == 0 and len(parts) > 1
        named[i] = ("outlet" if is_outlet and not any(k == "outlet" for k, _ in named) else "author", part)
    return named


_INITIALS = re.compile(r"\w{1,2}(?:\s*\.\s*\w{1,2})+\.?")


def _cut_label(label: re.Pattern, text: str) -> str:
    """Return what stands behind a label, or "" where there is none (folding keeps lengths)."""
    found = label.match(_fold_letters(text))
    return text[found.end() :] if found else ""


def _fold_letters(text: str) -> str:
    return text.translate(_LETTERS).lower()


_LETTERS = str.maketrans("أإآٱىة", "ااااي" + "ه")


def _split_names(text: str) -> list[str]:
    return [name for name in (bare_print(part) for part in _JOINTS.split(text)) if count_words(name)]


def _may_be_outlet(name: str) -> bool:
    """Outlets, unlike persons, mostly have names with the article («المغرب الجديد»)."""
    words = name.split()
    return len(words) <= 3 and words[0].startswith("ال") and len(words[0]) > 3


def _name_part(part: str, otherwise: str) -> tuple[str, str]:
    key = bare(fold(part))
    for kind in ("agency", "city", "credit"):
        if key in furniture.credits(kind):
            return kind, part
    if key.startswith("وكاله ") and len(key.split()) >= 2:
        return "agency", part
    first, _, rest = part.partition(" ")
    if bare(fold(first)) in furniture.credits("credit") and rest:
        return ("outlet" if rest.startswith("ل") else otherwise or ""), rest.removeprefix("ل")
    if any(word in furniture.credits("outlet_word") for word in key.split()):
        return "outlet", part
    return otherwise, part


def _read_dateline(text: str) -> list[tuple[str, str]]:
    """Agency and outlet that stand beside a date, and the author where a label names one."""
    rest = furniture.cut_dates(text, find_dates(text), " | ")
    source = _cut_label(_SOURCE_LABEL, rest)
    if source:
        return [_name_part(part, "outlet") for part in _split_names(source)]
    named = _read_byline(rest.replace("(", " | "))
    labelled = bool(_cut_label(_AUTHOR_LABEL, rest.strip(" |")))
    return [
        (kind, name)
        for kind, name in named
        if (kind != "author" or labelled) and bare(fold(name)) not in furniture.section_names()
    ]


def _read_source(text: str) -> list[tuple[str, str]]:
    if text.startswith("(") or text.startswith("-"):
        return [_name_part(bare_print(text), "")]
    rest = _cut_label(_SOURCE_LABEL, text) or ("" if ":" in text else text)
    rest = re.sub(r"\s*[(|«].*$", "", rest) if not rest.startswith(("(", "«")) else rest
    return [
        _name_part(part.removeprefix("صحيفة ") if "رابط" in text else part, "outlet")
        for part in _split_names(rest)[:2]
        if count_words(part) <= 5
    ]


# --- date ----------------------------------------------------------------------------------

_PUBLISHED_LABEL = re.compile(r"نشر|date|بتاريخ|تاريخ|الإنشاء", re.IGNORECASE)
_UPDATED_LABEL = re.compile(r"تحديث|تعديل|update", re.IGNORECASE)
_OTHER_TIME = re.compile(r"(?:منذ|ذكرى|حتى|قبل|بعد|المقبل|القادم|عام|الموافقة?)\s+(?:\S+\s+){0,2}$")


def _find_published(pieces: Sequence[Piece], given: object) -> tuple[dt.date | None, str | None]:
    """Return the date of publication and its basis: the page's own date line before anything else."""
    dated = [(piece, found) for piece in pieces if _may_date(piece) for found in _full_dates(piece.text, NUMERIC)]
    if dated:
        return min(dated, key=lambda pair: _rank(pieces, *pair))[1].date, "dateline"
    if given is not None:
        date = given.date() if isinstance(given, dt.datetime) else given if isinstance(given, dt.date) else None
        if date is None:
            full = _full_dates(str(given), "ymd")
            date = full[0].date if full else None
        if date is not None:
            return date, "metadata"
    date = _date_in_text(pieces)
    return (date, "in-text") if date else (None, None)


def _may_date(piece: Piece) -> bool:
    return piece.role == "dateline" or piece.rule.startswith("head:")


def _full_dates(text: str, numeric: Order | None) -> list[FoundDate]:
    return [
        d
        for d in find_dates(clean_text(text), numeric=numeric)
        if d.date and d.precision == "day" and d.certainty != "unknown"
    ]


def _rank(pieces: Sequence[Piece], piece: Piece, found: FoundDate) -> tuple:
    """Labelled as published first, updates last, then the line nearest to the headline."""
    title = next((p.line for p in pieces if p.role == "title"), 0)
    before = piece.text[: found.start]
    label = re.findall(r"[^|]*$", before)[0]
    updated = bool(_UPDATED_LABEL.search(label))
    return (updated, not _PUBLISHED_LABEL.search(before), piece.line < title, abs(piece.line - title), found.start)


_YEAR = re.compile(r"[\d]{4}")


def _date_in_text(pieces: Sequence[Piece]) -> dt.date | None:
    """The day that the lead itself gives to the event it reports, where it gives one in full."""
    body = [p for p in pieces if p.role == "body"][:2]
    for piece in body:
        if not _YEAR.search(piece.text):
            continue
        text = clean_text(piece.text)
        for found in find_dates(text):
            absolute = found.date and found.precision == "day" and found.basis == "absolute"
            if absolute and found.certainty == "sure" and not _OTHER_TIME.search(text[: found.start]):
                return found.date
    return None
