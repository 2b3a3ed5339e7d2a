"""Numbers within text that Word counts itself: AUTONUM, AUTONUMLGL, AUTONUMOUT and LISTNUM have no result in a file
(ECMA-376 Part 1, 17.16.5.4 to 17.16.5.6 and 17.16.5.33)."""

from __future__ import annotations

from sdconvert.formats.docx.names import PPR, P
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.fields import is_switch, switch_value
from sdconvert.formats.docx.read.formatting.numerals import general_number, numeral
from sdconvert.formats.docx.units import parse_int
from sdconvert.xmlio import Element

LIST_FIELDS = frozenset(("AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM"))

_DEEPEST = 9
_BODY_LEVEL = _DEEPEST
_OUTLINE = ("%I.", "%A.", "%1.", "%a)", "(%1)", "(%a)", "(%i)", "(%a)", "(%i)")
_NUMBERS = ("%1)", "%a)", "%i)", "(%1)", "(%a)", "(%i)", "%1.", "%a.", "%i.")
_BUILT_IN = {"numberdefault": _NUMBERS, "outlinedefault": _OUTLINE, "legaldefault": ()}
_FORMATS = {"I": "upperRoman", "i": "lowerRoman", "A": "upperLetter", "a": "lowerLetter", "1": "decimal"}


class ListFields:
    """Counts these fields in the order of the text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._counts: dict[str, list[int]] = {}

    def next(self, field: Element, keyword: str, arguments: tuple[str, ...]) -> str:
        """What the next field shows."""
        paragraph = next(field.iterancestors(P), None)
        if keyword == "LISTNUM":
            return self._next_of_list(paragraph, arguments)
        return self._next_of_paragraph(paragraph, keyword, arguments)

    def _next_of_paragraph(self, paragraph: Element | None, keyword: str, arguments: tuple[str, ...]) -> str:
        """Headings count by their levels; other paragraphs count below the last heading that has such a field."""
        level = None if paragraph is None else self._heading_level(paragraph)
        counts = self._counts.setdefault(keyword, [0] * (_DEEPEST + 1))
        own = _BODY_LEVEL if level is None else level
        _count(counts, own, None)
        separator = switch_value(arguments, "\\s") or "."
        if keyword == "AUTONUMOUT":
            return _shown(_OUTLINE[min(own, len(_OUTLINE) - 1)], counts[own])
        format = switch_value(arguments, "\\*") or ""
        if keyword == "AUTONUM":
            return general_number(counts[own], format) + separator
        numbers = [counts[k] for k in range(own) if counts[k]] + [counts[own]]
        end = "" if "\\e" in arguments else separator
        return separator.join([general_number(number, format) for number in numbers]) + end

    def _heading_level(self, paragraph: Element) -> int | None:
        return self._reading.cascade.paragraph(paragraph.find(PPR)).style.heading_level

    def _next_of_list(self, paragraph: Element | None, arguments: tuple[str, ...]) -> str:
        name = arguments[0].lower() if arguments and not is_switch(arguments[0]) else ""
        properties = None if paragraph is None else self._reading.cascade.paragraph(paragraph.find(PPR))
        num_id = self._reading.numbering.num_id_of_name(name) if name not in _BUILT_IN else None
        level, start = parse_int(switch_value(arguments, "\\l")), parse_int(switch_value(arguments, "\\s"))
        if properties is not None and properties.num_id is not None and name not in _BUILT_IN:
            num_id = num_id or properties.num_id
            ilvl = properties.ilvl + 1 if level is None else level - 1
        else:
            ilvl = (level or 1) - 1
        ilvl = max(0, min(_DEEPEST - 1, ilvl))
        if num_id is None:
            return self._next_of_built_in(name if name in _BUILT_IN else "numberdefault", ilvl, start)
        if start is not None:
            self._reading.labels.start_at(num_id, ilvl, start)
        return self._reading.labels.next(num_id, ilvl).text

    def _next_of_built_in(self, name: str, ilvl: int, start: int | None) -> str:
        counts = self._counts.setdefault(name, [0] * (_DEEPEST + 1))
        _count(counts, ilvl, start)
        if name == "legaldefault":
            return "".join([f"{count or 1}." for count in counts[: ilvl + 1]])
        return _shown(_BUILT_IN[name][ilvl], counts[ilvl])


def _count(counts: list[int], level: int, start: int | None) -> None:
    counts[level] = counts[level] + 1 if start is None else start
    counts[level + 1 :] = [0] * (len(counts) - level - 1)


def _shown(template: str, count: int) -> str:
    before, _, rest = template.partition("%")
    return before + numeral(count, _FORMATS[rest[0]])[0] + rest[1:]
