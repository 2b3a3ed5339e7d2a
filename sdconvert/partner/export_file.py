"""An export, streamed to a file beside its target, looked at, and renamed."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sdconvert.archive import open_archive
from sdconvert.errors import OutputRefused, UnreadableInput, UnsafeInput
from sdconvert.http.json_fields import Unexpected

LARGEST_EXPORT = 4_000_000_000
_ABANDONED_SECONDS = 3600.0


def save_export(chunks: Iterable[bytes], target: Path, needed: str, largest: int = LARGEST_EXPORT) -> Path:
    """The target, written whole or not at all; it is a zip of at most so many bytes that holds the member `needed`.
    What a process that was killed left of the same target is removed.

    Raises: Unexpected when the answer is no such zip, OutputRefused when it is larger, or the target cannot be written.
    """
    beside = target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")
    _remove_abandoned(target)
    try:
        _write(beside, _bounded(chunks, target, largest), target)
        _check(beside, needed)
        _put(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    return target


def _remove_abandoned(target: Path) -> None:
    """Remove what was being written beside a target, and has not been for longer than any exchange takes."""
    is_part = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{12}}\.part").fullmatch
    with suppress(OSError):  # there is no such folder, or another process was faster
        for path in target.parent.iterdir():
            if is_part(path.name) and time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
                path.unlink(missing_ok=True)


def _bounded(chunks: Iterable[bytes], target: Path, largest: int) -> Iterable[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > largest:
            raise OutputRefused(f"{target} is not written: the export has more than the {largest:,} bytes allowed.")
        yield chunk


def _write(beside: Path, chunks: Iterable[bytes], target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
    except OSError as error:
        raise _refusal(target, error) from error


def _check(path: Path, needed: str) -> None:
    try:
        is_there = needed in open_archive(path)
    except (UnreadableInput, UnsafeInput) as error:
        raise Unexpected("it is no intact zip") from error
    if not is_there:
        raise Unexpected(f"the zip holds no {needed}")


def _put(beside: Path, target: Path) -> None:
    try:
        beside.replace(target)
    except OSError as error:
        raise _refusal(target, error) from error


def _refusal(target: Path, error: OSError) -> OutputRefused:
    return OutputRefused(f"{target} cannot be written: {error.strerror or error}.")
