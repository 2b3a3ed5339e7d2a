"""Make the sample documents: `python samples/make_samples.py samples/docx`, or into any other folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from sampledocs import contract_de, letter, minutes, policy_revisions, technical_report, template_styles

DOCUMENTS = {
    "contract-de.docx": contract_de.write,
    "letter.docx": letter.write,
    "minutes.docx": minutes.write,
    "policy-revisions.docx": policy_revisions.write,
    "technical-report.docx": technical_report.write,
    "template-styles.docx": template_styles.write,
}


def main(folder: Path) -> None:
    """Write every sample into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in DOCUMENTS.items():
        write(folder / name)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make the sample documents.")
    parser.add_argument("folder", type=Path, help="where they are written, such as samples/docx")
    main(parser.parse_args().folder)
