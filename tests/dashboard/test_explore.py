"""What the Explore page shows follows from its address, in one callback."""

from __future__ import annotations

from pathlib import Path

import her2sim_dashboard
import pandas as pd
import pytest
from dash._utils import to_json
from her2sim_dashboard import wording
from her2sim_dashboard.answer import answer_of
from her2sim_dashboard.charts import LINES
from her2sim_dashboard.doses import slider_position, slider_stops
from her2sim_dashboard.pages import PAGES, explore, page_at
from her2sim_dashboard.parsing import parse_scenario
from her2sim_dashboard.runs import compared_scenarios
from her2sim_dashboard.view import view_of

MOST_BYTES = 60_000


def page_text(page) -> str:
    return to_json(page)


def seen(query, context):
    """What is shown for the query of an address."""
    return view_of(parse_scenario(query, context), context)


def test_pages_have_what_a_page_needs():
    for page in PAGES:
        assert page.PATH.startswith("/")
        assert page.TITLE
        assert page_at(page.PATH) is page
    assert page_at("/nowhere") is None


def test_the_sentence_is_the_first_text_after_the_heading(toy):
    page = page_text(explore.layout("g=PTEN_loss&d=blockin:100", toy))
    assert page.index('"type":"H1"') < page.index('"id":"sentence"') < page.index("Predicted by")
    answer = answer_of(seen("g=PTEN_loss&d=blockin:100", toy), toy, "/explore")
    assert answer["sentence"] == (
        "Plain cell with PTEN loss, on blockin 100\u00a0nM for 24\u00a0h."
    )


def test_an_untreated_wild_type_is_called_so(her2):
    answer = answer_of(seen("k=AKT1:0.25", her2), her2, "/explore")
    assert answer["sentence"].endswith(
        "with no mutation and AKT1 reduced to 25 %, untreated for 24\u00a0h."
    )


def test_the_four_cells_compared(her2):
    view = seen("g=PTEN_loss&d=lapatinib:1uM&k=AKT1:0.5", her2)
    cells = compared_scenarios(view.state.cell)
    assert {
        name: (str(cell.genotype), cell.treatment_label, len(cell.knockdowns))
        for name, cell in cells.items()
    } == {
        "cell": ("PTEN_loss", "lapatinib=1uM", 1),
        "untreated": ("PTEN_loss", "none", 1),
        "wild_type": ("WT", "lapatinib=1uM", 0),
        "reference": ("WT", "none", 0),
    }


def test_comparisons_are_drawn_dashed_and_the_cell_solid(toy):
    chart = seen("d=blockin:100", toy).charts[0]
    dashes = [trace["line"]["dash"] for trace in chart.figure["data"]]
    assert dashes == ["solid", "dot", "dash"]
    assert [trace["name"] for trace in chart.figure["data"]] == [line.name for line in LINES]


def test_amounts_are_multiples_of_the_untreated_wild_type(toy):
    charts = {chart.readout.id: chart for chart in seen("d=blockin:100", toy).charts}
    lipid = charts["PIP3_level"]
    assert lipid.figure["data"][0]["y"][0] == pytest.approx(1.0, rel=1e-3)
    assert lipid.axis == "× untreated wild type"
    in_units = {chart.readout.id: chart for chart in seen("y=unit", toy).charts}["PIP3_level"]
    assert in_units.axis == "nM"
    assert charts["GR"].axis == ""


def test_a_run_is_simulated_once(toy, monkeypatch):
    from her2sim_dashboard import runs

    simulated: list[int] = []
    real = runs.simulate_many

    def counted(model, scenarios, *rest, **more):
        simulated.append(len(scenarios))
        return real(model, scenarios, *rest, **more)

    monkeypatch.setattr(runs, "simulate_many", counted)
    seen("d=blockin:77.7", toy)
    before = sum(simulated)
    assert before <= 2
    seen("g=PTEN_loss&d=blockin:77.7", toy)
    seen("d=blockin:77.7", toy)
    seen("d=blockin:77.74", toy)
    assert sum(simulated) <= before + 2


def test_an_unsolvable_scenario_is_a_message(toy, monkeypatch):
    from her2sim_dashboard import runs

    monkeypatch.setattr(
        runs, "_simulated", lambda context, cells, hours: ["no end in sight"] * len(cells)
    )
    view = seen("d=blockin:33.3", toy)
    assert "could not be solved" in view.problems[-1]
    assert view.verdict.label == "No verdict"
    answer = answer_of(view, toy, "/explore")
    assert answer["charts"] == []
    assert answer["readouts"] == []


def test_the_answer_is_the_same_posted_or_got_and_within_the_budget(ask, client):
    query = "g=PTEN_loss&d=blockin:100"
    answer = ask("/explore", query)
    assert answer.status_code == 200
    assert len(answer.data) <= MOST_BYTES
    assert answer.json["query"].startswith("g=PTEN_loss&b=plain&d=blockin:100nM")
    assert client.get(f"/explore.json?{query}").json == answer.json


def test_the_real_model_stays_within_the_budget(her2):
    query = "g=PTEN_loss,PIK3CA_H1047R&d=lapatinib:1uM,everolimus:20,dactolisib:500"
    assert len(page_text(answer_of(seen(query, her2), her2, "/explore"))) <= MOST_BYTES


def test_noise_is_no_change(her2):
    answer = answer_of(seen("", her2), her2, "/explore")
    rows = {row[0]: row for _, rows in answer["readouts"] for row in rows}
    assert all(row[2] in ("1.0× =", "–") for row in rows.values())
    assert {row[3] for row in rows.values()} == {"same"}


def test_a_change_of_sign_has_no_fold(her2):
    answer = answer_of(seen("d=lapatinib:10uM,dactolisib:1uM", her2), her2, "/explore")
    rows = {row[0]: row for _, rows in answer["readouts"] for row in rows}
    assert rows["GR value"][2:4] == ("sign changes", "same")


def test_python_copied_from_the_page_gives_the_page_s_numbers(her2, tmp_path):
    view = seen("g=PTEN_loss&d=lapatinib:1uM,trastuzumab:10&k=AKT1:0.5&r=GR&t=6", her2)
    names: dict[str, object] = {}
    code = wording.as_python(view.state, her2).replace("print(result.table)", "")
    exec(code, names)
    table = names["result"].final()
    mine = table[(table.scenario == "this cell, treated") & (table.readout == "GR")]
    assert mine.value.item() == pytest.approx(view.ends.cell["GR"], rel=1e-4)


def test_the_command_copied_from_the_page_names_everything(her2):
    view = seen("g=PTEN_loss&d=lapatinib:1uM,trastuzumab:10&k=AKT1:0.5&r=GR&t=6", her2)
    assert wording.as_command(view.state, her2) == (
        "her2sim run --model her2 --genotype PTEN_loss --background HER2_amp --knockdown AKT1=0.5 "
        "--drug lapatinib=1uM --drug trastuzumab=10ug/mL --hours 6 --readout GR"
    )


def test_csv_holds_every_readout_of_every_cell(client, toy, tmp_path):
    answer = client.get("/explore.csv?g=PTEN_loss&d=blockin:100&t=5")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    file = tmp_path / "download.csv"
    file.write_bytes(answer.data)
    table = pd.read_csv(file)
    assert len(table) == 4 * len(toy.model.readouts) * toy.limits.points
    assert table.time_h.max() == 5
    assert set(table.model_sha256) == {toy.model.sha256}
    reference = table[table.scenario == "wild type, untreated"]
    assert (reference.relative.dropna() == 1).all()


def test_slider_positions_cover_the_range(her2):
    for drug in her2.catalogue.drugs:
        stops = slider_stops(drug, her2.limits)
        assert slider_position(0, drug, her2.limits) == 0
        assert slider_position(drug.low, drug, her2.limits) == pytest.approx(1)
        assert slider_position(drug.high, drug, her2.limits) == pytest.approx(stops)


def test_heavy_drugs_are_dosed_by_mass(her2):
    units = {drug.id: drug.units[0] for drug in her2.catalogue.drugs}
    assert units["trastuzumab"] == "ug/mL"
    assert units["lapatinib"] == "nM"


def test_whatever_the_model_offers_is_on_the_page(toy):
    page = page_text(explore.layout("", toy))
    for gene in toy.catalogue.genes:
        for mutation in gene.mutations:
            assert mutation.id in page
    for readout in toy.catalogue.readouts:
        assert readout.label in page
    for drug in toy.catalogue.drugs:
        assert drug.row.name in page


def test_the_dashboard_names_no_gene_and_no_drug(her2):
    folder = Path(her2sim_dashboard.__file__).parent
    model = her2.model
    names = {each.id for each in (*model.drugs, *model.mutations)}
    names |= {gene.gene for gene in model.genes}
    for file in [*folder.rglob("*.py"), *folder.glob("assets/[1-9]*.js")]:
        lines = file.read_text(encoding="utf-8").splitlines()
        # Docstrings may give examples.
        code = "\n".join(line for line in lines if '"""' not in line and "``" not in line)
        assert not [name for name in names if f'"{name}"' in code], file
