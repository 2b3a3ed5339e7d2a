"""Compared words as markup: the only place where texts of documents become part of it, each escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape

from sdconvert.frozen import dataclass
from sdconvert.redline.rows import Redline
from sdconvert.redline.tokens import TokenKind
from sdconvert.redline.words import ComparedWords, Fate, Stretch

_LARGEST_PICTURE = 150_000
_ALL_PICTURES = 4_000_000
_PICTURE_TYPES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_LINK = "link to "
_KEPT = (Fate.SAME, Fate.LOOK)


@dataclass(slots=True)
class MarkupWriter:
    """Writes compared words. `trust` makes text that is markup known as such to the templates; `room` is how many bytes
    of pictures the page may still show."""

    redline: Redline
    trust: Callable[[str], str]
    room: int = _ALL_PICTURES

    def write_words(self, compared: ComparedWords, is_old: bool = False) -> str:
        """The words with what was deleted and inserted; `is_old` gives words that look otherwise the look they had."""
        return self.trust("".join([self._write_stretch(stretch, is_old) for stretch in compared.stretches]))

    def _write_stretch(self, stretch: Stretch, is_old: bool) -> str:
        written = self._write_look(stretch, is_old) if stretch.look or stretch.was else self._write_content(stretch)
        match stretch.fate:
            case Fate.DELETED:
                return f"<del>{written}</del>"
            case Fate.INSERTED:
                return f"<ins>{written}</ins>"
            case Fate.SAME | Fate.LOOK:
                return written

    def _write_look(self, stretch: Stretch, is_old: bool) -> str:
        has_other = stretch.fate is Fate.LOOK
        look = stretch.was if is_old and has_other else stretch.look
        classes = [f"m-{mark.replace(' ', '-')}" for mark in look if not mark.startswith(_LINK)]
        links = [mark for mark in look if mark.startswith(_LINK)]
        titles = [f"was {_tell(stretch.was)}, is {_tell(stretch.look)}"] if has_other else links
        names = [*(["look"] if has_other else []), *(["link"] if links else []), *classes]
        title = f' title="{escape(titles[0])}"' if titles else ""
        return f'<span class="{" ".join(names)}"{title}>{self._write_content(stretch)}</span>'

    def _write_content(self, stretch: Stretch) -> str:
        text = escape(stretch.text)
        match stretch.kind:
            case TokenKind.WORD | TokenKind.SPACE:
                return text
            case TokenKind.BREAK:
                return "<br>" if stretch.fate in _KEPT else "↵<br>" if stretch.fate is Fate.INSERTED else "↵"
            case TokenKind.REFERENCE:
                return text or "reference"
            case TokenKind.NOTE:
                return f'<sup class="note">{text}</sup>'
            case TokenKind.OBJECT:
                return f'<span class="object">{text}</span>'
            case TokenKind.PICTURE:
                return self._write_picture(stretch)

    def _write_picture(self, stretch: Stretch) -> str:
        """A picture that changed by its content where it is small, else in words."""
        is_old = stretch.fate is Fate.DELETED
        assets = self.redline.before_assets if is_old else self.redline.after_assets
        data = assets.get(stretch.tokens[0].asset)
        if data is None:
            return '<span class="object">picture that is missing</span>'
        if stretch.fate in _KEPT:
            return '<span class="object">picture</span>'
        kind = next((kind for magic, kind in _PICTURE_TYPES if data.startswith(magic)), "")
        if not kind or len(data) > min(_LARGEST_PICTURE, self.room):
            return f'<span class="object">picture {escape(stretch.text)}, {max(1, round(len(data) / 1000)):,} kB</span>'
        self.room -= len(data)
        name = "picture before" if is_old else "picture after"
        return f'<img src="data:{kind};base64,{b64encode(data).decode()}" alt="{name}">'


def _tell(look: Sequence[str]) -> str:
    return ", ".join(look) or "plain"
