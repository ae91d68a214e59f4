using System.Runtime.CompilerServices;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Browsers;

/// <summary>
/// Every page of the console, with enough data that each has something to show, for tests that visit all of them.
/// </summary>
public static class ConsolePages
{
    /// <summary>
    /// Whether parts that all pages share are checked on every page; set by USERADMIN_WALK=all, which takes minutes.
    /// </summary>
    internal static bool AreWalkedWhole { get; } = Environment.GetEnvironmentVariable("USERADMIN_WALK") == "all";

    /// <summary>Pages that need no data.</summary>
    public static IReadOnlyList<string> Fixed { get; } =
    [
        "/",
        "/users",
        "/users?q=nobody+at+all",
        "/users?at=2026-01-01",
        "/users?at=nonsense",
        "/users/new",
        "/users/new?how=password",
        "/invitations",
        "/invitations?show=expired",
        "/invitations?q=nobody+at+all",
        "/invitations/new",
        "/invitations/lists/nothing",
        "/bulk/new?action=resendinvitation&search=state%3Ainvited",
        "/imports",
        "/imports/new",
        "/imports/nothing",
        "/bulk",
        "/bulk/new?action=disable&all=1",
        "/bulk/new?action=lock&all=1",
        "/roles",
        "/roles/new",
        "/roles/nothing",
        "/applications",
        "/applications/new",
        "/applications/nothing",
        "/mail",
        "/refused",
        "/activity",
        "/activity?q=nothing+at+all",
        "/undo",
        "/undo?q=when%3A1d",
        "/settings",
        "/system",
        "/nowhere",
        "/users/nobody",
        "/account",
        "/account/set-up",
        "/account/set-up-two-factor",
        "/account/new-password",
        "/account/forgot-password",
        "/account/reset-password?token=x",
        "/account/accept-invitation?token=x",
        "/account/confirm-email?token=x",
    ];

    /// <summary>Returns the pages of one user.</summary>
    /// <param name="userId">Key of the account.</param>
    public static IReadOnlyList<string> OfUser(string userId) =>
        [
            $"/users/{userId}",
            $"/users/{userId}?tab=security",
            $"/users/{userId}?tab=sessions",
            $"/users/{userId}?tab=claims",
            $"/users/{userId}?tab=history",
            $"/users/{userId}/permissions",
            // Every account has an event before the end of any log, and none at its beginning.
            $"/users/{userId}?at=999999999",
            $"/users/{userId}?at=1",
            $"/users/{userId}?at=no-moment",
            $"/users/{userId}/permissions?at=999999999",
            $"/users/{userId}/compare?from=1&all=1",
        ];

    // The pages of a console that several tests share are prepared once.
    private static readonly ConditionalWeakTable<ConsoleFixture, IReadOnlyList<string>> _prepared = [];

    /// <summary>Creates two dozen users, a role with members, a claim, a view and a bulk action.</summary>
    /// <param name="console">The console.</param>
    /// <returns>The addresses of all pages.</returns>
    public static async Task<IReadOnlyList<string>> PrepareAsync(ConsoleFixture console)
    {
        if (_prepared.TryGetValue(console, out var known))
        {
            return known;
        }

        var users = new List<Person>();
        for (var number = 0; number < 24; number++)
        {
            users.Add(await console.CreateUserAsync("Una User with a name of some length"));
        }

        var (roleId, batchId) = (Guid.CreateVersion7().ToString(), Guid.CreateVersion7().ToString());
        await console.Sender.AcceptedAsync(
            "CreateRole",
            new
            {
                roleId,
                name = "Password desk",
                rolePermissions = new[] { "users.read", "users.passwords" },
            }
        );
        // More members than fit on one page, so that the search for members appears.
        foreach (var member in users.Take(1).Concat(users.Skip(8)))
        {
            await console.Sender.AcceptedAsync("AssignRole", new { userId = member.Id, roleId });
        }

        await console.Sender.AcceptedAsync(
            "AddUserClaim",
            new
            {
                userId = users[0].Id,
                claimType = "department-head",
                value = "true",
            }
        );
        await console.Sender.AcceptedAsync("DisableUser", new { userId = users[1].Id });
        await console.Sender.AcceptedAsync(
            "StartBulkAction",
            new
            {
                batchId,
                action = 0,
                userIds = new[] { users[2].Id, users[3].Id },
            }
        );
        var importId = Guid.CreateVersion7().ToString();
        await console.Sender.AcceptedAsync(
            "InvitePeople",
            new
            {
                importId,
                people = new[]
                {
                    new { email = "una.guest@example.net", displayName = "Una Guest with a name of some length" },
                    new { email = "not-an-address", displayName = "Una Refused" },
                },
                roleIds = Array.Empty<string>(),
            }
        );
        var applicationId = Guid.CreateVersion7().ToString();
        await console.Sender.AcceptedAsync(
            "CreateApplication",
            new
            {
                applicationId,
                name = "Una HR sync with a name of some length",
                applicationPermissions = new[] { "users.read", "activity.read" },
                ownerId = users[0].Id,
                allowedAddresses = new[] { "10.0.0.0/8" },
            }
        );
        var webhookId = Guid.CreateVersion7().ToString();
        // Nothing is ever sent, because nothing of this type happens here.
        await console.Sender.AcceptedAsync(
            "CreateWebhook",
            new
            {
                applicationId,
                webhookId,
                url = "https://una.example.com/hooks/of-some-length",
                secret = $"whsec_{Convert.ToBase64String(new byte[32])}",
                eventTypes = new[] { "RoleObservedGone" },
                description = "Una Server with a name of some length",
            }
        );
        await console.Sender.AcceptedAsync("PauseWebhook", new { applicationId, webhookId });
        var secret = $"ua_unakey000001_{new string('A', 43)}";
        await console.Sender.AcceptedAsync(
            "AddApplicationKey",
            new
            {
                applicationId,
                keyId = "unakey000001",
                key = secret,
                label = "Una Server",
            }
        );
        IReadOnlyList<string> paths =
        [
            .. Fixed,
            .. OfUser(users[0].Id),
            $"/applications/{applicationId}",
            $"/applications/{applicationId}/webhooks/new",
            $"/applications/{applicationId}/webhooks/{webhookId}",
            $"/applications/{applicationId}/webhooks/nothing",
            $"/users/{users[1].Id}",
            $"/invitations/lists/{importId}",
            $"/roles/{roleId}",
            $"/roles/{roleId}?at=999999999",
            $"/bulk/{batchId}",
            $"/undo?batch={batchId}",
        ];
        _prepared.Add(console, paths);
        return paths;
    }

    /// <summary>Uploads a small table.</summary>
    /// <param name="visitor">A visitor who may import.</param>
    /// <returns>The address of the import, whose columns are not mapped yet.</returns>
    public static async Task<string> UploadAsync(Visitor visitor)
    {
        await visitor.GoAsync("/imports/new");
        var table =
            """
            email;user name;name;department
            new1@example.org;new1;New One;Sales
            new2@example.org;new2;New Two;Sales

            """u8.ToArray();
        await visitor
            .Page.Locator("input[type=file]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "people.csv",
                    MimeType = "text/csv",
                    Buffer = table,
                }
            );
        await Expect(visitor.Heading("people.csv")).ToBeVisibleAsync();
        return new Uri(visitor.Page.Url).AbsolutePath;
    }
}
