"""The numbers are right: order of convergence, other engines, solutions on paper."""

from __future__ import annotations

from pathlib import Path

import libsbml
import numpy as np
import pytest
import roadrunner
from her2sim.batch import Accuracy, BatchModel
from scipy.integrate import solve_ivp

PUBLISHED = Path(__file__).parents[4] / "shared" / "reference_models"
MODELS = (
    "Bianconi2012_BIOMD0000000427",
    "Birtwistle2007_BIOMD0000000175",
    "Brannmark2010_BIOMD0000000343",
    "Brannmark2013_BIOMD0000000448",
    "Brown2004_BIOMD0000000033",
    "DallePezze2012_BIOMD0000000581",
    "DiCamillo2016_BIOMD0000000833",
    "Fujita2010_BIOMD0000000262",
    "HeberleRazquinNavas2019_BIOMD0000000907",
    "Nguyen2016_BIOMD0000000651",
    "Schoeberl2002_BIOMD0000000019",
    "Smith2010_BIOMD0000000705",
    "Telesco2011_MODEL1102210001",
    "Wang2009_BIOMD0000000288",
)


def relative_errors(values, reference):
    """Return errors relative to the peak of each output; outputs that stay at 0 have none."""
    peak = np.abs(reference).max(axis=-1, keepdims=True)
    seen = peak > 1e-12 * peak.max()
    return np.abs(values - reference) / np.where(seen, peak, np.inf)


def predators(t, y):
    x, z = y
    return [x - 1.2 * x * z, 1.2 * x * z - 0.7 * z * (1 + 0.3 * np.sin(2 * t))]


def test_error_falls_with_the_fifth_power_of_the_step_also_between_steps(predators_text):
    times = np.linspace(0.0, 20.0, 101)
    exact = solve_ivp(
        predators, (0, 20), [1, 0.5], method="DOP853", rtol=1e-13, atol=1e-14, t_eval=times
    )
    model = BatchModel.from_sbml(predators_text)
    points = []
    for rtol in (1e-7, 1e-10):
        result = model.simulate(
            {}, times, ["X", "Y"], pre_equilibrate=False, accuracy=Accuracy(rtol=rtol, atol=rtol)
        )
        points.append((result.steps.sum(), np.abs(result.values[0] - exact.y).max()))
    (few, large), (many, small) = points
    order = np.log(large / small) / np.log(many / few)
    assert 4.6 < order < 6.0


def reference(text, times, outputs):
    runner = roadrunner.RoadRunner(text)
    integrator = runner.getIntegrator()
    integrator.setValue("relative_tolerance", 1e-10)
    integrator.setValue("absolute_tolerance", 1e-12)
    integrator.setValue("maximum_num_steps", 1_000_000)
    model = libsbml.readSBMLFromString(text).getModel()

    def selection(name):
        species = model.getSpecies(name)
        amount = species is None or species.getHasOnlySubstanceUnits()
        return name if amount else f"[{name}]"

    columns = [selection(name) for name in outputs]
    return np.array(runner.simulate(times=times, selections=columns)).T


@pytest.mark.parametrize("name", MODELS)
def test_agrees_with_roadrunner_on_published_models(name):
    path = PUBLISHED / f"{name}.xml"
    if not path.is_file():
        pytest.skip(f"published models are not at {PUBLISHED}")
    text = path.read_text(encoding="utf-8")
    model = BatchModel.from_sbml(text)
    times = np.linspace(0.0, 100.0, 21)
    for rtol in (1e-4, 1e-7):
        result = model.simulate(
            {}, times, model.outputs, pre_equilibrate=False,
            accuracy=Accuracy(rtol=rtol, atol=rtol * 1e-2),
        )  # fmt: skip
        assert result.ok.all()
        assert relative_errors(result.values[0], reference(text, times, model.outputs)).max() < rtol


def test_agrees_with_roadrunner_after_a_change_at_time_0(cascade, cascade_text):
    times = np.linspace(0.0, 50.0, 11)
    result = cascade.simulate(
        {"drug": 60.0}, times, ["AP", "BP", "signal"], before={"k3": 0.1},
        accuracy=Accuracy(rtol=1e-8, atol=1e-10),
    )  # fmt: skip
    runner = roadrunner.RoadRunner(cascade_text)
    runner.getIntegrator().setValue("relative_tolerance", 1e-11)
    runner["k3"] = 0.1
    runner.simulate(0, 5000, 2)
    runner["[drug]"] = 60.0
    expected = runner.simulate(5000, 5050, 11, ["[AP]", "[BP]", "signal"])
    assert relative_errors(result.values[0], np.array(expected).T).max() < 1e-7


def test_amounts_and_concentrations_keep_their_meaning(to_sbml):
    text = to_sbml("""
    model m()
      compartment big = 4; substanceOnly species A in big; species B in big;
      A = 8; B = 0; k = 0.5;
      A -> B; k * A;
    end""")
    model = BatchModel.from_sbml(text)
    result = model.simulate({}, [0.0, 2.0], ["A", "B"], pre_equilibrate=False)
    left = 8 * np.exp(-1.0)
    np.testing.assert_allclose(result.values[0, :, 1], [left, (8 - left) / 4], rtol=1e-6)


def test_formulas_cover_pieces_functions_time_and_local_parameters(to_sbml):
    text = to_sbml("""
    function hill(x, K, n) x^n / (K^n + x^n) end
    model m()
      compartment c = 1; species A in c; A = 1; n = 1.7;
      J0: A -> ; 0.2 * hill(A, 0.5, n);
      late := piecewise(1, time >= 5 && A < 10, 2);
      mixed := exp(-time) + ln(A + 1) + sqrt(A) + tanh(A) + abs(-A) + ceil(0.4) + max(A, 3);
      driven' = late; driven = 0;
    end""")
    model = BatchModel.from_sbml(text)
    times = np.linspace(0.0, 10.0, 11)
    accuracy = Accuracy(rtol=1e-8, atol=1e-10)
    names = ["A", "late", "mixed", "driven"]
    result = model.simulate({}, times, names, pre_equilibrate=False, accuracy=accuracy)
    expected = reference(text, times, names)
    assert relative_errors(result.values[0], expected).max() < 1e-6


LOCAL = """<sbml xmlns="http://www.sbml.org/sbml/level2/version4" level="2" version="4">
<model id="m">
<listOfCompartments><compartment id="c" size="1"/></listOfCompartments>
<listOfSpecies><species id="A" compartment="c" initialConcentration="1"/></listOfSpecies>
<listOfParameters><parameter id="k" value="100"/></listOfParameters>
<listOfReactions><reaction id="J" reversible="false">
<listOfReactants><speciesReference species="A"/></listOfReactants>
<kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>k</ci><ci>A</ci>
</apply></math><listOfParameters><parameter id="k" value="0.5"/></listOfParameters></kineticLaw>
</reaction></listOfReactions></model></sbml>"""


def test_local_parameters_hide_global_ones_and_can_be_set():
    model = BatchModel.from_sbml(LOCAL)
    result = model.simulate({"J.k": [0.5, 1.0]}, [2.0], ["A"], pre_equilibrate=False)
    default = model.simulate({}, [2.0], ["A"], pre_equilibrate=False)
    np.testing.assert_allclose(result.values[:, 0, 0], np.exp([-1.0, -2.0]), rtol=1e-6)
    assert default.values[0, 0, 0] == result.values[0, 0, 0]


def test_initial_assignments_follow_the_values_of_each_simulation(cascade):
    result = cascade.simulate(
        {"A_tot": [100.0, 40.0], "B": [50.0, 7.0]}, [0.0], ["A", "B"], pre_equilibrate=False
    )
    np.testing.assert_array_equal(result.values[:, :, 0], [[100, 50], [40, 7]])


OWN = Path(__file__).parents[3] / "sbml" / "her2.xml"


@pytest.mark.skipif(not OWN.is_file(), reason=f"{OWN.name} is not built")
def test_agrees_with_roadrunner_on_our_own_model_from_steady_state_to_treatment():
    text = OWN.read_text(encoding="utf-8")
    model = BatchModel.from_sbml(text)
    switch, drug, hours = "treated", "lapatinib", np.array([0.0, 1.0, 24.0, 72.0])
    names = model.outputs
    result = model.simulate({switch: 1.0, drug: 50.0}, hours * 3600.0, names, before={})
    assert result.ok.all()
    assert result.residual[0] < 1e-12
    runner = roadrunner.RoadRunner(text)
    runner.getIntegrator().setValue("relative_tolerance", 1e-10)
    runner.getIntegrator().setValue("maximum_num_steps", 1_000_000)
    runner.simulate(0, 1e7, 2)
    states = dict(zip(names, result.values[0, :, 0], strict=True))
    known = model.compiled.description
    species = [n for n, kind in zip(known.states, known.nonnegative, strict=True) if kind]
    resting = np.array([runner[f"[{name}]"] for name in species])
    np.testing.assert_allclose([states[name] for name in species], resting, 1e-6, 1e-9)
    runner[switch], runner[f"[{drug}]"] = 1.0, 50.0
    quantities = [name for name in known.quantities if name in runner.model.getGlobalParameterIds()]
    columns = [f"[{name}]" for name in species] + quantities
    rows = [runner.simulate(1e7, 1e7 + 72 * 3600, 73, columns)[[0, 1, 24, 72]]]
    expected = np.array(rows[0]).T
    places = [names.index(name) for name in (*species, *quantities)]
    assert relative_errors(result.values[0, places], expected).max() < 2e-5
