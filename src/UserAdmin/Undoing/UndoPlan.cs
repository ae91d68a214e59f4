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
    private readonly UndoItems _items;
    private readonly List<string> _mails = [];

    private UndoPlan(UndoTrace trace, UndoFacts facts) => (_trace, _facts, _items) = (trace, facts, new(trace));

    /// <summary>The values that the chosen events have changed, and the events that cannot be undone.</summary>
    public IReadOnlyList<UndoItem> Items => _items.All;

    /// <summary>What is done besides, and what stays.</summary>
    public IReadOnlyList<string> Notes =>
        [
            .. _items.Find(UndoPart.Account) is { Verdict: UndoVerdict.Back }
                ? ["The account is deleted; it can be restored until it is removed for good."]
                : Array.Empty<string>(),
            .. _items.Find(UndoKey.Email) is { Verdict: UndoVerdict.Back }
                ? [$"The person's sessions end, and {_trace.Row!.Email} gets a notice that the address changed."]
                : Array.Empty<string>(),
            .. _mails,
        ];

    /// <summary>The values that change back and that no other account may have.</summary>
    public IEnumerable<UndoItem> Unique =>
        _items.Returning.Where(item =>
            item is { Key.Part: UndoPart.Field, Target: not null }
            && Users.Fields.UserFields.Find(item.Key.Name) is { Editing.IsUnique: true }
        );

    public UndoVerdict Verdict =>
        _items.Returning.Any()
            ? Items.Any(item => item.Verdict == UndoVerdict.Cannot || item is { Obstacle: not null })
                ? UndoVerdict.Partly
                : UndoVerdict.Back
            : Items.Any(item => item.Verdict == UndoVerdict.Cannot)
                ? UndoVerdict.Cannot
                : UndoVerdict.Nothing;

    /// <summary>Plans the undo of the chosen events of an account.</summary>
    public static UndoPlan Of(UndoTrace trace, UndoFacts facts)
    {
        var plan = new UndoPlan(trace, facts);
        UndoComparison.Compare(plan._items, trace, facts);
        plan.Explain();
        new UndoCoupling(plan._items, trace, facts).Couple();
        new UndoRefusals(plan._items, trace, facts).Judge();
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
        Items
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
    public IReadOnlyList<ICommand> Commands() => UndoCommands.Of(_trace, _facts, [.. _items.Returning]);

    private void Explain()
    {
        foreach (var (record, @event) in _trace.Chosen)
        {
            if (UndoReasons.Of(@event) is { } reason)
            {
                var item = new UndoItem(default, null, null) { Label = @event.Describe() };
                if (!Items.Any(other => other.Label == item.Label && other.Why == reason.Why))
                {
                    _items.Add(reason.IsRecord ? item.Stays(reason.Why) : item.Block(reason.Why));
                }

                foreach (var undone in Items.Where(other => other.Label is null && ComesFrom(other, record.Position)))
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
            && Items.Any(other => other.Label is not null && other.Why == item.Why)
        );
    }

    private bool ComesFrom(UndoItem item, long position) =>
        item.Verdict == UndoVerdict.Back
        && item.Key.Part is UndoPart.Disabled or UndoPart.Invited or UndoPart.Account
        && _trace.Changes[item.Key].FindLast(change => change.IsChosen)?.Record.Position == position;

    // An address that stays must not be confirmed because another one was.
    private void Settle()
    {
        if (_items.Find(UndoKey.Email) is { Verdict: UndoVerdict.Cannot })
        {
            _items.RemoveAll(item => item.Key.Part == UndoPart.EmailConfirmed && item.Label is null);
        }

        if (_items.Find(UndoKey.Phone) is { Verdict: UndoVerdict.Cannot })
        {
            _items.RemoveAll(item => item.Key.Part == UndoPart.PhoneConfirmed && item.Label is null);
        }
    }
}
