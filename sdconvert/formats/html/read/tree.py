"""Text -> tree. libxml2's HTML parser is used: its tokenizer follows HTML5 since 2.14, it is a hundred times as fast as
html5lib, and it is there already. Its tree differs from a browser's for misnested formatting and for text directly in
tables, where it leaves text in its place; no text is lost by either, and this reader copes with both. What follows the
end tags of `body` and `html` it would leave out, where a browser goes on in the body: these tags are not shown to it.
"""

from __future__ import annotations

import re

from lxml import etree

from sdconvert.errors import UnreadableInput, UnsafeInput
from sdconvert.xmlio import Element, refuse_crowd

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_END_OF_PAGE = re.compile(r"</(?:body|html)\b[^<>]*>", re.IGNORECASE)
_TOO_DEEP = "Excessive depth"


def parse_page(text: str, what: str) -> Element:
    """The `html` element of a page, without comments.

    Raises: UnreadableInput when there is nothing in it, UnsafeInput when it nests beyond what the parser takes or has
        more elements than are read.
    """
    data = _END_OF_PAGE.sub("", _ILLEGAL.sub("\ufffd", text)).encode()
    refuse_crowd(data, what)
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, recover=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, etree.ParserError, ValueError) as error:
        raise UnreadableInput(f"{what} cannot be read as HTML: {error}.") from error
    if any(_TOO_DEEP in entry.message for entry in parser.error_log):
        raise UnsafeInput(f"{what} nests its elements more deeply than any page does.")
    if root is None:
        raise UnreadableInput(f"{what} holds no HTML.")
    return root
