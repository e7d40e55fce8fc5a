"""What the Screen page answers to a state, and what its jobs find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from her2sim import Sensitivity
from her2sim.analysis.growth import GR
from her2sim.errors import Her2simError

from her2sim_dashboard import wording as shared
from her2sim_dashboard.context import Context
from her2sim_dashboard.jobs import Report
from her2sim_dashboard.parsing import Parsed
from her2sim_dashboard.screening import codes, grid, parameters, scanning
from her2sim_dashboard.screening.asking import (
    GENES,
    PARAMETERS,
    SCAN,
    key_of,
    perturbing,
    readout_of,
    sensitivity_runs,
)
from her2sim_dashboard.screening.finding import Shift, read_notes, told
from her2sim_dashboard.screening.listing import (
    EXPLORE,
    frame_csv,
    pairs_table,
    ranking_csv,
    ranking_table,
)
from her2sim_dashboard.screening.pictures import kind_names, price, waterfall
from her2sim_dashboard.screening.quick import quick_choices
from her2sim_dashboard.screening.ranking import Ranking, rank
from her2sim_dashboard.screening.tornado import tornado
from her2sim_dashboard.screening.wording import finding, place_in_words, sets_in_words
from her2sim_dashboard.state import State, to_query

PATH = "/screen"
PAIRS_SHOWN = 40
_OF_GENES = ("scd", "scl", "scu")
_OF_PARAMETERS = ("scs", "scb", "scr", "scw", "sck")
_OF_SCAN = ("scg",)
_NO_TREATMENT = (
    "Without a drug there is nothing to resist: growth is measured against itself. "
    "Choose a drug, or another readout to see what the genes do by themselves."
)


def answering(parsed: Parsed, context: Context) -> dict[str, Any]:
    """Return what the page shows of a state: the open part, and what all parts share."""
    state = parsed.state
    part = state.setting("sct")
    sentence = shared.sentence(state, context.catalogue)
    answer: dict[str, Any] = {
        "sentence": sentence,
        "status": sentence,
        "part": part,
        "csv": f"{PATH}.csv?{to_query(state)}",
        "quick": _quick(state, context),
    }
    try:
        own = _PARTS[part](state, context)
    except Her2simError as error:
        own = {"problem": str(error)}
    sentence = own.pop("sentence", sentence)
    return answer | {part: own, "sentence": sentence, "status": own.get("finding", sentence)}


def _quick(state: State, context: Context) -> list[dict[str, Any]]:
    """Return the treatments to choose with one click, as links that keep the rest."""
    return [
        {
            "text": each.text(context),
            "why": each.why,
            "href": _href(replace(state, cell=each.cell(state.cell))),
            "chosen": state.cell.doses == (each.dose,),
        }
        for each in quick_choices(state, context)
    ]


def _href(state: State) -> str:
    return f"{PATH}?{to_query(state)}"


def _genes(state: State, context: Context) -> dict[str, Any]:
    """Return the ranking; it takes a few hundredths of a second."""
    if not state.cell.doses and readout_of(state, context).id == GR:
        return {"problem": _NO_TREATMENT, "is_empty": True}
    ranking = rank(state, context)
    genes = len(ranking.table)
    shown = genes_shown(ranking, state, context)
    return shown | {
        "jobs": {
            "intervals": _job(state, context, (*_OF_GENES, "scn")),
            "pairs": _job(state, context, _OF_GENES) | {"wanted": state.switched_on("scp")},
        },
        "pairs": genes * (genes - 1) // 2,
    }


def genes_shown(
    ranking: Ranking, state: State, context: Context, sample: int = 0
) -> dict[str, Any]:
    """Return a ranking as the page shows it."""
    return {
        "finding": finding(ranking, state, context),
        "sets": sets_in_words(ranking, context),
        "charts": [waterfall(ranking), price(ranking, context)],
        "legend": [[kind, name] for kind, name in kind_names(ranking).items()],
        "table": ranking_table(ranking, state, context),
        "notes": _notes(ranking, state, context),
        "failures": [f"{row.gene}: {row.message}" for row in ranking.found.failures.itertuples()],
        "python": codes.ranking_python(state, context, sample),
        "command": codes.ranking_command(state, context, sample),
    }


def _notes(ranking: Ranking, state: State, context: Context) -> list[dict[str, Any]]:
    """Return what others found about the genes ranked, those under this treatment first."""
    effects = dict(zip(ranking.table["gene"], ranking.table["effect"], strict=True))
    given = {dose.drug for dose in state.cell.doses}
    comparable = ranking.is_growth and perturbing(state).over is None
    # What was found of a gene in cells that have it says nothing of cells that lack it already.
    altered = _altered_genes(state, context)
    listed = []
    for note in read_notes():
        if note.gene not in effects:
            continue
        asked = comparable and given == {note.drug} and note.gene not in altered
        share = ranking.share(float(effects[note.gene])) if asked else None
        shift = Shift(ranking.found.rank_of(note.gene), len(effects), share)
        one = told(note, shift, ranking.band)
        listed.append((not asked, one | {"place": place_in_words(ranking, note.gene)}))
    return [one for _, one in sorted(listed, key=lambda pair: pair[0])]


def _altered_genes(state: State, context: Context) -> set[str]:
    mutated = {context.catalogue.gene_of(name) for name in state.cell.genotype}
    return mutated | {each.gene for each in state.cell.knockdowns}


def _parameters(state: State, context: Context) -> dict[str, Any]:
    runs = sensitivity_runs(state, context.model)
    by_itself = state.setting("scs") == "local" and runs <= context.limits.runs_by_itself
    job = _job(state, context, _OF_PARAMETERS) | {"by_itself": by_itself}
    return {
        "job": job,
        "python": codes.sensitivity_python(state, context),
        "command": codes.sensitivity_command(state, context),
    }


def _scan(state: State, context: Context) -> dict[str, Any]:
    axes = " ".join(axis.variable for axis in scanning.axes_of(state, context))
    points = int(state.setting("scg")) ** 2
    job = _job(state, context, _OF_SCAN, axes)
    return {
        "job": job | {"by_itself": points <= context.limits.runs_by_itself},
        "sentence": scanning.sentence(state, context),
        "picked": _picked(state, context),
        "python": codes.scan_python(state, context),
        "command": codes.scan_command(state, context),
    }


def _job(
    state: State, context: Context, settings: tuple[str, ...], more: str = ""
) -> dict[str, Any]:
    """Return a text that is the same for states of which a job makes the same."""
    return {"key": f"{key_of(state, settings)} {readout_of(state, context).id} {more}"}


def _picked(state: State, context: Context) -> dict[str, Any]:
    """Return the point of the scan looked at, with a link to its scenario where there is one."""
    axes = scanning.axes_of(state, context)
    levels = scanning.levels_of(state, context)
    places = _places(state.setting("scc"), [len(each) for each in levels])
    chosen: dict[str, Any] = {
        "labels": [
            [axis.text(value) for value in values]
            for axis, values in zip(axes, levels, strict=True)
        ],
        "names": [axis.label for axis in axes],
        "at": places,
        "href": None,
        "cannot": None,
    }
    if places is None:
        return chosen
    cell = state.cell
    for axis, values, place in zip(axes, levels, places, strict=True):
        changed = scanning.cell_at(cell, axis, values[place], context)
        if changed is None:
            return chosen | {"cannot": f"Explore has no input for {axis.label}."}
        cell = changed
    return chosen | {"href": f"{EXPLORE}?{to_query(replace(state, cell=cell))}"}


def _places(text: str, sizes: list[int]) -> list[int] | None:
    """Return column and row of the point looked at, ``None`` where there is none."""
    parts = text.split(".")
    if len(parts) != len(sizes) or not all(each.isdecimal() for each in parts):
        return None
    return [min(int(each), size - 1) for each, size in zip(parts, sizes, strict=True)]


_PARTS = {GENES: _genes, PARAMETERS: _parameters, SCAN: _scan}


def intervals(state: State, context: Context, report: Report) -> Mapping[str, Any]:
    """Rank the genes in many parameter sets; a quarter of them is shown first."""
    whole = int(state.setting("scn"))
    first = whole // 4
    total = first + whole

    def reporting(begin: int, share: int) -> Callable[[int, int], None]:
        return lambda done, of: report.progress(round(begin + share * done / of), total)

    early = rank(state, context, sample=first, progress=reporting(0, first))
    report.part(_with_intervals(early, state, context, first))
    found = rank(state, context, sample=whole, progress=reporting(first, whole))
    return _with_intervals(found, state, context, whole)


def _with_intervals(
    ranking: Ranking, state: State, context: Context, sample: int
) -> dict[str, Any]:
    return genes_shown(ranking, state, context, sample) | {"file": ranking_csv(ranking, state)}


def pairs(state: State, context: Context, report: Report) -> Mapping[str, Any]:
    """Perturb all pairs of genes."""
    ranking = rank(state, context, pairs=True, progress=report.progress)
    return {
        "table": pairs_table(ranking, state, context, PAIRS_SHOWN),
        "file": ranking_csv(ranking, state),
        "python": codes.ranking_python(state, context, pairs=True),
        "command": codes.ranking_command(state, context, pairs=True),
    }


def ranked_parameters(state: State, context: Context, report: Report) -> Mapping[str, Any]:
    """Rank the parameters; what there is so far is shown as it comes."""

    def shown(found: Sensitivity) -> dict[str, Any]:
        return {
            "finding": parameters.finding(found, state, context),
            "note": parameters.done_text(found, state),
            "chart": tornado(found, state, context),
            "table": parameters.sensitivity_table(found, state, context),
            "file": frame_csv(found.table, found.provenance),
        }

    return shown(
        parameters.ask(state, context, report.progress, lambda found: report.part(shown(found)))
    )


def scanned(state: State, context: Context, report: Report) -> Mapping[str, Any]:
    """Scan two axes; rows are shown as they come."""

    def shown(found: scanning.Scanned) -> dict[str, Any]:
        return {
            "finding": grid.finding(found, state, context),
            "note": f"{found.done} of {found.total} points.",
            "chart": grid.heat_map(found, state, context),
            "file": grid.scan_csv(found, state, context),
        }

    last: dict[str, Any] = {}
    for found in scanning.scan_grid(state, context, report.progress):
        last = shown(found)
        if found.done < found.total:
            report.part(last)
    return last


JOBS = {
    f"{PATH}/intervals": intervals,
    f"{PATH}/pairs": pairs,
    f"{PATH}/sensitivity": ranked_parameters,
    f"{PATH}/scan": scanned,
}
