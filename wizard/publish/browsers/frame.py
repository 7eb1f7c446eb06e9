"""A window around WebKitGTK that keeps its profile in a folder and lets itself be driven.

Run by the system's Python, which has the bindings, as `frame.py <folder> [no-scripts]`; it imports nothing of
ours.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402 - the versions must be chosen first


def run(folder: str, *, scripts: bool) -> None:
    """Wait for the driver, show the page it asks for, and end with its window."""
    kept = WebKit2.WebsiteDataManager(
        base_data_directory=f"{folder}/kept", base_cache_directory=f"{folder}/cache"
    )
    context = WebKit2.WebContext(website_data_manager=kept)
    context.set_automation_allowed(True)
    frame = Gtk.Window(default_width=360, default_height=640)
    frame.connect("destroy", Gtk.main_quit)

    def save(_context: Any, download: Any) -> None:
        def named(file: Any, name: str) -> bool:
            place = Path(folder, "downloads", name)
            place.parent.mkdir(exist_ok=True)
            file.set_destination(place.as_uri())
            return True

        download.connect("decide-destination", named)

    def show(_session: Any) -> Any:
        view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
        view.get_settings().set_enable_javascript_markup(scripts)
        view.connect("close", lambda _view: frame.destroy())
        frame.add(view)
        frame.show_all()
        return view

    def begin(_context: Any, session: Any) -> None:
        about = WebKit2.ApplicationInfo()
        about.set_name("Even Keel")
        about.set_version(
            WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version()
        )
        session.set_application_info(about)
        session.connect("create-web-view", show)

    context.connect("automation-started", begin)
    context.connect("download-started", save)
    Gtk.main()


if __name__ == "__main__":
    run(sys.argv[1], scripts="no-scripts" not in sys.argv[2:])
