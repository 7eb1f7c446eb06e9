/**
 * Stands beside every page of a preview and on no page of the site: takes a new page when there is one, and lists what
 * is wrong. All words come from the server; here they only become elements.
 */

/** @typedef {{ where: string, line: number, says: string }} Remark */
/** @typedef {{ tag: string, source: string, errors: Remark[], page: Remark[], check: Remark[] | null }} Look */

const CLOSED = "ek-preview-closed";
const PLACE = "ek-preview-place";
const BLOCKS = ":is(article, main#step) :is(h1, h2, h3, h4, p, li, tr)";
const mine = document.querySelector("meta[name=ek-preview]")?.getAttribute("content") ?? "";
const panel = document.body.appendChild(document.createElement("aside"));
const box = panel.appendChild(document.createElement("details"));
panel.id = "ek-preview";
panel.setAttribute("aria-label", "Preview");
box.open = !sessionStorage.getItem(CLOSED);
box.addEventListener("toggle", () => {
  if (box.open) sessionStorage.removeItem(CLOSED);
  else sessionStorage.setItem(CLOSED, "1");
});

/**
 * @param {string} tag
 * @param {string} text
 */
function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/**
 * A list under its heading, or nothing.
 * @param {string} heading
 * @param {Remark[]} remarks
 * @param {string} kind
 */
function listed(heading, remarks, kind) {
  if (!remarks.length) return [];
  const list = document.createElement("ul");
  list.dataset.kind = kind;
  for (const { where, line, says } of remarks) {
    const item = list.appendChild(document.createElement("li"));
    if (where) item.append(element("code", line ? `${where}:${line}` : where), " ");
    item.append(says);
  }
  return [element("h2", heading), list];
}

/** Say which block is the first to be seen, and where; nothing at the top of a page. */
function place() {
  if (!scrollY) return null;
  const blocks = [...document.querySelectorAll(BLOCKS)];
  const number = blocks.findIndex((block) => block.getBoundingClientRect().top >= 0);
  const block = blocks[number];
  return block ? { number, says: block.textContent, top: block.getBoundingClientRect().top } : null;
}

/**
 * Scroll so that a block stands where it was, though lines may have come or gone above it.
 * @param {ReturnType<typeof place>} was
 */
function hold(was) {
  if (!was) return;
  const blocks = [...document.querySelectorAll(BLOCKS)];
  const same = blocks.filter((block) => block.textContent === was.says);
  const far = (/** @type {Element} */ block) => Math.abs(blocks.indexOf(block) - was.number);
  const block = same.sort((one, other) => far(one) - far(other))[0] ?? blocks[was.number];
  if (block) scrollBy({ top: block.getBoundingClientRect().top - was.top, behavior: "instant" });
}

/** @param {Look} look */
function show({ source, errors, page, check }) {
  const before = place();
  const number = errors.length + page.length + (check?.length ?? 0);
  const words = `${number || "No"} ${number === 1 ? "finding" : "findings"}`;
  panel.dataset.state = errors.length ? "broken" : number ? "findings" : "clean";
  panel.dataset.checked = check ? "yes" : "no";
  box.replaceChildren(
    element("summary", errors.length ? "Not the newest: mend this" : check ? words : `${words}, reading on`),
    ...listed("Why the newest cannot be shown", errors, "errors"),
    ...listed("This page", page, "page"),
    ...listed("Words, facts and flows", check ?? [], "check"),
    ...(source ? [element("p", `Written in ${source}`)] : []),
  );
  // The panel takes room from the page.
  hold(before);
}

/** Ask what stands at this address now; a step may have changed the address without a new page. */
async function look() {
  let found;
  try {
    const answer = await fetch(new URL(`look?path=${encodeURIComponent(decodeURI(location.pathname))}`, import.meta.url));
    found = /** @type {Look} */ (await answer.json());
  } catch {
    return;
  }
  // While something is broken, the last good page stays.
  if (found.tag === mine || found.errors.length) {
    show(found);
  } else {
    sessionStorage.setItem(PLACE, JSON.stringify([location.href, place()]));
    location.reload();
  }
}

const [left, there] = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
sessionStorage.removeItem(PLACE);
if (left === location.href) {
  // The browser would go back by pixels, and later than we do; when an author comes back herself it may.
  history.scrollRestoration = "manual";
  window.addEventListener("pagehide", () => void (history.scrollRestoration = "auto"));
  hold(there);
  // Style and pictures that come late move lines too.
  if (document.readyState !== "complete") window.addEventListener("load", () => hold(there), { once: true });
}

/** @type {EventSource | undefined} */
let news;

/** Listen while the page is seen: a browser has few connections to one server, and a hidden page needs none. */
function listen() {
  news?.close();
  news = undefined;
  if (document.hidden) return;
  news = new EventSource(new URL("events", import.meta.url));
  news.addEventListener("message", () => void look());
  news.addEventListener("error", () => {
    panel.dataset.state = "away";
    box.replaceChildren(element("summary", "The preview has stopped"));
  });
}

document.addEventListener("visibilitychange", listen);
window.addEventListener("pageshow", ({ persisted }) => persisted && listen());
window.addEventListener("pagehide", () => news?.close());
listen();
