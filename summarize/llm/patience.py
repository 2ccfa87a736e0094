"""What a call is expected to take: its tokens, before it is sent, and its time, before it is taken for hung."""

from collections import defaultdict, deque
from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain
from statistics import fmean

from summarize.llm.base import Reply, Request

SAMPLES = 100  # finished calls that are looked back on
ENOUGH = 5  # of them, before anything is said
SLOW = (1.6, 2.5)  # times what nearly all calls of a stage take, as these are alike or not
SLOW_WHEN_IDLE = (1.25, 2.0)  # times that, where a second attempt takes no other call's place
SPREADS = 4.0  # of the calls' mean spread come on top of what nearly all take
UNKNOWN = 2.0  # times that again for a stage of which no call has finished
LONGER = 2.0  # times that for a long call at most: most of a call's time goes into the answer
FLOOR = 1.0  # seconds; a call is never taken for hung before
NEARLY_ALL = 0.95
BYTES_A_TOKEN = 4.0
FIRST_OUTPUT = 400.0  # tokens an answer takes, before one has come
APART = 2.0  # times how far answers are from their mean come on top of it
PART = 0.2  # of a new value that goes into a mean


class Expectations:
    """Learns from finished calls what those to come will take."""

    def __init__(self) -> None:
        self._seconds: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=SAMPLES))
        self._told: dict[str, _Times] = {}  # of a stage, or "" of all, since the last answer
        self._prompt: dict[str, float] = {}
        self._output: dict[str, float] = {}
        self._apart: dict[str, float] = {}  # how far answers of a stage are from that
        self._share = 1.0

    def prompt_tokens(self, request: Request) -> float:
        """Give the tokens that a prompt takes, as counted by whoever made it or from its bytes."""
        return self._share * _estimate(request)

    def output_tokens(self, request: Request) -> float:
        """Give the tokens that the answer will take, as others of its stage did."""
        known = self._output.get(request.stage)
        if known is None:
            known = max(self._output.values(), default=FIRST_OUTPUT)
        return min(known, request.max_output)

    def tokens(self, request: Request) -> float:
        """Give the tokens that a call will take, prompt and answer; rather more, for a limit refuses what takes more."""
        more = APART * self._apart.get(request.stage, 0.0)
        return self.prompt_tokens(request) + min(self.output_tokens(request) + more, request.max_output)

    def learn(self, request: Request, reply: Reply, seconds: float) -> None:
        """Take in what an answered call took."""
        stage, estimate = request.stage, _estimate(request)
        self._seconds[stage].append(seconds)
        self._told.pop(stage, None)
        self._told.pop("", None)
        self._prompt[stage] = _mean(self._prompt.get(stage), estimate)
        if reply.output_tokens:
            apart = abs(reply.output_tokens - self._output.get(stage, reply.output_tokens))
            self._apart[stage] = _mean(self._apart.get(stage), apart)
            self._output[stage] = _mean(self._output.get(stage), reply.output_tokens)
        if reply.input_tokens and estimate:
            self._share = _mean(self._share, min(4.0, max(0.25, reply.input_tokens / estimate)))

    def patience(self, request: Request, *, idle: bool) -> float | None:
        """Give the seconds after which a call is taken for hung; None while too little is known.

        `idle` says that nothing else waits to be sent.
        """
        least, most = SLOW_WHEN_IDLE if idle else SLOW
        own = self._times(request.stage)
        if own is not None:
            longer = _estimate(request) / max(1.0, self._prompt[request.stage])
            slow = min(most, max(least, 1.0 + SPREADS * own.spread))
            return max(FLOOR, slow * min(LONGER, max(1.0, longer)) * own.nearly_all)
        every = self._times("")
        return max(FLOOR, least * UNKNOWN * every.nearly_all) if every else None

    def _times(self, stage: str) -> "_Times | None":
        """Give what the calls of a stage took, of all for ""; None while they are too few."""
        if stage not in self._told:
            own = self._seconds.get(stage, ()) if stage else list(chain.from_iterable(self._seconds.values()))
            if len(own) < ENOUGH:
                return None
            self._told[stage] = _Times(_spread(own), _nearly_all(own))
        return self._told[stage]


@dataclass(frozen=True, slots=True)
class _Times:
    """How far the times of some calls lie apart, and what nearly all of them keep within."""

    spread: float
    nearly_all: float


def _estimate(request: Request) -> float:
    if request.tokens:
        return float(request.tokens)
    return sum(len(one.content.encode("utf-8", "surrogatepass")) for one in request.messages) / BYTES_A_TOKEN


def _mean(known: float | None, new: float) -> float:
    return new if known is None else (1 - PART) * known + PART * new


def _spread(values: Collection[float]) -> float:
    """Give the mean distance from the mean, as a share of that."""
    mean = fmean(values)
    return fmean(abs(value - mean) for value in values) / max(mean, 1e-9)


def _nearly_all(values: Collection[float]) -> float:
    return sorted(values)[int(NEARLY_ALL * (len(values) - 1))]
