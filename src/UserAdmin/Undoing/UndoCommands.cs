using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;

namespace UserAdmin.Undoing;

/// <summary>Turns values that are to change back into the ordinary commands that set them.</summary>
internal static class UndoCommands
{
    /// <summary>Returns the kinds of commands that a value needs.</summary>
    public static IEnumerable<Type> Needed(UndoItem item, UndoTrace trace) =>
        item.Key.Part switch
        {
            UndoPart.Account => [typeof(DeleteUser)],
            UndoPart.Field when item.Key == UndoKey.Email => [typeof(ChangeUserEmail)],
            UndoPart.Field when item.Key == UndoKey.UserName => [typeof(ChangeUserName)],
            UndoPart.Field when item.Key == UndoKey.Phone => [typeof(ChangeUserPhone)],
            UndoPart.Field => [typeof(UpdateUserProfile)],
            UndoPart.EmailConfirmed => [typeof(ConfirmUserEmail)],
            UndoPart.Deleted => [item.Target is null ? typeof(RestoreUser) : typeof(DeleteUser)],
            UndoPart.Disabled => [item.Target is null ? typeof(EnableUser) : typeof(DisableUser)],
            UndoPart.Invited when trace.Now.ContainsKey(new(UndoPart.Disabled)) => [typeof(RevokeInvitation)],
            UndoPart.Invited => [typeof(RevokeInvitation), typeof(EnableUser)],
            UndoPart.LockedUntil => [item.Target is null ? typeof(UnlockUser) : typeof(LockUser)],
            UndoPart.ExpiresAt => [typeof(SetUserExpiry)],
            UndoPart.Role => [item.Target is null ? typeof(RemoveRole) : typeof(AssignRole)],
            UndoPart.Claim => [item.Target is null ? typeof(RemoveUserClaim) : typeof(AddUserClaim)],
            _ => [],
        };

    /// <summary>
    /// Returns the commands. A deleted account is restored first and an account that is to be disabled is disabled
    /// last, because the others are refused on it.
    /// </summary>
    public static IReadOnlyList<ICommand> Of(UndoTrace trace, UndoFacts facts, IReadOnlyList<UndoItem> items)
    {
        if (trace.Row is not { } row || items.Count == 0)
        {
            return [];
        }

        var (id, version) = (row.Id, trace.Version);
        var commands = new List<ICommand>();
        if (items.Any(item => item.Key.Part == UndoPart.Account))
        {
            return [new DeleteUser(id)];
        }

        if (Find(UndoPart.Deleted) is { Target: null })
        {
            commands.Add(new RestoreUser(id));
        }

        var wasDisabled = row.DisabledAt is not null;
        var isDisabled = Find(UndoPart.Disabled) is { } disabled ? disabled.Target is not null : wasDisabled;
        if (Find(UndoPart.Invited) is { Target: null })
        {
            commands.Add(new RevokeInvitation(id));
            wasDisabled = true;
        }

        if (wasDisabled && !isDisabled)
        {
            commands.Add(new EnableUser(id));
        }

        foreach (var item in items.Where(item => item.Key.Part is UndoPart.Field))
        {
            if (item.Key == UndoKey.Email)
            {
                commands.Add(new ChangeUserEmail(id, item.Target!, version));
            }
            else if (item.Key == UndoKey.UserName)
            {
                commands.Add(new ChangeUserName(id, item.Target!, version));
            }
            else if (item.Key == UndoKey.Phone)
            {
                commands.Add(new ChangeUserPhone(id, item.Target, version));
            }
        }

        if (Find(UndoPart.EmailConfirmed) is { Target: not null })
        {
            commands.Add(new ConfirmUserEmail(id));
        }

        if (Profile(row, version, items) is { } profile)
        {
            commands.Add(profile);
        }

        // Roles before those that are removed, so that an administrator is not without the role in between.
        commands.AddRange(Of(UndoPart.Role, added: true).Select(item => new AssignRole(id, item.Key.Name)));
        commands.AddRange(Of(UndoPart.Role, added: false).Select(item => new RemoveRole(id, item.Key.Name)));
        commands.AddRange(
            Of(UndoPart.Claim, added: false).Select(item => new RemoveUserClaim(id, item.Key.Name, item.Key.Item))
        );
        commands.AddRange(
            Of(UndoPart.Claim, added: true).Select(item => new AddUserClaim(id, item.Key.Name, item.Key.Item))
        );
        if (Find(UndoPart.ExpiresAt) is { } expiry)
        {
            commands.Add(new SetUserExpiry(id, UndoState.Moment(expiry.Target)));
        }

        var isInvited = row.InvitedAt is not null && Find(UndoPart.Invited) is not { Target: null };
        // Enabling unlocks, too, so a lock that is to stay is set again.
        var isUnlocked = wasDisabled && !isDisabled;
        var locked = Find(UndoPart.LockedUntil) is { } item1 ? UndoState.Moment(item1.Target) : row.LockedUntil;
        if (locked > facts.Now && (isUnlocked || locked != row.LockedUntil) && !isInvited)
        {
            commands.Add(new LockUser(id, locked.Value));
        }
        else if (!(locked > facts.Now) && row.LockedUntil > facts.Now && !isUnlocked)
        {
            commands.Add(new UnlockUser(id));
        }

        if (isDisabled && row.DisabledAt is null)
        {
            commands.Add(new DisableUser(id));
        }

        if (Find(UndoPart.Deleted) is { Target: not null })
        {
            commands.Add(new DeleteUser(id));
        }

        return commands;

        UndoItem? Find(UndoPart part) => items.FirstOrDefault(item => item.Key.Part == part);

        IEnumerable<UndoItem> Of(UndoPart part, bool added) =>
            items.Where(item => item.Key.Part == part && item.Target is not null == added);
    }

    // The command has the whole form, so the other fields get the values that they have.
    private static UpdateUserProfile? Profile(UserRow row, long version, IReadOnlyList<UndoItem> items)
    {
        var targets = items
            .Where(item =>
                item.Key.Part == UndoPart.Field
                && item.Key != UndoKey.Email
                && item.Key != UndoKey.UserName
                && item.Key != UndoKey.Phone
            )
            .ToDictionary(item => item.Key.Name, item => item.Target);
        if (targets.Count == 0)
        {
            return null;
        }

        var attributes = targets
            .Where(target => target.Key.StartsWith(AccountAttribute.Prefix, StringComparison.Ordinal))
            .Select(target => new AttributeValue(target.Key[AccountAttribute.Prefix.Length..], target.Value))
            .ToList();
        return new UpdateUserProfile(
            row.Id,
            targets.GetValueOrDefault(nameof(UserRow.DisplayName)) ?? row.DisplayName,
            version
        )
        {
            Attributes = attributes.Count == 0 ? null : attributes,
        }.WithDetails(field => targets.TryGetValue(field.Name, out var target) ? target : field.Editing!.Of(row));
    }
}
