"""The committed notebooks: executed in order, short, tidy, and fit for nbval to compare.

nbval re-executes them; these tests look at what nbval cannot see or passes over in silence
(a cell whose execution_count is null is run by nbval, but never compared).
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from helpers import report
from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
SANITIZE = Path(__file__).with_name("nbval-sanitize.cfg")


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request) -> nbformat.NotebookNode:
    return nbformat.read(request.param, as_version=4)


def code_cells(notebook: nbformat.NotebookNode) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook: nbformat.NotebookNode) -> list:
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def test_there_are_notebooks():
    assert {"00_start_here", "01_cleaning"} <= {path.stem for path in NOTEBOOKS}


def test_every_code_cell_was_executed_in_order(notebook):
    assert [cell.execution_count for cell in code_cells(notebook)] == list(range(1, len(code_cells(notebook)) + 1))


def test_the_file_is_valid_and_its_cell_ids_are_named_by_hand(notebook):
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    # A random id (eight hexadecimal digits) changes whenever a cell is made anew.
    assert not [cell_id for cell_id in ids if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", cell_id)]


def test_at_most_40_cells_and_10_lines_a_code_cell(notebook):
    assert len(notebook.cells) <= 40
    assert not [cell.id for cell in code_cells(notebook) if len(cell.source.splitlines()) > 10]


def test_logic_lives_in_the_helpers(notebook):
    assert not [
        cell.id for cell in code_cells(notebook) if re.search(r"^\s*(def|class|while|try)\b", cell.source, re.M)
    ]


def test_nothing_in_the_file_changes_from_run_to_run(notebook):
    assert "version" not in notebook.metadata.get("language_info", {})
    assert not [cell.id for cell in notebook.cells if "execution" in cell.metadata]  # times of execution
    assert not re.search(r"\b0x[0-9a-f]{6,}", nbformat.writes(notebook))


def test_no_cell_failed_or_complained(notebook):
    assert not [output.ename for output in outputs(notebook) if output.output_type == "error"]
    assert not [output.text for output in outputs(notebook) if output.get("name") == "stderr"]


def test_no_arabic_is_printed_where_it_would_scramble(notebook):
    for output in outputs(notebook):
        text = output.get("text", "") or ("" if "text/html" in output.data else output.data.get("text/plain", ""))
        assert not ARABIC.search(text), "show it with show_table, or draw it"


def test_every_table_runs_from_right_to_left(notebook):
    tables = [tag for output in outputs(notebook) for tag in re.findall(r"<table[^>]*>", _html(output))]
    assert tables
    assert not [tag for tag in tables if 'dir="rtl"' not in tag]


def _html(output) -> str:
    return output.get("data", {}).get("text/html", "")


def test_there_are_charts(notebook):
    assert [output for output in outputs(notebook) if "image/png" in output.get("data", {})]


def test_no_path_of_this_machine_is_in_the_file(notebook):
    assert not re.search(r"/(?:home|Users|tmp|root)/|[A-Z]:\\\\", nbformat.writes(notebook))


def test_the_first_cell_says_what_a_reader_needs(notebook):
    first = notebook.cells[0].source
    for needed in (
        r"^# .+ · .+",
        r"^\*\*The question\.\*\*",
        r"^\*\*You will have\.\*\*",
        r"^\*\*Time\.\*\* \d+ minutes",
        r"^\*\*You need\.\*\*",
        r'^<div dir="rtl" lang="ar">',
    ):
        assert re.search(needed, first, re.M), f"the first cell lacks {needed}"


def test_it_ends_with_a_summary_and_the_versions(notebook):
    assert re.search(r"^## .*[Ss]ummary", notebook.cells[-2].source, re.M)
    assert "versions" in notebook.cells[-1].metadata.tags


def test_every_exercise_has_a_hidden_solution_that_runs(notebook):
    exercises = [cell for cell in notebook.cells if re.match(r"### Exercise", cell.source)]
    solutions = [cell for cell in code_cells(notebook) if "solution" in cell.metadata.get("tags", [])]
    assert exercises
    assert len(exercises) == len(solutions)
    for cell in solutions:
        assert cell.metadata.jupyter == {"outputs_hidden": True, "source_hidden": True}
        assert notebook.cells[notebook.cells.index(cell) - 1] in exercises


def test_the_sanitize_file_is_ascii():
    assert SANITIZE.read_bytes().isascii()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", ["seeds", "one page"])
def test_it_runs_on_other_peoples_pages(path, kind, tmp_path, request):
    """No notebook may rely on the sample's outlets, dates or number of pages."""
    if kind == "seeds":
        corpus = request.getfixturevalue("seeds")
    else:
        corpus = tmp_path
        (corpus / "page.txt").write_text("وصل الوفد إلى العاصمة مساءً، وقال المتحدث إن المحادثات تبدأ غداً.\n", "utf-8")
    notebook, error = report.run_notebook(path, corpus=corpus)
    assert error is None
    assert not [output.text for output in outputs(notebook) if output.get("name") == "stderr"]
