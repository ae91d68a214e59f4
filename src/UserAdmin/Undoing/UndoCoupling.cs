using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Undoing;

/// <summary>Values that go together: an account and all of it, an address and its confirmation.</summary>
internal sealed class UndoCoupling(UndoItems items, UndoTrace trace, UndoFacts facts)
{
    private bool MayTrust => facts.May.Contains(Permissions.UsersPasswords) || trace.Row!.Id == facts.ActorId;

    /// <summary>Adds, blocks or leaves out what goes with another value.</summary>
    public void Couple()
    {
        if (trace.Row is null)
        {
            // Whoever wanted the account away has it; everything else of it is final.
            var isCreated = items.Find(UndoPart.Account) is { Target: null };
            items.RemoveAll(item => item.Label is null);
            if (!isCreated && items.All.All(item => item.Why != UndoReasons.Purged))
            {
                items.Add(new UndoItem(default, null, null) { Label = "Account" }.Block(UndoReasons.Purged));
            }
            else if (isCreated)
            {
                items.Add(new UndoItem(new(UndoPart.Account), null, null).Stays("The account is gone already."));
            }

            return;
        }

        if (items.Find(UndoPart.Account) is { } account)
        {
            CoupleCreation(account);
            return;
        }

        CoupleEmail();
        if (items.Find(UndoKey.Phone) is { } phone)
        {
            var wasConfirmed =
                phone.Verdict == UndoVerdict.Back
                && items.Beginning(phone).Before.ContainsKey(new(UndoPart.PhoneConfirmed));
            items.RemoveAll(item => item.Key.Part == UndoPart.PhoneConfirmed && item.Label is null);
            if (wasConfirmed)
            {
                items.Add(
                    new UndoItem(new(UndoPart.PhoneConfirmed), null, null).Block(
                        "The number was confirmed, which only another application can do again."
                    )
                );
            }
        }

        if (trace.Row.DeletedAt is not null && items.Find(UndoPart.Deleted) is not { Verdict: UndoVerdict.Back })
        {
            var deleted = trace.Changes.GetValueOrDefault(new(UndoPart.Deleted))?[^1].Obstacle;
            items.Replace(
                items.Returning,
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
        var later = trace
            .Changes.Values.SelectMany(changes => changes)
            .Where(change => !change.IsChosen)
            .MaxBy(change => change.Record.Position);
        items.RemoveAll(item => item != account && (item.Label is null || item.Verdict == UndoVerdict.Nothing));
        if (account.Verdict != UndoVerdict.Back)
        {
            return;
        }

        if (trace.Row!.DeletedAt is not null)
        {
            account.Stays("The account is deleted already.");
        }
        else if (later is not null)
        {
            items.Replace(
                [account],
                item => new UndoItem(item.Key, item.Now, null) { Obstacle = later.Obstacle }.Block(null)
            );
        }
        else
        {
            items.RemoveAll(item => item != account);
        }
    }

    // Whether an address is confirmed belongs to the address.
    private void CoupleEmail()
    {
        var confirmed = items.Find(UndoPart.EmailConfirmed);
        if (items.Find(UndoKey.Email) is { Verdict: not UndoVerdict.Nothing } email)
        {
            items.RemoveAll(item => item == confirmed);
            if (email.Verdict == UndoVerdict.Back)
            {
                if (WasConfirmed(items.Beginning(email)))
                {
                    var again = new UndoItem(new(UndoPart.EmailConfirmed), null, "yes");
                    items.Add(
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
            && items.Beginning(confirmed).Before.GetValueOrDefault(UndoKey.Email)
                != trace.Now.GetValueOrDefault(UndoKey.Email)
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
                trace
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
}
