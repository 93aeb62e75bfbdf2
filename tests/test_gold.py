"""The sample corpus against its answers: every line's role, every page's metadata."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from helpers.agreement import load_codebook, read_answers
from helpers.corpus import read_corpus
from helpers.pages import KEPT, Page, read_page
from helpers.tokens import list_sentences
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


# --- the coded sentences ----------------------------------------------------------------------

CODED = ("coding_a", "coding_b", "settled")


@pytest.fixture(scope="module")
def sentences() -> pd.DataFrame:
    return list_sentences(read_corpus(ROOT / "corpus"))


def read_records(name: str) -> list[dict]:
    lines = (ROOT / "corpus" / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", CODED)
def test_every_sentence_is_coded_once_and_every_span_stands_where_it_says(name: str, sentences: pd.DataFrame) -> None:
    records = read_records(name)
    assert [(r["doc_id"], r["sentence"]) for r in records] == list(
        zip(sentences.doc_id, sentences.sentence, strict=True)
    )
    answers = read_answers(ROOT / "corpus" / "gold" / f"{name}.jsonl", sentences)  # checks the sentences' offsets
    texts = {(r.doc_id, r.sentence): (r.start, r.end, r.text) for r in sentences.itertuples()}
    for quotation in answers.quotations.itertuples():
        start, end, text = texts[quotation.doc_id, quotation.sentence]
        assert start <= quotation.start < quotation.end <= end and quotation.text.strip()
        assert quotation.cue is None or pd.isna(quotation.cue) or quotation.cue in text


@pytest.mark.parametrize("name", CODED)
def test_every_label_is_in_the_codebook(name: str, sentences: pd.DataFrame) -> None:
    codebook = load_codebook()
    allowed = codebook.groupby("variable")["value"].agg(set)
    codings = read_answers(ROOT / "corpus" / "gold" / f"{name}.jsonl", sentences).codings
    for variable, values in codings.groupby("variable")["value"]:
        assert set(values) <= allowed[variable] | {"none"}, variable
    parties = {e[side] for r in read_records(name) for e in r["events"] for side in ("source", "target")}
    assert all(re.fullmatch(r"[A-Z][A-Z0-9+\-]+", party) for party in parties)


def test_where_the_two_codings_agree_the_answers_are_theirs() -> None:
    one, two, settled = (read_records(name) for name in CODED)
    for a, b, answer in zip(one, two, settled, strict=True):
        for variable in ("tone", "frames"):
            if a == b:
                assert answer[variable] == a[variable], (answer["doc_id"], answer["sentence"])


def test_the_design_file_counts_what_the_answers_hold() -> None:
    """Negative control included: the tables differ from outlet to outlet."""
    records = read_records("settled")
    tables = [
        [line.strip("| ").split(" | ") for line in block.strip().splitlines()]
        for block in re.findall(r"(?:^\|.*\n)+", (ROOT / "corpus" / "design.md").read_text(encoding="utf-8"), re.M)
    ]
    tone, frames, stances = tables[1:4]
    for row in tone[2:]:
        own = [r for r in records if r["doc_id"].startswith(f"{row[0]}_")]
        quotations = [q for r in own for q in r["quotations"]]
        tones = [sum(r["tone"] == value for r in own) for value in (-1, 0, 1)]
        direct = sum(q["kind"] == "direct" for q in quotations)
        counted = [len(own), *tones, len(quotations), direct, sum(len(r["events"]) for r in own)]
        assert [int(cell) for cell in row[1:]] == counted, row[0]
    for table, labels in ((frames, lambda r: r["frames"]), (stances, lambda r: [q["stance"] for q in r["quotations"]])):
        for row in table[2:]:
            given = [label for r in records if r["doc_id"].startswith(f"{row[0]}_") for label in labels(r)]
            assert [int(cell) for cell in row[1:]] == [given.count(label) for label in table[0][1:]], row[0]
        assert len({tuple(row[1:]) for row in table[2:]}) == 6


def test_the_leanings_that_were_put_in_are_there() -> None:
    """What design.md promises, in the strongest places: who leans most to what."""
    shares: dict[str, dict[str, float]] = {}
    for outlet in ("wakala", "misr", "sham", "maghrib", "khalij", "urdun"):
        own = [r for r in read_records("settled") if r["doc_id"].startswith(f"{outlet}_")]
        stances = [q["stance"] for r in own for q in r["quotations"]]
        framed = [frame for r in own for frame in r["frames"]]
        shares[outlet] = {
            "tone": sum(r["tone"] for r in own) / len(own),
            "doubting": stances.count("doubting") / len(stances),
            "neutral": stances.count("neutral") / len(stances),
            **{frame: framed.count(frame) / len(framed) for frame in ("economy", "memory", "conflict", "protocol")},
        }
    most = {what: max(shares, key=lambda outlet: shares[outlet][what]) for what in shares["wakala"]}
    assert most["doubting"] == "sham" and most["neutral"] == "wakala" and most["economy"] == "khalij"
    assert most["memory"] == "maghrib" and most["protocol"] in ("wakala", "misr")
    assert min(shares, key=lambda outlet: shares[outlet]["tone"]) == "sham"
    assert most["tone"] in ("maghrib", "misr")
