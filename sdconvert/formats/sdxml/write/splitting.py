"""Blocks that go on in another one after a line break that has no place."""

from __future__ import annotations

from sdconvert.formats.sdxml.write.context import Context
from sdconvert.formats.sdxml.write.tags import Attributes, start_tag


class SplitBlock:
    """An open block: `end` is the tag that ends it. At each split it goes on as a paragraph of the given look, or as
    a `p` in a table cell, where `look` is None."""

    __slots__ = ("_look", "end")

    def __init__(self, name: str, look: Attributes | None) -> None:
        self.end = f"</{name}>"
        self._look = look

    def split(self, context: Context, text: str) -> str:
        """The tags that end the block and begin its continuation, whose text is given."""
        before = self.end
        if self._look is None:
            self.end = "</p>"
            return f"{before}<p>"
        self.end = "</paragraph>"
        return before + start_tag("paragraph", {"id": context.new_id(text), **self._look})
