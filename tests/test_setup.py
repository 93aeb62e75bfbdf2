"""The two commands, and that pyproject.toml, environment.yml and the locks say the same."""

from __future__ import annotations

import ast
import functools
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

import helpers
from tests.conftest import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
UV_LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
LOCKS = ["requirements.lock", "requirements-test.lock", "requirements-full.lock", "tests/mpl310.lock"]
OURSELVES = "arabic-media-notebooks"


def read_requirements(lines: list[str]) -> dict[str, Requirement]:
    found = [Requirement(line) for line in lines if not line.startswith("#")]
    return {canonicalize_name(r.name): r for r in found if r.name != OURSELVES}


DIRECT = read_requirements(PYPROJECT["project"]["dependencies"])
CAMEL = read_requirements(EXTRAS["camel"])
FULL = read_requirements(EXTRAS["full"])
TEST = read_requirements(PYPROJECT["dependency-groups"]["test"])
SETUP = read_requirements(PYPROJECT["dependency-groups"]["setup"])
CHARTS = read_requirements((ROOT / "tests" / "mpl310.in").read_text(encoding="utf-8").splitlines())


@functools.cache
def read_lock(name: str) -> dict[str, Requirement]:
    """A requirements lock: name -> pin with marker; every pin has hashes."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "")
    pins = [line for line in text.splitlines() if line and not line.startswith("#")]
    for pin in pins:
        assert re.search(r" --hash=sha256:[0-9a-f]{64}", pin), f"{name}: no hash in {pin}"
    return read_requirements([re.sub(r"\s+--hash=\S+", "", pin).strip() for pin in pins])


def pinned(requirement: Requirement) -> Version:
    [pin] = requirement.specifier
    assert pin.operator == "=="
    return Version(pin.version)


# ------------------------------------------------------------------ what the files say of each other


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        ("requirements.lock", DIRECT | CAMEL | SETUP),
        ("requirements-test.lock", DIRECT | CAMEL | SETUP | TEST),
        ("requirements-full.lock", DIRECT | CAMEL | SETUP | TEST | FULL),
    ],
)
def test_locks_hold_what_pyproject_asks_for(lock: str, asked: dict[str, Requirement]) -> None:
    pins = read_lock(lock)
    for name, requirement in asked.items():
        assert name in pins, f"{lock} lacks {name}: make the locks anew (see pyproject.toml)"
        assert requirement.specifier.contains(pinned(pins[name])), f"{lock}: {pins[name]}, asked for {requirement}"


def test_locks_are_of_one_making() -> None:
    small, test, full = (read_lock(name) for name in LOCKS[:3])
    assert small.items() <= test.items() <= full.items()
    uv = {p["name"]: p for p in UV_LOCK["package"]}
    for name, pin in full.items():
        assert Version(uv[name]["version"]) == pinned(pin), f"{name}: make the locks anew (see pyproject.toml)"


def test_uv_lock_was_made_from_this_pyproject() -> None:
    [ours] = [p for p in UV_LOCK["package"] if p["name"] == OURSELVES]

    def simplify(entries: list[dict]) -> set[tuple[str, str]]:
        return {(e["name"], str(SpecifierSet(e.get("specifier", "")))) for e in entries if e["name"] != OURSELVES}

    for where, entries in {
        "dependencies": [e for e in ours["metadata"]["requires-dist"] if "extra ==" not in e.get("marker", "")],
        **ours["metadata"]["requires-dev"],
    }.items():
        lines = PYPROJECT["project" if where == "dependencies" else "dependency-groups"][where]
        asked = {(name, str(r.specifier)) for name, r in read_requirements(lines).items()}
        assert simplify(entries) == asked, f"{where}: run uv lock"
    assert UV_LOCK["requires-python"] == PYPROJECT["project"]["requires-python"]


def test_second_matplotlib_differs_in_nothing_else() -> None:
    main, second = read_lock("requirements-test.lock"), read_lock("tests/mpl310.lock")
    assert CHARTS.keys() <= second.keys()
    assert SpecifierSet("==3.10.*").contains(pinned(second["matplotlib"]))
    assert pinned(main["matplotlib"]) >= Version("3.11")
    differing = {name for name in second if pinned(second[name]) != pinned(main[name])}
    assert differing == {"matplotlib"}


def test_torch_is_in_no_lock() -> None:
    for lock in LOCKS:
        heavy = [n for n in read_lock(lock) if n in ("torch", "triton", "docopt") or n.startswith("nvidia")]
        assert heavy == [], f"{lock}: with a hash there, pip takes the GPU build"


def test_every_need_of_camel_tools_is_met_or_left_out_knowingly() -> None:
    declared = {canonicalize_name(Requirement(line).name) for line in requires("camel-tools") or []}
    rules = PYPROJECT["tool"]["uv"]["exclude-dependencies"]
    [left_out] = [set(rule["dependencies"]) for rule in rules if rule["package"]["name"] == "camel-tools"]
    assert left_out <= declared
    assert declared - left_out <= (DIRECT | CAMEL).keys()
    assert left_out - {"torch", "docopt"} <= FULL.keys() and "docopt-ng" in FULL


def test_locks_name_no_place() -> None:
    """No mirror, no folder of the machine that made them; uv.lock only Python's public index."""
    hosts = set(re.findall(r"\w+://([^/\"]+)", (ROOT / "uv.lock").read_text(encoding="utf-8")))
    assert hosts <= {"pypi.org", "files.pythonhosted.org"}
    for name in LOCKS:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text and "--find-links" not in text and not re.search(r"index-url|[ =]/\w", text), name


def read_environment() -> tuple[dict[str, Requirement], dict[str, Requirement]]:
    """environment.yml's conda part and its pip part, under the names used on PyPI."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    [pip] = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    conda = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    alias = {"matplotlib-base": "matplotlib", "pytorch-cpu": "torch", "docopt": "docopt-ng"}
    named = [re.sub(r"^\S+", lambda m: alias.get(m[0], m[0]), entry) for entry in conda]
    return read_requirements(named), read_requirements(pip)


def test_environment_asks_for_the_same() -> None:
    conda, pip = read_environment()
    assert not conda.keys() & pip.keys()
    environment = {n: r for n, r in (conda | pip).items() if n not in ("python", "pip")}
    torch_own = {"filelock", "fsspec", "networkx", "setuptools", "sympy", "typing-extensions"}  # pytorch-cpu's affair
    asked = {n: r for n, r in (DIRECT | CAMEL | FULL | TEST).items() if n not in torch_own | {"argon2-cffi-bindings"}}
    assert environment.keys() - {"torch"} == asked.keys()
    for name, requirement in asked.items():
        if name != "docopt-ng":  # conda has docopt itself, which pip would have to build
            assert environment[name].specifier == requirement.specifier, f"environment.yml: {environment[name]}"
    assert environment["torch"].specifier.contains(load_run().TORCH.split("==")[1])


def test_environment_has_a_python_that_everything_supports() -> None:
    conda, pip = read_environment()
    assert pip.keys() >= {"camel-tools", "editdistance"}
    [gap] = [Requirement(line) for line in EXTRAS["full"] if line.startswith("editdistance")]
    for minor in range(9, 20):
        inside = conda["python"].specifier.contains(f"3.{minor}")
        assert not inside or SpecifierSet(PYPROJECT["project"]["requires-python"]).contains(f"3.{minor}.0")
        assert not inside or gap.marker is None or gap.marker.evaluate({"python_version": f"3.{minor}"})


def test_one_version_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert helpers.__version__ == PYPROJECT["project"]["version"] == citation["version"]
    assert [a["name"] for a in citation["authors"]] == [a["name"] for a in PYPROJECT["project"]["authors"]]


@pytest.mark.parametrize(
    ("folder", "allowed"), [("helpers", DIRECT), ("tests", DIRECT | CAMEL | TEST), ("helpers/charts", CHARTS)]
)
def test_imports_are_declared(folder: str, allowed: dict[str, Requirement]) -> None:
    """What is imported but came only along with something else may be gone with its next version."""
    known = packages_distributions()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module or ""]
            for top in {module.split(".")[0] for module in modules}:
                names = {canonicalize_name(name) for name in known.get(top, [])} - {OURSELVES}
                assert not names or names & allowed.keys(), f"{path.relative_to(ROOT)}: declare {top} ({names})"


# ------------------------------------------------------------------ a wheel for everybody

PYTHONS = [(3, 11), (3, 12), (3, 13), (3, 14)]
LINUX = [f"manylinux_2_{n}" for n in range(28, 4, -1)] + ["manylinux2014", "manylinux2010", "manylinux1"]
MACHINES = {
    # platform tags, then sys_platform, platform_system, os_name, platform_machine
    "Linux x86": ([f"{p}_x86_64" for p in LINUX], "linux", "Linux", "posix", "x86_64"),
    "Linux ARM": ([f"{p}_aarch64" for p in LINUX], "linux", "Linux", "posix", "aarch64"),
    "Mac Intel": (list(mac_platforms((12, 0), "x86_64")), "darwin", "Darwin", "posix", "x86_64"),
    "Mac ARM": (list(mac_platforms((12, 0), "arm64")), "darwin", "Darwin", "posix", "arm64"),
    "Windows": (["win_amd64"], "win32", "Windows", "nt", "AMD64"),
}


def list_tags(python: tuple[int, int], platforms: list[str]) -> set[Tag]:
    abi = f"cp{python[0]}{python[1]}"
    return {*cpython_tags(python, [abi], platforms), *compatible_tags(python, abi, platforms)}


def lack_wheels(pins: dict[str, Requirement], python: tuple[int, int], machine: str) -> set[str]:
    """Names of the pinned packages that apply to this Python and machine, but have no wheel for it in uv.lock."""
    platforms, *facts = MACHINES[machine]
    marks = dict(zip(["sys_platform", "platform_system", "os_name", "platform_machine"], facts, strict=True))
    version = "{}.{}".format(*python)
    marks |= {"python_version": version, "python_full_version": f"{version}.1"}
    environment = {**{key: str(value) for key, value in default_environment().items()}, **marks}
    tags = list_tags(python, platforms)
    wheels = {p["name"]: [w["url"].rsplit("/", 1)[1] for w in p.get("wheels", [])] for p in UV_LOCK["package"]}
    applying = [name for name, pin in pins.items() if pin.marker is None or pin.marker.evaluate(environment)]
    return {name for name in applying if not any(parse_wheel_filename(w)[3] & tags for w in wheels[name])}


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("python", PYTHONS, ids=lambda p: "{}.{}".format(*p))
def test_every_package_has_a_wheel(python: tuple[int, int], machine: str) -> None:
    assert lack_wheels(read_lock("requirements-test.lock"), python, machine) == set()


def test_missing_wheels_are_seen() -> None:
    """Negative controls: the gaps because of which camel-tools cannot simply be installed."""
    unmarked = {"editdistance": Requirement("editdistance"), "camel-kenlm": Requirement("camel-kenlm")}
    assert lack_wheels(unmarked, (3, 12), "Linux x86") == set()
    assert lack_wheels(unmarked, (3, 13), "Linux x86") == {"editdistance"}
    assert lack_wheels(unmarked, (3, 12), "Windows") == {"camel-kenlm"}


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("python", PYTHONS, ids=lambda p: "{}.{}".format(*p))
def test_full_set_has_wheels_too(python: tuple[int, int], machine: str) -> None:
    """But for camel-kenlm, which dialect identification needs, on a macOS older than 14."""
    gap = {"camel-kenlm"} if machine.startswith("Mac") else set()
    assert lack_wheels(read_lock("requirements-full.lock"), python, machine) == gap


# ------------------------------------------------------------------ run.py


def load_run() -> ModuleType:
    """A fresh copy of run.py as a module."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """run.py moved to an empty project folder, with locks of one line, that starts no program."""
    module = load_run()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    for name in ("LOCK", "LOCK_TEST", "LOCK_FULL", "LOCK_CHARTS"):
        lock = tmp_path / f"{name.lower()}.lock"
        lock.write_text(f"# {name}\nuv==1.0 \\\n    --hash=sha256:00\nzlib==1.0 \\\n    --hash=sha256:11\n")
        monkeypatch.setattr(module, name, lock)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "VENV_CHARTS", tmp_path / ".venv-mpl310")
    for name in ("call", "step"):
        monkeypatch.setattr(module, name, lambda *_: pytest.fail("nothing should have been started"))
    return module


def record_calls(run: ModuleType, monkeypatch: pytest.MonkeyPatch, codes: list[int]) -> list[list]:
    """Skip the set-up; note the programs that run.py starts, which end with these exit codes in turn."""
    calls: list[list] = []

    def call(*command: object) -> int:
        calls.append(list(command))
        return codes[len(calls) - 1]

    monkeypatch.setattr(run, "set_up", lambda lock: None)
    monkeypatch.setattr(run, "call", call)
    return calls


def make_ready(run: ModuleType, folder: Path, lock: Path) -> None:
    """A folder that passes for an environment made from `lock`."""
    python = Path(run.python_of(folder))
    python.parent.mkdir(parents=True, exist_ok=True)
    if not python.exists():
        python.symlink_to(sys.executable)
    (folder / "made-from.txt").write_text(run.make_stamp(lock), encoding="utf-8")


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 8, 18), (3, 10, 13)])
def test_old_python_gets_a_sentence(version: tuple[int, int, int]) -> None:
    source = (ROOT / "run.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=version[:2])  # else an old Python says SyntaxError before anything of ours
    code = f"import sys; sys.version_info = {version}; exec(compile({source!r}, 'run.py', 'exec'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f"needs Python 3.11 or newer, and this is Python {version[0]}.{version[1]}" in done.stderr


def test_newer_syntax_would_be_seen() -> None:
    with pytest.raises(SyntaxError):
        ast.parse("match 1:\n    case _: pass\n", feature_version=(3, 8))


CASES = json.loads((ROOT / "tests" / "cases" / "setup" / "failures.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_failures_are_explained(case: dict) -> None:
    failure = load_run().make_failure(case["printed"], "otherwise")
    assert failure.kind == case["kind"]
    assert (str(failure) == "otherwise") == (case["kind"] == "")
    assert "{" not in str(failure)


def test_full_disk_is_seen_whatever_was_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    run = load_run()
    monkeypatch.setattr(run.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 1000, 1000))
    assert run.make_failure("Segmentation fault", "").kind == "disk"


def test_disk_fills_while_the_folder_is_made(run: ModuleType, monkeypatch, capsys) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run, "step", fail)
    assert run.main(["lab"]) == 1
    assert "Stopped: The disk is full. Free at least 1 GB" in capsys.readouterr().out
    assert not run.is_ready(run.VENV, run.LOCK)


def test_environment_is_kept_until_its_lock_changes(run: ModuleType) -> None:
    assert not run.is_ready(run.VENV, run.LOCK)
    make_ready(run, run.VENV, run.LOCK)
    assert run.is_ready(run.VENV, run.LOCK) and not run.is_ready(run.VENV, run.LOCK_TEST)
    run.LOCK.write_bytes(run.LOCK.read_bytes().replace(b"\n", b"\r\n"))
    assert run.is_ready(run.VENV, run.LOCK), "line ends are no change"
    run.LOCK.write_text(run.LOCK.read_text().replace("1.0", "1.1"))
    assert not run.is_ready(run.VENV, run.LOCK)


def test_new_torch_is_a_change(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for lock in (run.LOCK, run.LOCK_FULL):
        make_ready(run, run.VENV, lock)
        monkeypatch.setattr(run, "TORCH", f"torch=={lock.name}")
        assert run.is_ready(run.VENV, lock) == (lock == run.LOCK)


@pytest.mark.parametrize(("have", "makes"), [("LOCK", "LOCK_TEST"), ("LOCK_TEST", None), ("LOCK_FULL", None)])
def test_a_larger_set_serves(run: ModuleType, monkeypatch, have: str, makes: str | None) -> None:
    make_ready(run, run.VENV, getattr(run, have))
    made = []
    monkeypatch.setattr(run, "make_environment", lambda folder, lock, what: made.append(lock))
    run.set_up(run.LOCK_TEST)
    assert made == ([getattr(run, makes)] if makes else [])


def test_environment_without_its_python_is_made_anew(run: ModuleType) -> None:
    make_ready(run, run.VENV, run.LOCK)
    python = Path(run.python_of(run.VENV))
    python.unlink()
    python.symlink_to(run.ROOT / "gone")
    assert not run.is_ready(run.VENV, run.LOCK)


def test_environment_is_made_from_hashes_only(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[list[str]] = []
    monkeypatch.setattr(run, "step", lambda command, what: steps.append(command))
    run.VENV.mkdir()
    Path(run.sysconfig.get_path("purelib", "venv", {"base": str(run.VENV)})).mkdir(parents=True)
    run.make_environment(run.VENV, run.LOCK, "")
    _, fetch, install = steps
    for command in (fetch, install):
        assert set(run.FROM_LOCK) == {"--require-hashes", "--no-deps", "--only-binary", ":all:"} <= set(command)
    assert fetch[1:3] == ["-m", "pip"] and install[1:3] == ["-m", "uv"]
    assert {"--no-config", "--compile-bytecode"} <= set(install)
    assert (run.VENV / "uv.txt").read_text().split() == ["uv==1.0", "\\", "--hash=sha256:00"]
    assert "uv==" not in (run.VENV / "lock.txt").read_text() and "zlib==1.0" in (run.VENV / "lock.txt").read_text()


@pytest.mark.parametrize(
    ("fails", "kind", "has_uv", "pip_helps"),
    [
        ("pip", "wheel", False, True),  # no uv for this machine
        ("pip", "network", False, False),
        ("uv", "network", True, True),  # pip may be set to a mirror that uv does not know
        ("uv", "", True, True),
        ("uv", "disk", True, False),
    ],
)
def test_pip_stands_in_for_uv(run, monkeypatch, fails: str, kind: str, has_uv: bool, pip_helps: bool) -> None:
    steps: list[list[str]] = []

    def step(command: list[str], what: str) -> None:
        steps.append(command)
        if command[2] == fails and len(steps) <= (fails == "uv") + 1:
            raise run.Failed("no", kind)

    monkeypatch.setattr(run, "step", step)
    monkeypatch.setattr(run, "has_uv", lambda: has_uv)
    run.VENV.mkdir()
    if not pip_helps:
        with pytest.raises(run.Failed):
            run.install(run.VENV, run.LOCK)
        return
    run.install(run.VENV, run.LOCK)
    assert steps[-1][2] == "pip" and steps[-1][-1] == str(run.VENV / "lock.txt")
    assert set(run.FROM_LOCK) <= set(steps[-1])


def test_children_see_a_clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONDONTWRITEBYTECODE", "MPLBACKEND", "PYTHONPATH", "PIP_TARGET", "PIP_INDEX_URL"):
        monkeypatch.setenv(name, "x")
    made = load_run().make_env()
    assert made["PYTHONUTF8"] == "1" and made["PIP_INDEX_URL"] == "x" and "PATH" in made
    assert Path(made["ARABIC_MEDIA_CACHE"]).parent == ROOT  # lemmas are remembered within the folder
    assert not {"PYTHONDONTWRITEBYTECODE", "MPLBACKEND", "PYTHONPATH", "PIP_TARGET"} & made.keys()


def test_report_hands_on_the_users_folders(run, monkeypatch, tmp_path: Path) -> None:
    called = record_calls(run, monkeypatch, [0])
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run.main(["report", "--corpus", "mine"]) == 0
    out = str(tmp_path / "build" / "report")
    assert called == [[run.VENV, "-m", "helpers", "report", "--corpus", str(tmp_path / "mine"), "--out", out]]


def test_report_on_a_missing_folder_says_so_first(run: ModuleType, capsys) -> None:
    assert run.main(["report", "--corpus", "no-such-folder"]) == 1
    assert "There is no folder" in capsys.readouterr().out


@pytest.mark.parametrize(("codes", "expected"), [([0, 0], 0), ([1, 0], 1), ([0, 1], 1), ([5, 0], 5), ([0, -9], -9)])
def test_any_failing_part_fails_the_tests(run, monkeypatch, capsys, codes: list[int], expected: int) -> None:
    make_ready(run, run.VENV_CHARTS, run.LOCK_CHARTS)
    calls = record_calls(run, monkeypatch, codes)
    assert run.main(["test"]) == expected
    assert [call[0] for call in calls] == [run.VENV, run.VENV_CHARTS]
    assert {"--nbval", "--nbval-current-env", "tests", "helpers", "notebooks"} <= set(calls[0])
    assert calls[1][1:] == ["-m", "pytest", "tests/test_charts.py"]
    assert capsys.readouterr().out.count("FAILED") == sum(code != 0 for code in codes)


def test_pytest_arguments_are_handed_on(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    called = record_calls(run, monkeypatch, [0])
    assert run.main(["test", "tests/test_text.py", "-k", "words", "-x", "--maxfail=2"]) == 0
    assert called == [[run.VENV, "-m", "pytest", "tests/test_text.py", "-k", "words", "-x", "--maxfail=2"]]


@pytest.mark.parametrize("arguments", [["repport"], ["report", "--corpsu", "x"], ["lab", "--out", "x"], []])
def test_wrong_command_is_explained(run: ModuleType, arguments: list[str], capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        run.main(arguments)
    assert stopped.value.code == 2 and "usage: run.py" in capsys.readouterr().err


def test_no_network_is_explained(tmp_path: Path) -> None:
    """The real thing: a copy of the project, and an index at which nobody answers."""
    for name in ("run.py", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    nobody = "http://127.0.0.1:9/simple"
    pip = {"PIP_INDEX_URL": nobody, "PIP_RETRIES": "1", "PIP_NO_CACHE_DIR": "1", "PIP_CONFIG_FILE": os.devnull}
    kept = {k: v for k, v in os.environ.items() if not k.upper().startswith("PIP_")}
    done = subprocess.run(
        [sys.executable, "run.py", "report"],
        cwd=tmp_path,
        env={**kept, **pip, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Stopped: The packages could not be downloaded: is this computer online?" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert not (tmp_path / ".venv" / "made-from.txt").exists()


def test_packages_of_the_project_are_found_wherever_it_lies(run: ModuleType, tmp_path: Path) -> None:
    site = Path(run.sysconfig.get_path("purelib", "venv", {"base": str(run.VENV)}))
    site.mkdir(parents=True)
    run.add_project(run.VENV)
    [line] = (site / "project.pth").read_text(encoding="ascii").splitlines()
    assert not Path(line).is_absolute() and (site / line).resolve() == tmp_path.resolve()


# ------------------------------------------------------------------ continuous integration


def test_ci_runs_the_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.splitlines()[-1] == "exec python3 run.py test"
    assert not re.search(r"\b(pip|uv|venv|conda)\b(?!\.py)", re.sub(r"(?m)^#.*", "", script)), "run.py does the set-up"
    assert re.search(r"python3? run\.py test", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert os.name == "nt" or os.access(ROOT / ".ci" / "run", os.X_OK)
