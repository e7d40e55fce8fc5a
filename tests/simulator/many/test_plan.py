"""The rows of an ensemble are exactly what resolve gives, whatever the scenario."""

from __future__ import annotations

import numpy as np
import pytest
from her2sim import Dose, Genotype, Knockdown, Period, Scale, Scenario, Set, load_model
from her2sim.errors import InvalidValue
from her2sim.many.plan import make_plan
from her2sim.resolution import resolve
from hypothesis import given, settings
from hypothesis import strategies as st

HER2 = load_model("her2")
COLUMNS = ("kp_22", "PTEN_tot", "HER2_tot", "HRG_serum", "k_RAF", "EGF")
CHANGED = ("kp_22", "PTEN_tot", "HRG_serum", "k_RAF", "kdp_R", "HRG", "EGF")
FACTORS = st.sampled_from([0.0, 0.1, 0.3, 1.0, 3.0, 7.7])


def changes(kind):
    ids = st.lists(st.sampled_from(CHANGED), unique=True, max_size=3)
    return ids.flatmap(
        lambda names: st.tuples(*(FACTORS.map(lambda f, n=name: kind(n, f)) for name in names))
    )


def doses():
    drugs = st.lists(st.sampled_from([drug.id for drug in HER2.drugs]), unique=True, max_size=2)
    return drugs.flatmap(
        lambda ids: st.tuples(*(FACTORS.map(lambda f, d=drug: Dose(d, nM=f)) for drug in ids))
    )


scenarios = st.builds(
    Scenario,
    name=st.just("any"),
    genotype=st.sampled_from([Genotype(), *(Genotype(each.id) for each in HER2.mutations)]),
    background=st.sampled_from([None, *(each.id for each in HER2.backgrounds)]),
    treatment=doses(),
    knockdowns=st.sampled_from([(), (Knockdown("PTEN", 0.3),), (Knockdown("AKT1", 0.5),)][:2]),
    changes=st.one_of(changes(Set), changes(Scale)),
    acute=st.one_of(changes(Set), changes(Scale)),
    later=st.lists(
        st.builds(
            Period,
            from_h=st.sampled_from([1.0, 5.5, 24.0]),
            treatment=doses(),
            acute=st.one_of(changes(Set), changes(Scale)),
        ),
        unique_by=lambda period: period.from_h,
        max_size=2,
    ).map(lambda periods: tuple(sorted(periods, key=lambda period: period.from_h))),
)


@given(
    arms=st.lists(scenarios, min_size=1, max_size=3),
    numbers=st.lists(st.tuples(*[st.floats(0.0, 1e3) for _ in COLUMNS]), min_size=1, max_size=3),
)
@settings(max_examples=150, deadline=None)
def test_rows_are_what_resolve_gives(arms, numbers):
    try:
        each = [
            [
                resolve(HER2, arm, [Set(*pair) for pair in zip(COLUMNS, row, strict=True)])
                for row in numbers
            ]
            for arm in arms
        ]
    except InvalidValue:
        with pytest.raises(InvalidValue):
            make_plan(HER2, arms, COLUMNS)
        return
    plan = make_plan(HER2, arms, COLUMNS)
    sampled = plan.sampled(np.array(numbers))
    before = plan.before.rows(sampled)
    for place in range(len(arms)):
        for row in range(len(numbers)):
            check(plan, before[place, row], each[place][row].before)
    for group in plan.groups:
        tables = [period.rows(sampled) for period in group.periods]
        for place, arm in enumerate(group.arms):
            for row in range(len(numbers)):
                found = each[arm][row]
                periods = [found.after, *(values for _, values in found.later)]
                assert group.starts_h == tuple(hour for hour, _ in found.later)
                for table, values in zip(tables, periods, strict=True):
                    check(plan, table[place, row], values)


def check(plan, row, resolved):
    """Compare a row with resolved values: those exactly, all else with the model's own."""
    known = dict(resolved)
    for name, value in zip(plan.names, row, strict=True):
        if name in known:
            assert value == known[name], name
        elif name in HER2.starts_from:
            start = HER2.starts_from[name]
            assert value == known.get(start, HER2.default(start)), name
        else:
            assert value == HER2.default(name), name
