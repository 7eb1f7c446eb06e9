from __future__ import annotations

import markdown
import pytest

from wizard.publish import quotes, sources, states
from wizard.publish.errors import PublishError
from wizard.publish.manuscript import TOP

LEDGER = sources.known()
SURE = next(key for key, fact in LEDGER.items() if fact.unit == "days" and fact.certainty == "is")
UNSURE = next(key for key, fact in LEDGER.items() if fact.certainty == "seems" and fact.value is not None)


def _html(text: str) -> str:
    return markdown.markdown(text, extensions=["tables", "wizard.publish.quotes"])


def test_a_quote_becomes_the_value_of_the_ledger() -> None:
    expected = f'<p>After <span data-fact="{SURE}">{LEDGER[SURE].quoted}</span>.</p>'
    assert _html(f"After {{fact:{SURE}}}.") == expected


@pytest.mark.parametrize("mark", ["fact", "by"])
def test_what_is_not_sure_is_shown_as_not_sure(mark: str) -> None:
    assert "<small> (seems)</small>" in _html(f"So it is.{{{mark}:{UNSURE}}}")


def test_sources_are_numbered_in_the_order_of_the_text_and_each_once() -> None:
    html = _html(f"One.{{by:{UNSURE}}} Two {{fact:{SURE}}}.{{by:{UNSURE}}}\n\n{{sources}}")
    assert [html.count(f'href="#source-{number}"') for number in (1, 2, 3)] == [2, 1, 0]
    first, second = html.index('id="source-1"'), html.index('id="source-2"')
    assert LEDGER[UNSURE].short in html[first:second]
    assert LEDGER[SURE].sources[0].url in html[second:]


def test_a_source_leads_back_to_the_first_place_that_quotes_it() -> None:
    html = _html(f"One.{{by:{UNSURE}}} Two {{fact:{SURE}}}.{{by:{UNSURE}}}\n\n{{sources}}")
    for number in (1, 2):
        assert html.count(f'id="cited-{number}"') == 1
        assert html.count(f'href="#cited-{number}"') == 1
        assert f'aria-label="Back to the text, source {number}"' in html
    assert html.index('id="cited-1"') < html.index('id="cited-2"') < html.rindex('href="#source-1"')


def test_a_source_that_only_a_picture_stands_on_leads_nowhere_back() -> None:
    html = _html("{picture:arbitration}\n\n{sources}")
    assert 'id="source-1"' in html
    assert "#cited" not in html


def test_a_page_without_a_list_of_sources_has_no_numbers() -> None:
    assert "#source" not in _html(f"One.{{by:{SURE}}}")


def test_code_is_left_alone() -> None:
    assert _html("`{fact:topic.key}`") == "<p><code>{fact:topic.key}</code></p>"
    assert list(quotes.marks("`{fact:in.code}`\n\n```\n{fact:in.fence}\n```\n")) == []


@pytest.mark.parametrize("wrong", ["no.such", "<script>", "ending.*"])
def test_an_unknown_fact_stops_the_build(wrong: str) -> None:
    with pytest.raises(PublishError, match="No fact is called"):
        _html(f"{{fact:{wrong}}}")


def test_a_link_to_a_plan_takes_the_way_with_the_fewest_answers() -> None:
    machine = states.automaton("ghosting")
    state = machine.canonical("submit_today")
    html = _html("{plan:ghosting/submit_today|Submit it}")
    assert f'href="{TOP}wizard/ghosting/{state.slug}/#1~' in html
    assert ">Submit it</a>" in html


def test_a_link_to_a_plan_can_stand_in_a_table() -> None:
    assert ">Submit it</a></td>" in _html("| a |\n|---|\n| {plan:ghosting/submit_today Submit it} |").replace(
        "</span>", ""
    )


def test_a_start_leads_to_the_question_that_comes_next() -> None:
    known = {"notice": "refund_request"}
    slug = states.automaton("disputes").of(known)
    html = _html("{start:disputes notice.refund_request|Get your plan}")
    assert f'<a href="{TOP}wizard/disputes/{slug}/#1~notice.refund_request">Get your plan</a>' in html


def test_a_start_may_lead_into_another_flow() -> None:
    html = _html("{start:door happening.working while_working.paused|Get your plan}")
    assert f'<a href="{TOP}wizard/ghosting/' in html
    assert "~while_working.paused~contract_status.paused" in html


def test_a_message_stands_on_a_page_with_its_copy_button() -> None:
    html = _html("{letter:still_there calm}")
    assert html.count("data-copy ") == 1
    assert "[name]" in html


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        ("{fact:a.b}", 'No fact is called "a.b".'),
        (f"{{by:{SURE} c.d}}", 'No fact is called "c.d".'),
        ("{plan:ghosting/submit_todya|x}", 'Did you mean "submit_today"'),
        ("{plan:ghosting/submit_today}", "has no words"),
        ("{start:gosting|x}", 'Did you mean "ghosting"'),
        ("{start:ghosting contract.fixed|x}", 'asks "notice" then'),
        ("{start:ghosting notice.nobody|x}", "notice"),
        ("{start:ghosting notice.none}", "has no words"),
        ("{letter:still_their}", 'Did you mean "still_there"'),
        ("{letter:still_there loud}", 'has no tone "loud"'),
        ("{letter:still_there final}", 'has no tone "final"'),
        ("{picture:none}", "picture"),
        ("{pages:nowhere}", "nowhere"),
        ("{fcat:a.b}", 'Did you mean "fact"'),
        ("{source}", 'Did you mean "sources"'),
        (f"{{Fact:{SURE}}}", 'Did you mean "fact"'),
        (f"{{ fact:{SURE}}}", "write {fact:topic.key}"),
        (f"{{fact {SURE}}}", "write {fact:topic.key}"),
        (f"{{fact:{SURE} {UNSURE}}}", "more than one fact"),
        ("{fact:}", "does not say what"),
        ("{start:}", "does not say what"),
        ("{start:|x}", 'No flow is called ""'),
        ("{letter}", "does not say what"),
        ("{sheets:x}", "takes nothing"),
        ("{changelog:x}", "takes nothing"),
        (f"{{was:{SURE}}}", "no former value"),
        ("- One.\n- {letter:still_there}", "must stand alone"),
        ("> {letter:still_there}", "must stand alone"),
        ("So {letter:still_there} it is.", "must stand alone"),
        ("So it is.\n{letter:still_there}", "must stand alone"),
        ("| a |\n|---|\n| {plan:ghosting/submit_today|Submit it} |", "a blank in place of the |"),
        ("{own:one", "is no mark: write {own:ten minutes}"),
        ("One } two.", '"}"'),
        (r"One \{ two.", '"{'),
        ("    {letter:still_there", "shows code"),
    ],
)
def test_each_mark_that_cannot_be_said_is_named(mark: str, says: str) -> None:
    found = list(quotes.problems(f"Good.{{fact:{SURE}}}\n\n{mark}\n"))
    assert says in " ".join(found)
    assert len(found) == 1 or "letter:still_there" in mark


def test_every_mark_is_known_to_the_pattern_of_its_place() -> None:
    for name, kind in quotes.MARKS.items():
        written = f"{{{name}:{kind.form}}}" if kind.form else f"{{{name}}}"
        assert bool(quotes.BLOCK.fullmatch(written)) == kind.alone
        assert [mark.name for mark in quotes.marks(written)] == [name]


def test_a_former_value_has_its_unit_and_cites_its_fact() -> None:
    assert ">291 USD</span>" in _html("{was:arbitration.fee}").replace("<small> (seems)</small>", "")
    assert ">3 business days" in _html("{was:hourly.answer_days}")
    assert ">10 percent" in _html("{was:fees.service_fee}")
    assert quotes.cited("{was:arbitration.fee}") == ["arbitration.fee"]
    assert 'href="#source-1"' in _html("{was:arbitration.fee}\n\n{sources}")


def test_a_fact_that_a_mark_names_twice_is_numbered_once() -> None:
    assert _html(f"One.{{by:{SURE} {SURE}}}\n\n{{sources}}").count('href="#source-1"') == 1


def test_a_right_page_has_no_problem() -> None:
    assert list(quotes.problems(f"{{fact:{SURE}}} and {{own:ten minutes}}\n\n{{letter:still_there}}")) == []


def test_links_of_the_empty_case_file_begin_at_the_top_for_every_generator() -> None:
    found = _html("{case}")
    assert f'href="{TOP}wizard/door/"' in found
    assert 'href="../' not in found
