"""A mapping file (JSON as the partner API takes it, or the same as TOML) -> StyleMap."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from sdconvert.errors import BadConfiguration
from sdconvert.findings import Code, Finding, Location, Report, Result, Severity, declare
from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.check import LEVEL_OUT_OF_RANGE, STYLE_WITHOUT_ROW, check, check_rows
from sdconvert.stylemap.rows import MappingRow, StyleMap, TextType
from sdconvert.suggestions import near

UNKNOWN_TEXT_TYPE = declare(
    "MAP-001",
    Severity.ERROR,
    "The row “{style}” has the textType {text_type!r}; known are {known}.",
    why="The import knows these kinds of text and no others.",
)
NOT_A_ROW = declare(
    "MAP-004",
    Severity.ERROR,
    "The row “{style}” is not an object with a textType.",
    hint='A row looks like this: "heading 1": {"textType": "heading-ol", "level": 0}',
    why="A mapping names for each style what its paragraphs become.",
)
UNKNOWN_FIELD = declare(
    "MAP-005",
    Severity.WARNING,
    "The row “{style}” has a field {field!r}, which the API does not know.",
    hint="The fields of a row are textType and level.",
    why="A field that the import does not know is often a misspelt one.",
)
DUPLICATE_ROW = declare(
    "MAP-006",
    Severity.ERROR,
    "The style “{style}” has more than one row; which one counts is unclear.",
    why="Only one row can count, and which one it is depends on the program that reads the file.",
)

_FIELDS = frozenset(("textType", "level"))


def load_stylemap(path: str | Path) -> StyleMap:
    """The style map in a file.

    Raises: BadConfiguration when the file cannot be read, or naming every fault of its rows.
    """
    return read_stylemap(path).value


def read_stylemap(path: str | Path) -> Result[StyleMap]:
    """The style map in a file, with what is to be known of its rows by themselves, each at its line.

    Raises: BadConfiguration when the file cannot be read, or naming every fault that makes it unusable.
    """
    text, name = _read_text(Path(path)), str(path)
    result = _usable(text, name)
    return Result(result.value, tuple(_locate(finding, text, name) for finding in result.findings))


def parse_stylemap(text: str, name: str = "the mapping") -> StyleMap:
    """The style map that this text holds; `name` is what errors call it.

    Raises: BadConfiguration when it is neither JSON nor TOML, or naming every fault of its rows.
    """
    return _usable(text, name).value


def _usable(text: str, name: str) -> Result[StyleMap]:
    result = read_rows(text, name)
    faults = (*result.findings, *check_rows(result.value))
    errors = [finding for finding in faults if finding.severity is Severity.ERROR]
    if errors:
        raise BadConfiguration("\n".join((f"{name} cannot be used:", *(f"  {_sentence(text, e)}" for e in errors))))
    return Result(result.value, faults)


def check_file(path: str | Path, uses: Iterable[StyleUse]) -> tuple[Finding, ...]:
    """Everything that is wrong with a mapping file, by itself and against the styles in use.

    Raises: BadConfiguration when the file cannot be read, or is neither JSON nor TOML.
    """
    text = _read_text(Path(path))
    result = read_rows(text, str(path))
    faulty = {finding.details["style"] for finding in result.findings}
    rest = [
        finding
        for finding in check(result.value, uses)
        if finding.code is not STYLE_WITHOUT_ROW or finding.details["style"] not in faulty
    ]
    return tuple(_locate(finding, text, str(path)) for finding in (*result.findings, *rest))


def read_rows(text: str, name: str = "the mapping") -> Result[StyleMap]:
    """The sound rows of a mapping file; every other row is a finding.

    Raises: BadConfiguration when it is neither JSON nor TOML, or no object.
    """
    report = Report()
    pairs = _parse_json(text, name, report) if text.lstrip("\ufeff \t\r\n").startswith("{") else _parse_toml(text, name)
    rows = {style: row for style, value in pairs.items() if (row := _parse_row(style, value, report)) is not None}
    return report.result(StyleMap(rows))


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadConfiguration(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise BadConfiguration(f"{path} is not UTF-8 text.") from error


def _parse_json(text: str, name: str, report: Report) -> dict[str, object]:
    repeated: list[str] = []

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [key for key, _ in pairs]
        repeated[:] = [key for key in dict.fromkeys(names) if names.count(key) > 1]
        return dict(pairs)

    try:
        rows = cast(dict[str, object], json.loads(text.lstrip("\ufeff"), object_pairs_hook=unique))
    except json.JSONDecodeError as error:
        raise BadConfiguration(
            f"{name} is not JSON: {error.msg}, line {error.lineno}, column {error.colno}."
        ) from error
    except RecursionError as error:
        raise BadConfiguration(f"{name} is nested too deeply to be a style mapping.") from error
    for style in repeated:  # those of the outermost object, which is complete last
        report.add(DUPLICATE_ROW, style=style)
    return rows


def _parse_toml(text: str, name: str) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadConfiguration(f"{name} is neither a JSON object nor TOML: {error}.") from error
    except RecursionError as error:
        raise BadConfiguration(f"{name} is nested too deeply to be a style mapping.") from error


def _parse_row(style: str, value: object, report: Report) -> MappingRow | None:
    if not isinstance(value, dict) or "textType" not in value:
        report.add(NOT_A_ROW, style=style)
        return None
    for field in sorted(value.keys() - _FIELDS):
        report.add(UNKNOWN_FIELD, style=style, field=field)
    text_type = value["textType"]
    if text_type not in tuple(TextType):
        known = f"{', '.join(TextType)}{_meant(text_type)}"
        report.add(UNKNOWN_TEXT_TYPE, style=style, text_type=text_type, known=known)
        return None
    level = value.get("level")
    if level is not None and type(level) is not int:
        report.add(LEVEL_OUT_OF_RANGE, style=style, level=repr(level))
        return None
    return MappingRow(TextType(text_type), level)


def _meant(text_type: object) -> str:
    found = near(text_type, TextType) if isinstance(text_type, str) else []
    return f" (probably {found[0]})" if found else ""


def _sentence(text: str, finding: Finding) -> str:
    line = _line_of(text, str(finding.details["style"]))
    return finding.message if line is None else f"line {line}: {finding.message}"


def _locate(finding: Finding, text: str, name: str) -> Finding:
    if not _is_about_a_row(finding.code):
        return finding
    line = _line_of(text, str(finding.details["style"]))
    return Finding(finding.code, Location(name, path="" if line is None else f"line {line}"), finding.details)


def _is_about_a_row(code: Code) -> bool:
    return code is not STYLE_WITHOUT_ROW


def _line_of(text: str, style: str) -> int | None:
    """The line of the row, counted from 1, where its name stands there as it is."""
    keys = {json.dumps(style), json.dumps(style, ensure_ascii=False), f"'{style}'"}
    for number, line in enumerate(text.splitlines(), 1):
        if any(key in line for key in keys) or line.lstrip().startswith((f"{style} ", f"{style}=", f"[{style}]")):
            return number
    return None
