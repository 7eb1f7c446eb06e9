from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard.publish import leaf, steps, tree, volume
from wizard.publish.errors import PublishError
from wizard.publish.leaf import Leaf, Places

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://example.org/even-keel/"


def _leaf(html: str, path: str = "guide/one/", key: str = "one") -> Leaf:
    return Leaf(path, key, tree.Node("section", {}, tree.read(html).inside)).told().trim()


def test_a_tree_is_written_as_it_was_read() -> None:
    html = '<ul><li>One &amp; two<li><a href="a?b=1&amp;c">three<br>four</a></ul>'
    assert (
        tree.read("<ul><li>One &amp; two</li><li><a href='a?b=1&amp;c'>three<br>four</a></li></ul>").html()
        == html
    )


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<div><p>a</p><p>b</p></div>", "<div><p>a<p>b</div>"),
        ("<div><p>a</p><span>b</span></div>", "<div><p>a</p><span>b</span></div>"),
        ("<div><p>a</p> b</div>", "<div><p>a</p> b</div>"),
    ],
)
def test_a_paragraph_is_left_open_only_where_the_next_thing_closes_it(html: str, written: str) -> None:
    assert tree.read(html).html() == written


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("../two/", "#two"),
        ("../two/#part", "#two.part"),
        ("../two/#gone", "#two"),
        ("../two/#1~notice.none", "#two"),
        ("keel:guide/two/", "#two"),
        ("keel:", "#home"),
        ("../../", "#home"),
        ("#here", "#one.here"),
        ("https://upwork.com/a", "https://upwork.com/a"),
        ("../../case-file/#x", f"{SITE}case-file/#x"),
    ],
)
def test_a_link_leads_into_the_file_or_to_the_site_on_the_internet(href: str, leads: str) -> None:
    places = Places(SITE)
    for path, anchor, id_ in (
        ("", "", "home"),
        ("guide/one/", "", "one"),
        ("guide/one/", "here", "one.here"),
        ("guide/two/", "", "two"),
        ("guide/two/", "part", "two.part"),
    ):
        places.put(path, anchor, id_)
    assert places.to(href, "guide/one/") == leads


def test_a_link_out_of_the_site_stops_the_build() -> None:
    with pytest.raises(PublishError, match="leads out of the site"):
        Places(SITE).to("../../../x/", "guide/one/")


def test_a_link_that_needs_internet_says_so() -> None:
    places = Places(SITE)
    page = _leaf('<h1>One</h1><p><a href="../../case-file/">the case file</a></p>').enter(places).link(places)
    assert f'<a href="{SITE}case-file/">the case file<small>{leaf.NEEDS_NET}</small></a>' in page.node.html()


def test_what_needs_scripts_is_left_out() -> None:
    page = _leaf(
        "<h1>One</h1><form>a</form><button>b</button><p hidden>c</p><p class='tools'>d</p><script>e</script>"
        "<p data-slot='x' class='note unknown'>stays</p>"
    )
    assert page.node.html() == '<section><h3>One</h3><p class="note">stays</section>'


def test_a_message_becomes_a_link_to_each_of_its_tones() -> None:
    page = _leaf(
        "<p>Send it once.</p><details class='letter' data-letter='still_there.calm'><summary>Calm.</summary>"
        "<p>Hi</p></details><p class='notused'>Firm. Not used.</p><p>Attach</p><ul class='attach'><li>x</ul>"
        "<details class='lines'><summary>Lines</summary></details>"
    )
    assert page.node.html() == (
        '<section><p>Send it once.<p class="to"><a href="keel:texts/still_there/#calm">Calm.</a>'
        "<p>Firm. Not used.</section>"
    )


def test_a_source_becomes_its_fact_and_what_is_not_sure_stays_said() -> None:
    page = _leaf(
        "<div class='sources'><p class='note'>read</p><ol>"
        "<li id='source-1'><a href='#a'>A</a>: <strong>is</strong>. <a href='https://x'>X</a></li>"
        "<li id='source-2'><a href='#b'>B</a>: <strong>seems</strong>. <a href='https://x'>X</a></li></ol></div>"
    )
    assert 'href="#a">A</a><li' in page.node.html()
    assert "<strong>seems</strong>" in page.node.html()
    assert "https://x" not in page.node.html()


def _state(strips: str, said: str) -> tree.Node:
    html = (
        f'<main><h1>Plan</h1><section class="donot"><h2>Do not</h2></section>{strips}'
        f'<section class="why"><details><ul><li>{said}</li></ul></details></section></main>'
    )
    return tree.read(html).inside[0]  # type: ignore[return-value]


def test_a_warning_for_some_answers_comes_before_the_plan_that_they_share() -> None:
    places = Places(SITE)
    always = '<div class="strip"><p><strong>Always</strong> a</p></div>'
    some = '<div class="strip"><p><strong>Some</strong> b</p></div>'
    other = '<div class="strip"><p><strong>Other</strong> c</p></div>'
    there = [
        ("wizard/f/plan--a/", _state(always + some, "A")),
        ("wizard/f/plan--b/", _state(always + other, "B")),
        ("wizard/f/plan--c/", _state(always, "C")),
    ]
    first, second, plan = (one.link(places) for one in list(steps.plan("f-plan", there, places)))
    assert [one.key for one in (first, second, plan)] == ["f-plan-1", "f-plan-2", "f-plan"]
    said = [one.node.text for one in (first, second, plan)]
    assert "Some b" in said[0]
    assert "Always" not in said[0]
    assert "Other c" in said[1]
    assert "Always a" in said[2]
    assert "Some b" not in said[2]
    assert 'href="#f-plan"' in first.node.html()
    assert 'href="#f-plan-1">Some</a>' in plan.node.html()
    assert places.to("keel:wizard/f/plan--c/", "") == "#f-plan"


def test_a_file_that_has_become_too_large_is_said_by_the_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(volume, "bound", lambda _site: "x" * (volume.LARGEST + 1))
    page = tmp_path / volume.OFFERED
    page.parent.mkdir(parents=True)
    page.write_text("", encoding="utf-8")
    assert volume.lay(tmp_path) == volume.LARGEST + 1
    assert "3,000,001 bytes" in capsys.readouterr().out
