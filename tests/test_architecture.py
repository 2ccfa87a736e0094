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
    {"records", "errors", "layout", "lazy", "maker"},
    {"packed", "spill"},
    {"shelved"},
    {"shelf"},
    {"config", "watching", "meanwhile", "gates"},
    {"course"},
    {"text", "dates", "ingest", "llm", "prompts", "replies", "report"},
    {"engines", "timeline", "grounding", "sources"},
    {"checks", "assembly", "compare", "outputs", "plan", "preparation", "progress", "rehearsal", "rendering"},
    {"annotations", "completion", "opening", "terminal", "values"},
    {"intake", "reading", "verdict"},
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


def _inner(path: Path) -> list[str]:
    """Name the modules of this package that one imports."""
    found = [one for one in _imports(path) if one.startswith("summarize.") and _is_module(one)]
    return [imported.removeprefix("summarize.") for imported in found]


def _points_down(own: str, inner: str) -> bool:
    top, there = (name.split(".")[0] for name in (own, inner))
    return there == top or LEVEL[there] < LEVEL[top] or (own, inner) in SIDEWAYS


def test_imports_point_down() -> None:
    """A module imports only from lower layers, or from its own package."""
    own = {_name(path): path for path in MODULES if _name(path) != "__init__"}
    pairs = [(name, inner) for name, path in own.items() for inner in _inner(path)]
    assert len(pairs) > len(own)
    assert [f"{name} imports {inner}" for name, inner in pairs if not _points_down(name, inner)] == []


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


def test_files_stay_readable() -> None:
    """No module grows beyond what one reads in a sitting, and each says what it is for."""
    lines = {_name(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}
    assert [_name(path) for path in MODULES if not ast.get_docstring(_tree(path))] == []


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "misc", "core", "manager"])
def test_no_catch_all_modules(name: str) -> None:
    """A module is a noun of the story."""
    assert not [path for path in MODULES if path.stem == name]
