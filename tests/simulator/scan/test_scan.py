"""The table that a scan gives, in this process; what others do to it is tested elsewhere."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow.dataset as ds
import pytest
from her2sim import Dose, Genotype, Scenario, Set, cli, load_model, open_scan, scan, simulate
from her2sim.cli.progress import Progress
from her2sim.errors import SimulationFailed, UserMistake
from her2sim.scan.folder import start_folder
from her2sim.scan.part import Part, part_bytes
from her2sim.scan.points import checked_points
from her2sim.scan.running import run_missing
from her2sim.scan.spec import parse_spec
from her2sim.scan.worker import Outcome, Task

TOY = str(Path(__file__).parents[2] / "toy" / "models" / "toy")
SPEC = {
    "model": TOY,
    "times_h": [0.5, 2],
    "readouts": ["GR", "PIP3_level"],
    "axes": {
        "genotype": ["WT", "PTEN_loss"],
        "drug": {"blockin": {"from": "1nM", "to": "1uM", "points": 4, "scale": "log"}},
    },
    "sample": {"points": 3, "set": {"k_on": "range"}},
}


def bytes_of(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(path.glob("*.parquet"))}


def test_rows_are_those_of_single_simulations():
    view = scan(SPEC, workers=0)
    table = view.to_pandas()
    assert tuple(table.columns) == view.columns
    assert len(table) == len(view) == view.points * 2 * 2 == 2 * 4 * 3 * 4
    assert (table["status"] == "ok").all() and (table["message"] == "").all()
    assert table["point"].is_monotonic_increasing
    assert table.groupby("scenario")["point"].nunique().eq(1).all()
    wanted = table[(table["point"] == 13)]
    first = wanted.iloc[0]
    assert (first["genotype"], first["background"]) == ("PTEN_loss", "plain")
    assert first["treatment"] == "blockin=10nM" and first["blockin_nM"] == 10
    arm = Scenario("arm", Genotype("PTEN_loss"), treatment=(Dose("blockin", nM=10),))
    extra = (Set("k_on", float(first["k_on"])),)
    single = simulate(
        load_model(TOY), arm, times_h=[0.5, 2], readouts=SPEC["readouts"], extra=extra
    ).table
    for column in ("readout", "time_h", "unit"):
        assert wanted[column].tolist() == single[column].tolist()
    for column in ("value", "relative"):
        assert np.allclose(wanted[column], single[column], rtol=1e-4)


def test_results_do_not_depend_on_the_size_of_parts(tmp_path):
    whole = scan(SPEC, tmp_path / "a", workers=0, chunk=100).to_pandas()
    small = scan(SPEC, tmp_path / "b", workers=0, chunk=5).to_pandas()
    pd.testing.assert_frame_equal(whole, small, rtol=1e-9)


def test_views_read_only_what_is_asked_for(tmp_path):
    scan(SPEC, tmp_path / "a", workers=0, chunk=5)
    view = open_scan(tmp_path / "a")
    assert view.complete and view.failures.empty
    some = view.to_pandas(["point", "value"], {"readout": "GR", "genotype": ["WT"], "time_h": 2.0})
    assert list(some.columns) == ["point", "value"] and len(some) == 12
    high = view.to_pandas(["blockin_nM"], ds.field("blockin_nM") > 50)
    assert set(high["blockin_nM"]) == {100.0, 1000.0}
    parts = list(view.parts(["value"]))
    assert len(parts) == 5 and sum(map(len, parts)) == len(view)
    with pytest.raises(UserMistake, match="Closest: 'value'"):
        view.to_pandas(["valu"])
    with pytest.raises(UserMistake, match="filter is 'GR'"):
        view.to_pandas(filter="GR")


def test_a_temporary_folder_lives_as_long_as_its_view():
    view = scan({"model": TOY, "hours": 1, "readouts": ["GR"]}, workers=0)
    path = view.path
    assert view.points == 1 and path.is_dir()
    del view
    assert not path.exists()


def test_what_fails_is_a_row_with_a_message():
    # The mutation sets K_inh, and so does the axis: that one combination cannot be.
    axes = {"genotype": ["WT", "PI3K_strong"], "set": {"K_inh": [1, 2]}}
    raw = {"model": TOY, "hours": 1, "readouts": ["GR", "PIP3"], "axes": axes}
    view = scan(raw, workers=0)
    table = view.to_pandas()
    failed = table[table["genotype"] == "PI3K_strong"]
    assert (failed["status"] == "failed").all() and failed["value"].isna().all()
    assert failed["message"].str.contains("set by one of them only").all()
    assert table[table["genotype"] == "WT"]["value"].notna().all()
    assert len(table) == 8 and view.failures["point"].tolist() == [2, 3]


def test_solver_failures_are_rows_too():
    raw = {
        "model": TOY,
        "hours": 1,
        "readouts": ["GR"],
        "axes": {"set": {"PIP_tot": [1, -1e300, 2]}},
    }
    table = scan(raw, workers=0).to_pandas()
    assert table["status"].tolist() == ["ok", "failed", "ok"]
    assert table["message"].iloc[1]


def test_foreign_models_have_neither_genotypes_nor_reference(tmp_path):
    file = tmp_path / "decay.ant"
    file.write_text("model decay\n  species S\n  S = 10\n  k = 0.001\n  S -> ; k*S\nend\n")
    raw = {"model": str(file), "hours": 1, "readouts": ["S"], "axes": {"set": {"k": [0.001, 0]}}}
    table = scan(raw, workers=0).to_pandas()
    assert table["value"].to_numpy() == pytest.approx([10 * np.exp(-3.6), 10], rel=1e-3)
    assert table["relative"].isna().all()
    assert table["scenario"].tolist() == ["k=0.001", "k=0"]


def test_a_used_folder_is_refused_without_resume(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UserMistake, match="resumed with --resume"):
        scan(SPEC, tmp_path, workers=0)
    with pytest.raises(UserMistake, match="one that a scan wrote"):
        scan(SPEC, tmp_path, workers=0, resume=True)
    with pytest.raises(UserMistake, match="one that a scan wrote"):
        open_scan(tmp_path)


def test_resuming_makes_missing_and_broken_parts_and_no_others(tmp_path):
    out = tmp_path / "out"
    scan(SPEC, out, workers=0, chunk=5)
    whole = bytes_of(out)
    names = sorted(whole)
    (out / names[1]).unlink()
    (out / names[2]).write_bytes(whole[names[2]][:-20])
    (out / names[3]).write_bytes(whole[names[0]])
    (out / f"{names[1]}.tmp").write_bytes(b"half")
    untouched = (out / names[0]).stat().st_mtime_ns
    assert not open_scan(out).complete
    seen: list[tuple[int, int]] = []
    view = scan(SPEC, out, workers=0, resume=True, progress=lambda *now: seen.append(now))
    assert view.complete and bytes_of(out) == whole and not list(out.glob("*.tmp"))
    assert (out / names[0]).stat().st_mtime_ns == untouched
    assert seen == [(9, 24), (14, 24), (19, 24), (24, 24)]


def test_resuming_an_empty_folder_begins(tmp_path):
    assert scan(SPEC, tmp_path / "new", workers=0, resume=True).complete


def test_another_specification_refuses_to_resume(tmp_path):
    scan(SPEC, tmp_path / "out", workers=0)
    other = {**SPEC, "readouts": ["GR"], "seed": 4}
    with pytest.raises(UserMistake, match=r"readouts was .*GR.*PIP3_level.*; seed was 0, now 4"):
        scan(other, tmp_path / "out", workers=0, resume=True)
    with pytest.raises(UserMistake, match=r"--chunk is 7; it must be 24"):
        scan(SPEC, tmp_path / "out", workers=0, resume=True, chunk=7)


def test_an_edited_model_refuses_to_resume(tmp_path):
    shutil.copytree(Path(TOY).parent, tmp_path / "models")
    raw = {**SPEC, "model": str(tmp_path / "models" / "toy")}
    scan(raw, tmp_path / "out", workers=0)
    table = tmp_path / "models" / "toy" / "parameters.csv"
    table.write_text(table.read_text().replace("k_off,0.01,", "k_off,0.02,"))
    with pytest.raises(UserMistake, match="content of model 'toy' changed"):
        scan(raw, tmp_path / "out", workers=0, resume=True)


def test_other_versions_refuse_to_resume(tmp_path):
    scan(SPEC, tmp_path / "out", workers=0)
    manifest = tmp_path / "out" / "manifest.json"
    content = json.loads(manifest.read_text())
    assert content["complete"] and content["parts"] == {"total": 1, "done": "0"}
    content["versions"]["numpy"] = "1.0"
    manifest.write_text(json.dumps(content))
    with pytest.raises(UserMistake, match=r"numpy was 1.0, now "):
        scan(SPEC, tmp_path / "out", workers=0, resume=True)


@pytest.mark.parametrize("options", [{"workers": -1}, {"chunk": 0}])
def test_impossible_options_are_refused(options):
    with pytest.raises(UserMistake, match="it must be a whole number"):
        scan(SPEC, **options)


class Fragile:
    """Workers that end whenever a task holds a point that they cannot stand."""

    slots = 3

    def __init__(self, points, fingerprint: str, deadly: set[int]):
        self.points, self.fingerprint, self.deadly = points, fingerprint, deadly
        self.tasks: list[Task] = []
        self.most = 0

    def submit(self, task: Task) -> None:
        self.tasks.append(task)
        self.most = max(self.most, len(self.tasks))

    def wait(self) -> list[Outcome]:
        task = self.tasks.pop(0)
        part = task.part
        if (self.deadly - set(part.lost)) & set(range(part.first, part.stop)):
            return [Outcome(task, None, "the process ended (SIGSEGV)")]
        return [Outcome(task, part_bytes(self.points, part, self.fingerprint))]

    def close(self) -> None:
        pass


def fragile_scan(path: Path, deadly: set[int]) -> Fragile:
    points = checked_points(parse_spec(SPEC), load_model(TOY))
    folder = start_folder(path, points, 6, False)
    workers = Fragile(points, folder.identity.fingerprint, deadly)
    run_missing(folder, workers)
    return workers


def test_points_that_end_their_process_are_recorded_and_no_others_lost(tmp_path):
    workers = fragile_scan(tmp_path / "out", {7, 8, 20})
    assert workers.most == 3, "few parts under way at a time"
    view = open_scan(tmp_path / "out")
    assert view.complete and view.failures["point"].tolist() == [7, 8, 20]
    assert view.failures["message"].str.contains("SIGSEGV").all()
    good = scan(SPEC, tmp_path / "good", workers=0).to_pandas(
        filter=~ds.field("point").isin([7, 8, 20])
    )
    pd.testing.assert_frame_equal(view.to_pandas(filter={"status": "ok"}), good, rtol=1e-9)


def test_workers_that_never_do_anything_end_the_scan(tmp_path):
    with pytest.raises(SimulationFailed, match="No worker got anything done in 10 attempts"):
        fragile_scan(tmp_path / "out", set(range(24)))


def test_a_part_without_any_point_left_still_has_its_rows():
    points = checked_points(parse_spec(SPEC), load_model(TOY))
    content = part_bytes(points, Part(0, 0, 2, dict.fromkeys(range(2), "lost")), "x")
    table = pd.read_parquet(io.BytesIO(content))
    assert len(table) == 8 and (table["message"] == "lost").all()


@pytest.fixture
def judged_toy(tmp_path) -> str:
    """The toy with a rule that about half of its parameter sets fulfil."""
    shutil.copytree(Path(TOY).parent, tmp_path / "models")
    rules = "readout,over,lower,upper,unit,evidence,source,note\n"
    rule = "pAKT_fraction,,0.5,1,1,assumed,made up,most is on\n"
    (tmp_path / "models" / "toy" / "physiology.csv").write_text(rules + rule)
    return str(tmp_path / "models" / "toy")


def test_an_ensemble_is_physiological_kept_and_the_same_when_resumed(judged_toy, tmp_path):
    raw = {"model": judged_toy, "times_h": [0], "readouts": ["pAKT_fraction"], "ensemble": 6}
    view = scan(raw, tmp_path / "out", workers=0, chunk=2)
    table, sets = view.to_pandas(), view.ensemble
    assert view.columns[:2] == ("point", "sample") and len(table) == len(sets) == 6
    assert (table["value"] >= 0.5).all() and table["value"].nunique() == 6
    assert table["scenario"].tolist() == [f"WT, untreated, sample {n}" for n in range(6)]
    whole = bytes_of(tmp_path / "out")
    (tmp_path / "out" / "part-0000001.parquet").unlink()
    assert scan(raw, tmp_path / "out", workers=0, resume=True).complete
    assert bytes_of(tmp_path / "out") == whole


def test_the_command_tells_points_failures_and_where_they_are(tmp_path, capsys):
    spec, out = tmp_path / "spec.toml", tmp_path / "out"
    spec.write_text(
        f"model = {TOY!r}\nhours = 1\nreadouts = ['GR']\n"
        "[axes]\ngenotype = ['WT', 'PI3K_strong']\nset.K_inh = [1, 2]\n"
    )
    assert cli.main(["scan", str(spec), "--out", str(out), "--workers", "0"]) == 0
    stdout, stderr = capsys.readouterr()
    assert stdout == f"4 points, 4 rows in {out}\n"
    assert stderr.startswith("4 points: 2 genotype x 2 set.K_inh\n")
    assert "warning: 1 of 4 points failed: the value of K_inh is" in stderr
    assert cli.main(["scan", str(spec), "--out", str(out)]) == 2
    assert "her2sim: error: the folder is" in capsys.readouterr().err
    spec.write_text("axes = 3")
    assert cli.main(["scan", str(spec), "--out", str(out)]) == 2
    assert f"axes is 3; it must be a table. Change it in {spec}." in capsys.readouterr().err


def test_progress_tells_the_time_left(monkeypatch, capsys):
    clock = iter([0.0, 10.0, 20.0])
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    watch = SimpleNamespace(monotonic=lambda: next(clock))
    monkeypatch.setattr("her2sim.cli.progress.time", watch)
    with Progress("scan", time_left=True) as progress:
        for done in (100, 150, 200):
            progress.show(done, 1000)
    shown = capsys.readouterr().err
    assert "150 of 1000, 3 min left" in shown and "200 of 1000, 3 min left" in shown
    assert "100 of 1000\r" in shown
