/* Locking, for whoever must hide a screen at once. Everything works without it, only later.
   Escape three times within a second locks; so does silence; and all tabs lock together. */
"use strict";
(() => {
  const form = document.querySelector("form[data-lock]");
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("suluh") : null;
  const PRESSES = 3, WITHIN = 1000, SAY_AGAIN = 60000, CHECK = 5000; // milliseconds
  // Of a page that asked again by itself (presence.py): since when nobody was there.
  const BY_ITSELF = "again", KEPT = "suluh-present";
  let pressed = [], seen = Date.now(), said = Date.now(), locked = false;

  // A page that the browser kept in memory is asked for anew: the visit may be locked or over.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  if (!form) return;

  const before = () => {
    try { return JSON.parse(sessionStorage.getItem(KEPT)) || []; } catch { return []; }
  };
  const keep = () => {
    try { sessionStorage.setItem(KEPT, JSON.stringify([seen, said])); } catch { /* blocked */ }
  };
  if (new URLSearchParams(location.search).has(BY_ITSELF))
    [seen, said] = [0, 1].map((at) => Math.min(Date.now(), before()[at] || Date.now()));
  addEventListener("pagehide", keep);

  const send = (address, more) => {
    const body = new URLSearchParams(new FormData(form));
    for (const name in more) body.set(name, more[name]);
    return fetch(address, { method: "POST", body, keepalive: true, redirect: "manual" });
  };
  const hide = () => {
    locked = true;
    document.title = "Suluh";
    document.body.replaceChildren(form); // its button locks once more, should the server be away
  };
  const leave = () => location.replace(form.dataset.lock);
  const lock = () => {
    if (locked) return;
    const next = location.pathname + location.search;
    hide();
    if (tabs) tabs.postMessage("locked");
    send(form.action, { next }).then(leave, () => {});
  };
  const active = () => {
    const now = Date.now();
    if (locked || late(now)) return;
    seen = now;
    if (now - said < SAY_AGAIN) return;
    said = now;
    if (tabs) tabs.postMessage("active");
    send(form.dataset.present, {}).catch(() => {});
  };
  const late = (now) => now - seen >= form.dataset.after * 1000;

  if (tabs) tabs.onmessage = ({ data }) => {
    if (data === "active") seen = said = Date.now();
    if (data === "locked" && !locked) { hide(); setTimeout(leave, 500); }
  };
  addEventListener("keydown", (event) => {
    active();
    if (event.key !== "Escape" || event.repeat) return;
    pressed = [...pressed, Date.now()].slice(-PRESSES);
    if (pressed.length === PRESSES && pressed[PRESSES - 1] - pressed[0] <= WITHIN) lock();
  }, true);
  for (const kind of ["pointerdown", "pointermove", "wheel", "touchstart", "input"])
    addEventListener(kind, active, { capture: true, passive: true });
  // Not one long timer: a machine that slept would go on where it stopped.
  const check = () => { if (late(Date.now())) lock(); };
  setInterval(check, CHECK);
  document.addEventListener("visibilitychange", check);
})();
