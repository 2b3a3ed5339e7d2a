from __future__ import annotations

import pytest
from docx_writing import write_blocks

from sdconvert.model.blocks import Picture


@pytest.mark.parametrize("box", ["0 0 1.2.3 4", "0 0 .", "0 0 1e999 4", "0 0 0 0"])
def test_a_drawing_whose_size_is_no_number_has_the_usual_shape(box: str) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"/>'.encode()
    assert write_blocks(Picture("x.svg", text="alt"), assets={"x.svg": drawing}) is not None
