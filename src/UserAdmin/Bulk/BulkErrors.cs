using UserAdmin.Bulk.Commands;
using UserAdmin.Messaging;

namespace UserAdmin.Bulk;

/// <summary>Refusals that concern bulk actions.</summary>
public static class BulkErrors
{
    /// <summary>No bulk action has this id.</summary>
    public static Error NotFound { get; } =
        new("bulk.not-found", "There is no such bulk action. The address may be mistyped.");

    /// <summary>The id of the new bulk action is taken.</summary>
    public static Error IdTaken { get; } =
        new(
            "bulk.id-taken",
            "A bulk action with this id already exists. Send the command again with a new id.",
            nameof(StartBulkAction.BatchId)
        );

    /// <summary>It is none of the actions that do the same to many users.</summary>
    public static Error ActionUnknown { get; } = new("bulk.action-unknown", "Choose one of the bulk actions.");

    /// <summary>There is nothing left to cancel.</summary>
    public static Error Over { get; } =
        new("bulk.over", "This bulk action is already over, so there is nothing left to cancel.");

    /// <summary>Another process has already recorded these users.</summary>
    public static Error OutOfStep { get; } =
        new(
            "bulk.out-of-step",
            "The results for these users were already recorded. Read the progress of the bulk action, and "
                + "continue from there."
        );

    /// <summary>The person who started the action can no longer sign in.</summary>
    public static Error StarterGone { get; } =
        new(
            "bulk.starter-gone",
            "The person who started this can no longer sign in, so nothing more was changed in their name. "
                + "Start it again as somebody else."
        );

    /// <summary>The person who started the action no longer has the permission.</summary>
    public static Error StarterNotPermitted { get; } =
        new(
            "bulk.starter-not-permitted",
            "The person who started this no longer has the permission for it, so nothing more was changed "
                + "in their name. Start it again as somebody else."
        );

    /// <summary>The program failed several times on this user.</summary>
    public static Error Fault { get; } =
        new(
            "bulk.fault",
            "The program failed several times while changing this user. Nothing was changed; its output says more."
        );
}
