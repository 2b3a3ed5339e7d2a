"""Prints a digest of what converting each of these files gives, for comparing one process with another."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import sdconvert


def digest(path: Path) -> str:
    """One hash over the package, the findings and the ledger, or the error."""
    try:
        result = sdconvert.convert(path)
    except sdconvert.SdconvertError as error:
        return f"{type(error).__name__}: {error}"
    said = json.dumps([finding.as_dict() for finding in result.findings], default=str)
    account = json.dumps(result.ledger.as_dict())
    return hashlib.sha256(result.value + said.encode() + account.encode()).hexdigest()


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(Path(argument).name, digest(Path(argument)))
