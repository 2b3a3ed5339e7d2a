"""Make the templates: `python samples/make_merge_samples.py [FOLDER]` writes them to samples/merge or to FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

from sampledocs import booking_confirmation, settlement_agreement

TEMPLATES = {
    "booking-confirmation.docx": booking_confirmation.write,
    "settlement-agreement.docx": settlement_agreement.write,
}


def main(folder: Path) -> None:
    """Write every template into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in TEMPLATES.items():
        write(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "merge")
