// What lies on this device, by person: entries to send, half filled forms, goods found lately.
// A person sees nothing of another; what another began or found is taken away, and what another
// still has to send waits for them.
const NAME = "ekshop-centre";
const STORES = {
  queue: { keyPath: "id", autoIncrement: true },
  drafts: { keyPath: "key" },
  goods: { keyPath: "key" },
};

export const owner = document.querySelector("meta[name=device-owner]")?.content ?? "";

let opened;
const open = () =>
  (opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const [name, how] of Object.entries(STORES)) {
        asked.result.createObjectStore(name, how).createIndex("owner", "owner");
      }
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  }));

// One change or question; resolves once it is on the disk.
const within = async (store, mode, ask) => {
  const base = await open();
  return new Promise((done, failed) => {
    const work = base.transaction(store, mode, { durability: "strict" });
    const asked = ask(work.objectStore(store));
    work.oncomplete = () => done(asked?.result);
    work.onabort = work.onerror = () => failed(work.error);
  });
};

export const all = (store) =>
  within(store, "readonly", (rows) => rows.index("owner").getAll(owner));
export const get = (store, key) => within(store, "readonly", (rows) => rows.get(key));
export const put = (store, row) =>
  within(store, "readwrite", (rows) => rows.put({ ...row, owner: row.owner ?? owner }));
export const remove = (store, key) => within(store, "readwrite", (rows) => rows.delete(key));

export const othersWaiting = () =>
  within("queue", "readonly", (rows) => rows.getAll()).then(
    (rows) => rows.filter((row) => row.owner !== owner && row.state !== "sent").length,
  );

const sweep = (store, gone) =>
  within(store, "readwrite", (rows) => {
    rows.openCursor().onsuccess = (event) => {
      const at = event.target.result;
      if (!at) return;
      if (gone(at.value)) at.delete();
      at.continue();
    };
  });

export const forget = () =>
  Promise.all([sweep("drafts", () => true), sweep("goods", () => true)]);

// Another person sits here now, or a day has passed.
export const tidy = async () => {
  const foreign = (row) => row.owner !== owner;
  const yesterday = Date.now() - 24 * 3600 * 1000;
  await sweep("drafts", foreign);
  await sweep("goods", (row) => foreign(row) || row.at < Date.now() - 30 * 24 * 3600 * 1000);
  await sweep("queue", (row) => row.state === "sent" && (foreign(row) || row.sentAt < yesterday));
};
