// The main job, as a person does it: find somebody, add somebody, correct a
// mistake, change a record. The same with JavaScript and without.
import assert from "node:assert/strict";

export async function signsIn(v) {
  await v.signIn("hr", "not the passphrase");
  assert.match(await v.page.title(), /^Error: /);
  const wrong = await v.page.getByRole("alert").innerText();
  await v.signIn("nobody");
  assert.equal(await v.page.getByRole("alert").innerText(), wrong, "says who exists");
  await v.signIn("hr");
  assert.equal(v.path(), "/");
  assert.deepEqual((await v.offers()).slice(0, 3), ["Home", "Tasks", "Staff"]);
}

export async function finds(v) {
  await v.follow("Staff", v.menu());
  assert.ok((await v.rows().count()) >= 12);
  await v.page.getByLabel("Search", { exact: true }).fill("Mensah");
  await v.press("Search", v.page.locator("main"));
  assert.equal(await v.rows().count(), 1);
  await v.follow("Kwame Mensah");
  assert.match(await v.heading(), /Kwame Mensah/);
  assert.match(await v.text(), /AB ?\d{2} ?\d{2} ?\d{2} ?[A-D]/);
  await v.go("/employees?q=zzzz");
  assert.match(await v.text(), /No staff match your search/);
}

export async function adds(v, family) {
  await v.go("/employees");
  await v.follow("Add an employee");
  await v.page.locator("#family_name").fill(family);
  await v.page.locator("#ni_number").fill("QQ123456C");
  await date(v, "start_date", "31", "2", "2026");
  await v.press("Add an employee");
  await isRefused(v, ["#given_name", "#ni_number", "#start_date-day"]);
  await v.page.locator("#given_name").fill("Nia");
  await v.page.locator("#email").fill(`nia.${family.toLowerCase()}@northgate.example`);
  await v.page.locator("#ni_number").fill("AB123456C");
  await date(v, "start_date", "28", "2", "2026");
  await v.press("Add an employee");
  assert.match(await v.heading(), new RegExp(`Nia ${family}`));
  assert.match(await v.text(), /28 February 2026/);
}

export async function changes(v) {
  await v.follow("Edit");
  await v.page.locator("#email").fill("not an address");
  await v.press("Save changes");
  await isRefused(v, ["#email"]);
  await v.page.locator("#email").fill("nia@northgate.example");
  await v.page.locator("#job_title").fill("Midwife <b>");
  await v.press("Save changes");
  assert.match(await v.text(), /Midwife <b>/);
}

export async function signsOut(v) {
  await v.signOut();
  assert.equal(v.path(), "/login");
  await v.go("/employees");
  assert.equal(v.path(), "/login");
}

async function date(v, name, day, month, year) {
  await v.page.locator(`#${name}-day`).fill(day);
  await v.page.locator(`#${name}-month`).fill(month);
  await v.page.locator(`#${name}-year`).fill(year);
}

/** Asserts that a form came back with errors that lead to these fields. */
async function isRefused(v, fields) {
  assert.match(await v.page.title(), /^Error: /);
  const summary = v.page.locator(".nhsuk-error-summary");
  for (const field of fields) {
    await summary.locator(`a[href="${field}"]`).click();
    assert.equal(await v.page.locator(`${field}:focus`).count(), 1, `${field} takes the focus`);
    assert.equal(await v.page.locator(field).getAttribute("aria-invalid"), "true");
  }
}
