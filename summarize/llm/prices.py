"""What tokens cost: as the user says, else as `genai-prices` lists the model at this endpoint, else nobody knows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from summarize.errors import UsageError
from summarize.records import Usage

Pricer = Callable[[int, int], float | None]
"""Gives the cost in US dollars of (input tokens, output tokens) of one call; None for a model without a price."""

MILLION = 1_000_000
OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens, in and out."""

    input: float
    output: float

    def __call__(self, input_tokens: int, output_tokens: int) -> float:
        """Give the cost of one call."""
        return (self.input * input_tokens + self.output * output_tokens) / MILLION


def parse_price(text: str) -> Price:
    """Read IN,OUT: US dollars for a million tokens. Raises UsageError."""
    parts = text.split(",")
    try:
        price = Price(*map(float, parts)) if len(parts) == 2 else None
    except ValueError:
        price = None
    if price is None or not 0 <= price.input < MILLION or not 0 <= price.output < MILLION:
        raise UsageError(
            f"--price {text!r} is no price: give IN,OUT in US dollars for a million tokens, as 0.75,4.5"
        )
    return price


def listed(model: str, base_url: str | None) -> Pricer:
    """Give the listed prices of a model at an endpoint, after genai-prices; what is not listed has none.

    A model of a known name behind an endpoint of nobody's list is unpriced: it may cost nothing, or something else.
    """

    @lru_cache(maxsize=4_096)
    def cost(input_tokens: int, output_tokens: int) -> float | None:
        from genai_prices import Usage, calc_price

        try:
            found = calc_price(
                Usage(input_tokens=input_tokens, output_tokens=output_tokens),
                model_ref=model,
                provider_api_url=base_url or OPENAI,
            )
        except LookupError:
            return None
        return float(Decimal(found.total_price))

    return cost


def halved(price: Pricer) -> Pricer:
    """Give the price of what is asked in bulk: half that of single calls."""

    def half(input_tokens: int, output_tokens: int) -> float | None:
        whole = price(input_tokens, output_tokens)
        return None if whole is None else whole / 2

    return half


def preload() -> None:
    """Load the list, which takes a second: for a thread, while the first answers are waited for."""
    import genai_prices  # noqa: F401 (loaded for its later use)


def priced(usage: Sequence[Usage], price: Pricer) -> tuple[Usage, ...]:
    """Give each stage what its paid tokens cost; nothing where none were paid."""
    return tuple(replace(stage, cost=_cost(stage, price)) for stage in usage)


def _cost(stage: Usage, price: Pricer) -> float | None:
    """Price the mean call and not the sum: some models ask more for the tokens of a long prompt."""
    tokens_in, tokens_out = stage.paid_input_tokens, stage.paid_output_tokens
    if not tokens_in and not tokens_out:
        return 0.0
    calls = max(1, stage.calls - stage.replayed)
    mean_in, mean_out = tokens_in // calls, tokens_out // calls
    mean, last = (
        price(mean_in, mean_out),
        price(tokens_in - (calls - 1) * mean_in, tokens_out - (calls - 1) * mean_out),
    )
    return None if mean is None or last is None else (calls - 1) * mean + last
