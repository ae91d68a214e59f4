using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Roles;

namespace UserAdmin.Web.Tests.Api;

/// <summary>Applications of the program.</summary>
public sealed partial class ApiHost
{
    private static int _made;

    /// <summary>Makes an application and returns a client with its key.</summary>
    /// <param name="permissions">Its permissions; none for all.</param>
    public async Task<HttpClient> ApplicationAsync(params string[] permissions)
    {
        var id = Guid.CreateVersion7().ToString();
        var key = NewApplicationKey.Create();
        await SendAsync(
            new CreateApplication(
                id,
                $"Application {Interlocked.Increment(ref _made)}",
                "A test",
                permissions.Length > 0 ? permissions : [.. Permissions.All.Select(permission => permission.Name)]
            )
            {
                RequestsPerMinute = ApplicationErrors.MostRequestsPerMinute,
            }
        );
        await SendAsync(new AddApplicationKey(id, key.KeyId, key.Key, "Test"));
        return Client(key.Key);
    }
}
