"""A method, or a coder, against the settled answers."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.agreement.codings import (
    NONE,
    UNIT,
    gather_answers,
    get_kinds,
    get_order,
    has_label,
    join_labels,
    select_variable,
)
from helpers.agreement.plan import find_interval
from helpers.tables import SENTENCES, check_table

NOT_CODED = "(not coded)"
MICRO, MACRO = "micro average", "macro average"


class Comparison(NamedTuple):
    """`scores` a label, the `confusion` of labels (rows: gold), and the sentences in `disagreements`."""

    scores: pd.DataFrame
    confusion: pd.DataFrame
    disagreements: pd.DataFrame


def compare_with_gold(
    coded: pd.DataFrame,
    gold: pd.DataFrame,
    *,
    variable: str,
    level: str | None = None,
    sentences: pd.DataFrame | None = None,
    samples: int = 1000,
    seed: int = 0,
) -> Comparison:
    """Return how well `coded` meets `gold`: scores a label, what is taken for what, and where.

    Parameters
    ----------
    coded, gold : DataFrame
        `helpers.agreement.CODINGS`, each of one coder (a method counts as one).
    variable : str
        One variable.
    level : {"nominal", "multi"}, optional
        *multi* where a sentence may have several values; by default what the codebook says.
    sentences : DataFrame, optional
        `helpers.tables.SENTENCES`; adds the text to the disagreements.
    samples, seed : int
        Bootstrap samples for the intervals of the averages, and their seed.

    Returns
    -------
    Comparison
        ``scores``: label, precision, recall, f1, each with _low and _high, n_gold, n_coded, n_both; at the end
        the micro average (of all answers together) and the macro average (of the labels' figures; a label
        without precision or recall counts 0 there). ``confusion``: gold labels by coded labels. ``disagreements``:
        doc_id, sentence, gold, coded (and text).

    Raises
    ------
    ValueError
        No such variable, two coders in one table, or no answer in gold.

    Notes
    -----
    Gold settles which sentences count. One that `coded` does not have is "(not coded)", hence wrong; where
    several values are possible it counts as none found. So leave out of gold what a coder was not given.
    In the confusion of sets, a label on both sides is right; each label missed stands against each label
    given too much, or "none". Intervals (95 %) of labels are Wilson's; F1 is 2J/(1 + J) of the share
    J = both / (gold + coded - both) (Hand, Christen and Kirielle 2021), whose ends are carried over. They take
    sentences as independent; those of the averages are bootstrapped over documents.

    Examples
    --------
    >>> def code(coder, *values):
    ...     return pd.DataFrame([("a", n, coder, "role", value) for n, value in enumerate(values)],
    ...                         columns=["doc_id", "sentence", "coder", "variable", "value"])
    >>> found = compare_with_gold(code("rule", "body", "body", "share"), code("gold", "body", "share", "share"),
    ...                           variable="role")
    >>> found.scores[["label", "precision", "recall", "n_gold"]].values.tolist()[:2]
    [['body', 0.5, 1.0, 1], ['share', 1.0, 0.5, 2]]
    >>> found.disagreements.values.tolist()
    [['a', 1, 'share', 'body']]
    """
    kind = level or get_kinds().get(variable, "nominal")
    if kind not in ("nominal", "ordinal", "multi", "text"):
        raise ValueError(f"level should be nominal or multi, not {level!r}")
    multi = kind == "multi"
    wanted = _gather_one(gold, variable, "gold", multi)
    if wanted.empty:
        raise ValueError(f"'{variable}': gold holds no answer; code some sentences first")
    given = _gather_one(coded, variable, "coded", multi).reindex(wanted.index)
    given = given.map(lambda answer: answer if isinstance(answer, str | frozenset) else _get_absent(multi))
    return Comparison(
        _score(wanted, given, variable, samples, seed),
        _cross(wanted, given, variable),
        _list_disagreements(wanted, given, sentences),
    )


def score_counts(gold: float, coded: float, both: float) -> dict[str, float]:
    """Return precision, recall and F1 with their 95 % intervals; what has no denominator is missing.

    >>> {name: round(value, 2) for name, value in score_counts(10, 8, 6).items() if "_" not in name}
    {'precision': 0.75, 'recall': 0.6, 'f1': 0.67}
    """
    shares = {"precision": (both, coded), "recall": (both, gold), "f1": (both, gold + coded - both)}
    row: dict[str, float] = {}
    for name, (times, of) in shares.items():
        figures = [times / of if of else float("nan"), *find_interval(times, of)]
        if name == "f1":
            figures = [2 * figure / (1 + figure) for figure in figures]
        row |= dict(zip((name, f"{name}_low", f"{name}_high"), figures, strict=True))
    return row


def _gather_one(codings: pd.DataFrame, variable: str, name: str, multi: bool) -> pd.Series:
    rows = select_variable(codings, variable)
    coders = list(rows["coder"].unique())
    if len(coders) > 1:
        raise ValueError(
            f"{name} holds {len(coders)} coders ({', '.join(map(str, coders[:3]))}); choose one: "
            f"{name}[{name}['coder'] == '{coders[0]}']"
        )
    return gather_answers(rows, multi=multi).droplevel("coder")


def _get_absent(multi: bool) -> str | frozenset[str]:
    return frozenset() if multi else NOT_CODED


def _list_labels(wanted: pd.Series, given: pd.Series, variable: str) -> list[str]:
    used: set[str] = set()
    for answer in [*wanted, *given]:
        used |= answer if isinstance(answer, frozenset) else {answer}
    order = get_order(variable)
    used.discard(NOT_CODED)
    return sorted(used, key=lambda label: (order.index(label) if label in order else len(order), label))


def _score(wanted: pd.Series, given: pd.Series, variable: str, samples: int, seed: int) -> pd.DataFrame:
    labels = _list_labels(wanted, given, variable)
    in_gold = np.array([[has_label(answer, label) for label in labels] for answer in wanted], dtype=float)
    in_coded = np.array([[has_label(answer, label) for label in labels] for answer in given], dtype=float)
    counts = np.stack([in_gold, in_coded, in_gold * in_coded]).reshape(3, len(wanted), len(labels))
    totals = counts.sum(axis=1)
    rows = [
        {"label": label, **score_counts(*totals[:, n]), **_name_counts(totals[:, n])} for n, label in enumerate(labels)
    ]
    averages = _average(totals[:, None, :])
    drawn = _draw_averages(counts, wanted.index.get_level_values("doc_id"), samples, seed)
    for name in (MICRO, MACRO):
        row: dict[str, object] = {"label": name}
        for measure in ("precision", "recall", "f1"):
            key = (name, measure)
            row[measure] = float(averages[key][0])
            ends = np.nanquantile(drawn[key], [0.025, 0.975]) if samples else (np.nan, np.nan)
            row[f"{measure}_low"], row[f"{measure}_high"] = map(float, ends)
        rows.append({**row, **_name_counts(totals.sum(axis=1))})
    return pd.DataFrame(rows)


def _name_counts(totals: np.ndarray) -> dict[str, int]:
    return dict(zip(("n_gold", "n_coded", "n_both"), map(int, totals), strict=True))


def _draw_averages(counts: np.ndarray, documents: pd.Index, samples: int, seed: int) -> dict:
    """The averages of `samples` collections, each drawn document by document with replacement."""
    groups = documents if documents.nunique() > 1 else np.arange(len(documents))
    codes, names = pd.factorize(np.asarray(groups))
    weights = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=samples)
    per_group = np.zeros((3, len(names), counts.shape[2]))
    for part, own in zip(per_group, counts, strict=True):
        np.add.at(part, codes, own)
    return _average(np.stack([weights @ part for part in per_group]))


def _average(totals: np.ndarray) -> dict:
    """Micro and macro averages of gold, coded and both, each samples x labels."""
    gold, coded, both = totals
    result = {}
    for name, (g, c, b) in {MACRO: (gold, coded, both), MICRO: tuple(t.sum(axis=1)[:, None] for t in totals)}.items():
        seen = (g + c) > 0  # a label that a sample lacks on both sides takes no part in its average
        for measure, top, bottom in (("precision", b, c), ("recall", b, g), ("f1", 2 * b, g + c)):
            shares = np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)
            n = seen.sum(axis=1)
            result[name, measure] = np.divide(shares.sum(axis=1), n, out=np.full(len(n), np.nan), where=n > 0)
    return result


def _cross(wanted: pd.Series, given: pd.Series, variable: str) -> pd.DataFrame:
    times: Counter[tuple[str, str]] = Counter()
    for gold, coded in zip(wanted, given, strict=True):
        if isinstance(gold, str):
            times[gold, coded] += 1
            continue
        times.update((label, label) for label in gold & coded)
        if gold == coded == frozenset():
            times[NONE, NONE] += 1
        missed, extra = sorted(gold - coded), sorted(coded - gold)
        if missed or extra:
            times.update((label, other) for label in missed or [NONE] for other in extra or [NONE])
    labels = _list_labels(wanted, given, variable)
    rows, columns = {gold for gold, _ in times}, {coded for _, coded in times}
    names = [*(label for label in labels if label != NONE), NONE, NOT_CODED]
    table = pd.DataFrame(
        [[times[gold, coded] for coded in names] for gold in names],
        index=pd.Index(names, name="gold"),
        columns=pd.Index(names, name="coded"),
    )
    kept = [name for name in names if name in rows | columns]
    return table.loc[[name for name in kept if name != NOT_CODED], kept]


def _list_disagreements(wanted: pd.Series, given: pd.Series, sentences: pd.DataFrame | None) -> pd.DataFrame:
    differs = np.array([one != other for one, other in zip(wanted, given, strict=True)], dtype=bool)
    table = wanted.index[differs].to_frame(index=False)
    table["gold"] = [join_labels(answer) for answer in wanted[differs]]
    table["coded"] = [join_labels(answer) for answer in given[differs]]
    table = table.sort_values(UNIT, ignore_index=True)
    if sentences is None:
        return table
    return table.merge(check_table(sentences, SENTENCES)[[*UNIT, "text"]], on=UNIT, how="left")
