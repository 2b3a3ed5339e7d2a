"""Lists: abstract definitions with their levels, and the numbered instances that use them."""

from __future__ import annotations

from dataclasses import dataclass

_BULLETS = (("\uf0b7", "Symbol"), ("o", "Courier New"), ("\uf0a7", "Wingdings"))


@dataclass(frozen=True)
class Level:
    """One level of a list: number format, label text, indents and the style bound to it."""

    number_format: str
    text: str
    left: int = 720
    hanging: int = 360
    start: int = 1
    style: str = ""
    font: str = ""
    suffix: str = ""
    legal: bool = False

    def xml(self, ilvl: int) -> str:
        """Return `w:lvl`."""
        bound = f'<w:pStyle w:val="{self.style}"/>' if self.style else ""
        legal = "<w:isLgl/>" if self.legal else ""
        suffix = f'<w:suff w:val="{self.suffix}"/>' if self.suffix else ""
        fonts = f'<w:rPr><w:rFonts w:ascii="{self.font}" w:hAnsi="{self.font}" w:hint="default"/></w:rPr>'
        text_look = fonts if self.font else ""
        return (
            f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{self.start}"/><w:numFmt '
            f'w:val="{self.number_format}"/>{bound}{legal}'
            f'{suffix}<w:lvlText w:val="{self.text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{self.left}" w:hanging="{self.hanging}"/></w:pPr>{text_look}</w:lvl>'
        )


def bullets() -> tuple[Level, ...]:
    """Return Word's usual bullets: disc, circle, square, three times."""
    signs = _BULLETS * 3
    return tuple(Level("bullet", sign, left=720 * (i + 1), font=font) for i, (sign, font) in enumerate(signs))


def numbers() -> tuple[Level, ...]:
    """Return Word's usual numbers: 1. a. i., three times."""
    formats = ("decimal", "lowerLetter", "lowerRoman") * 3
    return tuple(Level(kind, f"%{i + 1}.", left=720 * (i + 1)) for i, kind in enumerate(formats))


def abstract(number: int, levels: tuple[Level, ...]) -> str:
    """Return `w:abstractNum`."""
    inner = "".join(level.xml(ilvl) for ilvl, level in enumerate(levels))
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{0x2A000000 + number:08X}"/>'
        f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="{0x3B000000 + number:08X}"/>{inner}</w:abstractNum>'
    )


def instance(number: int, abstract_number: int, starts: dict[int, int] | None = None) -> str:
    """Return `w:num`; `starts` gives the levels that this list starts anew, and where."""
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{ilvl}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for ilvl, start in (starts or {}).items()
    )
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_number}"/>{overrides}</w:num>'
