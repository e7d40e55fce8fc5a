"""What commands print and write: tables as text, CSV, JSON or Parquet, and figures."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from her2sim.errors import InvalidValue

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

TABLES = (".csv", ".json", ".parquet")
FIGURES = (".html", ".svg", ".png")


def check_out(out: str | None, figures: bool = False, others: tuple[str, ...] = ()) -> None:
    """Refuse an impossible ``--out`` before any work is done; make the folder it lies in.

    ``others`` are endings that only the command itself writes.

    Raises
    ------
    InvalidValue
        If the ending is none of those that can be written, or the path is a folder.
    OSError
        If the folder cannot be made.
    """
    if out is None:
        return
    endings = TABLES + (FIGURES if figures else ()) + others
    if Path(out).suffix.lower() not in endings:
        raise InvalidValue("--out", out, f"a file name ending in {', '.join(endings)}")
    if Path(out).is_dir():
        raise InvalidValue("--out", out, "a file, not a folder")
    Path(out).parent.mkdir(parents=True, exist_ok=True)


def is_figure(out: str | None) -> bool:
    """Tell whether ``--out`` asks for a figure."""
    return out is not None and Path(out).suffix.lower() in FIGURES


def show(table: pd.DataFrame, form: str, text: Callable[[pd.DataFrame], str]) -> None:
    """Print a table as ``csv``, ``json``, or through a function that makes text of it."""
    if form == "csv":
        table.to_csv(sys.stdout, index=False, lineterminator="\n")
    elif form == "json":
        print(as_json(table))
    else:
        print(text(table))


def write_table(table: pd.DataFrame, out: str) -> None:
    """Write a table to a file; an earlier file stays whole until the new one is complete."""
    target = Path(out)
    partial = target.with_name(f"{target.name}.part")
    try:
        if target.suffix.lower() == ".csv":
            table.to_csv(partial, index=False, lineterminator="\n")
        elif target.suffix.lower() == ".json":
            partial.write_text(as_json(table) + "\n", encoding="utf-8")
        else:
            table.to_parquet(partial, index=False)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    told(f"wrote {len(table)} rows to {target}")


def write_text(text: str, out: str) -> None:
    """Write a text to a file; an earlier file stays whole until the new one is complete."""
    target = Path(out)
    partial = target.with_name(f"{target.name}.part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    told(f"wrote {target}")


def write_figure(figure: go.Figure, out: str) -> None:
    """Write a figure to a file."""
    from her2sim import figures

    told(f"wrote the figure to {figures.write_figure(figure, out)}")


def write_figures(figures: Sequence[go.Figure], out: str, title: str) -> None:
    """Write figures to a file: all of them to a page, the first to an image."""
    if not out.lower().endswith(".html") or len(figures) == 1:
        write_figure(figures[0], out)
        return
    from her2sim.figures import write_page

    told(f"wrote {len(figures)} figures to {write_page(Path(out), title, figures)}")


def told(message: str) -> None:
    """Say what happened, on stderr, so that stdout holds results only."""
    print(message, file=sys.stderr)


def warned(message: str) -> None:
    """Print a warning line."""
    print(f"warning: {message}", file=sys.stderr)


def as_json(table: pd.DataFrame) -> str:
    """Return a table as a JSON list of records: NaN as null, infinities as text."""
    records = table.to_dict(orient="records")
    rows = [{str(key): _plain(value) for key, value in row.items()} for row in records]
    return json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False)


def _plain(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else str(value)
    return value.item() if hasattr(value, "item") else value


def plain_text(table: pd.DataFrame) -> str:
    """Return a table as aligned text with six digits."""
    if table.empty:
        return "(no rows)"
    return str(table.to_string(index=False, float_format=lambda value: f"{value:.6g}"))
