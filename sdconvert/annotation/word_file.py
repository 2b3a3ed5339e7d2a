"""A Word file -> the same with our comments, and without them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby

from sdconvert.annotation.comments import CommentStyles, OurComment, find_ids, mark_range, write_comments
from sdconvert.annotation.package import Members, add_comments_part, open_members, prepend
from sdconvert.annotation.places import Places, find_places
from sdconvert.annotation.placing import Placer, summarise
from sdconvert.annotation.removing import remove_comments
from sdconvert.annotation.tags import read_tags
from sdconvert.archive import DEFAULT_LIMITS, Limits, write_archive
from sdconvert.errors import BadConfiguration, UnreadableInput
from sdconvert.files import Source, load, name_of, path_of
from sdconvert.findings import Finding, Result, Severity
from sdconvert.formats.docx.names import W, w
from sdconvert.options import ConversionOptions
from sdconvert.pipeline import prepare
from sdconvert.xmlio import Element


def annotate(
    source: Source,
    findings: Sequence[Finding] | None = None,
    *,
    severity: Severity | str = Severity.INFO,
    codes: Collection[str] = (),
    date: datetime | None = None,
    options: ConversionOptions | None = None,
) -> Result[bytes]:
    """A copy of a Word file in which each finding is a comment at its place: the code is its author's initials, the
    message and the hint are its text. The first comment is a summary. Comments of an earlier call are replaced.

    The findings are those of a conversion with `options` where none are given; those below `severity` and, where there
    are `codes`, those of others are left out. `date` is that of the comments, which have none without it: the same
    source and arguments give the same bytes. The result holds the findings that became comments.

    A finding about a place where Word has no comments (a header, a note, a text box, another part) is at the nearest
    paragraph and says so. Of the parts of the package the main one gets the marks of comments and nothing else, and the
    comments part is changed, or added with its relationship and content type; all others are the same bytes.

    Raises: UnreadableInput, also for a file without a paragraph; UnsafeInput, UnresolvedRevisions, BadConfiguration.

    >>> annotated = annotate("samples/docx/contract-de.docx", severity="warning")
    >>> {str(finding.severity) for finding in annotated.findings}
    {'warning'}
    """
    options = options or ConversionOptions()
    data = load(source, options.limits)
    members = open_members(data, name_of(source), options.limits)
    if remove_comments(members):
        source = data = write_archive(members.parts)
        members = open_members(data, "The file", options.limits)
    if findings is None:
        findings = prepare(options)(data if path_of(source) is None else source).findings
    lowest, wanted = _parse_severity(severity), {code.upper() for code in codes}
    shown = [one for one in findings if one.severity.reaches(lowest) and (not wanted or one.code.id in wanted)]
    places = find_places(members.text(members.main).utf8)
    if not places.carriers:
        raise UnreadableInput(f"{name_of(source)} holds no paragraph that could carry a comment.")
    placer = Placer(members.package, places)
    placed = sorted([(placer.place(finding), finding) for finding in shown], key=lambda one: one[0].paragraph)
    summary = summarise(shown, len(findings) - len(shown), places)
    _add_comments(members, places, [summary, *(comment for comment, _ in placed)], date)
    return Result(write_archive(members.parts), tuple(finding for _, finding in placed))


def _parse_severity(severity: str) -> Severity:
    try:
        return Severity(severity)
    except ValueError as error:
        raise BadConfiguration(f"{severity!r} is not one of {', '.join(Severity)}.") from error


def remove_annotations(source: Source, limits: Limits = DEFAULT_LIMITS) -> Result[bytes]:
    """The Word file without the comments of `annotate`; those of others stay, and answers to ours as comments of their
    own. Where no other program has saved the file since, its parts are the same bytes that they were.

    Raises: UnreadableInput, UnsafeInput.

    >>> plain = remove_annotations("samples/docx/letter.docx").value
    >>> remove_annotations(annotate("samples/docx/letter.docx").value).value == plain
    True
    """
    members = open_members(load(source, limits), name_of(source), limits)
    remove_comments(members)
    return Result(write_archive(members.parts))


def _add_comments(members: Members, places: Places, comments: Sequence[OurComment], date: datetime | None) -> None:
    text = members.text(members.main)
    part = members.find_part("comments") or add_comments_part(members)
    comments_text = members.text(part)
    ids = find_ids({*_ids(comments_text.utf8), *_ids(text.utf8)}, len(comments))
    styles = CommentStyles(_styles_root(members))
    written = b"".join(write_comments(zip(ids, comments, strict=True), styles, date))
    members.parts[part] = prepend(comments_text, written.replace(W.encode(), members.namespace))
    numbered = zip(ids, comments, strict=True)
    changes = [
        change
        for paragraph, group in groupby(numbered, key=lambda one: one[1].paragraph)
        for change in mark_range(
            places.carriers[paragraph], [id for id, _ in group], styles.reference, members.namespace
        )
    ]
    members.parts[members.main] = text.with_changes(changes)


def _ids(data: bytes) -> set[int]:
    """The ids of comments and of their marks in a part."""
    found = (tag.attributes.get(w("id"), "") for tag in read_tags(data) if "comment" in tag.name)
    return {int(id) for id in found if id.lstrip("-").isdigit()}


def _styles_root(members: Members) -> Element | None:
    found = members.package.find_related(members.package.main_name, "styles")
    return None if found is None else found[1]
