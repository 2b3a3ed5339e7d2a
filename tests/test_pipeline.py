"""The pipeline's own say: a conversion whose account stays open tells so."""

from docx_builder import build_docx

import sdconvert


def test_a_result_whose_ledger_does_not_close_says_so() -> None:
    result = sdconvert.convert(build_docx("<w:p><w:pPr><w:r><w:t>stray</w:t></w:r></w:pPr></w:p>"))
    assert result.ledger.imbalance() != {}
    assert [str(finding) for finding in result.findings if finding.code.id == "ACCOUNT-001"] == [
        "error ACCOUNT-001: The account of the conversion does not close; what is read less what is kept, changed and "
        "left out is: 5 characters."
    ]


def test_a_result_whose_ledger_closes_does_not() -> None:
    result = sdconvert.convert(build_docx("<w:p><w:r><w:t>fine</w:t></w:r></w:p>"))
    assert result.ledger.imbalance() == {}
    assert result.findings == ()
