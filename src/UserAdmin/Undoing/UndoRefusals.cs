using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Undoing;

/// <summary>Asks of each value what the command that changes it back would answer.</summary>
internal sealed class UndoRefusals(UndoItems items, UndoTrace trace, UndoFacts facts)
{
    /// <summary>Blocks what would be refused, and says what enabling changes besides.</summary>
    public void Judge()
    {
        foreach (var item in items.Returning.ToList())
        {
            if (Refusal(item) is { } refusal)
            {
                item.Block(refusal);
            }
        }

        if (items.Find(UndoPart.Disabled) is { Verdict: UndoVerdict.Back, Target: null } && trace.Row is { } row)
        {
            var isInvited =
                row.InvitedAt is not null && items.Find(UndoPart.Invited) is not { Verdict: UndoVerdict.Back };
            var isLocked = row.LockedUntil > facts.Now && isInvited;
            if (isLocked && items.Find(UndoPart.LockedUntil) is null)
            {
                items.Add(
                    new UndoItem(new(UndoPart.LockedUntil), null, null).Block(
                        "Enabling unlocks the account, and an invited account cannot be locked."
                    )
                );
            }

            if (row.ExpiresAt <= facts.Now && items.Find(UndoPart.ExpiresAt) is null)
            {
                items.Add(
                    new UndoItem(
                        new(UndoPart.ExpiresAt),
                        trace.Now.GetValueOrDefault(new(UndoPart.ExpiresAt)),
                        null
                    ).Block("It has passed, so it is removed; otherwise the account would expire again at once.")
                );
            }
        }
    }

    private string? Refusal(UndoItem item)
    {
        var refusal =
            facts.HoldsMore ? UserErrors.HoldsMore
            : UndoCommands
                .Needed(item, trace)
                .Select(Authorisation.PermissionOf)
                .FirstOrDefault(permission => !facts.May.Contains(permission))
                is { } missing
                ? MessagingErrors.NotPermitted(missing)
            : Deactivates(item) ? Deactivation(item)
            : null;
        return refusal?.Message ?? Impossible(item);
    }

    private string? Impossible(UndoItem item)
    {
        switch (item.Key.Part)
        {
            case UndoPart.Invited when item.Target is not null:
                return UndoReasons.Invitation;
            case UndoPart.PhoneConfirmed:
                return "Only another application confirms phone numbers.";
            case UndoPart.LockedUntil when UndoState.Moment(item.Target) > facts.Now:
                return trace.Row is { InvitedAt: not null } ? UserErrors.Invited.Message
                    : trace.Row is { DisabledAt: not null }
                    && items.Find(UndoPart.Disabled) is not { Verdict: UndoVerdict.Back, Target: null }
                        ? UserErrors.Disabled.Message
                    : null;
            case UndoPart.ExpiresAt when UndoState.Moment(item.Target) <= facts.Now:
                return "The moment at which it was to expire has passed.";
            case UndoPart.Role:
                return facts.Roles.TryGetValue(item.Key.Name, out var role)
                    ? RoleGranting.Refusal(role.Permissions, facts.May)?.Message
                    : "The role was deleted.";
            case UndoPart.Claim when UserClaims.IsReserved(item.Key.Name):
                return UserErrors.ClaimReserved.Message;
            case UndoPart.Field
                when item.Key.Name.StartsWith(AccountAttribute.Prefix, StringComparison.Ordinal)
                    && !facts.Attributes.Any(attribute => attribute.Name == item.Key.Name && attribute.IsEditable):
                return "The application no longer has this column, or it cannot be changed here.";
            case UndoPart.Field
                when item.Target is null && Users.Fields.UserFields.Find(item.Key.Name)?.Editing?.IsRequired is true:
                return "There was no value, and every account needs one.";
            default:
                return null;
        }
    }

    private bool Deactivates(UndoItem item) =>
        item.Key.Part switch
        {
            UndoPart.Account => true,
            UndoPart.Deleted or UndoPart.Disabled => item.Target is not null,
            UndoPart.LockedUntil => UndoState.Moment(item.Target) > facts.Now,
            UndoPart.ExpiresAt => item.Target is not null,
            UndoPart.Invited => false,
            UndoPart.Role => item.Target is null
                && facts.Roles.GetValueOrDefault(item.Key.Name)?.IsAdministrator is true,
            _ => false,
        };

    private Error? Deactivation(UndoItem item) =>
        (item.Key.Part == UndoPart.Role ? null : AccountRules.NotOneself(trace.Row!.Id, facts.ActorId))
        ?? (facts.IsLastAdministrator ? UserErrors.LastAdministrator : null);
}
