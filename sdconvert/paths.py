"""What a user names as a list of files: files, folders, patterns."""

from __future__ import annotations

import glob
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sdconvert.errors import BadConfiguration

_PATTERN_SIGNS = frozenset("*?[")


def expand(
    arguments: Iterable[str], suffixes: tuple[str, ...], is_one_input: Callable[[Path], bool] = Path.is_file
) -> tuple[Path, ...]:
    """The inputs that the arguments name, each once, in the order named; those of a folder sorted.

    A file is taken whatever its name; in a folder, at any depth, the files that end in one of the suffixes (lower
    case). `is_one_input` says whether a path is an input as a whole, such as a folder that is a package. Hidden files
    and folders and the lock files of Word (`~$…`) are passed over in folders.

    Raises: BadConfiguration for a path that does not exist, a pattern that matches nothing, a folder without inputs,
        and a pattern that matches such folders only.
    """
    found: dict[Path, None] = {}
    for argument in arguments:
        matches = _matches(argument)
        inputs = [path for match in matches for path in _inputs_at(match, suffixes, is_one_input)]
        if not inputs:
            raise BadConfiguration(f"The folder {matches[0]} holds no {' or '.join(suffixes)} file.")
        found |= dict.fromkeys(inputs)
    return tuple(found)


def fixed_root(argument: str) -> Path:
    """The folder that the inputs named by an argument are mirrored from: the folder itself, that of a file, and what
    stands before the first sign of a pattern."""
    path = Path(argument)
    if path.is_dir():
        return path
    if path.exists():
        return path.parent
    parts = itertools.takewhile(lambda part: not _PATTERN_SIGNS & set(part), path.parts)
    return Path(*parts)


def _matches(argument: str) -> list[Path]:
    path = Path(argument)
    if path.exists():
        return [path]
    if not _PATTERN_SIGNS & set(argument):
        raise BadConfiguration(f"{argument} does not exist.")
    matches = sorted(Path(match) for match in glob.glob(argument, recursive=True))
    if not matches:
        raise BadConfiguration(f"The pattern {argument} matches nothing.")
    return matches


def _inputs_at(path: Path, suffixes: tuple[str, ...], is_one_input: Callable[[Path], bool]) -> Iterable[Path]:
    is_input = path.is_file() or is_one_input(path)
    return [path] if is_input else _inputs_below(path, suffixes, is_one_input)


def _inputs_below(folder: Path, suffixes: tuple[str, ...], is_one_input: Callable[[Path], bool]) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        kept = sorted(name for name in folders if not name.startswith("."))
        packages = [name for name in kept if is_one_input(Path(parent, name))]
        yield from (Path(parent, name) for name in packages)
        folders[:] = [name for name in kept if name not in packages]
        for name in sorted(names):
            if name.lower().endswith(suffixes) and not name.startswith((".", "~$")):
                yield Path(parent, name)
