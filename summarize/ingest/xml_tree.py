"""XML into a tree, by expat, from hands one does not know: nothing outside is read, no entity is declared."""

from html import unescape
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from summarize.errors import InputError

_DEEPEST = 500
"""Nesting from which it is no document any more, and the tree would cost the stack of whoever walks it."""


class _Builder:
    """Builds the tree of one parse; names are `{namespace}local` as in ElementTree."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._depth = 0
        self._tree = TreeBuilder()

    def parse(self, data: bytes) -> Element:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        # Entities of a document type that lies elsewhere (&nbsp;) come to the default handler instead of ending it.
        parser.UseForeignDTD(True)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._tree.data
        parser.DefaultHandler = self._other
        parser.EntityDeclHandler = self._refuse
        parser.Parse(data, True)
        return self._tree.close()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InputError(f"{self._name}: XML nested over {_DEEPEST} deep; save its text as .txt")
        self._tree.start(_named(tag), {_named(key): value for key, value in attributes.items()})

    def _end(self, tag: str) -> None:
        self._depth -= 1
        self._tree.end(_named(tag))

    def _other(self, text: str) -> None:
        if text.startswith("&") and text.endswith(";"):
            self._tree.data(unescape(text))

    def _refuse(self, entity: str, *_: object) -> None:
        raise InputError(
            f"{self._name}: the XML declares an entity of its own ({entity[:40]!r}), which attacks do and "
            "documents do not; take it out"
        )


def parse(name: str, data: bytes) -> Element:
    """Parse a document; raises `InputError`, naming `name`, where it is broken or declares entities."""
    try:
        return _Builder(name).parse(data)
    # ValueError and LookupError are a declared encoding's.
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise InputError(f"{name}: broken XML ({' '.join(str(error).split())}); mend it") from error


def local(element: Element) -> str:
    """Give an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def text_of(element: Element | None) -> str:
    """Give all text below an element, white space folded; "" for none."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _named(name: str) -> str:
    return f"{{{name}" if "}" in name else name
