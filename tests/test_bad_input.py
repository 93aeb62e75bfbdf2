"""Bad input: a clear sentence for each, the good rows beside it kept, an error only when nothing was read."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import helpers.corpus.records as records
from helpers.__main__ import main
from helpers.corpus import SourceError, read_corpus
from tests.test_corpus import BODY, PAGE, ROWS, write_jsonl

GOOD = json.dumps(ROWS[0], ensure_ascii=False)
MOJIBAKE = BODY.encode().decode("latin-1")


def test_the_pages_beside_bad_ones_are_read_and_each_bad_one_is_explained(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(PAGE, encoding="utf-8")
    bad = {
        "empty.txt": b"",
        "blank.txt": b" \n\n",
        "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
        "english.txt": b"No Arabic letter here.",
        "long.txt": b"x" * 50_000_000,
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    documents, report = read_corpus(tmp_path, with_report=True)
    assert list(documents["page"]) == ["good.txt"]
    told = report[report["status"] == "skipped"].set_index("file")["why"].to_dict()
    expected = {"empty": "empty", "blank": "empty", "picture": "binary", "english": "no Arabic", "long": "too large"}
    assert set(told) == set(bad)
    for name, word in expected.items():
        assert word in told[f"{name}.txt"] and str(tmp_path) not in told[f"{name}.txt"]


@pytest.mark.parametrize(
    "line, expected",
    [
        ("{not json", "not JSON"),
        ("[1, 2]", "a JSON list, not a record"),
        ('"text"', "a JSON str, not a record"),
        (json.dumps({"id": "x"}), "no 'text'; found id"),
        (json.dumps({"id": "x", "texts": "…"}), "no 'text'; found 'texts', rename it to 'text'?"),
        (json.dumps({"ID": "x", "text": BODY}), "no 'id'; found 'ID', rename it to 'id'?"),
        (json.dumps({"id": None, "text": BODY}), "its id is empty"),
        (json.dumps({"id": "x", "text": ["…"]}), "its text should be a string, not list"),
        (json.dumps({"id": "x", "text": "  "}), "its text is empty"),
        (json.dumps({"id": "x", "text": MOJIBAKE}), "its text is mojibake"),
        (json.dumps({"id": "a", "text": BODY}), "its id stands already in bad.jsonl"),
        ("[" * 100_000, "not JSON"),
    ],
    ids=lambda value: value[:25] if isinstance(value, str) else None,
)
def test_a_broken_json_line_is_named_and_the_others_kept(tmp_path: Path, line: str, expected: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(f"{GOOD}\n{line}\n{json.dumps(ROWS[1])}\n", encoding="utf-8")
    documents, report = read_corpus(file, with_report=True)
    assert list(documents.index) == ["a", "b"] and list(documents["article"]) == [0, 2]
    row = report[report["status"] == "skipped"].iloc[0]
    assert expected in row["why"] and row["where"] in ("line 2", "article 1")
    assert len(row["why"]) < 250


def test_many_lines_with_one_fault_make_one_row_of_the_report(tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "bad.jsonl", [ROWS[0], *({"id": str(n)} for n in range(500))])
    report = read_corpus(file, with_report=True)[1]
    assert report["where"].tolist()[1:] == ["line 2 and 499 more"]


def test_many_different_faults_are_counted_after_the_first_twenty(tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": BODY, "published": f"soon {n}"} for n in range(60)]
    report = read_corpus(write_jsonl(tmp_path / "bad.jsonl", rows), with_report=True)[1]
    assert len(report) == 22 and report["where"].iloc[-1] == "line 21 and 39 more"


def test_a_line_of_fifty_megabytes_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "long.jsonl"
    with file.open("wb") as out:
        out.write(GOOD.encode() + b"\n" + b"x" * 50_000_000 + b"\n" + json.dumps(ROWS[1]).encode())
    documents, report = read_corpus(file, with_report=True)
    assert list(documents.index) == ["a", "b"]
    assert report["where"].iloc[1] == "line 2" and "longer than 20 MB" in report["why"].iloc[1]


def test_a_line_in_another_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "mixed.jsonl"
    broken = json.dumps({"id": "x", "text": BODY}, ensure_ascii=False).encode("cp1256")
    file.write_bytes((GOOD + "\n").encode() * 1 + broken + b"\n" + json.dumps(ROWS[1], ensure_ascii=False).encode())
    documents, report = read_corpus(file, with_report=True)
    assert list(documents.index) == ["a", "b"]
    assert report["where"].iloc[1] == "line 2" and "not utf-8" in report["why"].iloc[1]


def test_half_a_character_does_not_stop_writing(tmp_path: Path) -> None:
    file = tmp_path / "half.jsonl"
    file.write_text('{"id": "a", "text": "قمة \\ud83d", "tags": ["\\ud83d\\ude00", "\\udc00"]}\n', encoding="utf-8")
    documents = read_corpus(file)
    assert documents.loc["a", "text"] == "قمة \ufffd" and documents.loc["a", "tags"] == ["😀", "\ufffd"]


@pytest.mark.parametrize(
    "broken, places",
    [
        ('x,"never closed', ["line 3"]),
        ('x,"never closed\nover two lines', ["line 3", "line 4"]),
        ('x,"a "quotation" not doubled"', ["line 3"]),
        ("x,one,too many", ["line 3"]),
        ("x", ["line 3"]),
    ],
)
def test_a_broken_csv_row_costs_no_other_row(tmp_path: Path, broken: str, places: list[str]) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(f'id,text\na,"{BODY}"\n{broken}\nb,"{BODY}"\nc,{BODY}\n', encoding="utf-8")
    documents, report = read_corpus(file, with_report=True)
    assert list(documents.index) == ["a", "b", "c"]
    assert report[report["status"] == "skipped"]["where"].tolist() == places


def test_a_quotation_mark_never_closed_is_given_up_before_it_swallows_a_large_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "LONGEST_CELL", 10_000)
    file = tmp_path / "bad.csv"
    rows = "".join(f"n{n},{BODY}\n" for n in range(1000))
    file.write_text(f'id,text\nx,"never closed\n{rows}', encoding="utf-8")
    assert len(read_corpus(file, with_report=True)[0]) == 1000


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_missing_columns_are_named_once_with_the_nearest(tmp_path: Path, name: str) -> None:
    if name == "a.csv":
        (tmp_path / name).write_text(f"id,texte\na,{BODY}\n", encoding="utf-8")
    else:
        pq.write_table(pa.table({"id": ["a"], "texte": [BODY]}), tmp_path / name)
    with pytest.raises(SourceError, match="no 'text'; found 'texte', rename it to 'text'"):
        read_corpus(tmp_path / name)


def test_corrupt_parquet_says_so_and_a_damaged_block_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1" + os.urandom(200))
    with pytest.raises(SourceError, match="not a Parquet file, or a damaged one"):
        read_corpus(tmp_path / "broken.parquet")
    file = tmp_path / "half.parquet"
    rows = pa.table({"id": [str(n) for n in range(40)], "text": [f"{BODY} {n}" for n in range(40)]})
    pq.write_table(rows, file, row_group_size=10, compression="zstd")
    data = bytearray(file.read_bytes())
    column = pq.ParquetFile(file).metadata.row_group(1).column(1)
    start = column.dictionary_page_offset or column.data_page_offset
    data[start : start + column.total_compressed_size] = bytes(column.total_compressed_size)
    file.write_bytes(bytes(data))
    documents, report = read_corpus(file, with_report=True)
    assert list(documents.index) == [str(n) for n in [*range(10), *range(20, 40)]]
    assert "block 1 are damaged" in report["why"].iloc[1]


def test_a_packed_file_cut_short_keeps_the_rows_before_the_cut(tmp_path: Path) -> None:
    import gzip

    file = tmp_path / "cut.jsonl.gz"
    rows = [{"id": str(n), "text": f"{BODY} {os.urandom(40).hex()}"} for n in range(3000)]
    data = gzip.compress("\n".join(json.dumps(row) for row in rows).encode())
    file.write_bytes(data[: len(data) // 2])
    documents, report = read_corpus(file, with_report=True)
    assert 500 < len(documents) < 2500
    assert "damaged or cut short" in report["why"].iloc[1]


@pytest.mark.parametrize("name", ["page.txt", "two.jsonl", "table.csv"])
def test_no_permission_is_said_in_words(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / name).write_text(GOOD, encoding="utf-8")

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(SourceError, match="no permission to read it"):
        read_corpus(tmp_path / name)


def test_a_fault_of_a_parser_costs_one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import helpers.corpus as corpus

    read_page = corpus.read_page

    def fail_on_odd(path: Path, **options):
        if path.name == "odd.txt":
            raise RecursionError("too deep")
        return read_page(path, **options)

    monkeypatch.setattr(corpus, "read_page", fail_on_odd)
    for name in ("odd.txt", "good.txt"):
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    documents, report = read_corpus(tmp_path, with_report=True)
    assert list(documents["page"]) == ["good.txt"]
    assert "RecursionError" in report.set_index("file").loc["odd.txt", "why"]


@pytest.mark.parametrize(
    "files, expected",
    [
        ({}, "no file in it can be read"),
        ({"a.pdf": b"%PDF", "b.pdf": b"%PDF"}, r"\*.pdf: 2 left out"),
        ({"a.txt": b"", "b.txt": b"plain English"}, r"the file is empty.*\(and 1 more problem\)"),
        ({"a.jsonl": b""}, "the file is empty"),
        ({"a.jsonl": b"\x00\x01\x02" * 50}, "binary file"),
    ],
)
def test_a_folder_with_nothing_to_read_is_an_error_and_exit_code_1(
    tmp_path: Path, files: dict[str, bytes], expected: str, capsys: pytest.CaptureFixture
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name, data in files.items():
        (source / name).write_bytes(data)
    with pytest.raises(SourceError, match=expected):
        read_corpus(source)
    assert main(["documents", str(source), "--out", str(tmp_path / "out.csv")]) == 1
    assert "error: " in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()
