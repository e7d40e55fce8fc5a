"""Catalogue: what a model offers to choose from, in the form the page needs.

Everything comes from the model's tables, so a new drug, mutation or readout appears here by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from her2sim import Dose, Model
from her2sim.analysis.dosing import nominal_range
from her2sim.ligand import Ligand, ligands_of
from her2sim.model import Alteration, Drug, Parameter, Readout
from her2sim.tables import read_table

from her2sim_dashboard.limits import HERE, Limits
from her2sim_dashboard.notes import Notes, find
from her2sim_dashboard.numbers import rounded

WILD_TYPE = "WT"

MOLAR_UNITS = ("nM", "uM")
MASS_UNITS = ("ug/mL",)
_KEYWORDS = {
    "pM": "pM",
    "nM": "nM",
    "uM": "uM",
    "ug/mL": "ug_per_mL",
    "mg/L": "mg_per_L",
    "ng/mL": "ng_per_mL",
}
_SHOWN = {"uM": "µM", "ug/mL": "µg/mL", "ng/mL": "ng/mL"}


def shown_unit(unit: str) -> str:
    """Return a unit as it is printed, e.g. ``µM`` for ``uM``."""
    return _SHOWN.get(unit, unit)


@dataclass(frozen=True)
class GeneChoice:
    """A gene and its mutations; at most one of them can be chosen."""

    gene: str
    mutations: tuple[Alteration, ...]


@dataclass(frozen=True)
class DrugChoice:
    """A drug with the units it is dosed in and the range of its slider.

    ``units`` are those on offer, the first being the ``low``, ``high`` and clinical range's.
    ``clinical`` are the doses that leave as much drug free as patients reach, where it is known.
    """

    row: Drug
    units: tuple[str, ...]
    low: float
    high: float
    clinical: tuple[float, float] | None

    @property
    def id(self) -> str:
        """The drug's id."""
        return self.row.id

    def factor(self, unit: str) -> float:
        """Return how many nM one of a unit is.

        Raises
        ------
        InvalidValue
            If the unit is a mass per volume and the drug has no molar mass.
        """
        dose = make_dose(self.id, 1.0, unit)
        return dose.nanomolar(self.row.molar_mass, self.row.molar_mass_unit or "g/mol")

    def convert(self, amount: float, unit: str, to: str) -> float:
        """Return an amount in another unit."""
        return amount if unit == to else amount * self.factor(unit) / self.factor(to)


def make_dose(drug: str, amount: float, unit: str) -> Dose:
    """Return the dose of an amount in one of the units of :class:`her2sim.Dose`."""
    return Dose(drug, **{_KEYWORDS[unit]: amount})


def dose_units() -> tuple[str, ...]:
    """Return the units that :func:`make_dose` takes."""
    return tuple(_KEYWORDS)


@dataclass(frozen=True)
class Catalogue:
    """What can be chosen, each in the order of its table."""

    genes: tuple[GeneChoice, ...]
    backgrounds: tuple[Alteration, ...]
    default_background: str | None
    drugs: tuple[DrugChoice, ...]
    ligands: tuple[Ligand, ...]
    targets: tuple[str, ...]
    parameters: tuple[str, ...]
    readouts: tuple[Readout, ...]
    default_readouts: tuple[str, ...]

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the ids of a kind.

        Kinds are drug, gene, parameter, readout, mutation, ligand, and variable: what a scan can
        vary, called as the axes of :func:`her2sim.scan` are.
        """
        rows = {
            "drug": [drug.id for drug in self.drugs],
            "gene": self.targets,
            "parameter": self.parameters,
            "readout": [readout.id for readout in self.readouts],
            "mutation": [each.id for gene in self.genes for each in gene.mutations],
            "ligand": [ligand.id for ligand in self.ligands],
            "variable": [
                *(f"drug.{drug.id}" for drug in self.drugs),
                *(f"knockdown.{gene}" for gene in self.targets),
                *(f"set.{parameter}" for parameter in self.parameters),
            ],
        }
        return tuple(rows[kind])

    def find_mutation(self, given: str, notes: Notes) -> str | None:
        """Return the id of a mutation in any letter case, or note that there is none."""
        return find(given, self.names("mutation"), "mutation", notes)

    def genotype_name(self, mutations: Sequence[str]) -> str:
        """Return mutations as one name, in the order of the table, the first of each gene."""
        first: dict[str, str] = {}
        for name in mutations:
            first.setdefault(self.gene_of(name), name)
        chosen = [name for name in self.names("mutation") if name in first.values()]
        return "+".join(chosen) or WILD_TYPE

    def genotype_label(self, name: str) -> str:
        """Return the name of :meth:`genotype_name` in words."""
        if name == WILD_TYPE:
            return "wild type"
        return " + ".join(self.mutation(each).label or each for each in name.split("+"))

    def ligand(self, name: str) -> Ligand:
        """Return a ligand by its id."""
        return next(ligand for ligand in self.ligands if ligand.id == name)

    def mutation(self, name: str) -> Alteration:
        """Return a mutation by its id."""
        return next(each for gene in self.genes for each in gene.mutations if each.id == name)

    def gene_of(self, mutation: str) -> str:
        """Return the gene of a mutation."""
        return self.mutation(mutation).gene

    def drug(self, name: str) -> DrugChoice:
        """Return a drug by its id."""
        return next(drug for drug in self.drugs if drug.id == name)

    def readout(self, name: str) -> Readout:
        """Return a readout by its id."""
        return next(readout for readout in self.readouts if readout.id == name)

    def background(self, name: str) -> Alteration:
        """Return a background by its id."""
        return next(each for each in self.backgrounds if each.id == name)

    def arms(self) -> dict[str, tuple[Readout, ...]]:
        """Return the readouts by arm of the pathway, arms in the order of the table."""
        names = dict.fromkeys(readout.arm for readout in self.readouts)
        return {
            name: tuple(readout for readout in self.readouts if readout.arm == name)
            for name in names
        }


@dataclass(frozen=True)
class FirstShown:
    """A row of ``first_shown.csv``: a readout drawn on a fresh page."""

    id: str
    note: str


def read_catalogue(model: Model, limits: Limits) -> Catalogue:
    """Return what a model offers.

    Parameters
    ----------
    model
        The model.
    limits
        Ranges of the sliders and the number of charts.
    """
    genes = dict.fromkeys(mutation.gene for mutation in model.mutations)
    default = model.default_background
    if default is None and model.backgrounds:
        default = model.backgrounds[0].id
    return Catalogue(
        genes=tuple(
            GeneChoice(gene, tuple(each for each in model.mutations if each.gene == gene))
            for gene in genes
        ),
        backgrounds=model.backgrounds,
        default_background=default,
        drugs=tuple(_drug_choice(model, drug, limits) for drug in model.drugs),
        ligands=ligands_of(model),
        targets=tuple(gene.gene for gene in model.genes),
        parameters=tuple(each.id for each in model.parameters if _has_range(each)),
        readouts=model.readouts,
        default_readouts=_fresh_readouts(model.readouts, limits.charts_default),
    )


def _has_range(parameter: Parameter) -> bool:
    """Return whether a parameter can be varied: its range holds more than one value."""
    low, high = parameter.lower, parameter.upper
    return low is not None and high is not None and low < high


def _drug_choice(model: Model, drug: Drug, limits: Limits) -> DrugChoice:
    """Return a drug with its slider, dosed by mass if it is heavy, by moles otherwise."""
    kilo = 1e3 if drug.molar_mass_unit in ("kDa", "kg/mol") else 1.0
    if (drug.molar_mass or 0.0) * kilo > limits.mass_dosed_above:
        low, high = limits.dose_low_ug_per_mL, limits.dose_high_ug_per_mL
        choice = DrugChoice(drug, MASS_UNITS, low, high, None)
    else:
        choice = DrugChoice(drug, MOLAR_UNITS, limits.dose_low_nM, limits.dose_high_nM, None)
    reached = nominal_range(model, drug)
    if reached is None:
        return choice
    ends = [end / choice.factor(choice.units[0]) for end in reached]
    low, high = (rounded(end, limits.significant_figures) for end in ends)
    return replace(choice, clinical=(low, high))


def _fresh_readouts(readouts: tuple[Readout, ...], count: int) -> tuple[str, ...]:
    """Return the readouts of ``first_shown.csv``, filled up with others of the model."""
    known = [readout.id for readout in readouts]
    wanted = [row.id for row in read_table(HERE / "first_shown.csv", FirstShown)]
    wanted = [name for name in wanted if name in known]
    wanted += [name for name in known if name not in wanted]
    return tuple(name for name in known if name in wanted[:count])
