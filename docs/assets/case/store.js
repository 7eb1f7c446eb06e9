/**
 * Where the case file is kept: the database of this browser. Entries are only ever added; what was added is there whole
 * or not at all. Every failure becomes a Refused with a sentence for the reader; nothing here paints.
 */
import { WORDS } from "./words.js";

/** @typedef {import("./entries.js").Entry} Entry */
/** @typedef {{ name: string, media: string, content: string }} File */
/** @typedef {{ record: string, html: string, title: string, text: string, files: File[], day: string, knows: string[] }} View */
/** @typedef {{ name: string, day?: string, ids?: string[], asked?: boolean }} Note */
/** @typedef {{ entries: Entry[], views: View[], notes: Note[], aside: string }} All */
/** @typedef {import("idb").IDBPDatabase<any>} Database */
/** @typedef {import("idb").IDBPTransaction<any, string[], "readwrite">} Work */
/** @typedef {"entries" | "views" | "erased"} News */

const NAME = "even-keel.case-file";
const VERSION = 1;
const STORES = Object.freeze(["entries", "views", "meta", "aside"]);
const ASIDE = "import";
/** Milliseconds after which a database that does not open is not waited for. */
const PATIENCE = 15_000;
/** What a connection says that the browser has closed behind our back. */
const CLOSED = Object.freeze(["InvalidStateError", "AbortError"]);
const SENTENCES = Object.freeze(/** @type {Record<string, string>} */ ({
  QuotaExceededError: WORDS.storeFull, SecurityError: WORDS.storeDenied, VersionError: WORDS.storeNewer, TimeoutError: WORDS.storeSilent,
}));

/** The browser did not do it; the message is for the reader. */
export class Refused extends Error {}

/** @param {unknown} error */
function refusal(error) {
  if (error instanceof Refused) return error;
  return new Refused(SENTENCES[error instanceof Error || error instanceof DOMException ? error.name : ""] ?? WORDS.storeBroken);
}

/** How many entries this device should have, beside the database: so that a loss is seen. */
const mark = Object.freeze({
  get: () => {
    try {
      return Number(JSON.parse(localStorage.getItem(NAME) ?? "{}").entries) || 0;
    } catch {
      return 0;
    }
  },
  /** @param {number} entries */
  set: (entries) => {
    try {
      if (entries) localStorage.setItem(NAME, JSON.stringify({ entries }));
      else localStorage.removeItem(NAME);
    } catch {
      // Without the mark a loss is not seen; nothing else depends on it.
    }
  },
});

export class Store {
  /** @type {Promise<Database> | null} */
  #database = null;
  /** @type {BroadcastChannel | null} */
  #channel;

  /** @param {(news: News) => void} hear what another tab did */
  constructor(hear) {
    try {
      this.#channel = new BroadcastChannel(NAME);
    } catch {
      // Where cookies are blocked, a browser may refuse this too. Then tabs do not hear of each other.
      this.#channel = null;
    }
    this.#channel?.addEventListener("message", ({ data }) => hear(data));
  }

  /** @param {News} news */
  #tell(news) {
    this.#channel?.postMessage(news);
  }

  /** @returns {Promise<Database>} */
  #open() {
    this.#database ??= open(() => this.#close()).catch((error) => {
      this.#database = null;
      throw error;
    });
    return this.#database;
  }

  #close() {
    this.#database?.then((database) => database.close(), () => {});
    this.#database = null;
  }

  /**
   * Do work in one transaction; it is done when the browser has it on the disk. A connection that the browser has
   * closed is opened once more.
   * @template T
   * @param {"readonly" | "readwrite"} mode
   * @param {(work: Work) => Promise<T>} act
   * @returns {Promise<T>}
   */
  async #run(mode, act) {
    for (let tries = 0; ; tries += 1) {
      try {
        const database = await this.#open();
        return await whole(/** @type {any} */ (database.transaction(/** @type {any} */ (STORES), mode, { durability: "strict" })), act);
      } catch (error) {
        this.#close();
        const closed = error instanceof DOMException && CLOSED.includes(error.name);
        if (tries || !closed) throw refusal(error);
      }
    }
  }

  /** All that is kept; `lost` tells that entries were here and are gone. @returns {Promise<All & { lost: boolean }>} */
  async all() {
    const found = await this.#run("readonly", async (work) => {
      const [entries, views, notes, aside] = await Promise.all([
        work.objectStore("entries").getAll(), work.objectStore("views").getAll(), work.objectStore("meta").getAll(), work.objectStore("aside").get(ASIDE),
      ]);
      return { entries, views, notes, aside: String(aside?.file ?? "") };
    });
    return { ...found, lost: !found.entries.length && mark.get() > 0 };
  }

  /**
   * Add entries, all or none. If the browser has emptied the database below an open page, what the page knows goes back.
   * @param {readonly Entry[]} entries
   * @param {readonly Entry[]} known
   */
  async add(entries, known) {
    const count = await this.#run("readwrite", async (work) => {
      const shelf = work.objectStore("entries");
      const emptied = known.length > 0 && (await shelf.count()) === 0;
      if (emptied && !mark.get()) throw new Refused(WORDS.storeGone);
      // To put, not to add: after a second try it may be there already, and it says the same.
      for (const entry of emptied ? [...known, ...entries] : entries) await shelf.put(entry);
      return shelf.count();
    });
    mark.set(count);
    this.#tell("entries");
  }

  /**
   * Keep the newest views in place of all others, unless something that they show was erased since.
   * @param {readonly View[]} views
   * @param {readonly Entry[]} shown the entries that they were drawn from
   */
  async keepViews(views, shown) {
    const kept = await this.#run("readwrite", async (work) => {
      const there = new Set(await work.objectStore("entries").getAllKeys());
      if (!shown.every(({ id }) => there.has(id))) return false;
      const shelf = work.objectStore("views");
      await shelf.clear();
      for (const view of views) await shelf.put(view);
      return true;
    });
    if (kept) this.#tell("views");
  }

  /** @param {Note} note */
  async note(note) {
    await this.#run("readwrite", async (work) => void (await work.objectStore("meta").put(note)));
    this.#tell("views");
  }

  /** Set the text of a file aside until it can be compared; an empty one puts it away. @param {string} file */
  async putAside(file) {
    await this.#run("readwrite", async (work) => {
      const shelf = work.objectStore("aside");
      if (file) await shelf.put({ name: ASIDE, file });
      else await shelf.delete(ASIDE);
    });
  }

  /**
   * Let entries take the place of those that were sent to be merged. What another tab has added since stays.
   * @param {readonly Entry[]} entries
   * @param {ReadonlySet<string>} sent ids
   */
  async replace(entries, sent) {
    const count = await this.#run("readwrite", async (work) => {
      const shelf = work.objectStore("entries");
      const later = (await shelf.getAll()).filter(({ id }) => !sent.has(id));
      await shelf.clear();
      for (const entry of [...later, ...entries]) await shelf.put(entry);
      await work.objectStore("aside").delete(ASIDE);
      return shelf.count();
    });
    mark.set(count);
    this.#tell("entries");
  }

  /** Remove everything that this site remembers on this device. */
  async erase() {
    // The mark goes first: a tab that saves meanwhile must not put back what it knows.
    let forgotten = true;
    try {
      for (const memory of [localStorage, sessionStorage]) {
        for (const name of Object.keys(memory).filter((key) => key.startsWith("even-keel."))) memory.removeItem(name);
      }
    } catch {
      forgotten = false;
    }
    const emptied = this.#run("readwrite", (work) => Promise.all(STORES.map((name) => work.objectStore(name).clear())));
    const failed = await emptied.then(() => false, () => true);
    this.#close();
    const removed = !failed || (globalThis.indexedDB ? await library().then(({ deleteDB }) => gone(deleteDB), () => false) : true);
    if (!removed || !forgotten) throw new Refused(WORDS.eraseRefused);
    this.#tell("erased");
    // A tab that sleeps may hold the empty database open; then it goes when that tab does.
    if (!failed) library().then(({ deleteDB }) => gone(deleteDB), () => {});
  }

  /** Forget a loss that the reader was told of. */
  forgetLoss() {
    mark.set(0);
  }
}

/** @param {typeof import("idb").deleteDB} deleteDB @returns {Promise<boolean>} */
const gone = (deleteDB) =>
  new Promise((resolve) => deleteDB(NAME, { blocked: () => resolve(false) }).then(() => resolve(true), () => resolve(false)));

/** @returns {Promise<typeof import("idb")>} */
const library = () => import(new URL("idb.js", import.meta.url).href);

/** @param {() => void} closed */
async function open(closed) {
  if (!globalThis.indexedDB) throw new Refused(WORDS.storeDenied);
  const { openDB } = await library();
  const opening = openDB(NAME, VERSION, {
    upgrade(database) {
      database.createObjectStore("entries", { keyPath: "id" }).createIndex("record", "record");
      database.createObjectStore("views", { keyPath: "record" });
      database.createObjectStore("meta", { keyPath: "name" });
      database.createObjectStore("aside", { keyPath: "name" });
    },
    blocking: closed,
    terminated: closed,
  });
  let late = 0;
  const silence = new Promise((_, reject) => {
    late = setTimeout(() => reject(new DOMException("", "TimeoutError")), PATIENCE);
  });
  // One that opens after all must not be left open.
  opening.then((database) => late < 0 && database.close(), () => {});
  try {
    return await /** @type {Promise<Database>} */ (Promise.race([opening, silence]));
  } catch (error) {
    clearTimeout(late);
    late = -1;
    throw error;
  } finally {
    clearTimeout(late);
  }
}

/**
 * @template T
 * @param {Work} work
 * @param {(work: Work) => Promise<T>} act
 */
async function whole(work, act) {
  const acting = act(work).catch((error) => {
    try {
      work.abort();
    } catch {
      // It has ended already, and says so itself.
    }
    throw error;
  });
  const [found, ended] = await Promise.allSettled([acting, work.done]);
  // What the browser gives as the reason is more than what a request says of it.
  if (ended.status === "rejected" && ended.reason?.name !== "AbortError") throw ended.reason;
  if (found.status === "rejected") throw found.reason;
  if (ended.status === "rejected") throw ended.reason ?? new DOMException("", "AbortError");
  return found.value;
}
