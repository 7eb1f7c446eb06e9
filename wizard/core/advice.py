"""The checker of acts: what a plan advises, against what is allowed with these answers.

So the forbidden advices are proven by structure: preconditions, order, duties and contradictions.
"""

from collections.abc import Iterator, Mapping

from wizard.core.engine import Atlas, Walk
from wizard.core.errors import did_you_mean
from wizard.core.model import Act, Outcome, Strip


def advised(outcome: Outcome) -> tuple[str, ...]:
    """Return every act the result tells the reader to do, in the order it is told."""
    rows = tuple(act for act in outcome.options if act not in outcome.do_not)
    turns = tuple(act for turn in outcome.turns for act in turn.acts)
    return tuple(dict.fromkeys((outcome.do_now, *outcome.then, *rows, *turns)))


def unknown(outcome: Outcome, acts: Mapping[str, Act]) -> Iterator[str]:
    """Yield a sentence for each act that is not in the closed list."""
    for act in (*advised(outcome), *outcome.do_not, *outcome.options):
        if act not in acts:
            yield f'names the act "{act}", which is not in the closed list.{did_you_mean(act, acts)}'


def refused(atlas: Atlas, walk: Walk) -> Iterator[str]:
    """Yield a sentence for each thing this result may not say with these answers."""
    outcome = walk.at
    if not isinstance(outcome, Outcome):
        return
    acts = {act.id: act for act in atlas.vocabulary.acts}
    strips = [strip for strip in atlas.strips if strip.id in walk.strips]
    told = advised(outcome)
    for number, name in enumerate(told):
        act = acts.get(name)
        if act is not None:
            yield from _allowed(atlas, walk, act, told[:number])
    for name in dict.fromkeys(act for strip in strips for act in strip.acts if act not in told):
        if name in acts:
            yield from _allowed(atlas, walk, acts[name], ())
    for name in dict.fromkeys((*told, *(act for strip in strips for act in strip.acts))):
        if name in outcome.do_not:
            yield f'advises "{name}" and forbids it at once.'
    yield from _against(strips, told)
    yield from _duties(atlas, walk, outcome, acts)


def _allowed(atlas: Atlas, walk: Walk, act: Act, before: tuple[str, ...]) -> Iterator[str]:
    for need in act.needs:
        if not atlas.holds((need,), walk.used):
            has = atlas.value(need.name, walk.used)
            allowed = " or ".join(need.one_of)
            yield f'advises "{act.id}", which needs {need.name} to be {allowed}; here it is {has}.'
    for first in act.after:
        if first not in before:
            yield f'advises "{act.id}" without "{first}" before it.'


def _against(strips: list[Strip], told: tuple[str, ...]) -> Iterator[str]:
    for strip in strips:
        for name in strip.do_not:
            if name in told:
                yield f'advises "{name}", which the strip "{strip.id}" forbids.'
            for other in strips:
                if name in other.acts:
                    yield f'shows the strips "{strip.id}" and "{other.id}", which contradict on "{name}".'


def _duties(atlas: Atlas, walk: Walk, outcome: Outcome, acts: Mapping[str, Act]) -> Iterator[str]:
    for duty in atlas.vocabulary.duties:
        if not atlas.holds(duty.when, walk.used):
            continue
        if outcome.do_now not in duty.acts:
            yield f'leaves the clock "{duty.clock}" unanswered: it must begin with {" or ".join(duty.acts)}.'
        elif outcome.by != duty.clock:
            yield f'answers the clock "{duty.clock}" without its last day: set by="{duty.clock}".'
    for name in (outcome.do_now, *outcome.then):
        if name in acts and acts[name].dated and outcome.by is None:
            yield f'advises "{name}" without a last day: set by= to its clock.'
