import pytest

from sdconvert.model.tables import hundredths_of


@pytest.mark.parametrize(
    ("columns", "shares"),
    [
        ((1.0, 1.0, 1.0), (3334, 3333, 3333)),
        ((), (3334, 3333, 3333)),
        ((50.0, float("nan"), 0.0), (3334, 3333, 3333)),
        ((10.0, 20.0, 30.0), (1667, 3333, 5000)),
        ((1e308, 1e308, 1.0), (4999, 5000, 1)),
    ],
)
def test_shares_sum_to_a_hundred_percent(columns, shares):
    assert hundredths_of(columns, 3) == shares
