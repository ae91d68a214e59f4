using OtpNet;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Users;

namespace UserAdmin.Tests.Account;

/// <summary>Steps of the sign-in that tests share.</summary>
internal static class Signing
{
    /// <summary>Signs in with a password, and returns the session's id even if the sign-in was refused.</summary>
    public static async Task<string> AttemptAsync(
        this TestHost host,
        string typed = "ada",
        string password = TestHost.Password
    )
    {
        var session = TestHost.NewSessionId();
        await host.AcceptAsync(
            new SignIn(session, typed, password) { UserAgent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" },
            Actor.Anonymous
        );
        return session;
    }

    public static Task<Session?> FindSessionAsync(this TestHost host, string session) =>
        host.Get<ISessions>().FindAsync(session, TestContext.Current.CancellationToken);

    /// <summary>Returns the next step of the session, which must exist.</summary>
    public static async Task<SessionStep> StepAsync(this TestHost host, string session) =>
        (await host.FindSessionAsync(session)).ShouldNotBeNull().Step;

    /// <summary>Sets up an authenticator app.</summary>
    public static async Task<(string Key, IReadOnlyList<string> Codes)> EnableTwoFactorAsync(
        this TestHost host,
        string userId
    )
    {
        var (key, codes) = (TwoFactorSecrets.NewKey(), TwoFactorSecrets.NewRecoveryCodes());
        await host.AcceptAsync(new EnableOwnTwoFactor(key, host.CodeOf(key), codes), Actor.User(userId));
        return (key, codes);
    }

    /// <summary>Returns the code that the app shows a number of half minutes from now.</summary>
    public static string CodeOf(this TestHost host, string key, int steps = 0) =>
        new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(
            host.Get<TimeProvider>().GetUtcNow().UtcDateTime.AddSeconds(30 * steps)
        );

    /// <summary>Asks for a link to choose a new password, and has the request processed.</summary>
    public static async Task RequestResetAsync(this TestHost host, string typed)
    {
        await host.AcceptAsync(new RequestPasswordReset(typed), Actor.Anonymous);
        await host.Get<PasswordResetRunner>().RunOnceAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Returns the token of the newest link that an event of the type mailed.</summary>
    public static string NewestToken(this TestHost host, string eventType)
    {
        var payload = host.ReadLog().Last(record => record.Type == eventType).Payload;
        using var json = System.Text.Json.JsonDocument.Parse(payload);
        var link = json
            .RootElement.EnumerateObject()
            .Single(property => property.Name.Equals("LinkId", StringComparison.OrdinalIgnoreCase))
            .Value.GetString()!;
        return host.Get<ILinkTokens>().TokenFor(link);
    }
}
