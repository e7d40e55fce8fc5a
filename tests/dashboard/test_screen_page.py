"""The Screen page says what the analyses say, whatever is asked of it."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
import pytest
from her2sim import Dose, cli, screen, sensitivity, simulate
from her2sim import scan as scanned
from her2sim_dashboard.app import create_app
from her2sim_dashboard.jobs import Report, Stopped
from her2sim_dashboard.pages import page_at
from her2sim_dashboard.pages import screen as page
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.screening import answering, codes, scanning
from her2sim_dashboard.screening.finding import read_notes
from her2sim_dashboard.screening.grid import thresholds
from her2sim_dashboard.screening.labelling import placed
from her2sim_dashboard.state import to_query

MOST_BYTES = 60_000
DRUG = "d=lapatinib:168nM&t=72"
RICH = f"g=PIK3CA_H1047R&k=AKT1:0.5&l=HRG:1nM&{DRUG}"


def state_of(query, context):
    return parse_scenario(query, context).state


def shown(query, context):
    """What the page answers to the query of an address."""
    return answering.answering(parse_scenario(query, context), context)


def worked(job, query, context):
    """What a job returns, and the parts and progress it reported on the way."""
    report = Report()
    result = dict(job(state_of(query, context), context, report))
    json.dumps(result, allow_nan=False)
    lines = list(report.lines.queue)
    return result, [line["part"] for line in lines if "part" in line], lines


def table_of(content) -> pd.DataFrame:
    """A table of the page, with numbers where it holds numbers."""
    plain = [
        [cell.get("value", cell["text"]) if isinstance(cell, dict) else cell for cell in row]
        for row in content["rows"]
    ]
    return pd.DataFrame(plain, columns=[column["id"] for column in content["columns"]])


def test_the_ranking_is_that_of_the_analysis(her2):
    table = table_of(shown(DRUG, her2)["genes"]["table"])
    found = screen(her2.model, Dose("lapatinib", nM=168), background="HER2_amp").table
    assert table["gene"].tolist() == found["gene"].tolist()
    assert table["rank"].tolist() == found["rank"].tolist()
    for column in ("effect", "knockdown", "fitness"):
        np.testing.assert_allclose(table[column].astype(float), found[column], rtol=1e-12)


def test_what_the_scenario_has_already_is_part_of_the_ranking(her2):
    plain, rich = (shown(query, her2)["genes"]["finding"] for query in (DRUG, RICH))
    assert plain != rich
    code = codes.ranking_python(state_of(RICH, her2), her2)
    assert 'Knockdown("AKT1", 0.5)' in code and 'Set("HRG_serum", 1)' in code


def test_pten_is_among_the_first_under_the_inhibitor_and_the_notes_say_so(her2):
    genes = shown(DRUG, her2)["genes"]
    assert "PTEN" in table_of(genes["table"])["gene"].tolist()[:3]
    first = genes["notes"][0]
    assert first["gene"] == "PTEN" and first["verdict"] == "the model agrees"
    assert first["place"] == "PTEN ranks 1 of 39"
    assert first["source"][0].startswith("Eichhorn 2008")
    verdicts = {note["gene"]: note["verdict"] for note in genes["notes"][1:5]}
    assert verdicts["EIF4EBP1"] == "the model says otherwise"


@pytest.mark.parametrize(
    "query",
    [
        "scd=up&" + DRUG,
        "sco=pAKT_S473&" + DRUG,
        "d=everolimus:1nM",
        "d=lapatinib:168nM,everolimus:1nM",
    ],
)
def test_a_note_is_not_judged_by_another_question(her2, query):
    verdicts = {note["verdict"] for note in shown(query, her2)["genes"]["notes"]}
    assert verdicts == {"not asked here"}


def test_a_gene_that_the_cell_lacks_already_is_not_judged(her2):
    notes = shown("g=PTEN_loss&k=NF1:0.5&" + DRUG, her2)["genes"]["notes"]
    verdicts = {(note["gene"], note["verdict"]) for note in notes}
    assert {gene for gene, verdict in verdicts if verdict == "not asked here"} == {"PTEN", "NF1"}


def test_every_note_is_about_the_model_and_has_a_source(her2):
    for note in read_notes():
        assert note.gene in her2.catalogue.targets
        assert note.drug in her2.catalogue.names("drug")
        assert re.match(r".+ (19|20)\d\d", note.source)


def test_a_gene_leads_to_its_scenario(her2):
    genes = shown(RICH, her2)["genes"]
    cell = next(row[0] for row in genes["table"]["rows"] if row[0]["text"] == "PTEN")
    link = urlsplit(cell["page"])
    assert link.path == "/explore"
    there, here = state_of(link.query, her2), state_of(RICH, her2)
    assert {each.gene: each.left for each in there.cell.knockdowns} == {"PTEN": 0.2, "AKT1": 0.5}
    assert there.cell.doses == here.cell.doses and there.cell.genotype == here.cell.genotype
    again = next(row[0] for row in genes["table"]["rows"] if row[0]["text"] == "AKT1")
    assert "k=AKT1:0.1" in again["page"]
    rows = shown(f"scd=up&{DRUG}", her2)["genes"]["table"]["rows"]
    assert all(isinstance(row[0], str) for row in rows)


def test_without_a_drug_the_page_offers_the_dose_that_halves_growth(her2):
    answer = shown("t=48", her2)
    assert "nothing to resist" in answer["genes"]["problem"] and answer["genes"]["is_empty"]
    first = answer["quick"][0]
    assert first["why"] == "halves the growth of the wild type"
    state = state_of(urlsplit(first["href"]).query, her2)
    assert state.cell.doses[0].drug == her2.catalogue.drugs[0].id
    value = simulate(her2.model, state.cell.scenario("x"), hours=48, readouts=["GR"]).table
    assert value["value"].iloc[-1] == pytest.approx(0.5, abs=0.02)


def test_another_readout_needs_no_drug(her2):
    genes = shown("sco=pAKT_S473", her2)["genes"]
    assert "problem" not in genes
    assert "PTEN" in table_of(genes["table"])["gene"].tolist()[:3]


def test_intervals_come_in_parts_and_tell_how_often_a_gene_leads(her2):
    result, parts, lines = worked(answering.intervals, f"scn=50&{DRUG}", her2)
    assert len(parts) == 1 and "12 parameter sets" in parts[0]["sets"]
    assert result["sets"].startswith("PTEN is among the first 5 in ")
    assert "of 50 parameter sets" in result["sets"]
    table = table_of(result["table"]).set_index("gene")
    found = screen(her2.model, Dose("lapatinib", nM=168), sample=50)
    places = found.effects.iloc[:, 1:].rank(ascending=False, method="min")
    expected = float((places.loc["PTEN"] <= her2.limits.screen_leading).mean())
    assert table.loc["PTEN", "leading"] == pytest.approx(expected)
    assert table.loc["PTEN", "band"] == pytest.approx(found.table["lower"][0])
    done = [line["progress"][0] for line in lines if "progress" in line]
    assert done == sorted(done) and done[-1] == lines[-1]["progress"][1]
    assert "sample=50" in result["python"] and "--sample 50" in result["command"]


def test_pairs_are_those_of_the_analysis(toy):
    query = "d=blockin:5nM&t=2&sco=pAKT_fraction"
    result, _, _ = worked(answering.pairs, query, toy)
    row = table_of(result["table"]).iloc[0]
    assert row["gene"] == "PTEN + AKT1"
    assert row["interaction"] == pytest.approx(row["effect"] - row["expected"])
    assert result["table"]["rows"][0][0]["page"].startswith("/explore?")
    assert len(list(csv.DictReader(io.StringIO(result["file"])))) == 3


@pytest.mark.parametrize("method", ["local", "morris", "sobol"])
def test_the_sensitivity_is_that_of_the_analysis(toy, method):
    query = f"d=blockin:5nM&t=2&sco=PIP3_level&scs={method}&scr=4000&sck=5"
    result, _, _ = worked(answering.ranked_parameters, query, toy)
    state = state_of(query, toy)
    more = {} if method == "local" else {"runs": 4000, "spread": 0.25}
    found = sensitivity(
        toy.model, state.cell.scenario("x"), "PIP3_level", method=method, hours=2, **more
    )
    leading = {"local": "slope", "morris": "mu_star", "sobol": "ST"}[method]
    rows = found.table[found.table["measure"] == leading]
    table = table_of(result["table"])
    assert table["id"].tolist() == rows["parameter"].tolist()
    np.testing.assert_allclose(table[leading].astype(float), rows["value"], rtol=1e-9)
    assert sum(len(trace["y"]) for trace in result["chart"]["data"]) in (5, 10)
    assert result["table"]["rows"][0][0]["page"].startswith("/model?")
    file = pd.read_csv(io.StringIO(result["file"]))
    np.testing.assert_allclose(file["value"], found.table["value"])


def test_arms_are_ranked_without_what_belongs_to_parameters(toy):
    query = "d=blockin:5nM&t=2&sco=PIP3_level&scs=sobol&scb=arm&scr=4000"
    result, _, _ = worked(answering.ranked_parameters, query, toy)
    assert [column["id"] for column in result["table"]["columns"]][-1] == "S1"
    assert result["finding"].startswith("The arm ")


def test_a_long_sensitivity_shows_what_it_has_until_it_is_stopped(her2):
    seen = []

    class Leaving(Report):
        def part(self, found):
            seen.append(found)
            self.stopped.set()

    query = f"{DRUG}&sct=parameters&scs=morris"
    with pytest.raises(Stopped):
        answering.ranked_parameters(state_of(query, her2), her2, Leaving())
    assert len(seen) == 1 and "so far" in seen[0]["note"]
    assert seen[0]["table"]["rows"]


def test_a_scan_is_that_of_the_scan_command_and_comes_in_rows(her2):
    query = f"{RICH}&scx=knockdown.PTEN&scy=drug.trastuzumab&scg=9"
    state = state_of(query, her2)
    result, parts, _ = worked(answering.scanned, query, her2)
    assert len(parts) == 1 and "72 of 81" in parts[0]["note"]
    table = scanned(scanning.specification(state, her2), workers=0).to_pandas()
    grid = table.pivot_table(index="trastuzumab_nM", columns="PTEN_left", values="value")
    heat = np.array(result["chart"]["data"][0]["z"], dtype=float)
    np.testing.assert_allclose(heat, grid.to_numpy(), rtol=1e-3, atol=1e-4)
    rows = list(csv.DictReader(io.StringIO(result["file"])))
    assert len(rows) == 81
    assert {"knockdown.PTEN (1)", "drug.trastuzumab (ug/mL)", "GR"} <= set(rows[0])
    assert rows[0]["treatment"] == "lapatinib=168nM" and rows[0]["knockdowns"] == "AKT1 at 0.5"
    whole = [trace for trace in result["chart"]["data"] if trace["type"] == "contour"]
    assert {trace["contours"]["start"] for trace in whole} <= {0.1, 0.5, 0.85}


def test_a_scan_is_called_after_what_it_leaves_fixed(her2):
    query = f"sct=scan&scx=drug.lapatinib&scy=knockdown.PTEN&{DRUG}"
    assert shown(query, her2)["sentence"].endswith(
        "with no mutation, at varied doses of lapatinib and levels of PTEN, after 72\u00a0h."
    )
    rest = shown(query.replace("drug.lapatinib", "set.K_death"), her2)["sentence"]
    assert "on lapatinib 168\u00a0nM, at varied levels of K_death and" in rest


def test_thresholds_are_those_of_the_verdict(her2):
    growth = her2.catalogue.readout("GR")
    rules = {rule.threshold for rule in her2.rules if rule.quantity == "value"}
    assert rules < {each.value for each in thresholds(growth, her2)}
    assert thresholds(her2.catalogue.readout("pERK"), her2) == []


@pytest.mark.parametrize(
    ("settings", "left", "doses"),
    [
        ("scx=knockdown.PTEN&scy=drug.trastuzumab&scc=2.3", {"PTEN": 0.25}, 2),
        ("scx=drug.lapatinib&scy=drug.everolimus&scc=99.0", {}, 2),
    ],
)
def test_a_point_of_a_scan_leads_to_its_scenario(her2, settings, left, doses):
    answer = shown(f"{DRUG}&sct=scan&scg=9&{settings}", her2)
    there = state_of(urlsplit(answer["scan"]["picked"]["href"]).query, her2)
    assert {each.gene: each.left for each in there.cell.knockdowns} == left
    assert len(there.cell.doses) == doses


def test_a_parameter_has_no_scenario_to_open(her2):
    picked = shown("sct=scan&scx=set.K_death&scy=drug.lapatinib&scc=0.0", her2)["scan"]["picked"]
    assert picked["href"] is None and "no input for K_death" in picked["cannot"]


@pytest.mark.parametrize(
    "query",
    ["", DRUG, f"sct=parameters&{DRUG}", f"sct=scan&{DRUG}", f"sct=scan&scg=40&scc=3.3&{RICH}"],
)
def test_answers_are_small(her2, query):
    assert len(json.dumps(shown(query, her2), allow_nan=False)) <= MOST_BYTES


FORGED = [
    "sct=nowhere&scl=-5&scu=1e400&scn=99999&scg=100000&sck=nan",
    "sct=scan&scx=drug.lapatinib&scy=drug.nothing&scc=9999999999999",
    "sct=scan&scx=knockdown.__class__&scg=4&scc=-1.-1",
    "sct=parameters&scs=<script>&scr=1&scw=0",
    "sco=../../etc/passwd&d=blockin:NaN",
    "scl=%00&scp=2&t=-1&sct=genes&d=blockin:5nM",
]


@pytest.mark.parametrize("query", FORGED)
def test_forged_posts_are_answered_in_words(ask, query):
    answer = ask("/screen", query)
    assert answer.status_code == 200
    data = answer.json
    assert data["problems"] and data[data["part"]]


@pytest.mark.parametrize("query", [*FORGED, "d=blockin:5nM&scx=drug.blockin&scy=drug.blockin"])
@pytest.mark.parametrize("job", ["intervals", "pairs", "sensitivity", "scan"])
def test_forged_jobs_end_with_a_result_or_with_words(client, job, query):
    answer = client.get(f"/screen/{job}.stream?{query}")
    assert answer.status_code == 200
    last = json.loads(answer.text.strip().splitlines()[-1])
    assert "reference" not in last.get("error", "")
    assert set(last) & {"result", "error"}


def test_the_same_axis_twice_is_told(her2):
    query = "sct=scan&scx=drug.lapatinib&scy=drug.lapatinib"
    assert "vary the same" in shown(query, her2)["scan"]["problem"]


def test_only_short_work_starts_by_itself(her2):
    def starts(query):
        return shown(query, her2)[query.split("&")[0].removeprefix("sct=")]["job"]["by_itself"]

    assert starts(f"sct=parameters&{DRUG}") and not starts(f"sct=parameters&scs=sobol&{DRUG}")
    assert starts(f"sct=scan&{DRUG}")


def test_the_download_is_the_whole_screen(her2):
    client = create_app("her2").server.test_client()
    answer = client.get(f"/screen.csv?{DRUG}")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.mimetype == "text/csv" and len(rows) == 39
    assert rows[0]["gene"] == "PTEN" and rows[0]["treatment"] == "lapatinib=168nM"
    assert rows[0]["sha256"] == her2.model.sha256
    nothing = client.get("/screen.csv")
    assert nothing.status_code == 422 and "No gene moves GR" in nothing.text


def run_python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_ranking_can_be_taken_along(her2, tmp_path, capsys):
    genes = shown(RICH, her2)["genes"]
    best = genes["table"]["rows"][0][0]["text"]
    assert best in run_python(genes["python"])
    words = genes["command"].split()[1:]
    assert cli.main([*words, "--out", str(tmp_path / "s.csv")]) == 0
    written = pd.read_csv(tmp_path / "s.csv")
    table = table_of(genes["table"])
    np.testing.assert_allclose(table["effect"].astype(float), written["effect"], atol=1e-9)


def test_the_sensitivity_can_be_taken_along(her2, tmp_path, capsys):
    query = f"sct=parameters&{RICH}"
    answer = shown(query, her2)["parameters"]
    result, _, _ = worked(answering.ranked_parameters, query, her2)
    best = table_of(result["table"])["id"][0]
    assert best in run_python(answer["python"])
    assert cli.main([*answer["command"].split()[1:], "--out", str(tmp_path / "s.csv")]) == 0
    written, file = pd.read_csv(tmp_path / "s.csv"), pd.read_csv(io.StringIO(result["file"]))
    np.testing.assert_allclose(written["value"], file["value"], rtol=1e-6)
    by_range = codes.sensitivity_command(state_of("scs=sobol&scb=arm&scr=4000", her2), her2)
    assert "--method sobol --by arm --runs 4000 --spread 0.25" in by_range


def test_the_scan_can_be_taken_along(her2, tmp_path):
    query = f"sct=scan&scg=4&scx=set.K_death&{RICH}"
    answer = shown(query, her2)["scan"]
    result, _, _ = worked(answering.scanned, query, her2)
    file = pd.read_csv(io.StringIO(result["file"]))
    assert "16 rows" in run_python(answer["python"])
    command = answer["command"].replace("her2sim scan", f"{sys.executable} -m her2sim scan")
    subprocess.run(command, shell=True, cwd=tmp_path, check=True, timeout=180, capture_output=True)
    from her2sim import open_scan

    table = open_scan(tmp_path / "scan").to_pandas()
    np.testing.assert_allclose(sorted(table["value"]), sorted(file["GR"]), rtol=1e-9)


def test_names_of_points_lie_on_nothing():
    points = [(100.0, 100.0), (103.0, 101.0), (300.0, 50.0)]
    found = placed(["FIRST", "SECOND", "ALONE"], points, [0, 1, 2])
    assert found[2] == "top center"
    assert found[0] != found[1]
    crowd = [(100.0 + x, 100.0 + y) for x in range(0, 60, 6) for y in range(0, 60, 6)]
    assert 44 not in placed([f"G{n}" for n in range(100)], crowd, [44])


def test_the_page_is_in_the_menu_and_keeps_its_settings(her2):
    assert page_at("/screen") is page
    query = f"{DRUG}&sct=scan&scx=knockdown.PTEN&scy=set.K_death&scg=9&scc=1.2&scl=10&scd=up"
    state = state_of(query, her2)
    assert state_of(to_query(state), her2) == state
    assert state.setting("scx") == "knockdown.PTEN"
