"""Small models for the batch engine, and its own cache for the whole run."""

from __future__ import annotations

from collections.abc import Callable

import antimony
import pytest
from her2sim.batch import BatchModel

CASCADE = """
model cascade()
  compartment cell = 2.0; species A in cell, AP in cell, B in cell, BP in cell, AB in cell;
  A = A_tot; AP = 0; B = 50; BP = 0; AB = 0; species $drug in cell; drug = 0;
  A_tot = 100; k1 = 0.3; k2 = 0.05; k3 = 0.02; k4 = 0.4; on = 0.001; off = 0.02; K = 30; n = 2.5;
  activate: A -> AP; cell * k1 * A / (1 + (drug / K)^n);
  reset_a: AP -> A; cell * k2 * AP;
  relay: B -> BP; cell * k3 * AP * B / (10 + B);
  reset_b: BP -> B; cell * k4 * BP;
  bind: A + B -> AB; cell * (on * A * B - off * AB);
  signal := BP / 50 + 0 * k1;
end"""

PREDATORS = """
model predators()
  compartment c = 1; species X in c, Y in c; X = 1; Y = 0.5; a = 1; b = 1.2; k = 0.7; w = 2;
  -> X; a * X; X + Y -> 2 Y; b * X * Y; Y -> ; k * Y * (1 + 0.3 * sin(w * time));
end"""


def sbml(text: str) -> str:
    antimony.clearPreviousLoads()
    if antimony.loadAntimonyString(text) < 0:
        raise ValueError(antimony.getLastError())
    return str(antimony.getSBMLString(antimony.getMainModuleName()))


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory):
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("code")
        folder.chmod(0o700)
        patch.setenv("HER2SIM_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def to_sbml() -> Callable[[str], str]:
    return sbml


@pytest.fixture(scope="session")
def cascade() -> BatchModel:
    return BatchModel.from_sbml(sbml(CASCADE))


@pytest.fixture(scope="session")
def cascade_text() -> str:
    return sbml(CASCADE)


@pytest.fixture(scope="session")
def predators_text() -> str:
    return sbml(PREDATORS)
