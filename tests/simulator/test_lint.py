"""Each rule of the lint fires on the fault it is for, and on nothing in a sound folder."""

import shutil
from pathlib import Path

import pytest
from her2sim.lint import RULES, breaking, lint

TOY = Path(__file__).parents[1] / "toy" / "models"

# rule, file, text in it, what stands there instead, words of the message
FAULTS = [
    (
        "values_missing",
        "toy/toy.ant",
        "k_on * PIP3",
        "k_onn * PIP3",
        "toy.ant, line 15: 'k_onn' has no row in",
    ),
    (
        "values_missing",
        "toy/toy.ant",
        "  AKT = AKT_tot\n",
        "",
        "'AKT' has no initial value; write 'AKT = <parameter>'",
    ),
    ("values_unused", "toy/parameters.csv", "k_loss,", "k_los,", "'k_los' is used nowhere"),
    ("values_twice", "toy/toy.ant", "end\n", "k_off := k_on\nend\n", "'k_off' is already"),
    (
        "numbers_in_text",
        "toy/toy.ant",
        "cell * k_off",
        "0.3 * cell * k_off",
        "toy.ant, line 16: the number 0.3 belongs into",
    ),
    ("numbers_in_text", "toy/toy.ant", "pAKT = zero", "pAKT = 0", "line 10: the number 0"),
    ("numbers_in_formulas", "toy/readouts.csv", "1 - loss", "100 * loss", "the number 100"),
    ("rows_match", "toy/species.csv", "pAKT,", "pAKTT,", "'pAKTT' is not in the structure"),
    (
        "rows_match",
        "toy/reactions.csv",
        "off,AKT dephosphorylation,SBO:0000330,protein,assumed\n",
        "",
        "no row for 'off'",
    ),
    (
        "units_known",
        "toy/parameters.csv",
        "k_on,0.001,1/nM/s",
        "k_on,0.001,1/nMs",
        "the unit '1/nMs' of 'k_on' is not in",
    ),
    (
        "units_in_text",
        "toy/toy.ant",
        "end\n",
        "twice := PIP3 + PIP3; twice has nm\nend\n",
        "line 20: the unit 'nm' of 'twice' is not an id in",
    ),
    (
        "units_of_rules",
        "toy/toy.ant",
        "end\n",
        "twice := PIP3 + PIP3\nend\n",
        "'twice' is computed but has no unit",
    ),
    (
        "sources_present",
        "toy/parameters.csv",
        "measured,doi:10.1000/toy,SBO:0000261",
        "measured,,SBO:0000261",
        "'K_inh' is measured but names no source",
    ),
    ("sources_present", "toy/parameters.csv", "assumed", "asumed", "Closest: 'assumed'"),
    ("ranges_contain_value", "toy/parameters.csv", "k_make,0.02", "k_make,2", "outside"),
    (
        "alterations_complete",
        "mutations.csv",
        "k_back,scale",
        "k_bak,scale",
        "'k_bak' (target of 'PTEN_loss') is in no model. Closest: 'k_back'",
    ),
    ("alterations_complete", "mutations.csv", "k_back,scale", "k_back,times", "set or scale"),
    ("alterations_complete", "backgrounds.csv", "PIP_tot,scale,2", "PIP_tot,scale,", "a value"),
    ("genes_have_targets", "toy/genes.csv", "P60484,k_back", "P60484,k_bck", "Closest: 'k_back'"),
    ("genes_have_targets", "toy/genes.csv", "P60484,k_back", "P60484,", "'PTEN' has no target"),
    ("drugs_have_species", "drugs.csv", ",inh,", ",inb,", "'inb' (species of 'blockin')"),
    ("drugs_have_species", "toy/toy.ant", "$inh", "inh", "must be a boundary species"),
    (
        "free_fractions_exist",
        "drugs.csv",
        "1,1000,nM,,",
        "1,1000,nM,k_mak,",
        "'k_mak' (free_fraction of 'blockin') is no parameter. Closest: 'k_make'",
    ),
    ("drug_names_unique", "drugs.csv", "BLK", "BLK", "'blk' names both"),
    ("card_names_exist", "toy/model.toml", '"treated"', '"treatd"', "Closest: 'treated'"),
    ("totals_use_species", "toy/totals.csv", "AKT + pAKT", "AKT + pAkt", "Closest: 'pAKT'"),
    (
        "syntax",
        "toy/toy.ant",
        "cell * k_back * PIP3",
        "cell * k_back * * PIP3",
        "toy.ant, line 14: ",
    ),
    ("syntax", "toy/readouts.csv", "1 - loss", "1 - (loss", "'GR := 1 - (loss'"),
]


@pytest.fixture
def models(tmp_path):
    return Path(shutil.copytree(TOY, tmp_path / "models"))


def test_a_sound_folder_has_no_issues():
    assert lint(TOY / "toy") == ()


@pytest.mark.parametrize(
    ("rule", "file", "text", "fault", "words"),
    FAULTS,
    ids=[f"{fault[0]}-{number}" for number, fault in enumerate(FAULTS)],
)
def test_the_rule_fires_on_its_fault(models, rule, file, text, fault, words):
    path = models / file
    assert text in path.read_text()
    if rule == "drug_names_unique":
        second = "other,Blk,,inh,,,,,,,,,,,\n"
        path.write_text(path.read_text() + second)
    else:
        path.write_text(path.read_text().replace(text, fault, 1))
    found = [issue for issue in lint(models / "toy") if issue.rule == rule]
    assert found
    assert words in "\n".join(map(str, found))


def test_every_rule_has_a_test_that_proves_it():
    assert {rule.__name__ for rule in RULES} <= {fault[0] for fault in FAULTS}


def test_counts_and_exponents_are_no_numbers_of_the_science(models):
    path = models / "toy" / "toy.ant"
    law = "two: 2 PIP2 => PIP3; 2 * cell * k_on * PIP2^2 * (1 - loss)^0.5\nend\n"
    path.write_text(path.read_text().replace("end\n", law))
    assert [issue for issue in lint(models / "toy") if issue.rule == "numbers_in_text"] == []


def test_gaps_in_provenance_do_not_stop_a_build(models):
    path = models / "toy" / "parameters.csv"
    path.write_text(path.read_text().replace("measured,doi:10.1000/toy", "measured,"))
    issues = lint(models / "toy")
    assert issues
    assert breaking(issues) == ()


def test_a_shared_table_may_speak_of_a_sibling_model(models):
    sibling = Path(shutil.copytree(models / "toy", models / "other"))
    (sibling / "toy.ant").rename(sibling / "other.ant")
    for file in ("parameters.csv", "other.ant"):
        path = sibling / file
        path.write_text(path.read_text().replace("k_on", "k_switch"))
    table = models / "mutations.csv"
    table.write_text(table.read_text() + "X,AKT1,x,k_switch,scale,2,1,,,assumed,,\n")
    assert lint(models / "toy") == ()
