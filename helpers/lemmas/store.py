"""Where lemmas are kept between sessions: files that survive two processes at once and a pulled plug."""

from __future__ import annotations

import os
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

VARIABLE = "ARABIC_MEDIA_CACHE"


class LemmaError(ValueError):
    """An engine cannot be used, or is no longer what this package was built for; the message says what to do."""


def find_cache() -> Path:
    """Return the folder for what is made once and kept: ``$ARABIC_MEDIA_CACHE``, else the system's place for caches.

    Notes
    -----
    ``~/.cache`` (or ``$XDG_CACHE_HOME``) on Linux, ``~/Library/Caches`` on macOS, ``%LOCALAPPDATA%`` on Windows, and
    in it ``arabic-media``. All of it can be deleted at any time; it is made anew.
    """
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "arabic-media"


def load_or_build(paths: list[Path], build: Callable[[], list[dict[str, str]]]) -> list[dict[str, str]]:
    """Return the mappings kept at `paths`; where one is missing or broken, `build` them all and keep them.

    Two processes may do this at once: each writes files of its own and moves them into place, which is one step to
    the system, so a reader finds a whole file or none. Where nothing can be written the work goes on without.
    """
    tables = [_read_table(path) for path in paths]
    if all(table is not None for table in tables):
        return [table for table in tables if table is not None]
    built = build()
    for path, table in zip(paths, built, strict=True):
        _write_table(path, table)
    return built


def _read_table(path: Path) -> dict[str, str] | None:
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head.decode("ascii") != sha256(body).hexdigest():
            return None
        return dict(line.split("\t", 1) for line in body.decode("utf-8").split("\n"))  # type: ignore[misc]
    except (OSError, ValueError):
        return None


def _write_table(path: Path, table: dict[str, str]) -> None:
    body = "\n".join(f"{key}\t{value}" for key, value in table.items()).encode("utf-8")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(sha256(body).hexdigest().encode("ascii") + b"\n" + body)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError:
        pass  # a read-only disk, or a reader who holds the file open on Windows: it is built again next time


class Memory:
    """Answers that were slow to find, added to the end of a file, a line each with its checksum."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.answers: dict[str, tuple[str, str]] = {}
        try:
            lines = path.read_text("utf-8", errors="replace").split("\n")
        except OSError:
            lines = []
        for line in lines:
            record, _, check = line.rpartition("\t")
            fields = record.split("\t")
            if len(fields) == 3 and check == _checksum(record):  # a line cut short by a crash is left out
                self.answers[fields[0]] = (fields[1], fields[2])

    def add(self, answers: Iterable[tuple[str, tuple[str, str]]]) -> None:
        """Remember `answers` (word, (lemma, rule)) here and in the file, with one write for all of them."""
        records = []
        for word, answer in answers:
            self.answers[word] = answer
            record = "\t".join((word, *answer))
            records.append(f"{record}\t{_checksum(record)}\n")
        if not records:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open(
                "ab", buffering=0
            ) as file:  # in one piece: two processes do not tear each other's lines
                file.write(("\n" + "".join(records)).encode("utf-8"))
        except OSError:
            pass


def _checksum(record: str) -> str:
    return f"{zlib.crc32(record.encode('utf-8')):08x}"
