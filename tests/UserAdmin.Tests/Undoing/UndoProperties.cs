using CsCheck;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Past;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Undoing;
using UserAdmin.Undoing.Commands;
using UserAdmin.Undoing.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;

namespace UserAdmin.Tests.Undoing;

/// <summary>
/// Undoes any part of any history, and compares what the account is then with what it was before, wherever the preview
/// said that it changes back; and with what it was just before the undo, wherever it did not.
/// </summary>
public sealed class UndoProperties
{
    private static readonly string[] _names = ["Auditors", "Desk", "Editors", "Guests"];

    private static readonly Gen<(int Act, int User, int Role, int Value, bool IsChosen)> _step = Gen.Select(
        Gen.Int[0, 27],
        Gen.Int[0, 1],
        Gen.Int[0, 1],
        Gen.Int[0, 3],
        Gen.Bool
    );

    // Inside a property, skipping would count as failing.
    public UndoProperties() => TestProvider.SkipIfMissing();

    [Fact]
    public Task AnyPartOfAnyHistory_Undone_IsAsBeforeWhereThePreviewSaidSo() =>
        Gen.Select(_step.Array[4, 40], Gen.Bool)
            .SampleAsync(
                async (steps, isBatchAtEnd) =>
                {
                    await using var host = await TestHost.StartAsync();
                    string[] users = [TestHost.NewId(), TestHost.NewId()];
                    string[] roles = [TestHost.NewId(), TestHost.NewId()];
                    var chosen = new List<EventRecord>();
                    var all = Opening.Concat(steps).ToArray();
                    for (var i = 0; i < all.Length; i++)
                    {
                        var step = all[i];
                        var before = host.Tail();
                        await host.SendAsync(CommandOf(step, users[step.User], roles[step.Role], host));
                        // A batch is often what happened last.
                        if (isBatchAtEnd ? i >= all.Length - 6 : step.IsChosen)
                        {
                            chosen.AddRange(host.ReadLog().Where(record => record.Position > before));
                        }
                    }

                    foreach (var user in users)
                    {
                        await UndoAsync(host, user, [.. Of(chosen, user)], isAgain: false);
                    }
                },
                iter: 60,
                threads: 1
            );

    private static IEnumerable<(int Act, int User, int Role, int Value, bool IsChosen)> Opening =>
        [(1, 0, 0, 0, false), (1, 0, 1, 1, false), (0, 0, 0, 0, false), (0, 1, 0, 1, false)];

    private static IEnumerable<long> Of(IEnumerable<EventRecord> records, string userId) =>
        records.Where(record => record.SubjectId == userId).Select(record => record.Position);

    private static async Task UndoAsync(TestHost host, string user, List<long> positions, bool isAgain)
    {
        if (positions.Count == 0)
        {
            return;
        }

        var preview = await host.AskAsync(new PreviewUndo(new UndoSelection { Positions = positions }));
        var account = preview.Value.ShouldNotBeNull().Page.Items.ShouldHaveSingleItem();
        var tail = host.Tail();
        var now = await StateAsync(host, user, tail);
        var (said, why) = (Said(account), string.Join("; ", account.Fields));

        var result = await host.SendAsync(new UndoUserChanges(user, positions));

        result.IsAccepted.ShouldBe(
            account.Verdict != UndoVerdict.Cannot,
            $"{why} {string.Join(' ', result.Errors.Select(error => error.Message))}"
        );
        result.Changed.ShouldBe(account.Verdict is UndoVerdict.Back or UndoVerdict.Partly, why);
        var after = await StateAsync(host, user, host.Tail());
        var wasCreated = said.TryGetValue("Account", out var creation) && creation.Verdict == UndoVerdict.Back;
        if (wasCreated)
        {
            // What did not exist is deleted; it can be restored.
            after["Deleted"].ShouldBe("yes");
        }

        foreach (var key in now.Keys.Union(after.Keys).Union(said.Keys))
        {
            if (said.GetValueOrDefault(key) is { Verdict: UndoVerdict.Back, Obstacle: null } && !wasCreated)
            {
                after.GetValueOrDefault(key).ShouldBe(await BeforeAsync(host, user, positions, key), $"{key}: {why}");
            }
            else if (said.GetValueOrDefault(key) is not { Verdict: UndoVerdict.Back } && !IsTold(key, said, wasCreated))
            {
                after.GetValueOrDefault(key).ShouldBe(now.GetValueOrDefault(key), $"{key} must stay: {why}");
            }
        }

        if (!isAgain && account.Verdict == UndoVerdict.Back && !wasCreated)
        {
            var undo = Of(host.ReadLog().Where(record => record.Position > tail), user).ToList();
            var again = await host.AskAsync(new PreviewUndo(new UndoSelection { Positions = undo }));
            var isWhole = again.Value!.Page.Items[0].Verdict == UndoVerdict.Back;
            await UndoAsync(host, user, undo, isAgain: true);
            if (isWhole)
            {
                (await StateAsync(host, user, host.Tail())).ShouldBe(now, ignoreOrder: true, $"undone again: {why}");
            }
        }
    }

    // Confirmations belong to the value that changes back, and a creation takes everything with it.
    private static bool IsTold(string key, Dictionary<string, UndoField> said, bool wasCreated) =>
        wasCreated
        || key is "Account"
        || (key == "EmailConfirmed" && said.GetValueOrDefault("Field:Email") is { Verdict: UndoVerdict.Back })
        || (key == "PhoneConfirmed" && said.GetValueOrDefault("Field:PhoneNumber") is { Verdict: UndoVerdict.Back });

    private static Dictionary<string, UndoField> Said(UndoAccount account) =>
        account
            .Fields.Where(field => !field.Name.StartsWith("Event:", StringComparison.Ordinal))
            .ToDictionary(field => field.Name);

    // What the value was before the first chosen event that changed it, found by looking at the account as of then.
    private static async Task<string?> BeforeAsync(TestHost host, string user, List<long> positions, string key)
    {
        foreach (var position in positions.Order())
        {
            var before = (await StateAsync(host, user, position - 1)).GetValueOrDefault(key);
            if (before != (await StateAsync(host, user, position)).GetValueOrDefault(key))
            {
                return before;
            }
        }

        throw new InvalidOperationException($"No chosen event changed {key}.");
    }

    private static async Task<Dictionary<string, string>> StateAsync(TestHost host, string user, long position)
    {
        var state = new Dictionary<string, string>();
        var past = await host.Get<PastStates>()
            .OfAccountAsync(user, new PastMoment(Position: position), TestContext.Current.CancellationToken);
        if (past?.Row is not { } row)
        {
            return state;
        }

        foreach (var field in UserFields.Edited)
        {
            Add($"Field:{field.Name}", field.Editing!.Of(row));
        }

        Add("EmailConfirmed", row.EmailConfirmed ? "yes" : null);
        Add("PhoneConfirmed", row.PhoneNumberConfirmed ? "yes" : null);
        Add("Deleted", row.DeletedAt is null ? null : "yes");
        Add("Disabled", row.DisabledAt is null ? null : "yes");
        Add("Invited", row.InvitedAt is null ? null : "yes");
        Add("LockedUntil", row.LockedUntil is { } until ? $"{until.UtcTicks}" : null);
        Add("ExpiresAt", row.ExpiresAt is { } expiry ? $"{expiry.UtcTicks}" : null);
        foreach (var role in past.Roles)
        {
            Add($"Role:{role.RoleId}", "yes");
        }

        foreach (var claim in past.Claims!)
        {
            Add($"Claim:{claim.ClaimType}:{claim.Value}", "yes");
        }

        return state;

        void Add(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                state[key] = value;
            }
        }
    }

    private static ICommand CommandOf(
        (int Act, int User, int Role, int Value, bool IsChosen) step,
        string user,
        string role,
        TestHost host
    )
    {
        var seen = host.Tail();
        return step.Act switch
        {
            0 => new CreateUser(user, $"user{step.User}", $"user{step.User}@example.com", "A user")
            {
                JobTitle = step.Value == 0 ? null : "Analyst",
                Password = step.Value == 1 ? TestHost.Password : null,
            },
            1 => new CreateRole(role, _names[step.Value], null, [Permissions.UsersRead]),
            2 or 3 => new AssignRole(user, role),
            4 or 5 => new RemoveRole(user, role),
            6 => new UpdateRole(role, _names[step.Value], $"Description {step.Value}", seen),
            7 => new DeleteRole(role, null),
            8 or 9 => new UpdateUserProfile(user, $"Name {step.Value}", seen)
            {
                JobTitle = step.Value == 2 ? null : "Chief",
                Department = step.Role == 0 ? "Finance" : null,
            },
            10 => new ChangeUserEmail(user, $"other{step.User}{step.Value}@example.com", seen),
            11 => new ConfirmUserEmail(user),
            12 => new ChangeUserName(user, $"name{step.User}{step.Value}", seen),
            13 => new ChangeUserPhone(user, step.Value == 0 ? null : $"+1 555 {step.Value}", seen),
            14 => new AddUserClaim(user, "team", $"{step.Value}"),
            15 => new RemoveUserClaim(user, "team", $"{step.Value}"),
            16 => new ChangeUserClaim(user, "team", $"{step.Value}", $"{step.Value + 1}"),
            17 => new LockUser(user, DateTimeOffset.UtcNow.AddHours(step.Value + 1)),
            18 => new UnlockUser(user),
            19 or 20 => new DisableUser(user),
            21 => new EnableUser(user),
            22 => new DeleteUser(user),
            23 => new RestoreUser(user),
            24 => new PurgeUser(user, $"user{step.User}"),
            25 => step.Value < 2 ? new InviteUser(user) : new RevokeInvitation(user),
            26 => new SetUserExpiry(user, step.Value == 0 ? null : DateTimeOffset.UtcNow.AddDays(step.Value)),
            _ => new RequirePasswordChange(user),
        };
    }
}
