"""Exactly once without the server's help: a document carries in `supplemental` what it was made from.

The tag is `[sd:CONTENT.CALL]`: CONTENT stands for the file and its settings, CALL for one call with all its attempts.
Before it stands the partner's own text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sdconvert.frozen import dataclass
from sdconvert.patterns import compile_late

_TAG = compile_late(r"(?:^| )\[sd:([0-9a-f]{32})\.([0-9a-f]{12})\]$")
TAG_LENGTH = len(" [sd:.]") + 32 + 12
"""The code points that a tag takes of the field, with the space before it."""

_OF_NO_MATTER = ("email", "firstname", "lastname", "company")


@dataclass(frozen=True, slots=True)
class Trace:
    """What finds a document after an unknown outcome: where to look, and the tag that it carries."""

    group_id: str
    user_id: str
    content: str
    call: str

    @property
    def tag(self) -> str:
        """The tag as it stands in `supplemental`."""
        return f"[sd:{self.content}.{self.call}]"


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content_fingerprint(
    file_hash: str, kind: str, data: Mapping[str, Any], mapping: Mapping[str, Any] | None, key: str = ""
) -> str:
    """32 hexadecimal digits for a file and what it is imported with. Of the user only the id counts: names change.
    `key` tells equal imports apart."""
    user = {key: value for key, value in data["user"].items() if key not in _OF_NO_MATTER}
    settings = {**data, "user": user, "mapping": mapping, "kind": kind, "file": file_hash}
    if key:
        settings["key"] = key
    text = json.dumps(settings, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:32]


def with_tag(text: str | None, trace: Trace) -> str:
    """The partner's text with the tag behind it."""
    return f"{text} {trace.tag}" if text else trace.tag


def split_supplemental(text: str) -> tuple[str, str, str]:
    """The partner's own text, the fingerprint of the content and that of the call; these are empty without a tag."""
    found = _TAG.search(text)
    return (text, "", "") if found is None else (text[: found.start()], found[1], found[2])
