"""``her2sim scan``: any grid or sample of genotypes, doses and parameters, kept in a folder."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from her2sim.cli import output, parser
from her2sim.cli.progress import Progress

if TYPE_CHECKING:
    from her2sim.scan import ScanView

_DESCRIPTION = """\
Simulate every combination of what SPEC.toml varies and keep the table in a folder, as Parquet. A
scan that was stopped, by Ctrl-C or by a crash, goes on with --resume and loses nothing. What
cannot be simulated becomes a row with status 'failed' and a message."""
_EXAMPLE = """\
an example of SPEC.toml:
  model = "her2"
  hours = 72                                  # or times_h = [1, 24, 72]
  readouts = ["pAKT_S473", "GR"]              # default: all
  combine = "cross"                           # or "zip": first with first, second with second
  seed = 1

  [axes]
  genotype = ["WT", "PTEN_loss"]
  knockdown = ["none", "ERBB3", "ERBB3=0.2"]
  drug.lapatinib = { from = "1nM", to = "10uM", points = 9, scale = "log", zero = true }
  drug.dactolisib = ["0nM", "100nM"]
  set.HRG_serum = [0, 0.1, 1]                 # or scale.ID, a factor on the table's value

  [sample]                                    # each of these parameter sets with all of the above
  method = "sobol"                            # or "latin_hypercube"
  points = 64
  set.AKT_tot = "range"                       # lower to upper of the model's table
  scale.PIP2_tot = { from = 0.5, to = 2, scale = "log" }

  Further axes: background, treatment = ["none", "lapatinib=1uM + dactolisib=100nM"],
  knockdown.GENE = [1, 0.5, 0]. Instead of [sample], ensemble = N (at the top) takes physiological
  sets from the ranges of all parameters. start = "initial" skips the drug-free
  steady state; most_points = N raises the limit of a million points.
"""


def add(commands: parser.Commands) -> None:
    """Add the command to the parser."""
    own = commands.add_parser(
        "scan",
        help="any grid or sample of genotypes, doses and parameters",
        description=_DESCRIPTION,
        epilog=_EXAMPLE,
    )
    own.add_argument("spec", metavar="SPEC.toml", help="what to vary (see below)")
    own.add_argument("--out", metavar="DIR", required=True, help="folder of the results")
    own.add_argument("--resume", action="store_true", help="go on with the scan that DIR holds")
    own.add_argument(
        "--workers",
        metavar="N",
        help="processes on this machine (default: one for each processor)",
    )
    own.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="use the workers of a running Dask cluster instead, e.g. tcp://HOST:8786;\n"
        "needs the extra 'cluster'",
    )
    own.add_argument(
        "--chunk",
        metavar="N",
        help="points that are simulated and kept as a whole (default: by size of the scan)",
    )
    own.set_defaults(command=_run)


def _run(given: Namespace) -> int:
    workers = None if given.workers is None else parser.whole("--workers", given.workers)
    chunk = None if given.chunk is None else parser.whole("--chunk", given.chunk)
    from her2sim import scan
    from her2sim.scan import read_spec

    spec = read_spec(given.spec)
    output.told(f"{spec.points} points: {spec.shape}")
    try:
        with Progress("scan", time_left=True) as progress:
            view = scan(
                spec,
                given.out,
                workers=workers,
                scheduler=given.scheduler,
                resume=given.resume,
                chunk=chunk,
                progress=progress.show,
            )
    except KeyboardInterrupt:
        again = f"her2sim scan {given.spec} --out {given.out} --resume"
        output.told(f"what is done is kept; go on with: {again}")
        raise
    return _tell(view)


def _tell(view: ScanView) -> int:
    """Say what there is; the status is 1 if nothing could be simulated."""
    failures = view.failures
    for message, number in failures["message"].value_counts().head(3).items():
        output.warned(f"{number} of {view.points} points failed: {message}")
    print(f"{view.points} points, {len(view)} rows in {view.path}")
    return 1 if len(failures) == view.points else 0
