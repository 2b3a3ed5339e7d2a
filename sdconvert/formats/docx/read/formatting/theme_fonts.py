"""The fonts of a theme (ECMA-376 Part 1, 20.1.4.1.18)."""

from __future__ import annotations

from sdconvert.formats.docx.names import A
from sdconvert.xmlio import Element


def read_theme_fonts(root: Element | None) -> dict[str, str]:
    """The fonts that a theme part gives to the names that `w:asciiTheme` and its like use.

    Source: ECMA-376 Part 1, 17.18.96 (ST_Theme), 20.1.4.1.18 (fontScheme).
    """
    fonts = {}
    for theme, tag in (("major", f"{{{A}}}majorFont"), ("minor", f"{{{A}}}minorFont")):
        group = None if root is None else next(root.iter(tag), None)
        for script, names in (("latin", ("Ascii", "HAnsi")), ("ea", ("EastAsia",)), ("cs", ("Bidi",))):
            element = None if group is None else group.find(f"{{{A}}}{script}")
            if element is not None:
                fonts.update({theme + name: element.get("typeface", "") for name in names})
    return fonts
