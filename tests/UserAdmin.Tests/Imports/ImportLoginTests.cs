using Microsoft.EntityFrameworkCore;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Imports;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Tests.Account;
using UserAdmin.Tests.Tables;
using UserAdmin.Users;

namespace UserAdmin.Tests.Imports;

/// <summary>What people sign in with elsewhere, besides passwords: authenticator apps and external logins.</summary>
public sealed class ImportLoginTests
{
    // Of the password “correct horse battery staple 42”, made by bcryptjs 3.0.3.
    private const string Hash = "$2b$06$N8ZaSgdxLeiqQtaafusVi.9I3rJ4MLSYlsbwVbpqOI3EF10BncM2K";
    private const string Password = "correct horse battery staple 42";
    private const string Key = "JBSWY3DPEHPK3PXP";

    [Theory]
    [InlineData(Key)]
    [InlineData("jbsw y3dp ehpk 3pxp")]
    [InlineData("otpauth://totp/Example:anna%40example.com?secret=" + Key + "&issuer=Example")]
    [InlineData("otpauth://totp/anna?secret=" + Key + "&digits=6&period=30&algorithm=SHA1")]
    public async Task Import_OfAnAuthenticatorSecret_AsksForItsCodeAtTheSignIn(string cell)
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.ReceiveAsync($"Email,password_hash,otp_secret\nanna@example.com,{Hash},{cell}\n");
        (await host.GetImportAsync(importId)).Options!.Columns[2].ShouldBe(ImportField.TwoFactorSecret);

        await host.RunAsync(await host.PreviewReadAsync(importId));

        var user = await FindAsync(host, "anna@example.com");
        user.TwoFactorEnabled.ShouldBeTrue();
        var session = await host.AttemptAsync("anna@example.com", Password);
        (await host.StepAsync(session)).ShouldBe(SessionStep.SecondFactor);
        await host.AcceptAsync(new SignInWithCode(session, host.CodeOf(Key)), Actor.Anonymous);
        (await host.StepAsync(session)).ShouldBe(SessionStep.None);
        host.ReadLog().ShouldEachBe(record => !record.Payload.Contains(Key, StringComparison.OrdinalIgnoreCase));
        host.IsOnDisk(Key).ShouldBeFalse();
    }

    [Theory]
    [InlineData("otpauth://totp/anna?secret=" + Key + "&digits=8")]
    [InlineData("otpauth://totp/anna?secret=" + Key + "&period=60")]
    [InlineData("otpauth://totp/anna?secret=" + Key + "&algorithm=SHA256")]
    [InlineData("otpauth://hotp/anna?secret=" + Key + "&counter=1")]
    [InlineData("otpauth://totp/anna")]
    [InlineData("not base32!")]
    [InlineData("ABCD")]
    public async Task Import_OfASecretWhoseCodesAreNotCheckedHere_IsRefused(string cell)
    {
        await using var host = await TestHost.StartAsync();

        var importId = await host.PreviewReadAsync(
            await host.ReceiveAsync($"Email,otp_secret\nanna@example.com,{cell}\n")
        );

        var row = (await host.ListRowsAsync(importId)).ShouldHaveSingleItem();
        row.Errors.ShouldHaveSingleItem().Code.ShouldBe("imports.secret-refused");
        row.Cells[1].ShouldBe("(not shown)");
    }

    [Theory]
    [InlineData("external logins", "google-oauth2|1080", "Google|1080")]
    [InlineData("external logins", "\"github:17, https-idp|a|b\"", "GitHub|17 https-idp|a|b")]
    [InlineData("external logins", "auth0|5f7c", "")]
    [InlineData("user_id", "google-oauth2|1080", "Google|1080")]
    [InlineData("user_id", "auth0|5f7c", "")]
    public async Task Import_OfExternalLogins_StoresThem(string title, string cell, string expected)
    {
        await using var host = await TestHost.StartAsync();

        await host.RunAsync(
            await host.PreviewReadAsync(await host.ReceiveAsync($"Email,{title}\nanna@example.com,{cell}\n"))
        );

        (await LoginsAsync(host)).ShouldBe(expected);
        var names = expected.Split(' ').Select(login => login.Split('|')[0]);
        (await FindAsync(host, "anna@example.com")).ExternalLogins.ShouldBe(string.Join(", ", names));
    }

    [Fact]
    public async Task Import_ThatInvites_LeavesOutWhoeverHasAnExternalLogin()
    {
        await using var host = await TestHost.StartAsync();

        await host.RunAsync(
            await host.PreviewReadAsync(
                await host.ReceiveAsync(
                    "Email,external logins,State\nanna@example.com,google|1080,active\nbo@example.com,,active\n"
                        + "cy@example.com,google|1081,invited\n"
                ),
                options => options with { Invites = true }
            )
        );

        var found = new List<(string, bool)>();
        foreach (var email in (string[])["anna@example.com", "bo@example.com", "cy@example.com"])
        {
            found.Add((email, (await FindAsync(host, email)).InvitedAt is not null));
        }

        found.ShouldBe([("anna@example.com", false), ("bo@example.com", true), ("cy@example.com", true)]);
    }

    [Fact]
    public async Task Import_OfIdentitiesInAList_StoresThem()
    {
        await using var host = await TestHost.StartAsync();
        const string File = """
            [{"email":"anna@example.com","identities":[{"provider":"google-oauth2","user_id":"1080"},
            {"provider":"auth0","user_id":"5f"},{"provider":"github","user_id":"17"}]},
            {"email":"bo@example.com","identities":[{"provider":"auth0","user_id":"5f7c"}]}]
            """;

        await host.RunAsync(
            await host.PreviewReadAsync(
                await host.ReceiveFileAsync(System.Text.Encoding.UTF8.GetBytes(File), fileName: "users.json")
            )
        );

        (await LoginsAsync(host)).ShouldBe("GitHub|17 Google|1080");
    }

    [Theory]
    [InlineData("firebase-export.json", "Apple|001.abc Google|108012345678901234567")]
    // Without titles; what the columns of further providers are called is not in the file.
    [InlineData("firebase-export.csv", "Google|108012345678901234567")]
    public async Task Import_FromFirebase_StoresEveryLogin(string file, string expected)
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.ReceiveFileAsync(TableFolder.Input(file), fileName: file);

        await host.RunAsync(
            await host.PreviewReadAsync(
                importId,
                options => options with { Columns = [.. options.Columns.Select(WithoutHash)] }
            )
        );

        (await LoginsAsync(host)).ShouldBe(expected);

        static ImportField? WithoutHash(ImportField? field) =>
            field == ImportField.PasswordHash || field == ImportField.PasswordSalt ? null : field;
    }

    [Theory]
    [InlineData("Email,google.id,github.id\nanna@example.com,,17\n", "GitHub|17")]
    [InlineData("Email,Google ID,Facebook ID\nanna@example.com,1080,9\n", "Facebook|9 Google|1080")]
    [InlineData(
        "Email,identities[0].provider,identities[0].user_id,identities[1].user_id\nanna@example.com,github,17,18\n",
        "GitHub|17"
    )]
    public async Task Import_OfSeveralColumnsOfLogins_StoresThoseWhoseProviderIsKnown(string file, string expected)
    {
        await using var host = await TestHost.StartAsync();

        await host.RunAsync(await host.PreviewReadAsync(await host.ReceiveAsync(file)));

        (await LoginsAsync(host)).ShouldBe(expected);
    }

    [Fact]
    public async Task Import_OfALoginThatSomebodyHas_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        await host.RunAsync(
            await host.PreviewReadAsync(await host.ReceiveAsync("Email,external logins\nanna@example.com,google|1\n"))
        );

        var importId = await host.PreviewReadAsync(
            await host.ReceiveAsync(
                "Email,external logins\nbo@example.com,google|1\ncy@example.com,google|2\ndy@example.com,google|2\n"
                    + "ed@example.com,1080\n"
            )
        );

        (await host.ListRowsAsync(importId))
            .Select(row => row.Errors.Count > 0 ? row.Errors[0].Code : $"{row.Verdict}")
            .ShouldBe(["imports.login-taken", "Create", "imports.login-taken", "imports.login-unreadable"]);
        await host.RunAsync(importId);
        (await LoginsAsync(host)).ShouldBe("Google|1 Google|2");
    }

    [Fact]
    public async Task Import_OfKeycloaksCredentials_FindsThePasswordInAnyPlace()
    {
        await using var host = await TestHost.StartAsync();
        // The hash is none, and is refused as one of Keycloak.
        const string Password = """
            {"type":"password","secretData":"{\"value\":\"x\",\"salt\":\"eA==\"}",
            "credentialData":"{\"algorithm\":\"pbkdf2-sha256\",\"hashIterations\":27500}"}
            """;
        const string Otp = """
            {"type":"otp","secretData":"{\"value\":\"x\"}","credentialData":"{\"digits\":6}"}
            """;

        var importId = await host.ReceiveFileAsync(
            System.Text.Encoding.UTF8.GetBytes(
                $$"""
                {"realm":"r","users":[
                {"username":"anna","email":"anna@example.com","credentials":[{{Otp}},{{Password}}]},
                {"username":"bo","email":"bo@example.com","credentials":[{{Password}}]}]}
                """
            ),
            fileName: "realm.json"
        );

        var import = await host.GetImportAsync(importId);
        import
            .Table!.Columns[import.Options!.ColumnOf(ImportField.PasswordHash)]
            .ShouldBe("credentials[password].secretData");
        import
            .Table.Columns[import.Options.ColumnOf(ImportField.PasswordFormat)]
            .ShouldBe("credentials[password].credentialData");
        await host.PreviewReadAsync(importId);
        (await host.ListRowsAsync(importId)).ShouldEachBe(row =>
            row.Errors.Count == 1 && row.Errors[0].Code == "imports.hash-refused"
        );
    }

    private static async Task<string> LoginsAsync(TestHost host)
    {
        await using var context = await host.Get<IDbContextFactory<WriteContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        var logins = await context.UserLogins.ToListAsync(TestContext.Current.CancellationToken);
        return string.Join(
            ' ',
            logins.Select(login => $"{login.LoginProvider}|{login.ProviderKey}").Order(StringComparer.Ordinal)
        );
    }

    private static async Task<UserRow> FindAsync(TestHost host, string email)
    {
        await host.CatchUpAsync();
        var found = await host.AskAsync(new UserAdmin.Users.Queries.ListUsers($"email:{email} state:any"));
        return found.Value.ShouldNotBeNull().Items.Single(user => user.Email == email);
    }
}
