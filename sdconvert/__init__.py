"""The bridge between Microsoft Word and SMASHDOCs.

`convert` makes a file of any format from one of any other, `validate` judges one, `style_mapping` proposes
a style mapping. `unpack` and `pack` make folders of packages and packages of folders, `compare` tells what changed
between two documents that `read_document` has read, and `redline_page` makes a page of it. `annotate` puts what a
conversion has to say into a Word file as comments, `remove_annotations` takes them out again. `anonymise` takes
the words out of a file, `shrink` makes the smallest that shows a fault, `report_bug` bundles it. `find_documents` walks
folders and tells what of them it did not take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sdconvert.errors import (
    BadConfiguration,
    BadOption,
    InternalFault,
    InvalidSource,
    OutputRefused,
    SdconvertError,
    UnreadableInput,
    UnresolvedRevisions,
    UnsafeInput,
)
from sdconvert.findings import Finding, Location, Result, Severity
from sdconvert.ledger import Kind, Ledger

if TYPE_CHECKING:
    from sdconvert.annotation import annotate, remove_annotations
    from sdconvert.archive import Limits
    from sdconvert.comparison import compare
    from sdconvert.exchange import check_import
    from sdconvert.inspection import Inspection, inspect
    from sdconvert.judging import validate
    from sdconvert.options import ConversionOptions
    from sdconvert.packages import pack, unpack
    from sdconvert.paths import find_documents
    from sdconvert.pipeline import convert, read_document
    from sdconvert.project import Project, load_project
    from sdconvert.proposing import style_mapping
    from sdconvert.reconciling import Reconciliation, reconcile
    from sdconvert.redline import redline_page
    from sdconvert.sharing import (
        KeepsCode,
        KeepsError,
        KeepsExitCode,
        NotShown,
        WordsLeft,
        anonymise,
        report_bug,
        shrink,
    )
    from sdconvert.stylemap import StyleMap

__all__ = [
    "BadConfiguration",
    "BadOption",
    "ConversionOptions",
    "Finding",
    "Inspection",
    "InternalFault",
    "InvalidSource",
    "KeepsCode",
    "KeepsError",
    "KeepsExitCode",
    "Kind",
    "Ledger",
    "Limits",
    "Location",
    "NotShown",
    "OutputRefused",
    "Project",
    "Reconciliation",
    "Result",
    "SdconvertError",
    "Severity",
    "StyleMap",
    "UnreadableInput",
    "UnresolvedRevisions",
    "UnsafeInput",
    "WordsLeft",
    "annotate",
    "anonymise",
    "check_import",
    "compare",
    "convert",
    "find_documents",
    "inspect",
    "load_project",
    "pack",
    "read_document",
    "reconcile",
    "redline_page",
    "remove_annotations",
    "report_bug",
    "shrink",
    "style_mapping",
    "unpack",
    "validate",
]

_LAZY = {
    "ConversionOptions": ("options", "ConversionOptions"),
    "Limits": ("archive", "Limits"),
    "StyleMap": ("stylemap", "StyleMap"),
    "KeepsCode": ("sharing", "KeepsCode"),
    "KeepsError": ("sharing", "KeepsError"),
    "KeepsExitCode": ("sharing", "KeepsExitCode"),
    "NotShown": ("sharing", "NotShown"),
    "WordsLeft": ("sharing", "WordsLeft"),
    "annotate": ("annotation", "annotate"),
    "anonymise": ("sharing", "anonymise"),
    "Inspection": ("inspection", "Inspection"),
    "check_import": ("exchange", "check_import"),
    "find_documents": ("paths", "find_documents"),
    "inspect": ("inspection", "inspect"),
    "compare": ("comparison", "compare"),
    "convert": ("pipeline", "convert"),
    "Project": ("project", "Project"),
    "load_project": ("project", "load_project"),
    "pack": ("packages", "pack"),
    "read_document": ("pipeline", "read_document"),
    "Reconciliation": ("reconciling", "Reconciliation"),
    "reconcile": ("reconciling", "reconcile"),
    "redline_page": ("redline", "redline_page"),
    "remove_annotations": ("annotation", "remove_annotations"),
    "report_bug": ("sharing", "report_bug"),
    "shrink": ("sharing", "shrink"),
    "style_mapping": ("proposing", "style_mapping"),
    "unpack": ("packages", "unpack"),
    "validate": ("judging", "validate"),
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that the import stays light."""
    if name == "__version__":
        from importlib.metadata import version

        return version("sdconvert")
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    from sdconvert.faults import reporting_faults

    module, attribute = _LAZY[name]
    value = getattr(import_module(f"{__name__}.{module}"), attribute)
    globals()[name] = value if isinstance(value, type) else reporting_faults(value)
    return globals()[name]


def __dir__() -> list[str]:
    """The public names and the version."""
    return sorted([*__all__, "__version__"])
