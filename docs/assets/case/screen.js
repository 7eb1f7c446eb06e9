/**
 * What stands on the page of the case file: the views of Python, what is newer than them, and the line above.
 * It decides nothing and keeps nothing.
 */
import { Answer } from "./answer.js";
import { records } from "./entries.js";
import { button, link, paragraph, row } from "./pieces.js";
import { ask, land, overlay, patch, spoil, typing } from "./view.js";
import { WORDS } from "./words.js";

/** @typedef {import("./entries.js").Entry} Entry */
/** @typedef {import("./store.js").View} View */
/**
 * @typedef {object} Shown
 * @property {readonly Entry[]} entries
 * @property {ReadonlyMap<string, View>} views
 * @property {readonly string[]} unread sentences about entries that Python could not read
 * @property {string} open the record on the screen; empty on the page of all
 * @property {boolean} ready whether Python is there
 * @property {boolean} asking whether it is at work
 */

/** Milliseconds until a press has become a click. */
const PRESS = 50;
export const TODAY = "today";
export const LIST = "list";
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

export class Screen {
  #place;
  #page;
  /** What is told the reader. */
  answer;
  /** What could not be shown because the reader was typing or pressing. @type {Shown | null} */
  #late = null;
  /** The reader is to be taken to its heading when it is shown. */
  #lands = false;
  /** A finger or a button is down, or was until now: what it is on is not replaced below it. */
  #pressing = false;

  /** @param {HTMLElement} place @param {import("./file.js").Page} page */
  constructor(place, page) {
    this.#place = place;
    this.#page = page;
    this.answer = new Answer(place, this.part("case-line"), this.part("case-said"));
    place.addEventListener("input", () => ask(place));
    place.addEventListener("focusout", () => setTimeout(() => this.#catchUp()));
    place.addEventListener("pointerdown", () => void (this.#pressing = true));
    for (const end of ["pointerup", "pointercancel", "dragend"]) addEventListener(end, () => setTimeout(() => this.#release(), PRESS));
    ask(place);
  }

  /** @param {string} part @returns {HTMLElement} */
  part(part) {
    return this.#place.querySelector(`[data-${part}]`) ?? document.createElement("div");
  }

  /** Wait until nothing is pressed: what moves below a finger is not what she meant to press. */
  async released() {
    while (this.#pressing) await new Promise((resolve) => setTimeout(resolve, PRESS));
  }

  #release() {
    this.#pressing = false;
    this.#catchUp();
  }

  #catchUp() {
    if (this.#late) this.show(this.#late);
  }

  /** Take the reader to the heading of what is shown. */
  land() {
    this.#lands = this.#late !== null;
    if (this.#lands) return;
    const record = this.part("record");
    const list = this.part(LIST);
    land(record.hidden ? (list.querySelector("h2") ? list : this.part("new")) : record);
    this.answer.show();
  }

  /** Show the newest views with what is newer than them. @param {Shown} shown @param {boolean} [saved] what is typed was just saved */
  show(shown, saved = false) {
    const { entries, open, ready, unread } = shown;
    const record = this.part("record");
    this.#late = !saved && (this.#pressing || (!record.hidden && typing(record))) ? shown : null;
    if (this.#late) return;
    record.hidden = !open;
    for (const name of [TODAY, LIST, "new"]) this.part(name).hidden = Boolean(open);
    this.#back(record, Boolean(open));
    if (open) this.#record(record, shown);
    else this.#all(shown);
    this.#note(this.#place, "unread", unread.join(" "), this.part("case-line"));
    this.starters(entries.length > 0, ready);
    this.#page.localise(this.#place);
    this.#page.dress(this.#place);
    for (const file of this.#place.querySelectorAll("[data-file], [data-export-record]")) file.toggleAttribute("hidden", false);
    ask(this.#place);
    this.answer.lay();
    if (this.#lands) this.land();
  }

  /** Without anything kept there is nothing to work out. @param {boolean} any @param {boolean} ready */
  starters(any, ready) {
    const [starter] = this.#place.querySelectorAll("[data-start-engine]");
    starter?.closest("p")?.toggleAttribute("hidden", !any || ready);
  }

  /** @param {HTMLElement} record @param {boolean} open */
  #back(record, open) {
    const there = this.#place.querySelector("[data-back]");
    if (!open) return there?.remove();
    if (there) return;
    const line = paragraph("", "back");
    line.dataset.back = "";
    line.append(link("#", WORDS.all));
    record.before(line);
  }

  /** @param {HTMLElement} place @param {Shown} shown */
  #record(place, { entries, views, open, asking, ready }) {
    const view = views.get(open);
    if (place.dataset.record !== open || !view) spoil(place);
    place.dataset.record = open;
    if (view) patch(place, view.html, this.#page.drawn, () => this.answer.lay());
    else this.#blank(place, open, records(entries).get(open) ?? "", asking);
    const old = view && view.day !== this.#page.today() && !ready;
    this.#note(place, "viewed", old ? WORDS.viewOf(day.format(new Date(`${view.day}T12:00`))) : "");
    const own = entries.filter(({ record }) => record === open);
    if (overlay(place, own, new Set(view?.knows))) spoil(place);
  }

  /** The forms of a record that Python has not drawn yet. @param {HTMLElement} place @param {string} open @param {string} nickname @param {boolean} asking */
  #blank(place, open, nickname, asking) {
    patch(place, /** @type {HTMLTemplateElement} */ (this.part("blank")).innerHTML, this.#page.drawn, () => {
      const article = place.querySelector("article");
      if (article) article.dataset.recordId = open;
      this.answer.lay();
    });
    const heading = place.querySelector("h2");
    if (!heading) return;
    heading.textContent = nickname;
    for (const field of place.querySelectorAll('form[data-entry="named"] input')) field.setAttribute("value", nickname);
    heading.after(...(asking ? [paragraph(WORDS.waitingFirst)] : [paragraph(WORDS.waiting), row(button(WORDS.start, "startEngine"))]));
  }

  /** @param {Shown} shown */
  #all({ entries, views, ready }) {
    const today = this.part(TODAY);
    const list = this.part(LIST);
    patch(today, views.get(TODAY)?.html ?? "", this.#page.drawn);
    patch(list, views.get(LIST)?.html ?? "", this.#page.drawn);
    const drawn = views.get(TODAY)?.day;
    const old = drawn && drawn !== this.#page.today() && !ready;
    this.#note(today, "viewed", old ? WORDS.viewOf(day.format(new Date(`${drawn}T12:00`))) : "");
    list.querySelector("[data-waiting]")?.remove();
    const open = records(entries);
    for (const there of list.querySelectorAll("li[data-record-id]")) if (!open.has(there.getAttribute("data-record-id") ?? "")) there.remove();
    const waiting = [...open].filter(([id]) => !views.has(id));
    if (!waiting.length) return;
    const items = document.createElement("ul");
    items.className = "records";
    items.dataset.waiting = "";
    items.append(...waiting.map(([id, nickname]) => {
      const item = document.createElement("li");
      item.append(link(`#record=${id}`, nickname));
      return item;
    }));
    list.append(items);
  }

  /** A quiet line in a place; an empty sentence takes it away. @param {Element} place @param {string} kind @param {string} sentence @param {Element} [behind] */
  #note(place, kind, sentence, behind) {
    const there = place.querySelector(`[data-${kind}]`);
    if (!sentence) return there?.remove();
    if (there) return void (there.textContent = sentence);
    const line = paragraph(sentence, "note");
    line.setAttribute(`data-${kind}`, "");
    if (behind) behind.after(line);
    else place.prepend(line);
  }
}
