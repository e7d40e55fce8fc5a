"""Scenarios for other programs: one cell and its treatment as SBML, SED-ML and COMBINE archive."""

from her2sim.export.archive import ArchiveFile, combine_archive, scenario_archive
from her2sim.export.sbml import scenario_sbml
from her2sim.export.sedml import scenario_sedml

__all__ = [
    "ArchiveFile",
    "combine_archive",
    "scenario_archive",
    "scenario_sbml",
    "scenario_sedml",
]
