using UserAdmin.EventLog;

namespace UserAdmin.Account;

/// <summary>Something that was tried in vain, in words and numbers.</summary>
internal interface IRefusedAttempt : IEvent
{
    /// <summary>What was tried and why it was refused.</summary>
    string What { get; }

    /// <summary>Where from, when known.</summary>
    string? FromAddress { get; }

    /// <summary>How often since the event before.</summary>
    int Count { get; }

    /// <summary>When it was tried last.</summary>
    DateTimeOffset LastAt { get; }

    /// <summary>The line in the history.</summary>
    internal static string Describe(IRefusedAttempt attempt) =>
        attempt.What
        + (attempt.Count == 1 ? "" : $", {attempt.Count} times")
        + (attempt.FromAddress is { } address ? $", from {address}" : "");
}

/// <summary>Somebody tried an address or a user name that no account has.</summary>
internal sealed record UnknownAccountTried(
    string? Typed,
    string What,
    string? FromAddress,
    int Count,
    DateTimeOffset LastAt
) : IRefusedAttempt, INotInHistory
{
    public string SubjectId => "sign-in";

    public string Describe() => IRefusedAttempt.Describe(this);
}

/// <summary>Somebody tried to get into an account that is shut.</summary>
internal sealed record UserAttemptRefused(
    string UserId,
    string What,
    string? FromAddress,
    int Count,
    DateTimeOffset LastAt
) : IRefusedAttempt
{
    public string SubjectId => UserId;

    public string Describe() => IRefusedAttempt.Describe(this);
}

/// <summary>The person tried something without the permission for it.</summary>
internal sealed record UserPermissionRefused(
    string UserId,
    string What,
    string? FromAddress,
    int Count,
    DateTimeOffset LastAt
) : IRefusedAttempt
{
    public string SubjectId => UserId;

    public string Describe() => IRefusedAttempt.Describe(this);
}
