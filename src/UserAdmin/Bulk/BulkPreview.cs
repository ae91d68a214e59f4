using UserAdmin.Messaging;
using UserAdmin.Users;

namespace UserAdmin.Bulk;

/// <summary>What a bulk action would do, shown before it is started.</summary>
/// <param name="WillChange">How many would change.</param>
/// <param name="AlreadySo">How many are already in the wanted state.</param>
/// <param name="Blocked">How many would be refused.</param>
/// <param name="Reasons">Why those would be refused, the most frequent reason first.</param>
/// <param name="Page">The requested page of users, in the action's order.</param>
public sealed record BulkPreview(
    int WillChange,
    int AlreadySo,
    int Blocked,
    IReadOnlyList<BulkReason> Reasons,
    Page<BulkPreviewRow> Page
)
{
    /// <summary>The number of users in the action.</summary>
    public int Total => WillChange + AlreadySo + Blocked;

    /// <summary>Returns how many users have a verdict.</summary>
    /// <param name="verdict">The verdict; null for all.</param>
    public int Count(BulkVerdict? verdict) =>
        verdict switch
        {
            null => Total,
            BulkVerdict.WillChange => WillChange,
            BulkVerdict.AlreadySo => AlreadySo,
            _ => Blocked,
        };
}

/// <summary>A reason why users would be refused.</summary>
/// <param name="Reason">The reason, as a sentence.</param>
/// <param name="Count">How many users have it.</param>
public sealed record BulkReason(string Reason, int Count);

/// <summary>What the action would do to one user.</summary>
/// <param name="UserId">The user.</param>
/// <param name="DisplayName">The user's name, or null if there is no such user.</param>
/// <param name="Email">The user's email, or null.</param>
/// <param name="State">The account's state, or null.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">Why it would be refused; null otherwise.</param>
public sealed record BulkPreviewRow(
    string UserId,
    string? DisplayName,
    string? Email,
    UserState? State,
    BulkVerdict Verdict,
    string? Reason
);

/// <summary>What the action would do to one user.</summary>
public enum BulkVerdict
{
    /// <summary>Would change.</summary>
    WillChange,

    /// <summary>Is already in the wanted state.</summary>
    AlreadySo,

    /// <summary>Would be refused.</summary>
    Blocked,
}
