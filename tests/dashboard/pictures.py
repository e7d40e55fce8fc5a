"""Takes the pictures of the README: ``python -m tests.dashboard.pictures`` from the root."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.pages import browser_path, served

FOLDER = Path(__file__).resolve().parents[2] / "dashboard" / "pictures"
CELL = "g=PTEN_loss&d=lapatinib:1uM&t=72"
# Name, address, height of the window.
PICTURES = (
    ("explore", f"/explore?{CELL}", 1180),
    ("dose", "/dose?g=PTEN_loss&t=72&dod=lapatinib", 1500),
    ("learn", "/learn?lesson=broken-brake&step=3", 900),
)
WIDTH = 1440
DONE = "() => !document.querySelector('[data-job][data-state=running]')"


def main() -> None:
    """Serve the pages, open each address, and write what is seen."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(), args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        for name, place, height in PICTURES:
            page = browser.new_page(
                viewport={"width": WIDTH, "height": height}, color_scheme="light"
            )
            page.goto(f"http://{address}{place}")
            page.wait_for_selector("main h1")
            page.wait_for_timeout(3000)
            page.wait_for_function(DONE, timeout=120_000)
            page.wait_for_timeout(1000)
            page.screenshot(path=FOLDER / f"{name}.png")
            print(FOLDER / f"{name}.png", (FOLDER / f"{name}.png").stat().st_size // 1024, "KiB")
        browser.close()


if __name__ == "__main__":
    main()
