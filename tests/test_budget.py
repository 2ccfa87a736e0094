"""What a run may spend is never exceeded, whatever is in flight; the report then says what was left out."""

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import corpus
from benchmarks.endpoint import Behaviour, running
from benchmarks.jumping import run as jumping
from summarize.errors import CutOffError, EndpointError, LimitError, StoppedError, TransientError, UsageError
from summarize.llm.base import Message, PushbackError, Reply, Request
from summarize.llm.budget import Budgeted, Limits, Stop, prompt_tokens
from summarize.llm.pace import Paced
from summarize.llm.prices import Price, listed, parse_price, priced
from summarize.records import Usage
from tests.command import command

PRICE = Price(1.0, 10.0)
OUTCOMES = ("well", "well", "well", "transient", "pushback", "limited", "cut", "hang")


def request(number: int, tokens: int = 1_000, stage: str = "read") -> Request:
    """Make a request of so many tokens."""
    return Request(stage, f"S{number}", "m", (Message("user", "x"),), max_output=4_096, tokens=tokens)


@dataclass
class Endpoint:
    """Answers late, in any order, fails at times, and keeps account of all that was asked, whatever came of it.

    It counts `share` of the tokens that we do.
    """

    seed: int
    share: float = 1.0
    outcomes: Sequence[str] = OUTCOMES
    calls: int = 0
    tokens: int = 0
    cost: float = 0.0
    seen: list[str] = field(default_factory=list)

    async def complete(self, request: Request) -> Reply:
        """Answer, or fail."""
        number = self.calls
        self.calls += 1
        self.seen.append(request.subject)
        chance = random.Random(f"{self.seed} {number}")  # noqa: S311 - a script, not a secret
        outcome = chance.choice(self.outcomes)
        prompt = round(self.share * request.tokens)
        output = request.max_output if outcome == "cut" else chance.randrange(1, request.max_output)
        if outcome != "limited":
            # The account is made when a call arrives: what is given up was still paid.
            self.tokens += prompt + output
            self.cost += PRICE(prompt, output)
        # What hangs does so for twenty times the longest answer: longer than any patience with such answers.
        await asyncio.sleep(100.0 if outcome == "hang" else chance.random() * 5)
        errors = {
            "transient": TransientError("broken"),
            "hang": TransientError("hung"),
            "pushback": PushbackError("too much"),
            "limited": PushbackError("limit", 1.0, limited=True),
            "cut": CutOffError("cut"),
        }
        if outcome in errors:
            raise errors[outcome]
        return Reply("{}", prompt, output)

    async def close(self) -> None:
        """Nothing is open."""


def ask(endpoint: Any, limits: Limits, requests: Sequence[Request], **how: Any) -> list[Any]:
    """Ask all at once through pace and budget, on a clock that jumps."""

    async def main() -> list[Any]:
        budget = Budgeted(endpoint, limits, estimate=prompt_tokens, price=PRICE)
        paced = Paced(budget, concurrency=how.get("concurrency", 8), max_retries=4, jitter=lambda: 0.5)
        return await asyncio.gather(*map(paced.complete, requests), return_exceptions=True)

    return jumping(main())[0]


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    share=st.sampled_from([0.7, 1.0, 1.09]),
    limits=st.builds(
        Limits,
        calls=st.none() | st.integers(1, 60),
        tokens=st.none() | st.integers(1, 200_000),
        cost=st.none() | st.floats(0, 1.0),
    ),
    sizes=st.lists(st.integers(1, 6_000), min_size=1, max_size=40),
    concurrency=st.integers(1, 64),
)
def test_no_limit_is_ever_exceeded(
    seed: int, share: float, limits: Limits, sizes: list[int], concurrency: int
) -> None:
    """Over any order of answers and failures, retries and second attempts counted, all limits hold."""
    endpoint = Endpoint(seed, share)
    stages = ("read", "merge", "tell")
    requests = [request(number, size, stages[number % 3]) for number, size in enumerate(sizes)]
    results = ask(endpoint, limits, requests, concurrency=concurrency)
    for name in ("calls", "tokens", "cost"):
        limit = getattr(limits, name)
        assert limit is None or getattr(endpoint, name) <= limit + 1e-9
    ends = (Reply, TransientError, LimitError, CutOffError)
    assert all(isinstance(result, ends) or "no longer answers" in str(result) for result in results)


def test_without_limits_all_is_asked() -> None:
    """A budget without limits lets everything through, and nothing waits for another."""
    endpoint = Endpoint(0, outcomes=("well",))
    results = ask(endpoint, Limits(), [request(number) for number in range(40)])
    assert all(isinstance(result, Reply) for result in results)
    assert endpoint.calls == 40


def test_a_limit_is_used_up() -> None:
    """Calls wait for those in flight, which take less than they might: most of what is allowed is used."""
    endpoint = Endpoint(1, outcomes=("well",))
    ask(endpoint, Limits(tokens=100_000), [request(number, 500, "tell") for number in range(200)])
    assert 90_000 < endpoint.tokens <= 100_000


def test_reading_leaves_room_for_the_report() -> None:
    """Reading takes four fifths at most, so that what was read can be merged and told."""
    endpoint = Endpoint(1, outcomes=("well",))
    results = ask(endpoint, Limits(calls=10), [request(number) for number in range(20)])
    assert endpoint.calls == 8
    assert str(results[-1]) == "the limit --max-calls 10 is reached; S19 was not asked"


def test_the_first_call_may_take_everything() -> None:
    """However tight a limit is, a run whose first call has room comes further than the one before it."""
    assert isinstance(ask(Endpoint(1, outcomes=("well",)), Limits(calls=1), [request(1)])[0], Reply)


def test_a_short_room_shortens_the_answer() -> None:
    """Where nothing is in flight and room is short, a call is sent with less of it for its answer."""
    asked: list[int] = []

    class Watching(Endpoint):
        async def complete(self, request: Request) -> Reply:
            asked.append(request.max_output)
            return await super().complete(request)

    ask(Watching(1, outcomes=("well",)), Limits(tokens=4_000), [request(1, 1_000)])
    assert asked == [2_048]


def test_an_endpoint_that_counts_more_is_believed() -> None:
    """After the first answer, calls reserve by the endpoint's own count."""
    endpoint = Endpoint(3, share=1.8, outcomes=("well",))
    ask(endpoint, Limits(tokens=60_000), [request(n, 5_000, "tell") for n in range(30)], concurrency=1)
    assert endpoint.tokens <= 60_000


def test_calls_that_were_never_served_cost_a_call_alone() -> None:
    """A refusal for a limit, or an endpoint that is not there, took no tokens."""

    class Refusing(Endpoint):
        async def complete(self, _: Request) -> Reply:
            self.calls += 1
            raise EndpointError("not there") if self.calls > 3 else PushbackError("slow", 1.0, limited=True)

    endpoint = Refusing(0)
    results = ask(endpoint, Limits(tokens=6_000, calls=10), [request(1, 10, "merge")])
    assert endpoint.calls == 4
    assert isinstance(results[0], EndpointError)


def test_a_cancelled_call_leaves_no_reserve_behind() -> None:
    """A call that is given up counts as paid, and those that wait for its room go on."""

    async def main() -> tuple[list[Any], Endpoint]:
        endpoint = Endpoint(1, outcomes=("hang",))
        budget = Budgeted(endpoint, Limits(tokens=8_300), estimate=prompt_tokens, price=PRICE)
        tasks = [asyncio.create_task(budget.complete(request(n, 10, "tell"))) for n in range(3)]
        await asyncio.sleep(1)
        for task in tasks[:2]:
            task.cancel()
        await budget.idle()
        return await asyncio.gather(*tasks, return_exceptions=True), endpoint

    (*_, last), endpoint = jumping(main())[0]
    assert isinstance(last, LimitError)
    assert endpoint.calls == 2


def test_calls_that_find_the_form_count() -> None:
    """A server that refuses the forms it is first asked in gets no more calls than allowed, all the same."""

    class Picky(Endpoint):
        async def complete(self, request: Request) -> Reply:
            refused = 0 if "first" in self.seen else 5
            self.calls += 1 + refused
            await asyncio.sleep(1)
            self.seen.append("first")
            return Reply(request.subject, 10, 10, calls=1 + refused)

    async def main() -> int:
        endpoint = Picky(1)
        budget = Budgeted(endpoint, Limits(calls=40), estimate=prompt_tokens, price=PRICE)
        await asyncio.gather(*[budget.complete(request(n)) for n in range(100)], return_exceptions=True)
        return endpoint.calls

    assert 30 <= jumping(main())[0] <= 40


def test_after_a_wish_to_stop_nothing_is_sent() -> None:
    """Calls in flight end, those that wait fail, and while none is in flight nobody needs to wait for any."""

    async def main() -> tuple[list[Any], Endpoint, list[bool]]:
        endpoint, stop = Endpoint(1, outcomes=("well",)), Stop()
        budget = Budgeted(endpoint, Limits(tokens=12_400), estimate=prompt_tokens, price=PRICE, stop=stop)
        awaited = [stop.awaited]
        tasks = [asyncio.create_task(budget.complete(request(n, 10, "tell"))) for n in range(5)]
        await asyncio.sleep(0)
        awaited.append(stop.awaited)
        stop.wish()
        await budget.idle()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        return results, endpoint, [*awaited, stop.awaited]

    results, endpoint, awaited = jumping(main())[0]
    assert [type(result) for result in results] == [Reply] * 3 + [StoppedError] * 2
    assert endpoint.calls == 3
    assert awaited == [False, True, False]


def usage(calls: int, tokens_in: int, tokens_out: int) -> Usage:
    """Make the usage of a stage that paid all its calls."""
    return Usage("read", calls, 0, tokens_in, tokens_out, tokens_in, tokens_out)


def test_price_of_a_stage_is_that_of_its_calls() -> None:
    """Calls are priced one by one: a model that asks more for long prompts does not for many short ones."""
    url = "https://api.openai.com/v1"
    steep = listed("gpt-5.4", url)
    long, short = steep(400_000, 0), steep(4_000, 0)
    assert long is not None
    assert short is not None
    assert long > 100 * short
    assert priced([usage(100, 400_000, 0)], steep)[0].cost == pytest.approx(100 * short)
    assert priced([usage(3, 1_000_001, 500_000)], Price(1, 2))[0].cost == pytest.approx(2.000001)
    assert priced([replace(usage(2, 0, 0), replayed=2)], listed("my-own", url))[0].cost == 0


@pytest.mark.parametrize("text", ["", "1", "1,2,3", "a,b", "-1,2", "1,nan", "inf,1"])
def test_what_is_no_price(text: str) -> None:
    """A price is two amounts of US dollars; anything else is refused with an example."""
    with pytest.raises(UsageError, match="IN,OUT"):
        parse_price(text)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of a dozen articles."""
    corpus.write(tmp_path / "articles", 12, 300)
    return tmp_path / "articles"


@pytest.mark.parametrize(
    ("flag", "limit"), [("--max-calls", 8), ("--max-tokens", 12_000), ("--max-cost", 0.04)]
)
def test_a_run_ends_at_its_limit_and_the_next_goes_on(articles: Path, flag: str, limit: float) -> None:
    """At the limit a partial report names what was left out, exit 6; later runs finish, and no answer is paid twice."""
    behaviour = Behaviour(base=0.02, prefill=1e9, decode=1e9)
    arguments = [articles, "-t", "--format", "json", "--price", "1,10", flag, limit]
    with running(behaviour) as (url, endpoint):
        partial = []
        for _ in range(12):
            before = len(endpoint.entries)
            outcome = command(*arguments, "--base-url", url)
            spent = endpoint.entries[before:]
            tokens = sum(entry["prompt_tokens"] + entry["completion_tokens"] for entry in spent)
            cost = sum(entry["prompt_tokens"] + 10 * entry["completion_tokens"] for entry in spent) / 1e6
            assert {"--max-calls": len(spent), "--max-tokens": tokens, "--max-cost": cost}[flag] <= limit
            report = json.loads(outcome.out)
            if outcome.code == 0:
                break
            assert outcome.code == 6
            assert report["partial"] == f"the limit {flag} {limit:g} is reached"
            assert "run it again to go on from there" in outcome.err
            partial.append(report)
        asked = [entry["key"] for entry in endpoint.entries if entry["stage"] == "read"]
    assert outcome.code == 0
    assert report["partial"] == ""
    assert len(asked) == len(set(asked)) == 12
    unread = [one["name"] for one in partial[0]["failures"] if one["reason"].startswith("not read: ")]
    assert unread
    assert set(unread) <= {source["name"] for source in partial[0]["sources"]}
    assert partial[0]["summary"]


def test_nothing_is_read_within_too_tight_a_limit(articles: Path) -> None:
    """Where not one call has room there is no report, exit 6, and the message says what to raise."""
    outcome = command(articles, "--base-url", "http://localhost:9/v1", "--max-tokens", 100)
    assert (outcome.code, outcome.out) == (6, "")
    assert "the limit --max-tokens 100 is reached before any source was read; raise it" in outcome.err


def test_a_bounded_cost_needs_a_price(articles: Path) -> None:
    """--max-cost with a model of unknown price is refused before anything is asked."""
    outcome = command(articles, "--base-url", "http://localhost:9/v1", "--max-cost", 1)
    assert outcome.code == 2
    assert "give --price IN,OUT" in outcome.err
