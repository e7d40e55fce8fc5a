"""Explore beyond the curves, in a real browser: why, the way back, uncertainty, taking along."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RESISTANT = "/explore?g=PTEN_loss&d=lapatinib:1uM&t=48"
LONG_MS = 30_000


def explained(here, address=RESISTANT):
    """Open a page and wait for its explanation."""
    page = here.open(address)
    page.locator(".why").scroll_into_view_if_needed()
    page.wait_for_selector("#why-steps li", timeout=LONG_MS)
    return page


def reversed_too(page):
    page.locator(".reverse").scroll_into_view_if_needed()
    page.wait_for_selector("#reverse-rows li", timeout=LONG_MS)


def test_from_why_to_what_reverses_it_and_back(visit):
    here = visit()
    page = explained(here)
    assert here.verdict == "Resistant"
    sources = page.locator("#why-steps a[target=_blank]")
    assert sources.count() >= 2
    for link in sources.all():
        assert link.get_attribute("href").startswith("https://")
        assert "noopener" in link.get_attribute("rel")
    reversed_too(page)
    first = page.locator("#reverse-rows li").first
    assert "Responding" in first.inner_text() and "Normal cells" in first.inner_text()
    first.get_by_role("link", name=re.compile("^Apply")).click()
    page.locator("#verdict-label", has_text="Responding").wait_for()
    assert "dactolisib" in here.query
    page.click("#undo")
    page.locator("#verdict-label", has_text="Resistant").wait_for()
    assert "d=lapatinib:1uM" in here.query


def test_a_step_marks_its_places_on_the_map(visit):
    here = visit()
    page = explained(here)
    page.wait_for_selector("#map svg [data-node]")
    assert page.locator("#map .marked").count() == 0
    button = page.locator("#why-steps button.step-name").first
    button.focus()
    page.wait_for_selector("#map .marked")
    button.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    page.locator("#sentence").hover()
    assert page.locator("#map .marked").count() > 0
    button.press("Enter")
    button.blur()
    assert button.get_attribute("aria-pressed") == "false"
    page.wait_for_selector("#map .marked", state="detached")


def test_another_view_stands_in_the_address_and_explains_anew(visit):
    here = visit()
    page = explained(here)
    before = page.inner_text("#why-steps")
    page.locator(".why").get_by_text("Alterations", exact=True).click()
    page.wait_for_url("**exv=alteration*")
    page.wait_for_function(
        "before => document.getElementById('why-steps').innerText !== before", arg=before
    )
    assert "PTEN" in page.inner_text("#why-steps")


def test_where_nothing_resists_both_cards_say_so_in_a_sentence(visit):
    here = visit()
    page = here.open("/explore?d=lapatinib:1uM")
    page.locator(".reverse").scroll_into_view_if_needed()
    page.wait_for_selector("#reverse-headline:not(:empty)")
    page.wait_for_selector("#why-headline:not(:empty)")
    assert "not resistant" in page.inner_text("#reverse-headline")
    assert "wild type itself" in page.inner_text("#why-headline")
    assert page.locator("#why-steps li, #reverse-rows li").count() == 0


def test_bands_intervals_and_the_verdicts_of_the_sets_appear(visit):
    here = visit()
    page = here.open(RESISTANT)
    page.wait_for_selector("#bands-legend:not([hidden])", timeout=LONG_MS)
    assert "parameter sets" in page.inner_text("#bands-legend")
    assert "not calibrated" in page.inner_text("#bands-note")
    assert "parameter sets" in page.inner_text("#verdict-sets")
    page.wait_for_function("() => document.getElementById('chart-0').data.length === 6")
    assert page.locator("#readouts .interval").count() > 20
    fold = page.locator("#chart-0-card details")
    fold.locator("summary").click()
    assert "97.5 %" in fold.locator("thead").inner_text()
    page.locator(".bands-row").get_by_text("off", exact=True).click()
    page.wait_for_url("**exu=0*")
    page.wait_for_function("() => document.getElementById('chart-0').data.length === 3")
    assert page.locator("#readouts .interval").count() == 0
    assert not page.locator("#bands-legend").is_visible()


def test_a_slider_stops_the_work_and_is_not_kept_waiting(visit):
    here = visit()
    page = here.open("/explore?g=PTEN_loss&exu=0&d=lapatinib:1uM")
    # A job that never answers: the slider must neither wait for it nor leave it running.
    page.route("**/explore/bands.stream*", lambda route: None)
    stopped = []
    page.on("requestfailed", lambda request: stopped.append(request.url))
    page.locator(".bands-row").get_by_text("shown", exact=True).click()
    page.wait_for_selector("[data-job=bands] progress:visible")
    slider = here.input("dose-slider", "lapatinib").get_by_role("slider")
    slider.focus()
    begun = time.monotonic()
    slider.press("ArrowLeft")
    page.locator("[data-job=bands] progress").wait_for(state="hidden")
    page.locator("#sentence", has_text="891").wait_for()
    assert time.monotonic() - begun < 5
    assert any("/explore/bands.stream" in url for url in stopped)


def test_the_work_can_be_stopped_by_its_button(visit):
    here = visit()
    page = here.open("/explore?g=PTEN_loss&exu=0&d=lapatinib:1uM")
    page.route("**/explore/bands.stream*", lambda route: None)
    page.locator(".bands-row").get_by_text("shown", exact=True).click()
    page.get_by_role("button", name="Stop: Uncertainty").click()
    assert "Stopped" in page.locator("[data-job=bands] .job-text").text_content()


def test_the_bundle_is_saved_and_parses(visit, tmp_path):
    here = visit()
    page = here.open(RESISTANT)
    page.get_by_role("button", name="Export", exact=True).click()
    assert page.evaluate("document.activeElement.id") == "take-along"
    with page.expect_download() as download:
        page.get_by_role("link", name="Everything (.zip)").click()
    download.value.save_as(path := tmp_path / "bundle.zip")
    archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    assert archive.testzip() is None
    content = json.loads(archive.read("scenario.json"))
    assert content["address"].partition("?")[2] == here.query
    assert content["verdict"]["label"] == here.verdict
    figures = [name for name in archive.namelist() if name.startswith("figures/")]
    charts = page.locator("figure.chart:visible").count()
    assert {"figures/map.svg", "figures/map.png"} <= set(figures)
    assert len(figures) == 2 * (charts + 1)
    for name in figures:
        begins = b"<svg" if name.endswith(".svg") else b"\x89PNG"
        assert archive.read(name).startswith(begins), name
        if name.endswith(".svg"):
            assert b"PTEN loss" in archive.read(name)


def test_all_charts_are_saved_at_once(visit):
    here = visit()
    page = here.open("/explore?r=GR,pERK")
    saved = []
    page.on("download", lambda download: saved.append(download.suggested_filename))
    page.get_by_role("button", name="All charts as SVG").click()
    page.locator("#spoken", has_text="2 pictures").wait_for(state="attached")
    for _ in range(50):
        if len(saved) == 2:
            break
        page.wait_for_timeout(100)
    assert len(saved) == 2 and all(name.endswith(".svg") for name in saved)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_everyone_can_use_the_cards(visit, scheme, width, no_violations):
    here = visit(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = explained(here, f"{RESISTANT}&exk=1")
    reversed_too(page)
    page.wait_for_selector("#bands-note:not(:empty)", timeout=LONG_MS)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    no_violations(page)
