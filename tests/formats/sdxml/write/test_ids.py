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


DOCUMENT, BLOCK = "0f8fad5b-d9cb-469f-a165-000000000001", "0f8fad5b-d9cb-469f-a165-000000000002"


@pytest.mark.parametrize(("block", "node"), [(DOCUMENT, BLOCK), (BLOCK, BLOCK), (BLOCK, DOCUMENT), ("x", "x")])
def test_no_two_of_document_block_and_index_node_have_one_id_and_what_names_them_still_does(block, node):
    said = (
        f'<smashdoc version="2.6.0" id="{DOCUMENT}"><document><paragraph id="{block}" indent="0">word'
        f'<index data-id="{node}"/><xref href="{block}" data-num-enabled="0" data-content-enabled="1"/></paragraph>'
        f'</document><indexes><index-node id="{node}" title="word"/></indexes></smashdoc>'
    )
    result = convert(said.encode(), to="sdxml")
    written = read_archive(result.value)["sd.xml"].decode()
    ids = re.findall(r'(?<![-\w])id="([^"]+)"', written)
    assert len(ids) == len(set(ids)) == 3
    assert re.findall('data-id="([^"]+)"', written) == [ids[2]]
    assert re.findall('href="([^"]+)"', written) == [ids[1]]
    assert [finding.code.id for finding in result.findings] == ["SDXML-R017"]
