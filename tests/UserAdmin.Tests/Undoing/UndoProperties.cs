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
        Gen.Select(_step.Array[4, 40], Gen.Int[1, 27].Array[4], Gen.Bool, Gen.Bool)
            .SampleAsync(
                async (steps, few, isOfFewKinds, isBatchAtEnd) =>
                {
                    await using var host = await TestHost.StartAsync();
                    string[] users = [TestHost.NewId(), TestHost.NewId()];
                    string[] roles = [TestHost.NewId(), TestHost.NewId()];
                    var chosen = new List<EventRecord>();
                    var all = Opening.Concat(steps).ToArray();
                    for (var i = 0; i < all.Length; i++)
                    {
                        // Values that are changed again and again stand in each other's way.
                        var step =
                            isOfFewKinds && i >= Opening.Count() ? all[i] with { Act = few[all[i].Act % 4] } : all[i];
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
                iter: 30,
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
        var states = await StatesAsync(host, user);
        var now = states[^1].Value;
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

        var changes = Changes(states, positions);
        foreach (var key in now.Keys.Union(after.Keys).Union(said.Keys).Union(changes.Keys))
        {
            var field = said.GetValueOrDefault(key);
            var own = changes.GetValueOrDefault(key, []);
            if (field is { Verdict: UndoVerdict.Back } && !wasCreated && key != "EmailConfirmed")
            {
                // What changes back is what was last changed by chosen events, and it is what it was before these.
                var run = own.AsEnumerable().Reverse().TakeWhile(change => change.IsChosen).Reverse().ToList();
                run.ShouldNotBeEmpty($"{key} was changed since: {why}");
                after.GetValueOrDefault(key).ShouldBe(run[0].From, $"{key}: {why}");
                var isOvertaken = own.SkipWhile(change => !change.IsChosen).Any(change => !change.IsChosen);
                (field.Obstacle is not null).ShouldBe(isOvertaken, $"{key} tells what came in between: {why}");
            }
            else if (field is not { Verdict: UndoVerdict.Back } && !IsTold(key, said, wasCreated))
            {
                after.GetValueOrDefault(key).ShouldBe(now.GetValueOrDefault(key), $"{key} must stay: {why}");
            }

            if (field is null && own.Exists(change => change.IsChosen))
            {
                IsExplained(key, account, said).ShouldBeTrue($"{key} was changed, and nothing is said of it: {why}");
            }
        }

        if (said.TryGetValue("EmailConfirmed", out var confirmed) && confirmed.Verdict == UndoVerdict.Back)
        {
            // It was confirmed at some time, when the address was the one that it is now.
            states
                .Exists(state =>
                    state.Value.ContainsKey("EmailConfirmed")
                    && state.Value.GetValueOrDefault("Field:Email") == after.GetValueOrDefault("Field:Email")
                )
                .ShouldBeTrue(why);
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
        || (key == "PhoneConfirmed" && said.GetValueOrDefault("Field:PhoneNumber") is { Verdict: UndoVerdict.Back })
        || IsLostLock(key, said);

    // Enabling unlocks, and an invited account cannot be locked again: the preview says that the lock is lost.
    private static bool IsLostLock(string key, Dictionary<string, UndoField> said) =>
        key == "LockedUntil"
        && said.GetValueOrDefault(key) is { Verdict: UndoVerdict.Cannot, Why: { } why }
        && why.StartsWith("Enabling unlocks", StringComparison.Ordinal)
        && said.GetValueOrDefault("Disabled") is { Verdict: UndoVerdict.Back };

    // The account as a whole, an event that is final, or the field to which a confirmation belongs.
    private static bool IsExplained(string key, UndoAccount account, Dictionary<string, UndoField> said) =>
        said.ContainsKey("Account")
        || account.DisplayName is null
        || (key == "EmailConfirmed" && said.ContainsKey("Field:Email"))
        || (key == "PhoneConfirmed" && said.ContainsKey("Field:PhoneNumber"))
        || (
            key is "Disabled" or "Invited"
            && account.Fields.Any(field => field.Name.StartsWith("Event:Invit", StringComparison.Ordinal))
        );

    private static Dictionary<string, UndoField> Said(UndoAccount account) =>
        account
            .Fields.Where(field => !field.Name.StartsWith("Event:", StringComparison.Ordinal))
            .ToDictionary(field => field.Name);

    // Every change of every value since the first chosen event, found by looking at the account as of each event.
    private static Dictionary<string, List<(string? From, bool IsChosen)>> Changes(
        List<KeyValuePair<long, Dictionary<string, string>>> states,
        List<long> positions
    )
    {
        var changes = new Dictionary<string, List<(string? From, bool IsChosen)>>();
        var before = new Dictionary<string, string>();
        foreach (var (position, state) in states)
        {
            foreach (
                var key in position < positions.Min()
                    ? []
                    : before
                        .Keys.Union(state.Keys)
                        .Where(key => before.GetValueOrDefault(key) != state.GetValueOrDefault(key))
            )
            {
                if (!changes.TryGetValue(key, out var own))
                {
                    changes[key] = own = [];
                }

                own.Add((before.GetValueOrDefault(key), positions.Contains(position)));
            }

            before = state;
        }

        return changes;
    }

    private static async Task<List<KeyValuePair<long, Dictionary<string, string>>>> StatesAsync(
        TestHost host,
        string user
    )
    {
        var states = new List<KeyValuePair<long, Dictionary<string, string>>>();
        foreach (var position in Of(host.ReadLog(), user))
        {
            states.Add(new(position, await StateAsync(host, user, position)));
        }

        return states;
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
        var (seen, now) = (host.Tail(), host.Get<TimeProvider>().GetUtcNow());
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
            17 => new LockUser(user, now.AddHours(step.Value + 1)),
            18 => new UnlockUser(user),
            19 or 20 => new DisableUser(user),
            21 => new EnableUser(user),
            22 => new DeleteUser(user),
            23 => new RestoreUser(user),
            24 => new PurgeUser(user, $"user{step.User}"),
            25 => step.Value < 2 ? new InviteUser(user) : new RevokeInvitation(user),
            26 => new SetUserExpiry(user, step.Value == 0 ? null : now.AddDays(step.Value)),
            _ => new RequirePasswordChange(user),
        };
    }
}
