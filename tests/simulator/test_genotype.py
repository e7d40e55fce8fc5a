from __future__ import annotations

import pytest
from her2sim.errors import InvalidValue
from her2sim.genotype import Genotype
from hypothesis import given
from hypothesis import strategies as st

NAMES = st.from_regex(r"[A-Z][A-Za-z0-9]{1,6}_[a-z]{3,5}", fullmatch=True)


def test_no_mutation_is_the_wild_type():
    assert str(Genotype()) == "WT"
    assert Genotype("wt") == Genotype.parse("WT") == Genotype()
    assert Genotype().mutations == ()


def test_text_and_arguments_give_the_same():
    assert Genotype.parse("PTEN_loss+PIK3CA_H1047R") == Genotype("PTEN_loss", "PIK3CA_H1047R")


def test_order_and_case_make_no_other_genotype():
    one, other = Genotype("PTEN_loss", "KRAS_G12V"), Genotype("kras_g12v", "PTEN_loss")
    assert one == other and hash(one) == hash(other)
    assert str(one) == "PTEN_loss+KRAS_G12V"


@pytest.mark.parametrize("text", ["", "PTEN_loss+", "WT+PTEN_loss", "PTEN_loss+pten_LOSS", " + "])
def test_impossible_genotypes_are_refused(text):
    with pytest.raises(InvalidValue):
        Genotype.parse(text)


@given(st.lists(NAMES, unique_by=str.casefold, max_size=4))
def test_text_round_trip(names):
    genotype = Genotype(*names)
    again = Genotype.parse(str(genotype))
    assert again == genotype and again.mutations == genotype.mutations
