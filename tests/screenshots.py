"""Takes the README's screenshots: `make screenshots`, after `make summarize`.

Run as `python tests/screenshots.py OUTPUTS TARGET`. Chromium is Debian's; `CHROMIUM` names another.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
DESKTOP = ViewportSize(width=1280, height=860)
PHONE = ViewportSize(width=390, height=844)


def shots(outputs: Path, target: Path) -> list[Path]:
    """The index, and three reports: light with a line pointed at, dark, and on a phone."""
    folders = sorted(path.parent for path in outputs.glob("*/report.html"))
    if len(folders) < 3:
        raise SystemExit(f"{outputs}: fewer than three reports; run `make summarize` first")
    target.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport=DESKTOP)
        taken = [_shot(page, outputs / "index.html", target / "index.png")]
        page.goto((folders[0] / "report.html").absolute().as_uri())
        page.locator("[data-line]").first.hover()
        page.screenshot(path=target / "report.png")
        taken.append(target / "report.png")
        dark = browser.new_page(viewport=DESKTOP, color_scheme="dark")
        taken.append(_shot(dark, folders[1] / "report.html", target / "report-dark.png"))
        phone = browser.new_page(viewport=PHONE, device_scale_factor=2)
        taken.append(_shot(phone, folders[2] / "report.html", target / "report-phone.png"))
        browser.close()
    return taken


def _shot(page: Page, source: Path, target: Path) -> Path:
    page.goto(source.absolute().as_uri())
    page.screenshot(path=target)
    return target


if __name__ == "__main__":
    for path in shots(Path(sys.argv[1]), Path(sys.argv[2])):
        sys.stdout.write(f"{path}\n")
