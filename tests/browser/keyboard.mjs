// Everything by keyboard.
import assert from "node:assert/strict";

/** Presses Tab until something that matches has the focus. */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    if ((await page.locator(`:focus`).and(page.locator(selector)).count()) === 1) return;
  }
  assert.fail(`Tab never reaches ${selector} on ${page.url()}`);
}

async function press(page, selector) {
  await tabTo(page, selector);
  await page.keyboard.press("Enter");
  await page.waitForLoadState();
}

export async function signsIn(v) {
  await v.go("/login");
  await v.page.keyboard.press("Tab");
  assert.equal(await v.page.locator(":focus").innerText(), "Skip to main content");
  await tabTo(v.page, "#email");
  await v.page.keyboard.type("hr@northgate.example");
  await tabTo(v.page, "#password");
  await v.page.keyboard.type("ringfence-demo-passphrase");
  await Promise.all([v.page.waitForURL("**/"), v.page.keyboard.press("Enter")]);
}

export async function adds(v) {
  await press(v.page, 'nav[aria-label="Menu"] a[href="/employees"]');
  await v.page.waitForURL("**/employees");
  await press(v.page, 'a[href="/employees/new"]');
  await v.page.waitForURL("**/employees/new");
  await tabTo(v.page, "#given_name");
  await Promise.all([v.page.waitForEvent("load"), v.page.keyboard.press("Enter")]);
  assert.equal(await v.page.locator(".nhsuk-error-summary:focus").count(), 1);
  await press(v.page, '.nhsuk-error-summary a[href="#given_name"]');
  await v.page.keyboard.type("Olu");
  await tabTo(v.page, "#family_name");
  await v.page.keyboard.type("Keys");
  await tabTo(v.page, "#email");
  await v.page.keyboard.type("olu.keys@northgate.example");
  await v.page.keyboard.press("Enter");
  await v.page.waitForURL(/\/employees\/(?!new)/);
  assert.match(await v.heading(), /Olu Keys/);
}
