"""One Word file and a mapping -> what the page shows of them: both sides, places, findings, changes."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from sdconvert.archive import read_archive
from sdconvert.choices import Headings, Labels
from sdconvert.effects import Effect, EffectCount, Effects, View, effect_findings, effects_between, summarise, view
from sdconvert.files import Source, load, name_of
from sdconvert.findings import Finding, Location
from sdconvert.formats.docx.read.inventory import read_style_uses
from sdconvert.formats.html.write import write as write_html
from sdconvert.frozen import dataclass
from sdconvert.labelling.account import Captioned, Labelled
from sdconvert.labelling.agreement import Agreement
from sdconvert.labelling.plain import as_plain
from sdconvert.labelling.settle import settle
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import CrossReference, Inline, Run
from sdconvert.model.rewrite import rewrite_blocks, rewrite_inlines
from sdconvert.model.styleuse import StyleUse
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text
from sdconvert.model.walk import walk_blocks
from sdconvert.options import ConversionOptions
from sdconvert.pipeline import prepare
from sdconvert.redline import redline_page
from sdconvert.review.labels import labels_in, see_labels
from sdconvert.review.places import ShownBlock, identify, place_of, place_of_block
from sdconvert.stylemap import StyleMap
from sdconvert.stylemap.apply import restyle
from sdconvert.stylemap.unused import take_unused

_LONGEST_WORDS = 160
_PAGE = "index.html"
_TAG = re.compile(r"<\w[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*>")
_STYLE = re.compile(r' style="([^"]*)"')
_HEAD = re.compile(r"<style>[^<]*</style>|<meta http-equiv[^<>]*>")


class Side(NamedTuple):
    """A side of the page that is ours: its HTML, its pictures by name, and its blocks in reading order."""

    html: str
    pictures: Mapping[str, bytes]
    blocks: tuple[ShownBlock, ...]


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """What there is to know of a paragraph of the source. `label` is Word's, `shown` what SMASHDOCs shows, `agreement`
    how both agree; `effects` are what the mapping changes; `lost_references` are the words of references that lead
    nowhere in SMASHDOCs."""

    style: str
    words: str
    label: str
    kind: str
    level: int
    shown: str
    agreement: Agreement
    effects: tuple[Effect, ...] = ()
    lost_references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentView:
    """What the page shows of a document under one mapping."""

    smashdocs: Side
    places: Mapping[str, ShownPlace]
    findings: tuple[Finding, ...]
    losses: frozenset[int]
    effects: tuple[EffectCount, ...]


class Reading:
    """A Word file, read once for all mappings that are tried on it."""

    def __init__(self, source: Source, options: ConversionOptions) -> None:
        """Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions."""
        self.name = name_of(source)
        self.data = load(source, options.limits)
        self.digest = sha256(self.data).hexdigest()
        self.options = replace(options, mapping=None)
        self._result = prepare(self.options).read(self.data)

    @property
    def document(self) -> Document:
        """The document as it was read, before any mapping."""
        return self._result.value

    @cached_property
    def uses(self) -> tuple[StyleUse, ...]:
        """The paragraph styles in use."""
        return read_style_uses(self.data, self.options.limits).value

    @cached_property
    def labels(self) -> dict[str, str]:
        """Word's labels by place."""
        return labels_in(self.document)

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        """The places that have text, with all of it, in reading order."""
        texts = ((place_of_block(block), _text(block)) for block in walk_blocks(self.document))
        return [(place, text) for place, text in texts if place and text]

    @cached_property
    def _unmapped(self) -> View:
        return self._see(None)

    def _see(self, stylemap: StyleMap | None) -> View:
        labels, headings = self.options.choice(Labels), self.options.choice(Headings)
        return view(self.document, stylemap, labels=labels, headings=headings)

    @cached_property
    def word_side(self) -> Side:
        """The document as we read it, with Word's labels as text."""
        worded = rewrite_inlines(self.document.blocks, _as_shown_in_word)
        blocks = rewrite_blocks(worded, _with_label, tables_first=True)
        return _side(replace(self.document, blocks=blocks))

    def view(self, stylemap: StyleMap) -> DocumentView:
        """What the page shows under a mapping, which is none where it has no rows. That a row concerns no paragraph of
        this document is no finding here: a mapping is for many."""
        effects = effects_between(self._unmapped, self._see(stylemap)) if stylemap.rows else Effects()
        restyled = self._result.then(lambda document: restyle(document, stylemap)) if stylemap.rows else self._result
        result = prepare(self.options).write(restyled)
        findings, _ = take_unused((*result.findings, *effect_findings(summarise(effects))))
        settled = self._settle(restyled.value)
        lost = {id(finding) for finding in result.losses}
        return DocumentView(
            _side(settled),
            dict(self._places(restyled.value, settled, effects.seen)),
            findings,
            frozenset(number for number, finding in enumerate(findings) if id(finding) in lost),
            summarise(effects.seen),
        )

    def redline(self, stylemap: StyleMap, name: str) -> bytes:
        """An HTML page with what a mapping changes, word by word. Raises: BadConfiguration without Jinja2."""
        after = restyle(self.document, stylemap).value
        return redline_page(self.document, after, (name, "with the mapping"), as_shown=True)

    def _settle(self, document: Document) -> Document:
        """The document with the labels and references that SMASHDOCs will show. References that become words stay
        references with words of their own, so that the page can tell them from other words."""
        labels, headings = self.options.choice(Labels), self.options.choice(Headings)
        return settle(document, labels, headings, keeps_words=True).value

    def _places(self, restyled: Document, settled: Document, effects: Effects) -> Iterator[tuple[str, ShownPlace]]:
        seen = see_labels(restyled, self.options)
        changed = _by_place(effects, seen)
        lost = _lost_references(settled)
        for block in walk_blocks(self.document):
            place = place_of_block(block)
            look = seen.get(place)
            if look is not None:
                label = self.labels.get(place, "")
                more = changed.get(place, ()), lost.get(place, ())
                yield place, ShownPlace(getattr(block, "style", ""), _text(block)[:_LONGEST_WORDS], label, *look, *more)


def _lost_references(settled: Document) -> dict[str, tuple[str, ...]]:
    """The words of the references of each place that show no more than words."""
    lost: dict[str, tuple[str, ...]] = {}

    def note(node: Inline, at: Location | None) -> tuple[Inline, ...]:
        if isinstance(node, CrossReference) and not (node.show_number or node.show_content):
            lost[place_of(at)] = (*lost.get(place_of(at), ()), node.text)
        return (node,)

    rewrite_inlines(settled.blocks, note)
    return lost


def _by_place(effects: Effects, places: Container[str]) -> dict[str, tuple[Effect, ...]]:
    found: dict[str, tuple[Effect, ...]] = {}
    for effect in effects:
        place = place_of(effect.place)
        if effect.noun == "caption" and f"t{place}" in places:
            place = f"t{place}"
        found[place] = (*found.get(place, ()), effect)
    return found


def _text(block: Block) -> str:
    match block:
        case Heading() | Paragraph() | ListItem():
            return " ".join(plain_text(block.content).split())
        case Picture() | Table():
            return " ".join(plain_text(block.caption).split())
        case _:
            return ""


# --------------------------------------------------------------------------------------------------------------- sides


def _side(document: Document) -> Side:
    identified, blocks = identify(document)
    parts = dict(read_archive(write_html(identified).value))
    page = parts.pop(_PAGE).decode()
    return Side(_without_inline_styles(page), parts, blocks)


def _without_inline_styles(page: str) -> str:
    """The page with its inline styles as data: the policy of the page that shows it allows none."""
    body = _HEAD.sub("", page, count=2)
    return _TAG.sub(lambda tag: _STYLE.sub(r' data-css="\1"', tag[0]), body)


def _with_label(block: Block) -> Block:
    if not isinstance(block, Labelled) or not block.label:
        return _unnumbered(block)
    end = "" if isinstance(block, Captioned) else block.label_end
    return as_plain(block, Run(block.label + end))


def _as_shown_in_word(node: Inline, _: Location | None) -> tuple[Inline, ...]:
    """A reference shows the words that Word showed last."""
    if not isinstance(node, CrossReference) or not node.text:
        return (node,)
    return (replace(node, show_number=False, show_content=False),)


def _unnumbered(block: Block) -> Block:
    return replace(block, is_numbered=False) if isinstance(block, Heading) else block
