"""The report writers, through their public door.

The golden files are written anew, to be read before they are committed, by `python tests/test_report.py`.
"""

import io
import json
import os
import stat
import subprocess
import sys
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.console import Console

from summarize.errors import OutputError, UsageError
from summarize.records import (
    Citation,
    Claim,
    Entry,
    Failure,
    LeftOut,
    Made,
    Published,
    Quoted,
    Removed,
    Report,
    SourceReport,
    Usage,
    When,
)
from summarize.report import (
    SUFFIXES,
    WRITERS,
    from_json,
    print_report,
    render,
    schema,
    to_json,
    to_markdown,
    write_file,
)

HERE = Path(__file__).parent
GOLDEN = {"markdown": HERE / "golden" / "report.md", "json": HERE / "golden" / "report.json"}


def case(name: str) -> Any:
    """Give the cases of a file."""
    return yaml.safe_load((HERE / "cases" / name).read_text(encoding="utf-8"))


def citations(cites: list[str]) -> tuple[Citation, ...]:
    """Read citations as they are printed."""
    return tuple(Citation(source, int(number)) for source, number in (each.split(":") for each in cites))


def claims(rows: list[dict[str, Any]]) -> tuple[Claim, ...]:
    """Build claims from rows."""
    return tuple(
        Claim(row["text"], citations(row["cites"]), row.get("support", "supported"), row.get("reason", ""))
        for row in rows
    )


def entry(row: dict[str, Any]) -> Entry:
    """Build an entry of the timeline from a row."""
    written = (
        When(text, "", "unknown", "weekday without a date to count from", "", 40, 40 + len(text))
        for text in row.get("expressions", ())
    )
    return Entry(
        value=row.get("value", ""),
        precision=row["precision"],
        status=row.get("status", "happened"),
        claims=claims(row["claims"]),
        expressions=tuple(written),
        sources=row["sources"],
        score=row["sources"] / 4,
    )


def source(row: dict[str, Any]) -> SourceReport:
    """Build a source from a row; its sentences stand 100 characters apart."""
    return SourceReport(
        id=row["id"],
        name=row["name"],
        title=row["title"],
        publisher=row["publisher"],
        url=row.get("url", ""),
        published=Published(*row["published"]),
        words=row["words"],
        sentence_count=row["sentence_count"],
        summary=claims(row["summary"]),
        removed=tuple(Removed(f"({kind})", kind, 9, 11 + len(kind)) for kind in row["removed"]),
        sentences=tuple(
            Quoted(number, text, 100 * number, 100 * number + len(text))
            for number, text in row["sentences"].items()
        ),
    )


def sample() -> Report:
    """Build the report of tests/cases/report.yaml."""
    row = case("report.yaml")
    made = row["made"]
    return Report(
        title=row["title"],
        focus=row["focus"],
        summary=claims(row["summary"]),
        timeline=tuple(map(entry, row["timeline"])),
        undated=tuple(map(entry, row["undated"])),
        sources=tuple(map(source, row["sources"])),
        left_out=tuple(
            LeftOut(each["where"], each["text"], citations(each["cites"]), each["reason"])
            for each in row["left_out"]
        ),
        failures=tuple(Failure(**each) for each in row["failures"]),
        made=Made(
            made["version"],
            made["engine"],
            made["model"],
            made["prompts"],
            tuple(Usage(**each) for each in made["usage"]),
        ),
    )


def minimal() -> Report:
    """Build a report that holds next to nothing."""
    return Report("", "", (), None, (), (), (), (), Made("0.1.0", "extractive", "", ""))


def filled(text: str) -> Report:
    """Build a report that holds `text` wherever text of others can stand."""
    claim = Claim(text, (Citation("S1", 1),), "weak", text)
    when = When(text, "", "unknown", "", "", 0, 1)
    told = Entry("", "unknown", "planned", (claim,), (when,), 1, 0.5)
    dated = replace(told, value=f"~?%{text}", claims=(claim, claim))
    article = SourceReport(
        "S1",
        text,
        text,
        text,
        f"x:{text}",
        Published("2018-03-28", "inferred", text),
        1,
        1,
        (claim,),
        (Removed(text, text, 0, 1),),
        (Quoted(1, text, 0, 1),),
    )
    left = LeftOut(text, text, (Citation("S1", 1),), text)
    made = Made(text, text, text, text, (Usage(text, 1, 0, 1, 1),))
    return Report(
        f"Title {text}",
        text,
        (claim, claim),
        (dated,),
        (told,),
        (article,),
        (left,),
        (Failure(text, text),),
        made,
    )


def printed(report: Report, width: int, **options: Any) -> str:
    """Print a report as on a terminal of that width."""
    stream = io.StringIO()
    print_report(report, Console(file=stream, width=width, **options))
    return stream.getvalue()


def parsed(markdown: str) -> list[Token]:
    """Read Markdown as CommonMark with tables and strikethrough, in one flat list."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    return [each for token in tokens for each in (token, *(token.children or ()))]


def structure(markdown: str) -> list[str]:
    """Give what the Markdown is made of, leaving its words aside."""
    return [token.type for token in parsed(markdown) if token.type != "text"]


@pytest.mark.parametrize("name", WRITERS)
def test_golden(name: str) -> None:
    """Each format of the realistic report is the one that was read and committed."""
    assert render(sample(), name) == GOLDEN[name].read_text(encoding="utf-8")


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("report", [sample(), minimal()], ids=["sample", "minimal"])
def test_one_final_line_break(report: Report, name: str) -> None:
    """Every format ends in one line break."""
    text = render(report, name)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_unknown_format() -> None:
    """A format that is not known is refused with those that are."""
    with pytest.raises(UsageError, match=r"'pdf'.*markdown, json"):
        render(sample(), "pdf")


@pytest.mark.parametrize("row", case("report_hostile.yaml"), ids=lambda row: repr(row["text"]))
def test_hostile_text_in_markdown(row: dict[str, str]) -> None:
    """Text of others is written so that it is shown and does nothing, and no more is escaped than must be."""
    report = replace(minimal(), summary=(Claim(row["text"], (Citation("S1", 1),)),))
    assert to_markdown(report).split("\n\n")[1] == f"{row['markdown']} [S1:1]"


@pytest.mark.parametrize("row", case("report_hostile.yaml"), ids=lambda row: repr(row["text"]))
def test_hostile_text_makes_no_markup(row: dict[str, str]) -> None:
    """Wherever text of others stands in the report, a Markdown reader finds words in it and no markup."""
    assert structure(to_markdown(filled(row["text"]))) == structure(to_markdown(filled("word")))


ACTIVE = st.text(
    st.sampled_from("\\`*_{}[]()#+-.!|<>~$&;=:/@^'\"%? \n\t0a1Bé\u200b"), min_size=1, max_size=12
)


@settings(deadline=None, max_examples=150)
@given(ACTIVE.filter(lambda text: text.strip(" \n\t\u200b")))
def test_any_text_makes_no_markup(text: str) -> None:
    """No mixture of the characters that Markdown knows makes markup."""
    assert structure(to_markdown(filled(text))) == structure(to_markdown(filled("word")))


@settings(deadline=None, max_examples=300)
@given(ACTIVE)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    """What a reader sees of a sentence is the sentence, its white space folded and unseen characters gone."""
    claim = Claim(f"a {text} z", (Citation("S1", 1),))
    seen = " ".join(f"a {text} z".replace("\u200b", "").split())
    inline = parsed(to_markdown(replace(minimal(), summary=(claim,))))
    words = [token.content for token in inline if token.type == "text"]
    assert f"{seen} [S1:1]" in words


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//host/x", "https:///x", "file:///etc/x"]
)
def test_only_web_addresses_are_links(url: str) -> None:
    """An address that is not http or https is shown and is no link."""
    text = to_markdown(replace(sample(), sources=(replace(sample().sources[0], url=url),)))
    assert not [token for token in parsed(text) if token.type == "link_open"]
    assert url in text


def test_link_cannot_be_broken_out_of() -> None:
    """A web address is a link to itself, with all else in it percent-encoded."""
    url = 'https://news.example/a b>\n<script>"x"'
    text = to_markdown(replace(sample(), sources=(replace(sample().sources[0], url=url),)))
    links = [token.attrs["href"] for token in parsed(text) if token.type == "link_open"]
    assert links == ["https://news.example/a%20b%3E%20%3Cscript%3E%22x%22"]


@pytest.mark.parametrize("row", case("report_dates.yaml"), ids=lambda row: row["value"])
def test_date_codes_are_explained(row: dict[str, str]) -> None:
    """A date whose digits could be misread has its meaning beside it, and no other has."""
    dated = replace(
        sample(), timeline=(replace(entry(case("report.yaml")["timeline"][0]), value=row["value"]),)
    )
    head = next(line for line in to_markdown(dated).splitlines() if line.startswith("- **")).split(" — ")[0]
    assert head == f"- **{row['value']}**" + (f" ({row['said']})" if row["said"] else "")


def test_doubt_marks_are_explained_when_present() -> None:
    """The note on `~` stands below a timeline with such a date, and below no other."""
    exact = tuple(each for each in sample().timeline or () if "~" not in each.value)
    assert "`~` marks an approximate date." in to_markdown(sample())
    assert "`~`" not in to_markdown(replace(sample(), timeline=exact))


def test_no_timeline_asked() -> None:
    """A report without a timeline has no part of that name."""
    assert "Timeline" not in to_markdown(replace(sample(), timeline=None, undated=()))


def test_empty_timeline_says_so() -> None:
    """A timeline in which nothing could be dated says that, and keeps its undated part."""
    text = to_markdown(replace(sample(), timeline=()))
    assert (
        "## Timeline\n\nNo event in these sources could be given a date.\n\n### Date not known\n\n- **“Wed"
        in text
    )


def test_empty_summary_says_so() -> None:
    """A report without a merged summary says that under a title of its own."""
    text = to_markdown(minimal())
    assert text.startswith(
        "# Summary of 0 sources\n\nNo merged summary could be made.\n\n## How this was made\n"
    )


def test_extractive_report_names_no_tokens() -> None:
    """A report made without a model says so, and has no table of calls."""
    text = to_markdown(minimal())
    assert text.endswith("- Program: summarize 0.1.0\n- Engine: extractive (no language model)\n")


def test_replay_is_claimed_only_for_all_answers() -> None:
    """Answers are called replayed only where every one was."""
    made = sample().made
    some = replace(made, usage=(*made.usage, Usage("tell", 1, 0, 10, 10)))
    assert "replayed from a recording" in to_markdown(sample())
    assert "replayed from a recording" not in to_markdown(replace(sample(), made=some))


def test_claims_without_good_support_are_marked() -> None:
    """A claim that is weak, or that cites nothing, says so in words."""
    report = replace(
        sample(), summary=(Claim("A.", (), "weak"), Claim("B.", (Citation("S1", 1),), "unsupported", "why"))
    )
    assert "A. [no source cited] **(weak)** B. [S1:1] **(unsupported: why)**" in to_markdown(report)
    assert "A. [no source cited] (weak) B. [S1:1] (unsupported: why)" in printed(report, 100)


def test_citations_stand_once_each() -> None:
    """A sentence cited twice by one claim is named once, and every cited sentence is quoted once, in order."""
    article = sample().sources[0]
    many = replace(
        article, id="S10", summary=(Claim("A.", (Citation("S10", 2), Citation("S2", 6), Citation("S10", 2))),)
    )
    text = to_markdown(replace(sample(), sources=(*sample().sources, many)))
    assert "A. [S10:2, S2:6]" in text
    quoted = [
        line.split("**")[1] for line in text.partition("## Cited sentences")[2].splitlines() if "**" in line
    ]
    numbers = [(int(source[1:]), int(number)) for source, number in (each.split(":") for each in quoted)]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] == (10, 2)


def test_citation_that_leads_nowhere() -> None:
    """A citation whose sentence is not in the report is named as such among the cited sentences."""
    report = replace(sample(), summary=(Claim("A.", (Citation("S4", 1),)),))
    assert "- **S4:1** This sentence is missing from the report." in to_markdown(report)


def test_two_hundred_entries() -> None:
    """A timeline of two hundred entries is written whole and in its order, in every format."""
    dates = [f"{year}-{month:02}" for year in range(2000, 2020) for month in range(1, 11)]
    first = (sample().timeline or ())[0]
    report = replace(sample(), timeline=tuple(replace(first, value=date) for date in dates))
    lines = to_markdown(report).splitlines()
    assert [line[4:11] for line in lines if line.startswith("- **2")] == dates
    assert from_json(to_json(report)) == report
    assert [line[:7] for line in printed(report, 100).splitlines() if line[:2] == "20"] == dates


def test_json_loads_back() -> None:
    """What is loaded from a JSON report equals what was written."""
    for report in (sample(), minimal(), replace(sample(), timeline=())):
        assert from_json(to_json(report)) == report


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(exclude_categories=())))
def test_json_keeps_every_character_and_shows_only_seen_ones(text: str) -> None:
    """Any text comes back from JSON as it was, and the file holds no control, bidi or zero-width character."""
    written = to_json(filled(text))
    assert from_json(written.encode().decode()) == from_json(json.dumps(json.loads(written)))
    assert json.loads(written)["focus"] == json.loads(json.dumps(text))
    assert not set(written) & {"\x1b", "\x7f", "\x9b", "\u202e", "\u200b", "\u2066", "\ufeff", "\U000e0041"}


def test_schema_is_valid_and_holds() -> None:
    """The schema is one of the 2020-12 draft, and every report holds to it."""
    Draft202012Validator.check_schema(schema())
    for report in (sample(), minimal(), filled("word")):
        Draft202012Validator(schema()).validate(json.loads(to_json(report)))


def test_schema_describes_every_record() -> None:
    """Each object of the schema says what it is, forbids other fields, and asks for all of its own."""
    root = schema()
    for shape in (root, *root["$defs"].values()):
        assert shape["description"].endswith(".")
        assert shape["additionalProperties"] is False
        assert shape["required"] == list(shape["properties"])
    assert list(root["properties"]) == list(json.loads(to_json(sample())))
    assert root["$defs"]["Claim"]["properties"]["support"] == {"enum": ["supported", "weak", "unsupported"]}


@pytest.mark.parametrize("row", case("report_broken.yaml"), ids=lambda row: row["says"])
def test_broken_json(row: dict[str, Any]) -> None:
    """A field that is missing, unknown or of another type is refused by its path, and by the schema as well."""
    document = deepcopy(json.loads(to_json(sample())))
    *way, last = row["at"]
    place = document
    for step in way:
        place = place[step]
    if "set" in row:
        place[last] = row["set"]
    else:
        del place[last]
    with pytest.raises(UsageError) as caught:
        from_json(json.dumps(document))
    assert row["says"] in str(caught.value)
    assert not Draft202012Validator(schema()).is_valid(document)


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, '{"format": 1, "format": 1}', "[]", "NaN", "\ufeff{}"]
)
def test_not_a_json_report(text: str) -> None:
    """Text that is no JSON report is refused in one line."""
    with pytest.raises(UsageError) as caught:
        from_json(text)
    assert "\n" not in str(caught.value)
    assert "make the report again" in str(caught.value)


def test_json_number_must_be_finite() -> None:
    """A score that is no number is refused."""
    with pytest.raises(UsageError, match=r"\$\.timeline\[0\]\.score is nan"):
        from_json(to_json(sample()).replace('"score": 0.25', '"score": NaN', 1))


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".MD"])
def test_file_in_the_format_of_its_suffix(suffix: str, tmp_path: Path) -> None:
    """A report is written in the format that the file's suffix stands for, whatever its case."""
    path = tmp_path / f"report{suffix}"
    write_file(sample(), path)
    assert path.read_bytes() == render(sample(), SUFFIXES[suffix.lower()]).encode()
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_file_in_the_format_named(tmp_path: Path) -> None:
    """A format that is named goes before the suffix."""
    write_file(sample(), tmp_path / "report.txt", "json")
    assert from_json((tmp_path / "report.txt").read_text(encoding="utf-8")) == sample()


@pytest.mark.parametrize("name", ["report.docx", "report"])
def test_unknown_suffix(name: str, tmp_path: Path) -> None:
    """A suffix that stands for no format is refused with those that do, and nothing is written."""
    with pytest.raises(UsageError, match=r"report.*\.md, \.markdown, \.json"):
        write_file(sample(), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_folder_is_not_overwritten(tmp_path: Path) -> None:
    """A folder in the place of the file is left as it is."""
    (tmp_path / "report.md").mkdir()
    with pytest.raises(OutputError, match="is a folder; name a file in it"):
        write_file(sample(), tmp_path / "report.md")
    assert [each.name for each in tmp_path.iterdir()] == ["report.md"]


def test_missing_folder(tmp_path: Path) -> None:
    """A folder that does not exist is named with the command that creates it."""
    with pytest.raises(OutputError, match=r"the folder .*new does not exist; create it with mkdir -p .*new"):
        write_file(sample(), tmp_path / "new" / "report.md")


@pytest.mark.parametrize("name", ["file/report.md", f"{'n' * 300}.md"], ids=["below a file", "name too long"])
def test_file_that_cannot_be_written(name: str, tmp_path: Path) -> None:
    """Where the system refuses to write, its reason is given in one line and nothing is left behind."""
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written") as caught:
        write_file(sample(), tmp_path / name)
    assert "\n" not in str(caught.value)
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_failed_write_keeps_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses the last step, the old report stands and no temporary file is left."""

    def refuse(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    path = tmp_path / "report.md"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="no space left on device"):
        write_file(sample(), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["report.md"]


def test_rewriting_keeps_link_and_mode(tmp_path: Path) -> None:
    """A report written again through a link goes to the file behind it, which keeps its permissions."""
    target, link = tmp_path / "kept.md", tmp_path / "report.md"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    write_file(sample(), link)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == to_markdown(sample())
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """A link to a device leaves the device in its place."""
    link = tmp_path / "report.md"
    link.symlink_to(os.devnull)
    write_file(sample(), link)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.parametrize("width", [30, 60, 79, 80, 100, 200])
def test_terminal_holds_everything_at_any_width(width: int) -> None:
    """On a terminal of any width no line is too long, and no word of a claim or quotation is lost."""
    text = printed(sample(), width)
    assert max(map(len, text.splitlines())) <= min(width, 100)
    report = sample()
    words = " ".join(text.replace("│", " ").split())
    for claim in report.summary:
        assert claim.text in words
    for name in (source.name for source in report.sources):
        assert name in text
    for part in ("Timeline", "Date not known", "Left out", "Failed", "Cited sentences", "How this was made"):
        assert part in text


@pytest.mark.parametrize("row", case("report_hostile.yaml"), ids=lambda row: repr(row["text"]))
def test_hostile_text_on_a_terminal(row: dict[str, str]) -> None:
    """Text of others reaches a terminal without controls, and is taken for no markup of rich's."""
    text = printed(filled(row["text"]), 100)
    assert not set(text) & set("\x00\x07\x1b\x7f\x9b\u202e\u2066\u200b\ufeff")
    if "rich" in row["text"]:
        assert row["text"] in text


def test_no_color() -> None:
    """NO_COLOR takes the colours from a terminal that has them."""
    colour = printed(sample(), 100, force_terminal=True, color_system="standard", _environ={})
    plain = printed(sample(), 100, force_terminal=True, color_system="standard", _environ={"NO_COLOR": "1"})
    assert "36m" in colour
    assert "36m" not in plain


def test_rich_is_loaded_for_a_terminal_only() -> None:
    """Writing reports to files loads nothing of rich."""
    code = "import sys, summarize.report; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


if __name__ == "__main__":
    for name in WRITERS:
        GOLDEN[name].write_text(render(sample(), name), encoding="utf-8", newline="\n")
