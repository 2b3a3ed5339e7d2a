"""Which paragraph styles a document uses, how often, and what they say: what a style mapping is proposed from."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.archive import DEFAULT_LIMITS, Limits, read_archive
from sdconvert.choices import Revisions
from sdconvert.errors import limited_nesting
from sdconvert.files import Source, load, name_of
from sdconvert.findings import Report, Result
from sdconvert.formats.docx.names import PPR, RPR, RUN, TC, VAL, P, T, w
from sdconvert.formats.docx.read.census import ALTERNATE, REVISIONS, WRAPPERS
from sdconvert.formats.docx.read.compatibility import choose_alternatives
from sdconvert.formats.docx.read.context import Reading, shorten
from sdconvert.formats.docx.read.formatting.cascade import Cascade, ParagraphProperties, RunProperties
from sdconvert.formats.docx.read.formatting.labels import LabelSequence
from sdconvert.formats.docx.read.formatting.numbering import Level, Numbering
from sdconvert.formats.docx.read.formatting.styles import ParagraphStyle, Styles
from sdconvert.formats.docx.read.normalise import unwrap
from sdconvert.formats.docx.read.parts import Package
from sdconvert.formats.docx.read.revisions import resolve_content, resolve_structure
from sdconvert.frozen import dataclass
from sdconvert.model.inlines import Mark
from sdconvert.model.styleuse import StyleUse
from sdconvert.xmlio import Element

_NOTES = (("footnotes", w("footnote")), ("endnotes", w("endnote")))
_TYPE = w("type")
_P_STYLE = w("pStyle")
_TEXT_BOX = w("txbxContent")
_OUTLINE_LEVEL = w("outlineLvl")
_NORMAL = "Normal"
_SPACES = (w("tab"), w("br"), w("cr"))
_SHORTEST_TITLE = 3
_LONGEST_TITLE = 80
_CLEARLY_LARGER = 1.25
_SENTENCE_ENDS = (".", ";", ",", "。")


@limited_nesting()
def read_style_uses(source: Source, limits: Limits = DEFAULT_LIMITS) -> Result[tuple[StyleUse, ...]]:
    """Every paragraph style that the body and the notes of a Word document use, in order of first use.

    Paragraphs in tables, text boxes and content controls count; one that names no style has the default style. Tracked
    changes are accepted, as a conversion does where nothing else is asked for.

    Source: ECMA-376 Part 1, 17.7.4 (styles), 17.3.1.27 (pStyle).
    Raises: UnreadableInput, UnsafeInput.
    """
    report = Report()
    what = name_of(source)
    package = Package(read_archive(load(source, limits), what, limits), what, report)
    return report.result(_Inventory(package).uses())


@dataclass(slots=True)
class _Tally:
    """What the paragraphs of one style have in common."""

    style: ParagraphStyle
    count: int = 0
    example: str = ""
    with_text: int = 0
    characters: int = 0
    listed: int = 0
    unlisted: int = 0
    outlined: int = 0
    in_tables: int = 0
    sentences: int = 0
    formatted: int = 0
    formatted_example: str = ""

    def add(self, properties: ParagraphProperties, text: str, is_in_table: bool, is_formatted: bool) -> None:
        self.count += 1
        self.listed += properties.is_numbered_directly
        self.unlisted += properties.num_id is None and self.style.num_id is not None
        self.outlined += properties.heading_level is not None and self.style.heading_level is None
        self.in_tables += is_in_table
        if is_formatted:
            self.formatted += 1
            self.formatted_example = self.formatted_example or shorten(text)
        if text:
            self.example = self.example or shorten(text)
            self.with_text += 1
            self.characters += len(text)
            self.sentences += text.endswith(_SENTENCE_ENDS)


class _Inventory:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles.read(self._part("styles"))
        self.numbering = Numbering.read(self._part("numbering"), self.styles)
        self.cascade = Cascade(self.styles, self.numbering)
        self.tallies: dict[str, _Tally] = {}

    def uses(self) -> tuple[StyleUse, ...]:
        for root in self._stories():
            for paragraph in self._paragraphs(root):
                self._add(paragraph)
        surroundings = self._surroundings()
        return tuple(self._use(name, tally, surroundings) for name, tally in self.tallies.items())

    def _part(self, kind: str) -> Element | None:
        related = self.package.find_related(self.package.main_name, kind)
        if related is None:
            return None
        choose_alternatives(list(related[1].iter(ALTERNATE)))
        return related[1]

    def _stories(self) -> Iterator[Element]:
        yield self.package.main
        for kind, tag in _NOTES:
            part = self._part(kind)
            if part is not None:
                yield from (note for note in part.iter(tag) if note.get(_TYPE, "normal") == "normal")

    def _paragraphs(self, root: Element) -> Iterator[Element]:
        choose_alternatives(list(root.iter(ALTERNATE)))
        revisions = list(root.iter(*REVISIONS))
        if revisions:
            self._accept(revisions, root)
        yield from root.iter(P)

    def _accept(self, revisions: list[Element], root: Element) -> None:
        """Accept tracked changes; what is said of them is for those who convert."""
        labels = LabelSequence(self.numbering)
        reading = Reading(self.package, self.styles, self.numbering, labels, Revisions.ACCEPT)
        reading.report = Report()
        resolve_content(revisions, root, reading)
        unwrap(list(root.iter(*WRAPPERS)))
        resolve_structure(list(root.iter(*REVISIONS)), root, reading)

    def _add(self, paragraph: Element) -> None:
        ppr = paragraph.find(PPR)
        text = _text(paragraph)
        properties = self.cascade.paragraph(ppr)
        name = properties.style.name or _NORMAL
        tally = self.tallies.get(name)
        if tally is None:
            tally = self.tallies[name] = _Tally(properties.style)
        is_in_table = next(paragraph.iterancestors(TC), None) is not None
        is_formatted = not is_in_table and self._is_formatted_as_heading(paragraph, properties, text)
        tally.add(properties, text, is_in_table, is_formatted)

    def _is_formatted_as_heading(self, paragraph: Element, properties: ParagraphProperties, text: str) -> bool:
        """Whether a plain paragraph is one short line that its runs set off from what its style says."""
        if not _SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE or text.endswith((*_SENTENCE_ENDS, ":")):
            return False
        style = properties.style
        if properties.heading_level is not None or properties.num_id is not None or style.is_title or style.is_caption:
            return False
        runs = [run for run in paragraph.iter(RUN) if next(run.iter(T), None) is not None]
        usual = self.cascade.run(style, None)
        return all(_stands_out(self.cascade.run(style, run.find(RPR)), usual) for run in runs)

    def _surroundings(self) -> _Surroundings:
        by_name = {style.name: style for style in self.styles.paragraphs()}
        heading_lists = self.numbering.heading_list_keys(self.styles)
        return _Surroundings(by_name, heading_lists, self._body_size())

    def _body_size(self) -> float | None:
        characters: dict[float | None, int] = {}
        for tally in self.tallies.values():
            size = self._size(tally.style)
            characters[size] = characters.get(size, 0) + tally.characters
        return max(characters, key=lambda size: characters[size], default=None)

    def _properties(self, style: ParagraphStyle) -> ParagraphProperties:
        """How a paragraph looks that has this style and nothing else."""
        ppr = self.package.main.makeelement(PPR)
        element = ppr.makeelement(_P_STYLE)
        element.set(VAL, style.id)
        ppr.append(element)
        return self.cascade.paragraph(ppr)

    def _inherits_number(self, style: ParagraphStyle, surroundings: _Surroundings) -> bool:
        parents = (surroundings.by_name.get(name) for name in style.chain)
        return any(parent is not None and self._properties(parent).level is not None for parent in parents)

    def _size(self, style: ParagraphStyle) -> float | None:
        size = self.cascade.run(style, None).size_half_points
        return None if size is None else size / 2

    def _use(self, name: str, tally: _Tally, surroundings: _Surroundings) -> StyleUse:
        style = tally.style
        properties = self._properties(style)
        level = properties.level
        return StyleUse(
            name,
            is_own=style.is_own,
            is_default=style.id == self.styles.paragraph(None).id,
            based_on=style.chain,
            outline_level=style.heading_level,
            outline_style=_outline_style(style, surroundings.by_name),
            numbering=None if level is None else _counting(level),
            number_level=properties.ilvl,
            is_numbered_with_headings=level is not None and level.list_key in surroundings.heading_lists,
            has_dropped_number=level is None and self._inherits_number(style, surroundings),
            is_bold=Mark.BOLD in self.cascade.run(style, None).marks,
            size=self._size(style),
            body_size=surroundings.body_size,
            count=tally.count,
            example=tally.example,
            average_length=tally.characters / max(1, tally.with_text),
            listed=tally.listed,
            unlisted=tally.unlisted,
            outlined=tally.outlined,
            in_tables=tally.in_tables,
            sentences=tally.sentences,
            formatted=tally.formatted,
            formatted_example=tally.formatted_example,
        )


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What a style is judged against."""

    by_name: dict[str, ParagraphStyle]
    heading_lists: frozenset[str]
    body_size: float | None


def _text(paragraph: Element) -> str:
    """The text of the paragraph, without that of text boxes in it; a tab and a line break are spaces."""
    texts = paragraph.iter(T, *_SPACES)
    if next(paragraph.iter(_TEXT_BOX), None) is not None:
        texts = (text for text in texts if next(text.iterancestors(P), None) is paragraph)
    return " ".join("".join(" " if text.tag in _SPACES else text.text or "" for text in texts).split())


def _stands_out(look: RunProperties, usual: RunProperties) -> bool:
    """Whether a run is bold where its style is not, or clearly larger."""
    if Mark.BOLD in look.marks and Mark.BOLD not in usual.marks:
        return True
    size, usual_size = look.size_half_points, usual.size_half_points
    return size is not None and usual_size is not None and size >= _CLEARLY_LARGER * usual_size


def _counting(level: Level) -> str:
    return level.num_fmt if level.is_bullet or level.lvl_text else "none"


def _outline_style(style: ParagraphStyle, by_name: dict[str, ParagraphStyle]) -> str:
    """The style that makes this one a heading, or says of it that it is none though it is based on one."""
    parents = [parent for name in style.chain if (parent := by_name.get(name)) is not None]
    if style.heading_level is None and all(parent.heading_level is None for parent in parents):
        return ""
    origin = style
    for parent in parents:
        if origin.has_heading_name or parent.heading_level != style.heading_level:
            break
        origin = parent
    return origin.name
