"""The sample corpus keeps its promises: invented outlets that say so, no borrowed sentence, what the index says."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd
import pytest

from helpers.corpus import read_corpus
from helpers.pages import parse_html, parse_page
from helpers.pages.decode import decode_page
from helpers.text import STRONG, count_words, iter_words
from tests.conftest import ROOT

CORPUS = ROOT / "corpus"
PAGES = sorted(path for path in CORPUS.iterdir() if path.suffix in (".txt", ".html"))
LONGEST_BORROWING = 6  # words; names with their titles, such as «الزعيم الكوري الشمالي كيم جونغ أون», reach it


def read_visible(path: Path) -> str:
    """The page's text as a visitor sees it, in its own order."""
    text, _ = decode_page(path.read_bytes(), name=path.name)
    page = (parse_html if path.suffix == ".html" else parse_page)(text, name=path.name)
    return "\n".join(piece.text for piece in page.pieces)


def list_runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = list(iter_words(text, steps=STRONG))
    return set(zip(*(words[n:] for n in range(length)), strict=False))


@pytest.fixture(params=PAGES, ids=lambda path: path.name)
def page(request) -> Path:
    return request.param


def test_every_page_says_that_its_outlet_is_invented(page):
    assert re.search("متخيَّلة?", read_visible(page)), "add the line that says so to the foot of the page"


def test_no_run_of_seven_words_is_borrowed_from_the_sources(page, seeds):
    sources = set().union(*(list_runs(path.read_text("utf-8"), LONGEST_BORROWING + 1) for path in seeds.glob("*.txt")))
    assert len(sources) > 2000
    assert list_runs(read_visible(page), LONGEST_BORROWING + 1) & sources == set()


def test_the_check_for_borrowing_sees_it(seeds):
    """Negative control: one sentence of a source among our own words is found."""
    source = max(next(iter(seeds.glob("*.txt"))).read_text("utf-8").splitlines(), key=len)
    runs = list_runs(source, LONGEST_BORROWING + 1)
    assert runs & list_runs(f"كلام لنا، ثم {source}", LONGEST_BORROWING + 1)


def test_every_page_has_an_article_of_some_length():
    documents = read_corpus(CORPUS)
    for page, texts in documents.groupby("page")["text"]:
        assert sum(count_words(texts).values()) >= 300, page


def test_the_index_names_every_page_and_agrees_with_what_the_pages_state():
    with (CORPUS / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        index = {row["page"]: row for row in csv.DictReader(file)}
    assert sorted(index) == [path.name for path in PAGES]
    assert all(".example/" in row["url"] for row in index.values())
    first = read_corpus(CORPUS).query("article == 0").set_index("page")
    for page, row in index.items():
        published = first.at[page, "published"]
        assert ("" if pd.isna(published) else published.date().isoformat()) == row["published"], page
        assert first.at[page, "outlet"] in row["outlet"], page


def test_the_pages_differ_as_the_datasheet_says():
    assert {path.suffix for path in PAGES} == {".txt", ".html"}
    encodings = {path.name: decode_page(path.read_bytes(), name=path.name)[1] for path in PAGES}
    assert [name for name, encoding in encodings.items() if encoding == "cp1256"] == ["urdun_beijing_talks.txt"]
    assert read_corpus(CORPUS).groupby("page").size().max() == 2
