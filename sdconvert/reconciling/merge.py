"""BASE, CURRENT, EDITED -> CURRENT with the edits of EDITED."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from sdconvert.archive import DEFAULT_LIMITS, Limits
from sdconvert.choices import Labels, Revisions
from sdconvert.files import Source, load, name_of, with_name
from sdconvert.findings import Finding, Report, Result
from sdconvert.frozen import dataclass
from sdconvert.frozen import replace as replace_fields
from sdconvert.model.document import Block, Document
from sdconvert.model.extra import Extra
from sdconvert.model.inlines import InlinePicture
from sdconvert.model.measure import measure
from sdconvert.model.rewrite import rewrite_blocks
from sdconvert.model.tables import Cell, Row, Table
from sdconvert.model.walk import walk_inlines
from sdconvert.options import ConversionOptions
from sdconvert.pipeline import convert, format_of, prepare, read_document
from sdconvert.recognition import FormatName
from sdconvert.reconciling.context import ALTERNATIVE_TEXT, Context
from sdconvert.reconciling.index import merge_index
from sdconvert.reconciling.metadata import merge_metadata
from sdconvert.reconciling.names import (
    Assets,
    free_name,
    lists_of,
    match_lists,
    rename_blocks,
    rename_entries,
    rename_lists,
)
from sdconvert.reconciling.order import Alignment
from sdconvert.reconciling.proposals import Proposal, Proposals, read_changes, read_comments, with_margin
from sdconvert.reconciling.result import Conflicts, Reconciliation, Versions
from sdconvert.reconciling.sequence import FourSequences, align_blocks, merge_sequence
from sdconvert.reconciling.whole import merge_block

N = TypeVar("N", Cell, Row)

_OWN_IDS = frozenset({"id", "row-id", "col-ids", "origin_ids"})


@dataclass(frozen=True, slots=True)
class _LoadedFile:
    """A file with its name and its format, to be read more than once."""

    data: bytes
    name: str
    format: FormatName

    @classmethod
    def of(cls, source: Source, limits: Limits) -> _LoadedFile:
        name = name_of(source)
        data = load(source, limits)
        return cls(data, name, format_of(data, name, limits))

    @property
    def source(self) -> Source:
        return with_name(self.data, self.name)


def reconcile(
    base: Source,
    current: Source,
    edited: Source,
    *,
    conflicts: Conflicts | str = Conflicts.BOTH,
    revisions: Revisions | str = Revisions.ACCEPT,
    proposals: Proposals | str = Proposals.LIST,
    template: Source | None = None,
    settings: Mapping[str, object] | None = None,
    labels: Labels | str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Reconciliation:
    """CURRENT with the edits that were made in EDITED since BASE, as an SDXML package.

    `base` is the package as it was exported, `current` as it is now, `edited` the Word file (or one of any other
    format) that was made of `base` and then edited. It is compared with `base` as its format shows that, so that what
    Word cannot say is no edit. Every block of `current` keeps its id; where nothing was edited, the bytes of `current`
    come back. `template`, `settings` and `labels` are those with which the Word file was made.

    Tracked changes of the edited file are taken; with `revisions="reject"` they are left as proposals of the result,
    which has its new comments as well, with author and date. With `proposals="sidenote"` these stand in the margin,
    too.

    >>> package = convert("samples/docx/minutes.docx").value
    >>> word_file = convert(package, to="docx").value
    >>> reconcile(package, package, word_file).value == package
    True

    Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions, BadConfiguration.
    """
    context = Context(Conflicts(conflicts))
    was, now_file, sent_back = (_LoadedFile.of(source, limits) for source in (base, current, edited))
    now = read_document(now_file.source, limits=limits)
    versions, told = _read_versions(was, sent_back, now.value, Revisions(revisions), template, settings, labels, limits)
    found = tuple(_read_proposals(sent_back, versions, Revisions(revisions), limits))
    if Proposals(proposals) is Proposals.SIDENOTE:
        versions = replace(versions, edited=with_margin(versions.edited, versions.shown, found))
    merged = _merge(context, versions)
    findings = (*now.findings, *told, *context.report.findings)
    options = ConversionOptions(to=FormatName.SDXML)
    made = None
    if not (context.edits or context.conflicts) and now_file.format is FormatName.SDXML:
        value = now_file.data
    else:
        made = prepare(options).write(_as_read(merged))
        value, findings = made.value, (*findings, *made.findings)
    return Reconciliation(
        value,
        findings,
        Report().ledger if made is None else made.ledger,
        document=merged,
        edits=tuple(context.edits),
        conflicts=tuple(context.conflicts),
        proposals=found,
        versions=versions,
    )


def _read_proposals(
    edited: _LoadedFile, versions: Versions, revisions: Revisions, limits: Limits
) -> Iterator[Proposal]:
    """The tracked changes of the edited file and its comments that are new."""
    if edited.format is FormatName.DOCX:
        yield from read_changes(edited.data, edited.name, limits, is_taken=revisions is Revisions.ACCEPT)
    yield from read_comments(versions.shown, versions.edited)


def _as_read(document: Document) -> Result[Document]:
    """A document as if it had been read, so that the account of its writer closes."""
    report = Report()
    report.read(measure(document))
    return report.result(document)


# ------------------------------------------------------------------------------------------------------------ versions


def _read_versions(
    base: _LoadedFile,
    edited: _LoadedFile,
    current: Document,
    revisions: Revisions,
    template: Source | None,
    settings: Mapping[str, object] | None,
    labels: Labels | str | None,
    limits: Limits,
) -> tuple[Versions, tuple[Finding, ...]]:
    """The documents, with what there is to know about the edited one that is not so of the base as well."""
    target = edited.format
    is_word = target is FormatName.DOCX
    was = read_document(base.source, limits=limits)
    if base.format is target:
        shown = was
    else:
        word = {"template": template, "settings": settings} if is_word else {}
        sent = convert(base.source, to=target, labels=labels, limits=limits, **word)  # type: ignore[arg-type]
        shown = read_document(sent.value, source_format=target, limits=limits)
    theirs = read_document(edited.source, source_format=target, revisions=revisions if is_word else None, limits=limits)
    known = {(finding.code.id, str(finding.details)) for finding in shown.findings}
    told = tuple([each for each in theirs.findings if (each.code.id, str(each.details)) not in known])
    return Versions(was.value, shown.value, _without_source(theirs.value), current), told


def _without_source(document: Document) -> Document:
    """A document whose blocks have no label and no ids but their own."""

    def clean(block: Block) -> Block:
        changes: dict[str, object] = {name: "" for name in ("label", "counter") if getattr(block, name, "")}
        extra = getattr(block, "extra", ())
        if kept := _without_ids(extra):
            changes["extra"] = kept[0]
        if isinstance(block, Table):
            rows = []
            for row in block.rows:
                cells = tuple([_clean_extra(cell) for cell in row.cells])
                rows.append(_clean_extra(replace_fields(row, cells=cells)))
            changes["rows"] = tuple(rows)
        return replace_fields(block, **changes) if changes else block

    return replace(document, blocks=rewrite_blocks(document.blocks, clean))


def _clean_extra(node: N) -> N:
    kept = _without_ids(node.extra)
    return replace_fields(node, extra=kept[0]) if kept else node


def _without_ids(extra: Extra) -> tuple[Extra] | None:
    """The extra without ids, None where there are none."""
    kept = tuple([each for each in extra if each[0] not in _OWN_IDS])
    return None if len(kept) == len(extra) else (kept,)


# --------------------------------------------------------------------------------------------------------------- merge


def _merge(context: Context, versions: Versions) -> Document:
    current = versions.current
    assets = Assets(current)
    named = [rename_entries(assets.rename(each), current) for each in (versions.base, versions.shown, versions.edited)]
    base, shown, edited = named
    alignment = align_blocks(FourSequences(base.blocks, shown.blocks, edited.blocks, current.blocks))
    base, shown, edited = _name_alike(base, shown, edited, current, alignment)
    four = FourSequences(base.blocks, shown.blocks, edited.blocks, current.blocks)
    _tell_alternative_texts(context, shown, edited)
    return replace(
        current,
        blocks=merge_sequence(context, four, merge_block, alignment),
        metadata=merge_metadata(
            context, base.metadata, versions.shown.metadata, versions.edited.metadata, current.metadata
        ),
        index=merge_index(context, shown.index, edited.index, current.index),
        assets=assets.assets,
        own_styles=current.own_styles | (edited.own_styles - shown.own_styles),
    )


def _tell_alternative_texts(context: Context, shown: Document, edited: Document) -> None:
    """Those of pictures within text that are new: SDXML has no place for them."""
    known = {(each.asset, each.text) for each in walk_inlines(shown) if isinstance(each, InlinePicture)}
    pictures = {asset for asset, _ in known}
    for each in walk_inlines(edited):
        if isinstance(each, InlinePicture) and each.asset in pictures and (each.asset, each.text) not in known:
            context.report.add(ALTERNATIVE_TEXT, text=each.text)


def _name_alike(
    base: Document, shown: Document, edited: Document, current: Document, alignment: Alignment
) -> tuple[Document, Document, Document]:
    """The documents with the ids of blocks and of lists that CURRENT has for them."""
    ids = [[getattr(block, "id", "") for block in document.blocks] for document in (base, shown, edited, current)]
    taken = set(ids[0]) | set(ids[3])
    of_base = {id: ids[3][alignment.in_mine[at]] if at in alignment.in_mine else id for at, id in enumerate(ids[0])}
    names = [of_base[id] or id for id in ids[0]]
    of_shown = {ids[1][there]: names[here] for here, there in alignment.in_shown.items() if ids[1][there]}
    of_edited: dict[str, str] = {}
    for at, id in enumerate(ids[2]):
        known = alignment.base_of_theirs.get(at)
        if id and known is not None and names[known]:
            of_edited[id] = names[known]
        elif id:
            of_edited[id] = free_name(f"new {len(of_edited)}", taken)
    renamed = [
        rename_blocks(document, {id: name for id, name in aliases.items() if id})
        for document, aliases in ((base, of_base), (shown, of_shown), (edited, of_edited))
    ]
    return _name_lists(renamed[0], renamed[1], renamed[2], current, alignment)


def _name_lists(
    base: Document, shown: Document, edited: Document, current: Document, alignment: Alignment
) -> tuple[Document, Document, Document]:
    taken = lists_of(current.blocks) | lists_of(base.blocks)
    base = _rename(base, match_lists(_pairs(current, base, {y: x for x, y in alignment.in_mine.items()}), taken), taken)
    shown = _rename(shown, match_lists(_pairs(base, shown, alignment.in_shown), taken), taken)
    edited = _rename(edited, match_lists(_pairs(shown, edited, alignment.in_theirs), taken), taken)
    return base, shown, edited


def _rename(document: Document, names: dict[str, str], taken: set[str]) -> Document:
    for list_id in sorted(lists_of(document.blocks)):
        if list_id and list_id not in names:
            names[list_id] = free_name(list_id, taken)
    return rename_lists(document, names)


def _pairs(one: Document, other: Document, places: Mapping[int, int]) -> Sequence[tuple[Block, Block]]:
    return [(one.blocks[here], other.blocks[there]) for here, there in places.items()]
