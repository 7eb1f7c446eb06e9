/**
 * What the page answers: beside what was pressed, or in the line at the top where nothing was, and the same said aloud.
 * The button that undoes it comes next in the order of Tab.
 */
import { button } from "./pieces.js";
import { nameOf } from "./view.js";
import { WORDS } from "./words.js";

/** @typedef {readonly { element: Element, name: string }[]} Spots places around what was pressed, the nearest first */

/** Milliseconds without a word: the same sentence once more is not news to a screen reader. */
const BREATH = 100;
const AROUND = "form[data-entry], [data-topic], [data-part]";
/** What takes no line in, so that it comes behind. */
const CLOSED = "p, ol, h2";

export class Answer {
  #place;
  #line;
  #aloud;
  #beside = document.createElement("div");
  /** @type {Spots} */
  #spots = [];
  #timer = 0;

  /** @param {HTMLElement} place @param {HTMLElement} line at the top @param {HTMLElement} aloud what is read to those who listen */
  constructor(place, line, aloud) {
    this.#place = place;
    this.#line = line;
    this.#aloud = aloud;
    this.#beside.className = "answered";
    this.#beside.dataset.answered = "";
    line.append(this.#beside);
  }

  /** Where an answer to a press belongs. What is drawn anew meanwhile is found by its name. @param {Element} pressed @returns {Spots} */
  around(pressed) {
    const record = pressed.closest("article")?.dataset.recordId;
    const spots = [];
    for (let element = pressed.closest(record ? AROUND : "p, form"); element; element = element.parentElement?.closest(AROUND) ?? null) {
      spots.push({ element, name: record ? `[data-record-id="${record}"] ${nameOf(element)}` : "" });
    }
    return spots;
  }

  /** Behind the heading of a record, which may still have to come. @param {string} record @returns {Spots} */
  heading(record) {
    return [{ element: this.#beside, name: `article[data-record-id="${record}"] > h2` }];
  }

  /** @param {string} sentence @param {readonly string[]} ids what its button undoes @param {string} label @param {Spots} spots */
  say(sentence, ids, label, spots) {
    const said = document.createElement("span");
    said.textContent = sentence;
    this.#spots = spots;
    this.#beside.replaceChildren(said, ...(ids.length ? [" ", button(label, "undo", ids.join(" "))] : []));
    this.lay();
    this.show();
    this.#aloud.textContent = "";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const next = ids.length && this.#beside.parentElement !== this.#line;
      this.#aloud.textContent = next ? `${sentence} ${WORDS.next(label)}` : sentence;
    }, BREATH);
  }

  /** Put the answer where it belongs in what is shown now. */
  lay() {
    if (!this.#beside.hasChildNodes()) return;
    const found = this.#spots.map(({ element, name }) => (shown(element) && element !== this.#beside ? element : name ? this.#place.querySelector(name) : null));
    const spot = found.find(shown);
    this.#line.hidden = Boolean(spot);
    if (!spot) this.#put(this.#line, () => this.#line.append(this.#beside));
    else if (spot.matches(CLOSED)) this.#put(spot.parentElement, () => spot.after(this.#beside), spot);
    else this.#put(spot, () => spot.append(this.#beside));
  }

  /** What stands there already is not moved: it may have the focus. @param {Element | null} parent @param {() => void} put @param {Element} [before] */
  #put(parent, put, before) {
    if (this.#beside.parentElement !== parent || (before && this.#beside.previousElementSibling !== before)) put();
  }

  /** The button was pressed and is another now. */
  focus() {
    this.#beside.querySelector("button")?.focus({ preventScroll: true });
  }

  /** Have it on the screen. The line at the top stays there by itself. */
  show() {
    if (this.#beside.isConnected && this.#beside.parentElement !== this.#line) this.#beside.scrollIntoView({ block: "nearest" });
  }
}

/** @param {Element | null | undefined} element */
const shown = (element) => Boolean(element?.isConnected && element.getClientRects().length);
