"""Pictures that a browser sends lie in the bundle; whatever else is sent is refused in words."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest
from her2sim.errors import InvalidValue
from her2sim_dashboard.pictures import pictures_of

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\nrest").decode()
SVG = "<svg xmlns='x'></svg>"


def test_pictures_become_files_of_a_folder():
    files = pictures_of({"pictures": {"a-1.svg": SVG, "b.png": PNG}}, 2)
    assert [(file.name, file.content[:4]) for file in files] == [
        ("figures/a-1.svg", "<svg"),
        ("figures/b.png", b"\x89PNG"),
    ]


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {"pictures": 3},
        {"pictures": {"../up.svg": SVG}},
        {"pictures": {"a.html": SVG}},
        {"pictures": {"a.svg": "<script>"}},
        {"pictures": {"a.svg": 5}},
        {"pictures": {"a.png": "no base64!"}},
        {"pictures": {"a.png": base64.b64encode(b"GIF89a").decode()}},
        {"pictures": {f"a{n}.svg": SVG for n in range(3)}},
    ],
)
def test_what_is_no_picture_is_refused_in_words(sent):
    with pytest.raises(InvalidValue, match="the pictures sent"):
        pictures_of(sent, 2)


def test_the_bundle_takes_pictures_larger_than_other_requests(client, toy):
    large = SVG + " " * (2 * toy.limits.request_largest)
    query = "/explore.zip?g=PTEN_loss"
    answer = client.post(query, json={"pictures": {"a.svg": large}})
    assert answer.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.read("figures/a.svg").decode() == large
    assert "figures/" in archive.read("README.txt").decode()
    assert "./figures/a.svg" in archive.read("manifest.xml").decode()
    plain = zipfile.ZipFile(io.BytesIO(client.get(query).data))
    assert "figures/" not in plain.read("README.txt").decode()


def test_forged_pictures_and_too_many_bytes_are_refused(client, toy):
    assert client.post("/explore.zip", json={"pictures": {"a.svg": "x"}}).status_code == 400
    huge = {"pictures": {"a.svg": SVG + " " * toy.limits.pictures_largest}}
    assert client.post("/explore.zip", json=huge).status_code in (400, 413)
