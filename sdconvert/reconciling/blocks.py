"""One block of both sides -> one block."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar

from sdconvert.comparison.description import kind_of
from sdconvert.frozen import replace
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Inline, Run, Sidenote
from sdconvert.model.tables import Cell, Row, Table
from sdconvert.model.walk import content_of
from sdconvert.reconciling.context import FIELD_CONFLICT, WHOLE_CONFLICT, WORDS_CONFLICT, Context
from sdconvert.reconciling.essence import essence_of, fields_of, is_equal, is_text, tell_block
from sdconvert.reconciling.looks import keep_bold
from sdconvert.reconciling.result import Conflicts, EditKind
from sdconvert.reconciling.tokens import Token, read_tokens, tell_words, write_tokens
from sdconvert.reconciling.words import MergedWords, Versions, merge_words

B = TypeVar("B", bound=Block)
N = TypeVar("N", bound=Block | Row | Cell)


class FourBlocks(NamedTuple):
    """One block four times: as it was, as the format of the edited file shows that, as it was edited, as it is now."""

    base: Block
    shown: Block
    theirs: Block
    mine: Block


def merge_whole(context: Context, four: FourBlocks) -> tuple[Block, ...]:
    """A block that cannot be merged by its parts: the one that was changed, or where both were, ours and theirs."""
    base, shown, theirs, mine = four
    if essence_of(shown) == essence_of(theirs) or essence_of(theirs) == essence_of(mine):
        return (mine,)
    if essence_of(base) == essence_of(mine):
        context.tell(EditKind.TABLE if isinstance(theirs, Table) else EditKind.KIND, tell_block(theirs))
        return (with_place_of(theirs, mine),)
    context.clash(WHOLE_CONFLICT, kind_of(mine), tell_block(base), tell_block(mine), tell_block(theirs))
    if context.takes_theirs:
        return (with_place_of(theirs, mine),)
    return (mine, theirs) if context.policy is Conflicts.BOTH else (mine,)


def with_place_of(block: B, mine: Block) -> B:
    """A block with the id of another, in whose place it stands."""
    changes: dict[str, Any] = {"at": mine.at}
    if hasattr(block, "extra"):
        changes["extra"] = tuple([each for each in getattr(mine, "extra", ()) if each[0] in ("id", "origin_ids")])
    return replace(block, id=getattr(mine, "id", ""), **changes)


def with_notes(block: Block, notes: tuple[Sidenote, ...]) -> Block:
    """A block of text with notes at its end."""
    if notes and isinstance(block, (Heading, Paragraph, ListItem)):
        return replace(block, content=(*block.content, *notes))
    return block


# ---------------------------------------------------------------------------------------------------------------- text


def merge_text(context: Context, four: FourBlocks) -> tuple[Block, ...]:
    """A heading, a paragraph or a list item."""
    content = merge_content(context, four)
    context.margin.clear()
    block = _merge_kind(context, four)
    assert isinstance(block, (Heading, Paragraph, ListItem))
    if content is not block.content:
        block = replace(block, content=content)
    return (with_notes(block, tuple([Sidenote((Run(text),)) for text in context.margin])),)


def merge_content(context: Context, four: FourBlocks) -> tuple[Inline, ...]:
    """The text of a block, or its caption, with the words of both sides."""
    mine = content_of(four.mine)
    if content_of(four.shown) == content_of(four.theirs):
        return mine
    versions = Versions(*[read_tokens(content_of(block), with_comments=n in (0, 3)) for n, block in enumerate(four)])
    if isinstance(four.theirs, Heading):
        versions = versions._replace(theirs=keep_bold(versions.shown, versions.theirs))
    merged = merge_words(versions)
    if merged.is_changed:
        context.tell(EditKind.WORDS, tell_words(merged.tokens))
    for text, theirs in merged.overruled:
        context.clash(FIELD_CONFLICT, "look", text, text, theirs)
    if not (merged.is_changed or merged.conflicts):
        return mine
    return write_tokens(_settle_words(context, merged, can_hold_notes=is_text(four.mine)))


def _settle_words(context: Context, merged: MergedWords, *, can_hold_notes: bool) -> list[Token]:
    """The words with the conflicts as the caller chose."""
    tokens = list(merged.tokens)
    for conflict in reversed(merged.conflicts):
        end = conflict.at + (1 if conflict.is_inner else len(conflict.mine))
        if context.takes_theirs and not conflict.is_inner:
            tokens[conflict.at : end] = conflict.theirs
        elif can_hold_notes:
            tokens[end:end] = context.note_token(conflict.theirs)
    for conflict in merged.conflicts:
        texts = tell_words(conflict.mine), tell_words(conflict.theirs)
        context.clash(WORDS_CONFLICT, "words", conflict.base, *texts)
    return tokens


def _merge_kind(context: Context, four: FourBlocks) -> Block:
    base, shown, theirs, mine = four
    if type(shown) is type(theirs) or type(theirs) is type(mine):
        return merge_fields(context, *four)
    if type(mine) is type(base):
        context.tell(EditKind.KIND, kind_of(theirs))
        return with_place_of(theirs, mine)
    context.clash(FIELD_CONFLICT, "kind", kind_of(base), kind_of(mine), kind_of(theirs))
    return with_place_of(theirs, mine) if context.takes_theirs else mine


def merge_fields(
    context: Context, base: object, shown: object, theirs: object, mine: N, without: tuple[str, ...] = ()
) -> N:
    """Our block, row or cell with those values of its fields that the other side changed."""
    changes: dict[str, object] = {}
    for name in fields_of(type(mine)):
        if name in without:
            continue
        was, sees, wants, has = (getattr(each, name, _MISSING) for each in (base, shown, theirs, mine))
        if wants is _MISSING or is_equal(sees, wants) or is_equal(wants, has):
            continue
        if was is _MISSING or is_equal(was, has):
            changes[name] = wants
            context.tell(EditKind.LOOK, f"{name.replace('_', ' ')}: {wants}")
        else:
            context.clash(FIELD_CONFLICT, name.replace("_", " "), str(was), str(has), str(wants))
            changes |= {name: wants} if context.takes_theirs else {}
            if context.policy is Conflicts.BOTH and not context.is_in_cell:
                context.margin.append(f"Edited file: {name.replace('_', ' ')} {wants}")
    return replace(mine, **changes) if changes else mine


class _Missing:
    pass


_MISSING = _Missing()


# ------------------------------------------------------------------------------------------------------------ pictures


def merge_picture(context: Context, four: FourBlocks) -> tuple[Block, ...]:
    """A picture with its caption: it is the same where its content is."""
    base, shown, theirs, mine = four
    assert isinstance(base, Picture)
    assert isinstance(shown, Picture)
    assert isinstance(theirs, Picture)
    assert isinstance(mine, Picture)
    caption = merge_content(context, four)
    block = merge_fields(context, *four[:3], mine, without=("asset",))
    if caption is not mine.caption:
        block = replace(block, caption=caption)
    if theirs.asset in (shown.asset, mine.asset):
        return (block,)
    if mine.asset == base.asset:
        context.tell(EditKind.PICTURE, theirs.asset)
        return (replace(block, asset=theirs.asset),)
    context.clash(FIELD_CONFLICT, "picture", base.asset, mine.asset, theirs.asset)
    if context.takes_theirs:
        return (replace(block, asset=theirs.asset),)
    return (block, theirs) if context.policy is Conflicts.BOTH else (block,)
