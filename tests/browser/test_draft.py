from __future__ import annotations

import re
import socket
import statistics
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.browser.author import FACT, NEW, PAGE, QUAY, ROOT, TEXT, Author, started
from tests.conftest import FIGURE
from wizard.core.automaton import folder
from wizard.publish import states
from wizard.publish.preview import matters

if TYPE_CHECKING:
    from collections.abc import Callable


def _result() -> tuple[str, str]:
    """Return the words file and the address of a result that quotes the fact."""
    for flow, atlas in states.book().flows.items():
        for outcome in atlas.outcomes:
            file = f"wizard/flows/{flow}/words/en/{outcome}.toml"
            if (ROOT / file).is_file() and f"{{fact:{FACT}}}" in (ROOT / file).read_text(encoding="utf-8"):
                return file, f"wizard/{folder(flow)}/{states.automaton(flow).canonical(outcome).slug}/"
    raise AssertionError(FACT)


FACTS = "wizard/facts/milestones.toml"
QUESTIONS = "wizard/case/words/en/questions.toml"
RESULT, PLAN = _result()
SAVES = {
    "page": (QUAY, "A place", "A %s place", PAGE),
    "fact on a page": (FACTS, 'unit = "days"', 'unit = "%s"', PAGE),
    "fact in the reference": (FACTS, 'statement = "', 'statement = "%s. ', "reference/facts/milestones/"),
    "fact in a plan": (FACTS, 'unit = "days"', 'unit = "%s"', PLAN),
    "question": (QUESTIONS, 'ask = "', 'ask = "%s ', "wizard/ghosting/notice/"),
    "plan": (RESULT, 'title = "', 'title = "%s ', PLAN),
    "code": ("wizard/publish/reference.py", '"Every statement', '"%s. Every statement', "reference/facts/"),
    "template": (
        "docs/.theme/main.html",
        "{% block site_meta %}",
        "{%% block site_meta %%}<!-- %s -->",
        PAGE,
    ),
}
"""What an author saves: file, text, new text, and the page on which it must be seen."""


@pytest.mark.parametrize(
    ("what", "times"),
    [(what, 1) for what in ("page", "fact on a page", "question")]
    + [pytest.param(what, 10, marks=pytest.mark.long) for what in SAVES],
)
def test_what_is_saved_is_what_the_page_says_next(
    author: Author, record_property: Callable[[str, object], None], what: str, times: int
) -> None:
    file, old, new, path = SAVES[what]
    assert author.get(path)[0] == 200
    shown, read = [], []
    for number in range(times):
        word = f"Quay{number}"
        author.until(lambda: author.look("")["check"] is not None)
        begun = time.perf_counter()
        author.change(file, old, new % word)
        author.until(lambda word=word: word in author.get(path)[1])  # type: ignore[misc]
        shown.append(time.perf_counter() - begun)
        author.until(lambda: author.look(path)["check"] is not None)
        read.append(time.perf_counter() - begun)
    for name, seconds in (("shown", shown), ("read", read)):
        figure = "/".join(
            f"{value:.2f}" for value in (min(seconds), statistics.median(seconds), max(seconds))
        )
        record_property(FIGURE, f"preview: {what}, {name} {figure} s after {times} saves (min/median/max)")


LONG = pytest.mark.long
"""For a case that takes seconds and says of another file what one says already."""


# --- findings --------------------------------------------------------------------------------------


def test_a_page_has_the_findings_of_the_proof_reader_with_their_lines(author: Author) -> None:
    author.change(QUAY, "A place", "Wait 14 days at a place")
    found = author.until_says(PAGE, "page", "stands naked")
    line = TEXT.splitlines().index("A place to stand. The time is {fact:milestones.review_days}.") + 1
    assert found.startswith(f"{QUAY}:{line} ")
    assert author.look(PAGE)["source"] == QUAY


def test_a_head_that_cannot_be_read_is_a_finding_with_its_line(author: Author) -> None:
    author.change(QUAY, "title: What", "title: [What")
    assert re.match(rf"{QUAY}:[2-9] ", author.until_says(PAGE, "page", "the head cannot be read"))


def test_a_page_that_the_menu_does_not_know_is_shown_and_said(author: Author) -> None:
    author.save(NEW, TEXT)
    author.until(lambda: author.get("guide/wharf/")[0] == 200)
    assert "guide/wharf.md" in author.until_says("guide/wharf/", "page", "The menu does not know")


@pytest.mark.parametrize("link", ["[x](no-such-page.md)", "[x](client-silent.md#no-such-place)"])
def test_a_link_that_leads_nowhere_is_a_finding(author: Author, link: str) -> None:
    author.change(QUAY, "A place", f"{link} A place")
    assert author.until_says(PAGE, "page", "no-such-").startswith(f"{QUAY}:")


def test_a_plan_has_the_findings_of_its_words_beside_it_and_every_page_all_of_them(author: Author) -> None:
    author.change(RESULT, 'title = "', 'title = "' + "Much too long " * 6)
    assert re.match(rf"{RESULT}:[1-9]", author.until_says(PLAN, "page", "has a title of"))
    assert re.match(rf"{RESULT}:[1-9]", author.until_says("about/quality/", "check", "has a title of"))
    assert not [one for one in author.says(PLAN, "check") if "has a title of" in one]


# --- what cannot be shown --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "page", "says"),
    [
        (
            QUAY,
            f"{{fact:{FACT}}}",
            "{fact:milestones.reveiw_days}",
            PAGE,
            'Did you mean "milestones.review_days"',
        ),
        (FACTS, "[review_days]", "[review_days", PAGE, "is not TOML"),
        pytest.param(
            FACTS, 'certainty = "is"', 'certainty = "surely"', PAGE, 'has the certainty "surely"', marks=LONG
        ),
        pytest.param(QUESTIONS, 'ask = "', "ask = ", "wizard/ghosting/notice/", "is not TOML", marks=LONG),
        pytest.param(
            RESULT,
            "{fact:milestones.review_days}",
            "{fact:milestones.no_days}",
            PLAN,
            "milestones.no_days",
            marks=LONG,
        ),
        pytest.param("wizard/core/clocks.py", "def short", "def short(", PAGE, "is no Python", marks=LONG),
        pytest.param(
            "wizard/core/clocks.py",
            "def short",
            "raise OSError\n\n\ndef short",
            PAGE,
            "stops with OSError",
            marks=LONG,
        ),
        pytest.param(
            "wizard/layout/page.html.j2", "{{ main", "{{ mian", PLAN, "'mian' is undefined", marks=LONG
        ),
        pytest.param(
            "wizard/layout/page.html.j2",
            "{% for",
            "{% fro",
            PLAN,
            "is a template that cannot be used",
            marks=LONG,
        ),
        pytest.param(
            "docs/.theme/main.html",
            "{% block site_meta %}",
            "{% blcok site_meta %}",
            PAGE,
            "blcok",
            marks=LONG,
        ),
    ],
)
def test_an_error_is_said_in_words_and_the_last_good_page_stays(
    author: Author, file: str, old: str, new: str, page: str, says: str
) -> None:
    status, before = author.get(page)
    assert status == 200
    author.change(file, old, new, 1)
    found = author.until_says(page, "errors", says)
    assert re.match(rf"{re.escape(file)}:[1-9]", found), found
    assert "Traceback" not in found
    assert author.get(page) == (200, before)
    author.mend()
    assert author.look(page)["errors"] == []


def test_a_page_without_a_good_one_stands_back_and_comes_by_itself(author: Author) -> None:
    author.save("docs/guide/pier.md", TEXT.replace(FACT, "no.such"))
    author.until(lambda: author.get("guide/pier/")[0] == 500)
    _, page = author.get("guide/pier/")
    assert "This page cannot be shown yet" in page
    assert "ek-preview" in page
    assert author.look("guide/pier/")["tag"] == ""
    author.save("docs/guide/pier.md", TEXT)
    author.until(lambda: author.get("guide/pier/")[0] == 200)


def test_a_page_that_is_deleted_is_said_to_be_gone(author: Author) -> None:
    assert author.get(PAGE)[0] == 200
    author.drop(QUAY)
    assert author.until_says(PAGE, "errors", "is not there any more").startswith(QUAY)
    assert author.get(PAGE)[0] == 200


@pytest.mark.parametrize("file", [QUAY, pytest.param(FACTS, marks=LONG)])
def test_a_file_of_bytes_is_named(author: Author, file: str) -> None:
    author.save(file, b"\x89PNG\x00\xff\xfe")
    assert author.until_says(PAGE, "errors", "is no text in UTF-8").startswith(f"{file}:")


def test_a_broken_menu_leaves_the_last_good_one_and_is_said(author: Author) -> None:
    author.change("mkdocs.yml", "nav:\n", "nav: [\n")
    assert author.until_says("about/quality/", "page", "cannot be used").startswith("mkdocs.yml:")
    author.change("mkdocs.yml", "  - Checklist: checklist.md", "  - Checklist: no-such.md")
    assert author.until_says("about/quality/", "page", "no-such.md").startswith("mkdocs.yml:")


# --- the rest of the site --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("assets/css/keel.css", "{"),
        ("assets/page/start.js", "import"),
        ("_preview/preview.js", "EventSource"),
        ("wizard/ghosting/", "<h1"),
        ("wizard/ghosting/map/", "<h1"),
        ("wizard/ghosting/map/ghosting.svg", "<svg"),
        ("wizard/ghosting/all-results/", "<h1"),
        ("reference/facts/milestones/", "<h1"),
        ("reference/coverage/", "guide/client-silent/"),
        ("checklist/", "<h1"),
        ("checklist/before-you-accept/", "<h1"),
    ],
)
def test_everything_has_its_address(author: Author, path: str, kind: str) -> None:
    status, content = author.get(path)
    assert status == 200
    assert kind in content


def test_a_page_is_as_on_the_site_but_for_the_one_line_of_the_preview(author: Author) -> None:
    _, page = author.get("wizard/ghosting/notice/")
    ours = re.search(r'<meta name="ek-preview".*?</script></head>', page)
    assert ours
    assert page.count("preview") == ours[0].count("preview")
    assert states.mains("ghosting")["notice"][1] in page


@pytest.mark.long
def test_a_bundle_is_that_of_the_words_as_they_are_now(author: Author) -> None:
    author.change(QUESTIONS, 'ask = "', 'ask = "Quay ')
    author.until(lambda: "Quay" in author.get("wizard/ghosting/notice/")[1])
    _, page = author.get("wizard/ghosting/notice/")
    bundle = re.search(r'name="ek-bundle" content="(?:\.\./)+(assets/flows/[^"]+)"', page)
    assert bundle
    assert "Quay" in author.get(bundle[1])[1]


def test_a_new_style_is_a_new_page(author: Author) -> None:
    before = author.look("about/")["tag"]
    author.change("docs/assets/css/keel.css", "{", "{ /* quay */", 1)
    author.until(lambda: author.look("about/")["tag"] != before)
    assert "quay" in author.get("assets/css/keel.css")[1]


@pytest.mark.parametrize(
    "path", ["no-such/", "..%2fmkdocs.yml", "assets/../../mkdocs.yml", "%00", "_preview/no", "_preview/../x"]
)
def test_what_is_not_there_is_not_found(author: Author, path: str) -> None:
    assert author.get(path)[0] == 404


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("docs/guide/quay.md", True),
        ("docs/.theme/main.html", True),
        ("wizard/core/clocks.py", True),
        ("mkdocs.yml", True),
        ("docs/wizard/ghosting/notice/index.html", False),
        ("docs/guide/.quay.md.swp", False),
        ("docs/guide/quay.md~", False),
        ("wizard/core/__pycache__/clocks.cpython-313.pyc", False),
        ("README.md", False),
    ],
)
def test_what_a_build_or_an_editor_writes_changes_nothing(path: str, *, counts: bool) -> None:
    assert matters(path) is counts


def test_open_pages_are_told_of_a_change(author: Author) -> None:
    before = author.revision()
    author.change(QUAY, "A place", "A quiet place")
    author.until(lambda: author.revision() > before)


def test_a_taken_port_leads_to_the_next(author: Author) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with started(author.root, port) as url:
            assert port < int(str(urlsplit(url).port)) < port + 100
