/**
 * The image of a Python that has started (image.py), and how it is put into a heap instead of starting one.
 * Private doors of Pyodide are used here and nowhere else in the browser; decision 0015 says which, and why they hold.
 */

/** @typedef {{ head: Uint8Array, runs: Uint32Array, words: Int32Array, heap: number }} Image */

/**
 * @param {Uint8Array} bytes
 * @returns {Image}
 */
export function read(bytes) {
  const [head = 0, runs = 0, words = 0, heap = 0] = new Uint32Array(bytes.buffer, bytes.byteOffset, 4);
  const start = bytes.byteOffset + 16 + head;
  return {
    head: bytes.slice(16, 16 + head),
    runs: new Uint32Array(bytes.buffer, start, runs),
    words: new Int32Array(bytes.buffer, start + runs * 4, words),
    heap,
  };
}

/**
 * The maker of a Pyodide module, so changed that the module it makes has the image for its memory.
 * @param {(settings: any) => Promise<any>} create
 * @param {Image} image
 * @param {() => WebAssembly.Imports} imports what the wasm was linked with
 */
export function restoring(create, { runs, words, heap }, imports) {
  return async (/** @type {any} */ settings) => {
    /** @type {Int8Array} */
    let empty = new Int8Array();
    // Upstream would make the heap as large as the piece of the snapshot that it is given.
    settings.INITIAL_MEMORY = heap;
    // The last of these sees the data of the wasm and nothing else: the constructors that follow write what this
    // machine is called into the heap, and the image was made on another.
    settings.preRun.push((/** @type {any} */ module) => {
      let end = module.HEAP8.length;
      const whole = new Int32Array(module.HEAP8.buffer);
      while (end > 0 && whole[end / 4 - 1] === 0) end -= 4;
      empty = module.HEAP8.slice(0, end);
    });
    const module = await create(settings);
    module.HEAP8.fill(0);
    module.HEAP8.set(empty);
    const memory = module.HEAP32;
    for (let at = 0, from = 0; at < runs.length; at += 2) {
      const length = runs[at + 1] ?? 0;
      memory.set(words.subarray(from, from + length), runs[at]);
      from += length;
    }
    // Each browser has its own pointer to the function that counts arguments; the image holds none.
    /** @type {any} */ (imports().env)._PyEM_InitTrampoline_js();
    return module;
  };
}
