"""Whether two figures can both be right: rounded, hedged, ranged or converted, they may say the same."""

import math

from summarize.engines.differences.quantities import Quantity

# What "about" allows on either side, what "more than" and "at least" allow above: shares of the value.
_ABOUT = 0.15
_ABOVE = 0.3
# A figure rounded without saying so is off by no more than this, and is not small.
_ROUNDED = 0.05
_FEW = 100
# A figure converted from another unit is rounded before and after.
_CONVERTED = 0.08


def agree(one: Quantity, other: Quantity) -> bool:
    """Tell whether the two figures may be of the same thing."""
    if one.low < one.high and other.low < other.high:
        return _near_ends(one, other)
    if one.low <= other.high and other.low <= one.high:
        return True
    if one.hedge == other.hedge == "-":
        return _is_rounding(one, other) or _is_rounding(other, one)
    first, second = _span(one), _span(other)
    if first[0] <= second[1] and second[0] <= first[1]:
        return True
    if one.scale != other.scale and _near(one, other, _CONVERTED):
        return True
    return _is_rounding(one, other) or _is_rounding(other, one)


def _span(figure: Quantity) -> tuple[float, float]:
    if figure.hedge == "~":
        return figure.low * (1 - _ABOUT), figure.high * (1 + _ABOUT)
    if figure.hedge == "+":
        return figure.low, figure.high * (1 + _ABOVE)
    if figure.hedge == "-":
        return figure.low * (1 - _ABOVE), figure.high
    return figure.low, figure.high


def _near_ends(one: Quantity, other: Quantity) -> bool:
    """Tell whether two ranges begin and end about alike."""
    return all(
        abs(mine - theirs) <= _ABOVE * max(mine, theirs)
        for mine, theirs in ((one.low, other.low), (one.high, other.high))
    )


def _near(one: Quantity, other: Quantity, share: float) -> bool:
    return abs(one.low - other.low) <= share * max(one.low, other.low)


def _is_rounding(rough: Quantity, fine: Quantity) -> bool:
    """Tell whether `rough` is `fine` in fewer figures: 1.2 billion of 1,240 million, 300 of 298, 8 of 7.9."""
    if rough.step <= fine.step or not _near(rough, fine, _ROUNDED if rough.step >= rough.scale else 1.0):
        return False
    if rough.low >= _FEW * rough.scale or fine.step < fine.scale:
        return abs(rough.low - fine.low) <= rough.step / 2 * 1.0001
    return False


def distance(one: Quantity, other: Quantity) -> float:
    """Give how often one figure must be doubled to reach the other; infinite where one is nought."""
    least, most = min(one.high, other.high), max(one.low, other.low)
    return math.log2(most / least) if least > 0 and most > 0 else math.inf
