"""Writing figures: self-contained pages, images where a browser is, and clear refusals."""

from __future__ import annotations

import importlib.util
import re

import pytest
from her2sim.errors import InvalidValue, UserMistake
from her2sim.figures import PLOTLY_CONFIG, time_course, write_figure, write_page

from .synthetic import table

FIGURE = time_course(table(points=4).query("genotype == 'WT'"), "pERK")


def test_a_page_is_complete_in_itself(tmp_path):
    path = write_figure(FIGURE, tmp_path / "new" / "figure.html")
    page = path.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "pERK over time" in page
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=", page)


def test_the_share_button_and_the_logo_are_gone(tmp_path):
    page = write_figure(FIGURE, tmp_path / "figure.html").read_text(encoding="utf-8")
    assert '"showSendToCloud": false' in page
    assert not re.search(r'"plotlyServerURL": "[^"]', page)
    assert '"displaylogo": false' in page
    assert PLOTLY_CONFIG["showSendToCloud"] is False


def test_the_drawing_library_is_on_a_page_once(tmp_path):
    one = write_page(tmp_path / "one.html", "t", [FIGURE])
    three = write_page(tmp_path / "three.html", "t", [FIGURE] * 3)
    assert three.stat().st_size < 1.1 * one.stat().st_size


def test_the_same_figure_is_the_same_page(tmp_path):
    one = write_page(tmp_path / "one.html", "t", [FIGURE], ["words"], "end")
    two = write_page(tmp_path / "two.html", "t", [FIGURE], ["words"], "end")
    assert one.read_bytes() == two.read_bytes()


def test_words_on_a_page_are_text_and_not_markup(tmp_path):
    page = write_page(tmp_path / "p.html", "a < b", [], ["1 & <b>2</b> {x}"], "<end>").read_text()
    assert "a &lt; b" in page
    assert "1 &amp; &lt;b&gt;2&lt;/b&gt; {x}" in page


@pytest.mark.parametrize("name", ["figure", "figure.pdf", "figure.csv"])
def test_other_endings_are_refused_with_the_valid_ones(tmp_path, name):
    with pytest.raises(InvalidValue, match=r"\.html, \.svg, \.png"):
        write_figure(FIGURE, tmp_path / name)


def test_images_without_kaleido_say_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UserMistake, match=r"her2sim\[images\]"):
        write_figure(FIGURE, tmp_path / "figure.svg")


@pytest.mark.slow
def test_images_without_a_browser_say_so(tmp_path, monkeypatch):
    pytest.importorskip("kaleido", reason="kaleido comes with the extra 'images'")
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "no-such-chrome"))
    with pytest.raises(UserMistake, match="Chrome or Chromium"):
        write_figure(FIGURE, tmp_path / "figure.png")


@pytest.mark.slow
@pytest.mark.browser
def test_images_are_drawn(tmp_path, chromium, monkeypatch):
    pytest.importorskip("kaleido", reason="kaleido comes with the extra 'images'")
    monkeypatch.setenv("BROWSER_PATH", chromium)
    assert write_figure(FIGURE, tmp_path / "f.png").read_bytes().startswith(b"\x89PNG")
    assert "pERK" in write_figure(FIGURE, tmp_path / "f.svg").read_text(encoding="utf-8")
