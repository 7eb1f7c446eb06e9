"""A table whose entries are made when they are first asked for, so that a phone waits for no other."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Generic, TypeVar

T = TypeVar("T")


class Later(Mapping[str, T], Generic[T]):
    """The keys, in their order, and what each stands for; raises whatever `make` raises."""

    def __init__(self, keys: Iterable[str], make: Callable[[str], T]) -> None:
        self._keys, self._make = dict.fromkeys(keys), cache(make)

    def __getitem__(self, key: str) -> T:
        if key not in self._keys:
            raise KeyError(key)
        return self._make(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
