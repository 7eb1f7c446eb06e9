/**
 * The page's end of the offline app: registers the service worker, tells it what to keep, and brings newer copies.
 * Without service workers it does nothing. It paints only the bar, and never reloads what a reader has begun.
 */
import { tell } from "./bar.js";
import { offerInstall } from "./install.js";
import { showKept } from "./kept.js";
import { frugal, imageKept, wish, wishes } from "./wishes.js";
import { WORDS } from "./words.js";

/** @typedef {{ bytes?: number, all?: number, done?: boolean, failed?: "full" | "line" }} Progress */
/** @typedef {{ id: string, day: string, groups: Record<string, { wire: number, kept: boolean }>, here: boolean }} Status */

const HOUR = 3_600_000;
/** Milliseconds after which a worker that says nothing is not waited for. */
const SILENCE = 30_000;
const TAKEOVER = 5_000;
/** Milliseconds for which files wait at most while the engine comes. */
const HOLD = 60_000;
/** Set by the page script as soon as something is tapped or typed. */
const TOUCHED = "even-keel.touched";
/** Set when this tab was reloaded unasked: that happens once. */
const RELOADED = "even-keel.reloaded";
/** Set when there was no room: then nothing more is kept unasked in this tab. */
const FULL = "even-keel.full";

const html = document.documentElement;
const [release = ""] = (content("release") ?? "").split(" ");
const root = new URL(content("root") ?? "./", location.href).href;
/** What lets a script become the worker where the browser asks for that; no script but this one. @type {{ createScriptURL: (address: string) => string }} */
const trusted = (() => {
  const { trustedTypes: factory } = /** @type {any} */ (globalThis);
  const rules = { createScriptURL: () => `${root}sw.js` };
  return factory?.createPolicy("even-keel-offline", rules) ?? rules;
})();

/** @param {string} name */
function content(name) {
  return document.querySelector(`meta[name="ek-${name}"]`)?.getAttribute("content");
}

/** @param {string} name @param {string} [value] sets it */
function tab(name, value) {
  try {
    if (value) sessionStorage.setItem(name, value);
    return sessionStorage.getItem(name) ?? "";
  } catch {
    // Without a memory of the tab no page is reloaded by itself.
    return "refused";
  }
}

/**
 * Ask a worker; null if it does not answer.
 * @param {ServiceWorker} worker
 * @param {{ do: string, group?: string }} what
 * @param {(progress: Progress) => void} [hear]
 * @returns {Promise<(Progress & Partial<Status>) | null>}
 */
function ask(worker, what, hear = () => {}) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    let silence = 0;
    const wait = () => {
      clearTimeout(silence);
      silence = setTimeout(end, SILENCE, null);
    };
    const end = (/** @type {any} */ answer) => {
      clearTimeout(silence);
      port1.close();
      resolve(answer);
    };
    port1.onmessage = ({ data }) => {
      wait();
      if (data.all) hear(data);
      else end(data);
    };
    wait();
    worker.postMessage(what, [port2]);
  });
}

/** The engine goes first: what is kept must not take its line. */
function engineSettled() {
  return new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
    const look = () => html.dataset.engine !== "loading" && (watch.disconnect(), resolve());
    const watch = new MutationObserver(look);
    watch.observe(html, { attributeFilter: ["data-engine"] });
    look();
  });
}

export class Keeper {
  /** @type {ServiceWorkerRegistration | null} */
  #registration = null;
  #controlled = false;
  /** What this tab waits for until a newer worker is in charge. @type {"" | "asked" | "unasked"} */
  #using = "";
  #busy = Promise.resolve();
  #checked = Date.now();

  /** Whether this browser can keep the site at all. */
  get able() {
    return "serviceWorker" in navigator && isSecureContext;
  }

  async begin() {
    offerInstall();
    if (this.able && !wishes().off) await this.start();
    showKept(this);
  }

  /** Register the worker; what it lacks is asked for without being waited for. */
  async start() {
    await engineSettled();
    const container = navigator.serviceWorker;
    try {
      this.#registration = await container.register(trusted.createScriptURL(""), { scope: root, updateViaCache: "none" });
    } catch {
      return;
    }
    if (!this.#registration) return;
    this.#giveWay();
    this.#controlled = container.controller !== null;
    container.addEventListener("controllerchange", () => this.#changed());
    this.#registration.addEventListener("updatefound", () => this.#await(this.#registration?.installing));
    this.#await(this.#registration.installing);
    this.#offer();
    for (const [target, kind] of /** @type {const} */ ([[document, "visibilitychange"], [window, "focus"]])) {
      target.addEventListener(kind, () => this.#wake());
    }
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.#compare());
    new MutationObserver(() => this.#engineUsed()).observe(html, { attributeFilter: ["data-engine"] });
    this.#keepAll();
  }

  /** What the worker in use has; null if there is none. @returns {Promise<Status | null>} */
  async status() {
    const worker = this.#registration?.active;
    if (!worker || (await past(worker, "activating")) !== "activated") return null;
    const said = await ask(worker, { do: "status" });
    return /** @type {Status | null} */ (said?.groups ? said : null);
  }

  /**
   * Keep a group of files, one after another.
   * @param {string} group
   * @param {(progress: Progress) => void} [hear]
   * @returns {Promise<Progress>}
   */
  async keep(group, hear) {
    wish({ off: false, ...(group === "guide" ? { guide: true } : {}), ...(group === "engine" ? { engine: true } : {}) });
    if (!this.#registration) await this.start();
    const ready = this.#registration && (await navigator.serviceWorker.ready);
    return (ready?.active && (await ask(ready.active, { do: "keep", group }, hear))) ?? { failed: "line" };
  }

  /** Remove all that is kept, and the worker; one that is being installed must not bring it back. */
  async forget() {
    wish({ off: true, guide: false, engine: false });
    const { installing, waiting, active } = this.#registration ?? {};
    for (const worker of [installing, waiting, active]) if (worker) await ask(worker, { do: "forget" });
    await this.#registration?.unregister();
    this.#registration = null;
  }

  /** A newer copy than the one in use: it may be here, or on its way. */
  get newer() {
    if (this.#registration?.waiting) return "here";
    return this.#registration?.installing ? "coming" : "none";
  }

  /** Look for a newer copy; false if the site cannot be reached. */
  async look() {
    this.#checked = Date.now();
    try {
      await this.#registration?.update();
      wish({ checked: new Date().toISOString() });
      return true;
    } catch {
      return false;
    }
  }

  /** Take the newest copy there is and show this page from it. */
  async renew() {
    // While the engine is still coming this page has not registered its worker, which serves the old copy all the same.
    this.#registration ??= (await navigator.serviceWorker?.getRegistration().catch(() => null)) ?? null;
    await this.look();
    const coming = this.#registration?.installing;
    if (coming) await past(coming, "installing");
    const waiting = this.#registration?.waiting;
    if (waiting) this.#use(waiting, "asked");
    else location.reload();
  }

  #wake() {
    if (document.visibilityState === "visible" && Date.now() - this.#checked > HOUR) this.look();
  }

  /** The reader waits for the engine: until it has come, no more files are kept. */
  #giveWay() {
    const { installing, active } = this.#registration ?? {};
    const milliseconds = html.dataset.engine === "loading" ? HOLD : 0;
    for (const worker of [installing, active]) worker?.postMessage({ do: "hold", milliseconds });
  }

  #engineUsed() {
    this.#giveWay();
    if (html.dataset.engine !== "ready" || wishes().off || frugal()) return;
    wish({ engine: true });
    this.#keepAll();
  }

  /** Keep what this reader should have; what is there already costs nothing. */
  #keepAll() {
    this.#busy = this.#busy.then(async () => {
      await navigator.serviceWorker.ready;
      // Another tab may have removed everything.
      if (wishes().off) return;
      const here = document.querySelector("main#step")?.getAttribute("data-flow")?.replaceAll("_", "-");
      const { guide, engine } = wishes();
      const pages = frugal() && !guide ? ["door", ...(here ? [here] : [])] : ["guide"];
      const groups = (await this.status())?.groups ?? {};
      if (groups.engine?.kept) document.dispatchEvent(new CustomEvent("ek-engine", { detail: { image: groups.image?.kept === true } }));
      const active = this.#registration?.active;
      // The page fetches the image when the line is fast; then it is in the browser's store, and costs nothing here.
      const quick = imageKept() ? ["image"] : [];
      for (const group of ["core", ...pages, ...(engine ? ["engine", ...quick] : [])]) {
        if (!active || groups[group]?.kept !== false || tab(FULL) === "yes") continue;
        if ((await ask(active, { do: "keep", group }))?.failed === "full") tab(FULL, "yes");
      }
      document.dispatchEvent(new Event("ek-kept"));
    });
    return this.#busy;
  }

  /** @param {ServiceWorker | null | undefined} worker that is being installed */
  async #await(worker) {
    if (worker && (await past(worker, "installing")) === "installed") this.#offer();
  }

  /** A newer copy waits: it is used at once where nothing was begun, else the reader chooses. */
  async #offer() {
    const waiting = this.#registration?.waiting;
    if (!waiting || !navigator.serviceWorker.controller) return;
    const said = await ask(waiting, { do: "status" });
    const begun = tab(TOUCHED) || /^#\d+~/.test(location.hash) || tab(RELOADED);
    if (said?.id === release) waiting.postMessage({ do: "use" });
    else if (said?.id && !begun) this.#use(waiting, "unasked");
    else tell(WORDS.newer, [[WORDS.useNow, () => this.#use(waiting, "asked")], [WORDS.later, () => tell("")]]);
  }

  /** @param {ServiceWorker} waiting @param {"asked" | "unasked"} how */
  #use(waiting, how) {
    this.#using = how;
    if (how === "unasked") tab(RELOADED, "yes");
    if (how === "asked") tell(WORDS.changing);
    // If another tab was faster, no change comes any more. While it still waits, the old one has work in hand.
    const look = () => (this.#registration?.waiting === waiting ? setTimeout(look, TAKEOVER) : this.#show());
    setTimeout(look, TAKEOVER);
    waiting.postMessage({ do: "use" });
  }

  /** Show this page from the newer copy. It may have taken seconds to come, and the reader may have begun meanwhile. */
  #show() {
    const using = this.#using;
    this.#using = "";
    if (using === "asked" || (using && !tab(TOUCHED))) location.reload();
    else if (using) this.#older();
  }

  #older() {
    tell(WORDS.older, [[WORDS.reload, () => location.reload()]]);
  }

  /** Another worker is in charge: the first one, the one asked for here, or one that another tab asked for. */
  #changed() {
    if (this.#using) return this.#show();
    if (this.#controlled) this.#compare();
    this.#controlled = true;
    this.#keepAll();
  }

  /** Say so if this page is of another release than the copy on the device. */
  async #compare() {
    const container = navigator.serviceWorker;
    const said = container.controller && (await ask(container.controller, { do: "status" }));
    if (said?.id && said.here && said.id !== release) this.#older();
  }
}

/**
 * Wait until a worker has left a state behind.
 * @param {ServiceWorker} worker
 * @param {ServiceWorkerState} state
 * @returns {Promise<ServiceWorkerState>}
 */
function past(worker, state) {
  return new Promise((resolve) => {
    const look = () => worker.state !== state && resolve(worker.state);
    worker.addEventListener("statechange", look);
    look();
  });
}

export const keeper = new Keeper();
keeper.begin();
