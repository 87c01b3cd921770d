// Fills a form with a passkey's answer: the browser's own dialogue has no
// other way in than this. A form carries what to ask for in data-options and
// what to do in data-passkey; the server checks everything.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const known = (list) => list.map((item) => ({ ...item, id: bytes(item.id) }));

async function create(options) {
  const { response } = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    },
  });
  return {
    client_data: text(response.clientDataJSON),
    authenticator_data: text(response.getAuthenticatorData()),
    public_key: text(response.getPublicKey()),
    transports: response.getTransports().join(" "),
  };
}

async function get(options) {
  const { rawId, response } = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: known(options.allowCredentials),
    },
  });
  return {
    id: text(rawId),
    client_data: text(response.clientDataJSON),
    authenticator_data: text(response.authenticatorData),
    signature: text(response.signature),
    user_handle: text(response.userHandle ?? new ArrayBuffer(0)),
  };
}

function fill(form, answer) {
  for (const [name, value] of Object.entries(answer)) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
}

const problems = {
  NotAllowedError: "The passkey was not used. Try again when you are ready.",
  InvalidStateError: "This device has a passkey of yours already.",
};

async function run(form) {
  const problem = form.querySelector("[role=alert]");
  problem.hidden = true;
  const ceremony = { create, get }[form.dataset.passkey];
  try {
    fill(form, await ceremony(JSON.parse(form.dataset.options).publicKey));
    form.submit();
  } catch (error) {
    problem.textContent = problems[error.name] ?? "Your browser could not use a passkey here.";
    problem.hidden = false;
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run(form);
    });
  }
  for (const note of document.querySelectorAll("[data-passkey-none]")) note.remove();
}
