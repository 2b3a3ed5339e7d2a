from __future__ import annotations

from docx_builder import Relation
from docx_documents import messages, p, read_document


def test_a_subdocument_is_told() -> None:
    relation = Relation("s", "subDocument", "part1.docx", is_external=True)
    result = read_document(p('<w:subDoc r:id="s"/>'), relations=[relation])
    assert messages(result, "DOCX-R160") == [
        "The text of a subdocument is missing, as it stands in a file of its own: part1.docx"
    ]
