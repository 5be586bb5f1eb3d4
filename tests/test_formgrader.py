"""nbgrader's formgrader in a headless Chromium: what a person sees and marks there is what was graded."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from nbgrader_course import Course

from autograder.build import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")]
sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright

ASSIGNMENT, NOTEBOOK, TOKEN = "task4_imbalance", "imbalance", "for-this-test"
SCRIPT = "<script>document.title = 'taken over'</script><img src=x onerror=\"document.title = 'taken over'\">"
#: Each would run when it is clicked, or tell somebody that it was seen.
LINKS = "[my figure](javascript:document.title='taken_over') ![seen](http://127.0.0.1:9/seen.png)\n\n[same]\n\n[same]: javascript:alert(1)"


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    """A course with one graded submission, whose written answer tries to run a script."""
    folder = tmp_path_factory.mktemp("formgrader")
    notebook = json.loads((ROOT / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_text())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "t4-imbalance":
            # In a code cell, which is shown as the written answer that it should be.
            cell |= {
                "source": f"My answer. {SCRIPT} {LINKS}",
                "cell_type": "code",
                "outputs": [],
                "execution_count": None,
            }
        elif "def class_weights" in (source := "".join(cell["source"])):
            cell["source"] = source.replace("### BEGIN SOLUTION", "return {0: 1.0, 1: 1.0}")
    (folder / "ada.ipynb").write_text(json.dumps(notebook))
    course = Course(folder / "course")
    course.grade(ASSIGNMENT, {"ada": folder / "ada.ipynb"})
    return course


@pytest.fixture(scope="module")
def address(course) -> Iterator[str]:
    """A Jupyter server in the course folder, as an instructor starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(course.folder), "HOME": str(course.folder)}
    options = [f"--ServerApp.port={port}", f"--IdentityProvider.token={TOKEN}", "--no-browser", "--allow-root"]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyter", "lab", *options],
        cwd=course.folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/api/status?token={TOKEN}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def wait_for(url: str) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.3)
    raise TimeoutError(url)


@pytest.fixture
def page(address):
    """A page of a browser that is logged in; any error on its console fails the test."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}/formgrader/?token={TOKEN}")
        yield page
        browser.close()
    assert [error for error in errors if not is_of_nbgrader(error)] == []


def is_of_nbgrader(error: str) -> bool:
    """What its own pages say where there is no internet: they load MathJax from a content network."""
    return "net::ERR_" in error or "MathJax is not defined" in error


def open_submission(page, address: str) -> None:
    """Open the notebook of the one student."""
    page.goto(f"{address}/formgrader/gradebook/{ASSIGNMENT}/{NOTEBOOK}")
    page.wait_for_selector("tbody tr td a")
    page.click("tbody tr td a")
    # The scores are filled in by a script.
    page.wait_for_selector("input.score[placeholder]")


def test_assignments_are_the_tasks_and_no_folder_of_code(page, address, course):
    # Python leaves this folder where the reference is run; formgrader makes an empty one for a new assignment.
    source = course.folder / "solutions"
    compiled = source / "__pycache__" / "run.cpython-311.pyc"
    compiled.parent.mkdir(exist_ok=True)
    compiled.touch()
    (source / "task9").mkdir()
    page.goto(f"{address}/formgrader/manage_assignments")
    page.wait_for_selector("tbody td.name a")
    listed = {name.strip() for name in page.locator("tbody td.name").all_inner_texts()}
    assert listed == {path.parent.name for path in source.glob("*/*.ipynb")} | {"task9"}


def test_scores_on_the_page_are_those_of_results_json(page, address, course):
    graded = course.graded(ASSIGNMENT, "ada")
    reached, possible = (
        sum(values) for values in zip(*((r.points, r.max_points) for r in graded.results), strict=True)
    )
    assert 0 < reached < possible == 5
    page.goto(f"{address}/formgrader/gradebook/{ASSIGNMENT}/{NOTEBOOK}")
    page.wait_for_selector("tbody tr td a")
    row = page.inner_text("tbody tr")
    assert f"{reached:g} / 7" in row
    open_submission(page, address)
    for cell, points in course.scores(ASSIGNMENT, "ada").items():
        if cell.startswith("check-"):
            field = page.locator(score_of(cell))
            assert float(field.input_value() or field.get_attribute("placeholder")) == points


def score_of(grade_id: str) -> str:
    """Where a person writes the score of a cell."""
    return f"input.score[id='{grade_id}']"


def test_nothing_of_a_submission_runs_in_the_instructors_browser(page, address):
    open_submission(page, address)
    assert page.inner_text("body").count("My answer.") == 1
    assert "<script>" in page.inner_text("body").replace("\N{WORD JOINER}", "")
    assert page.title() != "taken over"
    links = page.locator("a[href^=javascript]").evaluate_all("links => links.map(link => link.textContent)")
    assert not {"my figure", "same"} & {text.strip() for text in links}
    assert page.locator("img[src*='127.0.0.1:9']").count() == 0
    assert "[my figure]" in page.inner_text("body")


def test_written_answer_is_marked_by_hand_and_kept(page, address, course):
    open_submission(page, address)
    field = score_of("t4-imbalance")
    page.fill(field, "1.5")
    page.press(field, "Tab")
    page.wait_for_timeout(1500)
    page.reload()
    page.wait_for_selector(field)
    assert page.input_value(field) == "1.5"
    course.run("autograde", ASSIGNMENT, "--force")
    course.run("generate_feedback", ASSIGNMENT)
    feedback = (course.folder / "feedback" / "ada" / ASSIGNMENT / f"{NOTEBOOK}.html").read_text(encoding="utf-8")
    total = sum(result.points for result in course.graded(ASSIGNMENT, "ada").results) + 1.5
    assert f"(Score: {total} / 7.0)" in feedback


@pytest.mark.parametrize("width", [390, 1200])
def test_feedback_page_opens_without_errors(page, course, width, tmp_path):
    course.run("generate_feedback", ASSIGNMENT, "--force")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((course.folder / "feedback" / "ada" / ASSIGNMENT / f"{NOTEBOOK}.html").as_uri())
    assert "Hint: " in page.inner_text("body")
    page.screenshot(path=str(Path(os.environ.get("ECGKIT_SCREENSHOTS", tmp_path)) / f"feedback-{width}.png"))
