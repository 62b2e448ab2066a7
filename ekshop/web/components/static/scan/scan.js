// A barcode before the camera becomes digits in the field of its form, which is then sent. Typing
// the digits does the same, so nothing here is needed.
//
// Where the browser reads barcodes itself it is asked; elsewhere the bars are read below: EAN-13,
// UPC-A and EAN-8, from rows of a picture. A code counts once its check digit fits and it was read twice.
(() => {
  "use strict";
  // How wide the four bars of each digit are, in modules; on the right half, and on the left where
  // the digit is odd. Even digits of the left half are the same, mirrored.
  const WIDTHS = ["3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112"];
  const ODD = WIDTHS.map((widths) => [...widths].map(Number));
  const EVEN = ODD.map((widths) => [...widths].reverse());
  // Which of the left six digits are even tells the first digit.
  const FIRST = ["000000", "001011", "001101", "001110", "010011", "011001", "011100", "010101", "010110", "011010"];
  const FAR = 1.1;

  const digitOf = (runs, at, sets) => {
    const four = runs.slice(at, at + 4);
    const module = (four[0] + four[1] + four[2] + four[3]) / 7;
    let best = { far: FAR, digit: -1, set: 0 };
    sets.forEach((set, number) =>
      set.forEach((widths, digit) => {
        const far = widths.reduce((sum, width, i) => sum + Math.abs(width - four[i] / module), 0);
        if (far < best.far) best = { far, digit, set: number };
      }),
    );
    return best;
  };
  const isGuard = (runs, at, bars, module) => {
    for (let i = 0; i < bars; i += 1) {
      if (Math.abs(runs[at + i] - module) > 0.7 * module) return false;
    }
    return true;
  };
  const fits = (digits) => {
    const sum = [...digits].reverse().reduce((sum, digit, i) => sum + (i % 2 ? 3 : 1) * Number(digit), 0);
    return sum % 10 === 0 && Number(digits) > 0;
  };
  const half = (runs, at, count, sets) => {
    const found = [];
    for (let i = 0; i < count; i += 1) found.push(digitOf(runs, at + 4 * i, sets));
    return found.some((one) => one.digit < 0) ? null : found;
  };
  // `side`: digits in each half; bars: 3 + 4 × side + 5 + 4 × side + 3.
  const codeAt = (runs, at, side) => {
    const bars = 11 + 8 * side;
    if (at + bars > runs.length) return "";
    const wide = runs.slice(at, at + bars).reduce((sum, run) => sum + run, 0);
    const module = wide / (11 + 14 * side);
    const middle = at + 3 + 4 * side;
    if (!isGuard(runs, at, 3, module) || !isGuard(runs, middle, 5, module)) return "";
    if (!isGuard(runs, at + bars - 3, 3, module)) return "";
    const left = half(runs, at + 3, side, side === 6 ? [ODD, EVEN] : [ODD]);
    const right = left && half(runs, middle + 5, side, [ODD]);
    if (!right) return "";
    const first = side === 6 ? FIRST.indexOf(left.map((one) => one.set).join("")) : "";
    if (first === -1) return "";
    const digits = first + [...left, ...right].map((one) => one.digit).join("");
    return fits(digits) ? digits : "";
  };
  const codeIn = (runs) => {
    // Bars stand at odd places: the first run is the white before them.
    for (let at = 1; at + 43 <= runs.length; at += 2) {
      const code = codeAt(runs, at, 6) || codeAt(runs, at, 4);
      if (code) return code;
    }
    return "";
  };
  // Widths of white and black in turn, beginning with white; black is darker than what is around it.
  const runsOf = (row) => {
    const near = Math.max(8, Math.round(row.length / 12));
    const sums = [0];
    for (const light of row) sums.push(sums[sums.length - 1] + light);
    const runs = [0];
    let black = false;
    row.forEach((light, i) => {
      const from = Math.max(0, i - near);
      const until = Math.min(row.length, i + near);
      const around = (sums[until] - sums[from]) / (until - from);
      const dark = light < around - 4;
      if (dark === black) runs[runs.length - 1] += 1;
      else {
        runs.push(1);
        black = dark;
      }
    });
    return runs;
  };
  const read = ({ data, width, height }) => {
    const light = (x, y) => {
      const i = 4 * (y * width + x);
      return 0.3 * data[i] + 0.6 * data[i + 1] + 0.1 * data[i + 2];
    };
    const lines = [];
    for (let part = 2; part < 19; part += 1) {
      const y = Math.floor((height * part) / 21);
      lines.push(Array.from({ length: width }, (_, x) => light(x, y)));
      const across = Math.floor((width * part) / 21);
      lines.push(Array.from({ length: height }, (_, down) => light(across, down)));
    }
    for (const line of lines) {
      const runs = runsOf(line);
      const upsideDown = runs.length % 2 ? [...runs].reverse() : [0, ...[...runs].reverse()];
      const code = codeIn(runs) || codeIn(upsideDown);
      if (code) return code;
    }
    return "";
  };
  window.barcodeIn = read;

  const byBrowser = () => {
    if (!("BarcodeDetector" in window)) return null;
    const detector = new window.BarcodeDetector({ formats: ["ean_13", "ean_8", "upc_a", "itf"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue || "";
  };
  const byHand = () => {
    const canvas = document.createElement("canvas");
    return async (video) => {
      const shrunk = Math.min(1, 800 / video.videoWidth);
      canvas.width = Math.round(video.videoWidth * shrunk);
      canvas.height = Math.round(video.videoHeight * shrunk);
      const paper = canvas.getContext("2d", { willReadFrequently: true });
      paper.drawImage(video, 0, 0, canvas.width, canvas.height);
      return read(paper.getImageData(0, 0, canvas.width, canvas.height));
    };
  };

  const box = document.querySelector("[data-barcode-box]");
  if (!box || !navigator.mediaDevices) return;
  const form = document.querySelector(box.dataset.barcodeBox);
  const field = form?.querySelector("input[name=q]");
  if (!field) return;
  const video = box.querySelector("video");
  const words = box.querySelector("[data-barcode-words]");
  let stream = null;
  const stop = () => {
    for (const track of stream ? stream.getTracks() : []) track.stop();
    stream = null;
    if (box.open) box.close();
  };
  const look = async (reading, before) => {
    if (!stream) return;
    const code = video.videoWidth ? await reading(video).catch(() => "") : "";
    if (code && code === before) {
      field.value = code;
      stop();
      form.requestSubmit();
    } else {
      window.setTimeout(() => look(reading, code || before), 150);
    }
  };
  for (const button of document.querySelectorAll("[data-barcode-open]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      box.showModal();
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
        video.srcObject = stream;
        await video.play();
        look(byBrowser() || byHand(), "");
      } catch {
        words.textContent = words.dataset.refused;
      }
    });
  }
  box.querySelector("[data-barcode-stop]").addEventListener("click", stop);
  box.addEventListener("close", stop);
})();
