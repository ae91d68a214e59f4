using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>
/// People of another system, with their password hashes: from its file, in which one row is wrong and is corrected in
/// the preview, to their sign-in with the password that they have.
/// </summary>
public sealed class MigrationTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    private const string TheirPassword = "correct horse battery staple 42";

    // Of that password, made as PasswordHashes/MadeElsewhere.cs of the core's tests says.
    private const string Pbkdf2 =
        "docMugP2CoalqYuDOFUDJxdINuV8sM1pUZPz5oU9O7urV1kOsuLviMJMiq4WXNTGyjTXSD0814PSXxMXZXdH7A==";

    private const string Argon2 = "EJTe+zh5ZWINFixTnSrFrgMB+w4qWQi1VezAZ2yZfy8=";
    private const string Bcrypt = "$2b$06$N8ZaSgdxLeiqQtaafusVi.9I3rJ4MLSYlsbwVbpqOI3EF10BncM2K";

    // A realm as Keycloak 26 exports it, with a password of each kind.
    private static readonly string _keycloak = JsonSerializer.Serialize(
        new
        {
            realm = "staff",
            enabled = true,
            roles = new { realm = new[] { new { name = "offline_access" } } },
            users = new object[]
            {
                new
                {
                    id = "6f9619ff-8b86-4011-b42d-00c04fc964a1",
                    username = "kc.anna",
                    email = "kc.anna@example.org",
                    firstName = "Anna",
                    lastName = "Berg",
                    emailVerified = true,
                    enabled = true,
                    credentials = new[]
                    {
                        new Credential("otp", """{"value":"unused"}""", """{"subType":"hotp","digits":6}"""),
                        Password(Pbkdf2, """{"hashIterations":210000,"algorithm":"pbkdf2-sha512"}"""),
                    },
                },
                new
                {
                    id = "6f9619ff-8b86-4011-b42d-00c04fc964a2",
                    username = "kc.bo",
                    email = "kc.bo.example.org",
                    enabled = true,
                    credentials = new[]
                    {
                        Password(
                            Argon2,
                            """{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"hashLength":["32"],"""
                                + """ "memory":["7168"],"type":["id"],"version":["1.3"],"parallelism":["1"]}}"""
                        ),
                    },
                },
            },
        }
    );

    // As Auth0's support sends it.
    private static readonly string _auth0 = $$"""
        {"user_id":"auth0|a0anna","email":"a0.anna@example.org","name":"Anna Roth","password_hash":"{{Bcrypt}}"}
        {"user_id":"auth0|a0bo","email":"a0.bo.example.org","name":"Bo Stein","password_hash":"{{Bcrypt}}"}
        """;

    [Theory]
    [InlineData("realm-export.json", "kc")]
    [InlineData("auth0-users.json", "a0")]
    public async Task People_OfAnotherSystem_SignInWithTheirOldPasswords(string name, string prefix)
    {
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync("/imports/new");
        await ada
            .Page.Locator("input[type=file]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = name,
                    MimeType = "application/json",
                    Buffer = Encoding.UTF8.GetBytes(prefix == "kc" ? _keycloak : _auth0),
                }
            );
        await Expect(ada.Heading(name)).ToBeVisibleAsync();
        await ada.Button("Preview 2 rows").ClickAsync();
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Refused 1", Exact = true }).ClickAsync();
        await ada.Button("Correct row 2").ClickAsync();
        var cell = ada.Page.Locator("fieldset").GetByLabel("email", new() { Exact = true });
        await Expect(cell).ToHaveValueAsync($"{prefix}.bo.example.org");
        await cell.FillAsync($"{prefix}.bo@example.org");
        await Axe.CheckAsync(ada.Page, "correcting a row");
        await ada.Button("Judge again").ClickAsync();

        await ada.Button("Create 2 users").ClickAsync();
        await Expect(ada.Page.Locator("[data-status]")).ToHaveTextAsync("Finished");

        foreach (var person in (string[])["anna", "bo"])
        {
            var visitor = await OpenAsync(console.Address);
            await visitor.GoAsync("/account/sign-in");
            await visitor.FillSignInAsync($"{prefix}.{person}@example.org", TheirPassword);
            await Expect(visitor.Heading("Your account")).ToBeVisibleAsync();
            await visitor.Page.Context.CloseAsync();
        }
    }

    private static Credential Password(string hash, string credentialData) =>
        new(
            "password",
            $$$"""{"value":"{{{hash}}}","salt":"AAECAwQFBgcICQoLDA0ODw==","additionalParameters":{}}""",
            credentialData
        );

    private sealed record Credential(
        [property: JsonPropertyName("type")] string Type,
        [property: JsonPropertyName("secretData")] string SecretData,
        [property: JsonPropertyName("credentialData")] string CredentialData
    );
}
