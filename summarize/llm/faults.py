"""What endpoints say when they do not answer: read from the many shapes it comes in, and made fit to be shown."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any

from summarize.llm.base import Allowance, Limits, Request

MESSAGE_LENGTH = 300  # characters of a server's message that are shown
SECRET_LENGTH = 4  # characters; what is shorter keeps no secret, and would blot out ordinary words

QUOTA = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
FILTERED = frozenset({"content_filter", "content_policy_violation"})

_TOO_LONG = re.compile(
    r"context[ _](?:length|window|size)|maximum context|(?:prompt|input) is too long|too many (?:input )?tokens"
    r"|request too large",
    re.IGNORECASE,
)
_TITLE = re.compile(r"<title[^>]*>([^<]*)</title", re.IGNORECASE)
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:ms|us|µs|ns|d|h|m|s))+")
_PARTS = re.compile(r"(\d+(?:\.\d+)?)([a-zµ]+)")
_SECONDS = {"d": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_EPOCH = 1e9  # a number of seconds as high is a moment, not a wait
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_SECRETS = (
    (re.compile(r"(?<![A-Za-z0-9])sk-[\w*.-]{6,}"), "sk-***"),
    (re.compile(r"\bbearer\s+[\w*.~+/=-]{8,}", re.IGNORECASE), "Bearer ***"),
    (re.compile(r"://[^/\s@]+@"), "://***@"),
    (
        re.compile(r"""([?&][\w.-]*(?:key|token|secret|sig|auth|pass)[\w.-]*=)[^&\s'"]+""", re.IGNORECASE),
        r"\1***",
    ),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """An error as the server states it.

    `status` is that of HTTP, 0 where an answer with status 200 holds an error that names none; `param` is the
    parameter it is about; `retry_after` is the wait in seconds that it asks for, `limits` what it says of its limits.
    """

    status: int
    message: str = ""
    code: str = ""
    param: str = ""
    retry_after: float | None = None
    limits: Limits | None = None

    @property
    def label(self) -> str:
        """Status and code, as messages name the fault: "429 rate_limit_exceeded"."""
        return " ".join(one for one in (str(self.status or ""), self.code) if one) or "error in the answer"

    @property
    def too_long(self) -> bool:
        """Whether the server says that the prompt is longer than it ever takes."""
        if self.status == 413 or self.code == "context_length_exceeded":
            return True
        return self.status in {0, 400, 422, 429, 500} and _TOO_LONG.search(self.message) is not None


def read_fault(status: int, body: object, headers: Mapping[str, str], now: float) -> Fault:
    """Read an error body in any of the shapes servers give it; `now` is in seconds since the epoch.

    A `status` of 200 gives way to the one that the body names.
    """
    stated = stated_error(body)
    stated = body if stated is None else stated
    fields: Mapping[str, Any] = stated if isinstance(stated, Mapping) else {"message": stated}
    message = next((fields[name] for name in ("message", "detail", "msg") if fields.get(name)), "")
    if not isinstance(message, str):
        message = json.dumps(_without_echo(message), ensure_ascii=False)
    codes = [str(fields.get(name) or "") for name in ("code", "type")]
    code = next((one for one in codes if one in QUOTA | FILTERED), codes[0])
    if status == 200:
        status = int(code) if re.fullmatch(r"[45]\d\d", code) else 0
    return Fault(
        status=status,
        message=page_title(message),
        code="" if code == str(status) else code,
        param=str(fields.get("param") or ""),
        retry_after=retry_after(headers, now),
        limits=read_limits(headers, now),
    )


def stated_error(body: object) -> object | None:
    """Give the error that a body states, whatever its HTTP status; None where it states none."""
    if isinstance(body, list):
        return stated_error(body[0]) if body else None
    if not isinstance(body, Mapping):
        return None
    return body.get("error") or first_choice(body).get("error") or None


def first_choice(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the first choice of a chat completion, empty where it has none."""
    choices = body.get("choices")
    if isinstance(choices, list) and choices and isinstance(choices[0], Mapping):
        return choices[0]
    return {}


def _without_echo(value: object) -> object:
    """Drop what a validating server repeats of the request, so that no message quotes the article."""
    if isinstance(value, Mapping):
        return {
            name: _without_echo(one) for name, one in value.items() if name not in {"input", "ctx", "url"}
        }
    if isinstance(value, list):
        return [_without_echo(one) for one in value]
    return value


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Give the seconds a server asks to wait: `retry-after-ms`, else `retry-after` in seconds or as an HTTP date.

    A date counts from the server's own `date` where that is given, so that a wrong clock here does no harm.
    """
    milliseconds, seconds = _number(headers.get("retry-after-ms")), _number(headers.get("retry-after"))
    if milliseconds is not None:
        return max(0.0, milliseconds / 1000)
    if seconds is not None:
        return max(0.0, seconds)
    until = _moment(headers.get("retry-after"))
    if until is None:
        return None
    start = _moment(headers.get("date"))
    return max(0.0, until - (now if start is None else start))


def read_limits(headers: Mapping[str, str], now: float) -> Limits | None:
    """Give what the headers `x-ratelimit-…-requests` and `…-tokens` say; None where there are none.

    `now` is in seconds since the epoch: some servers name the moment of the reset instead of the time until then.
    """
    requests, tokens = (_allowance(headers, kind, now) for kind in ("requests", "tokens"))
    return Limits(requests, tokens) if requests or tokens else None


def _allowance(headers: Mapping[str, str], kind: str, now: float) -> Allowance | None:
    limit, remaining = (_number(headers.get(f"x-ratelimit-{name}-{kind}")) for name in ("limit", "remaining"))
    if remaining is None:
        return None
    # A limit of 0 is how some servers write that there is none.
    return Allowance(limit or None, remaining, _until(headers.get(f"x-ratelimit-reset-{kind}"), now))


def _until(value: str | None, now: float) -> float | None:
    """Give the seconds until a reset: "6m0s", "12ms", "1.5", or a moment as ISO 8601 or in seconds since the epoch."""
    text = (value or "").strip().lower()
    if _DURATION.fullmatch(text):
        return sum(float(number) * _SECONDS[unit] for number, unit in _PARTS.findall(text))
    seconds = _number(text)
    if seconds is None:
        try:
            moment = datetime.fromisoformat(text.upper())
        except ValueError:
            return None
        seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return max(0.0, seconds - now if seconds >= _EPOCH else seconds)


def _number(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if isfinite(number) else None


def _moment(value: str | None) -> float | None:
    try:
        moment = parsedate_to_datetime(value or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def page_title(text: str) -> str:
    """Give a text, or for an HTML page what its title says."""
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return text
    title = _TITLE.search(text)
    return f"an HTML page, {' '.join(title[1].split())!r}" if title else "an HTML page"


def one_line(text: str, secrets: Iterable[str] = ()) -> str:
    """Fold a text into one short line, without the secrets given and without what looks like one."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= SECRET_LENGTH:
            text = text.replace(secret, "***")
    for pattern, shown in _SECRETS:
        text = pattern.sub(shown, text)
    line = _SPACE.sub(" ", text).strip()
    return line if len(line) <= MESSAGE_LENGTH else f"{line[: MESSAGE_LENGTH - 1]}…"


def about(request: Request) -> str:
    """Name a request as errors do: "read of S1, part 2 of 3"."""
    return f"{request.stage} of {request.subject}" if request.subject else request.stage
