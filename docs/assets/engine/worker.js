/**
 * The worker: starts Pyodide from its own folders, one of three ways, and knocks on wizard.bridge.
 * JSON text goes in and out; no Python is written here from values. It keeps no time: the page does that, and the
 * page says which way to try next.
 *
 * image: the memory of a Python that has started, without any library. boot: Python starts with the few modules that
 * it needs, as bytecode. stock: Python starts with the library that Pyodide brings.
 */
import { Freight, Missing, opened } from "./freight.js";

/** @typedef {import("./freight.js").Cargo} Cargo */
/** @typedef {"image" | "boot" | "stock"} Way */

const worker = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));
/** Which files there are and where they lie; packing puts their list here. @type {Cargo} */
const CARGO = { files: {}, image: "", content: [], lock: {} };
const WASM = "pyodide.asm.wasm";
const LIBRARY = Object.freeze({ image: "", boot: "library.zip.gz", stock: "python_stdlib.zip" });
const IMAGE = "image.bin.gz";
const PACKAGE = "package.crate.gz";
const TEMPLATING = "templating.crate.gz";
/** What no plan needs; the pages of tools ask for it. */
const TOOLS = "tools.crate.gz";
const SITE = "/keel";

const asked = /** @type {{ way?: Way, image?: string, fresh?: boolean, here?: boolean, tools?: boolean }} */ (JSON.parse(worker.name || "{}"));
/** The way that the page asked for, if this engine has the files for it. */
const way = possible(asked.way ?? "boot");
/** @type {Record<string, number>} */
const marks = {};
const mark = (/** @type {string} */ name) => void (marks[name] = Math.round(performance.now()));
/** The start has succeeded or failed: what comes over the line from then on is no news of it. */
let over = false;

const freight = new Freight(CARGO, way, asked.tools ? [TOOLS] : [], asked.fresh === true, (count) => {
  if (!over) worker.postMessage({ state: "loading", way, ...count });
});

/**
 * @param {Way} wanted
 * @returns {Way}
 */
function possible(wanted) {
  // An image of another engine than this is of no use.
  if (wanted === "image" && asked.image !== CARGO.image) return possible("boot");
  return wanted === "boot" && !CARGO.files[LIBRARY.boot] ? "stock" : wanted;
}

/** @param {unknown} error */
function fail(error) {
  if (over) return;
  over = true;
  const file = error instanceof Missing ? error.file : undefined;
  worker.postMessage({ state: "failed", way, says: String(error), file, own: file === undefined || freight.own(file) });
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
 * @param {Promise<unknown>} rest all else that the start needs
 */
async function python(rest) {
  const module = soon(freight.compiled(WASM).finally(() => mark("compiled")));
  const library = soon(way === "stock" ? freight.bytes(LIBRARY.stock) : way === "boot" ? freight.unpacked(LIBRARY.boot) : nothing());
  const image = soon(way === "image" ? Promise.all([import("./image.js"), freight.unpacked(IMAGE)]) : nothing());
  const [{ loadPyodide }] = await Promise.all([
    /** @type {Promise<typeof import("pyodide")>} */ (freight.script("pyodide.mjs")),
    freight.script("pyodide.asm.js"),
  ]);
  mark("scripts");
  const names = /** @type {any} */ (globalThis);
  const { fetch: ask } = worker;
  const { instantiateStreaming } = WebAssembly;
  const create = names._createPyodideModule;
  /** @type {WebAssembly.Imports} */
  let linked = {};
  worker.fetch = async (input, options) => {
    const url = input instanceof Request ? input.url : String(input);
    if (url === freight.at(WASM)) return new Response();
    if (url !== freight.at("python_stdlib.zip")) return ask(input, options);
    // Python starts when it has its library and then hears nothing for seconds: by then all must be here and said.
    // What fails is told already, and this worker is over: Pyodide would leave the failure to nobody.
    const [, , bytes] = await Promise.all([module, rest, library]).catch(never);
    return new Response(/** @type {any} */ (bytes));
  };
  WebAssembly.instantiateStreaming = (_, imports) => {
    linked = imports ?? {};
    return soon(link(module, linked));
  };
  const restored = await image;
  mark("arrived");
  const read = restored && restored[0].read(restored[1]);
  if (read) names._createPyodideModule = restored[0].restoring(create, read, () => linked);
  /** @type {any} */
  const options = {
    indexURL: new URL(".", freight.at(WASM)).href,
    lockFileContents: CARGO.lock,
    packageBaseUrl: new URL(".", freight.at(WASM)).href,
    stdin: () => null,
  };
  if (read) options._loadSnapshot = read.head;
  try {
    return await loadPyodide(options);
  } finally {
    names._createPyodideModule = create;
    WebAssembly.instantiateStreaming = instantiateStreaming;
    worker.fetch = ask;
    mark("python");
  }
}

const nothing = async () => null;
/** @returns {Promise<never>} */
const never = () => new Promise(() => {});

/**
 * @param {Promise<WebAssembly.Module>} compiled
 * @param {WebAssembly.Imports} imports
 */
async function link(compiled, imports) {
  const module = await compiled;
  const instance = await WebAssembly.instantiate(module, imports);
  mark("linked");
  return { module, instance };
}

/** @returns {Promise<(text: string) => string>} */
async function start() {
  mark("script");
  // An image has imported all of the template engine already.
  const wanted = [PACKAGE, ...(way === "image" ? [] : [TEMPLATING]), ...(asked.tools ? [TOOLS] : [])];
  const crates = wanted.map((name) => freight.unpacked(name).then(opened));
  const content = CARGO.content.map(async (name) => ({ path: `wizard/${name}`, content: await freight.bytes(name) }));
  const rest = soon(Promise.all([...crates, ...content].map(async (files) => files)));
  const pyodide = await python(rest);
  const folders = new Set();
  for (const { path, content } of (await rest).flat()) {
    const file = `${SITE}/${path}`;
    const folder = file.slice(0, file.lastIndexOf("/"));
    if (!folders.has(folder)) pyodide.FS.mkdirTree(folder);
    folders.add(folder);
    pyodide.FS.writeFile(file, content);
  }
  mark("files");
  // What an image knows of chance, it knows of the machine that made it. It knows the folder already.
  if (way === "image") pyodide.pyimport("random").seed();
  else pyodide.pyimport("sys").path.insert(0, SITE);
  if (way === "boot") pyodide.pyimport("methods");
  const { answer } = pyodide.pyimport("wizard.bridge");
  mark("imported");
  return answer;
}

/** @param {(text: string) => string} answer */
function serve(answer) {
  worker.addEventListener("message", ({ data: { id, ask: text, ping, fetch: wanted } }) => {
    // Whoever cannot answer this is dead or stuck.
    if (ping) return worker.postMessage({ pong: ping });
    if (wanted === "image") return void keep();
    try {
      worker.postMessage({ id, answer: answer(text) });
    } catch (error) {
      // The bridge answers every text, so an exception here means that Python itself is broken.
      over = false;
      fail(error);
    }
  });
  const image = way === "image" || !CARGO.image ? null : { name: CARGO.image, bytes: CARGO.files[IMAGE]?.wire ?? 0 };
  over = true;
  worker.postMessage({ state: "ready", way, marks, speed: freight.speed(asked.here === true), image });
}

/** Fetch the image for later starts; whether that is a good moment is for the page. */
async function keep() {
  try {
    await freight.bytes(IMAGE);
    worker.postMessage({ state: "kept", image: CARGO.image });
  } catch {
    // A later start will do without it, as this one did.
  }
}

start().then(serve).catch(fail);
