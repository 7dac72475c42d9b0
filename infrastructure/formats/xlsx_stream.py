"""The parts of a workbook as they stream by: none is held as a tree, no entity is expanded."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Protocol
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import DefusedXMLParser

from application.importing.formats import UnfitFile
from infrastructure.formats.archive import Archive
from infrastructure.formats.row import MAX_CELL

_TOKEN = 1 << 23
"""The most bytes in which nothing begins or ends: the parser holds them."""


class Listener(Protocol):
    """What hears the elements of a part, one after the other, by their names without namespace."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text within an element, or a piece of it."""


class _Ears:
    """The parser's side of a listener."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self.quiet = 0
        """How many bytes were read since anything was heard."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.quiet = 0
        self._listener.start(_local(tag), attributes)

    def end(self, tag: str) -> None:
        self._listener.end(_local(tag))

    def data(self, text: str) -> None:
        self.quiet = 0
        self._listener.data(text)


@lru_cache(256)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def stream(archive: Archive, name: str, most: int, listener: Listener) -> Iterator[int]:
    """Has a part heard; yields the size of each piece once it was.

    Raises:
        UnfitFile: it isn't well-formed XML without a document type of its own, or too large.
    """
    ears = _Ears(listener)
    parser = DefusedXMLParser(target=ears, forbid_dtd=True)
    # heard from Expat itself, behind defusedxml's guards: the tree's own handlers take twice the time
    expat = parser.parser
    expat.ordered_attributes = False
    expat.StartElementHandler, expat.EndElementHandler, expat.CharacterDataHandler = ears.start, ears.end, ears.data
    pieces = archive.pieces(name, most)
    try:
        for piece in pieces:
            ears.quiet += len(piece)
            parser.feed(piece)
            if ears.quiet > _TOKEN:
                raise UnfitFile(f"Part {name} of the workbook goes on and on without an end.")
            yield len(piece)
        parser.close()
    except (ParseError, ValueError, LookupError) as why:
        raise UnfitFile(f"Part {name} of the workbook isn't what it has to be: {why}") from why


class Text:
    """The text of a string with its runs joined, without the phonetic guide; cut where it goes on and on."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._open = 0
        self._phonetic = False

    def start(self, tag: str) -> None:
        if tag == "rPh":
            self._phonetic = True
        elif tag == "t" and not self._phonetic:
            self._open += 1

    def end(self, tag: str) -> None:
        if tag == "rPh":
            self._phonetic = False
        elif tag == "t" and self._open:
            self._open -= 1

    def data(self, text: str) -> None:
        if self._open and self._length <= MAX_CELL:
            self._pieces.append(text[: MAX_CELL + 1])
            self._length += len(text)

    def taken(self) -> str:
        """The text so far; what comes is another."""
        text = "".join(self._pieces)
        self._pieces, self._length = [], 0
        return text
