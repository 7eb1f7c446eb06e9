/**
 * The living part of a result: typed fields, and the engine's answers put where the page has a place for them.
 * It decides nothing and knows no flow; how the engine is doing is shown by the gauge.
 */
import { Engine, Lost } from "./engine.js";
import { gauge, tell } from "./gauge.js";
import { shownText } from "./handout.js";
import { localise, today } from "./localtime.js";
import { engineWasUsed, inputsOf, keepEngineUsed, keepInputs } from "./memory.js";
import { drawn } from "./trusted.js";
import { WORDS } from "./words.js";

/** @typedef {import("./engine.js").News} News */
/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
/**
 * @typedef {object} Way how the reader came to the shown state
 * @property {string} answers address text of the answers used on the way
 * @property {boolean} given the reader gave them here; else they only stand for a way to this page
 */
/**
 * @typedef {object} Filled
 * @property {boolean} ok
 * @property {string} [says]
 * @property {string} [flow]
 * @property {string} [state]
 * @property {Record<string, string>} [slots]
 * @property {Record<string, string>} [problems]
 * @property {string} [passed]
 * @property {string} [trail]
 * @property {string} [why]
 * @property {string} [otherwise]
 */

/** Milliseconds after the last key before the engine is asked. */
const PAUSE = 250;
/** Places that speak of the reader's own answers. */
const OWN = Object.freeze(/** @type {const} */ (["trail", "why", "otherwise"]));
const PLACES = ["slot", "passed", ...OWN].map((name) => `[data-${name}]`).join(", ");

export class Plan {
  #flow;
  #way;
  #decorate;
  #engine;
  /** @type {HTMLElement | null} */
  #main = null;
  /** The written text of each place, to go back to. @type {Map<Element, string>} */
  #written = new Map();
  /** @type {Map<string, string>} */
  #typed;
  /** Fields typed into or cleared since the page was loaded. @type {Set<string>} */
  #here = new Set();
  /** @type {Set<string>} */
  #neverKept = new Set();
  /** @type {News} */
  #news = { condition: "off", done: 0, all: 0, says: "", again: true, otherwise: false };
  #asking = false;
  #stale = false;
  #stopped = false;
  #standIn = false;
  #timer = 0;
  #day = today();

  /**
   * @param {string} engineFolder
   * @param {string} flow
   * @param {(standIn: boolean) => Way | null} way
   * @param {(root: Element) => void} decorate gives new links their full addresses
   */
  constructor(engineFolder, flow, way, decorate) {
    this.#flow = flow;
    this.#way = way;
    this.#decorate = decorate;
    this.#typed = inputsOf(flow);
    this.#engine = new Engine(engineFolder, (news) => this.#hear(news));
    document.addEventListener("input", ({ target }) => this.#type(target));
    document.addEventListener("submit", (event) => this.#submit(event));
    document.addEventListener("visibilitychange", () => this.#wake());
    document.addEventListener("ek-engine", () => this.#begin());
  }

  /**
   * Another flow goes on: what was typed so far is for its fields too.
   * @param {string} flow
   */
  turn(flow) {
    this.#flow = flow;
    const typed = new Map([...this.#typed, ...inputsOf(flow)]);
    // What was typed or cleared here is newer than anything that was kept.
    for (const id of this.#here) {
      const value = this.#typed.get(id);
      if (value === undefined) typed.delete(id);
      else typed.set(id, value);
    }
    this.#typed = typed;
    keepInputs(flow, this.#kept());
  }

  /**
   * Take over a state that has just been shown.
   * @param {HTMLElement} main
   */
  show(main) {
    this.#main = main;
    this.#standIn = false;
    this.#written.clear();
    for (const place of main.querySelectorAll(PLACES)) this.#written.set(place, place.innerHTML);
    for (const form of main.querySelectorAll("form[data-live]")) form.toggleAttribute("hidden", false);
    for (const field of this.#fields()) this.#restore(field);
    localise(main);
    this.#hear(this.#news);
    if (this.#engine.condition === "ready") this.#fill();
    else this.#begin();
  }

  /** Start the engine unasked, for a reader who has used it before, where that costs next to nothing. */
  #begin() {
    if (this.#engine.condition !== "off" || this.#stopped || !this.#live() || !engineWasUsed() || !this.#engine.cheap) return;
    (globalThis.requestIdleCallback ?? setTimeout)(() => this.#live() && this.#fill());
  }

  /** The button of the plan: start the engine, or try again after a failure. */
  press() {
    this.#stopped = false;
    this.#fill();
  }

  /** Stop the engine while it is coming; typing does not start it again, the button does. */
  stop() {
    this.#stopped = true;
    this.#engine.cancel();
  }

  /** The whole plan as plain text: the engine's when it runs, else what the page shows. */
  async text() {
    const request = this.#engine.condition === "ready" ? this.#request("text") : "";
    try {
      const { ok, text } = request ? JSON.parse(await this.#engine.ask(request)) : { ok: false, text: "" };
      if (ok) return String(text);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
    }
    return this.#main ? shownText(this.#main) : "";
  }

  #live() {
    return Boolean(this.#main?.querySelector("form[data-live]"));
  }

  /** @returns {Field[]} */
  #fields() {
    return Array.from(this.#main?.querySelectorAll("[data-input]") ?? []).filter(isField);
  }

  #kept() {
    return new Map([...this.#typed].filter(([name]) => !this.#neverKept.has(name)));
  }

  #filled() {
    return this.#fields().filter(({ value }) => value);
  }

  /** @param {Field} field */
  #restore(field) {
    const id = field.dataset.input ?? "";
    if (field.hasAttribute("data-never-kept")) this.#neverKept.add(id);
    field.value = this.#typed.get(id) ?? "";
  }

  /** @param {EventTarget | null} field */
  #type(field) {
    if (!isField(field)) return;
    const id = field.dataset.input ?? "";
    this.#here.add(id);
    if (field.value) this.#typed.set(id, field.value);
    else this.#typed.delete(id);
    keepInputs(this.#flow, this.#kept());
    clearTimeout(this.#timer);
    const { condition } = this.#engine;
    if (condition === "failed" || (condition === "off" && (this.#stopped || !field.value))) return;
    this.#timer = setTimeout(() => this.#fill(), PAUSE);
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    if (!(event.target instanceof Element) || !event.target.matches("form[data-live]")) return;
    event.preventDefault();
    if (this.#engine.condition !== "failed") this.#fill();
  }

  /** A page that was left open overnight counts its days anew. */
  #wake() {
    const dawned = document.visibilityState === "visible" && today() !== this.#day;
    if (dawned && this.#engine.condition === "ready") this.#fill();
  }

  /** @param {"fill" | "text"} ask */
  #request(ask) {
    const way = this.#way(this.#standIn);
    if (!way) return "";
    this.#day = today();
    const inputs = Object.fromEntries(this.#filled().map(({ dataset, value }) => [dataset.input ?? "", value]));
    return JSON.stringify({ ask, flow: this.#flow, answers: way.answers, inputs, day: this.#day });
  }

  async #fill() {
    clearTimeout(this.#timer);
    const main = this.#main;
    const request = this.#request("fill");
    if (!request) return main && tell(main, WORDS.engineNoWay);
    // One question at a time: what is typed meanwhile goes into the next.
    this.#stale = this.#asking;
    if (this.#asking) return;
    this.#asking = true;
    try {
      const reply = JSON.parse(await this.#engine.ask(request));
      this.#stale ||= main !== this.#main;
      if (!this.#stale) this.#put(reply);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      this.#stale = false;
    } finally {
      this.#asking = false;
    }
    if (this.#stale) this.#fill();
  }

  /** @param {Filled} reply */
  #put(reply) {
    const main = this.#main;
    if (!main) return;
    if (!reply.ok) return tell(main, reply.says ?? "");
    const elsewhere = reply.state !== main.dataset.state || reply.flow !== main.dataset.flow;
    const given = Boolean(this.#way(this.#standIn)?.given);
    if (elsewhere && given && !this.#standIn) {
      this.#standIn = true;
      this.#fill();
      return;
    }
    main.toggleAttribute("data-mismatch", elsewhere);
    for (const [place, written] of this.#written) {
      patch(place, (elsewhere ? undefined : htmlFor(place, reply, given)) ?? written);
      if (!place.hasAttribute("data-slot")) place.toggleAttribute("hidden", !place.innerHTML.trim());
    }
    const problems = new Map(Object.entries(reply.problems ?? {}));
    for (const place of main.querySelectorAll("[data-problem]")) {
      const problem = problems.get(place.getAttribute("data-problem") ?? "") ?? "";
      if (place.textContent !== problem) place.textContent = problem;
    }
    for (const field of this.#fields()) {
      if (problems.has(field.dataset.input ?? "")) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    if (elsewhere) return tell(main, WORDS.engineElsewhere);
    if (!performance.getEntriesByName("slots-filled").length) performance.mark("slots-filled");
    main.dataset.answeredBy = "engine";
    localise(main);
    this.#decorate(main);
    tell(main, this.#filled().length && !problems.size ? WORDS.engineReady : "");
  }

  /** @param {News} news */
  #hear(news) {
    this.#news = news;
    document.documentElement.dataset.engine = news.condition;
    if (news.condition === "ready") keepEngineUsed();
    if (this.#main) gauge(this.#main, news, this.#filled().length > 0);
  }
}

/**
 * @param {unknown} target
 * @returns {target is Field}
 */
function isField(target) {
  const typed = [HTMLInputElement, HTMLSelectElement, HTMLTextAreaElement].some((kind) => target instanceof kind);
  return typed && /** @type {Field} */ (target).hasAttribute("data-input");
}

/**
 * What the engine has for a place of the page; undefined when the written text shall stand.
 * @param {Element} place
 * @param {Filled} filled
 * @param {boolean} given
 */
function htmlFor(place, filled, given) {
  const slot = place.getAttribute("data-slot");
  if (slot !== null) return filled.slots?.[slot];
  if (place.hasAttribute("data-passed")) return filled.passed;
  // Answers that only stand for a way to this page must not be shown as the reader's own.
  if (!given) return undefined;
  const own = OWN.find((name) => place.hasAttribute(`data-${name}`));
  return (own && filled[own]) || undefined;
}

/** What was last put into a place; its innerHTML differs once links and times in it were completed. @type {WeakMap<Element, string>} */
const put = new WeakMap();

/** @param {Element} place @param {string} html */
function patch(place, html) {
  if ((put.get(place) ?? place.innerHTML) === html || place.querySelector("[data-input]")) return;
  place.innerHTML = drawn(html);
  put.set(place, html);
}
