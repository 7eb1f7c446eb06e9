/**
 * The way out of this device and back: files made and taken in, and everything erased. A file that comes in is looked
 * at here, set aside, compared by Python, shown, and taken over only when the reader says so.
 */
import { FORMAT, seemsToName, VERSION, written } from "./entries.js";
import { canLock, isNewer, isWhole, lock, LOCKED, unlock } from "./lock.js";
import { button, paragraph, row, save } from "./pieces.js";
import { Refused } from "./store.js";
import { WORDS } from "./words.js";

/** @typedef {import("./entries.js").Entry} Entry */
/** @typedef {import("./lock.js").Locked} Locked */
/**
 * @typedef {object} Desk what the case file gives
 * @property {import("./store.js").Store} store
 * @property {() => readonly Entry[]} entries
 * @property {() => import("./store.js").Note | undefined} exported
 * @property {(request: Record<string, unknown>) => Promise<Record<string, any> | null>} ask null if the engine is lost
 * @property {() => Promise<void>} changed everything is to be read and shown anew
 * @property {(sentence: string, pressed?: Element | null, ids?: string[]) => void} say beside what was pressed, with entries that its button undoes
 * @property {() => string} today
 * @property {(html: string) => string} drawn
 */

/** Bytes of a file that are read at all; its characters may be up to three bytes each. */
const MOST_BYTES = 20_000_000;
const LONGEST = 5_000_000;
const SHORTEST_PHRASE = 8;

export class Backup {
  #place;
  #desk;
  #release;
  /** @type {HTMLElement} */
  #view;
  /** The file that is set aside, and what it was compared with. */
  #file = "";
  #sent = new Set();
  #looking = false;

  /** @param {Element} place the part of the page @param {Desk} desk @param {string} release */
  constructor(place, desk, release) {
    this.#place = place;
    this.#desk = desk;
    this.#release = release;
    this.#view = /** @type {HTMLElement} */ (place.querySelector("[data-import-view]"));
    place.querySelector("[data-import]")?.addEventListener("change", ({ target }) => this.#choose(/** @type {HTMLInputElement} */ (target)));
    place.addEventListener("click", ({ target }) => target instanceof Element && void this.#click(target));
    place.addEventListener("submit", (event) => event.preventDefault());
    const shown = place.querySelector("[data-show-phrase]");
    shown?.addEventListener("change", () => place.querySelector("[data-passphrase]")?.setAttribute("type", /** @type {HTMLInputElement} */ (shown).checked ? "text" : "password"));
  }

  /** @param {Element} clicked */
  async #click(clicked) {
    try {
      if (clicked.closest("[data-export]")) await this.export("", clicked);
      else if (clicked.closest("[data-export-locked]")) await this.#exportLocked(clicked);
      else if (clicked.closest("[data-erase]")) this.#askErase(/** @type {HTMLElement} */ (clicked.closest("[data-erase]")));
      else if (clicked.closest("[data-merge]")) await this.#merge();
      else if (clicked.closest("[data-leave]")) await this.#leave();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#desk.say(error.message, clicked);
    }
  }

  // --- out -----------------------------------------------------------------------------------------

  /** Say when everything was last saved to a file. */
  tell() {
    const line = this.#place.querySelector("[data-last-export]");
    const note = this.#desk.exported();
    const entries = this.#desk.entries();
    const had = new Set(note?.ids);
    const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
    const since = entries.filter(({ id }) => !had.has(id)).length;
    const says = note?.day ? WORDS.exported(day.format(new Date(`${note.day}T12:00`)), since) : entries.length ? WORDS.neverExported : "";
    if (line && line.textContent !== says) line.textContent = says;
  }

  /** Save one record as a file, or all. @param {string} record @param {Element} pressed */
  async export(record, pressed) {
    const entries = this.#chosen(record);
    if (!entries.length) return this.#desk.say(WORDS.exportNothing, pressed);
    const day = this.#desk.today();
    const part = record && `-${record.slice(-4)}`;
    await this.#hand(written(entries, day, this.#release), `even-keel-${day}${part}.json`, record, entries, pressed);
  }

  /** @param {Element} pressed */
  async #exportLocked(pressed) {
    const field = /** @type {HTMLInputElement | null} */ (this.#place.querySelector("[data-passphrase]"));
    const entries = this.#chosen("");
    if (!canLock()) return this.#desk.say(WORDS.lockAbsent, pressed);
    if (!entries.length) return this.#desk.say(WORDS.exportNothing, pressed);
    if (!field || field.value.trim().length < SHORTEST_PHRASE) {
      this.#desk.say(WORDS.phraseShort, pressed);
      return field?.focus();
    }
    const day = this.#desk.today();
    const locked = await lock(written(entries, day, this.#release), field.value);
    field.value = "";
    await this.#hand(locked, `even-keel-${day}-locked.json`, "", [], pressed);
  }

  /** @param {string} record */
  #chosen(record) {
    return this.#desk.entries().filter((entry) => !record || entry.record === record);
  }

  /** @param {string} text @param {string} name @param {string} record @param {readonly Entry[]} open what everybody can read in it @param {Element} pressed */
  async #hand(text, name, record, open, pressed) {
    const ids = this.#chosen("").map(({ id }) => id);
    save(text, name, "application/json");
    const more = [seemsToName(open) && WORDS.exportNames, text.length > LONGEST && open.length > 0 && WORDS.exportLarge].filter(Boolean);
    this.#desk.say([WORDS.exportDone, ...more].join(" "), pressed);
    if (record) return;
    await this.#desk.store.note({ name: "exported", day: this.#desk.today(), ids });
    await this.#desk.changed();
  }

  // --- in ------------------------------------------------------------------------------------------

  /** @param {HTMLInputElement} field */
  async #choose(field) {
    const [file] = field.files ?? [];
    if (!file) return;
    const text = await read(file);
    field.value = "";
    await this.#take(text);
  }

  /** @param {{ text?: string, says?: string }} found */
  async #take({ text = "", says }) {
    const parsed = says === undefined ? look(text) : { says };
    if (parsed.locked) return this.#askPhrase(parsed.locked);
    if (parsed.says) return this.#refuse(parsed.says);
    try {
      await this.#desk.store.putAside(text);
      this.aside(text);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#refuse(error.message);
    }
  }

  /** A file is set aside: say so, and compare it as soon as the engine is here. @param {string} text @param {boolean} [wait] until the engine runs anyway */
  aside(text, wait = false) {
    this.#file = text;
    if (!text) return;
    this.#show(paragraph(WORDS.importAside), row(button(WORDS.start, "startEngine"), button(WORDS.importLeave, "leave")));
    this.#desk.say(WORDS.importAside);
    if (!wait) void this.compare();
  }

  /** Let Python compare the file that is set aside, and show what it says. @returns {Promise<void>} */
  async compare() {
    if (!this.#file || this.#looking) return;
    this.#looking = true;
    const entries = this.#desk.entries();
    const file = this.#file;
    this.#desk.say(WORDS.importChecking);
    const reply = await this.#desk.ask({ ask: "import", entries: JSON.stringify(entries), file }).finally(() => (this.#looking = false));
    // Another file was chosen meanwhile, or this one was put away.
    if (file !== this.#file) return this.compare();
    if (!reply) return this.#desk.say(WORDS.importAside);
    if (!reply.ok) {
      await this.#putAway();
      return this.#refuse(String(reply.says ?? WORDS.importDamaged));
    }
    this.#sent = new Set(entries.map(({ id }) => id));
    this.#view.innerHTML = this.#desk.drawn(String(reply.html));
    const buttons = reply.changes ? [["[data-merge]", WORDS.importTake, "merge"], ["[data-leave]", WORDS.importLeave, "leave"]] : [["[data-leave]", WORDS.importLeave, "leave"]];
    for (const [there = "", label = "", does = ""] of buttons) if (!this.#view.querySelector(there)) this.#view.append(row(button(label, does)));
    this.#desk.say(reply.changes ? WORDS.importTold : WORDS.importNothing);
    this.#view.tabIndex = -1;
    this.#view.focus();
  }

  async #merge() {
    const asked = Array.from(this.#view.querySelectorAll("input[type=radio]:checked"), (radio) => /** @type {HTMLInputElement} */ (radio));
    const choices = Object.fromEntries(asked.map(({ name, value }) => [name, value]));
    const entries = this.#desk.entries().filter(({ id }) => this.#sent.has(id));
    const reply = await this.#desk.ask({ ask: "merge", entries: JSON.stringify(entries), file: this.#file, choices });
    if (!reply) return this.#desk.say(WORDS.importAside);
    if (!reply.ok) return this.#refuse(String(reply.says));
    /** @type {Entry[]} */
    const merged = JSON.parse(String(reply.entries));
    await this.#desk.store.replace(merged, new Set(this.#sent));
    this.#file = "";
    this.#show();
    await this.#desk.changed();
    this.#desk.say(WORDS.importDone, this.#place.querySelector("[data-import]"), merged.filter(({ id }) => !this.#sent.has(id)).map(({ id }) => id));
    this.#back("[data-import]");
  }

  /** The button that was pressed is gone: take the reader to a control. @param {string} control */
  #back(control) {
    const place = this.#place.querySelector(control);
    if (place instanceof HTMLElement) place.focus({ preventScroll: true });
  }

  async #leave() {
    await this.#putAway();
    this.#show();
    this.#desk.say(WORDS.importLeft, this.#place.querySelector("[data-import]"));
    this.#back("[data-import]");
  }

  async #putAway() {
    this.#file = "";
    await this.#desk.store.putAside("");
  }

  /** @param {string} says */
  #refuse(says) {
    this.#show(paragraph(says, "problem"));
    this.#desk.say(says);
  }

  /** @param {Locked} file */
  #askPhrase(file) {
    if (!canLock()) return this.#refuse(WORDS.lockAbsent);
    const form = document.createElement("form");
    form.autocomplete = "off";
    const label = document.createElement("label");
    const field = document.createElement("input");
    field.type = "password";
    field.id = label.htmlFor = "unlock-phrase";
    label.textContent = WORDS.phraseAsk;
    const go = button(WORDS.phraseOpen, "unlock");
    go.type = "submit";
    const wrong = paragraph("", "problem");
    form.append(label, field, row(go, button(WORDS.importLeave, "leave")), wrong);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      go.disabled = true;
      const text = await unlock(file, field.value);
      go.disabled = false;
      wrong.textContent = text === null ? WORDS.phraseWrong : "";
      if (text === null) return field.select();
      await this.#take({ text });
    });
    this.#show(form);
    field.focus();
  }

  /** @param {...Node} parts */
  #show(...parts) {
    this.#view.replaceChildren(...parts);
  }

  // --- away ----------------------------------------------------------------------------------------

  /** The first tap says what goes, the second one does it. @param {HTMLElement} asked */
  #askErase(asked) {
    const there = this.#place.querySelector("[data-erasing]");
    if (there) return there.querySelector("button")?.focus();
    const part = document.createElement("div");
    part.dataset.erasing = "";
    part.setAttribute("role", "alertdialog");
    part.setAttribute("aria-labelledby", "erase-asks");
    part.setAttribute("aria-describedby", "erase-tells");
    const asks = paragraph("");
    asks.id = "erase-asks";
    asks.append(Object.assign(document.createElement("strong"), { textContent: WORDS.eraseAsk }));
    const tells = paragraph(WORDS.eraseTells);
    tells.id = "erase-tells";
    const go = button(WORDS.eraseDo, "eraseNow");
    const no = button(WORDS.eraseNot, "eraseNot");
    part.append(asks, tells, row(no, go));
    const leave = () => {
      part.remove();
      asked.focus();
    };
    go.addEventListener("click", () => this.#erase(part, asked));
    no.addEventListener("click", leave);
    part.addEventListener("keydown", ({ key }) => key === "Escape" && leave());
    (asked.closest("p") ?? asked).after(part);
    // Who presses twice without reading keeps everything.
    no.focus();
    part.scrollIntoView({ block: "nearest" });
  }

  /** @param {HTMLElement} part @param {HTMLElement} asked */
  async #erase(part, asked) {
    let says = /** @type {string} */ (WORDS.erased);
    try {
      await this.#desk.store.erase();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      says = error.message;
    }
    part.remove();
    this.#file = "";
    this.#show();
    await this.#desk.changed();
    this.#desk.say(says, asked);
    this.#back("[data-erase]");
  }
}

/** Read a file as text. @param {File} file @returns {Promise<{ text?: string, says?: string }>} */
async function read(file) {
  if (file.size > MOST_BYTES) return { says: WORDS.importLarge };
  let bytes;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return { says: WORDS.importUnreadable };
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { says: WORDS.importNotText };
  }
}

/**
 * What can be said of a file without Python: its size, its form, its name and its version.
 * @param {string} text
 * @returns {{ says?: string, locked?: Locked }}
 */
function look(text) {
  // A locked file is longer by a third.
  if (text.length > LONGEST * 1.4) return { says: WORDS.importLarge };
  if (!text.trim()) return { says: WORDS.importEmpty };
  let file;
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return { says: /^\s*[{[]/.test(text) ? WORDS.importDamaged : WORDS.importForeign };
  }
  if (typeof file !== "object" || file === null) return { says: WORDS.importForeign };
  if (file.format === LOCKED) {
    if (isNewer(file)) return { says: WORDS.importNewer };
    return isWhole(file) ? { locked: file } : { says: WORDS.importDamaged };
  }
  if (file.format !== FORMAT) return { says: WORDS.importForeign };
  if (text.length > LONGEST) return { says: WORDS.importLarge };
  if (!Number.isInteger(file.version) || file.version < 1) return { says: WORDS.importNoVersion };
  if (file.version > VERSION) return { says: WORDS.importNewer };
  return Array.isArray(file.entries) ? {} : { says: WORDS.importDamaged };
}
