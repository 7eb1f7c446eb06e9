/**
 * The page of the search: a field, what it finds, and what it says while it cannot. The query stands in the fragment,
 * so no request has it. Everything found is shown as text, never as HTML.
 */
import { Finder } from "./finder.js";
import { term, words } from "./terms.js";

/** @typedef {import("./finder.js").Found} Found */
/** @typedef {typeof import("../page/words.js").WORDS} Words */

/** Milliseconds without a key after which what was typed counts, and after which loading has failed. */
const PAUSE = 150;
const PATIENCE = 20_000;
/** Characters of a section that are shown, and how many of them stand before the first found word. */
const SHOWN = 200;
const BEFORE = 25;

export class Search {
  #place;
  #root;
  #words;
  #field = document.createElement("input");
  #said = document.createElement("p");
  #list = document.createElement("ol");
  /** @type {Finder | null} */
  #finder = null;
  #failures = 0;
  #timer = 0;

  /**
   * @param {Element} place
   * @param {string} root address of the site's root
   * @param {Words} words what it says
   */
  constructor(place, root, words) {
    this.#place = place;
    this.#root = root;
    this.#words = words;
  }

  /** Show the field and fetch what the search needs. */
  begin() {
    const form = document.createElement("form");
    form.setAttribute("role", "search");
    const label = document.createElement("label");
    label.textContent = this.#words.searchLabel;
    label.htmlFor = this.#field.id = "search-field";
    Object.assign(this.#field, { type: "search", autocomplete: "off", enterKeyHint: "search", maxLength: 200 });
    form.append(label, this.#field);
    this.#said.setAttribute("role", "status");
    this.#list.className = "hits";
    this.#place.replaceChildren(form, this.#said, this.#list);
    this.#field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#asked(), PAUSE);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(this.#timer);
      this.#asked();
    });
    addEventListener("hashchange", () => this.#read());
    this.#read();
    this.#field.focus();
    this.#load();
  }

  /** Take the query from the address. */
  #read() {
    const query = new URLSearchParams(location.hash.slice(1)).get("q") ?? "";
    if (query !== this.#field.value.trim()) this.#field.value = query;
    this.#show();
  }

  /** The reader typed something: it goes into the address, and what it finds on the screen. */
  #asked() {
    const query = this.#field.value.trim();
    const address = `${location.pathname}${query && `#${new URLSearchParams({ q: query })}`}`;
    if (!location.href.endsWith(address)) history.replaceState(history.state, "", address);
    this.#show();
  }

  async #load() {
    this.#failures += 1;
    this.#show();
    try {
      const late = new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("The search does not load.")));
      // Browsers remember a module that failed under its whole address, but do not send what stands behind the #.
      const again = this.#failures > 1 ? `#${this.#failures}` : "";
      const library = import(`./minisearch.js${again}`);
      const index = fetch(new URL("index.json", import.meta.url), { signal: AbortSignal.timeout(PATIENCE) }).then((answer) => answer.json());
      const [{ default: MiniSearch }, found] = await Promise.race([Promise.all([library, index]), late]);
      this.#finder = await new Finder(MiniSearch, found).read();
      this.#show();
    } catch {
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = this.#words.engineAgain;
      again.addEventListener("click", () => {
        this.#field.focus();
        this.#load();
      });
      this.#list.replaceChildren();
      this.#said.replaceChildren(`${this.#words.searchFailed} `, again);
    }
  }

  /** Show what the field asks for. */
  #show() {
    const query = this.#field.value.trim();
    if (!this.#finder) {
      this.#said.textContent = query ? this.#words.searchLoading : "";
      return;
    }
    const found = query ? this.#finder.find(query) : [];
    this.#list.replaceChildren(...found.map((one) => this.#hit(one)));
    this.#said.textContent = !query ? "" : found.length ? this.#words.searchFound(found.length) : this.#words.searchNothing;
    if (!query || found.length) return;
    const start = document.createElement("a");
    start.href = this.#root;
    start.textContent = this.#words.searchWizard;
    this.#said.append(" ", start);
  }

  /** @param {Found} found */
  #hit({ address, kind, title, anchor, heading, text, terms }) {
    const link = document.createElement("a");
    link.href = new URL(anchor ? `${address}#${anchor}` : address, this.#root).href;
    link.textContent = kind === "plan" ? `${this.#words.searchPlan} ${title}` : title;
    const item = document.createElement("li");
    item.append(link);
    if (heading) {
      const section = document.createElement("span");
      section.textContent = heading;
      item.append(section);
    }
    const lines = document.createElement("p");
    lines.append(...marked(text, terms));
    item.append(lines);
    return item;
  }
}

/**
 * The part of a text with the most found words, and these words marked.
 * @param {string} text
 * @param {ReadonlySet<string>} terms
 * @returns {(Node | string)[]}
 */
function marked(text, terms) {
  const hits = words(text).filter(({ word }) => terms.has(term(word)));
  const near = hits.map(({ at }) => hits.filter((other) => other.at >= at && other.at < at + SHOWN - BEFORE).length);
  const first = hits[near.indexOf(Math.max(...near))]?.at ?? 0;
  const from = first > BEFORE ? text.indexOf(" ", first - BEFORE) + 1 : 0;
  const cut = text.length > from + SHOWN ? text.lastIndexOf(" ", from + SHOWN) : text.length;
  /** @type {(Node | string)[]} */
  const parts = [from ? "\u2026 " : ""];
  let last = from;
  for (const { word, at } of hits) {
    if (at < from || at + word.length > cut) continue;
    const mark = document.createElement("mark");
    mark.textContent = word;
    parts.push(text.slice(last, at), mark);
    last = at + word.length;
  }
  return [...parts, text.slice(last, cut), cut < text.length ? " \u2026" : ""];
}
