"""A reader's answers: an immutable mapping, and the compact text that carries it in an address.

The text is versioned and keyed by id: ``1~contract.fixed~money.held``. No typed words ever enter it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from wizard.core.errors import Refusal, did_you_mean, shortened
from wizard.core.model import Question

VERSION = "1"
LONGEST = 2_000
"""Characters of address text we read; a longer one was not written by us."""
_ID = re.compile(r"[a-z][a-z0-9_]*")


class Answers(Mapping[str, str]):
    """Question id -> option id, in the order given. Never changes; `given` returns a new one."""

    __slots__ = ("_given",)

    def __init__(self, given: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        self._given = dict(given)

    def __getitem__(self, question: str) -> str:
        return self._given[question]

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)

    def __hash__(self) -> int:
        return hash(frozenset(self._given.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and dict(self) == dict(other)

    def __repr__(self) -> str:
        return f"Answers({write(self)!r})"

    def given(self, question: str, option: str) -> "Answers":
        """Return these answers with one more, or one changed in its place."""
        return Answers({**self._given, question: option})

    def without(self, question: str) -> "Answers":
        """Return these answers less one."""
        return Answers({key: value for key, value in self._given.items() if key != question})

    def only(self, questions: Iterable[str]) -> "Answers":
        """Return the answers to these questions alone, in their own order."""
        wanted = frozenset(questions)
        return Answers({key: value for key, value in self._given.items() if key in wanted})


def write(answers: Mapping[str, str]) -> str:
    """Return the address text of the answers, in their order."""
    return "~".join((VERSION, *(f"{question}.{option}" for question, option in answers.items())))


def read(text: str, questions: Iterable[Question]) -> Answers:
    """Return the answers of an address text; former ids become the present ones.

    Raises Refusal for a text that is too long, of another version, malformed, or that names an
    unknown question or option, or answers one twice.
    """
    if len(text) > LONGEST:
        raise Refusal("The answers in this address are too long. Open the first question again.")
    version, *pairs = text.split("~")
    if version != VERSION:
        if version.isascii() and version.isdigit():
            age = "a newer" if int(version[:9]) > int(VERSION) else "an older"
            raise Refusal(f"The answers in this address are of {age} kind. Reload the page, or answer again.")
        raise Refusal(f'"{shortened(text)}" is not an address text. It starts with "{VERSION}~".')
    split = []
    for pair in pairs:
        question, dot, option = pair.partition(".")
        if not (dot and _ID.fullmatch(question) and _ID.fullmatch(option)):
            raise Refusal(
                f'"{shortened(pair)}" is not an answer. Write question.option, for example money.held.'
            )
        split.append((question, option))
    return check(split, questions)


def check(pairs: Iterable[tuple[str, str]], questions: Iterable[Question]) -> Answers:
    """Return the pairs as answers, or raise Refusal naming the first unknown question or option."""
    by_id = {name: question for question in questions for name in (question.id, *question.was)}
    given: dict[str, str] = {}
    for name, value in pairs:
        question = by_id.get(name)
        if question is None:
            raise Refusal(f'There is no question "{shortened(name)}".{did_you_mean(name, by_id)}')
        option = dict(question.option_was).get(value, value)
        if option not in question.options:
            known = ", ".join(question.options)
            raise Refusal(
                f'"{shortened(value)}" is not an answer to "{question.id}". Choose one of: {known}.'
                f"{did_you_mean(value, question.options)}"
            )
        if question.id in given:
            raise Refusal(f'"{question.id}" is answered twice. Keep one of the two.')
        given[question.id] = option
    return Answers(given)
