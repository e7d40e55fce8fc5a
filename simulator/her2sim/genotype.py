"""Genotype: which mutations a cell line carries."""

from __future__ import annotations

from dataclasses import dataclass, field

from her2sim.errors import InvalidValue

WILD_TYPE = "WT"
_JOIN = "+"


@dataclass(frozen=True, init=False)
class Genotype:
    """The mutations a cell carries, by their ids in ``models/mutations.csv``.

    ``Genotype()`` is the wild type. Two genotypes are equal when they carry the same mutations,
    in whatever order and letter case they were named; the order is kept for display.

    Parameters
    ----------
    *mutations
        Ids such as ``"PTEN_loss"``. ``"WT"`` stands for none.

    Raises
    ------
    InvalidValue
        If a name is empty, occurs twice, or ``WT`` is joined with a mutation.
    """

    mutations: tuple[str, ...] = field(compare=False)
    _carried: frozenset[str] = field(repr=False)

    def __init__(self, *mutations: str) -> None:
        named = tuple(name.strip() for text in mutations for name in str(text).split(_JOIN))
        if len(named) == 1 and named[0].casefold() == WILD_TYPE.casefold():
            named = ()
        _check(named)
        object.__setattr__(self, "mutations", named)
        object.__setattr__(self, "_carried", frozenset(name.casefold() for name in named))

    @classmethod
    def parse(cls, text: str) -> Genotype:
        """Read ``"WT"`` or ids joined by ``+``, e.g. ``"PTEN_loss+PIK3CA_H1047R"``."""
        return cls(text)

    def __str__(self) -> str:
        """Return the text that :meth:`parse` reads."""
        return _JOIN.join(self.mutations) or WILD_TYPE


def _check(named: tuple[str, ...]) -> None:
    """Refuse what cannot be a set of mutation ids."""
    given = _JOIN.join(named)
    folded = [name.casefold() for name in named]
    if "" in folded:
        raise InvalidValue("genotype", given, "WT, or mutation ids joined by '+'")
    if WILD_TYPE.casefold() in folded:
        raise InvalidValue("genotype", given, "either WT or mutations, not both")
    if len(set(folded)) < len(folded):
        raise InvalidValue("genotype", given, "each mutation named once")
