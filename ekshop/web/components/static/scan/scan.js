// What the camera sees becomes text in the field of its form, which is then sent. Typing the same
// does the same, so nothing here is needed.
//
// Where the browser reads codes itself it is asked; elsewhere the reader in zxing.js is fetched when
// the camera is opened, and not before. A code counts once it was read twice, and on goods once its
// check digit fits.
(() => {
  "use strict";
  const fits = (digits) => {
    if (!/^(\d{8}|\d{12,14})$/.test(digits) || !Number(digits)) return false;
    const sum = [...digits].reverse().reduce((sum, digit, i) => sum + (i % 2 ? 3 : 1) * Number(digit), 0);
    return sum % 10 === 0;
  };
  const KINDS = {
    goods: { formats: ["ean_13", "ean_8", "upc_a", "itf"], counts: fits },
    label: { formats: ["qr_code", "code_128", "code_39"], counts: (text) => text !== "" },
  };

  const byBrowser = async ({ formats }) => {
    const known = "BarcodeDetector" in window ? await window.BarcodeDetector.getSupportedFormats() : [];
    if (!known.includes(formats[0])) return null;
    const detector = new window.BarcodeDetector({ formats: formats.filter((one) => known.includes(one)) });
    return async (video) => (await detector.detect(video))[0]?.rawValue || "";
  };
  let library = null;
  const fetched = (address) => {
    library ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => done(window.ZXing);
      script.onerror = () => {
        script.remove();
        library = null;
        failed(new Error("unread"));
      };
      document.head.append(script);
    });
    return library;
  };
  const byLibrary = async ({ formats }, address) => {
    const zxing = await fetched(address);
    const { BarcodeFormat, BinaryBitmap, DecodeHintType, HybridBinarizer, RGBLuminanceSource } = zxing;
    // A UPC-A is an EAN-13 that begins with 0, and is read as one.
    const asked = formats.filter((one) => one !== "upc_a").map((one) => BarcodeFormat[one.toUpperCase()]);
    const reader = new zxing.MultiFormatReader();
    reader.setHints(
      new Map([
        [DecodeHintType.POSSIBLE_FORMATS, asked],
        [DecodeHintType.TRY_HARDER, true],
      ]),
    );
    const textIn = (lights, width, height) => {
      try {
        const source = new RGBLuminanceSource(lights, width, height);
        return reader.decodeWithState(new BinaryBitmap(new HybridBinarizer(source))).getText();
      } catch {
        return "";
      }
    };
    const canvas = document.createElement("canvas");
    const paper = canvas.getContext("2d", { willReadFrequently: true });
    return async (video) => {
      const shrunk = Math.min(1, 800 / video.videoWidth);
      const width = (canvas.width = Math.round(video.videoWidth * shrunk));
      const height = (canvas.height = Math.round(video.videoHeight * shrunk));
      paper.drawImage(video, 0, 0, width, height);
      const { data } = paper.getImageData(0, 0, width, height);
      const lights = new Uint8ClampedArray(width * height);
      // The reader looks along rows: bars that lie are stood up for it.
      const stood = new Uint8ClampedArray(width * height);
      for (let y = 0; y < height; y += 1) {
        for (let x = 0; x < width; x += 1) {
          const i = 4 * (y * width + x);
          const light = 0.3 * data[i] + 0.6 * data[i + 1] + 0.1 * data[i + 2];
          lights[y * width + x] = light;
          stood[x * height + y] = light;
        }
      }
      return textIn(lights, width, height) || textIn(stood, height, width);
    };
  };

  const box = document.querySelector("[data-scan-box]");
  if (!box || !navigator.mediaDevices) return;
  const form = document.querySelector(box.dataset.scanBox);
  const field = form?.elements[box.dataset.scanField];
  if (!field) return;
  const kind = KINDS[box.dataset.scanKind];
  const video = box.querySelector("video");
  const words = box.querySelector("[data-scan-words]");
  let stream = null;
  const stop = () => {
    for (const track of stream ? stream.getTracks() : []) track.stop();
    stream = null;
    if (box.open) box.close();
  };
  const look = async (reading, mine, before) => {
    if (stream !== mine) return;
    const text = video.videoWidth ? await reading(video).catch(() => "") : "";
    const code = kind.counts(text) ? text : "";
    if (stream !== mine) return;
    if (code && code === before) {
      field.value = code;
      stop();
      form.requestSubmit();
    } else {
      window.setTimeout(() => look(reading, mine, code || before), 150);
    }
  };
  const open = async () => {
    words.textContent = words.dataset.opening;
    box.showModal();
    try {
      const mine = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (!box.open) {
        for (const track of mine.getTracks()) track.stop();
        return;
      }
      stream = mine;
      video.srcObject = mine;
      await video.play();
    } catch {
      words.textContent = words.dataset.refused;
      return;
    }
    const mine = stream;
    try {
      const reading = (await byBrowser(kind)) ?? (await byLibrary(kind, box.dataset.scanReader));
      words.textContent = words.dataset.hold;
      look(reading, mine, "");
    } catch {
      words.textContent = words.dataset.unread;
    }
  };
  for (const button of document.querySelectorAll("[data-scan-open]")) {
    button.hidden = false;
    button.addEventListener("click", open);
  }
  box.querySelector("[data-scan-stop]").addEventListener("click", stop);
  box.addEventListener("close", stop);
})();
