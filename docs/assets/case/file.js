/**
 * The case file on its page: shows the views that were drawn last, adds entries, and has Python draw anew when it is
 * there. What an entry means and every sentence of a view come from Python; without it reading and adding go on.
 */
import { Backup } from "./backup.js";
import { inOrder, made, name, problems, records, seemsToName, warnings } from "./entries.js";
import { askWhere, kept } from "./keep.js";
import { save } from "./pieces.js";
import { LIST, Screen, TODAY } from "./screen.js";
import { Refused, Store } from "./store.js";
import { ask, fieldsOf, nameOf, settle } from "./view.js";
import { WORDS } from "./words.js";

/**
 * @typedef {typeof import("../page/engine.js") & typeof import("../page/gauge.js") & typeof import("../page/handout.js")
 *   & typeof import("../page/localtime.js") & typeof import("../page/memory.js") & typeof import("../page/address.js")
 *   & typeof import("../page/trusted.js")} Page
 */
/** @typedef {import("./entries.js").Entry} Entry */
/** @typedef {import("./store.js").View} View */
/** @typedef {import("./answer.js").Spots} Spots */
/** @typedef {{ ok: boolean, says?: string, today?: string, list?: string, records?: Record<string, Omit<View, "record" | "day" | "knows">>, unread?: string[] }} Reply */

/** Kinds whose forms ask for something new each time; the others show what is kept. */
const NEW = Object.freeze(["opened", "log"]);
/** The record that the reader left for the wizard, for this tab. */
const FROM = "even-keel.case-record";

/** Milliseconds that a save waits for Python's word. */
const PATIENCE = 5_000;

export class CaseFile {
  #place;
  #page;
  #engine;
  #store;
  #screen;
  #backup;
  /** @type {Entry[]} */
  #entries = [];
  /** @type {Map<string, View>} */
  #views = new Map();
  /** @type {Map<string, import("./store.js").Note>} */
  #notes = new Map();
  /** @type {string[]} */
  #unread = [];
  /** The record on the screen; empty on the page of all. */
  #open = "";
  #asking = false;
  /** The record whose reader was told that it seems to name somebody. */
  #told = "";
  /** Counts what was saved here. */
  #saves = 0;
  /** What was kept here is gone, or cannot be read: that is said, and nothing over it. */
  #lost = false;
  /** What is to be drawn when Python is done with what it does: a record, or all. @type {string | null} */
  #wanted = null;

  /**
   * @param {HTMLElement} place
   * @param {Page} page what the page's own modules give
   * @param {string} engineFolder
   */
  constructor(place, page, engineFolder) {
    this.#place = place;
    this.#page = page;
    this.#screen = new Screen(place, page);
    this.#store = new Store((news) => this.#hear(news));
    this.#engine = new page.Engine(engineFolder, (news) => this.#gauge(news), true);
    const release = document.querySelector('meta[name="ek-release"]')?.getAttribute("content")?.split(" ")[0] ?? "";
    this.#backup = new Backup(this.#screen.part("backup"), {
      store: this.#store,
      entries: () => this.#entries,
      exported: () => this.#notes.get("exported"),
      ask: (request) => this.#ask(request),
      changed: () => this.#read("anew"),
      say: (sentence, pressed, ids) => this.#say(sentence, pressed ? this.#screen.answer.around(pressed) : [], ids, WORDS.undo),
      today: () => page.today(),
      drawn: page.drawn,
    }, release);
  }

  async begin() {
    const place = this.#place;
    place.hidden = false;
    place.addEventListener("submit", (event) => void this.#submit(event));
    place.addEventListener("click", ({ target }) => target instanceof Element && void this.#click(target));
    place.addEventListener("change", ({ target }) => target instanceof HTMLElement && void this.#look(target));
    window.addEventListener("hashchange", () => this.#route());
    window.addEventListener("pageshow", (event) => event.persisted && void this.#read("anew"));
    document.addEventListener("visibilitychange", () => this.#dawn());
    await this.#read("first");
    this.#route();
    if (this.#entries.length) void this.#persist(false);
    const unasked = () => this.#entries.length && this.#engine.cheap && void this.#work();
    unasked();
    document.addEventListener("ek-engine", () => this.#engine.condition === "off" && unasked());
  }

  #show(saved = false) {
    const [entries, views, unread, open] = [this.#entries, this.#views, this.#unread, this.#open];
    this.#screen.show({ entries, views, unread, open, ready: this.#engine.condition === "ready", asking: this.#asking }, saved);
    this.#backup.tell();
  }

  /** @param {string} sentence @param {Spots} [at] beside what was pressed @param {string[]} [ids] @param {string} [label] */
  #say(sentence, at = [], ids = [], label = "") {
    this.#screen.answer.say(sentence, ids, label, at);
  }

  /** Read what the device has, and show it. @param {"first" | "anew" | "drawn"} how anew: what was drawn is older @returns {Promise<void>} */
  async #read(how) {
    const saves = this.#saves;
    try {
      const { entries, views, notes, aside, lost } = await this.#store.all();
      // What was saved while this was read is not in it.
      if (saves !== this.#saves) return this.#read(how);
      this.#entries = entries;
      this.#views = new Map(views.map((view) => [view.record, view]));
      this.#notes = new Map(notes.map((note) => [note.name, note]));
      this.#lost ||= lost;
      if (lost) this.#say(WORDS.storeLost);
      if (lost) this.#store.forgetLoss();
      if (how === "first") this.#backup.aside(aside, !this.#engine.cheap);
    } catch (error) {
      this.#lost = true;
      this.#refused(error);
    }
    this.#leaveLost();
    this.#show();
    // What another tab has drawn is not drawn again here, or the two would never end.
    if (how === "anew" && this.#engine.condition === "ready") void this.#work();
  }

  /** Another tab did something. @param {import("./store.js").News} news */
  async #hear(news) {
    await this.#read(news === "views" ? "drawn" : "anew");
    if (news === "erased") this.#say(WORDS.erasedElsewhere);
    if (news === "entries") this.#say(WORDS.otherTab);
  }

  // --- where the reader is -------------------------------------------------------------------------

  /** A record that is not here any more is not on the screen either. */
  #leaveLost() {
    if (!this.#open || records(this.#entries).has(this.#open)) return;
    this.#open = "";
    history.replaceState(null, "", location.pathname);
  }

  /** Show what the address names. */
  #route() {
    const { hash } = location;
    if (hash.startsWith("#keep=")) return this.#keepPlan(hash);
    const id = /^#record=([0-9a-z]{12,32})$/.exec(hash)?.[1] ?? "";
    const there = id && records(this.#entries).has(id) ? id : "";
    if (id && !there && !this.#lost) this.#say(WORDS.unknown);
    const changed = there !== this.#open;
    this.#open = there;
    this.#show();
    if (changed) this.#screen.land();
  }

  /** Ask which contract a plan is for, and keep it there. @param {string} hash */
  #keepPlan(hash) {
    const back = () => history.replaceState(null, "", location.pathname);
    const plan = kept(hash, this.#page.read);
    this.#open = "";
    this.#show();
    if (!plan) {
      back();
      return this.#say(WORDS.keepBroken);
    }
    askWhere(plan, records(this.#entries), tab(FROM), async ({ record, nickname }) => {
      const id = record || name();
      const opening = record ? [] : /** @type {const} */ ([[id, "opened", { nickname }]]);
      const typed = [...this.#page.inputsOf(plan.flow)].filter(([field, text]) => this.#newest(id, "value", field)?.text !== text);
      const values = typed.map(([field, text]) => /** @type {const} */ ([id, "value", { field, text }]));
      const sound = values.filter(([, kind, body]) => !Object.keys(problems(kind, body)).length);
      const wrong = await this.#keep([...opening, [id, "plan", { ...plan }], ...sound], this.#screen.answer.heading(id));
      if (!wrong) location.replace(`#record=${id}`);
      return wrong;
    }, () => {
      back();
      this.#say(WORDS.keepLeft);
      this.#screen.land();
    });
  }

  /** The newest entry of a record that says something of a field or a topic. @param {string} record @param {"value" | "tick"} kind @param {string} what */
  #newest(record, kind, what) {
    const own = this.#entries.filter((entry) => entry.record === record && entry.kind === kind);
    return inOrder(own).findLast(({ body }) => (kind === "value" ? body.field : body.topic) === what)?.body;
  }

  // --- entries -------------------------------------------------------------------------------------

  /** @param {SubmitEvent} event */
  async #submit(event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("form[data-entry]")) return;
    event.preventDefault();
    const kind = form.dataset.entry ?? "";
    const said = typed(form);
    const body = { ...said };
    const record = kind === "opened" ? name() : this.#open;
    // Another tab may have erased it while she typed.
    if (!record) return this.#problems(form, { "": WORDS.storeGone });
    // The day is the reader's own; without one it would be that of the entry, which is kept in UTC.
    if (kind === "log" && !body.on) body.on = this.#page.today();
    if (kind === "tick" && !body.on) body.on = this.#newest(record, "tick", body.topic ?? "")?.on ?? this.#page.today();
    const button = event.submitter;
    const way = button && nameOf(button);
    if (form.getAttribute("aria-busy")) return;
    // Not "disabled": a button that is takes the focus away from her who pressed it.
    form.setAttribute("aria-busy", "true");
    button?.setAttribute("aria-disabled", "true");
    const answer = this.#screen.answer;
    const at = kind === "opened" ? answer.heading(record) : answer.around(form);
    const wrong = await this.#keep([[record, kind, body]], at, form);
    form.removeAttribute("aria-busy");
    button?.removeAttribute("aria-disabled");
    this.#problems(form, wrong ?? {});
    if (wrong) return;
    settle(form, said, NEW.includes(kind));
    ask(this.#place);
    if (kind === "opened") location.hash = `#record=${record}`;
    else if (way && document.activeElement === document.body) {
      // A browser that gives no focus to what is tapped, or a form that was drawn anew.
      const there = button?.isConnected ? button : this.#place.querySelector(way);
      if (there instanceof HTMLElement) there.focus({ preventScroll: true });
    }
  }

  /**
   * Save entries, all or none; gives what is wrong by field, null if they are saved.
   * @param {readonly (readonly [record: string, kind: string, body: Record<string, string>])[]} said
   * @param {Spots} [at] where the answer belongs
   * @param {Element} [form]
   * @returns {Promise<Record<string, string> | null>}
   */
  async #keep(said, at = [], form) {
    /** @type {Entry[]} */
    const entries = [];
    for (const [record, kind, body] of said) {
      const wrong = problems(kind, body);
      if (Object.keys(wrong).length) return wrong;
      const entry = made(record, kind, body, [...this.#entries, ...entries]);
      if (!entry) return { "": WORDS.clock };
      entries.push(entry);
    }
    let reply = null;
    for (const entry of this.#engine.condition === "ready" ? entries : []) {
      // A note does not wait long for Python: it is checked anew when it is drawn.
      reply = await Promise.race([this.#ask({ ask: "entry", entry: JSON.stringify(entry) }), rest(PATIENCE)]);
      if (reply && !reply.ok) return { "": String(reply.says) };
    }
    try {
      await this.#store.add(entries, this.#entries);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { "": `${error.message} ${WORDS.notSaved}` };
    }
    const first = !this.#entries.length;
    this.#saves += 1;
    this.#entries = [...this.#entries, ...entries];
    this.#say(WORDS.saved, at, entries.map(({ id }) => id), WORDS.undo);
    if (form && reply) this.#warn(form, reply.fields);
    const [record = "", ...others] = new Set(entries.map((entry) => entry.record));
    this.#show(Boolean(form));
    void this.#persist(!this.#notes.has("persist"));
    if (first || this.#engine.condition !== "off" || this.#engine.cheap) void this.#work(others.length ? "" : record);
    return null;
  }

  /** Save what a button says; what is wrong is told beside it. @param {Element} button @param {string} kind @param {Record<string, string>} body */
  async #press(button, kind, body) {
    const at = this.#screen.answer.around(button);
    const wrong = await this.#keep([[this.#open, kind, body]], at);
    if (wrong) this.#say(Object.values(wrong).join(" "), at);
  }

  /** @param {Element} button */
  async #tick(button) {
    const { tick: topic = "", to: state = "" } = /** @type {HTMLElement} */ (button).dataset;
    if (button.getAttribute("aria-pressed") === "true") return;
    await this.#press(button, "tick", { topic, state, on: this.#page.today() });
  }

  /** Take entries back, or bring them back by taking back the taking back. @param {Element} pressed */
  async #undo(pressed) {
    const ids = (pressed.getAttribute("data-undo") ?? "").split(" ");
    const at = this.#screen.answer.around(pressed);
    const targets = this.#entries.filter(({ id }) => ids.includes(id));
    if (!targets.length) return;
    const back = targets.every(({ kind }) => kind === "undone");
    const wrong = await this.#keep(targets.map(({ id, record }) => [record, "undone", { entry: id }]), at);
    if (wrong) return this.#say(Object.values(wrong).join(" "), at);
    this.#leaveLost();
    this.#show();
    this.#say(back ? WORDS.saved : WORDS.undone, at, this.#entries.slice(-targets.length).map(({ id }) => id), back ? WORDS.undo : WORDS.putBack);
    // The button that was pressed is gone, or will be: a browser is slow to say that it has lost the focus.
    if (!document.activeElement?.matches("[data-input]")) this.#screen.answer.focus();
  }

  // --- clicks --------------------------------------------------------------------------------------

  /** @param {Element} clicked */
  async #click(clicked) {
    if (clicked.closest("[data-stop-engine]")) return this.#engine.cancel();
    if (clicked.closest("[data-start-engine]:not([type=submit])")) return this.#begin();
    const tick = clicked.closest("[data-tick]");
    if (tick) return this.#tick(tick);
    const undo = clicked.closest("[data-undo]");
    if (undo) return this.#undo(undo);
    const button = clicked.closest("button[data-entry]");
    // What is so already is not said once more.
    if (button?.getAttribute("aria-pressed") === "true") return;
    if (button) return this.#press(button, button.getAttribute("data-entry") ?? "", JSON.parse(button.getAttribute("data-body") ?? "{}"));
    if (clicked.closest("[data-export-record]")) return this.#backup.export(this.#open, clicked);
    if (clicked.closest("[data-share], [data-print], [data-file], [data-copy]") && this.#holdsBack(clicked)) return;
    const view = this.#views.get(this.#open);
    const file = view?.files.find((one) => one.name === clicked.closest("[data-file]")?.getAttribute("data-file"));
    if (file) return save(file.content, file.name, file.media);
    if (this.#open && clicked.closest('a[href*="wizard/"]')) tab(FROM, this.#open);
    await this.#page.act(clicked, async () => view?.text || this.#page.shownText(this.#screen.part("record")));
  }

  /** Before the first thing that others may see, once: whether what was typed seems to name somebody. @param {Element} pressed */
  #holdsBack(pressed) {
    const own = this.#entries.filter(({ record }) => record === this.#open);
    if (this.#told === this.#open || !seemsToName(own)) return false;
    this.#told = this.#open;
    this.#say(WORDS.handNames, this.#screen.answer.around(pressed));
    return true;
  }

  /** The reader left a field: what it seems to hold may be better not kept. @param {HTMLElement} field */
  async #look(field) {
    const form = field.closest("form[data-entry]");
    if (!form || !field.hasAttribute("data-input")) return;
    await this.#screen.released();
    const kind = form.getAttribute("data-entry") ?? "";
    if (this.#engine.condition !== "ready") return this.#warn(form, warnings(typed(form)));
    const entry = made(this.#open || name(), kind, typed(form), this.#entries);
    const reply = entry && (await this.#ask({ ask: "entry", entry: JSON.stringify(entry) }));
    if (reply?.ok) this.#warn(form, reply.fields);
  }

  /** @param {Element} form @param {Record<string, string>} [warns] sentences by field */
  #warn(form, warns = {}) {
    for (const place of form.querySelectorAll("[data-warn]")) {
      const says = warns[place.getAttribute("data-warn") ?? ""] ?? "";
      if (place.textContent !== says) place.textContent = says;
    }
  }

  /** @param {HTMLFormElement} form @param {Record<string, string>} wrong */
  #problems(form, wrong) {
    let all = wrong[""] ?? "";
    const fields = fieldsOf(form);
    for (const field of fields) {
      const says = wrong[field.dataset.input ?? ""];
      const place = form.querySelector(`[data-problem="${CSS.escape(field.dataset.input ?? "")}"]`);
      if (place) place.textContent = says ?? "";
      else if (says) all = `${all} ${says}`.trim();
      if (says) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    let place = form.querySelector("[data-refused]");
    if (!place && all) {
      place = document.createElement("p");
      place.className = "problem";
      place.setAttribute("role", "alert");
      place.setAttribute("data-refused", "");
      form.append(place);
    }
    if (place) place.textContent = all;
    fields.find((field) => wrong[field.dataset.input ?? ""])?.focus();
  }

  // --- Python --------------------------------------------------------------------------------------

  /** @param {Record<string, unknown>} request @returns {Promise<Record<string, any> | null>} */
  async #ask(request) {
    try {
      return JSON.parse(await this.#engine.ask(JSON.stringify({ ...request, day: this.#page.today() })));
    } catch (error) {
      if (error instanceof this.#page.Lost) return null;
      throw error;
    }
  }

  /** The reader wants the calculator. */
  async #begin() {
    await this.#work();
    await this.#backup.compare();
  }

  /** Have views drawn anew. @param {string} [only] the one record that has changed @returns {Promise<void>} */
  async #work(only = "") {
    this.#wanted = this.#wanted === null || this.#wanted === only ? only : "";
    if (this.#asking) return;
    const day = this.#page.today();
    const whole = this.#views.get(TODAY)?.day !== day;
    const record = whole ? "" : this.#wanted;
    const entries = this.#entries;
    this.#wanted = null;
    this.#asking = true;
    const reply = /** @type {Reply | null} */ (await this.#ask({ ask: "case", entries: JSON.stringify(entries), ...(record ? { only: record } : {}) }));
    this.#asking = false;
    if (this.#wanted !== null && reply) return this.#work(record === this.#wanted ? record : "");
    this.#wanted = null;
    if (reply?.ok) await this.#take(reply, entries, day, record);
    else if (reply?.says) this.#say(reply.says);
    else this.#show();
  }

  /** @param {Reply} reply @param {readonly Entry[]} entries @param {string} day @param {string} only */
  async #take({ today = "", list = "", records: drawn = {}, unread = [] }, entries, day, only) {
    // What was erased meanwhile is not shown again, nor kept.
    const here = new Set(this.#entries.map(({ id }) => id));
    if (!entries.every(({ id }) => here.has(id))) return this.#work();
    const none = { title: "", text: "", files: [], day, knows: [] };
    const knows = (/** @type {string} */ record) => entries.filter((entry) => entry.record === record).map(({ id }) => id);
    const others = [...this.#views.values()].filter(({ record }) => only && record !== only && record !== TODAY && record !== LIST);
    const views = Object.entries(drawn).map(([record, view]) => ({ ...view, record, day, knows: knows(record) }));
    const all = [{ ...none, record: TODAY, html: today }, { ...none, record: LIST, html: list }, ...others, ...views];
    this.#views = new Map(all.map((view) => [view.record, view]));
    this.#unread = unread;
    if (!performance.getEntriesByName("slots-filled").length) performance.mark("slots-filled");
    this.#show();
    // Views can be drawn again: if they cannot be kept, nothing is lost.
    await this.#store.keepViews(all, entries).catch((error) => {
      if (!(error instanceof Refused)) throw error;
    });
  }

  /** @param {import("../page/engine.js").News} news */
  #gauge(news) {
    document.documentElement.dataset.engine = news.condition;
    if (news.condition === "ready") this.#page.keepEngineUsed();
    this.#page.gauge(this.#place, news, false);
    if (news.condition === "failed") this.#page.tell(this.#place, `${news.says} ${WORDS.missing}`);
    this.#screen.starters(this.#entries.length > 0, news.condition === "ready");
  }

  /** A page that was left open overnight counts its days anew. */
  #dawn() {
    const drawn = this.#views.get(TODAY)?.day;
    if (document.visibilityState !== "visible" || !drawn || drawn === this.#page.today()) return;
    if (this.#engine.condition === "ready") void this.#work();
    else this.#show();
  }

  /** @param {unknown} error */
  #refused(error) {
    if (!(error instanceof Refused)) throw error;
    this.#say(error.message);
  }

  /** Tell whether the browser keeps all this for good; at the first save it is asked to. @param {boolean} asks */
  async #persist(asks) {
    const already = await navigator.storage?.persisted?.().catch(() => false);
    const promised = already || (asks && (await navigator.storage?.persist?.().catch(() => false)));
    this.#screen.part("kept").textContent = promised ? WORDS.persisted : WORDS.mayGo;
    if (!asks) return;
    this.#notes.set("persist", { name: "persist" });
    await this.#store.note({ name: "persist" }).catch((error) => this.#refused(error));
  }
}

/** @param {number} milliseconds @returns {Promise<null>} */
const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds, null));

/** What stands in the fields that are asked. @param {Element} root @returns {Record<string, string>} */
function typed(root) {
  const asked = fieldsOf(root).filter((field) => field.value && !field.closest("[data-only][hidden]"));
  return Object.fromEntries(asked.map(({ dataset, value }) => [dataset.input ?? "", value]));
}

/** What this tab remembers. @param {string} key @param {string} [value] sets it */
function tab(key, value) {
  try {
    if (value) sessionStorage.setItem(key, value);
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}
