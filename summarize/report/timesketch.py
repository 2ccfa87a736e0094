"""The timeline as JSONL for Timesketch: an event a line, with `message`, `datetime` and `timestamp_desc`.

https://timesketch.org/guides/user/import-from-json-csv/ names the fields; all others are attributes of our own. News
gives days, and Timesketch asks for moments: each stands at the first moment (UTC) of its first day.
"""

import json
from typing import Any

from summarize.records import Entry, Report, Status
from summarize.report import wording
from summarize.report.citations import entries
from summarize.report.escape import json_text, plain
from summarize.report.spans import Span, span

_HAPPENED: dict[Status, str] = {
    "happened": "Event",
    "planned": "Planned event",
    "alleged": "Alleged event",
    "denied": "Denied event",
    "reported": "Reported on that day",
}


def to_timesketch(report: Report) -> str:
    """Write a line for each entry that has a first day."""
    told = ((entry, covered) for entry in entries(report) if (covered := span(entry.value)))
    return "".join(_line(entry, covered) for entry, covered in told if covered.first)


def _line(entry: Entry, covered: Span) -> str:
    return json_text(json.dumps(_event(entry, covered), ensure_ascii=False)) + "\n"


def _event(entry: Entry, covered: Span) -> dict[str, Any]:
    cited = dict.fromkeys(str(citation) for claim in entry.claims for citation in claim.citations)
    said = (f"{claim.text} {wording.doubt(claim)}" for claim in entry.claims)
    return {
        "message": plain(" ".join(said)),
        "datetime": f"{covered.first}T00:00:00+00:00",
        "timestamp_desc": f"{_HAPPENED[entry.status]}, {_known(entry, covered)}",
        "date": entry.value,
        "last_day": str(covered.last or ""),
        "precision": entry.precision,
        "status": entry.status,
        "doubt": plain("; ".join(wording.date_doubts(entry))),
        "sources": entry.sources,
        "citations": list(cited),
        "other_dates": [plain(other.text) for other in wording.elsewhere(entry)],
    }


def _known(entry: Entry, covered: Span) -> str:
    if covered.is_day:
        return "day known"
    return "first day" if entry.precision in {"range", "week"} else f"only the {entry.precision} known"
