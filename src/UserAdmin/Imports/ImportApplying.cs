using Microsoft.AspNetCore.Identity;
using UserAdmin.Account;
using UserAdmin.Policies;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;

namespace UserAdmin.Imports;

/// <summary>Applies the verdicts of one chunk of rows to accounts.</summary>
internal sealed class ImportApplying(
    WriteContext context,
    NewUsers newUsers,
    UserEditing editing,
    EmailChanging emails,
    Links links,
    PolicyReader policies,
    ILookupNormalizer normalizer,
    TimeProvider time
)
{
    private readonly List<User> _created = [];
    private readonly List<User> _toInvite = [];
    private readonly List<User> _changed = [];
    private readonly List<(User User, string Email)> _emails = [];
    private readonly List<User> _shut = [];
    private readonly List<IdentityUserRole<string>> _members = [];
    private readonly List<IdentityUserLogin<string>> _logins = [];
    private readonly List<IdentityUserToken<string>> _tokens = [];
    private Policy? _policy;
    private IReadOnlyList<AttributeValue> _defaults = [];

    /// <summary>Adds a row; refused and unchanged rows have no effect.</summary>
    public void Add(ImportedRow row, Judged judged)
    {
        if (judged.Verdict == ImportVerdict.Create)
        {
            Create(row, judged);
        }
        else if (judged.Verdict == ImportVerdict.Update)
        {
            Change(judged);
        }
    }

    /// <summary>Reads the policy, which applies to all rows.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        _policy = await policies.CurrentAsync(cancellationToken);
        _defaults = await AttributeDefaults.CompleteAsync(context, [], cancellationToken);
    }

    /// <summary>Stores all added rows in the open transaction.</summary>
    public async Task StoreAsync(ImportOptions options, CancellationToken cancellationToken)
    {
        foreach (var (user, email) in _emails)
        {
            await emails.ChangeAsync(user, email, cancellationToken);
        }

        foreach (var user in _changed)
        {
            await editing.KeepOwnSessionsAsync(user, cancellationToken);
        }

        // Changes are saved before new accounts, because a new account may take the old user name of a changed one.
        await context.SaveChangesAsync(cancellationToken);
        var invitations = new List<AccountLink>();
        foreach (var user in _shut)
        {
            await editing.EndAccessAsync(user, cancellationToken);
        }

        if (options.Invites)
        {
            foreach (var user in _toInvite.Where(user => !user.IsDisabled && !user.IsDeleted))
            {
                var link = links.Make(user, LinkPurpose.Invitation, _policy!);
                user.Invite(link, time.GetUtcNow());
                invitations.Add(link);
            }
        }

        await newUsers.StoreAsync(_created, _members, invitations, _logins, _tokens, cancellationToken);
    }

    private void Create(ImportedRow row, Judged judged)
    {
        var userId = judged.UserId!;
        var creation = row.Creation;
        var user = User.Create(
            userId,
            creation.UserName,
            creation.Email,
            UserProfile.Of(creation, time.GetUtcNow()),
            creation.PhoneNumber,
            row.PasswordHash,
            normalizer,
            _defaults is { Count: > 0 }
                ? [.. creation.Attributes ?? [], .. _defaults.Where(one => !IsGiven(creation, one.Name))]
                : creation.Attributes,
            row.Past
        );
        foreach (var role in judged.Roles)
        {
            user.RoleAssigned(role);
            _members.Add(new IdentityUserRole<string> { UserId = userId, RoleId = role.Id });
        }

        _logins.AddRange(row.Logins.Select(login => user.AddExternalLogin(login.Provider, login.Key, login.Provider)));
        if (row.TwoFactorSecret is { } secret)
        {
            _tokens.Add(SecondFactor.Import(user, secret));
        }

        ApplyState(user, judged.State);
        _created.Add(user);
        // Whoever has an external login can sign in with it at once, so there is nothing to invite to, as InviteUser
        // says, too. A person who had not answered an invitation elsewhere is invited again.
        if (row.PasswordHash is null && (row.Logins.Count == 0 || row.State is { State: UserState.Invited }))
        {
            _toInvite.Add(user);
        }
    }

    private static bool IsGiven(CreateUser creation, string attribute) =>
        (creation.Attributes ?? []).Any(given => given.Name == attribute && given.Value is not null);

    private void Change(Judged judged)
    {
        var user = judged.User!;
        foreach (var (field, _, to) in judged.Changes)
        {
            switch (field)
            {
                case nameof(User.Email):
                    _emails.Add((user, to!));
                    break;
                case nameof(User.UserName):
                    user.ChangeName(to!, normalizer);
                    break;
                case nameof(User.PhoneNumber):
                    user.ChangePhone(to);
                    break;
                case "Role":
                    var role = judged.Roles.First(role => role.Name == to);
                    context.Add(new IdentityUserRole<string> { UserId = user.Id, RoleId = role.Id });
                    user.RoleAssigned(role);
                    break;
            }
        }

        user.UpdateProfile(
            judged
                .Changes.Where(change =>
                    change.Field.StartsWith(AccountAttribute.Prefix, StringComparison.Ordinal)
                    || UserFields.Find(change.Field) is { Editing.InProfile: not null }
                )
                .Select(change => new KeyValuePair<string, string?>(change.Field, change.To))
        );
        if (ApplyState(user, judged.State))
        {
            _shut.Add(user);
        }

        _changed.Add(user);
    }

    /// <summary>
    /// Disables, deletes or locks an account, as the commands for one account do. Returns whether it did.
    /// </summary>
    private bool ApplyState(User user, ImportedState? state)
    {
        var now = time.GetUtcNow();
        switch (state)
        {
            case { State: UserState.Disabled }:
                user.Disable(now);
                break;
            case { State: UserState.Deleted }:
                user.Delete(now, now.AddDays(_policy!.RestoreDays));
                break;
            case { State: UserState.Locked, Until: { } until }:
                user.Lock(until.ToUniversalTime());
                break;
            default:
                return false;
        }

        return true;
    }
}
