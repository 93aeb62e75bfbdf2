"""One scraped page -> lines with roles -> one or more clean documents, with every decision traceable.

>>> page = parse_page("قمة في بكين\\n\\nكتب: سالم عمر\\n\\n"
...     "عقد الزعيمان في بكين محادثات رسمية تناولت العلاقات بين البلدين وسبل تطويرها في السنوات المقبلة.\\n"
...     "مشاركة عبر:")
>>> [piece.role for piece in page.pieces]
['title', 'byline', 'body', 'share']
>>> page.documents[0]["author"]
'سالم عمر'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.pages.decode import PageError, decode_page, read_bytes
from helpers.pages.fields import collect_fields
from helpers.pages.html import read_html
from helpers.pages.roles import KEPT, ROLES, Piece, explain_rule, label_lines, label_outside
from helpers.pages.show import ARABIC_ROLES, render_page
from helpers.tables import LINES, make_table

__all__ = [
    "ARABIC_ROLES", "KEPT", "ROLES", "Page", "PageError", "Piece",
    "explain_page", "parse_html", "parse_page", "read_page", "render_page",
]  # fmt: skip


@dataclass(frozen=True)
class Page:
    """A page taken apart: the labelled pieces of its lines, and its documents.

    Attributes
    ----------
    name : str
        File name, relative to its folder.
    pieces : tuple of Piece
        Every non-empty line, cut where body and furniture meet; nothing is left out.
    documents : tuple of dict
        One mapping per article, with the columns of `helpers.tables.DOCUMENTS`.
    encoding : str
        The encoding the file was found in.
    """

    name: str
    pieces: tuple[Piece, ...]
    documents: tuple[dict, ...]
    encoding: str = "utf-8"

    @property
    def lines(self) -> list[dict]:
        """The pieces as rows of the lines table (`helpers.tables.LINES`)."""
        return [{"page": self.name, **piece._asdict()} for piece in self.pieces]

    def _repr_html_(self) -> str:
        """In a notebook a page shows itself."""
        return render_page(self)


def read_page(path: str | Path, *, name: str | None = None, metadata: Mapping | None = None) -> Page:
    """Read a page file (.txt, .html, .htm) and take it apart.

    Parameters
    ----------
    path : str or Path
        The file, in UTF-8, UTF-16, Windows-1256 or ISO-8859-6, whatever it declares.
    name : str, optional
        What to call it in tables; the file name by default.
    metadata : mapping, optional
        outlet, author, title, published, as an index knows them; they fill what the page does not say.

    Raises
    ------
    PageError
        The file cannot be read as an Arabic page: absent, empty, binary, no Arabic, no permission.
    """
    path = Path(path)
    text, encoding = decode_page(read_bytes(path), name=str(path))
    parse = parse_html if path.suffix.lower() in (".html", ".htm", ".xhtml") else parse_page
    page = parse(text, name=name or path.name, metadata=metadata)
    return Page(page.name, page.pieces, page.documents, encoding)


def parse_page(text: str, *, name: str = "page", metadata: Mapping | None = None) -> Page:
    """Take apart a page of plain text as a scraper leaves it: a block a line.

    Parameters
    ----------
    text : str
        The page; lines are split at line feeds only.
    name, metadata
        As in `read_page`.

    Returns
    -------
    Page
        Its `pieces` cover every non-empty line; its `documents` hold one mapping per article.

    Notes
    -----
    The rules know the furniture of Arab news sites (`helpers/lexicons/page_furniture.csv`) and the
    shape of a news page; a page built quite differently (a forum, a poem) is not what they are for.
    """
    return _assemble(label_lines(text), name, metadata)


def parse_html(text: str, *, name: str = "page", metadata: Mapping | None = None) -> Page:
    """Take apart an HTML page: trafilatura finds the article, then the same rules label its lines.

    Lines are the visible blocks of the page, numbered from 0 in reading order. Those outside the
    article keep the role of furniture that they show (share, related, comments …), else `chrome`
    with the rule ``html:outside-article``.
    """
    page = read_html(text)
    inner = label_lines("\n".join(line if inside else "" for line, inside in zip(page.lines, page.inside, strict=True)))
    outer = label_outside(page.lines, page.inside)
    declared = {key: value for key, value in page.metadata.items() if value}
    return _assemble(sorted([*inner, *outer]), name, {**declared, **{k: v for k, v in (metadata or {}).items() if v}})


def explain_page(page: Page) -> pd.DataFrame:
    """Return the page line by line: its role, whether it was kept, and the rule that decided.

    Returns
    -------
    DataFrame
        The columns of `helpers.tables.LINES` and `kept` (bool), `because` (the rule in words).
    """
    table = make_table(page.lines, LINES)
    return table.assign(kept=table["role"].isin(KEPT), because=[explain_rule(rule) for rule in table["rule"]])


def _assemble(pieces: list[Piece], name: str, metadata: Mapping | None) -> Page:
    articles = sorted({piece.article for piece in pieces})
    documents = []
    for number in articles:
        own = [piece for piece in pieces if piece.article == number]
        if not any(piece.role in KEPT for piece in own):
            continue
        documents.append({"page": name, **collect_fields(own, metadata=metadata if number == 0 else None)})
    return Page(name, tuple(pieces), tuple(documents))
