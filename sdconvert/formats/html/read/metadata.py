"""What a page says about itself."""

from __future__ import annotations

from sdconvert.formats.html.read.elements import text_in
from sdconvert.model.document import Metadata
from sdconvert.xmlio import Element


def read_metadata(root: Element) -> Metadata:
    """The metadata of a page; its keywords are the tags."""
    values = meta_values(root)
    body = root.find("body")
    title = root.find("head/title")
    keywords = [word.strip() for words in values.get("keywords", []) for word in words.split(",")]
    return Metadata(
        title=" ".join(text_in(title).split()) if title is not None else "",
        description="".join(values.get("description", values.get("dcterms.description", []))[:1]).strip(),
        creator="".join(values.get("author", values.get("dcterms.creator", []))[:1]).strip(),
        language=language_of(root) or ("" if body is None else body.get("lang", "")),
        tags=tuple(filter(None, keywords)),
    )


def meta_values(root: Element) -> dict[str, list[str]]:
    """What the `meta` elements of a page say, by their names."""
    values: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("name")
        if name:
            values.setdefault(name.lower(), []).append(element.get("content", ""))
    return values


def language_of(root: Element) -> str:
    """The language tag of a page."""
    return root.get("lang") or root.get("xml:lang") or ""
