"""The documents of the soak: contents that differ from each other, names that break programs, sources that change."""

from __future__ import annotations

import hashlib
import io
import os
import random
import shutil
import subprocess
import sys
import threading
import time
import unicodedata
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from docx_builder import build_docx
from poisonous import KINDS

SAMPLES = Path(__file__).parents[2] / "samples" / "docx"
LONGEST = 255
_RESERVED = ("CON", "PRN", "AUX", "NUL", "COM1", "COM9", "LPT1", "CONIN$", "CLOCK$")
_PATTERNS = (
    "*",
    "?",
    "[a-z]",
    "[",
    "{a,b}",
    "::",
    "a::b",
    "**",
    "~",
    "$HOME",
    "%TEMP%",
    "`id`",
    "$(id)",
    "';--",
    "&",
    "|",
)
_SIGNS = (
    "\x1b[2J",
    "\x1b]0;title\x07",
    "two\nlines",
    "a\rb",
    "tab\there",
    "\x7f",
    "\u202egnp",
    "\u2028",
    "\u2029",
    "\ufeff",
)
_ENDS = (" ", ".", "..", " .", "...", "\u3000", "\xa0")
_STARTS = ("-rf", "--help", " lead", "#", "@list", "=1+1", "<b>", "&amp;", "file:", "s3:")
DECOYS = ("~$lock.docx", ".hidden.docx", "old.doc", "pipe.docx")
"""What is not taken, and told."""


def content_hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def make_contents(folder: Path, given: Path | None, number: int, chance: random.Random) -> None:
    """Write Word files that differ: variants of the samples (or of a folder of Word files) and small ones, and some
    that no one can read."""
    folder.mkdir(parents=True)
    models = sorted(path for path in (given or SAMPLES).iterdir() if path.suffix == ".docx" and path.is_file())
    for count in range(number):
        if count % 10 == 9:
            data = chance.choice((b"", b"no Word file", b"PK\x03\x04" + bytes(range(200)))) + str(count).encode()
        elif given is not None or count % 10 == 0:
            data = _vary(models[count % len(models)].read_bytes(), f"Variant {count}")
        else:
            words = " ".join(chance.choices(("alpha", "beta", "Größe", "δέλτα", "五"), k=chance.randrange(1, 60)))
            data = build_docx(f"<w:p><w:r><w:t>Content {count}. {words}</w:t></w:r></w:p>" * chance.randrange(1, 9))
        (folder / f"content-{count:05}.docx").write_bytes(data)


def _vary(data: bytes, words: str) -> bytes:
    """A Word file with one more paragraph; itself where it is none of the usual make."""
    out = io.BytesIO()
    added = b"<w:body><w:p><w:r><w:t>" + words.encode() + b"</w:t></w:r></w:p>"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
            for member in read.infolist():
                held = read.read(member)
                if member.filename == "word/document.xml":
                    held = held.replace(b"<w:body>", added, 1)
                written.writestr(member.filename, held)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return data
    return out.getvalue()


def _each_category() -> list[str]:
    """A character of each category of Unicode that a name may have; bytes that are no UTF-8 for the surrogates."""
    found: dict[str, str] = {}
    for code in range(1, sys.maxunicode + 1):
        if code != ord("/") and not 0xD800 <= code < 0xE000:
            found.setdefault(unicodedata.category(chr(code)), chr(code))
    return [*found.values(), os.fsdecode(b"\xff"), os.fsdecode(b"\x80\xfe")]


def make_names(number: int, chance: random.Random) -> list[str]:
    """So many names of documents, with their folders; each begins with its number, which the title on the server has
    too. One in three is unpleasant."""
    categories = _each_category()
    unpleasant = [
        *(f"{sign}{end}" for sign in categories for end in ("", "x")),
        *_PATTERNS, *_SIGNS, *_RESERVED, *_ENDS, "e\u0301", "\xe9", "x" * LONGEST, "\u4e94" * LONGEST,
    ]  # fmt: skip
    folders = ["", "plain", *(f"dir{end}" for end in _ENDS), *_RESERVED[:4], *_PATTERNS[:5], *_SIGNS[:4], *_STARTS]
    names = []
    for count in range(number):
        words = chance.choice(unpleasant) if count % 3 == 0 else "contract"
        if count < len(KINDS):
            words = KINDS[count]
        folder = chance.choice(folders) if count % 4 == 0 else f"part-{count % 7}"
        ending = chance.choice((".docx", ".DOCX", ".Docx")) if count % 3 == 0 else ".docx"
        names.append(os.path.join(folder, _cut(f"{count:05} {words}", ending)))
    return names


def _cut(stem: str, ending: str) -> str:
    """A name that is not longer than one may be, in bytes, without half a character."""
    data = os.fsencode(stem)[: LONGEST - len(ending)]
    while True:
        try:
            return os.fsdecode(data) + ending if "\udcff" in stem or "\udc80" in stem else data.decode() + ending
        except UnicodeDecodeError:
            data = data[:-1]


@dataclass
class Sources:
    """The sources of a round, by number. `history` has the hashes of what each ever held."""

    folder: Path
    contents: list[bytes]
    names: list[str]
    chance: random.Random
    history: list[list[str]] = field(default_factory=list)
    replaced: int = 0

    def __post_init__(self) -> None:
        self._staged = self.folder.with_name("staged")
        for number, name in enumerate(self.names):
            path = self.path(number)
            path.parent.mkdir(parents=True, exist_ok=True)
            data = self.chance.choice(self.contents)
            path.write_bytes(data)
            self.history.append([content_hash(data)])
            assert self.names[number] == name
        for decoy in DECOYS:
            path = self.folder / decoy
            os.mkfifo(path) if decoy.startswith("pipe") else path.write_bytes(b"not taken")

    def path(self, number: int) -> Path:
        return self.folder / self.names[number]

    def replace_some(self) -> None:
        """Give some sources another content: at once by a rename, or as an editor does that writes in place."""
        for number in self.chance.sample(range(len(self.names)), max(1, len(self.names) // 200)):
            data = self.chance.choice(self.contents)
            self.history[number].append(content_hash(data))
            if self.chance.random() < 0.7:
                self._staged.write_bytes(data)
                self._staged.replace(self.path(number))
            else:
                with self.path(number).open("wb") as file:
                    file.write(data[: len(data) // 2])
                    file.flush()
                    time.sleep(self.chance.uniform(0, 0.1))
                    file.write(data[len(data) // 2 :])
            self.replaced += 1


def journal_name(name: str) -> str:
    """How a journal calls a source: bytes that are no UTF-8 cannot be said in it."""
    return name.encode("utf-8", "backslashreplace").decode()


def number_of(title: str) -> int:
    """The number of a document by its name or title."""
    return int(title.rsplit("/", 1)[-1][:5])


class Disk:
    """A small disk that can be filled; where nothing can be mounted, a limit of the size of files stands in for it."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "soak", str(folder)], capture_output=True, check=False
        )
        self.is_mounted = mounted.returncode == 0
        self._lock = threading.Lock()

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self, processes: list[int]) -> None:
        """Leave no room, or next to none."""
        if not self.is_mounted:
            _limit_files(processes, 4096)
            return
        with self._lock, suppress(OSError), self._ballast.open("ab", buffering=0) as file:
            while True:
                file.write(bytes(65536))

    def free(self, processes: list[int]) -> None:
        if not self.is_mounted:
            _limit_files(processes, None)
        with self._lock:
            self._ballast.unlink(missing_ok=True)

    def close(self) -> None:
        if self.is_mounted:
            subprocess.run(["umount", "-l", str(self.folder)], check=False)


def _limit_files(processes: list[int], most: int | None) -> None:
    import resource

    for process in processes:
        try:
            _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
            resource.prlimit(process, resource.RLIMIT_FSIZE, (hard if most is None else most, hard))
        except (ProcessLookupError, PermissionError):
            continue


def remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
