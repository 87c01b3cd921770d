// A visitor: somebody with a browser of their own, at one tenant's address.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { demoSecret, freshCode } from "./totp.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const password = "ringfence-demo-passphrase";

/** Starts Debian's Chromium, with nothing that reaches out. */
export function launch() {
  const quiet =
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: quiet.split(" ") });
}

/** Opens a new, empty profile at a tenant ("" for the base domain). */
export async function visit(browser, base, tenant, options = {}) {
  const url = new URL(base);
  if (tenant) url.hostname = `${tenant}.${url.hostname}`;
  const context = await browser.newContext({ baseURL: url.href, ...options });
  return new Visitor(tenant, await context.newPage());
}

class Visitor {
  /** What the browser refused, could not run or did not get. */
  complaints = [];

  constructor(tenant, page) {
    this.tenant = tenant;
    this.page = page;
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("response", (response) => {
      if (response.request().resourceType() !== "document" && response.status() >= 400) {
        this.complaints.push(`${response.status()} ${response.url()}`);
      }
    });
    page.on("console", (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) {
        this.complaints.push(message.text());
      }
    });
  }

  /** Goes to a path and returns the status. */
  async go(path) {
    return (await this.page.goto(path)).status();
  }

  async signIn(role, secret = password) {
    await this.go("/login");
    await this.page.getByLabel("Email address").fill(`${role}@${this.tenant}.example`);
    await this.page.getByLabel("Password").fill(secret);
    await this.press("Sign in");
    if (this.path() !== "/login/mfa") return;
    await this.page.getByLabel("Code").fill(await freshCode(this.tenant, demoSecret));
    await this.press("Continue");
  }

  /** Presses a button, the only one of that name in a place, and waits for the page that follows. */
  press(name, place = this.page) {
    return this.#leadOn(place.getByRole("button", { name }));
  }

  /** Signs out, by the menu under one's name. */
  async signOut() {
    await this.page.locator(".rf-me summary").click();
    await this.press("Sign out");
  }

  /** Follows a link, the first of that name, or the only one in a place. */
  follow(name, place = this.page) {
    return this.#leadOn(place.getByRole("link", { name }).first());
  }

  async #leadOn(control) {
    await Promise.all([this.page.waitForEvent("load"), control.click()]);
  }

  heading() {
    return this.page.locator("h1").innerText();
  }

  menu() {
    return this.page.getByRole("navigation", { name: "Menu" });
  }

  /** The labels in the menu. */
  offers() {
    return this.menu().getByRole("link").allInnerTexts();
  }

  /** The rows of the page's table. */
  rows() {
    return this.page.locator("tbody tr");
  }

  text() {
    return this.page.locator("body").innerText();
  }

  path() {
    return new URL(this.page.url()).pathname;
  }

  /** Asserts that axe finds nothing against WCAG 2.2 AA. */
  async accessible() {
    await this.page.evaluate(axe);
    const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const { violations } = await this.page.evaluate((tags) => axe.run({ runOnly: tags }), runOnly);
    const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
    assert.deepEqual(found, [], this.page.url());
  }

  /** Asserts that nothing has to be scrolled to sideways. */
  async fits() {
    const excess = await this.page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    assert.ok(excess <= 0, `${this.page.url()} is ${excess} px too wide`);
  }

  async leave() {
    assert.deepEqual(this.complaints, []);
    await this.page.context().close();
  }
}
