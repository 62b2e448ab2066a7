// How numbers, times and sums are written here, as the server writes them.
export const language = document.documentElement.lang === "bn" ? "bn-BD" : "en-IN";

const clock = new Intl.DateTimeFormat(language === "bn-BD" ? "bn-BD" : "en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "Asia/Dhaka",
});
const day = new Intl.DateTimeFormat(language === "bn-BD" ? "bn-BD" : "en-GB", {
  day: "numeric",
  month: "long",
  timeZone: "Asia/Dhaka",
});

export const number = (n) => new Intl.NumberFormat(language).format(n);

export const taka = (poisha) => `৳${number(poisha / 100)}`;

// The hour and minute; of another day, with its date.
export const time = (at) => {
  const when = new Date(at);
  const today = day.format(when) === day.format(new Date());
  return today ? clock.format(when) : `${day.format(when)}, ${clock.format(when)}`;
};

// "{n} wait" with what n is.
export const say = (sentence, values = {}) =>
  sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

// A text in the reader's digits, its letters as they are.
export const written = (text) =>
  language === "bn-BD" ? text.replace(/[0-9]/g, (digit) => "০১২৩৪৫৬৭৮৯"[digit]) : text;

export const digits = (text) => text.replace(/[০-৯]/g, (digit) => "০১২৩৪৫৬৭৮৯".indexOf(digit));

export const whole = (field) => Number(digits(field?.value ?? "").trim()) || 0;
