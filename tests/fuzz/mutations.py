"""Changes of any input that keep most of its structure, so that what is changed is reached.

A zip is changed in one of its members, XML as a tree, JSON as values, everything else as bytes.
"""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from lxml import etree
from tree_mutations import MUTATIONS, Element, Mutation

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
VALUES = (
    *("", " ", "0", "-1", "1", "00", "1.5", "1e308", "1e999", "NaN", "x", "%", "100%", "true", "#zzz", "rgb(1,2)"),
    *(
        "2147483647",
        "-2147483648",
        "4294967296",
        "9" * 30,
        "\u202e\u0301\ud7ff",
        "%1%1%1",
        "a" * 300,
        "../../x",
        "//h/x",
    ),
    *("http://127.0.0.1:9/x", "javascript:x", "{\\", "12pt", "-5cm", "99999999pt", "2026-13-45T99:99:99Z", "\u00a0"),
)
BROKEN = (OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error)
LARGEST = 200_000
"""Bytes of a mutant: what grows beyond is mutated anew from a seed."""


def mutate(data: bytes, chance: random.Random) -> bytes:
    """The data with one to three changes."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = _change(data, chance)
    return data


def _change(data: bytes, chance: random.Random) -> bytes:
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.95:
        return _change_zip(data, chance)
    if data.lstrip()[:1] == b"<":
        return _change_xml(data, chance)
    if data.lstrip()[:1] in (b"{", b"["):
        return _change_json(data, chance)
    return _change_bytes(data, chance)


# ---------------------------------------------------------------------------------------------------------------- zips


def _change_zip(data: bytes, chance: random.Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except BROKEN:
        return _change_bytes(data, chance)
    if not members:
        return _change_bytes(data, chance)
    place = _any_member(members, chance)
    name, content = members[place]
    match chance.choice((0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5)):
        case 0:
            members[place] = (name, _change(content, chance) if content else b"<x/>")
        case 1:
            del members[place]
        case 2:
            members.append((name, chance.choice(members)[1]))
        case 3:
            members[place] = (chance.choice((name.upper(), f"/{name}", f"../{name}", f"{name}/", "sd.xml")), content)
        case 4:
            members[place] = (name, chance.choice(members)[1])
        case _:
            members[place] = (name, b"")
    return zip_of(members)


def _any_member(members: list[tuple[str, bytes]], chance: random.Random) -> int:
    """One of the members, those in which a document stands more often."""
    weights = [8 if re.search(r"document\.xml$|sd\.xml|index\.html|parsx\.xml", name) else 2 for name, _ in members]
    return chance.choices(range(len(members)), weights)[0]


def zip_of(members: list[tuple[str, bytes]]) -> bytes:
    """A package of these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            if name not in archive.NameToInfo:
                archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


# ----------------------------------------------------------------------------------------------------------------- XML


def set_value(elements: list[Element], chance: random.Random) -> str:
    """An attribute with another value: an odd one, or that of another attribute."""
    element = chance.choice(elements)
    if not element.attrib:
        return ""
    values = [str(value) for other in chance.sample(elements, min(8, len(elements))) for value in other.attrib.values()]
    element.set(chance.choice(sorted(map(str, element.attrib))), chance.choice((*VALUES, *values)))
    return "set a value"


def lend_attribute(elements: list[Element], chance: random.Random) -> str:
    """An attribute of one element at another."""
    element, other = chance.sample(elements, 2)
    for name, value in other.attrib.items():
        element.set(name, value)
    return "lent attributes"


def set_text(elements: list[Element], chance: random.Random) -> str:
    """Text before or behind an element."""
    element, text = chance.choice(elements), chance.choice((*VALUES, "Some words of text."))
    if chance.random() < 0.5:
        element.text = text
    else:
        element.tail = text
    return "set text"


def multiply(elements: list[Element], chance: random.Random) -> str:
    """An element forty times."""
    element = chance.choice(elements)
    if element.getparent() is None or sum(1 for _ in element.iter()) > 20:
        return ""
    written = etree.tostring(element, with_tail=False)
    for _ in range(40):
        element.addnext(etree.fromstring(written))
    return "multiplied"


TREE_MUTATIONS: tuple[Mutation, ...] = (*MUTATIONS, set_value, set_value, set_value, set_text, lend_attribute, multiply)


def _change_xml(data: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.06:
        return _change_bytes(data, chance)
    try:
        root = etree.fromstring(data, PARSER)
    except (etree.XMLSyntaxError, ValueError):
        return _change_bytes(data, chance)
    elements = [element for element in root.iter("*") if element is not root]
    try:
        if len(elements) > 1:
            chance.choice(TREE_MUTATIONS)(elements, chance)
    except ValueError:  # a text that XML cannot hold
        return _change_bytes(data, chance)
    return bytes(etree.tostring(root, encoding="UTF-8"))


# ---------------------------------------------------------------------------------------------------------------- JSON


def _change_json(data: bytes, chance: random.Random) -> bytes:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return _change_bytes(data, chance)
    return json.dumps(_change_value(value, chance)).encode()


def _change_value(value: Any, chance: random.Random) -> Any:
    """The value with another one somewhere in it."""
    odd = chance.choice((None, True, -1, 0, 1e300, 10**30, "", [], {}, [[]], {"x": None}, "\u202e\x1b[31m", "a" * 500))
    if chance.random() < 0.15 or not value or not isinstance(value, (dict, list)):
        return odd
    if isinstance(value, list):
        place = chance.randrange(len(value))
        return [_change_value(one, chance) if at == place else one for at, one in enumerate(value)]
    name = chance.choice(sorted(value))
    if chance.random() < 0.1:
        return {key: one for key, one in value.items() if key != name}
    return {**value, name: _change_value(value[name], chance)}


# --------------------------------------------------------------------------------------------------------------- bytes


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 4))):
        changed[chance.randrange(len(changed))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.choice((1, 4, 100, len(data))) :]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.choice((1, 4, 16, 200))]
    return data[:start] + piece * chance.choice((2, 10, 100)) + data[start:]


def _set_number(data: bytes, chance: random.Random) -> bytes:
    """Two or four bytes as a number at the edge of what they say."""
    width = chance.choice((2, 4))
    number = chance.choice((0, 1, 2 ** (8 * width) - 1, 2 ** (8 * width - 1), 2 ** (8 * width - 1) - 1, 30_000))
    start = chance.randrange(len(data))
    return data[:start] + number.to_bytes(width, chance.choice(("little", "big"))) + data[start + width :]


def _set_word(data: bytes, chance: random.Random) -> bytes:
    """A number or word in text as another."""
    places = list(re.finditer(rb"\d+|\w{3,20}", data[:LARGEST]))
    if not places:
        return _flip(data, chance)
    found = chance.choice(places)
    return data[: found.start()] + chance.choice(VALUES).encode("utf-8", "replace") + data[found.end() :]


_BYTE_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_flip, _flip, _cut, _repeat, _set_number, _set_number, _set_word),
)


def _change_bytes(data: bytes, chance: random.Random) -> bytes:
    return chance.choice(_BYTE_CHANGES)(data, chance) if data else b"<"
