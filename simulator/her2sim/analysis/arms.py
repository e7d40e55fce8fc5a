"""Which arm of the pathway a parameter belongs to, computed from the reactions it enters."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import libsbml

from her2sim.many import simulate_many
from her2sim.model import Model
from her2sim.scenario import Scenario

Ids: TypeAlias = frozenset[str]
Counts: TypeAlias = Counter[str]
Element: TypeAlias = Any  # of libsbml, which has no types
UNKNOWN = "other"
# Less than this part of the largest species is the solver's rounding, not presence.
_ABSENT = 1e-9


def parameter_arms(model: Model) -> dict[str, str]:
    """Return the arm of every parameter and boundary species.

    It is the arm of most reactions whose rate law the parameter enters, directly or through
    assignment rules. Reactions among species that an untreated cell does not have (those bound
    by a drug, say) count only for what enters no other. A parameter that sets an initial amount
    belongs where that species reacts, and one that enters readouts only to the readouts' arm.
    Where several arms share a rule and none has half of its readers, the species that the rule
    reads decide. What nothing places is in ``other``.
    """
    network = _read(model)
    present = _present(model)
    ids = [parameter.id for parameter in model.parameters] + [one.id for one in model.species]
    return {name: _arm(name, model, network, present) for name in ids}


@dataclass(frozen=True)
class _Network:
    """Ids that each part of the SBML mentions: laws through rules, all else directly.

    ``rules`` are the assignment rules, ``growing`` these and the rate rules.
    """

    laws: Mapping[str, Ids]
    members: Mapping[str, Ids]
    rules: Mapping[str, Ids]
    growing: Mapping[str, Ids]
    starts: Mapping[str, Ids]

    def through_rules(self, names: Iterable[str]) -> Ids:
        """Return names and all that assignment rules make them of."""
        return _closure(names, self.rules)


def _arm(name: str, model: Model, network: _Network, present: Ids) -> str:
    found = _of_laws(name, model, network, present)
    most = _most(found)
    if most is not None and 2 * found[most] >= found.total():
        return most
    shared = _of_rules(name, model, network, present) if most is not None else Counter()
    started = _of_starts(name, model, network, present)
    read = Counter(
        each.arm for each in model.readouts if name in _closure([each.id], network.growing)
    )
    choices = (_most(shared), most, _most(started), _most(read))
    return next((choice for choice in choices if choice), UNKNOWN)


def _most(found: Counts) -> str | None:
    """Return the arm with the largest count, the first of equals; reactions without one do not."""
    named = [(arm, count) for arm, count in found.items() if arm and count]
    return max(named, key=lambda item: item[1])[0] if named else None


def _of_laws(name: str, model: Model, network: _Network, present: Ids) -> Counts:
    entered = [each.id for each in model.reactions if name in network.laws[each.id]]
    return _arms_of(entered, model, network, present)


def _of_starts(name: str, model: Model, network: _Network, present: Ids) -> Counts:
    """Return the arms of the reactions of species that the parameter gives a start."""
    started = {s for s, names in network.starts.items() if name in network.through_rules(names)}
    return _of_species(started, model, network, present)


def _of_rules(name: str, model: Model, network: _Network, present: Ids) -> Counts:
    """Return the arms of the species that are read by the rules the parameter stands in."""
    read = [names for names in network.rules.values() if name in names]
    return _of_species(frozenset().union(*read), model, network, present)


def _of_species(names: Iterable[str], model: Model, network: _Network, present: Ids) -> Counts:
    wanted = set(names)
    own = [each.id for each in model.reactions if wanted & network.members[each.id]]
    if not own:
        own = [each.id for each in model.reactions if wanted & network.laws[each.id]]
    return _arms_of(own, model, network, present)


def _arms_of(reactions: Iterable[str], model: Model, network: _Network, present: Ids) -> Counts:
    """Count the arms of reactions: of those in an untreated cell, if there are any."""
    chosen = set(reactions)
    usual = {name for name in chosen if network.members[name] <= present}
    counted = usual or chosen
    return Counter(each.arm for each in model.reactions if each.id in counted)


def _present(model: Model) -> Ids:
    """Return the species of which an untreated cell has any; without drugs that is all."""
    drugs = {drug.species for drug in model.drugs}
    ids = [each.id for each in model.species if not each.boundary]
    outside = frozenset(each.id for each in model.species if each.boundary) - drugs
    if not drugs or not ids:
        return outside | frozenset(ids)
    untreated = simulate_many(model, [Scenario("untreated")], ids, (0.0,), relative=False)
    amounts = {name: float(untreated.at(name)[0, 0]) for name in ids}
    least = _ABSENT * max([0.0, *(each for each in amounts.values() if not math.isnan(each))])
    return outside | {name for name, amount in amounts.items() if not amount <= least}


def _read(model: Model) -> _Network:
    # The document owns the model: it must outlive every use of it.
    document = libsbml.readSBMLFromString(model.sbml)
    sbml = document.getModel()
    listed = [r for r in sbml.getListOfRules() if not r.isAlgebraic()]
    growing = {r.getVariable(): _names(r.getMath()) for r in listed}
    rules = {r.getVariable(): growing[r.getVariable()] for r in listed if r.isAssignment()}
    reactions = list(sbml.getListOfReactions())
    return _Network(
        laws={r.getId(): _closure(_law(r), rules) for r in reactions},
        members={r.getId(): _members(r) for r in reactions},
        rules=rules,
        growing=growing,
        starts={a.getSymbol(): _names(a.getMath()) for a in sbml.getListOfInitialAssignments()},
    )


def _law(reaction: Element) -> Ids:
    law = reaction.getKineticLaw()
    return frozenset() if law is None else _names(law.getMath())


def _members(reaction: Element) -> Ids:
    sides = (*reaction.getListOfReactants(), *reaction.getListOfProducts())
    return frozenset(reference.getSpecies() for reference in sides)


def _closure(names: Iterable[str], rules: Mapping[str, Ids]) -> Ids:
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += rules.get(name, ())
    return frozenset(seen)


def _names(math_node: Element) -> Ids:
    """Return the ids that a formula mentions."""
    found: set[str] = set()
    waiting = [math_node] if math_node is not None else []
    while waiting:
        node = waiting.pop()
        if node.isName() and node.getName():
            found.add(node.getName())
        waiting += [node.getChild(place) for place in range(node.getNumChildren())]
    return frozenset(found)
