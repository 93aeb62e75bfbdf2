"""The report: what is executed, what is written, and how it looks in a browser."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.report import (
    CORPUS_VARIABLE,
    Report,
    ReportError,
    find_notebooks,
    refresh_notebook,
    run_notebook,
    write_report,
)
from tests.browser import open_browser
from tests.conftest import ROOT

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}

FIRST = """# A · First

**The question.** Does it *run*?

<div dir="rtl" lang="ar">
<p style="text-align: right"><b>أولاً.</b> هل يعمل هذا الدفتر؟</p>
</div>
"""
WIDE_TABLE = """
from IPython.display import HTML, display
cells = "".join(f'<td dir="rtl">عمود{n}</td>' for n in range(40))
display(HTML(f'<table dir="rtl"><tr>{cells}</tr></table>'))
"""
CHART = "import matplotlib.pyplot as plt\nplt.bar([1, 2], [3, 4]);"


def make_notebook(folder: Path, name: str, *code: str, tags: tuple[str, ...] = ()) -> Path:
    cells = [new_markdown_cell(FIRST), new_markdown_cell("## Part one\n\nقال: «نعم»، ثم مضى.")]
    cells += [new_code_cell(source, metadata={"tags": list(tags)}) for source in code]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    path = folder / f"{name}.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return path


def make_corpus(folder: Path) -> Path:
    corpus = folder / "pages"
    corpus.mkdir()
    text = "وصول الوفد إلى العاصمة\n\nالجمعة 5 أيلول 2025\n\n" + "وصل الوفد إلى العاصمة مساءً، وبدأت المحادثات. " * 5
    (corpus / "page.txt").write_text(text, encoding="utf-8")
    return corpus


# ------------------------------------------------------------------ executing


def test_a_notebook_reads_the_corpus_it_is_given(tmp_path):
    source = f"import os\nprint(os.environ.get('{CORPUS_VARIABLE}'))"
    path = make_notebook(tmp_path, "n", source)
    notebook, error = run_notebook(path, corpus=tmp_path)
    assert error is None
    assert notebook.cells[-1].outputs[0].text.strip() == str(tmp_path.resolve())
    notebook, _ = run_notebook(path)
    assert notebook.cells[-1].outputs[0].text.strip() == "None"


def test_two_executions_are_equal_and_the_notebook_itself_is_untouched(tmp_path):
    path = make_notebook(tmp_path, "n", "1 + 1", CHART)
    before = path.read_bytes()
    first, second = (nbformat.writes(run_notebook(path)[0]) for _ in range(2))
    assert first == second
    assert path.read_bytes() == before


def test_refreshing_writes_the_notebook_back_unless_a_cell_fails(tmp_path):
    path = make_notebook(tmp_path, "n", "1 + 1")
    assert refresh_notebook(path)
    assert nbformat.read(path, as_version=4).cells[-1].outputs[0].data["text/plain"] == "2"
    assert not refresh_notebook(path)
    bad = make_notebook(tmp_path, "bad", "1 / 0")
    before = bad.read_bytes()
    with pytest.raises(ReportError, match="left as it was, because a cell failed: ZeroDivisionError"):
        refresh_notebook(bad)
    assert bad.read_bytes() == before


def test_an_error_is_told_and_later_cells_still_run(tmp_path):
    notebook, error = run_notebook(make_notebook(tmp_path, "n", "1 / 0", "print('after')"))
    assert error == "ZeroDivisionError: division by zero"
    assert notebook.cells[-1].outputs[0].text == "after\n"


@pytest.mark.parametrize(
    ("source", "told"),
    [("import time\ntime.sleep(60)", "more than 3 seconds"), ("import os\nos._exit(1)", "Python itself stopped")],
    ids=["too long", "kernel died"],
)
def test_a_cell_that_never_ends_or_kills_the_kernel_is_told(tmp_path, source, told):
    notebook, error = run_notebook(make_notebook(tmp_path, "n", "1 + 1", source), timeout=3)
    assert told in error
    assert notebook.cells[-2].outputs[0].data["text/plain"] == "2"


# ------------------------------------------------------------------ refusing


def test_what_is_not_there_is_named(tmp_path):
    path = make_notebook(tmp_path, "n", "1")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReportError, match="no notebook in .*empty"):
        find_notebooks(tmp_path / "empty")
    with pytest.raises(ReportError, match="no such notebook: .*absent"):
        find_notebooks([tmp_path / "absent.ipynb"])
    with pytest.raises(ReportError, match="no such corpus: .*absent"):
        write_report(path, tmp_path / "absent", tmp_path / "out")


def test_it_never_writes_over_the_notebooks(tmp_path):
    (tmp_path / "notebooks").mkdir()
    path = make_notebook(tmp_path / "notebooks", "n", "1")
    with pytest.raises(ReportError, match="write over the notebooks"):
        write_report(path, make_corpus(tmp_path), tmp_path)


# ------------------------------------------------------------------ writing


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Report:
    """A report on one good notebook and one with a failing cell."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "in").mkdir()
    make_notebook(folder / "in", "a_good", WIDE_TABLE, CHART, "x = 'غ' * 500\nprint(len(x))", tags=("solution",))
    make_notebook(folder / "in", "b_bad", "1 / 0", CHART)
    return write_report(folder / "in", make_corpus(folder), folder / "out")


def test_a_failing_cell_does_not_lose_the_report(small):
    assert [page.name for page in small.failed] == ["b_bad"]
    html = small.pages[1].page.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in html
    assert 'role="alert"' in html
    assert "A cell failed: ZeroDivisionError" in small.index.read_text(encoding="utf-8")
    assert 'role="alert"' not in small.pages[0].page.read_text(encoding="utf-8")


def test_the_first_cell_is_what_the_front_page_says(small):
    page = small.pages[0]
    assert (page.title, page.title_ar, page.question) == ("A · First", "أولاً", "Does it run?")
    assert (small.index.parent / page.chart).read_bytes().startswith(b"\x89PNG")


def test_solutions_are_folded_and_copies_kept_beside_the_report(small):
    html = small.pages[0].page.read_text(encoding="utf-8")
    assert html.count('<details class="solution">') == 3
    copy = nbformat.read(small.index.parent / "notebooks" / "a_good.ipynb", as_version=4)
    assert [cell.execution_count for cell in copy.cells if cell.cell_type == "code"] == [1, 2, 3]


def test_a_corpus_that_cannot_be_read_is_told_on_the_front_page(tmp_path):
    (tmp_path / "empty").mkdir()
    report = write_report(make_notebook(tmp_path, "n", "1"), tmp_path / "empty", tmp_path / "out")
    assert "The corpus could not be read" in report.index.read_text(encoding="utf-8")


def test_progress_is_told_to_the_caller(tmp_path, capsys):
    told: list[str] = []
    write_report(make_notebook(tmp_path, "n", "1 / 0"), make_corpus(tmp_path), tmp_path / "out", tell=told.append)
    assert told == ["n (1 of 1) …", "n: ZeroDivisionError: division by zero"]
    assert capsys.readouterr().out == ""


# ------------------------------------------------------------------ looking


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Report:
    """The report that `python run.py report` makes: every notebook, on the sample corpus."""
    before = {path: _digest(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
    report = write_report(ROOT / "notebooks", ROOT / "corpus", tmp_path_factory.mktemp("real"))
    assert {path: _digest(path) for path in before} == before, "the committed notebooks were written to"
    return report


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with open_browser() as opened:
        yield opened


@pytest.fixture
def look(browser):
    """Open a page at a given size; returns it with the list of requests it made beyond the disk."""
    pages = []

    def open_page(path: Path, size: dict):
        page = browser.new_page(viewport=size)
        outside: list[str] = []
        page.on("request", lambda request: None if _is_local(request.url) else outside.append(request.url))
        page.on("requestfailed", lambda request: outside.append(f"failed: {request.url[:100]}"))
        page.on("pageerror", lambda error: outside.append(f"script: {error}"))
        page.goto(path.as_uri(), wait_until="load")
        pages.append(page)
        return page, outside

    yield open_page
    for page in pages:
        page.close()


def _is_local(url: str) -> bool:
    return url.startswith(("file:", "data:"))


def _width_beyond(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def _check_looks(path: Path, size: dict, look) -> None:
    page, outside = look(path, size)
    assert outside == []
    assert _width_beyond(page) <= 0, "the page scrolls sideways"
    # Pictures below the screen are loaded only when somebody scrolls: ask for all, which fails for a broken one.
    page.evaluate("Promise.all([...document.images].map(i => { i.loading = 'eager'; return i.decode() }))")
    assert not page.evaluate("[...document.images].filter(i => !i.complete || i.naturalWidth == 0).length")
    fonts = page.evaluate("document.fonts.ready.then(f => [...f].filter(x => x.status == 'error').length)")
    assert fonts == 0


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_real_report_opens_whole_without_the_network(real, look, size):
    assert real.failed == []
    for path in [real.index, *(page.page for page in real.pages)]:
        _check_looks(path, size, look)


def test_every_notebook_of_the_real_report_shows_charts_and_right_to_left_tables(real, look):
    for notebook in real.pages:
        page, _ = look(notebook.page, PHONE)
        charts = page.locator(".output_png img")
        assert charts.count() >= 1
        assert all(charts.nth(n).get_attribute("alt").startswith("Chart: ") for n in range(charts.count()))
        tables = page.locator(".output_html table")
        assert tables.count() >= 1
        assert all(tables.nth(n).evaluate("t => getComputedStyle(t).direction") == "rtl" for n in range(tables.count()))


def test_the_front_page_leads_to_every_notebook(real, look):
    page, _ = look(real.index, DESK)
    assert page.locator(".figures dd").first.inner_text() == "38"  # 36 pages, two of them with two articles
    links = page.locator(".cards a")
    assert links.count() == len(real.pages)
    for number in range(links.count()):
        page.goto(real.index.as_uri())
        page.locator(".cards a").nth(number).click()
        assert page.locator("main h1").count() == 1
    assert not re.search(r"https?://", real.index.read_text(encoding="utf-8"))


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_wide_table_scrolls_in_itself_and_starts_at_its_right_end(small, look, size):
    _check_looks(small.pages[0].page, size, look)
    page, _ = look(small.pages[0].page, size)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert _width_beyond(page) <= 0
    box = page.locator(".output_html").first
    assert box.evaluate("b => b.scrollWidth > b.clientWidth")
    first = page.locator("td").first
    assert first.evaluate("td => td.getBoundingClientRect().right <= document.documentElement.clientWidth")


def test_arabic_paragraphs_run_from_the_right_and_english_from_the_left(small, look):
    page, _ = look(small.pages[0].page, DESK)
    measure = """wanted => {
        const p = [...document.querySelectorAll('main p')].find(p => p.textContent.includes(wanted));
        const range = document.createRange(); range.selectNodeContents(p);
        const text = range.getBoundingClientRect(), box = p.getBoundingClientRect();
        return [text.left - box.left, box.right - text.right];
    }"""
    left, right = page.evaluate(measure, "ثم مضى")
    assert left > right
    left, right = page.evaluate(measure, "The question")
    assert left < right


def test_the_check_for_sideways_scrolling_sees_it(small, look):
    """Negative control: without the style sheet the wide table does push the page aside."""
    page, _ = look(small.pages[0].page, PHONE)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate("document.querySelectorAll('link[rel=stylesheet]').forEach(l => l.remove())")
    assert _width_beyond(page) > 0
