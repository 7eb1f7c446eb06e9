/**
 * The book of a flow: every state's title and <main>, fetched once, and the way through them.
 * It reads ids and links from the pages themselves; it paints nothing and remembers nothing of the reader.
 */

/** @typedef {import("./address.js").Answers} Answers */
/**
 * @typedef {object} Page
 * @property {string} slug
 * @property {string} title
 * @property {HTMLElement} main never shown itself: clone it
 * @property {string} question empty on a result
 * @property {ReadonlyMap<string, string>} ways option id -> slug
 */
/**
 * @typedef {object} Walk where the answers lead
 * @property {string} slug the first unanswered question, or the result
 * @property {Map<string, string>} used the answers met on the way, in walk order
 * @property {boolean} stray the question we stopped at has an answer that is not offered
 */

/** What an answer that the reader did not give costs on a way; more than any way has steps. */
const UNGIVEN = 1000;
const SLUG = /^[a-z0-9](?:[.-]*[a-z0-9])*$/;

/**
 * The slug that a link to a sibling state names; empty for any other link.
 * @param {Element} link
 */
export function slugOf(link) {
  const [, slug = ""] = /^\.\.\/([^/?#]+)\/(?:[?#]|$)/.exec(link.getAttribute("href") ?? "") ?? [];
  return SLUG.test(slug) ? slug : "";
}

export class Book {
  /** @type {Map<string, Page | null>} */
  #pages = new Map();
  /** @type {Record<string, unknown>} */
  #states;
  #parts;

  /**
   * @param {string} start
   * @param {Record<string, unknown>} states slug -> [title, numbers of its parts]
   * @param {unknown[]} parts pieces of HTML that states share
   */
  constructor(start, states, parts) {
    this.start = start;
    this.#states = states;
    this.#parts = parts;
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
   * Whether any state asks this question.
   * @param {string} question
   */
  asks(question) {
    return this.#parts.some((part) => String(part).includes(`data-question="${question}"`));
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
      if (option === undefined) return { slug: page.slug, used, stray: false };
      const next = page.ways.get(option);
      if (next === undefined) return { slug: page.slug, used, stray: true };
      used.set(page.question, option);
      page = this.page(next);
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
        const step = given.get(question) === option ? 1 : UNGIVEN;
        open.push({ here: next, answers: new Map([...answers, [question, option]]), cost: cost + step });
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
    const { flow: named, start, parts, states } = await response.json();
    if (named !== flow || !Array.isArray(parts) || typeof states !== "object" || states === null) return null;
    const book = new Book(String(start), states, parts);
    return book.page(book.start) && book;
  } catch {
    return null;
  }
}

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
  sheet.innerHTML = numbers.map((number) => parts[number]).join("");
  const main = sheet.content.firstElementChild;
  if (!(main instanceof HTMLElement) || main.localName !== "main" || main.dataset.state !== slug) return null;
  const question = main.dataset.kind === "question" ? (main.dataset.question ?? "") : "";
  const ways = new Map();
  for (const link of question ? main.querySelectorAll("a[data-answer]") : []) {
    const [named, option = ""] = (link.getAttribute("data-answer") ?? "").split(".");
    if (named === question && option && slugOf(link)) ways.set(option, slugOf(link));
  }
  return { slug, title, main, question, ways };
}
