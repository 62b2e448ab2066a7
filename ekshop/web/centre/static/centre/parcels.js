// Kindnesses of the parcel pages: the camera as scanner, counts that agree. Every page works
// without them.
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

  // The camera as scanner, where the browser can read codes.
  const form = document.querySelector("[data-scan-form]");
  if (!form || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const button = form.querySelector("[data-scan]");
  const box = form.querySelector("[data-scan-box]");
  const video = box.querySelector("video");
  const words = box.querySelector("[data-scan-words]");
  let stream = null;
  const stop = () => {
    for (const track of stream ? stream.getTracks() : []) track.stop();
    stream = null;
    if (box.open) box.close();
  };
  const look = async (detector) => {
    if (!stream) return;
    const [found] = await detector.detect(video).catch(() => []);
    if (found) {
      form.elements.code.value = found.rawValue;
      stop();
      form.requestSubmit();
    } else {
      window.setTimeout(() => look(detector), 200);
    }
  };
  button.hidden = false;
  button.addEventListener("click", async () => {
    box.showModal();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      await video.play();
      look(new window.BarcodeDetector({ formats: ["qr_code", "code_128", "code_39"] }));
    } catch {
      words.textContent = words.dataset.refused;
    }
  });
  box.querySelector("[data-scan-stop]").addEventListener("click", stop);
  box.addEventListener("close", stop);
})();
