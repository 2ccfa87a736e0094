"""The command line: options in, the report out. It decides nothing that the pipeline should.

Result on stdout, all else on stderr. Everything heavy is imported where it is used, so that `--help` is quick.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn, TextIO

import typer
from typer.core import TyperCommand

from summarize import __version__
from summarize.errors import SummarizeError, UsageError

if TYPE_CHECKING:
    from summarize.config import Gate
    from summarize.records import Report

DONE_WITH_FAILURES = 3
GATE_BROKEN = 5
INTERRUPTED = 130

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

_LENGTH = "Length and scope"
_ENGINE = "Engine"
_SOURCES = "Sources"
_OUTPUT = "Output"


class _Command(TyperCommand):
    """Prints its help in plain text, the options in their groups.

    Typer's own grouped help loads rich, which takes longer than all else that `--help` does, and colours logs
    wherever GITHUB_ACTIONS is set.
    """

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options, a section a group, in the order they were declared."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            if line := parameter.get_help_record(ctx):
                line = (line[0].removesuffix(" <list[str]>"), line[1])
                group = getattr(parameter, "rich_help_panel", None)
                first = "Arguments" if parameter.param_type_name == "argument" else "Most used"
                groups.setdefault(group or first, []).append(line)
        for name, lines in groups.items():
            with formatter.section(name):
                formatter.write_dl(lines, col_max=26)


class _Terminal:
    """Tells stderr how the run goes: notes always, progress only on a terminal."""

    def __init__(self, stream: TextIO, *, quiet: bool) -> None:
        self._stream = stream
        self._quiet = quiet
        self._live = stream.isatty() and not quiet
        self._drawn = False

    def note(self, line: str) -> None:
        if not self._quiet:
            self.clear()
            print(f"summarize: {line}", file=self._stream)

    def step(self, stage: str, done: int, total: int) -> None:
        if self._live:
            self._stream.write(f"\r\x1b[K{stage} {done}/{total}")
            self._stream.flush()
            self._drawn = True

    def clear(self) -> None:
        """Take the progress line away again."""
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._drawn = False


@app.command(cls=_Command, context_settings={"help_option_names": ["-h", "--help"]})
def command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Files, folders, globs, or - for stdin.", show_default=False),
    ] = None,
    timeline: Annotated[bool, typer.Option("--timeline", "-t", help="Add a dated timeline.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the report there; the suffix says how."),
    ] = None,
    published: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DATE",
            help="When the sources were published: DATE for all, FILE=DATE for one. Repeatable.",
        ),
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", "-m", metavar="NAME", help="The model to ask.")
    ] = None,
    words: Annotated[
        int | None,
        typer.Option(metavar="N", help="Most words of the merged summary. (200)", rich_help_panel=_LENGTH),
    ] = None,
    events: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="Entries of the timeline. (as many as the story has)", rich_help_panel=_LENGTH
        ),
    ] = None,
    sentences: Annotated[
        int | None, typer.Option(metavar="K", help="Most sentences of an entry. (3)", rich_help_panel=_LENGTH)
    ] = None,
    focus: Annotated[
        str | None,
        typer.Option(
            metavar="WORDS", help="What the report should be about above all.", rich_help_panel=_LENGTH
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="First day of the timeline.", rich_help_panel=_LENGTH),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="Last day of the timeline.", rich_help_panel=_LENGTH),
    ] = None,
    keep_boilerplate: Annotated[
        bool,
        typer.Option(
            "--keep-boilerplate", help="Keep captions, banners and the like.", rich_help_panel=_SOURCES
        ),
    ] = False,
    no_infer_dates: Annotated[
        bool,
        typer.Option(
            "--no-infer-dates",
            help="Leave a source without a publication date undated, even if others prove it.",
            rich_help_panel=_SOURCES,
        ),
    ] = False,
    engine: Annotated[
        Literal["auto", "extractive", "model"] | None,
        typer.Option(
            metavar="NAME",
            help="extractive asks no model, model does; auto is model where a key, URL or replay is given. (auto)",
            show_default=False,
            rich_help_panel=_ENGINE,
        ),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="An OpenAI-compatible endpoint. (OPENAI_BASE_URL)", rich_help_panel=_ENGINE
        ),
    ] = None,
    prompts: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Your own prompt templates.", rich_help_panel=_ENGINE),
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Keep every exchange with the model there.", rich_help_panel=_ENGINE
        ),
    ] = None,
    replay: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Answer from such a recording; asks no model.", rich_help_panel=_ENGINE
        ),
    ] = None,
    concurrency: Annotated[
        int | None,
        typer.Option(
            "--concurrency", "-j", metavar="N", help="Most calls at once. (8)", rich_help_panel=_ENGINE
        ),
    ] = None,
    max_retries: Annotated[
        int | None,
        typer.Option(metavar="N", help="Retries of a call; 0 is none. (4)", rich_help_panel=_ENGINE),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", help="Most time for a call. (120)", rich_help_panel=_ENGINE),
    ] = None,
    chunk_tokens: Annotated[
        int | None,
        typer.Option(metavar="N", help="Most tokens of a source a call. (3000)", rich_help_panel=_ENGINE),
    ] = None,
    context_tokens: Annotated[
        int | None,
        typer.Option(
            "--context",
            metavar="N",
            help="Tokens that the model's context holds, prompt and answer. (32000)",
            rich_help_panel=_ENGINE,
        ),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="GATE",
            help="End with exit code 5 where the report holds such a thing: unsupported, weak, disagreement or "
            "undated. Repeatable, or with commas.",
            rich_help_panel=_OUTPUT,
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="markdown or json. (by the suffix of -o)",
            rich_help_panel=_OUTPUT,
        ),
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of the report.", rich_help_panel=_OUTPUT)
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Only errors on stderr.", rich_help_panel=_OUTPUT)
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose", "-v", help="Tell what was dropped, and what was asked.", rich_help_panel=_OUTPUT
        ),
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", rich_help_panel=_OUTPUT)
    ] = False,
) -> None:
    """Summarize articles about one story: per source, merged, and as a dated timeline, every sentence cited.

    Without a key or an endpoint it works by itself and sends nothing anywhere.

    summarize seeds/ --timeline

    summarize seeds/ -t -o report.json --published 2018-03-28
    """
    if version:
        print(f"summarize {__version__}")
        return
    if schema:
        _print_schema()
        return
    if not paths:
        raise UsageError(
            "no PATH given: name files or folders of articles, or - for stdin; --help tells more"
        )
    settings = {
        "timeline": timeline,
        "engine": engine,
        "model": model,
        "base_url": base_url,
        "prompts": prompts,
        "record": record,
        "replay": replay,
        "words": words,
        "events": events,
        "sentences": sentences,
        "focus": focus,
        "since": _day(since, "--from"),
        "until": _day(until, "--until"),
        "published": tuple(_published(one) for one in published or ()) or None,
        "infer_dates": not no_infer_dates,
        "keep_boilerplate": keep_boilerplate,
        "chunk_tokens": chunk_tokens,
        "context_tokens": context_tokens,
        "concurrency": concurrency,
        "max_retries": max_retries,
        "timeout": timeout,
    }
    gates = _gates(fail_on or ())
    given = {name: value for name, value in settings.items() if value is not None}
    raise typer.Exit(_run(paths, given, output=output, form=form, gates=gates, quiet=quiet, verbose=verbose))


def _run(
    paths: Sequence[str],
    given: dict[str, Any],
    *,
    output: Path | None,
    form: str | None,
    gates: "Sequence[Gate]",
    quiet: bool,
    verbose: bool,
) -> int:
    import asyncio

    from summarize import report as reports
    from summarize.config import Settings
    from summarize.pipeline import run

    settings = Settings(**given)
    to_file = output is not None and str(output) != "-"
    form_name = form or (reports.format_of(output) if output is not None and to_file else "markdown")
    if form_name not in reports.WRITERS:
        raise UsageError(f"--format {form_name!r} is unknown: choose one of {', '.join(reports.WRITERS)}")
    if output is not None and to_file:
        reports.expect_writable(output)
    terminal = _Terminal(sys.stderr, quiet=quiet)
    try:
        report = asyncio.run(run(paths, settings, stdin=sys.stdin.buffer, watcher=terminal))
    finally:
        terminal.clear()
    if verbose:
        from summarize.report.details import details

        for line in details(report):
            print(line, file=sys.stderr)
    if output is not None and to_file:
        reports.write_file(report, output, form_name)
    elif form is None and output is None and sys.stdout.isatty():
        reports.print_report(report)
    else:
        sys.stdout.write(reports.render(report, form_name))
    return _exit_code(report, gates)


def _exit_code(report: "Report", gates: "Sequence[Gate]") -> int:
    """Say which gates don't hold; a broken gate weighs more than a failed source, which is also one of its causes."""
    from summarize.gates import broken

    lines = broken(report, gates)
    for line in lines:
        print(f"summarize: {line}", file=sys.stderr)
    if lines:
        return GATE_BROKEN
    return DONE_WITH_FAILURES if report.failures else 0


def _gates(given: Sequence[str]) -> "list[Gate]":
    """Read the gates of --fail-on, which may be given several times or with commas."""
    from summarize.gates import NAMES

    names = [name.strip() for one in given for name in one.split(",") if name.strip()]
    for name in names:
        if name not in NAMES:
            raise UsageError(f"--fail-on {name!r} is no gate: choose from {', '.join(NAMES)}")
    return [name for name in NAMES if name in names]


def _print_schema() -> None:
    import json

    from summarize.report.schema import schema

    print(json.dumps(schema(), indent=2, ensure_ascii=False))


def _day(value: str | None, flag: str) -> Any:
    """Parse a day the user gave for a flag."""
    if value is None:
        return None
    from summarize.dates.anchor import parse_day

    day = parse_day(value)
    if day is None:
        raise UsageError(f"{flag} {value!r} is not a day: write it as 2018-03-28")
    return day


def _published(value: str) -> tuple[str | None, Any]:
    """Split FILE=DATE; a plain DATE is for all sources."""
    name, equals, day = value.rpartition("=")
    return (name if equals else None), _day(day, "--published")


def main() -> NoReturn:
    """Run the command line; every error is one line on stderr, and its kind the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(_outcome())


def _outcome() -> int:
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except SummarizeError as error:
        print(f"summarize: {error}", file=sys.stderr)
        return error.exit_code
    except typer.TyperException as error:
        print(f"summarize: {_one_line(error)}", file=sys.stderr)
        return getattr(error, "exit_code", 2)
    except (KeyboardInterrupt, typer.Abort):
        print("summarize: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the report has seen enough; Python must not try to flush the rest at exit.
        sys.stdout = None
        return 0
    except Exception as error:
        if os.environ.get("SUMMARIZE_TRACEBACK"):
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())
        print(
            f"summarize: a fault of ours ({what}); SUMMARIZE_TRACEBACK=1 shows where, to report it",
            file=sys.stderr,
        )
        return SummarizeError.exit_code
    return code if isinstance(code, int) else 0


def _one_line(error: typer.TyperException) -> str:
    """Fold a usage error of the parser into one line that names the way out."""
    message = " ".join(error.format_message().split()) if hasattr(error, "format_message") else str(error)
    return f"{message.rstrip('.')}; --help lists the options"
