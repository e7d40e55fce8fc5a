"""A made-up tidy table of the shape that the simulator returns, for tests of figures."""

from __future__ import annotations

import math
from itertools import product

import pandas as pd

GENOTYPES = ("WT", "PTEN_loss", "PIK3CA_E545K", "PIK3CA_H1047R")
TREATMENTS = ("none", "lapatinib=1uM", "lapatinib=1uM + dactolisib=100nM")
ARMS = {
    "pEGFR": "Receptors",
    "pHER2": "Receptors",
    "pHER3": "Receptors",
    "HER3_total": "Receptors",
    "PIP3": "PI3K and AKT",
    "pAKT_T308": "PI3K and AKT",
    "pAKT_S473": "PI3K and AKT",
    "pS6K": "mTORC1",
    "pS6": "mTORC1",
    "p4EBP1": "mTORC1",
    "pERK": "ERK",
    "IRS1_total": "Feedback",
    "FOXO_nuclear": "Feedback",
    "growth_rate": "Growth",
    "GR": "Growth",
}
# Resistance of each genotype, from 0 to 1: how much of a readout a first drug leaves.
_ESCAPE = dict(zip(GENOTYPES, (0.05, 0.6, 0.45, 0.55), strict=True))


def _level(readout: str, genotype: str, treatment: str, hours: float) -> float:
    drugs = 0 if treatment == "none" else 1 + treatment.count(" + ")
    base = 1.0 if genotype == "WT" else 1.6
    left = {0: base, 1: _ESCAPE[genotype] * base, 2: 0.05 * base}[drugs]
    left *= 1 + 0.1 * (sum(map(ord, readout)) % 7)
    settled = 1 - math.exp(-hours / 3.0)
    return base + (left - base) * settled


def table(hours: float = 72.0, points: int = 37) -> pd.DataFrame:
    """Return every readout of ARMS for every genotype and treatment over time."""
    times = [hours * place / (points - 1) for place in range(points)]
    rows = []
    for genotype, treatment, readout, time in product(GENOTYPES, TREATMENTS, ARMS, times):
        relative = _level(readout, genotype, treatment, time)
        unit, value = "nM", 100 * relative
        if readout == "GR":
            unit, value = "1", min(1.0, 1.4 * relative - 0.5)
        if readout == "growth_rate":
            unit, value = "1/day", 0.7 * min(1.0, relative) - 0.2
        rows.append(
            (
                f"{genotype}, {treatment}",
                genotype,
                "BT474",
                treatment,
                time,
                readout,
                value,
                unit,
                relative,
            )
        )
    columns = [
        "scenario",
        "genotype",
        "background",
        "treatment",
        "time_h",
        "readout",
        "value",
        "unit",
        "relative",
    ]
    return pd.DataFrame(rows, columns=columns)


def doses() -> pd.DataFrame:
    """Return a dose-response table of GR for every genotype, the untreated cells included."""
    rows = []
    for genotype, place in product(GENOTYPES, range(-1, 9)):
        dose = 0.0 if place < 0 else 10 ** (place / 2)
        bottom = 0.9 * _ESCAPE[genotype] - 0.2
        rows.append(
            (genotype, "lapatinib", dose, "GR", bottom + (1 - bottom) / (1 + dose / 60), "1")
        )
    return pd.DataFrame(rows, columns=["genotype", "drug", "dose_nM", "readout", "value", "unit"])
