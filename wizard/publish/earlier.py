"""Keeps the hashed files of earlier releases online: fetched from the site as it is published now.

A deployment replaces the whole site, and a page that was loaded before it still asks for its own files.
Nothing that is wrong here stops a deployment: without such a file an old page still works as a page.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final

from wizard.publish.errors import PublishError
from wizard.publish.releases import FIXED, LENGTH, LIST, Release

NAMED: Final = re.compile(rf"[0-9a-f]{{{LENGTH}}} \d{{4}}-\d\d-\d\d", re.ASCII)
"""The id and day of a release."""
HEADERS: Final = {"Accept-Encoding": "identity", "Cache-Control": "no-cache"}
"""A file is asked for as it is: its sum is that of the plain bytes."""
KEPT: Final = 2
"""Earlier releases whose files stay."""
TRIES: Final = 3
PATIENCE: Final = 20.0
"""Seconds a server may be silent."""
LONGEST_LIST: Final = 2_000_000
LARGEST_FILE: Final = 32_000_000
MOST_FILES: Final = 2_000
"""Files of one release; a list with more is not ours."""
LONGEST: Final = 600.0
"""Seconds for everything: a deployment does not wait for a server that drips."""
LARGEST_SITE: Final = 900_000_000
"""Bytes of the whole folder; GitHub Pages takes no more than 1 GB."""


class NotThereError(Exception):
    """The server says that there is no such file."""


class LostError(Exception):
    """A file could not be had; the text says why."""


@dataclass(slots=True)
class Kept:
    """What was added to a site, and what could not be."""

    releases: list[Release] = field(default_factory=list)
    files: int = 0
    size: int = 0
    """Bytes."""
    says: list[str] = field(default_factory=list)
    """One sentence for each thing that is missing or wrong."""

    def __str__(self) -> str:
        """Say in plain lines what was done."""
        ids = ", ".join(f"{one.id} of {one.day}" for one in self.releases) or "none"
        return "\n".join(
            (*self.says, f"Earlier releases: {ids}. {self.files} files added, {self.size:,} bytes.")
        )


def keep(site: Path, address: str, pause: float = 2.0) -> Kept:
    """Add to the built `site` the hashed files of the releases before it, from the site at `address`.

    `pause` is the seconds before a second try. Raises PublishError where `site` is not built or `address` is
    no address of a site; whatever else is wrong is told in what it returns.
    """
    if not address.startswith(("https://", "http://")):
        raise PublishError(f"{address} is no address of a site: it begins with https:// or http://.")
    if not (site / LIST).exists():
        raise PublishError(f"There is no {LIST} in {site.name}/: build the site first.")
    here = address if address.endswith("/") else f"{address}/"
    mine: list[Any] = json.loads((site / LIST).read_text(encoding="utf-8"))
    kept = Kept()
    fetch = _fetcher(here, pause)
    before = _before(fetch, mine[0]["id"], kept)
    if not before:
        return kept
    room = LARGEST_SITE - sum(file.stat().st_size for file in site.rglob("*") if file.is_file())
    for release in before:
        files = dict(_had(site, release, fetch, kept, room))
        kept.releases.append(Release(release.id, release.day, files))
    content = [mine[0], *(asdict(one) for one in kept.releases)]
    (site / LIST).write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
    return kept


def _before(fetch: Callable[[str, int], bytes], id_: str, kept: Kept) -> list[Release]:
    """Return the last releases of the published list that are another than this one."""
    try:
        found = list(_releases(json.loads(fetch(LIST, LONGEST_LIST))))
    except NotThereError:
        kept.says.append(f"There is no {LIST} online yet: this is the first release that has one.")
        return []
    except (LostError, ValueError, RecursionError) as error:
        kept.says.append(f"The {LIST} that is online cannot be used, so no earlier files are kept: {error}")
        return []
    others = {release.id: release for release in found if release.id != id_}
    return list(others.values())[:KEPT]


def _releases(content: object) -> Iterator[Release]:
    """Yield the releases of a list from a server. Raises ValueError where it is not one that we write."""
    if not isinstance(content, list):
        raise ValueError("it is no list.")  # noqa: TRY004  (wrong content from outside, no mistake of a caller)
    for one in content:
        match one:
            case {"id": str(id_), "day": str(day), "files": dict(files)} if NAMED.fullmatch(f"{id_} {day}"):
                yield Release(id_, day, _checked(files))
            case _:
                raise ValueError("it names something that is no release.")


def _checked(files: Mapping[object, object]) -> dict[str, str]:
    """Return the files of a published release. Raises ValueError for a path that is not ours."""
    if len(files) > MOST_FILES:
        raise ValueError(f"it names {len(files)} files for one release.")
    for path, sum_ in files.items():
        if not (isinstance(path, str) and FIXED.fullmatch(path)):
            raise ValueError(f"it names a path that is not ours: {str(path)[:80]!r}.")
        if not (isinstance(sum_, str) and len(sum_) == hashlib.sha256().digest_size * 2):
            raise ValueError(f"it names no SHA-256 for {path}.")
    return {str(path): str(sum_) for path, sum_ in files.items()}


def _had(
    site: Path, release: Release, fetch: Callable[[str, int], bytes], kept: Kept, room: int
) -> Iterator[tuple[str, str]]:
    """Yield path and sum of each file of a release that is in the site now, after fetching what it lacks."""
    for path, sum_ in release.files.items():
        file = site / path
        try:
            if file.exists():
                _same(file.read_bytes(), sum_)
            else:
                content = fetch(path, max(0, min(LARGEST_FILE, room - kept.size)))
                _same(content, sum_)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
                kept.files += 1
                kept.size += len(content)
        except NotThereError:
            kept.says.append(f"{path} of release {release.id} is not online any more.")
        except (LostError, OSError) as error:
            kept.says.append(f"{path} of release {release.id} is left out: {error}")
        else:
            yield path, sum_


def _same(content: bytes, sum_: str) -> None:
    if hashlib.sha256(content).hexdigest() != sum_:
        raise LostError("it is not what its release says (SHA-256).")


def _fetcher(here: str, pause: float) -> Callable[[str, int], bytes]:
    """Return what fetches a path below an address, in a few tries and with at most so many bytes."""
    end = time.monotonic() + LONGEST

    def fetch(path: str, most: int) -> bytes:
        for attempt in range(1, TRIES + 1):
            if time.monotonic() > end:
                raise LostError("there is no time left for it.")
            try:
                return _once(here + path, most)
            except (LostError, OSError, HTTPException, ValueError) as error:
                if attempt == TRIES:
                    raise LostError(f"{error or type(error).__name__} ({TRIES} tries)") from error
                time.sleep(pause * attempt)
        raise AssertionError

    return fetch


def _once(address: str, most: int) -> bytes:
    # `keep` has seen that the address is one of http.
    asked = urllib.request.Request(address, headers=HEADERS)  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
            content: bytes = answer.read(most + 1)
            said = answer.headers.get("Content-Length")
    except urllib.error.HTTPError as error:
        if error.code in {404, 410}:
            raise NotThereError from error
        raise
    if len(content) > most:
        raise LostError(f"it is longer than {most:,} bytes.")
    if said is not None and len(content) != int(said):
        raise LostError("it ended too early.")
    return content
