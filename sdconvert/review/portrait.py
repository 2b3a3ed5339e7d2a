"""One document of a folder -> what its row of the table and the effects of a mapping need, in small values that travel
between processes."""

from __future__ import annotations

import io
from collections import Counter
from hashlib import sha256

from sdconvert.batch.survey.documents import UsedStyles
from sdconvert.batch.survey.jobs import SurveyJob
from sdconvert.findings import Severity
from sdconvert.formats.docx.read.inventory import read_style_uses
from sdconvert.frozen import dataclass
from sdconvert.options import ConversionOptions
from sdconvert.pipeline import prepare
from sdconvert.review.labels import count_changed, see_labels
from sdconvert.review.skeleton import skeleton_of
from sdconvert.stylemap.forms import count_forms


@dataclass(frozen=True, slots=True)
class ReviewPortrait:
    """A document without a mapping: its size in bytes and blocks, how many findings tell of losses, how many labels
    SMASHDOCs shows otherwise, how many findings there are of each severity, its styles, and its skeleton."""

    digest: str
    size: int
    blocks: int
    losses: int
    labels: int
    severities: dict[Severity, int]
    styles: UsedStyles
    skeleton: bytes


def portray_for_review(job: SurveyJob) -> ReviewPortrait:
    """The portrait of one document. Nothing is written.

    Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions.
    """
    options = ConversionOptions.from_json(job.options)
    (source,) = job.sources(1)
    return portray_data(source.read(), options)  # type: ignore[union-attr]


def portray_data(data: bytes, options: ConversionOptions) -> ReviewPortrait:
    """The portrait of a document by its bytes. Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions."""
    conversion = prepare(options)
    read = conversion.read(io.BytesIO(data))
    result = conversion.write(read)
    seen = see_labels(read.value, options)
    return ReviewPortrait(
        sha256(data).hexdigest(),
        len(data),
        len(seen),
        len(result.losses),
        count_changed(seen),
        dict(Counter(finding.severity for finding in result.findings)),
        UsedStyles(read_style_uses(data, options.limits).value, count_forms(read.value)),
        skeleton_of(read.value),
    )
