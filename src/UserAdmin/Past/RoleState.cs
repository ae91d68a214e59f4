using UserAdmin.Roles;

namespace UserAdmin.Past;

/// <summary>One role as it was at a moment. Its members are not part of it: the log is not kept by role.</summary>
public sealed record RoleState
{
    /// <summary>Whether the role existed.</summary>
    public Presence Presence { get; init; }

    /// <summary>The moment that the state is of: the one asked for, otherwise that of the last event.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Log position of the role's last event by then; 0 if there was none.</summary>
    public long Position { get; init; }

    /// <summary>The role, without the number of its members; null unless it existed.</summary>
    public RoleRow? Row { get; init; }
}
