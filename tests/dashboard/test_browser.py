"""The Explore page in a real browser, on the real server."""

from __future__ import annotations

import csv
import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RESISTANT = "/explore?g=PTEN_loss&d=lapatinib:1uM"
EVERY_KEY = (
    "g=PTEN_low,PIK3CA_E545K&b=HER2_normal&d=lapatinib:300nM,trastuzumab:10ug/mL,everolimus:5nM"
    "&k=AKT1:0.25&t=48&r=pHER2,GR&y=unit&v=1"
)
SIZES = {"phone": (390, 844), "projector": (1024, 768), "laptop": (1440, 900)}


def test_the_journey_from_resistance_to_its_reversal(visit):
    here = visit()
    page = here.open()
    assert here.verdict == "No drug given"
    here.choose("PTEN", "loss")
    page.wait_for_url("**g=PTEN_loss*")
    here.dose("lapatinib", "1", "µM")
    assert here.verdict == "Resistant"
    assert "PTEN loss, on lapatinib 1\u00a0µM for 24\u00a0h" in page.inner_text("#sentence")
    here.dose("dactolisib", "500")
    assert here.verdict == "Responding"
    assert "Responding" in page.inner_text("#spoken")


def test_back_and_undo_walk_the_same_history(visit):
    here = visit()
    page = here.open()
    here.choose("PTEN", "loss")
    page.wait_for_url("**g=PTEN_loss*")
    here.dose("lapatinib", "1", "µM")
    assert here.verdict == "Resistant"
    page.go_back()
    page.wait_for_function(
        "() => document.querySelector('#verdict-label')?.textContent == 'No drug given'"
    )
    assert "d=" not in here.query
    assert here.input("dose-amount", "lapatinib").input_value() == "0"
    page.click("#undo")
    page.wait_for_function("() => !location.search.includes('PTEN_loss')")
    assert page.is_disabled("#undo")
    page.click("#redo")
    page.wait_for_url("**g=PTEN_loss*")
    page.wait_for_function(
        "() => document.querySelector('#sentence').textContent.includes('PTEN loss')"
    )
    page.keyboard.press("Control+Shift+Z")
    page.wait_for_url("**lapatinib:1uM*")
    page.wait_for_function(
        "() => document.querySelector('#verdict-label')?.textContent == 'Resistant'"
    )
    assert here.input("dose-amount", "lapatinib").input_value() == "1"


def test_every_key_of_the_address_is_shown_and_kept(visit):
    here = visit()
    page = here.open(f"/explore?{EVERY_KEY}")
    assert here.query == EVERY_KEY
    assert page.inner_text("#problems") == ""
    assert here.gene("PTEN").locator(":checked").input_value() == "PTEN_low"
    assert here.gene("PIK3CA").locator(":checked").input_value() == "PIK3CA_E545K"
    assert here.input("dose-amount", "lapatinib").input_value() == "300"
    assert here.input("dose-amount", "trastuzumab").input_value() == "10"
    assert here.input("hours-amount").input_value() == "48 h"
    assert here.input("knockdown-gene", "0").input_value() == "AKT1"
    assert here.input("knockdown-left", "0").input_value() == "25 %"
    assert page.locator("figure.chart:visible").count() == 2
    # One further change must lose none of it.
    here.dose("everolimus", "6")
    assert here.query == EVERY_KEY.replace("everolimus:5nM", "everolimus:6nM")


def test_a_bad_address_is_told_and_the_rest_is_kept(visit):
    here = visit()
    page = here.open("/explore?g=PTEN_loss&d=lapatinib:1e400,dactolisib:99999uM&nope=1&t=12")
    told = page.inner_text("#problems")
    assert "not a number" in told
    assert "10 µM was taken" in told
    assert "“nope”" in told
    assert here.query.startswith("g=PTEN_loss&b=HER2_amp&d=dactolisib:10uM&t=12")


def test_a_dose_out_of_range_is_corrected_in_its_box(visit):
    here = visit()
    page = here.open()
    box = here.input("dose-amount", "lapatinib")
    box.fill("123456")
    box.press("Tab")
    page.wait_for_url("**lapatinib:10000nM*")
    page.wait_for_function(
        "id => document.getElementById(id).value == '10000'",
        arg='{"name":"lapatinib","part":"dose-amount"}',
    )
    assert "10000 nM was taken" in page.inner_text("#problems")


def test_a_slider_works_by_keyboard_and_says_its_dose(visit):
    here = visit()
    page = here.open()
    thumb = here.input("dose-slider", "lapatinib").locator("[role=slider]")
    thumb.focus()
    assert thumb.get_attribute("aria-valuetext") == "off"
    page.keyboard.press("End")
    page.wait_for_url("**lapatinib:10000nM*")
    assert thumb.get_attribute("aria-valuetext") == "10000 nM"
    page.keyboard.press("Control+z")
    page.wait_for_function("() => !location.search.includes('lapatinib')")


def test_dragging_asks_one_at_a_time_and_writes_the_address_once(visit):
    here = visit()
    page = here.open("/explore?g=PTEN_loss")
    thumb = here.input("dose-slider", "lapatinib").locator("[role=slider]")
    box = here.input("dose-slider", "lapatinib").bounding_box()
    underway, most = set(), []
    page.on("request", lambda each: each.url.endswith(".json") and underway.add(each))
    page.on("request", lambda each: most.append(len(underway)))
    page.on("requestfinished", lambda each: underway.discard(each))
    length = page.evaluate("history.length")
    thumb.hover()
    page.mouse.down()
    for step in range(30):
        page.mouse.move(box["x"] + step * box["width"] / 40, box["y"] + box["height"] / 2)
        assert "lapatinib" not in here.query
    page.mouse.up()
    page.wait_for_url("**lapatinib:*")
    assert max(most) == 1
    assert page.evaluate("history.length") == length + 1
    shown = here.input("dose-amount", "lapatinib").input_value()
    assert f"lapatinib:{shown}nM" in here.query


def test_units_change_the_number_and_not_the_dose(visit):
    here = visit()
    page = here.open("/explore?d=lapatinib:300nM")
    here.input("dose-unit", "lapatinib").get_by_text("µM", exact=True).click()
    page.wait_for_url("**lapatinib:0.3uM*")
    assert here.input("dose-amount", "lapatinib").input_value() == "0.3"


def test_downloads_can_be_read(visit, tmp_path):
    here = visit()
    page = here.open(RESISTANT)
    with page.expect_download() as download:
        page.click("#csv-link")
    download.value.save_as(tmp_path / "numbers.csv")
    with (tmp_path / "numbers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["treatment"] for row in rows} == {"lapatinib=1uM", "none"}
    for kind, begins in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as download:
            page.click(f"[data-picture=chart-0][data-kind={kind}]")
        download.value.save_as(tmp_path / kind)
        picture = (tmp_path / kind).read_bytes()
        assert picture.startswith(begins)
        assert download.value.suggested_filename.startswith("her2sim-")
        if kind == "svg":
            assert b"PTEN loss" in picture
            assert b"Model her2" in picture


def test_a_chart_can_be_read_as_a_table(visit):
    here = visit()
    page = here.open(RESISTANT)
    card = page.locator("#chart-0-card")
    card.get_by_text("View as table").click()
    assert card.locator("tbody tr").count() == 61
    assert card.locator("thead th").all_inner_texts()[0] == "hours"
    before = card.locator("tbody tr").last.inner_text()
    here.dose("lapatinib", "0.01")
    page.wait_for_function(
        "old => document.querySelector('#chart-0-card tbody tr:last-child').innerText != old",
        arg=before,
    )


def test_link_and_code_can_be_copied(visit):
    here = visit(permissions=["clipboard-read", "clipboard-write"])
    page = here.open(RESISTANT)
    page.click("[data-copy-link]")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.get_by_text("The same as Python or command line").click()
    page.click("[data-copy=code-command]")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("her2sim run --model her2 --genotype PTEN_loss")
    page.wait_for_function("() => document.querySelector('#spoken').textContent == 'Copied.'")


def test_light_and_dark_can_be_chosen_and_are_kept(visit):
    here = visit(color_scheme="light")
    page = here.open()
    scheme = "document.documentElement.dataset.mantineColorScheme"
    assert page.evaluate(scheme) == "light"
    page.click("#scheme")
    assert page.evaluate(scheme) == "dark"
    here.open()
    assert page.evaluate(scheme) == "dark"


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_than_the_screen(visit, size):
    width, height = SIZES[size]
    here = visit(viewport={"width": width, "height": height})
    page = here.open(RESISTANT)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if size == "phone":
        assert not page.locator("#builder").get_attribute("open")
        page.click("#builder > summary")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate(SMALL_TARGETS)
        assert small == []


# Everything that can be pressed and is not inline text must be 24 px wide and high.
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'button, a[href], summary, [role=slider], input:not([type=hidden])')]
  .filter(each => each.offsetParent && !each.closest('.skip, p, .mantine-MultiSelect-root'))
  .map(each => [each, each.closest('.mantine-Radio-body, .mantine-SegmentedControl-control')])
  .map(([each, label]) => [each.outerHTML.slice(0, 80), (label || each).getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_no_accessibility_violations(visit, scheme, size, no_violations):
    width, height = SIZES[size]
    here = visit(color_scheme=scheme, viewport={"width": width, "height": height})
    page = here.open(f"{RESISTANT}&nope=1")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    page.wait_for_selector("#chart-5-card tbody td")
    no_violations(page)


def test_the_page_can_be_used_without_a_mouse(visit):
    here = visit()
    page = here.open()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "page"
    reached = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        if "csv-link" in reached:
            break
    assert any("dose-slider" in name or "SPAN" in name or "DIV" in name for name in reached)
    assert "csv-link" in reached


def test_page_has_one_heading_a_language_and_a_title(visit):
    here = visit()
    page = here.open()
    assert page.locator("h1").count() == 1
    assert page.get_attribute("html", "lang") == "en"
    page.wait_for_function("() => document.title == 'Explore · her2sim'")
    assert page.locator("main, nav, header, footer").count() >= 4
    assert page.get_by_text(re.compile("Not for clinical decisions")).first.is_visible()


def test_no_share_button_and_no_full_plotly(visit):
    here = visit()
    page = here.open()
    assert page.locator(".modebar-btn").count() == 0
    assert not [url for url in here.requests if re.search(r"plotly\.min|mapbox|cdn", url)]


def test_a_lost_visitor_finds_back(browser, server):
    page = browser.new_page()
    answer = page.goto(f"{server}/nowhere")
    assert answer.status == 404
    page.click("text=Explore a scenario")
    page.wait_for_selector("#verdict-label")
    page.close()
