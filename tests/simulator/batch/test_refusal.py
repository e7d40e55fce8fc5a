"""What is not covered is refused by name."""

from __future__ import annotations

import pytest
from her2sim.batch import BatchModel, NotCovered
from her2sim.errors import InvalidModel

BASE = "model m(); compartment c = 1; species A in c; A = 1; k = 1; J0: A -> ; k * A; {} end"


@pytest.mark.parametrize(
    ("extra", "feature", "element"),
    [
        ("E1: at time > 2: A = 5;", "an event", "E1"),
        ("c' = 1;", "a compartment whose size varies", "c"),
        ("q := delay(A, 1);", "a delay", "q"),
        ("q := rateOf(A);", "the symbol rateOf", "q"),
        ("q := factorial(3);", "the operator 'factorial'", "q"),
        ("at (time > 1): k = 2;", "an event", ""),
        ("p is \"missing\"; q := p + 1;", "an element without a value", "p"),
    ],
)  # fmt: skip
def test_refused_by_name(to_sbml, extra, feature, element):
    with pytest.raises(NotCovered) as caught:
        BatchModel.from_sbml(to_sbml(BASE.format(extra)))
    assert feature in str(caught.value)
    assert element in str(caught.value)


def test_circular_definitions_are_refused(to_sbml):
    text = to_sbml(BASE.format("q := r; r := 77;"))
    text = text.replace('<cn type="integer"> 77 </cn>', "<ci> q </ci>")
    with pytest.raises(NotCovered, match="circular"):
        BatchModel.from_sbml(text)


def test_fast_reactions_are_refused(to_sbml):
    text = to_sbml(BASE.format(""))
    text = text.replace("level3/version2/core", "level3/version1/core").replace(
        'version="2"', 'version="1"'
    )
    text = text.replace('<reaction id="J0"', '<reaction fast="true" id="J0"').replace(
        'fast="true" id="J0" fast="false"', 'fast="true" id="J0"'
    )
    with pytest.raises((NotCovered, InvalidModel), match="fast"):
        BatchModel.from_sbml(text)


def test_what_is_no_sbml_is_said_to_be_none():
    for text in ("", "<html/>", "model m() end"):
        with pytest.raises(InvalidModel):
            BatchModel.from_sbml(text)
