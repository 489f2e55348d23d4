"use strict";
const search = document.getElementById("search");
const boxes = [...document.querySelectorAll("nav input[type=checkbox]")];
const items = [...document.querySelectorAll("[data-kind]")];
const count = document.getElementById("count");
const words = new Map(items.map((item) => [item, item.textContent.toLowerCase()]));
let at = -1;

function shown(item, kinds, terms) {
  const kind = item.dataset.kind.split(" ");
  return kind.some((one) => kinds.has(one)) && terms.every((term) => words.get(item).includes(term));
}

function filter() {
  const kinds = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const terms = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let cards = 0;
  for (const item of items) {
    item.hidden = !shown(item, kinds, terms);
    if (!item.hidden && item.classList.contains("card")) cards += 1;
  }
  const all = items.filter((item) => item.classList.contains("card")).length;
  count.value = count.dataset.words.replace("{0}", cards).replace("{1}", all);
  at = -1;
}

function step(by) {
  const cards = items.filter((item) => item.classList.contains("card") && !item.hidden);
  if (cards.length === 0) return;
  at = at < 0 ? (by > 0 ? 0 : cards.length - 1) : (at + by + cards.length) % cards.length;
  document.querySelector(".at")?.classList.remove("at");
  cards[at].classList.add("at");
  cards[at].focus();
  cards[at].scrollIntoView({ block: "center" });
}

search.addEventListener("input", filter);
boxes.forEach((box) => box.addEventListener("change", filter));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    search.value = "";
    search.blur();
    filter();
  } else if (event.target === search) {
    return;
  } else if (event.key === "/") {
    event.preventDefault();
    search.focus();
  } else if (event.key === "j") {
    step(1);
  } else if (event.key === "k") {
    step(-1);
  } else if (event.key === "o" && document.activeElement?.classList.contains("card")) {
    document.activeElement.querySelector("a")?.click();
  }
});
filter();
