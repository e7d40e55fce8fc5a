"""What holds in the her2 model whatever its numbers are: mass, signs, energy, units."""

from her2sim.checks import (
    cycles_balance,
    never_negative,
    nothing_without_input,
    reactions_stop_without_reactants,
    time_unit_does_not_matter,
    totals_are_moieties,
    totals_stay,
    volumes_do_not_matter,
)
from her2sim.checks.energy import cycles
from her2sim.checks.stoichiometry import read_network

from .her2 import HER2, UNTREATED, dosed, mutants, stimulated

RECEPTORS = ("HER2_tot", "HER3_tot", "EGFR_tot", "p95_tot", "IGF1R_tot", "INSR_tot")


def test_declared_totals_are_all_that_is_conserved():
    assert totals_are_moieties(HER2) == []


def test_totals_stay_under_every_drug_and_mutation():
    assert totals_stay(HER2, [UNTREATED, *dosed(), *mutants()], hours=24) == []


def test_nothing_falls_below_zero_at_any_dose_or_stimulus():
    assert never_negative(HER2, [UNTREATED, *dosed(), *stimulated(), *mutants()], hours=72) == []


def test_reactions_stop_without_their_reactants():
    assert reactions_stop_without_reactants(HER2) == []


def test_cycles_of_reversible_binding_need_no_energy():
    network = read_network(HER2.sbml)
    reversible = [index for index, both in enumerate(network.reversible) if both]
    # Antibody and kinase inhibitor on dimers make cycles: the test is no empty one.
    assert len(cycles(network.matrix[:, reversible])) >= 5
    assert cycles_balance(HER2) == []


def test_without_receptors_no_receptor_signals():
    outputs = ["pEGFR", "pHER2", "pHER3"]
    assert nothing_without_input(HER2, RECEPTORS, outputs, hours=24) == []


def test_without_receptors_and_tone_nothing_is_active():
    # What is left at rest is declared: the tones, basal PI3K, and the leak of RSK-free S6.
    inputs = (*RECEPTORS, "tone_PI3K", "tone_GRB2", "a0_WT", "a0_mut")
    outputs = ["PIP3", "pAKT_T308", "pAKT_S473", "pERK"]
    assert nothing_without_input(HER2, inputs, outputs, hours=24) == []


def test_ten_times_the_volume_leaves_concentrations():
    assert volumes_do_not_matter(HER2, hours=24) == []


def test_minutes_for_seconds_leave_the_curves():
    assert time_unit_does_not_matter(HER2, hours=24) == []
