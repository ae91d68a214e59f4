using System.Text;
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
    private const string Password = "correct horse battery staple 42";

    // A realm as Keycloak 26 exports it, with a password of each kind (PasswordHashes/MadeElsewhere.cs says how made).
    private const string Keycloak = """
        {
          "realm": "staff",
          "enabled": true,
          "roles": { "realm": [ { "name": "offline_access" } ] },
          "users": [
            {
              "id": "6f9619ff-8b86-4011-b42d-00c04fc964a1",
              "username": "kc.anna",
              "email": "kc.anna@example.org",
              "firstName": "Anna",
              "lastName": "Berg",
              "emailVerified": true,
              "enabled": true,
              "credentials": [
                {
                  "type": "otp",
                  "secretData": "{\"value\":\"unused\"}",
                  "credentialData": "{\"subType\":\"hotp\",\"digits\":6}"
                },
                {
                  "type": "password",
                  "secretData": "{\"value\":\"docMugP2CoalqYuDOFUDJxdINuV8sM1pUZPz5oU9O7urV1kOsuLviMJMiq4WXNTGyjTXSD0814PSXxMXZXdH7A==\",\"salt\":\"AAECAwQFBgcICQoLDA0ODw==\",\"additionalParameters\":{}}",
                  "credentialData": "{\"hashIterations\":210000,\"algorithm\":\"pbkdf2-sha512\",\"additionalParameters\":{}}"
                }
              ]
            },
            {
              "id": "6f9619ff-8b86-4011-b42d-00c04fc964a2",
              "username": "kc.bo",
              "email": "kc.bo.example.org",
              "enabled": true,
              "credentials": [
                {
                  "type": "password",
                  "secretData": "{\"value\":\"EJTe+zh5ZWINFixTnSrFrgMB+w4qWQi1VezAZ2yZfy8=\",\"salt\":\"AAECAwQFBgcICQoLDA0ODw==\",\"additionalParameters\":{}}",
                  "credentialData": "{\"hashIterations\":5,\"algorithm\":\"argon2\",\"additionalParameters\":{\"hashLength\":[\"32\"],\"memory\":[\"7168\"],\"type\":[\"id\"],\"version\":[\"1.3\"],\"parallelism\":[\"1\"]}}"
                }
              ]
            }
          ]
        }
        """;

    // As Auth0's support sends it, with the hash of bcryptjs 3.0.3.
    private const string Auth0 = """
        {"user_id":"auth0|a0anna","email":"a0.anna@example.org","email_verified":true,"name":"Anna Roth","password_hash":"$2b$06$N8ZaSgdxLeiqQtaafusVi.9I3rJ4MLSYlsbwVbpqOI3EF10BncM2K"}
        {"user_id":"auth0|a0bo","email":"a0.bo.example.org","email_verified":false,"name":"Bo Stein","password_hash":"$2b$06$N8ZaSgdxLeiqQtaafusVi.9I3rJ4MLSYlsbwVbpqOI3EF10BncM2K"}
        """;

    [Theory]
    [InlineData("realm-export.json", Keycloak, "kc", "email")]
    [InlineData("auth0-users.json", Auth0, "a0", "email")]
    public async Task People_OfAnotherSystem_SignInWithTheirOldPasswords(
        string name,
        string file,
        string prefix,
        string title
    )
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
                    Buffer = Encoding.UTF8.GetBytes(file),
                }
            );
        await Expect(ada.Heading(name)).ToBeVisibleAsync();
        await ada.Button("Preview 2 rows").ClickAsync();
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Refused 1", Exact = true }).ClickAsync();
        await ada.Button("Correct row 2").ClickAsync();
        var cell = ada.Page.Locator("fieldset").GetByLabel(title, new() { Exact = true });
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
            await visitor.FillSignInAsync($"{prefix}.{person}@example.org", Password);
            await Expect(visitor.Heading("Your account")).ToBeVisibleAsync();
            await visitor.Page.Context.CloseAsync();
        }
    }
}
