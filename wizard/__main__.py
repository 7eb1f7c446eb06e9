"""The terminal: the same questions, plans and sentences as the pages, and the tools of authors.

Bad input ends with one clear sentence and exit code 2, never with a traceback.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wizard import authors, shelf
from wizard.authors import bound_book, bound_checklist, named
from wizard.cabinet.views import Cabinet
from wizard.case.transfer import read_file
from wizard.core import clocks
from wizard.core.answers import Answers, check, write
from wizard.core.automaton import Automaton
from wizard.core.book import Book
from wizard.core.compiler import compile_flows
from wizard.core.engine import Walk, follow
from wizard.core.errors import Findings, Refusal, did_you_mean, shortened
from wizard.core.fill import fill
from wizard.desk import TOP, Desk, files
from wizard.flows import FLOWS
from wizard.paper import Paper
from wizard.render import NOTHING, Speaker

REFUSED = 2
BACK = "b"
LEAVE = "q"
EMPTY = "Please fill this in."


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
    tool = command("tool", _tool, "work something out: dates, sums, the score, a job post; or list the tools")
    tool.add_argument("tool", nargs="?", help="the name of a tool; alone it lists the fields")
    tool.add_argument("pairs", nargs="*", metavar="field=value", help="fields; of row 2: 2.field=value")
    tool.add_argument("--on", metavar="DAY", help="the day that counts as today")
    tool.add_argument("--zone", metavar="ZONE", help="local time zone, for example Africa/Lagos")
    tool.add_argument("--json", action="store_true", help="write the figures and the text as JSON")
    tool.add_argument("--file", metavar="NAME", help="write this file of the report instead of its text")
    case = command("case", _case, "read a case file that you exported: wizard case < file.json")
    case.add_argument("--on", metavar="DAY", help="the day that counts as today")
    case.add_argument("--zone", metavar="ZONE", help="local time zone, for example Africa/Lagos")
    command("explore", authors.explore, "walk every path of every flow and list what is wrong").add_argument(
        "--lines", action="store_true", help="print one line per path"
    )
    command("map", authors.draw_flow, "draw a flow as nested text").add_argument("flow")
    command("check", authors.check, "list everything that is wrong with words, facts and flows")
    facts = command("facts", authors.facts, "list the ledger, or the facts whose key begins with a topic")
    facts.add_argument("topic", nargs="?", default="")
    facts.add_argument("--unquoted", action="store_true", help="only those that no words quote or stand on")
    return parser


# --- for readers ---------------------------------------------------------------------------------


def _advise(said: argparse.Namespace) -> int:
    known = bound_book()
    flow, answers, inputs = _given(known, said.flow, said.pairs)
    at, walk = follow(known.flows, flow, answers)
    return _say(known, compile_flows(known.flows), at, walk, inputs, said)


def _ask(said: argparse.Namespace) -> int:
    known = bound_book()
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
    known = bound_book()
    machine = compile_flows(known.flows)[FLOWS[0].id]
    paper = Paper(bound_checklist(), Speaker(known, machine, shelf.LAYOUT))
    print(paper.text(paper.sheet(said.sheet)) if said.sheet else paper.index(), end="")
    return 0


def _tool(said: argparse.Namespace) -> int:
    """Print a report. What is wrong or missing is said by name, and the code says so."""
    known = bound_book()
    zone = _zone(said.zone)
    first = FLOWS[0].id
    machines = compile_flows(known.flows)
    desk = Desk(
        Speaker(
            known,
            machines[first],
            shelf.LAYOUT,
            own=True,
            zone=zone,
            others=machines.__getitem__,
            top=TOP,
        )
    )
    if not said.tool:
        print(desk.index(), end="")
        return 0
    tool = desk.tool(said.tool)
    if not said.pairs:
        print(f"{tool.slug}: {desk.says.text(desk.words(tool).says)}\n{desk.fields(tool)}", end="")
        return 0
    typed: dict[str, str] = {}
    for pair in said.pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise Refusal(f'"{shortened(pair)}" is not a field. Write field=value.')
        typed[name] = value
    worked = desk.work(tool, typed, _today(said, zone))
    problems = dict(worked.read.problems) | dict.fromkeys(worked.read.missing, EMPTY)
    problems |= {tool.slug: worked.refused} if worked.refused else {}
    text = desk.text(tool, worked.report) if worked.report else ""
    if said.file and worked.report:
        given = {file["name"]: file["content"] for file in files(worked.report)}
        if said.file not in given:
            raise Refusal(
                f'This report has no file "{shortened(said.file)}".{did_you_mean(said.file, given)}'
            )
        sys.stdout.write(given[said.file])
    elif said.json:
        figures = dict(worked.report.figures) if worked.report else {}
        print(
            json.dumps(
                {"tool": tool.id, "figures": figures, "problems": problems, "text": text},
                ensure_ascii=False,
                indent=1,
            )
        )
    else:
        print("\n".join((*(f"! {name}: {says}" for name, says in problems.items()), text)), end="")
    return REFUSED if problems else 0


def _case(said: argparse.Namespace) -> int:
    """Print what is due in an exported file, and a sheet for each of its records."""
    known = bound_book()
    zone = _zone(said.zone)
    machines = compile_flows(known.flows)
    voice = Speaker(known, machines[FLOWS[0].id], shelf.LAYOUT, zone=zone, others=machines.__getitem__)
    cabinet = Cabinet.of(voice, shelf.checklist())
    entries = read_file(_given_file(), known.questions.values()).entries
    today = _today(said, zone)
    sheets = (one["text"] for one in cabinet.case(entries, today)["records"].values())
    print("\n\n".join((cabinet.today_text(entries, today), *sheets)), end="")
    return 0


def _given_file() -> str:
    if sys.stdin.isatty():
        raise Refusal("Give a file that you exported: wizard case < file.json")
    try:
        return sys.stdin.read()
    except UnicodeDecodeError:
        raise Refusal("This is not a text file. Choose a file that you exported on the page.") from None


def _given(known: Book, flow: str, pairs: Sequence[str]) -> tuple[str, Answers, dict[str, str]]:
    named(known, flow)
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
    zone = _zone(said.zone)
    today = _today(said, zone)
    filled = fill(known, machine.flow, walk.node, inputs, today) if walk.finished else None
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


def _today(said: argparse.Namespace, zone: tzinfo | None) -> date:
    return clocks.parse_day(said.on) if said.on else datetime.now(UTC).astimezone(zone).date()


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal(f'"{shortened(name)}" is not a time zone. Write one such as Africa/Lagos.') from None


if __name__ == "__main__":
    sys.exit(main())
