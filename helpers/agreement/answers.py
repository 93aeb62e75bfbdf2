"""The committed answers to the sample corpus: sentences coded by hand, as codings and as spans."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.agreement.codings import CODINGS, NONE
from helpers.agreement.spans import SPANS
from helpers.tables import make_table


class Answers(NamedTuple):
    """`codings` of tone, frame, quotation, stance and event; `quotations` and `events`, one a row."""

    codings: pd.DataFrame
    quotations: pd.DataFrame
    events: pd.DataFrame


def read_answers(path: str | Path, sentences: pd.DataFrame, *, coder: str | None = None) -> Answers:
    """Read a file of coded sentences (``corpus/gold/*.jsonl``).

    Parameters
    ----------
    path : str or Path
        One record per sentence: doc_id, sentence, start, end, tone, frames, quotations (kind, start, end,
        cue, speaker, speaker_actor, stance) and events (source, type, target).
    sentences : DataFrame
        `helpers.tables.SENTENCES` of the same documents; offsets are checked against them.
    coder : str, optional
        What to call whoever coded; the file's name by default.

    Returns
    -------
    Answers
        ``codings`` (`CODINGS`); ``quotations`` (`SPANS` and kind, cue, speaker, speaker_actor, stance);
        ``events`` (doc_id, sentence, source, type, target).

    Raises
    ------
    ValueError
        A record names a sentence that is not in `sentences`, or its offsets do not fit; file and line are named.

    Examples
    --------
    >>> from helpers.corpus import read_corpus
    >>> from helpers.tokens import list_sentences
    >>> answers = read_answers("corpus/gold/coding_a.jsonl", list_sentences(read_corpus("corpus")))
    >>> sorted(answers.codings["variable"].unique())
    ['event', 'frame', 'quotation', 'stance', 'tone']
    """
    path = Path(path)
    known = {(doc, n): (start, end, text) for doc, n, start, end, text in _list_rows(sentences)}
    codings, quotations, events = [], [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        record = json.loads(line)
        unit = {"doc_id": record["doc_id"], "sentence": record["sentence"]}
        start, end, text = known.get(tuple(unit.values()), (None, None, ""))
        if (start, end) != (record["start"], record["end"]):
            raise ValueError(
                f"{path.name}, line {number}: sentence {record['sentence']} of {record['doc_id']} does not stand at "
                f"{record['start']}-{record['end']}; were the pages changed after coding? Code it again"
            )
        codings += [{**unit, "coder": coder or path.stem, **row} for row in _code_rows(record)]
        for quotation in record["quotations"]:
            said = text[quotation["start"] - start : quotation["end"] - start]
            quotations.append({**unit, **quotation, "text": said})
        events += [{**unit, **event} for event in record["events"]]
    columns = ["doc_id", "sentence", "source", "type", "target"]
    return Answers(make_table(codings, CODINGS), make_table(quotations, SPANS), pd.DataFrame(events, columns=columns))


def _list_rows(sentences: pd.DataFrame) -> list[tuple]:
    return list(sentences[["doc_id", "sentence", "start", "end", "text"]].itertuples(index=False, name=None))


def _code_rows(record: dict) -> list[dict[str, str]]:
    """One row a value; ``none`` where a variable of several values has none."""
    several = {
        "frame": record["frames"],
        "quotation": [quotation["kind"] for quotation in record["quotations"]],
        "stance": [quotation["stance"] for quotation in record["quotations"]],
        "event": [event["type"] for event in record["events"]],
    }
    rows = [{"variable": "tone", "value": str(record["tone"])}]
    for variable, values in several.items():
        rows += [{"variable": variable, "value": value} for value in dict.fromkeys(values or [NONE])]
    return rows
