// The queue by keyboard: j and k walk through the rows, Enter opens the one in focus, x marks it.
(() => {
  const rows = () => [...document.querySelectorAll("[data-row]")];
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input:not([type=checkbox]), textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { j: 1, k: -1 }[event.key];
    const all = rows();
    const here = document.activeElement.closest("tr")?.querySelector("[data-row]");
    if (step && all.length) {
      event.preventDefault();
      const next = all[Math.min(Math.max(all.indexOf(here) + step, 0), all.length - 1)];
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "x" && here) {
      here.closest("tr").querySelector("[data-mark]")?.click();
    }
  });
})();
