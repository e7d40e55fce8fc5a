"""Figures of screens and sensitivity: what is drawn, told from the figure and not from pixels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from her2sim.errors import InvalidValue, UnknownName
from her2sim.figures import (
    DARK,
    LIGHT,
    convergence,
    morris_plane,
    screen_waterfall,
    sobol_bars,
    tornado,
    volcano,
)

SCREEN = pd.DataFrame(
    {
        "rank": [1, 2, 3, 4],
        "gene": ["A", "B", "C", "D"],
        "readout": "GR",
        "control": 0.2,
        "knockdown": [np.inf, 0.5, 0.1, np.nan],
        "effect": [np.inf, 0.3, -0.1, np.nan],
        "lower": [0.1, 0.2, -0.3, np.nan],
        "upper": [np.inf, 0.4, 0.1, np.nan],
        "alone": 0.0,
        "fitness": [1.1, 1.0, 0.5, np.nan],
        "agreement": [1.0, 0.99, 0.7, np.nan],
    }
)
MEASURES = ("slope", "elasticity", "mu_star", "sigma", "ST", "S1")
INDICES = pd.DataFrame(
    [
        (name, arm, "GR", measure, value, value - 0.1, value + 0.1)
        for measure in MEASURES
        for name, arm, value in (("k1", "PI3K", 0.5), ("k2", "ERK", -0.7), ("k3", "ERK", 0.1))
    ],
    columns=["parameter", "arm", "readout", "measure", "value", "lower", "upper"],
)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_waterfall_shows_what_is_infinite_at_the_edge(theme):
    figure = screen_waterfall(SCREEN, theme=theme)
    bars = figure.data[0]
    assert list(bars.y) == ["A", "B", "C"]
    assert np.isfinite(bars.x).all() and bars.text[0] == "not reached"
    assert bars.marker.color[0] != bars.marker.color[2]
    assert np.isfinite(bars.error_x.array).all()
    assert list(figure.data[1].x) == [1.1, 1.0, 0.5]
    assert "treatment does less" in figure.layout.xaxis.title.text


def test_a_long_waterfall_shows_both_ends():
    rows = pd.concat([SCREEN.iloc[[1]]] * 100, ignore_index=True)
    rows = rows.assign(rank=range(1, 101), gene=[f"G{n}" for n in range(100)], fitness=np.nan)
    figure = screen_waterfall(rows, shown=10)
    assert len(figure.data) == 1 and len(figure.data[0].y) == 10
    assert figure.layout.title.subtitle.text == "the first 5 and the last 5 of 100"


def test_a_volcano_needs_an_ensemble():
    figure = volcano(SCREEN)
    assert {trace.name for trace in figure.data} == {
        "raises it in 95 % of the sets",
        "sign not certain",
    }
    with pytest.raises(InvalidValue, match="agreement"):
        volcano(SCREEN.drop(columns="agreement"))


def test_nothing_to_draw_is_said():
    with pytest.raises(InvalidValue, match="without effects"):
        screen_waterfall(SCREEN.assign(effect=np.nan))
    with pytest.raises(InvalidValue, match="such that 'ST' is there"):
        sobol_bars(INDICES[INDICES["measure"] == "slope"])
    with pytest.raises(UnknownName, match="GRR"):
        tornado(INDICES, "GRR")
    with pytest.raises(InvalidValue, match="empty"):
        convergence(INDICES.iloc[:0].assign(runs=0))


def test_a_tornado_is_ordered_by_size_and_coloured_by_arm():
    figure = tornado(INDICES, "GR", shown=2)
    assert [trace.name for trace in figure.data] == ["ERK", "PI3K"]
    assert list(figure.layout.yaxis.categoryarray) == ["k1", "k2"]


def test_the_plane_of_morris_has_every_parameter():
    figure = morris_plane(INDICES)
    assert sorted(name for trace in figure.data for name in trace.customdata) == ["k1", "k2", "k3"]


def test_sobol_has_two_bars_each():
    figure = sobol_bars(INDICES, theme=DARK)
    drawn = [trace for trace in figure.data if trace.x[0] is not None]
    assert [list(trace.y) for trace in drawn] == [["k1", "k3", "k2"]] * 2


def test_convergence_joins_growing_numbers_of_runs():
    course = pd.concat([INDICES.assign(runs=runs) for runs in (100, 200)])
    figure = convergence(course, "GR", measure="ST", shown=2)
    assert [list(trace.x) for trace in figure.data] == [[100, 200]] * 2
