"""What is said of single documents beside their files: a line of JSON each, as `sdconvert merge` writes it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sdconvert.batch.sources import Item
from sdconvert.errors import BadConfiguration
from sdconvert.files import load
from sdconvert.frozen import dataclass
from sdconvert.paths import as_on_disk
from sdconvert.remote import is_remote

_FIELDS = {"title": "title", "description": "description", "groupId": "group_id", "supplemental": "supplemental"}


@dataclass(frozen=True, slots=True)
class Details:
    """What a document is uploaded as, None where nothing is said."""

    title: str | None = None
    description: str | None = None
    group_id: str | None = None
    supplemental: str | None = None


def load_details(path: Path, items: Iterable[Item]) -> Mapping[str, Details]:
    """The details by the names of the items. A row is an object with `file`, the place of the document below the folder
    of the list or its name in the batch, and any of title, description, groupId and supplemental.

    Rows about other files are passed over.

    Raises: UnreadableInput, BadConfiguration for a row that cannot be understood or is about a file that is not there.
    """
    by_place = {os.path.realpath(item.place): item.name for item in items if not is_remote(item.place)}
    names = {*by_place.values(), *(item.name for item in items)}
    found: dict[str, Details] = {}
    for number, line in enumerate(load(path).decode("utf-8-sig", "replace").split("\n"), 1):
        if not line.strip():
            continue
        row = _row(line, f"{path}, line {number}")
        file = str(row["file"])
        place = as_on_disk(path.parent / file)
        name = by_place.get(os.path.realpath(place), file)
        if name not in names:
            if place.exists():
                continue
            raise BadConfiguration(f"{path}, line {number}: {file} does not exist.")
        found[name] = Details(**{field: row.get(key) for key, field in _FIELDS.items()})
    return found


def _row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadConfiguration(f"{where} is no JSON: {error}.") from error
    if not isinstance(row, dict) or not isinstance(row.get("file"), str):
        raise BadConfiguration(f"{where} is no object with a text `file`.")
    wrong = [key for key in _FIELDS if not isinstance(row.get(key), (str, type(None)))]
    if wrong:
        raise BadConfiguration(f"{where}: {wrong[0]} has to be a text.")
    return row
