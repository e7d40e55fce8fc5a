"""Start: what this is, stories to begin with, for whom it is and what it cannot tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from dash import Dash, html
from dash.development.base_component import Component
from her2sim.tables import read_table

from her2sim_dashboard import exchange, pages, wording
from her2sim_dashboard.answer import ICONS
from her2sim_dashboard.context import Context
from her2sim_dashboard.limits import HERE
from her2sim_dashboard.panels import NOTICE
from her2sim_dashboard.parsing import Parsed, parse_scenario
from her2sim_dashboard.presets import Bar, Gauge, Story, stories
from her2sim_dashboard.state import State, fresh_state, to_query
from her2sim_dashboard.thumbnails import add_pictures, has_pictures, picture_address
from her2sim_dashboard.verdict import Verdict

PATH = "/"
TITLE = "Start"

CLAIM = "Why does a HER2-positive tumour resist a HER2 drug, and what reverses it?"
_WHAT = (
    "A simulator of the signalling inside a breast cancer cell, from the receptors to growth. "
    "Mutate a gene, add a drug, and see what the cell does and why, with a source for every step."
)
_HOW_TO_READ = (
    "GR is growth: 1 as without a drug, 0 stands still, below 0 the cells die. "
    "Phosphorylation is a multiple of the untreated wild type, where the line stands."
)


@dataclass(frozen=True)
class Words:
    """A row of ``start_words.csv``: ``kind`` is ``audience`` or ``limit``.

    It counts for one ``model``, for all without; ``link`` leads to a ``page``. Of two with the same
    title the first counts whose page is there.
    """

    id: str
    kind: str
    model: str
    title: str
    text: str
    link: str
    page: str


def layout(query: object, context: Context) -> list[Component]:
    """Return the page for the query of an address."""
    state, told = parse_scenario(query, context).state, stories(context)
    return [
        *exchange.stores(PATH, query, answering, context),
        html.Div(id="problems", className="problems", role="status"),
        html.Div(
            [
                _hero(state, told, context),
                *_stories_section(told, context),
                _audience_section(state, context),
                _limits_section(state, context),
            ],
            className="start",
        ),
    ]


def callbacks(app: Dash, context: Context) -> None:
    """Register the exchange, which keeps the settings of other pages, and the pictures."""
    exchange.connect(app, PATH, answering, context)
    add_pictures(app.server, context)


def answering(parsed: Parsed, context: Context) -> dict[str, Any]:
    """Return nothing of its own: this page only carries the settings of the others along."""
    return {}


def _hero(state: State, told: tuple[Story, ...], context: Context) -> Component:
    """Return the head of the page: the question, what this is, and where to begin."""
    buttons = [_link("Build my own scenario", "/explore", "button primary", "start-own")]
    if pages.page_at("/learn"):
        buttons.append(_link("Take a lesson", "/learn", "button"))
    words = [
        html.H1(_unbroken(CLAIM), tabIndex="-1", className="hero-claim"),
        html.P(_WHAT, className="hero-what"),
        html.Div(buttons, className="buttons"),
        *_continued(state, context),
        html.P(NOTICE, className="hero-notice"),
    ]
    picture = [_hero_picture(told[0], context)] if told and has_pictures(context) else []
    return html.Section(
        [html.Div(words, className="hero-words"), *picture],
        className="hero" if picture else "hero alone",
        **{"aria-label": "What this is"},
    )


def _unbroken(text: str) -> list[Component | str]:
    """Return a text whose words with a hyphen stay on one line."""
    parts: list[Component | str] = []
    for word in text.split(" "):
        parts += [html.Span(word, className="unbroken") if "-" in word else word, " "]
    return parts[:-1]


def _continued(state: State, context: Context) -> list[Component]:
    """Return the way back to a scenario that the address still holds."""
    fresh = fresh_state(context.catalogue, context.limits.hours_default)
    if state.cell == fresh.cell:
        return []
    words = wording.sentence(state, context.catalogue).rstrip(".")
    link = _link([html.Strong("Go on with "), words], f"/explore?{to_query(state)}", "go-on")
    return [html.P(link)]


def _hero_picture(story: Story, context: Context) -> Component:
    """Return the first story as a large picture."""
    words = wording.sentence(story.state, context.catalogue)
    caption = html.Figcaption([html.Strong(_verdict_words(story.verdict)), " ", words])
    picture = _picture(story, context, f"The pathway map: {words}")
    link = _link([picture], f"/explore?{story.query}", "hero-link")
    return html.Figure([link, caption], className="hero-figure")


def _verdict_words(verdict: Verdict | None) -> str:
    return f"{ICONS[verdict.tone]} {verdict.label}." if verdict else ""


def _picture(story: Story, context: Context, label: str = "") -> Component:
    """Return the map of a story's cell; with a label it has its words, else it is an ornament.

    A background, as only the one of light or dark is then loaded.
    """
    addresses = {
        f"--{scheme}": f"url({picture_address(story, dark=scheme == 'dark', words=bool(label))})"
        for scheme in ("light", "dark")
    }
    shape = f"{context.pathway.width:g} / {context.pathway.height:g}" if context.pathway else ""
    words = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return html.Div(className="picture", style={**addresses, "aspectRatio": shape}, **words)


def _stories_section(told: tuple[Story, ...], context: Context) -> list[Component]:
    """Return the cards of the stories; nothing for a model that can tell none."""
    if not told:
        return []
    head = html.Div(
        [html.H2("Stories to begin with"), html.P(_HOW_TO_READ, className="hint")],
        className="section-head",
    )
    rows = {"--rows": 6 if has_pictures(context) else 5}
    items = [html.Li(_card(story, context)) for story in told]
    cards = html.Ul(items, className="story-grid", style=rows)
    return [html.Section([head, cards], **{"aria-label": "Stories to begin with"})]


def _card(story: Story, context: Context) -> Component:
    """Return one story: what is claimed, and what the model says about it."""
    row, verdict = story.row, story.verdict
    chips = [_chip(verdict, row.cell_name)] if verdict else []
    title = html.H3(_link(row.title, f"/explore?{story.query}", "story-link"))
    foot = [html.Span(row.source, className="story-source")]
    if pages.page_at("/compare"):
        foot.append(
            _link(
                "Compare the two",
                f"/compare?{story.query_of_both}",
                "story-compare",
                **{"aria-label": f"Compare the two: {row.title}"},
            )
        )
    # The card says the same in words and numbers.
    picture = [_picture(story, context)] if has_pictures(context) else []
    children = [
        *picture,
        title,
        html.P(row.text, className="story-text"),
        html.Div([_gauge(gauge) for gauge in story.gauges], className="gauges"),
        html.Div(chips, className="story-verdict"),
        html.Div(foot, className="story-foot"),
    ]
    return html.Article(children, className="card story")


def _chip(verdict: Verdict, cell: str) -> Component:
    icon = html.Span(f"{ICONS[verdict.tone]} ", **{"aria-hidden": "true"})
    return html.Span([icon, f"{cell}: {verdict.label}"], className=f"chip {verdict.tone}")


def _gauge(gauge: Gauge) -> Component:
    """Return a readout in both cells as two bars, which a screen reader hears as a list."""
    label = gauge.readout.label or gauge.readout.id
    bars = [_bar(bar, gauge) for bar in gauge.bars]
    return html.Div(
        [html.P(label, className="gauge-name"), html.Ul(bars, className="gauge-bars")],
        className="gauge",
    )


def _bar(bar: Bar, gauge: Gauge) -> Component:
    place = {"left": f"{100 * bar.start:.2f}%", "width": f"{100 * bar.length:.2f}%"}
    track = html.Span(
        [
            html.Span(className="gauge-zero", style={"left": f"{100 * gauge.zero:.2f}%"}),
            html.Span(className="gauge-fill", style=place),
            html.Span(className="gauge-mark", style={"left": f"{100 * gauge.mark:.2f}%"}),
        ],
        className="gauge-track",
        **{"aria-hidden": "true"},
    )
    name = html.Span(bar.name, className="gauge-cell")
    value = html.Span(bar.text, className="gauge-value")
    return html.Li([name, track, value], className="this" if bar is gauge.bars[0] else "other")


def _audience_section(state: State, context: Context) -> Component:
    """Return for whom this is, in short."""
    entries = [
        html.Li(
            [
                html.H3(words.title),
                html.P(words.text),
                html.P(_link(words.link, _carried(words.page, state), "go-on")),
            ]
        )
        for words in _words("audience", context)
    ]
    return html.Section(
        [html.H2("For whom"), html.Ul(entries, className="audience")], **{"aria-label": "For whom"}
    )


def _limits_section(state: State, context: Context) -> Component:
    """Return what the model cannot tell; never left out."""
    entries = []
    for words in _words("limit", context):
        link = [" ", _link(words.link, _carried(words.page, state))] if words.link else []
        entries += [html.Dt(words.title), html.Dd([words.text, *link])]
    return html.Section(
        [html.H2("What it cannot tell you"), html.Dl(entries, className="caveats")],
        className="card caveats-card",
        **{"aria-label": "What it cannot tell you"},
    )


@cache
def _rows() -> tuple[Words, ...]:
    return read_table(HERE / "start_words.csv", Words)


def _words(kind: str, context: Context) -> list[Words]:
    """Return the rows of a kind that count for a model and lead to pages that are there."""
    found: dict[str, Words] = {}
    for row in _rows():
        fits = row.kind == kind and row.model in ("", context.model.name)
        if fits and (not row.page or pages.page_at(row.page.partition("?")[0])):
            found.setdefault(row.title, row)
    return list(found.values())


def _carried(page: str, state: State) -> str:
    """Return the address of a page that keeps the visitor's settings and adds its own."""
    path, _, own = page.partition("?")
    return f"{path}?{to_query(state.with_settings(**dict(parse_qsl(own))))}"


def _link(content: object, address: str, kind: str = "", name: str = "", **more: str) -> Component:
    """Return a link to a page of the dashboard."""
    path = address.partition("?")[0]
    named = {"id": name} if name else {}
    return html.A(content, href=address, className=kind, **named, **{"data-page": path}, **more)
