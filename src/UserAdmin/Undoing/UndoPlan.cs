using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Undoing;

/// <summary>
/// What undoing some events would do to one account, value by value (decision 89). The preview shows it; the command
/// makes it again from the log as it is then, so that a change in between stands in the way and is not overwritten.
/// </summary>
internal sealed class UndoPlan
{
    private readonly UndoTrace _trace;
    private readonly UndoFacts _facts;
    private readonly List<UndoItem> _items = [];
    private readonly List<string> _mails = [];

    private UndoPlan(UndoTrace trace, UndoFacts facts) => (_trace, _facts) = (trace, facts);

    /// <summary>The values that the chosen events have changed, and the events that cannot be undone.</summary>
    public IReadOnlyList<UndoItem> Items => _items;

    /// <summary>What is done besides, and what stays.</summary>
    public IReadOnlyList<string> Notes =>
        [
            .. Find(UndoPart.Account) is { Verdict: UndoVerdict.Back }
                ? ["The account is deleted; it can be restored until it is removed for good."]
                : Array.Empty<string>(),
            .. Find(UndoKey.Email) is { Verdict: UndoVerdict.Back }
                ? [$"The person's sessions end, and {_trace.Row!.Email} gets a notice that the address changed."]
                : Array.Empty<string>(),
            .. _mails,
        ];

    /// <summary>The values that change back and that no other account may have.</summary>
    public IEnumerable<UndoItem> Unique =>
        Returning.Where(item =>
            item is { Key.Part: UndoPart.Field, Target: not null }
            && Users.Fields.UserFields.Find(item.Key.Name) is { Editing.IsUnique: true }
        );

    public UndoVerdict Verdict =>
        Returning.Any()
            ? _items.Any(item => item.Verdict == UndoVerdict.Cannot || item is { Obstacle: not null })
                ? UndoVerdict.Partly
                : UndoVerdict.Back
            : _items.Any(item => item.Verdict == UndoVerdict.Cannot)
                ? UndoVerdict.Cannot
                : UndoVerdict.Nothing;

    private IEnumerable<UndoItem> Returning => _items.Where(item => item.Verdict == UndoVerdict.Back);

    /// <summary>Plans the undo of the chosen events of an account.</summary>
    public static UndoPlan Of(UndoTrace trace, UndoFacts facts)
    {
        var plan = new UndoPlan(trace, facts);
        plan.Compare();
        plan.Explain();
        plan.Couple();
        plan.Judge();
        plan.Settle();
        return plan;
    }

    /// <summary>Leaves out a value that another account has, and says so.</summary>
    public void Block(UndoItem item, string why)
    {
        item.Block(why);
        Settle();
    }

    /// <summary>Returns why an account does not change back, or not completely, as sentences.</summary>
    public IEnumerable<string> Reasons() =>
        _items
            .Where(item => item.Verdict == UndoVerdict.Cannot || item.Obstacle is not null)
            .Select(item =>
            {
                var field = item.Shown(RoleName, maySeeClaims: false);
                return item.Obstacle is { } other
                    ? $"{field.Label}: {other.ActorName} has changed it since, at "
                        + $"{other.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC."
                    : $"{field.Label}: {item.Why}";
            })
            .Distinct();

    /// <summary>Returns the name of a role, as it is now or was last.</summary>
    public string RoleName(string roleId) =>
        _facts.Roles.GetValueOrDefault(roleId)?.Name ?? _trace.RoleNames.GetValueOrDefault(roleId) ?? "a role";

    /// <summary>Returns the ordinary commands that do it, in an order in which each is permitted.</summary>
    public IReadOnlyList<ICommand> Commands() => UndoCommands.Of(_trace, _facts, [.. Returning]);

    // What was set before a later change that stays is not touched: only the last of the chosen changes go back.
    private void Compare()
    {
        foreach (var (key, changes) in _trace.Changes)
        {
            var firstChosen = changes.FindIndex(change => change.IsChosen);
            if (firstChosen < 0 || key.Part is UndoPart.NewPassword)
            {
                continue;
            }

            var now = _trace.Now.GetValueOrDefault(key);
            var other = changes.FindLastIndex(change => !change.IsChosen);
            var wasOvertaken = other > firstChosen;
            if (IsSame(key, now, changes[firstChosen].From))
            {
                _items.Add(new UndoItem(key, now, changes[firstChosen].From).Stays());
            }
            else if (other == changes.Count - 1 || IsSame(key, now, changes[Math.Max(other + 1, firstChosen)].From))
            {
                _items.Add(
                    new UndoItem(key, now, changes[firstChosen].From) { Obstacle = changes[other].Obstacle }.Block(null)
                );
            }
            else
            {
                _items.Add(
                    new UndoItem(key, now, changes[Math.Max(other + 1, firstChosen)].From)
                    {
                        Obstacle = wasOvertaken ? changes[other].Obstacle : null,
                    }
                );
            }
        }
    }

    private void Explain()
    {
        foreach (var (record, @event) in _trace.Chosen)
        {
            if (UndoReasons.Of(@event) is { } reason)
            {
                var item = new UndoItem(default, null, null) { Label = @event.Describe() };
                if (!_items.Exists(other => other.Label == item.Label && other.Why == reason.Why))
                {
                    _items.Add(reason.IsRecord ? item.Stays(reason.Why) : item.Block(reason.Why));
                }

                foreach (var undone in _items.Where(other => other.Label is null && ComesFrom(other, record.Position)))
                {
                    undone.Block(reason.Why);
                }
            }

            if (UndoReasons.MailOf(@event) is { } mail && !_mails.Contains(mail))
            {
                _mails.Add(mail);
            }
        }

        // An event that cannot be undone speaks for the values that it has changed.
        _items.RemoveAll(item =>
            item is { Label: null, Verdict: UndoVerdict.Cannot, Obstacle: null }
            && _items.Any(other => other.Label is not null && other.Why == item.Why)
        );
    }

    private bool ComesFrom(UndoItem item, long position) =>
        item.Verdict == UndoVerdict.Back
        && item.Key.Part is UndoPart.Disabled or UndoPart.Invited or UndoPart.Account
        && _trace.Changes[item.Key].FindLast(change => change.IsChosen)?.Record.Position == position;

    private void Couple()
    {
        if (_trace.Row is null)
        {
            // Whoever wanted the account away has it; everything else of it is final.
            var isCreated = Find(UndoPart.Account) is { Target: null };
            _items.RemoveAll(item => item.Label is null);
            if (!isCreated && _items.TrueForAll(item => item.Why != UndoReasons.Purged))
            {
                _items.Add(new UndoItem(default, null, null) { Label = "Account" }.Block(UndoReasons.Purged));
            }
            else if (isCreated)
            {
                _items.Add(new UndoItem(new(UndoPart.Account), null, null).Stays("The account is gone already."));
            }

            return;
        }

        if (Find(UndoPart.Account) is { } account)
        {
            CoupleCreation(account);
            return;
        }

        CoupleEmail();
        if (Find(UndoKey.Phone) is { } phone)
        {
            var wasConfirmed =
                phone.Verdict == UndoVerdict.Back
                && Beginning(phone.Key, phone).Before.ContainsKey(new(UndoPart.PhoneConfirmed));
            _items.RemoveAll(item => item.Key.Part == UndoPart.PhoneConfirmed && item.Label is null);
            if (wasConfirmed)
            {
                _items.Add(
                    new UndoItem(new(UndoPart.PhoneConfirmed), null, null).Block(
                        "The number was confirmed, which only another application can do again."
                    )
                );
            }
        }

        if (_trace.Row.DeletedAt is not null && Find(UndoPart.Deleted) is not { Verdict: UndoVerdict.Back })
        {
            var deleted = _trace.Changes.GetValueOrDefault(new(UndoPart.Deleted))?[^1].Obstacle;
            Replace(
                Returning,
                item =>
                    new UndoItem(item.Key, item.Now, item.Target) { Obstacle = deleted }.Block(
                        deleted is null ? UserErrors.Deleted.Message : null
                    )
            );
        }
    }

    // What was filled in at the creation goes with the account; what others have done to it since would be lost.
    private void CoupleCreation(UndoItem account)
    {
        var later = _trace
            .Changes.Values.SelectMany(changes => changes)
            .Where(change => !change.IsChosen)
            .MaxBy(change => change.Record.Position);
        _items.RemoveAll(item => item != account && (item.Label is null || item.Verdict == UndoVerdict.Nothing));
        if (account.Verdict != UndoVerdict.Back)
        {
            return;
        }

        if (_trace.Row!.DeletedAt is not null)
        {
            account.Stays("The account is deleted already.");
        }
        else if (later is not null)
        {
            Replace(
                [account],
                item => new UndoItem(item.Key, item.Now, null) { Obstacle = later.Obstacle }.Block(null)
            );
        }
        else
        {
            _items.RemoveAll(item => item != account);
        }
    }

    // Whether an address is confirmed belongs to the address.
    private void CoupleEmail()
    {
        var confirmed = Find(UndoPart.EmailConfirmed);
        if (Find(UndoKey.Email) is { Verdict: not UndoVerdict.Nothing } email)
        {
            _items.RemoveAll(item => item == confirmed);
            if (email.Verdict == UndoVerdict.Back)
            {
                if (WasConfirmed(Beginning(email.Key, email)))
                {
                    var again = new UndoItem(new(UndoPart.EmailConfirmed), null, "yes");
                    _items.Add(
                        MayTrust
                            ? again
                            : again.Block(
                                "The address was confirmed. You may not confirm it, so the person has to do so again."
                            )
                    );
                }
            }
        }
        else if (confirmed is { Verdict: UndoVerdict.Back, Target: null })
        {
            confirmed.Block("That an address is confirmed cannot be taken back.");
        }
        else if (
            confirmed is { Verdict: UndoVerdict.Back }
            && Beginning(confirmed.Key, confirmed).Before.GetValueOrDefault(UndoKey.Email)
                != _trace.Now.GetValueOrDefault(UndoKey.Email)
        )
        {
            confirmed.Block("Another address was confirmed then.");
        }
    }

    // A confirmation that is undone too does not count, as far as it was one of the address that comes back.
    private bool WasConfirmed(UndoChange changed)
    {
        var key = new UndoKey(UndoPart.EmailConfirmed);
        var was = changed.Before.ContainsKey(key);
        foreach (
            var confirmed in Enumerable.Reverse(
                _trace
                    .Changes.GetValueOrDefault(key, [])
                    .Where(change => change.Record.Position < changed.Record.Position)
            )
        )
        {
            if (!confirmed.IsChosen || confirmed.Before.GetValueOrDefault(UndoKey.Email) != changed.From)
            {
                break;
            }

            was = confirmed.From is not null;
        }

        return was;
    }

    private void Judge()
    {
        foreach (var item in Returning.ToList())
        {
            if (Refusal(item) is { } refusal)
            {
                item.Block(refusal);
            }
        }

        if (Find(UndoPart.Disabled) is { Verdict: UndoVerdict.Back, Target: null } && _trace.Row is { } row)
        {
            var isInvited = row.InvitedAt is not null && Find(UndoPart.Invited) is not { Verdict: UndoVerdict.Back };
            var isLocked = row.LockedUntil > _facts.Now && isInvited;
            if (isLocked && Find(UndoPart.LockedUntil) is null)
            {
                _items.Add(
                    new UndoItem(new(UndoPart.LockedUntil), null, null).Block(
                        "Enabling unlocks the account, and an invited account cannot be locked."
                    )
                );
            }

            if (row.ExpiresAt <= _facts.Now && Find(UndoPart.ExpiresAt) is null)
            {
                _items.Add(
                    new UndoItem(
                        new(UndoPart.ExpiresAt),
                        _trace.Now.GetValueOrDefault(new(UndoPart.ExpiresAt)),
                        null
                    ).Block("It has passed, so it is removed; otherwise the account would expire again at once.")
                );
            }
        }
    }

    // An address that stays must not be confirmed because another one was.
    private void Settle()
    {
        if (Find(UndoKey.Email) is { Verdict: UndoVerdict.Cannot })
        {
            _items.RemoveAll(item => item.Key.Part == UndoPart.EmailConfirmed && item.Label is null);
        }

        if (Find(UndoKey.Phone) is { Verdict: UndoVerdict.Cannot })
        {
            _items.RemoveAll(item => item.Key.Part == UndoPart.PhoneConfirmed && item.Label is null);
        }
    }

    private string? Refusal(UndoItem item)
    {
        var refusal =
            _facts.HoldsMore ? UserErrors.HoldsMore
            : UndoCommands
                .Needed(item, _trace)
                .Select(Authorisation.PermissionOf)
                .FirstOrDefault(permission => !_facts.May.Contains(permission))
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
            case UndoPart.LockedUntil when UndoState.Moment(item.Target) > _facts.Now:
                return _trace.Row is { InvitedAt: not null } ? UserErrors.Invited.Message
                    : _trace.Row is { DisabledAt: not null }
                    && Find(UndoPart.Disabled) is not { Verdict: UndoVerdict.Back, Target: null }
                        ? UserErrors.Disabled.Message
                    : null;
            case UndoPart.ExpiresAt when UndoState.Moment(item.Target) <= _facts.Now:
                return "The moment at which it was to expire has passed.";
            case UndoPart.Role:
                return _facts.Roles.TryGetValue(item.Key.Name, out var role)
                    ? RoleGranting.Refusal(role.Permissions, _facts.May)?.Message
                    : "The role was deleted.";
            case UndoPart.Claim when UserClaims.IsReserved(item.Key.Name):
                return UserErrors.ClaimReserved.Message;
            case UndoPart.Field
                when item.Key.Name.StartsWith(AccountAttribute.Prefix, StringComparison.Ordinal)
                    && !_facts.Attributes.Any(attribute => attribute.Name == item.Key.Name && attribute.IsEditable):
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
            UndoPart.LockedUntil => UndoState.Moment(item.Target) > _facts.Now,
            UndoPart.ExpiresAt => item.Target is not null,
            UndoPart.Invited => false,
            UndoPart.Role => item.Target is null
                && _facts.Roles.GetValueOrDefault(item.Key.Name)?.IsAdministrator is true,
            _ => false,
        };

    private Error? Deactivation(UndoItem item) =>
        (item.Key.Part == UndoPart.Role ? null : AccountRules.NotOneself(_trace.Row!.Id, _facts.ActorId))
        ?? (_facts.IsLastAdministrator ? UserErrors.LastAdministrator : null);

    private bool MayTrust => _facts.May.Contains(Permissions.UsersPasswords) || _trace.Row!.Id == _facts.ActorId;

    private UndoItem? Find(UndoPart part) => _items.Find(item => item.Key.Part == part && item.Label is null);

    private UndoItem? Find(UndoKey key) => _items.Find(item => item.Key == key && item.Label is null);

    // The first of the chosen changes that go back.
    private UndoChange Beginning(UndoKey key, UndoItem item)
    {
        var changes = _trace.Changes[key];
        var other = changes.FindLastIndex(change => !change.IsChosen);
        return changes.Skip(item.Verdict == UndoVerdict.Back ? other + 1 : 0).First(change => change.IsChosen);
    }

    private void Replace(IEnumerable<UndoItem> items, Func<UndoItem, UndoItem> by)
    {
        foreach (var item in items.ToList())
        {
            _items[_items.IndexOf(item)] = by(item);
        }
    }

    // A lock that has run out is as good as none.
    private bool IsSame(UndoKey key, string? one, string? other) =>
        one == other || (key.Part == UndoPart.LockedUntil && !(IsAhead(one) || IsAhead(other)));

    private bool IsAhead(string? moment) => UndoState.Moment(moment) > _facts.Now;
}
