using Microsoft.Data.Sqlite;
using UserAdmin.Anchors;
using UserAdmin.Messaging;
using UserAdmin.Sealing;
using UserAdmin.Tests.Attached;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Sealing;

/// <summary>A data folder with a plain log, on which programs are started one after the other.</summary>
internal sealed class SealedHost : IAsyncDisposable
{
    /// <summary>Part of each text about somebody who was purged; nobody else has it.</summary>
    public const string Purged = "zwielicht";

    /// <summary>The folder.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("useradmin-test-").FullName;

    /// <summary>The folder with anchors from before the log was sealed, and the public key.</summary>
    public string Kept { get; } = System.IO.Directory.CreateTempSubdirectory("useradmin-test-").FullName;

    /// <summary>An account that has changed several times.</summary>
    public string Ada { get; private set; } = "";

    /// <summary>The account that was purged.</summary>
    public string Gone { get; private set; } = "";

    public string KeyFile => Path.Combine(Kept, "anchor-key.pem");

    /// <summary>Makes the log: accounts, a change with a reason by another one, a purge and two signed heads.</summary>
    /// <param name="isAttached">Whether the database is that of an application.</param>
    public static async Task<SealedHost> CreateAsync(bool isAttached = false)
    {
        TestProvider.SkipIfMissing();
        var made = new SealedHost();
        if (isAttached)
        {
            await AttachedDatabases.CreateAsync(made.Directory);
        }

        await using var host = await TestHost.StartAsync(follow: false, made.Directory);
        var admin = await host.CreateAdministratorAsync();
        made.Ada = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new ChangeUserEmail(made.Ada, "ada.lovelace@example.com", host.Tail()), admin);
        (
            await host.SendAsync(new DisableUser(made.Ada), admin, reason: "Zoë asked, “for a week” — 山田 𝒵")
        ).Errors.ShouldBeEmpty();
        made.Gone = await host.CreateUserAsync(Purged, TestHost.Password);
        await host.SendAsync(
            new ChangeUserEmail(made.Gone, $"x{Purged}@example.com", host.Tail()),
            admin,
            reason: Purged
        );
        await host.SignInAsync($"x{Purged}@example.com");
        await host.AcceptAsync(new SignLogHead());
        // Before the purge, which erases what it can.
        host.MakePlain();
        await made.KeepAsync(host);
        await host.AcceptAsync(new DeleteUser(made.Gone), admin);
        await host.AcceptAsync(new PurgeUser(made.Gone, Purged), admin);
        await host.AcceptAsync(new EnableUser(made.Ada), admin);
        await host.AcceptAsync(new SignLogHead());
        host.MakePlain();
        await made.KeepAsync(host);
        await File.WriteAllTextAsync(made.KeyFile, host.Get<IAnchorVerification>().PublicKey());
        return made;
    }

    /// <summary>Starts a program that follows the log.</summary>
    public Task<TestHost> StartAsync(bool follow = true) => TestHost.StartAsync(follow, Directory);

    /// <summary>Seals the log as the verb does.</summary>
    public async Task<SealReport> SealAsync(Action<SealProgress>? tell = null)
    {
        TestProvider.ClearPools();
        await using var host = await TestHost.UnpreparedAsync(Directory);
        return await host.Get<ILogSeal>().RunAsync(tell ?? (_ => { }), TestContext.Current.CancellationToken);
    }

    /// <summary>Verifies the log against all anchors from before.</summary>
    public async Task<AnchorVerdict> VerifyAsync(params string[] anchors)
    {
        await using var host = await TestHost.UnpreparedAsync(Directory);
        return host.Get<IAnchorVerification>()
            .Verify(kept: null, anchors.Length == 0 ? [Kept] : anchors, KeyFile, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        await TestProvider.DropAsync(Directory);
        System.IO.Directory.Delete(Directory, recursive: true);
        System.IO.Directory.Delete(Kept, recursive: true);
    }

    private async Task KeepAsync(TestHost host)
    {
        var anchor = host.Get<IAnchorVerification>().Last().ShouldNotBeNull();
        await File.WriteAllTextAsync(Path.Combine(Kept, anchor.FileName), anchor.ToString());
    }
}
