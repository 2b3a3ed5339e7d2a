"""What has to be true of a Word file with our comments in it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

from lxml import etree

import sdconvert
from sdconvert.annotation.comments import AUTHOR
from sdconvert.archive import read_archive
from sdconvert.findings import Result
from sdconvert.xmlio import remove

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT_W = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
CHANGED = ("word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml")


def parts_of(package: bytes) -> dict[str, bytes]:
    """The members of a package."""
    return dict(read_archive(package))


def our_comments(parts: Mapping[str, bytes]) -> list[etree._Element]:
    """The comments of ours in a package, in the order in which they stand."""
    return [
        comment
        for name, data in sorted(parts.items())
        if name.rpartition("/")[2].startswith("comments") and name.endswith(".xml")
        for comment in etree.fromstring(data)
        if comment.get(f"{space_of(comment)}author") == AUTHOR
    ]


def space_of(element: etree._Element) -> str:
    """The namespace of an element, as names have it."""
    return str(element.tag).partition("}")[0] + "}"


def words_of(comment: etree._Element) -> str:
    """The text of a comment, a line for each paragraph."""
    space = space_of(comment)
    return "\n".join("".join(t.text or "" for t in p.iter(f"{space}t")) for p in comment.iter(f"{space}p"))


def without_marks(document: bytes, ids: set[str]) -> bytes:
    """The canonical form of a main part without the marks of these comments, found by a parser of its own."""
    root = etree.fromstring(document)
    for element in list(root.iter(etree.Element)):
        space, _, name = str(element.tag).rpartition("}")
        if name.startswith("comment") and element.get(f"{space}}}id") in ids:
            parent = element.getparent()
            run = parent if name == "commentReference" and all(is_of_reference(one) for one in parent) else element
            remove(run)
    return etree.tostring(root, method="c14n")


def is_of_reference(element: etree._Element) -> bool:
    """Whether an element of a run is the reference to a comment or the look of it."""
    return str(element.tag).rpartition("}")[2] in ("rPr", "commentReference")


def problems_of(source: bytes, annotated: Result[bytes]) -> Iterator[str]:
    """What is not as `annotate` promises."""
    before, after = parts_of(source), parts_of(annotated.value)
    comments = our_comments(after)
    if len(comments) != len(annotated.findings) + 1:
        yield f"{len(comments)} comments for {len(annotated.findings)} findings and a summary"
    changed = [name for name in after if before.get(name) != after[name]]
    if len(changed) > len(CHANGED) or set(before) - set(after):
        yield f"changed are {changed}"
    ids = {comment.get(f"{space_of(comment)}id") for comment in comments}
    for name in changed:
        is_main = name in before and name.endswith("document.xml")
        if is_main and without_marks(after[name], ids) != without_marks(before[name], set()):
            yield f"{name} is another without the marks"
    back = parts_of(sdconvert.remove_annotations(annotated.value).value)
    others = [name for name in before | back if before.get(name) != back.get(name)]
    if others:
        yield f"not the same when the comments are removed: {others}"


def python_docx_comments(package: bytes) -> int | None:
    """How many comments python-docx lists; None for a file that it does not open."""
    import docx

    try:
        return len(list(docx.Document(io.BytesIO(package)).comments))
    except (KeyError, ValueError, AttributeError):
        return None
