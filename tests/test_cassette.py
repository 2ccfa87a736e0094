"""Cassettes: what is kept, what is played, and what is noticed when either has changed."""

import asyncio
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.errors import (
    CutOffError,
    EndpointError,
    ModelError,
    RefusalError,
    ReplyError,
    TransientError,
)
from summarize.llm.base import Message, Reply, Request
from summarize.llm.cassette import Recording, Replaying, Store, file_name
from summarize.llm.exchange import key
from summarize.llm.fake import FakeLLM
from summarize.llm.repair import Repairing
from tests.exchanges import REQUEST, play, record, user

PATH = str(Path(__file__).parent.parent)


# Keys


def test_key_of_a_known_request() -> None:
    """The key stays what it is: with another, all recordings ever made would be lost."""
    assert key(REQUEST) == "3d92af204793d80bda370b3c0208423eb4069beefbbfc7f1275912afa887a57e"


@pytest.mark.parametrize(
    "changes",
    [
        {"model": "large"},
        {"messages": REQUEST.messages[1:]},
        {"messages": (Message("user", REQUEST.messages[0].content), REQUEST.messages[1])},
        {"messages": (REQUEST.messages[0], Message("user", REQUEST.messages[1].content + " "))},
        {"schema_name": "tell"},
        {"schema": None},
        {"schema": {"type": "array"}},
        {"temperature": None},
        {"temperature": 0.3},
    ],
    ids=str,
)
def test_what_can_change_the_answer_changes_the_key(changes: dict[str, Any]) -> None:
    """Another model, message, schema or temperature is another question."""
    assert key(replace(REQUEST, **changes)) != key(REQUEST)


@pytest.mark.parametrize(
    "changes",
    [
        {"stage": "other"},
        {"subject": "S9"},
        {"max_output": 7},
        {"check": None},
        {"schema": {"properties": {"points": {"type": "array"}}, "type": "object"}},
    ],
    ids=str,
)
def test_what_is_operational_does_not(changes: dict[str, Any]) -> None:
    """Names for the user, limits and checks do not make another question."""
    assert key(replace(REQUEST, **changes)) == key(REQUEST)


def test_a_whole_temperature_is_one_key() -> None:
    """A temperature of 0 is that of 0.0."""
    assert key(replace(REQUEST, temperature=0)) == key(replace(REQUEST, temperature=0.0))


def test_key_does_not_depend_on_the_surroundings(tmp_path: Path) -> None:
    """Another hash seed, language, time zone and folder give the same key."""
    code = f"from summarize.llm.base import *; from summarize.llm.exchange import *; print(key({REQUEST!r}))"
    for seed, language, zone in (("1", "C", "UTC"), ("2", "tr_TR.UTF-8", "Asia/Tokyo")):
        surroundings = {
            "PYTHONHASHSEED": seed,
            "LC_ALL": language,
            "TZ": zone,
            "PYTHONPATH": PATH,
            "PYTHONUTF8": "1",
        }
        command = [sys.executable, "-c", code]
        run = subprocess.run(
            command, env=surroundings, cwd=tmp_path, check=True, capture_output=True, text=True
        )
        assert run.stdout.strip() == key(REQUEST)


# Recording and replaying


def test_a_recording_is_replayed(tmp_path: Path) -> None:
    """What was recorded is played word for word, with the tokens and calls it took, and marked as replayed."""

    class Costly(FakeLLM):
        async def complete(self, request: Request) -> Reply:
            return replace(await super().complete(request), input_tokens=12, output_tokens=3, calls=2)

    async def run() -> Reply:
        return await Recording(Costly(lambda _: '{"a": 1}\n'), Store(tmp_path / "new" / "case")).complete(
            REQUEST
        )

    assert asyncio.run(run()) == Reply('{"a": 1}\n', 12, 3, calls=2)
    assert play(tmp_path / "new" / "case") == Reply('{"a": 1}\n', 12, 3, calls=2, replayed=True)


def test_a_file_is_readable_and_holds_no_more_than_it_must(tmp_path: Path) -> None:
    """The file of an exchange is this, to the letter: lines as lines, no subject, no time, no place."""
    record(tmp_path, REQUEST, answer=lambda _: "One.\n\tTwo — „drei“\n")
    name = file_name(REQUEST)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert name == f"read-{key(REQUEST)[:16]}.json"
    assert (tmp_path / name).read_text("utf-8") == EXCHANGE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a",
        "a\n",
        "a\r\nb\r",
        "a\n\n\nb\n\n",
        "\u2028\x85\x0c",
        "\ud83d",
        "\\ud83d",
        '"',
        "a" * 9999,
    ],
)
def test_texts_come_back_exactly(text: str, tmp_path: Path) -> None:
    """Any text comes back as it was, in the question and in the answer."""
    record(tmp_path, user(text), answer=lambda _: text)
    assert play(tmp_path, user(text)).text == text


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_no_two_texts_are_confused(one: str, other: str) -> None:
    """Different questions have different keys, halves of surrogate pairs and all."""
    assert (key(user(one)) == key(user(other))) == (one == other)


def test_an_interrupted_recording_goes_on(tmp_path: Path) -> None:
    """What is there is played, what is not is asked: nothing is paid for twice."""
    first, second = user("1 | One."), user("1 | Two.")
    record(tmp_path, first, answer=lambda _: "kept")
    inner = record(tmp_path, first, second, first)
    assert inner.requests == [second]
    assert play(tmp_path, first).text == "kept"


def test_a_request_in_flight_twice_is_asked_once(tmp_path: Path) -> None:
    """Two tasks that ask the same at the same time pay once."""

    class Slow(FakeLLM):
        async def complete(self, request: Request) -> Reply:
            await asyncio.sleep(0)
            return await super().complete(request)

    async def run() -> tuple[list[Reply], int]:
        inner = Slow(lambda _: "yes")
        recording = Recording(inner, Store(tmp_path))
        requests = [user(f"1 | {number}.") for number in range(20)] * 3
        return await asyncio.gather(*map(recording.complete, requests)), len(inner.requests)

    replies, asked = asyncio.run(run())
    assert [reply.text for reply in replies] == ["yes"] * 60
    assert asked == len(Store(tmp_path).names()) == 20
    assert sum(not reply.replayed for reply in replies) == 20


def test_two_recordings_share_a_folder(tmp_path: Path) -> None:
    """Two recordings into one folder at once leave whole files and nothing else."""

    async def run() -> None:
        recordings = [
            Recording(FakeLLM(lambda _: "one"), Store(tmp_path)),
            Recording(FakeLLM(lambda _: "two"), Store(tmp_path)),
        ]
        requests = [user(f"1 | {number}.") for number in range(50)]
        await asyncio.gather(*(each.complete(request) for request in requests for each in recordings))

    asyncio.run(run())
    assert len(list(tmp_path.iterdir())) == len(Store(tmp_path).names()) == 50
    assert play(tmp_path, user("1 | 7.")).text in {"one", "two"}


RACER = """
import sys
from pathlib import Path
from summarize.llm.base import Message, Reply, Request
from summarize.llm.cassette import Store
store, text = Store(Path(sys.argv[1])), sys.argv[2] * 1000
requests = [Request("read", "", "m", (Message("user", str(number)),)) for number in range(200)]
print("ready", flush=True)
sys.stdin.readline()
for request in requests:
    store.put(request, Reply(text))
"""


def test_two_processes_race(tmp_path: Path) -> None:
    """Two processes that write the same files at once leave each whole, from one of them, and lose none."""
    folder, environment = tmp_path / "made by both", {**os.environ, "PYTHONPATH": PATH}
    pipe = subprocess.PIPE
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, folder, word], stdin=pipe, stdout=pipe, env=environment
        )
        for word in ("one\n", "two\n")
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == b"ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write(b"go\n")
        racer.stdin.flush()
    for racer in racers:
        racer.communicate(timeout=30)
        assert racer.returncode == 0
    store = Store(folder)
    assert len(list(folder.iterdir())) == len(store.names()) == 200
    assert {store.read(name).reply.text for name in store.names()} <= {"one\n" * 1000, "two\n" * 1000}


@pytest.mark.parametrize(
    "error",
    [
        TransientError("busy"),
        RefusalError("no"),
        CutOffError("cut"),
        ReplyError("odd"),
        EndpointError("gone"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_failures_are_never_kept(error: ModelError, tmp_path: Path) -> None:
    """What failed, was refused or was cut off passes by, and is asked for again."""

    def fail(_: Request) -> str:
        raise error

    with pytest.raises(type(error), match=str(error)):
        record(tmp_path, REQUEST, answer=fail)
    assert list(tmp_path.iterdir()) == []
    assert len(record(tmp_path, REQUEST).requests) == 1


def must_be_yes(text: str) -> None:
    """Hold a reply to be yes."""
    if text != "yes":
        raise ReplyError(f"{text!r} is not yes")


class Arriving:
    """An adapter that tells of its answers as they arrive, and whose run then ends with `then`."""

    def __init__(self, reply: Reply, then: Exception | Reply) -> None:
        self.reply, self.then = reply, then

    async def complete(self, request: Request) -> Reply:
        """Answer one request."""
        assert request.arrived
        request.arrived(self.reply)
        if isinstance(self.then, Exception):
            raise self.then
        return self.then

    async def close(self) -> None:
        """Nothing is held open."""


@pytest.mark.parametrize(("text", "kept"), [("good", True), ("bad", False), ("good" * 300_000, False)])
def test_an_answer_is_kept_in_the_moment_it_arrives(text: str, kept: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of the test
    """What becomes of the run behind an answer that holds is no matter; one that doesn't hold, or is endless, is not kept."""

    def check(text: str) -> None:
        if text == "bad":
            raise ReplyError("bad")

    recording = Recording(Arriving(Reply(text), RuntimeError("killed")), Store(tmp_path))
    request = replace(REQUEST, check=check)
    with pytest.raises(RuntimeError, match="killed"):
        asyncio.run(recording.complete(request))
    assert (Store(tmp_path).get(request) is not None) is kept


def test_a_repaired_answer_is_kept_in_the_moment_it_arrives(tmp_path: Path) -> None:
    """The answer to a repair is kept as that to the question, with what both calls took, before anything else is done."""

    class Repaired(Arriving):
        async def complete(self, request: Request) -> Reply:
            if len(request.messages) == len(REQUEST.messages):
                assert request.arrived
                request.arrived(Reply("no", 10, 3))
                return Reply("no", 10, 3)
            return await super().complete(request)

    inner = Repairing(Repaired(Reply("yes", 20, 4), RuntimeError("killed")), ask=str)
    with pytest.raises(RuntimeError, match="killed"):
        asyncio.run(Recording(inner, Store(tmp_path)).complete(replace(REQUEST, check=must_be_yes)))
    assert play(tmp_path) == Reply("yes", 30, 7, calls=2, replayed=True)


def test_what_came_beside_the_first_answer_is_kept_with_it(tmp_path: Path) -> None:
    """A reply that took more calls than it arrived with is kept with all of them."""
    recording = Recording(Arriving(Reply("good"), Reply("good", calls=2)), Store(tmp_path))
    assert asyncio.run(recording.complete(REQUEST)).calls == 2
    assert play(tmp_path).calls == 2


def test_an_invalid_reply_is_not_kept(tmp_path: Path) -> None:
    """A reply that fails its check is not kept, whoever let it through."""
    with pytest.raises(ReplyError, match="'no' is not yes"):
        record(tmp_path, replace(REQUEST, check=must_be_yes), answer=lambda _: "no")
    assert list(tmp_path.iterdir()) == []


def test_a_kept_reply_that_became_invalid_is_asked_for_again(tmp_path: Path) -> None:
    """A reply kept under a laxer check does not stand in the way of a better one."""
    record(tmp_path, REQUEST, answer=lambda _: "no")
    inner = record(tmp_path, replace(REQUEST, check=must_be_yes))
    assert len(inner.requests) == 1
    assert play(tmp_path).text == "yes"


def test_unplayed_recordings_are_named(tmp_path: Path) -> None:
    """What no request of a run has asked for is named, so that leftovers can be found."""
    requests = [user(f"1 | {number}.") for number in range(3)]
    record(tmp_path, *requests)
    replaying = Replaying(tmp_path)
    assert replaying.unplayed() == tuple(sorted(map(file_name, requests)))
    asyncio.run(replaying.complete(requests[1]))
    assert replaying.unplayed() == tuple(sorted(map(file_name, [requests[0], requests[2]])))


def test_a_replay_does_not_wait(tmp_path: Path) -> None:
    """A reply is there at once, without a sleep, a look at the disk or a turn of the event loop."""
    folder = tmp_path / "cassette"
    requests = [user(f"1 | {number}.") for number in range(200)]
    for request in requests:
        Store(folder).put(request, Reply("yes\n" * 50, 12, 3, calls=5))
    replaying = Replaying(folder)
    shutil.rmtree(folder)
    for request in requests:
        with pytest.raises(StopIteration) as finished:
            replaying.complete(request).send(None)
        assert finished.value.value.text == "yes\n" * 50
    assert replaying.unplayed() == ()


EXCHANGE = """{
 "stage": "read",
 "request": {
  "model": "small",
  "messages": [
   {
    "role": "system",
    "content": [
     "Be brief.",
     "Cite.",
     ""
    ]
   },
   {
    "role": "user",
    "content": [
     "1 | The mayor resigned.\\r",
     "2 | „Genug“, sagte sie."
    ]
   }
  ],
  "schema_name": "read",
  "schema": {
   "type": "object",
   "properties": {
    "points": {
     "type": "array"
    }
   }
  },
  "temperature": 0.2
 },
 "reply": {
  "text": [
   "One.",
   "\\tTwo — „drei“",
   ""
  ],
  "input_tokens": 0,
  "output_tokens": 0,
  "calls": 1
 },
 "reply_sha256": "e4a587f0ccfdebb4709453a6be19193fd407155aee20f33a90ce14f63cf90368"
}
"""
