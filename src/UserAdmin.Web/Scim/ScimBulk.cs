using System.Globalization;
using System.Text.Json.Nodes;
using UserAdmin.Storage;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>
/// Several requests in one (RFC 7644, section 3.7). Each is done by itself; an operation that names another by its
/// <c>bulkId</c> is done after that one, wherever it stands.
/// </summary>
internal sealed class ScimBulk(ScimDispatcher dispatcher, ScimCaller caller)
{
    /// <summary>The maximum number of operations.</summary>
    public const int MostOperations = 1_000;

    private const string RequestUrn = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
    private const string ResponseUrn = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
    private const string Prefix = "bulkId:";

    private readonly Dictionary<string, string> _ids = [];
    private readonly HashSet<string> _known = [];

    /// <summary>Answers <c>POST /Bulk</c>.</summary>
    public async Task<ScimAnswer> AnswerAsync(ScimRequest request)
    {
        var body = request.NeededBody;
        if ((ScimValues.Member(body, "schemas") as JsonArray)?.Any(schema => $"{schema}" == RequestUrn) is not true)
        {
            throw ScimFault.Syntax($"The body of a bulk names the schema {RequestUrn} in “schemas”.");
        }

        var operations =
            (ScimValues.Member(body, "Operations") as JsonArray)
                ?.Select(one => one as JsonObject ?? throw ScimFault.Syntax("Each of “Operations” is an object."))
                .ToList()
            ?? throw ScimFault.Syntax("The body of a bulk has a list “Operations”.");
        if (operations.Count > MostOperations)
        {
            throw new ScimFault(413, null, $"Send at most {MostOperations} operations in one bulk.");
        }

        caller.Spend(Math.Max(0, operations.Count - 1));
        var mostErrors = int.TryParse(
            ScimValues.Member(body, "failOnErrors")?.ToString(),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var most
        )
            ? Math.Max(1, most)
            : int.MaxValue;
        _known.UnionWith(operations.Select(one => ScimValues.Text(one["bulkId"])).OfType<string>());
        // Found once: each operation is looked at in every round.
        var references = operations.ConvertAll(one => References(one).ToHashSet());
        var answers = new JsonObject?[operations.Count];
        var waiting = Enumerable.Range(0, operations.Count).ToList();
        var errors = 0;
        while (waiting.Count > 0 && errors < mostErrors)
        {
            // Operations that wait for each other, or for one that failed, are tried as they are and say so.
            var now =
                waiting.Find(at => !Waits(references[at])) is var ready && Waits(references[ready])
                    ? waiting[0]
                    : ready;
            waiting.Remove(now);
            answers[now] = await DoAsync(operations[now]);
            errors += ((string)answers[now]!["status"]!)[0] >= '4' ? 1 : 0;
        }

        return new(
            200,
            new JsonObject
            {
                ["schemas"] = new JsonArray(ResponseUrn),
                ["Operations"] = new JsonArray([.. answers.OfType<JsonObject>()]),
            }
        );
    }

    private bool Waits(HashSet<string> references) =>
        references.Any(id => _known.Contains(id) && !_ids.ContainsKey(id));

    private async Task<JsonObject> DoAsync(JsonObject operation)
    {
        var method = $"{operation["method"]}".ToUpperInvariant();
        var bulkId = ScimValues.Text(operation["bulkId"]);
        var answer = new JsonObject { ["method"] = method };
        if (bulkId is not null)
        {
            answer["bulkId"] = bulkId;
        }

        try
        {
            if (References(operation).FirstOrDefault(id => !_ids.ContainsKey(id)) is { } missing)
            {
                throw new ScimFault(409, null, $"Nothing was created with the bulkId “{missing}”.");
            }

            if (method == "POST" && string.IsNullOrEmpty(bulkId))
            {
                throw ScimFault.Syntax("An operation that creates something has a “bulkId”.");
            }

            var done = await dispatcher.AnswerAsync(caller, Request(method, operation));
            if ((done.Location ?? Location(method, operation)) is { } location)
            {
                answer["location"] = location;
            }

            if (done.Version is not null)
            {
                answer["version"] = done.Version;
            }

            answer["status"] = $"{done.Status}";
            if (method == "POST" && (string?)done.Body?["id"] is { } id)
            {
                _ids[bulkId!] = id;
            }
        }
        catch (DatabaseUnavailableException unavailable)
        {
            Fail(new ScimFault(503, null, unavailable.Error.Message));
        }
        catch (ScimFault fault)
        {
            Fail(fault);
        }

        return answer;

        void Fail(ScimFault fault)
        {
            if (Location(method, operation) is { } location)
            {
                answer["location"] = location;
            }

            answer["status"] = $"{fault.Status}";
            answer["response"] = fault.Body();
        }
    }

    // Whatever became of it, unless nothing was there before (RFC 7644, section 3.7.3).
    private string? Location(string method, JsonObject operation) =>
        method != "POST"
        && Resolved($"{operation["path"]}").Split('/', StringSplitOptions.RemoveEmptyEntries)
            is [("Users" or "Groups") and var endpoint, var id]
        && !id.StartsWith(Prefix, StringComparison.Ordinal)
            ? caller.AddressOf(endpoint, id)
            : null;

    private ScimRequest Request(string method, JsonObject operation)
    {
        var path = Resolved($"{operation["path"]}");
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments is not ["Users" or "Groups", ..] || method is not ("POST" or "PUT" or "PATCH" or "DELETE"))
        {
            throw ScimFault.Syntax(
                "An operation has a method POST, PUT, PATCH or DELETE and a path such as /Users/ID."
            );
        }

        return new(
            method,
            segments,
            // Only the id is needed of what was done.
            method == "POST"
            || method == "PUT"
            || method == "PATCH"
                ? new Dictionary<string, string> { ["excludedattributes"] = "members" }
                : ScimRequest.NoParameters,
            Replaced(operation["data"]) as JsonObject,
            IfMatch: ScimValues.Text(operation["version"])
        );
    }

    private static IEnumerable<string> References(JsonNode? node) =>
        node switch
        {
            JsonObject one => one.Where(pair => pair.Key != "bulkId").SelectMany(pair => References(pair.Value)),
            JsonArray several => several.SelectMany(References),
            JsonValue value when value.TryGetValue<string>(out var text) => References(text),
            _ => [],
        };

    // A value that is a reference, or a part of a path.
    private static IEnumerable<string> References(string text) =>
        text.Split('/')
            .Where(part => part.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(part => part[Prefix.Length..]);

    private string Resolved(string text) =>
        text.Contains(Prefix, StringComparison.Ordinal)
            ? string.Join(
                '/',
                text.Split('/')
                    .Select(part =>
                        part.StartsWith(Prefix, StringComparison.Ordinal)
                        && _ids.TryGetValue(part[Prefix.Length..], out var id)
                            ? id
                            : part
                    )
            )
            : text;

    private JsonNode? Replaced(JsonNode? node) =>
        node switch
        {
            JsonObject one => new JsonObject(one.Select(pair => KeyValuePair.Create(pair.Key, Replaced(pair.Value)))),
            JsonArray several => new JsonArray([.. several.Select(Replaced)]),
            JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Resolved(text)),
            _ => node?.DeepClone(),
        };
}
