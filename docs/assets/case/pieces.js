/**
 * Small pieces of the page that scripts make: paragraphs, buttons, links, and a file handed to the reader.
 */

/** @param {string} text @param {string} [kind] */
export function paragraph(text, kind) {
  const made = document.createElement("p");
  if (kind) made.className = kind;
  made.textContent = text;
  return made;
}

/** @param {...HTMLElement} buttons */
export function row(...buttons) {
  const made = document.createElement("p");
  made.className = "go";
  made.append(...buttons.flatMap((one) => [one, " "]));
  return made;
}

/** @param {string} text @param {string} [does] name of its data attribute @param {string} [to] what it says */
export function button(text, does, to = "") {
  const made = document.createElement("button");
  made.type = "button";
  if (does) made.dataset[does] = to;
  made.textContent = text;
  return made;
}

/** @param {string} href @param {string} text */
export function link(href, text) {
  const made = document.createElement("a");
  made.href = href;
  made.dir = "auto";
  made.textContent = text;
  return made;
}

/** Hand a text to the reader as a file. @param {string} text @param {string} name @param {string} media */
export function save(text, name, media) {
  const file = new File([text], name, { type: media });
  // An app on the Home Screen of an iPhone has no place for downloads; its share sheet has "Save to Files".
  const shares = /** @type {{ standalone?: boolean }} */ (navigator).standalone && navigator.canShare?.({ files: [file] });
  if (!shares) return download(file);
  navigator.share({ files: [file] }).catch((error) => error.name === "AbortError" || download(file));
}

/** @param {File} file */
function download(file) {
  const address = URL.createObjectURL(file);
  const made = link(address, "");
  made.download = file.name;
  made.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
