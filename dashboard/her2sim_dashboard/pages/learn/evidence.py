"""Evidence: the cells of a step, and what the model says of them as charts, bars and a table."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dash import html
from dash.development.base_component import Component

from her2sim_dashboard import panels
from her2sim_dashboard.context import Context
from her2sim_dashboard.lessons.lesson import BARS, CHECK, PREDICT, RUN, Arm, Lesson, Step
from her2sim_dashboard.lessons.measuring import simulate_lesson
from her2sim_dashboard.mapping import map_place
from her2sim_dashboard.numbers import plain
from her2sim_dashboard.pages.learn.results import (
    STEPS_KEPT,
    Bar,
    BarGroup,
    arms_of,
    bar_groups,
    comparison_query,
    number_text,
    scenario_query,
    style_of,
)
from her2sim_dashboard.wording import sentence

EXPLORE, COMPARE = "/explore", "/compare"
_AMOUNTS = "The thin line is 1: the untreated cell of the same kind without mutation."


def arm_variables(lesson: Lesson, step: Step) -> dict[str, str]:
    """Return the colours of a step's cells, in their order, as variables of the style sheet."""
    return {
        f"--arm-{order}-{scheme}": getattr(style_of(place), scheme)
        for order, (place, _) in enumerate(arms_of(lesson, step))
        for scheme in ("light", "dark")
    }


@lru_cache(maxsize=STEPS_KEPT)
def evidence(lesson: Lesson, at: int, context: Context) -> Component:
    """Return the side of a step that shows: before a prediction the cells alone."""
    step = lesson.steps[at]
    shown: list[Component] = []
    if step.kind != PREDICT:
        shown = [_bars(lesson, step, context)] if step.show == BARS else _charts(step)
        shown.append(_numbers(lesson, step, context))
    # What answers a question stays covered until the question is answered.
    covered = step.kind in (RUN, CHECK)
    results = html.Div(
        shown,
        id="results",
        className="step-results",
        **({"data-covered": "true"} if covered else {}),
    )
    gate: list[Component] = [html.Div(id="gate", className="gate", hidden=True)] if covered else []
    children = [_cells(lesson, step, context), *gate, results]
    return html.Section(
        children, className="card step-evidence", **{"aria-label": "Cells and results"}
    )


def map_section(context: Context) -> list[Component]:
    """Return the place of the pathway map and of what is said above it."""
    if context.pathway is None:
        return []
    head = html.Div(
        [
            html.H2("On the map"),
            html.P(id="learn-map-says", className="map-says"),
            html.Div(id="learn-map-arms", className="map-arms"),
        ],
        className="learn-map-head",
    )
    place = map_place("learn-map", "Pathway map of this step")
    return [panels.card([head, place], "learn-map", "Pathway map")]


def _cells(lesson: Lesson, step: Step, context: Context) -> Component:
    """Return the cells of a step: mark, name, what they are, and the way to Explore."""
    states = simulate_lesson(lesson, context).states
    items = []
    for order, (place, arm) in enumerate(arms_of(lesson, step)):
        dash = style_of(place, order).dash
        words = [
            html.Strong(arm.label),
            html.Span(sentence(states[arm.id], context.catalogue), className="arm-sentence"),
        ]
        query = scenario_query(lesson, step, arm, context)
        link = html.A(
            "Open in Explore",
            href=f"{EXPLORE}?{query}",
            className="arm-link",
            **{"data-page": EXPLORE, "aria-label": f"Open in Explore: {arm.label}"},
        )
        mark = html.Span(className=f"arm-mark arm-{order} {dash}", **{"aria-hidden": "true"})
        items.append(html.Li([mark, html.Div(words, className="arm-words"), link]))
    title = "The cells" if len(items) > 1 else "The cell"
    head = [html.H2(title), *_together(lesson, step, context)]
    return html.Div(
        [html.Div(head, className="arms-head"), html.Ul(items, className="arms")],
        className="arms-box",
    )


def _together(lesson: Lesson, step: Step, context: Context) -> list[Component]:
    """Return the link that opens all cells of a step side by side."""
    if len(step.cells) < 2:
        return []
    query = comparison_query(lesson, step, context)
    link = html.A("Open all in Compare", href=f"{COMPARE}?{query}", **{"data-page": COMPARE})
    return [html.P(link, className="arm-link")]


def _charts(step: Step) -> list[Component]:
    """Return the places of the curves, which the browser draws."""
    places = [
        panels.chart(f"learn-{slot}", f"picture {slot + 1}") for slot in range(len(step.readouts))
    ]
    return [html.Div(places, className="chart-grid")]


def _bars(lesson: Lesson, step: Step, context: Context) -> Component:
    """Return the bars as a table, so that they can be read as numbers too."""
    groups = bar_groups(lesson, step, context)
    hours = {simulate_lesson(lesson, context).states[name].hours for name in step.cells}
    when = plain(step.hours if step.hours is not None else max(hours))
    caption = html.Caption(f"After {when}\u00a0h. {_AMOUNTS}")
    orders = {arm.id: order for order, (_, arm) in enumerate(arms_of(lesson, step))}
    bodies = [_bar_body(group, orders) for group in groups]
    return html.Table([caption, *bodies], className="learn-bars")


def _bar_body(group: BarGroup, orders: dict[str, int]) -> Component:
    """Return a readout's bars; with a single cell they stand beside its name."""
    readout = group.readout
    title = [html.Span(readout.label or readout.id)]
    title += [html.Span(group.unit, className="bar-unit")] if group.unit else []
    if len(group.bars) == 1:
        return html.Tbody([_bar_row(title, group.bars[0], group, 0)], className="bar-alone")
    head = html.Tr(html.Th(title, colSpan=2, scope="rowgroup"), className="bar-title")
    rows = [_bar_row(bar.arm.label, bar, group, orders[bar.arm.id]) for bar in group.bars]
    return html.Tbody([head, *rows])


def _bar_row(name: str | list[Component], bar: Bar, group: BarGroup, order: int) -> Component:
    style: dict[str, Any] = {
        "--start": f"{100 * bar.start:.2f}%",
        "--length": f"{100 * (bar.end - bar.start):.2f}%",
        "--one": f"{100 * group.one:.2f}%",
    }
    drawn = html.Span(
        html.Span(className=f"bar-fill arm-{order}"),
        className="bar-track",
        style=style,
        **{"aria-hidden": "true"},
    )
    value = html.Span(bar.text, className="bar-value")
    return html.Tr([html.Th(name, scope="row"), html.Td([drawn, value])])


def _numbers(lesson: Lesson, step: Step, context: Context) -> Component:
    """Return every readout of the step in every cell at the end, folded."""
    arms = [arm for _, arm in arms_of(lesson, step)]
    table = numbers_table(lesson, step.readouts, arms, context)
    return html.Details(
        [
            html.Summary("All numbers at the end of the treatment"),
            html.Div(
                table,
                className="scroll",
                tabIndex="0",
                role="region",
                **{"aria-label": "All numbers"},
            ),
        ],
        className="numbers",
    )


def numbers_table(
    lesson: Lesson,
    readouts: tuple[str, ...],
    arms: list[Arm],
    context: Context,
    blank: bool = False,
) -> Component:
    """Return a table of readouts by cell at the end; ``blank`` leaves space to write."""
    head = html.Thead(
        html.Tr([html.Th("Readout", scope="col"), *(html.Th(a.label, scope="col") for a in arms)])
    )
    rows = []
    for name in readouts:
        readout = context.catalogue.readout(name)
        cells = [
            html.Td("" if blank else number_text(lesson, name, arm, context), className="number")
            for arm in arms
        ]
        rows.append(html.Tr([html.Th(readout.label or name, scope="row"), *cells]))
    return html.Table([head, html.Tbody(rows)], className="blank" if blank else "numbers-table")
