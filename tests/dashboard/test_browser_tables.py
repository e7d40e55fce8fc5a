"""Tables can be sorted, searched and saved in a real browser, without any server."""

from __future__ import annotations

import csv
from pathlib import Path

import her2sim_dashboard
import pytest
from her2sim_dashboard.tables import Column, Table, chip, findable, inside, number, outside

pytestmark = pytest.mark.browser

ASSETS = Path(her2sim_dashboard.__file__).parent / "assets"
STUB = """
window.spoken = [];
window.dash_clientside = { her2sim: {}, set_props() {}, no_update: null };
window.her2sim = {
  speak: (text) => window.spoken.push(text),
  make(tag, text, attributes) {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    return made;
  },
};
"""
TABLE = Table(
    "Genes",
    (Column("id", "Id", "id"), Column("effect", "Effect", "number"), Column("note", "Note")),
    (
        (findable("K10"), number(-2.0, "−2.00"), chip("measured", "good")),
        (findable("K2"), number(10.0, "10.0"), "<b>µ</b> of K10_p"),
        (findable("K1"), None, outside("a script", "javascript:alert(1)")),
        (findable("K3"), number(0.5, "0.500"), ["see ", outside("paper", "https://doi.org/1")]),
        (findable("=K4"), number(3.0, "3.00"), inside("elsewhere", "//evil.example")),
    ),
)


@pytest.fixture
def page(browser):
    page = browser.new_page(accept_downloads=True)
    page.set_content(
        '<div id="genes" data-file="genes.csv"></div><span data-count-of="genes"></span>'
        '<input data-searches="genes"><button data-save-table="genes">save</button>'
    )
    page.evaluate(STUB)
    page.evaluate((ASSETS / "70-tables.js").read_text(encoding="utf-8"))
    page.evaluate("content => her2sim.tables.fill('genes', content)", TABLE.content())
    yield page
    page.close()


def names(page) -> list[str]:
    return page.locator("tbody tr:visible th").all_inner_texts()


def test_a_column_is_sorted_by_keyboard_and_says_so(page):
    head = page.get_by_role("columnheader", name="Effect")
    page.get_by_role("button", name="Effect").focus()
    page.keyboard.press("Enter")
    assert names(page) == ["K10", "K3", "=K4", "K2", "K1"]
    assert head.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Space")
    assert names(page) == ["K2", "=K4", "K3", "K10", "K1"]
    assert head.get_attribute("aria-sort") == "descending"
    page.keyboard.press("Enter")
    assert names(page) == ["K10", "K2", "K1", "K3", "=K4"]
    assert page.evaluate("spoken")[0] == "Sorted by Effect, ascending."


def test_names_with_numbers_are_sorted_by_the_number(page):
    page.get_by_role("button", name="Id", exact=True).click()
    assert names(page)[1:] == ["K1", "K2", "K3", "K10"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("k1", ["K10", "K2", "K1"]),
        ('"k10"', ["K10"]),
        ("u", ["K10", "K2"]),
        ("paper see", ["K3"]),
        ("nowhere", []),
    ],
)
def test_a_search_keeps_the_rows_that_hold_every_word(page, text, found):
    page.fill("input", text)
    assert names(page) == found
    assert page.inner_text("[data-count-of]") == f"{len(found)} of 5 rows"
    assert page.get_by_text("Nothing here fits").is_visible() is (not found)
    counted = page.evaluate(
        "([content, text]) => her2sim.tables.count(content, text)", [TABLE.content(), text]
    )
    assert counted == len(found)


def test_texts_stay_texts_and_only_safe_addresses_are_links(page):
    assert page.locator("b").count() == 0
    assert page.get_by_text("<b>µ</b>").count() == 1
    assert page.locator("tbody a").all_inner_texts() == ["paper"]
    assert "noreferrer" in page.get_attribute("tbody a", "rel")


def test_the_rows_shown_are_saved_as_csv_with_exact_numbers(page, tmp_path):
    page.fill("input", "k3")
    with page.expect_download() as download:
        page.click("[data-save-table]")
    assert download.value.suggested_filename == "genes.csv"
    download.value.save_as(tmp_path / "genes.csv")
    with (tmp_path / "genes.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == [{"Id": "K3", "Effect": "0.5", "Note": "see paper"}]


def test_a_saved_text_is_no_formula(page, tmp_path):
    with page.expect_download() as download:
        page.click("[data-save-table]")
    download.value.save_as(tmp_path / "genes.csv")
    assert "'=K4,3," in (tmp_path / "genes.csv").read_text(encoding="utf-8")
