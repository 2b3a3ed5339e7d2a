"""What is printed: escaped, so that names and documents steer no terminal."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

import click

_HARMLESS = "\u200c\u200d\u00ad"
"""What does not print and does no harm: the joiners that words of many scripts need, and the soft hyphen."""
_COLOURS = {"red": "\ufdd1", "green": "\ufdd2", "yellow": "\ufdd3", "cyan": "\ufdd4"}
_END = "\ufdd0"
"""Signs of our own for colours: what a document can do with them is to colour its own words, until the line ends."""
_SIGNS = re.compile(f"([{_END}{''.join(_COLOURS.values())}])")
_SHORT = {"\t": " ", "\n": "\\n", "\r": "\\r"}
_RESET = click.style("", reset=True)
_PAINT = {sign: click.style("", fg=colour, reset=False) for colour, sign in _COLOURS.items()} | {_END: _RESET}


def escape(text: str) -> str:
    """The text as a piece of one line: as in JSON, `\\n`, `\\u001b` and `\\u202e` stand for what would break the line,
    steer the terminal or turn the reading direction; a space for a tab."""
    return text if text.isprintable() else "".join(map(_escape_sign, text))


def _escape_sign(sign: str) -> str:
    if sign.isprintable() or sign in _HARMLESS or unicodedata.category(sign) == "Zs":
        return sign
    return _SHORT.get(sign) or escape_units(sign)


def escape_units(text: str) -> str:
    """Each UTF-16 unit of a text as an escape of JSON."""
    units = text.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def style(text: object, colour: str) -> str:
    """The text in red, green, yellow or cyan, where `echo` prints it to a terminal."""
    return f"{_COLOURS[colour]}{text}{_END}"


def unstyled(text: str) -> str:
    """A line as `echo` prints it, without its colours."""
    return escape(_SIGNS.sub("", text))


def _paint(line: str) -> str:
    pieces = _SIGNS.split(line)
    painted = "".join(_PAINT.get(piece) or escape(piece) for piece in pieces)
    return f"{painted}{_RESET}" if len(pieces) > 1 else painted


def echo(*lines: object, err: bool = False) -> None:
    """Print each as one line, whatever is in it."""
    click.echo("\n".join(_paint(str(line)) for line in lines), err=err)


def echo_text(text: str) -> None:
    """Print a text of several lines, such as JSON."""
    echo(*text.split("\n"))


def echo_error(error: object) -> None:
    """Print on standard error what an error says, with the further lines of one that has several set in."""
    first, *others = str(error).split("\n")
    echo(f"sdconvert: error: {first}", *(f"  {line}" for line in others), err=True)


def echo_result(data: str | bytes) -> None:
    """Print a result as it is."""
    click.echo(data, nl=False)


def steer(control: str) -> None:
    """Write to the terminal at standard error what steers it."""
    click.echo(control, nl=False, err=True)


def json_text(value: Any) -> str:
    """A value as JSON in ASCII, which every code page can say."""
    return json.dumps(value, indent=2, default=str)


def echo_json(value: Any) -> None:
    """Print a value as JSON."""
    click.echo(json_text(value))
