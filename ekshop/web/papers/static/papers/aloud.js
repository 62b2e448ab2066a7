// Reads a text aloud where the browser has a voice for the text's language; without one no button is shown.
(() => {
  "use strict";
  const speech = window.speechSynthesis;
  if (!speech) return;
  for (const text of document.querySelectorAll("[data-aloud]")) {
    const language = text.lang || document.documentElement.lang || "bn";
    const voice = () => speech.getVoices().find((each) => each.lang.toLowerCase().startsWith(language));
    const controls = text.querySelector("[data-aloud-controls]");
    const start = text.querySelector("[data-aloud-start]");
    const stop = text.querySelector("[data-aloud-stop]");
    const reading = (on) => {
      start.hidden = on;
      stop.hidden = !on;
    };
    const offer = () => {
      if (voice()) controls.hidden = false;
    };
    start.addEventListener("click", () => {
      speech.cancel();
      const parts = [...text.querySelectorAll("[data-aloud-text]")];
      for (const part of parts) {
        const said = new SpeechSynthesisUtterance(part.textContent);
        said.voice = voice();
        said.lang = said.voice.lang;
        said.rate = 0.9;
        if (part === parts[parts.length - 1]) said.onend = () => reading(false);
        said.onerror = () => reading(false);
        speech.speak(said);
      }
      reading(true);
    });
    stop.addEventListener("click", () => {
      speech.cancel();
      reading(false);
    });
    offer();
    speech.addEventListener("voiceschanged", offer);
    window.addEventListener("pagehide", () => speech.cancel());
  }
})();
