// Photos are made small before they travel; a form works without this, only slower.
(() => {
  "use strict";
  // A phone's photo is ten times what anybody needs to see; on a thin line that is minutes.
  const LARGEST = 1600;
  const smaller = async (file) => {
    if (!file.type.startsWith("image/") || file.size < 300000) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
      return blob && blob.size < file.size
        ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" })
        : file;
    } catch {
      return file;
    }
  };
  document.addEventListener("change", async (event) => {
    const field = event.target;
    if (!field.dataset.shrink || field.dataset.shrinking) return;
    field.dataset.shrinking = "1";
    const chosen = new DataTransfer();
    for (const file of await Promise.all([...field.files].map(smaller))) chosen.items.add(file);
    field.files = chosen.files;
    delete field.dataset.shrinking;
    // What is wrong with a photo is told at once: it need not wait for a button.
    if (field.dataset.send && field.files.length) {
      field.form.requestSubmit(field.form.querySelector(".button:not([name])"));
    }
  });
})();
