"""Lists in the definitions of a document that nothing here reads: the styles that Word would show if they were there,
and the sessions in which it was edited. They are half of what Word writes into styles and settings."""

from __future__ import annotations

from typing import NamedTuple

from sdconvert.formats.docx.names import W


class _UnreadList(NamedTuple):
    """How a list begins and ends, and how its entries begin, none of which holds anything."""

    opening: bytes
    closing: bytes
    entries: tuple[bytes, ...]


_LISTS = {
    "styles": _UnreadList(b"<w:latentStyles ", b"</w:latentStyles>", (b"<w:lsdException ",)),
    "settings": _UnreadList(b"<w:rsids>", b"</w:rsids>", (b"<w:rsid ", b"<w:rsidRoot ")),
}
_DECLARATION = f'xmlns:w="{W}"'.encode()


def empty_unread(data: bytes, kind: str) -> bytes:
    """The bytes of a part with the list in it emptied that nothing reads, so that its entries are not parsed, nor their
    attributes judged.

    Where anything is unusual the bytes are what they were: another prefix or encoding, a comment before the list,
    entries that hold something, entities.
    """
    unread = _LISTS.get(kind)
    start = -1 if unread is None else data.find(unread.opening)
    if unread is None or start < 0:
        return data
    first = data.find(b">", start) + 1
    end = data.find(unread.closing, first)
    is_usual = end > 0 and data.find(b"<!", 0, start) < 0 <= data.find(_DECLARATION, 0, start)
    return data[:first] + data[end:] if is_usual and _is_plain(data[first:end], unread.entries) else data


def _is_plain(text: bytes, entries: tuple[bytes, ...]) -> bool:
    """Whether there is no tag in a text but of empty elements of these kinds, and no entity."""
    number = sum(map(text.count, entries))
    return number == text.count(b"<") == text.count(b"/>") and b"&" not in text
