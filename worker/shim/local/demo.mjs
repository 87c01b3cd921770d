// The local default's demo data.

/** Loads the demo data and prints who may log in where. */
export async function seed(port) {
  const response = await fetch(`http://localhost:${port}/dev/seed`, { method: "POST" });
  if (!response.ok) throw new Error(`demo data: ${response.status} ${await response.text()}`);
  print(await response.json(), port);
}

function print({ tenants, password, totp_secret: key }, port) {
  const line = (...cells) => console.log(cells[0].padEnd(36), cells[1].padEnd(12), cells[2]);
  console.log(`\nadministrators also need a code: authenticator key ${key}\n`);
  line("demo address", "window", `accounts (password ${password})`);
  for (const { slug, subscription, accounts } of tenants)
    line(`http://${slug}.localhost:${port}`, subscription, together(accounts));
  console.log();
}

/** {a,b}@domain for a@domain and b@domain. */
function together(accounts) {
  const names = accounts.map((account) => account.split("@")[0]);
  return `{${names.join(",")}}@${accounts[0]?.split("@")[1]}`;
}
