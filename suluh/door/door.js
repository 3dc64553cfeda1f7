// Hide the page at once, then put the weather in its place in the history. Who comes back sees it.
"use strict";
const way = document.querySelector("[data-leave]");
way.addEventListener("click", (event) => {
  event.preventDefault();
  document.documentElement.hidden = true;
  location.replace(way.href);
});
addEventListener("pageshow", () => { document.documentElement.hidden = false; });
