"""Reads the lessons from their files; what is misspelt is told with its place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from her2sim.errors import InvalidValue, UnknownName
from her2sim.tables import read_table

from her2sim_dashboard.lessons.entry import Entry
from her2sim_dashboard.lessons.lesson import (
    CHECK,
    CURVES,
    KINDS,
    PREDICT,
    RUN,
    SHOWS,
    TESTS,
    Arm,
    Choice,
    Dispute,
    Holding,
    Lesson,
    Number,
    Question,
    Rule,
    Slider,
    Source,
    Step,
)

HERE = Path(__file__).parent
FEWEST_STEPS, MOST_STEPS = 6, 8
Numbers = Mapping[str, Number]


@cache
def read_lessons(folder: Path = HERE) -> tuple[Lesson, ...]:
    """Return the lessons of a folder in the order of their file names.

    Raises
    ------
    InvalidValue
        If a file is not TOML, or a value of it is of the wrong kind.
    UnknownName
        If a file has a key or refers to a cell, number or source that does not exist.
    """
    return tuple(
        parse_lesson(path.read_text(encoding="utf-8"), path.name)
        for path in sorted(folder.glob("*.toml"))
    )


@cache
def read_sources(path: Path = HERE / "sources.csv") -> Mapping[str, Source]:
    """Return the rows of ``sources.csv`` by id."""
    return MappingProxyType({row.id: row for row in read_table(path, Source)})


def parse_lesson(text: str, file: str) -> Lesson:
    """Return the lesson that a TOML text describes; ``file`` is its name in messages.

    Raises
    ------
    InvalidValue, UnknownName
        As :func:`read_lessons`.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise InvalidValue("the lesson", str(problem), "TOML", file) from None
    keys = ("title", "question", "minutes", "model", "learn", "takeaway", "cells", "numbers")
    entry = Entry(raw, file, (*keys, "steps"))
    cells = tuple(_arm(*each) for each in entry.named("cells"))
    names = tuple(cell.id for cell in cells)
    numbers = {name: _number(name, item, at, names) for name, item, at in entry.named("numbers")}
    steps = tuple(_step(item, at, names, numbers) for item, at in entry.items("steps"))
    _check_order(steps, file)
    return Lesson(
        id=file.removesuffix(".toml").lstrip("0123456789-"),
        file=file,
        title=entry.text("title"),
        question=entry.text("question"),
        minutes=int(entry.number("minutes")),
        model=entry.text("model"),
        learn=entry.texts("learn"),
        takeaway=entry.texts("takeaway"),
        cells=cells,
        numbers=tuple(numbers.values()),
        steps=steps,
    )


def _arm(name: str, given: object, where: str) -> Arm:
    entry = Entry(given, where, ("label", "scenario"))
    return Arm(name, entry.text("label"), entry.text("scenario", ""))


def _number(name: str, given: object, where: str, cells: tuple[str, ...]) -> Number:
    keys = ("readout", "cell", "hours", "over", "over_hours", "minus")
    entry = Entry(given, where, keys)
    if sum(key in entry.given for key in ("over", "over_hours", "minus")) > 1:
        raise InvalidValue("the number", name, "with one of over, over_hours, minus", where)
    other = ("", *cells)
    return Number(
        id=name,
        readout=entry.text("readout"),
        cell=entry.one_of("cell", cells),
        hours=entry.number_or_none("hours"),
        over=entry.one_of("over", other, ""),
        over_hours=entry.number_or_none("over_hours"),
        minus=entry.one_of("minus", other, ""),
    )


def _step(given: object, where: str, cells: tuple[str, ...], numbers: Numbers) -> Step:
    keys = ("kind", "title", "text", "cells", "readouts", "show", "hours", "nodes")
    entry = Entry(given, where, (*keys, "loops", "sources", "question", "holds", "disputes"))
    for name in entry.texts("cells"):
        if name not in cells:
            raise UnknownName("cell", name, cells, where)
    kind = entry.one_of("kind", KINDS)
    question = entry.given.get("question")
    if kind in (PREDICT, CHECK) and question is None:
        raise InvalidValue("question", question, f"there in a step of the kind {kind}", where)
    return Step(
        kind=kind,
        title=entry.text("title"),
        text=entry.texts("text"),
        cells=entry.texts("cells"),
        readouts=entry.texts("readouts"),
        show=entry.one_of("show", SHOWS, CURVES),
        hours=entry.number_or_none("hours"),
        nodes=entry.texts("nodes"),
        loops=entry.texts("loops"),
        sources=_sources(entry),
        question=None if question is None else _question(question, where, numbers),
        holds=tuple(_holding(*each, numbers) for each in entry.items("holds")),
        disputes=tuple(_dispute(*each, numbers) for each in entry.items("disputes")),
    )


def _sources(entry: Entry) -> tuple[str, ...]:
    names, known = entry.texts("sources"), read_sources()
    for name in names:
        if name not in known:
            raise UnknownName("source", name, known, f"lessons/sources.csv ({entry.where})")
    return names


def _question(given: object, where: str, numbers: Numbers) -> Question:
    entry = Entry(given, f"{where}, question", ("ask", "choices", "slider", "after"))
    choices = tuple(_choice(*each, numbers) for each in entry.items("choices"))
    slider = entry.given.get("slider")
    if bool(choices) == (slider is not None) or len(choices) == 1:
        raise InvalidValue("the question", entry.text("ask"), "choices or a slider", entry.where)
    return Question(
        ask=entry.text("ask"),
        choices=choices,
        slider=None if slider is None else _slider(slider, entry.where, numbers),
        after=entry.text("after", ""),
    )


def _choice(given: object, where: str, numbers: Numbers) -> Choice:
    entry = Entry(given, where, ("text", "if", "because"))
    rules = _rules(entry, "if", numbers)
    if not rules:
        raise InvalidValue("if", entry.given.get("if"), "a list of at least one rule", where)
    return Choice(entry.text("text"), rules, entry.text("because", ""))


def _slider(given: object, where: str, numbers: Numbers) -> Slider:
    keys = ("number", "low", "high", "step", "close", "unit", "scale")
    entry = Entry(given, f"{where}, slider", keys)
    low, high, step = (entry.number(key) for key in ("low", "high", "step"))
    if not low < high or step <= 0:
        raise InvalidValue("the slider", (low, high, step), "low < high and step > 0", entry.where)
    return Slider(
        number=_referred(entry, numbers),
        low=low,
        high=high,
        step=step,
        close=entry.number("close"),
        unit=entry.text("unit", "×"),
        scale=entry.number_or_none("scale") or 1.0,
    )


def _holding(given: object, where: str, numbers: Numbers) -> Holding:
    entry = Entry(given, where, ("text", "if"))
    return Holding(entry.text("text"), _rules(entry, "if", numbers))


def _dispute(given: object, where: str, numbers: Numbers) -> Dispute:
    entry = Entry(given, where, ("text", "sources", "if"))
    return Dispute(entry.text("text"), _sources(entry), _rules(entry, "if", numbers))


def _rules(entry: Entry, key: str, numbers: Numbers) -> tuple[Rule, ...]:
    return tuple(_rule(item, where, numbers) for item, where in entry.items(key))


def _rule(given: object, where: str, numbers: Numbers) -> Rule:
    entry = Entry(given, where, ("number", *TESTS))
    tests = [test for test in TESTS if test in entry.given]
    if len(tests) != 1:
        raise InvalidValue("the rule", given, f"a number and one of {', '.join(TESTS)}", where)
    return Rule(_referred(entry, numbers), tests[0], entry.number(tests[0]))


def _referred(entry: Entry, numbers: Numbers) -> Number:
    return numbers[entry.one_of("number", tuple(numbers))]


def _check_order(steps: tuple[Step, ...], file: str) -> None:
    """Refuse what is not predict, run, ..., check, of a length that fits into a lesson."""
    kinds = [step.kind for step in steps]
    if not FEWEST_STEPS <= len(steps) <= MOST_STEPS:
        raise InvalidValue("steps", len(steps), f"{FEWEST_STEPS} to {MOST_STEPS} steps", file)
    if set(kinds) != set(KINDS) or kinds[0] != PREDICT or kinds[-1] != CHECK:
        valid = f"{PREDICT} first, {CHECK} last and each of {', '.join(KINDS)}"
        raise InvalidValue("the steps", ", ".join(kinds), valid, file)
    for place, kind in enumerate(kinds):
        if (kind == PREDICT) != (kinds[place + 1 : place + 2] == [RUN]):
            valid = f"each {PREDICT} followed by its {RUN}, and no {RUN} without one"
            raise InvalidValue("the steps", ", ".join(kinds), valid, file)
