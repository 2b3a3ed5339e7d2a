"""Documents in the dialects 2.13 and 2.25, made of what is published of these: what our reader is to understand. Where
nothing is published, the attributes are such as the reader takes for what they are."""

from dataclasses import replace

from lxml import etree

from sdconvert.archive import read_archive, write_archive
from sdconvert.formats.sdxml.write import write
from sdconvert.model.inlines import Comment

VERSIONS = {"2.13": "2.13.2", "2.25": "2.25.0"}


def in_dialect(document, dialect):
    """A package of this dialect that holds the document, whose comments stand at the ends of blocks."""
    plain, threads = _parted(document)
    written = write(plain)
    assert written.findings == ()
    members = dict(read_archive(written.value))
    root = etree.fromstring(members["sd.xml"])
    root.set("version", VERSIONS[dialect])
    comments = [
        _comment_element(comment, block.get("id"))
        for block, thread in zip(root.find("document"), threads, strict=True)
        for comment in thread
    ]
    _name_styles(root)
    if dialect == "2.25":
        _make_sections(root)
    group = etree.Element("comments")
    group.extend(comments)
    root.find("document").addnext(group)
    return write_archive({**members, "sd.xml": etree.tostring(root, encoding="UTF-8", xml_declaration=True)})


def _parted(document):
    """The document without comments, and those of each block."""
    held = [getattr(block, "content", ()) for block in document.blocks]
    threads = [[node for node in content if isinstance(node, Comment)] for content in held]
    blocks = tuple(
        replace(block, content=content[: len(content) - len(thread)]) if thread else block
        for block, content, thread in zip(document.blocks, held, threads, strict=True)
    )
    return replace(document, blocks=blocks), threads


def _comment_element(comment, target=""):
    said = {"target": target, "author": comment.author, "date": comment.date, "words": comment.words}
    element = etree.Element("comment", {name: value for name, value in said.items() if value})
    for paragraph in comment.paragraphs:
        etree.SubElement(element, "p").text = paragraph
    element.extend([_comment_element(reply) for reply in comment.replies])
    return element


def _name_styles(root):
    """What 2.6 says with `heading` and `enumeration`, the style names say from 2.13 on."""
    for heading in list(root.iter("heading")):
        is_numbered = "enumeration" in heading.attrib
        level = int(heading.attrib.pop("enumeration" if is_numbered else "level")) + 1
        heading.set("stylename", f"quick_heading_{level}{'_numbered' * is_numbered}")
        heading.tag = "paragraph"
    for paragraph in root.iter("paragraph"):
        if "enumeration" in paragraph.attrib and "stylename" not in paragraph.attrib:
            paragraph.set("stylename", f"quick_text_{int(paragraph.attrib.pop('enumeration')) + 1}_numbered")


def _make_sections(root):
    """Blocks stand in ordered sections, and the text of footnotes in paragraphs that are attached."""
    body = root.find("document")
    ordered, attached = etree.Element("ordered-sections"), etree.Element("attached-sections")
    ordered.extend(list(body))
    for number, footnote in enumerate(ordered.iter("footnote")):
        paragraph = etree.SubElement(attached, "paragraph", id=f"note {number}", indent="0")
        paragraph.text, footnote.text = footnote.text, None
        paragraph.extend(list(footnote))
        footnote.set("ref", f"note {number}")
    body.extend([ordered, attached])
