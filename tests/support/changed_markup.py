"""WordprocessingML of chance with tracked changes in it: those of tables, sections and equations, and moves of blocks.

What a change means is not known here: `resolved_changes` says it a second time.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

AUTHOR = 'w:id="9" w:author="A"'

NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
_NEWLY_NUMBERED = NUMBERED.replace("</w:numPr>", f"<w:ins {AUTHOR}/></w:numPr>")

_RUN_LOOKS = ("", "<w:b/>", "<w:i/>", '<w:vertAlign w:val="superscript"/>')
_LAYOUTS = ("", '<w:jc w:val="center"/>', '<w:ind w:left="1440"/>', NUMBERED, '<w:pStyle w:val="H"/>')
_TABLES = (
    "",
    '<w:jc w:val="right"/>',
    '<w:tblW w:w="4000" w:type="dxa"/>',
    '<w:tblBorders><w:top w:val="single" w:sz="8"/></w:tblBorders>',
)
_ROWS = ("", "<w:tblHeader/>", '<w:trHeight w:val="900"/>')
_CELLS = ("", '<w:vAlign w:val="bottom"/>', '<w:shd w:val="clear" w:fill="FF0000"/>')
_SECTIONS = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1000" w:right="1000"/>',
    '<w:pgSz w:w="16838" w:h="11906"/><w:pgMar w:left="2000" w:right="1000"/>',
    '<w:pgSz w:w="11906" w:h="16838"/><w:cols w:num="2"/>',
)
_MERGES = (
    "",
    "",
    'w:vMerge="rest"',
    'w:vMerge="cont"',
    'w:vMergeOrig="rest"',
    'w:vMergeOrig="cont"',
    'w:vMerge="cont" w:vMergeOrig="rest"',
)

_CHANGES = ("", "", "", "ins", "del", "moveFrom", "moveTo")
_PAIRS = ("", "", "", "ins", "del", "ins del")
_DEEPEST = 2

_STRUCTURES = {
    "acc": "<m:e>{}</m:e>",
    "bar": "<m:e>{}</m:e>",
    "borderBox": "<m:e>{}</m:e>",
    "box": "<m:e>{}</m:e>",
    "d": "<m:e>{}</m:e>",
    "eqArr": "<m:e>{}</m:e>",
    "f": "<m:num>{}</m:num><m:den>{}</m:den>",
    "func": "<m:fName>{}</m:fName><m:e>{}</m:e>",
    "groupChr": "<m:e>{}</m:e>",
    "limLow": "<m:e>{}</m:e><m:lim>{}</m:lim>",
    "limUpp": "<m:e>{}</m:e><m:lim>{}</m:lim>",
    "m": "<m:mr><m:e>{}</m:e></m:mr>",
    "nary": "<m:sub>{}</m:sub><m:sup>{}</m:sup><m:e>{}</m:e>",
    "phant": "<m:e>{}</m:e>",
    "rad": "<m:deg>{}</m:deg><m:e>{}</m:e>",
    "sPre": "<m:sub>{}</m:sub><m:sup>{}</m:sup><m:e>{}</m:e>",
    "sSub": "<m:e>{}</m:e><m:sub>{}</m:sub>",
    "sSubSup": "<m:e>{}</m:e><m:sub>{}</m:sub><m:sup>{}</m:sup>",
    "sSup": "<m:e>{}</m:e><m:sup>{}</m:sup>",
}
"""The constructs whose signs a change can mark (ECMA-376 Part 1, 22.1.2)."""


def make_body(seed: int) -> str:
    """The content of `w:body`, of two to five blocks."""
    return _Maker(Random(seed)).make_body()


def _mark_all(kinds: str, names: dict[str, str] | None = None) -> str:
    return "".join(f"<w:{(names or {}).get(kind, kind)} {AUTHOR}/>" for kind in kinds.split())


def _wrap(kinds: str, content: str) -> str:
    for kind in reversed(kinds.split()):
        content = f"<w:{kind} {AUTHOR}>{content}</w:{kind}>"
    return content


class _Maker:
    def __init__(self, random: Random) -> None:
        self._random = random
        self._choose = random.choice

    def make_body(self) -> str:
        makers = (self._make_paragraph, self._make_paragraph, self._make_table, self._make_move, self._make_section_end)
        blocks = [self._choose(makers)() for _ in range(self._random.randint(2, 5))]
        return f"{''.join(blocks)}{self._make_last()}<w:sectPr>{self._make_set('sectPr', _SECTIONS)}</w:sectPr>"

    def _make_set(self, kind: str, choices: tuple[str, ...], marks: str = "") -> str:
        """The content of a set of properties: these, marks of changes, and often the set as it was."""
        former = self._choose((None, *choices))
        change = f"<w:{kind}Change {AUTHOR}><w:{kind}>{former}</w:{kind}></w:{kind}Change>"
        return f"{self._choose(choices)}{marks}{change if former is not None else ''}"

    def _repeat(self, make: Callable[[], str], least: int, most: int) -> str:
        return "".join(make() for _ in range(self._random.randint(least, most)))

    # ---------------------------------------------------------------------------------------------------- inlines

    def _make_word(self) -> str:
        return "".join(self._random.choices("abcde", k=self._random.randint(1, 3)))

    def _make_run(self, kinds: str | None = None) -> str:
        kinds = self._choose(("", "", *_CHANGES, "ins del")) if kinds is None else kinds
        tag = "delText" if "del" in kinds.split() else "t"
        look = self._make_set("rPr", _RUN_LOOKS)
        return _wrap(kinds, f"<w:r><w:rPr>{look}</w:rPr><w:{tag}>{self._make_word()}</w:{tag}></w:r>")

    def _make_equation(self) -> str:
        return f"<m:oMath>{self._repeat(self._make_formula, 1, 2)}</m:oMath>"

    def _make_formula(self, depth: int = 0) -> str:
        if depth == _DEEPEST or self._random.random() < 0.4:
            return _wrap(self._choose(("", "", "ins", "del")), f"<m:r><m:t>{self._make_word()}</m:t></m:r>")
        name = self._choose(sorted(_STRUCTURES))
        arguments = [self._make_formula(depth + 1) for _ in range(_STRUCTURES[name].count("{}"))]
        kinds = self._choose(("", "", "ins", "del"))
        sign = f"<m:ctrlPr>{_mark_all(kinds)}</m:ctrlPr>" if kinds else ""
        return f"<m:{name}><m:{name}Pr>{sign}</m:{name}Pr>{_STRUCTURES[name].format(*arguments)}</m:{name}>"

    # ----------------------------------------------------------------------------------------------------- blocks

    def _make_paragraph(self, mark: str | None = None) -> str:
        mark = self._choose(_CHANGES) if mark is None else mark
        marks = f"<w:rPr>{_mark_all(mark)}</w:rPr>" if mark else ""
        layout = self._choose((self._make_set("pPr", _LAYOUTS, marks), _NEWLY_NUMBERED + marks))
        content = self._repeat(lambda: self._choose((self._make_run, self._make_run, self._make_equation))(), 0, 2)
        return f"<w:p><w:pPr>{layout}</w:pPr>{content}</w:p>"

    def _make_last(self) -> str:
        """A paragraph that keeps its mark."""
        return self._make_paragraph("")

    def _make_move(self) -> str:
        """Paragraphs that were moved with their marks to behind another block."""
        places = []
        for kind, number in (("moveFrom", 1), ("moveTo", 2)):
            start = f'<w:{kind}RangeStart w:id="{number}" w:author="A" w:name="move"/>'
            paragraph = f"<w:p><w:pPr><w:rPr>{_mark_all(kind)}</w:rPr></w:pPr>{self._make_run(kind)}</w:p>"
            places.append(f'{start}{paragraph}<w:{kind}RangeEnd w:id="{number}"/>')
        return f"{places[0]}{self._make_last()}{places[1]}"

    def _make_section_end(self) -> str:
        section = self._make_set("sectPr", _SECTIONS)
        marks = _mark_all(self._choose(("", *_CHANGES)))
        content = self._repeat(self._make_run, 0, 1)
        paragraph = f"<w:p><w:pPr><w:rPr>{marks}</w:rPr><w:sectPr>{section}</w:sectPr></w:pPr>{content}</w:p>"
        return f"{self._make_table()}{paragraph}"

    def _make_table(self, depth: int = 0) -> str:
        """A table of equally many columns in all rows; cells come, go and merge, rows come and go."""
        width = self._random.randint(1, 3)
        rows = self._repeat(lambda: self._make_row(width, depth), 1, 3)
        columns = "".join(f'<w:gridCol w:w="{1000 + 500 * number}"/>' for number in range(width))
        properties = self._make_set("tblPr", _TABLES)
        return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"

    def _make_row(self, width: int, depth: int) -> str:
        properties = self._make_set("trPr", _ROWS, _mark_all(self._choose(("", "", *_PAIRS))))
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(self._make_cell(depth) for _ in range(width))}</w:tr>"

    def _make_cell(self, depth: int) -> str:
        merge = self._choose(_MERGES)
        kinds = _mark_all(self._choose(_PAIRS), {"ins": "cellIns", "del": "cellDel"})
        properties = self._make_set("tcPr", _CELLS, f"<w:cellMerge {AUTHOR} {merge}/>" if merge else kinds)
        inner = self._make_table(depth + 1) if depth == 0 and self._random.random() < 0.1 else ""
        story = f"{self._repeat(self._make_paragraph, 0, 2)}{self._make_last()}"
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}{story}</w:tc>"
