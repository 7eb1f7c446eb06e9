from __future__ import annotations

import gzip
import re
from dataclasses import replace
from html import unescape

import pytest

from wizard.core.facts import Ledger
from wizard.publish import pictures, quotes, sources
from wizard.publish.errors import PublishError
from wizard.publish.pictures import lettering, script
from wizard.publish.pictures.script import Run

NAMES = tuple(pictures.DRAWN)
LEDGER = sources.known()
LARGEST = 3 * 1024
NUMBER = re.compile(r"\d[\d,.:]*\d|\d")


def _svg(name: str) -> str:
    return re.split(r"<details>", str(pictures.figure(name)))[0]


def _drawn(name: str) -> list[str]:
    """Return the lines of words that a picture draws."""
    lines = re.findall(r"<text[^>]*>(.*?)</text>", _svg(name))
    return [unescape(re.sub(r"<[^>]*>", "", line)) for line in lines]


def _listed(name: str) -> str:
    items = re.findall(r"<li>(.*?)</li>", str(pictures.figure(name)), re.DOTALL)
    return unescape(" ".join(re.sub(r"<[^>]*>", "", item) for item in items))


def _changed(monkeypatch: pytest.MonkeyPatch, key: str, value: float | str) -> None:
    ledger = Ledger({**LEDGER, key: replace(LEDGER[key], value=value)})
    monkeypatch.setattr(sources, "known", lambda: ledger)


def test_five_pictures_are_drawn_and_each_has_its_words() -> None:
    assert (
        script.names()
        == NAMES
        == (
            "fixed-price-money",
            "hourly-week",
            "dispute-road",
            "arbitration",
            "score-weights",
        )
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_picture_is_a_value_of_the_ledger(name: str) -> None:
    said = " ".join(LEDGER[key].quoted for key in pictures.cited(name) if LEDGER[key].value is not None)
    assert set(NUMBER.findall(" ".join(_drawn(name)))) - set(NUMBER.findall(said)) == set()


def test_no_number_stands_in_the_words_themselves() -> None:
    words = re.sub(r"\{fact:[^}]*\}|#.*", "", script.FILE.read_text(encoding="utf-8"))
    assert re.findall(r"\d", words) == []


@pytest.mark.parametrize(
    ("name", "key", "value", "says"),
    [
        ("fixed-price-money", "milestones.review_days", 77, "77 days"),
        ("fixed-price-money", "milestones.status_in_review", "Being read", "Being read"),
        ("hourly-week", "hourly.answer_days", 77, "77 calendar days"),
        ("hourly-week", "hourly.review_closes", "Thursday 22:00", "Thursday 22:00 UTC"),
        ("dispute-road", "refund_requests.answer_days", 77, "77 calendar days"),
        ("arbitration", "arbitration.fee", "77.70", "77.70 USD"),
        ("score-weights", "score.weight_middle", 1.7, "1.7 jobs"),
        ("score-weights", "score.length_cap", 12, "12 jobs"),
    ],
)
def test_a_picture_and_its_words_follow_the_ledger(
    monkeypatch: pytest.MonkeyPatch, name: str, key: str, value: float | str, says: str
) -> None:
    assert says not in " ".join(_drawn(name)) + _listed(name)
    _changed(monkeypatch, key, value)
    assert says in " ".join(_drawn(name))
    assert says in _listed(name)


@pytest.mark.parametrize(
    ("name", "key", "value", "look"),
    [
        ("hourly-week", "hourly.review_closes", "Thursday 22:00", "bar open"),
        ("hourly-week", "hourly.pay_day", "Friday", "bar paid"),
        ("score-weights", "score.weight_upper", 3, "bar full"),
        ("score-weights", "score.length_cap", 4, "bar open"),
        ("score-weights", "score.best_window", "3, 9 and 18", "bar open"),
    ],
)
def test_lengths_are_drawn_from_the_ledger(
    monkeypatch: pytest.MonkeyPatch, name: str, key: str, value: float | str, look: str
) -> None:
    bars = re.compile(rf'<rect class="{look}"[^>]*>')
    before = bars.findall(_svg(name))
    _changed(monkeypatch, key, value)
    assert bars.findall(_svg(name)) != before


def test_a_moment_that_names_no_day_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    _changed(monkeypatch, "hourly.invoice_at", "noon")
    with pytest.raises(PublishError, match=r'"noon" of hourly\.invoice_at names no day'):
        pictures.figure("hourly-week")


@pytest.mark.parametrize("name", NAMES)
def test_a_word_for_what_is_not_sure_stands_in_the_picture_and_in_its_list(name: str) -> None:
    words = {LEDGER[key].certainty for key in pictures.cited(name)} - {"is"}
    for word in words:
        assert f"({word})" in " ".join(_drawn(name))
        assert f"({word})" in _listed(name)
    if not words:
        assert not re.search(r"\((seems|we think|check)\)", _listed(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_list_says_all_that_the_picture_shows(name: str) -> None:
    said = script.script(name)
    listed = " ".join(_listed(name).split()).casefold()
    shown = [unescape(said.title), *said.axis]
    for label in said.labels.values():
        parts = ["".join(run.text for run in part) for part in (label.name, label.says, label.clock)]
        shown += [" ".join(part.split()) for part in (*parts, label.actor) if part]
    assert [part for part in shown[1 + len(said.axis) :] if part.casefold() not in listed] == []
    words = {word for line in _drawn(name) for word in line.split()}
    # The number before a bar is one of those that the words above it name.
    known = {word for part in shown for word in part.split()} | set(NUMBER.findall(" ".join(shown)))
    assert words - known == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_has_a_name_ids_of_its_own_and_no_style_attribute(name: str) -> None:
    html = str(pictures.figure(name))
    ids = re.findall(r' id="([^"]+)"', html)
    assert ids == [f"picture-{name}", f"picture-{name}-title"]
    assert f'role="img" aria-labelledby="picture-{name}-title"' in html
    assert "<summary>The same in words</summary><ol>" in html
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=|url\(", html)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_small_and_always_the_same(name: str) -> None:
    html = str(pictures.figure(name))
    assert html == str(pictures.figure(name))
    assert len(gzip.compress(html.encode())) <= LARGEST


def test_what_a_picture_stands_on_is_cited_by_its_page() -> None:
    keys = pictures.cited("arbitration")
    assert {"arbitration.nobody_pays", "arbitration.accept_days", "arbitration.fee"} <= set(keys)
    assert quotes.cited("{by:score.formula}\n\n{picture:arbitration}\n") == ["score.formula", *keys]


@pytest.mark.parametrize("asked", [pictures.figure, pictures.cited])
def test_an_unknown_picture_is_a_clear_error(asked: object) -> None:
    with pytest.raises(PublishError, match=r'No picture is called "hourly-weak".*"hourly-week"'):
        asked("hourly-weak")  # type: ignore[operator]


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ({"name": "One {fact:no.such}"}, 'No fact is called "no.such"'),
        ({"name": "One {slot:sum}"}, "has no place in a picture"),
        ({"name": "One <b>"}, "has no meaning here"),
        ({"nmae": "One"}, 'Did you mean "name"'),
        ({"name": "One", "who": "yuo"}, 'Did you mean "you"'),
        ({"who": "you"}, "has no words at arbitration.offer"),
    ],
)
def test_words_that_cannot_be_said_are_named(
    monkeypatch: pytest.MonkeyPatch, label: dict[str, str], says: str
) -> None:
    tables = {"who": {"you": "You act"}, "arbitration": {"title": "One", "offer": label}}
    monkeypatch.setattr(script, "_tables", lambda: tables)
    with pytest.raises(PublishError, match=re.escape(says)):
        pictures.cited("arbitration")


def test_a_length_below_nothing_and_a_fact_that_no_word_quotes_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(PublishError, match=r'measures "pay" by "hourly\.week_ends"'):
        script.script("hourly-week")["pay"].fact("hourly.week_ends")
    _changed(monkeypatch, "hourly.review_closes", "Monday 01:00")
    with pytest.raises(PublishError, match='"bar open" of "From hours to pay" ends before it begins'):
        pictures.figure("hourly-week")


def test_lines_fit_are_even_and_keep_a_value_together() -> None:
    runs = (Run("You have "), Run("14 calendar days", strong=True, key="one"), Run(" for all of it"))
    found = lettering.lines(runs, 190)
    assert max(lettering.width(line) for line in found) <= 190
    texts = ["".join(run.text for run in line) for line in found]
    assert texts == ["You have", "14 calendar days", "for all of it"]
    shorter = lettering.lines((Run("The client ended the contract and paid less"),), 290)
    assert ["".join(run.text for run in line) for line in shorter] == [
        "The client ended the",
        "contract and paid less",
    ]
    assert lettering.lines((Run("One.\nTwo."),), 300) == [(Run("One."),), (Run("Two."),)]
