from __future__ import annotations

import math

import pytest
from her2sim.errors import InvalidValue, UnknownName
from her2sim.treatment import UNITS, Dose
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "nanomolar"),
    [
        ("x=1uM", 1000),
        ("x=1µM", 1000),
        ("x=1μM", 1000),
        ("x=2.5 nM", 2.5),
        ("x=1e3pM", 1),
        ("x=20nm", 20),
        ("x = 0nM", 0),
    ],
)
def test_molar_doses_are_read(text, nanomolar):
    assert Dose.parse(text).nanomolar() == pytest.approx(nanomolar, rel=1e-15)


@pytest.mark.parametrize(("text", "factor"), [("10ug/mL", 1), ("10 mg/L", 1), ("10000ng/mL", 1)])
def test_mass_doses_need_the_molar_mass(text, factor):
    dose = Dose.parse(f"antibody={text}")
    assert dose.nanomolar(145_000, "g/mol") == pytest.approx(10 / 145_000 * 1e6)
    assert dose.nanomolar(145, "kDa") == pytest.approx(10 / 145_000 * 1e6)
    with pytest.raises(InvalidValue, match="molar_mass"):
        dose.nanomolar()


@pytest.mark.parametrize(
    "text", ["x", "x=", "x=nM", "x=5", "=5nM", "x=nan nM", "x=infnM", "x=-1nM"]
)
def test_doses_that_make_no_sense_are_refused(text):
    with pytest.raises(InvalidValue):
        Dose.parse(text)


def test_an_unknown_unit_names_the_closest():
    with pytest.raises(UnknownName, match="Closest: 'ug/mL'"):
        Dose.parse("x=5 ug/ml/h")


@pytest.mark.parametrize("amount", [math.nan, math.inf, -1, True, "much"])
def test_amounts_must_be_finite_and_not_negative(amount):
    with pytest.raises(InvalidValue):
        Dose("x", nM=amount)


def test_exactly_one_amount():
    for amounts in ({}, {"nM": 1, "uM": 1}):
        with pytest.raises(InvalidValue, match="one of"):
            Dose("x", **amounts)


@given(st.floats(0, 1e6), st.sampled_from(UNITS))
def test_text_round_trip_keeps_twelve_digits(amount, unit):
    dose = Dose.parse(f"x={amount!r}{unit}")
    again = Dose.parse(str(dose))
    assert again.unit == dose.unit == unit
    assert again.amount == pytest.approx(amount, rel=1e-11, abs=0)
