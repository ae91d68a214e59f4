using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Fields;

namespace UserAdmin.Imports;

/// <summary>The verdict on a row.</summary>
/// <param name="Verdict">What the row does.</param>
/// <param name="UserId">The account it creates or changes, or null.</param>
/// <param name="Errors">Why the row is refused; empty otherwise.</param>
/// <param name="Changes">What the row changes on an existing account, field by field, roles last.</param>
/// <param name="User">That account, or null.</param>
internal sealed record Judged(
    ImportVerdict Verdict,
    string? UserId,
    IReadOnlyList<Error> Errors,
    IReadOnlyList<FieldChange> Changes,
    User? User
)
{
    /// <summary>The state that the account gets; null when it is left as it is.</summary>
    public ImportedState? State { get; init; }

    /// <summary>Whether it changes an account that holds permissions.</summary>
    public bool ChangesHolder { get; init; }

    /// <summary>The roles that the account gets.</summary>
    public IReadOnlyList<Role> Roles { get; init; } = [];

    public static Judged Refused(params IReadOnlyList<Error> errors) =>
        new(ImportVerdict.Refused, null, errors, [], null);
}

/// <summary>The person in whose name an import changes accounts, and what that person may do and give.</summary>
/// <param name="ActorId">The person.</param>
/// <param name="May">What that person may do now.</param>
/// <param name="Roles">The roles to give.</param>
/// <param name="RolesRefusal">Why they cannot be given, or null.</param>
/// <param name="Now">The current time.</param>
/// <param name="Administrators">The administrators who can sign in; an administrator whom a row disables, locks or
/// deletes is removed from the set.</param>
internal sealed record ImportActor(
    string ActorId,
    IReadOnlySet<string> May,
    IReadOnlyList<Role> Roles,
    Error? RolesRefusal,
    DateTimeOffset Now,
    HashSet<string> Administrators
);

/// <summary>
/// Decides what happens to a row, by the rules of the commands that create and change one account, in the same order.
/// The preview and the run both use it, so the run does what the preview promises. Rows must be judged in the file's
/// order, because a row may take a value that an earlier row gave up.
/// </summary>
internal sealed class ImportJudge(ImportOptions options, ImportActor actor, ImportFacts facts)
{
    private static readonly IReadOnlyList<UserField> _unique =
    [
        .. UserFields.Edited.Where(field => field.Editing!.IsUnique),
    ];

    /// <summary>Returns the verdict on a row, taking into account the rows judged before.</summary>
    /// <param name="row">The row.</param>
    /// <param name="newId">Key for a new account, unless the row has one.</param>
    public Judged Judge(ImportedRow row, string newId) =>
        row.Errors.Count > 0 ? Judged.Refused(row.Errors)
        : row.Key is not null && facts.Matches.TryGetValue(row.Key, out var user) ? JudgeEdit(row, user)
        : JudgeCreation(row, row.GivenId ?? newId);

    private Judged JudgeEdit(ImportedRow row, User user)
    {
        var refusal =
            !options.Updates ? ImportErrors.Exists
            : !actor.May.Contains(Permissions.UsersEdit) ? MessagingErrors.NotPermitted(Permissions.UsersEdit)
            : AccountRules.Change(
                AccountFacts.Of(user),
                facts.HoldMore.Contains(user.Id),
                evenDeleted: row.State?.State == UserState.Deleted
            ) ?? actor.RolesRefusal;
        var (roles, roleRefusals) = RolesOf(row);
        if (refusal is null && roleRefusals.Count > 0)
        {
            return Judged.Refused(roleRefusals);
        }

        if (refusal is not null)
        {
            return Judged.Refused(refusal);
        }

        var changes = new List<FieldChange>();
        foreach (var (field, value) in row.Edit)
        {
            if (Current(user, field) is var current && current != value)
            {
                changes.Add(new FieldChange(field, current, value));
            }
        }

        if (user.IsDeleted)
        {
            // The account is already deleted, as the file says. Its other fields are not changed while it is deleted.
            return new(ImportVerdict.Unchanged, user.Id, [], [], user);
        }

        var state = ImportStateRules.OfEdit(row, user, actor);
        if (state is not null)
        {
            changes.Add(
                new FieldChange(nameof(ImportField.State), ImportStateRules.TextOf(user, actor.Now), state.Words)
            );
        }

        List<Role> newRoles = [.. roles.Where(role => !facts.Members.Contains((user.Id, role.Id)))];
        if (changes.Count + newRoles.Count > 0 && user.Id == actor.ActorId)
        {
            return Judged.Refused(ImportErrors.OwnAccount);
        }

        if (state is not null && ImportStateRules.Refusal(state, user, actor) is { } notThisState)
        {
            return Judged.Refused(notThisState);
        }

        var taken = changes
            .Select(change => facts.Taken.Refusal(change.Field, change.To, user.Id))
            .OfType<Error>()
            .ToList();
        if (taken.Count > 0)
        {
            return Judged.Refused(taken);
        }

        foreach (var (field, from, to) in changes)
        {
            if (UniqueValues.IsUnique(field))
            {
                facts.Taken.Free(field, from);
                facts.Taken.Take(field, to, user.Id);
            }
        }

        changes.AddRange(newRoles.Select(role => new FieldChange("Role", null, role.Name)));
        if (state is not null)
        {
            actor.Administrators.Remove(user.Id);
        }

        return new(changes.Count > 0 ? ImportVerdict.Update : ImportVerdict.Unchanged, user.Id, [], changes, user)
        {
            State = state,
            Roles = newRoles,
            ChangesHolder = changes.Count > 0 && facts.Holders.Contains(user.Id),
        };
    }

    private Judged JudgeCreation(ImportedRow row, string userId)
    {
        var refusal =
            !options.Creates ? ImportErrors.NoMatch
            // Without its key the row would create a new account each time the file is imported. Only our own id may be
            // missing, because it is known only afterwards.
            : row.Key is null && options.MatchOn != ImportField.Id ? ImportErrors.KeyMissing
            : !actor.May.Contains(Permissions.UsersCreate) ? MessagingErrors.NotPermitted(Permissions.UsersCreate)
            : actor.RolesRefusal;
        var state = ImportStateRules.OfCreation(row, options, actor.Now);
        refusal ??= state is null ? null : ImportStateRules.Refusal(state, null, actor);
        if (refusal is not null)
        {
            return Judged.Refused(refusal);
        }

        var creation = row.Creation;
        var (roles, roleRefusals) = RolesOf(row);
        List<Error> errors =
        [
            .. row.CreationErrors,
            .. roleRefusals,
            .. facts.Foreign.Contains(userId) ? [UserErrors.IdTaken] : Array.Empty<Error>(),
            .. _unique
                .Select(field => facts.Taken.Refusal(field.Name, field.Editing!.Of(creation), userId))
                .OfType<Error>(),
            .. row.Logins.Where(facts.Logins.Contains).Select(login => ImportErrors.LoginTaken(login.Provider)),
        ];
        if (errors.Count > 0)
        {
            return Judged.Refused(errors);
        }

        foreach (var field in _unique)
        {
            facts.Taken.Take(field.Name, field.Editing!.Of(creation), userId);
        }

        facts.Logins.UnionWith(row.Logins);
        return new(
            ImportVerdict.Create,
            userId,
            [],
            [
                .. state is null ? [] : new[] { new FieldChange(nameof(ImportField.State), null, state.Words) },
                .. roles.Except(actor.Roles).Select(role => new FieldChange("Role", null, role.Name)),
            ],
            null
        )
        {
            State = state,
            Roles = roles,
        };
    }

    /// <summary>Returns the roles of everybody and of the row, and why some of the row's cannot be given.</summary>
    private (IReadOnlyList<Role> Roles, IReadOnlyList<Error> Refusals) RolesOf(ImportedRow row)
    {
        if (row.RoleNames.Count == 0)
        {
            return (actor.Roles, []);
        }

        var named = row.RoleNames.Select(name => facts.Named[name]).ToList();
        return (
            [
                .. actor
                    .Roles.Concat(named.Select(one => one.Role).OfType<Role>())
                    .DistinctBy(role => role.NormalizedName),
            ],
            [.. named.Select(one => one.Refusal).OfType<Error>().Distinct()]
        );
    }

    private static string? Current(User user, string field) =>
        field switch
        {
            nameof(User.Email) => user.Email,
            nameof(User.UserName) => user.UserName,
            nameof(User.PhoneNumber) => user.PhoneNumber,
            _ when field.StartsWith(AccountAttribute.Prefix, StringComparison.Ordinal) => user[field] as string,
            _ => user.Profile[field],
        };
}
