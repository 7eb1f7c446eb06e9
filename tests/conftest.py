"""What all tests share: how Hypothesis works here, and figures that a test prints below the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    import pytest

FIGURE = "figure"
"""Name under which a test records a line to print: `record_property("figure", "...")`."""

# The same cases in every run: a change that lands must not fail by the luck of another one. Machines are
# noisy, so no case has a deadline.
settings.register_profile(
    "keel", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("keel")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    figures = [
        str(value)
        for report in reports
        if report.when == "call"
        for name, value in report.user_properties
        if name == FIGURE
    ]
    if figures:
        terminalreporter.section("figures")
        for figure in sorted(figures):
            terminalreporter.write_line(figure)
