/**
 * A style sheet that does not come would keep the whole page white. After some seconds it is no longer waited for;
 * if it comes after all, it is used. Nothing waits for this script, and it waits for nothing.
 */
setTimeout(() => {
  for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
    if (!(link instanceof HTMLLinkElement) || link.sheet) continue;
    link.media = "print";
    link.addEventListener("load", () => void (link.media = "all"));
  }
}, 6_000);

export {};
