"""Figures: what is drawn, named and coloured, told from the figure and not from pixels."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import plotly.io as pio
import pytest
from her2sim.errors import InvalidValue, UnknownName
from her2sim.figures import (
    COLOURS,
    DARK,
    LIGHT,
    OTHERS,
    combination,
    dose_response,
    story_matrix,
    styles,
    time_course,
    time_courses_by_arm,
)
from her2sim.figures.labels import (
    doses_of,
    genotype_text,
    listed,
    number_text,
    signed_text,
    treatment_text,
)
from her2sim.figures.time import hour_step

from .synthetic import ARMS, GENOTYPES, TREATMENTS, doses, table

TABLE = table(points=13)
MATRIX = ["pHER2", "pAKT_S473", "pERK", "GR"]


def texts(figure) -> list[str]:
    return [str(note.text) for note in figure.layout.annotations]


def one_genotype(name: str = "PTEN_loss") -> pd.DataFrame:
    return TABLE[TABLE["genotype"] == name]


def test_ids_and_doses_are_written_as_people_write_them():
    assert treatment_text("none") == "untreated"
    assert treatment_text("lapatinib=1uM + x=10ug/mL") == "lapatinib 1 µM + x 10 µg/mL"
    assert treatment_text("as last week") == "as last week"
    assert doses_of("a=1e-05nM") == (("a", "1e-05 nM"),)
    assert genotype_text("WT") == "wild type"
    assert genotype_text("PTEN_loss+PIK3CA_H1047R") == "PTEN loss + PIK3CA H1047R"
    assert listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0.00"), (0.001, "<0.01"), (0.057, "0.06"), (1.26, "1.3"), (12.6, "13"), (4e3, "4,000")],
)
def test_numbers_in_cells_are_short(value, text):
    assert number_text(value) == text


def test_numbers_that_do_not_exist_are_dashes_and_minus_signs_are_real():
    assert number_text(math.nan) == "–"
    assert signed_text(-0.394) == "−0.39"
    assert signed_text(-0.001) == "0.00"


def test_the_same_drug_has_the_same_colour_whatever_its_dose():
    first, second = styles(["lapatinib=1uM"]), styles(["none", "lapatinib=30nM"])
    assert first["lapatinib=1uM"].light == second["lapatinib=30nM"].light
    assert first["lapatinib=1uM"] == COLOURS["lapatinib"]


def test_no_two_lines_share_a_colour_while_there_are_enough():
    names = [*GENOTYPES, "lapatinib=1uM", "unknown"]
    assert len({style.light for style in styles(names).values()}) == len(names)


def test_more_names_than_colours_still_get_styles():
    names = [f"line {number}" for number in range(3 * len(OTHERS))]
    assert set(styles(names)) == set(names)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("style", [*COLOURS.values(), *OTHERS], ids=str)
def test_every_line_stands_out_from_its_paper(style):
    assert contrast(style.light, LIGHT.paper) >= 3
    assert contrast(style.dark, DARK.paper) >= 3


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_text_is_readable_on_its_paper(theme):
    assert contrast(theme.ink, theme.paper) >= 7
    assert contrast(theme.soft, theme.paper) >= 4.5


def test_a_time_course_has_one_line_per_scenario_and_axes_with_units():
    figure = time_course(one_genotype(), "pAKT_S473")
    assert [line.name for line in figure.data] == [treatment_text(each) for each in TREATMENTS]
    assert figure.layout.xaxis.title.text == "Time since treatment (h)"
    assert figure.layout.yaxis.title.text == "pAKT S473 (nM)"
    assert figure.layout.title.text == "pAKT S473 over time"
    assert figure.layout.title.subtitle.text == "PTEN loss"


def test_a_time_course_takes_a_result_as_well_as_its_table():
    class Result:
        table = one_genotype()

    assert time_course(Result(), "pERK") == time_course(one_genotype(), "pERK")


def test_genotypes_and_treatments_together_are_colours_and_dashes():
    figure = time_course(TABLE, "pERK", relative=True)
    assert len(figure.data) == len(GENOTYPES) * len(TREATMENTS)
    assert len({line.line.color for line in figure.data}) == len(GENOTYPES)
    assert len({line.line.dash for line in figure.data}) == len(TREATMENTS)
    assert "untreated wild type" in figure.layout.yaxis.title.text


def test_scenarios_that_only_their_name_tells_apart_are_named():
    rows = one_genotype()
    other = rows.assign(scenario=rows["scenario"] + ", knocked down")
    figure = time_course(pd.concat([rows, other]), "pERK")
    assert {line.name for line in figure.data} == {*rows["scenario"], *other["scenario"]}


def test_many_readouts_get_a_panel_each():
    figure = time_course(one_genotype())
    assert len(figure.data) == len(ARMS) * len(TREATMENTS)
    assert len(list(figure.select_yaxes())) >= len(ARMS)
    assert figure.layout.title.text == f"{len(ARMS)} readouts over time"


def test_intervals_are_drawn_as_bands():
    rows = one_genotype()
    rows = rows.assign(lower=rows["value"] * 0.8, upper=rows["value"] * 1.2)
    figure = time_course(rows, "pERK")
    assert sum(line.fill == "toself" for line in figure.data) == len(TREATMENTS)


def test_an_unknown_readout_is_answered_with_the_closest():
    with pytest.raises(UnknownName, match="pAKT_S473"):
        time_course(TABLE, "pAKT_S472")


@pytest.mark.parametrize(
    "draw",
    [time_course, story_matrix, lambda data: time_courses_by_arm(data, ARMS)],
    ids=["time_course", "story_matrix", "time_courses_by_arm"],
)
def test_a_table_without_a_column_is_refused_by_name(draw):
    with pytest.raises(InvalidValue, match="time_h"):
        draw(TABLE.drop(columns="time_h"))


def test_arms_are_named_and_each_readout_has_its_panel():
    figure = time_courses_by_arm(TABLE[TABLE["treatment"] == TREATMENTS[1]], ARMS)
    written = " ".join(texts(figure))
    for arm in set(ARMS.values()):
        assert arm in written
    for readout in ARMS:
        assert readout.replace("_", " ") in written
    assert len(figure.data) == len(ARMS) * len(GENOTYPES)


def test_panels_of_folds_share_one_scale_and_growth_keeps_its_own():
    figure = time_courses_by_arm(TABLE, ARMS)
    spans = {tuple(axis.range) for axis in figure.select_yaxes() if axis.type == "log"}
    assert len(spans) == 1
    assert "per day" in {axis.title.text for axis in figure.select_yaxes()}


def test_arms_without_any_readout_of_the_table_are_refused():
    with pytest.raises(InvalidValue):
        time_courses_by_arm(TABLE, {"nothing": "Receptors"})


def test_the_matrix_prints_every_value_in_its_cell():
    figure = story_matrix(TABLE, MATRIX)
    rows = TABLE[(TABLE["time_h"] == TABLE["time_h"].max()) & (TABLE["readout"] == "pERK")]
    heat = [trace for trace in figure.data if trace.coloraxis == "coloraxis"]
    printed = [list(trace.text[MATRIX.index("pERK")]) for trace in heat]
    for genotype, cells in zip(GENOTYPES, printed, strict=True):
        wanted = rows[rows["genotype"] == genotype]["relative"]
        assert cells == [number_text(value) for value in wanted]


def test_growth_has_its_own_scale_in_the_matrix():
    figure = story_matrix(TABLE, MATRIX)
    fold, growth = figure.layout.coloraxis, figure.layout.coloraxis2
    assert (fold.cmin, fold.cmax) == (-3, 3)
    assert (growth.cmin, growth.cmax) == (-1, 1)
    assert fold.colorscale != growth.colorscale
    assert {trace.coloraxis for trace in figure.data} == {"coloraxis", "coloraxis2"}


def test_the_diverging_scales_are_symmetric_around_white():
    for scale in (LIGHT.fold_scale, LIGHT.growth_scale):
        assert scale[len(scale) // 2] == (0.5, "#ffffff")


def test_treatments_are_marked_like_a_blot():
    written = texts(story_matrix(TABLE, MATRIX))
    assert written.count("+") == 3 * len(GENOTYPES)
    assert written.count("−") == 3 * len(GENOTYPES)
    assert "lapatinib 1 µM" in written


def test_doses_that_differ_are_written_instead_of_plus():
    rows = TABLE.assign(treatment=TABLE["treatment"].replace(TREATMENTS[2], "lapatinib=30nM"))
    written = texts(story_matrix(rows, MATRIX))
    assert "30<br>nM" in written
    assert "1<br>µM" in written


def test_a_missing_cell_stays_empty():
    rows = TABLE[~((TABLE["genotype"] == "WT") & (TABLE["treatment"] == TREATMENTS[1]))]
    figure = story_matrix(rows, ["pERK"])
    assert figure.data[0].z[0].count(None) == 1
    assert figure.data[0].text[0].count("–") == 1


def test_the_matrix_takes_the_nearest_time():
    early = story_matrix(TABLE, MATRIX, hours=7)
    assert "6 h after" in early.layout.title.subtitle.text


def test_an_empty_table_is_refused():
    with pytest.raises(InvalidValue, match="empty"):
        story_matrix(TABLE.iloc[:0])


def test_long_titles_are_broken_and_given_room():
    short = story_matrix(TABLE, MATRIX, title="Short")
    long = story_matrix(TABLE, MATRIX, title="A finding with very many words " * 6)
    assert "<br>" in long.layout.title.text
    assert long.layout.margin.t > short.layout.margin.t


def test_dose_response_puts_untreated_cells_left_of_a_log_axis():
    figure = dose_response(doses(), "GR")
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.xaxis.ticktext[0] == "0"
    assert figure.layout.xaxis.title.text == "lapatinib (nM)"
    assert len(figure.data) == len(GENOTYPES)
    assert figure.data[0].x[1] is None, "no line from dose 0 to the first dose"


def test_dose_response_by_drug_for_one_genotype():
    rows = doses().query("genotype == 'WT'")
    both = pd.concat([rows, rows.assign(drug="everolimus")])
    figure = dose_response(both, "GR")
    assert [curve.name for curve in figure.data] == ["lapatinib", "everolimus"]
    assert figure.layout.xaxis.title.text == "Dose (nM)"


def test_dose_response_draws_intervals():
    rows = doses()
    rows = rows.assign(lower=rows["value"] - 0.1, upper=rows["value"] + 0.2)
    curve = dose_response(rows, "GR").data[0]
    assert curve.error_y.array[2] == pytest.approx(0.2)
    assert curve.error_y.arrayminus[2] == pytest.approx(0.1)


def test_dose_response_without_a_dose_is_refused():
    with pytest.raises(InvalidValue, match="dose"):
        dose_response(doses().assign(dose_nM=0.0), "GR")


@pytest.mark.parametrize("hours", [0.5, 1, 6, 24, 72, 168, 1000])
def test_time_axes_have_a_readable_number_of_ticks(hours):
    assert 2 <= hours / hour_step(hours) <= 8


def test_figures_leave_plotlys_own_default_alone():
    before = pio.templates.default
    time_course(TABLE, "pERK", theme=DARK)
    assert pio.templates.default == before


def test_dark_and_light_differ_in_colour_only():
    light, dark = story_matrix(TABLE, MATRIX), story_matrix(TABLE, MATRIX, theme=DARK)
    assert light.layout.template.layout.paper_bgcolor == LIGHT.paper
    assert dark.layout.template.layout.paper_bgcolor == DARK.paper
    assert texts(light) == texts(dark)


def test_small_print_is_put_below():
    assert "model x" in texts(time_course(one_genotype(), "pERK", note="model x"))


def matrix(genotypes=("WT", "PTEN_loss"), reversal=True):
    levels = (0.0, 1.0, 10.0, 100.0)
    rows = [
        (name, "a", "b", x, y, "GR", 1 - 0.004 * (x + y), 0.002 * (x + y), reversal and x > y > 0)
        for name in genotypes
        for x in levels
        for y in levels
    ]
    columns = ["genotype", "drug_a", "drug_b", "dose_a_nM", "dose_b_nM", "readout", "value"]
    columns += ["affected", "reversal"]
    return pd.DataFrame(rows, columns=columns).assign(hsa=0.01, bliss=-0.02, loewe=0.0, zip=0.3)


def isobole(additive=50.0):
    columns = ["genotype", "level", "affected", "dose_a_nM", "dose_b_nM", "additive_b_nM"]
    rows = [("WT", 0.5, 0.25, 0.0, 50.0, 50.0), ("WT", 0.5, 0.25, 60.0, 0.0, additive)]
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_combination_draws_response_excess_and_isobole(theme):
    figure = combination(matrix(), isobole(), reference="zip", theme=theme)
    maps = [trace for trace in figure.data if trace.type == "heatmap"]
    assert len(maps) == 4
    assert maps[0].z[3][0] == pytest.approx(0.6), "rows are doses of drug b"
    texts = [note.text for note in figure.layout.annotations]
    assert "<b>PTEN loss</b>" in texts and "not reached" in texts
    assert "excess<br>over ZIP" in figure.layout.coloraxis2.colorbar.title.text
    assert figure.layout.coloraxis2.cmax == pytest.approx(0.3)
    assert "wild type does to a alone" in figure.layout.title.subtitle.text


def test_combination_outlines_the_reversal_only_where_there_is_one():
    drawn = combination(matrix(), isobole(math.inf))
    bare = combination(matrix(reversal=False))
    assert any(trace.type == "scatter" and trace.x for trace in drawn.data)
    assert not any(trace.type == "scatter" and trace.x for trace in bare.data)


def test_combination_refuses_other_references_and_three_drugs():
    with pytest.raises(InvalidValue, match="reference is 'bloss'"):
        combination(matrix(), reference="bloss")
    with pytest.raises(InvalidValue, match="of two drugs"):
        combination(pd.concat([matrix(), matrix()]))


def test_dose_response_writes_potency_and_shades_what_patients_reach():
    rows = doses()
    genotypes = list(rows["genotype"].unique())
    half = [20.0, 2000.0, math.inf, math.nan][: len(genotypes)]
    fold = [1.0, 100.0, math.inf, math.nan][: len(genotypes)]
    summary = pd.DataFrame({"genotype": genotypes, "GR50_nM": half, "fold_resistance": fold})
    figure = dose_response(rows, "GR", summary=summary, clinical_nM=(4, 42))
    assert figure.data[0].name.endswith("GR50 20 nM")
    assert "as free in patients" in figure.layout.annotations[0].text
    shade = figure.layout.shapes[-1]
    assert (shade.x0, shade.x1) == (4, 42)


def test_an_interval_off_the_curve_is_a_band():
    rows = doses()
    rows = rows.assign(lower=rows["value"] + 0.1, upper=rows["value"] + 0.2)
    band = dose_response(rows, "GR").data[0]
    assert band.fill == "toself" and len(band.x) == len(band.y)
