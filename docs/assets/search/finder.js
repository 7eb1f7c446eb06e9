/**
 * Finds pages for a reader's words: which words of the index are meant, and which pages come first.
 * It fetches nothing and paints nothing; what readers call things comes with the index.
 */
import { term, words } from "./terms.js";

/** @typedef {typeof import("minisearch").default} Library */
/** @typedef {import("minisearch").Query} Query */
/**
 * @typedef {object} Index
 * @property {string[]} stop words that every page has
 * @property {Record<string, string>} same a reader's words -> ours
 * @property {[string, string, string, string][]} pages address, title, words, kind
 * @property {[number, string, string, string][]} sections number of the page, anchor, heading, text
 */
/**
 * @typedef {object} Found a page, and the section of it that fits best
 * @property {string} address
 * @property {string} kind
 * @property {string} title
 * @property {string} anchor
 * @property {string} heading
 * @property {string} text
 * @property {ReadonlySet<string>} terms what was found in it
 */

/** What a word is worth in a field of a page, in a field of a section, and on a page of a kind. */
const PAGE = { title: 3, words: 3 };
const SECTION = { heading: 1.5, text: 1 };
/** @type {Record<string, number>} */
const KINDS = { guide: 1, plan: 0.8, fact: 0.3, list: 0.6, page: 0.7 };
/** What a word is worth that is not the reader's own: one with the same meaning, a longer one, a misspelt one. */
const WORTH = { same: 0.6, longer: 0.5, misspelt: 0.5 };
/** By how much a page gains for each further word of a phrase that is among its words as it was typed. */
const PHRASE = 0.5;
const MOST = 10;
/** Sections that are read at once; in between, the reader can type. */
const BITE = 150;

export class Finder {
  /** @type {Map<string, string>} */
  #terms = new Map();
  /** Every term of the index. @type {Set<string>} */
  #known = new Set();
  /** @type {{ key: string[], ours: string[] }[]} */
  #same;
  /** The phrases among the words of each page. @type {string[][][]} */
  #phrases;
  #stop;
  #pages;
  #sections;
  #index;

  /**
   * @param {Library} MiniSearch
   * @param {Index} index
   */
  constructor(MiniSearch, index) {
    this.#index = index;
    this.#stop = new Set(index.stop.map(term));
    this.#same = Object.entries(index.same).map(([key, ours]) => ({ key: terms(key), ours: terms(ours) }));
    this.#same.sort((one, other) => other.key.length - one.key.length);
    this.#phrases = index.pages.map(([, , words]) => words.split(",").map((phrase) => this.#core(terms(phrase))));
    const asked = { tokenize: (/** @type {string} */ one) => [one], processTerm: (/** @type {string} */ one) => one };
    const read = {
      tokenize: (/** @type {string} */ text) => words(text).map(({ word }) => word),
      processTerm: (/** @type {string} */ word, /** @type {string | undefined} */ field) => this.#read(word, field),
    };
    this.#pages = new MiniSearch({ ...read, fields: Object.keys(PAGE), searchOptions: { ...asked, boost: PAGE } });
    this.#sections = new MiniSearch({ ...read, fields: Object.keys(SECTION), searchOptions: { ...asked, boost: SECTION } });
  }

  /** The words of a phrase that say something, or all if that leaves no phrase. @param {string[]} phrase */
  #core(phrase) {
    const core = phrase.filter((one) => !this.#stop.has(one));
    return core.length > 1 ? core : phrase;
  }

  /** Read the index; then the finder can find. */
  async read() {
    this.#pages.addAll(this.#index.pages.map(([, title, words], id) => ({ id, title, words: once(words) })));
    const sections = this.#index.sections.map(([, , heading, text], id) => ({ id, heading, text }));
    await this.#sections.addAllAsync(sections, { chunkSize: BITE });
    return this;
  }

  /** @param {string} word @param {string} [field] */
  #read(word, field) {
    let one = this.#terms.get(word);
    if (one === undefined) this.#terms.set(word, (one = term(word)));
    // A title may be made of nothing else.
    if (this.#stop.has(one) && field !== "title") return null;
    this.#known.add(one);
    return one;
  }

  /**
   * The pages that answer a query best, the best first.
   * @param {string} query
   * @returns {Found[]}
   */
  find(query) {
    const asked = this.#asked(query);
    /** @type {Map<number, Tally>} */
    const tallies = new Map();
    const tally = (/** @type {number} */ page) => {
      const known = tallies.get(page) ?? new Tally(asked.length);
      tallies.set(page, known);
      return known;
    };
    asked.forEach((ways, place) => {
      for (const way of ways) {
        for (const { id, score } of this.#pages.search(way)) tally(id).page(place, score);
        for (const { id, score, match } of this.#sections.search(way)) {
          tally(this.#index.sections[id]?.[0] ?? 0).section(place, id, score, match);
        }
      }
    });
    const typed = terms(query).map((one) => new Set([one, ...(this.#same.find(({ key }) => key.join() === one)?.ours ?? [])]));
    const ranked = [...tallies].map(([page, one]) => ({ page, one, score: one.score() * this.#worth(page, typed) }));
    ranked.sort((one, other) => other.score - one.score);
    return ranked.slice(0, MOST).map(({ page, one }) => this.#found(page, one));
  }

  /** @param {number} page @param {Set<string>[]} typed */
  #worth(page, typed) {
    const fitting = this.#phrases[page]?.filter((phrase) => runs(phrase, typed)) ?? [];
    const longest = Math.max(1, ...fitting.map((phrase) => phrase.length));
    return (1 + PHRASE * (longest - 1)) * (KINDS[this.#index.pages[page]?.[3] ?? ""] ?? 1);
  }

  /** @param {number} page @param {Tally} tally @returns {Found} */
  #found(page, tally) {
    const [address = "", title = "", , kind = ""] = this.#index.pages[page] ?? [];
    const top = this.#index.sections.findIndex(([its]) => its === page);
    const [, anchor = "", heading = "", text = ""] = this.#index.sections[tally.whole() ?? top] ?? [];
    return { address, kind, title, anchor, heading, text, terms: tally.terms };
  }

  /**
   * For each thing that the query names, the ways to look for it.
   * @param {string} query
   * @returns {Query[][]}
   */
  #asked(query) {
    const typed = terms(query);
    const asked = this.#things(typed);
    // A query of nothing but such words still finds a title that is made of them.
    return asked.length ? asked : typed.map((one) => [this.#way(one)]);
  }

  /**
   * @param {string[]} typed
   * @returns {Query[][]}
   */
  #things(typed) {
    if (!typed.length) return [];
    const same = this.#same.find(({ key }) => key.every((one, place) => typed[place] === one));
    const own = typed.slice(0, same?.key.length ?? 1).filter((one) => !this.#stop.has(one));
    const ours = (same?.ours ?? []).map((one) => ({ queries: [one], boostTerm: () => WORTH.same }));
    const ways = [...own.map((one) => this.#way(one)), ...ours];
    return [...(ways.length ? [ways] : []), ...this.#things(typed.slice(same?.key.length ?? 1))];
  }

  /** @param {string} one @returns {Query} */
  #way(one) {
    if (this.#known.has(one)) return { queries: [one], prefix: one.length > 3, weights: { prefix: WORTH.longer, fuzzy: 0 } };
    const swapped = swaps(one).filter((other) => this.#known.has(other));
    if (swapped.length) return { queries: swapped, combineWith: "OR" };
    return { queries: [one], prefix: one.length > 2, fuzzy: edits(one), weights: { prefix: WORTH.longer, fuzzy: WORTH.misspelt } };
  }
}

/** What speaks for one page: for each thing that was asked, the page itself and its sections. */
class Tally {
  /** What was found on the page. @type {Set<string>} */
  terms = new Set();
  /** What the page itself is worth for each thing. @type {number[]} */
  #things;
  /** The scores of each section, one for each thing. @type {Map<number, number[]>} */
  #sections = new Map();
  /** The sections whose headings name a thing, for each thing. @type {Set<number>[]} */
  #headed;

  /** @param {number} things how many things were asked */
  constructor(things) {
    this.#things = Array.from({ length: things }, () => 0);
    this.#headed = Array.from({ length: things }, () => new Set());
  }

  /** @param {number} place @param {number} score */
  page(place, score) {
    this.#things[place] = Math.max(this.#things[place] ?? 0, score);
  }

  /**
   * @param {number} place
   * @param {number} id
   * @param {number} score
   * @param {Record<string, string[]>} match term -> the fields that have it
   */
  section(place, id, score, match) {
    const scores = this.#sections.get(id) ?? this.#things.map(() => 0);
    scores[place] = Math.max(scores[place] ?? 0, score);
    this.#sections.set(id, scores);
    for (const [one, fields] of Object.entries(match)) {
      this.terms.add(one);
      if (fields.includes("heading")) this.#headed[place]?.add(id);
    }
  }

  /**
   * The best section of those that have all things; null if none has. Where the page as a whole has them, only a
   * section that names them in its heading is a better place than the top, which says the answer.
   */
  whole() {
    const page = this.#things.every(Boolean);
    const fits = (/** @type {number} */ id) => !page || this.#headed.every((ids) => ids.has(id));
    const [best] = [...this.#sections].filter(([id, scores]) => scores.every(Boolean) && fits(id)).sort(([, one], [, other]) => sum(other) - sum(one));
    return best ? best[0] : null;
  }

  /** A page that has all things comes before one that has some of them often. */
  score() {
    const sections = [...this.#sections.values()];
    const best = this.#things.map((page, place) => page + Math.max(0, ...sections.map((scores) => scores[place] ?? 0)));
    const covered = best.filter(Boolean).length / best.length;
    return (sum(best) + Math.max(0, ...sections.map(sum))) * covered ** 2;
  }
}

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

/** @param {string} text */
const terms = (text) => words(text).map(({ word }) => term(word)).filter(Boolean);

/**
 * Whether the terms of a phrase were typed in their order, with others between them or not.
 * @param {string[]} phrase
 * @param {Set<string>[]} typed each word with those that mean the same
 */
function runs(phrase, typed) {
  let at = 0;
  for (const ways of typed) if (ways.has(phrase[at] ?? "")) at += 1;
  return at === phrase.length;
}

/** A list of words with each only once: more phrases with one word are no more weight. @param {string} text */
const once = (text) => [...new Map(words(text).map(({ word }) => [term(word), word])).values()].join(" ");

/** How many letters of a word may be wrong. @param {string} word */
const edits = (word) => (word.length < 5 ? 0 : word.length < 8 ? 1 : 2);

/** A word with two neighbours swapped, in every place. @param {string} word */
const swaps = (word) => Array.from(word.slice(1), (_, at) => `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`);
