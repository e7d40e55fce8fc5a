"""``her2sim story``: resistance to a drug and its reversal, in a table, in words and as figures."""

from __future__ import annotations

from argparse import Namespace

from her2sim.cli import output, parser

_DESCRIPTION = """\
Tell the story of a model (story.toml in its folder): each genotype untreated, under the drug,
and under the drug with what reverses the resistance. Prints a table and a conclusion drawn from
its numbers, and writes a page of figures."""


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser(
        "story", help="resistance and its reversal, in short", description=_DESCRIPTION
    )
    parser.add_model(own)
    parser.add_output(own, figures=True)
    own.set_defaults(command=_run)


def _run(given: Namespace) -> int:
    output.check_out(given.out, figures=True)
    from her2sim import load_model
    from her2sim.story import DEFAULT_PAGE, matrix_figure, tell_story, write_story

    model = load_model(given.model)
    told = tell_story(model)
    output.show(told.summary, given.format or "text", lambda _: told.text())
    out = given.out or DEFAULT_PAGE
    if out.lower().endswith(".html"):
        output.told(f"wrote the figures to {write_story(told, model, out)}")
    elif output.is_figure(out):
        output.write_figure(matrix_figure(told, model), out)
    else:
        output.write_table(told.summary, out)
    return 0
