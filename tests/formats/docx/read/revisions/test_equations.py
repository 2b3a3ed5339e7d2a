from __future__ import annotations

import pytest
from docx_builder import build_docx
from docx_documents import AUTHOR, assert_accounted, codes, deleted, inserted, p, read_document

from sdconvert.choices import Revisions
from sdconvert.findings import Result
from sdconvert.model.document import Document
from sdconvert.model.inlines import Equation

ACCEPT, REJECT = Revisions.ACCEPT, Revisions.REJECT
CONSTRUCTS = {
    "acc": "<m:e>{}</m:e>",
    "bar": "<m:e>{}</m:e>",
    "box": "<m:e>{}</m:e>",
    "borderBox": "<m:e>{}</m:e>",
    "d": "<m:e>{}</m:e>",
    "eqArr": "<m:e>{}</m:e>",
    "f": "<m:num>{}</m:num><m:den/>",
    "func": "<m:fName/><m:e>{}</m:e>",
    "groupChr": "<m:e>{}</m:e>",
    "limLow": "<m:e>{}</m:e><m:lim/>",
    "limUpp": "<m:e>{}</m:e><m:lim/>",
    "m": "<m:mr><m:e>{}</m:e></m:mr>",
    "nary": "<m:sub/><m:sup/><m:e>{}</m:e>",
    "phant": "<m:e>{}</m:e>",
    "rad": "<m:deg/><m:e>{}</m:e>",
    "sPre": "<m:sub/><m:sup/><m:e>{}</m:e>",
    "sSub": "<m:e>{}</m:e><m:sub/>",
    "sSubSup": "<m:e>{}</m:e><m:sub/><m:sup/>",
    "sSup": "<m:e>{}</m:e><m:sup/>",
}
X = "<m:r><m:t>x</m:t></m:r>"


def mark(kind: str) -> str:
    return f"<m:ctrlPr><w:{kind} {AUTHOR}><w:rPr/></w:{kind}></m:ctrlPr>" if kind else ""


def construct(name: str, kind: str, content: str) -> str:
    return f"<m:{name}><m:{name}Pr>{mark(kind)}</m:{name}Pr>{CONSTRUCTS[name].format(content)}</m:{name}>"


def changed(kind: str, content: str) -> str:
    return f"<w:{kind} {AUTHOR}>{content}</w:{kind}>"


def equations(result: Result[Document]) -> list[Equation]:
    (block,) = result.value.blocks
    return [piece for piece in block.content if isinstance(piece, Equation)]  # type: ignore[union-attr]


def math(content: str) -> str:
    return p("a", f"<m:oMath>{content}</m:oMath>", "b")


@pytest.mark.parametrize("name", CONSTRUCTS)
@pytest.mark.parametrize(("kind", "gone_in"), [("ins", REJECT), ("del", ACCEPT)])
def test_a_construct_goes_with_its_content_and_its_equation(name: str, kind: str, gone_in: Revisions) -> None:
    body = math(construct(name, kind, changed(kind, X)))
    for mode in (ACCEPT, REJECT):
        result = read_document(body, mode)
        assert bool(equations(result)) is (mode is not gone_in)
        assert codes(result) == ([("DOCX-R010" if kind == "del" else "DOCX-R011")] if mode is gone_in else [])
        assert_accounted(build_docx(body), revisions=str(mode))


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_what_stays_of_a_construct_that_goes_is_kept_in_its_place(name: str) -> None:
    body = math(f"<m:r><m:t>y</m:t></m:r>{construct(name, 'ins', X)}")
    (rejected,) = equations(read_document(body, REJECT))
    (plain,) = equations(read_document(math(f"<m:r><m:t>y</m:t></m:r>{X}")))
    assert rejected == plain
    (accepted,) = equations(read_document(body))
    assert accepted.text == "yx"


def test_an_equation_of_several_constructs_goes_with_the_last() -> None:
    content = "".join(construct(name, "del", changed("del", X)) for name in ("rad", "acc"))
    body = p("a", f"<m:oMathPara><m:oMath>{content}{changed('del', X)}</m:oMath></m:oMathPara>")
    result = read_document(body)
    assert not equations(result)
    assert [(finding.details["count"], finding.details["text"]) for finding in result.findings] == [(3, "x")]
    assert_accounted(build_docx(body))


def test_an_equation_whose_text_is_deleted_is_not_written() -> None:
    body = math(changed("del", X))
    assert not equations(read_document(body))
    assert equations(read_document(body, REJECT))


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_signs_that_stay_without_any_text_are_no_equation(name: str) -> None:
    body = math(construct(name, "", changed("del", X)))
    result = read_document(body)
    assert not equations(result)
    assert codes(result) == ["DOCX-R010"]
    assert_accounted(build_docx(body))
    assert equations(read_document(math(construct(name, "", changed("del", X) + X))))


def test_a_construct_that_was_inserted_and_deleted_is_gone_either_way() -> None:
    both = f"<m:ctrlPr><w:ins {AUTHOR}><w:del {AUTHOR}/></w:ins></m:ctrlPr>"
    body = math(f"<m:rad><m:radPr>{both}</m:radPr><m:e>{changed('ins', changed('del', X))}</m:e></m:rad>")
    assert not equations(read_document(body))
    assert not equations(read_document(body, REJECT))


@pytest.mark.parametrize("mode", [ACCEPT, REJECT])
def test_a_construct_within_one_that_goes_stays_by_itself(mode: Revisions) -> None:
    body = math(construct("rad", "del", construct("sSup", "", X)))
    (equation,) = equations(read_document(body, mode))
    (kept,) = equations(read_document(math(construct("sSup", "", X))))
    assert (equation == kept) is (mode is ACCEPT)


def test_a_row_of_an_array_or_matrix_goes_with_its_argument() -> None:
    gone = f"<m:e>{changed('del', X)}{mark('del')}</m:e>"
    stays = "<m:e><m:r><m:t>y</m:t></m:r></m:e>"
    for whole, left in (
        (f"<m:eqArr>{gone}{stays}</m:eqArr>", f"<m:eqArr>{stays}</m:eqArr>"),
        (f"<m:d>{stays}{gone}</m:d>", f"<m:d>{stays}</m:d>"),
        (f"<m:m><m:mr>{gone}</m:mr><m:mr>{stays}</m:mr></m:m>", f"<m:m><m:mr>{stays}</m:mr></m:m>"),
    ):
        assert equations(read_document(math(whole))) == equations(read_document(math(left)))


def test_an_argument_that_is_needed_stays_empty() -> None:
    body = math(f"<m:f><m:num>{X}</m:num><m:den>{changed('del', X)}{mark('del')}</m:den></m:f>")
    assert equations(read_document(body)) == equations(read_document(math(f"<m:f><m:num>{X}</m:num><m:den/></m:f>")))


def test_changes_around_and_beside_equations_are_resolved() -> None:
    whole = p("a", inserted(f"<m:oMath>{X}</m:oMath>"), deleted("c"))
    assert equations(read_document(whole))
    assert not equations(read_document(whole, REJECT))
