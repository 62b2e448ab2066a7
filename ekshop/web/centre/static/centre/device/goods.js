// A slice of the catalogue: what was found lately stays on this device with its price and the
// time of it, so that an order can be put together without a line.
import { all, get, owner, put } from "./store.js";
import { gotNowhere } from "./line.js";
import { number, say, taka, time, whole, written } from "./words.js";

const KNOWN = "/centre/new/known/";
const SHOWN = 100;
const draftKey = `${owner} known ${KNOWN}`;

// The page of goods found: each offer on it is remembered; an "add" the line did not take is kept.
const found = (list) => {
  if (!document.documentElement.dataset.seen)
    for (const { dataset } of list.querySelectorAll("form[data-offer]"))
      put("goods", {
        key: `${owner} ${dataset.offer}`,
        offer: dataset.offer,
        title: dataset.title,
        seller: dataset.seller,
        price: Number(dataset.price),
        at: Date.now(),
      });
  document.addEventListener("htmx:sendError", async (event) => {
    const form = event.target.closest("form[data-offer]");
    if (!form) return;
    gotNowhere();
    const n = await intoDraft(form.dataset.offer, list.dataset.goods);
    const held = document.getElementById(`held-${form.dataset.offer}`);
    const badge = document.createElement("span");
    badge.className = "badge badge-turmeric";
    badge.textContent = say(list.dataset.goodsHeld, { n: number(n) });
    held.replaceChildren(badge);
    const on = document.createElement("a");
    Object.assign(on, { className: "button", href: KNOWN });
    on.textContent = list.dataset.goodsOn;
    document.querySelector("#basket-bar .action-bar-in").replaceChildren(on);
  });
};

const intoDraft = async (offer, mobile) => {
  const draft = (await get("drafts", draftKey)) ?? { key: draftKey, title: "", fields: [] };
  const had = draft.fields.find(([name]) => name === `q-${offer}`);
  const n = (had ? whole({ value: had[1] }) : 0) + 1;
  const fields = draft.fields.filter((field) => field !== had && field[0] !== "mobile");
  fields.push(["mobile", mobile], [`q-${offer}`, written(String(n))]);
  const title = document.querySelector("[data-goods]").dataset.goodsOn;
  await put("drafts", { ...draft, title, fields, address: KNOWN, at: Date.now() });
  return n;
};

// The page one can order from without a line: its own rows, and behind them what was found.
const known = async (list) => {
  const model = document.querySelector("[data-known-row]");
  const there = new Set([...list.querySelectorAll("input[name^='q-']")].map((field) => field.name));
  const rows = (await all("goods")).sort((a, b) => b.at - a.at);
  for (const goods of rows.filter((each) => !there.has(`q-${each.offer}`)).slice(0, SHOWN))
    list.append(row(model, goods));
  if (list.children.length) document.querySelector("[data-known-none]")?.remove();
  const sum = () => {
    const total = [...list.querySelectorAll("[data-row]")].reduce(
      (so, each) => so + whole(each.querySelector("input[name^='q-']")) * Number(each.dataset.price),
      0,
    );
    document.querySelector("[data-known-sum]").textContent = taka(total);
  };
  list.addEventListener("input", sum);
  sum();
  document.querySelector("[data-narrow]").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const each of list.children)
      each.hidden = !each.dataset.title.toLowerCase().includes(wanted);
  });
  const asked = new URLSearchParams(location.search).get("mobile");
  const mobile = list.closest("form").elements.mobile;
  if (asked && !mobile.value) mobile.value = asked;
};

const row = (model, goods) => {
  const item = model.content.firstElementChild.cloneNode(true);
  item.dataset.title = goods.title;
  item.dataset.price = goods.price;
  item.querySelector(".rowitem-title").textContent = goods.title;
  item.querySelector(".rowitem-text .small").textContent = say(model.dataset.note, {
    seller: goods.seller,
    time: time(goods.at),
  });
  item.querySelector(".price").textContent = taka(goods.price);
  for (const part of item.querySelectorAll("[aria-label]"))
    part.setAttribute("aria-label", part.getAttribute("aria-label").replace("…", goods.title));
  const count = item.querySelector("input[name^='q-']");
  Object.assign(count, { name: `q-${goods.offer}`, id: `f-q-${goods.offer}` });
  const price = item.querySelector("input[name^='p-']");
  Object.assign(price, { name: `p-${goods.offer}`, value: goods.price });
  return item;
};

export const start = async () => {
  const shown = document.querySelector("[data-goods]");
  if (shown) found(shown);
  const list = document.querySelector("[data-known]");
  if (list) await known(list);
};
