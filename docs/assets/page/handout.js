/**
 * What leaves the page by the reader's own hand: a letter copied, the plan printed or sent on as plain text.
 */
import { say } from "./line.js";
import { WORDS } from "./words.js";

const BUTTONS = "[data-copy], [data-print], [data-share]";

/**
 * Show the buttons that only work with scripts on.
 * @param {Element} main
 */
export function dress(main) {
  for (const button of main.querySelectorAll(BUTTONS)) button.toggleAttribute("hidden", false);
}

/**
 * Act on a click if it was on one of our buttons.
 * @param {Element} clicked
 * @param {() => Promise<string>} planText
 */
export async function act(clicked, planText) {
  const button = clicked.closest(BUTTONS);
  if (!button) return;
  if (button.hasAttribute("data-print")) window.print();
  else if (button.hasAttribute("data-copy")) await copyLetter(button.closest("[data-letter]"));
  else await share(await planText(), button);
}

/** @param {Element | null} letter */
async function copyLetter(letter) {
  const text = letter?.querySelector("[data-letter-text]");
  const copied = letter?.querySelector("[data-copied]");
  if (!(text instanceof HTMLElement) || !copied) return;
  const blanks = new Set(Array.from(text.querySelectorAll(".blank"), (blank) => blank.textContent ?? ""));
  const done = blanks.size ? WORDS.copyBlanks([...blanks].join(", ")) : WORDS.copy;
  if (await toClipboard(text.innerText)) copied.textContent = done;
  else {
    getSelection()?.selectAllChildren(text);
    copied.textContent = WORDS.copyRefused;
  }
}

/** @param {string} text @param {Element} button */
async function share(text, button) {
  const told = button.parentElement?.querySelector("[data-shared]");
  const tell = (/** @type {string} */ sentence) => (told ? (told.textContent = sentence) : say(sentence));
  try {
    if (!navigator.share) throw new TypeError("no share sheet here");
    await navigator.share({ title: document.title, text });
    tell(WORDS.shareDone);
  } catch (error) {
    // A share sheet that the reader closed is no failure.
    if (error instanceof DOMException && error.name === "AbortError") return;
    tell((await toClipboard(text)) ? WORDS.shareCopied : WORDS.shareRefused);
  }
}

/** @param {string} text */
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The plan as the page shows it, without fields and buttons.
 * @param {HTMLElement} main
 */
export function shownText(main) {
  const controls = Array.from(main.querySelectorAll(`form, button, ${BUTTONS}, [data-keep-plan], [role=status]`));
  const shown = controls.filter((control) => !control.hasAttribute("hidden"));
  for (const control of shown) control.setAttribute("hidden", "");
  const text = main.innerText;
  for (const control of shown) control.removeAttribute("hidden");
  return text.replace(/\n{3,}/g, "\n\n").trim();
}
