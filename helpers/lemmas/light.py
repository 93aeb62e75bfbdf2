"""The engine light: clitics cut off by rule, without a dictionary, so that one can see what such rules do."""

from __future__ import annotations

from helpers.text import LIGHT, normalise_text

_ARTICLES = ("بال", "كال", "ال", "لل")
_PRONOUNS = ("هما", "ها", "هم", "هن", "نا", "كم", "ه", "ك")


def strip_word(word: str) -> tuple[str, str]:
    """Return what is left of `word` without its clitics, and whether any was cut off ("clitic" or "none")."""
    before, rest, after = split_clitics(word)
    return rest, "clitic" if before or after else "none"


def split_clitics(word: str) -> tuple[str, str, str]:
    """Return `word` as its proclitics (joined by +), the rest, and its pronoun.

    Notes
    -----
    Four rules, in this order, each only if enough letters remain: (1) و or ف goes if 3 remain; (2) the article,
    also behind ب ك or as لل, if 3 remain; (3) without an article ب ك ل, and س before ي ت ن أ, go if 4 remain;
    (4) without an article a pronoun goes if 3 remain, and ت before it is written ة, but for ات. No rule looks a word
    up, so names suffer (بوتين becomes وتين), and so do words that begin with these letters of their own: that is what
    the engine is here to show. Plurals and verb forms stay apart. In the manner of light stemming (Larkey, Ballesteros
    & Connell 2007), without its suffix rules.

    Examples
    --------
    >>> split_clitics("وبالمدارس"), split_clitics("سفارتها"), split_clitics("بوتين")
    (('و+بال', 'مدارس', ''), ('', 'سفارة', 'ها'), ('ب', 'وتين', ''))
    """
    rest, before, after = normalise_text(word, steps=LIGHT), [], ""
    if not rest.isalpha() or rest.isascii():
        return "", rest, ""
    if rest[0] in "وف" and len(rest) >= 4:
        before, rest = [rest[0]], rest[1:]
    article = next((one for one in _ARTICLES if rest.startswith(one) and len(rest) >= len(one) + 3), "")
    if article:
        return "+".join([*before, article]), rest[len(article) :], ""
    if len(rest) >= 5 and (rest[0] in "بكل" or (rest[0] == "س" and rest[1] in "يتنأ")):
        before, rest = [*before, rest[0]], rest[1:]
    after = next((one for one in _PRONOUNS if rest.endswith(one) and len(rest) >= len(one) + 3), "")
    if after:
        rest = rest[: -len(after)]
        rest = rest[:-1] + "ة" if rest[-1] == "ت" and rest[-2] != "ا" else rest
    return "+".join(before), rest, after
