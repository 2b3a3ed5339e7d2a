"""A Word file -> Template: its parts checked and compiled once, to be filled for each record."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sdconvert.archive import DEFAULT_LIMITS, Archive, Limits, read_archive
from sdconvert.errors import BadConfiguration
from sdconvert.faults import reporting_faults
from sdconvert.files import Source, load, name_of
from sdconvert.findings import Finding, Location, Report, Severity, declare
from sdconvert.formats.docx.read.parts import Package
from sdconvert.frozen import dataclass
from sdconvert.merging.cut_tags import check_markup, join_cut_tags
from sdconvert.merging.errors import TemplateRefused
from sdconvert.merging.filling import MARK, Missing
from sdconvert.merging.locales import Locales
from sdconvert.merging.template_source import TemplateSource, make_source
from sdconvert.xmlio import Element, parse

if TYPE_CHECKING:
    import jinja2

    from sdconvert.merging.engine import TemplateSandbox

TAGS_NOT_FILLED = declare(
    "MERGE-006",
    Severity.WARNING,
    "The part {part} holds tags of a template, which are not filled there.",
    "Move them into the text, a header, a footer, a note or the properties of the document.",
    "Comments, charts and diagrams stay as the template has them.",
)

_EXTRA = ("babel", "docxtpl", "jinja2")
_FILLED = (
    *("document.main+xml", "template.main+xml", "header+xml", "footer+xml", "footnotes+xml", "endnotes+xml"),
    "core-properties+xml",
)
_CONTENT_TYPES = "[Content_Types].xml"
_TEMPLATE_TYPE, _DOCUMENT_TYPE = b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"
_STRICT = b"purl.oclc.org/ooxml/wordprocessingml"


@dataclass(frozen=True, slots=True)
class TemplatePart:
    """A part that is filled."""

    source: TemplateSource
    template: jinja2.Template
    is_word: bool


@dataclass(frozen=True, slots=True)
class MergeTemplate:
    """A template that can be filled. `fields` are the paths that its tags name, `findings` what there is to know about
    it, `others` the parts that stay as they are."""

    name: str
    parts: tuple[TemplatePart, ...]
    others: dict[str, bytes]
    fields: tuple[str, ...]
    findings: tuple[Finding, ...]
    missing: Missing


@reporting_faults
def load_template(
    source: Source,
    *,
    locale: str = "en",
    timezone: str | None = None,
    currency: str | None = None,
    missing: Missing | str = Missing.FINDING,
    limits: Limits = DEFAULT_LIMITS,
) -> MergeTemplate:
    """The template in a .docx or .dotx, checked and compiled.

    `locale`, `timezone` and `currency` are those of the filters `date`, `datetime`, `number` and `money`; `missing`
    says what becomes of a field that a record does not have.

    Raises: TemplateRefused with the paragraph of a tag that is wrong, UnreadableInput, UnsafeInput, BadConfiguration:
        also where the extra `merge` is not installed.
    """
    _check_extra()
    what = name_of(source)
    archive = read_archive(load(source, limits), what, limits)
    sandbox = _sandbox(Locales(locale, timezone, currency))
    parts, fields = [], set[str]()
    report = Report()
    for name, is_word in _find_parts_to_fill(archive, what, report):
        root = parse(archive[name], name)
        join_cut_tags(name, root, report)
        part, asked = _compile(name, root, is_word, sandbox)
        parts.append(part)
        fields.update(asked)
    others = {name: archive[name] for name in archive if name not in {part.source.part for part in parts}}
    others[_CONTENT_TYPES] = others[_CONTENT_TYPES].replace(_TEMPLATE_TYPE, _DOCUMENT_TYPE)
    _report_tags(others, report)
    return MergeTemplate(what, tuple(parts), others, tuple(sorted(fields)), tuple(report.findings), _policy(missing))


def _check_extra() -> None:
    lacking = [name for name in _EXTRA if importlib.util.find_spec(name) is None]
    if lacking:
        raise BadConfiguration(f'Merging needs {", ".join(lacking)}: pip install "sdconvert[merge]".')


def _policy(missing: Missing | str) -> Missing:
    try:
        return Missing(missing)
    except ValueError as error:
        raise BadConfiguration(f"{missing!r} is not one of {', '.join(Missing)}.") from error


def _sandbox(locales: Locales) -> TemplateSandbox:
    from sdconvert.merging.engine import make_sandbox

    return make_sandbox(locales)


def _find_parts_to_fill(archive: Archive, what: str, report: Report) -> Iterator[tuple[str, bool]]:
    """The names of the parts that are filled, and whether their text is Word's."""
    package = Package(archive, what, report)
    main = package.content_type(package.main_name)
    if "macroenabled" in main:
        raise TemplateRefused(f"{what} holds macros, which a filled document must not bring along; save it as .docx.")
    if _STRICT in archive[package.main_name]:
        raise TemplateRefused(f"{what} is in Strict Open XML; save it as a Word document (.docx) of the usual kind.")
    if _CONTENT_TYPES not in archive or not main:
        raise TemplateRefused(f"{what} does not say what its parts are; open it in Word and save it again.")
    for name in archive:
        kind = package.content_type(name)
        if kind.endswith(_FILLED):
            yield name, not kind.endswith(_FILLED[-1])


def _compile(name: str, root: Element, is_word: bool, sandbox: TemplateSandbox) -> tuple[TemplatePart, tuple[str, ...]]:
    from jinja2 import TemplateSyntaxError

    from sdconvert.merging.engine import check_statements
    from sdconvert.merging.template_fields import find_fields

    source = make_source(name, root)
    if MARK in source.text:
        raise TemplateRefused(f"{name} holds the sign U+FDD0, which stands for values; remove it.")
    try:
        tree = sandbox.parse(source.text)
        refused = check_statements(tree)
        if refused:
            raise TemplateRefused(f"{source.location(refused[1])}: a Word template cannot have “{refused[0]}”.")
        check_markup(name, source.text)
        fields = find_fields(tree, frozenset(sandbox.globals))
        return TemplatePart(source, sandbox.from_string(source.text), is_word), fields
    except TemplateSyntaxError as error:
        raise TemplateRefused(f"{source.location(error.lineno)}: {_sentence(error)}") from error


def _sentence(error: Any) -> str:
    return f"{str(error.message).rstrip('.')}."


def _report_tags(others: dict[str, bytes], report: Report) -> None:
    for name, data in others.items():
        if name.startswith("word/") and name.endswith(".xml") and (b"{{" in data or b"{%" in data):
            report.add(TAGS_NOT_FILLED, Location(name), part=name)
