"""Errors say what was given, what is valid and where, and cross process borders."""

import pickle

import pytest
from her2sim.errors import (
    Her2simError,
    InvalidTable,
    InvalidValue,
    SimulationFailed,
    UnknownName,
    UserMistake,
    closest,
    listing,
)

EXAMPLES = [
    UnknownName("drug", "blockn", ("blockin",), "models/drugs.csv"),
    InvalidValue("hours", -1, "a number above 0", "the call"),
    InvalidTable("models/drugs.csv", 3, "molar_mass", "'ten' is not a finite number."),
    SimulationFailed("The solver stopped at 3 s."),
]


def test_unknown_name_says_where_it_looked_and_what_is_close():
    assert str(EXAMPLES[0]) == "Drug 'blockn' is not in models/drugs.csv. Closest: 'blockin'."


def test_unknown_name_lists_the_valid_ones_when_none_is_close():
    assert str(UnknownName("drug", "zzz", ("a", "b"))).endswith("Valid: a, b.")


def test_invalid_value_says_what_is_accepted_and_where_to_change_it():
    expected = "hours is -1; it must be a number above 0. Change it in the call."
    assert str(EXAMPLES[1]) == expected


def test_invalid_table_names_file_line_and_column():
    assert str(EXAMPLES[2]).startswith("models/drugs.csv, line 3, column 'molar_mass': ")


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_every_error_survives_pickling_with_its_message(error):
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)


def test_users_mistakes_can_be_told_from_failed_simulations():
    assert all(isinstance(error, Her2simError) for error in EXAMPLES)
    assert not isinstance(EXAMPLES[3], UserMistake)


def test_closest_ignores_letter_case_and_gives_nothing_for_nonsense():
    assert closest("PTEN_LOSS", ["PTEN_loss", "WT"]) == "PTEN_loss"
    assert closest("qqq", ["PTEN_loss"]) is None


def test_listing_cuts_long_lists():
    assert listing([str(n) for n in range(14)]).endswith("11 and 2 more")
