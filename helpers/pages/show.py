"""A page as a reader sees it: every line with its role in the margin, what was set aside struck pale."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from helpers.pages.roles import KEPT, Piece, explain_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpers.pages import Page

ARABIC_ROLES = {
    "title": "عنوان", "subhead": "عنوان فرعي", "body": "نص", "byline": "توقيع", "dateline": "سطر تاريخ",
    "kicker": "قسم", "caption": "شرح صورة", "read_also": "اقرأ أيضاً", "source": "مصدر", "keywords": "كلمات دلالية",
    "related": "ذات صلة", "share": "مشاركة", "comments": "تعليقات", "chrome": "واجهة الموقع",
}  # fmt: skip

# Not by colour alone: what is kept has a solid edge and full black, what is set aside a dotted edge and a smaller grey.
_STYLE = (
    "<style>.page-lines{direction:rtl;max-width:60em;margin:0 0 1em auto;"
    "font-family:'IBM Plex Sans Arabic',Tahoma,sans-serif;line-height:1.7}"
    ".page-lines div{display:flex;gap:.8em;padding:.1em .6em;border-right:4px solid #0072b2;margin:.15em 0}"
    ".page-lines .aside{border-right:4px dotted #b0b0b0;color:#6b6b6b;font-size:.86em}"
    ".page-lines .title p{font-weight:700;font-size:1.15em}.page-lines .subhead p{font-weight:700}"
    ".page-lines b{flex:0 0 7.5em;font-weight:400;font-size:.82em;color:#555;padding-top:.15em}"
    ".page-lines p{margin:0;min-width:0;overflow-wrap:anywhere;unicode-bidi:plaintext;text-align:right}</style>"
)


def render_page(page: Page, *, most: int = 400) -> str:
    """Return the page as right-to-left HTML, a line a row, its role in Arabic in the margin.

    The rule behind each role shows when the pointer rests on it. Lines are shortened to `most`
    characters, so that a long page stays easy to survey.

    >>> from helpers.pages import parse_page
    >>> html = render_page(parse_page("شارك الخبر"))
    >>> "مشاركة" in html and 'class="share aside"' in html
    True
    """
    return _STYLE + '<div class="page-lines" lang="ar">' + "".join(_rows(page.pieces, most)) + "</div>"


def _rows(pieces: Sequence[Piece], most: int) -> list[str]:
    rows = []
    for piece in pieces:
        aside = "" if piece.role in KEPT else " aside"
        text = _shorten(piece.text.strip(), most)
        why = escape(explain_rule(piece.rule), quote=True)
        label = f'<b title="{why}">{ARABIC_ROLES[piece.role]}</b>'
        rows.append(f'<div class="{piece.role}{aside}">{label}<p>{escape(text)}</p></div>')
    return rows


def _shorten(text: str, most: int) -> str:
    """Return `text`, cut between two words where it is longer than `most` characters."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
