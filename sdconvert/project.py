"""The project file: what holds for the documents of a folder and all below it, kept beside them.

`sdconvert.toml`, or `[tool.sdconvert]` of a `pyproject.toml`, of the working directory or else of the nearest folder
above that has one; in one folder `sdconvert.toml` wins, and files further up do not count. Paths and patterns in it
start from its folder.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import Any

from sdconvert.errors import BadConfiguration
from sdconvert.findings import Finding
from sdconvert.frozen import dataclass
from sdconvert.ignores import Ignore, Ignores
from sdconvert.patterns import compile_late
from sdconvert.suggestions import did_you_mean

NAME = "sdconvert.toml"
PYPROJECT = "pyproject.toml"
_TOOL = ("tool", "sdconvert")
IGNORE = "ignore"
_IGNORE_KEYS = ("files", "codes", "reason")

_NAME = r"(?:[\w-]+|\"[^\"]*\"|'[^']*')"
_HEADER = compile_late(rf"\s*(\[\[?)\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*\]")
_KEY = compile_late(rf"\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*=")
_SECRETS = frozenset(
    {"secret", "password", "passwd", "token", "jwt", "credentials", "api-key", "apikey", "private-key", "client-secret"}
)
_CREDENTIALS = compile_late(r"://[^/\s:@]+:[^/\s@]+@|\beyJ[\w-]{10,}\.[\w-]+|\bBearer\s+\S{8,}")

Keys = tuple[str | int, ...]


@dataclass(frozen=True)
class Project:
    """What a project file says; `file` is None where there is none. `tables` are those of the commands."""

    file: Path | None = None
    tables: Mapping[str, Any] = field(default_factory=dict)
    ignores: Ignores = Ignores()
    text: str = field(default="", repr=False)

    @property
    def folder(self) -> Path:
        """Where its paths start."""
        return Path() if self.file is None else self.file.parent

    def split(
        self, findings: Iterable[Finding], place: str | os.PathLike[str]
    ) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, str], ...]]:
        """The findings about a file that stand, and those that the project ignores there, each with the reason."""
        return self.ignores.of(place).split(findings)

    def place_of(self, *keys: str | int) -> str:
        """Where something is said: `sdconvert.toml, line 4`."""
        prefix: Keys = _TOOL if self.file is not None and self.file.name == PYPROJECT else ()
        wanted: Keys = (*prefix, *keys)
        while wanted and wanted not in self._lines:
            wanted = wanted[:-1]
        where = shown_path(self.file) if self.file is not None else ""
        return f"{where}, line {self._lines[wanted]}" if wanted else where

    def refusal(self, sentence: str, *keys: str | int) -> BadConfiguration:
        """The error about what is said under these keys."""
        return BadConfiguration(f"{self.place_of(*keys)}: {sentence}")

    @cached_property
    def _lines(self) -> dict[Keys, int]:
        return dict(_key_lines(self.text))


def shown_path(path: Path) -> str:
    """A path as a person in the working directory would write it."""
    try:
        return os.path.relpath(path)
    except (ValueError, OSError):
        return str(path)


def _key_lines(text: str) -> Iterator[tuple[Keys, int]]:
    """The keys of a TOML file with their lines; the first of a name counts, so it is told last."""
    table: Keys = ()
    counts: Counter[Keys] = Counter()
    found: dict[Keys, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header is not None:
            table = _names(header[2])
            if header[1] == "[[":
                counts[table] += 1
                table = (*table, counts[table] - 1)
            found.setdefault(table, number)
        elif (key := _KEY.match(line)) is not None:
            found.setdefault((*table, *_names(key[1])), number)
    yield from found.items()


def _names(dotted: str) -> Keys:
    return tuple(name.strip("\"'") for name in re.findall(_NAME, dotted))


# --------------------------------------------------------------------------------------------------------- finding it


def find_project(start: str | os.PathLike[str] | None = None) -> Path | None:
    """The project file for a folder, by default the working directory; None where there is none."""
    try:
        folder = Path(start or ".").absolute()
        for place in (folder, *folder.parents):
            for path in (place / NAME, place / PYPROJECT):
                if path.is_file() and (path.name == NAME or _has_table(path)):
                    return path
    except OSError:  # the working directory is gone, or a folder above may not be looked into
        return None
    return None


def _has_table(path: Path) -> bool:
    """Whether a pyproject.toml is about this program."""
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError):
        return False
    if "sdconvert" not in text:
        return False
    import tomllib

    try:
        return isinstance(tomllib.loads(text).get("tool", {}).get("sdconvert"), dict)
    except tomllib.TOMLDecodeError:
        return "[tool.sdconvert" in text


def load_project(file: str | os.PathLike[str] | None = None, *, start: str | os.PathLike[str] | None = None) -> Project:
    """What a project file says: the named one, or that for a folder, by default the working directory; an empty project
    where there is none.

    >>> project = load_project()
    >>> letter = "samples/docx/letter.docx"
    >>> standing, ignored = project.split(validate(letter), letter)
    >>> ignored
    ()

    Raises: BadConfiguration, which names file and line.
    """
    path = find_project(start) if file is None else Path(file).absolute()
    if path is None:
        return Project()
    text = _read(path)
    values = _parse(path, text)
    draft = Project(path, values, text=text)
    _refuse_secrets(draft, values, ())
    entries = values.pop(IGNORE, [])
    ignores = Ignores(tuple(_parse_ignores(draft, entries)))
    return Project(path, values, ignores, text)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadConfiguration(f"{shown_path(path)} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise BadConfiguration(f"{shown_path(path)} is no text in UTF-8.") from error


def _parse(path: Path, text: str) -> dict[str, Any]:
    import tomllib

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadConfiguration(f"{shown_path(path)} is no TOML: {error}.") from error
    for name in _TOOL if path.name == PYPROJECT else ():
        values = values.get(name, {})
    return values


def _refuse_secrets(project: Project, value: object, keys: Keys) -> None:
    """Raises: BadConfiguration for what looks like a secret, which it does not show."""
    if isinstance(value, dict):
        for name, inner in value.items():
            words = str(name).casefold().replace("_", "-")
            if any(words == one or words.endswith(f"-{one}") for one in _SECRETS):
                raise _refuse_secret(project, f"{name} is a secret", (*keys, name))
            _refuse_secrets(project, inner, (*keys, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _refuse_secrets(project, inner, (*keys, number))
    elif isinstance(value, str) and _CREDENTIALS.search(value):
        raise _refuse_secret(project, f"The value of {keys[-1]} holds credentials", keys)


def _refuse_secret(project: Project, what: str, keys: Keys) -> BadConfiguration:
    return project.refusal(
        f"{what}, and a project file is shared with whoever has the documents. Secrets belong in the environment "
        "(SDCONVERT_CLIENT_SECRET …) or in a profile of sdconvert/partner.toml in your configuration folder, which "
        "the project names by `profile`.",
        *keys,
    )


# ------------------------------------------------------------------------------------------------------------ ignores


def _parse_ignores(project: Project, entries: object) -> Iterator[Ignore]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise project.refusal("ignore has to be tables: [[ignore]] with files, codes and reason.", IGNORE)
    for number, entry in enumerate(entries):
        for key in entry:
            if key not in _IGNORE_KEYS:
                hint = did_you_mean(key, _IGNORE_KEYS) or f" There are {', '.join(_IGNORE_KEYS)}."
                raise project.refusal(f"ignore has no {key!r}.{hint}", IGNORE, number, key)
        files, codes = (_texts(project, entry, number, key) for key in ("files", "codes"))
        reason = entry.get("reason", "")
        if not isinstance(reason, str) or not reason.strip():
            raise project.refusal("What is ignored needs a reason.", IGNORE, number, "reason")
        _check_codes(project, codes, number)
        yield Ignore(files, codes, reason.strip(), str(project.folder))


def _texts(project: Project, entry: Mapping[str, Any], number: int, key: str) -> tuple[str, ...]:
    value = entry.get(key)
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not texts or not all(isinstance(one, str) and one.strip() for one in texts):
        example = '"archive/**"' if key == "files" else '"DOCX-R085"'
        raise project.refusal(
            f"ignore needs {key}: a text or a list of them, such as [{example}].", IGNORE, number, key
        )
    return tuple(texts)


def _check_codes(project: Project, codes: Iterable[str], number: int) -> None:
    from fnmatch import filter as matching

    from sdconvert.codes import known_codes

    for code in codes:
        known = known_codes()
        if not matching(known, code):
            raise project.refusal(f"There is no code {code!r}.{did_you_mean(code, known)}", IGNORE, number, "codes")
