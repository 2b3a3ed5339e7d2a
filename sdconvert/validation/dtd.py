"""Rules on the grammar of 2.6: each kind of breach has its own id and is told in words."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from sdconvert.findings import Severity
from sdconvert.validation.package import SdxmlPackage, local_name
from sdconvert.validation.rule import Hit, rule
from sdconvert.validation.violations import Breach, violations
from sdconvert.xmlio import Element

_MARKS = ("a", "b", "i", "u", "s", "sub", "sup", "kbd", "sd-sc", "inline")
_IS_DEEP = etree.XPath("boolean(document/*[not(self::table)]/*/*/*) or boolean(document/table/tr/*/*/*/*/*)")
"""Whether a block of a valid document, or one of a cell, holds elements in elements in elements."""
_STANDS_FURTHER_IN = {name: etree.XPath(f"boolean(descendant::{name}/*/descendant::{name})") for name in _MARKS}


def _hits(package: SdxmlPackage, breach: Breach) -> Iterator[Hit]:
    return (Hit(found.element, found.details) for found in violations(package) if found.breach is breach)


@rule(
    "SDXML-V030",
    Severity.ERROR,
    message="SDXML 2.6 knows no element {child}; {parent_noun} takes {takes}.",
    hint="Use one of the elements that may stand here; dtd/sdxml-2.6.dtd has them all.",
)
def unknown_element(package: SdxmlPackage) -> Iterator[Hit]:
    """An element is not one of the 48 of SDXML 2.6.

    Why: the import does not know what to do with it.
    Wrong: `<paragraph indent="0"><strong>…</strong></paragraph>` (it is `b`).
    Source: DTD, all elements."""
    return _hits(package, Breach.UNKNOWN_ELEMENT)


@rule(
    "SDXML-V031",
    Severity.ERROR,
    message="There is no place for {child_noun} directly in {parent_noun}; it takes {takes}.",
    hint="Move the element to where the grammar has it, or use one of those that may stand here.",
)
def misplaced_element(package: SdxmlPackage) -> Iterator[Hit]:
    """A known element stands in a parent that does not take it.

    Why: the import refuses the document, or leaves the element out.
    Wrong: `<document><p>…</p></document>`, `<sub><sup>2</sup></sub>`.
    Source: DTD, the content of the parent."""
    return _hits(package, Breach.MISPLACED)


@rule(
    "SDXML-V032",
    Severity.ERROR,
    message="A line break (br) cannot stand directly in {parent_noun}; it can inside bold, italics and the other "
    "looks, a link, or a note.",
    hint="Split the block at the line break, or move the break into the formatting beside it.",
)
def line_break_in_a_block(package: SdxmlPackage) -> Iterator[Hit]:
    """A `br` stands directly in the text of a block.

    Why: the grammar has no place for it there.
    Wrong: `<paragraph …>one<br/>two</paragraph>`; right: `<paragraph …><b>one<br/>two</b></paragraph>`.
    Source: DTD, `heading`, `paragraph`, `ol-li`, `ul-li`, `p`."""
    return _hits(package, Breach.BREAK_IN_BLOCK)


@rule(
    "SDXML-V033",
    Severity.ERROR,
    message="A table cannot stand inside {parent_noun}; tables stand only directly in the document.",
    hint="Write the inner table as paragraphs of the cell, or as a table of its own.",
)
def nested_table(package: SdxmlPackage) -> Iterator[Hit]:
    """A `table` stands in a cell or in a block of text.

    Why: there are no nested tables in SDXML.
    Wrong: `<td><table>…</table></td>`.
    Source: DTD, `document`, `td`, `th`."""
    return _hits(package, Breach.NESTED_TABLE)


@rule(
    "SDXML-V034",
    Severity.ERROR,
    message="There is no place for {child_noun} in {parent_noun}.",
    hint="Close the formatting or the link before it and open it again behind it.",
)
def object_in_a_mark(package: SdxmlPackage) -> Iterator[Hit]:
    """A note, an inline image, a cross-reference or an index mark stands inside formatting or a link.

    Why: these stand only directly in the text of a block.
    Wrong: `<b>word<footnote>…</footnote></b>`; right: `<b>word</b><footnote>…</footnote>`.
    Source: DTD, `b`, `i`, `u`, `s`, `sub`, `sup`, `kbd`, `sd-sc`, `inline`, `a`."""
    return _hits(package, Breach.OBJECT_IN_MARK)


@rule(
    "SDXML-V035",
    Severity.ERROR,
    message="There is no place for {child_noun} in {parent_noun}, which takes text with formatting and links.",
    hint="Move it out into the text of the block.",
)
def object_in_a_note(package: SdxmlPackage) -> Iterator[Hit]:
    """A note, an inline image, a cross-reference or an index mark stands in a note or in the caption of an `img`.

    Why: their text takes formatting, links and line breaks only; a `sidenote` takes `xref` too.
    Wrong: `<footnote>see <xref href="…" …/></footnote>`.
    Source: DTD, `footnote`, `sidenote`, `img`."""
    return _hits(package, Breach.OBJECT_IN_NOTE)


@rule(
    "SDXML-V036",
    Severity.ERROR,
    message="In {parent_noun} the same element stands again; no formatting holds itself.",
    hint="Remove the inner element and keep its text.",
)
def mark_in_itself(package: SdxmlPackage) -> Iterator[Hit]:
    """A formatting element or link stands directly in one of its own kind.

    Why: the grammar refuses it, and it says nothing that the outer one does not say.
    Wrong: `<b>one <b>two</b></b>`.
    Source: DTD, `b`, `i`, `u`, `s`, `sub`, `sup`, `kbd`, `sd-sc`, `inline`, `a`."""
    return _hits(package, Breach.MARK_IN_ITSELF)


@rule(
    "SDXML-V037",
    Severity.ERROR,
    message="There is no place for {child_noun} directly in {parent_noun}; a cell takes p, ol-li and ul-li.",
    hint="Write the content of the cell as p, ol-li and ul-li.",
)
def not_for_a_cell(package: SdxmlPackage) -> Iterator[Hit]:
    """A cell holds something else than `p`, `ol-li` and `ul-li`.

    Why: a cell takes paragraphs of its own kind and list items only; a heading becomes a bold `p`.
    Wrong: `<td><paragraph indent="0">…</paragraph></td>`, `<td><b>…</b></td>`.
    Source: DTD, `td`, `th`."""
    return _hits(package, Breach.NOT_FOR_A_CELL)


@rule(
    "SDXML-V038",
    Severity.ERROR,
    message="There is no place for {child_noun} in the text of a cell.",
    hint="Put it into a block before or behind the table.",
)
def not_for_a_cell_paragraph(package: SdxmlPackage) -> Iterator[Hit]:
    """A `sidenote` or an `index` mark stands in a paragraph of a cell.

    Why: other than a paragraph of the document, `p` does not take them.
    Wrong: `<td><p>word<index data-id="…"/></p></td>`.
    Source: DTD, `p`."""
    return _hits(package, Breach.NOT_FOR_A_CELL_PARAGRAPH)


@rule(
    "SDXML-V039",
    Severity.ERROR,
    message="The text “{text}” stands directly in {noun}, which takes only {takes}.",
    hint="Put the text into a paragraph, or into p inside a cell.",
)
def text_out_of_place(package: SdxmlPackage) -> Iterator[Hit]:
    """Text stands where only elements may stand.

    Why: it belongs to no block, so the import drops it or refuses the document.
    Wrong: `<document>text</document>`, `<td>text</td>`.
    Source: DTD, elements whose content has no #PCDATA."""
    return _hits(package, Breach.TEXT)


@rule(
    "SDXML-V040",
    Severity.ERROR,
    message="There must be nothing inside {noun}, not even white space.",
    hint="Write it as an empty element: <{element}/>.",
)
def not_empty(package: SdxmlPackage) -> Iterator[Hit]:
    """An element that has no content holds something.

    Why: the grammar declares it empty.
    Wrong: `<br>text</br>`, `<xref …>see chapter 2</xref>`.
    Source: DTD, `br`, `xref`, `index`, `pagebreak`, `directory`, `language`."""
    return _hits(package, Breach.NOT_EMPTY)


@rule(
    "SDXML-V041",
    Severity.ERROR,
    message="The table has neither rows nor column widths.",
    hint="Remove the table, or give it a tr.",
)
def empty_table(package: SdxmlPackage) -> Iterator[Hit]:
    """A `table` has no children.

    Why: the grammar wants at least one.
    Wrong: `<table/>`.
    Source: DTD, `table`."""
    return _hits(package, Breach.EMPTY_TABLE)


@rule(
    "SDXML-V042",
    Severity.ERROR,
    message="In {noun} {missing} is missing.",
    hint="Add it; it may be empty where the grammar lets it.",
)
def child_missing(package: SdxmlPackage) -> Iterator[Hit]:
    """An element lacks a child that it must have.

    Why: `meta` needs title, subtitle, description, footer and creator, `smashdoc` a document, `column_width` an item.
    Wrong: `<meta><title>…</title></meta>`.
    Source: DTD, `smashdoc`, `meta`, `column_width`."""
    return _hits(package, Breach.CHILD_MISSING)


@rule(
    "SDXML-V043",
    Severity.ERROR,
    message="There is more than one {child} in {parent_noun}.",
    hint="Keep one of them.",
)
def child_repeated(package: SdxmlPackage) -> Iterator[Hit]:
    """An element that may stand once stands again.

    Why: it is open which of them counts.
    Wrong: `<meta>` with two `title`.
    Source: DTD, `smashdoc`, `meta`."""
    return _hits(package, Breach.CHILD_REPEATED)


@rule(
    "SDXML-V044",
    Severity.ERROR,
    message="In {parent_noun} {child} has to stand before {before}.",
    hint="Put the children into the order of the grammar.",
)
def child_out_of_order(package: SdxmlPackage) -> Iterator[Hit]:
    """A child stands behind one that has to come after it.

    Why: the order is fixed: in `meta` it is language, title, filename, subtitle, description, footer, creator, tags,
    word-export-presets, grid, grid-indentation-enabled, spellcheck-lang; in `smashdoc` meta, document, indexes.
    Wrong: `<meta><title/><language value="de_DE"/>…</meta>`.
    Source: DTD, `smashdoc`, `meta`."""
    return _hits(package, Breach.CHILD_OUT_OF_ORDER)


@rule(
    "SDXML-V045",
    Severity.ERROR,
    message="The attribute {attribute} is missing on {noun}.",
    hint="Add the attribute.",
)
def attribute_missing(package: SdxmlPackage) -> Iterator[Hit]:
    """A required attribute is not there.

    Why: without it the element cannot be understood; a `paragraph` needs its `indent`, a link its `href`.
    Wrong: `<paragraph>…</paragraph>`.
    Source: DTD, attributes marked #REQUIRED."""
    return _hits(package, Breach.ATTRIBUTE_MISSING)


@rule(
    "SDXML-V046",
    Severity.ERROR,
    message="On {noun} there is no attribute {attribute}; known are: {known}.",
    hint="Remove the attribute, or correct its spelling.",
)
def attribute_unknown(package: SdxmlPackage) -> Iterator[Hit]:
    """An element carries an attribute that the grammar does not give it.

    Why: what it was to say is not understood.
    Wrong: `<paragraph indent="0" align="left">` (it is `alignment`).
    Source: DTD, the attributes of the element."""
    return _hits(package, Breach.ATTRIBUTE_UNKNOWN)


@rule(
    "SDXML-V047",
    Severity.ERROR,
    message="The attribute {attribute} of {noun} is “{value}”; it must be {allowed}.",
    hint="Use one of the values that the grammar lists.",
)
def value_not_allowed(package: SdxmlPackage) -> Iterator[Hit]:
    """An attribute has a value outside its list: an alignment, a level, an indent, a switch, a language.

    Why: levels are 0 to 5, indents 0 to 15, switches 0 or 1; nothing else is understood.
    Wrong: `<heading level="6">`, `<paragraph indent="16">`, `alignment="start"`.
    Source: DTD, attributes with listed values."""
    return _hits(package, Breach.VALUE_NOT_ALLOWED)


@rule(
    "SDXML-V048",
    Severity.ERROR,
    message="The attribute {attribute} of {noun} is “{value}”; it is fixed to {allowed}.",
    hint="Remove the attribute.",
)
def value_is_fixed(package: SdxmlPackage) -> Iterator[Hit]:
    """An attribute whose value is fixed has another one.

    Why: list items are always aligned left.
    Wrong: `<ul-li alignment="center">`.
    Source: DTD, `ol-li`, `ul-li`: `alignment` is #FIXED."""
    return _hits(package, Breach.VALUE_FIXED)


@rule(
    "SDXML-V049",
    Severity.ERROR,
    message="A namespace is declared on {element}; SDXML 2.6 has none.",
    hint="Remove the xmlns declaration and the prefixes.",
)
def namespace_declared(package: SdxmlPackage) -> Iterator[Hit]:
    """An element declares an XML namespace.

    Why: the names of SDXML stand in no namespace; with one they are other names.
    Wrong: `<smashdoc xmlns="http://example.org/">`.
    Source: DTD; no element declares `xmlns`."""
    return _hits(package, Breach.NAMESPACE)


@rule(
    "SDXML-V050",
    Severity.ERROR,
    message="The document breaks the grammar: {reason}",
    hint="Compare the place with dtd/sdxml-2.6.dtd.",
)
def other_breach(package: SdxmlPackage) -> Iterator[Hit]:
    """The document is invalid in a way that has no id of its own.

    Why: the grammar decides; this is what its parser says.
    Wrong: anything that no other rule of the grammar names.
    Source: DTD."""
    return _hits(package, Breach.OTHER)


@rule(
    "SDXML-V051",
    Severity.WARNING,
    message="{mark} stands inside another {mark}, further out.",
    hint="Remove the inner element and keep its text.",
)
def mark_in_itself_further_out(package: SdxmlPackage) -> Iterator[Hit]:
    """Formatting or a link stands inside one of its own kind, with others in between.

    Why: the grammar cannot see it, but the inner element says nothing new; a link in a link has two targets.
    Wrong: `<u>one <b>two <u>three</u></b></u>`.
    Source: no element of formatting nests in itself."""
    if not _may_hold_marks_further_in(package):
        return
    further_out: dict[Element | None, frozenset[object]] = {None: frozenset()}
    for element in package.each(*_MARKS):
        parent = element.getparent()
        if parent not in further_out:
            assert parent is not None
            further_out[parent] = frozenset([ancestor.tag for ancestor in parent.iterancestors()])
        if element.tag in further_out[parent]:
            yield Hit(element, {"mark": str(element.tag)})


def _may_hold_marks_further_in(package: SdxmlPackage) -> bool:
    """Whether a mark stands in one of its own kind, with others in between, asked of libxml2."""
    if not violations(package) and not _IS_DEEP(package.root):
        return False
    names = {local_name(element) for element in package.root.iter(*[f"{{*}}{name}" for name in _MARKS])}
    return any(_STANDS_FURTHER_IN[name](package.root) for name in names)
