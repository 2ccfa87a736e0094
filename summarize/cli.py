"""The command line: options in, the report out. It decides nothing that the pipeline should.

Result on stdout, all else on stderr. Everything heavy is imported where it is used, so that `--help` is quick.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn, get_args, get_origin, get_type_hints

import typer
from typer.core import TyperCommand

from summarize import __version__
from summarize.commands import (
    INTERRUPTED,
    make_report,
    print_completion,
    print_schema,
    show_cache,
    show_plan,
)
from summarize.errors import SummarizeError, UsageError
from summarize.values import expect_price, parse_day, parse_gates, parse_published

if TYPE_CHECKING:
    from summarize.completion import Flag

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

_MOST_USED = "Most used"
_LENGTH = "Length and scope"
_ENGINE = "Engine"
_SOURCES = "Sources"
_COST = "Cost"
_OUTPUT = "Output"

EXAMPLES = [
    ("summarize articles/ --timeline", "Read a folder, print a report."),
    ("summarize a.txt b.pdf -t -o out.html -o out.json", "Write a page, and the same for programs."),
]


class _Command(TyperCommand):
    """Prints its help in plain text, the options in their groups.

    Typer's own grouped help loads rich, which takes longer than all else that `--help` does, and colours logs
    wherever GITHUB_ACTIONS is set.
    """

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write examples, arguments and options, a section a group, in the order they were declared."""
        with formatter.section("Examples"):
            for example, about in EXAMPLES:
                formatter.write(f"  {example}\n      {about}\n")
        groups: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            if line := parameter.get_help_record(ctx):
                line = (line[0].removesuffix(" <list[str]>"), line[1])
                first = "Arguments" if parameter.param_type_name == "argument" else _OUTPUT
                group = getattr(parameter, "rich_help_panel", None) or first
                groups.setdefault(group, []).append(line)
        for name, lines in groups.items():
            with formatter.section(name):
                formatter.write_dl(lines, col_max=26)


@app.command(cls=_Command, context_settings={"help_option_names": ["-h", "--help"]})
def command(
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Files, folders, globs, web addresses, or - for stdin.",
            show_default=False,
        ),
    ] = None,
    timeline: Annotated[
        bool,
        typer.Option("--timeline", "-t", help="Add a dated timeline.", rich_help_panel=_MOST_USED),
    ] = False,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the report there; the suffix says how. Repeatable.",
            rich_help_panel=_MOST_USED,
        ),
    ] = None,
    words: Annotated[
        int | None,
        typer.Option(metavar="N", help="Most words of the merged summary. (200)", rich_help_panel=_MOST_USED),
    ] = None,
    published: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DATE",
            help="When the sources were published: DATE for all, FILE=DATE for one. Repeatable.",
            rich_help_panel=_MOST_USED,
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option("--model", "-m", metavar="NAME", help="The model to ask.", rich_help_panel=_MOST_USED),
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
    urls: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="A file with an address a line; behind the paths.", rich_help_panel=_SOURCES
        ),
    ] = None,
    allow_private: Annotated[
        bool,
        typer.Option(
            "--allow-private",
            help="Let pages be fetched from this machine and private networks.",
            rich_help_panel=_SOURCES,
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
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            "-n",
            help="Tell what would be asked and cost, and ask nothing.",
            rich_help_panel=_COST,
        ),
    ] = False,
    max_cost: Annotated[
        float | None,
        typer.Option(metavar="USD", help="Most US dollars a run may spend.", rich_help_panel=_COST),
    ] = None,
    max_tokens: Annotated[
        int | None,
        typer.Option(metavar="N", help="Most tokens, in and out together.", rich_help_panel=_COST),
    ] = None,
    max_calls: Annotated[
        int | None, typer.Option(metavar="N", help="Most calls, retries too.", rich_help_panel=_COST)
    ] = None,
    price: Annotated[
        str | None,
        typer.Option(
            metavar="IN,OUT",
            help="US dollars for a million tokens. (as genai-prices lists the model)",
            rich_help_panel=_COST,
        ),
    ] = None,
    no_cache: Annotated[
        bool,
        typer.Option("--no-cache", help="Neither use nor keep answers of other runs.", rich_help_panel=_COST),
    ] = False,
    cache_dir: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Where answers are kept. (SUMMARIZE_CACHE_DIR)", rich_help_panel=_COST
        ),
    ] = None,
    cache_info: Annotated[
        bool, typer.Option("--cache-info", help="Tell what is kept, and where.", rich_help_panel=_COST)
    ] = False,
    cache_clear: Annotated[
        bool, typer.Option("--cache-clear", help="Delete what is kept.", rich_help_panel=_COST)
    ] = False,
    batch: Annotated[
        bool,
        typer.Option(
            "--batch",
            help="Ask in bulk, at half price, within a day; the same command comes back for it.",
            rich_help_panel=_COST,
        ),
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="With --batch: stay until it is done.", rich_help_panel=_COST)
    ] = False,
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
    max_wait: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS",
            help="Longest wait an endpoint may ask for before a retry. (120)",
            rich_help_panel=_ENGINE,
        ),
    ] = None,
    rpm: Annotated[
        float | None,
        typer.Option(
            metavar="N", help="Most calls a minute. (as the endpoint says)", rich_help_panel=_ENGINE
        ),
    ] = None,
    tpm: Annotated[
        float | None,
        typer.Option(
            metavar="N", help="Most tokens a minute. (as the endpoint says)", rich_help_panel=_ENGINE
        ),
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
    check: Annotated[
        Path | None,
        typer.Option(
            metavar="REPORT",
            help="End with exit code 5 where the report says something else than this one in JSON; tell what changed.",
            rich_help_panel=_OUTPUT,
        ),
    ] = None,
    annotations: Annotated[
        Literal["github"] | None,
        typer.Option(
            metavar="NAME",
            help="github: what is wrong, the ten gravest, beside the run and in the files of a pull request.",
            show_default=False,
            rich_help_panel=_OUTPUT,
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="One of those under Formats, such as json. (by the suffix of -o)",
            rich_help_panel=_OUTPUT,
        ),
    ] = None,
    completion: Annotated[
        Literal["bash", "zsh", "fish"] | None,
        typer.Option(
            "--show-completion",
            metavar="SHELL",
            help="Print the completion for bash, zsh or fish.",
            show_default=False,
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

    Without a key or an endpoint it works by itself and sends nothing anywhere. Given a report in JSON, it writes that again.
    """
    if version:
        print(f"summarize {__version__}")
        return
    if completion:
        print_completion(completion, _flags(ctx))
        return
    if schema:
        print_schema()
        return
    if cache_info or cache_clear:
        show_cache(cache_dir, clear=cache_clear)
        return
    paths = paths or []
    if not paths and urls is None:
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
        "since": parse_day(since, "--from"),
        "until": parse_day(until, "--until"),
        "published": tuple(parse_published(one) for one in published or ()) or None,
        "infer_dates": not no_infer_dates,
        "keep_boilerplate": keep_boilerplate,
        "urls": urls,
        "allow_private": allow_private,
        "chunk_tokens": chunk_tokens,
        "context_tokens": context_tokens,
        "concurrency": concurrency,
        "max_retries": max_retries,
        "max_wait": max_wait,
        "timeout": timeout,
        "rpm": rpm,
        "tpm": tpm,
        "max_calls": max_calls,
        "max_tokens": max_tokens,
        "max_cost": max_cost,
        "price": price,
        "cache": not no_cache,
        "cache_dir": cache_dir,
        "batch": batch,
        "wait": wait,
    }
    expect_price(price)
    from summarize.verdict import Demands

    demands = Demands(parse_gates(fail_on or ()), check, annotate=annotations is not None)
    given = {name: value for name, value in settings.items() if value is not None}
    if dry_run:
        raise typer.Exit(show_plan(paths, given, form=form, quiet=quiet))
    raise typer.Exit(
        make_report(
            paths, given, output=output or (), form=form, demands=demands, quiet=quiet, verbose=verbose
        )
    )


def _flags(ctx: typer.Context) -> "list[Flag]":
    """Describe the options, for completion."""
    from summarize.completion import Flag
    from summarize.gates import NAMES
    from summarize.report import WRITERS

    choices: dict[str, tuple[str, ...]] = {"fail_on": NAMES, "form": tuple(WRITERS)}
    for name, hint in get_type_hints(command).items():
        for kind in get_args(hint):
            if get_origin(kind) is Literal:
                choices[name] = get_args(kind)
    return [
        Flag(
            names=tuple(sorted(one.opts, key=len)),
            about=getattr(one, "help", None) or "",
            value=one.metavar or "",
            choices=choices.get(one.name or "", ()),
            is_path=one.metavar in {"FILE", "FOLDER", "REPORT"},
            repeatable=one.multiple,
        )
        for one in ctx.command.get_params(ctx)
        if one.param_type_name == "option"
    ]


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
        from summarize.report.escape import inert

        print(inert(f"summarize: {error}"), file=sys.stderr)
        return error.exit_code
    except typer.TyperException as error:
        print(f"summarize: {_one_line(error)}", file=sys.stderr)
        return getattr(error, "exit_code", 2)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
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
    if code == INTERRUPTED:  # typer gives it back for a Ctrl-C, without a word
        print("summarize: interrupted", file=sys.stderr)
    return code if isinstance(code, int) else 0


def _one_line(error: typer.TyperException) -> str:
    """Fold a usage error of the parser into one line that names the way out."""
    message = " ".join(error.format_message().split()) if hasattr(error, "format_message") else str(error)
    return f"{message.replace('Value error, ', '').rstrip('.')}; --help lists the options"
