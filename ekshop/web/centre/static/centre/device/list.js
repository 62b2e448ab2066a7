// The page "device and queue": everything that lies here, with what can be done about it.
import { drop, onChange, send } from "./queue.js";
import { all, forget, get, othersWaiting, owner, put, remove } from "./store.js";
import { number, say, time } from "./words.js";

const TONES = { waiting: "turmeric", held: "turmeric", sending: "indigo", sent: "green", refused: "madder", saved: "turmeric" };

const page = document.querySelector("[data-queue-page]");

const entry = (row, state, when) => {
  const item = page.querySelector("[data-entry]").content.firstElementChild.cloneNode(true);
  const part = (name) => item.querySelector(`[data-${name}]`);
  part("title").textContent = row.title;
  part("when").textContent = when;
  part("words").textContent = row.words ?? "";
  part("words").hidden = !row.words;
  const badge = part("state");
  badge.textContent = page.dataset[state];
  badge.classList.add(`badge-${TONES[state]}`);
  const openAt = state === "sent" ? row.to : state === "saved" ? row.address : "";
  if (openAt) part("open").href = openAt;
  else part("open").remove();
  const mend = part("mend");
  if (state === "refused") mend.addEventListener("click", () => mended(row));
  else mend.remove();
  const away = part("drop");
  if (state === "sent" || state === "sending") away.remove();
  else
    away.addEventListener("click", () => {
      if (state !== "saved" && !window.confirm(page.dataset.sure)) return;
      if (state === "saved") remove("drafts", row.key).then(draw);
      else drop(row.id);
    });
  if (!part("actions").children.length) part("actions").remove();
  return item;
};

// What was refused becomes typing again, in the form it came from, unless that is still there.
const mended = async (row) => {
  if (row.draft && !(await get("drafts", row.draft)))
    await put("drafts", {
      key: row.draft,
      title: row.title,
      address: row.mend,
      fields: row.fields,
      at: row.at,
    });
  await drop(row.id);
  location.assign(row.mend + (row.draft ? "#kept" : ""));
};

const fill = (name, items) => {
  page.querySelector(`[data-list=${name}]`).replaceChildren(...items);
  page.querySelector(`[data-none=${name}]`).hidden = items.length > 0;
};

const facts = async () => {
  const cache = await caches.open(`pages-${owner}`);
  const goods = await all("goods");
  const lines = [say(page.dataset.pages, { n: number((await cache.keys()).length) })];
  if (goods.length)
    lines.push(
      say(page.dataset.goods, {
        n: number(goods.length),
        time: time(Math.min(...goods.map((each) => each.at))),
      }),
    );
  const { usage } = (await navigator.storage?.estimate?.()) ?? {};
  if (usage) lines.push(say(page.dataset.room, { n: number(Math.round(usage / 1000)) }));
  const others = await othersWaiting();
  if (others) lines.push(say(page.dataset.others, { n: number(others) }));
  page.querySelector("[data-facts]").replaceChildren(
    ...lines.map((words) => Object.assign(document.createElement("li"), { textContent: words })),
  );
};

const draw = async () => {
  const { dataset } = page;
  const rows = (await all("queue")).sort((a, b) => a.id - b.id);
  const kept = (row) => say(dataset.keptAt, { time: time(row.at) });
  const refused = new Set(rows.filter((row) => row.state === "refused").map((row) => row.subject));
  const state = (row) =>
    row.state === "waiting" && row.subject && refused.has(row.subject) ? "held" : row.state;
  fill("queue", rows.filter((row) => row.state !== "sent").map((row) => entry(row, state(row), kept(row))));
  const sent = rows.filter((row) => row.state === "sent").sort((a, b) => b.sentAt - a.sentAt);
  fill("sent", sent.map((row) => entry(row, "sent", say(dataset.sentAt, { time: time(row.sentAt) }))));
  fill("drafts", (await all("drafts")).map((row) => entry(row, "saved", kept(row))));
  await facts();
};

export const start = async () => {
  if (!page) return;
  onChange(draw);
  page.querySelector("[data-send-now]").addEventListener("click", send);
  page.querySelector("[data-forget]").addEventListener("click", async () => {
    await forget();
    for (const name of await caches.keys()) if (name.startsWith("pages-")) await caches.delete(name);
    await draw();
  });
  await draw();
};
