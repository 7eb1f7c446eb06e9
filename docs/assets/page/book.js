/**
 * The book of a flow: every state's title and <main>, fetched once, and the way through them.
 * It reads ids and links from the pages themselves; it paints nothing and remembers nothing of the reader.
 */

import { folder, read, write } from "./address.js";
import { drawn } from "./trusted.js";

/** @typedef {import("./address.js").Answers} Answers */
/**
 * @typedef {object} Page
 * @property {string} slug
 * @property {string} title
 * @property {HTMLElement} main never shown itself: clone it
 * @property {string} question empty on a result
 * @property {ReadonlyMap<string, Way>} ways option id -> where it leads
 */
/**
 * @typedef {object} Way where an answer leads
 * @property {string} flow folder of the flow that goes on; empty in this one
 * @property {string} slug
 * @property {Answers} gives what the answer says already to the flow that goes on
 */
/**
 * @typedef {object} Walk where the answers lead
 * @property {string} slug the first unanswered question, the result, or the question that hands over
 * @property {Over | null} over another flow goes on
 * @property {Map<string, string>} used the answers met on the way, in walk order
 * @property {boolean} stray the question we stopped at has an answer that is not offered
 */

/** @typedef {{ flow: string, slug: string, answers: Answers }} Over the folder of the next flow, and all answers for it */

/** What an answer that the reader did not give costs on a way; more than any way has steps. */
const UNGIVEN = 1000;
const SLUG = /^[a-z0-9](?:[.-]*[a-z0-9])*$/;

/**
 * The state that a link names: its slug, and the folder of its flow if that is another one; null for any other link.
 * @param {Element} link
 */
export function placeOf(link) {
  const place = /^\.\.\/(?:\.\.\/([^/?#.]+)\/)?([^/?#]+)\/(?:[?#]|$)/.exec(link.getAttribute("href") ?? "");
  const [, flow = "", slug = ""] = place ?? [];
  return SLUG.test(slug) && (!flow || SLUG.test(flow)) ? { flow, slug } : null;
}

/**
 * The slug that a link to a state of the same flow names; empty for any other link.
 * @param {Element} link
 */
export function slugOf(link) {
  const place = placeOf(link);
  return place && !place.flow ? place.slug : "";
}

export class Book {
  /** @type {Map<string, Page | null>} */
  #pages = new Map();
  /** @type {Record<string, unknown>} */
  #states;
  #parts;
  /** @type {ReadonlySet<unknown>} */
  #known;
  /** @type {Record<string, unknown>} */
  #said;

  /**
   * @param {string} start
   * @param {Record<string, unknown>} states slug -> [title, numbers of its parts]
   * @param {unknown[]} parts pieces of HTML that states share
   * @param {unknown[]} known every question of every flow
   * @param {Record<string, unknown>} said "question.option" -> the line that says this answer
   */
  constructor(start, states, parts, known, said) {
    this.start = start;
    this.#states = states;
    this.#parts = parts;
    this.#known = new Set(known);
    this.#said = said;
  }

  /**
   * A state, or null if the book has none of that name or a broken one.
   * @param {string} slug
   */
  page(slug) {
    let page = this.#pages.get(slug);
    if (page === undefined) {
      page = Object.hasOwn(this.#states, slug) ? bind(slug, this.#states[slug], this.#parts) : null;
      this.#pages.set(slug, page);
    }
    return page;
  }

  /**
   * Whether this or another flow asks this question.
   * @param {string} question
   */
  knows(question) {
    return this.#known.has(question);
  }

  /**
   * The line that says an answer; empty if this flow does not ask for it.
   * @param {string} question
   * @param {string} option
   */
  said(question, option) {
    const name = `${question}.${option}`;
    return Object.hasOwn(this.#said, name) ? String(this.#said[name]) : "";
  }

  /**
   * Follow the answers from the first question; null if the book itself is broken on that way.
   * @param {Answers} answers
   * @returns {Walk | null}
   */
  walk(answers) {
    const used = new Map();
    let page = this.page(this.start);
    while (page) {
      const option = page.question && !used.has(page.question) ? answers.get(page.question) : undefined;
      if (option === undefined) return { slug: page.slug, used, stray: false, over: null };
      const next = page.ways.get(option);
      if (next === undefined) return { slug: page.slug, used, stray: true, over: null };
      used.set(page.question, option);
      if (next.flow) {
        const over = { flow: next.flow, slug: next.slug, answers: new Map([...answers, ...next.gives]) };
        return { slug: page.slug, used, stray: false, over };
      }
      page = this.page(next.slug);
    }
    return null;
  }

  /**
   * The answers that lead to a state with the fewest that were not given, then the fewest steps; null if none do.
   * @param {string} slug
   * @param {Answers} given
   * @returns {Answers | null}
   */
  lead(slug, given) {
    /** @type {{ here: string, answers: Answers, cost: number }[]} */
    const open = [{ here: this.start, answers: new Map(), cost: 0 }];
    const seen = new Set();
    for (let way = open.shift(); way; way = open.sort((one, other) => one.cost - other.cost).shift()) {
      const { here, answers, cost } = way;
      if (here === slug) return answers;
      if (seen.has(here)) continue;
      seen.add(here);
      const { question = "", ways = [] } = this.page(here) ?? {};
      for (const [option, next] of answers.has(question) ? [] : ways) {
        if (next.flow) continue;
        const step = given.get(question) === option ? 1 : UNGIVEN;
        open.push({ here: next.slug, answers: new Map([...answers, [question, option]]), cost: cost + step });
      }
    }
    return null;
  }
}

/**
 * Fetch a book. Null when it cannot be had or is not the flow's: the links on the page then stay ordinary links.
 * @param {string} url
 * @param {string} flow
 * @returns {Promise<Book | null>}
 */
export async function open(url, flow) {
  try {
    const response = await fetch(url);
    if (!response.ok) return null;
    const { flow: named, start, parts, states, known, said } = await response.json();
    if (named !== flow || !Array.isArray(parts) || !Array.isArray(known) || !isTable(states) || !isTable(said)) return null;
    const book = new Book(String(start), states, parts, known, said);
    return book.page(book.start) && book;
  } catch {
    return null;
  }
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
const isTable = (value) => typeof value === "object" && value !== null;

/**
 * @param {string} slug
 * @param {unknown} state
 * @param {unknown[]} parts
 * @returns {Page | null}
 */
function bind(slug, state, parts) {
  const [title, numbers] = Array.isArray(state) ? state : [];
  if (typeof title !== "string" || !Array.isArray(numbers)) return null;
  const sheet = document.createElement("template");
  sheet.innerHTML = drawn(numbers.map((number) => parts[number]).join(""));
  const main = sheet.content.firstElementChild;
  if (!(main instanceof HTMLElement) || main.localName !== "main" || main.dataset.state !== slug) return null;
  const question = main.dataset.kind === "question" ? (main.dataset.question ?? "") : "";
  const ways = new Map();
  for (const link of question ? main.querySelectorAll("a[data-answer]") : []) {
    const [named, option = ""] = (link.getAttribute("data-answer") ?? "").split(".");
    const place = placeOf(link);
    const gives = read(`#${link.getAttribute("data-gives") ?? ""}`).answers;
    if (named === question && option && place) ways.set(option, { ...place, gives });
  }
  return { slug, title, main, question, ways };
}

/** The books of all flows, each fetched once and only when it is asked for. */
export class Library {
  #urls;
  /** @type {Map<string, Promise<Book | null>>} */
  #books = new Map();

  /** @param {ReadonlyMap<string, string>} urls flow -> address of its book */
  constructor(urls) {
    this.#urls = urls;
  }

  /**
   * The id of the flow that lies in a folder; empty if there is none.
   * @param {string} named
   */
  flowIn(named) {
    return [...this.#urls.keys()].find((flow) => folder(flow) === named) ?? "";
  }

  /**
   * @param {string} flow
   * @returns {Promise<Book | null>}
   */
  book(flow) {
    const url = this.#urls.get(flow);
    const known = this.#books.get(flow) ?? (url ? open(url, flow) : Promise.resolve(null));
    this.#books.set(flow, known);
    // One that failed is asked for again the next time.
    known.then((book) => book ?? this.#books.delete(flow));
    return known;
  }

  /**
   * Follow answers through hand-overs: the flow and walk in which they end; null if a book on the way cannot be had.
   * @param {string} flow
   * @param {Answers} answers
   * @returns {Promise<{ flow: string, book: Book, walk: Walk, answers: Answers } | null>}
   */
  async follow(flow, answers) {
    const seen = new Set();
    for (let key = ""; flow && !seen.has((key = `${flow} ${write(answers)}`)); ) {
      seen.add(key);
      const book = await this.book(flow);
      const walk = book?.walk(answers);
      if (!book || !walk) return null;
      if (!walk.over) return { flow, book, walk, answers };
      answers = walk.over.answers;
      flow = this.flowIn(walk.over.flow);
    }
    return null;
  }
}

/** The addresses of all books that this page names: flow -> address. */
export function booksHere() {
  const urls = new Map();
  for (const link of document.querySelectorAll("link[rel~='ek-bundle'][data-flow]")) {
    if (link instanceof HTMLLinkElement) urls.set(link.dataset.flow ?? "", link.href);
  }
  return urls;
}
