"""What Word shows before each paragraph of a body, by ECMA-376 Part 1, 17.9, written apart from the converter.

Nothing counts along here: each number is found by looking back over all that was numbered before. It is slow and has
no code in common with the reader, so that both agree only where both are right. It is held against another program by
`tests/proofs/labels_by_libreoffice.py`.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from typing import NamedTuple

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = frozenset(("0", "false", "off"))
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")


class Paragraph(NamedTuple):
    """The text of a paragraph, the label before it, and the labels of its list down to its level, each with the levels
    that it shows."""

    text: str
    label: str
    levels: tuple[tuple[str, frozenset[int]], ...] = ()

    @property
    def full_number(self) -> str:
        """What a reference in full context shows (17.16.5.50): the labels that lead to the paragraph, without those
        that a deeper one shows already, and without periods that end one; nothing for a bullet."""
        if not self.levels or not self.levels[-1][0]:
            return ""
        wanted: list[str] = []
        covered: set[int] = set()
        for ilvl, (label, shown) in reversed(list(enumerate(self.levels))):
            if ilvl not in covered:
                wanted.insert(0, label.strip())
                covered |= shown
        return re.sub(r"\.+(?=[^\w.]|$)", "", "".join(wanted))


class _Use(NamedTuple):
    num: str
    ilvl: int
    levels: dict[int, etree._Element]
    starts: dict[int, int]


def paragraphs_of(package: bytes) -> list[Paragraph]:
    """The paragraphs of the body and of its tables, in order."""
    with zipfile.ZipFile(io.BytesIO(package)) as members:
        body, styles, numbering = (
            etree.fromstring(members.read(f"word/{part}.xml")) if f"word/{part}.xml" in members.namelist() else None
            for part in ("document", "styles", "numbering")
        )
    return _Reader(body, styles, numbering).read()


class _Reader:
    def __init__(self, body: etree._Element, styles: etree._Element | None, numbering: etree._Element | None) -> None:
        self._body = body
        self._styles = {
            style.get(f"{_W}styleId"): style for style in ([] if styles is None else styles.findall(f"{_W}style"))
        }
        self._default = next(
            (
                id
                for id, style in self._styles.items()
                if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default", "0") not in _OFF
            ),
            None,
        )
        parts = [] if numbering is None else list(numbering)
        self._nums = {e.get(f"{_W}numId"): e for e in parts if e.tag == f"{_W}num"}
        self._abstracts = {e.get(f"{_W}abstractNumId"): e for e in parts if e.tag == f"{_W}abstractNum"}
        self._uses: dict[str, list[_Use]] = {}

    def read(self) -> list[Paragraph]:
        return [self._paragraph(element) for element in self._body.iter(f"{_W}p")]

    def _paragraph(self, element: etree._Element) -> Paragraph:
        text = "".join(t.text or "" for t in element.iter(f"{_W}t"))
        properties = element.find(f"{_W}pPr")
        num, ilvl = self._numbered(properties)
        if num not in self._nums or num == "0":
            return Paragraph(text, "")
        levels = self._levels(num)
        if not levels:
            return Paragraph(text, "")
        use = _Use(num, ilvl, levels, self._starts(num))
        uses = self._uses.setdefault(_val(self._nums[num], "abstractNumId"), [])
        uses.append(use)
        numbers = tuple(_number(uses, level) for level in range(9))
        label = self._label(use, numbers)
        above = tuple(self._level_label(use._replace(ilvl=k), numbers) for k in range(ilvl + 1))
        return Paragraph(text, self._in_look(label, use, properties), above)

    def _level_label(self, use: _Use, numbers: tuple[int, ...]) -> tuple[str, frozenset[int]]:
        level = use.levels.get(use.ilvl)
        if level is None or _val(level, "numFmt") == "bullet":
            return "", frozenset()
        text = level.find(f"{_W}lvlText").get(f"{_W}val")
        return self._label(use, numbers), frozenset(int(number) - 1 for number in re.findall("%([1-9])", text))

    # ------------------------------------------------------------------------------------- which list and level

    def _numbered(self, properties: etree._Element | None) -> tuple[str | None, int]:
        """17.3.1.19, 17.9.3, 17.9.18, 17.9.23."""
        direct = None if properties is None else properties.find(f"{_W}numPr")
        own_num, own_level = (_val(direct, name) for name in ("numId", "ilvl"))
        chain = self._chain(None if properties is None else _val(properties, "pStyle"))
        said = [(id, self._styles[id].find(f"{_W}pPr/{_W}numPr")) for id in chain]
        style_num = next((_val(e, "numId") for _, e in said if _val(e, "numId") is not None), None)
        num = own_num if own_num is not None else style_num
        if num is None:
            return None, 0
        if own_level is not None:
            return num, int(own_level)
        if own_num is not None and own_num != style_num:
            said = said[:1] + [(None, e) for _, e in said[1:]]
        for id, numbered in said:
            tied = next((k for k, e in self._levels(num).items() if id and _val(e, "pStyle") == id), None)
            if tied is not None:
                return num, tied
            if _val(numbered, "ilvl") is not None:
                return num, int(_val(numbered, "ilvl"))
            if _val(numbered, "numId") is not None and own_num in (None, style_num):
                break
        rest = [_val(e, "ilvl") for _, e in said if _val(e, "ilvl") is not None]
        return num, int(rest[0]) if rest else 0

    def _chain(self, style: str | None) -> list[str]:
        """17.7.4.3, nearest first."""
        found: list[str] = []
        style = style if style in self._styles else self._default
        while style in self._styles and style not in found:
            found.append(style)
            style = _val(self._styles[style], "basedOn")
        return found

    def _levels(self, num: str) -> dict[int, etree._Element]:
        """17.9.5, 17.9.8, 17.9.21 (numStyleLink), 17.9.27 (styleLink)."""
        if num not in self._nums:
            return {}
        abstract = self._abstracts.get(_val(self._nums[num], "abstractNumId"))
        link = None if abstract is None else _val(abstract, "numStyleLink")
        if link is not None:
            linked = None if link not in self._styles else self._styles[link].find(f"{_W}pPr/{_W}numPr")
            target = self._nums.get(_val(linked, "numId"))
            abstract = None if target is None else self._abstracts.get(_val(target, "abstractNumId"))
        levels = {} if abstract is None else {int(e.get(f"{_W}ilvl")): e for e in abstract.findall(f"{_W}lvl")}
        for override in self._nums[num].findall(f"{_W}lvlOverride"):
            levels |= {int(e.get(f"{_W}ilvl")): e for e in override.findall(f"{_W}lvl")}
        return levels

    def _starts(self, num: str) -> dict[int, int]:
        """17.9.26."""
        overrides = self._nums[num].findall(f"{_W}lvlOverride")
        return {int(e.get(f"{_W}ilvl")): int(_val(e, "startOverride")) for e in overrides if _val(e, "startOverride")}

    def _label(self, use: _Use, numbers: tuple[int, ...]) -> str:
        """17.9.11 (lvlText), 17.9.4 (isLgl), [MS-DOC] LVLF fLegal."""
        level = use.levels.get(use.ilvl)
        text = None if level is None else level.find(f"{_W}lvlText")
        if text is None or text.get(f"{_W}null", "0") not in _OFF:
            return ""
        template = text.get(f"{_W}val", "")
        if _val(level, "numFmt") == "bullet":
            return template
        legal = level.find(f"{_W}isLgl")
        is_legal = legal is not None and legal.get(f"{_W}val", "1") not in _OFF

        def fill(match: re.Match[str]) -> str:
            k = int(match[1]) - 1
            shown = use.levels.get(k)
            form = "" if shown is None else _val(shown, "numFmt") or "decimal"
            if form in ("", "bullet", "none"):
                return ""
            if is_legal and form != "decimalZero":
                form = "decimal"
            return written(numbers[k], form)

        return re.sub("%([1-9])", fill, template)

    # -------------------------------------------------------------------------------------------------- its look

    def _in_look(self, label: str, use: _Use, properties: etree._Element | None) -> str:
        """17.9.24 (rPr of a level) over the properties of the paragraph's mark: 17.3.2.5 (caps), 17.3.2.41 (vanish)."""
        level = use.levels.get(use.ilvl)
        own = None if level is None else level.find(f"{_W}rPr")
        if _switch(own, "vanish"):
            return ""
        caps = _switch(own, "caps")
        if caps is None:
            caps = _switch(None if properties is None else properties.find(f"{_W}rPr"), "caps")
        if caps is None:
            chain = self._chain(None if properties is None else _val(properties, "pStyle"))
            said = (_switch(self._styles[id].find(f"{_W}rPr"), "caps") for id in chain)
            caps = next((each for each in said if each is not None), False)
        return label.upper() if caps else label


def _number(uses: list[_Use], level: int) -> int:
    """What a level counts after the last use; its start where it is not in use."""
    found = _look_back(uses, len(uses) - 1, level)
    return _start(uses[-1], level) if found is None else found


def _look_back(uses: list[_Use], at: int, level: int) -> int | None:
    """What a level counts after a use, by the use itself and what the level counted before it."""

    @cache
    def value(at: int) -> int | None:
        if at < 0:
            return None
        use, before = uses[at], value(at - 1)
        if use.ilvl < level:
            restart = _val(use.levels.get(level), "lvlRestart")
            return None if restart is None or use.ilvl < int(restart) else before
        if use.ilvl > level:
            return _start(use, level) if before is None and level in use.levels else before
        if before is None or (level in use.starts and not is_used(use.num, at)):
            return _start(use, level)
        return before + 1

    @cache
    def is_used(num: str, until: int) -> bool:
        """Whether a list used the level before, or was the one whose deeper level began it with its start."""
        for i in range(until):
            if uses[i].num != num:
                continue
            if uses[i].ilvl == level:
                return True
            if uses[i].ilvl > level and level in uses[i].levels and value(i - 1) is None:
                return True
        return False

    for each in range(at):
        value(each)
    return value(at)


def _start(use: _Use, level: int) -> int:
    if level in use.starts:
        return use.starts[level]
    return int(_val(use.levels.get(level), "start") or 0)


def written(number: int, form: str) -> str:
    """A number in some of the formats of 17.18.59; what is below 1 is decimal."""
    if form == "decimalZero":
        return f"{number:02}"
    if number < 1 or form == "decimal":
        return str(number)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a" if form == "lowerLetter" else "A") + (number - 1) % 26)
        return letter * ((number - 1) // 26 + 1)
    if form in ("lowerRoman", "upperRoman"):
        text = "c" * (number // 100) + _TENS[number // 10 % 10] + _ROMAN[number % 10]
        return text if form == "lowerRoman" else text.upper()
    if form == "ordinal":
        return str(number) + (
            "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        )
    raise ValueError(form)


def note_marks_of(package: bytes) -> list[str]:
    """The marks of the references to notes in the body, section by section (17.11.4, 17.11.5, 17.11.11, 17.11.12)."""
    with zipfile.ZipFile(io.BytesIO(package)) as members:
        body = etree.fromstring(members.read("word/document.xml"))[0]
        has_settings = "word/settings.xml" in members.namelist()
        settings = etree.fromstring(members.read("word/settings.xml")) if has_settings else None
    marks: list[str] = []
    last = {"footnote": 0, "endnote": 0}
    begun: set[str] = set()
    for properties, references in _sections_with_references(body):
        for kind in last:
            if _note_rule(kind, "numRestart", properties, settings) == "eachSect":
                begun.discard(kind)
        for reference in references:
            kind = etree.QName(reference).localname.removesuffix("Reference")
            start = int(_note_rule(kind, "numStart", properties, settings) or 1)
            last[kind] = last[kind] + 1 if kind in begun else start
            begun.add(kind)
            usual = "decimal" if kind == "footnote" else "lowerRoman"
            marks.append(written(last[kind], _note_rule(kind, "numFmt", properties, settings) or usual))
    return marks


def _sections_with_references(body: etree._Element) -> list[tuple[etree._Element | None, list[etree._Element]]]:
    sections: list[tuple[etree._Element | None, list[etree._Element]]] = []
    references: list[etree._Element] = []
    for child in body:
        references += child.iter(f"{_W}footnoteReference", f"{_W}endnoteReference")
        properties = child if child.tag == f"{_W}sectPr" else child.find(f"{_W}pPr/{_W}sectPr")
        if properties is not None:
            sections.append((properties, references))
            references = []
    return [*sections, (None, references)]


def _note_rule(kind: str, name: str, *where: etree._Element | None) -> str | None:
    said = (None if each is None else _val(each.find(f"{_W}{kind}Pr"), name) for each in where)
    return next((value for value in said if value is not None), None)


def _switch(properties: etree._Element | None, name: str) -> bool | None:
    element = None if properties is None else properties.find(f"{_W}{name}")
    return None if element is None else element.get(f"{_W}val", "1") not in _OFF


def _val(parent: etree._Element | None, name: str) -> str | None:
    element = None if parent is None else parent.find(f"{_W}{name}")
    return None if element is None else element.get(f"{_W}val")
