"""The Learn page in a real browser: a pupil, a teacher at the projector, a printer, a keyboard."""

from __future__ import annotations

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROJECTOR = {"width": 1024, "height": 768}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def lesson(visit):
    """Open an address of the Learn page and wait until its heading is there."""

    def start(query: str = "", **options):
        here = visit(**options)
        here.page.goto(f"{here.server}/learn{'?' + query if query else ''}")
        here.page.wait_for_selector("main h1")
        here.page.wait_for_url("**v=1")
        return here.page

    return start


def on_step(page, at: int) -> None:
    page.wait_for_function(
        "at => document.querySelector('.step-count')?.textContent.startsWith('Step ' + at + ' ')",
        arg=at,
    )


def drawn(page) -> None:
    page.wait_for_selector("#learn-0 .main-svg >> nth=0")


def answers(page) -> dict:
    return page.evaluate("({...sessionStorage})")


def test_a_pupil_predicts_runs_checks_and_goes_on(lesson):
    page = lesson()
    assert page.locator(".lesson-card").count() == 5
    page.get_by_role("link", name="Start: Switch HER2 off").click()
    on_step(page, 1)
    page.get_by_role("radio", name="Under both").check()
    page.get_by_role("button", name="Commit and run").click()
    on_step(page, 2)
    drawn(page)
    told = page.inner_text("#question")
    assert "You predicted: Under both" in told
    assert "The model says otherwise." in told
    assert "pHER2 is at 1.8 % under lapatinib" in told.replace("\u00a0", " ")
    assert page.locator("figure.chart:visible").count() == 4
    page.click("#next-step")
    on_step(page, 3)
    page.get_by_role("radio", name="pHER3 is nearly gone").check()
    page.get_by_role("button", name="Check my answer").click()
    page.wait_for_selector(".feedback[data-verdict=right]")
    assert page.locator(".answer[data-verdict=right]").inner_text().endswith("what the model says")
    assert "That is what the model says." in page.inner_text("#spoken")
    assert page.locator(".stepper a.answered").count() == 2


def test_reload_and_back_keep_the_place_and_the_answers(lesson):
    page = lesson("lesson=her2-off&step=1")
    page.get_by_role("radio", name="Only under lapatinib").check()
    page.get_by_role("button", name="Commit and run").click()
    on_step(page, 2)
    drawn(page)
    page.reload()
    on_step(page, 2)
    drawn(page)
    assert "You predicted: Only under lapatinib" in page.inner_text("#question")
    page.go_back()
    on_step(page, 1)
    assert page.get_by_role("radio", name="Only under lapatinib").is_checked()
    assert page.get_by_role("radio", name="Only under lapatinib").is_disabled()
    page.click("#redo")
    on_step(page, 2)
    assert answers(page) == {"her2sim.lessons.her2-off.0": "1"}


def test_a_prediction_can_be_changed_before_the_run_is_looked_at(lesson):
    page = lesson("lesson=her2-off&step=1")
    page.get_by_role("radio", name="Under both").check()
    page.get_by_role("button", name="Commit and run").click()
    on_step(page, 2)
    page.go_back()
    on_step(page, 1)
    page.get_by_role("button", name="Change it").click()
    assert answers(page) == {}
    assert page.get_by_role("button", name="Commit and run").is_visible()


def test_a_run_is_covered_until_it_was_predicted(lesson):
    page = lesson("lesson=rebound&step=2")
    page.wait_for_selector("#gate:visible")
    assert "Predict first." in page.inner_text("#gate")
    assert not page.is_visible("#results")
    assert "before the run" in page.inner_text("#learn-map-says")
    assert page.locator("[data-node=S6] .value").text_content().startswith("1.0")
    page.get_by_role("button", name="Show it all the same").click()
    drawn(page)
    assert not page.is_visible("#gate")
    assert "The model says: It has risen" in page.inner_text("#question")
    page.wait_for_function(
        "() => document.querySelector('[data-node=S6] .value').textContent.startsWith('0.0')"
    )


def test_nothing_can_be_committed_without_an_answer(lesson):
    page = lesson("lesson=her2-off&step=1")
    page.get_by_role("button", name="Commit and run").click()
    assert page.inner_text(".form-hint") == "Choose an answer first."
    assert answers(page) == {}


def test_a_guess_is_set_beside_the_simulated_number(lesson):
    page = lesson("lesson=broken-brake&step=1")
    slider = page.get_by_role("slider", name="Your guess")
    page.get_by_role("button", name="Commit and run").click()
    assert page.inner_text(".form-hint") == "Move the slider first."
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") == "8.5 ×"
    page.get_by_role("button", name="Commit and run").click()
    on_step(page, 2)
    assert "You predicted: 8.5 ×" in page.inner_text("#question")
    assert page.inner_text(".guess-mark.model") == "model 7.71 ×"
    assert page.inner_text(".guess-mark.guess") == "you 8.5 ×"
    assert "That is what the model says." in page.inner_text("#question")
    assert page.locator(".learn-bars .bar-value").first.inner_text() == "7.7×"


def test_the_end_tells_how_often_the_model_agreed(lesson):
    page = lesson("lesson=two-keys&step=8")
    page.evaluate("sessionStorage.setItem('her2sim.lessons.two-keys.0', '0')")
    page.reload()
    on_step(page, 8)
    assert not page.is_visible("#takeaway")
    page.get_by_role("radio", name="No: both are slowed about alike").check()
    page.get_by_role("button", name="Check my answer").click()
    page.wait_for_selector("#takeaway:visible")
    assert page.inner_text("#score") == "The model agreed with 1 of your 2 answers."
    page.get_by_role("button", name="Forget my answers").click()
    on_step(page, 1)
    assert answers(page) == {}


def test_the_gallery_tells_how_far_one_is(lesson):
    page = lesson("lesson=her2-off&step=1")
    page.get_by_role("radio", name="Under both").check()
    page.get_by_role("button", name="Commit and run").click()
    on_step(page, 2)
    page.get_by_role("link", name="All lessons").click()
    page.wait_for_selector(".lesson-card")
    told = page.locator("[data-lesson=her2-off]")
    assert told.inner_text() == "1 of 4 questions answered"


def test_explore_opens_the_cell_and_the_menu_leads_back(lesson):
    page = lesson("lesson=two-keys&step=3")
    page.get_by_role("link", name=re.compile("^Open in Explore: lapatinib alone")).click()
    page.wait_for_selector("#verdict-label")
    assert "lapatinib:1uM" in page.url
    assert "PTEN_loss" in page.url
    page.get_by_role("navigation").get_by_role("link", name="Learn", exact=True).click()
    on_step(page, 3)
    assert page.inner_text("h1") == "Everolimus: read two charts"


def test_a_whole_lesson_by_keyboard_alone(lesson):
    page = lesson("lesson=her2-off&step=1")
    page.locator(".answer input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Commit and run"
    page.keyboard.press("Enter")
    on_step(page, 2)
    page.wait_for_function("() => document.activeElement.tagName == 'H1'")
    assert "Only under lapatinib" in page.inner_text("#question")
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id"))
        if "next-step" in reached:
            break
    page.keyboard.press("Enter")
    on_step(page, 3)
    page.wait_for_function("() => document.activeElement.tagName == 'H1'")


def test_the_presenter_turns_steps_and_reveals_by_keys(lesson):
    page = lesson("lesson=rebound&step=1&present=1", viewport=PROJECTOR)
    assert not page.is_visible("header.top")
    assert not page.is_visible("footer.bottom")
    page.keyboard.press("ArrowRight")
    on_step(page, 2)
    drawn(page)
    assert "The model says: It has risen" in page.inner_text("#question")
    page.keyboard.press(" ")
    on_step(page, 3)
    page.wait_for_selector(".answer")
    assert page.locator(".feedback").count() == 0
    page.keyboard.press("r")
    assert page.locator(".answer[data-verdict=right]").inner_text().startswith("IRS1")
    assert answers(page) == {}
    page.keyboard.press("m")
    page.wait_for_selector("#learn-map:visible [data-node=IRS1]")
    assert not page.is_visible(".lesson-step")
    page.keyboard.press("m")
    page.keyboard.press("ArrowLeft")
    on_step(page, 2)
    assert "present=1" in page.url
    page.keyboard.press("Escape")
    page.wait_for_selector("header.top:visible")
    assert "present=1" not in page.url
    on_step(page, 2)


def test_a_radio_keeps_its_arrows_while_presenting(lesson):
    page = lesson("lesson=rebound&step=1&present=1", viewport=PROJECTOR)
    page.locator(".answer input").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.locator(".answer input").nth(1).is_checked()
    on_step(page, 1)


@pytest.mark.parametrize("step", range(1, 9))
def test_a_projector_shows_the_point_of_each_step_without_scrolling(lesson, step):
    page = lesson(f"lesson=rebound&step={step}&present=1", viewport=PROJECTOR)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1024
    shown = page.locator("#question:visible form, .prediction, .step-text").first.bounding_box()
    assert shown["y"] < 500
    assert page.locator("#next-step").bounding_box()["y"] < 768
    size = page.locator(".step-text").evaluate(
        "each => parseFloat(getComputedStyle(each).fontSize)"
    )
    assert size >= 17


def test_on_paper_there_is_the_sheet_and_nothing_else(lesson):
    page = lesson("lesson=her2-off&step=2")
    assert not page.is_visible(".sheet")
    page.emulate_media(media="print")
    assert page.is_visible(".sheet")
    for hidden in ("header.top", "footer.bottom", ".lesson"):
        assert not page.is_visible(hidden)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    sheet = page.pdf(format="A4", prefer_css_page_size=True)
    assert sheet.startswith(b"%PDF")
    assert 3 <= len(re.findall(rb"/Type\s*/Page[^s]", sheet)) <= 7


def test_the_print_button_prints(lesson):
    page = lesson("lesson=her2-off&step=2")
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print sheet").click()
    assert page.evaluate("window.printed")


def test_other_pages_print_without_a_sheet(lesson):
    page = lesson()
    page.emulate_media(media="print")
    assert page.is_visible(".lesson-card >> nth=0")


@pytest.mark.parametrize("query", ["", "lesson=two-keys&step=5", "lesson=two-keys&step=4"])
def test_nothing_is_wider_than_a_phone_and_everything_can_be_touched(lesson, query):
    page = lesson(query, viewport=PHONE)
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.evaluate(
        """() => [...document.querySelectorAll('main button, main a[href], main summary, .answer')]
        .filter(each => each.offsetParent && !each.closest('p, .sources, .map'))
        .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
    )
    assert small == []


AXE = {
    "gallery": ("", None),
    "predict": ("lesson=her2-off&step=1", None),
    "slider": ("lesson=broken-brake&step=5", None),
    "run": ("lesson=her2-off&step=2", {"her2-off.0": "0"}),
    "guess": ("lesson=broken-brake&step=6", {"broken-brake.4": "200"}),
    "covered": ("lesson=rebound&step=2", None),
    "explain": ("lesson=two-keys&step=4", None),
    "check": ("lesson=two-keys&step=8", {"two-keys.7": "1"}),
    "present": ("lesson=rebound&step=3&present=1", None),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", AXE)
def test_no_accessibility_violations(lesson, scheme, state, no_violations):
    query, given = AXE[state]
    viewport = PHONE if state in ("gallery", "run") and scheme == "dark" else PROJECTOR
    page = lesson(query, color_scheme=scheme, viewport=viewport)
    if given:
        for key, value in given.items():
            page.evaluate(f"sessionStorage.setItem('her2sim.lessons.{key}', '{value}')")
        page.reload()
        page.wait_for_selector(".feedback")
    page.wait_for_timeout(1800)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    no_violations(page)


def test_the_page_has_one_heading_and_speaks_the_step(lesson):
    page = lesson("lesson=her2-off&step=1")
    assert page.locator("h1").count() == 1
    page.click("#next-step")
    on_step(page, 2)
    assert page.locator("h1").count() == 1
    assert page.locator(".stepper [aria-current=step]").count() == 1
