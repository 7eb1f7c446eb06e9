"""The commands behind the Makefile: `python -m wizard.publish <command>`.

The work is elsewhere. Each command imports its module when it runs, so that a broken one stops no other.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from wizard.publish.errors import PublishError

ROOT = Path(__file__).resolve().parents[2]


def write_states(_options: argparse.Namespace) -> int:
    """Write states and bundles, what is looked up (maps, review books, reference) and sheets, into docs/."""
    from wizard.publish import rooms, sheets, states  # noqa: PLC0415

    docs = ROOT / "docs"
    print(f"{states.write(docs)} states are written into docs/wizard/.")
    pages = sum(room.write(docs) for room in rooms.ROOMS)
    print(f"{pages} pages of maps, review books and reference are written into docs/.")
    pdfs = sheets.write(docs)
    print(f"The sheets have {pdfs} PDFs." if pdfs else "The sheets have no PDFs: there is no Chromium here.")
    return 0


def seal_site(options: argparse.Namespace) -> int:
    """Hash the assets of a built folder, add the engine and complete every page's policy."""
    from wizard.publish import seal  # noqa: PLC0415

    seal.seal(ROOT / options.folder)
    return 0


def build_site(options: argparse.Namespace) -> int:
    """Write the publishable folder site/ for the address in SITE_URL."""
    from wizard.publish import site  # noqa: PLC0415

    site.build(ROOT, anew=options.anew)
    return 0


def keep_earlier(options: argparse.Namespace) -> int:
    """Add to site/ the hashed files of the last two releases, from the site as it is online."""
    from wizard.publish import earlier, site  # noqa: PLC0415

    print(earlier.keep(ROOT / "site", options.address or site.site_url()))
    return 0


def retire_worker(_options: argparse.Namespace) -> int:
    """Put into site/ a service worker that ends the offline app on every device (decision 0014)."""
    from wizard.publish import releases  # noqa: PLC0415

    releases.retire(ROOT / "site")
    print("site/sw.js ends the offline app on each device that fetches it. The next build has the app again.")
    return 0


def serve(options: argparse.Namespace) -> int:
    """Build the site, serve it and print its address."""
    from wizard.publish import server, site  # noqa: PLC0415

    folder = site.build(ROOT)
    running = server.serve_near(folder, base=site.base_path(), port=options.port)
    running.line.bits_per_second = options.speed and options.speed * 1_000_000
    print(f"\nEven Keel is at {running.url}   (Ctrl+C stops it)", flush=True)
    try:
        running.wait()
    except KeyboardInterrupt:
        running.stop()
    return 0


def check(_options: argparse.Namespace) -> int:
    """Run everything that needs no browser."""
    from wizard.publish import parts  # noqa: PLC0415

    return parts.run(parts.check())


def test(options: argparse.Namespace) -> int:
    """Run the check, build the site and run the browser tests."""
    from wizard.publish import parts  # noqa: PLC0415

    return parts.run(parts.test(whole=options.all))


def audit(_options: argparse.Namespace) -> int:
    """Ask whether a hole is known in any package that is locked; it needs the internet."""
    from wizard.publish import parts  # noqa: PLC0415

    return parts.run(parts.audit())


def accept_paths(_options: argparse.Namespace) -> int:
    """Rewrite the golden files."""
    from wizard.publish import accept  # noqa: PLC0415

    accept.accept(ROOT)
    return 0


def format_code(_options: argparse.Namespace) -> int:
    """Format the code."""
    from wizard.publish import parts  # noqa: PLC0415

    return parts.run(parts.format_code())


def preview(options: argparse.Namespace) -> int:
    """Serve the site to its authors: a saved page, fact or question is on screen, with findings beside it."""
    from wizard.publish.preview import Preview  # noqa: PLC0415

    shown = Preview(ROOT, options.port)
    print(f"\nThe preview is at {shown.url}   (Ctrl+C stops it)", flush=True)
    with suppress(KeyboardInterrupt):
        shown.run()
    return 0


def measure(options: argparse.Namespace) -> int:
    """Measure speed, size and growth; print the tables and write them into the page about quality."""
    from wizard.publish import bench  # noqa: PLC0415

    bench.bench(ROOT, runs=options.runs, only=options.only, engines=options.browsers, trial=options.trial)
    return 0


def judge_pages(options: argparse.Namespace) -> int:
    """Run Lighthouse over every kind of page; 1 if one misses its aim. Write the page about quality."""
    from wizard.publish import lighthouse  # noqa: PLC0415

    says = lighthouse.judge(ROOT, runs=options.runs, only=options.only, trial=options.trial)
    print("\n".join(says) or "Every page reaches its aim.")
    return int(bool(says))


def pack_engine(_options: argparse.Namespace) -> int:
    """Pack what the browser's Python loads."""
    from wizard.publish import pack  # noqa: PLC0415

    pack.pack(ROOT)
    return 0


def check_pages(options: argparse.Namespace) -> int:
    """Proof-read the hand-written pages: what they quote, their order, numbers, sentences and advice."""
    from wizard.publish import guide, proof, reference  # noqa: PLC0415

    known = {guide.DOCS / page.path: page for page in guide.pages()}
    unknown = [file for file in options.files if Path(file).resolve() not in known]
    if unknown:
        raise PublishError(f"There is no hand-written page {unknown[0]} below {guide.DOCS}.")
    pages = [known[Path(file).resolve()] for file in options.files] or list(known.values())
    says = [f"docs/{page.path}: {finding}" for page in pages for finding in proof.findings(page)]
    print("\n".join((*says, f"{len(pages)} pages read, {len(says)} findings.")))
    if not says and not options.files:
        print(f"{len(reference.unquoted(guide.DOCS))} facts quoted by nobody yet.")
    return int(bool(says))


def look_again(options: argparse.Namespace) -> int:
    """Print the facts that were read long ago and the sources that have gone, or open an issue of them."""
    from wizard.publish import freshness, states  # noqa: PLC0415

    found = freshness.report(states.book().ledger, datetime.now(UTC).date())
    print(freshness.post(found) if options.issue else found or "All facts are fresh.")
    return 0


def tell_verdicts(options: argparse.Namespace) -> int:
    """Print which answers lead elsewhere than they did at a revision, for who reviews a change."""
    from wizard.publish import verdicts  # noqa: PLC0415

    print(verdicts.since(ROOT, options.since))
    return 0


def take_pictures(_options: argparse.Namespace) -> int:
    """Take a picture of every kind of page in every dress, and lay them side by side in .evidence/look/."""
    from wizard.publish import contact_sheet  # noqa: PLC0415

    print(contact_sheet.write(ROOT))
    return 0


def draw_house(_options: argparse.Namespace) -> int:
    """Write the page of the house: its rooms, and who imports whom."""
    from wizard.publish import floor_plan  # noqa: PLC0415

    print(floor_plan.write(ROOT))
    return 0


def draw_card(_options: argparse.Namespace) -> int:
    """Draw the picture that a chat shows for a link."""
    from wizard.publish import card  # noqa: PLC0415

    print(card.draw(ROOT / "docs"))
    return 0


def draw_emblems(_options: argparse.Namespace) -> int:
    """Draw the icons and screenshots of the installed app, from the built site."""
    from wizard.publish import emblems  # noqa: PLC0415

    for picture in emblems.draw(ROOT / "docs", ROOT / "site"):
        print(picture)
    return 0


def prove_zensical(_options: argparse.Namespace) -> int:
    """Build the same tree with Zensical and print what a reader would miss (decision 0018)."""
    from wizard.publish import zensical  # noqa: PLC0415

    return zensical.prove(ROOT)


def make_flow(options: argparse.Namespace) -> int:
    """Make the rooms of a new flow."""
    from wizard.publish import new_flow  # noqa: PLC0415

    new_flow.make(ROOT, options.name)
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m wizard.publish", description="Builds and proves the site."
    )
    doors = parser.add_subparsers(dest="command", required=True)
    adders = {}
    for name, run in (
        ("states", write_states),
        ("seal", seal_site),
        ("pack", pack_engine),
        ("site", build_site),
        ("keep", keep_earlier),
        ("retire", retire_worker),
        ("serve", serve),
        ("quotes", check_pages),
        ("check", check),
        ("test", test),
        ("audit", audit),
        ("accept", accept_paths),
        ("preview", preview),
        ("format", format_code),
        ("bench", measure),
        ("lighthouse", judge_pages),
        ("freshness", look_again),
        ("architecture", draw_house),
        ("look", take_pictures),
        ("verdicts", tell_verdicts),
        ("zensical", prove_zensical),
        ("card", draw_card),
        ("emblems", draw_emblems),
        ("new-flow", make_flow),
    ):
        adders[name] = doors.add_parser(name, help=run.__doc__, description=run.__doc__)
        adders[name].set_defaults(run=run)
    adders["seal"].add_argument(
        "folder", nargs="?", default="site", help="beside mkdocs.yml; site if not said"
    )
    adders["site"].add_argument("--anew", action="store_true", help="build although nothing has changed")
    adders["keep"].add_argument(
        "--from", dest="address", metavar="URL", help="where the site is online; SITE_URL if not said"
    )
    for name in ("serve", "preview"):
        adders[name].add_argument("--port", type=int, default=8000, help="first port to try")
    adders["serve"].add_argument(
        "--speed", type=float, default=None, help="slow the line down to so many Mbit/s"
    )
    adders["verdicts"].add_argument(
        "since", nargs="?", default="HEAD", help="a revision of git, such as main"
    )
    adders["freshness"].add_argument("--issue", action="store_true", help="open or renew an issue on GitHub")
    adders["test"].add_argument("--all", action="store_true", help="every test at full length")
    adders["quotes"].add_argument("files", nargs="*", help="Markdown pages; all if none is named")
    for name, often, what in (
        ("bench", 5, "tables, such as engine,bytes"),
        ("lighthouse", 3, "pages, such as home,result"),
    ):
        adders[name].add_argument("--runs", type=int, default=often, help="how often each thing is measured")
        adders[name].add_argument("--only", default="", help=f"these {what}; else all")
        adders[name].add_argument("--trial", action="store_true", help="print only; leave the page as it is")
    adders["bench"].add_argument("--browsers", default="", help="these, such as chromium,webkit; else all")
    adders["new-flow"].add_argument("name", help="its id, such as late_payment")
    return parser


def main(words: list[str] | None = None) -> int:
    """Run one command; return the exit code: 0 done, 1 something is wrong and was said in plain words."""
    options = _arguments().parse_args(words)
    try:
        code: int = options.run(options)
    except PublishError as error:
        print(error, file=sys.stderr)
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
