"""The pictures of a document."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.handles import HandledMembers


class Assets(HandledMembers):
    """Pictures by name. `assets[name]` is the bytes of one, read when asked for, `assets.handle(name)` what reads them.

    They cannot be changed. Two are equal when they hold equal pictures under equal names, wherever these are kept.
    Those that are pickled take their bytes along. Reading raises UnreadableInput where a file was changed meanwhile.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        theirs = other if isinstance(other, Assets) else Assets(other)
        return self._handles == theirs._handles

    def __hash__(self) -> int:
        return hash(frozenset(self._handles.items()))

    def __repr__(self) -> str:
        return f"<Assets: {', '.join(self._handles) or 'none'}>"
