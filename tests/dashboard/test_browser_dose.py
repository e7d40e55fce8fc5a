"""The Dose page in a real browser, on the real server."""

from __future__ import annotations

import csv
import io
import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE = "/dose?g=PTEN_loss&t=72&dod=lapatinib&dop=dactolisib"
EVERY_KEY = (
    "g=PTEN_loss&b=HER2_normal&d=everolimus:5nM&k=AKT1:0.25&t=48&r=pHER2,GR&y=unit"
    "&dod=lapatinib&dop=everolimus&dor=pAKT_S473&dog=WT,PTEN_loss,PIK3CA_E545K&dom=WT&don=6"
    "&dos=loewe&v=1"
)
SIZES = {"phone": (390, 844), "projector": (1024, 768), "laptop": (1440, 900)}
# Drawing and a few hundred simulations on a machine that others use too.
PATIENCE_MS = 60_000


def open_dose(here, address: str = PAGE):
    """Open the page and wait until its last picture is drawn."""
    page = here.page
    page.goto(here.server + address)
    page.wait_for_selector("#dose-curves .main-svg >> nth=0", timeout=PATIENCE_MS)
    page.wait_for_selector("#dose-compare .main-svg >> nth=0", timeout=PATIENCE_MS)
    page.wait_for_selector("#dose-matrix:not(.stale)")
    page.wait_for_url("**v=1")
    return page


def wells(page) -> list[str]:
    return page.locator("#dose-wells td a").all_text_contents()


def potency(page) -> dict[str, list[str]]:
    rows = page.locator("#dose-potency tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in rows}


def choose(here, key: str, label: str) -> None:
    """Choose an option of one of the page's own inputs."""
    here.input("setting", key).click()
    here.page.get_by_role("option", name=label, exact=True).click()


def test_another_drug_gives_other_curves_and_its_own_address(visit):
    here = visit()
    page = open_dose(here)
    before = potency(page)
    choose(here, "dod", "Everolimus")
    page.wait_for_url("**dod=everolimus*")
    page.wait_for_function(
        "() => document.querySelector('#dose-curves-title').textContent.includes('Everolimus')"
    )
    assert set(potency(page)) == set(before)
    assert potency(page) != before
    assert page.inner_text("#sentence").startswith("Everolimus")
    page.go_back()
    page.wait_for_function(
        "() => document.querySelector('#dose-curves-title')?.textContent.includes('Lapatinib')"
    )
    assert here.input("setting", "dod").input_value() == "Lapatinib"


def test_time_is_felt_at_once_and_the_matrix_follows(visit):
    here = visit()
    page = open_dose(here)
    curves, matrix = page.inner_text("#dose-curves-summary"), wells(page)
    thumb = here.input("hours-slider").locator("[role=slider]")
    thumb.focus()
    page.keyboard.press("Home")
    page.wait_for_function(
        "old => document.querySelector('#dose-curves-summary').textContent != old", arg=curves
    )
    page.wait_for_url("**t=1&*")
    page.wait_for_selector("#dose-matrix:not(.stale)")
    page.wait_for_function(
        "old => document.querySelector('#dose-wells td a').textContent"
        " && [...document.querySelectorAll('#dose-wells td a')]"
        ".map(each => each.textContent).join() != old",
        arg=",".join(matrix),
    )


def test_intervals_come_genotype_by_genotype_and_stopping_keeps_them(visit):
    here = visit()
    page = open_dose(here, PAGE + "&dog=WT,PTEN_loss,PIK3CA_E545K,p95HER2,PTEN_low")
    assert page.inner_text("#dose-intervals-source") == ""
    page.click("[data-run-job=dose-intervals]")
    page.wait_for_selector("[data-job=dose-intervals] progress:visible")
    page.wait_for_selector("#dose-potency td:has-text('not run yet')", timeout=PATIENCE_MS)
    page.click("[data-stop-job=dose-intervals]")
    assert "Stopped" in page.inner_text("[data-job=dose-intervals]")
    rows = potency(page)
    done = [cells for cells in rows.values() if "not run yet" not in cells]
    assert 0 < len(done) < len(rows)
    assert "not calibrated" in page.inner_text("#dose-intervals-source")
    assert page.locator("#dose-curves .js-fill").count() == len(done)
    # What belongs to other settings is taken away with them.
    here.input("hours-slider").locator("[role=slider]").press("Home")
    page.wait_for_url("**t=1&*")
    page.wait_for_function(
        "() => !document.querySelector('#dose-potency').textContent.includes('not run yet')"
    )
    assert page.inner_text("#dose-intervals-source") == ""


def test_scores_are_switched_and_a_well_opens_in_explore(visit):
    here = visit()
    page = open_dose(here)
    assert "Bliss" in page.inner_text("#dose-score-title")
    here.input("setting", "dos").get_by_text("Loewe", exact=True).click()
    page.wait_for_url("**dos=loewe*")
    page.wait_for_function(
        "() => document.querySelector('#dose-score-title').textContent.includes('Loewe')"
    )
    page.wait_for_function(
        "() => document.querySelector('#dose-compare-title').textContent.includes('Loewe')"
    )
    here.input("setting", "dos").get_by_text("all four", exact=True).click()
    page.wait_for_selector("#dose-score .annotation:has-text('ZIP')")
    assert page.locator("#dose-scores tbody tr").count() == 4
    # The well in the middle of the map: 10 nM and 100 nM are the fourth dose of each drug.
    box = page.locator("#dose-effect .nsewdrag").bounding_box()
    page.locator("#dose-effect").scroll_into_view_if_needed()
    place = {"x": box["width"] * 3.5 / 8, "y": box["height"] * 4.5 / 8}
    page.locator("#dose-effect .nsewdrag").hover(position=place)
    page.locator("#dose-effect .nsewdrag").click(position=place)
    page.wait_for_url("**/explore?*lapatinib:10nM,dactolisib:100nM*")
    page.wait_for_selector("#verdict-label")
    assert "PTEN loss" in page.inner_text("#sentence")
    page.go_back()
    page.wait_for_selector("#dose-effect .main-svg >> nth=0")


def test_wells_can_be_opened_by_keyboard(visit):
    here = visit()
    page = open_dose(here)
    page.get_by_text("Wells as links: open one in Explore").press("Enter")
    link = page.get_by_role("link", name=re.compile("at Lapatinib 10.nM and .* 100.nM"))
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore?*lapatinib:10nM,dactolisib:100nM*")


def test_every_key_of_the_address_is_shown_and_kept(visit):
    here = visit()
    page = open_dose(here, f"/dose?{EVERY_KEY}")
    assert here.query == EVERY_KEY
    assert page.inner_text("#problems") == ""
    assert here.input("setting", "dor").input_value() == "pAKT S473"
    assert "IC50" in page.inner_text("#dose-potency thead")
    assert page.locator("#dose-wells tbody tr").count() == 6
    assert "everolimus 5\u00a0nM" in page.inner_text("#dose-partners")
    here.dose("everolimus", "6")
    assert here.query == EVERY_KEY.replace("everolimus:5nM", "everolimus:6nM")


def test_a_sorted_table_stays_sorted_when_its_numbers_change(visit):
    here = visit()
    page = open_dose(here)
    head = page.locator("#dose-potency th", has_text="GR50")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    here.input("hours-slider").locator("[role=slider]").press("ArrowLeft")
    page.wait_for_url("**t=71*")
    assert head.get_attribute("aria-sort") == "ascending"


def test_downloads_can_be_read(visit, tmp_path):
    here = visit()
    page = open_dose(here)
    for name, column in (("curves", "dose_nM"), ("wells", "bliss"), ("scores", "loewe")):
        with page.expect_download() as download:
            page.click(f"#dose-file-{name}")
        download.value.save_as(tmp_path / name)
        rows = list(csv.DictReader(io.StringIO((tmp_path / name).read_text(encoding="utf-8"))))
        assert all(float(row[column]) >= -1 for row in rows)
    for name in ("dose-curves", "dose-effect", "dose-compare"):
        with page.expect_download() as download:
            page.click(f"[data-picture={name}][data-kind=svg]")
        download.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(b"<svg")


def test_a_foreign_address_is_told_and_the_page_is_there(visit):
    here = visit()
    page = open_dose(here, "/dose?dod=aspirin&dos=best&don=99&dog=nothing")
    told = page.inner_text("#problems")
    assert "aspirin" in told
    assert "best" in told
    assert potency(page)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_than_the_screen(visit, size):
    width, height = SIZES[size]
    here = visit(viewport={"width": width, "height": height})
    page = open_dose(here)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_no_accessibility_violations(visit, scheme, size, no_violations):
    width, height = SIZES[size]
    here = visit(color_scheme=scheme, viewport={"width": width, "height": height})
    page = open_dose(here, PAGE + "&dos=all&nope=1")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    page.wait_for_selector("#dose-compare-card tbody td")
    no_violations(page)
