"""Checks that a model of ours has to pass, each a function that returns what it found wrong.

No finding means that the check holds. The cross-check by a second engine lies with the tests:
the package needs one engine only.
"""

from __future__ import annotations

from her2sim.checks.accuracy import tolerances_are_tight_enough
from her2sim.checks.annotation import annotated
from her2sim.checks.conservation import totals_are_moieties, totals_stay
from her2sim.checks.document import consistent, newest_level, reads, units_agree
from her2sim.checks.energy import cycles_balance
from her2sim.checks.finding import Finding
from her2sim.checks.round_trip import antimony_keeps_the_model
from her2sim.checks.scaling import time_unit_does_not_matter, volumes_do_not_matter
from her2sim.checks.signs import never_negative, reactions_stop_without_reactants
from her2sim.checks.silence import nothing_without_input
from her2sim.checks.steady import steady_state_is_reached, steady_state_is_stable

__all__ = [
    "Finding",
    "annotated",
    "antimony_keeps_the_model",
    "consistent",
    "cycles_balance",
    "never_negative",
    "newest_level",
    "nothing_without_input",
    "reactions_stop_without_reactants",
    "reads",
    "steady_state_is_reached",
    "steady_state_is_stable",
    "time_unit_does_not_matter",
    "tolerances_are_tight_enough",
    "totals_are_moieties",
    "totals_stay",
    "units_agree",
    "volumes_do_not_matter",
]
