// What is typed into a form marked data-draft is kept on this device, photos too, and offered
// again when the form comes back empty: after a reload, a dead phone, an ended session.
import { isAnswer, tell } from "./line.js";
import { get, owner, put, remove } from "./store.js";
import { say, time } from "./words.js";

const LEAVING = "ekshop-leaving";
const SAVED_AFTER = 400;

// A button called "action" hides the form's own.
export const pathOf = (form) => new URL(form.getAttribute("action"), location.href).pathname;

// data-draft-of is worn by a form that finishes what another began.
export const keyOf = (form) =>
  `${owner} ${form.dataset.draft ?? form.dataset.draftOf} ${pathOf(form)}`;

const mine = (field) =>
  field.name && field.name !== "csrfmiddlewaretoken" && !["hidden", "submit", "button"].includes(field.type);

const typed = (form) => {
  const fields = [];
  for (const field of form.elements) {
    if (!mine(field)) continue;
    if (field.type === "file") for (const file of field.files) fields.push([field.name, file]);
    else if (!["radio", "checkbox"].includes(field.type) || field.checked)
      fields.push([field.name, field.value]);
  }
  return fields;
};

export const save = async (form) => {
  const at = Date.now();
  try {
    await put("drafts", {
      key: keyOf(form),
      title: form.dataset.draftTitle,
      address: location.pathname + location.search,
      fields: typed(form),
      at,
    });
    tell({ saved: at, note: "" });
  } catch {
    tell({ note: "full" });
  }
};

const fill = (form, fields) => {
  form.dataset.touched = "1";
  const files = new Map();
  const touched = [];
  for (const field of form.elements) {
    if (!mine(field)) continue;
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "file") files.set(field, values);
    else if (!values.length) continue;
    else if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
    else field.value = values[0];
    if (values.some((value) => value !== "" && value !== field.defaultValue)) {
      touched.push(field);
      const folded = field.closest("details");
      if (folded) folded.open = true;
    }
  }
  for (const [field, chosen] of files) {
    const bundle = new DataTransfer();
    for (const file of chosen) if (file instanceof Blob) bundle.items.add(file);
    field.files = bundle.files;
  }
  for (const field of touched) {
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (!field.hasAttribute("data-autosend"))
      field.dispatchEvent(new Event("change", { bubbles: true }));
  }
};

const offer = (form, draft) => {
  const box = document.querySelector("[data-draft-offer]")?.content.cloneNode(true);
  if (!box) return;
  const shown = box.firstElementChild;
  const words = shown.querySelector("[data-draft-words]");
  words.textContent = say(words.dataset.draftWords, { time: time(draft.at) });
  shown.querySelector("[data-draft-take]").addEventListener("click", () => {
    fill(form, draft.fields);
    shown.remove();
  });
  shown.querySelector("[data-draft-drop]").addEventListener("click", async () => {
    await remove("drafts", draft.key);
    shown.remove();
  });
  document.getElementById("main").prepend(shown);
};

const watch = (form) => {
  let soon = 0;
  const later = (event) => {
    if (!event.isTrusted && !form.dataset.touched) return;
    form.dataset.touched = "1";
    clearTimeout(soon);
    soon = setTimeout(() => save(form), SAVED_AFTER);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  // Plus and minus speak through events of their own making.
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-step]")) form.dataset.touched = "1";
  }, true);
  window.addEventListener("pagehide", () => form.dataset.touched && !form.dataset.sent && save(form));
};

// Sent off the ordinary way: kept whole until the next page says that it has arrived, or, where
// more steps follow, until it is recorded.
const sentOff = (event) => {
  const form = event.target;
  if (!form.dataset.draft || event.defaultPrevented || !form.dataset.touched) return;
  save(form);
  if (form.dataset.draftUntil !== "recorded")
    sessionStorage.setItem(LEAVING, JSON.stringify([keyOf(form), location.pathname]));
};

// The page a form led to: the server has what was typed, whichever way it answered. A page that
// was reached otherwise says nothing of it.
const settle = async () => {
  const left = JSON.parse(sessionStorage.getItem(LEAVING));
  sessionStorage.removeItem(LEAVING);
  if (!left || !isAnswer || location.hash === "#kept" || !document.referrer) return;
  const [key, from] = left;
  if (new URL(document.referrer).pathname === from) await remove("drafts", key);
};

export const start = async () => {
  document.addEventListener("submit", sentOff);
  await settle();
  for (const form of document.querySelectorAll("form[data-draft]")) {
    watch(form);
    const draft = "draftFresh" in form.dataset ? await get("drafts", keyOf(form)) : undefined;
    if (!draft) continue;
    // The line went while it was being sent: nobody need be asked whether to have it back.
    if (location.hash === "#kept") {
      fill(form, draft.fields);
      tell({ saved: draft.at });
    } else offer(form, draft);
  }
};
