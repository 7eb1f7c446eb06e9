from __future__ import annotations

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
    new = accept.addresses() - set(accept.listed(ROOT))
    assert new == set(), "New states have addresses that are not listed. Run `make accept`."


def test_the_list_of_addresses_is_sorted_and_names_each_once() -> None:
    listed = accept.listed(ROOT)
    assert listed == sorted(set(listed))


def test_every_address_that_was_published_still_has_a_page(tmp_path: Path) -> None:
    states.write(tmp_path)
    gone = [address for address in accept.listed(ROOT) if not (tmp_path / address / "index.html").is_file()]
    assert gone == [], "A published address has no state and no alias page."


@pytest.mark.parametrize(
    ("slug", "leads_to"),
    [
        ("money--notice.none--contract.hourly--contract-status.active", "../hours"),
        ("gone--notice.other", "../safe-set"),
        ("gone", "../notice/"),
    ],
)
def test_an_address_that_vanished_leads_to_where_its_answers_lead_now(
    slug: str, leads_to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "published", lambda: {"ghosting": [slug]})
    states.write(tmp_path)
    page = (tmp_path / "wizard/ghosting" / slug / "index.html").read_text(encoding="utf-8")
    assert f'href="{leads_to}' in page


def test_accepting_adds_addresses_and_takes_none_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wizard").mkdir()
    (tmp_path / accept.ADDRESSES).write_text("wizard/ghosting/gone/\n", encoding="utf-8")
    accept.accept(tmp_path)
    listed = accept.listed(tmp_path)
    assert set(listed) == accept.addresses() | {"wizard/ghosting/gone/"}
    assert (tmp_path / accept.GOLDEN / "ghosting.txt").read_text(encoding="utf-8") == accept.golden(
        "ghosting"
    )
    assert "new" in capsys.readouterr().out
    accept.accept(tmp_path)
    assert accept.listed(tmp_path) == listed
