using UserAdmin.EventLog;
using UserAdmin.Projections;

namespace UserAdmin.Following;

/// <summary>
/// Asks for a comparison with the log: of everything, because something may have changed that no trigger has seen, or
/// of accounts and roles that somebody has opened and that differ.
/// </summary>
internal sealed class ReconciliationSignal : WorkSignal
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _users = [];
    private readonly HashSet<string> _roles = [];
    private bool _isEverything;

    /// <summary>Asks for a comparison of everything.</summary>
    public void AskForEverything()
    {
        lock (_lock)
        {
            _isEverything = true;
        }

        Wake();
    }

    /// <summary>Asks for a comparison of an account or a role.</summary>
    public void Ask(string subjectId, bool isRole)
    {
        lock (_lock)
        {
            (isRole ? _roles : _users).Add(subjectId);
        }

        Wake();
    }

    /// <summary>Returns what was asked for since the last call.</summary>
    public (bool IsEverything, string[] UserIds, string[] RoleIds) Take()
    {
        lock (_lock)
        {
            (bool, string[], string[]) taken = (_isEverything, [.. _users], [.. _roles]);
            _isEverything = false;
            _users.Clear();
            _roles.Clear();
            return taken;
        }
    }

    /// <inheritdoc/>
    protected override void Followed(EventRecord record) { }
}
