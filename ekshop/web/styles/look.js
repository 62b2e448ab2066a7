// Small kindnesses. Every page works without them; nothing here is the only way to do a thing.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("scripted");
  if (navigator.share) root.classList.add("sharing");
  const BENGALI = "০১২৩৪৫৬৭৮৯";
  const latin = (text) => text.replace(/[০-৯]/g, (digit) => BENGALI.indexOf(digit));
  const written = (number) =>
    root.lang === "bn" ? String(number).replace(/\d/g, (digit) => BENGALI[digit]) : String(number);
  const bubble = (element) => {
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // Quantity: plus and minus around a field that takes Bengali digits too.
  const stepperShow = (input) => {
    const box = input.closest(".stepper");
    const value = Number(latin(input.value)) || 0;
    box.querySelector("[data-step='-1']").disabled = value <= Number(input.dataset.min || 0);
    box.querySelector("[data-step='1']").disabled =
      Boolean(input.dataset.max) && value >= Number(input.dataset.max);
  };
  const step = (button) => {
    const input = button.closest(".stepper").querySelector("input");
    const min = Number(input.dataset.min || 0);
    const max = input.dataset.max ? Number(input.dataset.max) : Infinity;
    const next = (Number(latin(input.value)) || 0) + Number(button.dataset.step);
    input.value = written(Math.min(max, Math.max(min, next)));
    stepperShow(input);
    bubble(input);
  };

  // Pictures: shown before they are sent; the field itself stays what is sent.
  const preview = (input) => {
    const list = input.form && document.getElementById(input.dataset.preview);
    if (!list) return;
    list.replaceChildren(
      ...[...input.files].map((file) => {
        const item = document.createElement("li");
        item.className = "photo";
        if (file.type.startsWith("image/")) {
          const picture = document.createElement("img");
          picture.src = URL.createObjectURL(file);
          picture.alt = file.name;
          picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
          item.append(picture);
        } else {
          item.textContent = file.name;
        }
        return item;
      }),
    );
  };

  // A form is sent once: its button turns busy, a second press does nothing.
  const busy = (form, submitter) => {
    form.dataset.sent = "1";
    if (submitter) submitter.setAttribute("aria-busy", "true");
  };
  const idle = () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll(".button[aria-busy]")) {
      if (!button.hasAttribute("data-busy")) button.removeAttribute("aria-busy");
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) event.preventDefault();
    else if (!event.defaultPrevented && form.target !== "_blank") busy(form, event.submitter);
  });
  window.addEventListener("pageshow", idle);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button, a");
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    if (!button) return;
    if (button.dataset.step) step(button);
    else if (button.hasAttribute("data-print")) window.print();
    else if (button.hasAttribute("data-dismiss")) button.closest(".alert").remove();
    else if (button.dataset.share) navigator.share?.({ title: button.dataset.shareTitle, url: button.dataset.share }).catch(() => {});
    else if (button.dataset.copy) {
      navigator.clipboard?.writeText(button.dataset.copy).then(() => {
        const word = button.querySelector("[data-copied]");
        if (word) word.textContent = word.dataset.copied;
      });
    }
  });

  // Who leaves a changed field by pressing a button means that button: it sends the form itself.
  let pressed = null;
  document.addEventListener("pointerdown", (event) => {
    pressed = event.target.closest("button[type=submit], button:not([type])");
  });
  document.addEventListener("pointerup", () => setTimeout(() => (pressed = null)));

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.dataset.preview) preview(field);
    if (field.hasAttribute("data-autosend") && field.form && pressed?.form !== field.form) field.form.requestSubmit();
    if (field.closest(".stepper")) stepperShow(field);
  });

  // Keys: Escape closes; arrows walk through suggestions; a letter leads to what wears it.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("details.menu[open]")) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      for (const list of document.querySelectorAll(".suggestions")) list.replaceChildren();
      return;
    }
    // Enter in a field that only finds leads on to what it found; it does not send the form.
    if (event.key === "Enter" && event.target.dataset?.onward) {
      event.preventDefault();
      document.getElementById(event.target.dataset.onward)?.focus();
      return;
    }
    const search = event.target.closest?.(".search");
    if (search && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const stops = [search.querySelector("input[type=search]"), ...search.querySelectorAll(".suggestion")];
      const now = stops.indexOf(document.activeElement);
      const next = stops[now + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
      return;
    }
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input, textarea, select")) target.focus();
    else target.click();
  });

  // The line: said when it goes, said no more when it is back.
  const line = () => {
    const bar = document.querySelector("[data-net]");
    if (bar) bar.hidden = navigator.onLine;
  };
  window.addEventListener("online", line);
  window.addEventListener("offline", line);

  const ready = () => {
    line();
    for (const input of document.querySelectorAll(".stepper > input")) stepperShow(input);
  };
  document.addEventListener("htmx:load", ready);
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("meta[name=csrf-token]");
    if (token) event.detail.headers["X-CSRFToken"] = token.content;
  });
  // What came back with something wrong in it begins where that is said.
  const refused = () => {
    if (performance.getEntriesByType("navigation")[0]?.responseStatus === 422) {
      document.getElementById("errors")?.focus();
    }
  };
  const begin = () => {
    ready();
    refused();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
