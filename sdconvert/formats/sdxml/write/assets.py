"""The pictures of a package."""

from __future__ import annotations

from sdconvert.findings import QUOTED, Location, Severity, declare
from sdconvert.formats.sdxml.names import IMAGE_FOLDER
from sdconvert.handles import Handle, handle_in
from sdconvert.pictures import PictureKind, extension, facts_of
from sdconvert.writing.media import PictureStore, name_by_content

_NATIVE = frozenset({PictureKind.PNG, PictureKind.JPEG, PictureKind.GIF})
_ENDINGS = {PictureKind.PNG: ("png",), PictureKind.JPEG: ("jpg", "jpeg"), PictureKind.GIF: ("gif",)}

PICTURE_MISSING = declare(
    "SDXML-W040",
    Severity.ERROR,
    "The picture “{asset}” is not in the source file, so it is not in the result.",
    hint="Insert the picture into the document again.",
    why="A place that refers to a picture which is not there can only be left without one.",
)
PICTURE_UNKNOWN = declare(
    "SDXML-W041",
    Severity.ERROR,
    "The picture “{asset}” is of no known kind, so it is not in the result.",
    hint="Save the picture as PNG or JPEG and insert it again.",
    why="SMASHDOCs takes jpg, png and gif; what cannot be recognised cannot be converted to one of them.",
)
PICTURE_UNCONVERTIBLE = declare(
    "SDXML-W042",
    Severity.ERROR,
    "The {kind} picture “{asset}” could not be converted to PNG, so it is not in the result: {reason}.{advice}",
    hint="Install the extra that the message names, or save the picture as PNG and insert it again.",
    why="SMASHDOCs takes jpg, png and gif; other kinds need a conversion, some of them an optional library.",
)
PICTURE_CONVERTED = declare(
    "SDXML-W043",
    Severity.INFO,
    "{count} {kind} picture(s) became PNG, such as “{asset}”.",
    why="SMASHDOCs takes jpg, png and gif; other kinds are converted.",
)
PICTURE_DOUBTFUL = declare(
    "SDXML-W044",
    Severity.ERROR,
    "The {kind} picture “{asset}” became a PNG that may not show what it should: {reason}. Written in it: {text}.",
    hint="Compare the picture with the source; install LibreOffice and sdconvert[metafile], or save it as PNG.",
    why="SMASHDOCs takes no EMF and WMF; they are drawn anew, and what is drawn is judged.",
)
PICTURE_MENDED = declare(
    "SDXML-W045",
    Severity.WARNING,
    "The {kind} picture “{asset}” is cut off; what there is of it is in the result, and the rest is empty.",
    hint="Insert the picture into the document again.",
    why="Programs show a picture without its end in part, or not at all, and an import may refuse it.",
)
PICTURE_RENAMED = declare(
    "SDXML-W046",
    Severity.INFO,
    "The picture that the source calls “{own}” ({count} times) is called {name} in the result.",
    why="SMASHDOCs finds a picture by its bare file name, whose ending has to be that of its content.",
)


class SdxmlPictures(PictureStore[str]):
    """Pictures of a package, each content once, under names made from the content; a file name refers to them."""

    __slots__ = ()

    missing = PICTURE_MISSING
    mended = PICTURE_MENDED
    unknown = PICTURE_UNKNOWN
    unconvertible = PICTURE_UNCONVERTIBLE
    converted = PICTURE_CONVERTED
    doubtful = PICTURE_DOUBTFUL

    def holds(self, kind: PictureKind | None, content: Handle) -> bool:
        """SMASHDOCs takes PNG, JPEG and GIF."""
        return kind in _NATIVE and not facts_of(content).is_packed

    def store(self, name: str, content: Handle, kind: PictureKind | None) -> str:
        """Under a name by its content where it is given none."""
        file_name = name or name_by_content(content, extension(kind) if kind else "")
        self.parts[IMAGE_FOLDER + file_name] = content
        return file_name

    def use_as(self, own_name: str | None, asset: str, at: Location | None) -> str | None:
        """The file name to refer to a picture by, None when it cannot be in the result. Books the picture.

        `own_name` is how the source, SDXML too, refers to it: it is kept where it is the bare name of a file of that
        kind. Loses: SDXML-W040 to SDXML-W046.
        """
        file_name = self.use(asset, at, asset if own_name and self._suits(asset) else "")
        if file_name is None or own_name is None or own_name.strip() == file_name:
            return own_name if own_name and file_name else file_name
        if asset in self._assets:
            self._report.tally(PICTURE_RENAMED, own_name, at, own=own_name[:QUOTED], name=file_name)
        return file_name

    def _suits(self, name: str) -> bool:
        """Whether the ending of a name is that of its picture; a picture that becomes another gets another name."""
        kind = facts_of(handle_in(self._assets, name)).kind if name in self._assets else None
        return kind in _NATIVE and name.rpartition(".")[2].lower() in _ENDINGS[kind]

    def pixel_size(self, file_name: str) -> tuple[int, int] | None:
        """Width and height of a picture of the package in pixels, None where its header does not say."""
        content = self.parts.get(IMAGE_FOLDER + file_name)
        return None if content is None else facts_of(content).pixels
