"""The command line: a thin layer over the functions that notebooks call.

    python -m helpers documents SOURCE --out articles.jsonl
    python -m helpers lines SOURCE --out lines.csv
    python -m helpers terms|keyness|collocations|kwic|lemmas SOURCE --out FILE
    python -m helpers tone|quotations|frames|events|actors SOURCE --out FILE
    python -m helpers report --corpus FOLDER --out FOLDER

`python -m helpers COMMAND --help` lists the options of each. The columns of what it writes are
contracts that other programs rely on. Messages go to standard error. Exit codes: 0 when something was
read, 1 when nothing could be (or a notebook of the report failed), 2 for a wrong command.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers import __version__
from helpers.commands import ANALYSES, Analysis
from helpers.corpus import Reading, SourceError, check_ending, find_files, iter_corpus, iter_lines, write_tables
from helpers.lexicons import LexiconError
from helpers.tables import DOCUMENTS, LINES, Table, TableError

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT_COLUMNS = ("doc_id", *DOCUMENTS.columns)
LINE_COLUMNS = ("page", "line", "start", "end", "role", "article", "rule")
ANALYSED_AT_ONCE = 2_000  # documents
MOST_LINES = 20  # problems listed; more are counted


class Command(NamedTuple):
    """One command: what it is for, how it declares its arguments, how it runs (returning the exit code)."""

    about: str
    declare: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Examples
    --------
    >>> main(["documents", "no-such-folder", "--out", "articles.csv"])
    1
    """
    options = _make_parser().parse_args(arguments)
    try:
        return COMMANDS[options.command].run(options)
    except SourceError as error:
        _list_problems(error.report)
        _say(f"error: {error}")
        return 1
    except _UsageError as error:
        _say(f"error: {error}")
        return 2
    except KeyboardInterrupt:
        _say("stopped; nothing was written")
        return 130


class _UsageError(ValueError):
    """The command cannot be carried out as it was given; the message says what to change."""


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m helpers",
        description="From scraped Arabic news pages to clean, dated tables.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        command.declare(commands.add_parser(name, help=command.about, description=command.about, allow_abbrev=False))
    return parser


# ------------------------------------------------------------------ documents, lines


def _declare_table(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="a folder of .txt/.html pages (with an optional index.csv), one page, a .jsonl, .csv or .parquet file, "
        "or a pattern in quotation marks",
    )
    parser.add_argument("--out", metavar="FILE", required=True, type=Path, help="ends in .jsonl, .csv or .parquet")


def _write_documents(options: argparse.Namespace) -> int:
    return _write(iter_corpus(options.source), options, DOCUMENTS, DOCUMENT_COLUMNS, "document")


def _write_lines(options: argparse.Namespace) -> int:
    return _write(iter_lines(options.source), options, LINES, LINE_COLUMNS, "piece of line")


def _write(reading: Reading, options: argparse.Namespace, contract: Table, columns: Sequence[str], what: str) -> int:
    _check_out(options.out, options.source)
    try:
        count = write_tables(reading, options.out, contract, columns=columns)
    except OSError as error:
        raise _UsageError(f"cannot write {options.out}: {error.strerror or error}; choose another --out") from None
    _list_problems(reading.report)
    files = int((reading.report["status"] == "read").sum())
    _say(f"{_count(count, what)} from {_count(files, 'file')} written to {options.out}")
    return 0


def _check_out(out: Path, source: str) -> None:
    """Say what is wrong with --out before anything is read."""
    try:
        check_ending(out)
    except ValueError as error:
        raise _UsageError(f"--out {error}") from None
    if out.is_dir():
        raise _UsageError(f"--out {out} is a folder; name a file in it")
    if not out.parent.is_dir():
        raise _UsageError(f"--out {out}: there is no folder {out.parent}; make it first")
    if out.exists() and any(file.path.samefile(out) for file in find_files(source)[0]):
        raise _UsageError(f"--out {out} is the source itself, or in it; choose another name")


# ------------------------------------------------------------------ analyses


def _make_analysis(name: str, analysis: Analysis) -> Command:
    def declare(parser: argparse.ArgumentParser) -> None:
        _declare_table(parser)
        analysis.declare(parser)

    return Command(analysis.about, declare, lambda options: _write_analysis(name, analysis, options))


def _write_analysis(name: str, analysis: Analysis, options: argparse.Namespace) -> int:
    _check_out(options.out, options.source)
    reading, contract = iter_corpus(options.source, chunk=ANALYSED_AT_ONCE), analysis.make_contract(name)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", UserWarning)
            count = write_tables(analysis.run(reading, options), options.out, contract, columns=analysis.columns)
    except OSError as error:
        raise _UsageError(f"cannot write {options.out}: {error.strerror or error}; choose another --out") from None
    except SourceError:
        raise
    except (LexiconError, TableError, ValueError) as error:
        raise _UsageError(str(error)) from None
    _list_problems(reading.report)
    for warning in dict.fromkeys(str(warning.message) for warning in caught):
        _say(f"note: {warning}")
    files = int((reading.report["status"] == "read").sum())
    _say(f"{_count(count, analysis.row)} from {_count(files, 'file')} written to {options.out}")
    return 0


# ------------------------------------------------------------------ report


def _declare_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--corpus", metavar="DIR", default=ROOT / "corpus", help="what to run on (the sample in corpus/)"
    )
    parser.add_argument(
        "--out", metavar="DIR", type=Path, default=Path("build", "report"), help="where to write (build/report)"
    )
    parser.add_argument("--notebooks", metavar="DIR", type=Path, default=ROOT / "notebooks", help="notebooks to run")


def _write_report(options: argparse.Namespace) -> int:
    from helpers.report import ReportError, write_report  # loads nbconvert: a second the other commands need not wait

    try:
        report = write_report(options.notebooks, options.corpus, options.out, tell=_say)
    except ReportError as error:
        raise _UsageError(str(error)) from None
    _say(f"report written: open {report.index}")
    return 1 if report.failed else 0


# ------------------------------------------------------------------ what is said on standard error


def _list_problems(report: pd.DataFrame) -> None:
    told = report[report["why"].notna()]
    for row in told.head(MOST_LINES).itertuples():
        where = f", {row.where}" if isinstance(row.where, str) else ""
        _say(f"{row.status}: {row.file}{where}: {row.why}")
    if len(told) > MOST_LINES:
        _say(f"… and {len(told) - MOST_LINES} more problems")


def _count(number: int, what: str) -> str:
    """``1 file``, ``2 files``, ``3 pieces of line``."""
    head, *rest = what.split(" ", 1)
    return " ".join([str(number), head if number == 1 else f"{head}s", *rest])


def _say(message: str) -> None:
    """Print to standard error, whatever encoding the terminal has."""
    encoding = sys.stderr.encoding or "utf-8"
    print(message.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)


COMMANDS = {
    "documents": Command("write the articles of SOURCE, one record each", _declare_table, _write_documents),
    "lines": Command("write every line of the pages of SOURCE with its role", _declare_table, _write_lines),
    **{name: _make_analysis(name, analysis) for name, analysis in ANALYSES.items()},
    "report": Command("run the notebooks on a corpus and write the report", _declare_report, _write_report),
}

if __name__ == "__main__":
    sys.exit(main())
