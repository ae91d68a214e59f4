using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using UserAdmin.Applications.Commands;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Benchmarks.Http;

/// <summary>
/// Compares requests of SCIM and of the API over HTTP on loopback with the commands and queries behind them. The client
/// is in the same process, so its own work counts as part of HTTP.
/// </summary>
internal static class HttpContest
{
    private const string Scim = "scim/v2/Users";
    private const string Api = "api/v1/users";
    private const string ScimType = "application/scim+json";
    private const int PageSize = 100;
    private const int Pages = 40;
    private const int Some = 2_000;

    /// <summary>Measures everything on the databases in a folder, which are changed by it.</summary>
    public static async IAsyncEnumerable<Result> MeasureAsync(string folder)
    {
        await using var console = await ServedConsole.StartAsync(folder);
        var active = await console.AskAsync(
            new ListUsers("state:active", new UserSort(nameof(UserRow.CreatedAt)), PageSize: ListUsers.MostRows)
        );
        // The number of a request and that of its bare twin are neighbours, so an even number of users keeps each side
        // to its own.
        IReadOnlyList<UserRow> users = [.. active.Items.Take(active.Items.Count / 2 * 2)];
        IReadOnlyList<HttpWork> works =
        [
            Created("SCIM POST /Users", Some / 2, ScimCreation, console),
            new(
                "SCIM GET /Users?filter=userName eq",
                Some,
                number =>
                    Get($"{Scim}?filter=userName%20eq%20%22{Uri.EscapeDataString(At(users, number).UserName)}%22"),
                number => console.AskAsync(new FindUsers(UserKeyField.UserName, At(users, number).UserName))
            ),
            Patched(users, console),
            await ScimListAsync(console),
            new(
                "SCIM GET /Users/ID",
                Some,
                number => Get($"{Scim}/{At(users, number).Id}"),
                number => console.AskAsync(new GetUser(At(users, number).Id))
            ),
            Created("API POST /users", Some / 2, ApiCreation, console),
            new(
                "API GET /users/ID",
                Some,
                number => Get($"{Api}/{At(users, number).Id}"),
                number => console.AskAsync(new GetUser(At(users, number).Id))
            ),
            await ApiListAsync(console),
        ];
        foreach (var work in works)
        {
            using var client = await console.ClientAsync();
            await foreach (var result in work.MeasureAsync(client))
            {
                yield return result;
            }
        }
    }

    private static HttpWork Created(
        string name,
        int rounds,
        Func<int, HttpRequestMessage> request,
        ServedConsole console
    ) =>
        new(
            name,
            rounds,
            request,
            async number =>
            {
                var id = Guid.CreateVersion7().ToString();
                var userName = $"bare.{name[0]}.{number}@example.org";
                var creation = new CreateUser(id, userName, userName, $"Grace Hopper {number}")
                {
                    GivenName = "Grace",
                    FamilyName = $"Hopper {number}",
                };
                if (name[0] != 'S')
                {
                    await console.SendAsync(creation with { ExternalId = userName });
                    return;
                }

                var position = await console.SendAsync(new CommandSet([creation, new SetUserExternalId(id, userName)]));
                // SCIM answers with the account; the API says only where it is.
                await console.AskAsync(new GetUser(id), position);
            }
        )
        {
            IsChange = true,
        };

    private static HttpWork Patched(IReadOnlyList<UserRow> users, ServedConsole console) =>
        new(
            "SCIM PATCH active",
            Some / 2,
            number =>
                Send(
                    HttpMethod.Patch,
                    $"{Scim}/{At(users, number).Id}",
                    $$"""
                    {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                     "Operations":[{"op":"replace","path":"active","value":{{(
                        IsEnabling(users, number) ? "true" : "false"
                    )}}}]}
                    """,
                    ScimType
                ),
            async number =>
            {
                var id = (await console.AskAsync(new GetUser(At(users, number).Id))).Id;
                var position = await console.SendAsync(
                    IsEnabling(users, number) ? new EnableUser(id) : new DisableUser(id)
                );
                await console.AskAsync(new GetUser(id), position);
            }
        )
        {
            IsChange = true,
        };

    private static async Task<HttpWork> ScimListAsync(ServedConsole console)
    {
        using var client = await console.ClientAsync();
        var addresses = new List<string> { $"{Scim}?count={PageSize}&cursor=" };
        while (addresses.Count < Pages && await TextAsync(client, addresses[^1], "nextCursor") is { } next)
        {
            addresses.Add($"{Scim}?count={PageSize}&cursor={next}");
        }

        var lists = await ListsAsync(console, new(Sort: new UserSort(nameof(UserRow.Id)), PageSize: PageSize));
        return new(
            $"SCIM GET /Users, {PageSize} by cursor",
            Some / 2,
            number => Get(At(addresses, number)),
            number => console.AskAsync(At(lists, number))
        );
    }

    private static async Task<HttpWork> ApiListAsync(ServedConsole console)
    {
        using var client = await console.ClientAsync();
        var addresses = new List<string> { $"{Api}?limit={PageSize}" };
        while (addresses.Count < Pages && await TextAsync(client, addresses[^1], "next") is { } next)
        {
            addresses.Add($"{Api}?limit={PageSize}&cursor={Uri.EscapeDataString(next)}");
        }

        var lists = await ListsAsync(console, new(PageSize: PageSize));
        return new(
            $"API GET /users, {PageSize} by cursor",
            Some / 2,
            number => Get(At(addresses, number)),
            number => console.AskAsync(At(lists, number))
        );
    }

    private static async Task<IReadOnlyList<ListUsers>> ListsAsync(ServedConsole console, ListUsers list)
    {
        var lists = new List<ListUsers> { list };
        while (lists.Count < Pages && (await console.AskAsync(lists[^1])).Next is { } next)
        {
            lists.Add(list with { Cursor = next });
        }

        return lists;
    }

    private static async Task<string?> TextAsync(HttpClient client, string address, string name) =>
        (string?)JsonNode.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative)))![name];

    private static HttpRequestMessage ScimCreation(int number) =>
        Send(
            HttpMethod.Post,
            Scim,
            $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],
             "userName":"scim.{{number}}@example.org","externalId":"scim.{{number}}@example.org",
             "name":{"givenName":"Grace","familyName":"Hopper {{number}}"},
             "emails":[{"value":"scim.{{number}}@example.org","type":"work","primary":true}],"active":true}
            """,
            ScimType
        );

    private static HttpRequestMessage ApiCreation(int number) =>
        Send(
            HttpMethod.Post,
            Api,
            $$"""
            {"userName":"api.{{number}}@example.org","email":"api.{{number}}@example.org",
             "displayName":"Grace Hopper {{number}}","givenName":"Grace","familyName":"Hopper {{number}}",
             "externalId":"api.{{number}}@example.org"}
            """,
            "application/json"
        );

    private static HttpRequestMessage Get(string address) => new(HttpMethod.Get, new Uri(address, UriKind.Relative));

    private static HttpRequestMessage Send(HttpMethod method, string address, string body, string type) =>
        new(method, new Uri(address, UriKind.Relative))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body))
            {
                Headers = { ContentType = new MediaTypeHeaderValue(type) },
            },
        };

    // Everybody is disabled before anybody is enabled again.
    private static bool IsEnabling(IReadOnlyList<UserRow> users, int number) => number / users.Count % 2 == 1;

    private static T At<T>(IReadOnlyList<T> values, int number) => values[number % values.Count];
}
