"""Lists of documents in files, one name on each line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from sdconvert.errors import UnreadableInput
from sdconvert.late import call_late

if TYPE_CHECKING:
    from sdconvert.batch.sources import parse_list
else:
    parse_list = call_late("sdconvert.batch.sources", "parse_list")


def read_lists(lists: Iterable[str]) -> list[str]:
    """The places in all of these lists. Raises: UnreadableInput."""
    return [place for name in lists for place in _read_list(name)]


def _read_list(name: str) -> list[str]:
    try:
        with click.open_file(name, "rb") as file:
            return parse_list(file.read())
    except OSError as error:
        raise UnreadableInput(f"The list {name} cannot be read: {error.strerror or error}.") from error
