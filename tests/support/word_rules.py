"""What holds for every Word package, written from ECMA-376 Parts 1 and 2 and judged by lxml: references lead to what is
there, ids are unique, elements stand in the order of the schema."""

import posixpath
from collections import Counter

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd"
    " snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid"
    " vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em"
    " lang eastAsianLayout specVanish oMath",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing"
    " tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr",
    "p": "pPr",
    "r": "rPr",
}
"""The order of elements by their parents, as 17.3 to 17.9 and the schema give it."""


def problems(parts):
    """What is wrong with a package, as sentences; `parts` are its parts by name."""
    trees = {name: etree.fromstring(parts[name]) for name in parts if name.endswith((".xml", ".rels"))}
    rules = (_relations, _content_types, _orders, _bookmarks, _notes, _comments, _drawings, _lists, _styles, _fields)
    return [each for rule in (*rules, _tables, _texts) for each in rule(trees, parts)]


def _twice(values, what):
    return [f"{what} {value} is there {count} times" for value, count in Counter(values).items() if count > 1]


def _stories(trees):
    """The parts that hold text."""
    names = ("document", "footnotes", "endnotes", "comments", "footer")
    return {name: trees[f"word/{name}.xml"] for name in names if f"word/{name}.xml" in trees}


def _relations(trees, parts):
    for name, tree in trees.items():
        folder, file = posixpath.split(name)
        relations = trees.get(f"{folder}/_rels/{file}.rels", ())
        known = {each.get("Id") for each in relations}
        used = {value for each in tree.iter() for key, value in each.attrib.items() if key.startswith(R)}
        yield from [f"{name} uses the relationship {id}, which is not there" for id in used - known]
        for each in relations:
            target = posixpath.normpath(posixpath.join("/", folder, each.get("Target"))).lstrip("/")
            if each.get("TargetMode") != "External" and target not in parts:
                yield f"{name} refers to {target}, which is not there"
            if each.get("Type").endswith("/hyperlink") and each.get("TargetMode") != "External":
                yield f"{name} links to {target} within the package"
        yield from _twice([each.get("Id") for each in relations], f"the relationship of {name}")


def _content_types(trees, parts):
    types = trees["[Content_Types].xml"]
    defaults = {each.get("Extension").lower() for each in types.iterfind(TYPES + "Default")}
    overrides = {each.get("PartName").lstrip("/") for each in types.iterfind(TYPES + "Override")}
    known = {name for name in parts if name.rpartition(".")[2].lower() in defaults}
    yield from [f"{name} has no content type" for name in set(parts) - known - overrides - {"[Content_Types].xml"}]
    yield from [f"{name} has a content type and is not there" for name in overrides - set(parts)]


def _orders(trees, parts):
    for name, tree in trees.items():
        for parent, order in ORDERS.items():
            places = {W + child: place for place, child in enumerate(order.split())}
            for element in tree.iter(W + parent):
                found = [places.get(child.tag, len(places)) for child in element]
                if found != sorted(found):
                    tags = " ".join(etree.QName(child).localname for child in element)
                    yield f"in {name} the elements of {parent} are out of order: {tags}"
                is_mixed = parent in ("tbl", "tc", "p", "r", "numbering")
                if not is_mixed and (len(set(found)) < len(found) or len(places) in found):
                    yield f"in {name} a {parent} has an element twice or that it does not know"


def _bookmarks(trees, parts):
    stories = _stories(trees).values()
    starts = [each for tree in stories for each in tree.iter(W + "bookmarkStart")]
    names = [each.get(W + "name") for each in starts]
    yield from _twice([name.lower() for name in names], "the bookmark")
    yield from [f"the bookmark {name} is longer than 40 characters" for name in names if len(name) > 40]
    yield from _ranges(stories, "bookmarkStart", "bookmarkEnd")
    anchors = [each.get(W + "anchor") for tree in stories for each in tree.iter(W + "hyperlink")]
    fields = [each.get(W + "instr").split() for tree in stories for each in tree.iter(W + "fldSimple")]
    wanted = {anchor for anchor in anchors if anchor} | {words[1] for words in fields if words[0] == "REF"}
    yield from [f"the bookmark {name} is referred to and not there" for name in wanted - set(names)]


def _ranges(stories, start, end):
    """Each start has one end behind it."""
    for tree in stories:
        open_ids, ended = [], set()
        for each in tree.iter(W + start, W + end):
            id = each.get(W + "id")
            if each.tag == W + start:
                if id in open_ids:
                    yield f"a second {start} {id}"
                open_ids.append(id)
            elif id not in open_ids or id in ended:
                yield f"{end} {id} ends nothing"
            else:
                ended.add(id)
        yield from [f"{start} {id} is not ended" for id in open_ids if id not in ended]


def _notes(trees, parts):
    for kind in ("footnote", "endnote"):
        tree = trees.get(f"word/{kind}s.xml")
        notes = [] if tree is None else list(tree)
        ids = [each.get(W + "id") for each in notes]
        yield from _twice(ids, kind)
        written = [each.get(W + "id") for each in notes if each.get(W + "type") is None]
        references = list(trees["word/document.xml"].iter(f"{W}{kind}Reference"))
        used = [each.get(W + "id") for each in references]
        unmarked = {each.get(W + "id") for each in references if each.get(W + "customMarkFollows")}
        if written != used:
            yield f"{kind}s {written} are referred to as {used}"
        types = {each.get(W + "type") for each in notes} - {None}
        if notes and types != {"separator", "continuationSeparator"}:
            yield f"{kind}s lack a separator"
        for note in notes:
            marks = len(list(note.iter(f"{W}{kind}Ref")))
            if marks != (note.get(W + "type") is None and note.get(W + "id") not in unmarked):
                yield f"{kind} {note.get(W + 'id')} has {marks} marks"


def _comments(trees, parts):
    comments = list(trees.get("word/comments.xml", ()))
    ids = [each.get(W + "id") for each in comments]
    yield from _twice(ids, "the comment")
    stories = [tree for name, tree in _stories(trees).items() if name != "comments"]
    yield from _ranges(stories, "commentRangeStart", "commentRangeEnd")
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        used = [each.get(W + "id") for tree in stories for each in tree.iter(W + tag)]
        if sorted(used) != sorted(ids):
            yield f"comments {ids} have {tag} {used}"
    paragraphs = [each.get(W14 + "paraId") for tree in trees.values() for each in tree.iter(W + "p")]
    yield from _twice([id for id in paragraphs if id], "the paragraph id")
    last = [comment[-1].get(W14 + "paraId") for comment in comments]
    extended = list(trees.get("word/commentsExtended.xml", ()))
    if [each.get(W15 + "paraId") for each in extended] != last:
        yield "what is said of comments names other paragraphs than their last"
    parents = {each.get(W15 + "paraIdParent") for each in extended} - {None}
    yield from [f"a comment answers {id}, which is none" for id in parents - set(last)]


def _drawings(trees, parts):
    drawings = [each for tree in _stories(trees).values() for each in tree.iter(WP + "docPr")]
    yield from _twice([each.get("id") for each in drawings], "the drawing")
    for tree in trees.values():
        for extent in tree.iter(WP + "extent"):
            if int(extent.get("cx")) < 1 or int(extent.get("cy")) < 1:
                yield "a drawing has no size"


def _lists(trees, parts):
    numbering = trees.get("word/numbering.xml", etree.Element("none"))
    abstracts = [each.get(W + "abstractNumId") for each in numbering.iterfind(W + "abstractNum")]
    nums = [each.get(W + "numId") for each in numbering.iterfind(W + "num")]
    yield from _twice(abstracts, "the list definition")
    yield from _twice(nums, "the list")
    used = {each.get(W + "val") for each in numbering.iterfind(f"{W}num/{W}abstractNumId")}
    yield from [f"the list definition {id} is not there" for id in used - set(abstracts)]
    for abstract in numbering.iterfind(W + "abstractNum"):
        levels = [each.get(W + "ilvl") for each in abstract.iterfind(W + "lvl")]
        if levels != [str(level) for level in range(9)]:
            yield f"a list definition has the levels {levels}"
        indents = [int(each.get(W + "left")) for each in abstract.iterfind(f"{W}lvl/{W}pPr/{W}ind")]
        if any(indent <= 0 for indent in indents) or indents != sorted(indents):
            yield f"the levels of a list definition are indented by {indents}"
    named = {each.get(W + "val") for tree in trees.values() for each in tree.iter(W + "numId")}
    yield from [f"the list {id} is not there" for id in named - set(nums) - {"0"}]


def _styles(trees, parts):
    styles = list(trees["word/styles.xml"].iter(W + "style"))
    known = {(each.get(W + "type"), each.get(W + "styleId")) for each in styles}
    yield from _twice([each.get(W + "styleId") for each in styles], "the style")
    kinds = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
    for name, tree in trees.items():
        for tag, kind in kinds.items():
            used = {each.get(W + "val") for each in tree.iter(W + tag)}
            yield from [f"{name} uses the {kind} style {id}" for id in used if (kind, id) not in known]


def _fields(trees, parts):
    """Fields are whole and stand in each other. Source: 17.16.18."""
    for name, tree in _stories(trees).items():
        open_fields = []
        for each in tree.iter(W + "fldChar"):
            kind = each.get(W + "fldCharType")
            if kind == "begin":
                open_fields.append("begin")
            elif not open_fields:
                yield f"in {name} a field is {kind} that is not open"
            elif kind == "end":
                open_fields.pop()
            elif open_fields[-1] == "separate":
                yield f"in {name} a field is separated twice"
            else:
                open_fields[-1] = "separate"
        yield from [f"in {name} a field does not end" for _ in open_fields]


def _tables(trees, parts):
    for tree in _stories(trees).values():
        for table in tree.iter(W + "tbl"):
            columns = [int(each.get(W + "w")) for each in table.iterfind(f"{W}tblGrid/{W}gridCol")]
            for row in table.iterfind(W + "tr"):
                yield from _row_problems(row, columns)
            headers = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iterfind(W + "tr")]
            if headers != sorted(headers, reverse=True):
                yield "header rows of a table stand below others"
            yield from _merges(table)
            for cell in table.iter(W + "tc"):
                if cell[-1].tag != W + "p":
                    yield "a cell does not end in a paragraph"


def _row_problems(row, columns):
    spans = [_number(cell, "tcPr/gridSpan", 1) for cell in row.iterfind(W + "tc")]
    before, after = _number(row, "trPr/gridBefore", 0), _number(row, "trPr/gridAfter", 0)
    if before + sum(spans) + after != len(columns):
        yield f"a row has {before} + {spans} + {after} of {len(columns)} columns"
    widths = [_number(cell, "tcPr/tcW", 0, "w") for cell in row.iterfind(W + "tc")]
    share = sum(columns[before : len(columns) - after]) / sum(columns)
    whole = _number(row, "trPr/wBefore", 0, "w") + sum(widths) + _number(row, "trPr/wAfter", 0, "w")
    if widths and whole and abs(sum(widths) / whole - share) > 0.02:
        yield f"the cells of a row are {widths} wide, of {columns}"


def _merges(table):
    """A cell that continues another has one of its columns above it. Source: 17.4.84."""
    above = {}
    for row in table.iterfind(W + "tr"):
        column = _number(row, "trPr/gridBefore", 0)
        cells = {}
        for cell in row.iterfind(W + "tc"):
            span = _number(cell, "tcPr/gridSpan", 1)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(W + "val", "continue") == "continue" and above.get(column) != span:
                yield "a cell continues none above it"
            if merge is not None:
                cells[column] = span
            column += span
        above = cells


def _number(element, path, default, attribute="val"):
    found = element.find("/".join(W + name for name in path.split("/")))
    return default if found is None else int(found.get(W + attribute))


def _texts(trees, parts):
    """White space at the ends of a text is kept, and tabs are elements. Source: 17.3.3.31, 17.3.3.32."""
    space = "{http://www.w3.org/XML/1998/namespace}space"
    for name, tree in _stories(trees).items():
        for each in tree.iter(W + "t", W + "instrText"):
            text = each.text or ""
            if text != text.strip(" \n\t\r") and each.get(space) != "preserve":
                yield f"in {name} white space of “{text}” is lost"
            if "\t" in text:
                yield f"in {name} a tab is a character of “{text}”"
