"""Which documents a batch is about: files, folders, patterns, lists, and folders elsewhere by their URLs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from sdconvert.batch import storage
from sdconvert.errors import BadConfiguration
from sdconvert.paths import expand, fixed_root
from sdconvert.remote import check_place, is_remote, local_path

_PATTERN_SIGNS = "*?["


class Item(NamedTuple):
    """A document: `name` is its place below its source, with `/`; `place` is where it is read from."""

    name: str
    place: str


def discover(
    arguments: Iterable[str], suffixes: tuple[str, ...], listed: Iterable[str] = (), results: tuple[str, ...] = ()
) -> tuple[Item, ...]:
    """The documents that the arguments name, each once, sorted by name; those of folders are the files, at any depth,
    whose names end in one of the suffixes (lower case), but for those in the folders `results` where these lie below.
    `listed` are files, whose names begin at the folder that all of them share.

    Raises: BadConfiguration for what does not exist or matches nothing, for two documents of one name, and for a URL
        with a password; UnreadableInput for a remote folder that cannot be listed.
    """
    found: dict[str, Item] = {}
    places: set[str] = set()
    for argument in arguments:
        check_place(argument)
        find = _remote_items if is_remote(argument) else _local_items
        _take(found, places, find(argument, suffixes, results))
    _take(found, places, _listed_items(tuple(dict.fromkeys(listed))))
    return tuple(found[name] for name in sorted(found))


def _take(found: dict[str, Item], places: set[str], items: Iterable[Item]) -> None:
    """Add the items to what was found, but for those in a place that was named before."""
    for item in items:
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


def _local_items(argument: str, suffixes: tuple[str, ...], results: tuple[str, ...]) -> Iterator[Item]:
    path = str(local_path(argument))
    root = fixed_root(path)
    real = os.path.join(os.path.realpath(root), "")
    inner = [storage.real(folder) for folder in results if not is_remote(folder)]
    left_out = tuple(os.path.join(folder, "") for folder in inner if folder.startswith(real))
    for found in expand([path], suffixes):
        if not left_out or not os.path.realpath(found).startswith(left_out):
            yield Item(found.relative_to(root).as_posix(), str(found))


def _remote_items(argument: str, suffixes: tuple[str, ...], results: tuple[str, ...]) -> Iterator[Item]:
    if any(sign in argument for sign in _PATTERN_SIGNS):
        root = _remote_root(argument)
        names = [name for name in storage.files_matching(argument, root) if _is_document(name, suffixes)]
    elif storage.is_folder(argument):
        root = argument.rstrip("/")
        names = [name for name in storage.files_below(argument) if _is_document(name, suffixes)]
    elif storage.exists(argument):
        yield Item(argument.rsplit("/", 1)[1], argument)
        return
    else:
        raise BadConfiguration(f"{argument} does not exist.")
    if not names:
        raise BadConfiguration(f"{argument} holds no {' or '.join(suffixes)} file.")
    left_out = tuple(f"{folder.rstrip('/')}/" for folder in results if folder.startswith(f"{root}/"))
    items = (Item(name, storage.below(root, name)) for name in names)
    yield from (item for item in items if not item.place.startswith(left_out))


def _is_document(name: str, suffixes: tuple[str, ...]) -> bool:
    return name.lower().endswith(suffixes) and not name.rsplit("/", 1)[-1].startswith((".", "~$"))


def _remote_root(pattern: str) -> str:
    """What stands before the part with the first sign of a pattern."""
    first = min(pattern.index(sign) for sign in _PATTERN_SIGNS if sign in pattern)
    return pattern[:first].rsplit("/", 1)[0]


def _listed_items(places: tuple[str, ...]) -> Iterator[Item]:
    if not places:
        return
    remote = [place for place in places if is_remote(place)]
    local = [place for place in places if not is_remote(place)]
    for place in remote:
        check_place(place)
    for group in (remote, local):
        if not group:
            continue
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


def parse_list(text: str) -> list[str]:
    """The places in a list, one on a line; or ended by NUL, as `find -print0` writes them."""
    separator = "\0" if "\0" in text else "\n"
    return [line.rstrip("\r") for line in text.removeprefix("\ufeff").split(separator) if line.strip()]
