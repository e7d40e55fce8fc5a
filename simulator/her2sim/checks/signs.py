"""Nothing falls below zero, at any dose, and a reaction stops when it runs out of a reactant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from her2sim.checks.finding import Finding
from her2sim.checks.stoichiometry import Network, read_network
from her2sim.engine import SolverSettings, State, compiled_model
from her2sim.model import Model
from her2sim.scenario import Scenario
from her2sim.simulate import simulate

_CHECK = "sign"
_NOISE_OF_PEAK = 1e-9
# What never rises above this part of the largest concentration is zero to the solver.
_NOTHING = 1e-12
_ZERO_RATE = 1e-12
# What is asked is whether the equations go below zero, not how far the solver's noise does.
_TIGHT = SolverSettings(relative=1e-10, absolute=1e-13)


def never_negative(model: Model, scenarios: Sequence[Scenario], hours: float) -> list[Finding]:
    """Check that no species falls below -1e-9 of its peak in any scenario."""
    network = read_network(model.sbml)
    result = simulate(
        model,
        scenarios,
        hours=hours,
        readouts=network.species,
        on_failure="record",
        settings=_TIGHT,
    )
    found = [
        Finding(_CHECK, str(row.scenario), f"does not run: {row.message}")
        for row in result.failures.itertuples()
    ]
    ranges = result.table.groupby(["scenario", "readout"], sort=False)["value"].agg(["min", "max"])
    noise = np.maximum(_NOISE_OF_PEAK * ranges["max"], _NOTHING * ranges["max"].max())
    for (scenario, species), low in ranges["min"][ranges["min"] < -noise].items():
        found.append(Finding(_CHECK, str(species), f"falls to {low:.3g} in {scenario!r}"))
    return found


def reactions_stop_without_reactants(model: Model) -> list[Finding]:
    """Check that a rate is not above zero when a reactant is absent.

    And not below zero when a product is absent: a reaction takes only what is there. One that is
    not reversible must not run at all without a reactant.
    """
    network = read_network(model.sbml)
    compiled = compiled_model(model)
    found: list[Finding] = []
    with compiled.alone():
        compiled.start(tuple((entry.id, 1.0) for entry in model.species if entry.boundary))
        full = {
            name: float(size) for name, size in zip(network.species, network.sizes, strict=True)
        }
        others = dict(zip(compiled.state_ids, compiled.state().variables, strict=True))

        def rates(absent: str) -> dict[str, float]:
            amounts = {**others, **full, **({absent: 0.0} if absent else {})}
            vector = np.array([amounts[name] for name in compiled.state_ids])
            compiled.go_to(State(vector))
            return dict(zip(compiled.reaction_ids, compiled.reaction_rates(), strict=True))

        scale = max(map(abs, rates("").values()), default=0.0)
        for row, species in enumerate(network.species):
            found += _running(network, row, rates(species), _ZERO_RATE * scale)
    return found


def _running(
    network: Network, row: int, rates: Mapping[str, float], zero: float
) -> Iterator[Finding]:
    """Yield the reactions that need a species and run, though it is absent."""
    species = network.species[row]
    for column, name in enumerate(network.reactions):
        rate = rates[name]
        runs = rate > zero or (rate < -zero and not network.reversible[column])
        if network.reactants[row, column] > 0 and runs:
            yield Finding(_CHECK, name, f"runs at {rate:.3g} without its reactant {species}")
        # A catalyst that makes more of itself is a product as well as a reactant.
        made_only = network.products[row, column] > 0 and not network.reactants[row, column]
        if made_only and rate < -zero:
            yield Finding(_CHECK, name, f"runs back at {rate:.3g} without its product {species}")
