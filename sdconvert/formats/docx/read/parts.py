"""The package: parts found by relationship, Strict names mapped to transitional ones before parsing."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from sdconvert.archive import Archive
from sdconvert.errors import UnreadableInput, UnsafeInput
from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.formats.docx.names import PARA_ID, STRICT, w
from sdconvert.formats.docx.read.package_lists import (
    NO_RELATIONSHIPS,
    Relationship,
    Relationships,
    equivalent,
    read_content_types,
    read_relationships,
)
from sdconvert.formats.docx.read.unread import empty_unread
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
_MAIN = "main"
_ALTERNATE = b"AlternateContent"
_SOUGHT = {"styles": (_ALTERNATE, b"vanish"), "numbering": (_ALTERNATE,), "settings": (_ALTERNATE,)}
"""Names that are looked for in definitions, which most of them lack: to look for them in the bytes takes a tenth of a
walk."""
_WITH_PARAGRAPHS = frozenset(map(w, ("document", "hdr", "ftr", "footnotes", "endnotes", "comments")))
_STRICT, _COMPATIBILITY = b"purl.oclc.org/ooxml", b"markup-compatibility"
_USUAL_STARTS = (b'<?xml version="1.0" encoding="UTF-8"', b"<?xml version='1.0' encoding='UTF-8'")
_ASCII_BASED = frozenset(("utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"))
_FOREIGN = {"xl": "an Excel workbook", "ppt": "a PowerPoint presentation", "visio": "a Visio drawing"}


class Package:
    """The parts of one Word package (ECMA-376 Part 2). Optional parts that are broken become findings.

    Raises: UnreadableInput when there is no main document part that can be read, UnsafeInput when two parts have
        names that differ in case only.
    """

    def __init__(self, archive: Archive, what: str, report: Report) -> None:
        self.archive = archive
        self.report = report
        self._names = _by_equivalent_name(archive, what)
        self._relationships: dict[str, Relationships] = {}
        self._with_statements: set[str] = set()
        self._with_ids: set[str] = set()
        self._lacking: dict[str, frozenset[bytes]] = {}
        self._main_data: bytes | None = None
        self._content_types = self._read_content_types()
        self.main_name = self._find_main(what)
        self.main = self._parse(self.main_name, _MAIN)
        if self.main.tag != w("document"):
            raise UnreadableInput(f"{what} is no Word document: its main part {self.main_name} is a {self.main.tag}.")

    def relationships(self, name: str) -> Mapping[str, Relationship]:
        """The relationships of a part by id; `""` stands for the package."""
        return self._relationships_of(name).by_id

    def find_related(self, name: str, kind: str) -> tuple[str, Element] | None:
        """Name and root of the part that a relationship whose type ends in `/kind` leads to, None for none."""
        target = self.related_name(name, kind)
        root = None if target is None else self.xml(target)
        return None if target is None or root is None else (target, root)

    def related_name(self, name: str, kind: str) -> str | None:
        """The name of the part that a relationship whose type ends in `/kind` leads to, None for none."""
        return self._relationships_of(name).first.get(kind)

    def _relationships_of(self, name: str) -> Relationships:
        if name not in self._relationships:
            self._relationships[name] = self._read_relationships(name)
        return self._relationships[name]

    def find_definitions(self, kind: str) -> tuple[str, Element] | None:
        """As `find_related`, of a part that belongs to the main one, without what nothing here reads in such parts."""
        name = self.related_name(self.main_name, kind)
        root = None if name is None else self.xml(name, kind)
        return None if name is None or root is None else (name, root)

    def xml(self, name: str, kind: str = "") -> Element | None:
        """The root of a part, None with a finding when it is missing or broken; of a `kind` without what is not read of
        such parts."""
        try:
            return self._parse(name, kind)
        except UnreadableInput as error:
            self.report_broken(name, error)
            return None

    def data(self, name: str) -> bytes | None:
        """The bytes of a part, None with a finding when it is missing or broken."""
        try:
            return self._bytes(name)
        except UnreadableInput as error:
            self.report_broken(name, error)
            return None

    def plain_data(self, name: str) -> bytes | None:
        """The bytes of a part as any program may parse them, None for one that is missing or has anything that is said
        in the terms of Strict files, in several ways, or in another encoding than UTF-8."""
        try:
            data = self._bytes(name)
        except UnreadableInput:
            return None
        is_plain = data.startswith(_USUAL_STARTS) and _COMPATIBILITY not in data and _STRICT not in data
        return data if is_plain else None

    def content(self, name: str) -> Handle | None:
        """What reads a part, checked to its end, None with a finding when it is missing or broken."""
        try:
            content = self.archive.handle(self._stored(name))
            facts_of(content)
            return content
        except UnreadableInput as error:
            self.report_broken(name, error)
            return None

    def member(self, name: str) -> str | None:
        """The name in the zip of a part, None where there is no such part."""
        return self._names.get(equivalent(name))

    def content_type(self, name: str) -> str:
        """The content type that an override states for a part, in lower case, or an empty text."""
        return self._content_types.get("/" + equivalent(name), "")

    def take_main_data(self) -> bytes:
        """What the main part was parsed from, once; nothing where its encoding does not spell names in ASCII."""
        data, self._main_data = self._main_data, None
        return data or b""

    def _parse(self, name: str, kind: str = "") -> Element:
        data = self._bytes(name)
        if _STRICT in data:
            for strict, transitional in STRICT:
                data = data.replace(strict, transitional)
        whole, data = data, empty_unread(data, kind)
        try:
            root = parse(data, name)
        except UnreadableInput:
            if data is not whole:
                parse(whole, name)
            raise
        is_told = _is_ascii_based(root, data)
        if not is_told or _states_within(data):
            self._with_statements.add(name)
        if root.tag in _WITH_PARAGRAPHS and (not is_told or _PARAGRAPH_ID in data):
            self._with_ids.add(name)
        if kind in _SOUGHT and is_told:
            self._lacking[name] = frozenset([sought for sought in _SOUGHT[kind] if sought not in data])
        if kind == _MAIN and is_told:
            self._main_data = data
        return root

    def paragraph_id(self, name: str, paragraph: Element) -> str:
        """The `w14:paraId` of a paragraph of a part, empty where it has none; most parts have either all or none."""
        return paragraph.get(PARA_ID, "") if name in self._with_ids else ""

    def states_within(self, name: str) -> bool:
        """Whether elements of a part that was parsed, besides its root, may say what is to be ignored or understood
        (ECMA-376 Part 3, 7.2 to 7.4)."""
        return name in self._with_statements

    def may_hold(self, name: str | None, word: bytes) -> bool:
        """Whether a part that was parsed may have an element of a name that is looked for in definitions."""
        return name is None or word not in self._lacking.get(name, ())

    def report_broken(self, name: str, error: UnreadableInput) -> None:
        """Say that a part is missing."""
        self.report.add(BROKEN_PART, Location(name), part=name, reason=str(error))

    def _bytes(self, name: str) -> bytes:
        return self.archive[self._stored(name)]

    def _stored(self, name: str) -> str:
        """The name of a part in the zip. Raises: UnreadableInput where there is none."""
        stored = self._names.get(equivalent(name))
        if stored is None:
            raise UnreadableInput(f"{name} is not in the package.")
        return stored

    def _read_relationships(self, name: str) -> Relationships:
        folder, file = posixpath.split(name)
        stored = self._names.get(equivalent(posixpath.join(folder, "_rels", file + ".rels")))
        if stored is None:
            return NO_RELATIONSHIPS
        try:
            return read_relationships(self.archive[stored], stored, folder)
        except UnreadableInput as error:
            self.report.add(BROKEN_RELATIONSHIPS, Location(stored), part=name or "the package", reason=str(error))
            return NO_RELATIONSHIPS

    def _read_content_types(self) -> Mapping[str, str]:
        try:
            return read_content_types(self._bytes("[Content_Types].xml"), "[Content_Types].xml")
        except UnreadableInput as error:
            self.report.add(BROKEN_CONTENT_TYPES, Location("[Content_Types].xml"), reason=str(error))
            return {}

    def _find_main(self, what: str) -> str:
        for relationship in self.relationships("").values():
            if relationship.type.endswith("/officeDocument") and equivalent(relationship.target) in self._names:
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
        compared = equivalent(name)
        if compared in names:
            raise UnsafeInput(f"{what} holds two parts of one name, {names[compared]!r} and {name!r}.")
        names[compared] = name
    return names
