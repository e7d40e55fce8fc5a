"""The one reader of what visitors send: an address's query, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from her2sim import Dose, Knockdown
from her2sim.errors import Her2simError

from her2sim_dashboard.catalogue import Catalogue, DrugChoice, dose_units, make_dose, shown_unit
from her2sim_dashboard.context import Context
from her2sim_dashboard.limits import Limits
from her2sim_dashboard.notes import QUOTED, Notes, clamped, find, number, quoted
from her2sim_dashboard.numbers import rounded
from her2sim_dashboard.settings import read_setting, read_settings
from her2sim_dashboard.state import (
    AXES,
    CELL_KEYS,
    KEYS,
    OTHERS,
    VERSION,
    Cell,
    State,
    Supply,
)

_MOST_PROBLEMS = 8
_AMOUNT = re.compile(
    r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]?nan|[+-]?inf(?:inity)?)(.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Parsed:
    """A state that can be shown, and in words what of the request could not be used."""

    state: State
    problems: tuple[str, ...] = ()


def parse_scenario(query: object, context: Context) -> Parsed:
    """Read the query of an address; never raises, whatever is given.

    Values are clamped to the limits and rounded, unknown names dropped; each of these is told in
    ``problems`` and costs nothing else of the query.
    """
    notes = Notes()
    given = _fields(query, context.limits, notes)
    catalogue, limits = context.catalogue, context.limits
    if given.get("v", VERSION) != VERSION:
        notes.add(f"The address has version {quoted(given['v'])}; it was read as {VERSION}.")
    others = (given[key] for key in OTHERS if given.get(key, "").strip())
    rows = read_settings()
    values = {
        key: read_setting(rows[key], given[key], catalogue, notes) for key in rows if key in given
    }
    state = State(
        cell=_cell(given, context, notes),
        hours=_hours(given.get("t", ""), limits, notes),
        readouts=_readouts(given.get("r", ""), catalogue, limits, notes),
        axis=_axis(given.get("y", ""), notes),
        others=tuple(_cell(_inner_fields(text, notes), context, notes) for text in others),
    )
    return Parsed(state.with_settings(**values), _shortened(notes.texts))


def _cell(given: Mapping[str, str], context: Context, notes: Notes) -> Cell:
    catalogue, limits = context.catalogue, context.limits
    return Cell(
        genotype=_genotype(given.get("g", ""), catalogue, notes),
        background=_background(given.get("b", ""), catalogue, notes),
        knockdowns=_knockdowns(given.get("k", ""), catalogue, limits, notes),
        ligands=_ligands(given.get("l", ""), catalogue, limits, notes),
        doses=_doses(given.get("d", ""), context, notes),
    )


def _inner_fields(text: str, notes: Notes) -> dict[str, str]:
    """Return the parts of another cell, written ``key=text`` and separated by ``;``."""
    found: dict[str, str] = {}
    for item in (item for item in text.split(";") if item.strip()):
        key, _, value = item.partition("=")
        if key.strip() in CELL_KEYS:
            found.setdefault(key.strip(), value)
        else:
            notes.add(f"{quoted(item)} says nothing about a cell to compare and was left out.")
    return found


def _shortened(problems: list[str]) -> tuple[str, ...]:
    rest = len(problems) - _MOST_PROBLEMS
    if rest <= 0:
        return tuple(problems)
    return (*problems[:_MOST_PROBLEMS], f"{rest} more parts of the address could not be used.")


def _fields(query: object, limits: Limits, notes: Notes) -> dict[str, str]:
    """Return the known keys of a query with their text; the first of a repeated key counts."""
    if query is None or query == "":
        return {}
    if not isinstance(query, str):
        notes.add("The settings sent were not a text; the page starts afresh.")
        return {}
    if len(query) > limits.address_longest:
        notes.add(
            f"The address is longer than {limits.address_longest} characters; "
            "what stands after that was not read."
        )
    text = query[: limits.address_longest].removeprefix("?")
    # Each key once, and as many again that are wrong.
    most = 2 * (len(KEYS) + len(read_settings()))
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=most)
    except ValueError:
        notes.add(f"The address has more than {most} parts; the page starts afresh.")
        return {}
    found: dict[str, str] = {}
    for key, value in pairs:
        if key not in KEYS and key not in read_settings():
            notes.add(f"{quoted(key)} in the address has no meaning here and was left out.")
        elif key in found:
            notes.add(f"“{key}” stands twice in the address; the first one counts.")
        else:
            found[key] = value
    return found


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _genotype(text: str, catalogue: Catalogue, notes: Notes) -> tuple[str, ...]:
    """Return the mutations, one per gene, in the order of the table."""
    order = catalogue.names("mutation")
    chosen: dict[str, str] = {}
    # An address typed by hand may join ids with +, which a query spells as a blank.
    for item in _items(text.replace("+", ",").replace(" ", ",")):
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
    for item in _items(text):
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
    for item in _items(text):
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
    for item in _items(text):
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


def _hours(text: str, limits: Limits, notes: Notes) -> float:
    if not text.strip():
        return limits.hours_default
    value = number(text.strip(), "Time", notes)
    if value is None:
        return limits.hours_default
    near = rounded(value, limits.significant_figures)
    return clamped(near, limits.hours_low, limits.hours_high, "Time", "h", notes)


def _readouts(text: str, catalogue: Catalogue, limits: Limits, notes: Notes) -> tuple[str, ...]:
    """Return the readouts shown, in the order of the table."""
    known = [readout.id for readout in catalogue.readouts]
    chosen: list[str] = []
    for item in _items(text):
        name = find(item, known, "readout", notes)
        if name is None or name in chosen:
            continue
        if len(chosen) >= limits.charts_most:
            notes.add(
                f"At most {limits.charts_most} time courses are shown at once; {name} was left out."
            )
        else:
            chosen.append(name)
    return tuple(name for name in known if name in chosen) or catalogue.default_readouts


def _axis(text: str, notes: Notes) -> str:
    if not text.strip():
        return AXES[0]
    if text.strip() in AXES:
        return text.strip()
    notes.add(f"The axis can be {' or '.join(AXES)}; {quoted(text)} was left out.")
    return AXES[0]
