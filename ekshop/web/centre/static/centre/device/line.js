// The strip below the header: where the line stands, and what is saved, queued, sent.
import { number, say, time } from "./words.js";

const strip = document.querySelector("[data-line]");
const page = document.documentElement.dataset;

export const isCopy = Boolean(page.seen);
// Neither a copy nor what is shown in place of a page: it has come over the line just now.
export const isAnswer = !("why" in page);
// What lies on the device is as fresh as can be, whenever the frame around it was fetched.
const isDated = isCopy && !document.querySelector("[data-queue-page]");

// Down until something gets through again: the browser's own word is only half of it.
let down = !navigator.onLine || page.why === "down";
export const isDown = () => down || !navigator.onLine;

// What a page said once of something just done is not said again by its copy.
if (isCopy) document.querySelector(".toasts")?.remove();

const told = { waiting: 0, sending: 0, refused: 0, others: 0, last: 0, saved: 0, note: "" };

const LOOKS = {
  calm: ["bg-sunk", "soft"],
  attention: ["bg-turmeric-tint", "text-turmeric"],
  warning: ["bg-madder-tint", "text-madder"],
};

const draw = () => {
  if (!strip) return;
  const words = strip.dataset;
  const parts = [];
  let look = "calm";
  let icon = "check";
  const add = (sentence, tone, sign) => {
    parts.push(sentence);
    if (look === "calm" || tone === "warning") [look, icon] = [tone, sign];
  };
  if (isDated) {
    const back = page.why === "slow" ? words.seenSlow : words.seenBack;
    const sentence = isDown() ? words.seenDown : back;
    add(say(sentence, { time: time(page.seen) }), "attention", "wifi-off");
  } else if (isDown()) add(words.down, "attention", "wifi-off");
  if (told.note) add(words[told.note], "warning", "circle-alert");
  if (told.refused) add(say(words.refused, { n: number(told.refused) }), "warning", "circle-alert");
  if (told.sending) add(say(words.sending, { n: number(told.sending) }), "attention", "upload");
  if (told.waiting) add(say(words.waiting, { n: number(told.waiting) }), "attention", "save");
  if (told.others) add(words.other, "attention", "user");
  if (told.saved) add(say(words.saved, { time: time(told.saved) }), look, "save");
  if (!parts.length) add(told.last ? say(words.last, { time: time(told.last) }) : words.clear, "calm", "check");
  strip.classList.remove(...Object.values(LOOKS).flat());
  strip.classList.add(...LOOKS[look]);
  strip.querySelector("[data-line-words]").textContent = parts.join(" ");
  strip.querySelector("[data-line-send]").hidden = !told.waiting || Boolean(told.sending) || isDown();
  const use = strip.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icon}`));
  strip.hidden = false;
};

// Something changed: `tell({ waiting: 2 })`.
export const tell = (news = {}) => {
  Object.assign(told, news);
  draw();
};

export const gotThrough = () => {
  down = false;
  draw();
};
export const gotNowhere = () => {
  down = true;
  draw();
};

window.addEventListener("offline", draw);
window.addEventListener("online", draw);

// Who signs out while something waits is told where it stays.
document.addEventListener("submit", (event) => {
  const waiting = told.waiting + told.sending + told.refused;
  if (!waiting || !event.target.action?.endsWith?.("/sign-out/")) return;
  if (!window.confirm(say(strip.dataset.leave, { n: number(waiting) }))) event.preventDefault();
}, true);

export const onSend = (send) =>
  strip?.querySelector("[data-line-send]").addEventListener("click", send);
