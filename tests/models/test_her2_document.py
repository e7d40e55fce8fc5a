"""The text of the her2 model: read, consistent, in agreeing units, annotated, whole in Antimony."""

from her2sim.checks import (
    annotated,
    antimony_keeps_the_model,
    consistent,
    newest_level,
    reads,
    units_agree,
)

from .her2 import HER2


def test_it_reads_without_an_error():
    assert reads(HER2) == []


def test_it_breaks_no_rule_of_sbml():
    assert consistent(HER2) == []


def test_its_units_agree_and_are_all_declared():
    assert units_agree(HER2) == []


def test_it_is_level_3_version_2():
    assert newest_level(HER2) == []


def test_every_part_is_annotated_and_every_number_has_a_source():
    assert annotated(HER2) == []


def test_it_survives_antimony_and_back():
    assert antimony_keeps_the_model(HER2, hours=24) == []
