using UserAdmin.Account;

namespace UserAdmin.Web.Tests;

/// <summary>Grace is signed in until a test says otherwise.</summary>
internal sealed class FakeSessions : ISessions
{
    public bool HasEnded { get; set; }

    /// <summary>What Grace may do, as the write side has it.</summary>
    public IEnumerable<string> Permissions { get; set; } =
    [.. UserAdmin.Roles.Permissions.All.Select(permission => permission.Name)];

    /// <summary>What happens to those who look; nothing, normally.</summary>
    public Exception? Fault { get; set; }

    public int Looks { get; private set; }

    public Task<Session?> FindAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Looks++;
        if (Fault is not null)
        {
            return Task.FromException<Session?>(Fault);
        }

        return Task.FromResult(
            HasEnded ? null : new Session(sessionId, "grace", "Grace Hopper", Permissions.ToHashSet(), "192.0.2.7")
        );
    }
}
