"""From a Word package to a Document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sdconvert.archive import DEFAULT_LIMITS, Archived, Limits, read_archive
from sdconvert.choices import Revisions
from sdconvert.errors import UnreadableInput, limited_nesting
from sdconvert.findings import QUOTED, Location, Report, Result, Severity, declare
from sdconvert.formats.docx.names import VAL, M, P, is_on, w
from sdconvert.formats.docx.read.body import BodyReader
from sdconvert.formats.docx.read.bookmarks import Bookmarks
from sdconvert.formats.docx.read.census import ALTERNATE, visible_text
from sdconvert.formats.docx.read.comments import Comments
from sdconvert.formats.docx.read.compatibility import choose_alternatives, ignore_foreign
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.directory_lines import report_directories
from sdconvert.formats.docx.read.embedding import Embedding, ReadPage
from sdconvert.formats.docx.read.field_sources import FieldSources
from sdconvert.formats.docx.read.formatting.labels import LabelSequence
from sdconvert.formats.docx.read.formatting.numbering import Numbering
from sdconvert.formats.docx.read.formatting.paragraph_properties import P_STYLE
from sdconvert.formats.docx.read.formatting.styles import Styles
from sdconvert.formats.docx.read.formatting.theme import Theme, ThemePart, read_theme_part
from sdconvert.formats.docx.read.headers import read_footer
from sdconvert.formats.docx.read.hidden_runs import drop_hidden_runs
from sdconvert.formats.docx.read.metadata import read_default_tab, read_metadata, with_titles
from sdconvert.formats.docx.read.misplaced import lose_strangers
from sdconvert.formats.docx.read.normalise import normalise
from sdconvert.formats.docx.read.notes import Notes
from sdconvert.formats.docx.read.page_looks import hear_pages, lose_background
from sdconvert.formats.docx.read.paragraph_labels import report_approximate
from sdconvert.formats.docx.read.parts import Package
from sdconvert.formats.docx.read.revisions import resolve_properties
from sdconvert.formats.docx.read.story import Story
from sdconvert.formats.docx.read.written_labels import write_out_labels
from sdconvert.frozen import replace
from sdconvert.late import call_late
from sdconvert.model.assets import Assets
from sdconvert.model.document import Block, Document, Metadata
from sdconvert.model.rewrite import retarget
from sdconvert.xmlio import Element

if TYPE_CHECKING:
    from sdconvert.formats.docx.read.host_styles import adopt_styles
    from sdconvert.formats.docx.read.insertion import without_counted_marks
else:
    adopt_styles = call_late("sdconvert.formats.docx.read.host_styles", "adopt_styles")
    without_counted_marks = call_late("sdconvert.formats.docx.read.insertion", "without_counted_marks")


STYLE_PROBLEM = declare(
    "DOCX-R003",
    Severity.WARNING,
    "The styles of the document are inconsistent: {problem}",
    "Open the file in Word and save it again.",
    "A style that is based on itself has no definite look.",
)

_ALTERNATE, _VANISH = b"AlternateContent", b"vanish"
_COMMENTS, _BODIES = frozenset((w("comment"),)), frozenset((w("body"), w("background")))

COUNTED_IN_HOST = declare(
    "DOCX-R169",
    Severity.WARNING,
    "{count} paragraph(s) of an embedded document keep the numbers that they have there, while Word may go on with the "
    "numbers of the document around it; the first: “{text}”",
    "Open the file in Word and save it: Word then merges the embedded document.",
    "Styles that both documents have look as those of the document around it, where they count in a list of its own.",
)

__all__ = ["read"]


@limited_nesting()
def read(
    source: Archived,
    revisions: Revisions = Revisions.ACCEPT,
    what: str = "The file",
    limits: Limits = DEFAULT_LIMITS,
    read_page: ReadPage | None = None,
) -> Result[Document]:
    """The document in the bytes of a .docx, .docm, .dotx or .dotm, transitional or Strict. `read_page` reads web pages
    that are embedded in it.

    Source: ECMA-376 Parts 1 to 3.  Loses: the codes DOCX-R….

    Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions.
    """
    return _read_package(source, what, Embedding(_read_package, revisions, limits, read_page))


def _read_package(source: Archived, what: str, embedding: Embedding) -> Result[Document]:
    report = Report()
    package = Package(read_archive(source, what, embedding.limits), what, report)
    body = package.main.find(w("body"))
    if body is None:
        raise UnreadableInput(f"{what} is a Word document without a body.")
    reading, settings = _open(package, embedding)
    reading.default_tab = read_default_tab(settings)
    comments = _read_comments(package, reading)
    elements = normalise(package.main, reading)
    lose_strangers(package.main, _BODIES, reading)
    lose_background(package.main, reading)
    notes = Notes(reading, elements, body, settings)
    bookmarks, sources = Bookmarks.read(elements, body), FieldSources.of(body, notes.marks, reading)
    story = Story(reading, bookmarks, comments, notes.read, sources)
    blocks = BodyReader(story, elements.sections).read(body)
    footer = read_footer(elements.sections, reading, is_kept=not embedding.depth)
    notes.report_unused(reading)
    comments.report_unused(reading)
    story.report_trimmed()
    report_approximate(story)
    report_directories(reading.directories, blocks, report)
    if not embedding.depth:
        hear_pages(elements.sections, settings, reading)
    reading.looks.report(report)
    report.report_tallies()
    return report.result(_make_document(package, story, blocks, footer))


def _open(package: Package, embedding: Embedding) -> tuple[Reading, Element | None]:
    styles_root, numbering_root = (_root_of(package, kind) for kind in ("styles", "numbering"))
    theme, settings = _read_theme(package), _root_of(package, "settings")
    for root in (styles_root, numbering_root):
        if root is not None:
            resolve_properties(root, embedding.revisions)
    if styles_root is not None and embedding.host_styles is not None:
        _report_counted(package, adopt_styles(styles_root, embedding.host_styles))
    may_hide = package.may_hold(package.related_name(package.main_name, "styles"), _VANISH)
    styles = Styles.read(styles_root, Theme.of(theme, settings), may_hide=may_hide)
    for problem in styles.problems:
        package.report.add(STYLE_PROBLEM, problem=problem)
    numbering = Numbering.read(numbering_root, styles)
    reading = Reading(package, styles, numbering, LabelSequence(numbering), embedding.revisions)
    reading.embedding, reading.styles_root = embedding, styles_root
    default_jc = None if settings is None else settings.find(f"{{{M}}}mathPr/{{{M}}}defJc")
    reading.math_alignment = "" if default_jc is None else default_jc.get(f"{{{M}}}val", "")
    update = None if settings is None else settings.find(w("updateFields"))
    reading.updates_fields = update is not None and is_on(update.get(VAL))
    return reading, settings


def _report_counted(package: Package, style_ids: tuple[str, ...]) -> None:
    """Say which paragraphs Word counts in a list of the document around an embedded one."""
    for style in package.main.iter(P_STYLE):
        if style.get(VAL) in style_ids:
            paragraph = next(style.iterancestors(P), None)
            text = "" if paragraph is None else visible_text(paragraph)[:QUOTED]
            package.report.tally(COUNTED_IN_HOST, "", Location(package.main_name), text=text)


def _root_of(package: Package, kind: str) -> Element | None:
    """The root of a part that belongs to the document, what it says in several ways being chosen."""
    part = package.find_definitions(kind)
    if part is None:
        return None
    ignore_foreign(part[1], is_told_within=package.states_within(part[0]))
    if package.may_hold(part[0], _ALTERNATE):
        choose_alternatives(list(part[1].iter(ALTERNATE)))
    return part[1]


def _read_theme(package: Package) -> ThemePart:
    """What the theme part of the document says."""
    name = package.related_name(package.main_name, "theme")
    data = None if name is None else package.plain_data(name)
    if name is None or data is None:
        return ThemePart.read(_root_of(package, "theme"))
    try:
        return read_theme_part(data, name)
    except UnreadableInput as error:
        package.report_broken(name, error)
        return ThemePart()


def _read_comments(package: Package, reading: Reading) -> Comments:
    part = package.find_related(package.main_name, "comments")
    extended = package.find_related(package.main_name, "commentsExtended")
    if part is None:
        return Comments(None, None, reading.report)
    with reading.within(part[0]):
        normalise(part[1], reading)
        lose_strangers(part[1], _COMMENTS, reading)
        drop_hidden_runs(part[1], reading)
    write_out_labels(part[1], part[0], reading)
    return Comments(part[1], None if extended is None else extended[1], reading.report)


def _make_document(package: Package, story: Story, blocks: tuple[Block, ...], footer: str) -> Document:
    reading = story.reading
    if story.has_inserted_notes:
        blocks = without_counted_marks(blocks)
    is_embedded = reading.embedding is not None and reading.embedding.depth > 0
    metadata = Metadata() if is_embedded else _read_metadata(package, reading, blocks)
    return Document(
        retarget(blocks, story.aliases),
        replace(metadata, footer=footer),
        Assets(reading.assets),
        story.index.entries(),
        reading.styles.own_names() | story.own_styles,
    )


def _read_metadata(package: Package, reading: Reading, blocks: tuple[Block, ...]) -> Metadata:
    titles, subtitles = (reading.styles.names_of(key) for key in ("title", "subtitle"))
    return with_titles(read_metadata(package, reading.styles_root), blocks, titles, subtitles, package.report)
