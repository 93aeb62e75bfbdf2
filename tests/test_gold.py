"""The sample corpus against its answers: every line's role, every page's metadata."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from helpers.pages import KEPT, Page, read_page
from tests.conftest import ROOT

GOLD = sorted((ROOT / "corpus" / "gold" / "pages").glob("*.json"))
FIELDS = ("title", "outlet", "author", "agency", "published", "date_basis")


def read_with_gold(answer: Path) -> tuple[Page, dict]:
    folder = ROOT / "corpus"
    source = next(p for ending in (".txt", ".html") if (p := folder / f"{answer.stem}{ending}").exists())
    return read_page(source), json.loads(answer.read_text(encoding="utf-8"))


def squeeze(text: str) -> str:
    return re.sub(r"\W+", "", text)


def test_every_page_has_its_answers() -> None:
    pages = {path.stem for path in (ROOT / "corpus").iterdir() if path.suffix in (".txt", ".html")}
    assert {answer.stem for answer in GOLD} == pages and len(pages) == 36


@pytest.mark.parametrize("answer", GOLD, ids=lambda path: path.stem)
def test_every_line_has_its_role(answer: Path) -> None:
    page, gold = read_with_gold(answer)
    if "lines" in gold:
        found = [(piece.line, piece.start, piece.end, piece.role, piece.article) for piece in page.pieces]
        wanted = [
            (n["line"], *(p[k] for k in ("start", "end", "role", "article")))
            for n in gold["lines"]
            for p in n["pieces"]
        ]
        assert [row[:4] for row in found] == [row[:4] for row in wanted]
        kept = [row for row in found if row[3] in KEPT]
        assert kept == [row for row in wanted if row[3] in KEPT]
    else:  # HTML: which blocks make up the article
        assert [squeeze(p.text) for p in page.pieces if p.role in KEPT] == [squeeze(text) for text in gold["kept"]]


@pytest.mark.parametrize("answer", GOLD, ids=lambda path: path.stem)
def test_every_page_says_of_itself_what_its_answers_say(answer: Path) -> None:
    page, gold = read_with_gold(answer)
    documents = [{key: document[key] for key in ("article", *FIELDS)} for document in page.documents]
    for document in documents:
        document["published"] = document["published"] and str(document["published"])
    assert documents == [{key: wanted[key] for key in ("article", *FIELDS)} for wanted in gold["documents"]]
