/**
 * Ends the service worker of this site on a device: put online as sw.js by `python -m wizard.publish retire`.
 * It answers nothing, so every request goes to the network; an open page stays as it is. Of the caches of this origin
 * it removes only those of this site.
 */

const leaver = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis));

leaver.addEventListener("install", () => void leaver.skipWaiting());
leaver.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const ours = `even-keel ${new URL(leaver.registration.scope).pathname} `;
  const names = await leaver.caches.keys().catch(() => []);
  // One that cannot be removed must not keep this worker registered.
  await Promise.allSettled(names.filter((name) => name.startsWith(ours)).map((name) => leaver.caches.delete(name)));
  await leaver.registration.unregister();
}
