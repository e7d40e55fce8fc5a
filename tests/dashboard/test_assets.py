"""The browser's side matches the server's."""

from __future__ import annotations

import re
from pathlib import Path

import her2sim_dashboard
import plotly

ASSETS = Path(her2sim_dashboard.__file__).parent / "assets"


def test_the_bundled_plotly_js_is_the_python_package_s():
    bundled = next(ASSETS.glob("00-plotly-cartesian-*.min.js"))
    shipped = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    version = re.search(r"plotly\.js v([\d.]+)", shipped.read_text(encoding="utf-8")[:200])[1]
    assert f"plotly.js (cartesian - minified) v{version}" in bundled.read_text("utf-8")[:200]
    assert bundled.name == f"00-plotly-cartesian-{version}.min.js"
    assert "MIT" in (ASSETS / "LICENSE-plotly.js.txt").read_text("utf-8")


# Names of XML vocabularies look like addresses; a picture within the file leads nowhere.
HARMLESS = re.compile(r"http://www\.w3\.org/[\w/]+|url\(\"data:image/svg\+xml,[^\"]*\"\)")


def test_nothing_points_outside():
    for file in [*ASSETS.glob("[0-9][1-9]*.js"), *ASSETS.glob("[1-9]0*.js"), *ASSETS.glob("*.css")]:
        text = HARMLESS.sub("", file.read_text(encoding="utf-8"))
        assert not re.search(r"https?://\w|[^:]//[a-z]+\.|@import|url\(", text), file
        assert not re.search(r"\beval\(|new Function|innerHTML", text), file


def test_charts_offer_nothing_outside():
    config = (ASSETS / "40-charts.js").read_text(encoding="utf-8")
    for setting in ("showSendToCloud: false", 'plotlyServerURL: ""', "displaylogo: false"):
        assert setting in config
    # The one place where charts are drawn, and the one where pictures are made, both take it.
    assert config.count("Plotly.react(") == config.count("chart.layout, CONFIG)") == 1
    assert config.count("Plotly.downloadImage(") == config.count("config: CONFIG") == 1
