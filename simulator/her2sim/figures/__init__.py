"""Figures: pure functions from tidy tables to plotly figures.

No function here reads or writes a file but :func:`write_figure` and :func:`write_page`; none
knows a model, an engine or the dashboard.
"""

from her2sim.figures.arms import time_courses_by_arm
from her2sim.figures.colours import COLOURS, OTHERS, Style, styles
from her2sim.figures.combination import combination
from her2sim.figures.dose import dose_response
from her2sim.figures.matrix import story_matrix
from her2sim.figures.pareto import effect_against_exposure
from her2sim.figures.screens import screen_waterfall, volcano
from her2sim.figures.sensitivities import convergence, morris_plane, sobol_bars, tornado
from her2sim.figures.templates import DARK, LIGHT, Theme, dress, template
from her2sim.figures.time import time_course
from her2sim.figures.waterfall import Ends, waterfall
from her2sim.figures.write import PLOTLY_CONFIG, write_figure, write_page

__all__ = [
    "COLOURS",
    "DARK",
    "LIGHT",
    "OTHERS",
    "PLOTLY_CONFIG",
    "Ends",
    "Style",
    "Theme",
    "combination",
    "convergence",
    "dose_response",
    "dress",
    "effect_against_exposure",
    "morris_plane",
    "screen_waterfall",
    "sobol_bars",
    "story_matrix",
    "styles",
    "template",
    "time_course",
    "time_courses_by_arm",
    "tornado",
    "volcano",
    "waterfall",
    "write_figure",
    "write_page",
]
