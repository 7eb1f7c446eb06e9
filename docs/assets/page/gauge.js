/**
 * The engine's line and button on a plan: how far it is, what is missing, and what the reader can do about it.
 */
import { WORDS } from "./words.js";

/** @typedef {import("./engine.js").News} News */

/** What a button said before we changed it. @type {WeakMap<Element, string>} */
const written = new WeakMap();

/**
 * Show how the engine is.
 * @param {Element} main
 * @param {News} news
 * @param {boolean} typed the plan has typed values
 */
export function gauge(main, { condition, done, all, says, again, otherwise }, typed) {
  if (condition === "off") tell(main, typed ? WORDS.engineIdle : "");
  if (condition === "loading" && all && done >= all) tell(main, WORDS.engineStarting);
  else if (condition === "loading") {
    tell(main, otherwise ? WORDS.engineOtherwise : WORDS.engineLoading, all ? WORDS.engineBytes(done, all) : "");
  }
  if (condition === "ready") tell(main, "");
  if (condition === "failed") tell(main, [says, main.matches("[data-bench]") ? WORDS.toolMissing : WORDS.engineMissing, again ? "" : WORDS.engineReload].join(" ").trim());
  for (const button of main.querySelectorAll("button[data-start-engine]")) {
    const label = written.get(button) ?? button.textContent ?? "";
    written.set(button, label);
    button.textContent = condition === "loading" ? WORDS.engineBusy : condition === "failed" && again ? WORDS.engineAgain : label;
    // Not `disabled`: that would throw the focus of who has just pressed it to the top of the page.
    if (condition === "loading") button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
    const stop = stopper(button);
    if (condition !== "loading" && stop === document.activeElement && button instanceof HTMLElement) button.focus();
    stop.toggleAttribute("hidden", condition !== "loading");
    const useless = condition === "ready" || (condition === "failed" && !again);
    const hides = useless && !button.matches("[type=submit]");
    if (hides && button === document.activeElement) {
      const field = button.closest("form")?.querySelector("[data-input]");
      if (field instanceof HTMLElement) field.focus();
    }
    button.toggleAttribute("hidden", hides);
    button.parentElement?.querySelector(".note")?.toggleAttribute("hidden", hides);
  }
}

/**
 * The button beside it that stops the loading: never in the same place, so that a second tap stops nothing.
 * @param {Element} button
 */
function stopper(button) {
  const next = button.nextElementSibling;
  if (next?.hasAttribute("data-stop-engine")) return next;
  const stop = document.createElement("button");
  stop.type = "button";
  stop.dataset.stopEngine = "";
  stop.textContent = WORDS.engineStop;
  button.after(stop);
  return stop;
}

/**
 * Set the line. The count of bytes is for the eye alone: read aloud it would never stop.
 * @param {Element} main
 * @param {string} sentence
 * @param {string} [count]
 */
export function tell(main, sentence, count = "") {
  for (const line of main.querySelectorAll("[data-engine-line]")) {
    if (line.children.length !== 2) {
      line.replaceChildren(document.createElement("span"), document.createElement("span"));
      line.lastElementChild?.setAttribute("aria-hidden", "true");
    }
    const [spoken, seen] = line.children;
    if (spoken && spoken.textContent !== sentence) spoken.textContent = sentence;
    if (seen) seen.textContent = count && ` ${count}`;
  }
}
