"""How text looks in what was written, told by other parsers: runs of (text, looks, address of the link)."""

from io import BytesIO

import docx
from docx.text.hyperlink import Hyperlink
from written_trees import html_tree, parsx_tree, sdxml_tree

from sdconvert.formats.docx.write import write as write_docx
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import LineBreak, Link, Mark

HTML_LOOKS = {
    "strong": Mark.BOLD,
    "em": Mark.ITALIC,
    "u": Mark.UNDERLINE,
    "s": Mark.STRIKE,
    "code": Mark.CODE,
    "sub": Mark.SUBSCRIPT,
    "sup": Mark.SUPERSCRIPT,
    "span.sc": Mark.SMALL_CAPITALS,
}
SDXML_LOOKS = {
    "b": Mark.BOLD,
    "i": Mark.ITALIC,
    "u": Mark.UNDERLINE,
    "s": Mark.STRIKE,
    "kbd": Mark.CODE,
    "sub": Mark.SUBSCRIPT,
    "sup": Mark.SUPERSCRIPT,
    "sd-sc": Mark.SMALL_CAPITALS,
}
PARSX_LOOKS = {
    "fett": Mark.BOLD,
    "kursiv": Mark.ITALIC,
    "unterstr": Mark.UNDERLINE,
    "durchgestr": Mark.STRIKE,
    "tief": Mark.SUBSCRIPT,
    "hoch": Mark.SUPERSCRIPT,
    "kapitaelchen": Mark.SMALL_CAPITALS,
    "code": Mark.CODE,
}


def joined(pieces):
    """Neighbours of one look are one piece."""
    result = []
    for text, looks, href in pieces:
        if result and result[-1][1:] == (looks, href):
            text = result.pop()[0] + text
        result.append((text, looks, href))
    return result


def expected_looks(content):
    return joined(_model_pieces(content, None))


def _model_pieces(content, href):
    for node in content:
        if isinstance(node, Link):
            yield from _model_pieces(node.content, node.href)
        elif isinstance(node, LineBreak):
            yield "\n", node.marks, href
        elif node.text:
            yield node.text, node.marks, href


def html_looks(content):
    return joined(_pieces(html_tree(_document(content)).find(".//main/p"), HTML_LOOKS, "href"))


def sdxml_looks(content):
    return joined(_pieces(sdxml_tree(_document(content)).find("document/paragraph"), SDXML_LOOKS, "href"))


def parsx_looks(content):
    return joined(_pieces(parsx_tree(_document(content)).find(".//abs"), PARSX_LOOKS, "verweis-extern"))


def _document(content):
    return Document((Paragraph(tuple(content)),))


def _pieces(element, names, address, looks=frozenset(), href=None):
    """The pieces of an element by the elements around them; a break is a new line."""
    yield from _text(element.text, looks, href)
    for child in element:
        if child.tag == "br":
            yield "\n", looks, href
        else:
            name = child.tag + (f".{child.get('class')}" if child.get("class") else "")
            inner = {*looks, names[name]} if name in names else looks
            assert name in names or child.tag in ("a", "verweis", "inline"), name
            yield from _pieces(child, names, address, frozenset(inner), child.get(address, href))
        yield from _text(child.tail, looks, href)


def _text(text, looks, href):
    """Text, in which a line separator is a break."""
    if text:
        yield text.replace("\u2028", "\n"), looks, href


def docx_looks(content):
    paragraph = docx.Document(BytesIO(write_docx(_document(content)).value)).paragraphs[0]
    return joined(_word_pieces(paragraph.iter_inner_content(), None))


def _word_pieces(parts, href):
    for part in parts:
        if isinstance(part, Hyperlink):
            yield from _word_pieces(part.runs, part.url)
        elif part.text:
            yield part.text, _word_looks(part), href


def _word_looks(run):
    font = run.font
    has = {
        Mark.BOLD: font.bold,
        Mark.ITALIC: font.italic,
        Mark.UNDERLINE: font.underline,
        Mark.STRIKE: font.strike,
        Mark.SUBSCRIPT: font.subscript,
        Mark.SUPERSCRIPT: font.superscript,
        Mark.SMALL_CAPITALS: font.small_caps,
        Mark.CODE: font.name == "Consolas" or run.style.font.name == "Consolas",
    }
    return frozenset(mark for mark, is_there in has.items() if is_there)
