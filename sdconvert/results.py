"""What a conversion gives."""

from __future__ import annotations

from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from sdconvert.findings import FileResult, Finding, Result
from sdconvert.frozen import dataclass
from sdconvert.ledger import Ledger

if TYPE_CHECKING:
    from sdconvert.files import Output
    from sdconvert.model.document import Document


@dataclass(frozen=True, slots=True, repr=False, init=False)
class ConversionResult(FileResult):
    """A file with everything there is to know about how it was made, and the document that it says: as it was read and
    restyled, before the writer left out or changed what its format cannot say. `value` is its bytes, `save` writes it
    without having them in memory."""

    document: Document = field(kw_only=True, compare=False)

    def __init__(
        self,
        value: bytes | Output,
        findings: tuple[Finding, ...] = (),
        ledger: Ledger | None = None,
        *,
        document: Document,
    ) -> None:
        self._set(value, findings, ledger)
        object.__setattr__(self, "document", document)

    def behind(self, before: Result[Any]) -> Self:
        """The same with the findings and the ledger of what came before."""
        findings, ledger = before.findings + self.findings, before.ledger.join(self.ledger)
        return type(self)(self.output, findings, ledger, document=self.document)

    def __reduce__(self) -> tuple[object, ...]:
        return partial(ConversionResult, document=self.document), (self.value, self.findings, self.ledger)
