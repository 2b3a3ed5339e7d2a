"""The parts of a Word file that comments need: their own, its relationship and its content type."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import count

from sdconvert.annotation.comments import write_empty_part
from sdconvert.annotation.tags import Change, PartText, Tag, read_tags
from sdconvert.archive import DEFAULT_LIMITS, Limits, read_archive
from sdconvert.errors import UnreadableInput
from sdconvert.findings import Report
from sdconvert.formats.docx.names import STRICT, W
from sdconvert.formats.docx.read.parts import Package
from sdconvert.frozen import dataclass
from sdconvert.xmlio import escape_attribute

CONTENT_TYPES = "[Content_Types].xml"
OUR_RELATION = "rIdSdconvertComments"
"""The id of the relationship to a comments part that is ours."""
OUR_ONLY_RELATION = "rIdSdconvertOnlyComments"
"""The same in a relationships part that is ours, too."""
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Members:
    """The members of a Word file by their names in the zip, to be changed; `package` reads them as they were."""

    package: Package
    parts: dict[str, bytes]

    def text(self, member: str) -> PartText:
        """Raises: UnreadableInput for an encoding that is not known."""
        return PartText(self.parts[member], member)

    def member(self, part: str) -> str:
        """The member that a part is. Raises: UnreadableInput where there is none."""
        found = self.package.member(part)
        if found is None:
            raise UnreadableInput(f"The package has no {part}, so no comment can be added.")
        return found

    @property
    def main(self) -> str:
        return self.member(self.package.main_name)

    @property
    def namespace(self) -> bytes:
        """The namespace of WordprocessingML that the main part uses."""
        strict = STRICT[0][0]
        return strict if strict in self.text(self.main).utf8 else W.encode()

    def find_part(self, kind: str) -> str | None:
        """The member that a relationship of this kind leads to from the main part.

        Raises: UnreadableInput, UnsafeInput where there is such a relationship, and no part that can be read.
        """
        for relationship in self.package.relationships(self.package.main_name).values():
            if relationship.type.endswith(f"/{kind}") and not relationship.is_external:
                if self.package.xml(relationship.target) is None:
                    raise UnreadableInput(f"The part {relationship.target} cannot be read, so it cannot be changed.")
                return self.member(relationship.target)
        return None

    @property
    def relations(self) -> str | None:
        """The member with the relationships of the main part."""
        return self.package.member(self._relations_part)

    @property
    def _relations_part(self) -> str:
        folder, file = posixpath.split(self.package.main_name)
        return posixpath.join(folder, "_rels", f"{file}.rels")

    def add_relations(self, content: bytes) -> None:
        """Add the relationships of the main part, which has none."""
        self.parts[self._relations_part] = content


def open_members(data: bytes, what: str, limits: Limits = DEFAULT_LIMITS) -> Members:
    """Raises: UnreadableInput, UnsafeInput."""
    archive = read_archive(data, what, limits)
    return Members(Package(archive, what, Report()), dict(archive))


def append(text: PartText, inner: bytes) -> bytes:
    """The part with this behind all that its root holds. A root that is an empty tag gets an end tag with a space in
    it, by which it is known again."""
    root, closing = _root_tags(text.utf8)
    return text.with_changes([_insert(text.utf8, root, inner) or Change(closing.start, closing.start, inner)])


def prepend(text: PartText, inner: bytes) -> bytes:
    """The part with this before all that its root holds."""
    root, _ = _root_tags(text.utf8)
    return text.with_changes([_insert(text.utf8, root, inner) or Change(root.end, root.end, inner)])


def _insert(data: bytes, root: Tag, inner: bytes) -> Change | None:
    if not root.is_empty:
        return None
    return Change(root.end - 2, root.end, b">%b</%b >" % (inner, raw_name(data, root)))


def _root_tags(data: bytes) -> tuple[Tag, Tag]:
    tags = list(read_tags(data))
    return tags[0], tags[-1]


def raw_name(data: bytes, tag: Tag) -> bytes:
    """The name of an opening tag as it stands in the part."""
    return data[tag.start + 1 : tag.end].split(None, 1)[0].rstrip(b"/>")


def add_comments_part(members: Members) -> str:
    """Add an empty comments part: its member."""
    folder = posixpath.dirname(members.package.main_name)
    name = next(name for name in _names(folder) if members.package.member(name) is None)
    members.parts[name] = write_empty_part().replace(W.encode(), members.namespace)
    types = members.member(CONTENT_TYPES)
    members.parts[types] = append(members.text(types), write_override(name))
    _add_relation(members, posixpath.basename(name))
    return name


def write_override(member: str) -> bytes:
    """The entry of a comments part of ours in the list of content types."""
    name = escape_attribute(f"/{member}")
    return f'<Override xmlns="{_TYPES}" PartName="{name}" ContentType="{_COMMENTS}"/>'.encode()


def _names(folder: str) -> Iterator[str]:
    yield posixpath.join(folder, "comments.xml")
    yield from (posixpath.join(folder, f"comments{number}.xml") for number in count(1))


def _add_relation(members: Members, target: str) -> None:
    relations = members.relations
    id = OUR_ONLY_RELATION if relations is None else OUR_RELATION
    office = _OFFICE if members.namespace == W.encode() else _STRICT_OFFICE
    relation = f'<Relationship xmlns="{_RELATIONS}" Id="{id}" Type="{office}/comments" Target="{target}"/>'.encode()
    if relations is None:
        members.add_relations(
            b'%b<Relationships xmlns="%b">%b</Relationships>' % (_DECLARATION, _RELATIONS.encode(), relation)
        )
    else:
        members.parts[relations] = append(members.text(relations), relation)
