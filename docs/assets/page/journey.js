/**
 * The walk on the screen: answers become addresses, addresses become states, and each state is shown in place.
 * Where the address has answers, they decide what is shown; where it has none, its path does.
 */
import { folder, read, write } from "./address.js";
import { placeOf, slugOf } from "./book.js";
import { act, dress } from "./handout.js";
import { say } from "./line.js";
import { today } from "./localtime.js";
import { keepStop } from "./memory.js";
import { Plan } from "./plan.js";
import { choose, offerTicks } from "./signs.js";
import { drawn } from "./trusted.js";
import { WORDS } from "./words.js";

/** @typedef {import("./address.js").Answers} Answers */
/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("./book.js").Library} Library */
/** @typedef {import("./plan.js").Way} Way */

/** Milliseconds a step may stay hidden, or a tap may wait, for the book. */
const PATIENCE = 1000;

export class Journey {
  /** @type {Book | null} */
  #book = null;
  /** @type {Answers} */
  #answers = new Map();
  /** Questions whose answers a link brought: they are not the reader's own words. @type {Set<string>} */
  #borrowed = new Set();
  /** Counts the reader's moves: what comes back late for an earlier one is not shown. */
  #move = 0;
  /** The reader answered or typed here; a link that was only opened is not hers to be remembered. */
  #own = false;
  #main;
  #flow;
  #library;
  #plan;
  #opening;

  /**
   * @param {HTMLElement} main the step as the page brought it
   * @param {Library} library
   * @param {string} engine address of the engine folder
   */
  constructor(main, library, engine) {
    this.#main = main;
    this.#flow = main.dataset.flow ?? "";
    this.#library = library;
    this.#plan = new Plan(engine, this.#flow, (standIn) => this.#way(standIn), (root) => this.#decorate(root));
    this.#opening = library.book(this.#flow).then((book) => {
      this.#book = book;
    });
  }

  /** Take over the page that was loaded. */
  async begin() {
    addEventListener("popstate", () => this.#arrive());
    document.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("input", ({ target }) => this.#type(target));
    document.addEventListener("submit", choose);
    const { answers, says } = read(location.hash);
    this.#answers = answers;
    this.#own = history.state?.own === true;
    this.#borrowed = new Set(history.state?.borrowed);
    say(says);
    this.#main.dataset.answeredBy = "page";
    this.#mount();
    const known = history.state?.slug === this.#main.dataset.state;
    if (answers.size && !known) this.#main.style.visibility = "hidden";
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    const inTime = await this.#patiently();
    // An answer that another flow goes on with may wait for that flow's book, but no longer than in all.
    if (inTime && this.#book) await Promise.race([this.#settle(answers, false), late]);
    this.#main.style.visibility = "";
    await this.#opening;
    this.#recall();
    this.#decorate(this.#main);
  }

  /** Wait for the book, but not long; false if it took too long. */
  #patiently() {
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, false));
    return Promise.race([this.#opening.then(() => true), late]);
  }

  /** The reader moved through the history, or wrote another address. */
  #arrive() {
    this.#move += 1;
    const { answers, says } = read(location.hash);
    this.#own = history.state?.own === true;
    this.#borrowed = new Set(history.state?.borrowed);
    if (pathFlow() !== folder(this.#flow)) return this.#return(answers);
    if (!this.#book) return pathSlug() === this.#main.dataset.state || location.reload();
    this.#settle(answers, true);
    if (says) say(says);
  }

  /**
   * The history leads back into another flow.
   * @param {Answers} answers
   */
  async #return(answers) {
    const move = this.#move;
    const flow = this.#library.flowIn(pathFlow());
    const book = await this.#library.book(flow);
    if (move !== this.#move) return;
    if (!book?.page(pathSlug()) || pathFlow() !== folder(flow)) return location.reload();
    this.#turn(flow, book);
    this.#settle(answers, true);
  }

  /**
   * @param {string} flow
   * @param {Book} book
   * @param {boolean} [wentOn] the reader answered her way into it
   */
  #turn(flow, book, wentOn = false) {
    // The walk goes on there; it is not waiting here any more.
    if (wentOn && this.#own && flow !== this.#flow) keepStop(this.#flow, null);
    this.#flow = flow;
    this.#book = book;
    this.#plan.turn(flow);
  }

  /**
   * Show what the address says.
   * @param {Answers} answers
   * @param {boolean} anew show the state even if it is the one on the screen
   */
  #settle(answers, anew) {
    const walk = answers.size ? this.#book?.walk(answers) : null;
    if (walk?.over) return this.#cross(answers, "", true).then((shown) => shown || (anew && location.reload()));
    const slug = walk?.slug ?? pathSlug();
    if (!this.#book?.page(slug)) return anew && location.reload();
    this.#answers = arrange(answers, walk?.used);
    if (slug !== pathSlug()) history.replaceState(this.#mark(slug), "", this.#url(slug, this.#answers));
    if (anew || slug !== this.#main.dataset.state) this.#show(slug);
    this.#complain(answers, walk?.stray === true);
  }

  /**
   * Say what cannot be used of the answers in an address.
   * @param {Answers} answers
   * @param {boolean} stray
   */
  #complain(answers, stray) {
    if (stray) say(WORDS.addressStray);
    else if (Array.from(answers.keys()).some((question) => !this.#book?.knows(question))) say(WORDS.addressStrange);
  }

  /** @param {MouseEvent} event */
  async #click(event) {
    const { target } = event;
    if (event.defaultPrevented || !(target instanceof Element)) return;
    if (target.closest("[data-start-engine]")) this.#plan.press();
    if (target.closest("[data-stop-engine]")) this.#plan.stop();
    if (target.closest("[data-again]")) keepStop(this.#flow, null);
    act(target, () => this.#plan.text());
    const link = target.closest("a[href]");
    if (!(link instanceof HTMLAnchorElement)) return;
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target) return;
    const place = link.getAttribute("href") ?? "";
    if (place.startsWith("#")) return this.#jump(event, place.slice(1));
    if (!this.#main.contains(link) || !placeOf(link)) return;
    event.preventDefault();
    // The second tap of two quick ones was not meant for what the first one brought.
    if (event.detail > 1) return;
    const move = ++this.#move;
    if (!this.#book) await this.#patiently();
    if (move !== this.#move) return;
    if (!(await this.#follow(link)) && move === this.#move) location.assign(link.href);
  }

  /** @param {EventTarget | null} field */
  #type(field) {
    if (this.#own || !(field instanceof Element) || !field.matches("[data-input]")) return;
    this.#own = true;
    history.replaceState(this.#mark(this.#main.dataset.state ?? ""), "");
    this.#keep();
  }

  /**
   * Go in place to where a link leads; false if only the browser can.
   * @param {HTMLAnchorElement} link
   */
  #follow(link) {
    const next = this.#after(link);
    if (next && this.#book?.walk(next)?.over) {
      this.#borrow(next, link);
      return this.#cross(next);
    }
    const place = placeOf(link);
    // Without the own book nobody knows which answers go along: the link itself says all.
    if (place?.flow) return link.matches("[data-answer]") ? false : this.#leave(link, place);
    const slug = next ? this.#book?.walk(next)?.slug : slugOf(link);
    if (!slug || !this.#book?.page(slug)) return false;
    this.#borrow(next ?? new Map(), link);
    this.#answers = arrange(next ?? new Map(), next && this.#book.walk(next)?.used);
    if (link.matches("[data-answer], [data-change]")) this.#own = true;
    history.pushState(this.#mark(slug), "", this.#url(slug, this.#answers));
    this.#show(slug);
    window.scrollTo(0, 0);
    return true;
  }

  /**
   * Remember which answers the reader did not give: a link to a plan brings some. One that she gives is her own again.
   * @param {Answers} next
   * @param {Element} link
   */
  #borrow(next, link) {
    const [given = ""] = (link.getAttribute("data-answer") ?? "").split(".");
    this.#borrowed.delete(given);
    if (given || link.matches("[data-change]")) return;
    for (const [question, option] of next) if (this.#answers.get(question) !== option) this.#borrowed.add(question);
  }

  /**
   * Go in place to where answers lead in another flow; false if its book cannot be had.
   * @param {Answers} answers those given, and what the link brings
   * @param {string} [flow] the flow to walk them in; this one if it hands over by itself
   * @param {boolean} [instead] the address on the screen is replaced
   */
  async #cross(answers, flow = "", instead = false) {
    const move = this.#move;
    const reached = await this.#library.follow(flow || this.#flow, answers);
    if (move !== this.#move) return true;
    if (!reached) return false;
    const { walk, book } = reached;
    // A flow that is named was linked to, not answered into.
    const wentOn = !flow;
    if (wentOn && !instead) this.#own = true;
    this.#turn(reached.flow, book, wentOn);
    this.#answers = arrange(reached.answers, walk.used);
    const url = this.#url(walk.slug, this.#answers);
    if (instead) history.replaceState(this.#mark(walk.slug), "", url);
    else history.pushState(this.#mark(walk.slug), "", url);
    this.#show(walk.slug);
    window.scrollTo(0, 0);
    this.#complain(answers, walk.stray);
    return true;
  }

  /**
   * Follow a plan's link into another flow: to one of its plans with the answers that lead there, else to its questions.
   * @param {Element} link
   * @param {{ flow: string, slug: string }} place
   */
  async #leave(link, { flow, slug }) {
    const brought = read(new URL(link.getAttribute("href") ?? "", location.href).hash).answers;
    const named = this.#library.flowIn(flow);
    const move = this.#move;
    const lead = (await this.#library.book(named))?.lead(slug, this.#answers);
    if (move !== this.#move) return true;
    const next = new Map([...brought, ...(lead ?? [])]);
    if (!next.size) return false;
    this.#borrow(next, link);
    return this.#cross(next, named);
  }

  /**
   * The answers after following a link; null on a page whose way is not known, where the link itself says all.
   * A link to an outcome brings answers that lead there; those given here are kept as far as they can lead there too.
   * @param {Element} link
   * @returns {Answers | null}
   */
  #after(link) {
    const brought = read(new URL(link.getAttribute("href") ?? "", location.href).hash).answers;
    if (!link.matches("[data-answer], [data-change]")) {
      const lead = brought.size ? this.#book?.lead(slugOf(link), this.#answers) : null;
      return lead ? new Map([...this.#answers, ...lead]) : null;
    }
    if (this.#book && !this.#answers.size && this.#main.dataset.state !== this.#book.start) return null;
    const next = new Map(this.#answers);
    next.delete(link.getAttribute("data-change") ?? "");
    const [question = "", option = ""] = (link.getAttribute("data-answer") ?? "").split(".");
    if (question && option) next.set(question, option);
    return next;
  }

  /**
   * Show a state of the book in one go, and put the reader at its heading.
   * @param {string} slug
   */
  #show(slug) {
    const page = this.#book?.page(slug);
    if (!page) return;
    const main = /** @type {HTMLElement} */ (page.main.cloneNode(true));
    main.dataset.answeredBy = "bundle";
    this.#main.replaceWith(main);
    this.#main = main;
    document.title = `${page.title} - Even Keel`;
    say("");
    this.#mount();
    main.querySelector("h1")?.focus({ preventScroll: true });
  }

  #mount() {
    dress(this.#main);
    offerTicks(this.#main);
    this.#recall();
    this.#decorate(this.#main);
    this.#plan.show(this.#main);
    this.#keep();
    document.dispatchEvent(new Event("ek-step"));
  }

  /** Say the reader's own answers, also where several ways lead to one page. */
  #recall() {
    const walk = this.#answers.size ? this.#book?.walk(this.#answers) : null;
    const trail = this.#main.querySelector("[data-trail]");
    if (!trail || !walk || walk.slug !== this.#main.dataset.state) return;
    const lines = Array.from(walk.used, ([question, option]) => this.#book?.said(question, option) ?? "");
    trail.innerHTML = drawn(`<ul class="trail">${lines.join("")}</ul>`);
  }

  #keep() {
    if (!this.#own || !this.#answers.size) return;
    const { state = "", kind } = this.#main.dataset;
    const title = this.#main.querySelector("h1")?.textContent ?? "";
    const stop = { state, answers: write(this.#answers), at: today(), title };
    keepStop(this.#flow, kind === "result" ? { ...stop, done: true } : stop);
  }

  /**
   * Give answer and Change links their full address, so that opening one elsewhere keeps all answers.
   * @param {Element} root
   */
  #decorate(root) {
    for (const link of root.querySelectorAll("a[data-answer], a[data-change]")) {
      const next = this.#after(link);
      const walk = next && this.#book?.walk(next);
      const over = walk?.over;
      const to = placeOf(link);
      if (!walk && next && to?.flow) {
        const gives = read(`#${link.getAttribute("data-gives") ?? ""}`).answers;
        link.setAttribute("href", `../../${to.flow}/${to.slug}/${fragment(new Map([...next, ...gives]))}`);
      }
      if (over) link.setAttribute("href", `../../${over.flow}/${over.slug}/${fragment(over.answers)}`);
      const slug = over ? "" : (walk?.slug ?? slugOf(link));
      if (slug) link.setAttribute("href", `../${slug}/${next ? fragment(arrange(next, walk?.used)) : ""}`);
      this.#admit(link);
    }
    for (const link of root.querySelectorAll("a[data-keep-plan]")) this.#offerKeeping(link);
  }

  /**
   * Let a plan of the reader's own be kept in her case file; the fragment says which, so that no request does.
   * @param {Element} link
   */
  #offerKeeping(link) {
    const way = this.#way(false);
    link.toggleAttribute("hidden", !way?.given);
    const title = this.#main.querySelector("h1")?.textContent ?? "";
    const plan = [this.#flow, this.#main.dataset.state ?? "", way?.answers ?? "", title].map(encodeURIComponent);
    link.setAttribute("href", `${link.getAttribute("href")?.split("#")[0]}#keep=${plan.join("/")}`);
  }

  /**
   * Say beside an answer that a link brought it.
   * @param {Element} link
   */
  #admit(link) {
    if (!this.#borrowed.has(link.getAttribute("data-change") ?? "")) return;
    if (link.parentElement?.querySelector("[data-borrowed]")) return;
    const note = document.createElement("span");
    note.dataset.borrowed = "";
    note.textContent = `(${WORDS.borrowed}) `;
    link.before(note);
  }

  /**
   * The answers given if they lead to the page on the screen, else those that the page has to stand in for them.
   * @param {boolean} standIn without a book: the answers given are known to lead elsewhere
   * @returns {Way | null}
   */
  #way(standIn) {
    const { state, way } = this.#main.dataset;
    const walk = this.#book?.walk(this.#answers);
    if (this.#answers.size && (this.#book ? walk?.slug === state : !standIn)) {
      return { answers: write(walk?.used ?? this.#answers), given: true };
    }
    return way ? { answers: way, given: false } : null;
  }

  /** @param {Event} event @param {string} id */
  #jump(event, id) {
    // The fragment belongs to the answers, so a place on the page is gone to by hand.
    const place = document.getElementById(id);
    if (!place) return;
    event.preventDefault();
    if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
    place.focus();
    place.scrollIntoView();
  }

  /**
   * What the history is to know of a state besides its address.
   * @param {string} slug
   */
  #mark(slug) {
    return { slug, own: this.#own, borrowed: [...this.#borrowed] };
  }

  /** @param {string} slug @param {Answers} answers */
  #url(slug, answers) {
    return new URL(`../../${folder(this.#flow)}/${slug}/${fragment(answers)}`, location.href).href;
  }
}

/** @param {Answers} answers */
const fragment = (answers) => (answers.size ? `#${write(answers)}` : "");

/**
 * The answers with those used on the way first, in walk order; the parked ones stay behind them.
 * @param {Answers} answers
 * @param {Answers | null} [used]
 * @returns {Answers}
 */
const arrange = (answers, used) => new Map([...(used ?? []), ...answers]);

/** The state that the path of the address names. */
function pathSlug() {
  return location.pathname.replace(/(index\.html)?$/, "").split("/").at(-2) ?? "";
}

/** The folder of the flow that the path of the address names. */
function pathFlow() {
  return location.pathname.replace(/(index\.html)?$/, "").split("/").at(-3) ?? "";
}
