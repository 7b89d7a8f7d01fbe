// Draws the HTML it is given and tells Streamlit which of its links was chosen. Nothing else of a page has a script.

const known = new WeakMap();

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
  mark.go = (href) => setTriggerValue("go", href);
  mark.escape = data.escape;
  if (data.lang) document.documentElement.lang = data.lang;
  if (data.words) words = data.words;
  if (mark.html === data.html) return;
  const focused = mark.root.contains(document.activeElement) ? document.activeElement.id : "";
  const opened = [...mark.root.querySelectorAll("details[open][id]")].map((details) => details.id);
  mark.root.innerHTML = mark.html = data.html;
  for (const id of opened) mark.root.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  const wanted = focused || (mark.focus !== data.focus && data.focus);
  if (mark.focus !== data.focus) mark.root.scrollTop = 0;
  mark.focus = data.focus;
  if (mark.mark && !data.mark) returnTo(mark.mark);
  mark.mark = data.mark;
  if (wanted) mark.root.querySelector(`#${CSS.escape(wanted)}`)?.focus({ preventScroll: true });
  if (data.turn !== undefined) turning(mark, data);
}

function begin(parentElement) {
  const root = document.createElement("div");
  root.className = "marks";
  parentElement.append(root);
  const mark = { root, html: "" };
  root.addEventListener("click", (event) => onClick(mark, event));
  const onKey = (event) => {
    if (!root.isConnected) document.removeEventListener("keydown", onKey);
    else if (event.key === "Escape" && mark.escape && !event.defaultPrevented) mark.go(mark.escape);
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
  mark.go(href);
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
