"""Record files (.jsonl, .csv, .parquet): finished articles, one a row, read as they are.

Every reader here yields, in the order of the file, either an article (a dict with the columns of
`helpers.tables.DOCUMENTS`) or a `Problem`. Memory stays flat however long the file is.
"""

from __future__ import annotations

import bz2
import codecs
import csv
import datetime as dt
import gzip
import io
import json
import lzma
import re
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.dates import parse_date
from helpers.tables import DOCUMENTS

RECORD_ENDINGS = (".jsonl", ".csv", ".parquet")
PACKERS: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}

LONGEST_LINE = 20_000_000  # bytes; the longest of 28,000 real articles has 31,475 characters
LONGEST_CELL = 1_000_000  # characters between two quotation marks of a CSV file

_DAMAGED = (EOFError, OSError, lzma.LZMAError, zlib.error)
_TAKEN_FROM_ROW = {"id", "doc_id", *DOCUMENTS.columns}
# UTF-8 read as Windows-1252 or Latin-1: every Arabic letter has become Ø or Ù and one sign more.
_MOJIBAKE = re.compile("(?:[ØÙ][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122] ?){3}")


class Problem(NamedTuple):
    """Something met while reading: `where` in the file (None: all of it), `why`, and was anything `skipped`."""

    where: str | None
    why: str
    skipped: bool = True


class RowError(ValueError):
    """A row that is no article; the message says what is wrong with it."""


def ending_of(path: Path) -> str:
    """Return the ending that tells the kind of file, in lower case: ``.jsonl`` for ``News.JSONL.xz``.

    >>> ending_of(Path("News.JSONL.xz")), ending_of(Path("page.html"))
    ('.jsonl', '.html')
    """
    endings = [suffix.lower() for suffix in path.suffixes[-2:]]
    if len(endings) == 2 and endings[1] in PACKERS:
        return endings[0]
    return endings[-1] if endings else ""


def read_records(path: Path, name: str) -> Iterator[dict | Problem]:
    """Yield the articles of one record file, and the problems met.

    Parameters
    ----------
    path : Path
        A .jsonl or .csv file (both also packed: .gz, .bz2, .xz) or a .parquet file.
    name : str
        What its articles should have as `page`.
    """
    readers = {".jsonl": _read_jsonl, ".csv": read_csv, ".parquet": _read_parquet}
    number = -1
    for item in _catch_open_errors(readers[ending_of(path)](path), path):
        if isinstance(item, Problem):
            number += item.skipped and item.where is not None  # a broken row is counted, a note is not
            yield item
            continue
        where, row = item
        number += 1
        try:
            document, complaint = _make_document(row, name, number)
        except RowError as error:
            yield Problem(where, str(error))
            continue
        if complaint:
            yield Problem(where, complaint, skipped=False)
        yield document


def _catch_open_errors(items: Iterator, path: Path) -> Iterator:
    try:
        yield from items
    except PermissionError:
        yield Problem(None, "no permission to read it; change its rights (chmod u+r) or leave it out")
    except _DAMAGED as error:
        yield Problem(None, f"the file is damaged or cut short ({error}); rows before that are kept; copy it again")


# ------------------------------------------------------------------ a row becomes an article


def _make_document(row: Mapping, name: str, number: int) -> tuple[dict, str | None]:
    """Return the article in `row`, and a complaint about a value that had to be left out."""
    identity = _text_of(row.get("id", row.get("doc_id")))
    if identity is None:
        raise RowError(_describe_missing("id", row) if "id" not in row else "its id is empty; give it one")
    if "text" not in row:
        raise RowError(_describe_missing("text", row))
    if row["text"] is not None and not isinstance(row["text"], str) and not _is_missing(row["text"]):
        raise RowError(f"its text should be a string, not {type(row['text']).__name__}")
    text = _text_of(row["text"])
    if text is None:
        raise RowError("its text is empty")
    if _MOJIBAKE.search(text[:2000]):
        raise RowError(
            "its text is mojibake (UTF-8 read as Windows-1252); save the file again from its source as UTF-8"
        )
    published, time, complaint = _read_published(row.get("published"))
    document = {
        "doc_id": identity,
        "page": _text_of(row.get("page")) or name,
        "article": _article_of(row.get("article"), number),
        "outlet": _text_of(row.get("outlet")),
        "author": _text_of(row.get("author")),
        "agency": _text_of(row.get("agency")),
        "published": published,
        "date_basis": _text_of(row.get("date_basis")) or ("metadata" if published else None),
        "title": _text_of(row.get("title")),
        "text": text,
    }
    extra = {key: value for key, value in row.items() if key not in _TAKEN_FROM_ROW and key}
    if time:
        extra["published_time"] = time
    return {**document, **extra}, complaint


def _describe_missing(column: str, found: Iterable) -> str:
    names = [str(name) for name in found if name]
    near = get_close_matches(column, [name.lower() for name in names], n=1)
    if near:
        return f"no '{column}'; found '{next(n for n in names if n.lower() == near[0])}', rename it to '{column}'?"
    return f"no '{column}'; found {', '.join(names[:8]) or 'nothing'}"


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and value != value) or value is pd.NaT or value is pd.NA


def _text_of(value: object) -> str | None:
    """Return `value` as text; None where it is missing or blank."""
    if _is_missing(value):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # 17.0 is how a table with a gap in it writes the id 17
    text = value if isinstance(value, str) else str(value)
    return text if text.strip() else None


def _article_of(value: object, number: int) -> int:
    """The row number, unless the file says which article of its page this is (as `write_corpus` does)."""
    text = _text_of(value) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else number


def _read_published(value: object) -> tuple[dt.date | None, str | None, str | None]:
    """Return the day, the time of day as text (or None), and a complaint where no date could be read."""
    if isinstance(value, dt.datetime) and not _is_missing(value):
        return value.date(), _time_of(value), None
    if isinstance(value, dt.date):
        return value, None, None
    text = _text_of(value)
    return _parse_published(text.strip()[:100]) if text else (None, None, None)


@lru_cache(maxsize=100_000)
def _parse_published(text: str) -> tuple[dt.date | None, str | None, str | None]:
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime):  # ISO 8601; the dates of RSS feeds
        try:
            moment = read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment.date(), _time_of(moment), None
    found = parse_date(text)
    if found and found.date and found.precision == "day" and found.certainty != "unknown":
        return found.date, found.time.isoformat() if found.time else None, None
    return None, None, f"published {text!r} cannot be read as a day; kept without it (write it as 2024-03-31)"


def _time_of(moment: dt.datetime) -> str | None:
    return None if moment.timetz() == dt.time() else moment.timetz().isoformat()


# ------------------------------------------------------------------ text files: JSON lines, CSV


def open_packed(path: Path, mode: str = "rb", **options: Any) -> IO:
    """Open a file, unpacking .gz, .bz2 and .xz on the way."""
    return PACKERS.get(path.suffix.lower(), open)(path, mode, **options)


def _read_text_lines(path: Path) -> Iterator[tuple[int, str] | Problem]:
    """Yield (number from 1, line) in whatever encoding the file is."""
    with open_packed(path) as stream:
        head = stream.read(200_000)
    if not head.strip():
        yield Problem(None, "the file is empty")
        return
    encoding = _guess_encoding(head)
    if encoding is None:
        yield Problem(None, "this is a binary file, not text; is its ending right?")
        return
    if encoding != "utf-8":
        yield Problem(None, f"read as {encoding}; save it as UTF-8 to be sure", skipped=False)
    with open_packed(path) as stream:
        if encoding == "utf-16":  # its line feeds are two bytes wide
            stream = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")
        for number, line in enumerate(_cut_lines(stream), 1):
            if line is None:
                yield Problem(
                    f"line {number}",
                    f"longer than {LONGEST_LINE // 1_000_000} MB, as no article is; has a line feed got lost?",
                )
                continue
            try:
                text = line if isinstance(line, str) else line.decode(encoding)
            except UnicodeDecodeError as error:
                yield Problem(
                    f"line {number}", f"not {encoding} (byte {error.start} of the line); save the file as UTF-8"
                )
            else:
                yield number, text.removeprefix("\ufeff") if number == 1 else text


def _cut_lines(stream: IO) -> Iterator[bytes | str | None]:
    """Yield lines; None for one that is too long to be an article (it is passed over, not held)."""
    while line := stream.readline(LONGEST_LINE):
        whole = True
        while len(line) >= LONGEST_LINE and line[-1:] not in (b"\n", "\n"):
            line, whole = stream.readline(LONGEST_LINE), False
        yield line if whole else None


def _guess_encoding(head: bytes) -> str | None:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in head:
        return None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        return "utf-8"
    except UnicodeDecodeError:
        arabic = len(re.findall("[\u0621-\u064a]{2}", head.decode("cp1256", errors="replace")))
        # Spreadsheets on Arabic Windows save CSV as cp1256; one bad byte in UTF-8 must not look like that.
        utf8 = len(re.findall("[\u0621-\u064a]{2}", head.decode("utf-8", errors="ignore")))
        return "cp1256" if arabic > 2 * utf8 and arabic > 3 else "utf-8"


def _read_jsonl(path: Path) -> Iterator[tuple[str, dict] | Problem]:
    for item in _read_text_lines(path):
        if isinstance(item, Problem):
            yield item
            continue
        number, line = item
        if not line.strip():
            continue
        where = f"line {number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Problem(where, f'not JSON ({_shorten(error)}); each line should be one record {{"id": …, "text": …}}')
            continue
        if not isinstance(record, dict):
            yield Problem(
                where, f'a JSON {type(record).__name__}, not a record {{"id": …, "text": …}}; write one record a line'
            )
            continue
        yield where, _mend_surrogates(record) if "\\ud" in line.lower() else record


def _shorten(error: BaseException) -> str:
    return re.sub(r": line 1 column (\d+) \(char \d+\)", r" at character \1", str(error))[:120]


def _mend_surrogates(record: dict) -> dict:
    """Half a surrogate pair (an emoji cut in two) cannot be saved: U+FFFD takes its place."""
    printed = json.dumps(record, ensure_ascii=False).encode("utf-16", "surrogatepass")
    return json.loads(printed.decode("utf-16", "replace"))


_NEEDED = (("id", "doc_id"), ("text",))  # columns without which a file holds no articles; any one of each


def _find_missing(needed: Iterable[tuple[str, ...]], found: Iterable[str]) -> str | None:
    names = list(found)
    missing = next((options for options in needed if not set(options) & set(names)), None)
    return _describe_missing(missing[0], names) if missing else None


def read_csv(
    path: Path, *, needed: Iterable[tuple[str, ...]] = _NEEDED
) -> Iterator[tuple[str, dict[str, str]] | Problem]:
    """Yield (where, row) of a CSV file in any common encoding and with any common separator.

    Parameters
    ----------
    path : Path
        The file; its first row names the columns.
    needed : iterable of tuple of str
        Columns it must have: one of each tuple.
    """
    header: list[str] | None = None
    for item in _split_rows(_read_text_lines(path)):
        if isinstance(item, Problem):
            yield item
            continue
        number, cells = item
        if header is None:
            header = [cell.strip() for cell in cells]
            missing = _find_missing(needed, header)
            if missing:
                yield Problem(None, missing)
                return
        elif len(cells) != len(header):
            yield Problem(
                f"line {number}", f"{len(cells)} cells instead of {len(header)}; is a comma or quotation mark astray?"
            )
        else:
            yield f"line {number}", dict(zip(header, cells, strict=True))


def _split_rows(lines: Iterable[tuple[int, str] | Problem]) -> Iterator[tuple[int, list[str]] | Problem]:
    """Yield (line number, cells) of CSV; after a broken row go on with the very next line.

    A quotation mark that is never closed would swallow the rest of the file: the row is given up
    after `LONGEST_CELL` characters, reported, and reading starts again below its first line.
    """
    rows = _CsvLines(lines)
    while True:
        rows.begin()
        try:
            for cells in csv.reader(rows, delimiter=rows.delimiter, strict=True):
                first = rows.first
                yield from rows.take_problems()
                rows.begin()
                if any(cell.strip() for cell in cells):
                    yield first, cells
            yield from rows.take_problems()
            return
        except csv.Error as error:
            yield from rows.take_problems()
            yield Problem(
                f"line {rows.first}",
                f"not CSV ({error}); is a quotation mark inside the cell not doubled, or not closed?",
            )
            rows.step_back()


class _CsvLines:
    """The lines of a CSV file for `csv.reader`, remembering those of the row at hand."""

    def __init__(self, lines: Iterable[tuple[int, str] | Problem]):
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))
        self._source, self._waiting, self._taken = iter(lines), deque[tuple[int, str]](), deque[tuple[int, str]]()
        self._problems: list[Problem] = []
        self._length = 0
        self.delimiter = ","
        head = self._next()
        if head:
            self.delimiter = max(",;\t|", key=head[1].count)
            self._waiting.append(head)

    @property
    def first(self) -> int:
        return self._taken[0][0] if self._taken else 0

    def begin(self) -> None:
        self._taken.clear()
        self._length = 0

    def step_back(self) -> None:
        self._taken.popleft()
        self._waiting.extendleft(reversed(self._taken))

    def take_problems(self) -> list[Problem]:
        problems, self._problems = self._problems, []
        return problems

    def __iter__(self) -> _CsvLines:
        return self

    def __next__(self) -> str:
        item = self._next()
        if item is None:
            raise StopIteration
        self._taken.append(item)
        self._length += len(item[1])
        if self._length > LONGEST_CELL and len(self._taken) > 1:
            raise csv.Error("a row without end")
        return item[1].replace("\x00", "")

    def _next(self) -> tuple[int, str] | None:
        if self._waiting:
            return self._waiting.popleft()
        for item in self._source:
            if not isinstance(item, Problem):
                return item
            self._problems.append(item)
        return None


# ------------------------------------------------------------------ Parquet


def _read_parquet(path: Path) -> Iterator[tuple[str, dict] | Problem]:
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, PermissionError):
            raise
        yield Problem(None, f"not a Parquet file, or a damaged one ({str(error)[:100]}); write it again")
        return
    with file:
        missing = _find_missing(_NEEDED, file.schema_arrow.names)
        if missing:
            yield Problem(None, missing)
            return
        row = 0
        for group in range(file.num_row_groups):
            try:
                for batch in file.iter_batches(batch_size=2_000, row_groups=[group]):
                    for record in batch.to_pylist():
                        yield f"row {row}", record
                        row += 1
            except (pa.ArrowException, OSError, ValueError) as error:
                yield Problem(
                    f"row {row}", f"the rows of block {group} are damaged ({str(error)[:100]}); write the file again"
                )
