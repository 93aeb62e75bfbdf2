"""`helpers.agreement` against the krippendorff package and scikit-learn: prints the figures that the docs quote.

    python validation/agreement.py [FOLDER OF REAL DATA]

The folder holds `fignews2024` (news posts, coded by many for bias and propaganda); by default
``$ARABIC_MEDIA_DATA`` or ``../shared/data``. The labels are read from ``FIGNEWS-2024-ALL-CLEAN.tsv`` of its
repository where that is present, else from the columns Bias and Propaganda of ``FIGNEWS-2024-TEXT-IAA.tsv``; the latter
is published blank, as it was given to the coders, and then this says so. What needs no data comes first: random
codings with gaps, and how often the bootstrap interval holds the true alpha. No text is printed.
"""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

import krippendorff
import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from helpers.agreement import CODINGS, measure_agreement, measure_pairs  # noqa: E402

LABELS, BLANK = "FIGNEWS-2024-ALL-CLEAN.tsv", "FIGNEWS-2024-TEXT-IAA.tsv"
SENTENCES = 20  # a document, in the simulation


def read_codings(folder: Path) -> pd.DataFrame:
    """The labels of the posts as a codings table; empty where the files of the folder hold none.

    A post is a document of one sentence; a coder is an annotator of a team, or the team.
    """
    name = LABELS if (folder / LABELS).exists() else BLANK
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    codings = []
    for row in rows:
        low = {key.strip().lower().replace(" ", "_"): (value or "").strip() for key, value in row.items() if key}
        post = "/".join(low[key] for key in ("batch", "source_language", "id", "type"))
        coder = "/".join(low[key] for key in ("team_name", "sheet_type", "annotator_id") if low.get(key))
        if "task" in low:
            given = [(low["task"].lower(), low["label"])]
        else:
            given = [(task, low[task]) for task in ("bias", "propaganda")]
        codings += [(post, 0, coder, task, label) for task, label in given if label]
    table = pd.DataFrame(codings, columns=list(CODINGS.columns))
    table = table.astype({"sentence": "int32"} | dict.fromkeys(("doc_id", "coder", "variable", "value"), "str"))
    return table.drop_duplicates(["doc_id", "coder", "variable"])


def compare_with_libraries(codings: pd.DataFrame) -> pd.DataFrame:
    """Our figures for each variable and label, and by how much they differ from the libraries' own."""
    from sklearn.metrics import cohen_kappa_score

    ours = measure_agreement(codings, level="nominal", each_label=True, samples=0)
    rows = []
    for row in ours.itertuples():
        table = codings[codings["variable"] == row.variable].pivot(index="doc_id", columns="coder", values="value")
        if isinstance(row.label, str):
            table = table.where(table.isna(), (table == row.label).astype(str))
        values = sorted(pd.unique(table.stack().dropna()))
        counts = np.stack([(table == value).sum(axis=1) for value in values], axis=1)
        alpha = krippendorff.alpha(value_counts=counts, level_of_measurement="nominal") if len(values) > 1 else np.nan
        kappas = []
        for number, one in enumerate(table.columns):
            for other in table.columns[number + 1 :]:
                both = table[[one, other]].dropna()
                if both.to_numpy().size and len(np.unique(both.to_numpy().astype(str))) > 1:
                    kappas.append(cohen_kappa_score(both[one].astype(str), both[other].astype(str)))
        kappa = np.mean(kappas) if kappas else np.nan
        rows.append((row.variable, row.label, row.alpha, row.alpha - alpha, row.kappa, row.kappa - kappa, row.n_units))
    columns = ["variable", "label", "our alpha", "alpha", "our kappa", "kappa", "n_units"]
    return pd.DataFrame(rows, columns=columns)


def make_codings(documents: int, seed: int, *, coders: int = 2, gaps: float = 0.0) -> pd.DataFrame:
    """Random codings of three labels, easier in some documents than in others."""
    random = np.random.default_rng(seed)
    sure = random.beta(6, 2, documents).repeat(SENTENCES)  # how often a coder sees what is there
    n = documents * SENTENCES
    truth = random.choice(["-1", "0", "1"], n, p=[0.3, 0.5, 0.2])
    unit = pd.DataFrame({"doc_id": [f"d{i // SENTENCES}" for i in range(n)], "sentence": np.arange(n) % SENTENCES})
    parts = []
    for coder in range(coders):
        value = np.where(random.random(n) < sure, truth, random.choice(["-1", "0", "1"], n))
        part = unit.assign(coder=f"coder {coder}", variable="tone", value=value)
        parts.append(part[random.random(n) >= gaps])
    return pd.concat(parts, ignore_index=True)


def print_random(repeats: int = 20) -> None:
    """The largest difference from the libraries on random codings of five coders with gaps."""
    worst = pd.Series({"alpha": 0.0, "kappa": 0.0})
    for seed in range(repeats):
        codings = make_codings(10, seed, coders=5, gaps=0.3)
        codings["doc_id"] += "/" + codings["sentence"].astype(str)
        found = compare_with_libraries(codings)[["alpha", "kappa"]].abs().max()
        worst = pd.concat([worst, found], axis=1).max(axis=1)
    print(
        f"{repeats} random codings, 5 coders, 3 in 10 missing: "
        f"largest difference alpha {worst['alpha']:.1e}, kappa {worst['kappa']:.1e}"
    )


def print_coverage(repeats: int = 300) -> None:
    """How often the 95 % interval holds the alpha of a very large collection of the same kind."""
    alpha = measure_agreement(make_codings(20_000, 10**6), level="ordinal", samples=0)["alpha"].iloc[0]
    print(f"\ntrue alpha {alpha:.3f}; {repeats} collections of {SENTENCES} sentences a document")
    for documents in (3, 6, 12, 24, 36):
        held, widths = 0, []
        for seed in range(repeats):
            row = measure_agreement(make_codings(documents, seed), level="ordinal", samples=500).iloc[0]
            held += row["alpha_low"] <= alpha <= row["alpha_high"]
            widths.append(row["alpha_high"] - row["alpha_low"])
        print(f"  {documents:>3} documents: interval holds it in {held / repeats:.0%}, width {np.mean(widths):.2f}")


def print_fignews(folder: Path) -> None:
    """Alpha and kappa of the coders of FIGNEWS, each label and all, and the difference from the libraries."""
    codings = read_codings(folder) if folder.exists() else None
    if codings is None or codings.empty:
        why = f"{BLANK} holds the posts, its label columns are blank" if folder.exists() else "not on this machine"
        print(f"\nfignews2024: not compared, {why}; put {LABELS} of its repository there")
        return
    for kind in ("IAA", "MAIN"):
        part = codings[codings["doc_id"].str.endswith(f"/{kind}")]
        if part.empty:
            continue
        print(f"\nfignews2024, {kind}: differences from krippendorff and scikit-learn in columns alpha and kappa")
        print(compare_with_libraries(part).to_string(index=False, float_format="{:.3g}".format))
        for task in sorted(part["variable"].unique()):
            pairs = measure_pairs(part, variable=task)
            print(f"{task}: kappa of {len(pairs)} pairs from {pairs['kappa'].min():.2f} to {pairs['kappa'].max():.2f}")


if __name__ == "__main__":
    data = Path(
        sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ARABIC_MEDIA_DATA", ROOT.parent / "shared" / "data")
    )
    print_random()
    print_coverage()
    print_fignews(data / "fignews2024")
