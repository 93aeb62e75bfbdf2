"""The door to camel-tools: its parts by name, or a sentence that says what is missing for them.

camel-tools is one package with very different needs. Its `utils` and its word tokeniser need nothing; morphology,
disambiguation, dialects, names and sentiment need more packages, some PyTorch, and all of these look for CAMeL's data
when they are imported, and try to download its catalogue where there is none.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

_NO_CAMEL = (
    "camel-tools is not installed in this Python ({python}). `python run.py lab` sets it up; in an environment of your "
    "own: pip install --no-deps camel-tools emoji regex six (with --no-deps, else pip adds gigabytes of PyTorch)."
)
_NO_PACKAGE = (
    "camel_tools.{part} needs the package '{missing}', which the default set-up leaves out. "
    "Run `python run.py lab --full` (2 GB on disk), or use environment.yml with conda."
)
_NO_EDITDISTANCE = (
    "camel_tools.{part} needs the package 'editdistance', which has no ready-made form for Python 3.13 and newer. "
    "Run `python3.12 run.py lab --full` after deleting .venv, or use environment.yml with conda."
)
_NO_DATA = (
    "camel_tools.{part} needs CAMeL's data, and neither found nor could download it ({error}). While online, run "
    "`camel_data -i light` (or `-i all`) once with the Python of .venv; data that you have already is found through "
    "the variable CAMELTOOLS_DATA, the folder that holds its catalogue.json."
)


class CamelError(ImportError):
    """A part of camel-tools cannot be used here; the message says what to install."""


def load_camel(part: str) -> ModuleType:
    """Return the module ``camel_tools.<part>``.

    Parameters
    ----------
    part : str
        Dotted name within camel-tools, such as ``"tokenizers.word"`` or ``"morphology.analyzer"``.

    Raises
    ------
    CamelError
        A package or CAMeL's data is missing; the message says how to get it.
    ModuleNotFoundError
        camel-tools has no such part.

    Notes
    -----
    Only ``utils.*`` and ``tokenizers.word`` work in the default set-up. Every other part tries to reach the internet
    when it is imported without CAMeL's data, and makes the folder ``~/.camel_tools``; that is camel-tools' doing
    (1.6.0). Obeid et al. (2020), "CAMeL Tools: An Open Source Python Toolkit for Arabic Natural Language
    Processing", LREC.

    Examples
    --------
    >>> load_camel("tokenizers.word").simple_word_tokenize("قمة بكين، 2024.")
    ['قمة', 'بكين', '،', '2024', '.']
    """
    if find_spec("camel_tools") is None:
        raise CamelError(_NO_CAMEL.format(python=sys.executable))
    try:
        return import_module(f"camel_tools.{part}")
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if missing.startswith("camel_tools"):
            raise
        message = _NO_EDITDISTANCE if missing == "editdistance" and sys.version_info >= (3, 13) else _NO_PACKAGE
        raise CamelError(message.format(part=part, missing=missing)) from error
    except Exception as error:
        # The catalogue's download fails in camel-tools' own way, in requests' or in the system's; what else an import
        # raises is a mistake to be seen as it is.
        if type(error).__name__ not in ("DownloaderError", "CatalogueError") and not isinstance(error, OSError):
            raise
        raise CamelError(_NO_DATA.format(part=part, error=type(error).__name__)) from error
