"""An export as its rules see it: the tree of its document, and the files that come with it."""

from __future__ import annotations

import codecs
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree

from sdconvert.errors import UnreadableInput
from sdconvert.frozen import dataclass
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element, parse

_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OF_A_MACHINE = compile_late(r"(?:[/\\]|[A-Za-z]:|file:)", re.IGNORECASE)


class PictureReference(NamedTuple):
    """Where a document refers to a picture, and how."""

    element: Element
    address: str

    @property
    def leaves_package(self) -> bool:
        """Whether the path begins at the root of a machine, or climbs out of the folder of the document."""
        path = self.address.replace("\\", "/")
        return bool(_OF_A_MACHINE.match(self.address)) or posixpath.normpath(path).split("/")[0] == ".."


@dataclass(frozen=True, eq=False)
class Export:
    """The tree of a document, the name of its part and its bytes, with the files that come with it: all of a package,
    or those beside a lone file, which are only looked for. `pictures` are its references to pictures among them."""

    root: Element
    part: str
    data: bytes
    members: Mapping[str, bytes]
    is_package: bool
    pictures: tuple[PictureReference, ...] = field(default=())

    @property
    def folder(self) -> str:
        """The folder of the document in the package, with a slash at its end; empty for its root."""
        return self.part[: self.part.rfind("/") + 1]

    def path_of(self, element: Element) -> str:
        """An XPath to an element."""
        return str(element.getroottree().getpath(element))

    def repeated_ids(self) -> Iterator[tuple[Element, str, int]]:
        """The first element of each id that several carry, the id, and how many do."""
        carriers = [(id, element) for element in self.root.iter(etree.Element) if (id := element.get("id"))]
        counts = Counter(id for id, _ in carriers)
        firsts = dict(reversed(carriers))
        yield from ((firsts[id], id, count) for id, count in counts.items() if count > 1)

    def find(self, address: str) -> str:
        """The member that a path leads to: as it is, or by its bare name in `images/`; empty for none."""
        return next((place for place in places(self.folder, address) if place in self.members), "")

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The members that the references to pictures lead to, each once."""
        found = (self.find(picture.address) for picture in self.pictures if not picture.leaves_package)
        return tuple(dict.fromkeys(name for name in found if name))

    @property
    def has_byte_order_mark(self) -> bool:
        return self.data.startswith(_BOMS)


def places(folder: str, address: str) -> tuple[str, ...]:
    """Where a picture can be, seen from the document: as it is referred to, or by its bare name in `images/`."""
    path = address.replace("\\", "/").removeprefix("./")
    return folder + path, f"{folder}images/{path.rpartition('/')[2]}"


def open_page(members: Mapping[str, bytes], part: str, *, is_package: bool) -> Export:
    """Raises: UnreadableInput."""
    root = parse_page(members[part], part)
    return Export(root, part, members[part], members, is_package, tuple(page_pictures(root)))


def open_parsx(members: Mapping[str, bytes], part: str, *, is_package: bool) -> Export:
    """Raises: UnreadableInput, UnsafeInput."""
    root = parse(members[part], part, allows_doctype=True)
    return Export(root, part, members[part], members, is_package, tuple(parsx_pictures(root)))


def parse_page(data: bytes, name: str) -> Element:
    """The `html` element of a page, without comments. Raises: UnreadableInput."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInput(f"{name} cannot be read as HTML: {error}.") from error
    if root is None:
        raise UnreadableInput(f"{name} holds no HTML.")
    return root


def page_pictures(root: Element) -> Iterator[PictureReference]:
    """The pictures beside a page; those of the web and those that stand in the page itself are none."""
    for element in root.iter("img"):
        address = (element.get("src") or "").strip()
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme.lower() == "file" or len(parts.scheme) == 1:
            yield PictureReference(element, address)
        elif parts.path and not parts.scheme and not parts.netloc:
            yield PictureReference(element, unquote(parts.path))


def parsx_pictures(root: Element) -> Iterator[PictureReference]:
    """The pictures of a parsX file."""
    for element in root.iter(etree.Element):
        address = element.get("quelle") if local_name(element) == "abbildung" else None
        if address:
            yield PictureReference(element, address)


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
