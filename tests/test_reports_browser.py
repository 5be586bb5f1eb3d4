"""The pages in headless Chromium: nothing is loaded, nothing runs, no error, points as in results.json, no page wider than a telephone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from graded_class import write_class, write_real_students

from autograder.reports import write_reports

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")

#: Widths in pixels: a telephone, a screen.
WIDTHS = (400, 1200)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    write_class(folder)
    write_real_students(folder)
    write_reports(folder, sources={"student00": "x = 1", "student01": "x = 1"})
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        # In a container Chromium's own sandbox may not start; the pages here are ours, and nothing runs in them.
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=WIDTHS)
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page that fails its test if it says anything, asks for anything, or shows a dialog."""
    page = browser.new_page(viewport={"width": request.param, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.on(
        "request", lambda asked: complaints.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None
    )
    yield page
    page.close()
    assert complaints == []


def points_in(folder: Path) -> float:
    return json.loads((folder / "results.json").read_text(encoding="utf-8"))["points"]


def folders(out: Path) -> list[Path]:
    return sorted(path.parent for path in out.glob("*/results.json"))


def is_sound(page: Any) -> None:
    """Nothing ran, nothing is hidden, no picture is missing, nothing sticks out at the side."""
    assert page.evaluate("typeof window.forged") == "undefined"
    assert page.evaluate("document.scripts.length") == 0
    assert page.evaluate("getComputedStyle(document.body).display") == "block"
    assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def has_names(page: Any) -> None:
    """What a screen reader needs: a language, a title, one h1, headings without gaps, texts for pictures, heads for tables."""
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title()
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3')].map(head => Number(head.tagName[1]))")
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.evaluate("[...document.images].every(image => image.alt)")
    assert page.evaluate("[...document.querySelectorAll('th')].every(head => head.scope)")
    assert page.evaluate(
        "new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size == document.querySelectorAll('[id]').length"
    )


def test_feedback(out: Path, page: Any) -> None:
    for folder in folders(out):
        page.goto((folder / "feedback.html").as_uri())
        assert float(page.locator("#points").inner_text()) == points_in(folder)
        is_sound(page)
        has_names(page)


def test_feedback_shows_a_picture_and_a_hint(out: Path, page: Any) -> None:
    page.goto((out / "wrong" / "feedback.html").as_uri())
    assert page.locator("figure img").count() == 1
    assert page.locator("article.failed").first.is_visible()
    assert "Hint:" in page.locator("article.failed").first.inner_text()


def test_class_report(out: Path, page: Any) -> None:
    page.goto((out / "class.html").as_uri())
    shown = page.evaluate(
        "[...document.querySelectorAll('[data-student]')].map(row => [row.dataset.student, row.querySelector('.points').innerText])"
    )
    assert {name: float(points) for name, points in shown} == {
        folder.name: points_in(folder) for folder in folders(out)
    }
    assert sum(map(int, page.locator("td.bin").all_inner_texts())) == len(shown)
    is_sound(page)
    has_names(page)


def test_links_lead_to_each_students_page(out: Path, page: Any) -> None:
    page.goto((out / "class.html").as_uri())
    for name in ("student03", "=hostile <b>&'\""):
        page.locator("[data-student] a").get_by_text(name, exact=True).click()
        assert page.locator("h1").inner_text() == f"Feedback for {name}"
        page.go_back()


def test_screenshots_in_light_and_dark(out: Path, page: Any, tmp_path: Path) -> None:
    page.goto((out / "class.html").as_uri())
    grounds = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert len(page.screenshot(path=tmp_path / f"{scheme}.png", full_page=True)) > 10_000
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(255, 255, 255)", "rgb(20, 24, 28)"]
