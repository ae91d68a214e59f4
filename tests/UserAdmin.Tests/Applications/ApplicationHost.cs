using System.Net;
using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Applications.Queries;
using UserAdmin.Messaging;

namespace UserAdmin.Tests.Applications;

/// <summary>Steps that tests of applications share.</summary>
internal static class ApplicationHost
{
    /// <summary>Returns an application's row, up to date.</summary>
    public static async Task<ApplicationRow> GetApplicationAsync(this TestHost host, string id) =>
        (await host.AskAsync(new GetApplication(id))).Value.ShouldNotBeNull();

    /// <summary>Adds a key to an application and returns it.</summary>
    public static async Task<NewApplicationKey> AddKeyAsync(
        this TestHost host,
        string applicationId,
        DateTimeOffset? expiresAt = null,
        Actor? actor = null
    )
    {
        var key = NewApplicationKey.Create();
        await host.AcceptAsync(new AddApplicationKey(applicationId, key.KeyId, key.Key, "Server", expiresAt), actor);
        return key;
    }

    /// <summary>Returns what a key opens.</summary>
    public static async Task<ApplicationKeyAnswer> FindKeyAsync(
        this TestHost host,
        string key,
        string? address = "203.0.113.7"
    ) =>
        await host.Get<IApplicationKeys>()
            .FindAsync(key, address is null ? null : IPAddress.Parse(address), TestContext.Current.CancellationToken);

    /// <summary>Returns an update that changes nothing.</summary>
    public static UpdateApplication ToUpdate(this ApplicationRow row) =>
        new(
            row.Id,
            row.Name,
            row.Description.Length == 0 ? null : row.Description,
            row.OwnerId,
            row.AllowedAddresses,
            row.ExpiresAt,
            row.RequestsPerMinute,
            row.Version
        );
}
