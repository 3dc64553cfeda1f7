// Hide the page at once, then put the weather in its place in the history. Who comes back sees it.
"use strict";
const way = document.querySelector("[data-leave]");
way.addEventListener("click", (event) => {
  event.preventDefault();
  document.documentElement.hidden = true;
  location.replace(way.href);
});
// A jump inside the page leaves no step behind that Back would show after leaving.
for (const jump of document.querySelectorAll("a[href^='#']")) {
  jump.addEventListener("click", (event) => { event.preventDefault(); location.replace(jump.hash); });
}
addEventListener("pageshow", (event) => {
  document.documentElement.hidden = false;
  if (event.persisted) document.querySelector("form.ask")?.reset();
});
