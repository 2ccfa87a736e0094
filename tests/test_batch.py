"""A run in bulk: submitted, left, come back for; nothing is paid twice, and the report is that of single calls."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import corpus
from benchmarks.endpoint import Behaviour as Calls
from benchmarks.endpoint import running
from summarize.llm import batch
from summarize.llm.batch import parcels
from summarize.llm.batch_state import alone
from tests.batch_server import Behaviour, Line, Server, batching, done, expired, failed
from tests.command import Outcome, command

ON = "the same command goes on"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let --wait look again at once, and retries too."""
    monkeypatch.setattr(batch, "POLL", 0.0)
    monkeypatch.setattr("summarize.llm.openai_batch.backoff", lambda _: 0.0)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of six articles."""
    corpus.write(tmp_path / "articles", 6, 80)
    return tmp_path / "articles"


class Bulk:
    """Runs in bulk over one folder, with one cache, at one server."""

    def __init__(self, articles: Path, url: str, server: Server) -> None:
        self.server = server
        self.url = url
        self.cache = articles.parent / "cache"
        self._arguments = (articles, "-t", "--base-url", url, "--cache-dir", self.cache, "--batch")

    def run(self, *more: object) -> Outcome:
        """Run once."""
        return command(*self._arguments, *more)

    def report(self, *more: object, code: int = 0, times: int = 6) -> dict[str, Any]:
        """Come back until the report is there."""
        for _ in range(times):
            outcome = self.run("--format", "json", *more)
            if outcome.code != 7:
                assert outcome.code == code, outcome.err
                found: dict[str, Any] = json.loads(outcome.out)
                return found
            assert outcome.out == ""
        raise AssertionError(f"no report after {times} runs: {outcome.err}")


@pytest.fixture
def bulk(articles: Path) -> Iterator[Bulk]:
    """A run in bulk at a server that works."""
    with batching() as (url, server):
        yield Bulk(articles, url, server)


def test_submit_leave_and_come_back(bulk: Bulk) -> None:
    """Reading is one batch, merging and telling the next; between them the run ends with a code of its own."""
    first = bulk.run()
    assert (first.code, first.out) == (7, "")
    assert "batch batch_0: validating, 0 of 6 done" in first.err
    assert first.err.endswith(f"summarize: 1 batch is under way; come back later: {ON}\n")
    second = bulk.run()
    assert second.code == 7
    assert "batch batch_0: completed, 6 of 6 answered" in second.err
    third = bulk.run()
    assert third.code == 0
    assert third.out.startswith("# ")
    assert {name.split("-")[0] for name in bulk.server.requests} == {"read", "merge", "tell"}
    assert set(bulk.server.requests.values()) == {1}
    assert len(bulk.server.batches) == 2


def test_one_batch_holds_all_that_can_be_asked(bulk: Bulk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few sources are asked about at once otherwise."""
    monkeypatch.setattr("summarize.reading.AT_ONCE", 2)
    assert "batch batch_0: validating, 0 of 6 done" in bulk.run().err


def test_nothing_is_submitted_twice(articles: Path) -> None:
    """While a batch runs, coming back only looks; when all is done, no call is made at all."""
    with batching(Behaviour(states=("validating", "in_progress", "finalizing", "completed"))) as (
        url,
        server,
    ):
        bulk = Bulk(articles, url, server)
        codes = [bulk.run().code for _ in range(10)]
        assert codes == [7] * 8 + [0, 0]
        assert set(server.requests.values()) == {1}
        before = len(server.asked)
        assert bulk.run().code == 0
        assert len(server.asked) == before


def test_the_report_is_that_of_single_calls(bulk: Bulk, articles: Path) -> None:
    """Asked in bulk or one by one, the same answers make the same report, and either goes on from the other's cache."""
    found = bulk.report()
    with running(Calls(base=0.0, prefill=1e9, decode=1e9)) as (url, endpoint):
        arguments = (articles, "-t", "--format", "json", "--base-url", url)
        single = json.loads(command(*arguments).out)
        paid = len(endpoint.entries)
        assert command(*arguments, "--cache-dir", bulk.cache).code == 0
        assert len(endpoint.entries) == paid
    for report in (found, single):
        report.pop("made")
    assert found == single


def test_waiting(bulk: Bulk) -> None:
    """With --wait one command stays until the report is there, and counts each answer once."""
    outcome = bulk.run("--wait", "--format", "json", "--price", "2,20")
    assert outcome.code == 0
    usage = {stage["stage"]: stage for stage in json.loads(outcome.out)["made"]["usage"]}
    assert (usage["read"]["calls"], usage["read"]["replayed"]) == (6, 0)
    tokens = usage["read"]["input_tokens"] * 2 + usage["read"]["output_tokens"] * 20
    assert usage["read"]["cost"] == pytest.approx(tokens / 1e6 / 2)
    assert "batch batch_1: completed" in outcome.err


def test_plan_costs_half(articles: Path) -> None:
    """The plan of a run in bulk asks the same at half the price."""
    arguments = (articles, "-n", "--format", "json", "--base-url", "http://localhost:9/v1", "--price", "1,2")
    single, halved = (json.loads(command(*arguments, *more).out)["total"] for more in ([], ["--batch"]))
    assert halved["calls"] == single["calls"]
    assert halved["cost"] == pytest.approx(single["cost"] / 2)


def _partly(name: str, body: dict[str, Any], times: int) -> Line | None:
    """Answer every other request the first time, and say of the others that they came too late."""
    return done(name, body) if times > 1 or int(name[-1], 16) % 2 else expired(name)


def _in_silence(name: str, body: dict[str, Any], times: int) -> Line | None:
    return done(name, body) if times > 1 or int(name[-1], 16) % 2 else None


def _invalid(name: str, body: dict[str, Any], times: int) -> Line | None:
    return done(name, body, content='{"answer": 42}') if times == 1 else done(name, body)


def _empty(name: str, body: dict[str, Any], times: int) -> Line | None:
    return done(name, body, content="") if times == 1 else done(name, body)


def _at_fault(name: str, body: dict[str, Any], times: int) -> Line | None:
    return failed(name, 500, "The server had an error.") if times == 1 else done(name, body)


@pytest.mark.parametrize("answer", [_partly, _in_silence, _invalid, _empty, _at_fault])
@pytest.mark.parametrize("state", ["completed", "expired", "cancelled"])
def test_what_failed_is_submitted_once_more(articles: Path, answer: Any, state: str) -> None:
    """What a batch brought is kept however it ended; the rest is asked again, and only that."""
    with batching(Behaviour(states=(state,), answer=answer)) as (url, server):
        bulk = Bulk(articles, url, server)
        report = bulk.report()
    assert report["failures"] == []
    assert len(report["sources"]) == 6
    assert max(server.requests.values()) == 2
    first = {line["custom_id"]: line["body"] for line in server.batches["batch_0"]["lines"]}
    for name, body in first.items():
        line = answer(name, body, 1)
        good = line and line["response"] and line["response"]["status_code"] == 200
        valid = good and line["response"]["body"]["choices"][0]["message"]["content"] not in (
            "",
            '{"answer": 42}',
        )
        assert server.requests[name] == (1 if valid else 2)


def test_what_fails_twice_is_named(articles: Path) -> None:
    """A request that fails again is no more submitted: its source is named, exit 3; the next run tries it anew."""
    bad: list[str] = []

    def answer(name: str, body: dict[str, Any], _: int) -> Line:
        if not bad:
            bad.append(name)
        return failed(name, 500, "It broke.") if name in bad else done(name, body)

    with batching(Behaviour(answer=answer)) as (url, server):
        bulk = Bulk(articles, url, server)
        report = bulk.report(code=3)
        (failure,) = report["failures"]
        assert "It broke." in failure["reason"]
        assert "asked 2 times in bulk" in failure["reason"]
        assert server.requests[bad[0]] == 2
        server.behaviour.answer = lambda name, body, _: done(name, body)
        assert bulk.report()["failures"] == []
        assert server.requests[bad[0]] == 3


def test_refusals_are_named(articles: Path) -> None:
    """A request that the model declines is a failed source, and never kept."""

    def answer(name: str, body: dict[str, Any], _: int) -> Line:
        return done(name, body, refusal="I can't." if name == bad[0] else None)

    with batching() as (url, server):
        bulk = Bulk(articles, url, server)
        bulk.run()
        bad = [next(iter(server.requests))]
        server.behaviour.answer = answer
        (failure,) = bulk.report(code=3)["failures"]
    assert "the model declined: I can't." in failure["reason"]


def test_a_cut_off_answer_gets_more_room(articles: Path) -> None:
    """What was cut off is asked again with twice the room."""

    def answer(name: str, body: dict[str, Any], times: int) -> Line:
        return done(name, body, finish="length" if times == 1 else "stop")

    with batching(Behaviour(answer=answer)) as (url, server):
        assert Bulk(articles, url, server).report()["failures"] == []
    assert {body["max_tokens"] for body in server.bodies} == {4096, 8192}


def test_what_the_endpoint_does_not_know_is_left_out(articles: Path) -> None:
    """A parameter that is refused by name is not sent again, in this batch's repeat or any later one."""

    def answer(name: str, body: dict[str, Any], _: int) -> Line:
        if "temperature" in body:
            return failed(name, 400, "Unsupported value: 'temperature'.", param="temperature")
        return done(name, body)

    with batching(Behaviour(answer=answer)) as (url, server):
        assert Bulk(articles, url, server).report()["failures"] == []
    assert sum("temperature" in body for body in server.bodies) == 6


def test_a_file_that_fails_validation(articles: Path) -> None:
    """Where the endpoint finds files at fault, each source is named with the reason after two tries, and no more."""
    with batching(Behaviour(invalid="Line 3 is no JSON.")) as (url, server):
        bulk = Bulk(articles, url, server)
        codes = [bulk.run().code for _ in range(2)]
        last = bulk.run()
    assert codes == [7, 7]
    assert last.code == 1
    assert "Line 3 is no JSON." in last.err
    assert len(server.batches) == 2


@pytest.mark.parametrize("path", ["POST /v1/files", "POST /v1/batches", "GET /v1/batches/", "GET /v1/files/"])
def test_faults_on_the_way_are_retried(articles: Path, path: str) -> None:
    """A 500 or 429 on any of the endpoints is asked again, and nothing is submitted twice for it."""
    faults = [(path, 500), (path, 429), (path, 503)]
    with batching(Behaviour(faults=faults)) as (url, server):
        assert Bulk(articles, url, server).report()["failures"] == []
    assert faults == []
    assert set(server.requests.values()) == {1}


@pytest.mark.parametrize("path", ["POST /v1/files", "POST /v1/batches", "GET /v1/batches/", "GET /v1/files/"])
def test_a_fault_that_lasts_ends_the_run_and_the_next_goes_on(articles: Path, path: str) -> None:
    """After the last retry the run ends with one line; nothing is lost, and nothing submitted twice."""
    with batching(Behaviour(faults=[(path, 500)] * 3)) as (url, server):
        bulk = Bulk(articles, url, server)
        outcomes = [bulk.run("--max-retries", 2) for _ in range(4)]
    codes = [outcome.code for outcome in outcomes]
    assert codes.count(1) == 1
    assert codes[-1] == 0
    assert outcomes[codes.index(1)].err.count("\n") <= 3
    assert set(server.requests.values()) == {1}


def test_a_batch_whose_creation_went_unanswered_is_found(articles: Path) -> None:
    """Where only the answer to its creation was lost, the batch is found again instead of paid a second time."""
    with batching(Behaviour(late=True)) as (url, server):
        assert Bulk(articles, url, server).report()["failures"] == []
    assert set(server.requests.values()) == {1}


def test_a_run_killed_while_it_submits_goes_on(bulk: Bulk) -> None:
    """A batch whose id was not written down before a run was killed is found by its file."""
    bulk.run()
    path = bulk.cache / "batches" / "state.json"
    path.write_text(path.read_text("utf-8").replace('"batch_0"', '""'), "utf-8")
    bulk.report()
    assert set(bulk.server.requests.values()) == {1}


def test_two_runs_at_once(bulk: Bulk) -> None:
    """While one run submits and fetches, a second one is refused instead of submitting the same."""
    with alone(bulk.cache / "batches"):
        outcome = bulk.run()
    assert outcome.code == 2
    assert "another run" in outcome.err
    assert bulk.server.asked == []


def test_a_batch_that_is_gone(articles: Path) -> None:
    """A batch that the endpoint no longer knows counts as failed: its requests are submitted once more."""
    with batching() as (url, server):
        bulk = Bulk(articles, url, server)
        bulk.run()
        del server.batches["batch_0"]
        assert bulk.report()["failures"] == []


def test_an_endpoint_without_batches(articles: Path) -> None:
    """An endpoint that knows no files is told in one line, exit 1."""
    with running(Calls()) as (url, _):
        outcome = command(articles, "--base-url", url, "--batch", "-q")
    assert outcome.code == 1
    assert "has files and batches" in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_refused_key(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused key ends the run at once; the key stands nowhere."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-hidden-0123456789")
    with batching(Behaviour(faults=[("POST /v1/files", 401)])) as (url, server):
        bulk = Bulk(articles, url, server)
        outcome = bulk.run()
        assert outcome.code == 1
        assert "check the key" in outcome.err
        assert "sk-hidden" not in outcome.err
        bulk.report()
        assert server.keys == {"Bearer sk-hidden-0123456789"}
    kept = [path for path in bulk.cache.rglob("*") if path.is_file()]
    assert not [path for path in kept if "sk-hidden" in path.read_text("utf-8")]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_the_state_is_the_user_s_alone(bulk: Bulk) -> None:
    """What is under way stands beside the answers, in files that only the user can read."""
    bulk.run()
    folder = bulk.cache / "batches"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "state.json").stat().st_mode) == 0o600
    bulk.report()
    assert sorted(path.name for path in folder.iterdir()) == ["lock", "state.json"]
    assert json.loads((folder / "state.json").read_text("utf-8"))["batches"] == []


def test_answers_stay_until_they_are_asked_for(bulk: Bulk, articles: Path) -> None:
    """What was fetched for an article that is gone for now is not paid again when it is back."""
    bulk.run()
    away = articles / "article-00002.md"
    text = away.read_text("utf-8")
    away.unlink()
    bulk.report()
    away.write_text(text, "utf-8")
    bulk.report()
    assert all(times == 1 for name, times in bulk.server.requests.items() if name.startswith("read"))


def test_a_broken_state_is_said(bulk: Bulk) -> None:
    """A state that cannot be read ends the run with the way out, before anything is submitted."""
    bulk.run()
    (bulk.cache / "batches" / "state.json").write_text("{", "utf-8")
    outcome = bulk.run()
    assert outcome.code == 1
    assert "delete it" in outcome.err
    assert len(bulk.server.batches) == 1


def test_with_a_recording(bulk: Bulk, articles: Path, tmp_path: Path) -> None:
    """With --record the answers go there, and a replay makes the same report from them."""
    folder = tmp_path / "recording"
    report = bulk.report("--record", folder)
    replayed = json.loads(command(articles, "-t", "--format", "json", "--replay", folder).out)
    for one in (report, replayed):
        one.pop("made")
    assert report == replayed
    assert not bulk.cache.exists()


@pytest.mark.parametrize(
    ("flag", "limit"), [("--max-calls", 5), ("--max-tokens", 8_000), ("--max-cost", 0.06)]
)
def test_limits_hold_over_all_commands_of_a_run(
    articles: Path, flag: str, limit: float, capsys: pytest.CaptureFixture[str]
) -> None:
    """No more is submitted than a limit allows; then a partial report comes out, and the next run goes on."""
    with batching() as (url, server):
        bulk = Bulk(articles, url, server)
        more = (flag, limit, "--price", "2,20")
        report = bulk.report(*more, code=6, times=12)
        assert report["partial"] == f"the limit {flag} {limit:g} is reached"
        assert report["summary"]
        assert any(one["reason"].startswith("not read: ") for one in report["failures"])
        assert len(server.bodies) <= 5
        for _ in range(12):
            if bulk.run("--wait", *more).code == 0:
                break
        else:
            raise AssertionError(capsys.readouterr().err)
        assert {times for name, times in server.requests.items() if name.startswith("read")} == {1}


def test_files_keep_to_what_the_endpoint_takes() -> None:
    """A file holds no more requests, and no more bytes, than are allowed; none is lost, and the order stays."""
    sizes = {f"r{number}": 10 + number for number in range(100)}
    for most, most_bytes in ((7, 10_000), (1_000, 200), (1, 1)):
        found = list(parcels(sizes, most, most_bytes))
        assert [name for names in found for name in names] == list(sizes)
        assert all(len(names) <= most for names in found)
        assert all(sum(sizes[name] for name in names) <= most_bytes or len(names) == 1 for names in found)


def test_several_files(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is over one file goes into several batches, each told by itself."""
    monkeypatch.setattr("summarize.llm.batch.MOST_REQUESTS", 2)
    monkeypatch.setattr(parcels, "__defaults__", (2, 1_000_000))
    with batching() as (url, server):
        bulk = Bulk(articles, url, server)
        outcome = bulk.run()
        assert outcome.err.count("of 2 done") == 3
        assert "3 batches are under way" in outcome.err
        bulk.report()
    assert [len(one["lines"]) for one in server.batches.values()][:3] == [2, 2, 2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--wait",), "--wait is for --batch"),
        (("--batch", "--no-cache"), "leave out --no-cache"),
        (("--batch", "--replay", "x"), "leave out --replay"),
        (("--batch", "--engine", "extractive"), "--batch asks a model"),
        (("--batch",), "--batch needs a model"),
    ],
)
def test_what_does_not_go_together(articles: Path, arguments: tuple[str, ...], said: str) -> None:
    """Options that contradict --batch are refused before anything is asked."""
    outcome = command(articles, *arguments)
    assert outcome.code == 2
    assert said in outcome.err
