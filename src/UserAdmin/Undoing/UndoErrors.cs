using UserAdmin.Messaging;

namespace UserAdmin.Undoing;

/// <summary>Refusals that concern undoing.</summary>
public static class UndoErrors
{
    /// <summary>Code of <see cref="NotBack"/>.</summary>
    public const string NotBackCode = "undo.not-back";

    /// <summary>No event was named, or too many.</summary>
    public static Error BadSelection { get; } =
        new("undo.selection-invalid", "Choose a batch, a search, or 1 to 200 events of the history.");

    /// <summary>More accounts than one undo can take.</summary>
    public static Error TooMany { get; } =
        new(
            "undo.too-many",
            "These are more than 10,000 accounts or 50,000 events, which cannot be undone at once. Narrow the search, "
                + "for example by time or by what was done."
        );

    /// <summary>Many accounts are changed for a reason that nobody has told.</summary>
    public static Error ReasonMissing { get; } =
        new("undo.reason-missing", "Say why: the reason stays in the history of every account.", "Reason");

    /// <summary>Some of the events are not events of the account.</summary>
    public static Error NoSuchEvents { get; } =
        new("undo.no-such-events", "These events are not in the history of this account, so nothing was changed.");

    /// <summary>Nothing, or not everything, can change back.</summary>
    /// <param name="reasons">Why, as sentences.</param>
    public static Error NotBack(IEnumerable<string> reasons) => new(NotBackCode, string.Join(" ", reasons));
}
