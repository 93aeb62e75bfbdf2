"""From the words to the tone of sentences, documents, groups and voices, with what it rests on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.frequency import bootstrap_rates
from helpers.sentiment.classes import classify_sentences
from helpers.sentiment.emphasis import hear_hits
from helpers.sentiment.hits import SENTIMENT_HITS
from helpers.tables import SENTENCES, Column, Table, check_table

TONES = Table(
    "tones",
    {
        "doc_id": Column("text", "the document"),
        "sentence": Column("integer", "0 is the title, then the text's sentences from 1"),
        "start": Column("integer", "where the sentence begins in the title (0) or the text, in characters"),
        "end": Column("integer", "where it ends (exclusive)"),
        "n_hits": Column("integer", "how many tone words were found in it"),
        "words": Column("text", "these words as printed, each with its weight and, in brackets, what turned it"),
    },
)
THRESHOLD = 0.2  # positive scores below this are neutral
NEGATIVE = 0.15  # and negative ones nearer to 0 than this: what is bad is more often told by a single word
LENGTH = 60  # so many words of a sentence weigh against its tone words as one more of weight 1
DAMPING = 1.0  # a lone verb of weight 1 at the head of its sentence makes a score of a half
FEWEST_HITS, FEWEST_SENTENCES = 3, 10  # a group with fewer of both is too thin to tell
GROUPS = ("sentence", "document", "voice")
VOICES = ("outlet", "quoted")
PROBABILITIES = ["p_negative", "p_neutral", "p_positive"]
_KEYS = ["doc_id", "sentence"]


def score_sentences(hits: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the tone of each sentence: its score, its class, and the words behind it.

    Parameters
    ----------
    hits : DataFrame
        From `find_sentiment`, by any method.
    sentences : DataFrame
        `helpers.tokens.list_sentences` of the same documents.

    Returns
    -------
    DataFrame
        `TONES`, and `score` = sum(w) / (sum(|w|) + 1 + words / 60), between -1 and 1, w being the weight of each hit
        times its emphasis (`helpers.sentiment.emphasis`), and `tone`: 1, 0 or -1; both missing where a sentence has no
        word at all. By lexicon, `tone` is the likeliest class, and `p_negative`, `p_neutral` and `p_positive` are the
        probabilities (`helpers.sentiment.classes`); by other methods it is 1 from a score of 0.2 on, -1 from -0.15 on.

    Notes
    -----
    A sentence of many words without a tone word is mostly neutral, as nearly half of all sentences of news are. Words
    of both kinds balance; one mild word in a long sentence is not its tone. What the words are about, what turned them,
    and the sentences round it help to decide the class, not the score: so `sentences` should be whole documents, and
    a class may differ from the sign of its score. What is measured, on what, stands in ``validation/tone.py`` and the
    README; a single sentence is often wrong, and only averages over many should be reported. With ``camel`` the score
    is the difference of the two probabilities.

    Examples
    --------
    >>> from helpers.sentiment import find_sentiment
    >>> from helpers.tables import DOCUMENTS, make_table
    >>> from helpers.tokens import list_sentences, tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "رحبت بكين بالتعاون. وصل الوفد إلى المطار."}
    >>> documents = make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)
    >>> score_sentences(find_sentiment(tokenise(documents)), list_sentences(documents))["tone"].tolist()
    [1, 0]
    """
    check_table(hits, SENTIMENT_HITS)
    check_table(sentences, SENTENCES)
    table = sentences[[*_KEYS, "start", "end", "text"]].astype({"doc_id": "str"}).join(_sum_hits(hits), on=_KEYS)
    if "neutral" not in hits:  # else one hit a sentence, which is a score already
        table["score"] = table["score"] / (table["size"] + find_damping(table["text"]))
    silent = table["n_hits"].isna() & ~table["text"].str.contains(r"[^\W_]")
    table["score"] = table["score"].fillna(0.0).mask(silent)
    table["tone"] = classify_scores(table["score"])
    table["n_hits"] = table["n_hits"].fillna(0).astype("int32")
    table["words"] = table["words"].fillna("")
    columns = [*_KEYS, "start", "end", "tone", "score", "n_hits", "words"]
    if "topic" in hits:  # found by lexicon
        shares = _weigh_classes(hits, table).mask(silent)
        table["tone"] = _take_likeliest(shares)
        table[PROBABILITIES] = shares
        columns += PROBABILITIES
    return check_table(table[columns], TONES)


def _weigh_classes(hits: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """The probability of each class for each sentence."""
    heard = hits.astype({"doc_id": "str"}).assign(heard=hear_hits(hits))
    return classify_sentences(heard, table.assign(length=_count_words(table["text"])))


def _count_words(texts: pd.Series) -> pd.Series:
    return texts.map(lambda text: len(text.split())).astype(float)


def _take_likeliest(shares: pd.DataFrame) -> pd.Series:
    known = shares.dropna()
    best = known.to_numpy().argmax(axis=1) - 1 if len(known) else np.empty(0)
    return pd.Series(best, index=known.index, dtype="float64").reindex(shares.index).astype("Int8")


def score_sentiment(
    hits: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    by: str | pd.Series | pd.DataFrame = "document",
    quotations: pd.DataFrame | None = None,
    samples: int = 2000,
) -> pd.DataFrame:
    """Return the tone of each group of sentences: their mean score, with what it rests on.

    Parameters
    ----------
    hits, sentences : DataFrame
        As in `score_sentences`.
    by : {"document", "sentence", "voice"}, or Series or DataFrame
        A Series or frame is indexed by doc_id, for example ``documents["outlet"]`` or its month. ``voice`` compares
        the outlet's own words with what it quotes, and needs `quotations`. ``sentence`` is `score_sentences`.
    quotations : DataFrame, optional
        doc_id, sentence, start, end (the ones that `find_sentiment` was given).
    samples : int
        Bootstrap samples.

    Returns
    -------
    DataFrame
        Indexed by group: `n` (sentences with a tone word), `of` (sentences that could be scored), `documents`,
        `n_hits`, `positive` and `negative` (sentences), `score` (mean of the `of` sentences, neutral ones as 0), `low`
        and `high` (95 %), and `tone`. Score and tone are missing where the evidence is thin: fewer than three tone
        words in fewer than ten sentences. `tone` is 1 or -1 where the interval lies on one side of 0, 0 where the
        score is nearer to 0 than 0.1, and missing in between: it cannot be told.

    Raises
    ------
    ValueError
        An unknown `by`, ``voice`` without quotations, or a document that `by` lacks.

    Notes
    -----
    (positive - negative) / of is the net tone of Young & Soroka (2012), "Affective News", Political Communication
    29(2), of sentences; the mean score follows coded documents as well or better. Intervals are percentile bootstraps
    over documents (over sentences within one document); they tell of chance in the choice of texts and not of the
    method's mistakes, which are larger: see ``validation/tone.py``.
    The voice "outlet" counts every sentence that is not quoted whole, and only the words outside quotations.

    Examples
    --------
    >>> from helpers.sentiment import find_sentiment
    >>> from helpers.tables import DOCUMENTS, make_table
    >>> from helpers.tokens import list_sentences, tokenise
    >>> text = "رحبت بكين بالتعاون. وصل الوفد إلى المطار. وأشاد الوزير بالصداقة."
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": text}
    >>> documents = make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)
    >>> table = score_sentiment(find_sentiment(tokenise(documents)), list_sentences(documents))
    >>> table[["n", "of", "positive", "negative", "score"]].round(2).values.tolist()
    [[2.0, 3.0, 2.0, 0.0, 0.37]]
    """
    if isinstance(by, str) and by not in GROUPS:
        raise ValueError(f"by is {by!r}, but should be one of {', '.join(GROUPS)}, or a Series indexed by doc_id")
    if isinstance(by, str) and by == "sentence":
        return score_sentences(hits, sentences)
    if isinstance(by, str) and by == "voice":
        if quotations is None:
            raise ValueError("by='voice' needs quotations=, the table that find_sentiment was given")
        parts = [_score_voice(hits, sentences, quotations, voice, samples) for voice in VOICES]
        return pd.concat(parts).set_index(pd.Index(VOICES, name="voice"))
    tones = score_sentences(hits, sentences)
    if isinstance(by, str):  # within a document its sentences are drawn
        return rate_tones(tones, _by_row(tones, "doc_id"), samples=samples).assign(documents=1)
    return rate_tones(tones.set_index("doc_id"), by, samples=samples)


def rate_tones(tones: pd.DataFrame, by: pd.Series | pd.DataFrame | None, *, samples: int = 2000) -> pd.DataFrame:
    """Return mean scores by group; what the index of `tones` names (documents, or single rows) is resampled whole."""
    told = tones.dropna(subset=["score"])
    tone = told["tone"].astype(int)
    parts = {
        "n": (told["n_hits"] > 0).astype(int),
        "n_hits": told["n_hits"],
        "positive": (tone > 0).astype(int),
        "negative": (tone < 0).astype(int),
    }
    mean = bootstrap_rates(pd.DataFrame({"n": told["score"], "of": 1}, index=told.index), by=by, samples=samples)
    table = mean[["of", "documents"]].copy()
    for name, values in parts.items():
        counts = pd.DataFrame({"n": values, "of": 1}, index=told.index)
        table[name] = bootstrap_rates(counts, by=by, samples=0)["n"]
    thin = (table["n_hits"] < FEWEST_HITS) & (table["of"] < FEWEST_SENTENCES)
    scores = mean[["rate", "low", "high"]].rename(columns={"rate": "score"}).astype("float64")
    table = table[["n", "of", "documents", "n_hits", "positive", "negative"]].astype("int64")
    table[["score", "low", "high"]] = scores.where(~thin)
    table["tone"] = _judge(table)
    return table


def classify_scores(scores: pd.Series, *, positive: float = THRESHOLD, negative: float = NEGATIVE) -> pd.Series:
    """Return 1 for scores from `positive` on, -1 from -`negative` on, else 0; missing where the score is missing.

    >>> classify_scores(pd.Series([0.5, -0.3, 0.1, None])).tolist()
    [1, -1, 0, <NA>]
    """
    tones = np.select([scores >= positive, scores <= -negative], [1.0, -1.0], 0.0)
    return pd.Series(tones, index=scores.index).where(scores.notna()).astype("Int8")


def _sum_hits(hits: pd.DataFrame) -> pd.DataFrame:
    """Sum, sum without signs, number and words of the hits of each sentence that has any."""
    heard = hear_hits(hits)
    table = hits.assign(heard=heard, size=np.abs(heard), word=describe_words(hits)).astype({"doc_id": "str"})
    sums = table.groupby(_KEYS, sort=False).agg(
        sum=("heard", "sum"), size=("size", "sum"), n_hits=("weight", "size"), words=("word", "، ".join)
    )
    return sums.rename(columns={"sum": "score"})


def find_damping(texts: pd.Series) -> pd.Series:
    """Return what stands against the tone words of each sentence: 1, and 1 more for every sixty words.

    >>> find_damping(pd.Series(["رحبت بكين بالتعاون"])).tolist()
    [1.05]
    """
    return DAMPING + _count_words(texts) / LENGTH


def describe_words(hits: pd.DataFrame) -> pd.Series:
    """Return each hit as a reader sees it: what turned it in brackets, the word, its weight."""
    weights = hits["weight"].astype(float).map("{:+.3g}".format).astype("str")
    turned = ("[" + hits["turned_by"].astype("str") + "] ").fillna("")
    return turned + hits["words"] + " " + weights


def _judge(table: pd.DataFrame) -> pd.Series:
    sure = (table["low"] > 0) | (table["high"] < 0)
    tone = np.sign(table["score"]).where(sure)
    return tone.mask((table["score"].abs() < 0.1) & ~sure, 0).astype("Int8")


def _by_row(tones: pd.DataFrame, column: str) -> pd.Series:
    """Group every row of its own, in order of first appearance."""
    names = tones[column].to_numpy()
    return pd.Series(pd.Categorical(names, categories=pd.unique(names)), name=column)


# ------------------------------------------------------------------ whose words they are


def _score_voice(
    hits: pd.DataFrame, sentences: pd.DataFrame, quotations: pd.DataFrame, voice: str, samples: int
) -> pd.DataFrame:
    quoted = _share_quoted(sentences, quotations)
    spoken = sentences[quoted > 0 if voice == "quoted" else quoted < 0.9]
    tones = score_sentences(hits[hits["voice"] == voice], spoken)
    return rate_tones(tones.set_index("doc_id"), None, samples=samples)


def _share_quoted(sentences: pd.DataFrame, quotations: pd.DataFrame) -> np.ndarray:
    """How much of each sentence stands inside quotations (spans may overlap: at most 1)."""
    spans = quotations[[*_KEYS, "start", "end"]].astype({"doc_id": "str"}).drop_duplicates()
    lengths = (spans["end"] - spans["start"]).groupby([spans["doc_id"], spans["sentence"]]).sum().rename("length")
    joined = sentences[[*_KEYS, "start", "end"]].astype({"doc_id": "str"}).join(lengths, on=_KEYS)
    size = (joined["end"] - joined["start"]).clip(lower=1)
    return (joined["length"].fillna(0) / size).clip(upper=1).to_numpy()
