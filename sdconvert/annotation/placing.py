"""Which paragraph carries the comment of a finding, and what the comment says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from sdconvert.annotation.comments import SUMMARY_INITIALS, OurComment, initials_of
from sdconvert.annotation.places import NOTE_KINDS, Places
from sdconvert.findings import Code, Finding, Location, Severity
from sdconvert.formats.docx.names import P, w
from sdconvert.formats.docx.read.parts import Package
from sdconvert.xmlio import Element, text_of

_LONGEST = 2_000
_LONGEST_EXAMPLE = 160
_NAMES = {
    "footnotes": "a footnote",
    "endnotes": "an endnote",
    "comments": "a comment",
    "header": "a header",
    "footer": "a footer",
}
"""What the parts are called that relationships of these kinds lead to."""
_ELSEWHERE = "This is about {}, where no comment can stand: it is at the nearest paragraph."
_AT_START = "This belongs to no paragraph: it is at the start of the document."
_AT_HEADING = "This belongs to no paragraph: it is at the heading above it."


class Placer:
    """Finds the paragraphs of findings. What they say of parts is looked up once, when it is asked for."""

    def __init__(self, package: Package, places: Places) -> None:
        self._package = package
        self._places = places
        self._main = package.main_name
        self._parts = {
            relationship.target: (id, relationship.type.rpartition("/")[2])
            for id, relationship in package.relationships(self._main).items()
            if not relationship.is_external
        }
        self._notes: dict[str, Sequence[str]] = {}
        self._headings: Mapping[str, int] | None = None

    def place(self, finding: Finding) -> OurComment:
        """The comment of a finding."""
        paragraph, remark = self._find(finding.location)
        return OurComment(paragraph, initials_of(finding.code.id), _text(finding, remark))

    def _find(self, at: Location | None) -> tuple[int, str]:
        """The paragraph, and what there is to say where it is not the place itself."""
        if at is None:
            return self._places.carrier_of(1), _AT_START
        if at.part != self._main:
            return self._find_in_part(at)
        if at.paragraph is None:
            named = self._find_heading(at.heading)
            return self._places.carrier_of(named), _AT_HEADING if named > 1 else _AT_START
        carrier = self._places.carrier_of(at.paragraph)
        if carrier == at.paragraph:
            return carrier, ""
        words = f" “{at.words}”" if at.words else ""
        return carrier, _ELSEWHERE.format(f"paragraph {at.paragraph}{words} in a text box or a field")

    def _find_in_part(self, at: Location) -> tuple[int, str]:
        id, kind = self._find_relationship(at.part)
        words = f" at “{at.words}”" if at.words else ""
        if kind in NOTE_KINDS and at.paragraph is not None:
            number = self._places.referred.get((kind, self._note_of(at.part, at.paragraph)), 1)
        else:
            number = self._places.related.get(id, 1)
        what = _NAMES.get(kind) or f"the part {at.part}"
        return self._places.carrier_of(number), _ELSEWHERE.format(what + words)

    def _find_relationship(self, part: str) -> tuple[str, str]:
        """The id and the kind of the relationship to a part, or to the document in a part of which it is one."""
        names = (part, *(str(parent) for parent in PurePosixPath(part).parents))
        return next((self._parts[name] for name in names if name in self._parts), ("", ""))

    def _note_of(self, part: str, paragraph: int) -> str:
        """The id of the note or comment that a paragraph stands in."""
        if part not in self._notes:
            root = self._package.xml(part)
            self._notes[part] = [] if root is None else [_id_of_note(element, root) for element in root.iter(P)]
        ids = self._notes[part]
        return ids[paragraph - 1] if paragraph <= len(ids) else ""

    def _find_heading(self, heading: str) -> int:
        """The first paragraph with this text, else the first of all."""
        if not heading:
            return 1
        if self._headings is None:
            numbered = list(enumerate(self._package.main.iter(P), 1))
            self._headings = {_plain(text_of(element)): number for number, element in reversed(numbered)}
        return self._headings.get(_plain(heading), 1)


def _id_of_note(paragraph: Element, root: Element) -> str:
    note = paragraph
    for ancestor in paragraph.iterancestors():
        if ancestor is root:
            break
        note = ancestor
    return note.get(w("id"), "")


def _plain(text: str) -> str:
    return " ".join(text.split())


def _text(finding: Finding, remark: str) -> str:
    lines = (f"{finding.code.id}, {finding.severity}: {_cut(finding.message)}", finding.code.hint, remark)
    return "\n".join([_plain(line) for line in lines if line])


def _cut(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text) - longest} characters more)"


def summarise(findings: Sequence[Finding], left_out: int, places: Places) -> OurComment:
    """The comment that stands first and tells what the others are about."""
    return OurComment(places.carrier_of(1), SUMMARY_INITIALS, "\n".join(_summary_lines(findings, left_out)))


def _summary_lines(findings: Sequence[Finding], left_out: int) -> Iterator[str]:
    severities = Counter(finding.severity for finding in findings)
    counts = ", ".join(
        [f"{severities[one]} {one}{'s' * (severities[one] != 1)}" for one in Severity if severities[one]]
    )
    yield f"sdconvert on this document: {counts or 'no findings'}."
    if left_out:
        yield f"Not shown, since they were not asked for: {left_out}."
    examples = {finding.code: finding.message for finding in reversed(findings)}
    for code, count in _by_severity(finding.code for finding in findings):
        yield f"{count} × {code.id}, {code.severity}: {_cut(_plain(examples[code]), _LONGEST_EXAMPLE)}"
    if findings:
        yield "Errors are lost, warnings are changed, infos are tidied: nothing to do."
    yield "sdconvert annotate --remove takes these comments away again."


def _by_severity(codes: Iterable[Code]) -> list[tuple[Code, int]]:
    return sorted(Counter(codes).items(), key=lambda item: (item[0].severity.rank, item[0].id))
