"""Rules on images: what the document names, and what stands in the folder."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.findings import Location, Severity
from sdconvert.formats.sdxml.package import bare_name
from sdconvert.pictures import PictureKind
from sdconvert.validation.package import SdxmlPackage
from sdconvert.validation.rule import Hit, rule
from sdconvert.xmlio import Element

_KINDS = {"jpg": PictureKind.JPEG, "jpeg": PictureKind.JPEG, "png": PictureKind.PNG, "gif": PictureKind.GIF}


@rule(
    "SDXML-V080",
    Severity.ERROR,
    message="The image {name} is not in the folder images/{similar}.",
    hint="Add the file to images/, or remove the image.",
)
def image_missing(package: SdxmlPackage) -> Iterator[Hit]:
    """An image is referenced and its file is not in the package.

    Why: nothing is shown in its place. Upper and lower case count.
    Wrong: `<image>a.png</image>` without `images/a.png`.
    Source: the package; DTD, `image`, `img/@filename`."""
    if not package.files.is_bare:
        by_lower_case = {name.lower(): name for name in package.images}
        for element, reference in _references(package):
            name = bare_name(reference)
            if name and name not in package.images:
                other = by_lower_case.get(name.lower())
                yield Hit(element, {"name": name[:200], "similar": f" (there is {other})" if other else ""})


@rule(
    "SDXML-V081",
    Severity.WARNING,
    message="The image {name} is not used by the document.",
    hint="Remove the file, or add the image that was to show it.",
)
def image_unused(package: SdxmlPackage) -> Iterator[Hit]:
    """A file in `images/` is referenced nowhere.

    Why: it makes the package larger, or an image got lost from the text.
    Wrong: `images/a.png` without `<image>a.png</image>` or `<img filename="a.png" …>`.
    Source: the package."""
    used = {bare_name(reference) for _, reference in _references(package)}
    for name in package.images:
        if name not in used and not name.startswith(".") and name != "Thumbs.db":
            yield Hit(None, {"name": name}, _place(package, name))


@rule(
    "SDXML-V082",
    Severity.ERROR,
    message="The image {name} is not named as a jpg, jpeg, png or gif.",
    hint="Convert the picture to PNG and correct the reference.",
)
def image_of_another_kind(package: SdxmlPackage) -> Iterator[Hit]:
    """A referenced image has another extension than jpg, jpeg, png or gif.

    Why: these are the formats that the import takes.
    Wrong: `<image>drawing.emf</image>`, `<image>photo.tiff</image>`.
    Source: the package: formats named by the vendor."""
    for element, reference in _references(package):
        name = bare_name(reference)
        if name and _extension(name) not in _KINDS:
            yield Hit(element, {"name": name[:200]})


@rule(
    "SDXML-V083",
    Severity.ERROR,
    message="The image {name} is a {kind} by its content.",
    hint="Give the file the extension of its content, or convert it to PNG.",
)
def image_content_of_another_kind(package: SdxmlPackage) -> Iterator[Hit]:
    """The content of an image file is of another kind than its extension says.

    Why: what goes by the extension cannot show it.
    Wrong: a JPEG named `a.png`.
    Source: the package."""
    for name, facts in package.pictures.items():
        said = _KINDS.get(_extension(name))
        if said is not None and facts.kind is not None and facts.kind is not said:
            yield Hit(None, {"name": name, "kind": str(facts.kind)}, _place(package, name))


@rule(
    "SDXML-V084",
    Severity.ERROR,
    message="The image {name} cannot be read: it is damaged, cut off, or no picture.",
    hint="Put an intact file in its place.",
)
def image_unreadable(package: SdxmlPackage) -> Iterator[Hit]:
    """An image file is no picture, or is not whole.

    Why: nothing, or only a part of it, is shown.
    Wrong: a PNG without its end, an empty file, a member whose checksum is wrong.
    Source: the package."""
    for name, facts in package.pictures.items():
        if _extension(name) in _KINDS and not facts.is_whole:
            yield Hit(None, {"name": name}, _place(package, name))


@rule(
    "SDXML-V085",
    Severity.ERROR,
    message="The image is referenced with a folder: {reference}.",
    hint="Name the bare file, without a folder.",
)
def image_reference_with_a_folder(package: SdxmlPackage) -> Iterator[Hit]:
    """An image is referenced by more than its bare file name.

    Why: the import looks for the name in `images/` and does not find it.
    Wrong: `<image>images/a.png</image>`, `<image>../a.png</image>`.
    Source: the package: referenced by its bare file name, never with the folder."""
    for element, reference in _references(package):
        if bare_name(reference) != reference:
            yield Hit(element, {"reference": reference[:200], "name": bare_name(reference)[:200]})


@rule(
    "SDXML-V086",
    Severity.ERROR,
    message="The image names no file.",
    hint="Write the file name, or remove the image.",
)
def image_without_a_name(package: SdxmlPackage) -> Iterator[Hit]:
    """An `image` has no text, or an `img` an empty `filename`.

    Why: there is nothing to show.
    Wrong: `<image/>`, `<img filename="" caption=""/>`.
    Source: DTD, `image`, `img`."""
    for element, reference in _references(package):
        if not bare_name(reference):
            yield Hit(element)


def _references(package: SdxmlPackage) -> Iterator[tuple[Element, str]]:
    for image in package.each("image"):
        yield image, (image.text or "").strip()
    for image in package.each("img"):
        if (name := image.get("filename")) is not None:
            yield image, name


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _place(package: SdxmlPackage, name: str) -> Location:
    return Location(package.images[name])
