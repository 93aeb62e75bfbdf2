"""Unicode repair: the same printed text, in one spelling; and which script it is in."""

from __future__ import annotations

import re
import unicodedata


def _build_repairs() -> dict[str, str]:
    """What `clean_text` puts in place of each odd character."""
    repairs = dict.fromkeys(map(chr, [*range(0x20), 0x7F]), "")
    repairs.update((chr(c), "\ufffd") for c in range(0xD800, 0xE000))  # half a character: cannot be saved
    # Bytes of Windows-1252/1256 left undecoded: kept where both code pages agree (quotation marks, dashes, …).
    for byte in range(0x80, 0xA0):
        latin, arabic = (bytes([byte]).decode(page, "ignore") for page in ("cp1252", "cp1256"))
        repairs[chr(byte)] = latin if latin == arabic else ""
    invisible = [0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
    repairs.update((chr(c), "") for c in [*invisible, 0xFEFF, *range(0xFFF9, 0xFFFC)])
    spaces = [*b"\t\v\f\r\x1c\x1d\x1e\x1f\xa0", 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
    repairs.update((chr(c), " ") for c in spaces)
    for code in [*range(0xFB50, 0xFDFA), *range(0xFE70, 0xFEFD)]:  # up to the honorific signs ﷺ ﷻ, which stay
        letters = unicodedata.normalize("NFKC", chr(code)).lstrip(" ")
        if letters != chr(code):
            repairs[chr(code)] = letters
    del repairs["\n"]
    return repairs


_REPAIRS = _build_repairs()
_UNUSUAL = re.compile("[^\n -~\u0600-\u061b\u061d-\u06ff«»‘’“”–—…]")  # asked first: most text has next to none
_LOOKALIKES = str.maketrans("یکڪہھٳٲ", "يككههإأ")
_LOOKALIKE = re.compile("[یکڪہھٳٲ]")
_ARABIC_WORD = re.compile("[\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff]+")
_FOREIGN_LETTER = re.compile("[پچژگٹڈڑںےۆێڵڕ]")  # a word that holds one is not (plain) Arabic
_ENDS_IN_ALEF = re.compile("[وف]?(?:عل|إل|ال|حت|لد)ی")  # على إلى حتى لدى typed with a Persian yeh


def clean_text(s: str) -> str:
    """Return `s` with its Unicode repaired: the same printed text, in one spelling.

    Presentation forms become letters (only U+FB50-FDF9 and U+FE70-FEFC; ² and ﷺ stay signs), the
    whole is put in NFC, zero-width and bidi marks, soft hyphens and control characters are deleted,
    odd spaces become a space, look-alike letters (Persian ی ک, ڪ ہ ھ ٳ ٲ) become Arabic ones.
    Harakat, tatweel, digits, quotation marks and line feeds stay: line numbers never change.

    Notes
    -----
    A word with a letter Arabic lacks (پ چ ژ گ …) keeps its ی and ک: it is Persian, or meant to look so.
    A final ی is printed without dots, so it could be ي or ى: على، إلى، حتى، لدى get ى, all others ي.
    The zero-width non-joiner is deleted too, so Persian compounds close up, and joined emoji fall apart.
    Mojibake of whole words and text stored in visual order are not repaired. Unicode 15, ch. 9.2; UAX #15.

    Examples
    --------
    >>> clean_text("ﺍﻟﻘﻤّﺔ\\u200f فی\\u00a0طهران")
    'القمّة في طهران'
    """
    s = s.replace("\r\n", "\n").rstrip("\r")
    s = _UNUSUAL.sub(lambda m: _REPAIRS.get(m[0], m[0]), s)
    if _LOOKALIKE.search(s):
        s = _ARABIC_WORD.sub(_replace_lookalikes, s)
    return unicodedata.normalize("NFC", s)


def _replace_lookalikes(match: re.Match) -> str:
    word = match[0]
    if _FOREIGN_LETTER.search(word):
        return word
    if _ENDS_IN_ALEF.fullmatch(word):
        word = word[:-1] + "ى"
    return word.translate(_LOOKALIKES)


_LETTER = re.compile(r"[^\W\d_]")
_ARABIC_LETTER = re.compile(
    "[\u0620-\u064a\u066e-\u06d3\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc]"
)


def share_arabic(s: str) -> float:
    """Share of the letters of `s` that are of the Arabic script, 0 to 1 (0 where there is no letter).

    >>> share_arabic("قمة G7")
    0.75
    """
    letters = len(_LETTER.findall(s))
    return len(_ARABIC_LETTER.findall(s)) / letters if letters else 0.0


def is_arabic(s: str) -> bool:
    """Whether more than half of the letters of `s` are of the Arabic script (Persian counts too).

    >>> is_arabic("قمة BRICS"), is_arabic("2025")
    (False, False)
    """
    return share_arabic(s) > 0.5
