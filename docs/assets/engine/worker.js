/**
 * The worker: loads Pyodide from its own folder, puts our wheel on the path and knocks on wizard.bridge.
 * JSON text goes in and out; no Python is written here from values. It keeps no time: the page does that.
 */

/**
 * @typedef {object} Cargo the manifest engine.json beside this file
 * @property {Record<string, { bytes: number, wire: number, sha256: string }>} files
 * @property {string} wheel
 * @property {string} templating
 * @property {object} lock
 */
/** @typedef {{ name: string, read: number, whole: boolean }} Load */

const worker = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const WASM = "pyodide.asm.wasm";
const STDLIB = "python_stdlib.zip";
/** Where Pyodide's own files lie; packing puts their hashed folder here. */
const CORE = "./";
const SITE = "/keel";
const OFTEN = 65_536;

/** After a failure the page names us so; then every file is asked of the server again, past the browser's store. */
const fresh = worker.name === "fresh";
const ask = worker.fetch.bind(worker);
/** @type {Map<string, Load>} */
const loads = new Map();
/** @type {Cargo | null} */
let cargo = null;
let posted = 0;
/** @type {string | undefined} */
let waiting;
let over = false;

/** A file of the engine that could not be had or is not what the manifest says. */
class Missing extends Error {
  /** @param {string} file @param {string} why */
  constructor(file, why) {
    super(`${file}: ${why}`);
    this.file = file;
  }
}

/** @param {string} name */
const at = (name) => new URL(/\.(whl|json)$/.test(name) ? name : CORE + name, import.meta.url).href;

/** @param {string} name */
function load(name) {
  const entry = loads.get(name) ?? { name, read: 0, whole: false };
  loads.set(name, entry);
  return entry;
}

/** Say how many bytes of the line have come, counting each file as it travels, compressed or not. */
function progress() {
  if (over) return;
  let done = 0;
  let all = 0;
  for (const [name, { bytes, wire }] of Object.entries(cargo?.files ?? {})) {
    const { read = 0, whole = false } = loads.get(name) ?? {};
    done += whole ? wire : Math.min(wire - 1, Math.floor((read / bytes) * wire));
    all += wire;
  }
  const file = [...loads.values()].find(({ whole }) => !whole)?.name;
  if (file === waiting && Math.abs(done - posted) < OFTEN) return;
  posted = done;
  waiting = file;
  worker.postMessage({ state: "loading", done, all, file });
}

/** @param {unknown} error */
function fail(error) {
  if (over) return;
  over = true;
  const file = error instanceof Missing ? error.file : undefined;
  worker.postMessage({ state: "failed", says: String(error), file });
}

/** @param {string} name */
async function get(name) {
  load(name);
  /** @type {Response} */
  let response;
  try {
    response = await ask(at(name), fresh ? { cache: "reload" } : {});
  } catch {
    throw new Missing(name, "the request failed");
  }
  if (!response.ok) throw new Missing(name, `the server answered ${response.status}`);
  return response;
}

/** @param {string} name @param {Response} response */
async function read(name, response) {
  const entry = load(name);
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const chunks = [];
  try {
    const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).getReader();
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      if (!value) continue;
      entry.read += value.length;
      chunks.push(value);
      progress();
    }
  } catch {
    throw new Missing(name, "the line broke off");
  }
  return chunks;
}

/**
 * Read a file and hold it against the manifest before anything uses it.
 * @param {string} name
 */
async function bytesOf(name) {
  const whole = new Uint8Array(await new Blob(await read(name, await get(name))).arrayBuffer());
  await check(name, whole.length, whole);
  return whole;
}

/**
 * @param {string} name
 * @param {number} length
 * @param {Uint8Array<ArrayBuffer>} [bytes]
 */
async function check(name, length, bytes) {
  const expected = (await manifest).files[name];
  if (!expected || expected.bytes !== length) throw new Missing(name, `${length} bytes are not the right number`);
  // Without https a browser has no crypto.subtle; the length must do then.
  if (bytes && globalThis.crypto?.subtle) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (hex !== expected.sha256) throw new Missing(name, "the bytes are not the right ones");
  }
  load(name).whole = true;
  progress();
}

/** @param {string} name */
async function script(name) {
  load(name);
  // An import cannot be told to pass the browser's store by, but it uses what this request puts there.
  if (fresh) await read(name, await get(name));
  try {
    const module = await import(at(name));
    load(name).whole = true;
    progress();
    return module;
  } catch (error) {
    throw new Missing(name, String(error));
  }
}

/**
 * The response goes to the compiler as it came, or the browser would not keep the compiled code.
 * @param {Response} response
 */
async function compile(response) {
  try {
    return await WebAssembly.compileStreaming(response);
  } catch (error) {
    throw new Missing(WASM, String(error));
  }
}

/** @returns {Promise<Cargo>} */
async function readManifest() {
  const response = await get("engine.json");
  try {
    cargo = /** @type {Cargo} */ (await response.json());
  } catch {
    throw new Missing("engine.json", "it is not JSON");
  }
  load("engine.json").whole = true;
  progress();
  return cargo;
}

/**
 * Fail as soon as this fails, however late its turn comes.
 * @template T
 * @param {Promise<T>} work
 */
function soon(work) {
  work.catch(fail);
  return work;
}

/**
 * loadPyodide() asks for wasm and library itself and never settles when the wasm fails (pyodide issue 6288).
 * So both come through our hands: it gets what is already on its way, and failures are heard of by `soon`.
 * @param {Promise<unknown>} archives
 */
async function boot(archives) {
  const wasm = get(WASM);
  // Its bytes are counted on a copy, which must be made before the compiler takes the response.
  const counted = soon(wasm.then((response) => read(WASM, response.clone())).then(() => check(WASM, load(WASM).read)));
  const module = soon(wasm.then(compile));
  const library = soon(bytesOf(STDLIB));
  const [{ loadPyodide }] = await Promise.all([
    /** @type {Promise<typeof import("pyodide")>} */ (script("pyodide.mjs")),
    script("pyodide.asm.js"),
  ]);
  worker.fetch = async (input, options) => {
    const url = input instanceof Request ? input.url : String(input);
    if (url === at(WASM)) return new Response();
    if (url !== at(STDLIB)) return ask(input, options);
    // Python starts when it has its library and then hears nothing for seconds: by then all must be here and said.
    await Promise.all([counted, archives]);
    return new Response(await library);
  };
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = (_, imports) => soon(linked(module, imports));
  const python = await loadPyodide({
    indexURL: at(""),
    lockFileContents: /** @type {Promise<any>} */ (manifest.then(({ lock }) => lock)),
    packageBaseUrl: at(""),
    stdin: () => null,
  });
  WebAssembly.instantiateStreaming = instantiate;
  worker.fetch = ask;
  return python;
}

/**
 * @param {Promise<WebAssembly.Module>} compiled
 * @param {WebAssembly.Imports} [imports]
 */
async function linked(compiled, imports) {
  const module = await compiled;
  return { module, instance: await WebAssembly.instantiate(module, imports) };
}

/** @returns {Promise<(text: string) => string>} */
async function start() {
  const archives = soon(manifest.then(({ wheel, templating }) => Promise.all([bytesOf(wheel), bytesOf(templating)])));
  const python = await boot(archives);
  try {
    for (const archive of await archives) python.unpackArchive(archive, "zip", { extractDir: SITE });
    python.runPython(`import sys; sys.path.insert(0, "${SITE}")`);
    return python.pyimport("wizard.bridge").answer;
  } catch (error) {
    throw new Missing((await manifest).wheel, String(error));
  }
}

/** @param {(text: string) => string} answer */
function serve(answer) {
  worker.addEventListener("message", ({ data: { id, ask: text } }) => {
    try {
      worker.postMessage({ id, answer: answer(text) });
    } catch (error) {
      // The bridge answers every text, so an exception here means that Python itself is broken.
      fail(error);
    }
  });
  worker.postMessage({ state: "ready" });
}

const manifest = readManifest();
start().then(serve).catch(fail);
