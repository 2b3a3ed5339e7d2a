"""What stands in a package and is not read."""

from __future__ import annotations

from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.formats.sdxml.names import IMAGE_FOLDER, MAIN_PART
from sdconvert.formats.sdxml.package import PackageFiles, is_leftover

MAIN_PART_IN_A_FOLDER = declare(
    "SDXML-R001",
    Severity.INFO,
    "sd.xml was found in the folder {folder}; it belongs at the root of the package.",
    hint="Zip the contents of the folder, not the folder itself.",
    why="The import of SMASHDOCs looks for sd.xml at the root.",
)
FILE_NOT_READ = declare(
    "SDXML-R003",
    Severity.WARNING,
    "The file {name} of the package ({size} bytes) has no place in the document; it is not in the result.",
    hint="Keep the file beside the result where it is needed.",
    why="A document holds its text and its pictures. Releases from 2.25 on may attach other files (inline-files).",
)


def report_files(files: PackageFiles, report: Report) -> None:
    """Report where sd.xml stands, when that is not the root, and the files that have no place in a document.

    Loses: SDXML-R001, SDXML-R003.
    """
    if files.folder:
        report.add(MAIN_PART_IN_A_FOLDER, Location(files.folder + MAIN_PART), folder=files.folder)
    known = (files.folder + MAIN_PART, files.folder + IMAGE_FOLDER)
    for name in files.members:
        if not name.startswith(known) and not is_leftover(name):
            report.add(FILE_NOT_READ, Location(name), name=name, size=files.size(name))
