"use strict";
const questions = [...document.querySelectorAll(".question")];
const buttons = [...document.querySelectorAll("#filters button[data-flag]")];
const category = document.getElementById("category");
const search = document.getElementById("search");
const count = document.getElementById("count");
const texts = new Map(questions.map(each => [each, each.textContent.toLowerCase()]));
function show() {
  const flag = buttons.find(each => each.getAttribute("aria-pressed") === "true")?.dataset.flag ?? "";
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const each of questions) {
    const flags = each.dataset.flags.split(" ");
    const inside = (!flag || flags.includes(flag)) && (!category || !category.value || each.dataset.category === category.value)
      && words.every(word => texts.get(each).includes(word));
    each.hidden = !inside;
    shown += inside;
  }
  count.textContent = `${shown} of ${questions.length} questions`;
}
for (const button of buttons) button.addEventListener("click", () => {
  for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
  show();
});
category?.addEventListener("change", show);
search.addEventListener("input", show);
document.getElementById("open").addEventListener("click", event => {
  const open = questions.some(each => !each.hidden && !each.open);
  for (const each of questions) if (!each.hidden) each.open = open;
  event.target.textContent = open ? "close all" : "open all";
});
let closed = [];
addEventListener("beforeprint", () => {
  closed = questions.filter(each => !each.open && !each.hidden);
  for (const each of closed) each.open = true;
});
addEventListener("afterprint", () => {for (const each of closed) each.open = false;});
const named = questions.find(each => `#${encodeURIComponent(each.id)}` === location.hash || `#${each.id}` === location.hash);
if (named) named.open = true;
show();
