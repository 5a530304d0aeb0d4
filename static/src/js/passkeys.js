// Passkeys: a form with data-passkey asks the browser first and sends what it answers in its field "credential".
//   create, get: with the options in the JSON element that data-passkey-options names
//   sign-in: with options that the form's own address gives to whoever asks for JSON
const asBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const asText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-passkey]");
  if (!form) return;
  event.preventDefault();
  const problem = form.querySelector("[data-passkey-problem]");
  if (problem) problem.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await credentialFor(form));
    form.submit();
  } catch (error) {
    if (!problem) return;
    problem.textContent = problem.dataset[window.PublicKeyCredential ? reason(error) : "unknown"];
    problem.hidden = false;
  }
});

function reason(error) {
  return error.name === "InvalidStateError" ? "known" : "stopped";
}

async function credentialFor(form) {
  const options = (await optionsOf(form)).publicKey;
  options.challenge = asBytes(options.challenge);
  if (form.dataset.passkey === "create") return created(form, options);
  options.allowCredentials = (options.allowCredentials ?? []).map(withBytes);
  return plain(await navigator.credentials.get({ publicKey: options }));
}

async function optionsOf(form) {
  if (form.dataset.passkey !== "sign-in") return JSON.parse(document.getElementById(form.dataset.passkeyOptions).textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

async function created(form, options) {
  const alone = form.elements.passwordless?.checked ?? false;
  options.user.id = asBytes(options.user.id);
  options.excludeCredentials = (options.excludeCredentials ?? []).map(withBytes);
  options.authenticatorSelection = {
    ...options.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone && { userVerification: "required" }),
  };
  return plain(await navigator.credentials.create({ publicKey: options }));
}

const withBytes = (known) => ({ ...known, id: asBytes(known.id) });

// What a server can read: every buffer as base64url text.
function plain(credential) {
  const said = credential.response;
  const response = { clientDataJSON: asText(said.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (said[name]) response[name] = asText(said[name]);
  }
  if (said.getTransports) response.transports = said.getTransports();
  return {
    id: credential.id,
    rawId: asText(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}
