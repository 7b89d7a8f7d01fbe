// Draws the HTML it is given and tells Streamlit which of its links was chosen. Nothing else of a page has a script.

import { find, onFindKey, showOffers } from "./search.js";

const known = new WeakMap();
const PAUSE = 1500, WAIT = 300; // milliseconds on a deadline while playing; after the last key or letter
let playing = null; // the mark that goes on by itself

// Streamlit names its own buttons in English only, to screen readers and as tooltips.
const NAMED = ["aria-label", "placeholder", "title"];
let words = {};

function translate() {
  for (const name of NAMED)
    for (const box of document.querySelectorAll(`[${name}]`)) {
      const word = words[box.getAttribute(name)];
      if (word) box.setAttribute(name, word);
    }
}

let due = 0;
new MutationObserver(() => (due ||= requestAnimationFrame(() => ((due = 0), translate())))).observe(document.body, {
  subtree: true,
  childList: true,
  attributeFilter: NAMED,
});

export default function marks({ data, parentElement, setTriggerValue }) {
  const mark = known.get(parentElement) ?? begin(parentElement);
  mark.send = setTriggerValue;
  mark.go = (href) => setTriggerValue("go", href);
  mark.escape = data.escape;
  if (data.lang) document.documentElement.lang = data.lang;
  if (data.words) words = data.words;
  if (mark.html === data.html) return;
  const focused = mark.root.contains(document.activeElement) ? document.activeElement.id : "";
  const opened = [...mark.root.querySelectorAll("details[open][id]")].map((details) => details.id);
  const panel = mark.root.querySelector("[popover]:not([data-show]):popover-open");
  const before = panel && [panel.scrollTop, panel.querySelector("[data-narrow]")?.value];
  mark.root.innerHTML = mark.html = data.html;
  for (const id of opened) mark.root.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  if (panel) reopen(mark, panel.id, ...before);
  showOffers(mark);
  const wanted = focused || (mark.focus !== data.focus && data.focus);
  if (mark.focus !== data.focus) mark.root.scrollTop = 0;
  mark.focus = data.focus;
  if (mark.mark && !data.mark) returnTo(mark.mark);
  mark.mark = data.mark;
  if (wanted) mark.root.querySelector(`#${CSS.escape(wanted)}`)?.focus({ preventScroll: true });
  if (data.turn !== undefined) turning(mark, data);
  if (playing === mark) goOn(mark);
}

function begin(parentElement) {
  const root = document.createElement("div");
  root.className = "marks";
  parentElement.append(root);
  const mark = { root, html: "" };
  root.addEventListener("click", (event) => onClick(mark, event));
  root.addEventListener("input", (event) => onInput(mark, event.target));
  root.addEventListener("change", (event) => onChange(mark, event.target));
  root.addEventListener("keydown", (event) => onFindKey(mark, event));
  const onKey = (event) => {
    if (!root.isConnected) return document.removeEventListener("keydown", onKey);
    if (event.key !== "Escape") return;
    if (playing) stop();
    else if (mark.escape && !event.defaultPrevented && !document.querySelector(":popover-open")) mark.go(mark.escape);
  };
  document.addEventListener("keydown", onKey);
  known.set(parentElement, mark);
  return mark;
}

// The mark that had opened what is closed now, wherever it is drawn.
function returnTo(item) {
  document.querySelector(`a[href*="item=${encodeURIComponent(item)}"]`)?.focus({ preventScroll: true });
}

function onClick(mark, event) {
  const copy = event.target.closest("[data-copy]");
  if (copy) return copyText(copy);
  const turn = event.target.closest("[data-turn]");
  if (turn) return press(mark, turn.dataset.turn);
  const link = event.target.closest("a[href]");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || link.target || link.hasAttribute("download")) return;
  const href = link.getAttribute("href");
  if (!href.startsWith("/")) return;
  event.preventDefault();
  if (link.dataset.play !== undefined && playing) return stop();
  if (link.dataset.play !== undefined) startPlaying(mark);
  link.closest("[popover][data-once]")?.hidePopover();
  mark.go(href);
}

// A panel that was open stays open over its new content, where it was scrolled to.
function reopen(mark, id, top, letters) {
  const panel = mark.root.querySelector(`#${CSS.escape(id)}`);
  if (!panel || panel.dataset.once !== undefined) return;
  panel.showPopover({ source: mark.root.querySelector(`[popovertarget="${CSS.escape(id)}"]`) });
  const box = panel.querySelector("[data-narrow]");
  if (box && letters) narrow(Object.assign(box, { value: letters }));
  panel.scrollTop = top;
}

// A box above a list leaves the entries that have its letters.
function narrow(box) {
  const letters = box.value.trim().toLowerCase();
  for (const entry of box.closest("label").nextElementSibling.children)
    entry.hidden = !entry.textContent.toLowerCase().includes(letters);
}

function onInput(mark, input) {
  if (input.dataset.find !== undefined) return find(mark, input);
  const { narrow: list, words } = input.dataset;
  if (list !== undefined) narrow(input);
  if (words === undefined) return;
  const said = words.split("|")[input.value];
  input.setAttribute("aria-valuetext", said);
  const told = mark.root.querySelector(`output[for="${input.id}"]`);
  (told.firstElementChild ?? told).textContent = said;
}

// An input with `data-go` opens that address with its value behind it; a slider's value is a place in `data-values`.
function onChange(mark, input) {
  const { go, values } = input.dataset;
  if (go === undefined || !input.value || !input.validity.valid) return;
  clearTimeout(mark.timer);
  const value = values === undefined ? input.value : values.split(" ")[input.value];
  mark.timer = setTimeout(() => mark.go(go + value), values === undefined ? 0 : WAIT);
}

// Playing: the link `data-play` is followed again and again, each time when the page has stood for a while. A click
// anywhere or Escape ends it, as does the last link (without `data-more`). Who wants less motion takes one step a click.
function startPlaying(mark) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  playing = mark;
  setTimeout(() => document.addEventListener("pointerdown", stopElsewhere), 0);
}

function goOn(mark) {
  const link = mark.root.querySelector("[data-play]");
  if (link?.dataset.more === undefined) return stop();
  link.dataset.says = link.textContent;
  link.textContent = link.dataset.play;
  clearTimeout(mark.timer);
  mark.timer = setTimeout(() => step(mark), PAUSE);
}

function step(mark) {
  if (playing !== mark || !mark.root.isConnected) return;
  const app = document.querySelector("[data-testid=stApp]");
  if (app?.dataset.testScriptState === "running") mark.timer = setTimeout(() => step(mark), WAIT);
  else mark.go(mark.root.querySelector("[data-play]").getAttribute("href"));
}

function stopElsewhere(event) {
  if (!event.target.closest("[data-play]")) stop();
}

function stop() {
  document.removeEventListener("pointerdown", stopElsewhere);
  clearTimeout(playing?.timer);
  const link = playing?.root.querySelector("[data-play][data-says]");
  if (link) link.textContent = link.dataset.says;
  playing = null;
}

// navigator.clipboard is there on https and localhost only; an intranet has neither.
function copyText(button) {
  const area = Object.assign(document.createElement("textarea"), { value: button.dataset.copy });
  button.after(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  button.focus();
  if (done && button.dataset.copied) button.textContent = button.dataset.copied;
}

// Sheets of which one is shown at a time: by keys and buttons, and every `turn` seconds the next.
const STEPS = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1 };

function turning(mark, { turn, print }) {
  if (mark.at === undefined) {
    mark.at = 0;
    document.addEventListener("keydown", (mark.onKey = (event) => {
      if (!mark.root.isConnected) return end(mark);
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea")) return;
      const to = { Home: 0, End: sheets(mark).length - 1 }[event.key] ?? mark.at + (STEPS[event.key] ?? NaN);
      const pressed = event.key === " " && event.target.closest("button, a");
      if (event.key === "p" || event.key === "P") press(mark, "pause");
      else if (!Number.isNaN(to) && !pressed) show(mark, to), event.preventDefault();
    }));
    window.addEventListener("resize", (mark.onResize = () => show(mark, mark.at)));
    if (print) setTimeout(() => window.print(), 500);
  }
  if (mark.turn !== turn) wait(mark, (mark.turn = turn));
  show(mark, mark.at, true);
}

function sheets(mark) {
  return [...mark.root.querySelectorAll("section.sheet")];
}

function press(mark, what) {
  if (what === "print") return window.print();
  if (what === "pause") mark.paused = !mark.paused;
  show(mark, what === "pause" ? mark.at : Number(what));
}

// Show a sheet, smaller where it is too long for the window; one that is chosen stands its whole time.
function show(mark, to, drawn) {
  const all = sheets(mark);
  mark.at = (to + all.length) % all.length;
  all.forEach((sheet, at) => sheet.classList.toggle("on", at === mark.at));
  const blocks = all[mark.at].querySelector(".blocks");
  for (let zoom = 1; zoom > 0.4; zoom -= 0.04) {
    blocks.style.zoom = zoom;
    if (blocks.scrollHeight <= blocks.clientHeight + 1) break;
  }
  for (const button of mark.root.querySelectorAll("[data-turn]")) {
    if (button.dataset.turn === "pause") button.setAttribute("aria-pressed", String(!!mark.paused));
    else button.toggleAttribute("aria-current", button.dataset.turn === String(mark.at));
  }
  if (!drawn) wait(mark, mark.turn);
}

function wait(mark, seconds) {
  clearInterval(mark.timer);
  if (seconds > 0 && !mark.paused) mark.timer = setInterval(() => mark.root.isConnected ? show(mark, mark.at + 1, true) : end(mark), seconds * 1000);
}

function end(mark) {
  clearInterval(mark.timer);
  document.removeEventListener("keydown", mark.onKey);
  window.removeEventListener("resize", mark.onResize);
}
