"""The words that make the tone: found, weighed, and turned by what stands round them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.lexicons import load_lexicon
from helpers.sentiment.camel import CLASSES, predict_classes
from helpers.sentiment.emphasis import weigh_places
from helpers.sentiment.scaling import SEEDS, scale_words
from helpers.sentiment.turning import Turner, find_turners, number_clauses, turn_hits
from helpers.tables import Column, Table, check_table
from helpers.text import normalise_each
from helpers.tokens import TOKENS, find_phrases, keep_longest

SENTIMENT_HITS = Table(
    "sentiment hits",
    {
        "doc_id": Column("text", "the document it stands in"),
        "sentence": Column("integer", "0 is the title, then the text's sentences from 1"),
        "first": Column("integer", "row number of its first word in the tokens table"),
        "last": Column("integer", "row number of its last word"),
        "start": Column("integer", "where it begins in the title (sentence 0) or the text, in characters"),
        "end": Column("integer", "where it ends (exclusive)"),
        "id": Column("text", "the row of the tone lexicon; lsx for a learnt word, camel for a whole sentence"),
        "words": Column("text", "the word or expression as printed"),
        "turned_by": Column("text", "the words that turned, strengthened or weakened it, as printed; missing if none"),
        "turned_how": Column("text", "their kinds: negator, reverser, hypothetical …; missing if none"),
        "voice": Column("text", "outlet: its own words; quoted: inside a quotation"),
    },
)
METHODS = ("lexicon", "scaling", "camel")
STRENGTHS = ("-2", "-1", "0", "1", "2")
_PLACE = ["doc_id", "sentence", "first", "last", "start", "end"]


def find_sentiment(
    tokens: pd.DataFrame,
    *,
    method: str = "lexicon",
    quotations: pd.DataFrame | None = None,
    lexicon: str | Path | None = None,
    turners: str | Path = "tone_turners",
) -> pd.DataFrame:
    """Return every word or expression that carries tone, with its weight and what turned it.

    Parameters
    ----------
    tokens : DataFrame
        `helpers.tokens.TOKENS`.
    method : {"lexicon", "scaling", "camel"}
        ``lexicon``: our list of words, turned by what stands round them. ``scaling``: every word, with the polarity
        learnt from `tokens` themselves (`scale_words`). ``camel``: one hit a sentence, from camel-tools' model.
    quotations : DataFrame, optional
        What is quoted: doc_id, sentence, start, end (`helpers.framing.find_quotations`). Without it, every
        hit is the outlet's own voice.
    lexicon, turners : str or Path
        Names of lists of the package, or paths of your own with the same columns. By default the lists ``tone``
        and ``tone_turners``. For ``scaling``, the single words of `lexicon` are the seeds, by default `SEEDS`.

    Returns
    -------
    DataFrame
        `SENTIMENT_HITS`, and the numbers `strength` (of the lexicon, -2 to 2), `weight` (after turning) and, by
        lexicon, `emphasis` (how much it counts in its sentence: `helpers.sentiment.emphasis`) and `topic` (what it is
        about: accusation, praise, arms …); with ``camel`` also
        `positive`, `negative`, `neutral`: the probability of each class, the weight being positive - negative. Where
        hits overlap, the longest counts; a term of strength 0 hides the words in it and is not returned.

    Raises
    ------
    ValueError
        An unknown method.
    helpers.sentiment.scaling.ScalingError, helpers.camel.CamelError
        Too small a corpus to learn from; camel-tools or its model is missing.

    Notes
    -----
    A negator or reverser turns the nearest tone word within its scope (so many words, never over the end of a
    clause), and those of the same sign that follow; two of them turn it back. A negated positive word counts -1
    times, a negated negative one -0.25 times (Kiritchenko & Mohammad 2016, "The effect of negators, modals, and degree
    adverbs on sentiment composition", found the same asymmetry in English). What is only asked for, supposed or
    talked about counts less; what is denied (but for the accusation itself), the good thing that is feared or
    refused and the backing of a bad one not at all. Irony and what readers know from elsewhere are not seen.

    Examples
    --------
    >>> from helpers.tables import DOCUMENTS, make_table
    >>> from helpers.tokens import tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "لم تتعاون بكين مع الوفد، ورحبت بالحوار."}
    >>> tokens = tokenise(make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS))
    >>> find_sentiment(tokens)[["words", "weight", "turned_by", "turned_how"]].values.tolist()[0]
    ['تتعاون', -1.0, 'لم', 'negator']
    """
    check_table(tokens, TOKENS)
    if method not in METHODS:
        raise ValueError(f"method is {method!r}, but should be one of {', '.join(METHODS)}")
    if method == "lexicon":
        hits = _find_words(tokens, "tone" if lexicon is None else lexicon, turners)
    elif method == "scaling":
        hits = _find_scaled(tokens, lexicon)
    else:
        hits = _find_classes(tokens)
    hits["voice"] = pd.array(_tell_voice(hits, quotations), dtype="str")
    return check_table(
        hits[list(SENTIMENT_HITS.columns) + [c for c in hits if c not in SENTIMENT_HITS.columns]], SENTIMENT_HITS
    )


# ------------------------------------------------------------------ the lexicon


def _find_words(tokens: pd.DataFrame, lexicon: str | Path, turners: str | Path) -> pd.DataFrame:
    terms = load_terms(lexicon)
    cells = terms.set_index("id")
    hits = keep_longest(find_phrases(tokens, terms))
    hits = hits.assign(strength=hits["id"].map(cells["strength"]).astype(float), topic=hits["id"].map(cells["topic"]))
    long = hits[hits["words"] > 1]
    taken = {row for span in zip(long["first"], long["last"], strict=True) for row in range(span[0], span[1] + 1)}
    hits = hits[hits["strength"] != 0].reset_index(drop=True)
    pos = hits["id"].map(cells["pos"]) if "pos" in cells else pd.Series("", index=hits.index)
    hits = hits.assign(adjective=pos == "adj", joined=_begin_with(hits, tokens, "[وف]"))
    hits["purpose"] = _begin_with(hits, tokens, "[وف]?ل(?!ل)") & (pos != "verb")
    weights, acting = turn_hits(hits, find_turners(tokens, turners, taken=taken), number_clauses(tokens))
    token = tokens["token"].astype(object).to_numpy()
    turned_by = [" … ".join(_name_turner(t, token) for t in by) or None for by in acting]
    return hits[[*_PLACE, "id"]].assign(
        words=_join_words(token, hits),
        turned_by=pd.array(turned_by, dtype="str"),
        turned_how=pd.array([" … ".join(t.kind for t in by) or None for by in acting], dtype="str"),
        strength=hits["strength"],
        weight=np.array(weights, dtype=float),
        emphasis=weigh_places(hits, tokens, cells),
        topic=pd.array(hits["topic"].fillna(""), dtype="str"),
    )


def _begin_with(hits: pd.DataFrame, tokens: pd.DataFrame, pattern: str) -> pd.Series:
    """Tell of each hit whether its first word begins with a proclitic of `pattern`, which is no letter of its lemma."""
    part = tokens.iloc[hits["first"]]
    found = part["form"].astype("str").str.extract(f"^({pattern})")[0].fillna("").astype("str").to_numpy()
    lemma = part["lemma"].astype("str").to_numpy()
    return pd.Series(
        [bool(begin) and not own.startswith(begin[-1]) for begin, own in zip(found, lemma, strict=True)],
        index=hits.index,
    )


def _name_turner(turner: Turner, token: np.ndarray) -> str:
    """What turned a word, as printed; of a purpose only its «ل»."""
    return "ل" if turner.kind == "purpose" else " ".join(token[turner.first : turner.last + 1])


def load_terms(lexicon: str | Path) -> pd.DataFrame:
    """Return a tone lexicon as a table of text: id, term, strength, topic and its other columns; a fresh copy."""
    path = Path(lexicon)
    changed = path.stat().st_mtime_ns if path.suffix == ".csv" and path.exists() else 0  # a scholar edits and reruns
    return _read_terms(str(lexicon), changed).copy()


@lru_cache(maxsize=8)
def _read_terms(lexicon: str, changed: int) -> pd.DataFrame:
    rows = pd.DataFrame(load_lexicon(lexicon, allowed={"strength": STRENGTHS}))
    return rows if "topic" in rows else rows.assign(topic="")


def _join_words(token: np.ndarray, hits: pd.DataFrame) -> pd.api.extensions.ExtensionArray:
    spans = zip(hits["first"], hits["last"], strict=True)
    return pd.array([" ".join(token[first : last + 1]) for first, last in spans], dtype="str")


# ------------------------------------------------------------------ the alternatives


def _find_scaled(tokens: pd.DataFrame, lexicon: str | Path | None) -> pd.DataFrame:
    """Every word whose lemma was scaled is a hit: its weight is its polarity, in standard deviations."""
    seeds = SEEDS if lexicon is None else _read_seeds(lexicon)
    polarity = scale_words(tokens, seeds=seeds)
    names = normalise_each(list(tokens["lemma"].cat.categories))
    found = polarity.reindex(names).to_numpy()[tokens["lemma"].cat.codes.to_numpy()]
    rows = np.flatnonzero(~np.isnan(found))
    part = tokens.iloc[rows]
    none = pd.array([None] * len(rows), dtype="str")
    return pd.DataFrame(
        {
            "doc_id": part["doc_id"].array,
            "sentence": part["sentence"].to_numpy(),
            "first": rows.astype(np.int32),
            "last": rows.astype(np.int32),
            "start": part["start"].to_numpy(),
            "end": part["end"].to_numpy(),
            "id": pd.array(["lsx"] * len(rows), dtype="str"),
            "words": pd.array(part["token"].astype(object).to_numpy(), dtype="str"),
            "turned_by": none,
            "turned_how": none,
            "strength": found[rows],
            "weight": found[rows],
        }
    )


def _read_seeds(lexicon: str | Path) -> dict[str, float]:
    terms = load_terms(lexicon)
    single = terms[(terms["strength"] != "0") & ~terms["term"].str.contains(" ")]
    return dict(zip(single["term"], single["strength"].astype(float), strict=True))


def _find_classes(tokens: pd.DataFrame) -> pd.DataFrame:
    """One hit a sentence, from its first word to its last; the model sees the words without their marks."""
    keys = [tokens["doc_id"].astype("str"), tokens["sentence"]]
    spans = (
        tokens.assign(row=np.arange(len(tokens), dtype=np.int32), token=tokens["token"].astype("str"))
        .groupby(keys, sort=False)
        .agg(first=("row", "first"), last=("row", "last"), start=("start", "first"), end=("end", "last"),
             words=("token", " ".join))
        .reset_index()
    )  # fmt: skip
    classes = predict_classes(spans["words"].tolist())[list(CLASSES)]
    weight = classes["positive"] - classes["negative"]
    none = pd.array([None] * len(spans), dtype="str")
    return pd.concat(
        [spans.assign(id="camel", turned_by=none, turned_how=none, strength=weight, weight=weight), classes], axis=1
    )


def _tell_voice(hits: pd.DataFrame, quotations: pd.DataFrame | None) -> list[str]:
    if quotations is None or quotations.empty:
        return ["outlet"] * len(hits)
    place = ["doc_id", "sentence", "start", "end"]
    spans: dict[tuple, list[tuple[int, int]]] = {}
    for doc_id, sentence, start, end in zip(*(quotations[name].tolist() for name in place), strict=True):
        spans.setdefault((doc_id, sentence), []).append((start, end))
    return [
        "quoted" if any(low <= start and end <= high for low, high in spans.get((doc_id, sentence), ())) else "outlet"
        for doc_id, sentence, start, end in zip(*(hits[name].tolist() for name in place), strict=True)
    ]
