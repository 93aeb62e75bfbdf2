"""Which role each line of a page plays: first by itself, then by its place among the others.

The rules, in the order they speak (`explain_rule` says each in words):

1. `furniture.recognise` names what a line is by itself (a share bar, a date, «اقرأ أيضاً» …);
2. credits before a lead and notes behind a paragraph are cut off as head and tail;
3. a whole second article behind «إقرأ أيضاً:» begins a new article;
4. within an article, paragraphs make the body; lines above them are headline, deck, caption …;
   short lines between them are subheads; lines below a heading such as «مقالات ذات صلة»
   belong to that block until a paragraph of the same article takes up the thread again.
"""

from __future__ import annotations

from functools import cache

from helpers.lexicons import load_phrases
from helpers.pages import cuts, furniture
from helpers.pages.articles import split_articles
from helpers.pages.furniture import bare
from helpers.pages.lines import KEPT, ROLES, Line, Piece, read_lines, split_pieces
from helpers.pages.places import place_lines

__all__ = ["KEPT", "ROLES", "Piece", "explain_rule", "label_lines", "label_outside"]


def label_lines(text: str) -> list[Piece]:
    """Return the pieces of a page's lines with role, article and rule, in reading order."""
    lines = read_lines(text)
    known = frozenset(bare(line.key) for line in lines if 1 <= line.words <= 4)
    for line in lines:
        cuts.cut_date_stamp(line)
        cuts.cut_wrapper(line)
        cuts.cut_glued(line)
        _recognise(line)
    first = True
    for line in lines:
        if line.guess is None:
            cuts.cut_credit(line, known, first)
            cuts.cut_tail(line)
            first = first and line.words < 12
    cuts.join_fragments(lines)
    articles = split_articles(lines)
    for number, article in enumerate(articles):
        for line in article.lines:
            line.article = number
        place_lines(article)
    return [piece for line in lines for piece in split_pieces(line)]


def label_outside(lines: list[str], inside: list[bool]) -> list[Piece]:
    """Return the lines of an HTML page that are no part of its article, each with the furniture it is."""
    pieces, block = [], ""
    for number, (text, within) in enumerate(zip(lines, inside, strict=True)):
        if within:
            block = ""
            continue
        guess = furniture.recognise(text, furniture.fold(text))
        if guess is not None and guess.role == "kicker":
            guess = None  # a section's name out here is an entry of a menu
        if guess is not None:
            block = guess.block if guess.block not in ("", "next") else block
            role, rule = guess.role, guess.rule
        else:
            role, rule = (block, "block:under-heading") if block else ("chrome", "html:outside-article")
        pieces.append(Piece(number, 0, len(text), role, 0, rule, text))
    return pieces


def _recognise(line: Line) -> None:
    if line.guess is None:
        line.guess = furniture.recognise(line.text, line.key)


@cache
def _rules() -> dict[str, str]:
    return {identity: english for identity, english, *_ in load_phrases("page_rules")}


@cache
def _phrase_texts() -> dict[str, str]:
    return {identity: phrase for identity, _, _, _, phrase, _ in load_phrases("page_furniture")}


def explain_rule(rule: str) -> str:
    """Return a rule's name in words.

    >>> explain_rule("shape:date-only")
    'nothing but a date, a time and their small words'
    >>> explain_rule("phrase:comments-001")
    '«اترك تعليقا» is on the furniture list'
    """
    kind, _, name = rule.partition(":")
    return f"«{_phrase_texts()[name]}» is on the furniture list" if kind == "phrase" else _rules()[rule]
