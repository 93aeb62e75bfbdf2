"""Executed notebooks as one browsable report: a front page, and a page for each notebook.

    report = write_report("notebooks", "corpus", "build/report")
    report.index      # build/report/index.html, opens from the disk; no network, no server
    report.failed     # notebooks in which a cell failed (their pages are there, with the error)

The notebooks themselves are only read. What is executed is a copy, kept beside the report in
``notebooks/``, with the corpus handed over in the environment variable `CORPUS_VARIABLE`.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import fontpkg
import ipykernel.kernelspec
import nbformat
import pandas as pd
from jinja2 import Environment, FileSystemLoader
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter
from traitlets import default

from helpers.corpus import read_corpus
from helpers.versions import list_versions

CORPUS_VARIABLE = "ARABIC_MEDIA_CORPUS"
ASSETS = Path(__file__).with_name("report_assets")
FONT = "ibm-plex-sans-arabic"
FONT_WEIGHTS = (400, 600)


class ReportError(ValueError):
    """The report cannot be made as asked; the message says what to do."""


@dataclass(frozen=True)
class NotebookPage:
    """One notebook of the report: its `page`, what its first cell says, and the first `error` (or None)."""

    name: str
    page: Path
    title: str
    title_ar: str
    question: str
    error: str | None
    chart: str | None


@dataclass(frozen=True)
class Report:
    """What was written: the front page `index`, and the `pages` of the notebooks in order."""

    index: Path
    pages: tuple[NotebookPage, ...]

    @property
    def failed(self) -> list[NotebookPage]:
        """The notebooks in which something went wrong; a caller's exit code is 1 if there are any."""
        return [page for page in self.pages if page.error]


class _ThisPython(KernelSpecManager):
    """Runs every kernel with the Python that runs us, whatever kernels the user has installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        kernel = ipykernel.kernelspec.get_kernel_dict(["--log-level=ERROR"])  # no warnings about its own sockets
        return KernelSpec(resource_dir=ipykernel.kernelspec.RESOURCES, **kernel)


class _Kernel(AsyncKernelManager):
    @default("kernel_spec_manager")
    def _choose_python(self) -> KernelSpecManager:
        return _ThisPython()


# ------------------------------------------------------------------ executing


def find_notebooks(source: str | Path | Iterable[str | Path]) -> list[Path]:
    """Return the notebooks of a folder by name, or those listed, each as an existing path.

    Raises
    ------
    ReportError
        There is none, or one of those listed does not exist.
    """
    if isinstance(source, (str, Path)):
        folder = Path(source)
        found = sorted(folder.glob("*.ipynb")) if folder.is_dir() else [folder]
        if not found:
            raise ReportError(f"no notebook in {folder}: it should hold files that end in .ipynb")
    else:
        found = [Path(path) for path in source]
    for path in found:
        if not path.is_file():
            raise ReportError(f"no such notebook: {path}")
    return found


def run_notebook(
    path: str | Path, *, corpus: str | Path | None = None, timeout: int = 600
) -> tuple[NotebookNode, str | None]:
    """Return an executed copy of the notebook at `path`, and its first error (None if all went well).

    Parameters
    ----------
    path : str or Path
        The notebook; it is read, never written, and run in its own folder.
    corpus : str or Path, optional
        What the notebook is to read, in place of the sample corpus.
    timeout : int
        Seconds a single cell may take.

    Returns
    -------
    (notebook, error)
        After an error the remaining cells are run all the same, so that the sections that do not
        depend on it still have their charts. Two runs on the same input are equal byte for byte:
        no times are recorded.

    Notes
    -----
    The kernel is this Python's own (``python -m ipykernel``); the notebook's kernel name is ignored.
    """
    path = Path(path).resolve()
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_manager_class=_Kernel,
        timeout=timeout,
        allow_errors=True,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute(env=kernel_environment(corpus))
        stopped = None
    except CellTimeoutError:
        stopped = f"a cell took more than {timeout} seconds and was stopped"
    except DeadKernelError:
        stopped = "Python itself stopped while running a cell (often: not enough memory)"
    notebook.metadata.get("language_info", {}).pop("version", None)  # else it differs from one Python to the next
    return notebook, stopped or _find_error(notebook)


def refresh_notebook(path: str | Path, *, timeout: int = 600) -> bool:
    """Execute the notebook at `path` on its own sample and write it back; return whether the file changed.

    For maintainers, after a change to helpers, corpus or notebook: outputs are committed, and nbval
    compares them. Everybody else wants `write_report`, which leaves notebooks alone.

    Raises
    ------
    ReportError
        A cell failed; the file is left as it was.
    """
    path = Path(path)
    before = path.read_text(encoding="utf-8")
    notebook, error = run_notebook(path, timeout=timeout)
    if error:
        raise ReportError(f"{path} is left as it was, because a cell failed: {error}")
    after = nbformat.writes(notebook) + "\n"
    path.write_text(after, encoding="utf-8", newline="\n")
    return after != before


def kernel_environment(corpus: str | Path | None = None) -> dict[str, str]:
    """Return the environment in which a notebook finds the helpers and reads `corpus` (None: its own sample)."""
    environment = dict(os.environ)
    # Charts are drawn into the notebook, and the notebook finds the helpers that made this report.
    environment.pop("MPLBACKEND", None)
    home = str(Path(__file__).resolve().parent.parent)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH")]))
    environment.pop(CORPUS_VARIABLE, None)
    if corpus is not None:
        environment[CORPUS_VARIABLE] = str(Path(corpus).resolve())
    return environment


def _find_error(notebook: NotebookNode) -> str | None:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                return f"{output.ename}: {output.evalue}"
    return None


# ------------------------------------------------------------------ writing


def write_report(
    notebooks: str | Path | Iterable[str | Path],
    corpus: str | Path,
    out: str | Path,
    *,
    tell: Callable[[str], None] = lambda line: None,
    timeout: int = 600,
) -> Report:
    """Execute `notebooks` on `corpus` and write them as a static site into the folder `out`.

    Parameters
    ----------
    notebooks : folder, or paths of notebooks
        They are never written to.
    corpus : str or Path
        Anything `helpers.corpus.read_corpus` takes: a folder of pages, a .jsonl, .csv or .parquet file.
    out : str or Path
        Made if it does not exist; pages of the same name in it are replaced, other files left alone.
    tell : callable
        Given a line when each notebook starts and ends, for example ``print``.
    timeout : int
        Seconds a single cell may take.

    Returns
    -------
    Report
        `index` is the front page. `failed` lists the notebooks in which a cell failed; their pages
        show how far they came and the error.

    Raises
    ------
    ReportError
        There is no notebook, the corpus does not exist, or `out` is the folder of the notebooks.

    Notes
    -----
    A page with its charts weighs 100 to 600 KB. It asks nothing of the network: charts are inside it,
    style and font (IBM Plex Sans Arabic, OFL) in ``assets/``. Sortable tables and other scripts are
    left out on purpose, so that it also opens from a mail or a phone's file manager.
    """
    paths, out = find_notebooks(notebooks), Path(out)
    if not (Path(corpus).exists() or any(sign in str(corpus) for sign in "*?[")):
        raise ReportError(f"no such corpus: {corpus}; name a folder of pages or a .jsonl, .csv or .parquet file")
    if any((out / "notebooks").resolve() == path.resolve().parent for path in paths):
        raise ReportError(f"the report would write over the notebooks in {paths[0].parent}; choose another folder")
    _write_assets(out / "assets")
    (out / "notebooks").mkdir(parents=True, exist_ok=True)
    pages, executed = [], []
    for number, path in enumerate(paths, 1):
        tell(f"{path.stem} ({number} of {len(paths)}) …")
        notebook, error = run_notebook(path, corpus=corpus, timeout=timeout)
        nbformat.write(notebook, out / "notebooks" / path.name)
        pages.append(_describe_page(notebook, out / f"{path.stem}.html", error))
        executed.append(notebook)
        if error:
            tell(f"{path.stem}: {error}")
    shell = _open_shell()
    for page, notebook in zip(pages, executed, strict=True):
        _write(page.page, shell.get_template("page.html.j2"), **_convert(notebook), here=page, pages=pages)
    index = out / "index.html"
    versions = [row for row in list_versions().to_dict("records") if "/" not in row["what"]]
    _write(index, shell.get_template("index.html.j2"), pages=pages, versions=versions, **_describe(corpus))
    return Report(index, tuple(pages))


def _write(path: Path, template, **values) -> None:
    path.write_text(template.render(**values), encoding="utf-8", newline="\n")


def _open_shell() -> Environment:
    return Environment(loader=FileSystemLoader(ASSETS), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _write_assets(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    colours = HtmlFormatter(style="default").get_style_defs(".highlight")
    style = (ASSETS / "report.css").read_text(encoding="utf-8")
    (folder / "report.css").write_text(f"{style}\n{colours}\n", encoding="utf-8", newline="\n")
    for weight in FONT_WEIGHTS:
        shutil.copyfile(fontpkg.path(FONT, weight=weight), folder / f"plex-arabic-{weight}.ttf")


def _convert(notebook: NotebookNode) -> dict:
    """Return the notebook's cells as HTML (`body`), and its sections as (anchor, heading) pairs."""
    exporter = HTMLExporter(
        template_file=str(ASSETS / "cells.html.j2"),
        mathjax_url="",
        require_js_url="",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    body, _ = exporter.from_notebook_node(_name_charts(notebook))
    # A date that breaks at its hyphens cannot be read.
    body = re.sub(r'(<td dir="ltr"[^>]*)>([\d.,:%+/–-]{1,24}</td>)', r'\1 class="number">\2', body)
    headings = re.findall(r'<h2[^>]*\bid="([^"]*)"[^>]*>(.*?)<a class="anchor-link"', body, flags=re.S)
    return {"body": body, "sections": [(anchor, _strip_tags(text)) for anchor, text in headings]}


def _name_charts(notebook: NotebookNode) -> NotebookNode:
    """Return a copy in which every chart has its section's heading as text for readers who cannot see it."""
    named, heading = nbformat.from_dict(notebook), ""
    for cell in named.cells:
        if cell.cell_type == "markdown":
            titles = re.findall(r"^#+ (.+)$", cell.source, flags=re.M)
            heading = titles[-1] if titles else heading
        elif any("image/png" in output.get("data", {}) for output in cell.outputs):
            cell.metadata["alt"] = f"Chart: {heading}"
    return named


def _describe_page(notebook: NotebookNode, page: Path, error: str | None) -> NotebookPage:
    """Read title, question and Arabic title off the first cell; the file name stands in for what is missing."""
    first = notebook.cells[0].source if notebook.cells and notebook.cells[0].cell_type == "markdown" else ""
    title = re.search(r"^# (.+)$", first, flags=re.M)
    arabic = re.search(r'<div dir="rtl"[^>]*>\s*<p[^>]*>\s*<b>(.+?)</b>', first, flags=re.S)
    question = re.search(r"^\*\*The question\.?\*\*\s*(.+?)(?:\n\n|\Z)", first, flags=re.M | re.S)
    return NotebookPage(
        name=page.stem,
        page=page,
        title=title[1].strip() if title else page.stem,
        title_ar=arabic[1].strip(" .") if arabic else "",
        question=_strip_tags(question[1]).replace("*", "") if question else "",
        error=error,
        chart=_write_first_chart(notebook, page),
    )


def _write_first_chart(notebook: NotebookNode, page: Path) -> str | None:
    """Write the notebook's first chart into the assets, for its card on the front page."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            picture = output.get("data", {}).get("image/png")
            if picture:
                (page.parent / "assets" / f"{page.stem}.png").write_bytes(base64.b64decode(picture))
                return f"assets/{page.stem}.png"
    return None


def _strip_tags(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html))).strip()


# ------------------------------------------------------------------ what was read


def _describe(corpus: str | Path) -> dict:
    """Return what the front page says of the corpus: counts, dates, a row for each outlet, or the error."""
    name = Path(corpus).resolve().name
    try:
        documents, reading = read_corpus(corpus, with_report=True, progress=False)
    except (ValueError, OSError) as error:
        return {"corpus": name, "error": str(error), "outlets": [], "skipped": 0}
    words = documents["text"].fillna("").map(lambda text: len(text.split()))
    outlets = [
        {"name": outlet or "", "documents": len(group), "words": int(words[group.index].sum()), **_date_range(group)}
        for outlet, group in documents.groupby(documents["outlet"].fillna(""), sort=False)
    ]
    return {
        "corpus": name,
        "error": None,
        "documents": len(documents),
        "words": int(words.sum()),
        "n_outlets": int(documents["outlet"].nunique()),
        "outlets": sorted(
            outlets, key=lambda outlet: (not outlet["name"], -outlet["documents"], -outlet["words"], outlet["name"])
        ),
        "skipped": int((reading["status"] == "skipped").sum()),
        **_date_range(documents),
    }


def _date_range(documents: pd.DataFrame) -> dict:
    dates = documents["published"].dropna()
    if dates.empty:
        return {"first": None, "last": None}
    return {"first": dates.min().date().isoformat(), "last": dates.max().date().isoformat()}
