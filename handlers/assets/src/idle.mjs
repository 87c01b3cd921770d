// Warns before the session ends for want of use, and goes on with it by one
// request (WCAG 2.2.1). The page's dialog says after how many seconds that is, and
// how many are left of the longest that a session lasts, which nothing extends.
const SECOND = 1000;
const WARNING = 120; // seconds before the end
const SLACK = 60; // how precisely the server knows when a session was last used

const box = document.querySelector("dialog[data-idle]");
const [title, stay] = [box.querySelector("h2"), box.querySelector("button")];
const words = title.textContent;
const last = Date.now() + box.dataset.left * SECOND;
const tabs = new BroadcastChannel("session");
let timer;

/** Begins to wait: the session has just been used. */
function used() {
  const end = Math.min(Date.now() + (box.dataset.idle - SLACK) * SECOND, last);
  title.textContent = words;
  stay.hidden = end === last;
  box.close();
  at(end - WARNING * SECOND, () => warn(end));
}

function warn(end) {
  if (!box.open) box.showModal();
  at(end, over);
}

function over() {
  title.textContent = box.dataset.over;
  stay.hidden = true;
  if (!box.open) box.showModal();
}

/** Does something at a time; at once, if the computer slept over it. */
function at(time, act) {
  clearTimeout(timer);
  timer = setTimeout(act, Math.max(time - Date.now(), 0));
}

stay.addEventListener("click", async () => {
  const answer = await fetch("/api/auth/session").catch(() => undefined);
  if (!answer?.ok) return over();
  used();
  tabs.postMessage("used");
});
tabs.addEventListener("message", used);
tabs.postMessage("used");
used();
