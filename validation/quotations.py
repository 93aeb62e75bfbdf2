"""How well `helpers.framing.find_quotations` finds who says what: the figures of ``tests/gates/quotations.csv``.

    python validation/quotations.py [--held] [--faults]

Quotations against the settled answers of the sample corpus and of the real sentences (`validation/real_news.py`:
``dev`` and ``seeds``, which were looked at in development; ``held`` only with ``--held``): a quotation is found where
at least half of the words are shared, one to one; speaker's party, kind, stance and cue are compared on those. What
taking every stretch in marks would reach stands beside it. In ud-pud (dependencies by hand): of the reporting verbs
of the list that govern a clause and have a subject of their own, how many are found, and how often the speaker is
that subject. ``--faults`` lists document, sentence and what differs; no text is printed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "validation")]

import pandas as pd  # noqa: E402
import real_news  # noqa: E402

from helpers.agreement import SPANS, match_spans, read_answers  # noqa: E402
from helpers.corpus import read_corpus  # noqa: E402
from helpers.framing.quotations import find_quotations  # noqa: E402
from helpers.framing.quotations.cues import load_cues  # noqa: E402
from helpers.tables import DOCUMENTS, make_table  # noqa: E402
from helpers.text import STANDARD, find_quotes, normalise_text  # noqa: E402
from helpers.tokens import list_sentences, tokenise  # noqa: E402

CLAUSE = ("ccomp", "parataxis")


def add_text(spans: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The same table, with the words of each span as printed."""
    texts = [
        documents.at[doc_id, "title" if sentence == 0 else "text"][start:end]
        for doc_id, sentence, start, end in spans[["doc_id", "sentence", "start", "end"]].itertuples(index=False)
    ]
    return spans.assign(text=texts).astype({"sentence": "int32", "start": "int32", "end": "int32"})


def read_gold(name: str) -> tuple[pd.DataFrame, pd.DataFrame, set[tuple[str, int]]]:
    """Documents, coded quotations, and which sentences were coded."""
    if name == "sample":
        documents = read_corpus(ROOT / "corpus")
        sentences = list_sentences(documents)
        answers = read_answers(ROOT / "corpus" / "gold" / "settled.jsonl", sentences)
        return documents, answers.quotations, set(zip(sentences["doc_id"], sentences["sentence"], strict=True))
    documents, codes = real_news.read_articles(name), real_news.read_codes(name)
    rows = [{**quotation, "doc_id": code["doc_id"], "sentence": code["sentence"]}
            for code in codes for quotation in code["quotations"]]  # fmt: skip
    coded = {(code["doc_id"], code["sentence"]) for code in codes}
    return documents, add_text(pd.DataFrame(rows), documents), coded


def measure_gold(name: str, *, faults: bool = False) -> dict[str, float]:
    """Agreement with the answers of one set of sentences."""
    documents, gold, coded = read_gold(name)
    found = find_quotations(tokenise(documents), documents)
    kept = [place in coded for place in zip(found["doc_id"], found["sentence"], strict=True)]
    found = add_text(found[kept].reset_index(drop=True), documents)
    gold = gold.reset_index(drop=True)
    match = match_spans(found, gold)
    if faults:
        print_faults(name, match.pairs, found, gold)
    both = match.pairs.dropna(subset=["found", "gold"])
    ours = found.loc[both["found"].astype(int)].reset_index(drop=True)
    theirs = gold.loc[both["gold"].astype(int)].reset_index(drop=True)
    figures = match.scores.iloc[0][["precision", "recall", "f1", "n_gold", "n_coded", "n_both"]].to_dict()
    pairs = {"actor": "speaker_actor", "speaker": "speaker", "kind": "kind", "stance": "stance"}
    for column, other in pairs.items():
        figures[column] = float((ours[column].fillna("") == theirs[other].fillna("")).mean())
    figures["marks only"] = measure_marks(documents, gold, coded)
    return figures


def measure_marks(documents: pd.DataFrame, gold: pd.DataFrame, coded: set[tuple[str, int]]) -> float:
    """F1 of taking whatever stands in quotation marks."""
    rows = []
    for doc_id, sentence, start, end, text in list_sentences(documents).itertuples(index=False):
        if (doc_id, sentence) not in coded:
            continue
        for quote in find_quotes(text):
            low, high = start + quote.inner_start, start + quote.inner_end
            if high > low and quote.depth == 0:
                said = text[quote.inner_start : quote.inner_end]
                rows.append({"doc_id": doc_id, "sentence": sentence, "start": low, "end": min(high, end), "text": said})
    return float(match_spans(make_table(rows, SPANS), gold).scores["f1"].iloc[0])


def print_faults(name: str, pairs: pd.DataFrame, found: pd.DataFrame, gold: pd.DataFrame) -> None:
    for pair in pairs.itertuples():
        ours = None if pair.found is None else found.loc[int(pair.found)]
        theirs = None if pair.gold is None else gold.loc[int(pair.gold)]
        if ours is None and theirs is not None:
            print(name, pair.doc_id, pair.sentence, "missed", theirs["kind"], theirs["start"], theirs["end"])
        elif theirs is None and ours is not None:
            print(name, pair.doc_id, pair.sentence, "too many", ours["rule"], ours["start"], ours["end"])
        elif ours is not None and theirs is not None:
            parties = [None if pd.isna(party) else party for party in (ours["actor"], theirs["speaker_actor"])]
            if parties[0] != parties[1]:
                print(name, pair.doc_id, pair.sentence, "actor", parties[0], "for", parties[1])


# ------------------------------------------------------------------ the treebank


def read_trees(path: Path) -> Iterator[tuple[str, str, list[list[str]]]]:
    """Id, text and rows of each sentence of a CoNLL-U file."""
    sent_id, text, rows = "", "", []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# sent_id = "):
            sent_id = line.removeprefix("# sent_id = ")
        elif line.startswith("# text = "):
            text = line.removeprefix("# text = ")
        elif not line and rows:
            yield sent_id, text, rows
            rows = []
        elif line and not line.startswith("#") and "-" not in line.split("\t")[0]:
            rows.append(line.split("\t"))


def list_below(rows: list[list[str]], head: str) -> set[str]:
    """The forms of a word and of all that depends on it, normalised."""
    ids, grown = {head}, True
    while grown:
        more = {row[0] for row in rows if row[6] in ids} - ids
        ids, grown = ids | more, bool(more)
    return {normalise_text(row[1], steps=STANDARD) for row in rows if row[0] in ids}


def measure_treebank(folder: Path) -> dict[str, float]:
    """Reporting verbs of the list that govern a clause and have a subject: found, and with that subject as speaker."""
    trees = list(read_trees(next(folder.glob("*.conllu"))))
    base = dict.fromkeys(DOCUMENTS.columns) | {"page": "ud-pud", "article": 0}
    documents = make_table([{**base, "doc_id": name, "text": text} for name, text, _ in trees], DOCUMENTS)
    found = find_quotations(tokenise(documents), documents)
    found["spoken"] = [
        normalise_text(documents.at[doc_id, "text"][start:end], steps=STANDARD) if start >= 0 else ""
        for doc_id, start, end in zip(found["doc_id"], found["cue_start"], found["cue_end"], strict=True)
    ]
    by_sentence = {name: part for name, part in found.groupby("doc_id", observed=True)}
    lexicon = load_cues("reporting_verbs")
    verbs = reached = right = 0
    for name, _, rows in trees:
        for row in rows:
            form = normalise_text(row[1], steps=STANDARD)
            shapes = {one.shape for one in lexicon.find_forms(form) if "that" in one.row.takes}
            below = {child[7].split(":")[0]: child for child in rows if child[6] == row[0]}
            clause = any(kind in below for kind in CLAUSE)
            if row[3] != "VERB" or not shapes & {"past", "present"} or not clause or "nsubj" not in below:
                continue
            if below["nsubj"][3] not in (
                "NOUN",
                "PROPN",
                "X",
            ):  # a pronoun has its noun in a sentence that is not given
                continue
            verbs += 1
            ours = by_sentence.get(name, found.iloc[:0])
            ours = ours[ours["spoken"] == form]
            if len(ours):
                reached += 1
                told = set(normalise_text(" ".join(ours["speaker"].dropna()), steps=STANDARD).split())
                subject = list_below(rows, below["nsubj"][0])
                right += any(word in subject or word.removeprefix("ال") in subject for word in told)
    return {"verbs": verbs, "found": reached, "recall": reached / verbs, "subject": right / reached}


def show(name: str, figures: dict[str, float]) -> None:
    told = (f"{key} {value:.3f}" if value != int(value) else f"{key} {value:.0f}" for key, value in figures.items())
    print(f"{name:6}", *told)


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held", action="store_true", help="also the half kept back until the end")
    parser.add_argument("--faults", action="store_true", help="list what differs, by document and sentence")
    options = parser.parse_args(None if arguments is None else list(arguments))
    for name in ("sample", *real_news.OPEN, *(real_news.HELD if options.held else ())):
        show(name, measure_gold(name, faults=options.faults))
    show("ud-pud", measure_treebank(real_news.DATA / "ud-pud"))


if __name__ == "__main__":
    main()
