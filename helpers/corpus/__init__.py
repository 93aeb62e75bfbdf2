"""Read and write collections of articles: a folder of pages, .jsonl, .csv or .parquet.

    documents = read_corpus("corpus/")                            # one table, whatever the source
    documents, report = read_corpus("corpus/", with_report=True)  # and what was read, skipped and why
    write_corpus(documents, "articles.parquet")

Two kinds of source. *Pages* (.txt, .html, .htm) go through `helpers.pages`, which finds the
articles in them. *Record files* (.jsonl, .csv, .parquet) hold finished articles: their columns
id, outlet, published, title and text are read as they are.

Bad input never loses the good rows beside it: what cannot be read is skipped and named in the
report, and only a source in which nothing can be read is an error.
"""

from __future__ import annotations

import glob
import os
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, NamedTuple, overload

import pandas as pd
from tqdm import tqdm

from helpers.corpus.records import RECORD_ENDINGS, Problem, ending_of, read_csv, read_records
from helpers.corpus.writing import check_ending, write_corpus, write_tables
from helpers.pages import Page, PageError, read_page
from helpers.tables import DOCUMENTS, LINES, Column, Table, make_table

__all__ = [
    "PAGE_ENDINGS",
    "READING",
    "Reading",
    "ReadingWarning",
    "SourceError",
    "check_ending",
    "find_files",
    "iter_corpus",
    "iter_lines",
    "read_corpus",
    "write_corpus",
    "write_tables",
]

PAGE_ENDINGS = (".txt", ".html", ".htm")
INDEX = "index.csv"
MOST_PROBLEMS = 20  # different problems named per file; more are counted together

READING = Table(
    "reading",
    {
        "file": Column("text", "file name, relative to the source"),
        "status": Column("text", "read (its articles are in the table), skipped (left out), note (kept, but look)"),
        "documents": Column("integer", "articles read from the file; 0 in a row about a problem"),
        "where": Column("text", "line or row of the file; missing where the whole file is meant"),
        "why": Column("text", "what was wrong and what to do about it; missing where all is well"),
    },
)


class SourceError(ValueError):
    """Nothing could be read; the message says why, and `report` holds the whole report."""

    def __init__(self, message: str, report: pd.DataFrame | None = None):
        super().__init__(message)
        self.report = make_table([], READING) if report is None else report


class ReadingWarning(UserWarning):
    """Part of a source was skipped."""


class SourceFile(NamedTuple):
    """One file to be read: its `path`, its `name` within the source, what an index says of it."""

    path: Path
    name: str
    metadata: Mapping[str, str] | None = None


@overload
def read_corpus(
    source: str | Path, *, with_report: Literal[False] = False, progress: bool | None = None
) -> pd.DataFrame: ...
@overload
def read_corpus(
    source: str | Path, *, with_report: Literal[True], progress: bool | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]: ...
def read_corpus(
    source: str | Path, *, with_report: bool = False, progress: bool | None = None
) -> pd.DataFrame | tuple[pd.DataFrame, pd.DataFrame]:
    """Return the articles of `source` as a documents table (`helpers.tables.DOCUMENTS`).

    Parameters
    ----------
    source : str or Path
        A folder of pages (read with its sub-folders; an ``index.csv`` in it with the columns
        page, outlet, url, published fills in what a page does not say), one page, one .jsonl,
        .csv (also packed: .gz, .bz2, .xz) or .parquet file, or a pattern such as
        ``"pages/2024-*/*.html"``. A folder without pages is read for its record files.
    with_report : bool
        Return ``(documents, report)``. Without it, a `ReadingWarning` says when something was
        skipped. (The report is a second result, and not ``documents.attrs``, which `merge` loses
        and Parquet cannot hold.)
    progress : bool or None
        A progress bar on standard error; None shows it on a terminal only, so never in a notebook.

    Returns
    -------
    DataFrame
        Sorted by page; the same input gives the same `doc_id` and order. `doc_id` is
        ``"<page>#<article>"`` for pages and the column id for record files, where `page` is the
        file and `article` the row, from 0. Further columns are kept; the time of day, where a
        record gives one, is kept as text in `published_time`.

    Raises
    ------
    SourceError
        The source does not exist, or nothing in it could be read.

    Notes
    -----
    Of two rows with the same id the first is kept; the second is skipped and named in the report.
    The whole table is held in memory (some 3 KB an article); `iter_corpus` reads in chunks.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "two.jsonl")
    >>> _ = file.write_text('{"id": "a", "text": "وصل الوزير."}\\n{"id": "b", "texte": ""}\\n', encoding="utf-8")
    >>> documents, report = read_corpus(file, with_report=True)
    >>> list(documents.index)
    ['a']
    >>> print(report.loc[1, "where"], "-", report.loc[1, "why"])
    line 2 - no 'text'; found 'texte', rename it to 'text'?
    """
    reading = iter_corpus(source, progress=progress)
    documents = pd.concat(list(reading))
    report = reading.report
    if with_report:
        return documents, report
    skipped = report[report["status"] == "skipped"]
    if len(skipped):
        row = skipped.iloc[0]
        warnings.warn(
            f"skipped in {source}: {row['file']}: {row['why']}"
            + (f" (and {len(skipped) - 1} more)" if len(skipped) > 1 else "")
            + "; read_corpus(…, with_report=True) also returns the whole report",
            ReadingWarning,
            stacklevel=2,
        )
    return documents


def iter_corpus(source: str | Path, *, chunk: int = 10_000, progress: bool | None = None) -> Reading:
    """Return a `Reading`: loop over it for documents tables of `chunk` articles each.

    For collections that do not fit in memory; everything else is as in `read_corpus`.

    Examples
    --------
    >>> reading = iter_corpus("articles.jsonl.gz", chunk=5000)              # doctest: +SKIP
    >>> write_corpus(reading, "articles.parquet")                           # doctest: +SKIP
    >>> reading.report                                                      # doctest: +SKIP
    """
    return Reading(source, DOCUMENTS, chunk=chunk, progress=progress)


def iter_lines(source: str | Path, *, chunk: int = 100_000, progress: bool | None = None) -> Reading:
    """Return a `Reading` of lines tables (`helpers.tables.LINES`): every line of every page, with its role.

    Looping raises `SourceError` where `source` holds no pages: record files (.jsonl, .csv,
    .parquet) hold articles, not lines.
    """
    return Reading(source, LINES, chunk=chunk, progress=progress)


class Reading:
    """The tables of a source, chunk after chunk, and the `report` of what was read so far.

    Made by `iter_corpus` and `iter_lines`. Looping raises `SourceError` at its end where nothing
    could be read. Each loop reads the source anew.
    """

    def __init__(self, source: str | Path, contract: Table, *, chunk: int, progress: bool | None):
        if chunk < 1:
            raise ValueError(f"chunk should be 1 or more, not {chunk}")
        self._source, self._contract, self._chunk, self._progress = source, contract, chunk, progress
        self._counts: Counter[str] = Counter()
        self._problems: dict[str, dict[tuple[str, bool], tuple[str | None, int]]] = {}
        self._files: list[SourceFile] = []

    @property
    def report(self) -> pd.DataFrame:
        """What was read, skipped and why (`READING`): a row per file, below it a row per problem."""
        rows: list[tuple[str, str, int, str | None, str | None]] = []
        names = dict.fromkeys([*(file.name for file in self._files), *self._problems])
        for name in names:
            problems = self._problems.get(name, {})
            if self._counts[name] or not problems:
                rows.append((name, "read", self._counts[name], None, None))
            for (why, skipped), (where, times) in problems.items():
                place = f"{where} and {times - 1} more" if times > 1 else where
                rows.append((name, "skipped" if skipped else "note", 0, place, why))
        return make_table([dict(zip(READING.columns, row, strict=True)) for row in rows], READING)

    def __iter__(self) -> Iterator[pd.DataFrame]:
        self._counts.clear()
        self._problems.clear()
        self._files, problems = find_files(self._source)
        for name, problem in problems:
            self._note(name, problem)
        if self._contract is LINES:
            self._drop_record_files()
        rows: list[dict] = []
        for row in self._iter_rows():
            rows.append(row)
            if len(rows) == self._chunk:
                yield make_table(rows, self._contract)
                rows = []
        if rows:
            yield make_table(rows, self._contract)
        if not self._counts.total():
            raise self._describe_failure()

    def _iter_rows(self) -> Iterator[dict]:
        seen: dict[str, str] = {}
        sizes = {file.path: _size(file.path) for file in self._files}
        hidden = None if self._progress is None else not self._progress  # None: hidden unless on a terminal
        with tqdm(total=sum(sizes.values()), unit="B", unit_scale=True, disable=hidden, leave=False) as bar:
            for file in self._files:
                for item in _read_file(file, self._contract):
                    if isinstance(item, dict) and self._contract is DOCUMENTS:
                        item = _refuse_repeated(item, file.name, seen)
                    if isinstance(item, Problem):
                        self._note(file.name, item)
                    else:
                        self._counts[file.name] += 1
                        yield item
                bar.update(sizes[file.path])

    def _drop_record_files(self) -> None:
        pages = [file for file in self._files if ending_of(file.path) in PAGE_ENDINGS]
        if self._files and not pages:
            raise SourceError(
                f"{self._source}: lines exist only for pages ({', '.join(PAGE_ENDINGS)}); {self._files[0].name} "
                "holds finished articles, one a row: ask for its documents instead"
            )
        self._files = pages

    def _note(self, name: str, problem: Problem) -> None:
        problems = self._problems.setdefault(name, {})
        key = (problem.why, problem.skipped)
        if key not in problems and len(problems) >= MOST_PROBLEMS:
            key = ("more problems, each told above in another row's case", problem.skipped)
        where, times = problems.get(key, (problem.where, 0))
        problems[key] = (where, times + 1)

    def _describe_failure(self) -> SourceError:
        report = self.report
        told = report[report["why"].notna()]
        message = f"nothing could be read from {self._source}"
        if len(told):
            message += f": {told['file'].iloc[0]}: {told['why'].iloc[0]}"
        if len(told) > 1:
            message += f" (and {len(told) - 1} more problem{'s' if len(told) > 2 else ''})"
        return SourceError(message, report)


# ------------------------------------------------------------------ one file


def _read_file(file: SourceFile, contract: Table) -> Iterator[dict | Problem]:
    if ending_of(file.path) in RECORD_ENDINGS:
        yield from read_records(file.path, file.name)
        return
    page = _read_page(file)
    if isinstance(page, Problem):
        yield page
        return
    if page.encoding != "utf-8":
        yield Problem(None, f"read as {page.encoding}; save it as UTF-8 to be sure", skipped=False)
    if contract is LINES:
        yield from page.lines
    elif page.documents:
        yield from ({"doc_id": f"{file.name}#{document['article']}", **document} for document in page.documents)
    else:
        yield Problem(None, "no line of it is text of an article; explain_page(read_page(…)) shows what they are")


def _read_page(file: SourceFile) -> Page | Problem:
    try:
        return read_page(file.path, name=file.name, metadata=file.metadata)
    except PageError as error:
        return Problem(None, str(error).removeprefix(f"{file.path}: "))
    except Exception as error:  # whatever one odd page does to a parser, the others must still be read
        return Problem(None, f"could not be taken apart ({type(error).__name__}: {str(error)[:80]}); please report it")


def _refuse_repeated(row: dict, name: str, seen: dict[str, str]) -> dict | Problem:
    first = seen.setdefault(row["doc_id"], "")
    if not first:
        seen[row["doc_id"]] = name
        return row
    return Problem(f"article {row['article']}", f"its id stands already in {first}; give each article an id of its own")


# ------------------------------------------------------------------ which files


def find_files(source: str | Path) -> tuple[list[SourceFile], list[tuple[str, Problem]]]:
    """Return the files of `source` that can be read, sorted by name, and the problems met on the way.

    Raises
    ------
    SourceError
        There is no such file or folder, nothing matches the pattern, or none has an ending that
        can be read.
    """
    path = Path(source).expanduser()
    problems: list[tuple[str, Problem]] = []
    if path.is_dir():
        folder, paths = path, _walk(path, problems)
    elif path.exists():
        folder, paths = path.parent, [path]
    elif glob.has_magic(str(source)):
        folder, paths = _expand(path)
    else:
        raise SourceError(_describe_absent(path))
    named = sorted((_name_of(found, folder), found) for found in paths)
    files = [SourceFile(found, name) for name, found in named if ending_of(found) in PAGE_ENDINGS]
    if not files:
        files = [SourceFile(f, name) for name, f in named if ending_of(f) in RECORD_ENDINGS and name != INDEX]
    problems += _list_others(named, files)
    if not files:
        told = f" ({problems[0][0]}: {problems[0][1].why})" if problems else ""
        raise SourceError(
            f"{source}: no file in it can be read{told}; pages end in {', '.join(PAGE_ENDINGS)}, "
            f"files of articles in {', '.join(RECORD_ENDINGS)}"
        )
    if (folder / INDEX).is_file():
        files = _add_metadata(files, folder / INDEX, problems, whole=path.is_dir())
    return files, problems


def _walk(folder: Path, problems: list[tuple[str, Problem]]) -> list[Path]:
    def report(error: OSError) -> None:
        where = _name_of(Path(error.filename or folder), folder)
        problems.append((where, Problem(None, f"this folder cannot be opened ({error.strerror}); change its rights")))

    found = []
    for place, folders, names in os.walk(folder, onerror=report):
        folders[:] = [name for name in folders if not name.startswith((".", "__MACOSX"))]
        found += [Path(place, name) for name in names if not name.startswith(".")]
    return found


def _expand(pattern: Path) -> tuple[Path, list[Path]]:
    """The files a pattern names, and the folder above its first wildcard, from which they are named."""
    parts = pattern.parts
    fixed = next(number for number, part in enumerate(parts) if glob.has_magic(part))
    found = [Path(name) for name in glob.glob(str(pattern), recursive=True)]
    return Path(*parts[:fixed]), [path for path in found if path.is_file()]


def _name_of(path: Path, folder: Path) -> str:
    """POSIX path within the folder, the same on every system: NFC, as macOS writes NFD."""
    name = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _list_others(named: list[tuple[str, Path]], files: list[SourceFile]) -> list[tuple[str, Problem]]:
    """One problem per ending that is passed over, so that a folder of .pdf does not end in silence."""
    taken = {file.path for file in files}
    others = Counter(
        found.suffix.lower() or found.name for name, found in named if found not in taken and name != INDEX
    )
    readable = ", ".join(PAGE_ENDINGS)
    return [
        (f"*{end}" if end.startswith(".") else end, Problem(None, f"{count} left out; read here: {readable}", False))
        for end, count in sorted(others.items())
    ]


def _describe_absent(path: Path) -> str:
    message = f"{path}: no such file or folder"
    parent = path.parent
    names = sorted(p.name for p in parent.iterdir()) if parent.is_dir() and os.access(parent, os.R_OK) else []
    near = get_close_matches(path.name, names, n=1)
    if near:
        return f"{message}; did you mean {parent / near[0]}?"
    return message if parent.is_dir() else f"{message}; there is no folder {parent} either"


def _add_metadata(
    files: list[SourceFile], index: Path, problems: list[tuple[str, Problem]], *, whole: bool
) -> list[SourceFile]:
    """Give each page what the index (page, outlet, url, published …) knows of it."""
    rows: dict[str, dict] = {}
    for item in read_csv(index, needed=[("page", "file")]):
        if isinstance(item, Problem):
            problems.append((INDEX, item))
        else:
            where, row = item
            name = unicodedata.normalize("NFC", row.get("page") or row.get("file") or "").replace("\\", "/")
            rows[name.removeprefix("./")] = {key: value for key, value in row.items() if value.strip()} | {"_": where}
    named = {file.name for file in files}
    if whole:
        for name in sorted(rows.keys() - named):
            problems.append((INDEX, Problem(rows[name]["_"], f"there is no page '{name}'", False)))
    return [file._replace(metadata=rows.get(file.name)) for file in files]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
