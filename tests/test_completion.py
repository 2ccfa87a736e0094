"""Completion: what each shell offers, asked of the real shell."""

import shutil
import subprocess
from pathlib import Path

import pytest

from summarize.report import WRITERS
from tests.command import command


def _script(shell: str, folder: Path) -> Path:
    outcome = command("--show-completion", shell)
    assert (outcome.code, outcome.err) == (0, "")
    path = folder / f"completion.{shell}"
    path.write_text(outcome.out, "utf-8")
    return path


def _asked(shell: str, *code: str, cwd: Path) -> list[str]:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed here")
    result = subprocess.run(
        [shell, *code],
        cwd=cwd,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    assert result.stderr == ""
    return result.stdout.split()


BASH = """
source {script}
COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); {last}
_summarize; printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("summarize --time", ["--timeline", "--timeout"]),
        ("summarize --engine mo", ["model"]),
        ("summarize --engine = ex", ["extractive"]),
        ("summarize a.txt --fail-on un", ["unsupported", "undated"]),
        ("summarize --words 1", []),
        ("summarize art", []),  # a file: what bash itself finds
    ],
)
def test_bash(tmp_path: Path, words: str, expected: list[str]) -> None:
    """Bash offers the names that fit, and the values of an option that has a few."""
    code = BASH.format(script=_script("bash", tmp_path), words=words, last="")
    assert _asked("bash", "--norc", "-c", code, cwd=tmp_path) == expected


def test_bash_knows_every_option(tmp_path: Path) -> None:
    """A bare dash offers all options, each format, and -h."""
    code = BASH.format(script=_script("bash", tmp_path), words="summarize -", last="")
    names = _asked("bash", "--norc", "-c", code, cwd=tmp_path)
    help_ = command("--help").out
    assert {"-t", "--timeline", "-o", "--check", "-h", "--help", "--show-completion"} <= set(names)
    assert all(name in help_ for name in names)
    code = BASH.format(script=_script("bash", tmp_path), words='summarize --format ""', last="")
    assert _asked("bash", "--norc", "-c", code, cwd=tmp_path) == list(WRITERS)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("summarize --timel", ["--timeline"]),
        ("summarize --engine mo", ["model"]),
        ("summarize -o art", ["article.md"]),
        ("summarize art", ["article.md"]),
        ("summarize --words ", []),
    ],
)
def test_fish(tmp_path: Path, line: str, expected: list[str]) -> None:
    """Fish offers options, values and files; each with what it does."""
    (tmp_path / "article.md").write_text("", "utf-8")
    code = f"source {_script('fish', tmp_path)}; complete -C '{line}' | string split -f1 \\t"
    assert _asked("fish", "--no-config", "-c", code, cwd=tmp_path) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("summarize --timel", "summarize --timeline"),
        ("summarize --engine mo", "summarize --engine model"),
        ("summarize --engine=mo", "summarize --engine=model"),
        ("summarize -o art", "summarize -o article.md"),
        ("summarize art", "summarize article.md"),
        ("summarize -o a.md -o art", "summarize -o a.md -o article.md"),
    ],
)
def test_zsh(tmp_path: Path, line: str, expected: str) -> None:
    """Zsh completes options, values and files, as a person sees it who types and presses Tab."""
    if not shutil.which("zsh"):
        pytest.skip("zsh is not installed here")
    (tmp_path / "article.md").write_text("", "utf-8")
    folder = tmp_path / "functions"
    folder.mkdir()
    _script("zsh", tmp_path).rename(folder / "_summarize")
    code = f"""
        zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell "PROMPT= RPROMPT=; fpath=({folder} \\$fpath); autoload -Uz compinit; compinit -D -u; cd {tmp_path}"
        zpty -w shell "bindkey '^I' complete-word; zle -N tell; tell() {{ print -r -- \\"<\\$BUFFER>\\" }}; bindkey '^X' tell"
        zpty -w -n shell $'{line}\\t\\x18'
        zpty -r -m shell text "*<summarize*>*"
        print -r -- "$text"
    """
    told = subprocess.run(
        ["zsh", "-f", "-c", code], cwd=tmp_path, capture_output=True, check=False, text=True, timeout=60
    )
    assert f"<{expected}" in told.stdout
