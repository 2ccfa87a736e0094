"""The timeline as JSON of TimelineJS (Knight Lab): https://timeline.knightlab.com/docs/json-format.html.

Its text fields are HTML, so all that articles say is escaped for it. What has no first day is left out, and
counted on the title slide.
"""

import html
import json
from datetime import date
from typing import Any

from summarize.records import Claim, Entry, Report
from summarize.report import wording
from summarize.report.citations import entries, format_citations
from summarize.report.escape import json_text, plain
from summarize.report.glosses import spelled
from summarize.report.spans import Span, span

_HEADLINE = 90  # characters


def to_timelinejs(report: Report) -> str:
    """Write a title slide and a slide for each dated entry."""
    told = [(entry, covered) for entry in entries(report) if (covered := span(entry.value)) and covered.first]
    document = {
        "title": {"text": {"headline": _html(wording.title(report)), "text": _title_text(report, len(told))}},
        "events": [_slide(number, entry, covered) for number, (entry, covered) in enumerate(told, start=1)],
        "scale": "human",
    }
    return json_text(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _title_text(report: Report, told: int) -> str:
    missing = len(entries(report)) - told
    left_out = f"{wording.counted_entries(missing)} left out: no first day is known." if missing else ""
    parts = [
        *wording.warnings(report),
        *(claim.text for claim in report.summary),
        wording.origin(report),
        left_out,
    ]
    return "".join(f"<p>{_html(part)}</p>" for part in parts if part)


def _slide(number: int, entry: Entry, covered: Span) -> dict[str, Any]:
    slide: dict[str, Any] = {"start_date": _date(covered.first)}
    if not covered.is_day and covered.last:
        slide["end_date"] = _date(covered.last)
    status = wording.status(entry)
    remarks = [status, *wording.date_doubts(entry)]
    shown = ", ".join(filter(None, [spelled(entry.value), *remarks]))
    return slide | {
        "display_date": plain(shown),
        "text": {"headline": _html(_headline(entry)), "text": _text(entry)},
        "group": entry.status,
        "unique_id": f"entry-{number}",
        "autolink": False,
    }


def _date(day: date | None) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day} if day else {}


def _headline(entry: Entry) -> str:
    words = plain(entry.claims[0].text if entry.claims else wording.as_written(entry))
    return words if len(words) <= _HEADLINE else f"{words[:_HEADLINE].rsplit(' ', 1)[0]} …"


def _text(entry: Entry) -> str:
    claims = [*entry.claims, *wording.elsewhere(entry, spelled)]
    return (
        "".join(f"<p>{_html(_told(claim))}</p>" for claim in claims)
        + f"<p>{_html(wording.carried(entry))}</p>"
    )


def _told(claim: Claim) -> str:
    return " ".join(filter(None, (claim.text, format_citations(claim.citations), wording.doubt(claim))))


def _html(text: str) -> str:
    return html.escape(plain(text))
