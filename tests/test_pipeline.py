"""The stages together: what is asked, what is checked, and what the report says of it."""

import asyncio
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from summarize import reading, sources
from summarize.config import Settings
from summarize.errors import ModelError
from summarize.gates import broken
from summarize.llm.base import Request
from summarize.llm.fake import FakeLLM
from summarize.pipeline import run
from summarize.records import LeftOut, Report, Source
from tests.answers import answer, fenced

Write = Callable[..., Path]

WIRE = " ".join(
    """
    The council of Harwick voted on Tuesday to close the old bridge over the Lenn.
    Engineers had found cracks in four of its nine piers, the mayor told reporters.
    Some 12,000 drivers use the crossing on a working day, and most will take the ring road.
    A new span would cost 40 million euros, which the county has not yet promised.
    Shopkeepers on the east bank fear that customers will stay away for years.
    The mayor said that buses would run every ten minutes until the works are done.
    Work is to begin next month, once the last barges of the season have passed below.
    The bridge was built in 1931 and was last repaired in 1987, city records show.
    """.split()
)
SHORT = ". ".join(WIRE.split(". ")[:4]) + "."
OTHER = " ".join(
    """
    Harwick loses its oldest crossing: after a stormy session the town hall decided on its closure on Tuesday.
    Cyclists cheered from the gallery while traders shouted at the councillors below.
    The opposition wants a ferry for the months in between, an idea that the harbour master called sound.
    About 9,000 drivers use the crossing on a working day, according to the opposition.
    """.split()
)


def _report(folder: Path, llm: FakeLLM, **settings: object) -> Report:
    return asyncio.run(run([str(folder)], Settings(**settings), llm=llm))  # type: ignore[arg-type]


def _wire(write: Write) -> Path:
    return write({"a.txt": SHORT, "b.txt": WIRE, "c.txt": OTHER})


def test_copies_are_read_once_and_are_one_voice(write: Write) -> None:
    """A shortened wire copy is listed, and named as one; the most complete text is read in its place."""
    llm = FakeLLM(answer)
    report = _report(_wire(write), llm, timeline=True)
    assert [request.subject.split(",")[0] for request in llm.requests if request.stage == "read"] == [
        "S2 (b.txt)",
        "S3 (c.txt)",
    ]
    assert [source.copy_of for source in report.sources] == ["S2", "", ""]
    assert {citation.source for claim in report.summary for citation in claim.citations} <= {"S2", "S3"}
    assert all(claim.voices == 1 for source in report.sources for claim in source.summary)


def test_reading_begins_before_the_dates_are_found(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first question is on its way before any sentence is searched for dates, which takes longer."""
    llm = FakeLLM(answer)
    asked: list[int] = []

    def with_dates(source: Source) -> Source:
        asked.append(len(llm.requests))
        return sources.with_dates(source)

    monkeypatch.setattr(reading, "with_dates", with_dates)
    report = _report(_wire(write), llm, timeline=True, published=((None, date(2018, 3, 28)),))
    assert len(asked) == 3
    assert asked[0] > 0
    assert {"2018-03-27", "2018-04"} < {entry.value for entry in report.timeline or ()}


def test_without_a_model_copies_are_one_voice_too(write: Write) -> None:
    """What only copies of one text say is carried by one source."""
    report = asyncio.run(run([str(_wire(write))], Settings(timeline=True, published=())))
    assert [source.copy_of for source in report.sources] == ["S2", "", ""]
    assert max(claim.voices for claim in report.summary) <= 2


def test_a_copy_lends_its_publication_day(write: Write) -> None:
    """The day that a copy states dates the text that is read, as inferred, with the evidence."""
    folder = write({"a.txt": WIRE, "b.md": f"---\ndate: 2018-03-28\n---\n{SHORT}", "c.txt": OTHER})
    first, *_ = _report(folder, FakeLLM(answer)).sources
    assert (first.published.value, first.published.basis) == ("2018-03-28", "inferred")
    assert "S2" in first.published.evidence
    first, *_ = _report(folder, FakeLLM(answer), infer_dates=False).sources
    assert first.published.value == ""


def _saying(text: str, mended: str | None = None, *, notes: int = 1) -> FakeLLM:
    """Answer a merge with one sentence that cites the first of its notes, or more, and the request to mend it."""

    def said(request: Request) -> str:
        if request.stage == "merge":
            found = json.loads(answer(request))
            cites = [cite for one in found["summary"][:notes] for cite in one["cites"]]
            return json.dumps({"title": "T", "summary": [{"text": text, "cites": cites}], "differences": []})
        if request.stage == "mend":
            if mended is None:
                raise ModelError("declined")
            return json.dumps({"claims": [{"number": 1, "text": mended}]})
        return answer(request)

    return FakeLLM(said)


FALSE = "The council of Harwick voted to close 17 bridges over the Lenn."
TRUE = "The council of Harwick voted to close the old bridge."


def test_what_no_source_supports_is_mended_once(write: Write) -> None:
    """A claim that fails its check goes back to the model with the reason, and its correction is checked anew."""
    llm = _saying(FALSE, TRUE)
    report = _report(write({"a.txt": WIRE}), llm)
    assert [claim.text for claim in report.summary] == [TRUE]
    assert report.left_out == ()
    (asked,) = [request for request in llm.requests if request.stage == "mend"]
    assert FALSE in asked.messages[-1].content
    assert "17" in asked.messages[-1].content.split("wrong: ")[1].split("\n")[0]


@pytest.mark.parametrize(
    "mended", [FALSE.replace("17", "19"), "", None], ids=["wrong again", "given up", "refused"]
)
def test_what_cannot_be_mended_is_left_out(write: Write, mended: str | None) -> None:
    """A claim that fails again, or gets no correction, is listed with its reason, and the report goes on."""
    llm = _saying(FALSE, mended)
    report = _report(write({"a.txt": WIRE}), llm)
    assert report.summary == ()
    (left,) = report.left_out
    assert left.support == "unsupported"
    assert len([request for request in llm.requests if request.stage == "mend"]) == 1
    assert broken(report, ["unsupported"])


JOINED = "The council of Harwick voted to close the old bridge, which carried 12,000 drivers a day."
APART = "The council of Harwick voted to close the old bridge; 12,000 drivers a day used it."


@pytest.mark.parametrize(("mended", "told"), [(APART, APART), (FALSE, JOINED), ("", JOINED)])
def test_what_joins_sentences_is_looked_at_again(write: Write, mended: str, told: str) -> None:
    """A claim that rests on several sentences goes back once; what comes back is told unless it holds less well."""
    llm = _saying(JOINED, mended, notes=3)
    report = _report(write({"a.txt": WIRE}), llm)
    (asked,) = [request for request in llm.requests if request.stage == "mend"]
    assert f"1. {JOINED}\ncheck: " in asked.messages[-1].content
    assert [claim.text for claim in report.summary] == [told]


def _differing(sides: list[tuple[str, str]]) -> FakeLLM:
    """Take every sentence for a point, and find that sources differ in these."""

    def said(request: Request) -> str:
        if request.stage == "read":
            lines = [line.split(" ", 1) for line in fenced(request)]
            points = [{"text": text, "sentences": [int(number)]} for number, text in lines]
            return json.dumps({"points": points, "events": []})
        found = json.loads(answer(request))
        if request.stage == "merge":
            shown = [{"text": text, "cites": [cite]} for text, cite in sides]
            found["differences"] = [{"about": "drivers a day", "contrast": "figure", "sides": shown}]
        return json.dumps(found)

    return FakeLLM(said)


@pytest.mark.parametrize(
    ("sides", "reason"),
    [
        ([("12,000 drivers", "S1:3"), ("9,000 drivers", "S2:4")], ""),
        ([("12,000 drivers", "S1:3"), ("7,000 drivers", "S2:4")], "fewer than two"),
        ([("12,000 drivers", "S1:3"), ("40 million euros", "S1:4")], "one source"),
        ([("12,000 drivers", "S1:3")], "fewer than two"),
        ([("12,000 drivers", "S1:3"), ("12,000  Drivers", "S1:3")], "say the same"),
    ],
    ids=["holds", "a side is not there", "one source", "one side", "the same"],
)
def test_differences_are_checked_like_claims(write: Write, sides: list[tuple[str, str]], reason: str) -> None:
    """A difference is shown where two sources say its sides, each in the sentences it cites; others are left out."""
    report = _report(write({"a.txt": WIRE, "b.txt": OTHER}), _differing(sides))
    left = [one for one in report.left_out if one.where == "where sources differ"]
    assert bool(report.differences) == (not reason)
    assert bool(broken(report, ["disagreement"])) == (not reason)
    assert all(reason in one.reason for one in left)
    assert len(left) == bool(reason)
    cited = {(source.id, sentence.number) for source in report.sources for sentence in source.sentences}
    for difference in report.differences:
        assert {(c.source, c.sentence) for side in difference.sides for c in side.citations} <= cited


def test_what_is_over_the_length_is_no_unsupported_claim(write: Write) -> None:
    """Sentences beyond the words asked for are listed as that, and break no gate."""
    report = _report(write({"a.txt": WIRE, "b.txt": OTHER}), FakeLLM(answer), words=12)
    assert report.left_out
    assert all(isinstance(left, LeftOut) and left.reason == "over 12 words" for left in report.left_out)
    assert broken(report, ["unsupported"]) == []


def test_a_title_is_that_of_the_news_the_summary_begins_with(write: Write) -> None:
    """Where the model's title says what no source does, the report has the title of the source its summary opens on."""
    folder = write(
        {
            "a.md": f"---\ntitle: A year of floods\n---\n{OTHER}",
            "b.md": f"---\ntitle: Bridge shut\n---\n{WIRE}",
        }
    )

    def said(request: Request) -> str:
        if request.stage != "merge":
            return answer(request)
        return json.dumps(
            {"title": "Paris burns", "summary": [{"text": TRUE, "cites": ["S2:1"]}], "differences": []}
        )

    assert _report(folder, FakeLLM(said)).title == "Bridge shut"
