"""Each way in which a model can be broken: one message that names the element, no run."""

import pytest
from her2sim.errors import InvalidModel
from her2sim.intake import read_checked

from .writing import (
    COMPARTMENT,
    MATH,
    PACKAGES,
    law,
    parameters,
    reaction,
    rule,
    rules,
    species,
    whole,
)

DELAY = (
    '<apply><csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/delay">delay'
    "</csymbol><ci>A</ci><cn>1</cn></apply>"
)
CIRCLE = rules(rule("assignmentRule", "k", "<ci>j</ci>"), rule("assignmentRule", "j", "<ci>k</ci>"))
RECURSION = (
    f'<listOfFunctionDefinitions><functionDefinition id="f"><math xmlns="{MATH}"><lambda><bvar>'
    "<ci>x</ci></bvar><apply><ci>f</ci><ci>x</ci></apply></lambda></math></functionDefinition>"
    "</listOfFunctionDefinitions>"
)
EVENT = (
    '<listOfEvents><event id="e" useValuesFromTriggerTime="true"><trigger initialValue="true" '
    f'persistent="true"><math xmlns="{MATH}"><apply><gt/><ci>A</ci><cn>1</cn></apply></math>'
    '</trigger><listOfEventAssignments><eventAssignment variable="Q">'
    f'<math xmlns="{MATH}"><cn>1</cn></math></eventAssignment></listOfEventAssignments></event>'
    "</listOfEvents>"
)


def _doubling_functions(count):
    """f0(x) = x and each next one calls the one before it twice."""
    body = "<ci>x</ci>"
    written = []
    for index in range(count):
        written.append(
            f'<functionDefinition id="f{index}"><math xmlns="{MATH}"><lambda><bvar><ci>x</ci>'
            f"</bvar>{body}</lambda></math></functionDefinition>"
        )
        call = f"<apply><ci>f{index}</ci><ci>x</ci></apply>"
        body = f"<apply><plus/>{call}{call}</apply>"
    return f"<listOfFunctionDefinitions>{''.join(written)}</listOfFunctionDefinitions>"


BROKEN = {
    "duplicate id": (whole(pools=species("A", "B", "A")), ["'A'", "conflicts", "10301"]),
    "unknown id in a rate": (whole(constants=""), ["Reaction 'J' uses 'k'", "not define"]),
    "unknown function": (
        whole(reactions=reaction(law("<apply><ci>mm</ci><ci>A</ci></apply>"))),
        ["Reaction 'J' uses 'mm'"],
    ),
    "unknown species in a reaction": (whole(reactions=reaction(product="Z")), ["'J'", "'Z'"]),
    "species attribute missing": (
        whole(reactions=reaction().replace('species="B"', "")),
        ["'species' is missing", "'J'"],
    ),
    "unknown compartment": (whole(compartment=""), ["'A'", "'cell'"]),
    "parameter without value": (whole(constants=parameters(k="")), ["'k' has no value"]),
    "parameter is text": (whole(constants=parameters(k='value="abc"')), ["'k'", "'abc'"]),
    "start value is a word": (
        whole(pools=species("A", "B", start='initialConcentration="ten"')),
        ["initialConcentration", "'A'", "'ten'"],
    ),
    "start value has a comma": (
        whole(pools=species("A", "B", start='initialAmount="1,5"')),
        ["initialAmount", "'A'", "'1,5'"],
    ),
    "start value not finite": (
        whole(pools=species("A", "B", start='initialAmount="NaN"')),
        ["'A'", "nan"],
    ),
    "volume zero": (whole(compartment=COMPARTMENT.replace('"1"', '"0"')), ["'cell'", "is 0"]),
    "volume negative": (whole(compartment=COMPARTMENT.replace('"1"', '"-2"')), ["'cell'", "-2"]),
    "volume infinite": (whole(compartment=COMPARTMENT.replace('"1"', '"INF"')), ["'cell'", "inf"]),
    "rule and reaction": (
        whole(rule_list=rules(rule("rateRule", "A", "<cn>1</cn>"))),
        ["'A' occurs in both a rule and reaction 'J'"],
    ),
    "two rules": (
        whole(rule_list=rules(*[rule("rateRule", "k", "<cn>1</cn>")] * 2)),
        ["'k'", "conflicts"],
    ),
    "circular rules": (
        whole(constants=parameters(k="", j=""), rule_list=CIRCLE),
        ["cycle", "'k'", "'j'"],
    ),
    "recursive function": (whole(functions=RECURSION), ["'f' refers to itself"]),
    "exploding functions": (whole(functions=_doubling_functions(30)), ["expand", "f20"]),
    "unknown operator": (
        whole(reactions=reaction(law("<apply><foo/><ci>k</ci><ci>A</ci></apply>"))),
        ["<foo>"],
    ),
    "number of arguments": (
        whole(reactions=reaction(law("<apply><divide/><ci>k</ci></apply>"))),
        ["number of arguments"],
    ),
    "endless sum": (
        whole(reactions=reaction(law(f"<apply><plus/>{'<ci>k</ci>' * 20_000}</apply>"))),
        ["'J'", "2000 deep"],
    ),
    "event target unknown": (whole(events=EVENT), ["'e'", "'Q'"]),
    "unknown element": (whole(events="<listOfFoos/>"), ["listOfFoos"]),
    "required package": (
        whole(root='xmlns:foo="http://foo.org" foo:required="true"'),
        ["http://foo.org", "requires"],
    ),
    "qualitative model": (
        whole(root=f'xmlns:qual="{PACKAGES}/qual/version1" qual:required="true"'),
        ["'qual'", "requires"],
    ),
    "fast reactions": (whole(reactions=reaction(fast="true")), ["fast", "J", "--drop-fast"]),
    "algebraic rule": (
        whole(rule_list=rules(rule("algebraicRule", "", "<ci>k</ci>"))),
        ["algebraic rule 0 = k", "SBSCL"],
    ),
    "delay": (whole(reactions=reaction(law(DELAY))), ["reaction 'J'", "COPASI"]),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_model_is_refused_by_name(case):
    text, expected = BROKEN[case]
    with pytest.raises(InvalidModel) as caught:
        read_checked(text)
    message = str(caught.value)
    assert [part for part in expected if part not in message] == []
    assert len(message) < 700
    assert "\n" not in message


def test_the_whole_model_passes_without_a_warning():
    model = read_checked(whole())
    assert model.warnings == ()
    assert model.species == ("A", "B")
    assert model.parameters == ("k",)
    assert model.compartments == ("cell",)
    assert model.others == ("J",)
    assert not model.uses_time


ODD = {
    "species without value": (whole(pools=species("A", "B", start="")), "species A, B. 0 is used"),
    "compartment without size": (
        whole(compartment=COMPARTMENT.replace('size="1"', "")),
        "compartment cell. 1 is used",
    ),
    "no rate law": (whole(reactions=reaction("")), "No rate law: reaction J"),
    "no stoichiometry": (
        whole(reactions=reaction().replace('stoichiometry="1"', "", 1)),
        "No stoichiometry: species A",
    ),
    "negative start": (
        whole(pools=species("A", "B", start='initialAmount="-1"')),
        "Negative start value: species A, B",
    ),
    "parameter not finite": (
        whole(constants=parameters(k='value="1"', j='value="INF"')),
        "parameter j",
    ),
    "species in a rate, not listed": (
        whole(
            pools=species("A", "B", "C"),
            reactions=reaction(law("<apply><times/><ci>k</ci><ci>C</ci></apply>")),
        ),
        "'C' is not listed",
    ),
}


@pytest.mark.parametrize("case", ODD)
def test_what_is_odd_but_runs_is_said(case):
    text, expected = ODD[case]
    warnings = read_checked(text).warnings
    assert len(warnings) == 1
    assert expected in warnings[0]


def test_fast_flags_are_dropped_on_request_and_said():
    model = read_checked(whole(reactions=reaction(fast="true")), drop_fast=True)
    assert 'fast="true"' not in model.sbml
    assert model.warnings == ("The flag 'fast' was dropped from reactions J.",)


def test_a_value_from_a_rule_or_an_assignment_is_no_missing_value():
    starts = (
        f'<listOfInitialAssignments><initialAssignment symbol="A"><math xmlns="{MATH}"><cn>3</cn>'
        "</math></initialAssignment></listOfInitialAssignments>"
    )
    text = whole(
        pools=species("A", "B", start=""),
        constants=parameters(k="") + starts.replace('"A"', '"B"').replace(
            "</listOfInitialAssignments>", starts.removeprefix("<listOfInitialAssignments>")
        ),
        rule_list=rules(rule("assignmentRule", "k", "<cn>1</cn>")),
    )  # fmt: skip
    assert read_checked(text).warnings == ()
