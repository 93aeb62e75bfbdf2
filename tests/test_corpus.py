"""Corpus: every kind of source, the same ids each time, round trips, and the report of what was skipped."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import json
import lzma
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.corpus import (
    READING,
    ReadingWarning,
    SourceError,
    find_files,
    iter_corpus,
    iter_lines,
    read_corpus,
    write_corpus,
)
from helpers.tables import DOCUMENTS, LINES, TableError, check_table

BODY = "عقد الجانبان اليوم جلسة محادثات رسمية تناولت سبل تطوير التعاون في مجالات النقل والطاقة والتعليم."
PAGE = f"لقاء في بكين\n\nكتب: سالم عمر\n\n{BODY}\n\nوأكد الوفد أن اللقاء المقبل سيعقد في العاصمة خلال الشهر القادم.\n"
ROWS = [
    {"id": "a", "outlet": "المنارة", "published": "2024-03-31", "title": "قمة", "text": "وصل الوزير.", "desk": "عالم"},
    {"id": "b", "outlet": None, "published": None, "title": None, "text": "غادر الوفد.\nوعاد مساء.", "desk": "محلي"},
]


def write_jsonl(path: Path, rows: list) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pages in a folder and a sub-folder."""
    pages = tmp_path / "pages"
    (pages / "2024").mkdir(parents=True)
    (pages / "b.txt").write_text(PAGE, encoding="utf-8")
    (pages / "2024" / "a.txt").write_text(PAGE, encoding="cp1256")
    (pages / "c.html").write_text(
        f"<html><body><article><h1>لقاء في بكين</h1><p>{BODY}</p><p>{BODY[:-1]} كذلك.</p></article></body></html>",
        encoding="utf-8",
    )
    return pages


# ------------------------------------------------------------------ kinds of source


def test_folder_is_read_with_its_sub_folders_in_the_order_of_names(folder: Path) -> None:
    documents, report = read_corpus(folder, with_report=True)
    assert list(documents.index) == ["2024/a.txt#0", "b.txt#0", "c.html#0"]
    assert list(documents["page"]) == ["2024/a.txt", "b.txt", "c.html"]
    check_table(documents, DOCUMENTS)
    check_table(report, READING)
    assert list(report.query("status == 'read'")["documents"]) == [1, 1, 1]


def test_same_input_gives_the_same_table(folder: Path) -> None:
    pd.testing.assert_frame_equal(read_corpus(folder), read_corpus(str(folder)))


def test_index_fills_what_a_page_does_not_say(folder: Path) -> None:
    (folder / "index.csv").write_text(
        "file,outlet,url,published\n2024/a.txt,المنارة,,2024-03-31\ngone.txt,الفجر,,\n", encoding="utf-8-sig"
    )
    documents, report = read_corpus(folder, with_report=True)
    row = documents.loc["2024/a.txt#0"]
    assert (row["outlet"], row["published"].date(), row["date_basis"]) == ("المنارة", dt.date(2024, 3, 31), "metadata")
    assert pd.isna(documents.loc["b.txt#0", "outlet"])
    assert report.query("file == 'index.csv'")["why"].tolist() == ["there is no page 'gone.txt'"]


def test_index_without_a_page_column_is_reported_and_the_pages_are_read(folder: Path) -> None:
    (folder / "index.csv").write_text("pages,outlet\nb.txt,المنارة\n", encoding="utf-8")
    documents, report = read_corpus(folder, with_report=True)
    assert len(documents) == 3
    assert "found 'pages', rename it to 'page'?" in report.query("file == 'index.csv'")["why"].iloc[0]


@pytest.mark.parametrize("pattern", ["*/a.txt", "**/a.txt"])
def test_pattern_names_pages_from_the_folder_above_its_first_wildcard(folder: Path, pattern: str) -> None:
    assert list(read_corpus(folder / pattern).index) == ["2024/a.txt#0"]


def test_a_single_page_is_named_by_its_file(folder: Path) -> None:
    assert list(read_corpus(folder / "2024" / "a.txt").index) == ["a.txt#0"]


def test_columns_of_record_files_are_read_as_they_are(tmp_path: Path) -> None:
    documents = read_corpus(write_jsonl(tmp_path / "two.jsonl", ROWS))
    assert list(documents.index) == ["a", "b"]
    assert list(documents["page"]) == ["two.jsonl"] * 2 and list(documents["article"]) == [0, 1]
    assert list(documents["text"]) == [row["text"] for row in ROWS]
    assert list(documents["desk"]) == ["عالم", "محلي"]
    assert documents.loc["b", ["outlet", "published", "title", "date_basis"]].isna().all()


@pytest.mark.parametrize("module, ending", [(gzip, "gz"), (bz2, "bz2"), (lzma, "xz")])
def test_packed_files_are_unpacked_on_the_way(tmp_path: Path, module, ending: str) -> None:
    plain = write_jsonl(tmp_path / "two.jsonl", ROWS).read_bytes()
    packed = tmp_path / f"other.jsonl.{ending}"
    with module.open(packed, "wb") as out:
        out.write(plain)
    assert read_corpus(packed)["text"].tolist() == [row["text"] for row in ROWS]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_of_any_encoding_and_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    file = tmp_path / "table.csv"
    lines = [separator.join(["id", "outlet", "text"]), separator.join(["1", "", f'"{BODY}\nوعاد."'])]
    file.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    documents = read_corpus(file)
    assert documents["text"].tolist() == [f"{BODY}\nوعاد."]
    assert documents.index.tolist() == ["1"] and documents["outlet"].isna().all()


@pytest.mark.parametrize(
    "given, day, time",
    [
        ("2024-03-31", dt.date(2024, 3, 31), None),
        ("2024-03-31 21:28:00", dt.date(2024, 3, 31), "21:28:00"),
        ("2024-03-31T21:28:00+02:00", dt.date(2024, 3, 31), "21:28:00+02:00"),
        ("Sun, 31 Mar 2024 21:28:00 GMT", dt.date(2024, 3, 31), "21:28:00+00:00"),
        ("31 آذار/مارس 2024", dt.date(2024, 3, 31), None),
        ("soon", None, None),
        (1711843200000, None, None),
    ],
)
def test_published_becomes_a_day_and_the_hour_is_kept_beside_it(tmp_path: Path, given, day, time) -> None:
    rows = [{"id": 1, "text": BODY, "published": given}]
    documents, report = read_corpus(write_jsonl(tmp_path / "one.jsonl", rows), with_report=True)
    row = documents.iloc[0]
    assert (None if pd.isna(row["published"]) else row["published"].date()) == day
    assert row.get("published_time") == time
    if day is None:
        assert report["status"].tolist() == ["read", "note"] and "2024-03-31" in report["why"].iloc[1]


def test_names_are_the_same_on_a_system_that_writes_letters_apart(tmp_path: Path) -> None:
    (tmp_path / "ا\u0653خر.txt").write_text(PAGE, encoding="utf-8")  # NFD, as macOS has it
    assert list(read_corpus(tmp_path).index) == ["آخر.txt#0"]


# ------------------------------------------------------------------ chunks and lines


def test_chunks_joined_are_the_whole(tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": f"{BODY} {n}"} for n in range(25)]
    file = write_jsonl(tmp_path / "many.jsonl", rows)
    tables = list(iter_corpus(file, chunk=10))
    assert [len(table) for table in tables] == [10, 10, 5]
    pd.testing.assert_frame_equal(pd.concat(tables), read_corpus(file))


def test_a_reading_can_be_looped_over_again(folder: Path) -> None:
    reading = iter_corpus(folder)
    assert len(list(reading)) == len(list(reading)) == 1
    assert reading.report["documents"].sum() == 3


def test_lines_cover_every_page_under_its_name(folder: Path) -> None:
    lines = pd.concat(list(iter_lines(folder)))
    check_table(lines, LINES)
    assert set(lines["page"]) == {"2024/a.txt", "b.txt", "c.html"}
    kept = lines[(lines["page"] == "b.txt") & (lines["role"] == "title")]
    assert kept[["line", "start", "end"]].values.tolist() == [[0, 0, 12]]


def test_lines_of_record_files_are_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="lines exist only for pages.*two.jsonl holds finished articles"):
        list(iter_lines(write_jsonl(tmp_path / "two.jsonl", ROWS)))


# ------------------------------------------------------------------ writing


@pytest.mark.parametrize("name", ["out.parquet", "out.jsonl", "out.jsonl.xz", "out.csv"])
def test_what_is_written_is_read_back_the_same(tmp_path: Path, folder: Path, name: str) -> None:
    for source in (folder, write_jsonl(tmp_path / "two.jsonl", ROWS)):
        documents = read_corpus(source)
        write_corpus(documents, tmp_path / name)
        pd.testing.assert_frame_equal(read_corpus(tmp_path / name), documents)


def test_parquet_holds_typed_columns_and_any_extra_ones(tmp_path: Path) -> None:
    rows = [{**ROWS[0], "tags": ["قمة", "نفط"], "odd": 1}, {**ROWS[1], "tags": [], "odd": "two"}]
    write_corpus(read_corpus(write_jsonl(tmp_path / "two.jsonl", rows)), tmp_path / "out.parquet")
    schema = pq.read_schema(tmp_path / "out.parquet")
    assert schema.field("published").type == pa.date32() and schema.field("article").type == pa.int32()
    assert schema.names[:10] == ["doc_id", *DOCUMENTS.columns]
    back = read_corpus(tmp_path / "out.parquet")
    assert list(back.loc["a", "tags"]) == ["قمة", "نفط"] and list(back["odd"]) == ["1", "two"]


def test_jsonl_says_null_and_csv_opens_in_a_spreadsheet(tmp_path: Path) -> None:
    documents = read_corpus(write_jsonl(tmp_path / "two.jsonl", ROWS))
    write_corpus(documents, tmp_path / "out.jsonl")
    first, second = map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert first["published"] == "2024-03-31" and second["published"] is None and second["title"] is None
    write_corpus(documents, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfdoc_id,page,article,")


def test_writing_chunk_by_chunk_equals_writing_at_once(tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "many.jsonl", [{"id": str(n), "text": f"{BODY} {n}"} for n in range(25)])
    for name in ("a.parquet", "a.jsonl", "a.csv"):
        write_corpus(iter_corpus(file, chunk=7), tmp_path / name)
        pd.testing.assert_frame_equal(read_corpus(tmp_path / name)[["text"]], read_corpus(file)[["text"]])


def test_failed_writing_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old", encoding="utf-8")
    good = read_corpus(write_jsonl(tmp_path / "two.jsonl", ROWS))
    with pytest.raises(TableError):
        write_corpus([good, good.drop(columns="text")], out)
    assert out.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "two.jsonl"]


def test_an_ending_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    documents = read_corpus(write_jsonl(tmp_path / "two.jsonl", ROWS))
    for name in ("out.xlsx", "out", "out.parquet.gz"):
        with pytest.raises(ValueError, match="end the name in .jsonl, .csv or .parquet"):
            write_corpus(documents, tmp_path / name)


# ------------------------------------------------------------------ whatever is in a file, reading goes on


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.binary(max_size=300), ending=st.sampled_from([".txt", ".html", ".jsonl", ".csv", ".parquet"]))
def test_no_bytes_break_reading_or_lose_the_file_beside_them(tmp_path_factory, data: bytes, ending: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / f"odd{ending}").write_bytes(data)
    good = folder / ("good.txt" if ending in (".txt", ".html") else "good.jsonl")
    good.write_text(PAGE if good.suffix == ".txt" else json.dumps(ROWS[0]), encoding="utf-8")
    documents, report = read_corpus(folder, with_report=True)
    assert good.name in set(documents["page"])
    check_table(report, READING)


_CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.text("\",;\n\r 'اب", max_size=12)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(texts=st.lists(_CELL, min_size=1, max_size=5), ending=st.sampled_from([".jsonl", ".csv", ".parquet"]))
def test_any_text_comes_back_as_it_was_written(tmp_path_factory, texts: list[str], ending: str) -> None:
    folder = tmp_path_factory.mktemp("trip")
    rows = [{"id": f"n{n}", "text": f"قمة {text} بكين"} for n, text in enumerate(texts)]
    documents = read_corpus(write_jsonl(folder / "in.jsonl", rows))
    write_corpus(documents, folder / f"out{ending}")
    back = read_corpus(folder / f"out{ending}")
    if ending == ".csv":  # NUL cannot stand in CSV
        assert [t.replace("\x00", "") for t in documents["text"]] == list(back["text"])
    else:
        assert list(documents["text"]) == list(back["text"]) == [row["text"] for row in rows]


_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    row=st.dictionaries(
        st.sampled_from(["id", "doc_id", "text", "title", "published", "article", "page", "date_basis", "x"]), _VALUE
    )
)
def test_any_json_record_is_read_or_reported(tmp_path_factory, row: dict) -> None:
    file = tmp_path_factory.mktemp("json") / "one.jsonl"
    file.write_text(json.dumps(row) + "\n" + json.dumps(ROWS[0] | {"id": "known good"}) + "\n", encoding="utf-8")
    documents, report = read_corpus(file, with_report=True)
    assert "known good" in documents.index
    assert len(documents) + (report["status"] == "skipped").sum() == 2


def test_missing_files_are_listed_by_find_files_as_an_error(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "articles.jsonl", ROWS)
    with pytest.raises(SourceError, match="did you mean .*articles.jsonl"):
        find_files(tmp_path / "artcles.jsonl")


def test_something_skipped_is_never_silent(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    with pytest.warns(ReadingWarning, match="empty.txt"):
        assert len(read_corpus(folder)) == 3
