/* Passkeys: form[data-passkey] is "create" or "get"; its options stand in data-options, or are
   fetched from data-options-url. What the device answers goes into the field "credential".
   Without passkeys or without scripts the form stays hidden, and the page shows other ways. */
"use strict";

(() => {
  const fromText = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };

  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const withBytes = (list) => (list || []).map((each) => ({ ...each, id: fromText(each.id) }));

  const readable = (options) => {
    const read = { ...options, challenge: fromText(options.challenge) };
    if (options.user) read.user = { ...options.user, id: fromText(options.user.id) };
    if (options.excludeCredentials) read.excludeCredentials = withBytes(options.excludeCredentials);
    if (options.allowCredentials) read.allowCredentials = withBytes(options.allowCredentials);
    return read;
  };

  const answer = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = toText(credential.response[part]);
    }
    return {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment || undefined,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  };

  const optionsOf = async (form) => {
    if (!form.dataset.optionsUrl) return JSON.parse(form.dataset.options);
    const found = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
    if (!found.ok) throw new Error("no options");
    return (await found.json()).request_options;
  };

  const ask = async (form) => {
    const publicKey = readable((await optionsOf(form)).publicKey);
    const credential = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
    form.elements.credential.value = JSON.stringify(answer(credential));
    form.submit();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    for (const without of document.querySelectorAll("[data-without-passkey]")) without.hidden = true;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = form.querySelector("[data-passkey-said]");
      said.hidden = true;
      try {
        await ask(form);
      } catch {
        said.hidden = false;
      }
    });
  }
})();
