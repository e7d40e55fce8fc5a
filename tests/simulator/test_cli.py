from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from her2sim import cli
from her2sim.cli.output import as_json
from her2sim.cli.progress import Progress
from her2sim.result import COLUMNS

TOY = str(Path(__file__).parents[1] / "toy" / "models" / "toy")
RUN = ["run", "--model", TOY, "--hours", "2"]


@pytest.fixture
def run(capsys):
    def call(*arguments: str) -> tuple[int, str, str]:
        status = cli.main([str(each) for each in arguments])
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def table(run):
    def call(*arguments: str) -> pd.DataFrame:
        status, out, err = run(*arguments, "--format", "json")
        assert (status, err) == (0, "")
        return pd.DataFrame(json.loads(out))

    return call


def names(frame: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(frame["scenario"]))


def test_help_is_immediate_and_names_every_command():
    begin = time.perf_counter()
    code = (
        "import sys\nfrom her2sim.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'pandas', 'numpy', 'roadrunner', 'plotly', 'libsbml'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for name in ("run", "timecourse", "experiments", "build", "lint", "dashboard"):
        assert name in done.stdout
    assert time.perf_counter() - begin < 5, "generous, as the machine may be busy"


def test_module_and_version():
    done = subprocess.run(
        [sys.executable, "-m", "her2sim", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("her2sim ")


def test_run_prints_a_summary_with_the_control(run):
    status, out, err = run(*RUN, "--genotype", "PTEN_loss", "--drug", "BLK=45nM")
    assert status == 0 and err == ""
    assert "PTEN_loss, untreated" in out and "PTEN_loss, blockin=45nM" in out
    assert "2.80x" in out and "PIP3_level (nM)" in out


def test_run_gives_the_full_table(table):
    frame = table(*RUN, "--drug", "blockin=45nM", "--readout", "GR,PIP3_level", "--readout", "PIP3")
    assert tuple(frame.columns) == COLUMNS
    assert names(frame) == ["WT, untreated", "WT, blockin=45nM"]
    assert list(dict.fromkeys(frame["readout"])) == ["GR", "PIP3_level", "PIP3"]
    assert len(frame) == 2 * 3 * 121


def test_genotypes_and_backgrounds_are_crossed(table):
    several = ("--genotype", "WT,PTEN_loss", "--genotype", "WT", "--background", "plain,rich")
    frame = table(*RUN, *several, "--drug", "blk=45nM", "--no-control", "--readout", "GR")
    assert names(frame) == [
        "WT, plain, blockin=45nM",
        "WT, rich, blockin=45nM",
        "PTEN_loss, plain, blockin=45nM",
        "PTEN_loss, rich, blockin=45nM",
    ]


def test_the_control_of_a_changed_cell_is_the_unchanged_one(table):
    frame = table(*RUN, "--knockdown", "PTEN=0.5", "--set", "k_on=2", "--readout", "GR")
    assert names(frame) == ["WT, untreated", "WT, PTEN at 0.5, k_on=2, untreated"]
    frame = table(*RUN, "--scale", "k_on=2", "--drug", "blk=1nM", "--readout", "GR")
    assert names(frame) == ["WT, k_on*2, untreated", "WT, k_on*2, blockin=1nM"]


def test_an_untreated_wild_type_is_its_own_control(table):
    assert names(table(*RUN, "--readout", "GR")) == ["WT, untreated"]


def test_foreign_models_need_no_genotype(run, tmp_path):
    path = tmp_path / "decay.ant"
    path.write_text("model decay()\n species S; S = 10; k = 1; a: S => ; k * S\nend\n")
    status, out, err = run("run", "--model", path, "--hours", "0.001", "--scale", "k=0.5")
    assert status == 0 and "decay" in out and "k*0.5" in out and "WT" not in out
    assert "warning: the model names no unit of time" in err


def test_start_initial(table):
    frame = table(*RUN, "--start", "initial", "--readout", "PIP3_level")
    assert frame["value"][0] == 0 and np.isnan(float(frame["relative"][0] or "nan"))


@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
def test_tables_are_written_whole(run, tmp_path, ending):
    out = tmp_path / "new" / f"table.{ending}"
    status, printed, err = run(*RUN, "--readout", "GR", "--out", out)
    assert status == 0 and f"wrote 121 rows to {out}" in err and "GR" in printed
    read = {"csv": pd.read_csv, "json": pd.read_json, "parquet": pd.read_parquet}[ending]
    assert tuple(read(out).columns) == COLUMNS and len(read(out)) == 121
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_parquet_carries_provenance(run, tmp_path):
    run(*RUN, "--readout", "GR", "--out", tmp_path / "t.parquet")
    assert pd.read_parquet(tmp_path / "t.parquet").attrs["start"] == "steady"


def test_figures_are_written(run, tmp_path):
    status, _, err = run(*RUN, "--readout", "GR", "--out", tmp_path / "course.html")
    assert status == 0 and "wrote the figure" in err
    assert "GR" in (tmp_path / "course.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rnu",), "Closest: 'run'"),
        (("run", "--modl", "x"), "Closest: '--model'"),
        (("run", "--model", "her3"), "her2"),
        ((*RUN, "--genotype", "PTEN_lost"), "Closest: 'PTEN_loss'"),
        ((*RUN, "--genotype", ""), "genotype"),
        ((*RUN, "--drug", "blockin"), "blockin"),
        ((*RUN, "--drug", "blokin=1nM"), "Closest: 'blockin'"),
        ((*RUN, "--drug", "blockin=-1nM"), "0 or above"),
        ((*RUN, "--drug", "blockin=1nM", "--drug", "BLK=1nM"), "once"),
        ((*RUN, "--knockdown", "PTEN=2"), "0 to 1"),
        ((*RUN, "--set", "k_onn=1"), "Closest: 'k_on'"),
        ((*RUN, "--set", "k_on"), "ID=VALUE"),
        ((*RUN, "--readout", "GRR"), "Closest: 'GR'"),
        ((*RUN, "--hours", "-1"), "hours"),
        ((*RUN, "--hours", "day"), "--hours"),
        ((*RUN, "--start", "warm"), "warm"),
        ((*RUN, "--out", "x.xls"), ".csv"),
        ((*RUN, "--out", "/proc/nowhere/x.csv"), "/proc/nowhere"),
        (("timecourse", "nowhere.xml", "--end", "1", "--steps", "1"), "nowhere.xml"),
        (("timecourse", TOY, "--end", "1", "--steps", "one"), "--steps"),
        (("timecourse", TOY, "--end", "1", "--steps", "2", "--variables", "PIP4"), "'PIP"),
        (("timecourse", TOY, "--steps", "2"), "--end"),
        (("build", "--model", "her3"), "her2"),
        (("experiments", "no_such_claim"), "no_such_claim"),
        (("dashboard", "--port", "0"), "65535"),
        ((), "COMMAND"),
    ],
)
def test_mistakes_are_one_line_and_status_two(run, arguments, said):
    status, out, err = run(*arguments)
    assert status == 2 and out == ""
    assert err.startswith("her2sim: error: ") and said in err
    assert len(err.strip().splitlines()) <= 2


def test_a_failing_scenario_is_a_warning_among_others_and_an_error_alone(run):
    failing = (*RUN, "--set", "k_make=-1", "--readout", "GR")
    status, out, err = run(*failing)
    assert status == 1 and "warning: scenario" in err and "WT, untreated" in out
    status, out, err = run(*failing, "--no-control")
    assert status == 2 and err.startswith("her2sim: error: Scenario") and out == ""


def test_timecourse_prints_and_writes(run, tmp_path):
    plain = ("timecourse", TOY, "--end", "10", "--steps", "4", "--variables", "PIP3,[PIP3]")
    status, out, _ = run(*plain, "--format", "csv")
    assert status == 0 and out.splitlines()[0] == "time,PIP3,[PIP3]"
    assert len(out.splitlines()) == 6
    status, out, _ = run(*plain, "--out", tmp_path / "t.csv")
    assert status == 0 and out == "" and len(pd.read_csv(tmp_path / "t.csv")) == 5


def test_build_and_lint_answer_with_their_status(run, tmp_path):
    folder = tmp_path / "models" / "toy"
    folder.parent.mkdir()
    for path in Path(TOY).parent.rglob("*"):
        target = folder.parent / path.relative_to(Path(TOY).parent)
        target.mkdir(exist_ok=True) if path.is_dir() else target.write_bytes(path.read_bytes())
    assert run("lint", "--model", folder)[0] == 0
    status, out, _ = run("build", "--check", "--model", folder)
    assert status == 1 and "does not exist" in out
    assert run("build", "--model", folder)[0] == 0
    assert run("build", "--check", "--model", folder)[0] == 0
    table = folder / "parameters.csv"
    table.write_text(table.read_text().replace("k_make,0.02", "k_make,0.03"))
    assert run("build", "--check", "--model", folder)[0] == 1
    table.write_text(table.read_text().replace("k_make,0.03", "k_make,5"))
    status, out, _ = run("lint", "--model", folder)
    assert status == 1 and "k_make" in out


def test_lint_reads_the_tables_that_only_some_questions_need(run, tmp_path):
    folder = tmp_path / "models" / "toy"
    shutil.copytree(Path(TOY).parent, folder.parent)
    steps = folder / "steps.csv"
    good = steps.read_text(encoding="utf-8")
    steps.write_text(good.replace(",step,", ",stop,", 1), encoding="utf-8")
    status, out, _ = run("lint", "--model", folder)
    assert status == 1 and "steps.csv" in out and "'stop'" in out
    steps.write_text(good, encoding="utf-8")
    header = "id,name,parameter,low,high,unit,uniprot,evidence,source,note\n"
    (folder / "ligands.csv").write_text(header + "L,x,nothing,1,2,nM,,,,\n", encoding="utf-8")
    status, out, _ = run("lint", "--model", folder)
    assert status == 1 and "ligands.csv, line 2" in out and "'nothing'" in out


def test_the_dashboard_is_found_by_its_entry_point(run, monkeypatch):
    calls = []

    class Found:
        @staticmethod
        def load():
            return lambda host, port: calls.append((host, port))

    def entry_points(*, group, name):
        return [Found] if (group, name) == ("her2sim.serve", "dashboard") else []

    monkeypatch.setattr("importlib.metadata.entry_points", entry_points)
    assert run("dashboard", "--host", "0.0.0.0", "--port", "9000")[0] == 0
    assert calls == [("0.0.0.0", 9000)]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: [])
    assert run("dashboard")[0] == 2


def test_an_interrupt_is_clean(run, monkeypatch):
    def interrupted(_given):
        raise KeyboardInterrupt

    monkeypatch.setattr("her2sim.cli.lint._run", interrupted)
    status, out, err = run("lint")
    assert (status, out, err) == (130, "", "her2sim: interrupted\n")


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="no SIGPIPE on this system")
def test_a_closed_pipe_is_silent():
    command = [sys.executable, "-m", "her2sim", *RUN, "--format", "csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_json_has_no_numbers_that_json_lacks():
    frame = pd.DataFrame({"a": [1.5, np.nan, np.inf], "b": [1, 2, 3], "c": ["x", "y", "µ"]})
    assert json.loads(as_json(frame)) == [
        {"a": 1.5, "b": 1, "c": "x"},
        {"a": None, "b": 2, "c": "y"},
        {"a": "inf", "b": 3, "c": "µ"},
    ]


def test_progress_shows_on_a_terminal_only(capsys, monkeypatch):
    with Progress("work") as progress:
        progress.show(1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with Progress("work") as progress:
        progress.show(1, 2)
    assert "1 of 2" in capsys.readouterr().err


def test_output_survives_a_terminal_without_the_signs():
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "her2sim", *RUN, "--readout", "GR"]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert b"1.00x  ????" in done.stdout
