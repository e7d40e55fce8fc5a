"""A cell as an address spells it: genotype, background, knock-downs, ligands and doses."""

from __future__ import annotations

import re
from collections.abc import Mapping

from her2sim import Dose, Knockdown
from her2sim.errors import Her2simError

from her2sim_dashboard.catalogue import Catalogue, DrugChoice, dose_units, make_dose, shown_unit
from her2sim_dashboard.context import Context
from her2sim_dashboard.limits import Limits
from her2sim_dashboard.notes import QUOTED, Notes, clamped, find, number, quoted
from her2sim_dashboard.numbers import rounded
from her2sim_dashboard.state import Cell, Supply

_AMOUNT = re.compile(
    r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]?nan|[+-]?inf(?:inity)?)(.*)",
    re.IGNORECASE | re.DOTALL,
)


def parse_cell(given: Mapping[str, str], context: Context, notes: Notes) -> Cell:
    """Return the cell that the keys of :data:`her2sim_dashboard.state.CELL_KEYS` describe.

    Whatever they hold, there is a cell; what could not be used is told in ``notes``.
    """
    catalogue, limits = context.catalogue, context.limits
    return Cell(
        genotype=_genotype(given.get("g", ""), catalogue, notes),
        background=_background(given.get("b", ""), catalogue, notes),
        knockdowns=_knockdowns(given.get("k", ""), catalogue, limits, notes),
        ligands=_ligands(given.get("l", ""), catalogue, limits, notes),
        doses=_doses(given.get("d", ""), context, notes),
    )


def items(text: str) -> list[str]:
    """Return the parts of a list, which commas separate."""
    return [item.strip() for item in text.split(",") if item.strip()]


def _genotype(text: str, catalogue: Catalogue, notes: Notes) -> tuple[str, ...]:
    """Return the mutations, one per gene, in the order of the table."""
    order = catalogue.names("mutation")
    chosen: dict[str, str] = {}
    # An address typed by hand may join ids with +, which a query spells as a blank.
    for item in items(text.replace("+", ",").replace(" ", ",")):
        name = None if item.casefold() == "wt" else catalogue.find_mutation(item, notes)
        if name is None:
            continue
        gene = catalogue.gene_of(name)
        if chosen.setdefault(gene, name) != name:
            notes.add(
                f"{gene} can have one mutation at a time; "
                f"{chosen[gene]} was kept and {name} left out."
            )
    return tuple(name for name in order if name in chosen.values())


def _background(text: str, catalogue: Catalogue, notes: Notes) -> str | None:
    if not text.strip():
        return catalogue.default_background
    known = [background.id for background in catalogue.backgrounds]
    return find(text.strip(), known, "background", notes) or catalogue.default_background


def _doses(text: str, context: Context, notes: Notes) -> tuple[Dose, ...]:
    """Return the doses above zero, one per drug, in the order of the table."""
    chosen: dict[str, Dose] = {}
    for item in items(text):
        name, _, amount = item.partition(":")
        try:
            drug = context.catalogue.drug(context.model.drug(name.strip()[:QUOTED]).id)
        except Her2simError:
            find(name.strip(), [each.id for each in context.catalogue.drugs], "drug", notes)
            continue
        if drug.id in chosen:
            notes.add(f"{drug.row.name} stands twice in the address; the first dose counts.")
            continue
        dose = _dose(drug, amount, context.limits, notes)
        if dose is not None:
            chosen[drug.id] = dose
    return tuple(chosen[drug.id] for drug in context.catalogue.drugs if drug.id in chosen)


def _dose(drug: DrugChoice, text: str, limits: Limits, notes: Notes) -> Dose | None:
    """Return a dose in one of the drug's units, within its range, or ``None`` for none."""
    match = _AMOUNT.fullmatch(text)
    what = f"Dose of {drug.row.name}"
    if match is None:
        notes.add(f"{what}: {quoted(text)} is not a number with a unit; it was left out.")
        return None
    amount = number(match[1], what, notes)
    unit = _unit(drug, match[2].strip(), notes)
    if amount is None or unit is None or amount == 0:
        return None
    base = drug.units[0]
    if amount < 0:
        notes.add(f"{what}: a dose cannot be negative; it was left out.")
        return None
    target = unit if unit in drug.units else base
    value = drug.convert(amount, unit, target)
    low, high = (rounded(drug.convert(end, base, target), 6) for end in (drug.low, drug.high))
    value = clamped(
        rounded(value, limits.significant_figures), low, high, what, shown_unit(target), notes
    )
    return make_dose(drug.id, value, target)


def _unit(drug: DrugChoice, text: str, notes: Notes) -> str | None:
    """Return a unit the drug can be dosed in; its own without any."""
    if not text:
        return drug.units[0]
    plain_text = text.replace("µ", "u").replace("μ", "u")
    known = {unit.casefold(): unit for unit in dose_units()}
    unit = known.get(plain_text.casefold())
    if unit is None:
        notes.add(
            f"Dose of {drug.row.name}: {quoted(text)} is no unit of a dose; use "
            f"{' or '.join(shown_unit(each) for each in drug.units)}. It was left out."
        )
        return None
    try:
        drug.factor(unit)
    except Her2simError:
        notes.add(f"Dose of {drug.row.name}: without a molar mass it cannot be given in {unit}.")
        return None
    return unit


def _ligands(text: str, catalogue: Catalogue, limits: Limits, notes: Notes) -> tuple[Supply, ...]:
    """Return what is in the medium, one supply per ligand, in the order of the table."""
    chosen: dict[str, Supply] = {}
    for item in items(text):
        name, _, amount_text = item.partition(":")
        ligand_id = find(name.strip(), catalogue.names("ligand"), "ligand", notes)
        if ligand_id is None:
            continue
        ligand = catalogue.ligand(ligand_id)
        if ligand.id in chosen:
            notes.add(f"{ligand.name} stands twice in the address; the first one counts.")
            continue
        what = f"Amount of {ligand.name}"
        match = _AMOUNT.fullmatch(amount_text)
        if match is None or match[2].strip() not in ("", ligand.unit):
            notes.add(f"{what}: {quoted(amount_text)} is not a number of {ligand.unit}; left out.")
            continue
        amount = number(match[1], what, notes)
        if amount is None or amount == 0:
            continue
        near = rounded(amount, limits.significant_figures)
        near = clamped(near, ligand.low, ligand.high, what, ligand.unit, notes)
        chosen[ligand.id] = Supply(ligand.id, ligand.parameter, near, ligand.unit)
    return tuple(chosen[name] for name in catalogue.names("ligand") if name in chosen)


def _knockdowns(
    text: str, catalogue: Catalogue, limits: Limits, notes: Notes
) -> tuple[Knockdown, ...]:
    """Return the knock-downs, one per gene, in the order of the table."""
    chosen: dict[str, float] = {}
    for item in items(text):
        name, colon, left_text = item.partition(":")
        gene = find(name.strip(), catalogue.targets, "gene", notes)
        if gene is None:
            continue
        what = f"Knock-down of {gene}"
        left = number(left_text, what, notes) if colon else 0.0
        if left is None:
            continue
        if gene in chosen:
            notes.add(f"{gene} is knocked down twice in the address; the first one counts.")
        elif len(chosen) >= limits.knockdowns_most:
            notes.add(
                f"At most {limits.knockdowns_most} genes can be knocked down at once; "
                f"{gene} was left out."
            )
        else:
            near = rounded(left, limits.significant_figures)
            chosen[gene] = clamped(near, 0.0, 1.0, what, "of the protein left", notes)
    return tuple(Knockdown(gene, chosen[gene]) for gene in catalogue.targets if gene in chosen)
