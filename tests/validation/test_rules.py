"""The rules on ids, metadata, images and the members of a package, case by case."""

import pytest

from sdconvert.archive import write_archive
from sdconvert.findings import Finding
from sdconvert.validation import check

ID = "0f8fad5b-d9cb-469f-a165-70867728950e"
META = '<meta><language value="de_DE"/><title>T</title><subtitle/><description/><footer/><creator/></meta>'


def found(body: str, after: str = "", meta: str = META, version: str = "2.6") -> list[Finding]:
    data = f'<smashdoc version="{version}">{meta}<document>{body}</document>{after}</smashdoc>'
    return list(check(data.encode()))


def ids(findings: list[Finding]) -> list[str]:
    return [finding.code.id for finding in findings]


def xref(target: str) -> str:
    attributes = f'href="{target}" data-num-enabled="1" data-content-enabled="0"'
    return f'<paragraph indent="0"><xref {attributes}/></paragraph>'


@pytest.mark.parametrize(
    "block",
    [
        '<heading id="{}" level="0">a</heading>',
        '<paragraph id="{}" indent="0"/>',
        '<image id="{}">a.png</image>',
        '<table id="{}"><tr/></table>',
        '<ol-li id="{}">a</ol-li>',
        '<ul-li id="{}">a</ul-li>',
        '<table><tr><td><ul-li id="{}">a</ul-li></td></tr></table>',
    ],
)
def test_a_cross_reference_may_lead_to_any_block(block: str) -> None:
    assert ids(found(block.format(ID) + xref(ID))) == []
    assert ids(found(block.format(ID) + xref(ID.replace("0f", "1f")))) == ["SDXML-V021"]


def test_a_reference_that_names_nothing_leads_nowhere() -> None:
    mark = '<paragraph indent="0"><index data-id=""/></paragraph>'
    node = f'<indexes><index-node id="{ID}" title="a" target-reference-id=""/></indexes>'
    assert ids(found(xref("") + mark, node)) == ["SDXML-V021", "SDXML-V022", "SDXML-V023"]


def test_two_empty_ids_are_no_ids_rather_than_the_same() -> None:
    assert ids(found('<paragraph id="" indent="0"/><paragraph id="" indent="0"/>')) == ["SDXML-V024", "SDXML-V024"]


@pytest.mark.parametrize("between", [" ", ",", ";", ", ", "\n"])
def test_the_ids_of_origins_are_parted_by_what_parts_words(between: str) -> None:
    good, bad = f"{ID}{between}{ID}", f"{ID}{between}p1{between}p2"
    assert ids(found(f'<paragraph indent="0" origin_ids="{good}"/>')) == []
    told = found(f'<paragraph indent="0" origin_ids="{bad}"/>')
    assert [(each.code.id, each.details["attribute"], each.details["id"]) for each in told] == [
        ("SDXML-V024", "origin_ids", "p1"),
        ("SDXML-V024", "origin_ids", "p2"),
    ]


def test_what_is_quoted_is_not_longer_than_a_line() -> None:
    long = "x" * 500
    told = found(
        f'<paragraph id="{long}" indent="{long}" {long}="">{long}<{long}/></paragraph>{xref(long + "y")}{long}'
        f'<paragraph id="{long}" indent="0"/>'
        f'<table width="{long}" border-color="{long}"><tr><td colspan="{long}"/></tr></table>'
    )
    assert len(told) == 11
    quoted = [str(value) for finding in told for name, value in finding.details.items() if name != "known"]
    assert [value for value in quoted if long[:200] in value] == []


@pytest.mark.parametrize(
    ("meta", "id", "path"),
    [
        ("", "SDXML-V090", "/smashdoc"),
        (META.replace("<title>T</title>", "<title> \n</title>"), "SDXML-V090", "/smashdoc/meta/title"),
        (META.replace(">T<", f">{'x' * 201}<"), "SDXML-V091", "/smashdoc/meta/title"),
        (META.replace("<description/>", f"<description>{'x' * 401}</description>"), "SDXML-V092", None),
        (META.replace('<language value="de_DE"/>', ""), "SDXML-V093", "/smashdoc"),
    ],
)
def test_the_place_of_what_is_wrong_with_the_metadata(meta: str, id: str, path: str | None) -> None:
    (finding,) = [each for each in found("", meta=meta) if each.code.id == id]
    assert finding.location is not None
    assert finding.location.path == (path or "/smashdoc/meta/description")


@pytest.mark.parametrize(("length", "id"), [(200, []), (201, ["SDXML-V091"])])
def test_the_length_of_a_title_is_that_of_all_its_text(length: int, id: list[str]) -> None:
    meta = META.replace(">T<", f">{'x' * (length - 4)}<b>four</b><")
    assert [each for each in ids(found("", meta=meta)) if each == "SDXML-V091"] == id


@pytest.mark.parametrize("version", ["2.6", "2.6.0", "2.60", "3", "2.6-beta"])
def test_only_2_6_and_its_own_releases_are_of_the_version_2_6(version: str) -> None:
    assert ids(found("", version=version)) == ([] if version in ("2.6", "2.6.0") else ["SDXML-V012"])


def test_the_version_of_another_dialect_is_not_unexpected() -> None:
    assert ids(found("", version="2.13.2")) == ["SDXML-V011"]


def test_a_heading_of_both_kinds_and_of_none_are_told_apart() -> None:
    told = found('<heading level="0" enumeration="0">a</heading><heading>b</heading>')
    assert [finding.details["which"] for finding in told] == ["both", "neither"]


def test_nothing_else_is_asked_of_another_root() -> None:
    (finding,) = check(b"<projekt><werk/></projekt>")
    assert finding.code.id == "SDXML-V010"


def test_findings_stand_in_the_order_of_the_rules_and_then_of_the_document() -> None:
    body = xref("gone") + '<paragraph id="p1" indent="0" x="1"/><paragraph id="p2" indent="99"/>' + xref("lost")
    told = found(body, version="3")
    assert ids(told) == sorted(ids(told))
    assert [each.details["id"] for each in told if each.code.id == "SDXML-V021"] == ["gone", "lost"]


# ------------------------------------------------------------------------------------------------------------ packages

NO_PNG = b"\x89PNG\r\n\x1a\n"


def found_in_package(body: str, others: dict[str, bytes], version: str = "2.6") -> list[tuple[str, str]]:
    """Rule and part of what is found in a package that stands in the folder `export/` with these members."""
    xml = f'<smashdoc version="{version}">{META}<document>{body}</document></smashdoc>'.encode()
    members = {f"export/{name}": data for name, data in others.items()}
    told = check(write_archive({"export/sd.xml": xml, **members}))
    assert (told[0].code.id, str(told[0].location)) == ("SDXML-V001", "export/sd.xml")
    return [(each.code.id, each.location.part if each.location else "") for each in told[1:]]


def test_the_places_of_members_are_those_in_the_zip() -> None:
    names = ("images/a.png", "images/b.png", "images/c/d.png", "notes.txt", "__MACOSX/x", "images/c/.DS_Store")
    assert found_in_package("<image>b.png</image>", dict.fromkeys(names, NO_PNG)) == [
        ("SDXML-V002", "export/notes.txt"),
        ("SDXML-V003", "export/images/c/d.png"),
        ("SDXML-V004", "export/__MACOSX/x"),
        ("SDXML-V004", "export/images/c/.DS_Store"),
        ("SDXML-V081", "export/images/a.png"),
        ("SDXML-V084", "export/images/a.png"),
        ("SDXML-V084", "export/images/b.png"),
    ]


@pytest.mark.parametrize("name", [".hidden", "Thumbs.db", ".DS_Store"])
def test_hidden_files_and_leftovers_are_no_unused_images(name: str) -> None:
    assert "SDXML-V081" not in dict(found_in_package("", {f"images/{name}": b""}))


@pytest.mark.parametrize(
    ("version", "id"), [("2.6", "SDXML-V002"), ("2.13.2", "SDXML-V002"), ("2.20.2", "SDXML-V002"), ("2.25.0", None)]
)
def test_attached_files_belong_in_a_package_of_2_25_only(version: str, id: str | None) -> None:
    told = [id for id, _ in found_in_package("", {"inline-files/a.pdf": b"%PDF"}, version)]
    assert [each for each in told if each != "SDXML-V011"] == [id] * bool(id)


@pytest.mark.parametrize(
    ("reference", "rules"),
    [
        ("a.png", []),
        (" a.png\n", []),
        ("images/a.png", ["SDXML-V085"]),
        ("images\\a.png", ["SDXML-V085"]),
        ("A.png", ["SDXML-V080", "SDXML-V081"]),
        ("a.PNG", ["SDXML-V080", "SDXML-V081"]),
        ("", ["SDXML-V081", "SDXML-V086"]),
        ("images/", ["SDXML-V081", "SDXML-V085", "SDXML-V086"]),
        ("png", ["SDXML-V080", "SDXML-V081", "SDXML-V082"]),
        ("a.emf", ["SDXML-V080", "SDXML-V081", "SDXML-V082"]),
    ],
)
def test_how_an_image_is_named(reference: str, rules: list[str]) -> None:
    told = [id for id, _ in found_in_package(f"<image>{reference}</image>", {"images/a.png": NO_PNG})]
    assert [id for id in told if id != "SDXML-V084"] == rules


def test_files_that_are_named_as_no_picture_are_not_judged_as_one() -> None:
    assert found_in_package("", {"images/a.txt": b"words"}) == [("SDXML-V081", "export/images/a.txt")]


@pytest.mark.parametrize("encoding", ["UTF-8", "utf-8", "US-ASCII", "utf8"])
def test_utf_8_has_several_names(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><smashdoc version="2.6">{META}<document/></smashdoc>'
    assert check(data.encode()) == ()
