"""The address is the page's whole state, and whatever stands in it, the page can be shown."""

from __future__ import annotations

import math
from functools import cache

import pytest
from her2sim import Dose, Knockdown
from her2sim_dashboard.numbers import plain
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.settings import Setting, read_settings
from her2sim_dashboard.state import (
    KEYS,
    OTHERS,
    Cell,
    State,
    Supply,
    fresh_state,
    to_query,
)
from hypothesis import given, settings
from hypothesis import strategies as st


def cells(context) -> st.SearchStrategy[Cell]:
    """Any cell a visitor can build."""
    catalogue, limits = context.catalogue, context.limits

    def dose(drug):
        unit = st.sampled_from(drug.units)
        tenths = st.integers(0, 1000)
        return st.tuples(unit, tenths).map(lambda pick: _dose(context, drug, *pick))

    def supply(ligand):
        amounts = st.floats(ligand.low, ligand.high).map(lambda value: float(f"{value:.3g}"))
        return amounts.map(lambda amount: Supply(ligand.id, ligand.parameter, amount, ligand.unit))

    return st.builds(
        Cell,
        genotype=_some(
            st.sampled_from([each.id for each in gene.mutations]) for gene in catalogue.genes
        ),
        background=st.sampled_from([each.id for each in catalogue.backgrounds]),
        knockdowns=st.dictionaries(
            st.sampled_from(catalogue.targets),
            st.integers(0, 100),
            max_size=limits.knockdowns_most,
        ).map(
            lambda left: tuple(
                Knockdown(gene, left[gene] / 100) for gene in catalogue.targets if gene in left
            )
        ),
        ligands=_some(supply(ligand) for ligand in catalogue.ligands),
        doses=_some(dose(drug) for drug in catalogue.drugs),
    )


def _some(strategies) -> st.SearchStrategy[tuple]:
    """Each of some values or not, in their order."""
    return st.tuples(*(st.none() | each for each in strategies)).map(
        lambda values: tuple(value for value in values if value is not None)
    )


def values_of(row: Setting, catalogue) -> st.SearchStrategy[str]:
    """Any value of a setting, in its one spelling."""
    if row.kind == "choice":
        return st.sampled_from(row.valid)
    if row.kind in ("number", "whole"):
        return st.integers(int(row.low), int(row.high)).map(
            lambda value: plain(float(f"{value:.3g}"))
        )
    if row.kind in ("word", "text"):
        return st.text("abcXYZ_09", min_size=1, max_size=int(row.high))
    if row.kind == "genotypes":
        ids = catalogue.names("mutation")
        few = ["WT"][: int(row.high) - 1]
        return st.sampled_from(ids).map(lambda name: ",".join([name, *few]))
    names = catalogue.names(row.kind.removesuffix("s"))
    if not names:
        return st.just(row.default)
    if row.kind.endswith("s"):
        most = min(int(row.high), len(names))
        chosen = st.sets(st.sampled_from(names), min_size=1, max_size=most)
        return chosen.map(lambda some: ",".join(name for name in names if name in some))
    return st.sampled_from(names)


@cache
def states(context) -> st.SearchStrategy[State]:
    """Any state a visitor can reach."""
    catalogue, limits = context.catalogue, context.limits
    names = [readout.id for readout in catalogue.readouts]
    plain_states = st.builds(
        State,
        cell=cells(context),
        hours=st.integers(int(limits.hours_low), int(limits.hours_high)).map(float),
        readouts=st.sets(
            st.sampled_from(names), min_size=1, max_size=min(len(names), limits.charts_most)
        ).map(lambda chosen: tuple(name for name in names if name in chosen)),
        axis=st.sampled_from(["fold", "unit"]),
        others=st.lists(cells(context), max_size=len(OTHERS)).map(tuple),
    )
    values = {key: values_of(row, catalogue) for key, row in read_settings().items()}
    # A few at a time: the values of all together are more than one example may hold.
    chosen = st.lists(st.sampled_from(list(values)), unique=True, max_size=6).flatmap(
        lambda keys: st.fixed_dictionaries({key: values[key] for key in keys})
    )
    return st.tuples(plain_states, chosen).map(lambda pair: pair[0].with_settings(**pair[1]))


def _dose(context, drug, unit: str, place: int) -> Dose:
    amount = drug.convert(drug.low * (drug.high / drug.low) ** (place / 1000), drug.units[0], unit)
    key = {"ug/mL": "ug_per_mL"}.get(unit, unit)
    return Dose(drug.id, **{key: float(f"{amount:.3g}")})


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_every_state_survives_its_address(toy, her2, data):
    context = data.draw(st.sampled_from([toy, her2]))
    state = data.draw(states(context))
    parsed = parse_scenario(to_query(state), context)
    assert parsed.state == state
    assert parsed.problems == ()


@settings(max_examples=300, deadline=None)
@given(
    query=st.text()
    | st.none()
    | st.integers()
    | st.floats()
    | st.lists(st.integers())
    | st.dictionaries(st.text(), st.text())
    | st.dictionaries(
        st.sampled_from([*KEYS, "x"]), st.text(alphabet="0123456789eE+-.,:naifWTPENlosuM/%&=")
    ).map(lambda parts: "&".join(f"{key}={text}" for key, text in parts.items()))
)
def test_whatever_is_sent_gives_a_state_that_can_be_simulated(toy, query):
    parsed = parse_scenario(query, toy)
    again = parse_scenario(to_query(parsed.state), toy)
    assert again.state == parsed.state
    assert again.problems == ()
    assert all(math.isfinite(dose.amount) and dose.amount > 0 for dose in parsed.state.cell.doses)
    assert toy.limits.hours_low <= parsed.state.hours <= toy.limits.hours_high
    assert all(0 < len(problem) < 400 for problem in parsed.problems)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("d=blockin:nan", "not a number"),
        ("d=blockin:1e400", "not a number"),
        ("d=blockin:-39.9", "cannot be negative"),
        ("d=blockin:5furlongs", "is no unit"),
        ("d=blockin:99999999", "can be 0.1 to 10000 nM"),
        ("d=blokin:5", "Did you mean blockin?"),
        ("g=PTEN_los", "Did you mean PTEN_loss?"),
        ("b=plane", "Did you mean plain?"),
        ("k=PTEN:7", "can be 0 to 1"),
        ("k=NOPE", "no gene"),
        ("t=0", "can be 1 to 120 h"),
        ("t=long", "not a number"),
        ("r=GRR", "Did you mean GR?"),
        ("y=log", "fold or unit"),
        ("v=9", "version"),
        ("l=NGR:1nM", "no ligand"),
        ("c2=d=blokin:5", "Did you mean blockin?"),
        ("c2=g=PTEN_loss;x=1", "says nothing about a cell"),
        ("lap=300", "has no meaning here"),
        ("t=5&t=6", "stands twice"),
        ("&".join(f"a{n}=1" for n in range(999)), "more than"),
    ],
)
def test_a_bad_value_is_told_and_costs_nothing_else(toy, query, message):
    parsed = parse_scenario(f"{query}&k=AKT1:0.5", toy)
    assert any(message in problem for problem in parsed.problems), parsed.problems
    if len(query) < 50:
        assert parsed.state.cell.knockdowns[-1:] == (Knockdown("AKT1", 0.5),) or query.startswith(
            "k="
        )


def test_one_mutation_per_gene(her2):
    parsed = parse_scenario("g=PTEN_loss,PTEN_low,PIK3CA_E545K", her2)
    assert parsed.state.cell.genotype == ("PTEN_loss", "PIK3CA_E545K")
    assert "one mutation at a time" in parsed.problems[0]


def test_genotypes_are_read_as_the_command_line_writes_them(her2):
    assert parse_scenario("g=pten_LOSS+PIK3CA_H1047R", her2).state.cell.genotype == (
        "PTEN_loss",
        "PIK3CA_H1047R",
    )
    assert parse_scenario("g=WT", her2).state.cell.genotype == ()


def test_doses_are_rounded_and_keep_their_unit(her2):
    doses = parse_scenario("d=lapatinib:1.23456uM,trastuzumab:100nM", her2).state.cell.doses
    assert [(dose.drug, dose.amount, dose.unit) for dose in doses] == [
        ("lapatinib", 1.23, "uM"),
        ("trastuzumab", 14.8, "ug/mL"),
    ]


def test_an_alias_stands_for_its_drug(her2):
    assert parse_scenario("d=bez235:500", her2).state.cell.doses == (Dose("dactolisib", nM=500),)


def test_ids_that_differ_by_case_alone_are_told_apart(her2):
    for name in ("set.k_GRB10", "set.K_GRB10"):
        assert parse_scenario(f"scx={name}", her2).state.setting("scx") == name


def test_an_empty_address_is_the_fresh_page(toy):
    parsed = parse_scenario("", toy)
    assert parsed.state == fresh_state(toy.catalogue, toy.limits.hours_default)
    assert parsed.problems == ()


def test_a_flood_of_problems_is_cut(toy):
    parsed = parse_scenario("g=" + ",".join(f"x{n}" for n in range(100)), toy)
    assert 1 < len(parsed.problems) < 12
    assert "more parts" in parsed.problems[-1]


def test_an_address_too_long_is_cut(toy):
    parsed = parse_scenario("t=5&g=" + "x" * 10_000, toy)
    assert parsed.state.hours == 5
    assert any("longer than" in problem for problem in parsed.problems)
