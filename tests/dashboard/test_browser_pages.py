"""What holds for every page in a real browser: one state, one heading, room, access, recovery."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from her2sim_dashboard.pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STATE = (
    "g=PTEN_low,PIK3CA_E545K&b=HER2_normal&d=lapatinib:300nM,everolimus:5nM&k=AKT1:0.25"
    "&l=HRG:1nM&t=48&r=pHER2,GR&y=unit&c2=g=PTEN_loss;b=HER2_amp;d=lapatinib:1uM"
)
SIZES = {"phone": (390, 844), "projector": (1024, 768), "laptop": (1440, 900)}
PATHS = [page.PATH for page in PAGES]


def settle(page) -> None:
    """Wait until a page is in place and its long work, if any, is done."""
    page.wait_for_selector("main h1")
    page.wait_for_function(
        "() => !document.querySelector('[data-job][data-state=running], ._dash-loading-callback')",
        timeout=90_000,
    )


def test_nothing_is_lost_on_the_way_through_all_pages(visit):
    here = visit()
    page = here.open(f"/explore?{STATE}")
    before = dict(parse_qsl(here.query))
    for each in [*PAGES[2:], *PAGES[:2]]:
        page.locator(".menu").get_by_role("link", name=each.TITLE, exact=True).click()
        page.wait_for_function("path => location.pathname == path", arg=each.PATH)
        settle(page)
        page.wait_for_function("title => document.title.startsWith(title)", arg=each.TITLE)
        now = dict(parse_qsl(here.query))
        assert {key: now.get(key) for key in before} == before, each.TITLE
    assert page.locator(".menu [aria-current=page]").inner_text() == PAGES[1].TITLE


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_one_heading_a_title_and_a_current_link(visit, path):
    here = visit()
    page = here.page
    page.goto(here.server + path)
    settle(page)
    assert page.locator("h1").count() == 1
    page.wait_for_function("() => document.title.endsWith('· her2sim')")
    assert page.locator(".menu [aria-current=page]").get_attribute("data-page") == path


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PATHS)
def test_no_page_is_wider_than_the_screen(visit, path, size):
    width, height = SIZES[size]
    here = visit(viewport={"width": width, "height": height})
    page = here.page
    page.goto(f"{here.server}{path}?{STATE}")
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_no_page_has_accessibility_violations(visit, path, scheme, no_violations):
    here = visit(color_scheme=scheme)
    page = here.page
    page.goto(f"{here.server}{path}?g=PTEN_loss&d=lapatinib:1uM&nope=1")
    settle(page)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    no_violations(page)


def test_a_broken_connection_is_told_and_mended(visit):
    here = visit()
    page = here.open("/explore?g=PTEN_loss")
    settle(page)
    page.context.set_offline(True)
    here.input("dose-amount", "lapatinib").fill("7")
    here.input("dose-amount", "lapatinib").press("Tab")
    page.wait_for_function(
        "() => document.querySelector('#failure').textContent.includes('does not answer')",
        timeout=20_000,
    )
    assert here.verdict == "No drug given"
    page.context.set_offline(False)
    here.dose("lapatinib", "9")
    page.wait_for_function("() => document.querySelector('#failure').textContent == ''")
    # What the browser itself says about the broken connection is meant here, and nothing else.
    meant = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch", "the server did not respond")
    assert [each for each in here.errors if not any(text in each for text in meant)] == []
    here.errors.clear()


def test_a_page_that_was_interrupted_comes_back_with_its_state(visit):
    here = visit()
    page = here.open(f"/explore?{STATE}")
    settle(page)
    address, sentence = page.url, page.inner_text("#sentence")
    page.reload()
    settle(page)
    page.wait_for_function(
        "text => document.querySelector('#sentence').innerText == text", arg=sentence
    )
    assert page.url == address
