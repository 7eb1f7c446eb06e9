/**
 * Moments in the reader's own time. The engine writes UTC; only the browser knows the reader's time zone.
 */
import { WORDS } from "./words.js";

/**
 * A moment as "Sun 6 Dec, 01:00", with the year when it is not this one.
 * @param {Date} moment
 * @param {Date} now
 */
export function local(moment, now = new Date()) {
  const year = moment.getFullYear() === now.getFullYear() ? {} : /** @type {const} */ ({ year: "numeric" });
  const form = new Intl.DateTimeFormat("en-GB", {
    weekday: "short", day: "numeric", month: "short", ...year, hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  const part = Object.fromEntries(form.formatToParts(moment).map(({ type, value }) => [type, value]));
  const day = [part.weekday, part.day, part.month, part.year].filter(Boolean).join(" ");
  return `${day}, ${part.hour}:${part.minute}`;
}

/**
 * Set every marked moment below an element to the reader's time; the UTC text stays as its title.
 * @param {Element} root
 */
export function localise(root) {
  for (const time of root.querySelectorAll("time[data-local]")) {
    const moment = new Date(time.getAttribute("datetime") ?? "");
    if (Number.isNaN(moment.getTime())) continue;
    if (!time.hasAttribute("title")) time.setAttribute("title", time.textContent ?? "");
    time.textContent = `${local(moment)} ${WORDS.yourTime}`;
  }
}

/**
 * The reader's own day as year-month-day.
 * @param {Date} now
 */
export function today(now = new Date()) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
