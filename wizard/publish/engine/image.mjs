// Makes the image: the memory of a Python that has started and imported what never changes with our content, as the
// words that differ from an empty heap. Asked by image.py, run in Node; applied in the browser by image.js.
// The traps it avoids are listed in .github/decisions/0015-*.md.
import chance from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// Node would show the whole minified line that failed.
process.on("uncaughtException", (error) => {
  console.error(String(error));
  process.exit(1);
});

const { pyodide, lock, library, files, imports, into } = JSON.parse(readFileSync(0, "utf8"));

// Two images of one source must be one file: time stands still and chance has a seed.
let seed = 1;
const next = () => ((seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0) >>> 16) & 255;
chance.randomFillSync = (view) => (new Uint8Array(view.buffer, view.byteOffset, view.byteLength).forEach((_, at, all) => (all[at] = next())), view);
Date.now = () => 1_767_225_600_000;
performance.now = () => 1;

await import(join(pyodide, "pyodide.asm.js"));
const create = globalThis._createPyodideModule;
const trampoline = (module) => (module.__PyRuntime + module.HEAP32[module.__PyEM_EMSCRIPTEN_COUNT_ARGS_OFFSET / 4]) / 4;
/** @type {Int32Array} */
let empty;
globalThis._createPyodideModule = (settings) => {
  // The last of these sees the data of the wasm and nothing else: what comes after depends on the machine.
  settings.preRun.push((module) => void (empty = new Int32Array(module.HEAP8.slice().buffer)));
  return create(settings);
};
const { loadPyodide } = await import(join(pyodide, "pyodide.mjs"));
const python = await loadPyodide({
  indexURL: pyodide,
  lockFileContents: lock,
  stdLibURL: library,
  _makeSnapshot: true,
  env: { PYTHONHASHSEED: "0" },
  stdin: () => null,
});
for (const [path, content] of Object.entries(files)) {
  python.FS.mkdirTree(join("/keel", path, ".."));
  python.FS.writeFile(join("/keel", path), new Uint8Array(Buffer.from(content, "base64")));
}
python.runPython(`
import gc, importlib, linecache, re, sys, zipimport
sys.path.insert(0, "/keel")
for name in ${JSON.stringify(imports)}:
    importlib.import_module(name)
re.purge()
linecache.clearcache()
# The files are not in the image: whoever imports more must look again.
zipimport._zip_directory_cache.clear()
sys.path_importer_cache.clear()
gc.collect()
gc.collect()
`);

const snapshot = python.makeMemorySnapshot();
const [, start] = new Uint32Array(snapshot.buffer, 0, 2);
const heap = new Int32Array(snapshot.slice(start).buffer);
const before = new Int32Array(heap.length);
before.set(empty);
// Each browser has its own pointer there; a wrong one is a crash.
heap[trampoline(python._module)] = before[trampoline(python._module)] = 0;

const NEAR = 8; // words alike that do not end a run: a run costs two words itself
const runs = [];
const words = [];
for (let at = 0; at < heap.length; at += 1) {
  if (heap[at] === before[at]) continue;
  let end = at + 1;
  for (let look = end; look < heap.length && look - end < NEAR; look += 1) if (heap[look] !== before[look]) end = look + 1;
  runs.push(at, end - at);
  words.push(heap.subarray(at, end));
  at = end;
}
const length = words.reduce((sum, run) => sum + run.length, 0);
const head = snapshot.subarray(0, start);
const sizes = new Uint32Array([head.length, runs.length, length, heap.length * 4]);
writeFileSync(into, Buffer.concat([sizes, head, new Uint32Array(runs), ...words].map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))));
process.stdout.write(JSON.stringify({ heap: heap.length * 4, runs: runs.length / 2, words: length }));
