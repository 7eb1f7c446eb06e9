"""A reader at a page: what she opens, taps, types and waits for. Nothing is judged here but that it happens."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import pytest
from playwright.sync_api import Locator, Page, expect

from wizard.core.answers import write
from wizard.core.automaton import Automaton, folder
from wizard.publish import states
from wizard.publish.bench.visit import FLOW as FLOW  # noqa: PLC0414 - every test takes the worked example from here
from wizard.publish.bench.visit import STORY as STORY  # noqa: PLC0414
from wizard.publish.server import Server

NOON: Final = "2026-11-21T12:00:00Z"
"""The moment at which the example is told."""
ENGINE_SECONDS: Final = 180
TABS: Final = 60
"""More presses of Tab than any page needs to come from its top to its last answer."""


FLOWS: Final = tuple(states.book().flows)


def automaton(flow: str = FLOW) -> Automaton:
    """Return the automaton of a flow."""
    return states.automaton(flow)


def ways(flow: str = FLOW) -> list[dict[str, str]]:
    """Return the answers of every complete path."""
    return [dict(path.answers) for path in automaton(flow).paths]


def slugs(kind: str = "", flow: str = FLOW) -> list[str]:
    """Return the address of every state, or of every state of a kind."""
    return [slug for slug, state in automaton(flow).states.items() if kind in ("", state.kind)]


def every(kind: str = "") -> list[tuple[str, str]]:
    """Return flow and address of every state of all flows, or of every state of a kind."""
    return [(flow, slug) for flow in FLOWS for slug in slugs(kind, flow)]


def address(answers: Mapping[str, str], slug: str = "", flow: str = FLOW) -> str:
    """Return the address of the state that answers lead to, or of another, with the answers in it."""
    fragment = f"#{write(answers)}" if answers else ""
    return f"wizard/{folder(flow)}/{slug or automaton(flow).of(answers)}/{fragment}"


def some(share: int) -> pytest.MarkDecorator:
    """Run a test on every `share`-th of its things, and on all of them in `make test-all`."""
    return pytest.mark.parametrize("share", [share, pytest.param(1, marks=pytest.mark.long)])


def until(holds: Callable[[], bool], says: str, seconds: float = 20) -> None:
    """Wait for something that no locator can see."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, says
        time.sleep(0.05)


@dataclass
class Reader:
    """One page and the server behind it."""

    page: Page
    server: Server

    @property
    def step(self) -> Locator:
        return self.page.locator("main#step")

    @property
    def line(self) -> Locator:
        """The quiet line of the engine."""
        return self.page.locator("[data-engine-line]")

    @property
    def button(self) -> Locator:
        return self.page.locator("[data-start-engine]")

    @property
    def said(self) -> Locator:
        """The line above the step, about the address or the device."""
        return self.page.locator("[data-line]")

    @property
    def fragment(self) -> str:
        return cast("str", self.page.evaluate("location.hash"))

    def slot(self, name: str) -> Locator:
        return self.page.locator(f'[data-slot="{name}"]').first

    def answer(self, name: str) -> Locator:
        return self.page.locator(f'a[data-answer="{name}"]')

    def change(self, question: str) -> Locator:
        return self.page.locator(f'[data-trail] a[data-change="{question}"]')

    def open(self, answers: Mapping[str, str], slug: str = "", flow: str = FLOW) -> None:
        """Load a state anew by its address, and wait until the book of the flow is there."""
        self.page.goto("about:blank")
        self.page.goto(address(answers, slug, flow))
        self.settle()

    def go(self, answers: Mapping[str, str], slug: str = "", flow: str = FLOW) -> None:
        """Move to a state as through the history: same document, same engine."""
        there = self.server.url + address(answers, slug, flow)
        self.page.evaluate(
            "to => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')) }", there
        )
        self.at(slug or automaton(flow).of(answers), flow)

    def settle(self) -> None:
        """Wait until the page has asked for all it needs."""
        self.page.wait_for_load_state("networkidle")

    def at(self, slug: str, flow: str = FLOW) -> None:
        """See that a state is on the screen."""
        expect(self.step).to_have_attribute("data-flow", flow)
        expect(self.step).to_have_attribute("data-state", slug)
        expect(self.step).to_be_visible()

    def press_to(self, target: Locator) -> None:
        """Press Tab until a control has the focus."""
        for _ in range(TABS):
            if target.evaluate("place => place === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to {target}")

    def type(self, field: str, value: str) -> None:
        """Put a value into a field, as pasting does."""
        self.page.locator(f'[data-input="{field}"]').fill(value)

    def engine(self, condition: str = "ready") -> None:
        """Wait until the engine is in a condition."""
        # A failure ends the wait for success, and the line says why.
        wanted = re.compile(f"{condition}|failed") if condition == "ready" else condition
        html = self.page.locator("html")
        expect(html).to_have_attribute("data-engine", wanted, timeout=ENGINE_SECONDS * 1000)
        assert html.get_attribute("data-engine") == condition, self.line.inner_text()

    def start_engine(self) -> None:
        """Press the button of the plan and wait for the engine."""
        self.button.click()
        self.engine()

    def asked_for(self, part: str) -> list[str]:
        """Return the paths asked of the server that have a part in them."""
        return [seen.path for seen in self.server.seen if part in seen.path]

    def run(self, script: str, given: object = None) -> Any:
        """Evaluate a script on the page."""
        return self.page.evaluate(script, given)
