"""Arabic media notebooks: sets itself up, then runs. Needs only Python 3.11 or newer.

    python run.py report                 execute every notebook, write build/report/index.html
    python run.py report --corpus DIR    the same notebooks on your own folder of pages
    python run.py lab                    open the notebooks in JupyterLab
    python run.py test                   every test (arguments after it go to pytest)

The first run makes .venv beside this file (180 MB to download, a minute or two); later runs skip that until a lock
file changes. Add --full for all of camel-tools with PyTorch (2 GB on disk). Nothing is installed outside this folder.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (this file must also parse on the Pythons that it turns away)
    sys.exit(
        "This needs Python 3.11 or newer, and this is Python %d.%d (%s).\n"
        "Install a newer one, then run it by its name, for example: python3.12 run.py report"
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )

import argparse
import hashlib
import io
import os
import re
import shutil
import subprocess
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VENV_CHARTS = ROOT / ".venv-mpl310"
LOCK = ROOT / "requirements.lock"  # what the notebooks need,
LOCK_TEST = ROOT / "requirements-test.lock"  # that and what their tests need,
LOCK_FULL = ROOT / "requirements-full.lock"  # that and what camel-tools declares
LOCK_CHARTS = ROOT / "tests" / "mpl310.lock"
TORCH = "torch==2.13.0"
FROM_LOCK = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
NBVAL = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout", "120"]
NBVAL += ["--nbval-sanitize-with", "tests/nbval-sanitize.cfg"]

# Why a step failed: kind, what it then prints, what a person can do about it. The first that fits wins.
REMEDIES = [
    (
        "disk",
        r"no space left|os error 28\b|os error 112\b|errno 28\b|disk quota|not enough space",
        "The disk is full. Free at least {need} where this folder and your temporary folder are, then run again.",
    ),
    (
        "venv",
        r"ensurepip|no module named '?venv",
        "This Python cannot make virtual environments: its 'venv' part is missing. On Debian and Ubuntu: "
        "sudo apt install python3-venv. Elsewhere install Python from python.org. Then run again.",
    ),
    (
        "folder",
        r"permission denied|errno 13\b|os error 13\b|os error 5\b|access is denied|read-only file system",
        "This folder cannot be written, or a program still uses {venv}. Close JupyterLab and editors that use it, "
        "or copy the project to a folder of your own, then run again.",
    ),
    (
        "hash",
        r"not match the hashes|hash mismatch",
        "A downloaded file is not the one this project was tested with: a damaged download or a changed mirror. "
        "Run again; if it stays so, report it to the project.",
    ),
    (
        "certificate",
        r"certificate|UnknownIssuer",
        "The network answered with a certificate that this computer does not trust, as company networks do. "
        "Set SSL_CERT_FILE and PIP_CERT to your organisation's certificate file, then run again.",
    ),
    (
        "network",
        r"dns error|error sending request|connection|connect error|timed out|unreachable|name resolution|max retries",
        "The packages could not be downloaded: is this computer online? The first run needs the internet "
        "(behind a proxy, set HTTPS_PROXY); afterwards everything works offline. Then run again.",
    ),
    (
        "wheel",
        r"no wheels|no matching distribution|not a supported wheel|building from source is disabled",
        "There are no ready-made packages for this Python ({python}). Use 64-bit Python 3.11, 3.12, 3.13 or 3.14.",
    ),
]


class Failed(Exception):
    """A step did not work; the message is for the person at the keyboard, `kind` one of REMEDIES or empty."""

    def __init__(self, message: str, kind: str = "") -> None:
        super().__init__(message)
        self.kind = kind


def say(text: str) -> None:
    print(text, flush=True)


def main(arguments: list[str]) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a narrow Windows console must not stop the work
    parser = argparse.ArgumentParser(
        prog="run.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("command", choices=["report", "test", "lab"])
    parser.add_argument("--full", action="store_true", help="with all of camel-tools and PyTorch")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="report: your own pages instead of corpus/")
    parser.add_argument("--out", type=Path, metavar="DIR", help="report: where to write (build/report)")
    options, rest = parser.parse_known_args(arguments)
    if options.command == "report" and rest:
        parser.error("report does not know " + " ".join(rest))
    if options.command != "report" and (options.corpus or options.out):
        parser.error("--corpus and --out belong to report")
    try:
        if options.corpus and not options.corpus.exists():
            raise Failed(
                f"There is no folder {options.corpus.absolute()}. Give --corpus a folder of .txt or .html pages."
            )
        set_up(LOCK_FULL if options.full else LOCK_TEST if options.command == "test" else LOCK)
        if options.command == "report":
            return make_report(options.corpus or ROOT / "corpus", options.out or ROOT / "build" / "report")
        return run_tests(rest) if options.command == "test" else open_lab(rest)
    except Failed as failure:
        say(f"\nStopped: {failure}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped. Run the same command again to go on.")
        return 130


# ---- the three commands


def make_report(corpus: Path, out: Path) -> int:
    say(f"Executing the notebooks on {corpus} …")
    return call(VENV, "-m", "helpers", "report", "--corpus", str(corpus.absolute()), "--out", str(out.absolute()))


def open_lab(rest: list[str]) -> int:
    say("Opening JupyterLab in your browser; stop it with Ctrl+C here.")
    # No "fetch the news?" question and no look-up of newer versions: the notebooks work offline.
    quiet = ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    start = ["--ServerApp.root_dir", str(ROOT), "--LabApp.default_url", "/lab/tree/notebooks"]
    return call(VENV, "-m", "jupyterlab", *start, *quiet, *rest)


def run_tests(rest: list[str]) -> int:
    """Everything, or with `rest` only what these pytest arguments choose."""
    if rest:
        return call(VENV, "-m", "pytest", *rest)
    results = {
        "unit tests, doctests and notebooks": call(VENV, "-m", "pytest", *NBVAL, "tests", "helpers", "notebooks")
    }
    if not is_ready(VENV_CHARTS, LOCK_CHARTS):
        make_environment(VENV_CHARTS, LOCK_CHARTS, "matplotlib 3.10, which cannot shape Arabic by itself")
    say("\nThe chart tests once more, on matplotlib 3.10 …")
    results["charts on matplotlib 3.10"] = call(VENV_CHARTS, "-m", "pytest", "tests/test_charts.py")
    say("")
    for name, code in results.items():
        say(f"{'passed' if code == 0 else 'FAILED'}: {name}")
    return max(results.values(), key=abs)


# ---- setting up


def set_up(lock: Path) -> None:
    """Make .venv from `lock`, unless it is there, works, and was made from this very lock or a larger one."""
    sizes = [LOCK, LOCK_TEST, LOCK_FULL]
    if not any(is_ready(VENV, larger) for larger in sizes[sizes.index(lock) :]):
        what = ["what the notebooks need", "the notebooks' and the tests' needs", "all of camel-tools and PyTorch"]
        make_environment(VENV, lock, what[sizes.index(lock)])


def make_environment(folder: Path, lock: Path, what: str) -> None:
    start = time.monotonic()
    say(f"Setting up {folder.name}: {what} …")
    # The system's Python even when run from inside .venv, which is about to be replaced.
    base = getattr(sys, "_base_executable", None) or sys.executable
    try:
        step([base, "-m", "venv", "--clear", *(["--without-pip"] if folder != VENV else []), str(folder)], "making it")
        install(folder, lock)
        if lock == LOCK_FULL:
            install_torch(folder)
        add_project(folder)
        (folder / "made-from.txt").write_text(make_stamp(lock), encoding="utf-8")
    except OSError as error:
        raise make_failure(str(error), f"{folder.name} could not be made: {error}") from error
    say(f"{folder.name} is ready ({time.monotonic() - start:.0f} s).\n")


def make_stamp(lock: Path) -> str:
    """What an environment was made from; when it no longer agrees, the environment is made anew."""
    content = lock.read_bytes().replace(b"\r\n", b"\n")  # git may check out either
    return f"{lock.name} {hashlib.sha256(content).hexdigest()} {TORCH if lock == LOCK_FULL else 'no torch'}\n"


def is_ready(folder: Path, lock: Path) -> bool:
    try:
        if (folder / "made-from.txt").read_text(encoding="utf-8") != make_stamp(lock):
            return False
        return subprocess.run([python_of(folder), "-c", ""], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False  # absent, half made, or the Python it was made with has gone


def install(folder: Path, lock: Path) -> None:
    """Install a lock with .venv's uv, which LOCK pins; with .venv's pip, far slower, where uv cannot be had."""
    [pinned_uv] = re.findall(r"^uv==.*?(?=^\S|\Z)", LOCK.read_text(encoding="utf-8"), re.M | re.S)
    (VENV / "uv.txt").write_text(pinned_uv, encoding="utf-8")
    (folder / "lock.txt").write_text(lock.read_text(encoding="utf-8").replace(pinned_uv, ""), encoding="utf-8")
    what = "downloading and installing the packages"
    try:
        step(
            [*pip_install(VENV), *FROM_LOCK, "--quiet", "-r", str(VENV / "uv.txt")],
            "fetching uv, which installs the rest",
        )
        step([*uv_install(folder), "--compile-bytecode", *FROM_LOCK, "-r", str(folder / "lock.txt")], what)
    except Failed as failure:
        # pip can do no better on a full disk, nor where it could not even fetch uv for want of a network.
        if failure.kind in ("disk", "folder") or (failure.kind != "wheel" and not has_uv()):
            raise
        say("    uv did not manage; once more with pip, which takes a few minutes.")
        step([*pip_install(folder), *FROM_LOCK, "-r", str(folder / "lock.txt")], what)


def install_torch(folder: Path) -> None:
    """The CPU build, which stands in no lock: with a hash there, pip takes the GPU build and gigabytes of CUDA."""
    say("    PyTorch for the processor comes next: some 200 MB to download, 750 MB on disk.")
    try:
        step([*uv_install(folder), "--no-deps", "--torch-backend", "cpu", TORCH], "downloading PyTorch")
    except Failed:
        step([*pip_install(folder), "--no-deps", TORCH], "downloading PyTorch from where pip is set to look")
    step([python_of(folder), "-c", "import torch"], "trying PyTorch")


def add_project(folder: Path) -> None:
    """Let every kernel of the environment import `helpers`; relative, so that the folder may move."""
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder)}))
    (packages / "project.pth").write_text(os.path.relpath(ROOT, packages) + "\n", encoding="ascii")


# ---- running programs


def python_of(folder: Path) -> str:
    return str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def make_env() -> dict[str, str]:
    """The environment variables for children: UTF-8 everywhere, and nothing that bends Python, pip or charts."""
    bends = r"PYTHON(DONTWRITEBYTECODE|HOME|PATH)|MPLBACKEND|PIP_(TARGET|PREFIX|USER)"
    kept = {k: v for k, v in os.environ.items() if not re.fullmatch(bends, k, re.I)}
    return {"ARABIC_MEDIA_CACHE": str(ROOT / ".cache"), **kept, "PYTHONUTF8": "1"}  # nothing outside this folder


def call(folder: Path, *arguments: str) -> int:
    with subprocess.Popen([python_of(folder), *arguments], cwd=ROOT, env=make_env()) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the program has had it too, and ends in its own way (JupyterLab asks first)


def pip_install(folder: Path) -> list[str]:
    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    return [python_of(VENV), "-m", "pip", "--python", python_of(folder), "install", *quiet]


def uv_install(folder: Path) -> list[str]:
    # --no-config: else uv applies this project's own [tool.uv] table and silently drops packages.
    return [python_of(VENV), "-m", "uv", "pip", "install", "--python", python_of(folder), "--no-config"]


def has_uv() -> bool:
    return subprocess.run([python_of(VENV), "-m", "uv", "--version"], capture_output=True).returncode == 0


def step(command: list[str], what: str) -> None:
    """Run one step of the set-up, showing what it prints; if it fails, say what to do about it."""
    say(f"  - {what} …")
    printed = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=make_env(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            printed.append(line)
            if not line.startswith(" + "):  # uv's list of all that it installed
                say("    " + line.rstrip())
    if process.returncode:
        raise make_failure("".join(printed), f"{what} did not work; the lines above say why.")


def make_failure(printed: str, otherwise: str) -> Failed:
    """The remedy for what a failed step printed."""
    if shutil.disk_usage(ROOT).free < 50e6:
        printed += "no space left"
    for kind, pattern, remedy in REMEDIES:
        if re.search(pattern, printed, re.I):
            need = "1 GB (3 GB with --full)"
            return Failed(remedy.format(need=need, venv=VENV.name, python=sys.version.split()[0]), kind)
    return Failed(otherwise)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
