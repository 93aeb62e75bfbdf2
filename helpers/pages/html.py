"""An HTML page -> the lines a reader would see, those outside the article told apart, and its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document

from helpers.text import clean_text


class HtmlPage(NamedTuple):
    """`lines` of the page in order, whether each is `inside` the article, and what its head declares."""

    lines: list[str]
    inside: list[bool]
    metadata: dict


_SKIP = frozenset({"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "option"})
_BLOCK = frozenset(
    (
        "address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main nav ol p pre section summary "
        "table tbody td tfoot th thead tr ul button "
    ).split()
)


def read_html(text: str) -> HtmlPage:
    """Return the visible lines of an HTML page and what trafilatura finds in it.

    trafilatura tells the article from what surrounds it and reads the metadata (JSON-LD, Open
    Graph, meta tags). Its line of the page's own words is not thrown away: every block of the page
    is returned, marked inside or outside the article, so that a reader can check the decision.

    Notes
    -----
    The date is trafilatura's only where a tag declares it; its guesses from the visible text are
    not taken, because it reads Levantine and Maghrebi months wrongly (see tests/test_dates.py).
    """
    tree = html.fromstring(_without_declaration(text))
    lines = [line for line in _walk(tree) if line]
    article = trafilatura.bare_extraction(
        text,
        favor_recall=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(article, Document):
        return HtmlPage(lines, [True] * len(lines), {})
    main = {_squeeze(line) for line in (article.text or "").split("\n")}
    title = _squeeze(article.title or "")
    inside = [_squeeze(line) in main or _squeeze(line) == title for line in lines]
    return HtmlPage(lines, _fill_gaps(lines, inside, main), _declared(article, tree))


def _without_declaration(text: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text) or "<html></html>"


def _squeeze(line: str) -> str:
    return re.sub(r"\W+", "", clean_text(line))


def _walk(tree: etree._Element) -> Iterator[str]:
    """Yield the text of the page block by block, in reading order."""
    buffer: list[str] = []

    def flush() -> str:
        line = " ".join("".join(buffer).split())
        buffer.clear()
        return line

    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            buffer.append(element.tail or "")
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _SKIP:
                continue
            if tag in _BLOCK:
                yield flush()
            if not _inside_skipped(element):
                buffer.append(element.text or "")
        else:
            if tag in _BLOCK:
                yield flush()
            if element is not tree and not _inside_skipped(element.getparent()):
                buffer.append(element.tail or "")
    yield flush()


def _inside_skipped(element: etree._Element | None) -> bool:
    while element is not None:
        if element.tag in _SKIP:
            return True
        element = element.getparent()
    return False


def _fill_gaps(lines: list[str], inside: list[bool], main: set[str]) -> list[bool]:
    """A block that trafilatura joined with its neighbour is inside when its words are."""
    joined = "\n".join(main)
    return [
        found or (len(_squeeze(line)) >= 30 and _squeeze(line) in joined)
        for line, found in zip(lines, inside, strict=True)
    ]


_SITE_IN_TITLE = re.compile(r"\s+[|\-–—»:]\s+[^|\-–—»]{2,40}$")


def _declared(article: Document, tree: etree._Element) -> dict:
    """What the page's head says of the article."""
    site = article.sitename if article.sitename and not re.fullmatch(r"[\w.\-]+\.\w{2,}", article.sitename) else None
    return {
        "title": _SITE_IN_TITLE.sub("", article.title)
        if article.title and site and site in article.title
        else article.title,
        "outlet": site,
        "author": article.author,
        "published": article.date if _declares_date(tree) else None,
        "url": article.url,
    }


def _declares_date(tree: etree._Element) -> bool:
    """Whether a tag, not a guess, gives the date."""
    tags = "contains(@property, 'published') or contains(@name, 'date') or contains(@itemprop, 'date')"
    if tree.xpath(f"//time[@datetime] | //meta[{tags}]"):
        return True
    return any("datePublished" in (s.text or "") for s in tree.xpath("//script[@type='application/ld+json']"))
