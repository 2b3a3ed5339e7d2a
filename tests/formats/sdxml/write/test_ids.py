import re
from uuid import UUID, uuid5

import pytest
from docx_builder import build_docx

from sdconvert import convert
from sdconvert.archive import read_archive
from sdconvert.formats.sdxml.write.ids import NAMESPACE, free_uuid, name_based_uuid


@pytest.mark.parametrize("name", ["", "1\nx", "ü", *map(str, range(50))])
def test_an_id_is_the_uuid_of_version_5(name):
    assert name_based_uuid(name) == str(uuid5(UUID(NAMESPACE), name))


def test_an_id_that_is_taken_is_another_one():
    first = name_based_uuid("1\nx")
    second = free_uuid("1\nx", {first})
    assert free_uuid("1\nx", {second}) == first
    assert len({first, second, free_uuid("1\nx", {first, second})}) == 3


def test_ids_of_a_package_of_ours_that_was_edited_stay_unique():
    package = convert(build_docx("<w:p/><w:p><w:r><w:t>one</w:t></w:r></w:p>")).value
    written = read_archive(package)["sd.xml"].decode()
    first, second = re.findall(r'<paragraph id="([^"]+)"', written)
    again = read_archive(convert(written.replace(first, second).encode(), to="sdxml").value)["sd.xml"].decode()
    kept, made = re.findall(r'<paragraph id="([^"]+)"', again)
    assert kept == second != made
