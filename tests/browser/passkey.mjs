// A passkey from its making to its end, with the browser's own virtual
// authenticator (WebAuthn domain of the DevTools protocol).
import assert from "node:assert/strict";

/** Plugs a platform authenticator in and returns what speaks to it. */
async function plugIn(v) {
  const cdp = await v.page.context().newCDPSession(v.page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    verifies: (isUserVerified) =>
      cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    credentials: async () =>
      (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
  };
}

export async function lives(v) {
  const device = await plugIn(v);
  await v.signIn("finance");
  await makes(v);
  const [credential] = await device.credentials();
  assert.equal(credential.rpId, new URL(v.page.url()).hostname);

  await v.signOut();
  await v.accessible();
  await v.press("Use a passkey");
  assert.equal(v.path(), "/");

  await v.signOut();
  await v.signIn("finance");
  assert.equal(v.path(), "/login/mfa");
  await v.accessible();
  await device.verifies(false);
  await v.page.getByRole("button", { name: "Use a passkey" }).click();
  await v.page.getByRole("alert").filter({ hasText: "passkey" }).waitFor();
  await v.accessible();
  await device.verifies(true);
  await v.press("Use a passkey");
  assert.equal(v.path(), "/");
  await ends(v);
}

async function makes(v) {
  await v.go("/account");
  await v.follow("Manage your passkeys");
  await v.follow("Add a passkey");
  await v.accessible();
  await v.page.getByLabel("Name").fill("Ward 3 tablet");
  await v.press("Continue");
  await v.accessible();
  await v.press("Create passkey");
  assert.match(await v.text(), /Keep these codes/);
  await v.accessible();
  await v.fits();
  await v.follow("I have saved these codes");
  await v.go("/account/passkeys");
  assert.match(await v.rows().innerText(), /Ward 3 tablet/);
  await v.accessible();
  await v.fits();
}

async function ends(v) {
  await v.go("/account/passkeys");
  await v.follow("Rename");
  await v.page.getByLabel("Name").fill("Desk");
  await v.press("Save");
  assert.match(await v.rows().innerText(), /Desk/);
  await v.follow("Remove");
  await v.accessible();
  await v.press("Remove");
  assert.match(await v.text(), /No passkeys yet/);
}

/** Without JavaScript nothing is offered that cannot be used. */
export async function isNotOffered(v) {
  await v.go("/login");
  assert.equal(await v.page.getByRole("button", { name: "Use a passkey" }).count(), 0);
}
