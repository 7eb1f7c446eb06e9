"""One finished page: what must not be published in it, and its text with addresses and policy completed.

Only text comes in and goes out; the files of the site are for the seal.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from wizard.publish.fingerprint import LENGTH
from wizard.publish.manuscript import TOP
from wizard.publish.policy import POLICY, REFERRER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

REQUESTED: Final = frozenset(
    (
        "stylesheet",
        "icon",
        "preload",
        "modulepreload",
        "prefetch",
        "preconnect",
        "dns-prefetch",
        "manifest",
        "ek-bundle",
    )
)
"""Kinds of <link> that make a browser ask a server for something."""
RUN: Final = frozenset(
    ("", "module", "text/javascript", "application/javascript", "importmap", "speculationrules")
)
"""Types of <script> whose content a policy judges; any other type is a block of text."""
CARRIERS: Final = {"link": "href", "script": "src", "meta": "content", "img": "src", "a": "href"}
"""Where a page may name a file of a hashed folder."""
START: Final = "start.js"
"""The module that a page names; the others are found through it."""
ALONE: Final = (START, "unstyled.js")
"""The modules that a page names by itself."""
HASHED: Final = re.compile(rf"[0-9a-f]{{{LENGTH}}}")


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    attributes: Mapping[str, str]
    start: int
    end: int


@dataclass(slots=True)
class _Inline:
    tag: _Tag
    text: str = ""


@dataclass
class Page(HTMLParser):
    """One page: what stands in it that matters here, and its text with the necessary places changed."""

    text: str
    path: str
    base: str
    moved: Mapping[str, str]
    modules: Sequence[str] = ()
    tags: list[_Tag] = field(default_factory=list)
    inline: list[_Inline] = field(default_factory=list)
    open: _Inline | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = [0, *(found.end() for found in re.finditer("\n", self.text))]
        self.feed(self.text)
        self.close()

    # --- reading -------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a start tag with the place where it stands."""
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        raw = self.get_starttag_text() or ""
        found = _Tag(tag, {name: value or "" for name, value in reversed(attrs)}, start, start + len(raw))
        self.tags.append(found)
        if tag in {"script", "style"}:
            self.open = _Inline(found)

    def handle_data(self, data: str) -> None:
        """Keep the text of an inline block."""
        if self.open:
            self.open.text += data

    def handle_endtag(self, tag: str) -> None:
        """Keep an inline block that is complete."""
        if self.open and tag == self.open.tag.name:
            self.inline.append(self.open)
            self.open = None

    # --- judging -------------------------------------------------------------------------------

    def findings(self) -> Iterator[str]:
        """Yield a sentence for everything on the page that must not be published."""
        policies = self._policies()
        if len(policies) != 1:
            yield f"it has {len(policies)} Content-Security-Policies and needs one"
        elif any(
            tag.start < policies[0].start for tag in self.tags if tag.name in {"script", "style", "link"}
        ):
            yield "its Content-Security-Policy stands behind something that it should judge"
        for policy in policies:
            yield from _unlike(_directives(policy.attributes.get("content", "")))
        referrers = [
            tag.attributes.get("content", "")
            for tag in self.tags
            if tag.name == "meta" and tag.attributes.get("name", "").lower() == "referrer"
        ]
        if not referrers:
            yield "it has no referrer policy"
        elif referrers != [REFERRER]:
            yield f"its referrer policy is {', '.join(referrers)} and must be {REFERRER}"
        if self.open:
            yield f"a <{self.open.tag.name}> is never closed"
        for tag in self.tags:
            yield from self._finding(tag)

    def _finding(self, tag: _Tag) -> Iterator[str]:
        for name, value in tag.attributes.items():
            if name.startswith("on"):
                yield f"<{tag.name}> has an inline handler: {name}"
            if value.strip().lower().startswith("javascript:"):
                yield f"<{tag.name}> has a javascript: address"
        for target in _asked(tag):
            if foreign(target):
                yield f"<{tag.name}> asks another server: {target}"

    def _policies(self) -> list[_Tag]:
        wanted = "content-security-policy"
        return [tag for tag in self.tags if tag.attributes.get("http-equiv", "").lower() == wanted]

    # --- rewriting -----------------------------------------------------------------------------

    def sealed(self) -> str:
        """Return the page with hashed addresses and a policy that allows its own inline blocks."""
        pieces, last = [], 0
        policies = self._policies()
        for tag in self.tags:
            name = CARRIERS.get(tag.name, "")
            old = tag.attributes.get(name)
            new = self._policy(old or "") if tag in policies else self._address(old or "")
            if old is None or new == old:
                continue
            raw = self.text[tag.start : tag.end]
            pieces += [self.text[last : tag.start], self._preloads(tag, new), _with(raw, name, new)]
            last = tag.end
        return "".join((*pieces, self.text[last:]))

    def _preloads(self, tag: _Tag, address: str) -> str:
        """Return the links that let all modules of a step come at once instead of one behind the other."""
        step = any(tag.attributes.get("name") == "ek-bundle" for tag in self.tags)
        if tag.name != "script" or not step or not address.endswith(f"/{START}"):
            return ""
        names = (address.removesuffix(START) + name for name in self.modules)
        return "".join(f'<link rel="modulepreload" href="{name}">' for name in names)

    def _address(self, target: str) -> str:
        """Return a link with the hash of its folder put in, or as it was if it leads into none."""
        if target.startswith(TOP):
            return self._below_top(target.removeprefix(TOP))
        parts = urlsplit(target)
        if parts.netloc or parts.scheme or not parts.path:
            return target
        here = posixpath.join(self.base, posixpath.dirname(self.path))
        whole = posixpath.normpath(posixpath.join(here, parts.path)) + (
            "/" if parts.path.endswith("/") else ""
        )
        for plain, hashed in self.moved.items():
            if not whole.startswith(self.base + plain):
                continue
            rest = whole.removeprefix(self.base + plain)
            if HASHED.fullmatch(rest.split("/")[0]):
                return target
            # A link from outside assets/ ends as the resolved path does; what stands before stays as written.
            kept = parts.path.removesuffix(plain + rest) if parts.path.endswith(plain + rest) else self.base
            return parts._replace(path=f"{kept}{hashed}{rest}").geturl()
        return target

    def _below_top(self, target: str) -> str:
        """Return a link from the top of the site as a link from this page."""
        top = posixpath.relpath(".", posixpath.dirname(self.path) or ".")
        return target if top == "." and target else f"{top}/{target}"

    def _policy(self, policy: str) -> str:
        directives = _directives(policy)
        scripts = [
            inline.text
            for inline in self.inline
            if inline.tag.name == "script"
            and "src" not in inline.tag.attributes
            and inline.tag.attributes.get("type", "").strip().lower() in RUN
        ]
        styles = [inline.text for inline in self.inline if inline.tag.name == "style"]
        for name, texts in (("script-src", scripts), ("style-src", styles)):
            hashes = list(dict.fromkeys(_digest(text) for text in texts))
            if name in directives or hashes:
                directives[name] = [*_unhashed(directives.get(name, [])), *hashes]
        return "; ".join(" ".join((name, *words)) for name, words in directives.items())


def _asked(tag: _Tag) -> Iterable[str]:
    """Return the addresses that a browser asks for because of this tag."""
    has = tag.attributes
    if tag.name == "link":
        return [has.get("href", "")] if REQUESTED & set(has.get("rel", "").lower().split()) else []
    if tag.name in {"a", "area", "base", "form", "meta", "blockquote", "q"}:
        return []
    several = [
        part.split()[0]
        for name in ("srcset", "imagesrcset")
        for part in has.get(name, "").split(",")
        if part.split()
    ]
    return [
        *(has.get(name, "") for name in ("src", "href", "data", "poster", "xlink:href", "background")),
        *several,
    ]


def _directives(policy: str) -> dict[str, list[str]]:
    directives: dict[str, list[str]] = {}
    for row in policy.split(";"):
        name, *words = row.split() or [""]
        if name:
            # A browser goes by the first of two directives of one name.
            directives.setdefault(name.lower(), words)
    return directives


def _unhashed(words: Iterable[str]) -> list[str]:
    return [word for word in words if not word.startswith("'sha256-")]


def _unlike(directives: dict[str, list[str]]) -> Iterator[str]:
    """Yield a sentence for every directive that is not as in our policy; hashes of inline blocks are ours."""
    wanted = _directives(POLICY)
    for name in dict.fromkeys((*wanted, *directives)):
        words = directives.get(name)
        if words is not None and name in {"script-src", "style-src"}:
            words = _unhashed(words)
        if words == wanted.get(name):
            continue
        has = "lacks it" if words is None else f"has: {' '.join(words) or 'nothing'}"
        must = " ".join(wanted[name]) if name in wanted else "not there at all"
        yield f"its Content-Security-Policy must have {name} as: {must}; it {has}"


def _digest(text: str) -> str:
    """Return the hash of an inline block as a policy names it; a browser reads every line end as one LF."""
    content = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    return f"'sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}'"


def _with(raw: str, name: str, value: str) -> str:
    """Return a start tag with the value of one attribute replaced and every other character as it was."""
    pattern = rf"""(?i)(\s{name}\s*=\s*)("[^"]*"|'[^']*'|[^\s>]+)"""
    escaped = value.replace("&", "&amp;").replace('"', "&quot;")
    return re.sub(pattern, lambda found: f'{found[1]}"{escaped}"', raw, count=1)


def foreign(target: str) -> bool:
    """Tell whether a link names a server. Our own files never need that."""
    return bool(urlsplit(target).netloc) or target.startswith(("http:", "https:"))
