"""What the HTML standard says about a page, by html5lib and none of our own code: its faults, and what it shows."""

import re
from collections import Counter
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote

import html5lib
from html5lib.serializer import HTMLSerializer

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
MATH = "{http://www.w3.org/1998/Math/MathML}math"
PHRASING = frozenset(
    [MATH, *["a", "br", "cite", "code", "em", "img", "q", "s", "span", "strong", "sub", "sup", "time", "u"]]
)
FLOW = frozenset(
    {
        *("aside", "figure", "footer", "header", "hr", "main", "nav", "ol", "p", "section", "table", "ul"),
        *HEADINGS,
        *PHRASING,
    }
)
CHILDREN = {
    "html": frozenset({"head", "body"}),
    "head": frozenset({"meta", "title", "style"}),
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "table": frozenset({"caption", "colgroup", "thead", "tbody"}),
    "colgroup": frozenset({"col"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
    "figure": FLOW | {"figcaption"},
    **dict.fromkeys(("body", "main", "header", "footer", "section", "aside", "nav"), FLOW),
    **dict.fromkeys(("li", "td", "th", "caption", "figcaption"), FLOW),
    **dict.fromkeys(("p", *HEADINGS, *PHRASING), PHRASING),
    **dict.fromkeys(("br", "img", "hr", "col", "meta", "title", "style"), frozenset()),
}
"""Which elements can stand in which, for those that our pages have: what is not here is a fault."""
ARITY = {
    **dict.fromkeys(("mfrac", "mover", "mroot", "msub", "msup", "munder", "semantics"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
"""How many children an element of a formula has, by MathML Core; one for `math`, as ours are with an annotation."""
NOT_WITHIN = {
    "a": {"a"},
    "th": {"header", "footer", "aside", "nav", "section", *HEADINGS},
    "caption": {"table"},
    "header": {"header", "footer", "main"},
    "footer": {"header", "footer", "main"},
}
"""Which elements cannot stand anywhere in which."""
NO_TEXT = frozenset(
    {
        *("html", "head", "body", "main", "section", "nav", "aside", "figure"),
        *("table", "colgroup", "thead", "tbody", "tr", "td", "th", "ul", "ol"),
    }
)
"""Elements in which our pages have no text of their own."""
ORDER_IN_TABLES = ("caption", "colgroup", "thead", "tbody")
GLOBAL = frozenset({"id", "class", "dir", "style", "lang", "hidden", "title", "role"})
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "li": {"value"},
    MATH: {"display"},
    "meta": {"charset", "content", "http-equiv", "name"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}


def parse(page):
    """The tree of a page. The parser raises an error where the page has one."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def serialize(tree):
    """The page as a browser would save it."""
    walker = html5lib.getTreeWalker("etree")
    serializer = HTMLSerializer(
        quote_attr_values="always", omit_optional_tags=False, resolve_entities=False, minimize_boolean_attributes=False
    )
    return "".join(serializer.serialize(walker(tree)))


# -------------------------------------------------------------------------------------------------------------- faults


def faults(tree):
    """What the standard forbids, each as a line."""
    found = [*_faults_of_ids(tree), *_faults_of_elements(tree)]
    for table in tree.iter("table"):
        found += _faults_of_grid(table)
    return found


def _faults_of_ids(tree):
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id") is not None)
    yield from (f"the id {name!r} stands {count} times" for name, count in ids.items() if count > 1)
    yield from (f"{name!r} is no id" for name in ids if not name or re.search(r"\s", name))
    for anchor in tree.iter("a"):
        href = anchor.get("href", "")
        if href.startswith("#") and unquote(href[1:]) not in ids:
            yield f"{href} leads to nothing"


def _faults_of_elements(element, ancestors=()):
    tag = element.tag
    if any(tag in NOT_WITHIN.get(ancestor, ()) for ancestor in ancestors):
        yield f"{tag} within {ancestors}"
    yield from _faults_of_attributes(element, ancestors)
    if tag == MATH:
        yield from _faults_of_formula(element)
        return
    order = [child.tag for child in element]
    yield from (f"{child} in {tag}" for child in order if child not in CHILDREN.get(tag, ()))
    if tag == "table" and order != sorted(order, key=ORDER_IN_TABLES.index):
        yield f"{order} in table"
    if tag == "figure" and "figcaption" in order[1:-1]:
        yield f"{order} in figure"
    texts = [element.text or "", *(child.tail or "" for child in element)]
    if tag in NO_TEXT and "".join(texts).strip():
        yield f"text directly in {tag}"
    for child in element:
        yield from _faults_of_elements(child, (*ancestors, tag))


def _faults_of_formula(formula):
    if [child.tag.rpartition("}")[2] for child in formula] != ["semantics"]:
        yield "a formula without its annotation"
    for element in formula.iter():
        name = element.tag.rpartition("}")[2]
        if len(element) != ARITY.get(name, len(element)):
            yield f"{name} of {len(element)}"
        if name in ("mi", "mn", "mo", "mtext", "annotation") and len(element):
            yield f"an element in {name}"
        if name not in ("mi", "mn", "mo", "mtext", "ms", "annotation") and (element.text or "").strip():
            yield f"text in {name}"


def _faults_of_attributes(element, ancestors):
    known = GLOBAL | ATTRIBUTES.get(element.tag, set())
    for name in element.attrib:
        if name not in known and not name.startswith(("data-", "aria-")):
            yield f"{element.tag} has {name}"
    if element.tag == "img" and element.get("alt") is None:
        yield "img without alt"
    if element.tag == "time":
        yield from () if is_moment(element.get("datetime")) else (f"{element.get('datetime')} is no moment",)
    if element.get("value") is not None and ancestors[-1] != "ol":
        yield "value outside of a numbered list"


def is_moment(text):
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _faults_of_grid(table):
    """By the algorithm of the standard for forming a table, but for rows in which no cell begins."""
    taken = set()
    begun = set()
    end = 0
    for section in (child for child in table if child.tag in ("thead", "tbody")):
        first, end = end, end + len(section)
        for index, row in enumerate(section, first):
            column = 0
            for cell in row:
                while (index, column) in taken:
                    column += 1
                width, height = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
                if index + height > end:
                    yield "a cell spans more rows than there are"
                places = {(index + down, column + right) for down in range(height) for right in range(width)}
                if places & taken:
                    yield f"two cells at {sorted(places & taken)}"
                taken |= places
                begun.add(column)
                column += width
    width = max((column for _, column in taken), default=-1) + 1
    yield from (f"no cell begins in column {column}" for column in range(width) if column not in begun)
    yield from (
        f"nothing at {row, column}" for row in range(end) for column in range(width) if (row, column) not in taken
    )


# ------------------------------------------------------------------------------------------------------- what is shown


class Shown(NamedTuple):
    """A block as a reader sees it: its element, the number before it, and its pieces: text, and for each note, sidenote
    or comment what its sign leads to."""

    tag: str
    number: str
    pieces: tuple


class ReadPage:
    """Reads a page as a browser shows it and a reader reads it, following the signs of notes."""

    def __init__(self, tree):
        self.tree = tree
        self.main = tree.find("body/main")
        self.elements = {element.get("id"): element for element in tree.iter() if element.get("id")}
        self.parents = {child: parent for parent in tree.iter() for child in parent}

    def blocks(self):
        """The blocks of the main text, in order. A directory, a page break and a picture are one each; sidenotes are
        read where their signs stand."""
        return list(self._blocks(self.main, ()))

    def _blocks(self, holder, lists):
        number = int(holder.get("start", 1))
        for child in holder:
            names = child.get("class", "").split()
            if child.tag in ("ul", "ol"):
                yield from self._blocks(child, (*lists, child.tag))
            elif child.tag == "li":
                number = int(child.get("value", number))
                if "bare" not in names:
                    shown = str(number) if holder.tag == "ol" else ""
                    yield self._block(child, f"{lists[-1]}{len(lists)}", shown)
                number += 1
                yield from self._blocks(child, lists)
            elif child.tag == "p" or child.tag in HEADINGS:
                yield self._block(child, child.tag)
            elif child.tag == "figure":
                caption = child.find("figcaption")
                yield self._block(caption, "figure") if caption is not None else Shown("figure", "", ())
            elif child.tag == "table":
                caption = child.find("caption")
                yield self._block(caption, "table") if caption is not None else Shown("table", "", ())
                for row in child.iterfind("*/tr"):
                    for cell in row:
                        if "bare" not in cell.get("class", "").split():
                            yield Shown("cell", "", ())
                            yield from self._blocks(cell, ())
            elif child.tag == "nav":
                yield Shown("nav", child.get("data-kind"), self._lines(child))
            elif child.tag == "hr":
                yield Shown("hr", "", ())

    def _lines(self, directory):
        """The lines of a directory that lists blocks."""
        if directory.get("data-kind") not in ("content", "images", "tables"):
            return ()
        return tuple([" ".join("".join(anchor.itertext()).split()) for anchor in directory.iter("a")])

    def _block(self, element, tag, number=""):
        first = element[0] if len(element) and not element.text else None
        if first is not None and first.get("class") == "number":
            return Shown(tag, (first.text or "").rstrip(": "), self.pieces(element, first.tail or "", 1))
        return Shown(tag, number, self.pieces(element, element.text or ""))

    def pieces(self, element, text, start=0):
        """The text of an element, joined, and what the signs in it lead to. Lists in it are blocks of their own."""
        pieces = [text]
        for child in element[start:]:
            if child.tag not in ("ul", "ol", "aside"):
                pieces += self._piece(child)
                pieces.append(child.tail or "")
        return join(pieces)

    def _piece(self, element):
        names = element.get("class", "").split()
        if "note-ref" in names or "sidenote-ref" in names:
            holder = self.elements[element.get("href")[1:]]
            kind = "sidenote" if holder.tag == "aside" else self.parents[self.parents[holder]].get("class")
            return [(kind, tuple([self.pieces(each, each.text or "") for each in holder.findall("p")]))]
        if "comment-ref" in names:
            return [("comment", self._comment(self.elements[element.get("href")[1:]]))]
        if element.tag == "br":
            return ["\n"]
        if element.tag == MATH:
            return [next(child.text or "" for child in element.iter() if child.tag.endswith("annotation"))]
        return self.pieces(element, element.text or "")

    def _comment(self, element):
        texts = tuple([paragraph.text or "" for paragraph in element.findall("p")])
        return (*texts, *(self._comment(child) for child in element.findall("aside")))

    # ----------------------------------------------------------------------------------------------------------- signs

    def signs(self):
        """The sign in the text of each note, by the id that it leads to, in the order of the page."""
        kinds = {"note-ref", "sidenote-ref", "comment-ref"}
        anchors = [anchor for anchor in self.tree.iter("a") if anchor.get("class") in kinds]
        return sorted([(anchor.get("href")[1:], "".join(anchor.itertext())) for anchor in anchors])

    def numbers_of_notes(self):
        """The number that each note has where it stands, by its id: notes in their lists, others by their way back."""
        body = self.tree.find("body")
        notes = [
            (item.get("id"), roman(number) if section.get("class") == "endnotes" else str(number))
            for section in body.iterfind("section")
            for number, item in enumerate(section.iterfind("ol/li"), 1)
        ]
        asides = [aside for aside in self.tree.iter("aside") if aside.get("id")]
        return sorted([*notes, *((aside.get("id"), aside.find("a").text) for aside in asides)])


def roman(number):
    """A number as `list-style: lower-roman` shows it."""
    text = ""
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    letters = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
    for value, sign in zip(values, letters, strict=True):
        text += sign * (number // value)
        number %= value
    return text


def join(pieces):
    """Pieces with neighbouring texts made one, and empty ones left out."""
    joined = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece != "":
            joined.append(piece)
    return tuple(joined)
