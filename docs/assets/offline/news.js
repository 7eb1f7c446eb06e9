/**
 * News above a plan: its advice has changed, this copy is old, or the device's date cannot be right. All of it is shown
 * as text only; what cannot be fetched or read is passed over in silence.
 */
import { button } from "./bar.js";
import { WORDS } from "./words.js";

/** @typedef {{ id: string, day: string, says: string, touches: string[] }} Correction */
/** @typedef {{ id: string, day: string, corrections: Correction[] }} Newest */
/** @typedef {{ kind: "changed" | "since" | "clock" | "old", says: string, renew: boolean }} Notice */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Days after which a copy is old, before its own day that a clock may show, and after it that no clock should. */
const OLD = 90;
const EARLY = -1;
const FAR = 3 * 365;
/** Characters that a list of corrections may have, and milliseconds it may take. */
const LARGEST = 200_000;
const PATIENCE = 10_000;
/** Corrections above one plan. */
const MOST = 3;
const ISO = /^\d{4}-\d\d-\d\d$/;

/** @param {string} name */
const content = (name) => document.querySelector(`meta[name="ek-${name}"]`)?.getAttribute("content") ?? "";
const [release = "", released = ""] = content("release").split(" ");
const root = new URL(content("root") || "./", location.href);

/**
 * A day as "5 December 2026", which every browser writes alike.
 * @param {string | Date} day
 */
function spoken(day) {
  const date = typeof day === "string" ? new Date(`${day}T12:00`) : day;
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" }).format(date);
}

/**
 * Fetch a small JSON file; null if anything is wrong with it.
 * @param {URL} url
 * @param {RequestCache} cache
 * @returns {Promise<unknown>}
 */
async function read(url, cache) {
  try {
    const response = await fetch(url, { cache, signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok || Number(response.headers.get("Content-Length")) > LARGEST) return null;
    const text = await response.text();
    return text.length > LARGEST ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Those entries of a list that are corrections.
 * @param {unknown} found
 * @returns {Correction[] | null}
 */
function corrections(found) {
  if (!Array.isArray(found)) return null;
  return found.filter(
    (one) =>
      typeof one?.id === "string" && typeof one.says === "string" && one.says.length <= 600 &&
      typeof one.day === "string" && ISO.test(one.day) && !Number.isNaN(Date.parse(one.day)) && Array.isArray(one.touches),
  );
}

/** The days on which this device's unfinished walks were last gone on with, before this page. @returns {Record<string, string>} */
function walked() {
  try {
    const walks = Object.entries(JSON.parse(localStorage.getItem("even-keel.walk") ?? "{}"));
    return Object.fromEntries(walks.map(([flow, stop]) => [flow, stop?.at]).filter(([, at]) => ISO.test(at)));
  } catch {
    return {};
  }
}

class News {
  /** The corrections this page was built with. @type {Correction[] | null} */
  #own = null;
  /** What the server says is the newest release. @type {Newest | null} */
  #newest = null;
  #walked = walked();
  #asked = 0;
  #shown = "";

  async begin() {
    if (!document.querySelector("main#step[data-flow]")) return;
    document.addEventListener("ek-step", () => this.#show());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible") return;
      this.#show();
      if (Date.now() - this.#asked > HOUR) this.#ask();
    });
    this.#show();
    this.#own = corrections(await read(new URL("corrections.json", import.meta.url), "default"));
    this.#show();
    await this.#ask();
  }

  /** Ask which release is the newest; false if the site cannot be reached. */
  async #ask() {
    this.#asked = Date.now();
    const found = /** @type {any} */ (await read(new URL("release.json", root), "no-store"));
    const list = corrections(found?.corrections);
    if (!list || typeof found.id !== "string" || !ISO.test(found.day)) return false;
    this.#newest = { id: found.id, day: found.day, corrections: list };
    this.#show();
    return true;
  }

  /** Put what there is to say between heading and verdict. */
  #show() {
    const main = document.querySelector('main#step[data-kind="result"]');
    const notices = main instanceof HTMLElement ? [...this.#changed(main), ...this.#aged()] : [];
    // One button is enough for all of them.
    for (const notice of notices.filter(({ renew }) => renew).slice(1)) notice.renew = false;
    const shown = JSON.stringify(notices);
    const old = document.querySelector("[data-news]");
    // What stands there already is not said again.
    if (old ? this.#shown === shown : !notices.length) return;
    this.#shown = shown;
    old?.remove();
    if (!notices.length) return;
    const place = document.createElement("div");
    place.dataset.news = "";
    place.append(...notices.map((notice) => this.#notice(notice)));
    main?.querySelector("h1")?.after(place);
  }

  /** @param {Notice} notice */
  #notice({ kind, says, renew }) {
    const line = document.createElement("p");
    line.className = kind;
    line.setAttribute("role", kind === "changed" ? "alert" : "note");
    line.append(says);
    if (renew) line.append(" ", button([WORDS.useNew, () => void this.#renew(line)]));
    return line;
  }

  /**
   * The corrections that touch a plan and that the reader has not seen here.
   * @param {HTMLElement} main
   * @returns {Notice[]}
   */
  #changed(main) {
    const { flow = "", state = "" } = main.dataset;
    const plan = `${flow}/${state.split("--")[0]?.replaceAll("-", "_")}`;
    const here = (/** @type {Correction} */ { touches }) => touches.includes(plan);
    // A server that went back to an earlier release knows nothing that this page does not.
    const ahead = this.#newest && this.#newest.id !== release && this.#newest.day >= released ? this.#newest.corrections : [];
    const missing = ahead.filter(({ id, day }) => (this.#own ? !this.#own.some((own) => own.id === id) : day > released));
    const at = this.#walked[flow] ?? "";
    const since = (this.#own ?? []).filter(({ day }) => at && at <= day);
    return [
      ...missing.filter(here).slice(0, MOST).map(({ day, says }, number) => {
        return /** @type {Notice} */ ({ kind: "changed", says: WORDS.changed(spoken(day), says), renew: number === 0 });
      }),
      ...since.filter(here).slice(0, MOST).map(({ day, says }) => {
        return /** @type {Notice} */ ({ kind: "since", says: WORDS.changedSince(spoken(day), spoken(at), says), renew: false });
      }),
    ];
  }

  /** What the device's date says about this copy, or this copy about the date. @returns {Notice[]} */
  #aged() {
    const now = new Date();
    const days = (Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - Date.parse(released)) / DAY;
    /** @type {Notice[]} */
    const notices = [];
    if (days < EARLY || days > FAR) {
      notices.push({ kind: "clock", says: WORDS.clockWrong(spoken(now), spoken(released)), renew: false });
    }
    if (days > OLD) {
      const newer = this.#newest && this.#newest.id !== release && this.#newest.day > released;
      const say = newer ? WORDS.oldCopy : this.#newest?.id === release ? WORDS.oldRules : WORDS.oldAlone;
      notices.push({ kind: "old", says: say(spoken(released)), renew: Boolean(newer) });
    }
    return notices;
  }

  /**
   * Take the newest copy; the address, and with it the answers, stay.
   * @param {HTMLElement} line
   */
  async #renew(line) {
    const control = line.querySelector("button");
    if (control) control.disabled = true;
    if (!(await this.#ask())) {
      if (control) control.disabled = false;
      line.querySelector("span")?.remove();
      const said = document.createElement("span");
      said.setAttribute("role", "status");
      said.textContent = ` ${WORDS.noLine}`;
      return line.append(said);
    }
    // Without a worker the browser's own store may still have the old page.
    if (!navigator.serviceWorker?.controller) await fetch(location.href, { cache: "reload" }).catch(() => {});
    const came = await import("./keeper.js").catch(() => null);
    if (came) came.keeper.renew();
    else location.reload();
  }
}

new News().begin();
