"""Elements of HTML and SVG, put together so that text can never become markup."""

import html
from collections.abc import Iterable

from summarize.report.escape import plain

_VOID = {"meta", "br", "hr", "line", "rect", "circle", "path"}


class Markup(str):
    """Markup that was made here; any other string is text and will be escaped."""

    __slots__ = ()


Child = Markup | str | None


def text(content: str) -> Markup:
    """Write text of any origin: what it says, without controls, direction overrides and unseen characters.

    A blank at either end stays one, so that words beside elements keep their distance.
    """
    ahead = " " if content[:1].isspace() else ""
    behind = " " if content[-1:].isspace() and content.strip() else ""
    return Markup(f"{ahead}{html.escape(plain(content), quote=True)}{behind}")


def joined(children: Iterable[Child], gap: str = "") -> Markup:
    """Join what there is of the children, text among them escaped, with `gap` between."""
    return Markup(gap.join(_written(child) for child in children if child))


def element(name: str, /, *children: Child, **attributes: str | float | None) -> Markup:
    """Write an element; `class_` stands for class, `aria_label` for aria-label, and None leaves one out."""
    opening = (
        f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items() if value is not None)}>"
    )
    if name in _VOID and not children:
        return Markup(opening if name in {"meta", "br", "hr"} else f"{opening[:-1]}/>")
    return Markup(f"{opening}{joined(children)}</{name}>")


def _written(child: str) -> str:
    return child if isinstance(child, Markup) else text(child)


def _attribute(key: str, value: str | float) -> str:
    name = key.rstrip("_").replace("_", "-")
    number = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return f' {"viewBox" if name == "viewbox" else name}="{text(number)}"'
