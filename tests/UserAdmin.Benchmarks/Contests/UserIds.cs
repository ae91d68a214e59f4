using Microsoft.Data.Sqlite;
using UserAdmin.Users;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>Users of the population, spread over all of it, in the same order in every run.</summary>
internal sealed class UserIds : IDisposable
{
    // Coprime to any round number of users: every user once before any twice.
    private const int Step = 7919;

    private readonly SqliteConnection _log;
    private readonly SqliteCommand _version;
    private readonly List<string> _ids;
    private int _next;

    public UserIds(RunningConsole console)
    {
        _log = console.OpenWrite();
        using var all = _log.Statement($"SELECT \"SubjectId\" FROM \"EventLog\" WHERE \"Type\" = '{nameof(UserCreated)}' ORDER BY \"Position\"");
        // Without the administrator, who asks.
        _ids = all.Rows().Skip(1).Select(row => (string)row[0]).ToList();
        _version = _log.Statement("SELECT MAX(\"Position\") FROM \"EventLog\" WHERE \"SubjectId\" = @id", "@id");
    }

    public string Next() => _ids[_next = (_next + Step) % _ids.Count];

    /// <summary>Log position of the user's last change.</summary>
    public long VersionOf(string id) => (long)_version.With(id).ExecuteScalar()!;

    public void Dispose()
    {
        _version.Dispose();
        _log.Dispose();
    }
}
