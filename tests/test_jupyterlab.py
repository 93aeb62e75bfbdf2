"""One drive through JupyterLab itself: open a notebook, Run All, save."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from helpers.report import kernel_environment
from tests.browser import open_browser
from tests.conftest import ROOT

NOTEBOOK = "00_start_here.ipynb"
PATIENCE = 60_000  # milliseconds, on a machine that is busy with other things


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """Address of a JupyterLab that serves a copy of the first notebook and the sample corpus."""
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / NOTEBOOK, tmp_path / "notebooks")
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": tmp_path,
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": "",
        "LabApp.news_url": None,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.user_settings_dir": tmp_path / "settings",
        "LabApp.workspaces_dir": tmp_path / "workspaces",
    }
    command = [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in settings.items())]
    with (tmp_path / "lab.log").open("w") as log:
        process = subprocess.Popen(command, env=kernel_environment(), stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/api/kernels", process, tmp_path / "lab.log")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    """Ask until the server answers; while it starts it may refuse, or answer 500 once or twice."""
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


def test_open_run_all_and_save(lab: str, tmp_path: Path):
    path = tmp_path / "notebooks" / NOTEBOOK
    stripped = nbformat.read(path, as_version=4)
    for cell in stripped.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(stripped, path)
    with open_browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        _open(page, f"{lab}/lab/tree/notebooks/{NOTEBOOK}")
        page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
        page.get_by_text("Run All Cells", exact=True).click()
        # The last code cell has its number: everything before it has run.
        n_code = sum(cell.cell_type == "code" for cell in stripped.cells)
        page.wait_for_function(
            "number => [...document.querySelectorAll('.jp-InputPrompt')].some(p => p.textContent === `[${number}]:`)",
            arg=n_code,
            timeout=PATIENCE,
        )
        page.keyboard.press("Control+s")
        _wait_until_saved(path, n_code)
    notebook = nbformat.read(path, as_version=4)
    results = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in results if output.output_type == "error"]
    assert [output for output in results if "image/png" in output.get("data", {})]
    assert [output for output in results if 'dir="rtl"' in output.get("data", {}).get("text/html", "")]


def _open(page, address: str) -> None:
    """Open the notebook and wait for "| Idle": a Run All before the kernel is connected is lost in silence."""
    from playwright.sync_api import TimeoutError as PlaywrightTimeout

    for attempt in range(3):
        page.goto(address, timeout=PATIENCE)
        try:
            page.get_by_text("| Idle").first.wait_for(timeout=PATIENCE / 2)
            return
        except PlaywrightTimeout:
            if attempt == 2:
                raise


def _wait_until_saved(path: Path, n_code: int) -> None:
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        cells = nbformat.read(path, as_version=4).cells
        if [c.execution_count for c in cells if c.cell_type == "code"] == list(range(1, n_code + 1)):
            return
        time.sleep(0.5)
    raise AssertionError("the notebook was not saved with its outputs")
