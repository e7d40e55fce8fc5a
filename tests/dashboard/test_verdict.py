"""The verdict follows its table and nothing else."""

from __future__ import annotations

import math

import pytest
from her2sim_dashboard.verdict import UNKNOWN, Ends, judge, judged_readouts, read_rules

RULES = read_rules()


def ends(cell: float, wild_type: float, pakt: float = 0.1, wild_pakt: float = 0.1, doses: int = 1):
    """Ends of four cells with these GR values and pAKT as a share of the reference."""
    return Ends(
        doses,
        cell={"GR": cell, "pAKT_S473": pakt},
        untreated={"GR": 1.0, "pAKT_S473": 1.0},
        wild_type={"GR": wild_type, "pAKT_S473": wild_pakt},
        reference={"GR": 1.0, "pAKT_S473": 1.0},
    )


@pytest.mark.parametrize(
    ("given", "label"),
    [
        (ends(1.0, 1.0, doses=0), "No drug given"),
        (ends(0.99, 0.95), "Little effect even in wild type"),
        (ends(0.2, 0.2), "Responding"),
        (ends(0.3, 0.2), "Responding"),
        (ends(0.3, 0.2, pakt=0.9), "Partly responding"),
        (ends(0.5, 0.2), "Partly responding"),
        (ends(0.8, 0.2), "Resistant"),
        (ends(1.2, 0.2), "Resistant"),
        (ends(0.05, -0.8), "Responding"),
        (ends(0.5, 0.9), "Responding"),
    ],
)
def test_verdicts(given, label):
    assert judge(given, RULES).label == label


def test_the_grounds_are_the_conditions_of_the_verdict_given():
    verdict = judge(ends(0.8, 0.2), RULES)
    assert [check.rule.id for check in verdict.grounds] == ["growth_response_lost"]
    assert verdict.grounds[0].measured == pytest.approx(0.25)


def test_in_between_shows_what_kept_it_from_the_others():
    verdict = judge(ends(0.5, 0.2), RULES)
    assert {check.rule.id for check in verdict.grounds} >= {
        "growth_response_kept",
        "growth_response_lost",
    }


def test_no_verdict_without_the_readouts_or_with_values_that_are_not_numbers():
    assert judge(Ends(1, {}, {}, {}, {}), RULES) is UNKNOWN
    assert judge(ends(math.nan, 0.2), RULES) is UNKNOWN


def test_the_table_judges_growth_and_akt():
    assert judged_readouts(RULES) == ("GR", "pAKT_S473")


def test_every_threshold_says_why_it_has_its_value():
    assert all(rule.note for rule in RULES if rule.threshold is not None)
