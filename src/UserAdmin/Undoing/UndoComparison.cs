namespace UserAdmin.Undoing;

/// <summary>Compares what the chosen events have changed with how the account is now, value by value.</summary>
internal static class UndoComparison
{
    /// <summary>
    /// Adds each value that the chosen events have changed. What was set before a later change that stays is not touched:
    /// only the last of the chosen changes go back.
    /// </summary>
    public static void Compare(UndoItems items, UndoTrace trace, UndoFacts facts)
    {
        foreach (var (key, changes) in trace.Changes)
        {
            var firstChosen = changes.FindIndex(change => change.IsChosen);
            if (firstChosen < 0 || key.Part is UndoPart.NewPassword)
            {
                continue;
            }

            var now = trace.Now.GetValueOrDefault(key);
            var other = changes.FindLastIndex(change => !change.IsChosen);
            var wasOvertaken = other > firstChosen;
            if (IsSame(facts, key, now, changes[firstChosen].From))
            {
                items.Add(new UndoItem(key, now, changes[firstChosen].From).Stays());
            }
            else if (
                other == changes.Count - 1
                || IsSame(facts, key, now, changes[Math.Max(other + 1, firstChosen)].From)
            )
            {
                items.Add(
                    new UndoItem(key, now, changes[firstChosen].From) { Obstacle = changes[other].Obstacle }.Block(null)
                );
            }
            else
            {
                items.Add(
                    new UndoItem(key, now, changes[Math.Max(other + 1, firstChosen)].From)
                    {
                        Obstacle = wasOvertaken ? changes[other].Obstacle : null,
                    }
                );
            }
        }
    }

    // A lock that has run out is as good as none.
    private static bool IsSame(UndoFacts facts, UndoKey key, string? one, string? other) =>
        one == other || (key.Part == UndoPart.LockedUntil && !(IsAhead(facts, one) || IsAhead(facts, other)));

    private static bool IsAhead(UndoFacts facts, string? moment) => UndoState.Moment(moment) > facts.Now;
}
