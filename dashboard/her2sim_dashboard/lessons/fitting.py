"""Fitting: whether a lesson fits the model, and its story is what the model says."""

from __future__ import annotations

from her2sim.errors import Her2simError, closest

from her2sim_dashboard.context import Context
from her2sim_dashboard.lessons.judging import (
    Measured,
    holds,
    in_words,
    measure_lesson,
    right_choices,
    simulated,
)
from her2sim_dashboard.lessons.lesson import Lesson, Step
from her2sim_dashboard.lessons.telling import names_in


def misfits(lesson: Lesson, context: Context) -> tuple[str, ...]:
    """Return in words which names of a lesson the model does not have; empty where it fits.

    Readouts, hours beyond a cell's treatment, nodes, and numbers that no text or rule uses.
    """
    found = [*_unknown_names(lesson, context), *_numbers_unused(lesson)]
    if not found:
        try:
            measure_lesson(lesson, context)
        except Her2simError as error:
            found.append(str(error))
    return tuple(found)


def _unknown_names(lesson: Lesson, context: Context) -> list[str]:
    readouts = [each.id for each in context.catalogue.readouts]
    pathway = context.pathway
    nodes = [node.id for node in pathway.nodes] if pathway else []
    loops = [loop.id for loop in pathway.loops] if pathway else []
    named = [(number.readout, f"numbers.{number.id}", readouts) for number in lesson.numbers]
    for place, step in enumerate(lesson.steps, 1):
        named += [(name, f"step {place}", readouts) for name in step.readouts]
        # A model without a map still has lessons.
        named += [(name, f"step {place}", nodes) for name in step.nodes if pathway]
        named += [(name, f"step {place}", loops) for name in step.loops if pathway]
    told = []
    for name, where, known in named:
        if name not in known:
            near = closest(name, known)
            hint = f" Did you mean {near}?" if near else ""
            told.append(f"lessons/{lesson.file}, {where}: the model has no {name!r}.{hint}")
    return told


def _numbers_unused(lesson: Lesson) -> list[str]:
    used: set[str] = set()
    for step in lesson.steps:
        used |= {rule.number.id for rule in step.rules} | set(names_in(step.texts))
        if step.question and step.question.slider:
            used.add(step.question.slider.number.id)
    used |= set(names_in(lesson.takeaway))
    known = {number.id for number in lesson.numbers}
    told = [f"no step uses the number {name!r}." for name in sorted(known - used)]
    told += [f"there is no number {name!r} for a text." for name in sorted(used - known)]
    return [f"lessons/{lesson.file}: {text}" for text in told]


def contradictions(lesson: Lesson, context: Context) -> tuple[str, ...]:
    """Return in words where the model tells another story than the lesson.

    A question with choices must have exactly one that is right, a slider must reach the simulated
    number, and every statement about the model must hold.
    """
    measured = measure_lesson(lesson, context)
    told = []
    for place, step in enumerate(lesson.steps, 1):
        told += [f"step {place}: {each}" for each in _in_question(step, measured)]
        for statement in step.statements:
            for rule in statement.rules:
                if not holds(rule, measured):
                    words = in_words(rule, measured)
                    told.append(f"step {place}: “{statement.text}” ({rule.number.id} {words})")
    return tuple(f"lessons/{lesson.file}, {each}" for each in told)


def _in_question(step: Step, measured: Measured) -> list[str]:
    question = step.question
    if question is None:
        return []
    if question.slider is None:
        right = right_choices(question, measured)
        if len(right) == 1:
            return []
        words = [question.choices[each].text for each in right]
        rules = {f"{rule.number.id} {in_words(rule, measured)}" for rule in question.rules}
        return [f"not one but {len(right)} choices are right {words}: {'; '.join(sorted(rules))}"]
    slider = question.slider
    value = simulated(slider, measured)
    if slider.low <= value <= slider.high:
        return []
    return [f"{slider.number.id} is {value:g} {slider.unit}, which the slider does not reach"]
