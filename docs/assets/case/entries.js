/**
 * Entries of the journal: made of what was typed, put in order, and written out byte for byte as Python writes them.
 * What entries add up to is for Python; here only names and what was undone are read, for the time without it.
 */
import { WORDS } from "./words.js";

/** @typedef {{ id: string, record: string, at: string, kind: string, body: Record<string, string> }} Entry */

export const FORMAT = "even-keel-case-file";
export const VERSION = 1;
/** Characters of one text, of one line, and of the several lines of a note. */
const LONGEST = 2_000;
const LINE = 80;
const NOTE = 1_000;
const LONG = Object.freeze(["says", "state", "answers", "title"]);
const FIRST_YEAR = 2015;
const LAST_YEAR = 2099;
const NEEDED = Object.freeze(/** @type {Record<string, string>} */ ({ opened: "nickname", named: "nickname", log: "about" }));
const TYPED = Object.freeze(["opened", "named", "log", "value", "tick"]);
/** A client's address, link or number; Python looks better, this is for the time without it. */
const NAMES = /\S@\S+\.\w|https?:\/\/|www\.|(?:\+|\b)\d[\d ()/.-]{8,}\d/;

/** A name for an entry or a record: the time, so that names sort, and chance. */
export function name() {
  const chance = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => (byte % 36).toString(36));
  return Date.now().toString(36).padStart(9, "0") + chance.join("");
}

/** What Python takes, so that nothing is saved here that an import would refuse: case/journal.py, core/money.py and core/clocks.py. */
const WHOLE = Object.freeze(/** @type {Record<string, [number, number]>} */ ({ minutes: [0, 100_000], round: [1, 99], of: [1, 99] }));
const SUM = /^(?:USD|\$)?\s*(\d{1,3}(?:[, ]\d{3})+|\d+)(?:[.,](\d{1,2}))?\s*(?:USD|\$)?$/i;
const MOST = 10_000_000;
const FIRST_DAY = "2015-05-01";
const LAST_DAY = "2100-01-01";

/**
 * A new entry, later than all that its record has; null where the device's clock is wrong by years.
 * @param {string} record
 * @param {string} kind
 * @param {Record<string, string>} body
 * @param {readonly Entry[]} known
 * @returns {Entry | null}
 */
export function made(record, kind, body, known) {
  const now = Date.now();
  const year = new Date(now).getUTCFullYear();
  if (year < FIRST_YEAR || year > LAST_YEAR) return null;
  // Two of one millisecond have no order, and what is said now is newer than all before, whatever a clock said then.
  const latest = Math.max(...known.filter((entry) => entry.record === record).map(({ at }) => Date.parse(at)), 0);
  if (latest >= Date.UTC(LAST_YEAR, 0, 1)) return null;
  const at = new Date(Math.max(now, latest + 1)).toISOString();
  const whole = Object.entries(body).map(([field, text]) => [field, text.replace(/\p{Surrogate}/gu, "\ufffd")]);
  return { id: name(), record, at, kind, body: Object.fromEntries(whole) };
}

/** @param {readonly Entry[]} entries */
export function inOrder(entries) {
  const key = (/** @type {Entry} */ { at, id }) => `${at} ${id}`;
  return [...entries].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

/** An entry with its parts and fields in the order of a file. @param {Entry} entry */
function table({ id, record, at, kind, body }) {
  const fields = Object.entries(body).sort(([one], [other]) => (one < other ? -1 : 1));
  return { id, record, at, kind, body: Object.fromEntries(fields) };
}

/**
 * The text of a file for export.
 * @param {readonly Entry[]} entries
 * @param {string} day
 * @param {string} release
 */
export function written(entries, day, release) {
  const file = { format: FORMAT, version: VERSION, made: day, release, entries: inOrder(entries).map(table) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Ids that an entry of the same record undoes which is not undone itself. @param {readonly Entry[]} entries */
export function undoneBy(entries) {
  const recordOf = new Map(entries.map(({ id, record }) => [id, record]));
  /** @type {Set<string>} */
  const undone = new Set();
  for (const { id, record, kind, body } of inOrder(entries).reverse()) {
    const target = body.entry ?? "";
    if (kind === "undone" && !undone.has(id) && recordOf.get(target) === record) undone.add(target);
  }
  return undone;
}

/** The records that an entry opens: id -> nickname. @param {readonly Entry[]} entries */
export function records(entries) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const undone = undoneBy(entries);
  const left = inOrder(entries).filter(({ id }) => !undone.has(id));
  const opened = new Set(left.filter(({ kind }) => kind === "opened").map(({ record }) => record));
  for (const { record, kind, body } of left) {
    if (opened.has(record) && (kind === "opened" || kind === "named")) found.set(record, body.nickname ?? "");
  }
  return found;
}

/**
 * What is wrong with what was typed, as far as it can be told without Python: field -> sentence.
 * @param {string} kind
 * @param {Record<string, string>} body
 */
export function problems(kind, body) {
  /** @type {Record<string, string>} */
  const found = {};
  const needed = NEEDED[kind];
  if (needed && !body[needed]?.trim()) found[needed] = WORDS.empty;
  for (const [field, text] of Object.entries(body)) {
    const says = text.trim() && wrong(kind === "value" && field === "text" ? (body.field ?? "") : field, text.trim());
    if (says) found[field] = says;
  }
  return found;
}

/** @param {string} field @param {string} text */
function wrong(field, text) {
  if (field === "on" || field.endsWith("_on")) return isDay(text) ? "" : WORDS.date;
  if (field === "sum" || field.endsWith("_sum")) return isSum(text) ? "" : WORDS.number;
  const [least, most] = WHOLE[field] ?? [];
  if (least !== undefined && most !== undefined) return /^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most ? "" : WORDS.whole;
  if (field === "says") return text.length > NOTE ? WORDS.long : "";
  return text.length > (LONG.includes(field) ? LONGEST : LINE) ? WORDS.long : "";
}

/** @param {string} text */
function isDay(text) {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) && text >= FIRST_DAY && text <= LAST_DAY;
}

/** @param {string} text */
function isSum(text) {
  const [, whole = "", cents = "0"] = SUM.exec(text) ?? [];
  const sum = Number(`${whole.replace(/[, ]/g, "")}.${cents}`);
  return whole !== "" && text.length <= 40 && sum > 0 && sum <= MOST;
}

/** @param {string} text */
const names = (text) => NAMES.test(text.replace(/\d{4}-\d\d-\d\d/g, ""));

/** Whether something that was typed seems to name a client. @param {readonly Entry[]} entries */
export const seemsToName = (entries) => entries.some(({ kind, body }) => TYPED.includes(kind) && Object.values(body).some(names));

/** A gentle warning for each field that seems to name a client. @param {Record<string, string>} body */
export const warnings = (body) => Object.fromEntries(Object.entries(body).map(([field, text]) => [field, names(text) ? WORDS.warns : ""]));
