"""Equations that old documents write as fields, as LaTeX (ECMA-376 Part 1, 17.16.5.22)."""

from __future__ import annotations

import re

from sdconvert.formats.docx.read.math.latex import join, math_text
from sdconvert.patterns import compile_late

_SWITCH = compile_late(r"\\([abfilrsx])(?![a-z])\s*", re.IGNORECASE)
_OPTION = compile_late(r"\\([a-z]{2})\s*(?:\\(.)|(-?\d+))?\s*", re.IGNORECASE)
_BRACKETS = {"(": ("(", ")"), "[": ("[", "]"), "{": (r"\{", r"\}"), "<": (r"\langle", r"\rangle"), "|": ("|", "|")}
_CLOSING = {")": ")", "]": "]", "}": r"\}", ">": r"\rangle", "|": "|"}
_OPERATORS = {"": r"\int", "in": r"\int", "su": r"\sum", "pr": r"\prod"}
_BOXES = {"": r"\boxed", "to": r"\overline", "bo": r"\underline"}
_LOOKS = frozenset(("al", "ac", "ar", "vs", "hs"))
_DEEPEST = 16
_MOST_DIGITS = 3

_Options = dict[str, str]


class _UncertainError(Exception):
    """There is no LaTeX that surely shows the same."""


def field_latex(instruction: str) -> str | None:
    """The LaTeX of an `EQ` field's instruction without its keyword; None where it is not sure, or nothing is drawn."""
    parser = _Parser(instruction.strip())
    try:
        (latex,) = parser.read_operands(is_enclosed=False)
    except _UncertainError:
        return None
    return latex if parser.has_switches and not latex.startswith(("^", "_")) else None


class _Parser:
    def __init__(self, text: str) -> None:
        self.has_switches = False
        self._text = text
        self._at = 0
        self._depth = 0

    def read_operands(self, is_enclosed: bool) -> list[str]:
        """The operands up to the closing bracket, or the one that is all of the text."""
        operands: list[str] = []
        pieces: list[str] = []
        plain: list[str] = []
        opened = 0
        while self._at < len(self._text):
            sign, following = self._text[self._at], self._text[self._at + 1 : self._at + 2]
            if sign == "\\" and following not in tuple(",;()\\"):
                pieces += [_text(plain), self._read_switch()]
                plain = []
                continue
            self._at += 1
            if sign == "\\":
                plain.append(following)
                self._at += 1
            elif is_enclosed and not opened and sign in ",;)":
                operands.append(join(*pieces, _text(plain)))
                pieces, plain = [], []
                if sign == ")":
                    return operands
            else:
                opened += (sign == "(") - (sign == ")")
                plain.append(sign)
        if is_enclosed:
            raise _UncertainError
        return [join(*pieces, _text(plain))]

    def _read_switch(self) -> str:
        match = _SWITCH.match(self._text, self._at)
        self._depth += 1
        if match is None or self._depth > _DEEPEST:
            raise _UncertainError
        self._at = match.end()
        options: _Options = {}
        while (option := _OPTION.match(self._text, self._at)) is not None:
            options[option[1].lower()] = option[2] or option[3] or ""
            self._at = option.end()
        if self._text[self._at : self._at + 1] != "(":
            raise _UncertainError
        self._at += 1
        latex = _write(match[1].lower(), options, self.read_operands(is_enclosed=True))
        self._depth -= 1
        self.has_switches = True
        return latex


def _text(signs: list[str]) -> str:
    return math_text("".join(signs).strip())


def _write(switch: str, options: _Options, operands: list[str]) -> str:
    if switch == "a":
        return _write_array(options, operands)
    if switch == "b":
        return _write_brackets(options, operands)
    names = tuple(options)
    match switch, names, operands:
        case "f", (), [above, below]:
            return rf"\frac{{{above}}}{{{below}}}"
        case "r", (), [radicand]:
            return rf"\sqrt{{{radicand}}}"
        case "r", (), [degree, radicand]:
            return rf"\sqrt[{degree}]{{{radicand}}}" if degree else rf"\sqrt{{{radicand}}}"
        case "s", ("up",), [raised]:
            return f"^{{{raised}}}"
        case "s", ("do",), [lowered]:
            return f"_{{{lowered}}}"
        case "i", () | ("in" | "su" | "pr",), [low, high, body]:
            return join(f"{_OPERATORS[names[0] if names else '']}_{{{low}}}^{{{high}}}", body)
        case "x", () | ("to" | "bo",), [boxed]:
            return f"{_BOXES[names[0] if names else '']}{{{boxed}}}"
        case "l", (), _:
            return ",".join(operands)
    raise _UncertainError


def _write_brackets(options: _Options, operands: list[str]) -> str:
    if len(operands) != 1 or not options.keys() <= {"bc", "lc", "rc"}:
        raise _UncertainError
    left, right = ("(", ")") if not options else (".", ".")
    if "bc" in options:
        left, right = _BRACKETS.get(options["bc"], ("", ""))
    if "lc" in options:
        left = _BRACKETS.get(options["lc"], ("", ""))[0]
    if "rc" in options:
        right = _CLOSING.get(options["rc"], "")
    if not left or not right:
        raise _UncertainError
    return rf"\left{left} {operands[0]} \right{right}"


def _write_array(options: _Options, operands: list[str]) -> str:
    if "co" not in options or not options.keys() <= {"co", *_LOOKS}:
        raise _UncertainError
    if not options["co"].isdigit() or len(options["co"]) > _MOST_DIGITS:
        raise _UncertainError
    columns = max(1, int(options["co"]))
    rows = (operands[start : start + columns] for start in range(0, len(operands), columns))
    table = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"\begin{{matrix}} {table} \end{{matrix}}"
