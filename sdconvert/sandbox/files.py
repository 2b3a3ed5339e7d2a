"""The files of the documents by their ids: the SDXML package of each, and the upload that it was made of where an
export needs that."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from sdconvert.archive import Limits
from sdconvert.errors import OutputRefused
from sdconvert.files import Output, pieces_of

PACKAGE, UPLOAD = ".zip", ".upload"
_KINDS = (UPLOAD, PACKAGE)
UNLIMITED = Limits(members=2**31, total_size=2**40, member_size=2**40, ratio=2**31)
"""For what was taken already: its limits were those of the import."""


class Files:
    """The files below a folder; without one, below a temporary folder that `close` removes.

    A file is staged first and placed within the transaction that makes its document; nothing changes it then.
    """

    def __init__(self, folder: Path | None) -> None:
        """Raises: OSError where the folder cannot be made."""
        self._temporary = None if folder is not None else _temporary_folder()
        self.root = folder or Path("" if self._temporary is None else self._temporary.name)
        self._documents = self.root / "documents"
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)  # the database beside holds secrets
        self._documents.mkdir(exist_ok=True)

    def stage(self, id: str, package: bytes | Output, upload: BinaryIO | None = None) -> None:
        """Write a package, and what it was made of.

        Raises: OutputRefused.
        """
        try:
            with self._staging_path(id, PACKAGE).open("wb") as target:
                target.writelines(pieces_of(package))
            if upload is not None:
                upload.seek(0)
                with self._staging_path(id, UPLOAD).open("wb") as target:
                    shutil.copyfileobj(upload, target)
        except OSError as error:
            raise OutputRefused(f"{self._documents} takes no further document: {error.strerror or error}.") from error

    def stage_copy(self, id: str, new_id: str) -> None:
        """Stage the files of a document for another one.

        Raises: KeyError for a document that is gone.
        """
        try:
            _link(self.path(id), self._staging_path(new_id, PACKAGE))
            if self.path(id, UPLOAD).exists():
                _link(self.path(id, UPLOAD), self._staging_path(new_id, UPLOAD))
        except FileNotFoundError as error:
            raise KeyError(id) from error

    def place(self, id: str) -> None:
        """Put what was staged where it belongs."""
        for kind in _KINDS:
            if self._staging_path(id, kind).exists():
                self._staging_path(id, kind).replace(self.path(id, kind))

    def open(self, id: str) -> BinaryIO:
        """The package, which can be read to its end whatever becomes of the document.

        Raises: KeyError for a document that is gone.
        """
        try:
            return self.path(id).open("rb")
        except FileNotFoundError as error:
            raise KeyError(id) from error

    def open_upload(self, id: str) -> BinaryIO | None:
        """The file that a document was made of, None where it was not kept."""
        try:
            return self.path(id, UPLOAD).open("rb")
        except FileNotFoundError:
            return None

    def path(self, id: str, kind: str = PACKAGE) -> Path:
        return self._documents / f"{id}{kind}"

    def _staging_path(self, id: str, kind: str) -> Path:
        return self._documents / f".{id}{kind}"

    def remove(self, id: str) -> None:
        """Forget the files of a document."""
        for kind in _KINDS:
            _unlink(self.path(id, kind))

    def keep_only(self, ids: set[str]) -> None:
        """Remove the files of other documents. What is staged stays: its document is being made."""
        for path in self._documents.iterdir():
            if path.stem not in ids and not path.name.startswith("."):
                _unlink(path)

    def remove_staged(self) -> None:
        """Remove what a process that was killed had begun."""
        for path in self._documents.glob(".*"):
            _unlink(path)

    def close(self) -> None:
        """Remove the temporary folder."""
        if self._temporary is not None:
            self._temporary.cleanup()


def _temporary_folder() -> TemporaryDirectory[str]:
    """A folder that is removed as far as possible: an import that is cut off may still write."""
    return TemporaryDirectory(prefix="sdconvert-sandbox-", ignore_cleanup_errors=True)


def _unlink(path: Path) -> None:
    with suppress(PermissionError):  # Windows keeps a file that is being read; the next start removes it
        path.unlink(missing_ok=True)


def _link(source: Path, target: Path) -> None:
    """Give a file a second name; a copy where the file system knows no such thing."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, target)
