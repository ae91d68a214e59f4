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

    /// <summary>There is nothing left to cancel.</summary>
    public static Error Over { get; } =
        new("bulk.over", "This bulk action is already over, so there is nothing left to cancel.");

    /// <summary>Another run of the same action got there first.</summary>
    public static Error OutOfStep { get; } =
        new(
            "bulk.out-of-step",
            "These users were recorded already. Read how far the bulk action is, and go on from there."
        );

    /// <summary>The person who started it lost the account meanwhile.</summary>
    public static Error StarterGone { get; } =
        new(
            "bulk.starter-gone",
            "The person who started this can no longer sign in, so nothing more was changed in their name. "
                + "Start it again as somebody else."
        );

    /// <summary>The person who started it lost the permission meanwhile.</summary>
    public static Error StarterNotPermitted { get; } =
        new(
            "bulk.starter-not-permitted",
            "The person who started this no longer has the permission for it, so nothing more was changed "
                + "in their name. Start it again as somebody else."
        );

    /// <summary>The program failed on this user, again and again.</summary>
    public static Error Fault { get; } =
        new(
            "bulk.fault",
            "The program failed while changing this user, several times. Nothing was changed; its output says more."
        );
}
