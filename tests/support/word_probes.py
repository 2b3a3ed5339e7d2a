"""Every element and attribute that the grammar knows, put into a small legal document where it may stand.

A probe is a pair of documents that differ in one element or one attribute; what it shows is whether the conversion to
SDXML says anything else of the two.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256

from lxml import etree
from word_grammar import TEXT, Attribute, Child, element_types, insert, prefixed, qualified, typed
from word_places import PLACES, ROOTS, build, part_xml
from word_samples import minimal, needs_of, values_of

import sdconvert

_REPEATABLE = frozenset(
    (
        *("w:p", "w:r", "w:tbl", "w:tr", "w:tc", "w:t", "w:sdt", "w:hyperlink", "w:footnote", "w:endnote", "w:comment"),
        *("w:style", "w:lvl", "w:num", "w:abstractNum", "m:r", "m:oMath", "m:e", "m:t", "w:bookmarkStart"),
        *("w:bookmarkEnd", "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference", "w:footnoteReference"),
        *("w:endnoteReference", "w:headerReference", "w:footerReference", "w:tblStylePr", "w:gridCol", "w:drawing"),
        *("w:pict", "pic:pic", "wps:wsp"),
    )
)
_REVISIONS = frozenset(
    (
        *("w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:cellIns", "w:cellDel", "w:cellMerge", "w:numberingChange"),
        *("w14:conflictIns", "w14:conflictDel"),
    )
)


@dataclass(frozen=True, slots=True)
class Probe:
    """One element (`attribute` is empty) or attribute at one place: where it stands, and the documents to compare.

    `path` are the names from the root of the part to the parent of the element.
    """

    place: str
    path: tuple[str, ...]
    element: str
    attribute: str
    make_pairs: Callable[[], Pairs]

    @property
    def key(self) -> str:
        """A name for the probe that stays the same."""
        name = f"{self.element}/@{self.attribute}" if self.attribute else self.element
        return f"{self.place}: {'/'.join(self.path[1:])}/{name}"

    @property
    def has_revision(self) -> bool:
        return any(name in _REVISIONS or name.endswith("Change") for name in (*self.path, self.element))


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """A document: the part that is tried, and the body beside it."""

    part: str
    body: str
    xml: bytes

    def build(self) -> bytes:
        """The package."""
        return build(self.part, self.body, self.xml)


Pairs = tuple[tuple[Sketch, Sketch], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a conversion says: the package, and each finding with its words."""

    package: bytes
    findings: Counter[tuple[str, str]]


@lru_cache(maxsize=4096)
def _convert(part: str, body: str, xml: bytes, revisions: str) -> Outcome:
    source = build(part, body, xml)
    try:
        result = sdconvert.convert(source, revisions=revisions)
    except sdconvert.SdconvertError as error:
        return Outcome(b"", Counter([(type(error).__name__, str(error))]))
    assert result.ledger.imbalance() == {}, xml
    return Outcome(result.value, Counter((finding.code.id, finding.message) for finding in result.findings))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a probe shows: whether the result differs, the codes of findings that do, and the codes of all findings."""

    is_read: bool
    told: frozenset[str]
    all_codes: frozenset[str]


def observe(probe: Probe) -> Effect:
    """What the element or attribute of a probe changes, with any of its values, under the ways to take revisions."""
    is_read, told, codes = False, set(), set()
    pairs = probe.make_pairs()
    for revisions in ("accept", "reject") if probe.has_revision else ("accept",):
        for without, variant in pairs:
            plain, changed = _outcome(without, revisions), _outcome(variant, revisions)
            is_read = is_read or changed.package != plain.package
            difference = (changed.findings - plain.findings) + (plain.findings - changed.findings)
            told.update(code for code, _ in difference)
            codes.update(code for code, _ in changed.findings)
            if is_read and told:
                break
    return Effect(is_read, frozenset(told), frozenset(codes))


def _outcome(sketch: Sketch, revisions: str) -> Outcome:
    return _convert(sketch.part, sketch.body, sketch.xml, revisions)


def is_sampled(name: str, share: int) -> bool:
    """Whether this is one of the `share`th part that a quick run tries."""
    return int(sha256(name.encode()).hexdigest()[:8], 16) % share == 0


@dataclass(frozen=True, slots=True)
class _Host:
    place: str
    tree: etree._ElementTree
    path: str
    kind: str


def all_probes() -> Iterator[Probe]:
    """All probes: first what may stand in what the places hold, then what may stand in that, until all is tried."""
    pending: deque[_Host] = deque()
    seen: set[tuple[str, ...]] = set()
    for place, (part, body) in PLACES.items():
        tree = etree.ElementTree(etree.fromstring(part_xml(part, body)))
        for element, kind in typed(tree.getroot(), ROOTS[part][1]):
            key = (place, *_names(element)[-3:], kind, _owner(element))
            if key not in seen and not _is_repeated(place, element):
                seen.add(key)
                seen.add((prefixed(element.tag), kind))
                pending.append(_Host(place, tree, tree.getpath(element), kind))
    tried: set[tuple[str, ...]] = set()
    while pending:
        yield from _probes_within(pending.popleft(), pending, seen, tried)


_OWNERS = ("styleId", "ilvl", "abstractNumId", "numId")


def _owner(element: etree._Element) -> str:
    """The style or level that an element belongs to: each is a place of its own."""
    for ancestor in (element, *element.iterancestors()):
        owner = next(filter(None, (ancestor.get(qualified(f"w:{name}")) for name in _OWNERS)), None)
        if owner is not None:
            return owner
    return ""


def _is_repeated(place: str, element: etree._Element) -> bool:
    """Whether this stands in every body, and is tried where it is at home."""
    part, _ = PLACES[place]
    names = _names(element)
    if part != "document":
        return False
    return place != "section" if "w:sectPr" in names else place != "paragraph" and len(names) < 3


def _probes_within(
    host: _Host, pending: deque[_Host], seen: set[tuple[str, ...]], tried: set[tuple[str, ...]]
) -> Iterator[Probe]:
    known = element_types().get(host.kind)
    if known is None:
        return
    names = _names(_find(host.tree, host.path))
    for child in known.children.values():
        yield Probe(host.place, names, child.name, "", partial(_child_pairs, host, child))
        key = _trial(host, names, child)
        if key not in tried:
            tried.add(key)
            for attribute in _attributes(child):
                make_pairs = partial(_attribute_pairs, host, child, attribute)
                yield Probe(host.place, names, child.name, attribute.name, make_pairs)
        if (child.name, child.type) not in seen:
            tree, path = _with_child(host, child)
            for element, kind in typed(_find(tree, path), child.type):
                key = (prefixed(element.tag), kind)
                if key not in seen:
                    seen.add(key)
                    pending.append(_Host(host.place, tree, tree.getpath(element), kind))


def _attributes(child: Child) -> list[Attribute]:
    known = element_types().get(child.type)
    return [] if known is None else [attribute for attribute in known.attributes.values() if attribute.name != TEXT]


def _trial(host: _Host, names: tuple[str, ...], child: Child) -> tuple[str, ...]:
    """What makes it worthwhile to try the attributes of an element once more: a place that holds one on purpose, other
    properties that it belongs to, another part."""
    parent = _find(host.tree, host.path)
    if _present(parent, child) is not None:
        return child.name, child.type, *names[-2:], host.place, _owner(parent)
    if child.name.startswith("w:"):
        properties = names[-2:] if names[-1].endswith(("Pr", "Borders", "Mar", "PrEx")) else ()
        return child.name, child.type, *properties, PLACES[host.place][0]
    return child.name, child.type, "shape" if host.place in ("shape", "text box") else ""


def _with_child(host: _Host, child: Child) -> tuple[etree._ElementTree, str]:
    """The document with the child, and the path to it: as it stands there, or put in."""
    present = _present(_find(host.tree, host.path), child)
    if present is not None and child.name not in _REPEATABLE:
        return host.tree, host.tree.getpath(present)
    tree = deepcopy(host.tree)
    parent = _find(tree, host.path)
    if child.name.startswith(("a:", "wp:wrap")) or _holds_one(parent):
        _clear_alternatives(parent, host.kind, child)
    new = insert(parent, host.kind, minimal(child.name, child.type))
    return tree, tree.getpath(new)


def _holds_one(parent: etree._Element) -> bool:
    """Whether only one element may stand in the parent."""
    return parent.tag == qualified("a:graphicData")


def _present(parent: etree._Element, child: Child) -> etree._Element | None:
    """The element of this name that stands there: the author's own style where there are several."""
    found = parent.findall(qualified(child.name))
    own = [element for element in found if element.get(qualified("w:customStyle"))]
    return next(iter(own or found), None)


def _child_pairs(host: _Host, child: Child) -> Pairs:
    """Without and with what was put in, and without and with what stands there."""
    tree, _ = _with_child(host, child)
    pairs = [] if tree is host.tree else [(_sketch(host, host.tree), _sketch(host, tree))]
    present = _present(_find(host.tree, host.path), child)
    if present is not None:
        without = deepcopy(host.tree)
        gone = _find(without, host.tree.getpath(present))
        gone.getparent().remove(gone)
        pairs.append((_sketch(host, without), _sketch(host, host.tree)))
    return tuple(pairs)


def _clear_alternatives(parent: etree._Element, kind: str, child: Child) -> None:
    children = element_types()[kind].children
    for other in list(parent):
        found = children.get(prefixed(other.tag))
        if _holds_one(parent) or (found is not None and found.order == child.order):
            parent.remove(other)


def _attribute_pairs(host: _Host, child: Child, attribute: Attribute) -> Pairs:
    """With the attribute as it is, and with each other value, and without it where it may be left out."""
    present = _present(_find(host.tree, host.path), child)
    tree, path = _with_child(host, child) if present is None else (host.tree, host.tree.getpath(present))
    needed = needs_of(_find(tree, path), attribute.name, element_types()[child.type].attributes)
    for name, value in needed.items():
        tree = _with_attribute(tree, path, name, value)
    element = _find(tree, path)
    variants = [
        _with_attribute(tree, path, attribute.name, value)
        for value in values_of(element, attribute.name, attribute.values)
    ]
    if not attribute.is_required and qualified(attribute.name) in element.attrib:
        variants.append(_with_attribute(tree, path, attribute.name, None))
    return tuple((_sketch(host, tree), _sketch(host, variant)) for variant in variants)


def _with_attribute(tree: etree._ElementTree, path: str, name: str, value: str | None) -> etree._ElementTree:
    changed = deepcopy(tree)
    element = _find(changed, path)
    if value is None:
        del element.attrib[qualified(name)]
    else:
        element.set(qualified(name), value)
    return changed


def _sketch(host: _Host, tree: etree._ElementTree) -> Sketch:
    part, body = PLACES[host.place]
    return Sketch(part, body, etree.tostring(tree))


def _names(element: etree._Element) -> tuple[str, ...]:
    ancestors = [prefixed(ancestor.tag) for ancestor in element.iterancestors()]
    return (*reversed(ancestors), prefixed(element.tag))


def _find(tree: etree._ElementTree, path: str) -> etree._Element:
    return tree.xpath(path, namespaces=tree.getroot().nsmap)[0]
