"""A run as SED-ML Level 1 Version 4: what to simulate, for how long, and what to report."""

from __future__ import annotations

import io
from collections.abc import Sequence
from xml.etree import ElementTree

from her2sim.engine import SolverSettings, clock_of
from her2sim.errors import InvalidValue
from her2sim.model import Model
from her2sim.request import columns_of

NAMESPACE = "http://sed-ml.org/sed-ml/level1/version4"
_MATHML = "http://www.w3.org/1998/Math/MathML"
_LANGUAGE = "urn:sedml:language:sbml"
_TIME = "urn:sedml:symbol:time"
# Terms of the Kinetic Simulation Algorithm Ontology.
_CVODE, _RELATIVE, _ABSOLUTE = "KISAO:0000019", "KISAO:0000209", "KISAO:0000211"
STEPS = 240


def scenario_sedml(
    model: Model,
    hours: float,
    readouts: Sequence[str] | None = None,
    source: str = "model.xml",
    steps: int = STEPS,
) -> str:
    """Return the description of a run of the file of :func:`her2sim.export.scenario_sbml`.

    Parameters
    ----------
    model
        The model of the scenario.
    hours
        How long to simulate, above 0.
    readouts
        Ids to report, as for :func:`her2sim.simulate`; all of the model if omitted.
    source
        Where the SBML file lies beside this one.
    steps
        Number of equal steps of the output.

    Raises
    ------
    UserMistake
        If a readout is not in the model, or a number is not possible.
    """
    if not hours > 0:
        raise InvalidValue("hours", hours, "a number above 0")
    end = hours * clock_of(model)
    root = ElementTree.Element("sedML", {"xmlns": NAMESPACE, "level": "1", "version": "4"})
    # The targets below are XPath with this prefix.
    root.set("xmlns:sbml", _sbml_namespace(model))
    models = ElementTree.SubElement(root, "listOfModels")
    ElementTree.SubElement(models, "model", {"id": "cell", "language": _LANGUAGE, "source": source})
    _add_simulation(root, end, steps)
    tasks = ElementTree.SubElement(root, "listOfTasks")
    task = {"id": "run", "modelReference": "cell", "simulationReference": "course"}
    ElementTree.SubElement(tasks, "task", task)
    columns = columns_of(model, readouts)
    generators = ElementTree.SubElement(root, "listOfDataGenerators")
    _add_generator(generators, "time", "time", {"symbol": _TIME})
    for column in columns:
        name = column.selection.strip("[]")
        _add_generator(generators, _id(name), column.name, {"target": _target(model, name)})
    _add_report(
        root, [("time", "time"), *((_id(c.selection.strip("[]")), c.name) for c in columns)]
    )
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _sbml_namespace(model: Model) -> str:
    """Return the namespace that the model's SBML declares for itself."""
    _, root = next(ElementTree.iterparse(io.StringIO(model.sbml), events=("start",)))
    return str(root.tag).partition("}")[0].removeprefix("{")


def _add_simulation(root: ElementTree.Element, end: float, steps: int) -> None:
    """Add a uniform time course from the first dose on, with the engine's tolerances."""
    settings = SolverSettings()
    simulations = ElementTree.SubElement(root, "listOfSimulations")
    course = {
        "id": "course",
        "initialTime": "0",
        "outputStartTime": "0",
        "outputEndTime": f"{end:.12g}",
        "numberOfSteps": str(steps),
    }
    simulation = ElementTree.SubElement(simulations, "uniformTimeCourse", course)
    algorithm = ElementTree.SubElement(simulation, "algorithm", {"kisaoID": _CVODE})
    parameters = ElementTree.SubElement(algorithm, "listOfAlgorithmParameters")
    for term, value in ((_RELATIVE, settings.relative), (_ABSOLUTE, settings.absolute)):
        each = {"kisaoID": term, "value": f"{value:g}"}
        ElementTree.SubElement(parameters, "algorithmParameter", each)


def _id(name: str) -> str:
    """Return an id that no other kind of element has."""
    return f"data_{name}"


def _target(model: Model, name: str) -> str:
    """Return where in the SBML an id stands."""
    kinds = (
        ("listOfSpecies", "species", {one.id for one in model.species}),
        ("listOfCompartments", "compartment", {one.id for one in model.compartments}),
    )
    for group, kind, ids in kinds:
        if name in ids:
            return _path(group, kind, name)
    return _path("listOfParameters", "parameter", name)


def _path(group: str, kind: str, name: str) -> str:
    return f"/sbml:sbml/sbml:model/sbml:{group}/sbml:{kind}[@id='{name}']"


def _add_generator(
    parent: ElementTree.Element, identifier: str, name: str, where: dict[str, str]
) -> None:
    """Add what is read out of the run, unchanged."""
    made = ElementTree.SubElement(parent, "dataGenerator", {"id": identifier, "name": name})
    variables = ElementTree.SubElement(made, "listOfVariables")
    variable = f"value_of_{identifier}"
    ElementTree.SubElement(variables, "variable", {"id": variable, **where, "taskReference": "run"})
    math = ElementTree.SubElement(made, "math", {"xmlns": _MATHML})
    ElementTree.SubElement(math, "ci").text = variable


def _add_report(root: ElementTree.Element, columns: Sequence[tuple[str, str]]) -> None:
    """Add the one table that holds all that is read out."""
    outputs = ElementTree.SubElement(root, "listOfOutputs")
    report = ElementTree.SubElement(outputs, "report", {"id": "readouts"})
    sets = ElementTree.SubElement(report, "listOfDataSets")
    for number, (reference, label) in enumerate(columns):
        each = {"id": f"column_{number}", "label": label, "dataReference": reference}
        ElementTree.SubElement(sets, "dataSet", each)
