"""What a user names as sources, files, folders and patterns, is walked here, for every command and for the library.

A name is a name: what exists is that file or folder, whatever signs it has and whichever way its letters are composed.
What stands in a folder, may be taken for a document and is not taken is told with the reason.
"""

from __future__ import annotations

import fnmatch
import itertools
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from unicodedata import normalize

from sdconvert.errors import BadConfiguration
from sdconvert.frozen import dataclass

WORD_SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")

_PATTERN_SIGNS = frozenset("*?[")
_LOCK_MARK = "~$"
_LOCK_FILE = "a lock file of Word, whose document is open or was when Word ended"
_HIDDEN = "a hidden file"
_LINKED_FOLDER = "a link to a folder; name the folder itself to have it read"
_NO_FILE = "no file, but a pipe, a socket or a device"
_OTHER_WORD = "a Word file of a kind that is not taken here; save it as .docx"
_OTHERS = {
    **dict.fromkeys((".doc", ".dot"), "the old format of Word; save it as .docx"),
    **dict.fromkeys((".rtf", ".odt", ".ott", ".fodt", ".wpd", ".wps", ".pages"), "another format; save it as .docx"),
}


class Skipped(NamedTuple):
    """What a walk did not take, and why. Where `is_unread`, nobody knows what is in it, which is an error."""

    place: str
    reason: str
    is_unread: bool = False


class FoundInput(NamedTuple):
    """A file, or a folder that is an input as a whole; `below` is its path below the folder that was named."""

    path: Path
    below: Path


class Found(NamedTuple):
    """The inputs, each once, in the order named, those of a folder sorted; and what was not taken."""

    inputs: tuple[FoundInput, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class NameFilter:
    """Which files of a folder are taken: those whose names end in one of the suffixes (lower case)."""

    suffixes: tuple[str, ...]

    def takes(self, name: str) -> bool:
        """Whether a file of this name is taken."""
        return name.lower().endswith(self.suffixes) and not name.startswith((".", _LOCK_MARK))

    def reason(self, name: str) -> str:
        """Why a file of this name is not taken, empty where nobody would expect that it is."""
        suffix = os.path.splitext(name)[1].lower()
        is_word = ".docx" in self.suffixes and suffix in WORD_SUFFIXES
        is_document = is_word or name.lower().endswith(self.suffixes)
        if is_document and name.startswith((".", _LOCK_MARK)):
            return _LOCK_FILE if is_lock_file(name) else _HIDDEN
        if is_word:
            return _OTHER_WORD
        is_other = ".docx" in self.suffixes and not name.startswith((".", _LOCK_MARK))
        return _OTHERS.get(suffix, "") if is_other else ""


def is_lock_file(name: str) -> bool:
    """Whether it is what Word puts beside a document that is open."""
    return name.startswith(_LOCK_MARK)


def lock_file(place: str) -> Skipped:
    """What to tell of a lock file, however it was named."""
    return Skipped(place, _LOCK_FILE)


def find_documents(
    arguments: Iterable[str | os.PathLike[str]],
    suffixes: tuple[str, ...] = WORD_SUFFIXES,
    is_one_input: Callable[[Path], bool] = Path.is_file,
) -> Found:
    """The documents that files, folders and patterns name, and what of these was not taken.

    A file is taken whatever its name, but no lock file of Word (`~$…`); in a folder, at any depth, the files that end
    in one of the suffixes (lower case). `is_one_input` says whether a path is an input as a whole, as a folder may be
    that is a package. Links to files are followed, links to folders only where they are named. Hidden folders are
    passed over. Nothing found is no error: a folder may be empty.

    >>> [found.path.name for found in find_documents(["samples/docx/m*.docx"]).inputs]
    ['minutes.docx']

    Raises: BadConfiguration for a path, or a folder of a pattern, that does not exist.
    """
    walk = _Walk(suffixes, is_one_input)
    for argument in arguments:
        walk.add(os.fspath(argument))
    return Found(tuple(walk.inputs.values()), tuple(walk.skipped.values()))


def fixed_root(path: Path) -> Path:
    """The folder that the inputs named by an argument are mirrored from: the folder itself, that of a file, and what
    stands before the first sign of a pattern."""
    found = as_on_disk(path)
    if os.path.isdir(found):
        return found
    return found.parent if os.path.exists(found) else as_on_disk(_before_signs(path))


def as_on_disk(path: Path) -> Path:
    """The path as it stands on the disk, where letters with marks may be composed in another way (NFC, NFD); the path
    as it is where nothing is found."""
    if str(path).isascii() or os.path.lexists(path):
        return path
    for form in ("NFC", "NFD"):
        other = Path(normalize(form, str(path)))
        if os.path.lexists(other):
            return other
    return _by_parts(path)


def same_name(name: str) -> str:
    """What the spellings have in common that some system takes for one name: without case, letters composed."""
    return normalize("NFC", name).casefold()


def result_names(names: Sequence[str], suffix: str) -> Iterator[str]:
    """The names of results: those of the sources, with `/`, with another suffix, and behind their own where that would
    give two sources one result. Names that differ only in their case, or in how letters are composed, are one: on some
    systems they are one file."""
    short = [str(PurePosixPath(name).with_suffix(suffix)) for name in names]
    uses = Counter(map(same_name, short))
    taken = {name for name, number in uses.items() if number == 1}
    for source, name in zip(names, short, strict=True):
        if uses[same_name(name)] == 1:
            yield name
            continue
        free = next(one for one in _longer(source, suffix) if same_name(one) not in taken)
        taken.add(same_name(free))
        yield free


def _longer(name: str, suffix: str) -> Iterator[str]:
    yield f"{name}{suffix}"
    yield from (f"{name}.{number}{suffix}" for number in itertools.count(2))


def skipped_lines(skipped: Iterable[Skipped], most: int = 5) -> Iterator[str]:
    """A sentence for each reason, with the first of the places; what could not be read first, each on a line."""
    reasons: dict[str, list[str]] = {}
    for one in skipped:
        if one.is_unread:
            yield f"Not read: {one.place}: {one.reason}."
        else:
            reasons.setdefault(one.reason, []).append(one.place)
    for reason, places in reasons.items():
        more = f" and {len(places) - most:,} more" if len(places) > most else ""
        yield f"Not taken: {', '.join(places[:most])}{more}: {reason}."


class _Walk:
    """What was found so far."""

    def __init__(self, suffixes: tuple[str, ...], is_one_input: Callable[[Path], bool]) -> None:
        self.inputs: dict[Path, FoundInput] = {}
        self.skipped: dict[str, Skipped] = {}
        self._names = NameFilter(suffixes)
        self._is_one_input = is_one_input

    def add(self, argument: str) -> None:
        """Raises: BadConfiguration."""
        path = as_on_disk(Path(argument))
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            if _PATTERN_SIGNS & set(argument):
                self._add_pattern(Path(argument))
            elif isinstance(error, (FileNotFoundError, NotADirectoryError, ValueError)):
                raise BadConfiguration(f"{argument} does not exist.") from error
            else:
                self._skip_unread(path, error)
            return
        if not stat.S_ISDIR(mode) or self._is_whole(path):
            self._take(path, path.parent)
        else:
            self._add_folder(path, path)

    def _add_pattern(self, pattern: Path) -> None:
        root = fixed_root(pattern)
        if not os.path.isdir(root):
            raise BadConfiguration(f"The pattern {pattern} matches nothing: {root} does not exist.")
        for path in sorted(set(self._matches(root, pattern.parts[len(root.parts) :]))):
            if os.path.isdir(path) and not self._is_whole(path):
                self._add_folder(path, root)
            elif _is_irregular(path):
                self._skip(path, _NO_FILE)
            else:
                self._take(path, root)

    def _matches(self, folder: Path, parts: tuple[str, ...]) -> Iterator[Path]:
        """The paths below a folder that the parts of a pattern match, hidden ones where the part begins with a dot."""
        if not parts:
            yield folder
            return
        first, rest = parts[0], parts[1:]
        if first == "**":
            yield from self._matches(folder, rest)
            rest = parts
        elif not _PATTERN_SIGNS & set(first):
            inner = as_on_disk(folder / first)
            yield from self._matches(inner, rest) if os.path.lexists(inner) else ()
            return
        for entry in self._entries(folder):
            is_shown = first == "**" or fnmatch.fnmatch(normalize("NFC", entry.name), normalize("NFC", first))
            if not is_shown or (entry.name.startswith(".") and not first.startswith(".")):
                continue
            path = Path(entry.path)
            if first == "**" and entry.is_dir() and entry.is_symlink():
                self._skip(path, _LINKED_FOLDER)
            elif not rest or entry.is_dir():
                yield from self._matches(path, rest)

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return list(entries)
        except NotADirectoryError:
            return []
        except OSError as error:
            self._skip_unread(folder, error)
            return []

    def _add_folder(self, folder: Path, root: Path) -> None:
        """Take what a folder holds, at any depth."""
        for parent, folders, names in os.walk(folder, onerror=lambda error: self._skip_unread(error.filename, error)):
            inner = [Path(parent, name) for name in sorted(folders) if not name.startswith(".")]
            folders[:] = []
            for path in inner:
                if self._is_whole(path):
                    self._take(path, root)
                elif path.is_symlink():
                    self._skip(path, _LINKED_FOLDER)
                else:
                    folders.append(path.name)
            for name in sorted(names):
                self._judge(Path(parent, name), root)

    def _judge(self, path: Path, root: Path) -> None:
        """Take a file of a folder, or tell why not."""
        reason = self._names.reason(path.name)
        if self._names.takes(path.name):
            if _is_irregular(path):
                self._skip(path, _NO_FILE)
            else:
                self._take(path, root)
        elif reason:
            self._skip(path, reason)

    def _is_whole(self, path: Path) -> bool:
        try:
            return self._is_one_input(path)
        except OSError:
            return False

    def _take(self, path: Path, root: Path) -> None:
        if is_lock_file(path.name):
            self._skip(path, _LOCK_FILE)
        else:
            self.inputs.setdefault(path, FoundInput(path, path.relative_to(root)))

    def _skip(self, path: Path, reason: str) -> None:
        self.skipped.setdefault(str(path), Skipped(str(path), reason))

    def _skip_unread(self, path: str | Path, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or str(error)
        self.skipped.setdefault(str(path), Skipped(str(path), f"it cannot be read: {reason}", is_unread=True))


def _before_signs(pattern: Path) -> Path:
    """What stands before the first part with a sign of a pattern."""
    return Path(*itertools.takewhile(lambda part: not _PATTERN_SIGNS & set(part), pattern.parts))


def _is_irregular(path: Path) -> bool:
    """Whether there is something that is neither a file nor a folder, and may give bytes without end."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


def _by_parts(path: Path) -> Path:
    found = Path(path.anchor)
    for part in path.parts[bool(path.anchor) :]:
        inner = found / part
        if not os.path.lexists(inner):
            wanted = normalize("NFC", part)
            inner = found / next((name for name in _names_in(found) if normalize("NFC", name) == wanted), part)
        found = inner
    return found if os.path.lexists(found) else path


def _names_in(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
