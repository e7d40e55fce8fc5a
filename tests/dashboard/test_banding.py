"""Bands are what they say: percentiles over parameter sets, each set on its own base."""

from __future__ import annotations

import json
import re
import time

import numpy as np
import pytest
from her2sim import simulate_many
from her2sim.analysis.intervals import sampled
from her2sim_dashboard.banding import bands
from her2sim_dashboard.charts import LINES
from her2sim_dashboard.jobs import Report, Stopped
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.runs import compared_scenarios, output_times
from her2sim_dashboard.verdict import Ends, judge
from her2sim_dashboard.view import view_of

QUERY = "g=PTEN_loss&d=lapatinib:300nM&t=48&r=pAKT_S473,GR"


def state_of(query, context):
    return parse_scenario(query, context).state


def found_for(query, context):
    return bands(state_of(query, context), context, Report())


@pytest.fixture(scope="module")
def found(her2):
    return found_for(QUERY, her2)


@pytest.fixture(scope="module")
def drawn(her2):
    """The same simulated here: by field, (readouts, sets, times), without the table's own set."""
    state = state_of(QUERY, her2)
    scenarios = compared_scenarios(state.cell)
    sets = sampled(her2.model, her2.limits.band_sets, 0).sets
    many = simulate_many(
        her2.model,
        list(scenarios.values()),
        list(state.readouts),
        output_times(state.hours),
        samples=sets,
        relative=False,
    )
    return {
        field: np.swapaxes(many.values[place, 1:], 0, 1) for place, field in enumerate(scenarios)
    }


def test_a_band_holds_95_per_cent_of_the_sets(found, drawn):
    for place, chart in enumerate(found["charts"]):
        base = drawn["reference"][0] if place == 0 else 1.0
        for line in LINES:
            low, high = (np.array(ends) for ends in chart[line.field])
            values = drawn[line.field][place] / base
            slack = 1e-3 * np.abs(values).max()
            inside = (values >= low - slack) & (values <= high + slack)
            assert (inside.mean(axis=0) >= 0.94).all()
            strictly = (values > low + slack) & (values < high - slack)
            assert strictly.mean(axis=0).min() <= 0.96


def test_on_the_other_axis_bands_are_in_the_readouts_own_unit(her2, drawn):
    found = found_for(QUERY + "&y=unit", her2)
    high = np.array(found["charts"][0]["cell"][1])
    expected = np.percentile(drawn["cell"][0], 97.5, axis=0, method="nearest")
    assert np.allclose(high, expected, rtol=2e-3)


def test_a_chart_s_bands_have_a_value_for_every_time_of_its_lines(her2, found):
    view = view_of(parse_scenario(QUERY, her2), her2)
    for chart, own in zip(view.charts, found["charts"], strict=True):
        for line in LINES:
            assert [len(ends) for ends in own[line.field]] == [
                len(chart.figure["data"][0]["x"])
            ] * 2


def test_the_verdict_is_judged_anew_for_every_set(her2, found, drawn):
    state = state_of(QUERY, her2)
    given = []
    for place in range(her2.limits.band_sets):
        ends = {
            field: dict(zip(state.readouts, values[:, place, -1].tolist(), strict=True))
            for field, values in drawn.items()
        }
        given.append(judge(Ends(doses=1, **ends), her2.rules).id)
    counts = {name: given.count(name) for name in set(given)}
    told = found["verdict"]
    assert f"in {counts['little_effect']} of {len(given)} parameter sets" in told
    rest = len(given) - counts["little_effect"]
    assert f"In the other {rest}:" in told and f"Resistant in {counts['resistant']} (" in told
    parts = re.findall(r"in (\d+) \(", told)
    assert sum(map(int, parts)) == rest


def test_intervals_stand_in_the_order_of_the_table(her2, found):
    arms = her2.catalogue.arms().values()
    assert len(found["readouts"]) == sum(len(readouts) for readouts in arms)
    texts = [text for folds in found["readouts"] for text, _ in folds]
    assert any(texts) and all(not text or re.fullmatch(r"[\d.,<]+–[\d.,]+", text) for text in texts)


def test_a_value_outside_of_its_interval_is_marked(her2, found):
    view = view_of(parse_scenario(QUERY, her2), her2)
    readouts = [row for group in her2.catalogue.arms().values() for row in group]
    seen = set()
    for readout, folds in zip(readouts, found["readouts"], strict=True):
        own = view.ends.cell[readout.id] / view.ends.reference[readout.id]
        text, outside = folds[0]
        if not text:
            continue
        low, high = (float(end.replace(",", "")) for end in text.split("–"))
        clear = own < 0.9 * low or own > 1.1 * high
        if clear or 1.1 * low < own < 0.9 * high:
            assert outside == clear, readout.id
            seen.add(outside)
    assert seen == {True, False}
    marked = sum(any(outside for _, outside in folds) for folds in found["readouts"])
    assert f"({marked} of {len(readouts)} readouts)" in found["note"]


def test_it_is_told_that_the_sets_are_not_calibrated(found, her2):
    assert "not calibrated" in found["note"] and "stays physiological" in found["note"]
    assert found["legend"] == f"95 % of {her2.limits.band_sets} parameter sets"


def test_an_untreated_cell_has_bands_and_no_verdict(her2):
    assert found_for("g=PTEN_loss", her2)["verdict"] == ""


def test_an_answer_is_small_plain_and_kept(her2, found):
    whole = found_for("g=PTEN_loss&d=lapatinib:300nM", her2)
    assert len(json.dumps(whole, allow_nan=False)) < 60_000
    assert found_for(QUERY + "&exv=route", her2) is found


def test_it_can_be_stopped(her2):
    report = Report()
    report.stopped.set()
    with pytest.raises(Stopped):
        bands(state_of("g=PTEN_loss&d=lapatinib:301nM", her2), her2, report)


def test_once_the_sets_are_drawn_bands_take_a_second_or_two(her2, found):
    begun = time.process_time()
    found_for("g=PTEN_loss&d=lapatinib:302nM&t=72", her2)
    assert time.process_time() - begun < 2.0
