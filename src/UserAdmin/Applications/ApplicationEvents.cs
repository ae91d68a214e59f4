using UserAdmin.Applications.Commands;
using UserAdmin.EventLog;

namespace UserAdmin.Applications;

/// <summary>Marks an event that may change what an application may do, and whether its keys open anything.</summary>
internal interface IChangesApplication : IChangesAnyAccess;

/// <summary>
/// Marks an event about something that belongs to an application, such as a webhook, with fields of its own.
/// </summary>
internal interface IOfApplicationPart : IEvent;

internal sealed record ApplicationCreated(
    string ApplicationId,
    ApplicationContent Content,
    IReadOnlyList<string> ApplicationPermissions
) : IBeginsSubject, IChangesApplication
{
    public string SubjectId => ApplicationId;

    public string Describe() => "Application created";

    public IReadOnlyList<FieldChange> Changes =>
        [
            .. Content
                .Fields.Where(one => one.Value is not null)
                .Select(one => new FieldChange(one.Key, null, one.Value)),
            .. ApplicationPermissions.Select(permission => new FieldChange("Permission", null, permission)),
        ];
}

internal sealed record ApplicationChanged(
    string ApplicationId,
    ApplicationContent Content,
    IReadOnlyList<FieldChange> Changes
) : IChangesApplication
{
    public string SubjectId => ApplicationId;

    public string Describe() =>
        Changes is [{ Field: nameof(UpdateApplication.Name) }] ? "Application renamed" : "Application changed";
}

internal sealed record ApplicationPermissionsChanged(
    string ApplicationId,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Removed,
    IReadOnlyList<string> All
) : IChangesApplication
{
    public string SubjectId => ApplicationId;

    public string Describe() =>
        (Added.Count, Removed.Count) switch
        {
            (_, 0) => "Permissions added",
            (0, _) => "Permissions removed",
            _ => "Permissions changed",
        };

    public IReadOnlyList<FieldChange> Changes =>
        [
            .. Removed.Select(permission => new FieldChange("Permission", permission, null)),
            .. Added.Select(permission => new FieldChange("Permission", null, permission)),
        ];
}

internal sealed record ApplicationDisabled(string ApplicationId) : IChangesApplication
{
    public string SubjectId => ApplicationId;

    public string Describe() => "Application disabled";
}

internal sealed record ApplicationEnabled(string ApplicationId) : IChangesApplication
{
    public string SubjectId => ApplicationId;

    public string Describe() => "Application enabled";
}

internal sealed record ApplicationDeleted(string ApplicationId, string Name) : IChangesApplication
{
    public string SubjectId => ApplicationId;

    public string Describe() => "Application deleted";

    public IReadOnlyList<FieldChange> Changes => [new(nameof(UpdateApplication.Name), Name, null)];
}

internal sealed record ApplicationOwnerRemoved(string ApplicationId, string OwnerId) : IEvent
{
    public string SubjectId => ApplicationId;

    public string Describe() => "Application kept without its owner, whose account was removed";

    public IReadOnlyList<FieldChange> Changes => [new(nameof(UpdateApplication.OwnerId), OwnerId, null)];
}

internal sealed record ApplicationKeyAdded(string ApplicationId, string KeyId, string Label, DateTimeOffset? ExpiresAt)
    : IChangesApplication
{
    public string SubjectId => ApplicationId;

    public string Describe() => "Key added";

    public IReadOnlyList<FieldChange> Changes =>
        [
            new("Key", null, ApplicationKeyRevoked.Name(KeyId, Label)),
            .. ExpiresAt is { } end
                ? [new("KeyExpiresAt", null, ApplicationContent.Text(end))]
                : Array.Empty<FieldChange>(),
        ];
}

internal sealed record ApplicationKeyRevoked(string ApplicationId, string KeyId, string Label) : IChangesApplication
{
    public string SubjectId => ApplicationId;

    public string Describe() => "Key revoked";

    public IReadOnlyList<FieldChange> Changes => [new("Key", Name(KeyId, Label), null)];

    public static string Name(string keyId, string label) => $"{label} ({keyId})";
}
