using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.PasswordHashes;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;
using UserAdmin.Tests.Attached;
using UserAdmin.Users;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Imports;

/// <summary>Password hashes of other systems, from the file to the sign-in.</summary>
public sealed class ImportHashTests
{
    private const string Password = "correct horse battery staple 42";

    // Each of that password: bcryptjs 3.0.3, Django 3.2.25, OpenLDAP 2.5, WordPress 6.8, Better Auth 1.7.
    private const string Bcrypt = "$2b$06$N8ZaSgdxLeiqQtaafusVi.9I3rJ4MLSYlsbwVbpqOI3EF10BncM2K";
    private const string Django = "pbkdf2_sha1$20000$lfbeWCuZsIboPPBt9qtxPS$WwkNYkPxTXiDD+Gy0Lz4guCFIHg=";
    private const string Ldap = "{SSHA}gbQ2X3CqS0+R0vzJGUGJDqtTeLQ5sEHN";
    private const string WordPress = "$wp$2y$10$uswP3gWt4hA/bAmpdHuxJu2zdgAkzWSE1ry7eWBiI88rL4D3TBBUy";

    private const string BetterAuth =
        "bbe71f0f32132fb4e09d73b42fe2747e:fed3ac58ea72a8a597ff85a6a327d42a8ac905124927bb5d70c2f635518fd99280fec16903f878"
        + "0a9614a431e780490f62e169ddb70c72e3068d82d81492fc7c";

    private const string Unusable = "!B8lO38LOdc3yBulahJSr0cD9d7p9fklXz26VkGja";

    private static readonly string _people =
        $"email,password\na@example.com,{Bcrypt}\nb@example.com,{Django}\nc@example.com,{Ldap}\n"
        + $"d@example.com,{WordPress}\ne@example.com,{BetterAuth}\nf@example.com,{Unusable}\n";

    [Theory]
    [InlineData("password")]
    [InlineData("user_pass")]
    [InlineData("userPassword")]
    [InlineData("encrypted_password")]
    [InlineData("fields.password")]
    [InlineData("password_hash")]
    [InlineData("custom_password_hash.hash.value")]
    public async Task Import_OfHashes_OpensTheAccountsAndIsReplacedAtTheFirstSignIn(string title)
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.ReceiveAsync(
            _people.Replace("email,password", $"email,{title}", StringComparison.Ordinal)
        );
        await host.CatchUpAsync();
        var column = (await host.AskAsync(new GetImportSample(importId))).Value![1];
        (column.IsClearPassword, column.Guess, column.Values[0]).ShouldBe(
            (false, ImportField.PasswordHash, "(password hash)")
        );

        await host.RunAsync(await host.PreviewReadAsync(importId));

        foreach (var name in "abcde")
        {
            var email = $"{name}@example.com";
            var (hash, stamp) = await StoredAsync(host, email);
            hash.ShouldStartWith("ImportedHash");
            (await host.TrySignInAsync(email, Password[1..])).ShouldBeNull();
            var first = await host.SignInAsync(email, Password);

            var after = await StoredAsync(host, email);
            new PasswordHasher<IdentityUser>()
                .VerifyHashedPassword(new(), after.Hash!, Password)
                .ShouldNotBe(PasswordVerificationResult.Failed);
            after.Stamp.ShouldBe(stamp);
            await host.SignInAsync(email, Password);
            (
                await host.Get<UserAdmin.Account.ISessions>().FindAsync(first, TestContext.Current.CancellationToken)
            ).ShouldNotBeNull();
        }

        (await StoredAsync(host, "f@example.com")).Hash.ShouldBeNull("Django says that there is no password.");
        host.IsOnDisk(Bcrypt[..20]).ShouldBeFalse();
        host.ReadLog().ShouldEachBe(record => !record.Payload.Contains("N8ZaSgdxLeiqQtaafusVi"));
    }

    [Fact]
    public async Task Import_OfPasswordsAmongHashes_KeepsNone()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.ReceiveAsync(
            $"email,password\na@example.com,{Bcrypt}\nb@example.com,tulip anchor maple\n"
        );

        await host.CatchUpAsync();
        (await host.AskAsync(new GetImportSample(importId))).Value![1].IsClearPassword.ShouldBeTrue();
        host.IsOnDisk("tulip").ShouldBeFalse();
        host.IsOnDisk("N8ZaSgdxLeiqQtaafusVi").ShouldBeFalse();
    }

    [Fact]
    public async Task Import_OfAPasswordFarBelowTheHashes_RefusesItsRowAndKeepsItNot()
    {
        await using var host = await TestHost.StartAsync();
        var file = new StringBuilder("email,password\n");
        for (var row = 1; row <= 1100; row++)
        {
            file.Append(CultureInfo.InvariantCulture, $"p{row}@example.com,{Ldap}\n");
        }

        file.Append("last@example.com,tulip anchor maple\n");
        var importId = await host.PreviewAsync(file.ToString());

        host.IsOnDisk("tulip").ShouldBeFalse();
        (await host.GetImportAsync(importId)).Promised.ShouldBe(new ImportCounts(1100, 0, 0, 1));
        (await host.AskAsync(new ListImportRows(importId, ImportVerdict.Refused)))
            .Value!.Items.ShouldHaveSingleItem()
            .Errors.ShouldBe([ImportErrors.NotAHash]);
    }

    [Fact]
    public async Task Import_FromKeycloak_TakesBothColumnsOfTheCredential()
    {
        await using var host = await TestHost.StartAsync();
        var keycloak = PasswordHashes.MadeElsewhere.All.Last(made =>
            made.By.Contains("Keycloak", StringComparison.Ordinal)
        );
        var importId = await host.PreviewAsync(
            "email,credentials[0].secretData,credentials[0].credentialData\n"
                + $"a@example.com,{Quoted(keycloak.Text)},{Quoted(keycloak.Parts!.Format!)}\n"
        );

        await host.RunAsync(importId);

        await host.SignInAsync("a@example.com", Password);
    }

    [Fact]
    public async Task Import_FromMembership_TakesItsThreeColumns()
    {
        await using var host = await TestHost.StartAsync();
        await host.RunAsync(
            await host.PreviewAsync(
                "email,Password,PasswordFormat,PasswordSalt\n"
                    + "a@example.com,WEju+WlYDfkO4gKMX4w6cckYFlQLjtEVanR0oAREBDc=,1,AAECAwQFBgcICQoLDA0ODw==\n"
            )
        );

        await host.SignInAsync("a@example.com", Password);
    }

    [Fact]
    public async Task Import_FromFirebase_NeedsTheKeyOfTheProject_WhichIsKeptEncrypted()
    {
        const string Key = "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==";
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewAsync(
            "email,passwordHash,salt\n"
                + "a@example.com,lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==,"
                + "42xEC+ixf3L2lw==\n"
        );
        (await host.ListRowsAsync(importId))[0]
            .Errors.ShouldHaveSingleItem()
            .Message.ShouldContain("parameters of the project");
        var options = (await host.GetImportAsync(importId)).Options!;
        (await host.SendAsync(new ConfigureImport(importId, options with { Firebase = new("no key") })))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("imports.firebase-invalid");

        await host.PreviewReadAsync(importId, chosen => chosen with { Firebase = new(Key) });
        // Configured again, as the page does it that never gets the key back.
        await host.PreviewReadAsync(importId);
        await host.RunAsync(importId);

        var part = Key[..20];
        await host.SignInAsync("a@example.com", "user1password");
        host.ReadLog().ShouldEachBe(record => !record.Payload.Contains(part));
        (await host.GetImportAsync(importId)).Options!.Firebase!.IsKept.ShouldBeTrue();
    }

    [Fact]
    public async Task Import_OfAHashThatIsRefused_SaysWhyAndCreatesNobody()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewAsync(
            "email,password\n"
                + "costly@example.com,$2y$16$gutL2M/X6lJsHNrP0UPyJueYWnqgsqb4T9YC1q.XxBhWgHh9knQ2e\n"
                + "cut@example.com,$2y$10$gutL2M/X6lJsHNrP0UPyJueYWnqgsqb4\n"
        );
        await host.RunAsync(importId);

        (await host.GetImportAsync(importId)).Done.ShouldBe(new ImportCounts(0, 0, 0, 2));
        (await host.ListRowsAsync(importId))
            .Select(row => row.Errors.Single().Message)
            .ShouldBe([
                "This hash of bcrypt has a cost of 16, and 15 is the most: one sign-in would keep the server busy for "
                    + "seconds. Leave the cell empty and invite the person.",
                "This looks like a hash of bcrypt, but a part is missing or damaged.",
            ]);
    }

    [Theory]
    [InlineData(null, false, false)]
    [InlineData(null, true, true)]
    [InlineData(false, true, false)]
    [InlineData(true, false, true)]
    public async Task Import_IntoTheAccountsOfAnApplication_NeedsItToVerifyTheHashes(
        bool? host,
        bool isTicked,
        bool isTaken
    )
    {
        await using var adopted = await AdoptedHost.StartAsync(
            new StockShape(TestProvider.Stock, 2),
            accounts: 1,
            services =>
                _ = host is { } verifies ? services.AddSingleton<IHostPasswords>(new Application(verifies)) : null
        );
        var own = new PasswordHasher<IdentityUser>().HashPassword(new(), Password);

        var importId = await adopted.Host.PreviewAsync(
            $"email,passwordHash\na@example.com,{Bcrypt}\nb@example.com,{own}\n",
            options => options with { ApplicationVerifiesHashes = isTicked }
        );

        adopted.Host.Get<IImportedHashes>().AreVerified.ShouldBe(host);
        var rows = await adopted.Host.ListRowsAsync(importId);
        rows.Select(row => row.Verdict)
            .ShouldBe([isTaken ? ImportVerdict.Create : ImportVerdict.Refused, ImportVerdict.Create]);
        rows[0].Errors.Select(error => error.Code).ShouldBe(isTaken ? [] : ["imports.hash-not-verified"]);
    }

    private static string Quoted(string json) => $"\"{json.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static async Task<(string? Hash, string? Stamp)> StoredAsync(TestHost host, string email)
    {
        await using var context = await host.Get<IDbContextFactory<WriteContext>>().CreateDbContextAsync();
        var user = await context.Users.AsNoTracking().SingleAsync(user => user.Email == email);
        return (user.PasswordHash, user.SecurityStamp);
    }

    private sealed class Application(bool verifies) : IHostPasswords
    {
        private readonly IPasswordHasher<IdentityUser> _hasher = verifies
            ? new ImportedPasswordHasher<IdentityUser>(new PasswordHasher<IdentityUser>())
            : new PasswordHasher<IdentityUser>();

        public string Hash(string password) => _hasher.HashPassword(new(), password);

        public PasswordVerificationResult Verify(string hash, string password) =>
            _hasher.VerifyHashedPassword(new(), hash, password);

        public Task<string?> ProblemAsync(string password) => Task.FromResult<string?>(null);
    }
}
