"""The pictures of a package."""

from __future__ import annotations

from sdconvert.errors import UnreadableInput
from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.formats.sdxml.package import PackageFiles, bare_name
from sdconvert.handles import Handle, handle_in
from sdconvert.pictures import facts_of

PICTURE_MISSING = declare(
    "SDXML-R030",
    Severity.ERROR,
    "The picture {name} is not in the package.",
    hint="Put the file into images/.",
    why="A picture is referred to by its file name in images/.",
)
PICTURE_UNUSED = declare(
    "SDXML-R031",
    Severity.INFO,
    "The picture {name} is in the package, but the document does not show it; it is not in the result.",
    why="Only what the document refers to is part of it.",
)

_MAX_QUOTED = 80


class PackagePictures:
    """Takes the pictures that are referred to out of a package. `assets` are those taken so far, by name."""

    __slots__ = ("_files", "_images", "_names", "_report", "assets")

    def __init__(self, files: PackageFiles, report: Report) -> None:
        self._files = files
        self._images = {bare_name(name): member for name, member in files.images.items()}
        self._names: dict[str, str] = {}
        self._report = report
        self.assets: dict[str, Handle] = {}

    def take(self, reference: str, at: Location | None) -> str:
        """The name of the asset for a reference, the reference itself where there is none. What is missing is told
        once.

        Loses: SDXML-R030.
        """
        if reference not in self._names:
            self._names[reference] = self._take(reference, at)
        return self._names[reference]

    def _take(self, reference: str, at: Location | None) -> str:
        name = bare_name(reference.strip())
        content = self._open(name)
        if content is None:
            self._report.add(PICTURE_MISSING, at, name=reference[:_MAX_QUOTED])
            return reference
        self.assets[name] = content
        return name

    def _open(self, name: str) -> Handle | None:
        """What reads an image, None for one that is not there or cannot be unpacked."""
        if name not in self._images:
            return None
        try:
            content = handle_in(self._files.members, self._images[name])
            facts_of(content)
        except UnreadableInput:
            return None
        return content

    def report_unused(self) -> None:
        """Report the images that nothing refers to. Loses: SDXML-R031."""
        for name, member in self._images.items():
            if name not in self.assets and not name.startswith("."):
                self._report.add(PICTURE_UNUSED, Location(member), name=name)
