import pytest
from her2sim.errors import InvalidValue, UnknownName
from her2sim.experiment import BrokenExperiment, find_experiments

VALID = """
from her2sim.experiment import Experiment, Value, Within
from her2sim.scenario import Scenario

EXPERIMENT = Experiment(
    id="{id}",
    claim="It falls.",
    arms=(Scenario("drug"),),
    expect=(Within(Value("pAKT", "drug", 1), at_most=1, source="paper"),),
    source="paper",
)
"""


def write(folder, name, text):
    (folder / name).write_text(text)
    return folder


def test_every_file_with_a_lower_case_name_is_found_in_natural_order(tmp_path):
    for name in ("C10", "C4", "P1"):
        write(tmp_path, f"{name.lower()}_claim.py", VALID.format(id=name))
    write(tmp_path, "_shared.py", "raise SystemExit")
    assert [each.id for each in find_experiments(folder=tmp_path)] == ["C4", "C10", "P1"]


def test_ids_choose_in_the_order_given_and_in_any_letter_case(tmp_path):
    for name in ("C1", "C2", "C3"):
        write(tmp_path, f"{name.lower()}_claim.py", VALID.format(id=name))
    chosen = find_experiments(["c3", "C1", "C3"], folder=tmp_path)
    assert [each.id for each in chosen] == ["C3", "C1"]
    assert [each.id for each in find_experiments("c2", folder=tmp_path)] == ["C2"]
    assert find_experiments([], folder=tmp_path) == ()


def test_an_unknown_id_is_answered_with_the_closest(tmp_path):
    write(tmp_path, "c12_claim.py", VALID.format(id="C12"))
    with pytest.raises(UnknownName, match="Closest: 'C12'"):
        find_experiments(["C13"], folder=tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("EXPERIMENT = 1", "must define EXPERIMENT"),
        ("x = 1\nx = (", r"line 2: SyntaxError"),
        ("import math\n\nmath.sqrt(-1)", r"line 3: ValueError"),
        (VALID.format(id="C7"), "must begin with that id"),
        (VALID.format(id="C5").replace('source="paper"', 'source=""'), "source of Within"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path, text, message):
    write(tmp_path, "c5_claim.py", text)
    with pytest.raises(BrokenExperiment, match=rf"experiments/c5_claim.py.*{message}"):
        find_experiments(folder=tmp_path)


def test_two_files_with_one_id_are_refused(tmp_path):
    write(tmp_path, "c5_one.py", VALID.format(id="C5"))
    write(tmp_path, "c5_two.py", VALID.format(id="C5"))
    with pytest.raises(InvalidValue, match="used once"):
        find_experiments(folder=tmp_path)
