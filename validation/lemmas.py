"""How right `helpers.lemmas` is: prints the figures quoted in the documentation and in ``tests/gates/lemmas.csv``.

    python validation/lemmas.py [FOLDER OF REAL DATA] [--engines farahidi light none] [--csv FILE] [--speed]

The folder holds `ud-pud` (1,000 sentences of news and encyclopedia) and `wikinews-lemma` (70 articles of Wikinews); by
default ``$ARABIC_MEDIA_DATA`` or ``../shared/data``. No text is printed.

Every word between two spaces is one test, without its punctuation; numbers and Latin words are left out. Its right
lemma is that of the one part of it that is not a conjunction, preposition, particle, pronoun or auxiliary (PUD; words
with two such parts are left out, words with none are counted apart as *function*), or of the whole word (Wikinews).
Both sides are compared without vowel signs, with أ إ آ as ا, ى as ي, ة as ه, ؤ ئ as ء.

The rules were written by reading the mistakes in one half of each (*development*: every other sentence of PUD, the
first half of Wikinews). No word of the other half (*held*) was read, but its totals were seen while rules were taken
or left (about ten times), so it flatters a little. The interval is a bootstrap over sentences.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import os
import re
import sys
import time
import unicodedata
from collections import Counter
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from helpers.lemmas import LemmaError, lemmatise  # noqa: E402
from helpers.text import STRONG, normalise_text, unify_alef  # noqa: E402

DATA = ("ud-pud", "wikinews-lemma")
PARTS = ("CCONJ", "ADP", "PART", "PRON", "DET", "SCONJ", "AUX")  # of a word, beside its main part
POS = {
    **{"NOUN": "noun", "PROPN": "name", "VERB": "verb", "ADJ": "adjective", "ADV": "adverb", "NUM": "numeral"},
    **{"noun": "noun", "noun_prop": "name", "verb": "verb", "adj": "adjective", "adj_comp": "adjective"},
    **{"adv": "adverb", "noun_num": "numeral", "adj_num": "numeral", "noun_quant": "noun"},
}
_LETTERS = re.compile("[ء-ي]")
_OTHER = re.compile("[0-9A-Za-z٠-٩]")


def fold(s: str) -> str:
    """`s` as both sides are compared; PUD writes the dagger alef as a grave accent."""
    return normalise_text(unicodedata.normalize("NFKC", s).replace("`", ""), steps=STRONG)


def read_words(name: str, folder: Path) -> pd.DataFrame:
    """The words of a data set: sentence, word, gold (folded), pos, half ("development" or "held")."""
    rows = read_pud(folder / name) if name == "ud-pud" else read_wikinews(folder / name)
    table = pd.DataFrame(rows, columns=["sentence", "word", "gold", "pos"])
    table = table[[bool(_LETTERS.search(word)) and not _OTHER.search(word) for word in table["word"]]]
    first = table["sentence"] % 2 == 1 if name == "ud-pud" else table["sentence"] <= table["sentence"].max() // 2
    return table.assign(half=np.where(first, "development", "held")).reset_index(drop=True)


def read_pud(folder: Path) -> list[tuple[int, str, str, str]]:
    rows: list[tuple[int, str, str, str]] = []
    blocks = (folder / "ar_pud-ud-test.conllu").read_text("utf-8").strip().split("\n\n")
    for number, block in enumerate(blocks, start=1):
        parts = [line.split("\t") for line in block.split("\n") if not line.startswith("#")]
        word: list[list[str]] = []
        for part in parts:
            if part[3] not in ("PUNCT", "SYM"):
                word.append(part)
            if word and ("SpaceAfter=No" not in part[9] or part[3] in ("PUNCT", "SYM")):
                rows += judge_word(number, word)
                word = []
        rows += judge_word(number, word)
    return rows


def judge_word(number: int, parts: list[list[str]]) -> list[tuple[int, str, str, str]]:
    """The row of a word of PUD: of its main part, or, where it has none, of the last that is no pronoun."""
    main = [part for part in parts if part[3] not in PARTS]
    if not parts or len(main) > 1:
        return []
    chosen = (main or [part for part in parts if part[3] != "PRON"][-1:] or parts[:1])[0]
    pos = POS.get(chosen[3], "other") if main else "function"
    return [(number, "".join(part[1] for part in parts), fold(chosen[2]), pos)]


def read_wikinews(folder: Path) -> list[tuple[int, str, str, str]]:
    with (folder / "wiki_data.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["gold_pos"] not in ("punc", "digit")]
    return [
        (int(row["sentence_index"]), row["word"], fold(row["gold_lex"]), POS.get(row["gold_pos"], "function"))
        for row in rows
    ]


def judge(words: pd.DataFrame, *, engine: str = "farahidi", hamza: bool = True) -> pd.DataFrame:
    """`words` with `lemma`, `rule` and whether it is `right`; without `hamza` they are asked as a newspaper may print
    them, every أ إ آ as ا."""
    asked = words["word"] if hamza else words["word"].map(unify_alef)
    found = lemmatise(asked, engine=engine)
    lemma = asked.map(found["lemma"])
    return words.assign(lemma=lemma, rule=asked.map(found["rule"]), right=lemma.map(fold) == words["gold"])


def summarise(judged: pd.DataFrame, *, data: str, samples: int = 1000) -> dict[str, float]:
    """Accuracy of a judged table: share right with its interval (of all but PUD's words without a main part)."""
    table = judged[judged["pos"] != "function"] if data == "ud-pud" else judged
    sums = table.groupby("sentence")["right"].agg(["sum", "size"]).to_numpy(dtype=float)
    generator = np.random.default_rng(0)
    drawn = sums[generator.integers(0, len(sums), (samples, len(sums)))].sum(axis=1)
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], [0.025, 0.975])
    return {"n": len(table), "share": table["right"].mean(), "low": low, "high": high}


def share_kept(judged: pd.DataFrame) -> tuple[int, int]:
    """Names whose lemma is the printed word: how many of them are left as they are, of how many."""
    names = judged[judged["pos"] == "name"]
    names = names[[fold(word) == gold for word, gold in zip(names["word"], names["gold"], strict=True)]]
    kept = [fold(word) == fold(lemma) for word, lemma in zip(names["word"], names["lemma"], strict=True)]
    return sum(kept), len(names)


def tabulate(folder: Path, engines: list[str]) -> pd.DataFrame:
    """One row per engine, data and half."""
    rows = []
    for data in DATA:
        words = read_words(data, folder)
        for engine in engines:
            try:
                judged = judge(words, engine=engine)
                bare = judge(words, engine=engine, hamza=False)
            except (LemmaError, ImportError) as error:
                print(f"{engine}: left out. {error}", file=sys.stderr)
                continue
            for half, part in judged.groupby("half"):
                kept, names = share_kept(part)
                row: dict[str, object] = {"engine": engine, "data": data, "half": half, **summarise(part, data=data)}
                row["without hamza"] = summarise(bare[bare["half"] == half], data=data, samples=1)["share"]
                row |= {"names damaged": names - kept, "of": names}
                row |= {str(pos): share for pos, share in part.groupby("pos")["right"].mean().items()}
                rows.append(row)
    return pd.DataFrame(rows)


def print_speed(folder: Path) -> None:
    """Types a second when nothing is remembered and when everything is, on 6,000 articles, in a cache of its own."""
    from tempfile import TemporaryDirectory

    from helpers.lemmas.store import VARIABLE
    from helpers.text import count_words

    with lzma.open(folder / "news" / "news.jsonl.xz", "rt", encoding="utf-8") as file:
        words = list(count_words(json.loads(line)["text"] for line in islice(file, 6000)))
    with TemporaryDirectory() as cache:
        os.environ[VARIABLE] = cache
        for label, chosen in (("table built", words[:1]), ("new types", words), ("known types", words)):
            began = time.process_time()
            rules = Counter(lemmatise(chosen)["rule"])
            seconds = time.process_time() - began
            print(f"{label}: {len(chosen)} in {seconds:.2f} s, {len(chosen) / seconds:,.0f} a second; {dict(rules)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("ARABIC_MEDIA_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("folder", nargs="?", default=default)
    parser.add_argument("--engines", nargs="+", default=["farahidi", "camel", "light", "none"])
    parser.add_argument("--csv", help="also write the table there")
    parser.add_argument("--speed", action="store_true", help="time the default engine on the news instead")
    options = parser.parse_args()
    folder = Path(options.folder)
    if not (folder / "ud-pud").exists():
        sys.exit(f"{folder}: no real data here; give the folder that holds 'ud-pud' and 'wikinews-lemma'")
    if options.speed:
        return print_speed(folder)
    table = tabulate(folder, options.engines)
    print(table.round(4).T.to_string(header=False))
    if options.csv:
        table.round(4).to_csv(options.csv, index=False)


if __name__ == "__main__":
    main()
