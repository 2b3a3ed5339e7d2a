"""The numbers of SEQ fields, counted through the body (ECMA-376 Part 1, 17.16.5.56)."""

from __future__ import annotations

from functools import cached_property

from sdconvert.formats.docx.names import P
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.fields import FLD_SIMPLE, INSTR, is_switch, parse_instruction, switch_value
from sdconvert.formats.docx.read.formatting.numerals import general_number
from sdconvert.formats.docx.units import parse_int
from sdconvert.xmlio import Element


class Sequences:
    """What each SEQ field shows. Nothing is counted before it is asked."""

    def __init__(self, body: Element, reading: Reading) -> None:
        self._body = body
        self._reading = reading

    def shown(self, field: Element) -> str | None:
        """The number that a field shows, None for one that is hidden or stands elsewhere."""
        return self._shown.get(field)

    @cached_property
    def _shown(self) -> dict[Element, str]:
        shown: dict[Element, str] = {}
        counts: dict[str, int] = {}
        headings: dict[str, int] = {}
        for element in self._body.iter(P, FLD_SIMPLE):
            if element.tag == P:
                level = self._reading.read_properties(element).style.heading_level
                if level is not None:
                    headings = {name: min(level, highest) for name, highest in headings.items()}
                continue
            keyword, arguments = parse_instruction(element.get(INSTR, ""))
            if keyword != "SEQ" or not arguments:
                continue
            name = arguments[0].lower()
            counts[name] = _next(counts.get(name, 0), arguments, headings.get(name))
            headings[name] = _NO_HEADING
            if not _is_hidden(arguments):
                shown[element] = general_number(counts[name], switch_value(arguments, "\\*") or "")
        return shown


_NO_HEADING = 99


def _next(count: int, arguments: tuple[str, ...], highest_heading: int | None) -> int:
    """`highest_heading` is the highest level of headings since the last field of the sequence."""
    start = parse_int(switch_value(arguments, "\\r"))
    if start is not None:
        return start
    if "\\c" in arguments or (len(arguments) > 1 and not is_switch(arguments[1])):
        return count
    level = parse_int(switch_value(arguments, "\\s"))
    if level is not None and highest_heading is not None and highest_heading < level:
        return 1
    return count + 1


def _is_hidden(arguments: tuple[str, ...]) -> bool:
    return "\\h" in arguments and "\\*" not in arguments
