"""The house keeps its shape: imports point one way, each third-party package enters once, no file is two rooms."""

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "summarize"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Lower layers first. A module imports only from its own package and from lower layers.
LAYERS = (
    {"records", "errors", "layout"},
    {"config", "watching", "meanwhile", "gates"},
    {"course"},
    {"text", "dates", "ingest", "llm", "prompts", "replies", "report"},
    {"engines", "timeline", "grounding", "sources"},
    {"checks", "assembly", "compare", "outputs", "plan", "preparation", "progress", "rehearsal", "rendering"},
    {"annotations", "completion", "opening", "terminal", "values"},
    {"reading", "verdict"},
    {"pipeline"},
    {"api"},
    {"commands"},
    {"cli"},
    {"__main__"},
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}

# prompts fill messages, so they know the seam's own values; reports that stand on a calendar ask for the days that a date
# covers; nothing else of a layer knows another of it.
SIDEWAYS = {("prompts", "llm.base"), ("report.spans", "dates.edtf")}

DOORS = {
    "genai_prices": "llm/prices.py",
    "platformdirs": "llm/cache.py",
    "charset_normalizer": "ingest/encoding.py",
    "docx": "report/docx.py",
    "fpdf": "report/pdf.py",
    "htmldate": "ingest/html.py",
    "openai": "llm/openai.py",
    "pymupdf_fonts": "report/pdf.py",
    "pypdfium2": "ingest/pdf.py",
    "rich": "report/terminal.py",
    "sentencex": "text/sentences.py",
    "tiktoken": "text/tokens.py",
    "trafilatura": "ingest/html.py",
    "typer": "cli.py",
    "uharfbuzz": "report/pdf.py",
    "yaml": "ingest/markdown.py",
}
# One package, two adapters: single calls, and batches.
SECOND_DOORS = {"openai": "llm/openai_batch.py"}
# They carry the adapters of the packages above: httpx2 is how openai speaks.
COMPANIONS = {"httpx2": "llm/openai.py"}

MOST_LINES = 500


def _name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def _imports(path: Path) -> list[str]:
    found: list[str] = []
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
            if node.module == "summarize" or (PACKAGE.parent / node.module.replace(".", "/")).is_dir():
                found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


@cache
def _is_module(name: str) -> bool:
    path = PACKAGE.parent / name.replace(".", "/")
    return path.with_suffix(".py").is_file() or path.is_dir()


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_point_down(path: Path) -> None:
    """A module imports only from lower layers, or from its own package."""
    own = _name(path)
    top = own.split(".")[0]
    if top == "__init__":
        return
    for imported in _imports(path):
        if not imported.startswith("summarize.") or not _is_module(imported):
            continue
        inner = imported.removeprefix("summarize.")
        there = inner.split(".")[0]
        assert there == top or LEVEL[there] < LEVEL[top] or (own, inner) in SIDEWAYS, f"{own} imports {inner}"


def test_every_module_has_a_layer() -> None:
    """A new module must be given its place before it is used."""
    assert {_name(path).split(".")[0] for path in MODULES} - {"__init__"} <= LEVEL.keys()


def test_third_party_packages_enter_once() -> None:
    """Each package from outside is imported by one file alone, which the table names."""
    found: dict[str, set[str]] = {}
    for path in MODULES:
        for imported in _imports(path):
            package = imported.split(".")[0]
            if package != "summarize" and package not in sys.stdlib_module_names:
                found.setdefault(package, set()).add(path.relative_to(PACKAGE).as_posix())
    doors = {name: {door, SECOND_DOORS.get(name, door)} for name, door in (DOORS | COMPANIONS).items()}
    assert {name: files for name, files in found.items() if not files <= doors.get(name, set())} == {}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_files_stay_readable(path: Path) -> None:
    """No module grows beyond what one reads in a sitting, and each says what it is for."""
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES
    assert ast.get_docstring(_tree(path))


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "misc", "core", "manager"])
def test_no_catch_all_modules(name: str) -> None:
    """A module is a noun of the story."""
    assert not [path for path in MODULES if path.stem == name]
