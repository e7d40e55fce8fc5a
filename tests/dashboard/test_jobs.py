"""Long work reports its progress, gives partial results, can be stopped and fails in words."""

from __future__ import annotations

import json
import time
from threading import BoundedSemaphore, Event

import pytest
from flask import Flask
from her2sim.errors import InvalidValue
from her2sim_dashboard.jobs import add_jobs, stream


def lines_of(job, toy, query="", places=None) -> list[dict]:
    found = stream(job, query, toy, places or BoundedSemaphore(1))
    return [json.loads(line) for line in found if line.strip()]


def test_progress_parts_and_the_result_come_in_their_order(toy):
    def job(state, context, report):
        report.progress(1, 2)
        report.part({"row": 1})
        return {"hours": state.hours, "model": context.model.name}

    assert lines_of(job, toy, "t=7") == [
        {"progress": [1, 2]},
        {"part": {"row": 1}},
        {"result": {"hours": 7.0, "model": "toy"}},
    ]


def test_a_visitor_s_mistake_is_told_in_words(toy):
    def job(state, context, report):
        raise InvalidValue("hours", -1, "above 0")

    assert "above 0" in lines_of(job, toy)[-1]["error"]


def test_a_fault_is_told_by_its_id_and_logged(toy, caplog):
    def job(state, context, report):
        raise RuntimeError("secret detail")

    error = lines_of(job, toy)[-1]["error"]
    assert error.split("reference ")[1][:8] in caplog.text
    assert "secret" not in error


def test_work_ends_when_nobody_listens(toy):
    ended = Event()

    def job(state, context, report):
        try:
            for done in range(10_000):
                report.progress(done, 10_000)
                time.sleep(0.001)
        finally:
            ended.set()
        return {}

    lines = stream(job, "", toy, BoundedSemaphore(1))
    assert "progress" in next(lines)
    lines.close()
    assert ended.wait(timeout=5)


def test_a_place_is_free_again_after_a_job_whatever_came_of_it(toy):
    places = BoundedSemaphore(1)

    def broken(state, context, report):
        raise InvalidValue("hours", -1, "above 0")

    assert "error" in lines_of(broken, toy, places=places)[-1]
    assert lines_of(lambda *_: {"fine": True}, toy, places=places)[-1] == {"result": {"fine": True}}


def test_more_jobs_than_places_wait_and_say_so(toy):
    places = BoundedSemaphore(1)
    places.acquire()
    lines = stream(lambda *_: {"fine": True}, "", toy, places)
    told = next(line for line in lines if line.strip())
    assert json.loads(told) == {"waiting": True}
    places.release()
    assert json.loads([line for line in lines if line.strip()][-1]) == {"result": {"fine": True}}


@pytest.mark.parametrize("query", ["d=blockin:nan", "t=1e400", "%00=%ff", "g=" + "x" * 5000])
def test_forged_queries_are_read_like_any_other(toy, query):
    assert "result" in lines_of(lambda state, *_: {"hours": state.hours}, toy, query)[-1]


def test_the_address_of_a_job_streams_lines(toy):
    server = Flask(__name__)
    add_jobs(server, {"/page/work": lambda state, *_: {"hours": state.hours}}, toy)
    answer = server.test_client().get("/page/work.stream?t=5")
    assert answer.mimetype == "application/x-ndjson"
    assert json.loads(answer.text.strip()) == {"result": {"hours": 5.0}}
