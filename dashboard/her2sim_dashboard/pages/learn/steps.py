"""Steps: one step of a lesson on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from her2sim_dashboard.context import Context
from her2sim_dashboard.lessons.judging import in_words, measure_lesson
from her2sim_dashboard.lessons.lesson import (
    CHECK,
    PREDICT,
    RUN,
    Dispute,
    Holding,
    Lesson,
)
from her2sim_dashboard.lessons.reading import read_sources
from her2sim_dashboard.lessons.telling import named, tell
from her2sim_dashboard.pages.learn.evidence import arm_variables, evidence, map_section
from her2sim_dashboard.pages.learn.place import PATH, Place, lessons_for, number_of
from her2sim_dashboard.pages.learn.results import answer_key
from her2sim_dashboard.panels import stamp

KIND_NAMES = {
    "predict": "Predict",
    "run": "Run",
    "observe": "Observe",
    "explain": "Explain",
    "check": "Check",
}
_KEYS = "← → steps · R reveal · M map · Esc leave"


def lesson_view(place: Place, lesson: Lesson, context: Context) -> Component:
    """Return the step of a lesson with everything around it."""
    step = place.step
    kind = " presenting" if place.presenting else ""
    return html.Div(
        [
            _bar(place, lesson, context),
            _stepper(place, lesson),
            html.Article(
                [
                    html.Div(_telling(place, lesson, context), className="step-telling"),
                    evidence(lesson, place.at, context),
                ],
                className=f"lesson-step step-{step.kind}",
            ),
            *map_section(context),
            _turning(place, lesson, context),
            html.P(stamp(context), className="stamp"),
        ],
        className=f"learn lesson{kind}",
        style=arm_variables(lesson, step),
    )


def _bar(place: Place, lesson: Lesson, context: Context) -> Component:
    """Return the line above a lesson: where one is, and the presenter view, print and link."""
    other = not place.presenting
    label = "Present" if other else "Leave"
    tools = [
        html.A(
            label,
            href=place.address(lesson, place.at, other),
            className="button small",
            id="present-switch",
            **{"data-page": PATH},
        ),
        html.Button("Print sheet", type="button", className="button small", id="print-sheet"),
        html.Button(
            "Copy link", type="button", className="button small", **{"data-copy-link": "true"}
        ),
    ]
    number = number_of(lesson, context)
    where = [
        html.A("All lessons", href=place.address(None), **{"data-page": PATH}),
        html.Span(f"Lesson {number}: {lesson.title}", className="lesson-name", id="sentence"),
        html.Span(f"Step {place.at + 1} of {len(lesson.steps)}", className="step-count"),
    ]
    keys = [html.P(_KEYS, className="presenter-keys")] if place.presenting else []
    return html.Div(
        [html.P(where, className="lesson-where"), *keys, html.Div(tools, className="buttons")],
        className="lesson-bar",
    )


def _stepper(place: Place, lesson: Lesson) -> Component:
    """Return the steps as links; the browser marks those already answered."""
    items = []
    for at, step in enumerate(lesson.steps):
        here = {"aria-current": "step"} if at == place.at else {}
        name = KIND_NAMES[step.kind]
        items.append(
            html.Li(
                html.A(
                    [html.Span(str(at + 1), className="step-number"), html.Span(name)],
                    href=place.address(lesson, at),
                    title=step.title,
                    **{
                        "data-page": PATH,
                        "data-key": answer_key(lesson, at) if step.question else "",
                        "aria-label": f"Step {at + 1}, {name}: {step.title}",
                    },
                    **here,
                ),
                className=f"kind-{step.kind}",
            )
        )
    return html.Ol(items, className="stepper", **{"aria-label": "Steps of the lesson"})


def _telling(place: Place, lesson: Lesson, context: Context) -> list[Component]:
    """Return the words of a step: heading, text, the place of its question, what it rests on."""
    step, measured = place.step, measure_lesson(lesson, context)
    texts = [html.P(tell(text, lesson, measured, context)) for text in step.text]
    parts: list[Component] = [
        html.P(KIND_NAMES[step.kind], className="kind-chip"),
        html.H1(step.title, tabIndex="-1"),
    ]
    if step.kind == RUN:
        # First what one thought, then what happened, then what to look at.
        parts.append(html.Div(id="question", className="question", **{"data-mode": "recall"}))
    parts.append(html.Div(texts, className="step-text"))
    if step.kind != RUN and step.question:
        mode = "commit" if step.kind == PREDICT else "answer"
        parts.append(html.Div(id="question", className="question", **{"data-mode": mode}))
    parts += _statements(step.holds, lesson, context)
    parts += _disputes(step.disputes, lesson, context)
    parts += _sources(step.sources)
    if step.kind == CHECK:
        parts.append(_takeaway(lesson, context))
    return parts


def _statements(holds: Sequence[Holding], lesson: Lesson, context: Context) -> list[Component]:
    """Return what the explanation rests on, each with the numbers that the model gave."""
    if not holds:
        return []
    measured = measure_lesson(lesson, context)
    items = []
    for each in holds:
        rules = [
            html.Li(f"{named(rule.number, lesson, context)}: {in_words(rule, measured)}")
            for rule in each.rules
        ]
        text = tell(each.text, lesson, measured, context)
        items.append(html.Li([html.Span(text), html.Ul(rules, className="rules")]))
    summary = html.Summary("What this rests on in the model")
    return [html.Details([summary, html.Ul(items, className="holds")], className="resting")]


def _disputes(disputes: Sequence[Dispute], lesson: Lesson, context: Context) -> list[Component]:
    """Return where the field disagrees with the model or with itself."""
    measured = measure_lesson(lesson, context)
    return [
        html.Aside(
            [
                html.H2("Not settled"),
                html.P(tell(each.text, lesson, measured, context)),
                *_sources(each.sources),
            ],
            className="dispute",
            **{"aria-label": "Not settled"},
        )
        for each in disputes
    ]


def _sources(names: Sequence[str]) -> list[Component]:
    """Return the sources as a list, each with its link where it has one."""
    if not names:
        return []
    known = read_sources()
    items = []
    for source in (known[name] for name in names):
        # Opened by hand only; nothing of the page itself comes from elsewhere.
        link = html.A(source.label, href=source.link, target="_blank", rel="noreferrer")
        head = link if source.link else html.Span(source.label)
        tail = f": {source.title}. {source.identifier}".rstrip(". ") + "."
        items.append(html.Li([head, tail]))
    return [html.Ul(items, className="sources", **{"aria-label": "Sources"})]


def _takeaway(lesson: Lesson, context: Context) -> Component:
    """Return what to take home, which the browser shows once the check is answered."""
    measured = measure_lesson(lesson, context)
    points = [html.Li(tell(text, lesson, measured, context)) for text in lesson.takeaway]
    return html.Section(
        [
            html.H2("What to take home"),
            html.P(id="score", className="score", role="status"),
            html.Ul(points),
            html.Button(
                "Forget my answers", type="button", className="button small", id="forget-answers"
            ),
        ],
        id="takeaway",
        className="takeaway",
        hidden=True,
        **{"aria-label": "What to take home"},
    )


def _turning(place: Place, lesson: Lesson, context: Context) -> Component:
    """Return the links to the step before and the step after."""
    links = []
    if place.at > 0:
        before = lesson.steps[place.at - 1].title
        links.append(_turn("previous", f"← {before}", place.address(lesson, place.at - 1)))
    if place.at + 1 < len(lesson.steps):
        after = lesson.steps[place.at + 1].title
        # Before a prediction the way on is to commit to one.
        kind = "button" if place.step.kind == PREDICT else "button primary"
        links.append(_turn("next", f"{after} →", place.address(lesson, place.at + 1), kind))
    else:
        lessons = lessons_for(context)
        following = lessons[number_of(lesson, context) :][:1]
        for other in following:
            text = f"Next lesson: {other.title} →"
            links.append(_turn("next", text, place.address(other), "button primary"))
        if not following:
            links.append(_turn("next", "All lessons →", place.address(None)))
    return html.Div(links, className="turning")


def _turn(name: str, text: str, address: str, kind: str = "button") -> Component:
    return html.A(text, href=address, id=f"{name}-step", className=kind, **{"data-page": PATH})
