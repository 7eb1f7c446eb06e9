/**
 * Several answers at once: ticked signs are added up, and the band that they reach is the answer.
 * The page says what each sign weighs and where each band begins; nothing of it is known here.
 */

/**
 * Offer boxes to tick where the page only lists the signs.
 * @param {Element} main
 */
export function offerTicks(main) {
  const form = main.querySelector("form[data-signs]");
  if (!form) return;
  form.toggleAttribute("hidden", false);
  // The boxes stand in for both: the list of the signs, and the bands to choose from.
  const bands = Array.from(main.querySelectorAll("a[data-from]"), (band) => band.closest("ul"));
  for (const list of new Set([main.querySelector("ul.signs"), ...bands])) list?.toggleAttribute("hidden", true);
}

/**
 * Go along the link of the band that the ticked signs reach: the last one that begins at their sum or below.
 * @param {SubmitEvent} event
 */
export function choose(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("form[data-signs]")) return;
  event.preventDefault();
  let sum = 0;
  for (const box of form.querySelectorAll("input[data-weight]")) {
    if (box instanceof HTMLInputElement && box.checked) sum += Number(box.dataset.weight);
  }
  const bands = Array.from(form.closest("main")?.querySelectorAll("a[data-from]") ?? []);
  const reached = bands.filter((band) => Number(band.getAttribute("data-from")) <= sum).at(-1);
  if (reached instanceof HTMLElement) reached.click();
}
