"""Blocks that go on in another one after a line break that has no place."""

from __future__ import annotations

from sdconvert.formats.sdxml.write.ids import name_based_uuid


class SplitBlock:
    """An open block: `end` is the tag that ends it. At each split it goes on as a paragraph of the given look, or as
    a `p` in a table cell, where `look` is None."""

    __slots__ = ("_id", "_look", "_splits", "end")

    def __init__(self, name: str, block_id: str, look: str | None) -> None:
        self.end = f"</{name}>"
        self._id = block_id
        self._look = look
        self._splits = 0

    def split(self) -> str:
        """The tags that end the block and begin its continuation."""
        before = self.end
        if self._look is None:
            self.end = "</p>"
            return f"{before}<p>"
        self.end = "</paragraph>"
        self._splits += 1
        rest_id = name_based_uuid(f"{self._id} {self._splits}")
        return f'{before}<paragraph id="{rest_id}" {self._look}>'
