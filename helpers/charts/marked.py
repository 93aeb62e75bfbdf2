"""Sentences with stretches marked in them and notes in their margin: a page as its reader annotated it.

    show_marked(sentences, marks)                  # marks: doc_id, sentence, start, end, and kind, label, weight
    show_marked(sentences, marks, margin=frames)   # margin: doc_id, sentence, label

Knows nothing of what is marked: actors and quotations, words of tone, hits of any list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from helpers.charts.labels import COLOURS
from helpers.tables import SENTENCES, check_table

if TYPE_CHECKING:
    from IPython.display import HTML

# Each kind has a line of its own beside its colour: who sees no colours tells them by the line.
LINES = ("solid", "dashed", "double", "dotted", "solid", "dashed")
WEIGHT = 0.4  # where none is given
_PLACES = ("doc_id", "sentence", "start", "end")
_STYLE = (
    "<style>.marked{direction:rtl;text-align:right;max-width:60em;margin:0 0 1em auto;"
    "font-family:'IBM Plex Sans Arabic','Plex Arabic',Tahoma,sans-serif}"
    ".marked .key{margin:.2em 0 .6em}.marked .key span{margin-left:1.4em;white-space:nowrap}"
    ".marked .line{display:flex;gap:.9em;padding:.25em 0;border-top:1px solid rgba(128,128,128,.25)}"
    ".marked aside{flex:0 0 8.5em;font-size:.8em;line-height:1.9;display:flex;flex-wrap:wrap;gap:.2em .4em;"
    "align-content:flex-start;padding-top:.2em}"
    ".marked aside i{font-style:normal;opacity:.65;width:100%}"
    ".marked aside b{font-weight:600;border:1px solid rgba(128,128,128,.6);border-radius:.3em;padding:0 .4em}"
    ".marked p{margin:0;min-width:0;flex:1;overflow-wrap:anywhere}.marked .first p{font-weight:600}"
    ".marked h5{font-size:1em;font-weight:600;margin:.9em 0 .2em}"
    ".marked small{font-size:.68em;font-weight:400;opacity:.8;margin:0 .25em;white-space:nowrap}"
    ".marked .sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(17em,100%),1fr));gap:.4em 1.8em}"
    ".marked .sides .line{flex-direction:column;gap:0}.marked .sides aside{flex:none}"
    ".marked .sides aside i{width:auto}"
    "@media(max-width:36em){.marked .line{flex-direction:column;gap:0}.marked aside{flex:none}"
    ".marked aside i{width:auto}}"
    ".marked [class^=mark]{padding-bottom:calc(var(--h)*.3em);-webkit-box-decoration-break:clone;"
    "box-decoration-break:clone;background:rgba(var(--c),calc(var(--w)*.3))}"
    "{kinds}</style>"
)


class _Mark(NamedTuple):
    """A stretch of one sentence, in characters of that sentence; `kind` is its number among the kinds."""

    start: int
    end: int
    kind: int
    label: str
    weight: float


def show_marked(
    sentences: pd.DataFrame,
    marks: pd.DataFrame,
    *,
    margin: pd.DataFrame | None = None,
    kinds: Mapping[str, str] | None = None,
    heads: pd.Series | None = None,
    side_by_side: bool = False,
    rows: int = 60,
) -> HTML:
    """Return sentences from right to left, with stretches underlined and labelled, and notes in the margin.

    Parameters
    ----------
    sentences : DataFrame
        Those to show (`helpers.tables.SENTENCES`), one line each. Marks and notes of other sentences are passed over.
    marks : DataFrame
        doc_id, sentence, start, end (offsets into the title for sentence 0, else into the text); and, where there are
        such columns, `kind` (colour and line), `label` (written small behind the stretch) and `weight` (0 to 1: how
        strong the tint and how thick the line). Marks may lie within one another and cross.
    margin : DataFrame, optional
        doc_id, sentence, label: what stands beside the line, after the sentence's number («العنوان» for 0).
    kinds : mapping, optional
        The kinds and their names in the key above, six at most; the first is blue, the second orange. By default the
        kinds found, by their own names.
    heads : Series, optional
        Indexed by doc_id: a heading over each document's sentences.
    side_by_side : bool
        Documents beside each other, where there is room, and not one below the other.
    rows : int
        At most this many sentences; a last line says how many were left out.

    Raises
    ------
    ValueError
        A column is missing, a kind is not in `kinds`, there are more than six, or an end does not lie behind its start.

    Notes
    -----
    A mark is cut to the sentence. The same table gives the same HTML, byte for byte. The tints fit a light and a
    dark page; where colours are not seen, lines and labels tell the same.

    Examples
    --------
    >>> line = {"doc_id": "a", "sentence": 1, "start": 0, "end": 16, "text": "التقى وزير وفداً"}
    >>> marks = pd.DataFrame([{"doc_id": "a", "sentence": 1, "start": 6, "end": 10, "kind": "actor", "label": "EGY"}])
    >>> page = show_marked(pd.DataFrame([line]), marks, kinds={"actor": "طرف"}).data
    >>> '<span class="mark0" style="--h:1;--w:0.4">وزير<small> EGY</small></span> وفداً' in page
    True
    """
    from IPython.display import HTML

    check_table(sentences, SENTENCES)
    names = _name_kinds(marks, kinds)
    by_sentence = _gather_marks(marks, list(names))
    notes = _gather_notes(margin)
    key = " ".join(f"<span>{_tag(n, escape(name))}</span>" for n, name in enumerate(names.values()))
    parts = []
    shown = sentences.head(rows)
    for doc_id in dict.fromkeys(shown["doc_id"].astype(str)):
        lines = shown[shown["doc_id"].astype(str) == doc_id]
        head = "" if heads is None else f'<h5 dir="rtl">{escape(str(heads.get(doc_id, doc_id)))}</h5>'
        body = "\n".join(_show_line(line, by_sentence, notes) for line in lines.itertuples())
        parts.append(f"<section>{head}\n{body}\n</section>")
    rest = len(sentences) - len(shown)
    left_out = f'\n<p style="opacity:.7">لم تُعرض بقية الجمل: {rest}</p>' if rest else ""
    page = _STYLE.replace("{kinds}", _style_kinds(len(names)))
    sides = ' class="sides"' if side_by_side else ""
    above = f'<div class="key">{key}</div>\n' if key else ""
    return HTML(
        f'{page}\n<div class="marked" dir="rtl" lang="ar">\n{above}<div{sides}>\n' + "\n".join(parts) + f"\n</div>"
        f"{left_out}\n</div>"
    )


# ------------------------------------------------------------------ the tables


def _name_kinds(marks: pd.DataFrame, kinds: Mapping[str, str] | None) -> dict[str, str]:
    missing = [name for name in _PLACES if name not in marks.columns]
    if missing:
        raise ValueError(f"marks has no column '{missing[0]}'; it has {', '.join(map(str, marks.columns)) or 'none'}")
    found = list(dict.fromkeys(marks["kind"].astype(str))) if "kind" in marks else []
    names = {str(kind): str(name) for kind, name in kinds.items()} if kinds else {kind: kind for kind in found}
    unknown = [kind for kind in found if kind not in names]
    if unknown:
        raise ValueError(f"a mark is of the kind '{unknown[0]}', but kinds has only {', '.join(names)}")
    if len(names) > len(LINES):
        raise ValueError(f"{len(names)} kinds cannot be told apart; mark at most {len(LINES)}")
    return names


def _gather_marks(marks: pd.DataFrame, kinds: list[str]) -> dict[tuple[str, int], list[_Mark]]:
    """The marks of each sentence, in characters of the document; what covers the same is one, with both labels."""
    found: dict[tuple[str, int], dict[tuple[int, int, int], _Mark]] = {}
    size = len(marks)
    columns = [
        marks["kind"].astype(str).map(kinds.index) if "kind" in marks else [0] * size,
        marks["label"].fillna("").astype(str) if "label" in marks else [""] * size,
        marks["weight"].astype(float).fillna(WEIGHT).clip(0, 1) if "weight" in marks else [WEIGHT] * size,
    ]
    places = [marks[name] for name in _PLACES]
    for doc_id, sentence, start, end, kind, label, weight in zip(*places, *columns, strict=True):
        if end <= start:
            raise ValueError(f"a mark of {doc_id}, sentence {sentence}, ends at {end} but begins at {start}")
        own = found.setdefault((str(doc_id), int(sentence)), {})
        same = own.get((start, end, kind))
        if same and label not in same.label.split(" · "):
            label = " · ".join(filter(None, (same.label, label)))
        elif same:
            label = same.label
        own[start, end, kind] = _Mark(int(start), int(end), int(kind), label, max(weight, same.weight if same else 0))
    return {unit: list(own.values()) for unit, own in found.items()}


def _gather_notes(margin: pd.DataFrame | None) -> dict[tuple[str, int], list[str]]:
    notes: dict[tuple[str, int], list[str]] = {}
    if margin is not None:
        for doc_id, sentence, label in zip(margin["doc_id"], margin["sentence"], margin["label"], strict=True):
            notes.setdefault((str(doc_id), int(sentence)), []).append(str(label))
    return notes


# ------------------------------------------------------------------ a line


def _show_line(line: Any, marks: dict[tuple[str, int], list[_Mark]], notes: dict[tuple[str, int], list[str]]) -> str:
    doc_id, number, text = str(line.doc_id), int(line.sentence), str(line.text)
    own = list(_cut(marks.get((doc_id, number), []), int(line.start), len(text)))
    heights = _stack(own)
    told = "".join(f"<b>{escape(note)}</b>" for note in dict.fromkeys(notes.get((doc_id, number), [])))
    first = " first" if number == 0 else ""
    room = 1.8 + 0.34 * max(heights, default=0)
    return (
        f'<div class="line{first}"><aside><i>{number or "العنوان"}</i>{told}</aside>'
        f'<p style="line-height:{room:.2f}">{_weave(text, own, heights)}</p></div>'
    )


def _cut(marks: list[_Mark], offset: int, length: int) -> Iterator[_Mark]:
    """The marks in characters of the sentence, the outer before the inner."""
    moved = [mark._replace(start=max(mark.start - offset, 0), end=min(mark.end - offset, length)) for mark in marks]
    for mark in sorted(moved, key=lambda mark: (mark.start, -mark.end, mark.kind)):
        if mark.start < mark.end:
            yield mark


def _stack(marks: list[_Mark]) -> list[int]:
    """How low the line of each mark is drawn: below the lines of all that begin within it."""
    heights = [1] * len(marks)
    for n in reversed(range(len(marks))):
        within = [heights[m] for m in range(n + 1, len(marks)) if marks[m].start < marks[n].end]
        heights[n] += max(within, default=0)
    return heights


def _weave(text: str, marks: list[_Mark], heights: list[int]) -> str:
    """The text with its marks as nested elements; one that crosses another is closed and opened again."""
    begins = [_tag_begin(mark, height) for mark, height in zip(marks, heights, strict=True)]
    pieces: list[str] = []
    stack: list[int] = []
    edges = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    for place, edge in enumerate(edges):
        pieces += _close(stack, marks, begins, edge)
        for n, mark in enumerate(marks):
            if mark.start == edge:
                stack.append(n)
                pieces.append(begins[n])
        pieces.append(escape(text[edge : edges[place + 1]]) if place + 1 < len(edges) else "")
    return "".join(pieces)


def _close(stack: list[int], marks: list[_Mark], begins: list[str], edge: int) -> Iterator[str]:
    """Close the open marks that end at `edge`, and those within them that go on, which are opened again."""
    ending = [n for n in stack if marks[n].end == edge]
    again: list[int] = []
    while ending:
        n = stack.pop()
        if n in ending:
            ending.remove(n)
            label = marks[n].label
            # The space keeps the last letter of the stretch from joining the first of the label.
            yield f"<small> {escape(label)}</small></span>" if label else "</span>"
        else:
            again.insert(0, n)
            yield "</span>"
    for n in again:
        stack.append(n)
        yield begins[n]


def _tag_begin(mark: _Mark, height: int) -> str:
    return f'<span class="mark{mark.kind}" style="--h:{height};--w:{mark.weight:.3g}">'


def _tag(kind: int, words: str) -> str:
    return f"{_tag_begin(_Mark(0, 0, kind, '', WEIGHT), 1)}{words}</span>"


def _style_kinds(count: int) -> str:
    rules = []
    for n in range(max(count, 1)):
        red, green, blue = (int(COLOURS[n][i : i + 2], 16) for i in (1, 3, 5))
        least = 3 if LINES[n] == "double" else 1
        rules.append(
            f".marked .mark{n}{{--c:{red},{green},{blue};"
            f"border-bottom:calc({least}px + var(--w)*2.5px) {LINES[n]} rgb(var(--c))}}"
        )
    return "".join(rules)
