"""Numbers are printed as people write them."""

from __future__ import annotations

import pytest
from her2sim_dashboard.numbers import arrow, figures, fold, plain, rounded


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1234.5, "1,230"),
        (0.012345, "0.0123"),
        (-0.5, "−0.500"),
        (None, "–"),
        (float("nan"), "–"),
        (float("inf"), "–"),
        (1.5e-9, "1.50e−09"),
    ],
)
def test_figures(value, text):
    assert figures(value) == text


def test_plain_has_no_exponent():
    assert [plain(value) for value in (1000.0, 1e-7, 24.0, 0.5, -0.0)] == [
        "1000",
        "0.0000001",
        "24",
        "0.5",
        "0",
    ]


def test_rounded_keeps_significant_figures():
    assert [rounded(value) for value in (123456.0, 0.00123456, 0.0)] == [123000.0, 0.00123, 0.0]


def test_folds_and_arrows():
    assert (fold(0.254), fold(12.34), fold(None)) == ("0.25×", "12.3×", "–")
    assert [arrow(ratio, 0.05) for ratio in (1.5, 0.5, 1.02)] == ["▲", "▼", "="]
