"""The role of a line by its place within an article: headline, deck, body, subhead, closing blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.pages import furniture
from helpers.pages.articles import Article, content_words
from helpers.pages.furniture import Guess, bare, count_words, has_list_mark
from helpers.pages.lines import KEPT, Line


def place_lines(article: Article) -> None:
    lines = article.lines
    _mark_names_under_labels(lines)
    _mark_teasers(lines)
    _mark_tickers(lines)
    opening = next((line for line in lines if line.guess is None), None)
    texts = [i for i, line in enumerate(lines) if not (line is opening and _is_question(line))]
    body = [i for i in texts if lines[i].is_paragraph] or [i for i in texts if lines[i].is_sentence]
    if not body:
        _place_short_page(lines)
        return
    article.topic = content_words(" ".join(lines[i].key for i in body[:4]))
    first = _first_body(lines, body, article)
    last = _last_body(lines, first, article)
    _place_header(lines[:first], article)
    _place_body(lines[first : last + 1], article)
    _place_tail(lines[last + 1 :], article)


_ASKS = re.compile(r"[؟?!][»”\"')\s]*$")


def _is_question(line: Line) -> bool:
    """A question or exclamation of headline length."""
    return 4 <= line.words <= 20 and bool(_ASKS.search(line.text))


def _mark_names_under_labels(lines: list[Line]) -> None:
    """The name on the line below «رئيس التحرير» or «بقلم» shares the label's role."""
    for label, name in zip(lines, lines[1:], strict=False):
        if label.guess and label.guess.block == "next" and name.words <= 5:
            name.set(label.guess.role, "block:name-under-label")


_CUT_OFF = re.compile(r"(?:\.{3}|…|\.\.\.\s*المزيد)\W*$")


def _mark_teasers(lines: list[Line]) -> None:
    """A paragraph cut off with «…» and followed by «إقرأ المزيد» is a teaser."""
    for index, line in enumerate(lines):
        if line.guess or line.words < 5 or not _CUT_OFF.search(line.text):
            continue
        after = lines[index + 1] if index + 1 < len(lines) else None
        if after and after.guess and after.guess.rule.startswith("phrase:read_also") and after.words <= 3:
            line.set("related", "shape:teaser")
            after.guess = Guess("related", "shape:teaser")


def _mark_tickers(lines: list[Line]) -> None:
    """Many headlines run together in one line above the title."""
    open_lines = [line for line in lines if line.guess is None]
    for index, line in enumerate(open_lines[:-1]):
        if 5 <= line.words <= 30:
            return
        gaps = len(re.findall(r"\S {3,}\S|\S\s*::\s*\S", line.text))
        stops = len(re.findall(r"[.؟!](?:\s|$)", line.text))
        run_on = (
            line.words > 60
            and stops * 60 < line.words
            and any(not other.is_paragraph and other.words >= 4 for other in open_lines[index + 1 : index + 6])
        )
        later = any(other.is_paragraph for other in open_lines[index + 1 :])
        if later and (gaps >= 3 and line.words >= 20 and stops <= gaps or run_on):
            line.set("related", "shape:ticker")


def _place_short_page(lines: list[Line]) -> None:
    """A page without a paragraph: the first open line is the headline, what follows is text."""
    open_lines = [line for line in lines if line.guess is None]
    for number, line in enumerate(open_lines):
        if number == 0 and line.words >= 3 and not line.closed:
            line.set("title", "place:first-line")
        else:
            line.set("body" if line.words >= 5 else "chrome", "place:short-page")


def _first_body(lines: list[Line], body: list[int], article: Article) -> int:
    """Index of the first paragraph below the headline (paragraphs above one that repeats are passed over)."""
    for index in body:
        below = lines[index + 1 :]
        dated_headline = _headline_with_date(below) if index < body[-1] and lines[index].words < 40 else None
        if dated_headline is None or _speaks_of(lines[index], article):
            return index
        lines[index].set("related", "place:teaser-above-headline")
    return body[0]


def _headline_with_date(lines: Sequence[Line]) -> Line | None:
    """The next open line, where it looks like a headline and a date line follows it."""
    for line, after in zip(lines[:3], lines[1:4], strict=False):
        if (
            line.guess is None
            and not line.is_paragraph
            and line.words >= 4
            and after.guess
            and after.guess.role == "dateline"
        ):
            return line
    return None


def _speaks_of(line: Line, article: Article) -> bool:
    own = content_words(line.key)
    other = content_words(" ".join(x.key for x in article.lines if x is not line and x.is_paragraph))
    return len(own & other) >= 0.3 * max(len(own), 1)


def _last_body(lines: list[Line], first: int, article: Article) -> int:
    """Index of the last paragraph that belongs to the article, before its closing blocks."""
    last, block = first, ""
    for index in range(first, len(lines)):
        line = lines[index]
        if line.guess:
            block = line.guess.block or block
        elif block == "comments":
            break
        elif block == "" and last == index - 1 and _LIST_NUMBER.match(line.text):
            last = index
        elif _goes_on_with(lines, index, block, article):
            last, block = index, ""
    return last


def _goes_on_with(lines: list[Line], index: int, block: str, article: Article) -> bool:
    """Whether a line still is the article's: outside any block, or a paragraph that takes up its thread."""
    line = lines[index]
    inside = not block or line.is_paragraph and _takes_up_thread(line, article)
    return line.is_sentence and inside and not _is_loose_teaser(lines, index, article)


_LIST_NUMBER = re.compile(r"^\s*[\d\u0660-\u0669]{1,2}\s*[.)\-–ـ]")


def _is_loose_teaser(lines: list[Line], index: int, article: Article) -> bool:
    """A paragraph cut off with «…» below a headline that is not this article's."""
    line, before = lines[index], lines[index - 1] if index else None
    return bool(
        _CUT_OFF.search(line.text)
        and before is not None
        and before.guess is None
        and not before.is_sentence
        and not _takes_up_thread(line, article)
    )


def _takes_up_thread(line: Line, article: Article) -> bool:
    """Whether a paragraph below a heading such as «مواضيع ذات صلة» goes on with the article."""
    own = content_words(line.key)
    if not own or _CUT_OFF.search(line.text):
        return False
    return len(own & article.topic) / len(own) >= 0.2 and (line.closed or line.words >= 15)


_CLOCK = re.compile(r"\d{1,2}:\d\d:\d\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|°|\d\s*(?:ه|هـ)(?!\w)|العدد")


def _mark_site_clock(lines: Sequence[Line]) -> None:
    """Today's date in the masthead, as its form betrays (seconds, a Hijri twin, English), is no date line."""
    for line in lines[:3]:
        dated = line.guess and line.guess.role == "dateline" and line.head is None
        if dated and (_CLOCK.search(line.key) and "نشر" not in line.key or has_list_mark(line.text)):
            line.guess = Guess("chrome", "place:site-clock")


def _place_header(lines: list[Line], article: Article) -> None:
    """Headline, deck, kicker, caption: the lines above the first paragraph."""
    for line in lines:
        if line.guess and line.guess.role == "related" and bare(line.key) in furniture.section_names():
            line.guess = Guess("kicker", "place:section-above-headline")
    open_lines = [line for line in lines if line.guess is None]
    title = next((x for x in lines if x.guess and x.guess.role == "title"), None) or _choose_title(open_lines, article)
    seen_title = title is not None and title.guess is not None
    if title is not None:
        _mark_site_clock(lines[: lines.index(title)])
    for line in open_lines:
        if line is title:
            line.set("title", "place:headline")
            seen_title = True
        elif title is not None and bare(line.key) == bare(title.key):
            line.set("title", "place:headline-again")
        elif title is not None and _echoes(line, title):
            with_site = bare(line.key).startswith(bare(title.key))
            line.set(*(("title", "place:headline-with-site") if with_site else ("kicker", "place:headline-in-path")))
        elif _looks_like_credit(line) and (seen_title or title is None or "/" in line.key or line.words > 4):
            line.set("byline", "place:credit-above-text")
        elif _PICTURED.search(line.text):
            line.set("caption", "shape:picture-credit")
        elif has_list_mark(line.text) and not seen_title:
            line.set("related", "place:list-above-headline")
        elif not seen_title and title is not None:
            line.set("kicker" if line.words <= 6 else "related", "place:above-headline")
        elif line is open_lines[-1] and _is_two_names(line):
            line.set("byline", "place:credit-above-text")
        elif line.words <= 5 or title is None:
            line.set("caption", "place:short-above-text")
        elif _is_repeated(line, open_lines):
            line.set("caption", "place:repeated-above-text")
        else:
            line.set("subhead", "place:deck")
    if title is not None:
        article.topic |= content_words(title.key)


# «… (فلان/رويترز)», «… (أرشيف زحل)», «… - صورة أرشيفية (زحل)»
_PICTURED = re.compile(
    r"\((?:[^()]{2,25}/[^()]{2,25}|[أا]رشيف[^()]{0,20}|[^()]{0,20}[أا]رشيف)\)\s*$|صور[ةه] [أا]رشيفي[ةه]"
)


def _is_two_names(line: Line) -> bool:
    """«صدى الشعب – فلان»: two short names with a dash, directly above the text."""
    parts = [p for p in re.split(r"\s+[-–—ـ|]\s*|\s*[-–—|]\s+", line.text.strip()) if p.strip()]
    return len(parts) == 2 and all(1 <= count_words(p) <= 4 for p in parts)


def _echoes(line: Line, title: Line) -> bool:
    return len(title.key) > 15 and bare(title.key) in line.key and line.words > title.words


def _is_repeated(line: Line, lines: Sequence[Line]) -> bool:
    return sum(bare(x.key) == bare(line.key) for x in lines) > 1


def _choose_title(lines: list[Line], article: Article) -> Line | None:
    """The open line above the text that speaks most of what the text speaks of; the first of equals.

    A doubled name or scene («وزير الخارجية خلال مؤتمر صحفي.») is a caption, no headline.
    """
    candidates = [x for x in lines if 3 <= x.words <= 30 and not _looks_like_credit(x) and not has_list_mark(x.text)]
    if not candidates:
        candidates = [x for x in lines[:1] if x.number == 0 and x.words >= 2 and not _looks_like_credit(x)]
    candidates = [
        x for x in candidates if not (_is_repeated(x, lines) and (x.words <= 4 or x.text.rstrip().endswith(".")))
    ]
    if not candidates:
        return None

    def weight(line: Line) -> float:
        shared = len(content_words(line.key) & article.topic)
        leads = line is lines[0] and line.words >= 4 and not line.text.rstrip().endswith("..")
        return min(shared, 4) + (line.words >= 5) + 1.5 * _is_repeated(line, lines) + 1.5 * leads

    best = max(weight(x) for x in candidates)
    chosen = next(x for x in candidates if weight(x) >= best - 1.0)
    # The same headline without the site's name behind it is the better one.
    return next((x for x in candidates if _echoes(chosen, x) and bare(chosen.key).startswith(bare(x.key))), chosen)


_CREDIT_LINE = re.compile(
    r"^(?:كتب|كتبت|كتبه|كتبها|بقلم|اعداد|تحرير|ترجمه|تقرير|حوار|تصوير|متابعه|متابعات|خاص|مراسل|مراسله|مراسلنا|الكاتب|المحرر|"
    r"المصور|تحقيق|اعد|اعده|حاوره|حاورته|written by|by)\b\s*[:\-–—/|(]?"
)


def _looks_like_credit(line: Line) -> bool:
    """A short line such as «كتب: فلان», «القاهرة - فلان», «الدار/ فلانة», «وكالات»."""
    key = bare(line.key)
    if line.words > 9 or line.closed and not line.text.rstrip().endswith(("..", ":")) and line.words > 5:
        return False
    if key in furniture.credits("agency") or key in furniture.credits("credit") or key in furniture.credits("city"):
        return True
    label = _CREDIT_LINE.match(key)
    if label and (line.words <= 4 or line.words <= 7 and key.startswith(("كتب", "بقلم", "written"))):
        return True
    place, colon, credit = key.partition(":")
    if colon and count_words(place) <= 3 and credit.split()[:1] and credit.split()[0] in furniture.credits("credit"):
        return True
    parts = [bare(p) for p in re.split(r"\s[-–—ـ|]\s|\s?[/|]\s?|[-–—]", line.key) if bare(p)]
    if len(parts) >= 2 and parts[0] not in furniture.section_names() and all(count_words(p) <= 4 for p in parts):
        known = furniture.credits("agency") | furniture.credits("city") | furniture.credits("credit")
        return any(p in known for p in parts) or "/" in line.key and line.words <= 6
    return line.words <= 3 and any(word in furniture.credits("outlet_word") for word in key.split())


def _place_body(lines: list[Line], article: Article) -> None:
    """Paragraphs are body; short open lines between them are subheads, links or captions."""
    lists, wrapped = _find_lists(lines), _is_wrapped(lines)
    block = ""
    for index, line in enumerate(lines):
        if line.guess:
            if line.guess.role in ("read_also", "related") and line.words <= 4:
                block = "link"
            elif line.guess.block not in ("", "next"):
                block = line.guess.block
            elif index and not block:
                _reconsider(line, lines[index - 1])
            continue
        previous_block, block = block, (block if not line.is_sentence else "")
        if line.is_paragraph or line.is_sentence and not previous_block:
            if previous_block not in ("", "link", "links") and not _takes_up_thread(line, article):
                line.set(previous_block, "block:under-heading")
                block = previous_block
            else:
                line.set("body", "shape:paragraph")
        elif previous_block == "link" or previous_block == "links" and line.words >= 6:
            line.set("read_also", "block:link-under-cue")
            block = "links"  # further headlines may follow, a short subhead may not
        elif previous_block == "links":
            _place_short_line(line, article)
            block = ""
        elif previous_block:
            line.set(previous_block, "block:under-heading")
        elif index == 0 or wrapped:
            line.set("body", "shape:paragraph")
        elif line.number in lists:
            line.set("body", "shape:list")
        else:
            _place_short_line(line, article)


def _reconsider(line: Line, before: Line) -> None:
    """Between paragraphs a section's name is a subhead, and signs that a scraper broke off are text."""
    role, rule = (line.guess.role, line.guess.rule) if line.guess else ("", "")
    follows_text = before.number == line.number - 1 and before.guess is not None and before.guess.role in KEPT
    if role == "kicker" and rule.startswith("phrase:"):
        line.guess = Guess("subhead", "place:between-paragraphs")
    elif rule == "shape:no-letters" and follows_text and not re.search(r"\d", line.key):
        line.guess = Guess("body", "shape:fragment")


def _names_outlet_only(line: Line) -> bool:
    """A paper's name between paragraphs heads its part of a press review."""
    return any(word in furniture.credits("outlet_word") for word in bare(line.key).split()) and "/" not in line.key


def _find_lists(lines: list[Line]) -> set[int]:
    """Numbers of the lines in runs of three and more short lines: an enumeration, not subheads."""
    runs: list[list[int]] = [[]]
    for line in lines:
        if line.guess is None and not line.is_sentence:
            runs[-1].append(line.number)
        elif runs[-1]:
            runs.append([])
    return {number for run in runs if len(run) >= 3 for number in run}


def _is_wrapped(lines: list[Line]) -> bool:
    """Whether the text was broken at a fixed width, so that a line is no paragraph."""
    middling = [line for line in lines if line.guess is None and 6 <= line.words <= 18]
    unclosed = sum(not line.closed for line in middling)
    return (
        len(middling) >= 8
        and unclosed > 0.6 * len(middling)
        and len(middling) > 0.7 * sum(x.guess is None for x in lines)
    )


def _place_short_line(line: Line, article: Article) -> None:
    titles = [x for x in article.lines if x.guess and x.guess.role == "title"]
    if any(bare(x.key) == bare(line.key) for x in titles):
        line.set("caption", "place:headline-repeated-below")
    elif line.is_sentence or has_list_mark(line.text) and line.words >= 4:
        line.set("body", "shape:sentence")
    elif _CREDIT_LINE.match(bare(line.key)) or _looks_like_credit(line) and not _names_outlet_only(line):
        line.set("byline", "shape:credit-line")
    else:
        line.set("subhead", "place:between-paragraphs")


def _place_tail(lines: list[Line], article: Article) -> None:
    """Below the last paragraph: each block keeps its heading's role until the next heading."""
    block = ""
    open_run = [line for line in lines if line.guess is None]
    for line in lines:
        if line.guess:
            if line.guess.role == "read_also" and line.words <= 4:
                block = "read_also"
            elif line.guess.block not in ("", "next"):
                block = line.guess.block
            elif line.guess.role == "source" and line.words <= 1:
                block = "source"
            continue
        if block == "share" and line.words > 3:
            block = ""  # a share bar is a run of short words
        if block:
            line.set(block, "block:under-heading")
            if block == "source":
                block = ""
        elif has_list_mark(line.text) and len(open_run) > 1:
            line.set("related", "place:list-below-text")
        elif _looks_like_credit(line) or line.words <= 3:
            line.set("byline", "place:credit-below-text")
        else:
            line.set("related", "place:below-text")
