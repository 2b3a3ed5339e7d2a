"""An export, streamed to a file beside its target, looked at, and renamed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

from sdconvert.archive import open_archive
from sdconvert.errors import OutputRefused, UnreadableInput, UnsafeInput
from sdconvert.http.json_fields import Unexpected


def save_export(chunks: Iterable[bytes], target: Path, needed: str) -> Path:
    """The target, written whole or not at all; it is a zip that holds the member `needed`.

    Raises: Unexpected when the answer is no such zip, OutputRefused when the target cannot be written.
    """
    beside = target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")
    try:
        _write(beside, chunks, target)
        _check(beside, needed)
        _put(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    return target


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
