"""The command line: its columns and exit codes are contracts."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from helpers.__main__ import main
from tests.conftest import ROOT
from tests.test_corpus import PAGE, ROWS, write_jsonl

_COLUMNS = "doc_id page article outlet author agency published date_basis title text"
DOCUMENT_COLUMNS = _COLUMNS.split()
LINE_COLUMNS = ["page", "line", "start", "end", "role", "article", "rule"]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(PAGE, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


def read_back(path: Path) -> tuple[list[str], list[dict]]:
    if path.suffix == ".jsonl":
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return list(rows[0]), rows
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        return list(rows[0]), rows
    table = pd.read_parquet(path)
    return list(table.columns), table.to_dict("records")


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("command, columns", [("documents", DOCUMENT_COLUMNS), ("lines", LINE_COLUMNS)])
def test_columns_are_exactly_the_contract(
    pages: Path, tmp_path: Path, command: str, columns: list, ending: str
) -> None:
    out = tmp_path / f"out.{ending}"
    assert main([command, str(pages), "--out", str(out)]) == 0
    names, rows = read_back(out)
    assert names == columns
    assert {row["page"] for row in rows} == {"a.txt"}


def test_documents_hold_the_body_without_the_title_and_null_where_nothing_is_said(pages: Path, tmp_path: Path) -> None:
    main(["documents", str(pages), "--out", str(tmp_path / "out.jsonl")])
    (row,) = read_back(tmp_path / "out.jsonl")[1]
    assert (row["doc_id"], row["article"], row["title"], row["author"]) == ("a.txt#0", 0, "لقاء في بكين", "سالم عمر")
    assert row["outlet"] is None and row["published"] is None and row["date_basis"] is None
    assert row["title"] not in row["text"] and row["text"].startswith("عقد الجانبان")


def test_lines_are_numbered_in_the_file_and_empty_ones_are_not_written(pages: Path, tmp_path: Path) -> None:
    main(["lines", str(pages), "--out", str(tmp_path / "out.jsonl")])
    printed = PAGE.split("\n")
    rows = read_back(tmp_path / "out.jsonl")[1]
    assert {row["line"] for row in rows} == {n for n, line in enumerate(printed) if line}
    for row in rows:
        assert 0 <= row["start"] < row["end"] <= len(printed[row["line"]])


def test_records_keep_id_and_dates_are_iso(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "two.jsonl", [ROWS[0] | {"published": "2024-03-31 21:28:00"}, ROWS[1]])
    for ending in ("jsonl", "csv", "parquet"):
        assert main(["documents", str(source), "--out", str(tmp_path / f"out.{ending}")]) == 0
        names, rows = read_back(tmp_path / f"out.{ending}")
        assert names == DOCUMENT_COLUMNS
        assert [(row["doc_id"], str(row["published"] or None)) for row in rows] == [("a", "2024-03-31"), ("b", "None")]


def test_messages_go_to_standard_error_and_name_what_was_skipped(pages: Path, tmp_path: Path, capsys) -> None:
    assert main(["documents", str(pages), "--out", str(tmp_path / "out.csv")]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "skipped: empty.txt: the file is empty" in said.err and "1 document from 1 file" in said.err


@pytest.mark.parametrize(
    "arguments, code, expected",
    [
        (["documents", "no-such-folder", "--out", "out.csv"], 1, "no such file or folder"),
        (["lines", "two.jsonl", "--out", "out.csv"], 1, "lines exist only for pages"),
        (["documents", "two.jsonl", "--out", "out.xlsx"], 2, "'.xlsx' cannot be written"),
        (["documents", "two.jsonl", "--out", "missing/out.csv"], 2, "there is no folder missing"),
        (["documents", "two.jsonl", "--out", "pages.csv"], 2, "is a folder"),
        (["documents", "two.jsonl", "--out", "two.jsonl"], 2, "is the source itself"),
        (["documents", "two.jsonl"], 2, "--out"),
        (["nonsense"], 2, "invalid choice"),
        ([], 2, "COMMAND"),
    ],
)
def test_exit_codes_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys, arguments: list[str], code: int, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_jsonl(tmp_path / "two.jsonl", ROWS)
    (tmp_path / "pages.csv").mkdir()
    try:
        found = main(arguments)
    except SystemExit as stopped:
        found = stopped.code
    assert found == code
    assert expected in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    source = write_jsonl(tmp_path / "two.jsonl", ROWS)
    monkeypatch.setattr("helpers.corpus.writing.open_packed", refuse)
    assert main(["documents", str(source), "--out", str(tmp_path / "out.jsonl")]) == 2
    assert "cannot write" in capsys.readouterr().err


def test_it_runs_as_a_module_and_twice_gives_the_same_bytes(pages: Path, tmp_path: Path) -> None:
    written = []
    for name in ("first.jsonl", "second.jsonl"):
        command = [sys.executable, "-m", "helpers", "documents", str(pages), "--out", str(tmp_path / name)]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=True)
        assert run.stdout == b""
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]


def test_report_hands_over_and_fails_when_a_notebook_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    import helpers.report

    given = []

    class Made:
        index, failed = tmp_path / "index.html", []

    monkeypatch.setattr(helpers.report, "write_report", lambda *args, **options: given.append(args) or Made)
    assert main(["report", "--corpus", "pages", "--out", str(tmp_path)]) == 0
    assert given == [(ROOT / "notebooks", "pages", tmp_path)]
    assert "index.html" in capsys.readouterr().err
    Made.failed = ["01"]
    assert main(["report"]) == 1


def test_report_on_a_corpus_that_is_not_there_is_a_wrong_command(tmp_path: Path, capsys) -> None:
    (tmp_path / "00.ipynb").write_text(
        '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', encoding="utf-8"
    )
    arguments = ["report", "--corpus", "no-such", "--out", str(tmp_path / "out"), "--notebooks", str(tmp_path)]
    assert main(arguments) == 2
    assert "no such corpus" in capsys.readouterr().err


# ------------------------------------------------------------------ analyses

PLACE = ["doc_id", "sentence", "start", "end"]
TERM = ["group", "term", "n", "of", "per_10000", "documents", "of_documents"]
ANALYSES = {
    "lemmas": ["form", "lemma", "n", "engine", "rule"],
    "terms": TERM,
    "keyness": None,  # long: see test_keyness_is_written_with_both_sides
    "collocations": None,
    "kwic": ["doc_id", "outlet", "published", "sentence", "start", "end", "before", "node", "after"],
    "tone": [*PLACE, *"tone score n_hits words target n of low high p_negative p_neutral p_positive text".split()],
    "quotations": [*PLACE, "kind", "cue", "speaker", "actor", "stance", "text"],
    "frames": [*PLACE, "frame", "score", "evidence", "text"],
    "events": [*PLACE, "source", "type", "target", "mood", "evidence", "probability", "rule", "text"],
    "actors": [*PLACE, "actor", "kind", "person", "is_party", "text"],
}
OPTIONS = {"kwic": ["--query", "قمة"]}
ARTICLES = [
    {
        "id": "a",
        "outlet": "الأولى",
        "published": "2025-09-04",
        "title": "الصين ترحب بالقمة",
        "text": "التقى الرئيس الصيني شي جين بينغ نظيره الروسي فلاديمير بوتين في بكين، وأشاد بالتعاون بين البلدين. "
        "وقال بوتين إن روسيا ترفض العقوبات الأمريكية، واتهم واشنطن بتهديد الاستقرار.",
    },
    {
        "id": "b",
        "outlet": "الثانية",
        "published": "2025-10-04",
        "title": "تحذير من الحرب",
        "text": "حذرت كوريا الجنوبية من هجوم على حدودها. ودعت سول إلى قمة عاجلة، ولم يرد أحد.",
    },
]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ARTICLES), encoding="utf-8")
    return path


def analyse(command: str, source: Path, out: Path, *options: str) -> tuple[list[str], list[dict]]:
    assert main([command, str(source), "--out", str(out), *OPTIONS.get(command, []), *options]) == 0
    return read_back(out)


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("command", ["lemmas", "terms", "kwic", "tone", "quotations", "frames", "events", "actors"])
def test_columns_of_an_analysis_are_exactly_the_contract(articles: Path, tmp_path: Path, command, ending) -> None:
    names, rows = analyse(command, articles, tmp_path / f"out.{ending}")
    assert names == ANALYSES[command]
    assert rows


@pytest.mark.parametrize("command", ["kwic", "tone", "quotations", "frames", "events", "actors"])
def test_every_row_leads_back_to_the_text(articles: Path, tmp_path: Path, command: str) -> None:
    texts = {row["id"]: row for row in ARTICLES}
    for row in analyse(command, articles, tmp_path / "out.jsonl")[1]:
        text = texts[row["doc_id"]]["title" if row["sentence"] == 0 else "text"]
        found = text[row["start"] : row["end"]]
        assert found and found == found.strip()
        assert row.get("text", found) == found
        if command == "kwic":
            assert found == row["node"]
        if command in ("frames", "events"):
            assert all(part in found for part in str(row["evidence"]).split("، ") if "+" not in part)


def test_who_did_what_is_found_where_it_is_plain(articles: Path, tmp_path: Path) -> None:
    events = analyse("events", articles, tmp_path / "events.jsonl")[1]
    triples = {(event["source"], event["type"], event["target"]) for event in events}
    assert {("CHN", "CONSULT", "RUS"), ("RUS", "ACCUSE", "USA")} <= triples
    quotations = analyse("quotations", articles, tmp_path / "quotations.jsonl")[1]
    said = next(row for row in quotations if row["cue"] == "قال")
    assert (said["kind"], said["actor"], said["stance"]) == ("indirect", "RUS", "neutral")
    actors = analyse("actors", articles, tmp_path / "actors.jsonl")[1]
    assert {"CHN", "RUS", "USA", "KOR"} <= {row["actor"] for row in actors}


def test_tone_at_three_levels(articles: Path, tmp_path: Path) -> None:
    sentences = analyse("tone", articles, tmp_path / "a.jsonl")[1]
    assert [row["tone"] for row in sentences if row["doc_id"] == "a"] == [1, 1, -1]
    documents = analyse("tone", articles, tmp_path / "b.jsonl", "--level", "document")[1]
    assert [row["doc_id"] for row in documents] == ["a", "b"]
    assert all(row["of"] == 3 for row in documents)
    assert documents[0]["score"] > documents[1]["score"]
    targets = analyse("tone", articles, tmp_path / "c.jsonl", "--level", "target")[1]
    assert {"CHN", "RUS", "USA"} <= {row["target"] for row in targets}


def test_own_words_change_the_tone(articles: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("id,term,strength,pos,topic,match,note\nx1,عاجلة,1,adj,own,lemma,\n", encoding="utf-8-sig")
    rows = analyse("tone", articles, tmp_path / "a.jsonl", "--lexicon", str(own))[1]
    assert [row["n_hits"] for row in rows if row["n_hits"]] == [1]


def test_terms_are_counted_by_group(articles: Path, tmp_path: Path) -> None:
    rows = analyse("terms", articles, tmp_path / "a.jsonl", "--by", "month")[1]
    summit = [(row["group"], row["n"]) for row in rows if row["term"] == "قمة"]
    assert summit == [("2025-09", 1), ("2025-10", 1)]
    pairs = analyse("terms", articles, tmp_path / "b.jsonl", "--size", "2", "--unit", "form")[1]
    assert "الرئيس الصيني" in {row["term"] for row in pairs}


def test_keyness_is_written_with_both_sides(articles: Path, tmp_path: Path, capsys) -> None:
    names, rows = analyse("keyness", articles, tmp_path / "a.jsonl", "--min-documents", "1")
    assert {"log_likelihood", "bic", "log_ratio", "percent_diff", "document_log_likelihood", "dp"} <= set(names)
    assert {row["group"] for row in rows} == {"الأولى", "الثانية"}
    assert "fewer than 5" in capsys.readouterr().err  # too small, and said
    analyse("keyness", articles, tmp_path / "b.jsonl", "--min-documents", "1", "--reference", str(other(tmp_path)))


def other(folder: Path) -> Path:
    path = folder / "other.jsonl"
    rows = [row | {"id": "z" + row["id"]} for row in ARTICLES]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_collocations_of_a_node(articles: Path, tmp_path: Path) -> None:
    names, rows = analyse("collocations", articles, tmp_path / "a.jsonl", "--node", "الرئيس", "--min-count", "1")
    assert names[:3] == ["node", "collocate", "n"]
    assert "صيني" in {row["collocate"] for row in rows}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["collocations", "--node", "غائبة"], "'غائب' stands nowhere in these texts as lemma"),
        (["kwic", "--query", "(", "--unit", "regex"], "no regular expression"),
        (["tone", "--lexicon", "nowhere.csv"], "nowhere"),
    ],
)
def test_what_cannot_be_analysed_is_explained(articles: Path, tmp_path: Path, capsys, arguments, message) -> None:
    command, *options = arguments
    assert main([command, str(articles), "--out", str(tmp_path / "a.csv"), *options]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "a.csv").exists()


def test_the_lemma_of_every_word_names_its_rule(articles: Path, tmp_path: Path) -> None:
    rows = {row["form"]: row for row in analyse("lemmas", articles, tmp_path / "a.jsonl")[1]}
    assert rows["العقوبات"]["lemma"] == "عقوبة"
    assert (rows["بوتين"]["lemma"], rows["بوتين"]["rule"], rows["بوتين"]["n"]) == ("بوتين", "name", 2)
    assert {row["engine"] for row in rows.values()} == {"farahidi"}
