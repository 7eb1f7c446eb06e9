/**
 * What the engine is made of, as it comes over the line: asked for early and counted as it travels. All but Pyodide's
 * own scripts and its wasm, which the browser takes as they come, is held against its SHA-256 before anything uses it.
 */

/**
 * @typedef {object} Item
 * @property {string} folder where it lies beside this one; empty in this one
 * @property {number} bytes
 * @property {number} wire bytes on the line
 * @property {string} sha256
 * @property {string[]} ways the ways to start that need it
 */
/**
 * @typedef {object} Cargo
 * @property {Record<string, Item>} files
 * @property {string} image name of the image's folder; empty if this engine has none
 * @property {string[]} content files that our package reads
 * @property {object} lock
 */
/** @typedef {{ done: number, all: number, file: string | undefined, own: boolean }} Count */

const OFTEN = 65_536;
/** The part of all bytes that must have travelled for their time to tell of the line. */
const MOST = 0.8;

/** A file of the engine that could not be had or is not what the list says. */
export class Missing extends Error {
  /** @param {string} file @param {string} why */
  constructor(file, why) {
    super(`${file}: ${why}`);
    this.file = file;
  }
}

export class Freight {
  #cargo;
  #way;
  #more;
  #fresh;
  #tell;
  /** @type {Map<string, { read: number, whole: boolean }>} */
  #loads = new Map();
  #posted = 0;
  /** @type {string | undefined} */
  #waiting;
  #whole = false;

  /**
   * @param {Cargo} cargo
   * @param {string} way only its files are counted
   * @param {readonly string[]} more files beside them that are counted too
   * @param {boolean} fresh ask the server for every file again, past the browser's store
   * @param {(count: Count) => void} tell
   */
  constructor(cargo, way, more, fresh, tell) {
    this.#cargo = cargo;
    this.#way = way;
    this.#more = more;
    this.#fresh = fresh;
    this.#tell = tell;
  }

  /** @param {string} name */
  at(name) {
    const { folder = "" } = this.#cargo.files[name] ?? {};
    return new URL(folder ? `../${folder}/${name}` : name, import.meta.url).href;
  }

  /**
   * Whether no other way of starting needs the file.
   * @param {string} name
   */
  own(name) {
    return this.#cargo.files[name]?.ways.length === 1;
  }

  /**
   * Bits per second at which all this came over the line; 0 if some of it came from this device, or is not here yet.
   * The browser's own times are read: ours would count how busy the device was too. WebKitGTK says of nothing how large it
   * was: there only what this device never had is sure to have travelled.
   * @param {boolean} had whether all this was on this device before
   */
  speed(had) {
    const names = [...this.#loads.keys()];
    const bytes = names.reduce((sum, name) => sum + (this.#cargo.files[name]?.wire ?? 0), 0);
    const urls = new Set(names.map((name) => this.at(name)));
    const entries = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource")).filter(({ name }) => urls.has(name));
    const sized = entries.some(({ encodedBodySize }) => encodedBodySize > 0);
    const unsized = had || !entries.length ? 0 : bytes;
    const travelled = sized ? entries.reduce((sum, { transferSize }) => sum + transferSize, 0) : unsized;
    if (!this.#whole || travelled <= bytes * MOST) return 0;
    const ended = Math.max(...entries.map(({ responseEnd }) => responseEnd));
    const begun = Math.min(...entries.map(({ requestStart, startTime }) => requestStart || startTime));
    return Math.round((bytes * 8000) / Math.max(1, ended - begun));
  }

  /**
   * The answer to a request, as it came.
   * @param {string} name
   */
  async get(name) {
    this.#load(name);
    /** @type {Response} */
    let response;
    try {
      response = await fetch(this.at(name), this.#fresh ? { cache: "reload" } : {});
    } catch {
      throw new Missing(name, "the request failed");
    }
    if (!response.ok) throw new Missing(name, `the server answered ${response.status}`);
    return response;
  }

  /**
   * The bytes of a file, checked.
   * @param {string} name
   */
  async bytes(name) {
    const whole = new Uint8Array(await new Blob(await this.#read(name, await this.get(name))).arrayBuffer());
    const expected = this.#cargo.files[name];
    if (!expected || expected.bytes !== whole.length) throw new Missing(name, `${whole.length} bytes are not the right number`);
    // Without https a browser has no crypto.subtle; the length must do then.
    if (globalThis.crypto?.subtle) {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
      const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
      if (hex !== expected.sha256) throw new Missing(name, "the bytes are not the right ones");
    }
    this.#arrived(name);
    return whole;
  }

  /**
   * The bytes that a .gz file holds, checked.
   * @param {string} name
   */
  async unpacked(name) {
    const bytes = await this.bytes(name);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /**
   * Compile the wasm while it comes. The response goes to the compiler as it came, or the browser would not keep
   * the compiled code; its bytes are counted on a copy.
   * @param {string} name
   */
  async compiled(name) {
    const response = await this.get(name);
    const copy = this.#read(name, response.clone()).then(() => {
      const { read } = this.#load(name);
      if (read !== this.#cargo.files[name]?.bytes) throw new Missing(name, `${read} bytes are not the right number`);
      // What takes time from here on is no matter of the line.
      this.#arrived(name);
    });
    const compiling = WebAssembly.compileStreaming(response).catch(async (error) => {
      await copy;
      throw new Missing(name, String(error));
    });
    return (await Promise.all([compiling, copy]))[0];
  }

  /** @param {string} name */
  async script(name) {
    this.#load(name);
    // An import cannot be told to pass the browser's store by, but it uses what this request puts there.
    if (this.#fresh) await this.#read(name, await this.get(name));
    try {
      const module = await import(this.at(name));
      this.#arrived(name);
      return module;
    } catch (error) {
      throw new Missing(name, String(error));
    }
  }

  /** @param {string} name */
  #load(name) {
    const entry = this.#loads.get(name) ?? { read: 0, whole: false };
    this.#loads.set(name, entry);
    return entry;
  }

  /** @param {string} name @param {Response} response */
  async #read(name, response) {
    const entry = this.#load(name);
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const chunks = [];
    try {
      const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).getReader();
      for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
        if (!value) continue;
        entry.read += value.length;
        chunks.push(value);
        this.#progress();
      }
    } catch {
      throw new Missing(name, "the line broke off");
    }
    return chunks;
  }

  /** @param {string} name */
  #arrived(name) {
    this.#load(name).whole = true;
    this.#whole = [...this.#loads.values()].every(({ whole }) => whole);
    this.#progress();
  }

  /** Say how many bytes of the line have come, counting each file as it travels, compressed or not. */
  #progress() {
    let done = 0;
    let all = 0;
    for (const [name, { bytes, wire, ways }] of Object.entries(this.#cargo.files)) {
      if (!ways.includes(this.#way) && !this.#more.includes(name)) continue;
      const { read = 0, whole = false } = this.#loads.get(name) ?? {};
      done += whole ? wire : Math.min(wire - 1, Math.floor((read / bytes) * wire));
      all += wire;
    }
    const [file] = [...this.#loads].find(([, { whole }]) => !whole) ?? [];
    if (file === this.#waiting && Math.abs(done - this.#posted) < OFTEN) return;
    this.#posted = done;
    this.#waiting = file;
    this.#tell({ done, all, file, own: file === undefined || this.own(file) });
  }
}

/**
 * The files in a crate (crate.py), by path.
 * @param {Uint8Array} crate
 */
export function opened(crate) {
  const MARK = 8;
  const text = new TextDecoder();
  if (text.decode(crate.subarray(0, MARK)) !== "EKCRATE1") throw new Error("This is no crate.");
  const length = new DataView(crate.buffer, crate.byteOffset).getUint32(MARK, true);
  let at = MARK + 4;
  /** @type {[string, number][]} */
  const listing = JSON.parse(text.decode(crate.subarray(at, at + length)));
  at += length;
  return listing.map(([path, size]) => {
    at += size;
    return { path, content: crate.subarray(at - size, at) };
  });
}
