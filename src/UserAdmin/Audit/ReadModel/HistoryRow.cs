using UserAdmin.EventLog;

namespace UserAdmin.Audit;

/// <summary>One event of the log in words: who did what to whom, when and why, with old and new values.</summary>
public sealed class HistoryRow
{
    /// <summary>Position in the event log.</summary>
    public long Position { get; internal set; }

    /// <summary>The subject of the event, such as a user or a role.</summary>
    public string SubjectId { get; internal set; } = "";

    /// <summary>When it happened, in UTC.</summary>
    public DateTimeOffset At { get; internal set; }

    /// <summary>Id of the acting user, or a fixed id for another kind of actor.</summary>
    public string ActorId { get; internal set; } = "";

    /// <summary>Name of the actor at that time.</summary>
    public string ActorName { get; internal set; } = "";

    /// <summary>What happened, in words and without the subject, such as “Email changed”.</summary>
    public string What { get; internal set; } = "";

    /// <summary>Type of the event, for icons and filters, such as <c>UserEmailChanged</c>.</summary>
    public string EventType { get; internal set; } = "";

    /// <summary>The reason, if the actor gave one.</summary>
    public string? Reason { get; internal set; }

    /// <summary>The bulk action or import it was part of, or null.</summary>
    public string? BatchId { get; internal set; }

    /// <summary>Whether the batch is an import. Not stored; set by queries.</summary>
    public bool IsOfImport { get; internal set; }

    /// <summary>What kind of thing the subject is. Not stored; set by queries.</summary>
    public HistorySubject SubjectKind { get; internal set; }

    /// <summary>
    /// The subject's name as of now; null if it is gone, or if the reader may not see it. Not stored; set by queries.
    /// </summary>
    public string? SubjectName { get; internal set; }

    /// <summary>
    /// Whether the name and the values of a person were left out, because the reader may not see them. Not stored; set
    /// by queries.
    /// </summary>
    public bool HidesPerson { get; internal set; }

    /// <summary>Whether somebody tried something and was refused.</summary>
    public bool IsRefused => RefusedTypes.Contains(EventType);

    /// <summary>IP address that the change came from, if known.</summary>
    public string? IpAddress { get; internal set; }

    /// <summary>The role that an account was given or lost; null for other events.</summary>
    internal string? RoleId { get; set; }

    /// <summary>The fields that changed, with old and new values.</summary>
    public IReadOnlyList<FieldChange> Changes => FieldChange.Parse(ChangesJson);

    /// <summary>The changes as stored.</summary>
    internal string ChangesJson { get; set; } = "";

    /// <summary>What happened, a line feed, and the reason; folded for searching.</summary>
    internal string Words { get; set; } = "";

    /// <summary>The types of events about refused attempts.</summary>
    internal static IReadOnlyList<string> RefusedTypes { get; } =
    [
        "UserSignInFailed",
        "UserSecondFactorFailed",
        "UserAttemptRefused",
        "UserPermissionRefused",
        "ApplicationAttemptRefused",
    ];
}

/// <summary>What an event happened to.</summary>
public enum HistorySubject
{
    /// <summary>Something without a page of its own, such as the policy.</summary>
    Other,

    /// <summary>An account.</summary>
    User,

    /// <summary>A role.</summary>
    Role,

    /// <summary>A bulk action.</summary>
    BulkAction,

    /// <summary>An import.</summary>
    Import,

    /// <summary>An application.</summary>
    Application,
}
