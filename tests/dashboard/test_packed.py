"""The pages' scripts and styles come as one file each, and browsers may keep them."""

from __future__ import annotations

import re

from her2sim_dashboard import packed

PLOTLY = next(packed.ASSETS.glob("00-plotly-*.js")).name


def test_the_page_names_each_pack_once_and_no_file_of_it(client):
    page = client.get("/explore").text
    assert page.count("/packed/pages.js?m=") == page.count("/packed/pages.css?m=") == 1
    assert re.findall(r"/assets/([^\"?]+)", page) == ["theme.js", PLOTLY]


def test_a_pack_holds_every_file_in_its_order(client):
    for pack, ending in ((packed.scripts(), "js"), (packed.styles(), "css")):
        answer = client.get(pack.address)
        assert answer.status_code == 200
        assert answer.mimetype == pack.mimetype
        assert "immutable" in answer.headers["Cache-Control"]
        names = re.findall(rf"^/\* (\S+\.{ending}) \*/$", answer.text, re.MULTILINE)
        assert names == sorted(names)
        assert len(names) > 10


def test_another_text_has_another_address():
    first = packed.Pack("x.js", "text/javascript", "1").address
    assert first != packed.Pack("x.js", "text/javascript", "2").address
    assert first == packed.Pack("x.js", "text/javascript", "1").address
