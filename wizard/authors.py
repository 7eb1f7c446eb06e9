"""What authors run in the terminal: walk every path, draw a flow, list what is wrong or known."""

import argparse
from time import perf_counter

from wizard import shelf
from wizard.bundles import bundle, on_the_line
from wizard.case import VOCABULARY
from wizard.case.phrases import PHRASES
from wizard.checklist import reading
from wizard.checklist.words import Checklist, bound
from wizard.core import citations
from wizard.core.automaton import leaves
from wizard.core.book import Book
from wizard.core.compiler import compile_flows
from wizard.core.engine import step
from wizard.core.errors import Refusal, did_you_mean, shortened
from wizard.core.explore import Report, explore_all
from wizard.core.facts import CERTAINTIES
from wizard.flows import FLOWS, PLANNED
from wizard.render import Speaker

LARGEST_BUNDLE = 60 * 1024
"""Bytes on the line; a house test holds every flow to it."""


def bound_book() -> Book:
    """Return the book, bound from the package's own files."""
    return Book(VOCABULARY, FLOWS, PLANNED, shelf.words(), shelf.facts())


def bound_checklist() -> Checklist:
    """Return the checklist, bound from the package's own files."""
    return bound(shelf.checklist())


def named(known: Book, flow: str) -> str:
    """Return the id of a flow. Raises Refusal, with the nearest id, where there is no such flow."""
    if flow not in known.flows:
        raise Refusal(f'There is no flow "{shortened(flow)}".{did_you_mean(flow, known.flows)}')
    return flow


def explored(known: Book) -> list[Report]:
    """Return what exploring every flow found."""
    return explore_all(known, PHRASES)


def explore(said: argparse.Namespace) -> int:
    """Walk every path of every flow; print its size and what is wrong. Exit code 1 where something is."""
    known = bound_book()
    begun = perf_counter()
    reports = explored(known)
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


def check(_said: argparse.Namespace) -> int:
    """Print everything that is wrong with words, facts and flows. Exit code 1 where something is."""
    known = bound_book()
    found = {finding for report in explored(known) for finding in report.findings}
    found.update(reading.findings(bound_checklist(), known.ledger, known.links(None), PHRASES.advice))
    findings = sorted(found)
    for finding in findings:
        print(finding)
    spare = len(citations.unquoted(known, bound_checklist().facts))
    print(
        f"{len(known.flows)} flows, {len(known.ledger)} facts ({spare} quoted by nobody yet), "
        f"{len(findings)} findings"
    )
    return 1 if findings else 0


def draw_flow(said: argparse.Namespace) -> int:
    """Print a flow as nested text."""
    known = bound_book()
    flow = named(known, said.flow)
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


def facts(said: argparse.Namespace) -> int:
    """Print the ledger, or a part of it. Raises Refusal where no fact begins so."""
    known = bound_book()
    wanted = frozenset(citations.unquoted(known, bound_checklist().facts) if said.unquoted else known.ledger)
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
