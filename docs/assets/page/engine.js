/**
 * The page's end of the engine: starts the worker, asks it, and gives it up when it is silent.
 * Text goes in and comes out; this module paints nothing and knows no flow.
 */
import { engineIsHere, keepEngineHere, keepImage, keptImage } from "./memory.js";
import { engineScript } from "./trusted.js";
import { WORDS } from "./words.js";

/** @typedef {"off" | "loading" | "ready" | "failed"} Condition */
/** @typedef {"image" | "boot" | "stock"} Way */
/**
 * @typedef {object} News
 * @property {Condition} condition
 * @property {number} done bytes of the line that have come
 * @property {number} all
 * @property {string} says
 * @property {boolean} again whether pressing the button once more makes sense
 * @property {boolean} otherwise one way to start has failed and the next is tried
 */
/** @typedef {{ text: string, resolve: (answer: string) => void, reject: (lost: Lost) => void, due?: Timer }} Question */
/** @typedef {{ stop: () => void }} Timer */

/**
 * Milliseconds of silence after which the worker is given up: while bytes come in, while Python starts, on its first
 * question, for which it opens all its words, on any other, and on the sign of life that is asked of an idle one.
 */
const PATIENCE = Object.freeze({ bytes: 20_000, start: 90_000, restored: 20_000, first: 45_000, question: 15_000, life: 10_000 });
const OVERSLEPT = 2_000;
/** Milliseconds between two signs of life while the page is looked at. */
const PULSE = 15_000;
/** Bits per second at which the engine must have come for its image to be fetched too, unasked. */
const FAST = 5_000_000;
/** Milliseconds after the start before the image is fetched, so that it is in nobody's way. */
const LATER = 4_000;
const SCRIPTS = Object.freeze(["worker.js", "freight.js", "image.js"]);
/** What is tried after a way has failed. */
const NEXT = Object.freeze(/** @type {Record<Way, Way | null>} */ ({ image: "boot", boot: "stock", stock: null }));

/** The engine was given up before it answered; the message is for the reader. */
export class Lost extends Error {}

export class Engine {
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Map<number, Question>} */
  #open = new Map();
  /** @type {Timer | null} */
  #silence = null;
  #last = 0;
  /** Counts starts and ends, so that a start that was given up does not go on. */
  #turn = 0;
  #waitsFor = "worker.js";
  #failures = 0;
  /** @type {Way} */
  #way = "boot";
  /** What the page waits for is of use to this way of starting alone. */
  #own = false;
  #otherwise = false;
  /** Deaths since it last answered anything. */
  #deaths = 0;
  #answered = false;
  /** @type {Timer | null} */
  #life = null;
  #pulse = 0;
  /** The service worker says that it has the image of this engine, whose name a started engine says. */
  #imageHere = false;
  #image = "";
  #folder;
  #tell;
  #tools;

  /** @type {Condition} */
  condition = "off";

  /**
   * @param {string} folder address of the engine folder, with a slash at the end
   * @param {(news: News) => void} tell
   * @param {boolean} [tools] it is asked for tools too
   */
  constructor(folder, tell, tools = false) {
    this.#folder = folder;
    this.#tell = tell;
    this.#tools = tools;
    // A newer copy of the site brings an engine that never started here, and yet all of it is on this device.
    document.addEventListener("ek-engine", (event) => {
      keepEngineHere(folder);
      this.#imageHere = /** @type {CustomEvent} */ (event).detail.image;
      this.#noteImage();
    });
  }

  /** Start, or start again after a failure: then every file is asked of the server anew. */
  async start() {
    if (this.condition === "loading" || this.#worker) return;
    performance.mark("engine-requested");
    this.#otherwise = false;
    await this.#begin(keptImage() ? "image" : "boot", this.#failures > 0);
  }

  /**
   * @param {Way} way
   * @param {boolean} fresh
   */
  async #begin(way, fresh) {
    this.#way = way;
    this.#waitsFor = "worker.js";
    this.#own = false;
    this.#announce("loading");
    this.#listen(PATIENCE.bytes, WORDS.engineFile(this.#waitsFor));
    const turn = ++this.#turn;
    // A worker cannot be told to pass the browser's store by, but it uses what these requests put there.
    if (fresh) await Promise.all(SCRIPTS.map((name) => fetch(new URL(name, this.#folder), { cache: "reload" }).then((response) => response.text(), () => "")));
    if (turn !== this.#turn) return;
    if (!globalThis.WebAssembly || !globalThis.DecompressionStream) return this.#lose(WORDS.engineAbsent);
    try {
      const name = JSON.stringify({ way, image: keptImage(), fresh, here: engineIsHere(this.#folder), tools: this.#tools });
      this.#worker = new Worker(engineScript(new URL("worker.js", this.#folder)), { type: "module", name });
    } catch {
      this.#lose(WORDS.engineAbsent);
      return;
    }
    this.#worker.addEventListener("message", ({ data }) => this.#hear(data));
    this.#worker.addEventListener("messageerror", () => this.#die());
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      if (this.condition === "ready") this.#die();
      else this.#stumble(WORDS.engineFile(this.#waitsFor));
    });
  }

  /** Whether a start that nobody asked for costs next to nothing: all its files are here, or the line is good. */
  get cheap() {
    return !savesData(navigator) && (engineIsHere(this.#folder) || goodLine(navigator));
  }

  /** Give the engine up without a word; questions still open are refused. */
  cancel() {
    this.#drop();
    this.#announce("off");
    this.#refuse(new Lost(""));
  }

  /**
   * Ask one question; starts the engine if it is not running. Rejects with Lost.
   * @param {string} text
   * @returns {Promise<string>}
   */
  ask(text) {
    return new Promise((resolve, reject) => {
      const id = ++this.#last;
      this.#open.set(id, { text, resolve, reject });
      if (this.condition === "ready") this.#send(id);
      else this.start();
    });
  }

  /** @param {number} id */
  #send(id) {
    const question = this.#open.get(id);
    if (!question || !this.#worker) return;
    const milliseconds = this.#answered ? PATIENCE.question : PATIENCE.first;
    question.due = patience(milliseconds, () => this.#die(WORDS.engineSlow));
    this.#worker.postMessage({ id, ask: question.text });
  }

  /** @param {any} message from the worker, which is ours */
  #hear(message) {
    if (message.pong) {
      this.#deaths = 0;
      return this.#life?.stop();
    }
    this.#way = message.way ?? this.#way;
    if (message.state === "loading") {
      this.#waitsFor = message.file ?? this.#waitsFor;
      this.#own = message.own;
      const arrived = message.all > 0 && message.done >= message.all;
      const starting = this.#way === "image" ? PATIENCE.restored : PATIENCE.start;
      if (arrived) this.#listen(starting, WORDS.engineSlow);
      else this.#listen(PATIENCE.bytes, WORDS.engineFile(this.#waitsFor));
      this.#announce("loading", message);
    } else if (message.state === "ready") {
      this.#silence?.stop();
      performance.mark("engine-ready", { detail: { way: message.way, marks: message.marks } });
      this.#failures = 0;
      this.#answered = false;
      keepEngineHere(this.#folder);
      this.#announce("ready");
      this.#beat();
      for (const id of this.#open.keys()) this.#send(id);
      this.#image = message.image?.name ?? "";
      this.#noteImage();
      this.#keepImage(message);
    } else if (message.state === "kept") {
      keepImage(String(message.image));
    } else if (message.state === "failed") {
      this.#own = message.own;
      if (this.condition === "ready") this.#die();
      else this.#stumble(message.file ? WORDS.engineFile(message.file) : WORDS.engineDied);
    } else {
      const question = this.#open.get(message.id);
      this.#answered = true;
      this.#deaths = 0;
      this.#open.delete(message.id);
      question?.due?.stop();
      question?.resolve(String(message.answer));
    }
  }

  /**
   * Have the image of a started Python fetched, so that later starts are quick: on a line that has just shown that it
   * is fast, and never for someone who saves data.
   * @param {{ image: { name: string } | null, speed: number }} ready
   */
  #keepImage({ image, speed }) {
    if (!image || image.name === keptImage() || speed < FAST || savesData(navigator)) return;
    const turn = this.#turn;
    setTimeout(() => turn === this.#turn && this.#worker?.postMessage({ fetch: "image" }), LATER);
  }

  /** An image that is on this device already needs no fetching: later starts use it. */
  #noteImage() {
    if (this.#imageHere && this.#image) keepImage(this.#image);
  }

  /** Ask an idle engine for signs of life, so that a dead one is up again before its next question. */
  #beat() {
    clearInterval(this.#pulse);
    this.#pulse = setInterval(() => {
      if (this.condition !== "ready" || this.#open.size || document.visibilityState !== "visible") return;
      this.#life?.stop();
      this.#life = patience(PATIENCE.life, () => this.#die());
      this.#worker?.postMessage({ ping: ++this.#last });
    }, PULSE);
  }

  /** @param {number} milliseconds @param {string} says */
  #listen(milliseconds, says) {
    this.#silence?.stop();
    this.#silence = patience(milliseconds, () => {
      // When all has arrived, whatever is wrong is wrong with this way of starting.
      if (says === WORDS.engineSlow) this.#own = true;
      this.#stumble(says);
    });
  }

  /**
   * A start failed. What only this way needs is not needed by the next.
   * @param {string} says
   */
  #stumble(says) {
    const next = NEXT[this.#way];
    if (!next || !this.#own) return this.#lose(says);
    if (this.#way === "image") keepImage("");
    this.#drop();
    this.#otherwise = true;
    this.condition = "off";
    this.#begin(next, false);
  }

  /**
   * A running engine died or is stuck: it is started again quietly and the open questions are asked again. If it dies
   * again before it has answered anything, there is no use in it.
   * @param {string} [says]
   */
  #die(says = WORDS.engineDied) {
    // An image may start and still be wrong: it is not tried twice.
    if (this.#way === "image") keepImage("");
    this.#deaths += 1;
    if (this.#deaths > 1) return this.#lose(says);
    this.#drop();
    this.condition = "off";
    this.start();
  }

  /** @param {string} says */
  #lose(says) {
    this.#failures += 1;
    this.#deaths = 0;
    this.#drop();
    this.#announce("failed", { says, again: this.#failures < 2 });
    this.#refuse(new Lost(says));
  }

  #drop() {
    this.#turn += 1;
    this.#silence?.stop();
    this.#life?.stop();
    clearInterval(this.#pulse);
    for (const question of this.#open.values()) question.due?.stop();
    this.#worker?.terminate();
    this.#worker = null;
  }

  /** @param {Lost} lost */
  #refuse(lost) {
    const left = [...this.#open.values()];
    this.#open.clear();
    for (const question of left) question.reject(lost);
  }

  /** @param {Condition} condition @param {Partial<News>} more */
  #announce(condition, more = {}) {
    this.condition = condition;
    this.#tell({ done: 0, all: 0, says: "", again: true, otherwise: this.#otherwise, ...more, condition });
  }
}

/**
 * A timer that is not fooled by a sleeping device: when it wakes far too late, it waits once more.
 * @param {number} milliseconds
 * @param {() => void} act
 * @returns {Timer}
 */
function patience(milliseconds, act) {
  let from = Date.now();
  const fire = () => {
    const overslept = Date.now() - from > milliseconds + OVERSLEPT;
    from = Date.now();
    if (overslept) timer = setTimeout(fire, milliseconds);
    else act();
  };
  let timer = setTimeout(fire, milliseconds);
  return { stop: () => clearTimeout(timer) };
}

/**
 * What a browser says of its line; only some say anything.
 * @param {Navigator} navigator
 */
const lineOf = (navigator) =>
  /** @type {{ connection?: { saveData?: boolean, effectiveType?: string, downlink?: number } }} */ (
    /** @type {unknown} */ (navigator)
  ).connection;

/**
 * Whether the reader asked her browser to save data.
 * @param {Navigator} navigator
 */
export function savesData(navigator) {
  return lineOf(navigator)?.saveData === true || matchMedia("(prefers-reduced-data: reduce)").matches;
}

/**
 * Whether the line is known to be good. Unknown counts as bad, and so does a wish to save data.
 * @param {Navigator} navigator
 */
function goodLine(navigator) {
  const line = lineOf(navigator);
  return !savesData(navigator) && line?.effectiveType === "4g" && (line.downlink ?? 0) >= FAST / 1e6;
}
