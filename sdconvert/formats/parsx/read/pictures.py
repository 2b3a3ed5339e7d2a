"""The pictures of a package."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.formats.parsx.names import IMAGE_FOLDER
from sdconvert.handles import Handle, handle_in
from sdconvert.pictures import facts_of

PICTURE_MISSING = declare(
    "PARSX-R040",
    Severity.WARNING,
    "The picture “{source}” is not in the package.",
    hint="Add the file to images/ in the package.",
    why="The document names a picture that nothing can show.",
)


class PackagePictures:
    """Takes the pictures that are referred to out of the package. `folder` is where the main part stands."""

    __slots__ = ("_folder", "_members", "_names", "_report", "assets")

    def __init__(self, members: Mapping[str, bytes], folder: str, report: Report) -> None:
        self._members = members
        self._folder = folder
        self._report = report
        self._names: dict[str, str] = {}
        self.assets: dict[str, Handle] = {}

    def take(self, source: str, at: Location) -> str:
        """The name of a picture in `Document.assets`. One that is missing is reported once and has no bytes there."""
        name = self._names.get(source)
        if name is None:
            name = self._names[source] = self._take(source, at)
        return name

    def _take(self, source: str, at: Location) -> str:
        path = source.replace("\\", "/").removeprefix("./")
        bare = path.rpartition("/")[2]
        for member in (self._folder + path, self._folder + IMAGE_FOLDER + bare, self._folder + bare):
            if member in self._members:
                name = bare if bare not in self._names.values() else path.replace("/", "-")
                content = self.assets[name] = handle_in(self._members, member)
                facts_of(content)
                return name
        self._report.add(PICTURE_MISSING, at, source=source)
        return bare
