"""What a part points to: other parts, and addresses outside (ECMA-376 Part 2, 9.3)."""

from __future__ import annotations

from sdconvert.xmlio import escape_attribute

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Relations:
    """The relationships of one part; equal ones share an id."""

    __slots__ = ("_ids", "_prefix")

    def __init__(self, prefix: str = "rId") -> None:
        self._ids: dict[tuple[str, str, bool], str] = {}
        self._prefix = prefix

    def add(self, type: str, target: str, *, is_external: bool = False) -> str:
        """The id of a relationship; `type` is the last word of a type of the office vocabulary, or a whole one."""
        key = (type if ":" in type else f"{OFFICE}/{type}", target, is_external)
        return self._ids.setdefault(key, f"{self._prefix}{len(self._ids) + 1}")

    def __len__(self) -> int:
        return len(self._ids)

    def xml(self) -> bytes:
        """The relationships part."""
        lines = [
            f'<Relationship Id="{id}" Type="{escape_attribute(type)}" Target="{escape_attribute(target)}"'
            f"{_mode(is_external)}/>"
            for (type, target, is_external), id in self._ids.items()
        ]
        text = f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'
        return text.encode()


def _mode(is_external: bool) -> str:
    return ' TargetMode="External"' if is_external else ""
