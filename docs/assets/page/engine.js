/**
 * The page's end of the engine: starts the worker, asks it, and gives it up when it is silent.
 * Text goes in and comes out; this module paints nothing and knows no flow.
 */
import { WORDS } from "./words.js";

/** @typedef {"off" | "loading" | "ready" | "failed"} Condition */
/** @typedef {{ condition: Condition, done: number, all: number, says: string, again: boolean }} News */
/** @typedef {{ text: string, resolve: (answer: string) => void, reject: (lost: Lost) => void, due?: Timer }} Question */
/** @typedef {{ stop: () => void }} Timer */

/**
 * Milliseconds of silence after which the worker is given up: while bytes come in, while Python starts, on its first
 * question, for which it opens all its words, and on any other.
 */
const PATIENCE = Object.freeze({ bytes: 20_000, start: 90_000, first: 45_000, question: 15_000 });
const OVERSLEPT = 2_000;

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
  #revived = false;
  #answered = false;
  #folder;
  #tell;

  /** @type {Condition} */
  condition = "off";

  /**
   * @param {string} folder address of the engine folder, with a slash at the end
   * @param {(news: News) => void} tell
   */
  constructor(folder, tell) {
    this.#folder = folder;
    this.#tell = tell;
  }

  /** Start, or start again after a failure: then every file is asked of the server anew. */
  async start() {
    if (this.condition === "loading" || this.#worker) return;
    performance.mark("engine-requested");
    this.#waitsFor = "worker.js";
    this.#announce("loading");
    this.#listen(PATIENCE.bytes, WORDS.engineFile(this.#waitsFor));
    const turn = ++this.#turn;
    const url = new URL("worker.js", this.#folder);
    const again = this.#failures > 0;
    // A worker cannot be told to pass the browser's store by, but it uses what this request puts there.
    if (again) await fetch(url, { cache: "reload" }).then((response) => response.text(), () => "");
    if (turn !== this.#turn) return;
    try {
      this.#worker = new Worker(url, { type: "module", name: again ? "fresh" : "first" });
    } catch {
      this.#lose(WORDS.engineAbsent);
      return;
    }
    this.#worker.addEventListener("message", ({ data }) => this.#hear(data));
    this.#worker.addEventListener("messageerror", () => this.#die());
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      if (this.condition === "ready") this.#die();
      else this.#lose(WORDS.engineFile(this.#waitsFor));
    });
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
    question.due = patience(milliseconds, () => this.#lose(WORDS.engineSlow));
    this.#worker.postMessage({ id, ask: question.text });
  }

  /** @param {any} message from the worker, which is ours */
  #hear(message) {
    if (message.state === "loading") {
      this.#waitsFor = message.file ?? this.#waitsFor;
      const arrived = message.all > 0 && message.done >= message.all;
      if (arrived) this.#listen(PATIENCE.start, WORDS.engineSlow);
      else this.#listen(PATIENCE.bytes, WORDS.engineFile(this.#waitsFor));
      this.#announce("loading", message);
    } else if (message.state === "ready") {
      this.#silence?.stop();
      performance.mark("engine-ready");
      this.#failures = 0;
      this.#answered = false;
      this.#announce("ready");
      for (const id of this.#open.keys()) this.#send(id);
    } else if (message.state === "failed") {
      if (this.condition === "ready") this.#die();
      else this.#lose(message.file ? WORDS.engineFile(message.file) : WORDS.engineDied);
    } else {
      const question = this.#open.get(message.id);
      this.#answered = true;
      this.#open.delete(message.id);
      question?.due?.stop();
      question?.resolve(String(message.answer));
    }
  }

  /** @param {number} milliseconds @param {string} says */
  #listen(milliseconds, says) {
    this.#silence?.stop();
    this.#silence = patience(milliseconds, () => this.#lose(says));
  }

  /** A running engine died: the first time it is started again quietly and the open questions are asked again. */
  #die() {
    if (this.#revived) return this.#lose(WORDS.engineDied);
    this.#revived = true;
    this.#drop();
    this.condition = "off";
    this.start();
  }

  /** @param {string} says */
  #lose(says) {
    this.#failures += 1;
    this.#drop();
    this.#announce("failed", { says, again: this.#failures < 2 });
    this.#refuse(new Lost(says));
  }

  #drop() {
    this.#turn += 1;
    this.#silence?.stop();
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
    this.#tell({ done: 0, all: 0, says: "", again: true, ...more, condition });
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
 * Whether the line is known to be good. Unknown counts as bad, and so does a wish to save data.
 * @param {Navigator} navigator
 */
export function goodLine(navigator) {
  const line = /** @type {{ connection?: { saveData?: boolean, effectiveType?: string, downlink?: number } }} */ (
    /** @type {unknown} */ (navigator)
  ).connection;
  if (!line || line.saveData || matchMedia("(prefers-reduced-data: reduce)").matches) return false;
  return line.effectiveType === "4g" && (line.downlink ?? 0) >= 5;
}
