"""The story in numbers and words: a compact table, and sentences that follow from it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from her2sim.figures.labels import genotype_text, listed, readout_text, signed_text, treatment_text
from her2sim.story.plan import Story


@dataclass(frozen=True)
class Response:
    """How one genotype responds: growth untreated, under the drug and under the combination.

    ``signal_drug`` and ``signal_both`` are relative to the untreated reference.
    """

    genotype: str
    growth_drug: float
    growth_both: float
    signal_drug: float
    signal_both: float


@dataclass(frozen=True)
class Finding:
    """What the numbers say: who resists the drug, and what the combination does to them.

    ``outcomes`` holds one of ``sensitive, restored, partly, not`` for each of ``others``.
    """

    reference: Response
    others: tuple[Response, ...]
    outcomes: tuple[str, ...]

    def those(self, *wanted: str) -> tuple[Response, ...]:
        """Return the genotypes with one of these outcomes, in the story's order."""
        pairs = zip(self.others, self.outcomes, strict=True)
        return tuple(each for each, outcome in pairs if outcome in wanted)

    @property
    def resistant(self) -> tuple[Response, ...]:
        """Every genotype that resists the drug alone."""
        return self.those("restored", "partly", "not")


def summarise(final: pd.DataFrame, story: Story) -> pd.DataFrame:
    """Return one row per genotype and treatment with a column per readout of the table.

    Parameters
    ----------
    final
        Rows of the last time, in the columns of a result's table.
    story
        Names the readouts.

    Returns
    -------
    pandas.DataFrame
        ``genotype``, ``treatment``, then each readout: relative to the untreated wild type, but
        growth as its value. Genotypes and treatments in the story's order.
    """
    rows = final.assign(
        shown=final["relative"].where(final["readout"] != story.growth, final["value"])
    )
    wide = rows.pivot_table(
        index=["genotype", "treatment"], columns="readout", values="shown", sort=False, dropna=False
    )
    columns = dict.fromkeys((*story.table, story.signal, story.growth))
    return pd.DataFrame(wide.reindex(columns=list(columns)).reset_index())


def find(summary: pd.DataFrame, story: Story) -> Finding:
    """Sort the genotypes by what the drug and the combination do to their growth."""
    responses = tuple(_response(summary, str(each), story) for each in story.genotypes)
    reference, others = responses[0], responses[1:]
    goal = reference.growth_drug + story.margin
    return Finding(reference, others, tuple(_outcome(each, goal, story) for each in others))


def _outcome(each: Response, goal: float, story: Story) -> str:
    """Say how a genotype compares with the response of the reference to the drug alone."""
    if not each.growth_drug > goal:
        return "sensitive"
    if each.growth_both <= goal:
        return "restored"
    return "partly" if each.growth_both < each.growth_drug - story.margin else "not"


def _response(summary: pd.DataFrame, genotype: str, story: Story) -> Response:
    """Return the response of one genotype; NaN where its simulation failed."""
    mine = summary[summary["genotype"] == genotype].set_index("treatment")
    _, drug, both = treatments(story)
    mine = mine.reindex([drug, both])
    growth, signal = mine[story.growth], mine[story.signal]
    numbers = (growth.loc[drug], growth.loc[both], signal.loc[drug], signal.loc[both])
    return Response(genotype, *(float(number) for number in numbers))


def treatments(story: Story) -> tuple[str, str, str]:
    """Return the three treatments as they are written in tables."""
    none, drug, both = (
        " + ".join(str(dose) for dose in each) or "none" for each in story.treatments
    )
    return none, drug, both


def _added(story: Story) -> str:
    """Return what the combination adds to the drug, as people write it."""
    drug, both = story.treatments[1:]
    return treatment_text(" + ".join(str(dose) for dose in both if dose not in drug))


def headline(finding: Finding, story: Story) -> str:
    """Return the finding in one line, for the title of a figure."""
    drug = treatment_text(treatments(story)[1])
    if not finding.resistant:
        return f"No genotype resists {drug}"
    verb = "resists" if len(finding.resistant) == 1 else "resist"
    restored, partly = finding.those("restored"), finding.those("partly")
    told = [f"restores the response in {_names(restored)}"] if restored else []
    if len(restored) == len(finding.resistant):
        told = ["restores the response"]
    told += [f"{'part of it' if restored else 'restores part of it'} in {_names(partly)}"] * bool(
        partly
    )
    end = listed(told) or "does not restore the response"
    return f"{_names(finding.resistant)} {verb} {drug}; adding {_added(story)} {end}"


def sentences(finding: Finding, story: Story) -> list[str]:
    """Return the conclusion in two or three sentences of plain language."""
    return [_first(finding, story), _second(finding, story), *_third(finding, story)]


def _first(finding: Finding, story: Story) -> str:
    reference = finding.reference
    drug = treatment_text(treatments(story)[1])
    return (
        f"After {story.hours:g} h of {drug}, {_cells(reference.genotype)} are at "
        f"{story.growth} {signed_text(reference.growth_drug)} ({_meaning(reference.growth_drug)}) "
        f"with {readout_text(story.signal)} at {_percent(reference.signal_drug)} "
        "of the untreated wild type."
    )


def _second(finding: Finding, story: Story) -> str:
    signal = readout_text(story.signal)
    sensitive = finding.those("sensitive")
    if not finding.resistant:
        return f"The drug does as much in cells with {_names(sensitive)}."
    told = [
        f"{genotype_text(each.genotype)} ({story.growth} {signed_text(each.growth_drug)}, "
        f"{signal} {_percent(each.signal_drug)})"
        for each in finding.resistant
    ]
    end = f", but not in those with {_names(sensitive)}" if sensitive else ""
    return f"The drug does less in cells with {listed(told)}{end}."


def _third(finding: Finding, story: Story) -> list[str]:
    """Return what the combination does, for each of its outcomes that occurs."""
    outcomes = (
        (finding.those("restored"), "restores the response of"),
        (finding.those("partly"), "restores part of the response of"),
        (finding.those("not"), "does not restore the response of"),
    )
    told = [
        f"{verb} {listed([_with_growth(each, story) for each in group])}"
        for group, verb in outcomes
        if group
    ]
    return [f"Adding {_added(story)} {listed(told)}."] if told else []


def _with_growth(each: Response, story: Story) -> str:
    return (
        f"{genotype_text(each.genotype)} ({story.growth} {signed_text(each.growth_both)}, "
        f"{readout_text(story.signal)} {_percent(each.signal_both)})"
    )


def _names(group: tuple[Response, ...]) -> str:
    return listed([genotype_text(each.genotype) for each in group])


def _cells(genotype: str) -> str:
    text = genotype_text(genotype)
    return "wild-type cells" if text == "wild type" else f"cells with {text}"


def _percent(relative: float) -> str:
    return "less than 1 %" if relative < 0.01 else f"{100 * relative:.0f} %"


def _meaning(growth: float) -> str:
    """Return what a value of GR means, in words."""
    if growth < 0:
        return "fewer cells than at the start"
    return "growth slowed by more than half" if growth < 0.5 else "growth slowed by less than half"


def text_table(summary: pd.DataFrame, story: Story) -> str:
    """Return the table for a terminal: aligned, one line per genotype and treatment."""
    head = ["genotype", "treatment", *story.table]
    lines = [
        [
            genotype_text(str(row["genotype"])),
            treatment_text(str(row["treatment"])),
            *(signed_text(float(row[readout])) for readout in story.table),
        ]
        for _, row in summary.iterrows()
    ]
    widths = [max(len(line[column]) for line in [head, *lines]) for column in range(len(head))]
    written, before = [], ""
    for line in [head, *lines]:
        # A genotype is written once, as in a printed table.
        name, before = ("" if line[0] == before else line[0]), line[0]
        cells = [name.ljust(widths[0]), line[1].ljust(widths[1])]
        cells += [cell.rjust(width) for cell, width in zip(line[2:], widths[2:], strict=True)]
        written.append("  ".join(cells).rstrip())
    return "\n".join(written)
