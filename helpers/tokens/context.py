"""Reading back: a word in its contexts (the concordance, KWIC), from right to left."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from helpers.lemmas import lemmatise
from helpers.tables import DOCUMENTS, Column, Table, check_table, make_table
from helpers.text import normalise_each, normalise_text
from helpers.tokens.phrases import find_phrases
from helpers.tokens.table import TOKENS

if TYPE_CHECKING:
    from IPython.display import HTML

CONTEXTS = Table(
    "contexts",
    {
        "doc_id": Column("text", "the document it stands in"),
        "outlet": Column("text", "who published it"),
        "published": Column("date", "date of publication"),
        "sentence": Column("integer", "0 is the title, then the text's sentences from 1"),
        "start": Column("integer", "where the node begins in the title (sentence 0) or the text, in characters"),
        "end": Column("integer", "where it ends (exclusive)"),
        "before": Column("text", "what stands before the node; on the page, to its right"),
        "node": Column("text", "the word or words looked for, as printed"),
        "after": Column("text", "what stands after it; on the page, to its left"),
    },
)
UNITS = ("form", "lemma", "phrase", "wildcard", "regex")
_MARKS = re.compile(r"\S*")  # punctuation that clings to the last word of a context
ORDERS = ("place", "before", "node", "after", "outlet", "date")


def find_context(
    tokens: pd.DataFrame,
    documents: pd.DataFrame,
    query: str,
    *,
    unit: str = "lemma",
    sort: str = "place",
    width: int = 8,
) -> pd.DataFrame:
    """Return every place of `query` with the words round it: the concordance, one line a row.

    Parameters
    ----------
    tokens, documents : DataFrame
        `TOKENS`, and the documents they were made of.
    query : str
        What to look for.
    unit : {"lemma", "form", "phrase", "wildcard", "regex"}
        ``lemma``: every form of the word; ``form``: the word as spelled, clitics included; ``phrase``: several words,
        each by its lemma (``…`` for up to three words between); ``wildcard``: forms by pattern (``*`` any letters,
        ``?`` one); ``regex``: a regular expression over the text as printed, which may run over words.
    sort : {"place", "before", "node", "after", "outlet", "date"}
        ``before`` sorts by the words before the node, the nearest first; ``after`` by those after it.
    width : int
        Words on either side. They may belong to the sentences beside; a title stands by itself.

    Raises
    ------
    ValueError
        An unknown unit or order, or a regular expression that is none.

    Notes
    -----
    Forms are compared as normalised by `helpers.text.STANDARD` (أ/ا, ى/ي, harakat); a regular expression sees the text
    as printed. Key word in context: Luhn (1960), "Keyword-in-context index for technical literature".

    Examples
    --------
    >>> from helpers.tokens import tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "بدأت القمةُ في بكين. وانتهت القمم!"}
    >>> documents = make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)
    >>> find_context(tokenise(documents), documents, "قمة", width=2)[["before", "node", "after"]].values.tolist()
    [['بدأت', 'القمةُ', 'في بكين.'], ['بكين. وانتهت', 'القمم', '!']]
    """
    check_table(tokens, TOKENS)
    check_table(documents, DOCUMENTS)
    _check_choice("unit", unit, UNITS)
    _check_choice("sort", sort, ORDERS)
    hits = _find_pattern(tokens, documents, query) if unit == "regex" else _find_nodes(tokens, query, unit)
    lines = make_table(_cut_lines(tokens, documents, hits, width), CONTEXTS)
    return lines.iloc[_order(lines, sort)].reset_index(drop=True)


def show_context(contexts: pd.DataFrame, *, rows: int = 40, caption: str | None = None) -> HTML:
    """Return a concordance for a notebook or a web page: right to left, the nodes one under the other.

    Parameters
    ----------
    contexts : DataFrame
        From `find_context`.
    rows : int
        At most this many lines; a last one says how many were left out.
    caption : str, optional
        A line above; by default, how many hits there are in how many documents.

    Examples
    --------
    >>> line = {"doc_id": "a", "outlet": "صحيفة", "sentence": 1, "start": 5, "end": 10, "before": "بدأت",
    ...         "node": "القمة", "after": "في بكين"}
    >>> "<b>القمة</b>" in show_context(make_table([line | {"published": None}], CONTEXTS)).data
    True
    """
    from IPython.display import HTML

    check_table(contexts, CONTEXTS)
    told = caption or f"{len(contexts)} موضعاً في {contexts['doc_id'].nunique()} وثيقة"
    body = "\n".join(_show_line(line) for line in contexts.head(rows).itertuples())
    if len(contexts) > rows:
        rest = f"لم تُعرض بقية المواضع: {len(contexts) - rows}"
        body += f'\n<tr><td colspan="4" dir="rtl" style="opacity:.7">{rest}</td></tr>'
    return HTML(
        '<div dir="rtl" style="overflow-x:auto;max-width:100%">\n'
        '<table dir="rtl" lang="ar" style="border-collapse:collapse;margin:.5em 0 .5em auto">'
        f'<caption dir="rtl" style="text-align:right;font-weight:600;caption-side:top">{html.escape(told)}</caption>\n'
        f"<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def write_context(contexts: pd.DataFrame, path: str | Path) -> Path:
    """Write a concordance as .html (a page by itself), .xlsx or .csv, and return the path.

    Raises
    ------
    ValueError
        The name has another ending.

    Notes
    -----
    The sheet of an .xlsx is laid out from right to left, so that `before` stands to the right of the node; a .csv has
    a byte-order mark, by which spreadsheet programs know Arabic.
    """
    path = Path(path)
    check_table(contexts, CONTEXTS)
    if path.suffix == ".csv":
        contexts.to_csv(path, index=False, encoding="utf-8-sig")
    elif path.suffix == ".xlsx":
        _write_workbook(contexts, path)
    elif path.suffix == ".html":
        head = '<!doctype html>\n<html lang="ar" dir="rtl">\n<meta charset="utf-8">\n<title>كشاف السياق</title>\n'
        path.write_text(head + show_context(contexts, rows=len(contexts)).data + "\n</html>\n", encoding="utf-8")
    else:
        raise ValueError(f"cannot write {path.name}: its name should end in .html, .xlsx or .csv")
    return path


# ------------------------------------------------------------------ where the nodes stand


def _find_nodes(tokens: pd.DataFrame, query: str, unit: str) -> pd.DataFrame:
    """First and last row of each hit."""
    if unit == "phrase":
        return find_phrases(tokens, pd.DataFrame({"id": ["query"], "term": [query]}))[["first", "last"]]
    wanted = normalise_text(query)
    if not wanted.strip():
        raise ValueError("the query is empty; give a word")
    if len(wanted.split()) > 1:
        raise ValueError(f"{query!r} is more than one word; look for it with unit='phrase'")
    names = normalise_each(list(tokens["lemma" if unit == "lemma" else "form"].cat.categories))
    if unit == "wildcard":
        pattern = re.compile(re.escape(wanted).replace(r"\*", ".*").replace(r"\?", "."))
        fits = [code for code, name in enumerate(names) if pattern.fullmatch(name)]
    else:
        keys = {wanted, *normalise_each(lemmatise([query])["lemma"].tolist())} if unit == "lemma" else {wanted}
        fits = [code for code, name in enumerate(names) if name in keys]
    codes = tokens["lemma" if unit == "lemma" else "form"].cat.codes.to_numpy()
    rows = np.flatnonzero(np.isin(codes, fits))
    return pd.DataFrame({"first": rows, "last": rows})


def _find_pattern(tokens: pd.DataFrame, documents: pd.DataFrame, query: str) -> pd.DataFrame:
    """First and last row of the words that each match of a regular expression touches, and where it stands."""
    try:
        pattern = re.compile(query)
    except re.error as error:
        raise ValueError(f"{query!r} is no regular expression: {error}") from None
    found = []
    for doc_id, rows in _rows_by_document(tokens):
        for title in (True, False):
            part = rows[(tokens["sentence"].to_numpy()[rows] == 0) == title]
            text = documents.at[doc_id, "title" if title else "text"]
            starts, ends = (tokens[side].to_numpy()[part] for side in ("start", "end"))
            for match in pattern.finditer(text) if len(part) and isinstance(text, str) else ():
                touched = part[(starts < match.end()) & (ends > match.start())]
                if len(touched) and match[0].strip():
                    found.append((touched[0], touched[-1], match.start(), match.end()))
    return pd.DataFrame(found, columns=["first", "last", "start", "end"])


def _rows_by_document(tokens: pd.DataFrame) -> Iterator[tuple[str, np.ndarray]]:
    for doc_id, rows in tokens.groupby("doc_id", observed=True, sort=False).indices.items():
        yield str(doc_id), np.asarray(rows)


# ------------------------------------------------------------------ the lines


def _cut_lines(tokens: pd.DataFrame, documents: pd.DataFrame, hits: pd.DataFrame, width: int) -> Iterator[dict]:
    """The rows of the contexts table; a context is cut from the printed text, punctuation included."""
    starts, ends, numbers = (tokens[name].to_numpy() for name in ("start", "end", "sentence"))
    owner = tokens["doc_id"].cat.codes.to_numpy().astype(np.int64) * 2 + (numbers > 0)
    parts = np.cumsum(np.diff(owner, prepend=-1) != 0)  # titles and texts, numbered in order
    places = ["start", "end"] if "start" in hits else []  # of a regular expression, which may begin within a word
    for first, last, *place in zip(*(hits[name].tolist() for name in ["first", "last", *places]), strict=True):
        document = documents.loc[tokens["doc_id"].array[first]]
        text = str(document["title" if numbers[first] == 0 else "text"])
        start, end = place or (starts[first], ends[last])
        low = max(first - width, np.searchsorted(parts, parts[first]))
        high = min(last + width, np.searchsorted(parts, parts[first], side="right") - 1)
        clinging = _MARKS.match(text, ends[high])
        yield {
            "doc_id": document.name,
            "outlet": document["outlet"],
            "published": document["published"],
            "sentence": numbers[first],
            "start": int(start),
            "end": int(end),
            "before": " ".join(text[starts[low] : start].split()),
            "node": " ".join(text[start:end].split()),
            "after": " ".join(text[end : clinging.end() if clinging else None].split()),
        }


def _order(lines: pd.DataFrame, sort: str) -> np.ndarray:
    if sort == "place" or lines.empty:
        return np.arange(len(lines))
    if sort == "date":
        return np.argsort(lines["published"].to_numpy(), kind="stable")
    if sort == "before":
        keys = [normalise_text(text).split()[::-1] for text in lines["before"]]
    else:
        keys = [normalise_text(text).split() for text in lines[sort].fillna("")]
    return np.array(sorted(range(len(lines)), key=keys.__getitem__))


def _check_choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} is {value!r}, but should be one of {', '.join(allowed)}")


def _show_line(line: Any) -> str:
    source = " · ".join(str(x) for x in (line.outlet, _write_day(line.published), line.doc_id) if isinstance(x, str))
    cell = '<td dir="rtl" style="text-align:{};padding:.15em .5em;white-space:nowrap">{}</td>'
    return "".join(
        [
            "<tr>",
            cell.format("left", html.escape(line.before)),  # its end meets the node
            cell.format("center", f"<b>{html.escape(line.node)}</b>"),
            cell.format("right", html.escape(line.after)),
            f'<td dir="auto" style="opacity:.7;padding:.15em .5em;white-space:nowrap">{html.escape(source)}</td>',
            "</tr>",
        ]
    )


def _write_day(day: pd.Timestamp) -> str | None:
    return None if pd.isna(day) else str(day.date())


def _write_workbook(contexts: pd.DataFrame, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title, sheet.sheet_view.rightToLeft = "KWIC", True
    sheet.append(list(contexts.columns))
    for row in contexts.itertuples(index=False):
        sheet.append([None if pd.isna(value) else value for value in row])
    for column, width, side in (("before", 60, "left"), ("node", 16, "center"), ("after", 60, "right")):
        letter = chr(ord("A") + list(contexts.columns).index(column))
        sheet.column_dimensions[letter].width = width
        for cell in sheet[letter]:
            cell.alignment = Alignment(horizontal=side, readingOrder=2)
            cell.font = Font(bold=column == "node")
    sheet.freeze_panes = "A2"
    book.save(path)
