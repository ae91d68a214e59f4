// The page docs/api. Scalar's script writes style elements; each gets the nonce that the policy of this page allows.
// Scalar's own greys are too pale to read (WCAG 2.2, 1.4.3).
const readable = `
  .light-mode { --scalar-color-3: #666; --scalar-color-green: #0a6b3f; --scalar-color-blue: #0062b8; }
  .dark-mode { --scalar-color-3: #9a9a9a; }
`;
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
    customCss: readable,
    agent: { disabled: true },
    hideClientButton: true,
    showDeveloperTools: "never",
    persistAuth: false,
    defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
    authentication: { preferredSecurityScheme: "key" },
  });
});
document.head.append(script);
