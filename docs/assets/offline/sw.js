/**
 * The service worker: keeps one release of the site whole on this device and answers from it.
 * It is either complete or not there, it touches no cache but its own, and what it lacks comes from the network.
 */

/** @typedef {[bytes: number, wire: number, sha256: string]} Measure */
/**
 * @typedef {object} List what the seal says of this release; every path is seen from the top of the site
 * @property {string} id
 * @property {string} day
 * @property {string} pack all pages that are no states, in one piece
 * @property {string} lost the page for an address that is not kept
 * @property {Record<string, { bundle: string, shell: string }>} flows by folder: all states, and the page they are put into
 * @property {Record<string, string[]>} groups
 * @property {Record<string, Measure>} files
 */
/** @typedef {{ parts: string[], pages?: Record<string, number[]>, states?: Record<string, [string, number[]]> }} Pack */
/** @typedef {{ groups: string[], used: number, engines: string[] }} Ledger */

/** Put here by the seal. @type {List} */
const LIST = { id: "", day: "", pack: "", lost: "", flows: {}, groups: {}, files: {} };

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const ROOT = worker.registration.scope;
const PREFIX = `even-keel ${new URL(ROOT).pathname} `;
const SITE = `${PREFIX}site ${LIST.id}`;
/** In each cache of a release: which groups are whole, and the release's place in the order of use. */
const LEDGER = `${ROOT}kept`;
const ALWAYS_ASKED = /^(releases?\.json|sw\.js|app\.webmanifest)$/;
const HASHED = /^assets\/.*[./][0-9a-f]{12,}[./]/;
/** Milliseconds that a file may take at least, those between two mends, and those after which an unknown page is given up. */
const PATIENCE = 30_000;
const OFTEN = 60_000;
const LOST = 20_000;
/** Milliseconds between two words to a page that waits for files. */
const WORD = 10_000;
/** Bytes in a millisecond that a line must bring. */
const SLOWEST = 4;
const AT_ONCE = 4;
/** When files were mended, and until when none is asked for: a page starts its engine and needs the line. */
let [mended, held] = [0, 0];
/** The reader removed everything: what is still under way must not bring it back. */
let removed = false;
let writing = Promise.resolve();
/** @type {Map<string, Promise<Pack | null>>} */
const packs = new Map();

/** @param {string} path */
const room = (path) => PREFIX + (/^assets\/(engine)\/([0-9a-f]+)\//.exec(path)?.slice(1).join(" ") ?? `site ${LIST.id}`);
/** The address that a file is asked for by. @param {string} path */
const place = (path) => ROOT + path.replace(/(^|\/)index\.html$/, "$1");
/** @param {string} url @param {string} cacheName */
const inside = (url, cacheName) => caches.match(url, { cacheName, ignoreVary: true });
/** Bytes of some files on the line. @param {string[]} paths */
const size = (paths) => paths.reduce((sum, path) => sum + (LIST.files[path]?.[1] ?? 0), 0);
const ours = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));

/** @param {Response} response @param {string} path */
async function right(response, path) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") === LIST.files[path]?.[2];
}

/** By name of a release's cache. @type {(name: string) => Promise<Ledger>} */
const ledger = async (name) => (await inside(LEDGER, name))?.json() ?? { groups: ["core"], used: 0, engines: [] };

/** @param {Partial<Ledger>} more */
function note(more) {
  const written = writing.then(async () => {
    if (removed) return;
    const old = await ledger(SITE);
    const engines = Object.keys(LIST.files).map(room).filter((name) => name !== SITE);
    const groups = [...new Set([...old.groups, ...(more.groups ?? [])])];
    const now = JSON.stringify({ ...old, ...more, groups, engines: [...new Set(engines)] });
    await (await caches.open(SITE)).put(LEDGER, new Response(now));
  });
  writing = written.catch(() => {});
  return written;
}

/** Our caches of other releases, the one used last first. @returns {Promise<{ name: string, kept: Ledger }[]>} */
async function others() {
  const names = (await ours()).filter((name) => name.startsWith(`${PREFIX}site `) && name !== SITE);
  const all = await Promise.all(names.map(async (name) => ({ name, kept: await ledger(name) })));
  return all.filter(({ kept }) => kept.used).sort((one, other) => other.kept.used - one.kept.used);
}

/** Note that this release is in use now. Releases are counted, because a clock may be wrong. */
const inUse = async () => note({ used: 1 + ((await others())[0]?.kept.used ?? 0) });

/**
 * Put an answer where it belongs if it is what this release has.
 * @param {string} path
 * @param {Response} response
 */
async function store(path, response) {
  if (!response.ok || response.redirected || !(await right(response.clone(), path)) || removed) return false;
  await (await caches.open(room(path))).put(place(path), response);
  return true;
}

/**
 * Have a file of this release in its cache, and the right one; rejects if it cannot be had.
 * @param {string} path
 * @param {string[]} older caches that may have it too
 */
async function have(path, older) {
  const url = place(path);
  if (await inside(url, room(path))) return;
  for (const name of older) {
    const kept = await inside(url, name);
    if (kept && (await store(path, kept))) return;
  }
  // The browser's own store may have a broken file, so what is wrong is asked of the server once more.
  for (const mode of /** @type {RequestCache[]} */ (HASHED.test(path) ? ["default", "reload"] : ["reload"])) {
    if (removed) break;
    const signal = AbortSignal.timeout(PATIENCE + size([path]) / SLOWEST);
    if (await store(path, await fetch(url, { cache: mode, signal }))) return;
  }
  throw new Error(`${path} is not what this release has`);
}

/**
 * Have all files of some groups; rejects with the first that cannot be had, when nothing is under way any more.
 * @param {string[]} groups
 * @param {(done: number, all: number) => void} [tell]
 */
async function fill(groups, tell = () => {}) {
  const paths = [...new Set(groups.flatMap((group) => LIST.groups[group] ?? []))];
  const all = size(paths);
  const older = (await others()).map(({ name }) => name);
  // A file that fails ends the queue for all that take from it: whoever leaves a generator early closes it.
  const queue = (function* () { yield* paths; })();
  let done = 0;
  const word = setInterval(() => tell(done, all), WORD);
  const runs = Array.from({ length: AT_ONCE }, async () => {
    for (const path of queue) {
      while (Date.now() < held) await new Promise((look) => setTimeout(look, 250));
      await have(path, older);
      tell((done += size([path])), all);
    }
  });
  await Promise.allSettled(runs).then(() => clearInterval(word));
  await Promise.all(runs);
  await note({ groups });
}

/**
 * Fetch again what this device should have and has not: a browser, or another site of this origin, may have deleted it.
 * Where all is gone the reader may have removed it, and only a page, which knows her wishes, brings it back.
 */
async function mend() {
  if (Date.now() - mended < OFTEN || !(await inside(LEDGER, SITE))) return;
  mended = Date.now();
  await fill((await ledger(SITE)).groups).catch(() => {});
}

async function install() {
  const before = new Set(await caches.keys());
  try {
    await fill(["core", ...((await others())[0]?.kept.groups ?? [])]);
  } catch (error) {
    for (const name of await ours()) if (!before.has(name)) await caches.delete(name);
    throw error;
  }
}

async function activate() {
  const [last] = await others();
  await inUse();
  const stay = new Set([SITE, last?.name, ...(last?.kept.engines ?? []), ...(await ledger(SITE)).engines]);
  // A newer worker may be filling its caches, which nobody uses yet; it tidies up when it is in use.
  const newer = worker.registration.installing ?? worker.registration.waiting;
  for (const name of newer ? [] : await ours()) if (!stay.has(name)) await caches.delete(name);
  await worker.clients.claim();
}

/** @param {string} path @returns {Promise<Pack | null>} */
function open(path) {
  const read = async () => (await inside(ROOT + path, SITE))?.json() ?? null;
  const known = packs.get(path) ?? read().catch(async () => {
    // What cannot be read is as good as lost, and comes back like it.
    await (await caches.open(SITE)).delete(ROOT + path);
    return null;
  });
  packs.set(path, known);
  known.then((pack) => pack ?? packs.delete(path), () => packs.delete(path));
  return known;
}

/** @param {string} text @param {number} [status] */
const html = (text, status = 200) => new Response(text, { status, headers: { "Content-Type": "text/html; charset=utf-8" } });
/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "#34" }[sign] ?? "#39"};`);

/**
 * The page of an address, from what is kept; null if it is not.
 * @param {string} path
 */
async function page(path) {
  const single = LIST.files[`${path}index.html`] && (await inside(ROOT + path, SITE));
  if (single) return single;
  const [, folder = "", slug = ""] = /^wizard\/([^/]+)\/([^/]+)\/$/.exec(path) ?? [];
  const flow = Object.hasOwn(LIST.flows, folder) ? LIST.flows[folder] : null;
  const book = flow && (await open(flow.bundle));
  if (flow && book?.states && Object.hasOwn(book.states, slug)) {
    const [title, numbers] = book.states[slug] ?? ["", []];
    const shell = await inside(place(flow.shell), SITE);
    const main = numbers.map((number) => book.parts[number]).join("");
    const titled = (await shell?.text())?.replace(/<title>[^<]*/, () => `<title>${escaped(title)} - Even Keel`);
    return titled ? html(titled.replace(/<main [^]*<\/main>/, () => main)) : null;
  }
  const pack = await open(LIST.pack);
  const numbers = pack?.pages && Object.hasOwn(pack.pages, path) ? pack.pages[path] : null;
  return numbers ? html(numbers.map((number) => pack?.parts[number]).join("")) : null;
}

/** @param {FetchEvent} event @param {string} path */
async function lead(event, path) {
  const url = place(path);
  const kept = await page(url.slice(ROOT.length));
  if (kept) return kept;
  const { search } = new URL(event.request.url);
  if (!url.endsWith("/") && (await page(`${path}/`))) return Response.redirect(`${url}/${search}`);
  event.waitUntil(mend());
  const late = new Promise((_, reject) => setTimeout(reject, LOST, new Error("The network does not answer.")));
  const network = fetch(event.request);
  return /** @type {Promise<Response>} */ (Promise.race([network, late])).catch(async () => {
    const lost = await inside(place(LIST.lost), SITE);
    return lost ? html(await lost.text(), 503) : network;
  });
}

/** @param {FetchEvent} event @param {string} path */
async function bring(event, path) {
  const { request } = event;
  const here = await inside(ROOT + path, room(path));
  // Who asks anew was not content with what it got: what is kept may be broken.
  if (here && (request.cache !== "reload" || (await right(here.clone(), path)))) return here;
  const older = here ? [] : await Promise.all((await others()).map(({ name }) => inside(ROOT + path, name)));
  const kept = older.find(Boolean);
  if (kept) return kept;
  if (!here && LIST.files[path]) event.waitUntil(mend());
  const came = await fetch(request);
  // It goes on as it comes, so that whoever waits sees its bytes; the broken one is replaced behind it.
  if (here) event.waitUntil(store(path, came.clone()));
  return came;
}

/** @param {ExtendableMessageEvent} event */
async function obey({ data, source, ports }) {
  const to = ports[0] ?? source;
  const says = (/** @type {object} */ what) => to?.postMessage({ ...what, do: data.do, group: data.group });
  if (data.do === "use") await worker.skipWaiting();
  if (data.do === "hold") held = Date.now() + data.milliseconds;
  if (data.do === "forget") {
    removed = true;
    packs.clear();
    await writing;
    for (const name of await ours()) await caches.delete(name);
    says({ done: true });
  }
  if (data.do === "keep") {
    removed = false;
    const full = (/** @type {unknown} */ error) => error instanceof DOMException && error.name === "QuotaExceededError";
    const kept = inUse().then(() => fill([data.group], (bytes, all) => says({ bytes, all })));
    await kept.then(() => says({ done: true }), (error) => says({ failed: full(error) ? "full" : "line" }));
  }
  if (data.do !== "status") return;
  const rooms = (await ours()).filter((name) => Object.keys(LIST.files).map(room).includes(name));
  const found = await Promise.all(rooms.map(async (name) => (await caches.open(name)).keys()));
  const there = new Set(found.flat().map(({ url }) => url));
  const groups = Object.entries(LIST.groups).map(([name, paths]) => {
    return [name, { wire: size(paths), kept: paths.every((path) => there.has(place(path))) }];
  });
  const here = source instanceof Client ? await page(source.url.slice(ROOT.length).replace(/[?#].*/, "")) : null;
  says({ id: LIST.id, day: LIST.day, groups: Object.fromEntries(groups), here: here !== null });
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => event.waitUntil(obey(event).catch(() => {})));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { href, search } = new URL(request.url);
  if (request.method !== "GET" || !href.startsWith(ROOT) || request.headers.has("range")) return;
  const path = href.slice(ROOT.length).replace(/[?#].*/, "");
  if (ALWAYS_ASKED.test(path)) return;
  if (request.mode === "navigate") event.respondWith(lead(event, path).catch(() => fetch(request)));
  else if (!search && (HASHED.test(path) || LIST.files[path])) event.respondWith(bring(event, path).catch(() => fetch(request)));
});
