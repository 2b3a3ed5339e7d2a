"""The package: parts found by relationship, Strict names mapped to transitional ones before parsing."""

from __future__ import annotations

import posixpath
from typing import NamedTuple
from urllib.parse import unquote

from sdconvert.archive import Archive
from sdconvert.errors import UnreadableInput, UnsafeInput
from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.formats.docx.names import PARA_ID, STRICT, w
from sdconvert.handles import Handle
from sdconvert.pictures import facts_of
from sdconvert.xmlio import Element, parse

BROKEN_PART = declare(
    "DOCX-R001",
    Severity.ERROR,
    "The part {part} cannot be read, so what it holds is missing: {reason}",
    "Open the file in Word and save it again.",
    "A part that the document refers to is not there or not well-formed XML.",
)
BROKEN_RELATIONSHIPS = declare(
    "DOCX-R002",
    Severity.WARNING,
    "The relationships of {part} cannot be read: {reason}",
    "Open the file in Word and save it again.",
    "Without its relationships a part has no pictures, links, notes or styles.",
)

BROKEN_CONTENT_TYPES = declare(
    "DOCX-R004",
    Severity.WARNING,
    "The list of content types cannot be read, so kinds are told by names and content: {reason}",
    "Open the file in Word and save it again.",
    "Every package has a [Content_Types].xml that says what its parts are; Word itself refuses a file without it.",
)

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_MAIN_TYPES = frozenset(
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.document.macroenabled.main+xml",
        "application/vnd.ms-word.template.macroenabledtemplate.main+xml",
    )
)
_STATEMENTS = (b"Ignorable", b"MustUnderstand")
"""What elements of any part may say of others; what is to be processed counts only beside what is to be ignored."""
_PARAGRAPH_ID = PARA_ID.rpartition("}")[2].encode()
_WITH_PARAGRAPHS = frozenset(map(w, ("document", "hdr", "ftr", "footnotes", "endnotes", "comments")))
_USUAL_STARTS = (b'<?xml version="1.0" encoding="UTF-8"', b"<?xml version='1.0' encoding='UTF-8'")
_ASCII_BASED = frozenset(("utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"))
_FOREIGN = {"xl": "an Excel workbook", "ppt": "a PowerPoint presentation", "visio": "a Visio drawing"}


class Relationship(NamedTuple):
    """Where a part points to: another part by its name, or outside (`is_external`, never followed)."""

    type: str
    target: str
    is_external: bool


class Package:
    """The parts of one Word package (ECMA-376 Part 2). Optional parts that are broken become findings.

    Raises: UnreadableInput when there is no main document part that can be read, UnsafeInput when two parts have
        names that differ in case only.
    """

    def __init__(self, archive: Archive, what: str, report: Report) -> None:
        self.archive = archive
        self.report = report
        self._names = _by_equivalent_name(archive, what)
        self._relationships: dict[str, dict[str, Relationship]] = {}
        self._first_related: dict[str, dict[str, str]] = {}
        self._with_statements: set[str] = set()
        self._with_ids: set[str] = set()
        self._main_data: bytes | None = None
        self._content_types = self._read_content_types()
        self.main_name = self._find_main(what)
        self.main = self._parse(self.main_name, is_main=True)
        if self.main.tag != w("document"):
            raise UnreadableInput(f"{what} is no Word document: its main part {self.main_name} is a {self.main.tag}.")

    def relationships(self, name: str) -> dict[str, Relationship]:
        """The relationships of a part by id; `""` stands for the package."""
        if name not in self._relationships:
            self._relationships[name] = self._read_relationships(name)
        return self._relationships[name]

    def find_related(self, name: str, kind: str) -> tuple[str, Element] | None:
        """Name and root of the part that a relationship whose type ends in `/kind` leads to, None for none."""
        target = self._related(name).get(kind)
        root = None if target is None else self.xml(target)
        return None if target is None or root is None else (target, root)

    def _related(self, name: str) -> dict[str, str]:
        """The first part of each kind that a part points to, by the last word of the type that says it."""
        if name not in self._first_related:
            parts: dict[str, str] = {}
            for relationship in self.relationships(name).values():
                if not relationship.is_external:
                    parts.setdefault(relationship.type.rpartition("/")[2], relationship.target)
            self._first_related[name] = parts
        return self._first_related[name]

    def xml(self, name: str) -> Element | None:
        """The root of a part, None with a finding when it is missing or broken."""
        try:
            return self._parse(name)
        except UnreadableInput as error:
            self.report.add(BROKEN_PART, Location(name), part=name, reason=str(error))
            return None

    def data(self, name: str) -> bytes | None:
        """The bytes of a part, None with a finding when it is missing or broken."""
        try:
            return self._bytes(name)
        except UnreadableInput as error:
            self.report.add(BROKEN_PART, Location(name), part=name, reason=str(error))
            return None

    def content(self, name: str) -> Handle | None:
        """What reads a part, checked to its end, None with a finding when it is missing or broken."""
        try:
            content = self.archive.handle(self._stored(name))
            facts_of(content)
            return content
        except UnreadableInput as error:
            self.report.add(BROKEN_PART, Location(name), part=name, reason=str(error))
            return None

    def member(self, name: str) -> str | None:
        """The name in the zip of a part, None where there is no such part."""
        return self._names.get(_equivalent(name))

    def content_type(self, name: str) -> str:
        """The content type that an override states for a part, in lower case, or an empty text."""
        return self._content_types.get("/" + _equivalent(name), "")

    def take_main_data(self) -> bytes:
        """What the main part was parsed from, once; nothing where its encoding does not spell names in ASCII."""
        data, self._main_data = self._main_data, None
        return data or b""

    def _parse(self, name: str, *, is_main: bool = False) -> Element:
        data = self._bytes(name)
        if b"purl.oclc.org/ooxml" in data:
            for strict, transitional in STRICT:
                data = data.replace(strict, transitional)
        root = parse(data, name)
        is_told = _is_ascii_based(root, data)
        if not is_told or _states_within(data):
            self._with_statements.add(name)
        if root.tag in _WITH_PARAGRAPHS and (not is_told or _PARAGRAPH_ID in data):
            self._with_ids.add(name)
        if is_main and _is_ascii_based(root, data):
            self._main_data = data
        return root

    def paragraph_id(self, name: str, paragraph: Element) -> str:
        """The `w14:paraId` of a paragraph of a part, empty where it has none; most parts have either all or none."""
        return paragraph.get(PARA_ID, "") if name in self._with_ids else ""

    def states_within(self, name: str) -> bool:
        """Whether elements of a part that was parsed, besides its root, may say what is to be ignored or understood
        (ECMA-376 Part 3, 7.2 to 7.4)."""
        return name in self._with_statements

    def _bytes(self, name: str) -> bytes:
        return self.archive[self._stored(name)]

    def _stored(self, name: str) -> str:
        """The name of a part in the zip. Raises: UnreadableInput where there is none."""
        stored = self._names.get(_equivalent(name))
        if stored is None:
            raise UnreadableInput(f"{name} is not in the package.")
        return stored

    def _read_relationships(self, name: str) -> dict[str, Relationship]:
        folder, file = posixpath.split(name)
        stored = self._names.get(_equivalent(posixpath.join(folder, "_rels", file + ".rels")))
        if stored is None:
            return {}
        try:
            root = parse(self.archive[stored], stored)
        except UnreadableInput as error:
            self.report.add(BROKEN_RELATIONSHIPS, Location(stored), part=name or "the package", reason=str(error))
            return {}
        result = {}
        for element in root.iter(_RELATIONSHIP):
            target = element.get("Target", "")
            is_external = element.get("TargetMode", "").lower() == "external"
            result[element.get("Id", "")] = Relationship(
                element.get("Type", ""), target if is_external else _resolve(folder, target), is_external
            )
        return result

    def _read_content_types(self) -> dict[str, str]:
        try:
            root = parse(self._bytes("[Content_Types].xml"), "[Content_Types].xml")
        except UnreadableInput as error:
            self.report.add(BROKEN_CONTENT_TYPES, Location("[Content_Types].xml"), reason=str(error))
            return {}
        return {
            "/" + _equivalent(e.get("PartName", "")): e.get("ContentType", "").lower() for e in root.iter(_OVERRIDE)
        }

    def _find_main(self, what: str) -> str:
        for relationship in self.relationships("").values():
            if relationship.type.endswith("/officeDocument") and _equivalent(relationship.target) in self._names:
                folder = relationship.target.split("/")[0]
                if folder in _FOREIGN:
                    raise UnreadableInput(f"{what} is {_FOREIGN[folder]}, not a Word document.")
                return relationship.target
        for part, content_type in self._content_types.items():
            if content_type in _MAIN_TYPES and part.lstrip("/") in self._names:
                return self._names[part.lstrip("/")]
        if "word/document.xml" in self._names:
            return "word/document.xml"
        if "mimetype" in self._names:
            raise UnreadableInput(f"{what} is an OpenDocument file (.odt), not a Word document; save it as .docx.")
        raise UnreadableInput(f"{what} is a zip without a Word document in it.")


def _states_within(data: bytes) -> bool:
    """Whether a part has the name of a statement behind its first tag, which ends at the first of its signs behind the
    declaration, or later. Names are written as they are, so that there is none where the bytes have none."""
    declaration = data.find(b">") + 1 if data.startswith(b"<?xml") else 0
    first_tag = data.find(b">", declaration)
    return any(data.find(name, first_tag) >= 0 for name in _STATEMENTS)


def _is_ascii_based(root: Element, data: bytes) -> bool:
    """Whether names stand in the bytes of a part as they are spelled."""
    if data.startswith(_USUAL_STARTS):
        return True
    encoding = root.getroottree().docinfo.encoding or "utf-8"
    return encoding.lower() in _ASCII_BASED and b"\0" not in data[:4]


def _by_equivalent_name(archive: Archive, what: str) -> dict[str, str]:
    """The members by the form in which names of parts are compared."""
    names: dict[str, str] = {}
    for name in archive:
        equivalent = _equivalent(name)
        if equivalent in names:
            raise UnsafeInput(f"{what} holds two parts of one name, {names[equivalent]!r} and {name!r}.")
        names[equivalent] = name
    return names


def _equivalent(name: str) -> str:
    """The form in which names of parts are compared: neither case nor the way a sign is encoded counts (Part 2, 6.2.2.3
    and 6.3.5: a name is percent-encoded where it stands as a URI, and often in the zip too)."""
    return unquote(name.replace("\\", "/")).lstrip("/").lower()


def _resolve(folder: str, target: str) -> str:
    target = unquote(target.replace("\\", "/"))
    joined = target if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(joined).lstrip("/")
