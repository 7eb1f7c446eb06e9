from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from wizard.publish import accept, states

ROOT = Path(__file__).parents[2]
FLOWS = tuple(states.book().flows)


@pytest.mark.parametrize("flow", FLOWS)
def test_every_path_ends_where_it_was_accepted(flow: str) -> None:
    file = ROOT / accept.GOLDEN / f"{flow}.txt"
    accepted = set(file.read_text(encoding="utf-8").splitlines()) if file.exists() else set()
    now = set(accept.golden(flow).splitlines())
    changed = [
        *(f"- {line}" for line in sorted(accepted - now)),
        *(f"+ {line}" for line in sorted(now - accepted)),
    ]
    if changed:
        pytest.fail(
            "Paths of the flow have changed:\n"
            + "\n".join(changed)
            + "\nIf each line is meant, run `make accept`.",
            pytrace=False,
        )
    assert file.read_text(encoding="utf-8") == accept.golden(flow)


def test_every_state_is_listed_among_the_addresses() -> None:
    new = accept.addresses().keys() - accept.listed(ROOT).keys()
    assert new == set(), "New states have addresses that are not listed. Run `make accept`."


def test_the_list_of_addresses_is_sorted_and_names_each_once_with_its_answers() -> None:
    lines = (ROOT / accept.ADDRESSES).read_text(encoding="utf-8").splitlines()
    addresses = [line.split(" ")[0] for line in lines]
    assert addresses == sorted(set(addresses))
    assert [
        line for line in lines if not re.fullmatch(r"wizard/[a-z-]+/[a-z.-]+/ 1(~[a-z_]+\.[a-z_]+)*", line)
    ] == []


@pytest.mark.slow
def test_every_address_that_was_published_still_has_a_page(tmp_path: Path) -> None:
    states.write(tmp_path)
    gone = [address for address in accept.listed(ROOT) if not (tmp_path / address / "index.html").is_file()]
    assert gone == [], "A published address has no state and no alias page."


LISTED = [
    (flow, slug, answers) for flow, slugs in states.published().items() for slug, answers in slugs.items()
]


@pytest.mark.parametrize(("flow", "slug", "answers"), LISTED, ids=lambda word: word)
def test_every_address_would_lead_to_its_own_step_if_it_vanished(flow: str, slug: str, answers: str) -> None:
    node = slug.partition("--")[0].replace("-", "_")
    atlas = states.book().flows[flow]
    names = {node}
    names |= {question.id for question in atlas.questions.values() if node in question.was}
    names |= {outcome.id for outcome in atlas.outcomes.values() if node in outcome.was}
    at, state = states.lead(flow, slug, answers)
    moved = node not in {*atlas.asks, *atlas.outcomes}
    # What has moved to another flow is found there, or the question that decides there. A question that was put
    # in on the way since then is asked first.
    new = state.kind == "question" and f"~{state.node}." not in answers
    assert at != flow if moved else new or state.node in names


@pytest.mark.parametrize(
    ("slug", "answers", "leads_to"),
    [
        ("gone", "1~notice.none~contract.hourly~contract_status.active", "../hours/"),
        ("gone--notice.other", "1~notice.other", "../other-notice/"),
        (
            "gone",
            "1~notice.none~weather.rain~contract.hourly~contract.fixed~contract_status.active",
            "../hours/",
        ),
        ("gone", "1~notice.none~contract.barter~contract_status.active", "../contract/"),
        ("hourly-tracked--weather.rain", "1~weather.rain", "../hourly-tracked/"),
        ("hourly-tracked", "0~notice.none", "../hourly-tracked/"),
        ("gone", "1~weather.rain", "../notice/"),
        ("notice", "1", "../notice/"),
    ],
)
def test_an_address_that_vanished_leads_to_where_its_answers_lead_now(
    slug: str, answers: str, leads_to: str
) -> None:
    assert f"../{states.lead('ghosting', slug, answers)[1].slug}/" == leads_to


def test_former_ids_of_questions_options_and_outcomes_still_lead_on(monkeypatch: pytest.MonkeyPatch) -> None:
    atlas = states.book().flows["ghosting"]
    notice, tracked = atlas.questions["notice"], atlas.outcomes["hourly_tracked"]
    renamed = replace(notice, was=("letter",), option_was=(("strange", "other"),))
    monkeypatch.setitem(states.book().questions, "notice", renamed)
    monkeypatch.setitem(atlas.outcomes, "hourly_tracked", replace(tracked, was=("logged",)))
    assert states.lead("ghosting", "gone", "1~letter.strange")[1].node == "other_notice"
    assert states.lead("ghosting", "logged--notice.none", "1")[1].node == "hourly_tracked"


@pytest.mark.slow
def test_the_page_of_a_vanished_address_leads_on_with_scripts_off_and_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "published", lambda: {"ghosting": {"gone": "1~notice.other"}})
    states.write(tmp_path)
    page = (tmp_path / "wizard/ghosting/gone/index.html").read_text(encoding="utf-8")
    (to,) = re.findall(r'<a href="([^"]*)">', page)
    assert f'<noscript><meta http-equiv="refresh" content="0; url={to}"></noscript>' in page
    (bundle,) = re.findall(r'<link rel="ek-bundle" data-flow="ghosting" href="([^"]*)">', page)
    for target in (f"{to}index.html", bundle):
        assert (tmp_path / "wizard/ghosting/gone" / target).resolve().is_file()


def test_every_offer_to_go_on_names_the_first_state_of_its_flow() -> None:
    pages = [states.first("door", "wizard/"), *map(states.start_page, FLOWS)]
    for page in pages:
        offers = re.findall(r'<div data-resume="([^"]*)" data-first="([^"]*)" hidden></div>', page)
        assert offers
        assert all(first == states.automaton(flow).start for flow, first in offers)


@pytest.mark.slow
def test_accepting_adds_addresses_and_takes_none_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {"wizard/ghosting/gone/": "1~notice.odd", "wizard/ghosting/hours/": "1~notice.as_it_was"}
    (tmp_path / "wizard").mkdir()
    text = "".join(f"{address} {answers}\n" for address, answers in before.items())
    (tmp_path / accept.ADDRESSES).write_text(text, encoding="utf-8")
    accept.accept(tmp_path)
    listed = accept.listed(tmp_path)
    assert listed == accept.addresses() | before
    assert list(listed) == sorted(listed)
    assert (tmp_path / accept.GOLDEN / "ghosting.txt").read_text(encoding="utf-8") == accept.golden(
        "ghosting"
    )
    assert "new" in capsys.readouterr().out
    accept.accept(tmp_path)
    assert accept.listed(tmp_path) == listed
