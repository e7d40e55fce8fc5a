"""The Compare page in a real browser, on the real server."""

from __future__ import annotations

import csv
import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ALONE = "g=PTEN_loss&d=lapatinib:1uM"
TWO = f"{ALONE}&c2=d=lapatinib:1uM"
FOUR = f"{TWO}&c3=g=PTEN_loss;d=lapatinib:1uM,dactolisib:370nM&c4=g=PIK3CA_H1047R;d=lapatinib:1uM"
EVERY_KEY = (
    "g=PTEN_low&b=HER2_normal&d=lapatinib:300nM&k=AKT1:0.25&l=HRG:1nM&t=48&r=pHER2,GR&y=unit"
    "&c2=b=HER2_amp&c3=g=PTEN_loss;b=HER2_amp;d=everolimus:5nM&cpd=C-A&cpt=5&v=1"
)
SIZES = {"phone": (390, 844), "projector": (1024, 768), "laptop": (1440, 900)}
FOCUSED = "document.activeElement.id"


def arrive(here, query: str = TWO):
    """Open the page and wait until the cells, and with several their curves, are there."""
    page = here.page
    page.goto(f"{here.server}/compare?{query}")
    settled(page, 1 + query.count("&c2=") + query.count("&c3=") + query.count("&c4="))
    page.wait_for_url("**v=1")
    return page


def settled(page, count: int) -> None:
    """Wait until so many cells are shown."""
    page.wait_for_function(
        "count => document.querySelectorAll('.cell-card h2').length === count", arg=count
    )
    if count > 1:
        page.wait_for_selector("#compare-chart-0 .main-svg >> nth=0")


def verdicts(page) -> list[str]:
    return page.locator(".cell-verdict-label").all_inner_texts()


def table_of(download) -> list[dict[str, str]]:
    """Return the rows of a CSV file that was downloaded."""
    with download.value.path().open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def step(page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def test_the_journey_from_a_pin_to_four_cells_and_back(visit):
    here = visit()
    page = here.open(f"/explore?{ALONE}")
    step(page, "Pin")
    page.wait_for_url("**c2=g=PTEN_loss*")
    assert page.inner_text("#pin") == "Pinned ✓"
    here.choose("PTEN", "wild type")
    page.wait_for_function("() => document.querySelector('#pin').textContent === 'Pin'")
    page.wait_for_url(lambda url: "/explore?g=" not in url)
    assert page.inner_text("#pin-told") == "Pinned: PTEN loss, on lapatinib 1\u00a0µM"
    step(page, "Compare 2 cells")
    settled(page, 2)
    assert verdicts(page) == ["Responding", "Resistant"]

    step(page, "Duplicate cell B and change the copy")
    settled(page, 3)
    assert page.evaluate(FOCUSED) == "compare-editor-title"
    assert page.inner_text("#compare-editor-title") == "Change cell C"
    page.get_by_label("Dose of Dactolisib (NVP-BEZ235)", exact=True).fill("370")
    page.wait_for_url("**c3=*dactolisib:370nM*")
    assert verdicts(page) == ["Responding", "Resistant", "Responding"]
    page.get_by_role("button", name="Done").click()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Edit cell C"

    step(page, "Remove cell A")
    settled(page, 2)
    page.wait_for_url(lambda url: "c3=" not in url)
    assert page.evaluate(FOCUSED) == "cell-A"
    assert verdicts(page) == ["Resistant", "Responding"]
    page.keyboard.press("Control+z")
    settled(page, 3)
    assert "c3=" in here.query
    assert verdicts(page) == ["Responding", "Resistant", "Responding"]


def test_one_cell_alone_is_met_with_suggestions(visit):
    here = visit()
    page = arrive(here, ALONE)
    assert page.get_by_role("heading", name="What would you like to put beside it?").is_visible()
    assert not page.get_by_role("heading", name="Time courses").is_visible()
    page.get_by_role("link", name="Mutant and wild type, with and without drug").click()
    settled(page, 4)
    assert verdicts(page) == ["Resistant", "No drug given", "Responding", "No drug given"]
    assert page.locator("#compare-add").is_hidden()
    assert page.get_by_role("link", name="Duplicate").count() == 0
    page.wait_for_url("**c4=*")
    page.click("#undo")
    settled(page, 1)


def test_every_key_of_the_address_is_kept_through_a_change(visit):
    here = visit()
    page = arrive(here, EVERY_KEY)
    page.wait_for_selector("#compare-map-difference .node")
    assert here.query == EVERY_KEY
    assert page.inner_text("#problems") == ""
    assert page.locator("[data-pair]").nth(0).input_value() == "C"
    assert page.inner_text("#compare-time output") == "5\u00a0h"
    page.get_by_role("button", name="Edit cell B").click()
    page.get_by_label("PIK3CA", exact=True).select_option("PIK3CA_E545K")
    page.wait_for_url("**c2=g=PIK3CA_E545K*")
    assert here.query == EVERY_KEY.replace("c2=b=", "c2=g=PIK3CA_E545K;b=")
    step(page, "Move cell B left")
    page.wait_for_url("**?g=PIK3CA_E545K*")
    assert page.evaluate(FOCUSED) == "cell-A"
    assert "cpd=C-A&cpt=5" in here.query


def test_a_cell_is_edited_in_all_its_parts(visit):
    here = visit()
    page = arrive(here)
    page.get_by_role("button", name="Edit cell A").click()
    editor = page.locator("#compare-editor")
    editor.get_by_label("Background").select_option("HER2_normal")
    editor.get_by_label("Unit of Lapatinib").select_option("nM")
    assert editor.get_by_label("Dose of Lapatinib", exact=True).input_value() == "1000"
    editor.get_by_label("Gene of knock-down 1").select_option("AKT1")
    editor.get_by_label("Per cent of the protein left, 1").fill("25")
    editor.get_by_label("Heregulin").fill("1")
    page.wait_for_url("**l=HRG:1nM*")
    for part in ("b=HER2_normal", "d=lapatinib:1000nM", "k=AKT1:0.25", "g=PTEN_loss"):
        assert part in here.query
    assert "c2=b=HER2_amp;d=lapatinib:1uM" in here.query
    slider = editor.get_by_label("Dose of Everolimus, logarithmic")
    slider.focus()
    page.keyboard.press("End")
    page.wait_for_url("**everolimus:10000nM*")
    assert slider.get_attribute("aria-valuetext") == "10000 nM"
    page.keyboard.press("Escape")
    assert editor.count() == 0


def test_an_amount_out_of_range_is_corrected_in_its_box(visit):
    here = visit()
    page = arrive(here)
    page.get_by_role("button", name="Edit cell B").click()
    box = page.get_by_label("Dose of Everolimus", exact=True)
    box.fill("123456")
    box.press("Tab")
    page.wait_for_url("**everolimus:10000nM*")
    page.wait_for_function(
        "() => document.querySelector('[data-input=amount][data-name=everolimus]').value==='10000'"
    )
    assert "10000 nM was taken" in page.inner_text("#problems")


def test_all_maps_follow_one_clock_and_the_difference_its_cells(visit):
    here = visit()
    page = arrive(here, FOUR)
    page.wait_for_function("() => document.querySelectorAll('.compare-map .pathway').length === 5")
    page.wait_for_selector("#compare-most li")
    value = "#compare-map-{} [data-node=PIP3] .value"
    before = [page.text_content(value.format(each)) for each in ("a", "b", "difference")]
    slider = page.get_by_label("Time of treatment shown on all maps")
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_function(
        "old => document.querySelector('#compare-map-difference [data-node=PIP3] .value')"
        ".textContent !== old",
        arg=before[2],
    )
    after = [page.text_content(value.format(each)) for each in ("a", "b", "difference")]
    assert all(new != old for new, old in zip(after, before, strict=True))
    page.wait_for_url("**cpt=0*")
    # The other way round, what was less is more.
    page.locator("[data-pair]").nth(0).select_option("A")
    assert page.locator("[data-pair]").nth(1).input_value() == "B"
    page.wait_for_url("**cpd=A-B*")
    up = page.text_content(value.format("difference"))
    assert after[2].endswith("▼") != up.endswith("▼")
    page.locator("#compare-map-a .node[data-node=PIP3]").hover()
    told = page.inner_text("#compare-node")
    assert told.startswith("PIP3: A ")
    assert "A over B" in told


def test_a_sort_is_kept_when_the_numbers_change(visit):
    here = visit()
    page = arrive(here)
    head = page.locator("#compare-changes thead").get_by_role("button", name="Readout")
    head.click()
    first = page.locator("#compare-changes tbody th").first.inner_text()
    page.get_by_role("button", name="Edit cell B").click()
    page.get_by_label("PTEN", exact=True).select_option("PTEN_low")
    page.wait_for_url("**PTEN_low*")
    assert page.locator("#compare-changes tbody th").first.inner_text() == first
    ascending = page.locator("#compare-changes thead th[aria-sort=ascending]")
    assert ascending.inner_text().strip() == "Readout"


def test_pointing_at_a_cell_lets_its_curve_stand_out(visit):
    here = visit()
    page = arrive(here, FOUR)
    page.locator("#compare-legend li").nth(2).hover()
    faded = """() => [...document.querySelectorAll('#compare-chart-0 .scatterlayer .trace')]
        .map(each => Number(getComputedStyle(each).opacity) < 0.5)"""
    page.wait_for_function(f"() => JSON.stringify(({faded})()) === '[true,true,false,true]'")
    page.mouse.move(5, 5)
    page.wait_for_function(f"() => !({faded})().includes(true)")


def test_the_numbers_and_the_code_can_be_taken_along(visit):
    here = visit()
    page = arrive(here)
    with page.expect_download() as download:
        page.click("#csv-link")
    rows = table_of(download)
    assert {row["cell"] for row in rows} == {"A", "B", "reference"}
    assert {row["verdict"] for row in rows if row["cell"] == "A"} == {"Resistant"}
    assert download.value.suggested_filename.startswith("her2sim-HER2-amplified")
    page.get_by_text("The same as Python or command line").click()
    assert page.inner_text("#code-command").count("her2sim run") == 2
    with page.expect_download() as download:
        page.click("[data-save-table=compare-changes]")
    assert "B ÷ A" in table_of(download)[0]


def test_a_change_is_answered_in_one_request(visit):
    here = visit()
    page = arrive(here, FOUR)
    before = len([url for url in here.requests if url.endswith(".json")])
    page.get_by_role("button", name="Edit cell D").click()
    page.get_by_label("PIK3CA", exact=True).select_option("PIK3CA_E545K")
    page.wait_for_url("**c4=g=PIK3CA_E545K*")
    assert len([url for url in here.requests if url.endswith(".json")]) == before + 1


def test_the_page_can_be_used_without_a_mouse(visit):
    here = visit()
    page = arrive(here)
    edit = page.get_by_role("button", name="Edit cell B")
    edit.focus()
    page.keyboard.press("Enter")
    assert edit.get_attribute("aria-expanded") == "true"
    assert page.evaluate(FOCUSED) == "compare-editor-title"
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.name") == "PIK3CA"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Edit cell B"
    for name in ("Duplicate cell B and change the copy", "Open cell B in Explore"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == name


def test_headings_name_the_cells(visit):
    here = visit()
    page = arrive(here, FOUR)
    assert page.locator("h1").count() == 1
    page.wait_for_function("() => document.title === 'Compare · her2sim'")
    name = re.compile(r"^Cell A: PTEN loss on lapatinib 1\sµM$")
    assert page.get_by_role("heading", level=2, name=name).count() == 1


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_than_the_screen(visit, size):
    width, height = SIZES[size]
    here = visit(viewport={"width": width, "height": height})
    for query in (ALONE, FOUR):
        page = arrive(here, query)
        page.get_by_role("button", name="Edit cell A").click()
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_no_accessibility_violations(visit, scheme, size, no_violations):
    width, height = SIZES[size]
    here = visit(color_scheme=scheme, viewport={"width": width, "height": height})
    for query in (ALONE, f"{FOUR}&nope=1"):
        page = arrive(here, query)
        page.get_by_role("button", name="Edit cell A").click()
        if query != ALONE:
            page.wait_for_selector("#compare-most li")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        no_violations(page)
