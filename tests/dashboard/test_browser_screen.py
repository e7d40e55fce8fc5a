"""The Screen page in a real browser: rank, sort, search, open, run, stop, scan, take along."""

from __future__ import annotations

import csv

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG_MS = 120_000
GENES = "/screen?b=HER2_amp&d=lapatinib:168nM&t=72"
PARAMETERS = f"{GENES}&sct=parameters"
SCAN = f"{GENES}&sct=scan&scg=8"


def opened(here, address: str):
    """Go to an address and wait until the page has settled."""
    page = here.page
    page.goto(here.server + address)
    page.wait_for_selector("#quick a")
    page.wait_for_url("**v=1")
    return page


def genes_of(page) -> list[str]:
    return page.locator("#genes-table tbody tr:visible th").all_inner_texts()


def drawn(page, name: str) -> None:
    page.wait_for_selector(f"#{name} .main-svg >> nth=0", timeout=LONG_MS)


def test_from_the_ranking_to_the_scenario_of_a_gene(visit):
    here = visit()
    page = opened(here, GENES)
    assert genes_of(page)[0] == "PTEN"
    assert "PTEN comes first" in page.inner_text("#genes-finding")
    page.get_by_role("button", name="Gene", exact=True).focus()
    page.keyboard.press("Enter")
    assert genes_of(page)[:2] == ["AKT1", "AKT1S1"]
    page.get_by_label("Search genes and words").fill("pten")
    assert genes_of(page) == ["PTEN"]
    page.get_by_role("link", name="PTEN", exact=True).click()
    page.wait_for_url("**/explore?**k=PTEN:0.2**")
    page.wait_for_selector("#verdict-label")
    assert here.input("knockdown-gene", "0").input_value() == "PTEN"
    assert here.input("dose-amount", "lapatinib").input_value() == "168"
    page.go_back()
    page.wait_for_selector("#genes-table tbody tr")
    assert genes_of(page)[0] == "PTEN"


def test_an_untreated_cell_is_screened_with_one_click(visit):
    here = visit()
    page = opened(here, "/screen")
    assert "nothing to resist" in page.inner_text("#genes-problem")
    assert not page.locator("#genes-table-card").is_visible()
    page.click("#classic")
    page.wait_for_url("**d=lapatinib**")
    page.wait_for_selector("#genes-table tbody tr")
    assert page.locator("#quick [aria-current]").count() == 1
    drawn(page, "genes-0")


def test_a_bar_opens_its_gene(visit):
    here = visit()
    page = opened(here, GENES)
    drawn(page, "genes-0")
    page.locator("#genes-0").scroll_into_view_if_needed()
    bar = page.locator("#genes-0 .barlayer .trace").first.locator("path").first
    box = bar.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 30, y + 1)
    page.mouse.move(x, y)
    page.wait_for_selector("#genes-0 .hoverlayer .hovertext")
    page.mouse.click(x, y)
    page.wait_for_url("**/explore?**k=PTEN:0.2**")


def test_intervals_and_pairs_are_added(visit):
    here = visit()
    page = opened(here, f"{GENES}&scn=50")
    page.get_by_role("button", name="Add intervals").click()
    page.wait_for_function(
        "() => document.querySelector('#genes-sets').textContent.includes('50 parameter sets')",
        timeout=LONG_MS,
    )
    assert page.get_by_role("columnheader", name="Among first").count() == 1
    assert page.locator("#genes-0 .errorbar").count() > 30
    page.get_by_role("button", name="Screen all pairs").click()
    page.wait_for_selector("#pairs-table tbody tr", timeout=LONG_MS)
    assert "scp=1" in here.query
    assert page.locator("#pairs-table tbody tr").count() == 40


def test_a_stopped_sensitivity_keeps_what_it_has(visit):
    here = visit()
    page = opened(here, f"{PARAMETERS}&scs=sobol&scr=100000")
    assert not page.locator("#parameters-result").is_visible()
    page.get_by_role("button", name="Run", exact=True).locator("visible=true").click()
    page.wait_for_function(
        "() => document.querySelector('#parameters-note').textContent.includes('so far')",
        timeout=LONG_MS,
    )
    page.get_by_role("button", name="Stop: Sensitivity").click()
    bar = page.locator("[data-job=sensitivity]")
    assert bar.get_attribute("data-state") == "stopped"
    assert "kept" in bar.inner_text()
    assert page.locator("#parameters-table tbody tr").count() > 100
    drawn(page, "parameters-0")
    page.wait_for_timeout(300)
    assert "so far" in page.inner_text("#parameters-note")


def test_the_local_tornado_runs_by_itself_and_comes_back(visit):
    here = visit()
    page = opened(here, PARAMETERS)
    page.wait_for_selector("#parameters-table tbody tr", timeout=LONG_MS)
    assert "10 % more of it" in page.inner_text("#parameters-finding")
    drawn(page, "parameters-0")
    requests = len([url for url in here.requests if "sensitivity.stream" in url])
    page.get_by_role("tab", name="Rank genes").click()
    page.wait_for_selector("#genes-table tbody tr")
    page.wait_for_url(lambda url: "sct=" not in url)
    assert "&sc" not in here.query
    page.get_by_role("tab", name="Rank parameters").click()
    page.wait_for_url("**sct=parameters**")
    page.wait_for_selector("#parameters-table tbody tr")
    assert len([url for url in here.requests if "sensitivity.stream" in url]) == requests


def test_a_scan_finishes_and_a_point_leads_to_its_scenario(visit, tmp_path):
    here = visit()
    page = opened(here, f"{SCAN}&scx=drug.lapatinib&scy=knockdown.PTEN")
    drawn(page, "scan-0")
    page.wait_for_function(
        "() => document.querySelector('#scan-note').textContent.startsWith('64 of 64')",
        timeout=LONG_MS,
    )
    with page.expect_download() as download:
        page.click("#csv-link")
    download.value.save_as(tmp_path / "scan.csv")
    with (tmp_path / "scan.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 64 and float(rows[0]["GR"])
    page.get_by_label("Lapatinib", exact=True).select_option(index=3)
    page.wait_for_url("**scc=2.0**")
    page.wait_for_function("() => document.querySelector('#looked').textContent.includes('GR')")
    box = page.locator("#scan-0 .nsewdrag").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.1)
    page.wait_for_url("**scc=*.7**")
    page.get_by_role("link", name="Open in Explore").click()
    page.wait_for_url("**/explore?**k=PTEN:1**")


def test_the_address_round_trip(visit):
    here = visit()
    query = (
        "b=HER2_amp&d=lapatinib:168nM&k=AKT1:0.5&t=48&r=GR&y=unit"
        "&sct=scan&sco=pERK&scd=up&scl=10&scu=5&scs=morris&sck=30&scx=set.K_death"
        "&scy=drug.everolimus&scg=6&scc=1.2&v=1"
    )
    page = opened(here, f"/screen?{query}")
    assert here.query == query
    assert page.inner_text("#problems") == ""
    drawn(page, "scan-0")
    page.get_by_role("tab", name="Rank genes").click()
    page.wait_for_selector("#genes-table tbody tr")
    page.wait_for_url(lambda url: "sct=" not in url)
    assert here.query == query.replace("sct=scan&", "")
    assert here.input("setting", "scu").input_value() == "5×"


def test_downloads_parse(visit, tmp_path):
    here = visit()
    page = opened(here, GENES)
    drawn(page, "genes-0")
    with page.expect_download() as download:
        page.click("#csv-link")
    download.value.save_as(tmp_path / "screen.csv")
    with (tmp_path / "screen.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["gene"] == "PTEN" and len(rows) == 39
    for kind, begins in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as download:
            page.click(f"[data-picture=genes-0][data-kind={kind}]")
        download.value.save_as(tmp_path / kind)
        assert (tmp_path / kind).read_bytes().startswith(begins)


def test_pictures_can_be_read_as_tables(visit):
    here = visit()
    page = opened(here, GENES)
    drawn(page, "genes-0")
    card = page.locator("#genes-0-card")
    card.get_by_text("View as table").click()
    assert card.locator("tbody tr").count() == 39
    assert card.locator("thead th").all_inner_texts() == ["gene", "rank", "effect", "readout"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
@pytest.mark.parametrize("address", ["/screen", GENES, PARAMETERS, f"{SCAN}&scc=1.1"])
def test_no_accessibility_violations_and_nothing_too_wide(
    visit, scheme, size, address, no_violations
):
    width, height = size
    here = visit(color_scheme=scheme, viewport={"width": width, "height": height})
    page = opened(here, address)
    if "d=" in address:
        part = {PARAMETERS: "parameters-0", GENES: "genes-0"}.get(address, "scan-0")
        drawn(page, part)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    no_violations(page)
