/**
 * A tool on its page: gathers what is typed, asks the engine, and shows the report that comes back. It knows no tool:
 * fields, rows and what depends on what stand in the form, and every sentence of a report comes from Python.
 */

/**
 * @typedef {typeof import("../page/engine.js") & typeof import("../page/gauge.js") & typeof import("../page/handout.js")
 *   & typeof import("../page/line.js") & typeof import("../page/localtime.js") & typeof import("../page/memory.js")
 *   & typeof import("../page/trusted.js") & typeof import("../page/words.js")} Page
 */
/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
/** @typedef {{ name: string, media: string, content: string }} File */
/**
 * @typedef {object} Reply
 * @property {boolean} ok
 * @property {string} [says]
 * @property {Record<string, string>} [problems]
 * @property {string[]} [missing]
 * @property {string} [refused]
 * @property {string} [html]
 * @property {File[]} [files]
 */

/** Milliseconds of rest after which a change is worked out again. */
const PAUSE = 600;
/** Characters of one field that are sent on; the engine refuses fewer, and to copy a megabyte takes a phone long. */
const LONGEST = 150_000;
const SECONDS_KEPT = 60_000;

export class Tool {
  #place;
  #page;
  #engine;
  #id;
  /** @type {HTMLFormElement} */
  #form;
  /** @type {HTMLElement} */
  #report;
  /** @type {File[]} */
  #files = [];
  #timer = 0;
  #asking = false;
  #stale = false;
  /** The reader pressed the button, so the report is shown to her where it stands. */
  #pressed = false;
  /** The day for which the report was made. */
  #day = "";
  /** Counts how often all was emptied: a reply to what stood there before is no longer wanted. */
  #emptied = 0;
  /** What was taken away last, by name of the field, and whether it was one row of a list. @type {{ typed: Map<string, string>, row: boolean } | null} */
  #dropped = null;

  /**
   * @param {Element} place
   * @param {Page} page what the page's own modules give
   * @param {string} engineFolder
   */
  constructor(place, page, engineFolder) {
    this.#place = place;
    this.#page = page;
    this.#form = /** @type {HTMLFormElement} */ (place.querySelector("form[data-tool]"));
    this.#report = /** @type {HTMLElement} */ (place.querySelector("[data-report]"));
    this.#id = this.#form.dataset.tool ?? "";
    this.#engine = new page.Engine(engineFolder, (news) => {
      document.documentElement.dataset.engine = news.condition;
      if (news.condition === "ready") page.keepEngineUsed();
      page.gauge(place, news, false);
    }, true);
  }

  begin() {
    this.#restore();
    this.#form.hidden = false;
    this.#carry();
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#pressed = true;
      this.#work();
    });
    this.#form.addEventListener("input", ({ target }) => this.#type(target));
    addEventListener("pagehide", () => this.#keep());
    // A page that was left open overnight counts its days anew.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && !this.#report.hidden && this.#page.today() !== this.#day) this.#work();
    });
    this.#place.addEventListener("click", ({ target }) => target instanceof Element && void this.#click(target));
  }

  // --- fields and rows ---------------------------------------------------------------------------

  /** @returns {Field[]} */
  #fields() {
    return Array.from(this.#form.querySelectorAll("[data-input]"), (field) => /** @type {Field} */ (field));
  }

  /** @returns {HTMLElement[]} */
  #rows() {
    return Array.from(this.#form.querySelectorAll("fieldset.row"), (row) => /** @type {HTMLElement} */ (row));
  }

  #restore() {
    const typed = this.#page.toolOf(this.#id);
    this.#rowsFor(typed);
    for (const field of this.#fields()) {
      const value = typed.get(field.dataset.input ?? "");
      if (value !== undefined && !field.hasAttribute("data-never-kept")) field.value = value;
    }
    this.#ask();
  }

  /** Take over what was typed into the plan, or kept in the case file, that the reader comes from. */
  #carry() {
    const filled = this.#given() ?? this.#typed();
    if (!filled) return;
    const before = new Map(this.#fields().map((field) => [field.dataset.input ?? "", field.value]));
    if (filled.every(([field, value]) => before.get(field) === value)) return;
    // An hour belongs to the day beside which it was typed.
    for (const field of this.#fields()) field.value = new Map(filled).get(field.dataset.input ?? "") ?? (field.type === "time" ? "" : field.value);
    this.#type(this.#form);
    const typed = [...before].some(([field, value]) => value && filled.some(([name]) => name === field));
    if (typed) this.#took({ typed: before, row: false }, this.#page.WORDS.toolCarried, false);
    else this.#form.querySelector("[data-taken]")?.replaceChildren(this.#page.WORDS.toolCarried);
  }

  /** What the address says: a link carries an event and its day, and no words. @returns {[string, string][] | null} */
  #given() {
    const given = /^#given=([a-z]+\.[\w-]+(?:~[a-z]+\.[\w-]+)*)$/.exec(location.hash)?.[1];
    if (!given) return null;
    history.replaceState(null, "", location.pathname);
    return given.split("~").map((pair) => /** @type {[string, string]} */ (pair.split(".")));
  }

  /** What was typed into a plan: of several days the newest. @returns {[string, string][] | null} */
  #typed() {
    const flow = /^#from=([a-z_]+)$/.exec(location.hash)?.[1];
    const carries = /** @type {Record<string, Record<string, string>>} */ (JSON.parse(this.#form.dataset.carries ?? "{}"));
    if (!flow) return null;
    history.replaceState(null, "", location.pathname);
    const [newest] = [...this.#page.inputsOf(flow)].filter(([name]) => carries[name]).sort(([, one], [, other]) => (one < other ? 1 : -1));
    if (!newest) return null;
    const [name, text] = newest;
    return Object.entries(carries[name] ?? {}).map(([field, value]) => [field, value || text]);
  }

  /** Have as many rows as the names of these values need, and one where the form has rows at all. @param {Map<string, string>} typed */
  #rowsFor(typed) {
    if (!this.#form.querySelector("[data-rows]")) return;
    const most = Math.max(1, ...[...typed.keys()].map((name) => Number(/^(\d{1,3})\./.exec(name)?.[1] ?? 0)));
    while (this.#rows().length < most && this.#addRow());
  }

  #addRow() {
    const holder = this.#form.querySelector("[data-rows]");
    const template = this.#form.querySelector("template[data-row]");
    const most = Number(holder?.getAttribute("data-rows") ?? 0);
    if (!(template instanceof HTMLTemplateElement) || this.#rows().length >= most) return null;
    const row = template.content.firstElementChild?.cloneNode(true);
    if (!(row instanceof HTMLElement)) return null;
    holder?.append(row);
    this.#number();
    return row;
  }

  /** Give the rows their numbers anew, in names, ids and what refers to them. */
  #number() {
    const rows = this.#rows();
    for (const [index, row] of rows.entries()) {
      const number = row.querySelector("[data-number]");
      if (number) number.textContent = String(index + 1);
      for (const element of row.querySelectorAll("[data-input], [data-problem], [id], [for], [aria-describedby]")) {
        for (const name of ["data-input", "data-problem", "id", "for", "aria-describedby"]) {
          const value = element.getAttribute(name);
          if (value) element.setAttribute(name, value.replace(/(^|[\s-])\d+\./g, `$1${index + 1}.`));
        }
      }
    }
    const add = this.#form.querySelector("[data-add-row]");
    add?.toggleAttribute("disabled", rows.length >= Number(this.#form.querySelector("[data-rows]")?.getAttribute("data-rows") ?? 0));
  }

  /** Hide each field that is not asked with what is chosen now. */
  #ask() {
    for (const line of this.#form.querySelectorAll("[data-only]")) {
      const scope = line.closest("fieldset.row") ?? this.#form;
      const wanted = (line.getAttribute("data-only-if") ?? "").split(" ");
      const on = Array.from(scope.querySelectorAll("[data-field]")).find(
        (other) => other.getAttribute("data-field") === line.getAttribute("data-only"),
      );
      const chosen = /** @type {Field | null | undefined} */ (on?.querySelector("[data-input]"));
      line.toggleAttribute("hidden", on?.hasAttribute("hidden") || !wanted.includes(chosen?.value ?? ""));
    }
  }

  /** @param {EventTarget | null} field */
  #type(field) {
    if (!(field instanceof Element)) return;
    this.#ask();
    clearTimeout(this.#timer);
    // What is being worked out is for other values now, and she who types is not taken elsewhere.
    if (this.#asking) {
      this.#stale = true;
      this.#pressed = false;
    }
    // What is half typed is not judged before the button was pressed once, and a long text is read only when it is asked.
    const again = this.#engine.condition === "ready" && !this.#report.hidden && !this.#form.querySelector("textarea");
    this.#timer = setTimeout(() => {
      this.#keep();
      if (again) this.#work();
    }, PAUSE);
  }

  #keep() {
    const kept = this.#fields().filter((field) => field.value && !isDefault(field) && !field.hasAttribute("data-never-kept"));
    const typed = new Map(kept.map((field) => [field.dataset.input ?? "", field.value]));
    if (!this.#page.keepTool(this.#id, typed) && typed.size) this.#page.say(this.#page.WORDS.toolNotKept);
  }

  // --- clicks ------------------------------------------------------------------------------------

  /** @param {Element} clicked */
  async #click(clicked) {
    if (clicked.closest("[data-stop-engine]")) return this.#engine.cancel();
    if (clicked.closest("[data-add-row]")) {
      const first = this.#addRow()?.querySelector("[data-input]");
      if (first instanceof HTMLElement) first.focus();
      return this.#ask();
    }
    const drop = clicked.closest("[data-drop-row]");
    if (drop) return this.#drop(/** @type {HTMLElement} */ (drop.closest("fieldset.row")));
    if (clicked.closest("[data-put-back]")) return this.#putBack();
    if (clicked.closest("[data-clear]")) return this.#clear();
    const file = this.#files.find(({ name }) => name === clicked.closest("[data-file]")?.getAttribute("data-file"));
    if (file) return this.#save(file);
    await this.#page.act(clicked, () => this.#asText());
  }

  /** @param {HTMLElement} row */
  #drop(row) {
    const fields = Array.from(row.querySelectorAll("[data-input]"), (field) => /** @type {Field} */ (field));
    const typed = new Map(fields.map((field) => [(field.dataset.input ?? "").replace(/^\d+\./, ""), field.value]));
    row.remove();
    this.#number();
    this.#type(this.#form);
    this.#took({ typed, row: true }, this.#page.WORDS.rowDropped);
  }

  #clear() {
    const typed = new Map(this.#fields().map((field) => [field.dataset.input ?? "", field.value]));
    for (const row of this.#rows().slice(1)) row.remove();
    this.#form.reset();
    this.#number();
    this.#ask();
    clearTimeout(this.#timer);
    this.#emptied += 1;
    this.#keep();
    this.#problems({});
    this.#show("", []);
    this.#page.tell(this.#place, "");
    this.#took({ typed, row: false }, this.#page.WORDS.toolCleared);
  }

  /**
   * Say that something was taken away, with the button that brings it back.
   * @param {{ typed: Map<string, string>, row: boolean }} dropped
   * @param {string} says
   */
  #took(dropped, says, focus = true) {
    this.#dropped = dropped;
    const back = document.createElement("button");
    back.type = "button";
    back.dataset.putBack = "";
    back.textContent = this.#page.WORDS.putBack;
    this.#form.querySelector("[data-taken]")?.replaceChildren(`${says} `, back);
    if (focus) back.focus();
  }

  #putBack() {
    const dropped = this.#dropped;
    if (!dropped) return;
    const row = dropped.row ? this.#addRow() : this.#form;
    if (!row) return;
    if (!dropped.row) this.#rowsFor(dropped.typed);
    for (const field of row.querySelectorAll("[data-input]")) {
      const name = field.getAttribute("data-input") ?? "";
      /** @type {Field} */ (field).value = dropped.typed.get(dropped.row ? name.replace(/^\d+\./, "") : name) ?? "";
    }
    this.#dropped = null;
    this.#form.querySelector("[data-taken]")?.replaceChildren();
    this.#type(this.#form);
    const first = row.querySelector("[data-input]");
    if (first instanceof HTMLElement) first.focus();
  }

  /** @param {File} file */
  #save({ name, media, content }) {
    const address = URL.createObjectURL(new Blob([content], { type: media }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), SECONDS_KEPT);
    this.#page.tell(this.#place, this.#page.WORDS.fileSaved);
  }

  // --- the report --------------------------------------------------------------------------------

  async #work() {
    clearTimeout(this.#timer);
    this.#stale = this.#asking;
    if (this.#asking) return;
    this.#asking = true;
    const emptied = this.#emptied;
    try {
      const reply = /** @type {Reply} */ (JSON.parse(await this.#engine.ask(this.#request(false))));
      if (!this.#stale && emptied === this.#emptied) this.#put(reply);
    } catch (error) {
      if (!(error instanceof this.#page.Lost)) throw error;
      this.#stale = false;
    } finally {
      this.#asking = false;
    }
    if (this.#stale && emptied === this.#emptied) this.#work();
  }

  /** @param {boolean} text the report as plain text, in place of a page's */
  #request(text) {
    const asked = this.#fields().filter((field) => field.value && !field.closest("[data-only][hidden]"));
    const inputs = Object.fromEntries(asked.map(({ dataset, value }) => [dataset.input ?? "", value.slice(0, LONGEST)]));
    this.#day = this.#page.today();
    return JSON.stringify({ ask: text ? "tool_text" : "tool", tool: this.#id, inputs, day: this.#day });
  }

  async #asText() {
    try {
      return String(JSON.parse(await this.#engine.ask(this.#request(true))).text ?? "");
    } catch (error) {
      if (!(error instanceof this.#page.Lost)) throw error;
      return this.#report.innerText;
    }
  }

  /** @param {Reply} reply */
  #put(reply) {
    const { WORDS } = this.#page;
    const missing = Object.fromEntries((reply.missing ?? []).map((name) => [name, WORDS.toolEmpty]));
    this.#problems({ ...missing, ...reply.problems });
    const refused = this.#form.querySelector("[data-refused]");
    if (refused) refused.textContent = reply.ok ? (reply.refused ?? "") : (reply.says ?? "");
    const pressed = this.#pressed;
    this.#pressed = false;
    if (!reply.html) {
      this.#show("", []);
      const first = this.#form.querySelector("[aria-invalid]");
      this.#page.tell(this.#place, first ? WORDS.toolFill : "");
      if (pressed && first instanceof HTMLElement) first.focus();
      return;
    }
    this.#show(reply.html, reply.files ?? []);
    // Said aloud, the answer itself tells that it is a new one.
    this.#page.tell(this.#place, pressed ? WORDS.toolDone : (this.#report.querySelector(".lead")?.textContent ?? ""));
    if (!performance.getEntriesByName("slots-filled").length) performance.mark("slots-filled");
    if (!pressed) return;
    this.#report.focus({ preventScroll: true });
    this.#report.scrollIntoView();
  }

  /** @param {Record<string, string>} problems */
  #problems(problems) {
    for (const place of this.#form.querySelectorAll("[data-problem]")) {
      const problem = problems[place.getAttribute("data-problem") ?? ""] ?? "";
      if (place.textContent !== problem) place.textContent = problem;
    }
    for (const field of this.#fields()) {
      if (problems[field.dataset.input ?? ""]) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }

  /** @param {string} html @param {File[]} files */
  #show(html, files) {
    this.#report.innerHTML = this.#page.drawn(html);
    this.#files = files;
    this.#report.hidden = !html;
    this.#place.querySelector("[data-report-tools]")?.toggleAttribute("hidden", !html);
    this.#page.localise(this.#report);
    this.#page.dress(/** @type {HTMLElement} */ (this.#place));
    for (const button of this.#report.querySelectorAll("[data-file]")) button.toggleAttribute("hidden", false);
  }
}

/**
 * Whether a field stands as the page brought it.
 * @param {Field} field
 */
function isDefault(field) {
  if (field instanceof HTMLSelectElement) return field.selectedOptions[0]?.defaultSelected === true;
  return field.value === field.defaultValue;
}
