using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UserAdmin.Account.Commands;
using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Web.Api;
using UserAdmin.Web.Scim;

namespace UserAdmin.Web.Tests.Scim;

/// <summary>
/// The whole core on databases of its own with SCIM in front of it, over HTTP on loopback, and an application that may
/// do everything.
/// </summary>
public sealed class ScimServer : IAsyncLifetime
{
    private WebApplication? _app;
    private HttpClient? _http;
    private long _seen;

    /// <summary>The folder of the server's data.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("useradmin-scim-").FullName;

    /// <summary>The address of SCIM.</summary>
    public string Address { get; private set; } = "";

    private WebApplication App => _app ?? throw new InvalidOperationException("The server has not started.");

    public async ValueTask InitializeAsync()
    {
        ScimDatabase.SkipIfMissing();
        var settings = new Dictionary<string, string?>
        {
            ["UserAdmin:DataDirectory"] = Data,
            ["UserAdmin:PasswordHashIterations"] = "1",
        };
        await ScimDatabase.CreateAsync(Data, settings);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddDataProtection();
        builder.Services.AddUserAdmin(builder.Configuration);
        builder.Services.AddAuthorization();
        builder.Services.AddApplicationRequests();
        builder.Services.AddScim();
        _app = builder.Build();
        _app.UseRouting();
        _app.UseApplications();
        _app.MapScim();
        await _app.Services.GetRequiredService<IStoreSetup>().PrepareAsync();
        await SendAsync(new EnsureAdministratorRole(await _app.Services.GetRequiredService<INewKeys>().OfRoleAsync()));
        await _app.StartAsync();
        Address = $"{_app.Urls.First()}/scim/v2/";
        _http = new HttpClient { BaseAddress = new Uri(Address) };
        _http.DefaultRequestHeaders.Authorization = new(
            "Bearer",
            await KeyAsync([.. Permissions.All.Select(permission => permission.Name)])
        );
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            await ScimDatabase.DropAsync(Data);
        }

        Directory.Delete(Data, recursive: true);
    }

    /// <summary>
    /// Sends a command as an administrator at the screen; what is asked at the screen afterwards includes it.
    /// </summary>
    public async Task SendAsync(ICommand command)
    {
        var result = await App
            .Services.GetRequiredService<ICommandBus>()
            .SendAsync(command, new CommandContext(Actor.System, Guid.CreateVersion7()));
        result.Errors.ShouldBeEmpty();
        _seen = result.Position;
    }

    /// <summary>Asks a query as an administrator at the screen.</summary>
    public async Task<TView?> AskAsync<TView>(IQuery<TView> query) =>
        (
            await App.Services.GetRequiredService<IQueryBus>().AskAsync(query, new QueryContext(Actor.System, _seen))
        ).Value;

    /// <summary>Sends a request with the key of an application.</summary>
    public async Task<ScimReply> SendAsync(
        string method,
        string path,
        string? body = null,
        string? ifMatch = null,
        string? ifNoneMatch = null,
        string type = "application/scim+json",
        string? key = null
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new(type);
            // The server refuses what is too large before it is sent; without this, the client would still be writing
            // when the connection is closed, and might not see the answer.
            request.Headers.ExpectContinue = body.Length > 1024 * 1024;
        }

        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        using var response = await _http!.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new(
            (int)response.StatusCode,
            text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject,
            response.Headers.Location?.ToString(),
            response.Headers.ETag?.ToString(),
            response.Content.Headers.ContentType?.MediaType
        );
    }

    /// <summary>Sends a PATCH with operations.</summary>
    public Task<ScimReply> PatchAsync(string path, params string[] operations) =>
        SendAsync(
            "PATCH",
            path,
            $$"""
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{string.Join(
                ',',
                operations
            )}}]}
            """
        );

    /// <summary>Creates a user and returns the id.</summary>
    /// <param name="userName">The user name, which is an address.</param>
    public async Task<string> UserAsync(string userName)
    {
        var made = await SendAsync(
            "POST",
            "Users",
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{userName}}","active":true}"""
        );
        made.Status.ShouldBe(201, $"{made.Body}");
        return made.Text("id");
    }

    /// <summary>Makes an application and returns a key of it.</summary>
    /// <param name="permissions">What it may do.</param>
    public async Task<string> KeyAsync(IReadOnlyList<string> permissions)
    {
        var id = Guid.CreateVersion7().ToString();
        var key = NewApplicationKey.Create();
        await SendAsync(new CreateApplication(id, $"Directory {id}", null, permissions) { RequestsPerMinute = 90_000 });
        await SendAsync(new AddApplicationKey(id, key.KeyId, key.Key, "Test"));
        return key.Key;
    }
}

/// <summary>An answer over HTTP.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body; null if there is none.</param>
/// <param name="Location">The header Location.</param>
/// <param name="Version">The header ETag.</param>
/// <param name="Type">The media type.</param>
public sealed record ScimReply(int Status, JsonObject? Body, string? Location, string? Version, string? Type)
{
    /// <summary>The total of a list.</summary>
    public int Total => Body!["totalResults"]!.GetValue<int>();

    /// <summary>The resources of a list.</summary>
    public IReadOnlyList<JsonObject> Resources => [.. ((JsonArray)Body![nameof(Resources)]!).OfType<JsonObject>()];

    /// <summary>The ids of a list.</summary>
    public IReadOnlyList<string> Ids => [.. Resources.Select(one => (string)one["id"]!)];

    /// <summary>Returns a text of the body.</summary>
    public string Text(string name) => (string)Body![name]!;
}
