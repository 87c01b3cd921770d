// The pages in a real browser: the main job, the roles, the keyboard, without
// JavaScript, on a phone, and for a screen reader.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import * as keyboard from "./keyboard.mjs";
import * as passkey from "./passkey.mjs";
import { start } from "./server.mjs";
import * as staff from "./staff.mjs";
import { freshCode } from "./totp.mjs";
import { launch, visit } from "./visitor.mjs";
import * as work from "./work.mjs";

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Runs steps as one visitor, who must leave without a complaint. */
async function as(tenant, steps, options) {
  const v = await visit(browser, server.url, tenant, options);
  await steps(v);
  await v.leave();
}

describe("the main job", () => {
  const modes = { "with JavaScript": {}, "without JavaScript": { javaScriptEnabled: false } };
  for (const [mode, options] of Object.entries(modes)) {
    it(mode, () => as("northgate", (v) => mainJob(v, mode.split(" ")[0]), options));
  }
});

async function mainJob(v, family) {
  await work.signsIn(v);
  await work.finds(v);
  await work.adds(v, family);
  await work.changes(v);
  await work.signsOut(v);
}

it("the main job by keyboard", () =>
  as("northgate", async (v) => {
    await keyboard.signsIn(v);
    await keyboard.adds(v);
  }));

it("somebody asks for leave, and their manager approves it from the task", async () => {
  let asked;
  await as("northgate", async (v) => {
    await v.signIn("employee");
    asked = await staff.asks(v);
  });
  await as("northgate", async (v) => {
    await v.signIn("manager");
    await staff.approves(v, asked.path);
  });
});

it("HR sends a file with bad rows, mends it and imports it", () =>
  as("northgate", async (v) => {
    await v.signIn("hr");
    await staff.imports(v, async () => {
      const answer = await fetch(`${server.url}/dev/cron?cron=*+*+*+*+*`, { method: "POST" });
      assert.equal(answer.status, 204);
    });
  }));

it("HR prints what is held on somebody, without what is about others", () =>
  as("northgate", async (v) => {
    await v.signIn("hr");
    await staff.discloses(v);
  }));

it("the menu on a phone, without JavaScript", () =>
  as(
    "northgate",
    async (v) => {
      await v.signIn("hr");
      assert.equal(await v.menu().count(), 0, "it is behind a button");
      await v.page.locator(".rf-menu summary").click();
      const offers = await v.offers();
      assert.deepEqual(offers.slice(0, 4), ["Home", "Tasks", "Staff", "Absences"]);
      for (const name of ["Timesheets", "Payslips", "Data requests"])
        assert.ok(offers.includes(name), name);
      await v.follow("Absences", v.menu());
      assert.equal(v.path(), "/absences");
      const row = await v.page.locator(".rf-header").boundingBox();
      assert.equal(row.height, 56);
      await v.signOut();
    },
    { viewport: { width: 360, height: 740 }, javaScriptEnabled: false },
  ));

describe("a passkey", () => {
  it("is made, signs in, and ends", () => as("southbank", passkey.lives));
  it("is not offered without JavaScript", () =>
    as("southbank", passkey.isNotOffered, { javaScriptEnabled: false }));
});

describe("roles", () => {
  it("an administrator reads and checks the activity log", () =>
    as("northgate", async (v) => {
      await v.signIn("admin");
      await v.follow("Activity", v.menu());
      await v.press("Check the log");
      assert.match(await v.text(), /The activity log will be checked within a minute/);
      await v.page.getByLabel("Person").fill("Amara Okafor");
      await v.page.getByLabel("Activity").selectOption("Signing in");
      await v.press("Show");
      const lines = await v.page.locator(".rf-log li").allInnerTexts();
      assert.ok(lines.length > 0);
      for (const line of lines) assert.match(line, /Amara Okafor (signed|entered)/);
      await v.follow("Details");
      assert.match(await v.heading(), /^Entry/);
    }));

  it("whoever does nothing is warned, and goes on by one press", () =>
    as("northgate", async (v) => {
      await v.signIn("hr");
      await v.page.clock.install();
      await v.go("/employees/new");
      const warning = v.page.getByRole("dialog");
      await v.page.clock.fastForward("26:59");
      assert.equal(await warning.count(), 0);
      await v.page.clock.fastForward("00:02");
      assert.match(await warning.innerText(), /You will be signed out in 2 minutes/);
      await v.accessible();
      await warning.getByRole("button", { name: "Stay signed in" }).click();
      await warning.waitFor({ state: "hidden" });
      await v.page.clock.fastForward("26:50");
      assert.equal(await warning.count(), 0);
      await v.page.clock.fastForward("02:11");
      await warning.getByText("You have been signed out").waitFor(); // a jump fires each timer once
    }));

  it("whoever prints a list gets its columns, no addresses and their own name", () =>
    as("northgate", async (v) => {
      await v.signIn("hr");
      await v.page.setViewportSize({ width: 680, height: 960 }); // A4 between its margins
      await v.page.emulateMedia({ media: "print" });
      await v.go("/employees");
      const after = (a) => getComputedStyle(a, "::after").content;
      assert.equal(await v.rows().getByRole("link").first().evaluate(after), "none");
      const shown = (e) => getComputedStyle(e).display;
      assert.equal(await v.page.locator("thead").evaluate(shown), "table-header-group");
      assert.equal(await v.rows().first().evaluate(shown), "table-row");
      assert.match(await v.text(), /Printed by Carys Llewellyn on \d+ \w+ \d{4}, \d\d:\d\d/);
      await v.fits();
    }));

  it("an auditor sees no sealed field and no ledger", () =>
    as("northgate", async (v) => {
      await v.signIn("readonly");
      assert.ok(!(await v.offers()).includes("Activity"));
      assert.equal(await v.go("/ledger"), 403);
      await v.go("/employees?q=Mensah");
      await v.follow("Kwame Mensah");
      assert.doesNotMatch(await v.text(), /AB ?\d{2}|Harbour Street|Edit/);
    }));

  it("an employee sees the own record only", () =>
    as("northgate", async (v) => {
      const other = await someoneElse();
      await v.signIn("employee");
      await v.go("/employees");
      assert.equal(await v.rows().count(), 1);
      await v.follow(/./, v.rows());
      assert.match(await v.text(), /AB ?\d{2}/);
      assert.equal(await v.go(other), 404);
    }));
});

/** The path of a record that is not the employee's. */
async function someoneElse() {
  const v = await visit(browser, server.url, "northgate");
  await v.signIn("hr");
  await v.go("/employees?q=Mensah");
  const path = await v.rows().getByRole("link").getAttribute("href");
  await v.leave();
  return path;
}

describe("subscriptions", () => {
  it("after the end an administrator still gets in, and to no records", () =>
    as("eastfield", async (v) => {
      await v.signIn("admin");
      assert.equal(v.path(), "/");
      assert.ok(!(await v.offers()).includes("Staff"));
      assert.equal(await v.go("/employees"), 402);
      await v.accessible();
    }));

  it("after the end nobody else does", () =>
    as("eastfield", async (v) => {
      await v.signIn("hr");
      assert.ok(!(await v.text()).includes("Sign out"));
      assert.equal(v.path(), "/login");
    }));
});

it("one's other sessions can be ended", () =>
  as("southbank", async (v) => {
    await v.signIn("manager");
    await as("southbank", async (other) => {
      await other.signIn("manager");
      await other.go("/sessions");
      await other.press(/^Sign out the session/);
    });
    await v.go("/employees");
    assert.equal(v.path(), "/login");
  }));

it("an authenticator app is set up, asked for and removed", () =>
  as("southbank", async (v) => {
    await v.signIn("clinical");
    await v.go("/account");
    await v.press("Set up an authenticator app");
    await looksRight(v);
    const key = (await v.page.locator(".rf-code").innerText()).replaceAll(" ", "");
    await v.page.locator("#code").fill("000000");
    await v.press("Set up");
    await looksRight(v);
    await v.page.locator("#code").fill(await freshCode(key, key));
    await v.press("Set up");
    await looksRight(v);
    const recovery = await v.page.locator(".rf-code").first().innerText();
    await v.follow("I have saved these codes");
    await v.signOut();
    await v.page.getByLabel("Email address").fill("clinical@southbank.example");
    await v.page.getByLabel("Password").fill("ringfence-demo-passphrase");
    await v.press("Sign in");
    assert.equal(v.path(), "/login/mfa");
    await looksRight(v);
    await v.page.locator("#code").fill(await freshCode(key, key));
    await v.press("Continue");
    assert.equal(v.path(), "/");
    await v.go("/account/authenticator/remove");
    await v.page.getByLabel("Password").fill("ringfence-demo-passphrase");
    await v.page.locator("#code").fill(recovery);
    await v.press("Remove");
    assert.match(await v.text(), /Not set up/);
  }));

it("a billing clerk has a window begin, and who was locked out gets in", () =>
  as("westbrook", async (person) => {
    await person.signIn("hr");
    assert.equal(person.path(), "/login");
    await as("console", async (clerk) => {
      await clerk.signIn("billing");
      await clerk.page.getByLabel("Search").fill("westbrook");
      await clerk.press("Search");
      await clerk.follow("Westbrook Hospital Trust");
      await looksRight(clerk);
      await clerk.follow(/^Change/);
      await looksRight(clerk);
      await clerk.page.getByLabel("From").fill("2026-01-05T00:00");
      await clerk.page.getByLabel("Reason").fill("The start was agreed anew");
      await clerk.press("Save changes");
      assert.match(await clerk.text(), /Active/);
    });
    await person.signIn("hr");
    assert.equal(person.path(), "/");
    assert.ok((await person.offers()).includes("Staff"));
  }));

describe("signing up", () => {
  it("an address is judged while it is typed", () =>
    as("", async (v) => {
      await v.go("/signup");
      const address = v.page.locator("#slug");
      for (const [slug, said] of [
        ["ap", "Choose at least 3 characters"],
        ["northgate", "This address is taken"],
        ["harbour-clinic", "This address is free"],
      ]) {
        await address.fill(slug);
        await v.page.getByRole("status").filter({ hasText: said }).waitFor();
      }
      await looksRight(v);
    }));

  it("and without JavaScript when it is sent", () =>
    as(
      "",
      async (v) => {
        await v.go("/signup");
        await v.page.locator("#slug").fill("ap");
        await v.press("Go on to payment");
        assert.match(await v.text(), /Choose at least 3 characters/);
      },
      { javaScriptEnabled: false },
    ));
});

describe("every page is accessible, fits and keeps to the policy", () => {
  for (const width of [320, 1280]) {
    const viewport = { width, height: 900 };
    it(`${width} px, signed in`, () =>
      as(
        "northgate",
        async (v) => {
          await v.signIn("admin");
          for (const path of await pagesOf(v)) await looksRight(v, path);
        },
        { viewport },
      ));

    it(`${width} px, at the console`, () =>
      as(
        "console",
        async (v) => {
          await v.signIn("owner");
          const fixed =
            "/tenants /tenants?q=zzzz /tenants/new /plans /plans/standard/edit /users /users/new /ledger /settings";
          await v.go("/tenants?q=northgate");
          const tenant = await v.rows().getByRole("link").first().getAttribute("href");
          for (const path of [...fixed.split(" "), tenant, `${tenant}/windows/new`])
            await looksRight(v, path);
        },
        { viewport },
      ));

    it(`${width} px, outside`, async () => {
      for (const path of ["/", "/signup", "/signup/done"])
        await as("", (v) => looksRight(v, path), { viewport });
      await as(
        "northgate",
        async (v) => {
          for (const path of ["/login", "/forgot", "/reset/nothing", "/invitation/nothing"])
            await looksRight(v, path);
          await v.go("/login");
          await v.signIn("admin", "wrong");
          await looksRight(v);
        },
        { viewport },
      );
    });
  }
});

it("the longest of names fits", () =>
  as("northgate", async (v) => {
    await v.signIn("admin");
    await v.go("/users/new");
    await v.page.getByLabel("Email address").fill("long@elsewhere.example");
    await v.page.getByLabel("Name").fill("Wolfeschlegelsteinhausenbergerdorff".repeat(2));
    await v.page.getByLabel("Role").selectOption("hr");
    await v.press("Send the invitation");
    const user = v.path();
    for (const width of [320, 1280]) {
      await v.page.setViewportSize({ width, height: 900 });
      for (const path of ["/users", "/users/changes", user, `${user}/edit`, `${user}/disable`])
        await looksRight(v, path);
    }
  }));

async function pagesOf(v) {
  const firstOf = async (list) => {
    await v.go(list);
    return v.rows().getByRole("link").first().getAttribute("href");
  };
  const fixed = [
    "/",
    "/tasks",
    "/search?q=Mensah",
    "/employees",
    "/employees?q=zzzz",
    "/employees/new",
    "/absences",
    "/absences/new",
    "/absences/chart",
    "/absences/calendar",
    "/settings/leave",
    "/timesheets",
    "/timesheets/queue",
    "/timesheets/payroll",
    "/payroll",
    "/payroll/run",
    "/payroll/new",
    "/payslips",
    "/data-requests",
    "/data-requests/new",
    "/your-data",
    "/training",
    "/training/matrix",
    "/training/new",
    "/courses",
    "/courses/new",
    "/credentials",
    "/credentials/expiring",
    "/credentials/new",
    "/ledger",
    "/ledger/1",
    "/users",
    "/users?state=invited",
    "/users/new",
    "/users/changes",
    "/sessions",
    "/notices",
    "/tasks",
    "/search?q=ma",
    "/account",
    "/account/password",
    "/account/sso",
    "/account/authenticator/remove",
    "/settings",
    "/settings/sso",
    "/account/passkeys",
    "/account/passkeys/new",
    "/nowhere",
  ];
  const record = await firstOf("/employees?q=Mensah");
  const user = await firstOf("/users");
  const users = [user, `${user}/edit`, `${user}/disable`, `${user}/factors`];
  return [
    ...fixed,
    record,
    `${record}/edit`,
    `${record}/data`,
    await firstOf("/absences"),
    await firstOf("/timesheets"),
    await firstOf("/payroll"),
    await firstOf("/data-requests"),
    await firstOf("/credentials"),
    ...users,
  ];
}

/** Goes there, or stays if no path is given. */
async function looksRight(v, path) {
  if (path) await v.go(path);
  await v.accessible();
  await v.fits();
}
