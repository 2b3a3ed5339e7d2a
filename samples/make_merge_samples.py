"""Make the templates: `python samples/make_merge_samples.py samples/merge`, or into any other folder."""

from __future__ import annotations

import argparse
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
    parser = argparse.ArgumentParser(description="Make the templates.")
    parser.add_argument("folder", type=Path, help="where they are written, such as samples/merge")
    main(parser.parse_args().folder)
