"""The adapter to OpenAI-compatible endpoints: Chat Completions, in the form that each server takes.

Servers differ in what they accept. A request starts out in the form most wanted; what a server's 400 or 422 names
is swapped or left out, and the form that was accepted is remembered for the run. Answers are read here rather than
by the SDK, which passes an HTML page or an error object with status 200 on as an answer.

`openai` is imported where it is used: it takes about a second to load, and most runs need no model.
"""

import asyncio
import base64
import json
import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from summarize.errors import CutOffError, EndpointError, ModelError, RefusalError, TransientError
from summarize.llm.base import Limits, Message, PushbackError, Reply, Request, UnusableError
from summarize.llm.faults import (
    FILTERED,
    QUOTA,
    Fault,
    about,
    first_choice,
    one_line,
    page_title,
    read_fault,
    read_limits,
    stated_error,
)

PUSHBACK = frozenset({429, 503, 529})  # the server has too much to do; 529 is how some write 503

DEFAULT_URL = "https://api.openai.com/v1"

_CONNECT_SECONDS = 10.0  # a host that takes no connection within this is not there
_IDLE_SECONDS = 30.0  # a connection is kept for the next call
_PLACEHOLDER = "none"  # the SDK insists on a key; a local server needs none

# Until it has been reached once; then it may only be away for a while.
_UNREACHABLE = {"ConnectError", "ProxyError"}
_WRONG = {"UnsupportedProtocol", "TooManyRedirects", "LocalProtocolError"}
_FORMAT = re.compile(
    r"response_format|json_schema|json_object|schema|strict|structured|grammar", re.IGNORECASE
)
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[\w-]{1,63}(?:\.[\w-]{1,63})*)(?::\d{1,5})?", re.ASCII)
_FLAGGED = re.compile(r"\bflagged\b|moderation", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """What a server takes; the first of each is what is sent, and what it refused is gone from the front.

    `formats` are the ways to ask for JSON, `limits` the names of the bound on the answer ("": none is sent),
    `temperature` whether one is sent.
    """

    formats: tuple[str, ...] = ("json_schema", "json_object", "text")
    limits: tuple[str, ...] = ("max_completion_tokens", "max_tokens", "")
    temperature: tuple[bool, ...] = (True, False)

    def joined(self, other: "Form") -> "Form":
        """Give the form that asks no more than either."""
        return Form(
            min(self.formats, other.formats, key=len),
            min(self.limits, other.limits, key=len),
            min(self.temperature, other.temperature, key=len),
        )


@dataclass(frozen=True, slots=True)
class Address:
    """A base URL taken apart: for the client, its query, for the eyes, and what in it must not be seen."""

    url: str
    query: Mapping[str, str]
    shown: str
    secrets: tuple[str, ...]


class OpenAIChat:
    """Asks an OpenAI-compatible endpoint, once for each request; `timeout` is in seconds for a whole answer.

    `api_key` may be None where `base_url` is given: local servers need none. `base_url` None is OpenAI's own.
    Raises EndpointError for a key, a base URL or a header from the environment that cannot be right.
    """

    def __init__(self, *, api_key: str | None, base_url: str | None, timeout: float) -> None:
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Timeout

        address, key = parse_address(base_url), _checked_key(api_key)
        if not key and address.shown == DEFAULT_URL:
            raise EndpointError(
                f"no key for {DEFAULT_URL}: set OPENAI_API_KEY, or --base-url for a server without one"
            )
        self._shown, self._has_key, self._timeout = address.shown, bool(key), timeout
        self._secrets = (key, *address.secrets)
        self._answered = False
        # Other servers than OpenAI's pass over a parameter they don't know, and the old name is known to all.
        names = ("max_completion_tokens", "max_tokens")
        self._form = Form(limits=(*(names if address.shown == DEFAULT_URL else reversed(names)), ""))
        limit = Timeout(timeout, connect=min(timeout / 2, _CONNECT_SECONDS))
        try:
            self._client = AsyncOpenAI(
                api_key=key or _PLACEHOLDER,
                base_url=address.url,
                default_query=address.query or None,
                timeout=limit,
                max_retries=0,
                http_client=DefaultAsyncHttpxClient(
                    base_url=address.url, timeout=limit, **_connections(address)
                ),
            )
        except (OSError, ImportError, ValueError) as error:
            raise EndpointError(
                f"no connection to {self._shown} can be set up: {self._line(str(error))}; check the variables that "
                "name a proxy (HTTPS_PROXY, ALL_PROXY) or certificates (SSL_CERT_FILE)"
            ) from None

    async def complete(self, request: Request) -> Reply:
        """Ask; and again, in a form without what the server refused, as long as it names something to leave out."""
        form, refused = self._form, 0
        while True:
            arguments = chat_arguments(request, form)
            answer, limits = await self._send(request, arguments)
            if not isinstance(answer, Fault):
                self._form = self._form.joined(form)
                reply = replace(self._reply(request, answer), calls=1 + refused, limits=limits)
                if request.arrived:
                    request.arrived(reply)
                return reply
            relaxed = relax(form, arguments, answer)
            if relaxed is None:
                raise self._error(request, answer)
            form, refused = relaxed, refused + 1

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _send(
        self, request: Request, arguments: dict[str, Any]
    ) -> tuple[Mapping[str, Any] | Fault, Limits | None]:
        """Give the body of an answer, or the fault it states, and what its headers say of the limits."""
        from httpx2 import Response
        from openai import APIConnectionError, APIStatusError, APITimeoutError

        # The SDK's errors hold the server's words as they came, the key perhaps among them: none stays in the chain.
        try:
            async with asyncio.timeout(self._timeout):
                # Not by `chat.completions.create`, which takes each value apart to see whether it must be rewritten.
                raw = await self._client.post("/chat/completions", cast_to=Response, body=arguments)
        except APIStatusError as error:
            self._answered = True
            headers = error.response.headers
            fault = read_fault(error.status_code, error.body, headers, time.time())
            return fault, read_limits(headers, time.time())
        except (APITimeoutError, TimeoutError) as error:
            raise self._late(request, error) from None
        except APIConnectionError as error:
            raise self._broken(request, error) from None
        except UnicodeError:
            raise EndpointError(
                "a header for the endpoint holds a character that none can: check OPENAI_ORG_ID, OPENAI_PROJECT_ID "
                "and OPENAI_CUSTOM_HEADERS"
            ) from None
        self._answered = True
        return self._parse(request, raw.content, raw.headers), read_limits(raw.headers, time.time())

    def _parse(
        self, request: Request, content: bytes, headers: Mapping[str, str]
    ) -> Mapping[str, Any] | Fault:
        """Read the body of an answer with status 200."""
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            found = self._line(page_title(content.decode("utf-8", "replace"))) or "nothing"
            raise UnusableError(
                f"{about(request)}: the answer is no whole JSON: {found}; "
                f"is {self._shown} the API, often ending in /v1? --base-url sets it"
            ) from None
        if stated_error(body) is not None:
            return read_fault(200, body, headers, time.time())
        if not isinstance(body, Mapping) or not first_choice(body):
            raise UnusableError(f"{about(request)}: the answer holds no choices")
        return body

    def _reply(self, request: Request, body: Mapping[str, Any]) -> Reply:
        """Take the reply from a chat completion."""
        choice = first_choice(body)
        message = _mapping(choice.get("message"))
        finish, refusal = str(choice.get("finish_reason") or ""), str(message.get("refusal") or "")
        text = _text(message.get("content"))
        if refusal or finish == "content_filter":
            raise RefusalError(f"{about(request)}: the model declined: {self._line(refusal or finish)}")
        if finish in {"length", "max_tokens"}:
            raise CutOffError(
                f"{about(request)}: the answer was cut off at its limit of {request.max_output} tokens; "
                "lower --chunk-tokens, or take another --model"
            )
        if finish == "error" or not text.strip():
            raise UnusableError(
                f"{about(request)}: the answer is empty (finish_reason {self._line(finish)!r})"
            )
        usage = _mapping(body.get("usage"))
        return Reply(text, _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens")))

    def _late(self, request: Request, error: Exception) -> ModelError:
        if not self._answered and "ConnectTimeout" in _names(error):
            return self._out_of_reach("connection timed out")
        return PushbackError(f"{about(request)}: no answer within {self._timeout:g} s; --timeout sets it")

    def _broken(self, request: Request, error: Exception) -> ModelError:
        reason = self._line(_reason(error))
        if _names(error) & (_WRONG if self._answered else _WRONG | _UNREACHABLE):
            return self._out_of_reach(reason)
        return TransientError(f"{about(request)}: the connection broke: {reason}")

    def _out_of_reach(self, reason: str) -> EndpointError:
        return EndpointError(
            f"cannot reach {self._shown}: {reason}; is the server running? --base-url sets it"
        )

    def _error(self, request: Request, fault: Fault) -> ModelError:
        """Give the error that a fault means: for every request, for this one, or for now."""
        said, fault = self._line(fault.message) or "no message", replace(fault, code=self._line(fault.code))
        reason = self._refusal(request, fault)
        if reason:
            return EndpointError(f"endpoint {reason} ({self._shown}: {said})")
        return _failure(f"{about(request)}: the endpoint", fault, said)

    def _refusal(self, request: Request, fault: Fault) -> str:
        """Say why the endpoint refuses every request, "" where the fault is about this one."""
        if fault.code in QUOTA or fault.status == 402:
            return f"refused for want of credit ({fault.label}): check the account's plan and billing"
        if fault.status == 401 and not self._has_key:
            return "wants a key (401): set OPENAI_API_KEY"
        if fault.status == 401:
            return "refused the key (401): check OPENAI_API_KEY"
        if fault.status in {403, 407} and not _FLAGGED.search(fault.message):
            return (
                f"refused access ({fault.status}): check what the key may use, and --model {request.model!r}"
            )
        if fault.status in {404, 405}:
            return (
                f"has no model {request.model!r} or is no API ({fault.status}): check --model and --base-url"
            )
        return ""

    def _line(self, text: str) -> str:
        return one_line(text, self._secrets)


def _connections(address: Address) -> dict[str, Any]:
    """Say how connections are made: as many as calls are let through, kept for the next call."""
    from httpx2 import Limits as Pool

    return {
        "limits": Pool(max_connections=None, max_keepalive_connections=None, keepalive_expiry=_IDLE_SECONDS),
        # Certificates take long to load; without TLS none is trusted, so that no redirection goes unchecked either.
        "verify": address.url.startswith("https:") or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
    }


def _failure(endpoint: str, fault: Fault, said: str) -> ModelError:
    """Give the error of a fault that is about one request."""
    if fault.too_long:
        return ModelError(
            f"{endpoint} finds the prompt too long ({fault.label}): {said}; lower --chunk-tokens"
        )
    if fault.code in FILTERED or fault.status == 403:
        return RefusalError(f"{endpoint} declined ({fault.label}): {said}")
    if fault.status in PUSHBACK:
        return PushbackError(
            f"{endpoint} is not ready ({fault.label}): {said}",
            fault.retry_after,
            limited=fault.status == 429,
            limits=fault.limits,
        )
    if fault.status in {0, 408, 409, 425} or fault.status >= 500:
        return TransientError(f"{endpoint} is not ready ({fault.label}): {said}", fault.retry_after)
    return ModelError(f"{endpoint} refused the request ({fault.label}): {said}")


def relax(form: Form, arguments: Mapping[str, Any], fault: Fault) -> Form | None:
    """Leave out of the form what the fault names among the arguments sent; None where it names nothing of them."""
    if fault.status not in {400, 422} or fault.too_long:
        return None
    for named in (fault.param, fault.message):
        if form.limits[0] and re.search(rf"\b{form.limits[0]}\b", named):
            return replace(form, limits=form.limits[1:])
        if "temperature" in arguments and "temperature" in named:
            return replace(form, temperature=form.temperature[1:])
        if "response_format" in arguments and _FORMAT.search(named):
            return replace(form, formats=form.formats[1:])
    return None


def chat_arguments(request: Request, form: Form) -> dict[str, Any]:
    """Give the parameters of the Chat Completions call for a request in a form."""
    messages = request.messages
    arguments: dict[str, Any] = {"model": request.model}
    if request.schema is not None:
        if form.formats[0] == "json_schema":
            schema = {
                "name": request.schema_name or request.stage,
                "schema": dict(request.schema),
                "strict": True,
            }
            arguments["response_format"] = {"type": "json_schema", "json_schema": schema}
        else:
            messages = with_schema(messages, request.schema)
        if form.formats[0] == "json_object":
            arguments["response_format"] = {"type": "json_object"}
    if request.temperature is not None and form.temperature[0]:
        arguments["temperature"] = request.temperature
    if form.limits[0]:
        arguments[form.limits[0]] = request.max_output
    arguments["messages"] = [{"role": one.role, "content": _encodable(one.content)} for one in messages]
    return arguments


def with_schema(messages: tuple[Message, ...], schema: Mapping[str, Any]) -> tuple[Message, ...]:
    """Append the schema to the system message, for a server that takes none beside the messages."""
    told = f"Answer with one JSON object that fits this JSON Schema, and nothing else:\n{json.dumps(dict(schema))}"
    if messages and messages[0].role == "system":
        return (Message("system", f"{messages[0].content}\n\n{told}"), *messages[1:])
    return (Message("system", told), *messages)


def _encodable(text: str) -> str:
    """Join or replace halves of surrogate pairs, which broken input may hold and no request can carry."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def parse_address(base_url: str | None) -> Address:
    """Take a base URL apart. Raises EndpointError for one that is not whole."""
    text = (base_url or "").strip() or DEFAULT_URL
    safe = re.sub(r"(://)?[^/]*@", r"\1", text.partition("?")[0])
    try:
        parts = urlsplit(text)
        host = _HOST.fullmatch(parts.netloc.rpartition("@")[2])
        whole = host is not None and parts.scheme in {"http", "https"} and parts.port != 0
    except ValueError:
        whole = False
    if not whole or not text.isascii() or re.search(r"\s", text):
        raise EndpointError(f"--base-url {safe!r} is no whole URL: write one like http://localhost:11434/v1")
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    user, password = parts.username or "", parts.password or ""
    basic = base64.b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode()  # as it is sent
    hidden = (user, password, basic if user else "", *query.values())
    return Address(
        url=f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}",
        query=query,
        shown=f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}",
        secrets=tuple(one for value in hidden if value for one in (value, unquote(value))),
    )


def _checked_key(api_key: str | None) -> str:
    key = (api_key or "").strip()
    if not re.fullmatch(r"[!-~]*", key):
        raise EndpointError(
            "OPENAI_API_KEY holds a character that no key has (a space, a line break, a typographic quote): set it again"
        )
    return key


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(content: object) -> str:
    """Give the text of a message's content, which some servers send in parts."""
    if isinstance(content, list):
        return "".join(_text(_mapping(part).get("text")) for part in content)
    return content if isinstance(content, str) else ""


def _count(value: object) -> int:
    return value if type(value) is int and value > 0 else 0


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give an error and all that led to it; the deepest comes last."""
    yield error
    inner = [*error.exceptions] if isinstance(error, BaseExceptionGroup) else []
    for cause in (*inner, error.__cause__ or error.__context__):
        if cause is not None:
            yield from _chain(cause)


def _names(error: BaseException) -> set[str]:
    """Name the kinds of an error and its causes; by name, as the HTTP library below the SDK has changed before."""
    return {kind.__name__ for cause in _chain(error) for kind in type(cause).__mro__}


def _reason(error: BaseException) -> str:
    causes = list(_chain(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return f"TLS: {(getattr(cause, 'verify_message', '') or cause.reason or 'failed').lower().replace('_', ' ')}"
        if isinstance(cause, socket.gaierror):
            return "no host of this name"
        if isinstance(cause, ConnectionRefusedError):
            return "connection refused"
    return next((str(cause) for cause in reversed(causes) if str(cause)), type(causes[-1]).__name__)
