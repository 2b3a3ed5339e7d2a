"""Several options added to a command at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Command = Callable[..., Any]


def with_options(command: Command, options: Iterable[Callable[[Any], Any]]) -> Command:
    """The command with these options, which its help shows in this order."""
    for option in reversed(tuple(options)):
        command = option(command)
    return command
