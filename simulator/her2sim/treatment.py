"""Dose: one drug at one nominal concentration in the medium."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from her2sim.errors import InvalidValue, UnknownName
from her2sim.model import Model

# Keyword of Dose -> unit as written, and the factor to nM (molar) or to ug/mL (mass).
_MOLAR = {"pM": ("pM", 1e-3), "nM": ("nM", 1.0), "uM": ("uM", 1e3)}
_MASS = {
    "ug_per_mL": ("ug/mL", 1.0),
    "mg_per_L": ("mg/L", 1.0),
    "ng_per_mL": ("ng/mL", 1e-3),
}
_SPELLINGS = {unit: key for key, (unit, _) in {**_MOLAR, **_MASS}.items()}
_MICRO = str.maketrans({"µ": "u", "μ": "u"})
_NM_PER_UG_PER_ML = 1e6  # (1 ug/mL) / (1 g/mol) = 1e-3 mol/m3 = 1e6 nM
_GRAMS_PER_MOL = {"g/mol": 1.0, "Da": 1.0, "kDa": 1e3, "kg/mol": 1e3}
UNITS = tuple(_SPELLINGS)
_FORM = f"NAME=DOSE with a unit of {', '.join(UNITS)}, e.g. lapatinib=1uM"


@dataclass(frozen=True, init=False)
class Dose:
    """One drug at one nominal concentration, held in the medium from time 0 on.

    Parameters
    ----------
    drug
        Id, name or alias of ``models/drugs.csv``, in any letter case.
    pM, nM, uM, ug_per_mL, mg_per_L, ng_per_mL
        The concentration; exactly one of them.

    Raises
    ------
    InvalidValue
        If there is not exactly one concentration, or it is negative or not finite.
    """

    drug: str
    amount: float
    unit: str

    def __init__(
        self,
        drug: str,
        *,
        pM: float | None = None,
        nM: float | None = None,
        uM: float | None = None,
        ug_per_mL: float | None = None,
        mg_per_L: float | None = None,
        ng_per_mL: float | None = None,
    ) -> None:
        amounts = {"pM": pM, "nM": nM, "uM": uM}
        amounts |= {"ug_per_mL": ug_per_mL, "mg_per_L": mg_per_L, "ng_per_mL": ng_per_mL}
        given = {key: amount for key, amount in amounts.items() if amount is not None}
        if not isinstance(drug, str) or not drug.strip():
            raise InvalidValue("drug", drug, "a name of models/drugs.csv")
        if len(given) != 1:
            raise InvalidValue(f"the dose of {drug}", given, f"one of {', '.join(amounts)}")
        key, amount = given.popitem()
        object.__setattr__(self, "drug", drug.strip())
        object.__setattr__(self, "amount", _checked(drug, amount))
        object.__setattr__(self, "unit", {**_MOLAR, **_MASS}[key][0])

    @classmethod
    def parse(cls, text: str) -> Dose:
        """Read ``NAME=DOSE`` such as ``lapatinib=1uM`` or ``trastuzumab=10 ug/mL``."""
        drug, equals, dose = text.partition("=")
        number, unit = _split(dose.strip())
        key = _unit_key(unit)
        if not equals or not drug.strip() or number is None or not unit:
            raise InvalidValue("dose", text, _FORM)
        if key is None:
            raise UnknownName("unit", unit, UNITS, f"the units of a dose ({text!r})")
        return cls(drug, **{key: number})

    def __str__(self) -> str:
        """Return the text that :meth:`parse` reads."""
        return f"{self.drug}={self.amount:.12g}{self.unit}"

    def of(self, drug: str) -> Dose:
        """Return the same dose of a drug called otherwise."""
        keyword = next(key for key, (unit, _) in {**_MOLAR, **_MASS}.items() if unit == self.unit)
        return Dose(drug, **{keyword: self.amount})

    def nanomolar(self, molar_mass: float | None = None, unit: str = "g/mol") -> float:
        """Return the concentration in nM.

        Parameters
        ----------
        molar_mass
            Needed for a dose in mass per volume only.
        unit
            Unit of ``molar_mass``: g/mol, Da, kDa or kg/mol.
        """
        for key_unit, factor in _MOLAR.values():
            if key_unit == self.unit:
                return self.amount * factor
        if molar_mass is None:
            valid = f"in pM, nM or uM, or {self.drug} needs a molar_mass"
            raise InvalidValue("dose", str(self), valid, "models/drugs.csv")
        if unit not in _GRAMS_PER_MOL:
            valid = f"one of {', '.join(_GRAMS_PER_MOL)}"
            raise InvalidValue(f"molar_mass_unit of {self.drug}", unit, valid, "models/drugs.csv")
        factor = {key_unit: factor for key_unit, factor in _MASS.values()}[self.unit]
        return self.amount * factor * _NM_PER_UG_PER_ML / (molar_mass * _GRAMS_PER_MOL[unit])


def _checked(drug: str, amount: object) -> float:
    """Return a dose as a finite number that is not negative."""
    valid = "a finite number, 0 or above"
    if isinstance(amount, bool):
        raise InvalidValue(f"the dose of {drug}", amount, valid)
    try:
        number = float(amount)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise InvalidValue(f"the dose of {drug}", amount, valid) from None
    if not math.isfinite(number) or number < 0:
        raise InvalidValue(f"the dose of {drug}", amount, valid)
    return number + 0.0  # -0.0 would be shown as such


def _split(dose: str) -> tuple[float | None, str]:
    """Split ``10 ug/mL`` into the longest leading number and the rest."""
    for end in range(len(dose), 0, -1):
        try:
            return float(dose[:end]), dose[end:].strip()
        except ValueError:
            continue
    return None, dose


def _unit_key(unit: str) -> str | None:
    """Return the keyword of Dose for a unit as written, in any letter case where that is safe."""
    plain = unit.translate(_MICRO)
    if plain in _SPELLINGS:
        return _SPELLINGS[plain]
    # 'nm' is a usual slip for nM; 'M' itself is no unit here, so folding the case is safe.
    folded = {spelling.casefold(): key for spelling, key in _SPELLINGS.items()}
    return folded.get(plain.casefold())


def concentrations(model: Model, doses: Iterable[Dose]) -> dict[str, float]:
    """Return the nominal concentration (nM) of each dosed drug, by its species.

    Raises
    ------
    UnknownName
        If the model has no such drug.
    InvalidValue
        If two doses are of one drug, or a dose in mass per volume has no molar mass.
    """
    given: dict[str, Dose] = {}
    values: dict[str, float] = {}
    for dose in doses:
        drug = model.drug(dose.drug)
        if drug.species in given:
            both = f"{given[drug.species]} and {dose}"
            raise InvalidValue(f"the dose of {drug.id}", both, "given once in a scenario")
        given[drug.species] = dose
        values[drug.species] = dose.nanomolar(drug.molar_mass, drug.molar_mass_unit)
    return values
