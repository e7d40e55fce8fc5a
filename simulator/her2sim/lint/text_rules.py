"""Rules that compare the Antimony text with the tables of its own folder."""

from __future__ import annotations

from collections.abc import Iterator

from her2sim import library
from her2sim.antimony_text import Token, tokens
from her2sim.errors import closest
from her2sim.lint.issue import Issue, found_in, misnamed
from her2sim.sources import ModelSource
from her2sim.structure import Structure

_COUNTS = frozenset("23456789")


def values_missing(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find ids of the structure without a row: misspelt, since Antimony makes new ones silently."""
    rows = {row.id for row in source.parameters}
    for name in sorted(structure.needs_value - rows):
        near = closest(name, rows)
        hint = f" Closest row: {near!r}." if near else ""
        if name in structure.species:
            advice = f"has no initial value; write '{name} = <parameter>'."
        else:
            advice = f"has no row in {source.place('parameters.csv')}; add one.{hint}"
        yield Issue("values_missing", *found_in(source, name), f"{name!r} {advice}")


def values_unused(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find rows whose id the structure and the readouts never use."""
    known = structure.parameters | structure.compartments
    for row in source.parameters:
        if row.id not in known:
            yield misnamed(
                "values_unused",
                source,
                "parameters.csv",
                row.id,
                known,
                "is used nowhere in the structure",
            )


def values_twice(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find rows for ids that a rule computes or the text starts: the row would be ignored."""
    for row in source.parameters:
        if row.id in structure.ruled | structure.started:
            yield Issue(
                "values_twice",
                source.place("parameters.csv"),
                0,
                f"{row.id!r} is already determined by the structure; remove the row.",
            )


def numbers_in_text(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find numbers in the Antimony text other than stoichiometry, exponents, 0 and 1."""
    where = library.shown(source.antimony_path)
    for token in _stray_numbers(source.antimony, structure):
        yield Issue(
            "numbers_in_text",
            where,
            token.line,
            f"the number {token.text} belongs into {source.place('parameters.csv')}.",
        )


def numbers_in_formulas(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find numbers in the formulas of readouts and totals other than coefficients, 0 and 1."""
    for file, rows in (("readouts.csv", source.readouts), ("totals.csv", source.totals)):
        for row in rows:
            for token in _stray_numbers(row.formula, structure):
                yield Issue(
                    "numbers_in_formulas",
                    source.place(file),
                    0,
                    f"the number {token.text} in the formula of {row.id!r} belongs into "
                    f"{source.place('parameters.csv')}.",
                )


def rows_match(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Compare species and reactions of the structure with their tables, both ways."""
    checks = (
        (
            "species.csv",
            [row.id for row in source.species],
            structure.species,
            structure.species | structure.compartments,
        ),
        (
            "reactions.csv",
            [row.id for row in source.reactions],
            structure.reactions,
            structure.reactions,
        ),
    )
    for file, rows, needed, allowed in checks:
        for name in sorted(needed - set(rows)):
            yield Issue(
                "rows_match", source.place(file), 0, f"no row for {name!r}; add one.", breaks=False
            )
        for name in rows:
            if name not in allowed:
                yield misnamed("rows_match", source, file, name, allowed, "is not in the structure")


def units_in_text(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find unit ids of the Antimony text that units.csv does not define."""
    ids = {row.id for row in source.units}
    for quantity, unit in _has_statements(source.antimony):
        if unit.text not in ids:
            place = (library.shown(source.antimony_path), unit.line)
            near = closest(unit.text, ids)
            hint = f" Closest: {near!r}." if near else ""
            problem = f"the unit {unit.text!r} of {quantity.text!r} is not an id in"
            message = f"{problem} {source.place('units.csv')}; add it there.{hint}"
            yield Issue("units_in_text", *place, message)


def units_of_rules(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find quantities computed by the structure that have no unit of their own."""
    readouts = {row.id for row in source.readouts}
    declared = {quantity.text for quantity, _ in _has_statements(source.antimony)}
    for name in sorted((structure.parameters & structure.ruled) - readouts - declared):
        yield Issue(
            "units_of_rules",
            *found_in(source, name),
            f"{name!r} is computed but has no unit; write '{name} has <unit id>' "
            f"or make it a row of {source.place('readouts.csv')}.",
            breaks=False,
        )


def totals_use_species(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find words in the formulas of totals that are not ids of the model."""
    known = structure.species | structure.compartments | structure.parameters
    for total in source.totals:
        for token in tokens(total.formula):
            if token.kind == "name" and token.text not in known:
                yield misnamed(
                    "totals_use_species",
                    source,
                    "totals.csv",
                    token.text,
                    known,
                    f"(in the formula of {total.id!r}) is not in the structure",
                )


def card_names_exist(source: ModelSource, structure: Structure) -> Iterator[Issue]:
    """Find a treatment switch that the model does not have."""
    switch = source.card.treatment_switch
    known = structure.parameters & structure.needs_value
    if switch is not None and switch not in known:
        yield misnamed(
            "card_names_exist",
            source,
            "model.toml",
            switch,
            known,
            "(treatment_switch) is not a constant parameter",
        )


def _has_statements(text: str) -> list[tuple[Token, Token]]:
    """Return (quantity, unit id) of every ``x has unit`` of a text."""
    found = tokens(text)
    return [
        (before, after)
        for before, word, after in zip(found, found[1:], found[2:], strict=False)
        if word.text == "has" and before.kind == "name"
    ]


def _stray_numbers(text: str, structure: Structure) -> Iterator[Token]:
    """Yield the numbers that are neither stoichiometry, exponent, nor 0 or 1 in an expression."""
    end = Token("end", "\n", 0)
    found = [end, *tokens(text), end, end]
    for before, token, *after in zip(found, found[1:], found[2:], found[3:], strict=False):
        if token.kind == "number" and not _allowed(before, token, after, structure):
            yield token


def _allowed(before: Token, token: Token, after: list[Token], structure: Structure) -> bool:
    if before.text == "^":
        return True
    if token.text in ("0", "1"):
        alone = before.text == "=" and after[0].text in ("\n", ";")
        return not alone
    # Stoichiometry ("2 A" in an equation) and counting factors ("2 * k": two sites, either order).
    is_factor = "*" in (before.text, after[0].text) or after[0].text == "^"
    is_count = is_factor or after[0].text in structure.species
    return token.text in _COUNTS and is_count
