"""The Start page in a real browser, on the real server."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = {"phone": (390, 844), "projector": (1024, 768), "laptop": (1440, 900)}


@pytest.fixture
def stories(visit):
    def open_page(address: str = "/", **options):
        here = visit(**options)
        here.page.goto(here.server + address)
        here.page.wait_for_selector("h1.hero-claim")
        here.page.wait_for_url("**v=1")
        return here

    return open_page


def test_a_story_leads_to_its_scenario_and_back(stories):
    here = stories()
    page = here.page
    page.get_by_role("link", name="PTEN loss makes lapatinib fail", exact=True).click()
    page.wait_for_selector("#verdict-label")
    assert "g=PTEN_loss" in here.query
    assert "d=lapatinib:1uM" in here.query
    assert here.verdict == "Resistant"
    page.go_back()
    page.wait_for_selector("h1.hero-claim")


def test_the_verdict_on_a_card_is_that_of_its_page(stories):
    here = stories()
    page = here.page
    card = page.locator(".story", has_text="Dactolisib restores the response")
    told = card.locator(".story-verdict").inner_text()
    card.get_by_role("link", name="Dactolisib restores the response", exact=True).click()
    page.wait_for_selector("#verdict-label")
    assert told.endswith(here.verdict)


def test_both_cells_of_a_story_can_be_compared(stories):
    here = stories()
    page = here.page
    page.get_by_role("link", name="Compare the two: PTEN loss makes lapatinib fail").click()
    page.wait_for_url("**/compare?**")
    assert "c2=" in here.query


def test_own_scenario_is_one_click_away(stories):
    here = stories()
    here.page.click("#start-own")
    here.page.wait_for_selector("#verdict-label")
    assert here.verdict == "No drug given"


def test_settings_made_elsewhere_are_kept(stories):
    here = stories("/?g=PTEN_loss&d=lapatinib:300nM&see=tables")
    page = here.page
    page.get_by_role("link", name="Go on with").click()
    page.wait_for_selector("#verdict-label")
    assert "d=lapatinib:300nM" in here.query
    assert "see=tables" in here.query
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Start").click()
    page.wait_for_selector("h1.hero-claim")
    assert page.get_by_role("link", name="Go on with").is_visible()


def test_stories_can_be_reached_and_opened_by_keyboard(stories):
    here = stories()
    page = here.page
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "story-link":
            break
    assert page.evaluate("document.activeElement.textContent") == "PTEN loss makes lapatinib fail"
    page.keyboard.press("Enter")
    page.wait_for_selector("#verdict-label")


def test_the_picture_of_light_or_dark_is_loaded_and_no_other(stories):
    for scheme in ("light", "dark"):
        here = stories(color_scheme=scheme)
        here.page.wait_for_function(
            "() => performance.getEntriesByType('resource')"
            ".filter(e => e.name.includes('/preset/'))"
            ".length >= 9"
        )
        loaded = [url for url in here.requests if "/preset/" in url]
        assert all(("-dark" in url) is (scheme == "dark") for url in loaded)


@pytest.mark.parametrize("size", list(SIZES))
def test_the_page_never_scrolls_sideways(stories, size):
    width, height = SIZES[size]
    page = stories(viewport={"width": width, "height": height}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".story").count() == 8


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_no_accessibility_violations(stories, scheme, size, no_violations):
    width, height = SIZES[size]
    address = "/?g=PTEN_loss&d=lapatinib:300nM&nope=1"
    page = stories(address, color_scheme=scheme, viewport={"width": width, "height": height}).page
    no_violations(page)


def test_one_heading_of_the_page_and_a_title(stories):
    page = stories().page
    assert page.locator("h1").count() == 1
    page.wait_for_function("() => document.title == 'Start · her2sim'")
