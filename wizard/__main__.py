"""The terminal: the same questions, plans and sentences as the pages, and the tools of authors.

Bad input ends with one clear sentence and exit code 2, never with a traceback.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from time import perf_counter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wizard import shelf
from wizard.bundles import bundle, on_the_line
from wizard.case import VOCABULARY
from wizard.case.phrases import PHRASES
from wizard.checklist import reading
from wizard.checklist.words import Checklist, bound
from wizard.core import citations, clocks
from wizard.core.answers import Answers, check, write
from wizard.core.automaton import Automaton, leaves
from wizard.core.book import Book
from wizard.core.compiler import compile_flows
from wizard.core.engine import Walk, follow, step
from wizard.core.errors import Findings, Refusal, did_you_mean, shortened
from wizard.core.explore import Report, explore_all
from wizard.core.facts import CERTAINTIES
from wizard.core.fill import fill
from wizard.flows import FLOWS, PLANNED
from wizard.paper import Paper
from wizard.render import NOTHING, Speaker

REFUSED = 2
LARGEST_BUNDLE = 60 * 1024
"""Bytes on the line; a house test holds every flow to it."""
BACK = "b"
LEAVE = "q"


def book() -> Book:
    """Return the book, bound from the package's own files."""
    return Book(VOCABULARY, FLOWS, PLANNED, shelf.words(), shelf.facts())


def checklist() -> Checklist:
    """Return the checklist, bound from the package's own files."""
    return bound(shelf.checklist())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 findings, 2 refused input."""
    parser = _parser()
    said = parser.parse_args(arguments)
    try:
        run: Callable[[argparse.Namespace], int] = said.run
        return run(said)
    except Refusal as refusal:
        print(refusal.says, file=sys.stderr)
        return REFUSED
    except Findings as findings:
        print(findings, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):
        print("\nStopped. Nothing was sent or stored.", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m wizard", description="What to do now with a difficult client."
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: Callable[[argparse.Namespace], int], says: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=says, description=says)
        sub.set_defaults(run=run)
        return sub

    ask = command("ask", _ask, "walk through a flow, question by question")
    advise = command("advise", _advise, "give the plan for answers written as question=option")
    for one in (ask, advise):
        one.add_argument("flow")
        one.add_argument(
            "pairs", nargs="*", metavar="question=option", help="answers, and fields such as held_sum=600"
        )
        one.add_argument("--on", metavar="DAY", help="the day that counts as today, for example 2026-11-21")
        one.add_argument("--zone", metavar="ZONE", help="local time zone, for example Africa/Lagos")
        one.add_argument("--json", action="store_true", help="write the plan as JSON")
    sheet = command("checklist", _checklist, "print a sheet of the checklist as text, or list the sheets")
    sheet.add_argument("sheet", nargs="?", help="fixed, hourly, or the name of a sheet")
    command("explore", _explore, "walk every path of every flow and list what is wrong").add_argument(
        "--lines", action="store_true", help="print one line per path"
    )
    command("map", _map, "draw a flow as nested text").add_argument("flow")
    command("check", _check, "list everything that is wrong with words, facts and flows")
    facts = command("facts", _facts, "list the ledger, or the facts whose key begins with a topic")
    facts.add_argument("topic", nargs="?", default="")
    facts.add_argument("--unquoted", action="store_true", help="only those that no words quote or stand on")
    return parser


# --- for readers ---------------------------------------------------------------------------------


def _advise(said: argparse.Namespace) -> int:
    known = book()
    flow, answers, inputs = _given(known, said.flow, said.pairs)
    at, walk = follow(known.flows, flow, answers)
    return _say(known, compile_flows(known.flows), at, walk, inputs, said)


def _ask(said: argparse.Namespace) -> int:
    known = book()
    flow, answers, inputs = _given(known, said.flow, said.pairs)
    machines = compile_flows(known.flows)
    while not (reached := follow(known.flows, flow, answers))[1].finished:
        at, walk = reached
        machine = machines[at]
        state = machine.states[machine.of(walk.used)]
        print("\n" + Speaker(known, machine, shelf.LAYOUT).plan(state, walk))
        options = known.questions[walk.node].options
        typed = input(f"1-{len(options)}, {BACK} for back, {LEAVE} to leave: ").strip().lower()
        if typed == LEAVE:
            print("You left. Start again with the answers so far:")
            print(f"  python -m wizard ask {flow} " + " ".join(f"{q}={o}" for q, o in answers.items()))
            return 0
        if typed == BACK:
            answers = answers.without(list(answers)[-1]) if answers else answers
        elif typed in (numbers := [str(number) for number in range(1, len(options) + 1)]):
            answers = answers.given(walk.node, options[numbers.index(typed)])
        else:
            print(f'"{shortened(typed)}" is not one of the answers. Type a number from 1 to {len(options)}.')
    print()
    return _say(known, machines, *reached, inputs, said)


def _checklist(said: argparse.Namespace) -> int:
    known = book()
    machine = compile_flows(known.flows)[FLOWS[0].id]
    paper = Paper(checklist(), Speaker(known, machine, shelf.LAYOUT))
    print(paper.text(paper.sheet(said.sheet)) if said.sheet else paper.index(), end="")
    return 0


def _given(known: Book, flow: str, pairs: Sequence[str]) -> tuple[str, Answers, dict[str, str]]:
    if flow not in known.flows:
        raise Refusal(f'There is no flow "{shortened(flow)}".{did_you_mean(flow, known.flows)}')
    questions = known.questions
    names = {name for question in questions.values() for name in (question.id, *question.was)}
    answers: list[tuple[str, str]] = []
    inputs: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise Refusal(
                f'"{shortened(pair)}" is not an answer. Write question=option, for example contract=fixed.'
            )
        if name in known.inputs:
            inputs[name] = value
        elif name in names:
            answers.append((name, value))
        else:
            near = did_you_mean(name, (*names, *known.inputs))
            raise Refusal(f'There is no question or field "{shortened(name)}".{near}')
    return flow, check(answers, questions.values()), inputs


def _say(
    known: Book,
    machines: Mapping[str, Automaton],
    flow: str,
    walk: Walk,
    inputs: dict[str, str],
    said: argparse.Namespace,
) -> int:
    """Print the plan. A field that cannot be read is named, the rest is filled, and the code says so."""
    machine = machines[flow]
    state = machine.states[machine.of(walk.used)]
    today = clocks.parse_day(said.on) if said.on else datetime.now(UTC).astimezone(_zone(said.zone)).date()
    filled = fill(known, machine.flow, walk.node, inputs, today) if walk.finished else None
    zone = _zone(said.zone)
    speaker = Speaker(
        known,
        machine,
        shelf.LAYOUT,
        filled or NOTHING,
        walk.used,
        own=True,
        zone=zone,
        others=machines.__getitem__,
    )
    plan = speaker.plan(state, walk)
    problems = dict(filled.problems) if filled else {}
    if said.json:
        whole = {
            "flow": machine.flow,
            "state": state.slug,
            "kind": state.kind,
            "node": state.node,
            "answers": write(walk.used),
            "parked": write(walk.parked),
            "strips": list(state.strips),
            "day": today.isoformat(),
            "slots": {name: speaker.text(spans) for name, spans in filled.values.items()} if filled else {},
            "problems": problems,
            "passed": filled.passed if filled else None,
            "done": filled.done if filled else None,
            "plan": plan,
        }
        print(json.dumps(whole, ensure_ascii=False, indent=1))
        return REFUSED if problems else 0
    notes = [f"! {name}: {says}" for name, says in problems.items()]
    for word, to in (("passed", filled and filled.passed), ("done_already", filled and filled.done)):
        if to:
            notes.append(f"! {speaker.ui_text(word)} {known.outcome(machine.flow, to).title}")
    print("\n".join((*notes, plan)), end="")
    return REFUSED if problems else 0


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal(f'"{shortened(name)}" is not a time zone. Write one such as Africa/Lagos.') from None


# --- for authors ---------------------------------------------------------------------------------


def _reports(known: Book) -> list[Report]:
    return explore_all(known, PHRASES)


def _explore(said: argparse.Namespace) -> int:
    known = book()
    begun = perf_counter()
    reports = _reports(known)
    seconds = perf_counter() - begun
    findings = sorted({finding for report in reports for finding in report.findings})
    for report in reports:
        if said.lines:
            print("\n".join(report.lines))
        states = report.automaton.states.values()
        results = sum(state.kind == "result" for state in states)
        print(
            f"{report.flow}: {len(states)} states ({results} results), {len(report.automaton.paths)} paths, "
            f"at most {report.most_questions} questions"
        )
        # A flow with findings may lack words or states that its pages need.
        if not any(other.findings for other in reports):
            machines = {other.flow: other.automaton for other in reports}
            whole = bundle(Speaker(known, report.automaton, shelf.LAYOUT, others=machines.__getitem__))
            size, most = on_the_line(whole), LARGEST_BUNDLE
            print(f"  bundle: {size:,} of {most:,} bytes on the line, {len(whole):,} in memory")
        print("  growth: " + ", ".join(f"{question} {number}" for question, number in report.growth))
        for path in report.many_strips:
            print(f"  more strips than stand in full: {path}")
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings, explored in {seconds:.1f} s")
    return 1 if findings else 0


def _check(_said: argparse.Namespace) -> int:
    known = book()
    found = {finding for report in _reports(known) for finding in report.findings}
    found.update(reading.findings(checklist(), known.ledger, known.links(None), PHRASES.advice))
    findings = sorted(found)
    for finding in findings:
        print(finding)
    spare = len(citations.unquoted(known, checklist().facts))
    print(
        f"{len(known.flows)} flows, {len(known.ledger)} facts ({spare} quoted by nobody yet), "
        f"{len(findings)} findings"
    )
    return 1 if findings else 0


def _map(said: argparse.Namespace) -> int:
    known = book()
    flow, _, _ = _given(known, said.flow, ())
    machine = compile_flows(known.flows)[flow]
    shown: set[str] = set()

    def draw(slug: str, depth: int) -> None:
        state = machine.states[slug]
        if state.kind == "result" or slug in shown:
            return
        shown.add(slug)
        walk = step(known.flows[flow], state.shortest)
        for option, next_ in state.next.items():
            after = step(known.flows[flow], dict(walk.used) | {state.node: option})
            because = known.flow_words(flow).reasons[after.taken[-1].because]
            target = next_ if leaves(next_) else machine.states[next_].node
            again = " (above)" if next_ in shown else ""
            says = Speaker(known, machine, shelf.LAYOUT).text(because)
            print(f"{'  ' * depth}{state.node}={option} -> {target}{again}  # {says}")
            if not leaves(next_):
                draw(next_, depth + 1)

    draw(machine.start, 0)
    return 0


def _facts(said: argparse.Namespace) -> int:
    known = book()
    wanted = frozenset(citations.unquoted(known, checklist().facts) if said.unquoted else known.ledger)
    found = [fact for key, fact in known.ledger.items() if key.startswith(said.topic) and key in wanted]
    if said.unquoted and not found:
        print("Every fact is quoted.")
        return 0
    if not found:
        topics = {key.split(".")[0] for key in known.ledger}
        raise Refusal(f'No fact begins with "{shortened(said.topic)}".{did_you_mean(said.topic, topics)}')
    for fact in found:
        print(f"{fact.key} ({fact.certainty}, read {fact.read}, page {fact.page}): {fact.statement}")
        print(f"    {fact.sources[0].by}: {fact.sources[0].title} {fact.sources[0].url}")
    counts = ", ".join(f"{word} {sum(f.certainty == word for f in found)}" for word in CERTAINTIES)
    print(f"{len(found)} facts: {counts}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
