"""robots.txt (RFC 9309): what a host asks of programs that read its pages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

_MOST_BYTES = 500_000
_MOST_RULES = 5_000
_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*?)\s*(?:#.*)?")


@dataclass(frozen=True, slots=True)
class Rule:
    """A path pattern (`*` is anything, `$` the end), and whether it allows."""

    pattern: str
    allows: bool


def parse(data: bytes, agent: str) -> tuple[Rule, ...]:
    """Give the rules for an agent: those of the groups that name it, failing these of the groups for `*`."""
    groups = list(_groups(data[:_MOST_BYTES].decode("utf-8", "replace")))
    own = [rules for agents, rules in groups if agent in agents]
    chosen = own or [rules for agents, rules in groups if "*" in agents]
    return tuple(rule for rules in chosen for rule in rules)[:_MOST_RULES]


def is_allowed(rules: Iterable[Rule], target: str) -> bool:
    """Tell whether a path with its query may be read: the longest pattern that fits it decides, Allow before Disallow."""
    path = _normal(target)
    fitting = [(len(rule.pattern), rule.allows) for rule in rules if _fits(_normal(rule.pattern), path)]
    return max(fitting, default=(0, True))[1]


def _groups(text: str) -> Iterator[tuple[set[str], list[Rule]]]:
    agents: set[str] = set()
    rules: list[Rule] = []
    has_rules = False
    for line in re.split(r"\r\n?|\n", text.removeprefix("\ufeff")):
        found = _LINE.fullmatch(line)
        key, value = (found[1].lower(), found[2]) if found else ("", "")
        if key == "user-agent":
            if has_rules:
                yield agents, rules
                agents, rules, has_rules = set(), [], False
            # "summarize/1.0" names it as well as "Summarize".
            agents.add(re.split(r"[/\s]", value.lower())[0])
        elif key in {"allow", "disallow"} and agents:
            has_rules = True
            if value:
                rules.append(Rule(value, key == "allow"))
    if agents:
        yield agents, rules


def _normal(path: str) -> str:
    """Write a path in one way, whatever of it is escaped."""
    return quote(unquote(path), safe="/:?#[]@!$&'()*+,;=-._~%")


def _fits(pattern: str, path: str) -> bool:
    """Match part by part from the left, which is enough as `*` takes anything, and takes no longer than that."""
    ends = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not others:
        return not ends or path == first
    place = len(first)
    for part in others[:-1] if ends else others:
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return not ends or (path.endswith(others[-1]) and len(path) - len(others[-1]) >= place)
