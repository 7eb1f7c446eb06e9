/**
 * Puts what Python drew into its place without disturbing the reader: where she is, what is unfolded and what is half
 * typed stay. Entries that Python has not seen yet are laid over it.
 */
import { inOrder, undoneBy } from "./entries.js";
import { button } from "./pieces.js";
import { WORDS } from "./words.js";

/** @typedef {import("./entries.js").Entry} Entry */
/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */

/** What tells one control from another where it has no id. */
const TELLING = Object.freeze(["data-tick", "data-to", "data-undo", "data-entry", "data-body", "data-file", "data-input", "data-copy", "data-print", "data-share", "data-value", "data-topic", "data-part", "data-warn", "data-problem", "data-answered", "href", "type"]);

/** @param {Element} root @returns {Field[]} */
export const fieldsOf = (root) => Array.from(root.querySelectorAll("[data-input]"), (field) => /** @type {Field} */ (field));

/** Whether a field says something else than when it was drawn or saved. @param {Field} field */
function touched(field) {
  if (field instanceof HTMLSelectElement) return field.value !== written(field);
  return field.type !== "hidden" && field.value !== field.defaultValue;
}

/** @param {HTMLSelectElement} field */
const written = (field) => (Array.from(field.options).find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";

/**
 * What a form says was saved. A field that says something else by now is typed anew already, and stays.
 * @param {Element} form
 * @param {Record<string, string>} saved
 * @param {boolean} emptied
 */
export function settle(form, saved, emptied) {
  for (const field of fieldsOf(form)) {
    if (field.value !== (saved[field.dataset.input ?? ""] ?? "") && !field.closest("[data-only][hidden]")) continue;
    if (field instanceof HTMLSelectElement) {
      if (emptied) field.value = written(field);
      else for (const option of field.options) option.defaultSelected = option.selected;
    } else if (emptied) field.value = field.defaultValue;
    else field.defaultValue = field.value;
  }
}

/** Whether the reader is in the middle of a field. @param {Element} root */
export function typing(root) {
  const here = document.activeElement;
  return here !== null && root.contains(here) && here.matches("[data-input]") && touched(/** @type {Field} */ (here));
}

/** What finds an element again when all is drawn anew. @param {Element} element @returns {string} */
export function nameOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const told = TELLING.filter((name) => element.hasAttribute(name));
  const within = element.parentElement?.closest("[data-value], [data-topic], [data-part], [data-answered], form[data-entry]");
  const own = element.localName + told.map((name) => `[${name}="${CSS.escape(element.getAttribute(name) ?? "")}"]`).join("");
  return within ? `${nameOf(within)} ${own}` : own;
}

/** Whether a line says something of a form that is half typed. @param {Element} line */
const isAboutHalf = (line) => line.textContent !== "" && fieldsOf(line.closest("form") ?? line).some(touched);

/** @param {Element} details */
const folded = (details) => details.getAttribute("data-part") ?? "";

/** What was last put into a place. @type {WeakMap<Element, string>} */
const put = new WeakMap();

/**
 * Show what Python drew; the same once more changes nothing.
 * @param {Element} place
 * @param {string} html
 * @param {(html: string) => string} drawn lets in what our renderer wrote
 * @param {() => void} [more] puts back what was not drawn, before the focus goes where it was
 * @returns {boolean} whether it was put anew
 */
export function patch(place, html, drawn, more) {
  if (put.get(place) === html) return false;
  put.set(place, html);
  const here = document.activeElement;
  const inside = here !== null && here !== place && place.contains(here);
  const top = here?.getBoundingClientRect().top ?? 0;
  const back = inside ? nameOf(here) : "";
  const half = fieldsOf(place).filter(touched).map((field) => /** @type {const} */ ([nameOf(field), field.value]));
  const told = Array.from(place.querySelectorAll("[data-warn], [data-problem]")).filter(isAboutHalf).map((line) => /** @type {const} */ ([nameOf(line), line.textContent]));
  const open = new Set(Array.from(place.querySelectorAll("details[open]"), folded));
  place.innerHTML = drawn(html);
  for (const [name, value] of half) {
    const field = place.querySelector(name);
    if (field) /** @type {Field} */ (field).value = value;
  }
  for (const [name, text] of told) place.querySelector(name)?.replaceChildren(text);
  for (const details of place.querySelectorAll("details")) if (open.has(folded(details))) details.open = true;
  more?.();
  const to = inside ? place.querySelector(back) : null;
  if (to instanceof HTMLElement) to.focus({ preventScroll: true });
  if (inside && document.activeElement !== to) land(place);
  // What was pressed stays below the finger, whatever came in above it.
  else if (here !== document.body) scrollBy({ top: (document.activeElement?.getBoundingClientRect().top ?? top) - top, behavior: "instant" });
  return true;
}

/** What Python drew is not in its place as it was: show it anew the next time. @param {Element} place */
export const spoil = (place) => void put.delete(place);

/** Take the reader to the heading of a place. @param {Element} place */
export function land(place) {
  const heading = place.querySelector("h1, h2, h3");
  if (!(heading instanceof HTMLElement)) return;
  heading.tabIndex = -1;
  heading.focus();
}

/** Hide each field that is not asked with what is chosen now. @param {Element} place */
export function ask(place) {
  for (const line of place.querySelectorAll("[data-only]")) {
    const wanted = (line.getAttribute("data-only-if") ?? "").split(" ");
    const form = line.closest("form");
    const on = form && fieldsOf(form).find((field) => field.dataset.input === line.getAttribute("data-only"));
    line.toggleAttribute("hidden", !wanted.includes(on?.value ?? ""));
  }
}

/**
 * Lay entries that Python has not seen over a record: ticks show at once, the rest stands in a plain list.
 * @param {Element} place
 * @param {readonly Entry[]} entries of the record
 * @param {ReadonlySet<string>} seen ids that Python has drawn
 * @returns {boolean} whether there was anything
 */
export function overlay(place, entries, seen) {
  const undone = undoneBy(entries);
  const fresh = inOrder(entries).filter(({ id }) => !seen.has(id));
  if (!fresh.length) return false;
  const lines = [];
  for (const entry of fresh) {
    // That a contract was opened is its heading.
    if (undone.has(entry.id) || entry.kind === "opened") continue;
    if (entry.kind === "undone") strike(place, entry.body.entry ?? "", entries);
    else if (entry.kind !== "tick" || !tick(place, entry.body)) lines.push(line(place, entry));
  }
  if (lines.length) {
    const heading = document.createElement("h3");
    heading.textContent = WORDS.newer;
    const list = document.createElement("ul");
    list.append(...lines);
    const part = document.createElement("section");
    part.dataset.newer = "";
    part.append(heading, list);
    place.append(part);
  }
  return true;
}

/** @param {Element} place @param {Record<string, string>} body */
function tick(place, { topic = "", state = "" }) {
  const item = place.querySelector(`li[data-topic="${CSS.escape(topic)}"]`);
  if (!item) return false;
  item.setAttribute("data-state", state);
  // What is said of the day and the reason is not true any more.
  for (const part of item.querySelectorAll(".since, details")) part.toggleAttribute("hidden", true);
  for (const button of item.querySelectorAll("[data-tick]")) button.setAttribute("aria-pressed", String(button.getAttribute("data-to") === state));
  return true;
}

/** @param {Element} place @param {string} id @param {readonly Entry[]} entries */
function strike(place, id, entries) {
  const button = place.querySelector(`[data-undo="${CSS.escape(id)}"]`);
  button?.closest("li, p, tr")?.setAttribute("data-undone", "");
  button?.toggleAttribute("hidden", true);
  const target = entries.find((entry) => entry.id === id);
  if (target?.kind !== "tick") return;
  const undone = undoneBy(entries);
  const before = inOrder(entries).filter((entry) => entry.kind === "tick" && entry.body.topic === target.body.topic && !undone.has(entry.id));
  tick(place, before.at(-1)?.body ?? { ...target.body, state: "open" });
}

/**
 * One entry as a plain line: what was typed, with the labels of the form that asks for it.
 * @param {Element} place
 * @param {Entry} entry
 */
function line(place, { id, kind, body }) {
  const forms = Array.from(document.querySelectorAll(`form[data-entry="${CSS.escape(kind)}"]`));
  const said = Object.entries(body).filter(([, text]) => text).map(([name, text]) => {
    const field = forms.flatMap(fieldsOf).find((one) => one.dataset.input === name);
    const label = field?.id ? document.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.firstChild?.textContent?.trim() : "";
    const option = field instanceof HTMLSelectElement ? Array.from(field.options).find(({ value }) => value === text)?.text : "";
    return [label, option || text].filter(Boolean).join(": ");
  });
  const item = document.createElement("li");
  const pressed = Array.from(place.querySelectorAll(`button[data-entry="${CSS.escape(kind)}"]`)).find((one) => (one.getAttribute("data-body") ?? "{}") === JSON.stringify(body));
  const about = pressed?.textContent || said.join("; ");
  item.append(`${about} `, button(WORDS.undo, "undo", id));
  return item;
}
