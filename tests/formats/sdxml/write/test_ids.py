from uuid import UUID, uuid5

import pytest

from sdconvert.formats.sdxml.write.ids import NAMESPACE, name_based_uuid


@pytest.mark.parametrize("name", ["", "1\nx", "ü", *map(str, range(50))])
def test_an_id_is_the_uuid_of_version_5(name):
    assert name_based_uuid(name) == str(uuid5(UUID(NAMESPACE), name))
