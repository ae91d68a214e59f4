// The page docs/api. Scalar's script writes style elements; each gets the nonce that the policy of this page allows.
const start = document.getElementById("start");
const nonce = document.querySelector("meta[property=csp-nonce]").content;
const create = document.createElement.bind(document);
document.createElement = (name, options) => {
  const element = create(name, options);
  if (String(name).toLowerCase() === "style") {
    element.nonce = nonce;
  }
  return element;
};

const script = document.createElement("script");
script.src = start.dataset.script;
script.addEventListener("load", () => {
  globalThis.Scalar.createApiReference("#reference", {
    url: new URL(start.dataset.document, document.baseURI).href,
    // Nothing from outside, and nothing to it.
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    hideClientButton: true,
    showDeveloperTools: "never",
    persistAuth: false,
    defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
    authentication: { preferredSecurityScheme: "key" },
  });
});
document.head.append(script);
