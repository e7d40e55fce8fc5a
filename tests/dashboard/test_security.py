"""What visitors send cannot break the server, and what it sends cannot leave the origin."""

from __future__ import annotations

import json

import pytest
from her2sim_dashboard import pages
from her2sim_dashboard.app import create_app
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FORGED = [
    {"query": {"g": 1}, "turn": "x"},
    {"query": "g=WT", "turn": 1e300},
    None,
    True,
    -39.9,
    1e308,
    "",
    "d=blockin:nan",
    "d=blockin:1e400",
    "d=blockin:-1",
    "x" * 50_000,
    [],
    [[["deep"]]],
    {},
    {"d": {"d": []}},
    {"path": "/explore", "query": ["a"]},
    ["d=blockin:1"],
    "g=../../etc/passwd",
    "<script>alert(1)</script>",
    "\x00",
    "d=" + "blockin:1," * 150,
]
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=50),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
ANY_EXAMPLE = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="session")
def answering(app) -> list[str]:
    """The pages that answer with data."""
    rules = {rule.rule for rule in app.server.url_map.iter_rules()}
    found = [page.PATH for page in pages.PAGES if f"{page.PATH}.json" in rules]
    assert len(found) > 3
    return found


@pytest.mark.parametrize("value", FORGED, ids=lambda value: repr(value)[:30])
def test_forged_values_get_an_answer_from_every_page(ask, post, body_for, answering, value):
    answers = [ask(path, value) for path in answering]
    answers += [post(body_for("page.children", value))]
    for answer in answers:
        assert answer.status_code in (200, 204), answer.request.path
        assert b"Traceback" not in answer.data, answer.request.path
        assert b"Something went wrong" not in answer.data, answer.request.path


@pytest.mark.parametrize("text", ["NaN", '{"query": 1e400}', "{", "", "[1]", "null", "\x00"])
def test_a_body_that_is_no_query_is_read_as_none(client, answering, text):
    for path in answering:
        answer = client.post(f"{path}.json", data=text, content_type="application/json")
        assert answer.status_code == 200, path
        assert answer.json["path"] == path


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_numbers_that_json_does_not_have(post, body_for, literal):
    body = json.dumps(body_for("page.children", "@")).replace('"@"', literal)
    answer = post(body)
    assert answer.status_code in (200, 400)
    assert b"Something went wrong" not in answer.data


@ANY_EXAMPLE
@given(value=JSON_VALUES)
def test_any_value_gets_an_answer(ask, post, body_for, answering, value):
    for answer in (
        *(ask(path, value) for path in answering),
        post(body_for("page.children", value)),
    ):
        assert answer.status_code in (200, 204), answer.request.path
        assert b"Something went wrong" not in answer.data, answer.request.path


@ANY_EXAMPLE
@given(data=st.data())
def test_any_deformed_request_is_refused_or_answered(post, body_for, data):
    body = body_for("page.children", {"path": "/explore", "query": "g=PTEN_loss"})
    key = data.draw(st.sampled_from([*body, "state", "parsedChangedPropsIds"]))
    body[key] = data.draw(JSON_VALUES | st.lists(st.just(body.get(key)), max_size=3))
    assert post(body).status_code in (200, 204, 400)


@ANY_EXAMPLE
@given(body=JSON_VALUES | st.text())
def test_any_body_is_refused(post, body):
    assert post(json.dumps(body)).status_code == 400


def test_a_fault_of_ours_is_told_by_its_id(ask, post, body_for, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(pages.explore, "view_of", broken)
    answer = ask("/explore", "g=WT")
    assert answer.status_code == 500
    shown = post(body_for("page.children", {"path": "/explore", "query": ""}))
    texts = [answer.json["error"], shown.json["sideUpdate"]["failure"]["children"]]
    for text in texts:
        assert text.split("reference ")[1][:8] in caplog.text
    assert b"secret" not in answer.data + shown.data


def test_what_is_too_large_is_refused(post):
    answer = post("x" * 70_000)
    assert answer.status_code in (400, 413)


def test_every_answer_has_its_headers(client):
    for path in ("/explore", "/health", "/nowhere", "/assets/style.css"):
        with client.get(path) as answer:
            headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe-eval" not in policy
        assert "script-src 'self' 'sha256-" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in headers


def test_an_unknown_address_is_a_404_with_a_page(client):
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert b"Page not found" in answer.data
    assert client.get("/explore.csv.csv").status_code == 404
    assert client.get("/_dash-nothing").status_code == 404
    assert client.get("/explore/").status_code == 404
    assert client.get("/assets/../app.py").status_code == 404
    assert client.post("/explore").status_code in (404, 405)


def test_the_first_address_is_a_page(client):
    answer = client.get("/?g=PTEN_loss&d=blockin:1")
    assert answer.status_code == 200
    assert b"her2sim" in answer.data


def test_health(client, toy):
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json["status"] == "ok"
    assert answer.json["version"]
    assert answer.json["model_sha256"] == toy.model.sha256


def test_an_application_can_be_made_again(app):
    assert create_app("her2").server is not app.server


def test_no_debug(app):
    assert app.server.debug is False
    assert app._dev_tools.get("ui", False) is False
