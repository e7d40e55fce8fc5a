import re
from pathlib import Path

import pytest
from her2sim import load_model
from her2sim.checks import annotated, consistent, newest_level, reads, units_agree

from .small import edited

TOY = Path(__file__).parents[2] / "toy" / "models" / "toy"


@pytest.fixture(scope="module")
def toy():
    return load_model(TOY)


def subjects(findings):
    return {finding.subject for finding in findings}


def test_a_built_model_reads_is_consistent_and_new(toy):
    assert reads(toy) == []
    assert consistent(toy) == []
    assert newest_level(toy) == []
    assert units_agree(toy) == []


def test_an_attribute_of_no_such_kind_does_not_read(toy):
    broken = edited(toy, 'id="k_on"', 'id="k_on" flavour="sweet"')
    assert any("flavour" in finding.message for finding in reads(broken))


def test_a_double_id_is_inconsistent(toy):
    assert consistent(edited(toy, 'id="k_on"', 'id="k_off"')) != []


def test_a_wrong_unit_is_found_where_it_is_used(toy):
    broken = edited(toy, 'id="k_on" name="AKT activation" value="0.001" units="per_nM_s"',
                    'id="k_on" name="AKT activation" value="0.001" units="per_s"')  # fmt: skip
    assert units_agree(broken) != []


def test_a_missing_unit_is_named(toy):
    broken = edited(toy, 'value="0.001" units="per_nM_s"', 'value="0.001"')
    assert "k_on" in subjects(units_agree(broken))


def test_an_undeclared_unit_of_the_model_is_named(toy):
    start = toy.sbml.index(' extentUnits="')
    end = toy.sbml.index('"', start + 14) + 1
    broken = edited(toy, toy.sbml[start:end], "")
    assert any("extent" in finding.message for finding in units_agree(broken))


def test_an_older_level_is_named(toy):
    assert "Version 1" in newest_level(edited(toy, 'version="2"', 'version="1"'))[0].message


def test_what_lacks_a_term_an_identifier_a_source_or_creators_is_named(toy):
    # The toy leaves some sources and identifiers open.
    before = subjects(annotated(toy))
    bare = edited(toy, toy.sbml, re.sub(r' sboTerm="[^"]*"', "", toy.sbml))
    assert {"AKT", "on", "k_on", "cell"} <= subjects(annotated(bare))
    unsourced = edited(toy, "Source: doi:10.1000/toy", "From doi:10.1000/toy")
    assert "AKT_tot" in subjects(annotated(unsourced)) - before
    elsewhere = edited(toy, "identifiers.org", "example.org")
    messages = [finding.message for finding in annotated(elsewhere)]
    assert any("not of identifiers.org" in message for message in messages)
