// Passkeys: asks the browser for one when a form with data-passkey is sent, and sends what it answers.
// Without script, or in a browser without passkeys, the forms stay hidden and people use a code.

const NOT_DONE = "That did not work. Try again, or use another way.";

/** Options for the browser: from the page itself, or asked of the site at this moment. */
async function optionsFor(form) {
  if (form.dataset.options) {
    return JSON.parse(document.getElementById(form.dataset.options).textContent);
  }
  const answer = await fetch(form.dataset.ask, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    throw new Error(`passkeys: ${answer.status}`);
  }
  return answer.json();
}

/** Make a new passkey; one that signs in alone has to be kept by the authenticator and to know who uses it. */
async function create(form) {
  const { publicKey } = (await optionsFor(form)).creation_options;
  const isAlone = form.elements.passwordless.checked;
  publicKey.authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: isAlone ? "required" : "discouraged",
    requireResidentKey: isAlone,
    userVerification: isAlone ? "required" : "preferred",
  };
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
}

/** Use a passkey that is there. */
async function get(form) {
  const { publicKey } = (await optionsFor(form)).request_options;
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const problem = form.querySelector("[data-passkey-problem]");
  problem.textContent = "";
  try {
    const credential = await (form.dataset.passkey === "create" ? create(form) : get(form));
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    problem.textContent = NOT_DONE;
  }
}

const canUsePasskeys = typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";
for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !canUsePasskeys;
  form.addEventListener("submit", send);
}
for (const note of document.querySelectorAll("[data-passkey-missing]")) {
  note.hidden = canUsePasskeys;
}
