using System.Text.Json;
using UserAdmin.EventLog;

namespace UserAdmin.Policies;

/// <summary>The policy as stored. One row.</summary>
internal sealed class PolicySettings : IRecordsEvents
{
    public int Id { get; set; } = 1;

    public string Json { get; set; } = "";

    public List<IEvent> Events { get; } = [];

    public void Change(Policy policy, IReadOnlyList<FieldChange> changes)
    {
        Json = JsonSerializer.Serialize(policy);
        Events.Add(new PolicyChanged(policy, changes));
    }
}
