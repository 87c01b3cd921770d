// What staff records are for: somebody asks for leave, whoever leads them decides
// from the task, the balance falls; a request for everything held is printed.
import assert from "node:assert/strict";

/** Days of leave that the home page says are left. */
async function left(v) {
  await v.go("/");
  return Number(/([\d.]+)\s+days? of your leave left/.exec(await v.text())[1]);
}

/** A day of this year that is three weeks or so away from the demo's absences: YYYY-MM-DD. */
function someDay() {
  const day = new Date();
  const later = new Date(day.getTime() + 2 * 86_400_000);
  return later.getFullYear() === day.getFullYear()
    ? later
    : new Date(day.getTime() - 2 * 86_400_000);
}

/** Asks for three days; resolves with the address of the request and the days that it counts. */
export async function asks(v) {
  const before = await left(v);
  await v.follow("Ask for leave");
  await v.page.getByLabel("Kind").selectOption("annual");
  const day = someDay();
  for (const name of ["first_day", "last_day"]) {
    const on = new Date(day.getTime() + (name === "last_day" ? 2 * 86_400_000 : 0));
    await v.page.locator(`#${name}-day`).fill(String(on.getDate()));
    await v.page.locator(`#${name}-month`).fill(String(on.getMonth() + 1));
    await v.page.locator(`#${name}-year`).fill(String(on.getFullYear()));
  }
  await v.press("Ask for leave", v.page.locator("main"));
  const path = v.path();
  const days = Number(/Days\s+([\d.]+)/.exec(await v.text())[1]);
  assert.equal(await left(v), before - days);
  return { path, days };
}

/** Finds the request among the tasks and approves it. */
export async function approves(v, path) {
  await v.go("/tasks");
  await Promise.all([v.page.waitForEvent("load"), v.page.locator(`a[href="${path}"]`).click()]);
  await v.press("Approve", v.page.locator("main"));
  assert.match(await v.text(), /Approved/);
}

/** Opens everything that is held on somebody, leaves a name out, and looks at it on paper. */
export async function discloses(v) {
  await v.go("/employees?q=Adeyemi");
  await v.follow("Grace Adeyemi");
  await v.follow("Everything held on this person");
  assert.match(await v.text(), /Before you hand it over/);
  await v.page.getByLabel(/^Ben Whitfield/).check();
  await v.press("Leave out what is ticked");
  assert.match(await v.text(), /\[removed: about another person\]/);
  await v.page.emulateMedia({ media: "print" });
  const paper = await v.text();
  assert.match(paper, /Everything held on Grace Adeyemi/);
  assert.doesNotMatch(paper, /Before you hand it over/);
}

const head = "given_name,family_name,email,start_date,ni_number\n";
const good = "Zinnia,Brook,zinnia.brook@northgate.example,2026-03-01,AB654321C\n";
const bad = [
  "Una,Vale,not an address,2026-03-01,\n",
  "Wilf,Xu,wilf.xu@northgate.example,31 February,\n",
  "Yara,Zed,yara.zed@northgate.example,2026-03-01,QQ123456C\n",
];

/** Sends a file with three bad rows, mends it, and imports it; work has the scheduler do what is due. */
export async function imports(v, work) {
  await v.go("/employees");
  await v.follow("Import from a CSV file");
  await send(v, head + good + bad.join(""), work);
  for (const name of ["Email address", "Start date", "National Insurance number"])
    assert.match(await v.text(), new RegExp(name));
  assert.equal(
    await v.page.getByRole("button", { name: /^(Import|Save|Write|Confirm)/ }).count(),
    0,
  );
  await v.go("/employees/import");
  await send(v, head + good, work);
  assert.match(await v.text(), /Zinnia/);
  await v.press(/^(Import|Save|Write|Confirm)/, v.page.locator("main"));
  await v.go("/employees?q=Zinnia");
  assert.match(await v.text(), /Zinnia Brook/);
}

async function send(v, text, work) {
  const file = { name: "staff.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  await v.page.locator("#file").setInputFiles(file);
  await v.press("Check the file");
  await work();
  await v.page.reload();
}
