"""SBML as a set of ordinary differential equations over an expression graph."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import libsbml

from her2sim.batch.coverage import read_model
from her2sim.batch.expression import TIME, Graph
from her2sim.batch.formula import Formulas
from her2sim.batch.refusal import NotCovered


@dataclass(frozen=True)
class Network:
    """The equations of a model.

    Attributes
    ----------
    graph
        Holds all expressions.
    inputs
        Names of what a simulation can set: parameters, compartments, constant species, local
        parameters (``reaction.parameter``) and the initial values of the states.
    defaults
        The value of each input in the model; NaN when the model computes it.
    compartments
        The inputs that are compartment sizes.
    states
        Names of the state variables: species (in the meaning their id has in formulas) and
        parameters with rate rules.
    nonnegative
        For each state, whether it is a species.
    rates
        For each state, the node of its time derivative.
    initial
        For each state, the node of its initial value, made of inputs only.
    quantities
        Assigned quantities by name: the node of each.
    """

    graph: Graph
    inputs: tuple[str, ...]
    defaults: tuple[float, ...]
    compartments: tuple[str, ...]
    states: tuple[str, ...]
    nonnegative: tuple[bool, ...]
    rates: tuple[int, ...]
    initial: tuple[int, ...]
    quantities: dict[str, int]

    @property
    def depends_on_time(self) -> bool:
        """Whether a rate mentions time itself."""
        return any(self.graph.depends[node] & TIME for node in self.rates)


def read_network(text: str) -> Network:
    """Read SBML text into equations.

    Raises
    ------
    InvalidModel
        When the text is not SBML.
    NotCovered
        When the model uses a part of SBML that is not covered.
    """
    _document, model = read_model(text)
    return _Reader(model).network()


@dataclass
class _Reader:
    model: libsbml.Model
    graph: Graph = field(default_factory=Graph)
    inputs: dict[str, int] = field(default_factory=dict)
    defaults: list[float] = field(default_factory=list)
    states: dict[str, int] = field(default_factory=dict)
    started: dict[str, int] = field(default_factory=dict)
    running: dict[str, int] = field(default_factory=dict)
    pending: set[tuple[str, bool]] = field(default_factory=set)

    def __post_init__(self) -> None:
        model = self.model
        self.formulas = Formulas(
            self.graph, {f.getId(): f for f in model.getListOfFunctionDefinitions()}
        )
        self.assigned = {r.getVariable(): r for r in model.getListOfRules() if r.isAssignment()}
        self.rated = {r.getVariable(): r for r in model.getListOfRules() if r.isRate()}
        self.assignments = {a.getSymbol(): a for a in model.getListOfInitialAssignments()}

    def network(self) -> Network:
        changed = self._changes()
        self._collect(set(changed))
        rates = tuple(self._rate(name, changed.get(name, [])) for name in self.states)
        quantities = {name: self._running(name) for name in self.assigned}
        return Network(
            graph=self.graph,
            inputs=tuple(self.inputs),
            defaults=tuple(self.defaults),
            compartments=tuple(c.getId() for c in self.model.getListOfCompartments()),
            states=tuple(self.states),
            nonnegative=tuple(self.model.getSpecies(name) is not None for name in self.states),
            rates=rates,
            initial=tuple(self._started(name) for name in self.states),
            quantities=quantities,
        )

    def _changes(self) -> dict[str, list[tuple[float, libsbml.Reaction]]]:
        """Map the species that reactions change to (stoichiometry, reaction) pairs."""
        found: dict[str, list[tuple[float, libsbml.Reaction]]] = {}
        for reaction in self.model.getListOfReactions():
            sides = ((-1.0, reaction.getListOfReactants()), (1.0, reaction.getListOfProducts()))
            for sign, references in sides:
                for reference in references:
                    species = self.model.getSpecies(reference.getSpecies())
                    if not (species.getBoundaryCondition() or species.getConstant()):
                        amount = sign * _stoichiometry(reference, reaction.getId())
                        found.setdefault(species.getId(), []).append((amount, reaction))
        return found

    def _collect(self, changed: set[str]) -> None:
        """Register states and inputs in the order of the document."""
        model = self.model
        for compartment in model.getListOfCompartments():
            size = compartment.getSize() if compartment.isSetSize() else math.nan
            if model.getLevel() == 1 and not compartment.isSetSize():
                size = 1.0
            self._register(compartment.getId(), size, compartment.getSpatialDimensions() == 0)
        for parameter in model.getListOfParameters():
            value = parameter.getValue() if parameter.isSetValue() else math.nan
            self._register(parameter.getId(), value, False)
        for species in model.getListOfSpecies():
            name = species.getId()
            if name in changed and name not in self.assigned:
                self.states.setdefault(name, len(self.states))
            self._register(name, self._initial_number(species), self._has_initial(species))
        for reaction in model.getListOfReactions():
            for local in _locals(reaction):
                self._register(f"{reaction.getId()}.{local.getId()}", local.getValue(), False)

    def _register(self, name: str, default: float, computed: bool) -> None:
        if name in self.assigned:
            return
        if name in self.rated:
            self.states.setdefault(name, len(self.states))
        if name in self.assignments:
            default = math.nan
        elif math.isnan(default) and not computed:
            raise NotCovered("an element without a value", name)
        self.inputs[name] = len(self.inputs)
        self.defaults.append(default)

    def _has_initial(self, species: libsbml.Species) -> bool:
        return bool(species.isSetInitialAmount() or species.isSetInitialConcentration())

    def _initial_number(self, species: libsbml.Species) -> float:
        """Return the initial value in the meaning of the id, or NaN when the size is needed."""
        if self._is_amount(species):
            return float(species.getInitialAmount()) if species.isSetInitialAmount() else math.nan
        if species.isSetInitialConcentration():
            return float(species.getInitialConcentration())
        return math.nan

    def _is_amount(self, species: libsbml.Species) -> bool:
        compartment = self.model.getCompartment(species.getCompartment())
        flat = compartment is None or compartment.getSpatialDimensions() == 0
        return bool(species.getHasOnlySubstanceUnits() or flat)

    def _initial_node(self, name: str) -> int:
        """Return the initial value the model gives, as an expression of the inputs."""
        graph, species = self.graph, self.model.getSpecies(name)
        if name in self.assignments:
            tree = self.assignments[name].getMath()
            return self.formulas.node(tree, self._started, graph.zero, name)
        if species is None:
            return graph.number(math.nan)
        size = self._started(species.getCompartment())
        if self._is_amount(species):
            return graph.mul(graph.number(species.getInitialConcentration()), size)
        return graph.div(graph.number(species.getInitialAmount()), size)

    def _given_or_computed(self, name: str) -> int:
        graph, position = self.graph, self.inputs[name]
        given = graph.input(position)
        if not math.isnan(self.defaults[position]):
            return given
        return graph.select(graph.isnan(given), self._initial_node(name), given)

    def _started(self, name: str) -> int:
        """Return the value at the start of the simulation, made of inputs only."""
        return self._once(name, self.started, True, self._find_started)

    def _running(self, name: str) -> int:
        """Return the value while the simulation runs."""
        return self._once(name, self.running, False, self._find_running)

    def _once(
        self, name: str, known: dict[str, int], initial: bool, find: Callable[[str], int]
    ) -> int:
        if name not in known:
            if (name, initial) in self.pending:
                raise NotCovered("a circular definition", name)
            self.pending.add((name, initial))
            known[name] = find(name)
            self.pending.discard((name, initial))
        return known[name]

    def _find_started(self, name: str) -> int:
        if name in self.inputs:
            return self._given_or_computed(name)
        return self._defined(name, self._started, self.graph.zero)

    def _find_running(self, name: str) -> int:
        if name in self.states:
            return self.graph.state(self.states[name], self.model.getSpecies(name) is not None)
        if name in self.inputs:
            return self._started(name)
        return self._defined(name, self._running, self.graph.time())

    def _defined(self, name: str, resolve: Callable[[str], int], time: int) -> int:
        if name in self.assigned:
            return self.formulas.node(self.assigned[name].getMath(), resolve, time, name)
        reaction = self.model.getReaction(name)
        if reaction is not None:
            return self._law(reaction, resolve, time)
        raise NotCovered("a name the model does not define, or a species reference", name)

    def _law(self, reaction: libsbml.Reaction, resolve: Callable[[str], int], time: int) -> int:
        owned = {local.getId() for local in _locals(reaction)}

        def scoped(name: str) -> int:
            return resolve(f"{reaction.getId()}.{name}" if name in owned else name)

        tree = reaction.getKineticLaw().getMath()
        return self.formulas.node(tree, scoped, time, reaction.getId())

    def _rate(self, name: str, changes: list[tuple[float, libsbml.Reaction]]) -> int:
        graph = self.graph
        if name in self.rated:
            return self.formulas.node(self.rated[name].getMath(), self._running, graph.time(), name)
        species, total = self.model.getSpecies(name), graph.zero
        factor = species.getConversionFactor() or self.model.getConversionFactor()
        scale = self._running(factor) if factor else graph.one
        if not self._is_amount(species):
            scale = graph.div(scale, self._running(species.getCompartment()))
        for amount, reaction in changes:
            # Scaled term by term: the size of the compartment mostly cancels in the law.
            law = graph.mul(scale, self._running(reaction.getId()))
            total = graph.add(total, graph.mul(graph.number(amount), law))
        return total


def _locals(reaction: libsbml.Reaction) -> list[libsbml.Parameter]:
    law = reaction.getKineticLaw()
    return [*law.getListOfLocalParameters(), *law.getListOfParameters()]


def _stoichiometry(reference: libsbml.SpeciesReference, reaction: str) -> float:
    value = float(reference.getStoichiometry())
    if math.isnan(value):
        raise NotCovered("a reaction without a stoichiometry", reaction)
    return value / float(reference.getDenominator() or 1)
