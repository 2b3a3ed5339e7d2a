"""Documents in a form in which two that say the same are equal."""

from dataclasses import replace
from hashlib import sha256

from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.inlines import CrossReference, IndexMark, InlinePicture, LineBreak, Link, Note, Run, Sidenote
from sdconvert.model.tables import Table


def plain(document):
    """The document with what carries no meaning made the same:

    - ids are named by the order in which they are met, and those that nothing refers to are left out;
    - pictures are named by their content, and those that nothing shows are left out;
    - neighbouring runs of one look are one, empty runs and the looks of line breaks are left out;
    - paragraph styles that are not the author's own are left out;
    - lengths have the precision with which they are written;
    - a language is what SDXML can say of it;
    - a note without a paragraph is one with an empty paragraph.
    """
    return _Plain(document).document()


class _Plain:
    def __init__(self, document):
        self._document = document
        self._names = {}
        self._lists = {}
        self._entries = {}
        self._assets = {}
        self._styles = set()
        self._targets = {node.target for node in _nodes(document) if isinstance(node, CrossReference)}

    def document(self):
        document = self._document
        blocks = tuple(map(self._block, document.blocks))
        index = tuple(map(self._entry, document.index))
        language = document.metadata.language.replace("_", "-").partition("-")[0]
        return replace(
            document,
            blocks=blocks,
            index=index,
            assets=self._assets,
            own_styles=frozenset(self._styles),
            metadata=replace(document.metadata, language=language),
        )

    def _id(self, own):
        return self._name(own) if own in self._targets and own else ""

    def _name(self, own):
        return self._names.setdefault(own, f"id {len(self._names)}")

    def _block(self, block):
        if isinstance(block, Table):
            return self._table(block)
        changes = {}
        if isinstance(block, (Heading, Paragraph, ListItem)):
            changes["content"] = self._content(block.content)
        if isinstance(block, Picture):
            changes |= {
                "asset": self._asset(block.asset),
                "caption": self._content(block.caption),
                "width": round(block.width, 2),
            }
        if isinstance(block, ListItem):
            changes["list_id"] = block.list_id and self._lists.setdefault(block.list_id, f"list {len(self._lists)}")
        if isinstance(block, (Paragraph, Picture)):
            changes["style"] = self._style(block.style)
        return replace(block, id=self._id(block.id), **changes)

    def _table(self, table):
        rows = tuple(
            replace(
                row,
                cells=tuple(self._cell(cell) for cell in row.cells),
                min_height=row.min_height and round(row.min_height * 25.4 / 72, 2),
            )
            for row in table.rows
        )
        return replace(
            table,
            id=self._id(table.id),
            rows=rows,
            caption=self._content(table.caption),
            style=self._style(table.style),
            width=round(table.width, 2),
        )

    def _cell(self, cell):
        return replace(
            cell,
            content=tuple(map(self._block, cell.content)),
            font_size=cell.font_size and round(cell.font_size, 2),
        )

    def _content(self, content):
        nodes = []
        for node in map(self._inline, content):
            last = nodes[-1] if nodes else None
            if isinstance(node, Run) and isinstance(last, Run) and (last.marks, last.style) == (node.marks, node.style):
                nodes[-1] = replace(last, text=last.text + node.text)
            elif not isinstance(node, Run) or node.text:
                nodes.append(node)
        return tuple(nodes)

    def _inline(self, node):
        match node:
            case LineBreak():
                return LineBreak()
            case Link():
                return replace(node, content=self._content(node.content))
            case Note():
                return replace(node, paragraphs=tuple(map(self._content, node.paragraphs or ((),))))
            case Sidenote():
                return replace(node, content=self._content(node.content))
            case CrossReference():
                return replace(node, target=self._name(node.target))
            case IndexMark():
                return replace(node, entry=self._entry_name(node.entry))
            case InlinePicture():
                return replace(node, asset=self._asset(node.asset), caption=self._content(node.caption))
            case _:
                return node

    def _entry_name(self, own):
        return self._entries.setdefault(own, f"entry {len(self._entries)}")

    def _entry(self, entry):
        return replace(
            entry,
            id=self._entry_name(entry.id),
            children=tuple(map(self._entry, entry.children)),
            target=entry.target and self._entry_name(entry.target),
        )

    def _asset(self, name):
        data = self._document.assets.get(name)
        if data is None:
            return name
        known = sha256(data).hexdigest()
        self._assets[known] = data
        return known

    def _style(self, style):
        if style not in self._document.own_styles:
            return ""
        self._styles.add(style)
        return style


def _nodes(document):
    """Every inline node of a document."""
    for block in document.blocks:
        yield from _nodes_of_block(block)


def _nodes_of_block(block):
    if isinstance(block, Table):
        for row in block.rows:
            for cell in row.cells:
                for inner in cell.content:
                    yield from _nodes_of_block(inner)
    elif isinstance(block, (Heading, Paragraph, ListItem)):
        yield from _nodes_of(block.content)


def _nodes_of(content):
    for node in content:
        yield node
        if isinstance(node, (Link, Sidenote)):
            yield from _nodes_of(node.content)
        if isinstance(node, Note):
            for paragraph in node.paragraphs:
                yield from _nodes_of(paragraph)
