// Behind the pages: what draws them is kept here, and the centre's own pages as they were last
// seen, for one person at a time. `TOLD` is written above by the server.
"use strict";

const SHELL = `shell-${TOLD.version}`;
const PAGES = "pages-";
const PATIENCE = 5000;
const PATIENCE_LOST = 1500;
const PAGES_AT_MOST = 80;
const KEPT_FOR_MS = 14 * 24 * 3600 * 1000;
const CENTRE = "/centre/";
const NO_LINE = "/centre/no-line/";
const KNOWN = "/centre/new/known/";
const BASE = "ekshop-centre";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(TOLD.shell)));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("shell-") && name !== SHELL;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// By this name a page is kept: inspections ahead of their time and orders just placed are the
// same page as without.
const nameOf = (address) => {
  const url = new URL(address, location.origin);
  const plain = /\/(inspect|known)\/$/.test(url.pathname) || url.searchParams.has("placed");
  return url.pathname + (plain ? "" : url.search);
};

const pagesNames = async () => (await caches.keys()).filter((name) => name.startsWith(PAGES));

// Of whoever sits here: there is never more than one such store.
const pages = async () => {
  const [name] = await pagesNames();
  return name && caches.open(name);
};

// Counts up whenever somebody leaves or another sits down: what was asked for before is not kept.
let turn = 0;

const others = async (mine) => {
  for (const name of await pagesNames()) {
    if (name === mine) continue;
    turn += 1;
    await caches.delete(name);
  }
};

// Only a page that says for whom it may be kept is kept; `asked` is the turn in which it was.
const keep = async (address, response, asked, mark = "") => {
  const owner = response.headers.get("Kept-For");
  if (!owner || response.status !== 200 || response.redirected) return;
  const headers = new Headers(response.headers);
  const html = await response.text();
  if (asked !== turn) return;
  const mine = PAGES + owner;
  await others(mine);
  const now = turn;
  const cache = await caches.open(mine);
  const name = nameOf(address);
  const before = await cache.match(name);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  headers.delete("Vary");
  headers.set("Seen-At", new Date().toISOString());
  headers.set("Kept-Mark", mark || before?.headers.get("Kept-Mark") || "");
  await cache.delete(name);
  await cache.put(name, new Response(html, { headers }));
  const names = await cache.keys();
  for (const each of names.slice(0, Math.max(0, names.length - PAGES_AT_MOST))) await cache.delete(each);
  for (const [, drawing] of html.matchAll(/src="(\/static\/[^"]+\.svg)"/g)) await shell(new Request(drawing));
  if (now !== turn) await caches.delete(mine);
};

// No longer than a session lasts.
const copyOf = async (address) => {
  const cache = await pages();
  const copy = await cache?.match(nameOf(address));
  if (!copy || Date.now() - Date.parse(copy.headers.get("Seen-At")) < KEPT_FOR_MS) return copy;
  await cache.delete(nameOf(address));
  return undefined;
};

// As it was seen, with the time of it for the page's own script to say.
const shown = async (copy, why) => {
  const html = await copy.clone().text();
  const told = `<html data-seen="${copy.headers.get("Seen-At")}" data-why="${why}"`;
  return new Response(html.replace("<html", told), { headers: copy.headers });
};

const noLine = async (lost = false) => {
  const copy = await copyOf(NO_LINE);
  if (copy) {
    const html = (await copy.text()).replace("<html", `<html data-why="down"${lost ? " data-lost" : ""}`);
    return new Response(html, { headers: copy.headers, status: 503 });
  }
  return new Response(
    "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'>" +
      "<title>ek-Shop</title><p>লাইন নেই। এই পাতা এই যন্ত্রে আগে খোলা হয়নি।" +
      "<p lang=en>The line is down. This page was never seen on this device.",
    { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } },
  );
};

// A page never seen, for which another does: a parcel's code is looked for in the parcels kept,
// and an order is begun from the goods kept.
const instead = async (url) => {
  if (url.pathname === "/centre/new/" && (await copyOf(KNOWN)))
    return Response.redirect(KNOWN + url.search, 302);
  if (url.pathname !== "/centre/parcels/find/") return null;
  const plain = (text) =>
    text.replace(/[০-৯]/g, (digit) => "০১২৩৪৫৬৭৮৯".indexOf(digit)).replace(/[\s-]/g, "").toUpperCase();
  const wanted = plain((url.searchParams.get("code") ?? "").split("/").filter(Boolean).pop() ?? "");
  const cache = await pages();
  if (wanted.length < 4 || !cache) return null;
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (!/^\/centre\/parcels\/[^/]+\/$/.test(pathname)) continue;
    if (plain(await (await cache.match(request)).text()).includes(wanted))
      return Response.redirect(pathname, 302);
  }
  return null;
};

const unwell = (response) => [502, 503, 504].includes(response.status);

let patience = PATIENCE;
const wearingThin = async (line) => {
  await new Promise((done) => setTimeout(done, patience));
  const waits = Symbol("waits");
  if ((await Promise.race([line, waits])) === waits) patience = PATIENCE_LOST;
};

// From the line, for so long as one can be asked to wait; then as it was last seen.
const page = async (event) => {
  const url = new URL(event.request.url);
  const asked = turn;
  const copy = await copyOf(url);
  const line = fetch(event.request).then((response) => {
    if (unwell(response)) throw new Error("unwell");
    patience = PATIENCE;
    return { response, double: response.clone() };
  });
  event.waitUntil(line.then(({ double }) => keep(url, double, asked)).catch(() => {}));
  const answered = line.then(({ response }) => response);
  if (!copy) return answered.catch(async () => (await instead(url)) ?? noLine());
  const slow = wearingThin(line).then(() => shown(copy, "slow"));
  return Promise.race([answered.catch(() => shown(copy, "down")), slow.catch(() => answered)]);
};

// A form the line did not take: back to the page it was on, where its typing is kept.
const sent = async (event) => {
  try {
    return await fetch(event.request);
  } catch {
    const { pathname } = new URL(event.request.url);
    return (await copyOf(pathname)) ? Response.redirect(`${pathname}#kept`, 303) : noLine(true);
  }
};

// The shell, drawings and the reader of codes; what else there is of scripts and styles is not the centre's.
const shell = async (request) => {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  const lasting = request.url.endsWith(".svg") || new URL(request.url).pathname === TOLD.reader;
  if (lasting && answer.ok && answer.type === "basic") await cache.put(request, answer.clone());
  return answer;
};

// Nobody sits here any more.
const clear = async () => {
  turn += 1;
  await others("");
};

// Whoever sat here has gone: nothing that was theirs stays but what still has to be sent.
const forget = async () => {
  await clear();
  await new Promise((done) => {
    const asked = indexedDB.open(BASE);
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onerror = done;
    asked.onsuccess = () => {
      const work = asked.result.transaction(["queue", "drafts", "goods"], "readwrite");
      work.objectStore("drafts").clear();
      work.objectStore("goods").clear();
      work.objectStore("queue").openCursor().onsuccess = ({ target }) => {
        if (target.result?.value.state === "sent") target.result.delete();
        target.result?.continue();
      };
      work.oncomplete = work.onabort = () => {
        asked.result.close();
        done();
      };
    };
  });
};

// Signing out is obeyed on the device whether or not the line takes the word on.
const signOut = async (event) => {
  await forget();
  return sent(event);
};

// Somebody is asked to sign in: whose pages these were is not known any more.
const signIn = async (event) => {
  const answer = await fetch(event.request);
  if (answer.status === 200) await clear();
  return answer;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "GET" && pathname.startsWith("/static/")) {
    event.respondWith(shell(request));
    return;
  }
  if (request.mode !== "navigate") return;
  if (pathname === "/account/sign-out/" && request.method === "POST") event.respondWith(signOut(event));
  else if (pathname === "/account/sign-in/") event.respondWith(signIn(event));
  else if (pathname.startsWith(CENTRE) && !/\.(pdf|csv|xlsx)$/.test(pathname))
    event.respondWith(request.method === "GET" ? page(event) : sent(event));
});

// Pages worth keeping: fetched one after the other, only those whose mark is new.
self.addEventListener("message", (event) => {
  const { keep: wanted, language } = event.data ?? {};
  if (!Array.isArray(wanted)) return;
  const work = async () => {
    const asked = turn;
    for (const [address, mark] of wanted) {
      const now = `${language} ${mark}`;
      const before = await copyOf(address);
      if (before?.headers.get("Kept-Mark") === now) continue;
      const answer = await fetch(address);
      if (asked !== turn) return;
      await keep(address, answer, asked, now);
    }
  };
  event.waitUntil(work().catch(() => {}));
});
