"""Make the sample documents: `python samples/make_samples.py [FOLDER]` writes them to samples/docx or to FOLDER."""

from __future__ import annotations

import sys
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
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "docx")
