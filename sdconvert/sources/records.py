"""A record of a source: plain values under names, as JSON has them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

from sdconvert.frozen import dataclass
from sdconvert.http.json_fields import Unexpected

_DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Record:
    """What a source holds of one thing. `fields` are all values that it gave, under its own names."""

    fields: Mapping[str, Any]

    @classmethod
    def of(cls, value: object) -> Self:
        """The record in a JSON object. Raises: Unexpected."""
        if not isinstance(value, Mapping):
            raise Unexpected("a record is no object")
        return cls(MappingProxyType(plain(value)))

    @property
    def has_id(self) -> bool:
        """Whether it says which one it is."""
        return self.fields.get("id") not in (None, "")

    @property
    def key(self) -> str:
        """What tells it from the others of its list: its id, else all that it holds."""
        known = [self.fields.get("type"), self.fields["id"]] if self.has_id else self.as_dict()
        return json.dumps(known, sort_keys=True)

    def as_dict(self) -> dict[str, Any]:
        """The record as JSON: its own copy, which may be changed."""
        copied: dict[str, Any] = plain(self.fields)
        return copied


def plain(value: Any, depth: int = 0) -> Any:
    """A copy of a JSON value.

    Raises: Unexpected for one that nests deeper than any record does, or holds a number beyond all floating ones.
    """
    if depth > _DEEPEST:
        raise Unexpected("it nests too deeply")
    if isinstance(value, Mapping):
        return {name: plain(item, depth + 1) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise Unexpected("a number is too large")
    return value
