"""How far coders agree beyond chance: Krippendorff's alpha with its interval, Cohen's kappa, per cent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

import krippendorff
import numpy as np
import pandas as pd

from helpers.agreement.codings import CODINGS, UNIT, gather_answers, get_kinds, get_order, has_label, select_variable
from helpers.tables import check_table

LEVELS = ("nominal", "ordinal", "multi")
CONFIDENCE = 0.95
LARGEST = 20_000_000  # cells: units x values x values, the memory that the krippendorff package takes
FEW = 20  # documents; an interval from fewer is likely too narrow


def measure_agreement(
    codings: pd.DataFrame,
    *,
    variable: str | Sequence[str] | None = None,
    level: str | Sequence[str] | None = None,
    each_label: bool = False,
    samples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how far the coders of `codings` agree, one row a variable.

    Read alpha with its interval: at .8 and above conclusions are safe, from .667 to .8 tentative
    (Krippendorff 2019, ch. 12); what matters is where the *lower* end of the interval stands.

    Parameters
    ----------
    codings : DataFrame
        `CODINGS` of two coders or more; sentences may be coded by some of them only.
    variable : str or several, optional
        Which variables; all (but free texts) by default.
    level : {"nominal", "ordinal", "multi"} or values in order, optional
        By default what the codebook says of the variable, and nominal for others. *ordinal*: a small
        difference weighs less; the values are numbers, or those of the codebook, or give them in order
        as a list. *multi*: several values at once.
    each_label : bool
        Below each variable a row for each of its values: given or not (nominal).
    samples, seed : int
        Bootstrap samples (0 for no interval), and the seed that makes them the same each time.

    Returns
    -------
    DataFrame
        variable, label (missing for the variable as a whole), level, alpha, alpha_low, alpha_high, kappa,
        agreement, n_units (coded by two or more), n_coders, n_documents, note. `kappa` is Cohen's, of names
        without order, the mean over pairs of coders (Light 1971); `agreement` the share of pairs of
        answers that are the same (of sets: wholly the same).

    Raises
    ------
    ValueError
        No such variable, no sentence coded by two, or ordinal values without an order.

    Notes
    -----
    Alpha comes from the krippendorff package (Castro), formulas of Krippendorff (2019), ch. 12. Sets are
    compared by MASI (Passonneau 2006): 1 less Jaccard x 1, 2/3, 1/3 or 0 as the two are the same, nested,
    overlapping or apart. The 95 % interval is the percentile bootstrap over documents with all their sentences,
    for sentences of an article are not independent (over sentences where all are of one document). Unlike
    that of Hayes and Krippendorff (2007), expected disagreement is drawn anew each time. From few documents it
    is too narrow, and ``note`` says so: in a simulation (``validation/agreement.py``; two coders, 20 sentences a
    document) it held the true alpha in 76 % of collections of 3 documents, 89 % of 12, 93 % of 24, 94 % of 36.

    Examples
    --------
    >>> table = pd.DataFrame([("a", n, coder, "tone", value) for coder, given in
    ...     {"sara": "1 1 0 -1 0 0", "omar": "1 0 0 -1 0 0"}.items() for n, value in enumerate(given.split())],
    ...     columns=list(CODINGS.columns))
    >>> measure_agreement(table)[["level", "alpha", "kappa", "agreement", "n_units"]].round(3).values.tolist()
    [['ordinal', 0.796, 0.714, 0.833, 6]]
    """
    check_table(codings, CODINGS)
    if variable is None:
        found = codings["variable"].dropna().unique()
        names = [str(name) for name in found if get_kinds().get(name) != "text"]
    else:
        names = [variable] if isinstance(variable, str) else list(variable)
    rows = []
    for name in names:
        kind, order = _settle_level(name, level)
        answers = gather_answers(select_variable(codings, name), multi=kind == "multi")
        rows.append({"variable": name, "label": None, **_measure(answers, name, kind, order, samples, seed)})
        for label in _list_labels(answers, name) if each_label else ():
            given = answers.map(lambda answer, label=label: str(has_label(answer, label))).astype(object)
            rows.append({"variable": name, "label": label, **_measure(given, name, "nominal", (), samples, seed)})
    return pd.DataFrame(rows).astype({"label": "str", "note": "str"}) if rows else pd.DataFrame(rows)


def measure_pairs(codings: pd.DataFrame, *, variable: str, level: str | None = None) -> pd.DataFrame:
    """Return Cohen's kappa and the share of same answers for each pair of coders; one row a pair.

    Parameters
    ----------
    codings : DataFrame
        `CODINGS`.
    variable : str
        One variable.
    level : {"nominal", "multi"}, optional
        *multi* compares whole sets; by default what the codebook says.

    Returns
    -------
    DataFrame
        coder, other, kappa (missing where both gave one and the same value throughout), agreement,
        n_units (sentences coded by both).

    Notes
    -----
    Cohen (1960). Values are names: a step from -1 to 0 weighs as much as one from -1 to 1.

    Examples
    --------
    >>> table = pd.DataFrame([("a", n, coder, "tone", value) for coder, given in
    ...     {"sara": "1 1 0 -1", "omar": "1 0 0 -1"}.items() for n, value in enumerate(given.split())],
    ...     columns=list(CODINGS.columns))
    >>> measure_pairs(table, variable="tone").round(3).values.tolist()
    [['omar', 'sara', 0.636, 0.75, 4]]
    """
    kind, _ = _settle_level(variable, level)
    return _compare_pairs(gather_answers(select_variable(codings, variable), multi=kind == "multi"))


def compute_kappa(one: Iterable[str], other: Iterable[str]) -> float:
    """Return Cohen's kappa of two lists of answers to the same questions; NaN where chance alone gives 1.

    >>> round(compute_kappa("aabb", "aaab"), 2)
    0.5
    """
    pairs = Counter(zip(one, other, strict=True))
    n, firsts, seconds = pairs.total(), Counter[str](), Counter[str]()
    for (first, second), times in pairs.items():
        firsts[first] += times
        seconds[second] += times
    observed = sum(times for (first, second), times in pairs.items() if first == second) / n
    expected = sum(times * seconds[value] for value, times in firsts.items()) / n**2
    return (observed - expected) / (1 - expected) if expected < 1 else float("nan")


def measure_set_distance(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the MASI distance of two sets of labels (Passonneau 2006), from 0 (the same) to 1 (apart).

    >>> round(measure_set_distance(frozenset({"peace"}), frozenset({"peace", "order"})), 3)
    0.667
    """
    if one == other:
        return 0.0
    both = len(one & other)
    nested = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - both / len(one | other) * nested


# ------------------------------------------------------------------ levels and labels


def _settle_level(variable: str, level: str | Sequence[str] | None) -> tuple[str, tuple[str, ...]]:
    """The level of measurement, and the values in order where they were given or the codebook has one."""
    if level is not None and not isinstance(level, str):
        return "ordinal", tuple(map(str, level))
    kind = level or get_kinds().get(variable, "nominal")
    if kind == "text":
        kind = "nominal"
    if kind not in LEVELS:
        raise ValueError(f"level should be one of {', '.join(LEVELS)} or a list of the values in order, not {level!r}")
    return kind, get_order(variable) if kind == "ordinal" else ()


def _list_labels(answers: pd.Series, variable: str) -> list[str]:
    used: set[str] = set()
    for answer in answers:
        used |= answer if isinstance(answer, frozenset) else {answer}
    order = get_order(variable)
    return sorted(used, key=lambda label: (order.index(label) if label in order else len(order), label))


def _sort_values(values: set, order: Sequence[str], variable: str) -> list:
    """The values in the order that an ordinal distance needs."""
    if order and values <= set(order):
        return sorted(values, key=list(order).index)
    try:
        return sorted(values, key=float)
    except ValueError:
        odd = sorted(values - set(order))[0]
        raise ValueError(
            f"'{variable}': '{odd}' has no place in an order; give the values in order, "
            'for example level=["low", "middle", "high"]'
        ) from None


# ------------------------------------------------------------------ one variable


def _measure(
    answers: pd.Series, variable: str, kind: str, order: Sequence[str], samples: int, seed: int
) -> dict[str, object]:
    per_unit = answers.groupby(level=UNIT, sort=True).transform("size")
    answers = answers[per_unit >= 2]
    if answers.empty:
        raise ValueError(
            f"'{variable}': no sentence was coded by two coders; agreement needs the same sentences (doc_id, sentence) "
            "under two names in the column coder"
        )
    values = _sort_values(set(answers), order, variable) if kind == "ordinal" else sorted(set(answers), key=str)
    units, counts = _count_values(answers, values)
    documents = units.get_level_values("doc_id")
    pairs = _compare_pairs(answers)
    row: dict[str, object] = {"level": kind, "alpha": np.nan, "alpha_low": np.nan, "alpha_high": np.nan}
    note = None
    if len(values) < 2:
        note = "only one value was given; agreement beyond chance cannot be told"
    else:
        distance = _measure_distances(values, kind)
        row["alpha"] = _compute_alpha(counts, distance)
        if samples:
            groups = documents if documents.nunique() > 1 else np.arange(len(units))
            row["alpha_low"], row["alpha_high"] = _bootstrap(counts, distance, groups, samples, seed)
            note = _warn_of_few(documents.nunique())
    totals = counts.sum(axis=1)
    return row | {
        "kappa": pairs["kappa"].mean(),
        "agreement": float((counts * (counts - 1)).sum() / (totals * (totals - 1)).sum()),
        "n_units": len(units),
        "n_coders": answers.index.get_level_values("coder").nunique(),
        "n_documents": documents.nunique(),
        "note": note,
    }


def _warn_of_few(documents: int) -> str | None:
    if documents == 1:
        return "one document: the interval is over its sentences and says nothing of other documents"
    return f"only {documents} documents: the interval is likely too narrow" if documents < FEW else None


def _count_values(answers: pd.Series, values: list) -> tuple[pd.MultiIndex, np.ndarray]:
    """How many coders gave each unit each value: units x values."""
    place = {value: number for number, value in enumerate(values)}
    every = answers.reset_index()[UNIT]
    units = pd.MultiIndex.from_frame(every.drop_duplicates().sort_values(UNIT))
    counts = np.zeros((len(units), len(values)), dtype=np.int64)
    columns = np.array([place[value] for value in answers])
    np.add.at(counts, (units.get_indexer(pd.MultiIndex.from_frame(every)), columns), 1)
    return units, counts


def _measure_distances(values: list, kind: str) -> np.ndarray | None:
    """Distance of every two values; None for ordinal, where it hangs on how often each was given."""
    if kind == "ordinal":
        return None
    if kind == "multi":
        return np.array([[measure_set_distance(one, other) for other in values] for one in values])
    return 1.0 - np.eye(len(values))


def _compute_alpha(counts: np.ndarray, distance: np.ndarray | None) -> float:
    if counts.shape[0] * counts.shape[1] ** 2 > LARGEST:
        return float(_compute_alphas(counts, distance, np.ones((1, len(counts))))[0])
    if distance is None:
        return float(krippendorff.alpha(value_counts=counts, level_of_measurement="ordinal"))

    def look_up(v1, v2, i1, i2, n_v, dtype=np.float64) -> np.ndarray:
        return distance[i1, i2].astype(dtype)

    return float(krippendorff.alpha(value_counts=counts, level_of_measurement=look_up))


def _bootstrap(counts: np.ndarray, distance: np.ndarray | None, groups: object, samples: int, seed: int) -> np.ndarray:
    codes, names = pd.factorize(np.asarray(groups))
    draws = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=samples)
    parts = (_compute_alphas(counts, distance, some[:, codes]) for some in np.array_split(draws, samples // 200 + 1))
    alphas = np.concatenate(list(parts))
    alphas = alphas[np.isfinite(alphas)]  # a sample with one value only has no alpha
    edge = (1 - CONFIDENCE) / 2
    return np.quantile(alphas, [edge, 1 - edge]) if len(alphas) else np.array([np.nan, np.nan])


def _compute_alphas(counts: np.ndarray, distance: np.ndarray | None, weights: np.ndarray) -> np.ndarray:
    """Alpha for each row of `weights`, which says how often each unit stands in a sample.

    The same sums as the krippendorff package makes (a test holds the two together), for all samples at once.
    """
    scale = 1 / (counts.sum(axis=1) - 1)
    used = weights @ counts
    with np.errstate(divide="ignore", invalid="ignore"):
        if distance is None:
            pairs = counts[:, :, None] * counts[:, None, :] * scale[:, None, None]
            rank = used.cumsum(axis=1) - used / 2
            steps = (rank[:, :, None] - rank[:, None, :]) ** 2  # Krippendorff's ordinal distance, by middle ranks
            observed = (np.tensordot(weights, pairs, axes=1) * steps).sum(axis=(1, 2))
            expected = np.einsum("sv,svw,sw->s", used, steps, used) / (used.sum(axis=1) - 1)
        else:
            observed = weights @ (((counts @ distance) * counts).sum(axis=1) * scale)
            expected = ((used @ distance) * used).sum(axis=1) / (used.sum(axis=1) - 1)
        return 1 - observed / expected


def _compare_pairs(answers: pd.Series) -> pd.DataFrame:
    by_coder = {coder: part.droplevel("coder") for coder, part in answers.groupby(level="coder", sort=True)}
    rows = []
    for coder, other in combinations(by_coder, 2):
        both = by_coder[coder].index.intersection(by_coder[other].index)
        one, two = by_coder[coder].loc[both].map(_name), by_coder[other].loc[both].map(_name)
        if len(both):
            same = float((one.to_numpy() == two.to_numpy()).mean())
            rows.append((coder, other, compute_kappa(one, two), same, len(both)))
    return pd.DataFrame(rows, columns=["coder", "other", "kappa", "agreement", "n_units"])


def _name(answer: str | frozenset[str]) -> str:
    return " | ".join(sorted(answer)) if isinstance(answer, frozenset) else answer
