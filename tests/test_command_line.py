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
