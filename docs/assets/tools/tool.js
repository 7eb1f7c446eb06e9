/**
 * A tool on its page: gathers what is typed, asks the engine, and shows the report that comes back. It knows no tool:
 * fields, rows and what depends on what stand in the form, and every sentence of a report comes from Python.
 */

/**
 * @typedef {typeof import("../page/engine.js") & typeof import("../page/gauge.js") & typeof import("../page/handout.js")
 *   & typeof import("../page/line.js") & typeof import("../page/localtime.js") & typeof import("../page/memory.js")
 *   & typeof import("../page/words.js")} Page
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
 * @property {string} [text]
 * @property {File[]} [files]
 */

/** Milliseconds of rest after which a change is worked out again. */
const PAUSE = 600;
/** Characters that one request may have; the engine refuses more, and to copy a megabyte takes a phone long. */
const LONGEST = 150_000;

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
  #text = "";
  #timer = 0;
  #asking = false;
  #stale = false;
  /** The reader pressed the button, so the report is shown to her where it stands. */
  #pressed = false;
  /** The row that was dropped last: its values by name of the field. @type {Map<string, string> | null} */
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
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#pressed = true;
      this.#work();
    });
    this.#form.addEventListener("input", ({ target }) => this.#type(target));
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
    const most = Math.max(0, ...[...typed.keys()].map((name) => Number(/^(\d{1,3})\./.exec(name)?.[1] ?? 0)));
    if (this.#form.querySelector("[data-rows]")) for (let row = 0; row < Math.max(most, 1); row += 1) this.#addRow();
    for (const field of this.#fields()) {
      const value = typed.get(field.dataset.input ?? "");
      if (value !== undefined && !field.hasAttribute("data-never-kept")) field.value = value;
    }
    this.#ask();
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
          if (value) element.setAttribute(name, value.replace(/(^|-)\d+\./, `$1${index + 1}.`));
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
    this.#keep();
    clearTimeout(this.#timer);
    // What is half typed is not judged before the button was pressed once.
    if (this.#engine.condition === "ready" && !this.#report.hidden) this.#timer = setTimeout(() => this.#work(), PAUSE);
  }

  #keep() {
    const kept = this.#fields().filter((field) => field.value && !field.hasAttribute("data-never-kept"));
    this.#page.keepTool(this.#id, new Map(kept.map((field) => [field.dataset.input ?? "", field.value])));
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
    if (clicked.closest("[data-row-back]")) return this.#putBack();
    if (clicked.closest("[data-clear]")) return this.#clear();
    const file = this.#files.find(({ name }) => name === clicked.closest("[data-file]")?.getAttribute("data-file"));
    if (file) return this.#save(file);
    await this.#page.act(clicked, async () => this.#text);
  }

  /** @param {HTMLElement} row */
  #drop(row) {
    const fields = Array.from(row.querySelectorAll("[data-input]"), (field) => /** @type {Field} */ (field));
    this.#dropped = new Map(fields.map((field) => [(field.dataset.input ?? "").replace(/^\d+\./, ""), field.value]));
    row.remove();
    this.#number();
    this.#type(this.#form);
    const line = this.#form.querySelector("[data-engine-line]");
    const back = document.createElement("button");
    back.type = "button";
    back.dataset.rowBack = "";
    back.textContent = this.#page.WORDS.rowBack;
    line?.replaceChildren(`${this.#page.WORDS.rowDropped} `, back);
    back.focus();
  }

  #putBack() {
    const row = this.#dropped && this.#addRow();
    for (const field of row?.querySelectorAll("[data-input]") ?? []) {
      const name = (field.getAttribute("data-input") ?? "").replace(/^\d+\./, "");
      /** @type {Field} */ (field).value = this.#dropped?.get(name) ?? "";
    }
    this.#dropped = null;
    this.#form.querySelector("[data-engine-line]")?.replaceChildren();
    this.#type(this.#form);
    const first = row?.querySelector("[data-input]");
    if (first instanceof HTMLElement) first.focus();
  }

  #clear() {
    for (const row of this.#rows().slice(1)) row.remove();
    this.#form.reset();
    this.#page.keepTool(this.#id, new Map());
    this.#number();
    this.#ask();
    this.#problems({});
    this.#show("", "", []);
    this.#page.tell(this.#place, this.#page.WORDS.toolCleared);
    this.#fields()[0]?.focus();
  }

  /** @param {File} file */
  #save({ name, media, content }) {
    const address = URL.createObjectURL(new Blob([content], { type: media }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    this.#page.tell(this.#place, this.#page.WORDS.fileSaved);
  }

  // --- the report --------------------------------------------------------------------------------

  async #work() {
    clearTimeout(this.#timer);
    this.#stale = this.#asking;
    if (this.#asking) return;
    this.#asking = true;
    try {
      const reply = /** @type {Reply} */ (JSON.parse(await this.#engine.ask(this.#request())));
      if (!this.#stale) this.#put(reply);
    } catch (error) {
      if (!(error instanceof this.#page.Lost)) throw error;
      this.#stale = false;
    } finally {
      this.#asking = false;
    }
    if (this.#stale) this.#work();
  }

  #request() {
    const asked = this.#fields().filter((field) => field.value && !field.closest("[data-only][hidden]"));
    const inputs = Object.fromEntries(asked.map(({ dataset, value }) => [dataset.input ?? "", value.slice(0, LONGEST)]));
    return JSON.stringify({ ask: "tool", tool: this.#id, inputs, day: this.#page.today() });
  }

  /** @param {Reply} reply */
  #put(reply) {
    const { WORDS } = this.#page;
    const missing = Object.fromEntries((reply.missing ?? []).map((name) => [name, WORDS.toolEmpty]));
    this.#problems({ ...missing, ...reply.problems });
    const refused = this.#form.querySelector("[data-refused]");
    if (refused) refused.textContent = reply.ok ? (reply.refused ?? "") : (reply.says ?? "");
    if (!reply.html) {
      this.#show("", "", []);
      const first = this.#form.querySelector("[aria-invalid]");
      this.#page.tell(this.#place, first ? WORDS.toolFill : "");
      if (this.#pressed && first instanceof HTMLElement) first.focus();
      this.#pressed = false;
      return;
    }
    this.#show(reply.html, reply.text ?? "", reply.files ?? []);
    this.#page.tell(this.#place, this.#pressed ? WORDS.toolDone : WORDS.toolAgain);
    if (!performance.getEntriesByName("slots-filled").length) performance.mark("slots-filled");
    if (this.#pressed) this.#report.focus();
    this.#pressed = false;
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

  /** @param {string} html @param {string} text @param {File[]} files */
  #show(html, text, files) {
    this.#report.innerHTML = html;
    this.#text = text;
    this.#files = files;
    this.#report.hidden = !html;
    this.#place.querySelector("[data-report-tools]")?.toggleAttribute("hidden", !html);
    this.#page.localise(this.#report);
    this.#page.dress(/** @type {HTMLElement} */ (this.#place));
    for (const button of this.#report.querySelectorAll("[data-file]")) button.toggleAttribute("hidden", false);
  }
}
