"""All states of a flow in one piece: what a page fetches once, so that an answer needs no request.

The words come from the renderer. Files, names and hashes are for `publish`.
"""

import gzip
import json
import re

from wizard.core.automaton import State
from wizard.core.engine import step
from wizard.render import Speaker

_SEAM = re.compile(r"(?=<(?:aside|details|div|h2|li|p|section|tr)\b)")


def main(speaker: Speaker, state: State) -> tuple[str, str]:
    """Return the title and the ``<main>`` of a state."""
    return speaker.title(state), str(speaker.step(state, step(speaker.atlas, state.shortest)))


def mains(speaker: Speaker) -> dict[str, tuple[str, str]]:
    """Return slug -> (title, ``<main>``) for every state of a flow, in the order readers meet them."""
    return {slug: main(speaker, state) for slug, state in speaker.automaton.states.items()}


def bundle(speaker: Speaker) -> bytes:
    """Return all states of a flow as JSON: start, parts, and for each slug its title and parts.

    Results share many lines, and gzip forgets after 32 KiB. So each piece of HTML is written once, in
    `parts`, and a state is its title and the numbers of its pieces: joined, they are its ``<main>``.
    """
    parts: dict[str, int] = {}
    states = {
        slug: [title, [parts.setdefault(part, len(parts)) for part in _SEAM.split(main)]]
        for slug, (title, main) in mains(speaker).items()
    }
    whole = {
        "flow": speaker.atlas.flow.id,
        "start": speaker.automaton.start,
        # Answers of other flows travel along; only one that no flow knows is strange.
        "known": sorted(speaker.book.questions),
        # The reader's own answers, which no page knows that several ways lead to.
        "said": speaker.said(),
        "parts": list(parts),
        "states": states,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def on_the_line(content: bytes) -> int:
    """Return how many bytes travel when a host compresses the content as GitHub Pages does."""
    return len(gzip.compress(content, 6, mtime=0))
