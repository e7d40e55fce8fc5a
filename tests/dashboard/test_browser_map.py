"""The pathway map in a real browser, on the real server."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RESISTANT = "/explore?g=PTEN_loss&d=lapatinib:1uM"
MAP = "her2sim.map.of(document.getElementById('map'))"


class MapVisit:
    """The Explore page with its map in place."""

    def __init__(self, here, address: str = RESISTANT) -> None:
        self.here = here
        self.page = here.open(address)
        self.page.wait_for_selector("#map svg .node")

    def value(self, node: str) -> str:
        """Return the number on a node."""
        return self.page.text_content(f"[data-node='{node}'] .value") or ""

    def fill(self, node: str) -> str:
        """Return the colour of a node as it is painted."""
        script = "each => getComputedStyle(each).fill"
        return self.page.locator(f"#map [data-node='{node}'] .body").evaluate(script)

    def at(self, share: float) -> None:
        """Move the time slider to a share of its way."""
        self.page.locator(".map-time input").evaluate(
            """(slider, share) => {
                slider.value = share * slider.max;
                slider.dispatchEvent(new Event("input", {bubbles: true}));
                slider.dispatchEvent(new Event("change", {bubbles: true}));
            }""",
            share,
        )

    def asked(self) -> list[str]:
        """Return what the page asked for; when to show its icon is the browser's own business."""
        return [url for url in self.here.requests if "favicon" not in url]

    def until(self, node: str, script: str) -> None:
        """Wait until the number on a node fulfils a condition on ``text``."""
        self.page.wait_for_function(
            f"node => {{ const text = document.querySelector(`#map [data-node='${{node}}'] .value`)"
            f".textContent; return {script}; }}",
            arg=node,
        )


@pytest.fixture
def on_map(visit):
    """Visit the map of an address."""
    return lambda address=RESISTANT, **options: MapVisit(visit(**options), address)


def test_colours_and_numbers_follow_the_scenario(on_map):
    seen = on_map("/explore?g=PTEN_loss")
    seen.until("HER2_HER2", "!text.startsWith('0.0')")
    before = seen.fill("HER2_HER2")
    assert "not given" in seen.page.text_content("[data-drug=lapatinib]")
    seen.here.dose("lapatinib", "1", "µM")
    seen.until("HER2_HER2", "text.startsWith('0.0') && text.endsWith('▼')")
    assert seen.fill("HER2_HER2") != before
    assert "1\u00a0µM" in seen.page.text_content("[data-drug=lapatinib]")
    assert seen.page.text_content("#map [data-node=PTEN] .badge") == "loss"


def test_colours_follow_the_time_without_asking_the_server(on_map):
    seen = on_map()
    end, fill = seen.value("PIP3"), seen.fill("PIP3")
    seen.page.wait_for_load_state("networkidle")
    asked = seen.asked()
    seen.at(0)
    seen.until("PIP3", f"text !== '{end}'")
    assert seen.fill("PIP3") != fill
    assert seen.page.inner_text(".map-clock") == "0\u00a0h"
    seen.at(1)
    seen.until("PIP3", f"text === '{end}'")
    assert seen.fill("PIP3") == fill
    assert seen.asked() == asked


def test_play_moves_the_map_to_the_end_and_can_be_paused(on_map):
    seen = on_map()
    page = seen.page
    page.wait_for_load_state("networkidle")
    asked = seen.asked()
    page.select_option(".map-speed", "2")
    clock = page.inner_text(".map-clock")
    page.get_by_role("button", name="Play the time course").click()
    page.wait_for_function(
        "end => document.querySelector('.map-clock').textContent != end", arg=clock
    )
    page.get_by_role("button", name="Pause").click()
    paused = page.inner_text(".map-clock")
    assert paused != clock
    page.wait_for_timeout(300)
    assert page.inner_text(".map-clock") == paused
    page.get_by_role("button", name="Play the time course").click()
    page.wait_for_function(
        "end => document.querySelector('.map-clock').textContent == end", arg=clock
    )
    page.get_by_role("button", name="Play the time course").wait_for()
    assert seen.asked() == asked


def test_nothing_plays_by_itself_and_reduced_motion_makes_still_pictures(on_map):
    seen = on_map(reduced_motion="reduce")
    page = seen.page
    clock = page.inner_text(".map-clock")
    page.wait_for_timeout(400)
    assert page.inner_text(".map-clock") == clock
    page.evaluate(f"() => {{ window.seen = 0; {MAP}.afterPaint.push(() => window.seen++); }}")
    page.get_by_role("button", name="Play the time course").click()
    page.wait_for_timeout(1500)
    assert 1 <= page.evaluate("window.seen") <= 4
    assert page.inner_text(".map-clock") != clock


def test_time_base_loop_and_node_stand_in_the_address(on_map):
    seen = on_map()
    page = seen.page
    seen.at(0.5)
    page.wait_for_url("**mpt=*")
    page.select_option(".map-base select", "untreated")
    page.wait_for_url("**mpb=untreated*")
    page.locator(".map-chip").first.click()
    page.wait_for_url("**mpl=*")
    page.locator("#map [data-node=PIP3]").click()
    page.wait_for_url("**mpn=PIP3*")
    values = page.locator("#map .value").all_text_contents()
    clock = page.inner_text(".map-clock")
    again = MapVisit(seen.here, page.url.removeprefix(seen.here.server))
    again.page.wait_for_selector(".map-details h3")
    again.page.wait_for_function(
        "clock => document.querySelector('.map-clock').textContent === clock", arg=clock
    )
    assert again.page.locator("#map .value").all_text_contents() == values
    assert again.page.locator(".map-chip[aria-pressed=true]").count() == 1
    assert again.page.inner_text(".map-details h3") == "PIP3"


def test_what_the_colours_are_multiples_of_can_be_chosen(on_map):
    seen = on_map()
    page = seen.page
    legend = page.locator("#map .legend .note")
    assert "untreated wild type" in " ".join(legend.all_text_contents())
    seen.at(0)
    page.select_option(".map-base select", "untreated")
    seen.until("PIP3", "text === '1.0× ='")
    assert "this cell untreated" in " ".join(legend.all_text_contents())
    page.select_option(".map-base select", "wild")
    seen.until("PIP3", "text.endsWith('▲')")


def test_a_node_tells_what_it_is_on_hover_focus_and_click(on_map):
    seen = on_map()
    page = seen.page
    page.locator("#map [data-node=AKT]").hover()
    page.wait_for_selector(".map-tip:not([hidden])")
    assert "times untreated wild type" in page.inner_text(".map-tip")
    page.keyboard.press("Escape")
    page.mouse.move(2, 2)
    page.wait_for_selector(".map-tip", state="hidden")
    page.locator("#map [data-node=AKT]").click()
    told = page.inner_text(".map-details")
    for part in ("times untreated wild type", "AKT1", "UniProt", "Reactions and sources"):
        assert part in told
    assert page.locator(".map-details .map-source").count() > 3
    assert page.locator(".map-spark path").count() == 4
    page.get_by_role("button", name="Close the details").click()
    assert page.locator(".map-details").is_hidden()


def test_an_arrow_tells_its_sign_and_its_sources(on_map):
    seen = on_map()
    page = seen.page
    arrow = page.locator("#map [data-edge][data-from=PTEN]").first
    arrow.locator(".hit").dispatch_event("click")
    assert page.inner_text(".map-details h3") == "PTEN inhibits PIP3"
    assert page.locator(".map-details .map-source").first.inner_text()
    page.get_by_role("button", name="PIP3", exact=True).last.click()
    assert page.inner_text(".map-details h3") == "PIP3"


def test_the_map_works_by_keyboard(on_map):
    seen = on_map()
    page = seen.page
    assert page.locator("#map .node[tabindex='0']").count() == 1
    page.locator("#map .node[tabindex='0']").focus()
    visited = set()
    for key in ["ArrowRight"] * 4 + ["ArrowDown"] * 4 + ["ArrowLeft"] * 2 + ["ArrowUp"]:
        page.keyboard.press(key)
        visited.add(page.evaluate("document.activeElement.dataset.node"))
    assert len(visited) >= 9
    assert page.locator("#map .node[tabindex='0']").count() == 1
    here = page.evaluate("document.activeElement.dataset.node")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.map-details') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.node") == here
    assert page.locator(".map-details").is_hidden()


def test_every_node_can_be_reached_by_arrow_keys(on_map):
    seen = on_map()
    missed = seen.page.evaluate(
        """() => {
          const nodes = [...document.querySelectorAll("#map .node")];
          const reached = new Set([nodes[0]]);
          for (const node of reached) {
            for (const key of ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"]) {
              node.focus();
              node.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
              reached.add(document.activeElement);
            }
          }
          return nodes.filter(node => !reached.has(node)).map(node => node.dataset.node);
        }"""
    )
    assert missed == []


def test_a_screen_reader_hears_name_quantity_and_value(on_map):
    seen = on_map()
    page = seen.page
    page.wait_for_function(
        "() => /times untreated wild type$/.test("
        "document.querySelector('#map [data-node=AKT_S473]').getAttribute('aria-label'))"
    )
    label = page.get_attribute("#map [data-node=AKT_S473]", "aria-label")
    assert re.search(r"phosphorylated at S473, \d", label)
    page.click(".map-table summary")
    rows = page.locator(".map-table tbody").first.locator("tr")
    assert rows.count() == page.locator("#map .node").count()


def test_a_loop_stands_out_and_the_rest_steps_back(on_map):
    seen = on_map()
    page = seen.page
    chip = page.get_by_role("button", name="S6K brakes IRS1")
    chip.click()
    assert chip.get_attribute("aria-pressed") == "true"
    marked = page.locator("#map .node.marked").evaluate_all(
        "nodes => nodes.map(node => node.dataset.node)"
    )
    assert {"S6K", "IRS1"} <= set(marked)
    page.wait_for_timeout(300)
    opacity = "each => Number(getComputedStyle(each).opacity)"
    assert page.locator("#map [data-node=ERK]").evaluate(opacity) < 0.5
    # What passes, such as a step of an explanation, gives way to the loop again.
    page.evaluate("her2sim.map.highlight(document.getElementById('map'), ['ERK', 'MEK'])")
    assert page.locator("#map .node.marked").count() == 2
    assert page.locator("#map .edge.marked").count() >= 1
    page.evaluate("her2sim.map.clear(document.getElementById('map'))")
    assert page.locator("#map .node.marked").count() == len(marked)
    chip.click()
    assert page.locator("#map .marking, #map .node.marked").count() == 0


def test_zoom_grows_the_picture_in_its_box(on_map):
    seen = on_map()
    page = seen.page
    wide = page.locator("#map svg.pathway").bounding_box()["width"]
    page.get_by_role("button", name="Zoom in").click()
    assert page.locator("#map svg.pathway").bounding_box()["width"] > wide * 1.2
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    page.get_by_role("button", name="Fit the whole map").click()
    assert page.locator("#map svg.pathway").bounding_box()["width"] == pytest.approx(wide)


def test_full_screen_shows_the_whole_map_with_its_scenario(on_map):
    seen = on_map(viewport={"width": 1024, "height": 768})
    page = seen.page
    page.get_by_role("button", name="Full screen").click()
    page.wait_for_function("() => document.fullscreenElement !== null")
    assert "PTEN loss" in page.inner_text(".map-title")
    page.wait_for_function(
        "() => document.querySelector('#map svg').getBoundingClientRect().bottom <= innerHeight"
    )
    page.evaluate("document.exitFullscreen()")
    page.wait_for_selector(".map-title", state="hidden")


def test_on_a_phone_the_map_is_legible_and_scrolls_in_its_box(on_map):
    seen = on_map(viewport={"width": 390, "height": 844})
    page = seen.page
    assert page.locator("#map svg.pathway").bounding_box()["width"] >= 900
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_pictures_stand_on_their_own(on_map, tmp_path):
    seen = on_map(color_scheme="dark")
    page = seen.page
    page.wait_for_load_state("networkidle")
    for kind in ("svg", "png"):
        with page.expect_download() as download:
            page.click(f"[data-save-map={kind}]")
        download.value.save_as(tmp_path / kind)
        assert download.value.suggested_filename.startswith("her2sim-map-")
    assert (tmp_path / "png").read_bytes().startswith(b"\x89PNG")
    text = (tmp_path / "svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    words = " ".join("".join(each.itertext()) for each in root.iter())
    for part in ("PTEN loss", "At 24\u00a0h", "untreated wild type", "Model her2"):
        assert part in words
    assert seen.value("AKT") in words
    assert "var(--map" not in text
    filled = [each for each in root.iter() if "fill" in each.get("style", "")]
    assert len(filled) > 40


def test_the_sbgn_file_can_be_downloaded(on_map, tmp_path):
    seen = on_map()
    with seen.page.expect_download() as download:
        seen.page.get_by_role("link", name="Download the map as SBGN-ML").click()
    download.value.save_as(tmp_path / "map.sbgn")
    root = ElementTree.parse(tmp_path / "map.sbgn").getroot()
    assert root.tag.endswith("sbgn")


def test_several_maps_are_fetched_once_and_coloured_apart(on_map):
    seen = on_map()
    page = seen.page
    page.evaluate(
        """async () => {
          const other = document.createElement("div");
          other.id = "other";
          document.querySelector(".map-card").append(other);
          await her2sim.map.mount(other, {compact: true});
          const data = structuredClone(her2sim.map.of(document.getElementById("map")).data);
          for (const id of Object.keys(data.nodes)) data.nodes[id] = data.times.map(() => 2);
          her2sim.map.show(other, data);
        }"""
    )
    page.wait_for_function(
        "() => document.querySelector('#other [data-node=AKT] .value').textContent === '4.0× ▲'"
    )
    assert page.text_content("#map [data-node=AKT] .value") != "4.0× ▲"
    assert len([url for url in seen.here.requests if "/map.svg" in url]) == 1
    assert page.locator("#other .map-time").count() == 0


def test_painting_is_quick(on_map):
    seen = on_map()
    times = seen.page.evaluate(
        f"""async () => {{
          const map = {MAP};
          const painted = [];
          map.afterPaint.push(() => painted.push(map.painted));
          for (let step = 0; step < 60; step += 1) {{
            her2sim.mapTime.setHours(map, step * 0.4);
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          }}
          return painted.sort((a, b) => a - b);
        }}"""
    )
    assert times[len(times) // 2] < 3, times


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_accessibility_violations(on_map, scheme, width, no_violations):
    seen = on_map(
        f"{RESISTANT}&mpn=AKT&mpl=S6K_IRS1",
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
    )
    seen.page.wait_for_selector(".map-details h3")
    seen.page.click(".map-table summary")
    seen.page.locator("#map [data-node=PIP3]").focus()
    seen.page.wait_for_selector(".map-tip:not([hidden])")
    no_violations(seen.page)
