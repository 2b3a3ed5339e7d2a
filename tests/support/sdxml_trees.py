"""Valid trees of SDXML 2.6 for property tests, drawn from the grammar, and the form in which two are compared."""

from copy import deepcopy
from itertools import groupby

from hypothesis import strategies as st
from lxml import etree

from sdconvert.formats.sdxml.grammar import grammar
from sdconvert.xmlio import remove

DECLARATIONS = {declaration.name: declaration for declaration in grammar().iterelements()}
MARKS = ("b", "i", "u", "s", "kbd", "sd-sc", "sub", "sup")

UUIDS = [f"0f8fad5b-d9cb-469f-a165-{number:012d}" for number in range(12)]
PICTURES = ["0123456789abcdef0123456789abcdef.png", "Foto 1.png", "images/logo.png", "gone.jpg", " space.png\n"]
SOUND_PICTURES = [PICTURES[0], PICTURES[1], PICTURES[4]]
IDS = [*UUIDS, UUIDS[0].upper(), "p1"]
VALUES = {
    "id": IDS,
    "origin_ids": [UUIDS[0], " ".join(UUIDS[:2]), ""],
    "list-id": [*UUIDS[:2], "list-1", ""],
    "stylename": ["Own", 'Quote "&"', "quick"],
    "caption": ["", "Figure", "a < b & “c”\td"],
    "width": ["100%", "92.0%", "51.00%", "33.333%", "12cm", "250%", "0%"],
    "border-color": ["#000000", "#1F4e79", "red"],
    "row-id": ["r1", ""],
    "col-ids": ["c1 c2"],
    "min-height": ["6.35mm", "6.348758718967975mm", "12", "0mm"],
    "colspan": ["1", "2", "02", "many"],
    "rowspan": ["1", "2", "3"],
    "font-size": ["9.75pt", "9.750243756093903pt", "small"],
    "background-color": ["#000000", "#1f4e79", "red"],
    "background-intensity": ["100%", "20%", "0.2", "0%"],
    "href": ["https://a.example/?a=1&b=2", "mailto:a@b.example", "#"],
    "filename": PICTURES,
    "template_id": [UUIDS[3]],
    "version": ["2.6.0", "2.6", "2.6.3"],
    "title": ["", "Entry", "<&>"],
    "description": ["", "words"],
    "sorting-key": ["", "key"],
    "target-reference-id": [*UUIDS[:3], ""],
    "data-id": UUIDS,
}
SOUND_VALUES = {
    "border-color": VALUES["border-color"][:2],
    "background-color": VALUES["background-color"][:2],
    "colspan": VALUES["colspan"][:3],
    "filename": SOUND_PICTURES[:2],
}
_BLOCKS = ("heading", "paragraph", "ol-li", "ul-li", "image", "table")
XREF_TARGETS = [*UUIDS]
TEXTS = ["", "word ", " & <b>", "\n", "\t", " ", "Ä\r", "]]>", "two  blanks"]
ITEM_TEXTS = ["20%", "80.00%", "33.3333%", "", "1", "wide"]

_MAX_DEPTH = 8


@st.composite
def trees(draw):
    """Any document of the grammar, small; values that the grammar leaves open are plausible ones."""
    return _element(draw, "smashdoc", 0)


@st.composite
def sound_trees(draw):
    """Documents of the grammar that say nothing which an import refuses: ids are unique, what names something names
    what is there, colours and spans are such."""
    root = draw(trees())
    for number, element in enumerate(list(root.iter())):
        if element.get("id") in {other.get("id") for other in list(root.iter())[:number]} - {None}:
            element.set("id", f"p{number + 2}")
        for name, values in SOUND_VALUES.items():
            if element.get(name) in VALUES[name] and element.get(name) not in values:
                element.set(name, values[0])
        if element.tag == "image" and element.text not in SOUND_PICTURES:
            element.text = SOUND_PICTURES[0]
    blocks = [element.get("id") for element in root.iter(*_BLOCKS) if element.get("id")]
    nodes = [element.get("id") for element in root.iter("index-node") if element.get("id")]
    for tag, name, known in (("xref", "href", blocks), ("index", "data-id", nodes)):
        for element in list(root.iter(tag)):
            if known:
                element.set(name, element.get(name) if element.get(name) in known else known[0])
            else:
                remove(element)
    for element in root.iter("index-node"):
        if element.get("target-reference-id") and element.get("target-reference-id") not in nodes:
            element.set("target-reference-id", "")
    return root


def _element(draw, name, depth):
    declaration = DECLARATIONS[name]
    element = etree.Element(name)
    for attribute in declaration.iterattributes():
        _give(draw, element, attribute)
    if declaration.type == "mixed":
        _fill_mixed(draw, element, declaration, depth)
    elif declaration.content is not None:
        children = [_element(draw, child, depth + 1) for child in _children(draw, declaration.content)]
        element.extend(children)
        if children and draw(st.integers(0, 5)) == 5:
            element.text = children[0].tail = "\n  "
    return element


def _give(draw, element, attribute):
    if attribute.default != "required" and not draw(st.booleans()):
        return
    if attribute.default == "fixed":
        value = attribute.default_value
    elif attribute.values():
        value = draw(st.sampled_from(attribute.values()))
    elif element.tag == "xref":
        value = draw(st.sampled_from(XREF_TARGETS))
    else:
        value = draw(st.sampled_from(VALUES[attribute.name]))
    element.set(attribute.name, value)


def _fill_mixed(draw, element, declaration, depth):
    if element.tag == "image":
        element.text = draw(st.sampled_from(PICTURES))
        return
    texts = ITEM_TEXTS if element.tag == "item" else TEXTS
    element.text = draw(st.sampled_from(texts))
    names = list(_names(declaration.content))
    if names and depth < _MAX_DEPTH:
        for name in draw(st.lists(st.sampled_from(names), max_size=3 if depth < 4 else 2)):
            child = _element(draw, name, depth + 1)
            child.tail = draw(st.sampled_from(TEXTS))
            element.append(child)


def _names(content):
    if content.type == "element":
        yield content.name
    elif content.type in ("or", "seq"):
        for side in (content.left, content.right):
            if side is not None:
                yield from _names(side)


def _children(draw, content):
    least, most = {"once": (1, 1), "opt": (0, 1), "mult": (0, 4), "plus": (1, 4)}[content.occur]
    for _ in range(draw(st.integers(least, most)) if least != most else least):
        if content.type == "element":
            yield content.name
        elif content.type == "seq":
            yield from _children(draw, content.left)
            yield from _children(draw, content.right)
        else:
            yield from _children(draw, draw(st.sampled_from(list(_alternatives(content)))))


def _alternatives(content):
    for side in (content.left, content.right):
        if side.type == "or" and side.occur == "once":
            yield from _alternatives(side)
        else:
            yield side


# ----------------------------------------------------------------------------------------------- comparing two trees


def canonical(root):
    """The bytes by which two documents are compared. What is taken to mean the same:

    - an attribute that is not there and its default in the grammar;
    - white space between elements where the grammar allows no text, and none;
    - any order in which marks hold each other around a text, any way to divide a text of one look, and a mark within
      the same mark; a mark around no text and no line break says nothing;
    - marks and character styles around a line break, which show nothing;
    - of subscript in superscript, or the reverse, the inner one; of character styles in each other, the inner one;
    - links outside or inside the marks of their text; of links in each other, the inner one.

    All else counts: every attribute as it is spelled, every text, line break, note, link, picture and mark of the
    index, and their order.
    """
    root = deepcopy(root)
    for element in root.iter():
        _apply_defaults(element)
        if DECLARATIONS[element.tag].type != "mixed":
            _strip(element)
    _flatten_below(root)
    return etree.tostring(root, method="c14n")


def _apply_defaults(element):
    for attribute in DECLARATIONS[element.tag].iterattributes():
        if attribute.default_value is not None and attribute.name not in element.attrib:
            element.set(attribute.name, attribute.default_value)


def _strip(element):
    element.text = (element.text or "").strip() or None
    for child in element:
        child.tail = (child.tail or "").strip() or None


def _flatten_below(element):
    for child in list(element):
        if DECLARATIONS[child.tag].type == "mixed":
            _flatten(child)
        else:
            _flatten_below(child)


def _flatten(block):
    leaves = [leaf for leaf in _leaves(block, (), "", None) if leaf]
    block.text = None
    for child in list(block):
        block.remove(child)
    for link, group in groupby(leaves, key=lambda leaf: leaf[-1]):
        parent = block if link is None else etree.SubElement(block, "a", link.attrib)
        for (kind, marks, style), same in groupby(group, key=lambda leaf: leaf[:3]):
            _put(parent, kind, marks, style, [leaf[3] for leaf in same])


def _put(parent, kind, marks, style, values):
    if kind == "text":
        etree.SubElement(parent, "run", marks=" ".join(sorted(marks)), style=style).text = "".join(values)
    elif kind == "object":
        for element in values:
            _flatten(element)
            parent.append(element)
    elif kind == "br":
        parent.extend([etree.Element("br") for _ in values])


def _leaves(element, marks, style, link):
    """(kind, marks, style, value, link) of each text, line break and object in reading order."""
    if element.text:
        yield "text", marks, style, element.text, link
    for child in list(element):
        tail, child.tail = child.tail, None
        yield from _leaves_of_child(child, marks, style, link)
        if tail:
            yield "text", marks, style, tail, link


def _leaves_of_child(child, marks, style, link):
    if child.tag == "br":
        yield "br", (), "", None, link
    elif child.tag in MARKS:
        outer = [mark for mark in marks if mark not in ("sub", "sup")] if child.tag in ("sub", "sup") else marks
        yield from _leaves(child, tuple(sorted({*outer, child.tag})), style, link)
    elif child.tag == "inline":
        yield from _leaves(child, marks, child.get("stylename"), link)
    elif child.tag == "a":
        inner = list(_leaves(child, marks, style, child))
        yield from inner or [("nothing", (), "", None, child)]
    else:
        yield "object", (), "", child, link


# --------------------------------------------------------------------------------------------------- trees gone wrong

STRANGE_NAMES = [
    *("ul", "ol", "li", "font", "br", "p", "td", "tr", "table", "a", "inline", "footnote", "document", "heading"),
    *("ordered-sections", "attached-sections", "comments", "comment", "formula", "text", "section-tags", "strange"),
]
STRANGE_ATTRIBUTES = [
    ("indent", "99"),
    ("level", ""),
    ("id", "x"),
    ("ref", UUIDS[0]),
    ("strange", "1"),
    ("size", "9pt"),
]


@st.composite
def strange_trees(draw):
    """Trees in which elements carry the names and attributes of other elements and dialects, each text another word."""
    root = draw(trees())
    elements = list(root.iter())[1:]
    for element in draw(st.lists(st.sampled_from(elements), max_size=4)):
        element.tag = draw(st.sampled_from(STRANGE_NAMES))
        if draw(st.booleans()):
            element.set(*draw(st.sampled_from(STRANGE_ATTRIBUTES)))
    for number, element in enumerate(elements):
        element.text, element.tail = f"in{number}x", f"by{number}x"
    return root
