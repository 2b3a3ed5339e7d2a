"""Where cross-references lead: the bookmarks of blocks, and what the references show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from sdconvert.formats.docx.write.labels import Shown
from sdconvert.frozen import dataclass
from sdconvert.model.blocks import Picture
from sdconvert.model.tables import Table
from sdconvert.patterns import compile_late

_PLAIN_NAME = compile_late("[a-z_][a-z0-9_]{0,35}")
_SUFFIXES = ("", "_n", "_c")


@dataclass(frozen=True, slots=True)
class ReferenceTarget:
    """A block that is referred to. The names are those of its bookmarks, empty where there is none: around all of it,
    around the word and number of a caption, around the text of a caption."""

    shown: Shown
    whole: str = ""
    number: str = ""
    content: str = ""

    @property
    def first_name(self) -> str:
        """The name of a bookmark on the block."""
        return self.whole or self.number or self.content

    @property
    def has_caption_number(self) -> bool:
        """Whether the block is a picture or table with a numbered caption."""
        return isinstance(self.shown.block, (Picture, Table)) and bool(self.shown.number)


class BookmarkWriter:
    """Numbers bookmarks, which must be told apart in the whole document."""

    def __init__(self) -> None:
        self._count = 0

    def around(self, name: str, content: str) -> str:
        """The content with a bookmark around it, or as it is where the name is empty.

        Source: ECMA-376 Part 1, 17.13.6.
        """
        if not name:
            return content
        self._count += 1
        number = self._count
        start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def bookmark_name(id: str) -> str:
    """The name of the bookmark of a block: its id where that is a name for Word, which knows no case in them."""
    return id if _PLAIN_NAME.fullmatch(id) else f"_sd{sha256(id.encode('utf-8', 'replace')).hexdigest()[:24]}"


def find_targets(
    shown: Iterable[Shown], references: Mapping[str, set[tuple[bool, bool]]]
) -> dict[str, ReferenceTarget]:
    """The blocks referred to by id; of several with one id, the first counts."""
    targets: dict[str, ReferenceTarget] = {}
    for each in shown:
        id = getattr(each.block, "id", "")
        if id and id in references and id not in targets:
            targets[id] = _target(each, references[id])
    return targets


def _target(shown: Shown, forms: set[tuple[bool, bool]]) -> ReferenceTarget:
    name = bookmark_name(shown.block.id)
    if not (isinstance(shown.block, (Picture, Table)) and shown.number):
        return ReferenceTarget(shown, whole=name)
    needed = {"whole": {(True, True), (False, False)}, "number": {(True, False)}, "content": {(False, True)}}
    names = [key for key, shows in needed.items() if shows & forms]
    return ReferenceTarget(shown, **{key: name + suffix for key, suffix in zip(names, _SUFFIXES, strict=False)})


def directory_names(shown: Iterable[Shown]) -> dict[int, str]:
    """The name of the bookmark that a table of contents leads to, for the number of each heading that it names. It is
    that of the heading's id where no block before it has the same."""
    names: dict[int, str] = {}
    taken = {""}
    for each in shown:
        id = getattr(each.block, "id", "")
        if each.is_in_contents:
            number = len(names)
            names[number] = f"_toc{number + 1:08d}" if id in taken else bookmark_name(id)
        taken.add(id)
    return names
