"""Rows of a mapping that no paragraph uses: of one document they say nothing, of all that a mapping is for they do."""

from __future__ import annotations

from collections.abc import Iterable, Set

from sdconvert.findings import Finding


def take_unused(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], frozenset[str]]:
    """The findings about one of several documents without those on rows that it does not use, and these rows."""
    from sdconvert.stylemap.apply import ROW_WITHOUT_EFFECT

    found = tuple(findings)
    unused = frozenset(str(finding.details["style"]) for finding in found if finding.code is ROW_WITHOUT_EFFECT)
    return tuple(finding for finding in found if finding.code is not ROW_WITHOUT_EFFECT), unused


class UnusedRows:
    """The rows that none of the documents uses which were added."""

    def __init__(self) -> None:
        self._unused: Set[str] | None = None

    def add(self, unused: Set[str]) -> None:
        """Count a document in that does not use these rows."""
        self._unused = unused if self._unused is None else self._unused & unused

    def findings(self) -> tuple[Finding, ...]:
        """One for each row, sorted by name."""
        if not self._unused:
            return ()
        from sdconvert.stylemap.check import STYLE_NOT_USED

        return tuple(Finding(STYLE_NOT_USED, details={"style": style, "guess": ""}) for style in sorted(self._unused))
