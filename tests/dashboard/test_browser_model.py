"""The Model page in a real browser, on the real server."""

from __future__ import annotations

import csv
import re
import zipfile

import libsbml
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = {"phone": (390, 844), "projector": (1024, 768), "laptop": (1440, 900)}
TESTING_MS = 120_000


@pytest.fixture
def model(visit):
    def open_page(query: str = "", **options):
        here = visit(**options)
        here.page.goto(f"{here.server}/model?{query}")
        here.page.wait_for_selector("#model-table tbody tr", state="attached")
        here.page.wait_for_selector("#claims-list .claim", state="attached")
        return here

    return open_page


def wait_for_verdicts(page) -> None:
    """Wait until every claim has its verdict."""
    page.wait_for_selector(
        "#verdict-filter [data-verdict=holds]", state="attached", timeout=TESTING_MS
    )


def rows(page) -> list[str]:
    return page.locator("#model-table tbody tr:visible th").all_inner_texts()


def test_one_search_goes_through_everything_and_into_the_address(model):
    here = model("see=tables")
    page = here.page
    before = len(rows(page))
    page.fill("#model-search", "IRS1")
    page.wait_for_url("**q=IRS1**")
    assert 0 < len(rows(page)) < before
    shown = page.locator("#model-table tbody tr:visible").all_inner_texts()
    assert all("irs1" in text.casefold() for text in shown)
    page.reload()
    page.wait_for_selector("#model-table tbody tr", state="attached")
    assert page.input_value("#model-search") == "IRS1"
    assert len(rows(page)) < before
    page.click("[data-see=claims]")
    page.wait_for_url("**see=claims**")
    shown = page.locator("#claims-list .claim:visible").count()
    assert 0 < shown < page.locator("#claims-list .claim").count()
    assert page.inner_text("#claims-count") == str(shown)


def test_a_search_from_the_overview_shows_what_was_found(model):
    page = model().page
    page.fill("#model-search", "kcat_PTEN")
    assert page.locator("#tables").is_visible()
    assert "kcat_PTEN" in rows(page)


def test_an_id_leads_to_everything_that_uses_it(model):
    page = model("see=tables&q=kcat_PTEN").page
    page.locator("#model-table").get_by_role("button", name="kcat_PTEN", exact=True).click()
    assert page.input_value("#model-search") == '"kcat_PTEN"'
    page.click("[data-tab=reactions]")
    laws = page.locator("#model-table tbody tr:visible").all_inner_texts()
    assert laws
    assert all("kcat_PTEN" in law for law in laws)
    assert page.inner_text("[data-tab=drugs] .tab-count") == "0"


def test_a_table_is_sorted_by_keyboard(model):
    page = model("see=tables").page
    page.get_by_role("button", name="Value", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    head = page.get_by_role("columnheader", name="Value")
    assert head.get_attribute("aria-sort") == "descending"
    values = page.eval_on_selector_all(
        "#model-table tbody tr", "all => all.map(row => Number(row.cells[2].dataset.value))"
    )
    assert values == sorted(values, reverse=True)
    assert page.inner_text("#spoken") == "Sorted by Value, descending."


def test_tabs_work_by_keyboard_and_are_in_the_address(model):
    here = model("see=tables")
    page = here.page
    page.focus("[data-tab=parameters]")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**tab=reactions**")
    assert page.get_attribute("[data-tab=reactions]", "aria-selected") == "true"
    assert page.evaluate("document.activeElement.dataset.tab") == "reactions"
    page.keyboard.press("End")
    assert page.get_attribute("[data-tab=steps]", "aria-selected") == "true"


def test_the_bar_of_evidence_leads_to_its_parameters(model):
    here = model()
    page = here.page
    count = page.inner_text("[data-evidence=measured]")
    page.click("[data-evidence=measured]")
    page.wait_for_url("**ev=measured**")
    assert len(rows(page)) == int(count)
    assert page.input_value("#evidence-filter") == "measured"
    page.select_option("#evidence-filter", "assumed")
    assert len(rows(page)) > int(count)


def test_claims_are_tested_with_progress_and_none_is_hidden(model):
    here = model("see=claims")
    page = here.page
    wait_for_verdicts(page)
    counts = [int(each) for each in page.locator("#verdict-filter strong").all_inner_texts()]
    assert counts[0] == sum(counts[1:])
    page.click("#verdict-filter [data-verdict=disputed]")
    page.wait_for_url("**vd=disputed**")
    assert page.locator(".finding:visible").count() == counts[3]
    for finding in page.locator(".finding:visible").all():
        assert finding.locator("dd", has=page.locator(".side")).first.locator(".side").count() > 1
    page.click("#verdict-filter [data-verdict=known_gap]")
    shown = page.locator(".finding:visible")
    assert shown.count() == counts[2]
    assert all("why" in text for text in shown.all_inner_texts())


def test_testing_can_be_stopped_and_run_again(visit):
    here = visit()
    page = here.page
    # Answered from what is kept, the work would be over before it could be stopped.
    page.route("**/model/claims.stream*", lambda route: None)
    page.route(
        "**/model/claims.json",
        lambda route: route.fulfill(json=route.fetch().json() | {"tested": False}),
    )
    page.goto(f"{here.server}/model?see=claims")
    page.get_by_role("button", name="Stop: Testing the claims").click()
    assert "Stopped" in page.inner_text(".job-text")
    page.unroute("**/model/claims.stream*")
    page.click("#claims-run")
    wait_for_verdicts(page)


def test_files_can_be_read(model, tmp_path):
    page = model().page

    def taken(name: str):
        with page.expect_download(timeout=TESTING_MS) as download:
            page.get_by_role("link", name=re.compile(f"^{name}")).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        assert path.name.startswith("her2sim-")
        return path

    document = libsbml.readSBMLFromFile(str(taken("SBML")))
    assert document.getNumErrors(libsbml.LIBSBML_SEV_ERROR) == 0
    assert document.getModel().getNumReactions() > 0
    assert "tables/parameters.csv" in zipfile.ZipFile(taken("Tables")).namelist()
    assert b"<svg" in taken("Map").read_bytes()
    assert b"sbgn" in taken("SBGN").read_bytes()


def test_rows_shown_are_saved_as_csv(model, tmp_path):
    page = model("see=tables&q=kcat_PTEN").page
    with page.expect_download() as download:
        page.click("[data-save-table]")
    assert download.value.suggested_filename.endswith("-parameters.csv")
    download.value.save_as(tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        saved = list(csv.DictReader(file))
    assert [row["Id"] for row in saved] == rows(page)
    assert all(float(row["Value"]) for row in saved)


def test_the_citation_can_be_copied(model):
    page = model(permissions=["clipboard-read", "clipboard-write"]).page
    page.get_by_role("button", name="Copy BibTeX").click()
    page.wait_for_function("() => document.querySelector('#spoken').textContent == 'Copied.'")
    assert page.evaluate("navigator.clipboard.readText()").startswith("@software{her2sim,")


def test_settings_of_other_pages_are_kept(model):
    here = model("g=PTEN_loss&d=lapatinib:1uM&see=tables")
    page = here.page
    page.click("[data-tab=genes]")
    page.wait_for_url("**tab=genes**")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Explore").click()
    page.wait_for_selector("#verdict-label")
    assert here.verdict == "Resistant"


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("view", ["overview", "claims", "tables"])
def test_the_page_never_scrolls_sideways(model, size, view):
    width, height = SIZES[size]
    page = model(f"see={view}", viewport={"width": width, "height": height}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "laptop"])
@pytest.mark.parametrize(
    "query", ["", "see=claims&vd=known_gap", "see=tables&q=PTEN", "see=tables&tab=drugs&nope=1"]
)
def test_no_accessibility_violations(model, scheme, size, query, no_violations):
    width, height = SIZES[size]
    page = model(query, color_scheme=scheme, viewport={"width": width, "height": height}).page
    wait_for_verdicts(page)
    no_violations(page)


def test_one_heading_of_the_page_and_a_title(model):
    page = model().page
    assert page.locator("h1").count() == 1
    page.wait_for_function("() => document.title == 'Model · her2sim'")
