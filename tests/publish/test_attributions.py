"""Whose work runs in the browser is named on the page of licences, with its version and the whole text of its terms."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from wizard.publish import attributions
from wizard.publish.attributions import WORKS, Work

ROOT = Path(__file__).resolve().parents[2]
BEGINS = {
    "MIT": "Permission is hereby granted",
    "ISC": "Permission to use, copy, modify",
    "BSD-3-Clause": "Redistribution and use",
    "MPL-2.0": "Mozilla Public License",
    "PSF-2.0": "PYTHON SOFTWARE FOUNDATION LICENSE",
    "Apache-2.0": "Apache 2.0",
}

each_work = pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)


@each_work
def test_a_work_has_the_text_of_the_terms_that_it_names(work: Work) -> None:
    assert BEGINS[work.terms].lower() in " ".join(attributions.text(work).split()).lower()


@each_work
def test_a_work_is_on_the_page_with_its_version_and_its_terms(work: Work) -> None:
    page = attributions.page()
    part = page.partition(f"## {work.name} ")[2].partition("\n## ")[0]
    assert attributions.version(work) in part
    assert work.terms in part
    assert len(part) > len(attributions.text(work))


def test_what_the_site_asks_npm_for_and_sends_on_is_named() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    named = {work.package.removeprefix("node:") for work in WORKS if work.package.startswith("node:")}
    only_here = {"@viz-js/viz", "axe-core", "typescript"}
    assert {name for name in wanted if not name.startswith("@types/")} - only_here == named


def test_a_text_is_one_block_that_markdown_leaves_alone() -> None:
    for block in re.findall(r"<details>.*?</details>", attributions.page(), re.DOTALL):
        assert "\n\n" not in block


def test_a_package_without_its_licence_stops_the_build() -> None:
    with pytest.raises(LookupError, match="brings no LICENCE-THAT-IS-NOT"):
        attributions.text(Work("Jinja", "jinja2", "BSD-3-Clause", "", "LICENCE-THAT-IS-NOT"))
