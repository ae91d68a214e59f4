using System.Buffers.Text;
using System.Security.Cryptography;
using UserAdmin.Applications.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;

namespace UserAdmin.Web.Startup.Demo;

/// <summary>The programs that use the API. Nobody knows their keys.</summary>
internal sealed partial class DemoStory
{
    private const int DaysSinceSync = 60;

    private static readonly Actor _sync = Actor.Application(DemoIds.KeyOf("application sync"));

    private void Connect()
    {
        var at = Day(-DaysSinceSync).AddHours(6);
        var board = DemoIds.KeyOf("application board");
        Add(
            "application sync",
            at,
            Ingrid,
            new CreateApplication(
                _sync.ApplicationId!,
                "HR sync",
                "Brings new colleagues from the personnel system every morning",
                [Permissions.UsersRead, Permissions.UsersCreate, Permissions.UsersEdit, Permissions.UsersDisable]
            )
            {
                OwnerId = Nadia.Id,
                AllowedAddresses = ["10.20.0.0/16"],
            },
            "SEC-311"
        );
        Add("application sync key", at.AddMinutes(2), Ingrid, Key(_sync.ApplicationId!, "Production"), "SEC-311");
        Add(
            "application board",
            at.AddDays(12),
            Ingrid,
            new CreateApplication(
                board,
                "Status board",
                "Shows on the wall of the service desk how many accounts are locked",
                [Permissions.UsersRead, Permissions.ActivityRead]
            )
            {
                OwnerId = Tomas.Id,
                RequestsPerMinute = 60,
            },
            "SEC-340"
        );
        var first = Key(board, "Prototype");
        Add("application board first key", at.AddDays(12).AddMinutes(1), Ingrid, first, "SEC-340");
        Add("application board key", at.AddDays(30), Ingrid, Key(board, "Wall"), "SEC-352");
        Add(
            "application board first key revoked",
            at.AddDays(31),
            Ingrid,
            new RevokeApplicationKey(board, first.KeyId),
            "SEC-352: replaced"
        );
        // Paused before anything happens that it sends, so that nothing leaves the machine.
        var webhook = DemoIds.KeyOf("webhook board");
        var connected = at.AddDays(33);
        Add(
            "webhook board",
            connected,
            Ingrid,
            new CreateWebhook(
                board,
                webhook,
                "https://board.example.com/hooks/accounts",
                NewWebhookSecret.Make(),
                ["UserLocked", "UserLockedOut", "UserUnlocked"]
            )
            {
                Description = "Counts the locked accounts on the wall",
            },
            "SEC-355"
        );
        Add(
            "webhook board paused",
            connected.AddSeconds(1),
            Ingrid,
            new PauseWebhook(board, webhook),
            "SEC-355: waits for the firewall"
        );
    }

    // The id is the same on every run, so that a second one finds what the first one did; the key is not.
    private static AddApplicationKey Key(string applicationId, string label)
    {
        var keyId = DemoIds.KeyOf($"key {label}")[^12..];
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return new(applicationId, keyId, $"ua_{keyId}_{secret}", label);
    }
}
