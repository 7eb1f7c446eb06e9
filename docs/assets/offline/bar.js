/**
 * The quiet bar above a page: one sentence and what can be done about it. It covers nothing and takes no focus.
 */

/** @type {HTMLElement | null} */
let bar = null;

/**
 * Say a sentence with its buttons; an empty one takes the bar away.
 * @param {string} sentence
 * @param {[label: string, act: () => void][]} [buttons]
 */
export function tell(sentence, buttons = []) {
  if (!bar) {
    if (!sentence) return;
    bar = document.createElement("div");
    bar.className = "bar";
    bar.setAttribute("role", "status");
    document.querySelector("main")?.before(bar);
  }
  const said = document.createElement("span");
  said.textContent = sentence;
  bar.replaceChildren(...(sentence ? [said, ...buttons.map(button)] : []));
}

/** @param {[label: string, act: () => void]} what */
export function button([label, act]) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}
