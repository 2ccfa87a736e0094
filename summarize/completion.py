"""Completion of options and paths for a shell, as a script that the shell runs by itself, without asking this program.

Typer's own asks the program at each Tab, which takes a quarter of a second and loads rich for its descriptions.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

PROGRAM = "summarize"


@dataclass(frozen=True, slots=True)
class Flag:
    """An option: its names, what it does, and what follows it.

    `value` names what follows, "" for nothing; `choices` are all that can, `is_path` is True where a file or folder does.
    """

    names: tuple[str, ...]
    about: str
    value: str = ""
    choices: tuple[str, ...] = ()
    is_path: bool = False
    repeatable: bool = False


def script(shell: str, flags: Sequence[Flag]) -> str:
    """Write the completion for a shell of `SHELLS`."""
    return SHELLS[shell](flags)


def _bash(flags: Sequence[Flag]) -> str:
    """Write it for bash 3.2 and later; a name that no option takes is completed as a file."""
    cases = [
        f"        {'|'.join(flag.names)}) {_compgen(flag.choices) if flag.choices else ':'}; return ;;"
        for flag in flags
        if flag.value
    ]
    names = [name for flag in flags for name in flag.names]
    return "\n".join(
        [
            f"_{PROGRAM}() {{",
            '    local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}"',
            "    COMPREPLY=()",
            '    if [ "$cur" = "=" ]; then cur=""; elif [ "$prev" = "=" ]; then prev="${COMP_WORDS[COMP_CWORD-2]}"; fi',
            '    case "$prev" in',
            *cases,
            "    esac",
            f'    case "$cur" in -*) {_compgen(names)} ;; esac',
            "}",
            f"complete -o default -F _{PROGRAM} {PROGRAM}",
        ]
    )


def _compgen(words: Sequence[str]) -> str:
    return f'COMPREPLY=($(compgen -W "{" ".join(words)}" -- "$cur"))'


def _zsh(flags: Sequence[Flag]) -> str:
    """Write it for zsh, to be loaded from a folder of `fpath`, or evaluated."""
    specs = [f"        {_zsh_spec(flag)} \\" for flag in flags]
    return "\n".join(
        [
            f"#compdef {PROGRAM}",
            f"_{PROGRAM}() {{",
            "    _arguments -s -S \\",
            *specs,
            "        '*:PATH:_files'",
            "}",
            f'if [ "$funcstack[1]" = "_{PROGRAM}" ]; then _{PROGRAM} "$@"; else compdef _{PROGRAM} {PROGRAM}; fi',
        ]
    )


def _zsh_spec(flag: Flag) -> str:
    ending = ""
    if flag.value:
        what = f"({' '.join(flag.choices)})" if flag.choices else "_files" if flag.is_path else " "
        ending = f":{flag.value}:{what}"
    about = re.sub(r"([\[\]:\\])", r"\\\1", flag.about).replace("'", "’")
    names = [name + ("" if not flag.value else "=" if name.startswith("--") else "+") for name in flag.names]
    several = "'*'" if flag.repeatable else f"'({' '.join(flag.names)})'" if len(names) > 1 else ""
    head = f"{{{','.join(names)}}}" if len(names) > 1 else names[0]
    return f"{several}{head}'[{about}]{ending}'"


def _fish(flags: Sequence[Flag]) -> str:
    """Write it for fish."""
    return "\n".join(f"complete -c {PROGRAM}{_fish_flag(flag)}" for flag in flags)


def _fish_flag(flag: Flag) -> str:
    names = "".join(f" -l {name[2:]}" if name.startswith("--") else f" -s {name[1:]}" for name in flag.names)
    about = flag.about.replace("\\", "\\\\").replace("'", "\\'")
    takes = " -r -F" if flag.is_path else f" -x -a '{' '.join(flag.choices)}'" if flag.value else ""
    return f"{names}{takes} -d '{about}'"


SHELLS: dict[str, Callable[[Sequence[Flag]], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
