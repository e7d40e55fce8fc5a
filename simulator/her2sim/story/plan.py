"""What a story shows, as written in a model's ``story.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields

from her2sim import library
from her2sim.errors import InvalidValue, UnknownName
from her2sim.genotype import Genotype
from her2sim.model import Model
from her2sim.scenario import Scenario, label
from her2sim.treatment import Dose

FILE = "story.toml"
Treatment = tuple[Dose, ...]


@dataclass(frozen=True)
class Story:
    """The cells, drugs and readouts of a story of resistance and its reversal.

    Attributes
    ----------
    question
        What the story answers, in a sentence.
    hours
        Length of the treatment (h).
    genotypes
        The first is the one that the others are compared with.
    treatments
        Three: none, the drug that is resisted, and the same with what reverses the resistance.
    table, matrix, courses
        Readouts of the terminal's table, of the matrix and of the time courses.
    signal, growth
        The readouts that the sentences are about.
    margin
        Smallest difference of ``growth`` that is called one.
    dose_drug, doses_nM
        Drug and doses (nM) of the dose-response curves.
    """

    question: str
    hours: float
    genotypes: tuple[Genotype, ...]
    treatments: tuple[Treatment, Treatment, Treatment]
    table: tuple[str, ...]
    matrix: tuple[str, ...]
    courses: tuple[str, ...]
    signal: str
    growth: str
    margin: float
    dose_drug: str
    doses_nM: tuple[float, ...]

    @property
    def readouts(self) -> tuple[str, ...]:
        """Every readout that something of the story needs, each once."""
        named = (*self.table, *self.matrix, *self.courses, self.signal, self.growth)
        return tuple(dict.fromkeys(named))

    def arms(self) -> list[Scenario]:
        """Return a scenario for each genotype under each treatment."""
        return [
            _scenario(genotype, treatment)
            for genotype in self.genotypes
            for treatment in self.treatments
        ]

    def dose_arms(self) -> dict[str, tuple[float, Scenario]]:
        """Return dose (nM) and scenario of each point of the curves, by the scenario's name."""
        arms = {}
        for dose in self.doses_nM:
            given = (Dose(self.dose_drug, nM=dose),) if dose else ()
            for genotype in self.genotypes:
                name = f"{genotype}, {self.dose_drug} at {dose:g} nM"
                arms[name] = (dose, Scenario(name, genotype, treatment=given))
        return arms


def _scenario(genotype: Genotype, treatment: Treatment) -> Scenario:
    return Scenario(
        label(Scenario("arm", genotype, treatment=treatment)), genotype, None, treatment
    )


def read_story(model: Model) -> Story:
    """Read the story in the folder of a model.

    Raises
    ------
    InvalidValue
        If the model has no ``story.toml``, or its content is not a story.
    """
    path = library.root() / model.folder / FILE if model.folder else None
    if path is None or not path.is_file():
        valid = f"one whose folder has a {FILE}; the project's is models/her2/{FILE}"
        raise InvalidValue("the model of a story", model.name, valid)
    return parse_story(path.read_text(encoding="utf-8"), library.shown(path))


def parse_story(text: str, where: str = FILE) -> Story:
    """Return the story that a TOML text describes; ``where`` names its file in messages.

    Raises
    ------
    InvalidValue
        If the text is not TOML or a value is not what a story needs.
    UnknownName
        If it has a key that no story has.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise InvalidValue("the story", str(problem), "TOML", where) from None
    doses = raw.pop("doses", {})
    if isinstance(doses, dict):
        raw |= {"dose_drug": doses.get("drug"), "doses_nM": doses.get("nM")}
    names = [field.name for field in fields(Story)]
    for key in raw:
        if key not in names:
            raise UnknownName("key", key, names, where)
    missing = [name for name in names if raw.get(name) is None]
    if missing:
        raise InvalidValue("the story", f"without {', '.join(missing)}", "complete", where)
    try:
        return _story(raw)
    except (TypeError, ValueError, AttributeError) as problem:
        raise InvalidValue("the story", str(problem), "like that of the project", where) from None


def _story(raw: dict[str, object]) -> Story:
    """Turn the raw values into a story."""
    values = dict(raw)
    for name in ("table", "matrix", "courses"):
        values[name] = _texts(name, raw[name])
    values["genotypes"] = tuple(
        Genotype.parse(text) for text in _texts("genotypes", raw["genotypes"])
    )
    given = raw["treatments"]
    if not isinstance(given, list) or len(given) != 3:
        raise ValueError("treatments are not three: none, a drug, and a combination")
    values["treatments"] = tuple(
        tuple(Dose.parse(text) for text in _texts("treatments", doses)) for doses in given
    )
    values["doses_nM"] = tuple(sorted(float(dose) for dose in _items("doses", raw["doses_nM"])))  # type: ignore[arg-type]
    for name in ("hours", "margin"):
        values[name] = float(raw[name])  # type: ignore[arg-type]
    return Story(**values)  # type: ignore[arg-type]


def _items(name: str, given: object) -> list[object]:
    if not isinstance(given, list):
        raise ValueError(f"{name} is not a list")
    return given


def _texts(name: str, given: object) -> tuple[str, ...]:
    items = _items(name, given)
    if not all(isinstance(item, str) for item in items):
        raise ValueError(f"{name} is not a list of texts")
    return tuple(str(item) for item in items)
