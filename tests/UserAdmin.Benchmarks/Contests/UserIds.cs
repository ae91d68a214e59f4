using Microsoft.Data.Sqlite;
using UserAdmin.Users;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>Picks users spread over the whole population, in the same order in every run.</summary>
internal sealed class UserIds : IDisposable
{
    // Coprime to any round number of users, so that every user comes once before any comes twice.
    private const int Step = 7919;

    private readonly SqliteConnection _log;
    private readonly SqliteCommand _version;
    private readonly List<string> _ids;
    private readonly HashSet<string> _inactive;
    private int _next;

    public UserIds(RunningConsole console)
    {
        _log = console.OpenWrite();
        using var all = _log.Statement(
            $"SELECT \"SubjectId\" FROM \"EventLog\" WHERE \"Type\" = '{nameof(UserCreated)}' ORDER BY \"Position\""
        );
        using var administrators = _log.Statement(
            "SELECT u.\"UserId\" FROM \"AspNetUserRoles\" u JOIN \"AspNetRoles\" r ON r.\"Id\" = "
                + "u.\"RoleId\" WHERE r.\"Name\" = 'Administrator'"
        );
        // Some changes to the last administrator are refused.
        var untouchable = administrators.Rows().Select(row => (string)row[0]).ToHashSet();
        _ids = all.Rows().Select(row => (string)row[0]).Where(id => !untouchable.Contains(id)).ToList();
        using var inactive = _log.Statement(
            "SELECT \"UserId\" FROM \"UserProfiles\" WHERE \"DisabledAt\" IS NOT NULL OR \"DeletedAt\" IS "
                + "NOT NULL OR \"InvitedAt\" IS NOT NULL"
        );
        _inactive = [.. inactive.Rows().Select(row => (string)row[0])];
        _version = _log.Statement("SELECT MAX(\"Position\") FROM \"EventLog\" WHERE \"SubjectId\" = @id", "@id");
    }

    public string Next() => _ids[_next = (_next + Step) % _ids.Count];

    /// <summary>Returns the next user whose account is open.</summary>
    public string NextOpen()
    {
        while (true)
        {
            if (Next() is var id && !_inactive.Contains(id))
            {
                return id;
            }
        }
    }

    /// <summary>Returns that many different users whose accounts are open, or all of them if there are fewer.</summary>
    public IReadOnlyList<string> Open(int most) => [.. _ids.Where(id => !_inactive.Contains(id)).Take(most)];

    /// <summary>Returns the log position of the user's last change.</summary>
    public long VersionOf(string id) => (long)_version.With(id).ExecuteScalar()!;

    public void Dispose()
    {
        _version.Dispose();
        _log.Dispose();
    }
}
