"""E09: pAKT and pERK of BT474 over two hours of EGF or heregulin.

Blots are scaled 0 to 1 within the line over both ligands, so the model is too. Published error
bars go down to 0.01 of the scale; below ``LEAST_SD`` they are widened to it, a working choice,
since no blot is reproduced closer than that.
"""

from her2sim import Scenario, Set
from her2sim.experiment import Experiment, Scaled, Spread, Target

LEAST_SD = 0.1
LIGANDS = ("EGF", "HRG")
HOURS = tuple(minutes / 60 for minutes in (0, 5, 15, 30, 45, 60, 90, 120))
# Minutes, scaled value, published error bar.
PAKT_EGF = (
    (5, 0.776, 0.305),
    (15, 0.685, 0.283),
    (30, 0.6, 0.028),
    (45, 0.37, 0.012),
    (60, 0.207, 0.018),
    (90, 0.131, 0.08),
    (120, 0.125, 0.159),
)
PAKT_HRG = (
    (5, 0.627, 0.289),
    (15, 0.784, 0.279),
    (30, 0.857, 0.368),
    (45, 0.995, 0.389),
    (60, 0.813, 0.292),
    (90, 0.632, 0.312),
    (120, 1, 0.092),
)
PERK_EGF = (
    (5, 0.898, 0.099),
    (15, 1, 0.046),
    (30, 0.857, 0.056),
    (45, 0.654, 0.044),
    (60, 0.393, 0.042),
    (90, 0.211, 0.055),
    (120, 0.075, 0.013),
)
PERK_HRG = (
    (5, 0.609, 0.057),
    (15, 0.726, 0.182),
    (30, 0.69, 0.158),
    (45, 0.628, 0.152),
    (60, 0.609, 0.143),
    (90, 0.57, 0.176),
    (120, 0.673, 0.158),
)


def course(
    readout: str, arm: str, points: tuple[tuple[int, float, float], ...]
) -> tuple[Target, ...]:
    """Return the targets along one time course."""
    return tuple(
        Target(
            Scaled(readout, arm, minutes / 60, arms=LIGANDS, times_h=HOURS),
            mean=value,
            sd=max(sd, LEAST_SD),
        )
        for minutes, value, sd in points
    )


EXPERIMENT = Experiment(
    id="E09",
    claim="Time courses of pAKT and pERK after EGF and heregulin in BT474.",
    arms=(
        Scenario("EGF", acute=(Set("EGF", 10),)),
        Scenario("HRG", acute=(Set("HRG", 10),)),
    ),
    expect=(
        Spread(
            targets=(
                *course("pAKT_S473", "EGF", PAKT_EGF),
                *course("pAKT_S473", "HRG", PAKT_HRG),
                *course("pERK", "EGF", PERK_EGF),
                *course("pERK", "HRG", PERK_HRG),
            ),
            within_sd=2,
            share=2 / 3,
            source="Imoto 2022 iScience (pasmopy/breast_cancer), 10 nM of either ligand",
        ),
    ),
    source="Imoto 2022 iScience",
    kind="effect size",
    hours=2,
    figures=("time_course:pAKT_S473", "time_course:pERK"),
)
