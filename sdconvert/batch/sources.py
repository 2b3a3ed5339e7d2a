"""Which documents a batch is about: files, folders, patterns, lists, and folders elsewhere by their URLs."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from sdconvert.batch import storage
from sdconvert.errors import BadConfiguration, UnreadableInput
from sdconvert.paths import NameFilter, Skipped, as_on_disk, find_documents, fixed_root, is_lock_file, lock_file
from sdconvert.remote import check_place, is_remote, local_path

_PATTERN_SIGNS = "*?["


class Item(NamedTuple):
    """A document: `name` is its place below its source, with `/`; `place` is where it is read from."""

    name: str
    place: str


class Discovery(NamedTuple):
    """The documents of a batch, sorted by name, and what of its sources was not taken."""

    items: tuple[Item, ...]
    skipped: tuple[Skipped, ...]


def discover(
    arguments: Iterable[str], suffixes: tuple[str, ...], listed: Iterable[str] = (), results: tuple[str, ...] = ()
) -> Discovery:
    """The documents that the arguments name, each once, sorted by name; those of folders are the files, at any depth,
    whose names end in one of the suffixes (lower case), but for those in the folders `results` where these lie below.
    `listed` are files, whose names begin at the folder that all of them share. Nothing found is no error.

    Raises: BadConfiguration for what does not exist, for two documents of one name, and for a URL with a password;
        UnreadableInput for a remote folder that cannot be listed.
    """
    found: dict[str, Item] = {}
    places: set[str] = set()
    skipped: dict[str, Skipped] = {}
    for argument in arguments:
        check_place(argument)
        find = _remote_items if is_remote(argument) else _local_items
        _take(found, places, skipped, find(argument, suffixes, results))
    _take(found, places, skipped, _listed_items(tuple(dict.fromkeys(listed))))
    return Discovery(tuple(found[name] for name in sorted(found)), tuple(skipped.values()))


def _take(
    found: dict[str, Item], places: set[str], skipped: dict[str, Skipped], items: Iterable[Item | Skipped]
) -> None:
    """Add the items to what was found, but for those in a place that was named before, and what is not taken."""
    for item in items:
        if isinstance(item, Skipped):
            skipped.setdefault(item.place, item._replace(place=storage.as_text(item.place)))
            continue
        place = storage.absolute(item.place)
        if place in places:
            continue
        places.add(place)
        item = item._replace(name=storage.as_text(item.name))
        taken = found.setdefault(item.name, item)
        if taken is not item and storage.real(taken.place) != storage.real(item.place):
            raise BadConfiguration(
                f"{taken.place} and {item.place} would both become {item.name}; run them into different folders."
            )


def _local_items(argument: str, suffixes: tuple[str, ...], results: tuple[str, ...]) -> Iterator[Item | Skipped]:
    path = local_path(argument)
    found = find_documents([path], suffixes)
    real = os.path.join(os.path.realpath(fixed_root(path)), "")
    inner = [storage.real(folder) for folder in results if not is_remote(folder)]
    left_out = tuple(os.path.join(folder, "") for folder in inner if folder.startswith(real))
    yield from (one for one in found.skipped if not _is_below(one.place, left_out))
    for path, below in found.inputs:
        if not _is_below(path, left_out):
            yield Item(below.as_posix(), str(path))


def _is_below(path: str | Path, folders: tuple[str, ...]) -> bool:
    return bool(folders) and os.path.realpath(path).startswith(folders)


def _remote_items(argument: str, suffixes: tuple[str, ...], results: tuple[str, ...]) -> Iterator[Item | Skipped]:
    """What exists is that file or folder, whatever signs its name has."""
    if storage.is_folder(argument):
        root = argument.rstrip("/")
        names, unread = storage.files_below(argument)
    elif storage.exists(argument):
        name = argument.rsplit("/", 1)[1]
        yield lock_file(argument) if is_lock_file(name) else Item(name, argument)
        return
    elif any(sign in argument for sign in _PATTERN_SIGNS):
        root = _remote_root(argument)
        if not storage.exists(root):
            raise BadConfiguration(f"The pattern {argument} matches nothing: {root} does not exist.")
        names, unread = storage.files_matching(argument, root), []
    else:
        raise BadConfiguration(f"{argument} does not exist.")
    yield from unread
    yield from _judge_names(root, names, NameFilter(suffixes), results)


def _judge_names(
    root: str, names: Iterable[str], wanted: NameFilter, results: tuple[str, ...]
) -> Iterator[Item | Skipped]:
    """The documents among the files below a remote folder, and those that are not taken."""
    left_out = tuple(f"{folder.rstrip('/')}/" for folder in results if folder.startswith(f"{root}/"))
    for name in names:
        place, last = storage.below(root, name), name.rsplit("/", 1)[-1]
        if place.startswith(left_out):
            continue
        if wanted.takes(last):
            yield Item(name, place)
        elif reason := wanted.reason(last):
            yield Skipped(place, reason)


def _remote_root(pattern: str) -> str:
    """What stands before the part with the first sign of a pattern."""
    first = min(pattern.index(sign) for sign in _PATTERN_SIGNS if sign in pattern)
    return pattern[:first].rsplit("/", 1)[0]


def _listed_items(places: tuple[str, ...]) -> Iterator[Item | Skipped]:
    """The files of a list; what has no name that a result could be called after is told."""
    local, remote = list[str](), list[str]()
    for place in places:
        check_place(place)
        found = place if is_remote(place) else str(as_on_disk(local_path(place)))
        name = os.path.basename(place if is_remote(place) else os.path.abspath(found))
        if not name:
            yield Skipped(place, "it is a folder, and a list names files", is_unread=True)
        elif is_lock_file(name):
            yield lock_file(place)
        else:
            (remote if is_remote(place) else local).append(found)
    for group in (remote, local):
        if group:
            root = _shared_folder(group)
            yield from (Item(_name_below(root, place), place) for place in group)


def _shared_folder(places: list[str]) -> str:
    folders = [
        place.rsplit("/", 1)[0] if is_remote(place) else os.path.dirname(os.path.abspath(place)) for place in places
    ]
    return os.path.commonpath(folders) if not is_remote(places[0]) else _common_url(folders)


def _common_url(folders: list[str]) -> str:
    parts = [folder.split("/") for folder in folders]
    shared = []
    for column in zip(*parts, strict=False):
        if len(set(column)) > 1:
            break
        shared.append(column[0])
    return "/".join(shared)


def _name_below(root: str, place: str) -> str:
    if is_remote(place):
        return place[len(root) :].lstrip("/")
    return Path(os.path.abspath(place)).relative_to(root).as_posix()


def parse_list(data: bytes) -> list[str]:
    """The places in a list, one on a line; or ended by NUL, as `find -print0` writes them. It is UTF-8 or what the
    system's names are in, or UTF-16, as PowerShell writes it.

    Raises: UnreadableInput for UTF-16 that is cut.
    """
    text = _decode_list(data)
    separator = "\0" if "\0" in text else "\n"
    return [line.rstrip("\r") for line in text.removeprefix("\ufeff").split(separator) if line.strip()]


def _decode_list(data: bytes) -> str:
    is_marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    has_line_end = b"\n\0" in data and len(data) % 2 == 0 and b"\n" not in data.replace(b"\n\0", b"")
    if not is_marked and not has_line_end:
        return os.fsdecode(data)
    try:
        return data.decode("utf-16" if is_marked else "utf-16-le")
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"The list is no whole UTF-16: {error}.") from error
