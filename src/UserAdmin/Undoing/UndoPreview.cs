using UserAdmin.Messaging;
using UserAdmin.Past;
using UserAdmin.Users;

namespace UserAdmin.Undoing;

/// <summary>What an undo would do, account by account.</summary>
/// <param name="Back">How many accounts change back completely.</param>
/// <param name="Partly">How many accounts change back in part.</param>
/// <param name="Nothing">How many accounts are already as they were.</param>
/// <param name="Cannot">How many accounts cannot change back.</param>
/// <param name="Page">The requested page of accounts.</param>
/// <param name="UpTo">Log position of the newest chosen event.</param>
/// <param name="Events">The number of chosen events of accounts.</param>
/// <param name="OtherEvents">How many chosen events are not about accounts: about roles, the policy, and so on.</param>
public sealed record UndoPreview(
    int Back,
    int Partly,
    int Nothing,
    int Cannot,
    Page<UndoAccount> Page,
    long UpTo,
    int Events,
    int OtherEvents
)
{
    /// <summary>The number of accounts.</summary>
    public int Total => Back + Partly + Nothing + Cannot;

    /// <summary>How many accounts would change.</summary>
    public int WillChange => Back + Partly;

    /// <summary>Returns how many accounts have a verdict.</summary>
    /// <param name="verdict">The verdict; null for all.</param>
    public int Count(UndoVerdict? verdict) =>
        verdict switch
        {
            null => Total,
            UndoVerdict.Back => Back,
            UndoVerdict.Partly => Partly,
            UndoVerdict.Nothing => Nothing,
            _ => Cannot,
        };
}

/// <summary>What an undo would do to an account, or to one field of it.</summary>
public enum UndoVerdict
{
    /// <summary>Changes back.</summary>
    Back,

    /// <summary>Changes back in part.</summary>
    Partly,

    /// <summary>Is already as it was, or nothing was changed.</summary>
    Nothing,

    /// <summary>Cannot change back.</summary>
    Cannot,
}

/// <summary>One account of an undo.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="DisplayName">The name; null if the account was removed for good.</param>
/// <param name="Email">The email address, or null.</param>
/// <param name="State">The account's state now, or null.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Fields">What changes back, what stands as it was, and what cannot.</param>
/// <param name="Notes">What the undo does besides, and what has happened and stays, such as mail.</param>
public sealed record UndoAccount(
    string UserId,
    string? DisplayName,
    string? Email,
    UserState? State,
    UndoVerdict Verdict,
    IReadOnlyList<UndoField> Fields,
    IReadOnlyList<string> Notes
);

/// <summary>One field of an account that the chosen events have changed.</summary>
/// <param name="Name">A stable name, unique within the account.</param>
/// <param name="Label">The words for people.</param>
/// <param name="Verdict">The verdict; never <see cref="UndoVerdict.Partly"/>.</param>
/// <param name="Now">The value now; null for none, or if it may not be seen.</param>
/// <param name="Back">The value that it gets back; null for none.</param>
/// <param name="Why">Why it cannot change back, as a sentence; otherwise null.</param>
/// <param name="Obstacle">The later change that stands in the way, or that was in between; otherwise null.</param>
public sealed record UndoField(
    string Name,
    string Label,
    UndoVerdict Verdict,
    ComparedValue? Now,
    ComparedValue? Back,
    string? Why,
    UndoObstacle? Obstacle
);

/// <summary>A change that nobody asked to undo, which came after one that is to be undone.</summary>
/// <param name="Position">Its log position.</param>
/// <param name="ActorName">Who made it.</param>
/// <param name="At">When it was made, in UTC.</param>
/// <param name="What">What happened, in words.</param>
public sealed record UndoObstacle(long Position, string ActorName, DateTimeOffset At, string What);
