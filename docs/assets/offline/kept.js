/**
 * The list on the page "Without internet": what is kept on this device, how much it is, and the buttons for it.
 */
import { button } from "./bar.js";
import { wishes } from "./wishes.js";
import { WORDS } from "./words.js";

/** @typedef {import("./keeper.js").Keeper} Keeper */
/** @typedef {import("./keeper.js").Progress} Progress */

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const time = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/**
 * Fill the place for it, if the page has one.
 * @param {Keeper} keeper
 */
export function showKept(keeper) {
  const place = document.querySelector("div[data-kept]");
  if (!place) return;
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const list = document.createElement("div");
  place.replaceChildren(list, said);
  const shown = new Shown(keeper, list, said);
  shown.paint();
  document.addEventListener("ek-kept", () => shown.paint());
}

class Shown {
  #keeper;
  #list;
  #said;

  /** @param {Keeper} keeper @param {Element} list @param {Element} said */
  constructor(keeper, list, said) {
    this.#keeper = keeper;
    this.#list = list;
    this.#said = said;
  }

  async paint() {
    const status = this.#keeper.able ? await this.#keeper.status() : null;
    const lines = [];
    if (!this.#keeper.able) lines.push(WORDS.absent);
    else if (!status) lines.push(wishes().off ? WORDS.removedNow : WORDS.waiting);
    else lines.push(WORDS.copyOf(day.format(new Date(`${status.day}T12:00`))));
    const { checked } = wishes();
    if (status && checked && !Number.isNaN(Date.parse(checked))) lines.push(WORDS.checked(time.format(new Date(checked))));
    const persisted = status ? await navigator.storage?.persisted?.().catch(() => false) : undefined;
    if (persisted !== undefined) lines.push(persisted ? WORDS.persisted : WORDS.mayGo);
    const groups = Object.entries(status?.groups ?? {});
    const whole = status?.groups.guide?.kept;
    const shown = groups.filter(([name, { kept }]) => ["guide", "engine"].includes(name) || (kept && !whole));
    const items = shown.map(([name, { kept, wire }]) => {
      const item = document.createElement("li");
      item.dataset.group = name;
      item.dataset.kept = String(kept);
      item.textContent = `${title(name)}: ${kept ? WORDS.kept(wire) : WORDS.notKept(wire)}`;
      return item;
    });
    const list = document.createElement("ul");
    list.append(...items);
    const told = document.createElement("p");
    told.textContent = lines.join(" ");
    this.#list.replaceChildren(told, ...(items.length ? [list] : []), this.#buttons(status, persisted === false));
  }

  /** @param {import("./keeper.js").Status | null} status @param {boolean} mayGo */
  #buttons(status, mayGo) {
    const row = document.createElement("p");
    row.className = "keep";
    if (!this.#keeper.able) return row;
    const { guide, engine } = status?.groups ?? {};
    if (!guide?.kept) row.append(button([WORDS.keepGuide, () => this.#keep("guide")]), " ");
    if (!engine?.kept) row.append(button([WORDS.keepEngine, () => this.#keep("engine")]), " ");
    if (status) row.append(button([WORDS.look, () => this.#look()]), " ");
    if (mayGo) row.append(button([WORDS.persist, () => this.#persist()]), " ");
    if (status) row.append(button([WORDS.remove, () => this.#forget()]));
    return row;
  }

  /** @param {string} group */
  async #keep(group) {
    const { failed } = await this.#keeper.keep(group, ({ bytes = 0, all = 0 }) => this.#say(WORDS.fetching(bytes, all)));
    if (!failed && group === "engine") await navigator.storage?.persist?.().catch(() => false);
    await this.paint();
    this.#say(failed === "full" ? WORDS.failedFull : failed ? WORDS.failedLine : WORDS.done);
  }

  async #look() {
    const reached = await this.#keeper.look();
    const found = { none: WORDS.upToDate, coming: WORDS.coming, here: WORDS.newer }[this.#keeper.newer];
    this.#say(reached ? found : WORDS.noLine);
    await this.paint();
  }

  async #persist() {
    const promised = await navigator.storage.persist().catch(() => false);
    await this.paint();
    this.#say(promised ? WORDS.persisted : WORDS.mayGo);
  }

  async #forget() {
    await this.#keeper.forget();
    await this.paint();
    this.#say(WORDS.removed);
  }

  /** @param {string} sentence */
  #say(sentence) {
    if (this.#said.textContent !== sentence) this.#said.textContent = sentence;
  }
}

/** @param {string} name */
function title(name) {
  if (name === "guide") return WORDS.guide;
  if (name === "engine") return WORDS.engine;
  return name === "core" ? WORDS.core : WORDS.flow(name.replaceAll("-", " "));
}
