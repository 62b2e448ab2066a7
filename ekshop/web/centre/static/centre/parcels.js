// Kindnesses of the parcel pages: counts that agree, fields that are asked. Every page works without.
(() => {
  "use strict";
  const BENGALI = "০১২৩৪৫৬৭৮৯";
  const number = (input) =>
    Number(input.value.replace(/[০-৯]/g, (digit) => BENGALI.indexOf(digit))) || 0;
  const write = (input, value) => {
    input.value =
      document.documentElement.lang === "bn"
        ? String(value).replace(/\d/g, (digit) => BENGALI[digit])
        : String(value);
    const box = input.closest(".stepper");
    box.querySelector("[data-step='-1']").disabled = value <= 0;
    box.querySelector("[data-step='1']").disabled = value >= Number(input.dataset.max);
  };

  // What is sent back cannot be good too: one count gives way to the other.
  const agree = (line, changed) => {
    const good = line.querySelector("[data-good]");
    const bad = line.querySelector("[data-bad]");
    const sent = Number(line.dataset.sent);
    if (number(good) + number(bad) > sent) {
      const other = changed === good ? bad : good;
      write(other, Math.max(0, sent - number(changed)));
    }
    // Its line stays: what lies below must not slip away under a finger.
    const whole = number(good) === sent && number(bad) === 0;
    line.querySelector("[data-whole]").classList.toggle("invisible", !whole);
    line.querySelector("[data-short]").hidden = number(good) + number(bad) >= sent;
  };
  document.addEventListener("change", (event) => {
    const field = event.target;
    const line = field.closest("[data-line]");
    if (!line) return;
    if (field.matches("[data-good], [data-bad]")) agree(line, field);
    if (field.matches("[data-why]") && number(line.querySelector("[data-bad]")) === 0) {
      const bad = line.querySelector("[data-bad]");
      write(bad, 1);
      agree(line, bad);
      bad.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  // Cash has no transaction number.
  const media = document.querySelectorAll("input[name=medium]");
  const reference = document.querySelector("[data-reference]");
  const asked = () => {
    const chosen = document.querySelector("input[name=medium]:checked");
    reference.hidden = chosen !== null && chosen.value === "cash";
    if (reference.hidden) reference.querySelector("input").value = "";
  };
  if (reference && media.length) {
    for (const medium of media) medium.addEventListener("change", asked);
    asked();
  }
})();
