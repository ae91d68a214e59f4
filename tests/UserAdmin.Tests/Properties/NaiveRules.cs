using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Properties;

/// <summary>The effect of each command on the naive directory.</summary>
internal static class NaiveRules
{
    /// <summary>Carries out a command; returns the reason for a refusal, and the number of events.</summary>
    /// <param name="directory">The directory that is changed.</param>
    /// <param name="command">The command.</param>
    /// <param name="sender">The sender.</param>
    /// <param name="access">The sender's permissions; null for all of them.</param>
    public static (string? Refusal, int Events) Apply(
        NaiveDirectory directory,
        ICommand command,
        Actor sender,
        HashSet<string>? access
    )
    {
        switch (command)
        {
            case CreateUser create:
                return Create(directory, create);
            case CreateRole create:
                return Create(directory, create, access);
            case SignIn signIn:
                return SignIn(directory, signIn);
            case DisableUser disable when disable.UserId == sender.Id:
                return ("users.oneself", 0);
        }

        var (userId, roleId) = Subjects(command);
        var account = directory.Accounts.GetValueOrDefault(userId);
        // A sender with every permission need not be compared.
        var holdsMore =
            account is not null
            && access is not null
            && access.Count < Permissions.All.Count
            && userId != sender.Id
            && !directory.PermissionsOf(account).IsSubsetOf(access);
        var refusal =
            account is null ? "users.not-found"
            : holdsMore ? "users.holds-more"
            : roleId is null ? null
            : !directory.Roles.TryGetValue(roleId, out var role) ? "roles.not-found"
            : access is not null && !access.IsSupersetOf(role.Permissions) ? "roles.grants-more"
            : null;
        return refusal is null ? Change(directory, account!, command, roleId) : (refusal, 0);
    }

    private static (string? Refusal, int Events) Change(
        NaiveDirectory directory,
        NaiveAccount account,
        ICommand command,
        string? roleId
    ) =>
        command switch
        {
            ChangeUserEmail c => Edit(
                directory,
                account,
                c.SeenVersion,
                ("Email", Typed.Of(c.Email, Typed.Emails).Stored)
            ),
            ChangeUserName c => Edit(
                directory,
                account,
                c.SeenVersion,
                ("UserName", Typed.Of(c.UserName, Typed.Names).Stored)
            ),
            ChangeUserPhone c => Edit(
                directory,
                account,
                c.SeenVersion,
                ("PhoneNumber", Typed.Of(c.PhoneNumber, Typed.Phones).Stored)
            ),
            UpdateUserProfile c => Edit(
                directory,
                account,
                c.SeenVersion,
                ("DisplayName", Typed.Of(c.DisplayName, Typed.DisplayNames).Stored),
                ("GivenName", Typed.Of(c.GivenName, Typed.Texts).Stored),
                ("FamilyName", c.FamilyName),
                ("JobTitle", c.JobTitle),
                ("Department", Typed.Of(c.Department, Typed.Texts).Stored),
                ("Locale", Typed.Of(c.Locale, Typed.Locales).Stored),
                ("TimeZone", c.TimeZone)
            ),
            DisableUser when directory.IsLastAdministrator(account) => ("users.last-administrator", 0),
            DisableUser => Done(account, !account.IsDisabled, () => account.IsDisabled = true),
            EnableUser => Done(
                account,
                account.IsDisabled,
                () => (account.IsDisabled, account.IsLocked, account.FailedSignIns) = (false, false, 0)
            ),
            AssignRole => Done(account, !account.Roles.Contains(roleId!), () => account.Roles.Add(roleId!)),
            RemoveRole
                when account.Roles.Contains(roleId!)
                    && roleId == directory.AdministratorRoleId
                    && directory.IsLastAdministrator(account) => ("users.last-administrator", 0),
            RemoveRole => Done(account, account.Roles.Contains(roleId!), () => account.Roles.Remove(roleId!)),
            _ => throw new NotSupportedException(command.GetType().Name),
        };

    private static (string? Refusal, int Events) Create(NaiveDirectory directory, CreateUser create)
    {
        var (name, email) = (
            Typed.Of(create.UserName, Typed.Names).Stored,
            Typed.Of(create.Email, Typed.Emails).Stored
        );
        var errors = new List<string>();
        if (directory.Accounts.ContainsKey(create.UserId))
        {
            errors.Add("users.id-taken");
        }

        if (directory.IsTaken("UserName", name, create.UserId))
        {
            errors.Add("users.user-name-taken");
        }

        if (directory.IsTaken("Email", email, create.UserId))
        {
            errors.Add("users.email-taken");
        }

        if (errors.Count > 0)
        {
            return (string.Join(' ', errors), 0);
        }

        directory.Accounts[create.UserId] = new NaiveAccount(create.UserId, create.Password is not null)
        {
            ["Email"] = email,
            ["UserName"] = name,
            ["PhoneNumber"] = Typed.Of(create.PhoneNumber, Typed.Phones).Stored,
            ["DisplayName"] = Typed.Of(create.DisplayName, Typed.DisplayNames).Stored,
            ["GivenName"] = Typed.Of(create.GivenName, Typed.Texts).Stored,
            ["FamilyName"] = create.FamilyName,
            ["JobTitle"] = create.JobTitle,
            ["Department"] = Typed.Of(create.Department, Typed.Texts).Stored,
            ["Locale"] = create.Locale,
            ["TimeZone"] = create.TimeZone,
        };
        return (null, 1);
    }

    private static (string? Refusal, int Events) Create(
        NaiveDirectory directory,
        CreateRole create,
        HashSet<string>? access
    )
    {
        var name = Typed.Of(create.Name, Typed.RoleNames).Stored!;
        var refusal =
            access is not null && !access.IsSupersetOf(create.RolePermissions) ? "roles.grants-more"
            : directory.Roles.ContainsKey(create.RoleId) ? "roles.id-taken"
            : directory.Roles.Values.Any(role => string.Equals(role.Name, name, StringComparison.OrdinalIgnoreCase))
                ? "roles.name-taken"
            : null;
        if (refusal is null)
        {
            directory.Roles[create.RoleId] = new NaiveRole(name, create.RolePermissions);
        }

        return (refusal, 1);
    }

    private static (string? Refusal, int Events) SignIn(NaiveDirectory directory, SignIn signIn)
    {
        if (directory.FindByEmail(signIn.Email) is not { IsDisabled: false, IsLocked: false } account)
        {
            return (null, 0);
        }

        if (account.HasPassword && signIn.Password == TestHost.Password)
        {
            account.FailedSignIns = 0;
            return (null, 1);
        }

        // The fifth failure locks the account, which is a second event.
        if (++account.FailedSignIns < 5)
        {
            return (null, 1);
        }

        (account.FailedSignIns, account.IsLocked) = (0, true);
        return (null, 2);
    }

    /// <summary>
    /// Merges field by field: a change by others since the version seen is kept if this edit leaves the field alone;
    /// otherwise the edit is refused.
    /// </summary>
    private static (string? Refusal, int Events) Edit(
        NaiveDirectory directory,
        NaiveAccount account,
        long seen,
        params (string Field, string? Value)[] wanted
    )
    {
        var clash = wanted.Any(edit =>
            account.ChangedSince(edit.Field, seen)
            && edit.Value != account.ValueAt(edit.Field, seen)
            && edit.Value != account.Logged(edit.Field)
        );
        if (clash)
        {
            return ("edit.stale", 0);
        }

        var changed = wanted.Where(edit => !account.ChangedSince(edit.Field, seen)).ToList();
        if (
            changed.Exists(edit =>
                edit.Field is "Email" or "UserName" && directory.IsTaken(edit.Field, edit.Value, account.Id)
            )
        )
        {
            return (changed[0].Field == "Email" ? "users.email-taken" : "users.user-name-taken", 0);
        }

        changed = changed.FindAll(edit => edit.Value != account[edit.Field]);
        return Done(account, changed.Count > 0, () => changed.ForEach(edit => account[edit.Field] = edit.Value));
    }

    private static (string? Refusal, int Events) Done(NaiveAccount account, bool isChange, Action change)
    {
        if (isChange)
        {
            change();
            account.Version = NaiveAccount.Pending;
        }

        return (null, isChange ? 1 : 0);
    }

    private static (string UserId, string? RoleId) Subjects(ICommand command) =>
        command switch
        {
            ChangeUserEmail c => (c.UserId, null),
            ChangeUserName c => (c.UserId, null),
            ChangeUserPhone c => (c.UserId, null),
            UpdateUserProfile c => (c.UserId, null),
            DisableUser c => (c.UserId, null),
            EnableUser c => (c.UserId, null),
            AssignRole c => (c.UserId, c.RoleId),
            RemoveRole c => (c.UserId, c.RoleId),
            _ => throw new NotSupportedException(command.GetType().Name),
        };
}
