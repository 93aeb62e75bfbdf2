"""The house rules that a machine can check: imports go one way, words lists and docstrings are complete."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import helpers

ROOT = Path(__file__).resolve().parent.parent
# Low to high: a room may use the rooms before it, never those behind it.
ROOMS = (
    "camel tables text lexicons versions dates pages corpus duplicates lemmas tokens frequency sentiment framing "
    "agreement charts report commands __main__"
).split()
MOST_OPTIONS = 6
SOURCES = sorted((ROOT / "helpers").rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(ROOT / "helpers").parts[0].removesuffix(".py")


def _imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "helpers" else [f"helpers.{alias.name}" for alias in node.names]
        rooms |= {name.split(".")[1] for name in names if name.startswith("helpers.")}
    return rooms - {"__version__"}


@pytest.mark.parametrize("path", [p for p in SOURCES if _room(p) != "__init__"], ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_from_high_to_low(path: Path) -> None:
    room = _room(path)
    assert room in ROOMS, f"give '{room}' its place among ROOMS"
    above = {other for other in _imported_rooms(path) if ROOMS.index(other) > ROOMS.index(room)}
    assert not above, f"{room} uses {', '.join(sorted(above))}, which stand above it"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_helpers_do_not_print(path: Path) -> None:
    if _room(path) in ("__main__", "report"):
        return  # they talk to the person at the keyboard
    calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
    assert not [c.lineno for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"]


def _public_functions() -> list[tuple[str, object]]:
    found = {}
    for info in pkgutil.iter_modules(helpers.__path__, "helpers."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        names = getattr(module, "__all__", [n for n in vars(module) if not n.startswith("_")])
        for name in names:
            value = getattr(module, name)
            if inspect.isfunction(value) and value.__module__.startswith(info.name):
                found[f"{info.name}.{name}"] = value
    return sorted(found.items())


@pytest.mark.parametrize(("name", "function"), _public_functions(), ids=lambda x: x if isinstance(x, str) else "")
def test_public_functions_are_documented_and_typed(name: str, function) -> None:
    assert inspect.getdoc(function), f"{name} needs a docstring"
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty, f"{name} needs a return type"
    untyped = [p.name for p in signature.parameters.values() if p.annotation is inspect.Parameter.empty]
    assert not untyped, f"{name}: no type for {', '.join(untyped)}"
    keywords = [p for p in signature.parameters.values() if p.kind is inspect.Parameter.KEYWORD_ONLY]
    assert len(keywords) <= MOST_OPTIONS, f"{name} has {len(keywords)} options"
