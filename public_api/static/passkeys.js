// Passkeys: the one thing on these pages that cannot be done without a script. Everything else works without it.
// Each place has data-opties (where the question of the register is), data-token (of our form) and a button.

async function send(address, fields) {
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  if (answer.type === "opaqueredirect") location.assign("/inloggen?melding=opnieuw&verder=/mijn/veiligheid"); // too long ago
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return JSON.parse(text);
}

async function answered(place, options) {
  if (place.dataset.maken === "ja") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

async function use(place) {
  const said = place.querySelector('[role="alert"]');
  said.textContent = "";
  const own = { formulier: place.dataset.token };
  try {
    const question = await send(place.dataset.opties, own);
    const credential = await answered(place, question.options);
    const name = place.querySelector("input")?.value ?? "";
    const onward = new URLSearchParams(location.search).get("verder") ?? "";
    const answer = JSON.stringify(credential.toJSON());
    const done = await send(`${place.dataset.opties}/antwoord`, { ...own, kaartje: question.ticket, answer, name, verder: onward });
    location.assign(done.onward);
  } catch (error) {
    said.textContent = place.dataset.mislukt || error.message;
  }
}

if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  for (const place of document.querySelectorAll("[data-opties]")) {
    place.hidden = false;
    place.querySelector("button").addEventListener("click", () => use(place));
  }
}
