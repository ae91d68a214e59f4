// The browser's half of adding a passkey and of signing in with one. Failures are sentences for people.

/** The text in the language of the page, which carries the translations (PasskeyTexts.cs). */
export function told(english) {
  const page = document.querySelector("[data-passkey-texts]");
  return (page && JSON.parse(page.dataset.passkeyTexts)[english]) ?? english;
}

/** What the person is told; anything else that is thrown is a fault. */
export class Refusal extends Error {}

function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
}

function text(buffer) {
  return btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

function described(list) {
  return (list ?? []).map((item) => ({ ...item, id: bytes(item.id) }));
}

/** Why passkeys cannot be used here at all, or null. */
export const obstacle = () =>
  !isSecureContext
    ? told(
        "Browsers allow passkeys only on addresses that begin with https://. Open this page with https://, or ask whoever runs it.",
      )
    : !globalThis.PublicKeyCredential
      ? told("This browser cannot use passkeys. Use a current version of Chrome, Edge, Firefox or Safari.")
      : null;

async function post(path, token, body) {
  let answer;
  try {
    answer = await fetch(new URL(`account/passkeys/${path}`, document.baseURI), {
      method: "POST",
      headers: { "Content-Type": "application/json", RequestVerificationToken: token },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Refusal(told("The server cannot be reached. Try again in a moment."));
  }
  const said = await answer.json().catch(() => null);
  if (!answer.ok || !said) {
    throw new Refusal(
      said?.message ??
        (answer.status === 429
          ? told("There were too many attempts. Wait a minute, then try again.")
          : told("The server could not do this. Reload the page and try again.")),
    );
  }
  return said;
}

function refusal(fault, cancelled) {
  return fault instanceof Refusal
    ? fault
    : fault.name === "NotAllowedError"
      ? new Refusal(cancelled)
      : fault.name === "InvalidStateError"
        ? new Refusal(told("This device already holds a passkey for your account. It is in the list."))
        : fault.name === "SecurityError"
          ? new Refusal(
              told(
                "The browser does not allow passkeys on this address. Open the page at its usual https:// address.",
              ),
            )
          : fault.name === "NotSupportedError"
            ? new Refusal(
                told(
                  "This device cannot make a passkey that is accepted here. Use another device or a security key.",
                ),
              )
            : fault;
}

/** Adds a passkey to the account of the session; gives what the server answers. */
export async function add(token) {
  try {
    const { ceremony, options } = await post("creation-options", token, {});
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: described(options.excludeCredentials),
      },
    });
    return await post("add", token, {
      ceremony,
      credential: {
        ...plain(made),
        response: {
          clientDataJSON: text(made.response.clientDataJSON),
          attestationObject: text(made.response.attestationObject),
          authenticatorData: made.response.getAuthenticatorData
            ? text(made.response.getAuthenticatorData())
            : undefined,
          transports: made.response.getTransports?.() ?? [],
        },
      },
    });
  } catch (fault) {
    throw refusal(
      fault,
      told(
        "No passkey was added: the browser's question was closed, or it took too long. Try again when you are ready.",
      ),
    );
  }
}

/**
 * Signs in; gives the address to go to. With a mediation of "conditional" the browser offers passkeys while one types.
 * What is thrown says whether a passkey had been chosen.
 */
export async function signIn(token, returnUrl, mediation, signal) {
  let isAfterChoice = false;
  try {
    const { ceremony, options } = await post("request-options", token, {});
    const found = await navigator.credentials.get({
      mediation,
      signal,
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: described(options.allowCredentials),
      },
    });
    isAfterChoice = true;
    return (
      await post("sign-in", token, {
        ceremony,
        returnUrl,
        credential: {
          ...plain(found),
          response: {
            clientDataJSON: text(found.response.clientDataJSON),
            authenticatorData: text(found.response.authenticatorData),
            signature: text(found.response.signature),
            userHandle: found.response.userHandle ? text(found.response.userHandle) : null,
          },
        },
      })
    ).address;
  } catch (fault) {
    throw Object.assign(
      refusal(
        fault,
        told(
          "No passkey was used: the browser's question was closed, or there is no passkey for this page on the device. Try again, or sign in with your password.",
        ),
      ),
      { isAfterChoice },
    );
  }
}

function plain(credential) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment,
  };
}
