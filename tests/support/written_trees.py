"""What the writers wrote, as trees of parsers that are not ours."""

from collections import Counter
from functools import partial

import html5lib
from lxml import etree

from sdconvert.archive import read_archive
from sdconvert.choices import Comments
from sdconvert.formats.docx.write import write as write_docx
from sdconvert.formats.html.write import write as write_html
from sdconvert.formats.parsx.write import write as write_parsx
from sdconvert.formats.sdxml.write import DEFAULT_OPTIONS, SdxmlOptions
from sdconvert.formats.sdxml.write import write as write_sdxml


def html_tree(document):
    """The page, parsed as a browser does; an error of HTML fails here."""
    page = read_archive(write_html(document).value)["index.html"].decode()
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False)
    return parser.parse(page).getroot()


def sdxml_tree(document, options=DEFAULT_OPTIONS):
    return etree.fromstring(read_archive(write_sdxml(document, options).value)["sd.xml"])


def parsx_tree(document):
    """The document without its namespace."""
    root = etree.fromstring(read_archive(write_parsx(document).value)["parsx.xml"])
    for element in root.iter():
        element.tag = etree.QName(element).localname
    return root


def docx_trees(document):
    """The XML parts of the package by name."""
    parts = read_archive(write_docx(document).value)
    return {name: etree.fromstring(parts[name]) for name in parts if name.endswith((".xml", ".rels"))}


def docx_tree(document):
    """All XML parts below one root, each in an element of its name."""
    root = etree.Element("package")
    for name, tree in docx_trees(document).items():
        etree.SubElement(root, "part", name=name).append(tree)
    return root


TREES = {
    "html": html_tree,
    "sdxml": sdxml_tree,
    "sdxml with comments": partial(sdxml_tree, options=SdxmlOptions(Comments.SIDENOTE)),
    "parsx": parsx_tree,
    "docx": docx_tree,
}


def shape_of(element):
    """Which elements with which attributes stand in each other."""
    return str(element.tag), sorted(element.attrib), [shape_of(child) for child in element]


def strings_of(tree):
    """Each text and each value of an attribute."""
    for element in tree.iter():
        yield from filter(None, (element.text, element.tail, *element.attrib.values()))


def occurrences(tree, words):
    """How often each of these words is in the texts and attributes."""
    counts = Counter()
    for string in strings_of(tree):
        for word in words:
            counts[word] += string.count(word)
    return counts
