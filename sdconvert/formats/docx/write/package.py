"""The parts of the package and what holds them together (ECMA-376 Part 2)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from sdconvert.formats.docx.names import PIC, W14, WP, A, M, R, W
from sdconvert.formats.docx.write.context import Context
from sdconvert.formats.docx.write.meta import core_properties, footer, language_tag
from sdconvert.formats.docx.write.pictures import MEDIA_TYPES
from sdconvert.formats.docx.write.relations import DECLARATION, PACKAGE, Relations
from sdconvert.formats.docx.write.settings import with_update_of_fields
from sdconvert.handles import Handle
from sdconvert.patterns import compile_late
from sdconvert.xmlio import escape_attribute

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMESPACES = (
    " ".join(
        f'xmlns:{prefix}="{uri}"'
        for prefix, uri in (("w", W), ("r", R), ("m", M), ("wp", WP), ("a", A), ("pic", PIC), ("w14", W14), ("mc", _MC))
    )
    + ' mc:Ignorable="w14"'
)

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_MAIN = "word/document.xml"
_REFERENCES = compile_late(r"(?:\s*<w:(?:header|footer)Reference\b[^>]*/>)*")
"""What goes before everything else in a `w:sectPr`."""


class PackageParts:
    """Gathers parts with their content types; `word/` is where the main part's relationships begin."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._parts: dict[str, bytes | Handle] = {}
        self._types: dict[str, str] = {}
        self._defaults = {
            "rels": "application/vnd.openxmlformats-package.relationships+xml",
            "xml": "application/xml",
        }

    def parts(self, body: str) -> Mapping[str, bytes | Handle]:
        """All parts, around the content of the body.

        Source: ECMA-376 Part 1, 11.3.
        """
        context = self._context
        section = self._section()
        self._add("word/document.xml", f"{_WORD}.document.main+xml", self._document(body, section))
        self._add_stories()
        context.styles.add_unused()
        language = language_tag(context.document.metadata)
        self._relate("styles", context.styles.xml(language, context.text_half_points).encode())
        settings = context.template.settings.encode()
        self._relate("settings", with_update_of_fields(settings) if context.has_pages_to_count else settings)
        numbering = context.lists.xml()
        if numbering is not None:
            self._relate("numbering", numbering)
        self._add_media()
        self._add(
            "docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml",
            core_properties(context.document.metadata),
        )
        self._parts["word/_rels/document.xml.rels"] = context.relations.xml()
        self._parts["_rels/.rels"] = self._package_relations()
        self._parts["[Content_Types].xml"] = self._content_types()
        return self._parts

    def _add(self, name: str, type: str, data: bytes) -> None:
        self._parts[name] = data
        self._types[name] = type

    def _relate(self, kind: str, data: bytes, type: str = "") -> str:
        """Add a part that the main part refers to; the id of the relationship."""
        self._add(f"word/{kind}.xml", f"{_WORD}.{kind}+xml", data)
        return self._context.relations.add(type or kind, f"{kind}.xml")

    def _document(self, body: str, section: str) -> bytes:
        return f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>".encode()

    # ------------------------------------------------------------------------------------------------- the section

    def _section(self) -> str:
        """The `w:sectPr`: the template's, with its headers and footers, or with a footer of the document's."""
        context, template = self._context, self._context.template
        section = template.section
        for part in template.parts:
            type = part.type or None
            self._add(part.name, part.content_type, part.data)
            if part.relations is not None:
                folder, file = posixpath.split(part.name)
                self._parts[f"{folder}/_rels/{file}.rels"] = part.relations
            if type is not None:
                id = context.relations.add(type, posixpath.relpath(part.name, "word"))
                section = section.replace(f'"rId:{escape_attribute(part.name)}"', f'"{id}"')
        text = context.document.metadata.footer
        if text and not template.has_footer:
            self._add("word/footer.xml", f"{_WORD}.footer+xml", footer(context, text, NAMESPACES))
            id = context.relations.add("footer", "footer.xml")
            section = f'<w:footerReference w:type="default" r:id="{id}"/>{section}'
        for notes in (context.endnotes, context.footnotes):
            section = _with_counting(section, notes.kind, notes.counting())
        return f"<w:sectPr>{section}</w:sectPr>"

    # ------------------------------------------------------------------------------------------- the other stories

    def _add_stories(self) -> None:
        context = self._context
        for notes in (context.footnotes, context.endnotes):
            part = notes.part(NAMESPACES)
            if part is not None:
                self._add_story(f"{notes.kind}s", part, notes.relations)
        comments = context.comments.parts(NAMESPACES)
        if comments is not None:
            self._add_story("comments", comments[0], context.comments.relations)
            self._relate("commentsExtended", comments[1].encode(), _EXTENDED)

    def _add_story(self, kind: str, part: str, relations: Relations) -> None:
        self._relate(kind, part.encode())
        if len(relations):
            self._parts[f"word/_rels/{kind}.xml.rels"] = relations.xml()

    def _add_media(self) -> None:
        for name, data in self._context.media.parts.items():
            self._parts[name] = data
            ending = name.rpartition(".")[2]
            self._defaults[ending] = MEDIA_TYPES[ending]

    # ------------------------------------------------------------------------------------------------- the package

    def _package_relations(self) -> bytes:
        relations = Relations()
        relations.add("officeDocument", _MAIN)
        relations.add(_CORE, "docProps/core.xml")
        return relations.xml()

    def _content_types(self) -> bytes:
        defaults = "".join(
            f'<Default Extension="{ending}" ContentType="{type}"/>' for ending, type in sorted(self._defaults.items())
        )
        overrides = "".join(
            f'<Override PartName="/{escape_attribute(name)}" ContentType="{escape_attribute(type)}"/>'
            for name, type in sorted(self._types.items())
        )
        return f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}</Types>'.encode()


def _with_counting(section: str, kind: str, counting: str) -> str:
    """The content of a `w:sectPr` with how notes count, in place of what the template says, behind its headers."""
    if not counting:
        return section
    section = re.sub(rf"<w:{kind}Pr\b[^>]*?(?:/>|>.*?</w:{kind}Pr>)", "", section, count=1, flags=re.DOTALL)
    references = _REFERENCES.match(section)
    end = references.end() if references else 0
    return section[:end] + counting + section[end:]
