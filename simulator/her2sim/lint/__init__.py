"""Checks a model folder by small rules, each a function that yields its issues."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from her2sim.lint import table_rules, text_rules
from her2sim.lint.issue import Issue
from her2sim.sources import ModelSource, read_source
from her2sim.structure import Structure, StructureError, read_structure

__all__ = ["RULES", "Issue", "Rule", "breaking", "lint", "lint_source", "lint_structure"]

Rule = Callable[[ModelSource, Structure], Iterator[Issue]]

RULES: tuple[Rule, ...] = (
    text_rules.values_missing,
    text_rules.values_unused,
    text_rules.values_twice,
    text_rules.numbers_in_text,
    text_rules.numbers_in_formulas,
    text_rules.rows_match,
    table_rules.units_known,
    text_rules.units_in_text,
    text_rules.units_of_rules,
    table_rules.sources_present,
    table_rules.ranges_contain_value,
    table_rules.alterations_complete,
    table_rules.genes_have_targets,
    table_rules.drugs_have_species,
    table_rules.free_fractions_exist,
    table_rules.drug_names_unique,
    text_rules.card_names_exist,
    text_rules.totals_use_species,
)


def lint(folder: Path) -> tuple[Issue, ...]:
    """Check a model folder with every rule; no issues means an empty tuple.

    Raises
    ------
    UserMistake
        If a file cannot be read at all (see `her2sim.tables.read_table`).
    """
    return lint_source(read_source(folder))


def lint_source(source: ModelSource) -> tuple[Issue, ...]:
    """Check what was read from a model folder; a syntax error is an issue like others."""
    try:
        structure = read_structure(source)
    except StructureError as error:
        return (Issue("syntax", error.file, error.line, error.problem),)
    return lint_structure(source, structure)


def lint_structure(source: ModelSource, structure: Structure) -> tuple[Issue, ...]:
    """Apply every rule to what was read from a model folder."""
    return tuple(issue for rule in RULES for issue in rule(source, structure))


def breaking(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Return the issues that make a model unusable."""
    return tuple(issue for issue in issues if issue.breaks)
