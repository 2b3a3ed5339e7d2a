"""Markers of places and ranges: they stand anywhere and hold nothing (ECMA-376 Part 1, 17.13)."""

from sdconvert.formats.docx.names import W14, w

_REVISED_RANGES = ("moveFrom", "moveTo", "customXmlIns", "customXmlDel", "customXmlMoveFrom", "customXmlMoveTo")

MARKERS: dict[str, str] = {
    **dict.fromkeys(map(w, ("bookmarkStart", "bookmarkEnd")), "bookmarks.py has found those that are referred to"),
    **dict.fromkeys(map(w, ("permStart", "permEnd")), "who may edit a range is a matter of Word"),
    w("proofErr"): "what the spelling checker underlines is no content",
    **dict.fromkeys(
        (
            *(w(f"{name}Range{side}") for name in _REVISED_RANGES for side in ("Start", "End")),
            *(f"{{{W14}}}customXmlConflict{kind}Range{side}" for kind in ("Ins", "Del") for side in ("Start", "End")),
        ),
        "the tracked change has been resolved from the elements of its content",
    ),
}
"""Those that no reader of content needs, and why. Those of comments are not among them."""
