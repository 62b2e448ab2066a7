// Forms kept until the line takes them, each sent once: the server knows a form it has had by its
// nonce, so sending again after a lost answer finds what the first sending did.
import * as line from "./line.js";
import { all, get, othersWaiting, owner, put, remove } from "./store.js";

const STATE = "/centre/device/";
const BYTES_A_SECOND = 3000;
const changed = new EventTarget();

export const onChange = (heard) => changed.addEventListener("change", heard);

const count = async () => {
  const rows = await all("queue");
  const of = (state) => rows.filter((row) => row.state === state);
  line.tell({
    waiting: of("waiting").length,
    sending: of("sending").length,
    refused: of("refused").length,
    others: await othersWaiting(),
    last: Math.max(0, ...of("sent").map((row) => row.sentAt)),
  });
  changed.dispatchEvent(new Event("change"));
};
export const refresh = count;

const change = async (row, news) => {
  await put("queue", Object.assign(row, news));
  await count();
};

// Keep a form: {kind, subject, title, action, fields: [[name, text or file]], mend, draft}.
export const add = async (form) => {
  // Asks the browser not to make room with it.
  navigator.storage?.persist?.();
  const id = await put("queue", { ...form, owner, state: "waiting", at: Date.now(), words: "" });
  await count();
  return get("queue", id);
};

export const drop = async (id) => {
  await remove("queue", id);
  await count();
};

export const waitsFor = async (kind, subject) =>
  (await all("queue")).some(
    (row) => row.kind === kind && row.subject === subject && ["waiting", "sending"].includes(row.state),
  );

// Whose session it is and a fresh token, or why nothing can be sent: "down", "signedOut", "stranger".
export const askState = async () => {
  try {
    const answer = await fetch(STATE, { signal: AbortSignal.timeout(20000), cache: "no-store" });
    if (answer.status >= 500) throw new Error("unwell");
    line.gotThrough();
    if (answer.redirected || !answer.ok) return { trouble: "signedOut" };
    const told = await answer.json();
    return told.owner === owner ? told : { trouble: "stranger" };
  } catch {
    line.gotNowhere();
    return { trouble: "down" };
  }
};

// One sending. What came of it: {state: "done", to}, {state: "refused", words}, {state: "down"},
// {state: "token"}, {state: "signedOut"} or {state: "other"}.
const post = async (row, token, later) => {
  const body = new FormData();
  for (const [name, value] of row.fields) body.append(name, value);
  const size = row.fields.reduce((sum, [, value]) => sum + (value.size ?? value.length), 0);
  const headers = { "Device-Queue": owner, "X-CSRFToken": token };
  if (later) headers["Device-Queue-Later"] = "1";
  try {
    const answer = await fetch(row.action, {
      method: "POST",
      body,
      headers,
      signal: AbortSignal.timeout(30000 + (size / BYTES_A_SECOND) * 1000),
    });
    line.gotThrough();
    if (answer.redirected) return { state: "signedOut" };
    if ((answer.headers.get("Content-Type") ?? "").includes("json")) return await answer.json();
    if (answer.status === 403) return { state: "token" };
    if (answer.status >= 500 || answer.status === 429) return { state: "down" };
    return { state: "refused", words: `${answer.status}` };
  } catch {
    line.gotNowhere();
    return { state: "down" };
  }
};

const settle = async (row, answer) => {
  if (answer.state === "done") {
    if (row.draft) await remove("drafts", row.draft);
    await change(row, { state: "sent", sentAt: Date.now(), to: answer.to, fields: [], words: "" });
  } else if (answer.state === "refused" || answer.state === "token") {
    await change(row, { state: "refused", words: answer.words ?? "" });
  } else {
    await change(row, { state: "waiting" });
  }
};

// One window sends at a time; `work` is told whether this one may.
const alone = (work, options = {}) =>
  navigator.locks ? navigator.locks.request("ekshop-queue", options, work) : work(true);

// At once, while its page stands open with a token of its own; what came of it.
export const sendNow = (row, token) =>
  alone(async () => {
    await change(row, { state: "sending" });
    let answer = await post(row, token, false);
    if (answer.state === "token") {
      const told = await askState();
      answer = told.trouble ? { state: told.trouble } : await post(row, told.token, false);
    }
    await settle(row, answer);
    return answer;
  });

const sendWaiting = async () => {
  const rows = (await all("queue")).sort((a, b) => a.id - b.id);
  const waiting = rows.filter((row) => ["waiting", "sending"].includes(row.state));
  if (!waiting.length) return;
  const told = await askState();
  line.tell({ note: ["signedOut", "stranger"].includes(told.trouble) ? told.trouble : "" });
  if (told.trouble) {
    for (const row of waiting) if (row.state === "sending") await change(row, { state: "waiting" });
    return;
  }
  // What hangs on a refused one must not overtake it.
  const held = new Set(rows.filter((row) => row.state === "refused").map((row) => row.subject));
  held.delete("");
  for (const row of waiting) {
    if (held.has(row.subject)) continue;
    await change(row, { state: "sending" });
    const answer = await post(row, told.token, true);
    await settle(row, answer);
    if (answer.state === "refused" && row.subject) held.add(row.subject);
    else if (answer.state !== "done" && answer.state !== "refused") return;
  }
};

// Everything that waits, one after the other.
export const send = async () => {
  await alone(async (lock) => lock !== null && sendWaiting(), { ifAvailable: true });
  await count();
};
