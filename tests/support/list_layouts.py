"""Which numbers stand before headings and list items in what was written, and how deep items stand: told by the rules
of HTML (“ordinal value”), of parsX, and of Word's numbering part, none of which is our code."""

from typing import NamedTuple

from lxml import etree
from written_trees import docx_trees, html_tree, parsx_tree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Item(NamedTuple):
    """An item of a list; `number` is None for a bullet."""

    text: str
    depth: int
    number: int | None


# ---------------------------------------------------------------------------------------------------------------- HTML


def html_items(document):
    """The items of the page. An item that only holds a deeper list shows no marker and is none."""
    tree = html_tree(document)
    found = []
    for item in tree.iter("li"):
        if item.get("class") != "bare" and item.getparent().getparent().tag != "section":
            depth = sum(1 for each in item.iterancestors() if each.tag in ("ol", "ul"))
            number = _ordinal(item) if item.getparent().tag == "ol" else None
            found.append(Item((item.text or "").strip(), depth, number))
    return found


def _ordinal(item):
    """Source: HTML standard, 4.4.8, “ordinal value”."""
    owner = item.getparent()
    number = int(owner.get("start", "1"))
    for each in owner.iterchildren("li"):
        number = int(each.get("value", number))
        if each is item:
            return number
        number += 1
    raise AssertionError("an item stands in its list")


def html_heading_numbers(document):
    """The number that is shown before each heading, empty for none."""
    headings = [each for each in html_tree(document).iter() if each.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    return ["".join(each.xpath("span[@class='number']//text()")).strip() for each in headings]


# --------------------------------------------------------------------------------------------------------------- parsX


def parsx_items(document):
    """The items: what stands first in an `eintrag`, counted by its place in its list."""
    found = []
    for entry in parsx_tree(document).iter("eintrag"):
        text = entry.find("abs")
        if text is not None and entry.index(text) == 0:
            lists = [each for each in entry.iterancestors() if each.tag.startswith("liste_")]
            number = lists[0].index(entry) + 1 if lists[0].tag == "liste_geordnet" else None
            found.append(Item("".join(text.itertext()), len(lists), number))
    return found


def parsx_heading_numbers(document):
    headings = [each for each in parsx_tree(document).iter() if each.tag in ("u1", "u2", "u3", "u4", "u5", "u6")]
    return [each.findtext("titel/zaehler", "") for each in headings]


# ---------------------------------------------------------------------------------------------------------------- Word


class WordNumbering:
    """Counts the paragraphs of the body as Word does. Source: ECMA-376 Part 1, 17.9.

    Lists of one definition count together; the first paragraph of a list with an override begins again at its level.
    """

    def __init__(self, document):
        parts = docx_trees(document)
        self.body = parts["word/document.xml"][0]
        self._styles = {each.get(W + "styleId"): each for each in parts["word/styles.xml"].iter(W + "style")}
        numbering = parts.get("word/numbering.xml", etree.Element("none"))
        self._abstracts = {each.get(W + "abstractNumId"): each for each in numbering.iter(W + "abstractNum")}
        self._nums = {each.get(W + "numId"): each for each in numbering.iter(W + "num")}
        self._counts = {}
        self._begun = set()

    def labels(self):
        """(style, text, level, label) of each numbered paragraph; the label is as it is shown, “•” for any bullet."""
        found = []
        for paragraph in self.body.iter(W + "p"):
            style = _value(paragraph, "pPr/pStyle") or ""
            own = paragraph.find(f"{W}pPr/{W}numPr")
            holder = own if own is not None else self._style_number(style)
            num_id = None if holder is None else _value(holder, "numId")
            if num_id in (None, "0"):
                continue
            level = int(_value(holder, "ilvl") or self._style_level(num_id, style))
            text = "".join(paragraph.itertext(W + "t"))
            found.append((style, text, level, self._count(num_id, level)))
        return found

    def _style_number(self, style):
        """The `w:numPr` of a style or of those that it is based on."""
        while style in self._styles:
            found = self._styles[style].find(f"{W}pPr/{W}numPr")
            if found is not None:
                return found
            style = _value(self._styles[style], "basedOn")
        return None

    def _style_level(self, num_id, style):
        """The level that names the style. Source: 17.9.23."""
        levels = self._abstract(num_id).iterfind(W + "lvl")
        return next((each.get(W + "ilvl") for each in levels if _value(each, "pStyle") == style), "0")

    def _abstract(self, num_id):
        return self._abstracts[_value(self._nums[num_id], "abstractNumId")]

    def _count(self, num_id, level):
        abstract = self._abstract(num_id)
        counts = self._counts.setdefault(id(abstract), {})
        if num_id not in self._begun:
            self._begun.add(num_id)
            for override in self._nums[num_id].iterfind(W + "lvlOverride"):
                counts[int(override.get(W + "ilvl"))] = int(_value(override, "startOverride")) - 1
        levels = {int(each.get(W + "ilvl")): each for each in abstract.iterfind(W + "lvl")}
        counts[level] = counts.get(level, int(_value(levels[level], "start")) - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        if _value(levels[level], "numFmt") == "bullet":
            return "•"
        label = _value(levels[level], "lvlText")
        for each in levels:
            label = label.replace(f"%{each + 1}", str(counts.get(each, 1)))
        return label


def _value(element, path):
    found = element.find("/".join(W + name for name in path.split("/")))
    return None if found is None else found.get(W + "val")


def docx_items(document):
    """The items of the lists."""
    found = []
    for style, text, level, label in WordNumbering(document).labels():
        if not style.startswith("Heading"):
            assert label == "•" or label.endswith(".")
            found.append(Item(text, level + 1, None if label == "•" else int(label[:-1])))
    return found


def docx_heading_numbers(document):
    return [label for style, _, _, label in WordNumbering(document).labels() if style.startswith("Heading")]
