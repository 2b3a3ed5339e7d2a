"""What the page is answered, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sdconvert.effects import EffectCount, EffectTally
from sdconvert.findings import Finding, Severity
from sdconvert.labelling.agreement import Agreement
from sdconvert.review.document import DocumentView, Reading, ShownPlace, Side
from sdconvert.review.folder import Folder, FolderRow, Sorting
from sdconvert.review.places import MAIN_PART, place_of
from sdconvert.review.rows import editor_rows, rows_as_dict
from sdconvert.review.session import LaidOut, ReviewSession
from sdconvert.stylemap import TextType

Answer = dict[str, Any]
PAGE_SIZE = 100
_ALL_ROWS = "all rows"


def describe_review(session: ReviewSession, renderers: Iterable[str]) -> Answer:
    """What is reviewed, and how its left side can be shown."""
    return {
        "isFolder": session.is_folder,
        "documents": len(session.items),
        "renderers": list(renderers),
        "output": session.output.name,
        "textTypes": _text_types(),
    }


def _text_types() -> list[Answer]:
    return [{"name": str(text_type), "hasLevel": text_type.has_level} for text_type in TextType]


# ------------------------------------------------------------------------------------------------------------ document


def describe_document(name: str, number: int, reading: Reading, view: DocumentView) -> Answer:
    """A document under the mapping of now, its right side included."""
    return {
        "number": number,
        "name": name,
        "digest": reading.digest,
        "smashdocs": describe_side(view.smashdocs),
        "places": {place: _describe_place(one) for place, one in view.places.items()},
        "findings": [
            {**_describe_finding(finding, view), "isLoss": at in view.losses}
            for at, finding in enumerate(view.findings)
        ],
        "effects": [{**_describe_effect(one), "place": place_of(one.first.place)} for one in _by_kind(view.effects)],
        "labels": sum(one.agreement is not Agreement.SAME for one in view.places.values()),
        "references": sum(len(one.lost_references) for one in view.places.values()),
    }


def describe_side(side: Side) -> Answer:
    """A side that is ours: its HTML, and its blocks by the ids of their elements."""
    return {"html": side.html, "blocks": [[block.id, block.place] for block in side.blocks]}


def _describe_place(place: ShownPlace) -> Answer:
    return {
        "style": place.style,
        "words": place.words,
        "label": place.label.strip(),
        "kind": place.kind,
        "level": place.level,
        "shown": place.shown,
        "agreement": place.agreement.name.lower(),
        "effects": [
            {"kind": str(effect.kind), "noun": effect.noun, "before": effect.before, "after": effect.after}
            for effect in place.effects
        ],
        "lostReferences": list(place.lost_references),
    }


def _describe_finding(finding: Finding, view: DocumentView) -> Answer:
    at = finding.location
    exact = place_of(at)
    place = exact if exact in view.places else _nearest_place(finding, view.places)
    return {
        **finding.as_dict(),
        "place": place,
        "isExact": bool(place) and place == exact,
        "why": finding.code.why,
        "where": "" if at is None or at.part == MAIN_PART else at.part,
    }


def _nearest_place(finding: Finding, places: Mapping[str, ShownPlace]) -> str:
    """The place to jump to for a finding whose own is not shown: the last one before it in the main part, or the
    heading that it stands below; empty for none."""
    at = finding.location
    if at is None:
        return ""
    if at.part == MAIN_PART and at.paragraph is not None:
        before = [number for place in places if place.isdecimal() and (number := int(place)) <= at.paragraph]
        return str(max(before)) if before else ""
    if not at.heading:
        return ""
    return next((place for place, one in places.items() if one.words.startswith(at.heading[:40])), "")


def describe_pages(laid_out: LaidOut) -> Answer:
    """The pages of LibreOffice, and where the paragraphs stand on them. Units: points."""
    return {
        "state": "ready",
        "pages": [[round(size.width, 1), round(size.height, 1)] for size in laid_out.pages.sizes],
        "boxes": [
            [place, box.page, *(round(side, 1) for side in (box.left, box.top, box.right, box.bottom))]
            for place, box in laid_out.boxes
        ],
    }


# -------------------------------------------------------------------------------------------------------------- folder


def describe_folder(folder: Folder, sorting: Sorting, is_descending: bool, words: str, page: int) -> Answer:
    """A page of the table of documents, and how far reading is."""
    found, rows = folder.page(sorting, is_descending, words, page * PAGE_SIZE, PAGE_SIZE)
    return {
        "total": len(folder.rows),
        "done": folder.done,
        "found": found,
        "page": page,
        "pageSize": PAGE_SIZE,
        "isJudged": folder.is_judged,
        "rows": [_describe_row(row) for row in rows],
    }


def _describe_row(row: FolderRow) -> Answer:
    known = row.portrait
    described: Answer = {"number": row.number, "name": row.item.name, "error": row.error, "isRead": row.is_read}
    if known is None:
        return described
    return {
        **described,
        "size": known.size,
        "blocks": known.blocks,
        "losses": known.losses,
        "labels": known.labels,
        "warnings": known.severities.get(Severity.WARNING, 0),
        "changes": row.changes,
    }


def describe_effects(folder: Folder) -> Answer:
    """What the mapping of now changes in all documents, as far as they are judged."""
    effects = folder.effects()
    return {
        "isJudged": folder.is_judged,
        "done": folder.done,
        "total": len(folder.rows),
        "effects": [
            {**_describe_effect(one), "exampleName": folder.rows[one.files[0]].item.name} for one in _by_kind(effects)
        ],
        "byRow": [{**_describe_effect(one), "row": one.row or one.style} for one in effects],
    }


def _by_kind(effects: Iterable[EffectCount]) -> list[EffectCount]:
    """The effects of all rows together, the most frequent first."""
    tally = EffectTally()
    tally.add(replace(one, row=_ALL_ROWS) for one in effects)
    return sorted(tally.counts(), key=lambda one: -one.count)


def _describe_effect(one: EffectCount) -> Answer:
    return {
        "kind": str(one.kind),
        "noun": one.noun,
        "blocks": one.count,
        "files": len(one.files),
        "example": one.files[0],
    }


# ------------------------------------------------------------------------------------------------------------- mapping


def describe_mapping(session: ReviewSession) -> Answer:
    """The rows of the editor, and the mapping that is tried now."""
    folder = session.folder
    return {
        "rows": editor_rows(folder.proposal(), session.stylemap, folder.uses()),
        "chosen": rows_as_dict(session.stylemap),
        "isTried": folder.is_tried,
        "done": folder.done,
        "total": len(folder.rows),
    }
