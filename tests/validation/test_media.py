import base64
import zipfile
from io import BytesIO

from sdconvert.archive import write_archive
from sdconvert.findings import Finding
from sdconvert.validation import check

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


def sd_xml(body: str) -> bytes:
    return (
        '<smashdoc version="2.6"><meta><language value="de_DE"/><title>T</title><subtitle/><description/><footer/>'
        f"<creator/></meta><document>{body}</document></smashdoc>"
    ).encode()


def findings(body: str, **images: bytes) -> tuple[Finding, ...]:
    members = {f"images/{name.replace('_', '.')}": data for name, data in images.items()}
    return check(write_archive({"sd.xml": sd_xml(body), **members}))


def ids(body: str, **images: bytes) -> list[str]:
    return [finding.code.id for finding in findings(body, **images)]


def test_images_that_are_there_whole_and_used_have_no_findings() -> None:
    body = '<image>a.png</image><paragraph indent="0"><img filename="b.gif" caption=""/></paragraph>'
    assert ids(body, a_png=PNG, b_gif=GIF) == []


def test_a_referenced_image_that_is_not_there_is_missing() -> None:
    (finding,) = findings("<image>a.png</image>")
    assert finding.code.id == "SDXML-V080"
    assert finding.message == "The image a.png is not in the folder images/."


def test_upper_and_lower_case_count_and_the_near_name_is_told() -> None:
    missing, unused = findings("<image>a.png</image>", A_PNG=PNG)
    assert (missing.code.id, unused.code.id) == ("SDXML-V080", "SDXML-V081")
    assert missing.message == "The image a.png is not in the folder images/ (there is A.PNG)."


def test_a_bare_sd_xml_has_no_folder_to_miss_images_in() -> None:
    assert check(sd_xml("<image>a.png</image>")) == ()


def test_an_image_that_nothing_names_is_unused() -> None:
    (finding,) = findings("", a_png=PNG)
    assert finding.code.id == "SDXML-V081"
    assert str(finding.location) == "images/a.png"


def test_an_image_named_with_its_folder_is_neither_missing_nor_unused() -> None:
    assert ids("<image>images/a.png</image>", a_png=PNG) == ["SDXML-V085"]


def test_a_gif_named_png_is_of_another_kind() -> None:
    (finding,) = findings("<image>a.png</image>", a_png=GIF)
    assert (finding.code.id, finding.details["kind"]) == ("SDXML-V083", "gif")


def test_jpg_and_jpeg_are_one_kind() -> None:
    assert ids("<image>a.jpg</image><image>b.jpeg</image>", a_jpg=GIF, b_jpeg=GIF) == ["SDXML-V083"] * 2


def test_what_is_cut_off_or_no_picture_is_unreadable() -> None:
    body = "<image>a.png</image><image>b.png</image><image>c.png</image>"
    assert ids(body, a_png=PNG[:-20], b_png=b"no picture", c_png=b"") == ["SDXML-V084"] * 3


def test_a_member_with_a_wrong_checksum_is_unreadable_and_the_rest_is_judged() -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("sd.xml", sd_xml("<image>a.png</image><image>b.png</image>"))
        package.writestr("images/a.png", PNG)
    damaged = target.getvalue().replace(PNG[-30:], PNG[-30:-8] + b"\0\0" + PNG[-6:])
    assert [finding.code.id for finding in check(damaged)] == ["SDXML-V080", "SDXML-V084"]
