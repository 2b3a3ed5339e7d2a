"""Which function reads the elements of each tag: readers are registered where they stand."""

from __future__ import annotations

from collections.abc import Callable

from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.inherited import Inherited
from sdconvert.xmlio import Element

ReadElement = Callable[[Flow, Element, Inherited], None]

READERS: dict[str, ReadElement] = {}
"""The readers of elements in any page."""

OWN_READERS: dict[str, ReadElement] = {}
"""The readers of what our own writer means by an element: in its pages they stand before those of any page."""


def reads(*tags: str) -> Callable[[ReadElement], ReadElement]:
    """Let the decorated function read the elements of these tags.

    Raises: ValueError when one of them has a reader already.
    """
    return _register_in(READERS, tags)


def reads_own(*tags: str) -> Callable[[ReadElement], ReadElement]:
    """The same for pages of our own writer."""
    return _register_in(OWN_READERS, tags)


def _register_in(readers: dict[str, ReadElement], tags: tuple[str, ...]) -> Callable[[ReadElement], ReadElement]:
    def register(read: ReadElement) -> ReadElement:
        for tag in tags:
            if tag in readers:
                raise ValueError(f"the element {tag} has two readers")
            readers[tag] = read
        return read

    return register
