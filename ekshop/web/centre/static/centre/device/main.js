// A centre on a dying line keeps working. Nothing here is needed to do a thing with a line and
// without scripts; each part below says what it adds.
import * as drafts from "./drafts.js";
import * as forms from "./forms.js";
import * as goods from "./goods.js";
import * as line from "./line.js";
import * as list from "./list.js";
import * as queue from "./queue.js";
import { owner, tidy } from "./store.js";

const KEEP_EVERY = 15 * 60 * 1000;
const AGAIN_AFTER = 30 * 1000;
const KEPT = "ekshop-kept-at";

// The pages of the day are fetched before they are needed, while there is a line to spare.
const keepPages = async () => {
  const { controller } = navigator.serviceWorker;
  const language = document.documentElement.lang;
  const name = `${KEPT} ${owner} ${language}`;
  const last = Number(localStorage.getItem(name)) || 0;
  if (!controller || navigator.connection?.saveData) return;
  if (Date.now() - last < KEEP_EVERY && (await caches.match("/centre/no-line/"))) return;
  const told = await queue.askState();
  if (told.trouble) return;
  localStorage.setItem(name, Date.now());
  controller.postMessage({ keep: told.keep, language });
};

const start = async () => {
  if (!owner || !window.indexedDB || !navigator.serviceWorker) return;
  document.querySelector("[data-net]")?.remove();
  line.tell();
  forms.start();
  await tidy();
  await goods.start();
  await drafts.start();
  await list.start();
  await queue.refresh();
  line.onSend(queue.send);
  window.addEventListener("online", queue.send);
  document.querySelector("[data-again]")?.addEventListener("click", () => location.reload());
  const lost = document.querySelector("[data-answer-lost]");
  if (lost && "lost" in document.documentElement.dataset) {
    lost.hidden = false;
    document.querySelector("[data-never-seen]").hidden = true;
  }
  await navigator.serviceWorker.register("/worker.js");
  await queue.send();
  setInterval(queue.send, AGAIN_AFTER);
  await navigator.serviceWorker.ready;
  if (navigator.serviceWorker.controller) await keepPages();
  else navigator.serviceWorker.addEventListener("controllerchange", keepPages, { once: true });
};

start();
