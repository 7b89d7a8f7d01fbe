// The search box: what is typed is sent after a pause; the panel of offers shows itself when it comes.
const WAIT = 300; // milliseconds after the last letter
const OFFER = "#search-offers a";
let first = false; // Enter was pressed before the offers had come

export function find(mark, input, wait = WAIT) {
  clearTimeout(mark.timer);
  mark.timer = setTimeout(() => ((mark.timer = 0), mark.send("find", input.value)), wait);
}

export function showOffers(mark) {
  const panel = mark.root.querySelector("[popover][data-show]");
  panel?.showPopover({ source: document.querySelector("[data-find]") });
  if (panel && first) setTimeout(() => open(panel.querySelector("a")));
  first &&= !panel;
}

function open(offer) {
  document.querySelector("[data-find]")?.blur();
  offer?.click();
}

document.addEventListener("keydown", (event) => {
  const box = document.querySelector("[data-find]"), at = event.target;
  const typing = at.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && box) return event.preventDefault(), box.focus();
  const offers = [...document.querySelectorAll(OFFER)];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && (at === box || offers.includes(at))) {
    event.preventDefault();
    (offers[offers.indexOf(at) + step] ?? (step < 0 ? box : at)).focus();
  }
});

export function onFindKey(mark, event) {
  const input = event.target.closest("[data-find]");
  if (!input) return;
  if (event.key === "Escape" && input.value) event.preventDefault(), (input.value = ""), find(mark, input, 0);
  if (event.key !== "Enter" || event.isComposing || !input.value.trim()) return;
  if (mark.timer || !document.querySelector(OFFER)) (first = true), find(mark, input, 0);
  else open(document.querySelector(OFFER));
}
