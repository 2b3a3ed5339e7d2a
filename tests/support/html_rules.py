"""What holds for every page, written from the HTML standard and judged on the tree of html5lib: what may stand in what,
and where links within the page lead."""

import re
from collections import Counter

MATHML = "{http://www.w3.org/1998/Math/MathML}"
MATH = f"{MATHML}math"
"""A formula: what stands in it is another language, judged by the other judge of pages."""

PHRASING = frozenset(
    [MATH, "a", "br", "cite", "code", "em", "img", "q", "s", "span", "strong", "sub", "sup", "time", "u"]
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
SECTIONING = frozenset(["aside", "nav", "section"])
FLOW = (
    PHRASING | HEADINGS | SECTIONING | frozenset(["figure", "footer", "header", "hr", "main", "ol", "p", "table", "ul"])
)
CHILDREN = {
    **dict.fromkeys([*HEADINGS, *PHRASING - {"br", "img", MATH}, "p"], PHRASING),
    **dict.fromkeys([*SECTIONING, "body", "caption", "footer", "header", "li", "main", "td", "th"], FLOW),
    "figure": FLOW | {"figcaption"},
    "figcaption": FLOW,
    "ul": {"li"},
    "ol": {"li"},
    "table": {"caption", "colgroup", "thead", "tbody"},
    "colgroup": {"col"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"td", "th"},
    "html": {"head", "body"},
    "head": {"meta", "title", "style"},
    **dict.fromkeys(["br", "img", "hr", "col", "meta", "title", "style"], frozenset()),
}
"""The content models of the elements that our pages have. A link is transparent, but holds text only here."""

TEXTLESS = frozenset(["html", "head", "ul", "ol", "table", "colgroup", "thead", "tbody", "tr"])
FORBIDDEN_WITHIN = {
    "th": HEADINGS | SECTIONING | {"header", "footer"},
    "caption": {"table"},
    "a": {"a"},
    "header": {"header", "footer", "main"},
    "footer": {"header", "footer", "main"},
}


def problems(tree):
    """What is wrong with a page, as sentences."""
    return [each for rule in (_models, _ids, _links, _notes) for each in rule(tree)]


def _models(tree):
    for element in tree.iter():
        if element.tag.startswith(MATHML):
            continue
        for child in element:
            if child.tag not in CHILDREN[element.tag]:
                yield f"{child.tag} in {element.tag}"
        texts = (element.text, *(child.tail for child in element))
        if element.tag in TEXTLESS and any(text and text.strip() for text in texts):
            yield f"text in {element.tag}"
        for forbidden in FORBIDDEN_WITHIN.get(element.tag, ()):
            if next(element.iterdescendants(forbidden), None) is not None:
                yield f"{forbidden} within {element.tag}"
        if element.tag == "li" and "value" in element.attrib and element.getparent().tag != "ol":
            yield "a value of an item without a number"


def _ids(tree):
    ids = [element.get("id") for element in tree.iter() if "id" in element.attrib]
    yield from [f"the id {id} is there {count} times" for id, count in Counter(ids).items() if count > 1]
    yield from [f"“{id}” is no id" for id in ids if not id or any(each.isspace() for each in id)]


def _links(tree):
    ids = {element.get("id") for element in tree.iter()}
    for link in tree.iter("a"):
        address = link.get("href")
        if not address:
            yield "a link without an address"
        elif address.startswith("#") and address[1:] not in ids:
            yield f"a link to {address}, which is not there"
        elif re.search(r"""%(?![0-9A-Fa-f]{2})|[\s<>"{}|\\^`]""", address):
            yield f"“{address}” is no address"


def _notes(tree):
    """A sign leads to its note, and the note back to it; notes in one place stand in the order of their numbers."""
    by_id = {element.get("id"): element for element in tree.iter() if "id" in element.attrib}
    numbers = {}
    for sign in tree.xpath("//a[@role='doc-noteref']"):
        note = by_id.get(sign.get("href")[1:])
        back = [] if note is None else note.xpath(".//a[@role='doc-backlink']/@href")
        if f"#{sign.get('id')}" not in back:
            yield f"the sign {sign.get('id')} leads to what does not lead back"
        else:
            numbers[note] = int(re.sub(r"\D", "", sign.get("href")))
    for parent in {note.getparent() for note in numbers}:
        found = [numbers[child] for child in parent if child in numbers]
        if found != sorted(found):
            yield f"the notes {found} are out of order"
