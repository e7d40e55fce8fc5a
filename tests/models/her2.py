"""The model under test, its scenarios, and its text with a scenario's values written in."""

import libsbml
from her2sim import Dose, Scenario, Set, load_model
from her2sim.scenario import resolve

HER2 = load_model("her2")
UNTREATED = Scenario("untreated")
LIGANDS = ("HRG", "EGF")
# Up to 1,000 times what a patient reaches, one drug at a time and all together.
FOLDS = (1.0, 30.0, 1000.0)


def doses(drug, fold):
    return Dose(drug.id, nM=drug.clinical_high * fold)


def dosed():
    """Every drug at every fold, then all drugs at once."""
    single = [
        Scenario(f"{drug.id} x{fold:g}", treatment=(doses(drug, fold),))
        for drug in HER2.drugs
        for fold in FOLDS
    ]
    together = [
        Scenario(f"all x{fold:g}", treatment=tuple(doses(drug, fold) for drug in HER2.drugs))
        for fold in FOLDS
    ]
    return [*single, *together]


def stimulated():
    """Each ligand and both, absent and at 1,000 nM, from time 0 on."""
    return [
        Scenario(f"{name}={level:g}", acute=(Set(name, level),))
        for name in LIGANDS
        for level in (0.0, 1000.0)
    ]


def mutants():
    names = [alteration.id for alteration in HER2.mutations]
    return [
        *(Scenario(name, genotype=name) for name in names),
        *(Scenario(f"in {each.id}", background=each.id) for each in HER2.backgrounds),
    ]


def written(scenario):
    """Return the SBML text with the values of a treated scenario as its own."""
    document = libsbml.readSBMLFromString(HER2.sbml)
    model = document.getModel()
    for name, value in resolve(HER2, scenario).after:
        if model.getParameter(name) is not None:
            model.getParameter(name).setValue(value)
        else:
            model.removeInitialAssignment(name)
            species = model.getSpecies(name)
            species.unsetInitialAmount()
            species.setInitialConcentration(value)
    return libsbml.writeSBMLToString(document)
