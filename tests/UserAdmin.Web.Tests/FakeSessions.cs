using UserAdmin.Account;
using UserAdmin.Roles;

namespace UserAdmin.Web.Tests;

/// <summary>Grace is signed in until a test says otherwise.</summary>
internal sealed class FakeSessions : ISessions
{
    public bool HasEnded { get; set; }

    public int Looks { get; private set; }

    public Task<Session?> FindAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Looks++;
        return Task.FromResult(HasEnded ? null : new Session(sessionId, "grace", "Grace Hopper", Permissions.All.Select(permission => permission.Name).ToHashSet(), "192.0.2.7"));
    }
}
