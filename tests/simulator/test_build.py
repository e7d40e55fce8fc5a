"""What is built is valid, annotated, and the same bytes every time."""

import shutil
import subprocess
import sys
from pathlib import Path

import libsbml
import pytest
from her2sim.build import build_sbml, check_sbml, sbml_path, write_sbml
from her2sim.build.identifiers import address, cited
from her2sim.errors import InvalidModel

TOY = Path(__file__).parents[1] / "toy" / "models"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(TOY, tmp_path / "models")) / "toy"


@pytest.fixture(scope="module")
def text():
    return build_sbml(TOY / "toy")


@pytest.fixture(scope="module")
def document(text):
    return libsbml.readSBMLFromString(text)


def resources(element):
    return [
        (term.getQualifierType(), term.getResourceURI(index))
        for term in (element.getCVTerm(n) for n in range(element.getNumCVTerms()))
        for index in range(term.getNumResources())
    ]


def test_the_text_is_level_3_version_2_without_any_complaint(document):
    assert (document.getLevel(), document.getVersion()) == (3, 2)
    document.checkConsistency()
    found = [document.getError(n).getMessage() for n in range(document.getNumErrors())]
    assert found == []


def test_units_are_checked_and_a_wrong_one_is_found(folder):
    path = folder / "parameters.csv"
    path.write_text(path.read_text().replace("k_on,0.001,1/nM/s", "k_on,0.001,1/s"))
    broken = libsbml.readSBMLFromString(build_sbml(folder))
    assert broken.checkConsistency() > 0


def test_the_same_input_gives_the_same_bytes_in_another_process(text):
    code = (
        "import sys; from pathlib import Path; from her2sim.build import build_sbml;"
        "sys.stdout.buffer.write(build_sbml(Path(sys.argv[1])).encode())"
    )
    other = subprocess.run(
        [sys.executable, "-c", code, str(TOY / "toy")], capture_output=True, check=True
    )
    assert other.stdout.decode() == text


def test_amounts_over_volumes_are_exactly_nanomolar(document):
    model = document.getModel()
    for species in model.getListOfSpecies():
        derived = species.getDerivedUnitDefinition()
        assert libsbml.UnitDefinition.areIdentical(derived, model.getUnitDefinition("nM"))


def test_every_element_has_an_sbo_term_and_every_quantity_a_unit(document):
    model = document.getModel()
    elements = [
        model,
        *model.getListOfCompartments(),
        *model.getListOfSpecies(),
        *model.getListOfParameters(),
        *model.getListOfReactions(),
        *model.getListOfRules(),
        *model.getListOfInitialAssignments(),
    ]
    assert all(element.isSetSBOTerm() for element in elements)
    assert all(p.isSetUnits() for p in model.getListOfParameters())
    assert all(c.isSetUnits() for c in model.getListOfCompartments())


def test_values_names_and_readouts_come_from_the_tables(document):
    model = document.getModel()
    assert model.getParameter("k_make").getValue() == 0.02
    assert model.getCompartment("cell").getSize() == 1
    assert model.getSpecies("PIP2").getName() == "PI(4,5)P2"
    assert model.getAssignmentRuleByVariable("pAKT_fraction") is not None
    assert model.getParameter("loss").getValue() == 0


def test_a_parameter_carries_its_paper_and_its_provenance(document):
    parameter = document.getModel().getParameter("K_inh")
    assert (libsbml.MODEL_QUALIFIER, "https://identifiers.org/doi:10.1000/toy") in resources(
        parameter
    )
    assert "Evidence: measured." in parameter.getNotesString()
    assert "Range: 1 to 20 nM." in parameter.getNotesString()


def test_a_species_says_what_it_is_and_a_complex_what_it_has(document):
    model = document.getModel()
    one, several = model.getSpecies("AKT").getCVTerm(0), model.getSpecies("pAKT").getCVTerm(0)
    assert one.getBiologicalQualifierType() == libsbml.BQB_IS
    assert several.getBiologicalQualifierType() == libsbml.BQB_HAS_PART
    assert several.getNumResources() == 2


def test_the_history_is_dated_by_the_card(document):
    history = document.getModel().getModelHistory()
    assert history.getCreatedDate().getDateAsString() == "2026-01-01T00:00:00Z"


def test_notes_with_signs_of_xml_stay_text(folder):
    path = folder / "parameters.csv"
    path.write_text(path.read_text().replace("total lipid,", "total lipid,a < b & c"))
    assert "a &lt; b &amp; c" in build_sbml(folder)


def test_a_broken_folder_is_refused_with_the_first_issues(folder):
    path = folder / "toy.ant"
    path.write_text(path.read_text().replace("k_on", "k_onn"))
    with pytest.raises(InvalidModel, match="Closest row: 'k_on'"):
        build_sbml(folder)


def test_the_check_finds_a_missing_and_a_stale_file_and_names_the_repair(folder):
    assert "does not exist; run 'her2sim build --model" in check_sbml(folder)
    write_sbml(folder)
    assert check_sbml(folder) is None
    path = folder / "parameters.csv"
    path.write_text(path.read_text().replace("k_make,0.02", "k_make,0.03"))
    assert "is not what" in check_sbml(folder)
    assert "her2sim build" in check_sbml(folder)


def test_a_folder_elsewhere_keeps_its_sbml_inside(folder):
    assert sbml_path(folder) == folder / "toy.xml"


@pytest.mark.parametrize(
    ("short", "end"),
    [
        ("uniprot:P04626", "uniprot:P04626"),
        ("chebi:49603", "CHEBI:49603"),
        ("CHEBI:49603", "CHEBI:49603"),
        ("go:GO:0005737", "GO:0005737"),
        ("pmid:123456", "pubmed:123456"),
        ("biomodels:BIOMD0000000175", "biomodels.db:BIOMD0000000175"),
    ],
)
def test_short_identifiers_become_addresses(short, end):
    assert address(short) == f"https://identifiers.org/{end}"


def test_papers_are_found_in_the_text_of_a_source():
    source = "doi:10.1016/j.cell.2009.01.002; PMID 12345678, and BIOMD0000000175 (10.1000/a(b))."
    assert cited(source) == (
        "https://identifiers.org/doi:10.1016/j.cell.2009.01.002",
        "https://identifiers.org/pubmed:12345678",
        "https://identifiers.org/biomodels.db:BIOMD0000000175",
        "https://identifiers.org/doi:10.1000/a(b)",
    )
    assert cited("this project: models/toy") == ()


def test_a_unit_and_a_quantity_of_one_id_are_told_apart(folder):
    for file in ("toy.ant", "parameters.csv"):
        path = folder / file
        path.write_text(path.read_text().replace("k_off", "per_s"))
    with pytest.raises(InvalidModel, match="the unit id 'per_s' is also an id"):
        build_sbml(folder)
