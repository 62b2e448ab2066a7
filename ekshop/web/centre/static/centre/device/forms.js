// Forms marked data-queue go through the queue: kept first, then sent, so that nothing is lost
// when the line dies between the two. data-queue-on names the button that means it; with
// data-queue-as the form is read back on the device, and only where there is no line.
import { add, drop, sendNow, waitsFor } from "./queue.js";
import { isCopy, isDown, tell } from "./line.js";
import { keyOf, pathOf } from "./drafts.js";
import { digits, number, say, taka, whole, written } from "./words.js";
import { remove } from "./store.js";

const QUEUE = "/centre/queue/";

const fieldsOf = (form, button, change = "") => {
  const fields = [...new FormData(form)].filter(
    ([name, value]) =>
      name && name !== "csrfmiddlewaretoken" && !(value instanceof File && !value.size),
  );
  if (change) fields.push(change.split("="));
  else if (button?.name) fields.push([button.name, button.value]);
  return fields;
};

const keep = (form, fields, title) =>
  add({
    kind: form.dataset.queue,
    subject: form.dataset.queueSubject ?? "",
    title,
    action: pathOf(form),
    mend: form.dataset.queueMend ?? location.pathname,
    draft: form.dataset.draft || form.dataset.draftOf ? keyOf(form) : "",
    fields,
  });

const idle = (form, button) => {
  delete form.dataset.sent;
  button?.removeAttribute("aria-busy");
};

const through = async (form, button) => {
  const row = await keep(form, fieldsOf(form, button), form.dataset.queueTitle);
  if (!isDown() && !isCopy) {
    const answer = await sendNow(row, form.elements.csrfmiddlewaretoken.value);
    if (answer.state === "done") return location.assign(answer.to);
    if (answer.state === "refused" || answer.state === "other") {
      // The page answers as it does without scripts, with the server's words beside the field.
      await drop(row.id);
      return native(form, button);
    }
    if (answer.state === "signedOut")
      return location.assign(`/account/sign-in/?next=${encodeURIComponent(location.pathname)}`);
  }
  location.assign(form.dataset.queueNext ?? QUEUE);
};

const native = (form, button) => {
  if (button?.name) {
    const pressed = document.createElement("input");
    Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
    form.append(pressed);
  }
  HTMLFormElement.prototype.submit.call(form);
};

// What is read to the customer: [title, words] of each line, and what is wrong with the form.
const inspected = (form, words) => {
  const lines = [];
  for (const line of form.querySelectorAll("[data-line-of]")) {
    const [good, bad] = ["[data-good]", "[data-bad]"].map((at) => whole(line.querySelector(at)));
    const sent = Number(line.dataset.sent);
    const why = line.querySelector("[data-why]:checked")?.closest("label");
    if (good + bad > sent || good < 0 || bad < 0) return { wrong: words.count };
    if (bad && !why) return { wrong: words.why };
    const said = [];
    if (good) said.push(say(words.good, { n: number(good) }));
    if (bad) said.push(say(words.bad, { n: number(bad), why: why.textContent.trim() }));
    if (good + bad < sent) said.push(say(words.short, { n: number(sent - good - bad) }));
    const photos = line.querySelector("input[type=file]")?.files.length ?? 0;
    if (photos) said.push(say(words.photos, { n: number(photos) }));
    lines.push([line.dataset.lineOf, said.join("; ")]);
  }
  return { lines };
};

const ordered = (form, words) => {
  if (!form.elements.mobile.value.trim()) return { wrong: words.mobile };
  const lines = [];
  let sum = 0;
  for (const row of form.querySelectorAll("[data-row]")) {
    const n = whole(row.querySelector("input[name^='q-']"));
    if (n < 1) continue;
    const price = Number(row.dataset.price);
    sum += n * price;
    const values = { n: number(n), price: taka(price), total: taka(n * price) };
    lines.push([row.dataset.title, say(words.pieces, values)]);
  }
  if (!lines.length) return { wrong: words.nothing };
  const { name, mobile } = form.elements;
  const who = [name.value.trim(), written(digits(mobile.value.trim()))].filter(Boolean);
  return { lines, sum: say(words.sum, { sum: taka(sum) }), who: who[0], whom: who.join(", ") };
};

const readBack = (form, button) => {
  const box = document.querySelector("[data-read-back]");
  const told = (form.dataset.queue === "inspect" ? inspected : ordered)(form, box.dataset);
  const wrong = box.querySelector("[data-read-back-wrong]");
  const yes = box.querySelector("[data-read-back-yes]");
  wrong.hidden = !told.wrong;
  wrong.textContent = told.wrong ?? "";
  yes.hidden = Boolean(told.wrong);
  box.querySelector("[data-read-back-whom]").textContent = told.whom ?? "";
  box.querySelector("[data-read-back-sum]").textContent = told.sum ?? "";
  box.querySelector("[data-read-back-lines]").replaceChildren(
    ...(told.lines ?? []).map(([title, words]) => {
      const item = document.createElement("li");
      const name = document.createElement("b");
      name.textContent = title;
      item.append(name, document.createElement("br"), words);
      return item;
    }),
  );
  box.querySelector("[data-read-back-no]").onclick = () => box.close();
  yes.onclick = async () => {
    yes.disabled = true;
    const fields = fieldsOf(form, null, form.dataset.queueAs);
    // A kept page is filled in more than once: each filling in is an order of its own.
    if (form.dataset.queue === "order")
      for (const field of fields) if (field[0] === "nonce") field[1] = crypto.randomUUID();
    try {
      const kept = fields.filter(([name, value]) => !unwanted(name, value, fields));
      await keep(form, kept, say(form.dataset.queueTitle, { who: told.who }));
      delete form.dataset.touched;
      await remove("drafts", keyOf(form));
      location.assign(QUEUE);
    } catch {
      tell({ note: "full" });
      yes.disabled = false;
      box.close();
    }
  };
  box.onclose = () => idle(form, button);
  box.showModal();
};

// Goods of which none is wanted need not travel.
const unwanted = (name, value, fields) => {
  if (name.startsWith("p-")) {
    const held = fields.find(([other]) => other === `q-${name.slice(2)}`);
    return !held || !whole({ value: held[1] });
  }
  return name.startsWith("q-") && !whole({ value });
};

const meant = (form, button) => {
  const [name, value] = (form.dataset.queueOn ?? "").split("=");
  return !name || (button?.name === name && button.value === value);
};

const pressed = (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!form.dataset.queue || event.defaultPrevented || !meant(form, button)) return;
  if (form.dataset.queueAs) {
    if (!isDown() && !isCopy) return;
    event.preventDefault();
    readBack(form, button);
  } else {
    event.preventDefault();
    through(form, button).catch(() => {
      tell({ note: "full" });
      native(form, button);
    });
  }
};

// What already waits here must not be asked for again.
const stand = async (form) => {
  const { queue, queueSubject } = form.dataset;
  if (!queueSubject || !(await waitsFor(queue, queueSubject))) return;
  for (const button of form.querySelectorAll("button:not([type=button])")) button.disabled = true;
};

// A sum the server counted does not stand beside counts it has not seen.
const uncounted = (event) => {
  const { counted } = event.target.dataset;
  if (counted) event.target.textContent = counted;
};

export const start = () => {
  document.addEventListener("submit", pressed);
  document.addEventListener("htmx:sendError", uncounted);
  for (const form of document.querySelectorAll("form[data-queue]")) stand(form);
};
