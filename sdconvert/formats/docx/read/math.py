"""Office Math (OMML, ECMA-376 Part 1, 22.1) as LaTeX.

One function for each construct, found by its local name in `_CONSTRUCTS`. What has no function gives its text and is
named in `Math.unknown`. Properties that are missing have the defaults of the standard.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from sdconvert.formats.docx.read.latex import (
    ACCENTS,
    FUNCTIONS,
    FUNCTIONS_WITH_LIMITS,
    atom,
    join,
    literal_text,
    math_text,
    trimmed,
)
from sdconvert.formats.docx.read.symbols import symbol_text

MAX_DEPTH = 50
"""Constructs within constructs; what lies deeper is taken by its text."""

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RUN = f"{_M}r"
_RUN_TAGS = (_RUN, f"{_W}r")
_TEXT_TAGS = (f"{_M}t", f"{_W}t")
_VAL = f"{_M}val"
_OFF = frozenset({"0", "off", "false"})

# Neither text nor structure: fields' codes, marks of the spelling checker, places of comments and bookmarks
_IGNORED = frozenset(
    f"{_W}{name}"
    for name in (
        "annotationRef",
        "bookmarkEnd",
        "bookmarkStart",
        "commentRangeEnd",
        "commentRangeStart",
        "commentReference",
        "fldChar",
        "instrText",
        "lastRenderedPageBreak",
        "permEnd",
        "permStart",
        "proofErr",
    )
)
_TRANSPARENT = frozenset(
    {f"{_M}oMath", f"{_M}oMathPara"}
    | {
        f"{_W}{name}"
        for name in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple")
    }
)

_OPERATORS_WITH_LIMITS = frozenset("∏∐∑⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆")
_FENCES = {
    "": ".",
    "(": "(",
    ")": ")",
    "[": "[",
    "]": "]",
    "{": r"\{",
    "}": r"\}",
    "|": "|",
    "∣": "|",
    "│": "|",
    "‖": r"\|",
    "∥": r"\|",
    "⟨": r"\langle",
    "⟩": r"\rangle",
    "〈": r"\langle",
    "〉": r"\rangle",
    "<": r"\langle",
    ">": r"\rangle",
    "⌊": r"\lfloor",
    "⌋": r"\rfloor",
    "⌈": r"\lceil",
    "⌉": r"\rceil",
    "⟦": r"\llbracket",
    "⟧": r"\rrbracket",
    "/": "/",
    "\\": r"\backslash",
    "↑": r"\uparrow",
    "↓": r"\downarrow",
    "↕": r"\updownarrow",
}
_BARS = frozenset("|∣│‖∥")
_MATRIX_FENCES = {("(", ")"): "p", ("[", "]"): "b", ("{", "}"): "B", ("|", "|"): "v", ("‖", "‖"): "V"}
_COLUMN_ALIGNMENTS = {"left": "l", "right": "r"}
_WIDE_ACCENTS = {
    "hat": "widehat",
    "tilde": "widetilde",
    "vec": "overrightarrow",
    "bar": "overline",
}
_SPACING_ACCENTS = {
    "^": "hat",
    "ˆ": "hat",
    "~": "tilde",
    "˜": "tilde",
    "¯": "bar",
    "‾": "overline",
    "˙": "dot",
    "¨": "ddot",
    "´": "acute",
    "`": "grave",
    "ˇ": "check",
    "˘": "breve",
    "˚": "mathring",
    "→": "vec",
    "←": "overleftarrow",
    "↔": "overleftrightarrow",
}
_DOUBLE_LINES = {"\u033f": "overline", "\u0333": "underline"}
_ACCENT_COMMANDS = ACCENTS | _SPACING_ACCENTS
_GROUP_COMMANDS = {
    ("⏟", "bot"): "underbrace",
    ("⏞", "top"): "overbrace",
    ("⎵", "bot"): "underbracket",
    ("⎴", "top"): "overbracket",
    ("→", "bot"): "underrightarrow",
    ("→", "top"): "overrightarrow",
    ("←", "bot"): "underleftarrow",
    ("←", "top"): "overleftarrow",
    ("↔", "bot"): "underleftrightarrow",
    ("↔", "top"): "overleftrightarrow",
}
_GROUP_COMMANDS |= {(char, ""): name for (char, _), name in _GROUP_COMMANDS.items() if "brac" in name}
_STRETCHED_ARROWS = {
    "→": "xrightarrow",
    "←": "xleftarrow",
    "↔": "xleftrightarrow",
    "⇒": "xRightarrow",
    "⇐": "xLeftarrow",
    "⇔": "xLeftrightarrow",
    "⇌": "xrightleftharpoons",
    "↦": "xmapsto",
}
_RUN_CHARACTERS = {f"{_W}tab": " ", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": ""}
_STYLES = {"p": "mathrm", "b": "mathbf", "bi": "boldsymbol"}
_SCRIPT_ALPHABETS = {
    "script": "mathcal",
    "fraktur": "mathfrak",
    "double-struck": "mathbb",
    "sans-serif": "mathsf",
    "monospace": "mathtt",
}
_LIMIT_COMMANDS = frozenset(f"\\{name}" for name in FUNCTIONS_WITH_LIMITS)
_BRACE_COMMANDS = ("\\overbra", "\\underbra")


@dataclass(frozen=True, slots=True)
class Math:
    """An equation as LaTeX, its bare characters, and the local names of the constructs that were not understood."""

    latex: str
    text: str
    unknown: tuple[str, ...] = ()


def read_math(element: _Element) -> Math:
    """The equation of an `m:oMath`; of an unknown construct, its text.

    Source: ECMA-376 Part 1, 22.1.
    """
    reader = _Reader()
    latex = trimmed(reader.content(element))
    return Math(latex, _text_of(element), tuple(reader.unknown))


@dataclass(slots=True)
class _Reader:
    """One walk over one equation: how deep it is and what it did not understand, in order."""

    depth: int = 0
    unknown: dict[str, None] = field(default_factory=dict)

    def content(self, element: _Element, *, has_alignment: bool = False) -> str:
        return join(*(self._node(child, has_alignment) for child in element.iterchildren("*")))

    def argument(self, element: _Element, name: str) -> str:
        argument = element.find(f"{_M}{name}")
        return "" if argument is None else trimmed(self.content(argument))

    def not_understood(self, name: str) -> None:
        self.unknown[name] = None

    def _node(self, node: _Element, has_alignment: bool) -> str:
        if node.tag in _RUN_TAGS:
            return _run(self, node, has_alignment)
        if _is_ignored(node):
            return ""
        if self.depth >= MAX_DEPTH:
            return self._by_text(node)
        self.depth += 1
        try:
            return self._construct(node)
        finally:
            self.depth -= 1

    def _construct(self, node: _Element) -> str:
        if node.tag in _TRANSPARENT:
            return self.content(node)
        read = _CONSTRUCTS.get(node.tag)
        return read(self, node) if read else self._by_text(node)

    def _by_text(self, node: _Element) -> str:
        self.not_understood(_local_name(node))
        return math_text(_text_of(node))


# ------------------------------------------------------------------------------------------------ text


def _run(reader: _Reader, run: _Element, has_alignment: bool) -> str:
    text = "".join(_run_texts(reader, run))
    if _is_on(run, "rPr", "nor"):
        return literal_text(text)
    alphabet = _alphabet(run)
    if alphabet == "mathrm" and text in FUNCTIONS:
        return f"\\{text}"
    if has_alignment:
        return "&".join(math_text(part, alphabet) for part in text.split("&"))
    return math_text(text, alphabet)


def _run_texts(reader: _Reader, run: _Element) -> Iterator[str]:
    for child in run.iterchildren("*"):
        text = _run_text(child)
        if text is not None:
            yield text
        elif not _is_ignored(child):
            reader.not_understood(_local_name(child))
            yield _text_of(child)


def _run_text(element: _Element) -> str | None:
    if element.tag in _TEXT_TAGS:
        return element.text or ""
    if element.tag == f"{_W}sym":
        return symbol_text(element.get(f"{_W}font", ""), element.get(f"{_W}char", ""))
    return _RUN_CHARACTERS.get(element.tag)


def _alphabet(run: _Element) -> str | None:
    script = _property(run, "rPr", "scr") or ""
    style = _property(run, "rPr", "sty") or ""
    return _SCRIPT_ALPHABETS.get(script) or _STYLES.get(style)


# -------------------------------------------------------------------------------- fractions, roots, scripts


def _fraction(reader: _Reader, element: _Element) -> str:
    numerator, denominator = reader.argument(element, "num"), reader.argument(element, "den")
    match _property(element, "fPr", "type"):
        case "lin":
            return f"{atom(numerator)}/{atom(denominator)}"
        case "skw":
            return f"{{}}^{{{numerator}}}\\!/_{{{denominator}}}"
        case "noBar":
            return f"\\genfrac{{}}{{}}{{0pt}}{{}}{{{numerator}}}{{{denominator}}}"
        case _:
            return f"\\frac{{{numerator}}}{{{denominator}}}"


def _radical(reader: _Reader, element: _Element) -> str:
    radicand, degree = reader.argument(element, "e"), reader.argument(element, "deg")
    if not degree or _is_on(element, "radPr", "degHide"):
        return f"\\sqrt{{{radicand}}}"
    degree = f"{{{degree}}}" if "]" in degree else degree
    return f"\\sqrt[{degree}]{{{radicand}}}"


def _superscript(reader: _Reader, element: _Element) -> str:
    return atom(reader.argument(element, "e")) + _script("^", reader.argument(element, "sup"))


def _subscript(reader: _Reader, element: _Element) -> str:
    return atom(reader.argument(element, "e")) + _script("_", reader.argument(element, "sub"))


def _both_scripts(reader: _Reader, element: _Element) -> str:
    return atom(reader.argument(element, "e")) + _scripts(reader, element)


def _pre_scripts(reader: _Reader, element: _Element) -> str:
    return "{}" + _scripts(reader, element) + atom(reader.argument(element, "e"))


def _scripts(reader: _Reader, element: _Element) -> str:
    return _script("_", reader.argument(element, "sub")) + _script("^", reader.argument(element, "sup"))


def _script(sign: str, latex: str) -> str:
    if latex and set(latex) == {"'"}:
        latex = r"\prime" * len(latex)
    return f"{sign}{{{latex}}}"


# --------------------------------------------------------------------------- operators, functions, limits


def _n_ary(reader: _Reader, element: _Element) -> str:
    char = _character(element, "naryPr", default="∫")
    operator = math_text(char)
    if char and not operator.startswith("\\"):
        operator = f"\\mathop{{{operator}}}"
    lower = "" if _is_on(element, "naryPr", "subHide") else reader.argument(element, "sub")
    upper = "" if _is_on(element, "naryPr", "supHide") else reader.argument(element, "sup")
    scripts = (_script("_", lower) if lower else "") + (_script("^", upper) if upper else "")
    placement = _limit_placement(element, char) if scripts else ""
    return join(operator, placement, scripts, " ", reader.argument(element, "e"))


def _limit_placement(element: _Element, char: str) -> str:
    """LaTeX's word for where the limits stand, when it is not where LaTeX puts them by itself."""
    is_beside_by_nature = char not in _OPERATORS_WITH_LIMITS
    match _property(element, "naryPr", "limLoc"):
        case "undOvr" if is_beside_by_nature:
            return r"\limits"
        case "subSup" if not is_beside_by_nature:
            return r"\nolimits"
        case _:
            return ""


def _function(reader: _Reader, element: _Element) -> str:
    name = element.find(f"{_M}fName")
    operator = "" if name is None else _function_name(name) or trimmed(reader.content(name))
    return join(operator, " ", reader.argument(element, "e"))


def _function_name(name: _Element) -> str | None:
    r"""The command for a name that is nothing but letters: `\sin`, `\operatorname{foo}`."""
    text = _only_letters(name)
    if text in FUNCTIONS:
        return f"\\{text}"
    return f"\\operatorname{{{text}}}" if len(text) > 1 else None


def _only_letters(element: _Element) -> str:
    if any(child.tag != _RUN and not _is_ignored(child) for child in element.iterchildren("*")):
        return ""
    text = _text_of(element).strip()
    return text if text.isascii() and text.isalpha() else ""


def _lower_limit(reader: _Reader, element: _Element) -> str:
    return _with_limit(reader, element, "_", "underset")


def _upper_limit(reader: _Reader, element: _Element) -> str:
    return _with_limit(reader, element, "^", "overset")


def _with_limit(reader: _Reader, element: _Element, sign: str, command: str) -> str:
    base, limit = _limit_base(reader, element), reader.argument(element, "lim")
    takes_limits = base in _LIMIT_COMMANDS or (
        base.startswith(_BRACE_COMMANDS) and _only_construct(element) is not None
    )
    return base + _script(sign, limit) if takes_limits else f"\\{command}{{{limit}}}{{{base}}}"


def _limit_base(reader: _Reader, element: _Element) -> str:
    base = element.find(f"{_M}e")
    letters = "" if base is None else _only_letters(base)
    return f"\\{letters}" if letters in FUNCTIONS else reader.argument(element, "e")


# ------------------------------------------------------------------------------- delimiters and tables


def _delimiters(reader: _Reader, element: _Element) -> str:
    begin = _character(element, "dPr", "begChr", default="(")
    end = _character(element, "dPr", "endChr", default=")")
    return _fenced_table(reader, element, begin, end) or _fenced(reader, element, begin, end)


def _fenced(reader: _Reader, element: _Element, begin: str, end: str) -> str:
    separator = _character(element, "dPr", "sepChr", default="|")
    parts = [trimmed(reader.content(part)) for part in element.iterchildren(f"{_M}e")]
    if not _grows(element, parts, begin, end):
        return join(_fence(begin), *_interleaved(parts, math_text(separator)), _fence(end))
    between = f" \\middle{_FENCES[separator]} " if separator in _BARS else math_text(separator)
    content = join(*_interleaved(parts, between))
    return join(r"\left", _FENCES[begin], " ", content, " ", r"\right", _FENCES[end])


def _grows(element: _Element, parts: list[str], begin: str, end: str) -> bool:
    """Whether the delimiters have something to grow with: a row of plain letters has no braces in its LaTeX."""
    is_allowed = _property(element, "dPr", "grow") not in _OFF and begin in _FENCES and end in _FENCES
    return is_allowed and any("{" in part for part in parts)


def _fence(char: str) -> str:
    return (_FENCES.get(char) or math_text(char)) if char else ""


def _interleaved(parts: list[str], separator: str) -> Iterator[str]:
    for position, part in enumerate(parts):
        if position:
            yield separator
        yield part


def _fenced_table(reader: _Reader, element: _Element, begin: str, end: str) -> str | None:
    """LaTeX's own environment for a matrix or a binomial that is alone in its delimiters."""
    inner = _only_construct(element)
    if inner is None:
        return None
    if inner.tag == f"{_M}m" and (begin, end) in _MATRIX_FENCES and not _has_aligned_columns(inner):
        return _environment(f"{_MATRIX_FENCES[begin, end]}matrix", _matrix_rows(reader, inner))
    if inner.tag == f"{_M}f" and (begin, end) == ("(", ")") and _property(inner, "fPr", "type") == "noBar":
        return f"\\binom{{{reader.argument(inner, 'num')}}}{{{reader.argument(inner, 'den')}}}"
    return None


def _only_construct(element: _Element) -> _Element | None:
    parts = element.findall(f"{_M}e")
    if len(parts) != 1:
        return None
    inner = [child for child in parts[0].iterchildren("*") if not _is_ignored(child)]
    return inner[0] if len(inner) == 1 else None


def _matrix(reader: _Reader, element: _Element) -> str:
    rows = _matrix_rows(reader, element)
    if _has_aligned_columns(element):
        return _environment("array", rows, f"{{{''.join(_column_alignments(element))}}}")
    return _environment("matrix", rows)


def _matrix_rows(reader: _Reader, element: _Element) -> list[str]:
    return [
        " & ".join(trimmed(reader.content(cell)) for cell in row.iterchildren(f"{_M}e"))
        for row in element.iterchildren(f"{_M}mr")
    ]


def _has_aligned_columns(element: _Element) -> bool:
    return any(alignment != "c" for alignment in _column_alignments(element))


def _column_alignments(element: _Element) -> list[str]:
    width = max((len(row.findall(f"{_M}e")) for row in element.iterchildren(f"{_M}mr")), default=0)
    declared: list[str] = []
    for column in element.iterfind(f"{_M}mPr/{_M}mcs/{_M}mc"):
        alignment = _COLUMN_ALIGNMENTS.get(_property(column, "mcPr", "mcJc") or "", "c")
        declared += [alignment] * min(_column_count(column), width - len(declared))
    return declared + ["c"] * (width - len(declared))


def _column_count(column: _Element) -> int:
    try:
        return max(int(_property(column, "mcPr", "count") or 1), 1)
    except ValueError:
        return 1


def _equation_array(reader: _Reader, element: _Element) -> str:
    rows = [trimmed(reader.content(row, has_alignment=True)) for row in element.iterchildren(f"{_M}e")]
    is_aligned = any("&" in row.replace(r"\&", "") for row in rows)
    return _environment("aligned" if is_aligned else "gathered", rows)


def _environment(name: str, rows: list[str], arguments: str = "") -> str:
    content = " \\\\ ".join(rows)
    return f"\\begin{{{name}}}{arguments} {content} \\end{{{name}}}"


# ---------------------------------------------------------------------------- accents, bars, boxes, groups


def _accent(reader: _Reader, element: _Element) -> str:
    base = reader.argument(element, "e")
    char = _character(element, "accPr", default="\u0302")
    if not char:
        return base
    if char in _DOUBLE_LINES:
        line = _DOUBLE_LINES[char]
        return f"\\{line}{{\\{line}{{{base}}}}}"
    command = _ACCENT_COMMANDS.get(char)
    if command is None:
        reader.not_understood("acc")
        return f"\\overset{{{math_text(char)}}}{{{base}}}"
    is_wide = atom(base).startswith("{")
    return f"\\{_WIDE_ACCENTS.get(command, command) if is_wide else command}{{{base}}}"


def _bar(reader: _Reader, element: _Element) -> str:
    command = "overline" if _property(element, "barPr", "pos") == "top" else "underline"
    return f"\\{command}{{{reader.argument(element, 'e')}}}"


def _group_character(reader: _Reader, element: _Element) -> str:
    base = reader.argument(element, "e")
    char = _character(element, "groupChrPr", default="⏟")
    position = _property(element, "groupChrPr", "pos") or "bot"
    is_base_line = (_property(element, "groupChrPr", "vertJc") or "top") != position
    command = _GROUP_COMMANDS.get((char, position))
    if command and (is_base_line or (char, "") in _GROUP_COMMANDS):
        return f"\\{command}{{{base}}}"
    if is_base_line or not char:
        return _stacked(position, math_text(char), base)
    return _labelled(char, base, is_above=position == "bot")


def _stacked(position: str, char: str, base: str) -> str:
    command = "overset" if position == "top" else "underset"
    return f"\\{command}{{{char}}}{{{base}}}" if char else base


def _labelled(char: str, label: str, is_above: bool) -> str:
    """A character that stands on the line, with the base as its label."""
    arrow = _STRETCHED_ARROWS.get(char)
    if arrow is None:
        return _stacked("top" if is_above else "bot", label, math_text(char))
    return f"\\{arrow}{{{label}}}" if is_above else f"\\{arrow}[{{{label}}}]{{}}"


def _box(reader: _Reader, element: _Element) -> str:
    return reader.argument(element, "e")


def _border_box(reader: _Reader, element: _Element) -> str:
    latex = _struck_out(reader, element)
    hidden = [side for side in ("hideTop", "hideBot", "hideLeft", "hideRight") if _is_on(element, "borderBoxPr", side)]
    if len(hidden) == 4:
        return latex
    for side in hidden:
        reader.not_understood(side)
    return f"\\boxed{{{latex}}}"


def _struck_out(reader: _Reader, element: _Element) -> str:
    latex = reader.argument(element, "e")
    strikes = [name for name in ("strikeBLTR", "strikeTLBR") if _is_on(element, "borderBoxPr", name)]
    for name in ("strikeH", "strikeV"):
        if _is_on(element, "borderBoxPr", name):
            reader.not_understood(name)
    match strikes:
        case ["strikeBLTR"]:
            return f"\\cancel{{{latex}}}"
        case ["strikeTLBR"]:
            return f"\\bcancel{{{latex}}}"
        case [_, _]:
            return f"\\xcancel{{{latex}}}"
        case _:
            return latex


def _phantom(reader: _Reader, element: _Element) -> str:
    base = reader.argument(element, "e")
    is_flat = _is_on(element, "phantPr", "zeroAsc") and _is_on(element, "phantPr", "zeroDesc")
    if _property(element, "phantPr", "show") not in _OFF:
        return f"\\smash{{{base}}}" if is_flat else base
    if is_flat:
        return f"\\hphantom{{{base}}}"
    return f"\\{'vphantom' if _is_on(element, 'phantPr', 'zeroWid') else 'phantom'}{{{base}}}"


_CONSTRUCTS: dict[str, Callable[[_Reader, _Element], str]] = {
    f"{_M}{name}": read
    for name, read in {
        "acc": _accent,
        "bar": _bar,
        "borderBox": _border_box,
        "box": _box,
        "d": _delimiters,
        "eqArr": _equation_array,
        "f": _fraction,
        "func": _function,
        "groupChr": _group_character,
        "limLow": _lower_limit,
        "limUpp": _upper_limit,
        "m": _matrix,
        "nary": _n_ary,
        "phant": _phantom,
        "rad": _radical,
        "sPre": _pre_scripts,
        "sSub": _subscript,
        "sSubSup": _both_scripts,
        "sSup": _superscript,
    }.items()
}


# ------------------------------------------------------------------------------------------- properties


def _property(element: _Element, properties: str, name: str) -> str | None:
    """The `m:val` of a property: None when the property is absent, empty when it has no value."""
    found = element.find(f"{_M}{properties}/{_M}{name}")
    return None if found is None else found.get(_VAL, "")


def _is_on(element: _Element, properties: str, name: str) -> bool:
    return _property(element, properties, name) not in (None, *_OFF)


def _character(element: _Element, properties: str, name: str = "chr", *, default: str) -> str:
    char = _property(element, properties, name)
    return default if char is None else char


def _text_of(element: _Element) -> str:
    return "".join(text.text or "" for text in element.iter(*_TEXT_TAGS))


def _is_ignored(element: _Element) -> bool:
    return element.tag in _IGNORED or element.tag.endswith("Pr")


def _local_name(element: _Element) -> str:
    return element.tag.rpartition("}")[2]
