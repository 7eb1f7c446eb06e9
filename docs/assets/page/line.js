/**
 * The quiet line above a step: what the page has to say about the address or this device, as text only.
 */

/** @type {HTMLElement | null} */
let line = null;

/**
 * Say a sentence, or nothing to clear the line. It stands before <main>, so a new step does not take it away.
 * @param {string} sentence
 */
export function say(sentence) {
  if (!line) {
    if (!sentence) return;
    line = document.createElement("div");
    line.setAttribute("role", "status");
    line.dataset.line = "";
    document.querySelector("main")?.before(line);
  }
  line.textContent = sentence;
}
