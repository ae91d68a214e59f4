using UserAdmin.EventLog;

namespace UserAdmin.Policies;

internal sealed record PolicyChanged(Policy Policy, IReadOnlyList<FieldChange> Changes) : IEvent, IChangesAccess
{
    /// <summary>What the policy is called among the subjects of events.</summary>
    public const string Subject = "policy";

    public string SubjectId => Subject;

    public string Describe() => "Policy changed";
}
