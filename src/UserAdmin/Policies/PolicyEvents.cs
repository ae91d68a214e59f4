using UserAdmin.EventLog;

namespace UserAdmin.Policies;

internal sealed record PolicyChanged(Policy Policy, IReadOnlyList<FieldChange> Changes) : IEvent, IChangesAnyAccess
{
    /// <summary>The policy's subject id in events.</summary>
    public const string Subject = "policy";

    public string SubjectId => Subject;

    public string Describe() => "Policy changed";
}
