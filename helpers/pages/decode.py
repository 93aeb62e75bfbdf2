"""Bytes of a page -> its text, whatever encoding it was saved or declared in."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

MAX_BYTES = 20_000_000


class PageError(ValueError):
    """A page cannot be read; the message names the file, what is wrong and the remedy."""


# Words that stand in almost every Arabic paragraph: how they come out tells a right decoding from a wrong one.
_COMMON = re.compile(r"(?<!\w)(?:في|من|على|إلى|الى|أن|ان|التي|الذي|عن|مع|هذا|بعد|ال\w+|وال\w+)(?!\w)")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w\-]+)""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a page, or say why it cannot be one.

    Raises
    ------
    PageError
        The file is absent, may not be opened, is empty, or is larger than any page.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise PageError(f"{path}: {size / 1e6:.0f} MB is too large for one page; split it, or save it as .jsonl")
        data = path.read_bytes()
    except PermissionError:
        raise PageError(f"{path}: no permission to read it; change its rights (chmod u+r) or leave it out") from None
    except FileNotFoundError:
        raise PageError(f"{path}: no such file; check the name and the folder") from None
    except OSError as error:
        raise PageError(f"{path}: cannot be read ({error.strerror}); copy it again") from None
    if not data.strip():
        raise PageError(f"{path}: the file is empty; save the page again or leave it out")
    return data


def decode_page(data: bytes, *, name: str = "page") -> tuple[str, str]:
    """Return the text of a page and the encoding it was found in.

    UTF-8 is believed where it fits; otherwise the declared encoding, Windows-1256, ISO-8859-6 and
    UTF-16 are tried, and the one with the most Arabic words wins. Text that was decoded wrongly
    before it was saved (mojibake such as «Ø§Ù„») is turned back where that can be done without loss.

    Parameters
    ----------
    data : bytes
        The file as it stands.
    name : str
        For the message, should it be unreadable.

    Raises
    ------
    PageError
        It is a binary file, or holds no Arabic in any encoding tried.

    Notes
    -----
    A page of a few words may fit several encodings; then the first of the list is taken.

    Examples
    --------
    >>> decode_page("قمة في بكين".encode("cp1256"))
    ('قمة في بكين', 'cp1256')
    >>> decode_page("قمة في بكين".encode().decode("latin-1").encode())
    ('قمة في بكين', 'utf-8 (twice)')
    """
    readings = _decodings(data)
    best, encoding = (
        max(readings, key=lambda reading: _count_arabic_words(reading[0])) if len(readings) > 1 else readings[0]
    )
    if "\x00" in best or _looks_binary(data, best):
        raise PageError(f"{name}: this is a binary file, not a page; keep only .txt and .html files in the folder")
    repaired = _undo_mojibake(best)
    if repaired is not None:
        return repaired, f"{encoding} (twice)"
    if not _ARABIC.search(best):
        raise PageError(f"{name}: there is no Arabic letter in it; is it a page in Arabic, saved as text or HTML?")
    return best, encoding


def _decodings(data: bytes) -> list[tuple[str, str]]:
    """The readings that fit, the most trusted first (max() keeps the first of equals)."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return [(data.decode(encoding, errors="replace"), encoding.removesuffix("-sig"))]
    head = data[:400]
    if head.count(6) + head.count(0) <= 0.3 * len(head):
        try:
            return [(data.decode("utf-8"), "utf-8")]  # what fits UTF-8 is UTF-8: other encodings hardly ever do
        except UnicodeDecodeError:
            pass
    declared = _DECLARED.search(data[:4096])
    names = [declared.group(1).decode("ascii").lower() if declared else "", "cp1256", "iso-8859-6"]
    if head.count(6) + head.count(0) > 0.3 * len(head):  # Arabic in UTF-16 without its mark: every other byte is 06
        names = ["utf-16-le", "utf-16-be"]
    readings = []
    for name in dict.fromkeys(filter(None, names)):
        try:
            readings.append((data.decode(name), name))
        except (UnicodeDecodeError, LookupError):
            continue
    return readings or [(data.decode("utf-8", errors="replace"), "utf-8 (damaged)")]


def _count_arabic_words(text: str) -> int:
    return len(_COMMON.findall(text[:50_000]))


_MAGIC = (b"%PDF", b"\x89PNG", b"PK\x03\x04", b"\xff\xd8\xff", b"GIF8")


_ODD = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")


def _looks_binary(data: bytes, text: str) -> bool:
    head = text[:4000]
    return len(_ODD.findall(head)) > 0.1 * max(len(head), 1) or data.startswith(_MAGIC)


# Arabic letters take two bytes in UTF-8, the first of them D8-DB: read singly, they look like this.
_PAIR = re.compile(
    r"[ØÙÚÛ][\u0080-\u00ff\u2018-\u2122\u0152-\u0192\u02c6]|[طظ][\u00a0-\u00bf\u201a-\u2122\u06af\u0679-\u0698]"
)


def _undo_mojibake(text: str) -> str | None:
    """UTF-8 that somebody read as Windows-1252, Latin-1 or Windows-1256 and saved again."""
    head = text[:20_000]
    suspicious = sum(head.count(letter) for letter in "ØÙÚÛطظ")
    if suspicious < 8 or suspicious < 0.2 * len(head.strip()) or len(_PAIR.findall(head)) < 8:
        return None
    for wrong in ("cp1252", "cp1256"):
        try:
            repaired = b"".join(_byte(character, wrong) for character in text).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if _count_arabic_words(repaired) > _count_arabic_words(text):
            return repaired
    return None


def _byte(character: str, encoding: str) -> bytes:
    """One character in `encoding`; bytes that the code page leaves undefined pass as Latin-1."""
    try:
        return character.encode(encoding)
    except UnicodeEncodeError:
        return character.encode("latin-1")
