"""The ways to start: the image, the trimmed library, Pyodide's own; one that fails is followed by the next."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.reader import NOON, STORY, Reader, until

if TYPE_CHECKING:
    from tests.browser.conftest import OpenContext
    from wizard.publish.faults import Mode
    from wizard.publish.server import Server

LATER: Final = 5_000
"""Milliseconds after a start in which the image is asked for."""


def _way(reader: Reader) -> str:
    """Return the way in which the engine started last."""
    return str(reader.run("performance.getEntriesByName('engine-ready').at(-1).detail.way"))


def _works(reader: Reader) -> None:
    reader.engine("ready")
    expect(reader.slot("slot:held_sum")).to_have_text("600 USD")


def _kept(reader: Reader) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(reader.run("localStorage['even-keel.engine'] ?? '{}'"))
    return found


def _has_image(reader: Reader) -> None:
    """Start once and have the image fetched, as it is on a fast line."""
    reader.open(STORY)
    reader.type("held_sum", "600")
    _works(reader)
    (worker,) = reader.page.workers
    worker.evaluate("() => void dispatchEvent(new MessageEvent('message', { data: { fetch: 'image' } }))")
    until(lambda: "image" in _kept(reader), "the image did not come")


def _again(reader: Reader) -> None:
    reader.page.reload()
    reader.settle()
    _works(reader)


def test_a_first_start_takes_the_small_files_and_a_later_one_the_image(reader: Reader) -> None:
    reader.open(STORY)
    reader.type("held_sum", "600")
    _works(reader)
    until(lambda: "image" in _kept(reader), "the image did not come by itself", 60)
    assert _way(reader) == "boot"
    assert reader.asked_for("python_stdlib.zip") == []
    assert len(reader.asked_for("image.bin.gz")) == 1
    # The image came behind a running engine, which goes on answering.
    reader.engine("ready")
    reader.type("held_sum", "700")
    expect(reader.slot("slot:held_sum")).to_have_text("700 USD")
    reader.type("held_sum", "600")
    _again(reader)
    assert _way(reader) == "image"
    # The second start took everything from the browser's own store.
    assert len(reader.asked_for("pyodide.asm.wasm")) == 1
    assert len(reader.asked_for("image.bin.gz")) == 1
    reader.type("sent_on", "2026-11-12")
    expect(reader.slot("date:sent")).to_have_text("12 November")


@pytest.mark.parametrize("mode", ["missing", "garbage", "truncate", "hang"])
def test_an_image_that_cannot_be_had_or_used_is_dropped_and_python_starts_without_it(
    open_context: OpenContext, server: Server, mode: Mode
) -> None:
    context = open_context()
    reader = Reader(context.new_page(), server)
    _has_image(reader)
    took = len(reader.asked_for("library.zip.gz"))
    server.faults.add("assets/engine/*/image.bin.gz", mode)
    # The browser's own store would answer in the server's place.
    context.new_cdp_session(reader.page).send("Network.clearBrowserCache")
    if mode == "hang":
        reader.page.clock.install(time=NOON)
        reader.page.reload()
        until(lambda: any(seen.fault for seen in server.seen), "the image was not asked for", 60)
        reader.engine("loading")
        reader.page.wait_for_timeout(3_000)
        reader.page.clock.run_for(21_000)
    else:
        reader.page.reload()
    _works(reader)
    assert len(reader.asked_for("library.zip.gz")) == took + 1


def test_an_image_of_another_release_is_not_used(reader: Reader) -> None:
    reader.open(STORY)
    reader.run("localStorage['even-keel.engine'] = JSON.stringify({ used: true, image: '0123456789abcdef' })")
    reader.type("held_sum", "600")
    _works(reader)
    assert _way(reader) == "boot"


def test_an_image_that_python_does_not_start_from_is_given_up_and_said(reader: Reader) -> None:
    _has_image(reader)
    reader.page.add_init_script(
        """{
          const Real = Worker;
          globalThis.Worker = class extends Real {
            constructor(url, options) {
              super(url, options);
              // The worker falls silent after its files have come.
              if (JSON.parse(options.name).way !== "image") return;
              this.addEventListener("message", event => {
                if (event.data.state === "ready") event.stopImmediatePropagation();
              });
            }
          };
        }"""
    )
    reader.page.clock.install(time=NOON)
    reader.page.reload()
    reader.engine("loading")
    (silent,) = reader.page.workers
    reader.page.wait_for_timeout(4_000)
    reader.page.clock.run_for(22_000)
    _works(reader)
    assert silent not in reader.page.workers
    assert "image" not in _kept(reader)


def test_an_image_that_starts_and_dies_on_its_first_question_is_not_tried_twice(reader: Reader) -> None:
    _has_image(reader)
    reader.page.add_init_script(
        """{
          const Real = Worker;
          globalThis.Worker = class extends Real {
            postMessage(message) {
              const dies = message.ask && JSON.parse(this.name ?? "{}").way === "image";
              if (dies) this.dispatchEvent(new ErrorEvent("error", { cancelable: true }));
              else super.postMessage(message);
            }
            constructor(url, options) {
              super(url, options);
              this.name = options.name;
            }
          };
        }"""
    )
    _again(reader)
    assert _way(reader) == "boot"
    assert "image" not in _kept(reader)


def test_without_the_module_for_images_python_starts_without_one(
    open_context: OpenContext, server: Server
) -> None:
    context = open_context()
    reader = Reader(context.new_page(), server)
    _has_image(reader)
    server.faults.add("assets/engine/*/image.js", "missing")
    context.new_cdp_session(reader.page).send("Network.clearBrowserCache")
    reader.page.reload()
    _works(reader)
    assert _way(reader) == "boot"


@pytest.mark.parametrize("mode", ["missing", "garbage"])
def test_without_the_trimmed_library_the_stock_one_is_taken_and_the_reader_is_told(
    reader: Reader, mode: Mode
) -> None:
    reader.open(STORY)
    reader.server.faults.add("assets/engine/*/library.zip.gz", mode)
    reader.server.faults.add("assets/engine/*/python_stdlib.zip", "delay", seconds=2)
    reader.type("held_sum", "600")
    expect(reader.line).to_contain_text("in another way")
    _works(reader)
    assert _way(reader) == "stock"


def test_when_every_way_fails_the_plan_stands(reader: Reader) -> None:
    reader.open(STORY)
    reader.server.faults.add("assets/engine/*/*.zip*", "missing")
    reader.type("held_sum", "600")
    reader.engine("failed")
    expect(reader.line).to_contain_text("python_stdlib.zip")
    expect(reader.line).to_contain_text("the rest of the plan stands")
    reader.server.faults.clear()
    reader.start_engine()
    _works(reader)


def test_a_reader_who_saves_data_is_sent_no_image(open_context: OpenContext, server: Server) -> None:
    context = open_context()
    context.add_init_script("Object.defineProperty(navigator.connection, 'saveData', { get: () => true })")
    reader = Reader(context.new_page(), server)
    reader.open(STORY)
    reader.type("held_sum", "600")
    _works(reader)
    reader.page.wait_for_timeout(LATER)
    assert reader.asked_for("image.bin.gz") == []


def test_a_slow_line_is_sent_no_image_though_a_second_start_comes_from_the_device(reader: Reader) -> None:
    reader.open(STORY)
    reader.server.line.bits_per_second = 4_000_000
    reader.type("held_sum", "600")
    _works(reader)
    reader.server.line.bits_per_second = None
    took = len(reader.asked_for("pyodide.asm.wasm"))
    _again(reader)
    reader.page.wait_for_timeout(LATER)
    assert len(reader.asked_for("pyodide.asm.wasm")) == took
    assert reader.asked_for("image.bin.gz") == []


def test_an_engine_that_is_on_the_device_starts_by_itself_but_not_for_who_saves_data(
    open_context: OpenContext, server: Server
) -> None:
    context = open_context()
    reader = Reader(context.new_page(), server)
    line = "Object.defineProperty(navigator, 'connection', { configurable: true, value: %s })"
    reader.page.add_init_script(line % "undefined")
    reader.open(STORY)
    reader.type("held_sum", "600")
    _works(reader)
    reader.page.reload()
    _works(reader)
    reader.page.add_init_script(line % "{ saveData: true, effectiveType: '4g', downlink: 10 }")
    reader.page.reload()
    reader.settle()
    reader.page.wait_for_timeout(1_000)
    reader.engine("off")


def test_a_browser_without_webassembly_says_so_at_once_and_the_plan_stands(reader: Reader) -> None:
    reader.page.add_init_script("delete globalThis.WebAssembly")
    reader.open(STORY)
    reader.type("held_sum", "600")
    reader.engine("failed")
    expect(reader.line).to_contain_text("This browser cannot run the calculator.")
    expect(reader.line).to_contain_text("the rest of the plan stands")
    assert reader.asked_for("assets/engine/") == []


def test_an_idle_engine_that_died_is_up_again_before_it_is_asked(reader: Reader) -> None:
    reader.page.clock.install(time=NOON)
    reader.open(STORY)
    reader.start_engine()
    (worker,) = reader.page.workers
    worker.evaluate("() => close()")
    reader.page.clock.run_for(16_000)
    reader.page.clock.run_for(11_000)
    until(lambda: worker not in reader.page.workers, "the engine was not started again")
    reader.engine("ready")
    reader.type("held_sum", "600")
    reader.page.clock.run_for(300)
    _works(reader)


def test_an_engine_that_is_stuck_on_a_question_is_started_again_and_answers_it(reader: Reader) -> None:
    reader.page.clock.install(time=NOON)
    reader.open(STORY)
    reader.type("held_sum", "500")
    reader.page.clock.run_for(300)
    expect(reader.slot("slot:held_sum")).to_have_text("500 USD")
    (worker,) = reader.page.workers
    worker.evaluate("() => void setTimeout(() => { for (;;); })")
    reader.type("held_sum", "600")
    reader.page.clock.run_for(300)
    reader.page.clock.run_for(16_000)
    # Only a new worker can answer: the old one goes round in circles for ever.
    _works(reader)
