using System.Text.Json.Nodes;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>Gives a request to the endpoint it is for.</summary>
internal sealed class ScimDispatcher(ScimUsers users, ScimUserList userList, ScimGroups groups)
{
    private const string SearchSchema = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

    /// <summary>Answers a request.</summary>
    /// <exception cref="ScimFault">It cannot be done.</exception>
    public Task<ScimAnswer> AnswerAsync(ScimCaller caller, ScimRequest request)
    {
        var segments = request.Segments;
        var (first, second) = (segments.ElementAtOrDefault(0), segments.ElementAtOrDefault(1));
        if (segments.Count > 2)
        {
            throw ScimFault.NotFound("There is nothing at this address.");
        }

        return first switch
        {
            "Users" => UsersAsync(caller, request, second),
            "Groups" => GroupsAsync(caller, request, second),
            "Bulk" when second is null && Is(request, "POST") => new ScimBulk(this, caller).AnswerAsync(request),
            "Me" => throw new ScimFault(
                501,
                null,
                "Applications have no account of their own, so there is no /Me. Use /Users with an id."
            ),
            // Microsoft's tests ask for the second name.
            "ServiceProviderConfig" or "serviceConfiguration" when second is null && Is(request, "GET") => Discovery(
                request,
                () => ScimDiscovery.Config(caller)
            ),
            "ResourceTypes" when Is(request, "GET") => Discovery(request, () => ScimDiscovery.Types(caller, second)),
            "Schemas" when Is(request, "GET") => Discovery(request, () => ScimDiscovery.Schemas(caller, second)),
            "Bulk" or "ServiceProviderConfig" or "serviceConfiguration" or "ResourceTypes" or "Schemas" =>
                throw NotAllowed(request),
            null or ".search" => throw new ScimFault(
                501,
                null,
                "Users and groups are searched one kind at a time: use /Users or /Groups."
            ),
            _ => throw ScimFault.NotFound("There is nothing at this address; there are /Users and /Groups."),
        };
    }

    private Task<ScimAnswer> UsersAsync(ScimCaller caller, ScimRequest request, string? id) =>
        (request.Method, id) switch
        {
            ("GET", null) => userList.ListAsync(caller, request),
            ("POST", ".search") => userList.ListAsync(caller, Search(request)),
            ("POST", null) => users.CreateAsync(caller, request),
            ("GET", { } one) => users.GetAsync(caller, request, one),
            ("PUT", { } one) => users.ReplaceAsync(caller, request, one),
            ("PATCH", { } one) => users.PatchAsync(caller, request, one),
            ("DELETE", { } one) => ScimUsers.DeleteAsync(caller, request, one),
            _ => throw NotAllowed(request),
        };

    private Task<ScimAnswer> GroupsAsync(ScimCaller caller, ScimRequest request, string? id) =>
        (request.Method, id) switch
        {
            ("GET", null) => ScimGroupList.ListAsync(caller, request),
            ("POST", ".search") => ScimGroupList.ListAsync(caller, Search(request)),
            ("POST", null) => groups.CreateAsync(caller, request),
            ("GET", { } one) => ScimGroups.GetAsync(caller, request, one),
            ("PUT", { } one) => ScimGroups.ReplaceAsync(caller, request, one),
            ("PATCH", { } one) => ScimGroups.PatchAsync(caller, request, one),
            ("DELETE", { } one) => ScimGroups.DeleteAsync(caller, request, one),
            _ => throw NotAllowed(request),
        };

    // RFC 7644, section 4: a filter is answered with 403, because these are no resources that can be searched.
    private static Task<ScimAnswer> Discovery(ScimRequest request, Func<ScimAnswer> answer) =>
        request.Parameter("filter") is null
            ? Task.FromResult(answer())
            : throw new ScimFault(
                403,
                null,
                "What the server can do is not filtered. Send the request without a filter."
            );

    // The parameters stand in the body (RFC 7644, section 3.4.3).
    private static ScimRequest Search(ScimRequest request)
    {
        // Another message was sent here by mistake. Some clients leave the schemas out, and mean a search all the same.
        if (
            ScimValues.Member(request.NeededBody, "schemas") is JsonArray { Count: > 0 } schemas
            && !schemas.Any(one => SearchSchema.Equals($"{one}", StringComparison.OrdinalIgnoreCase))
        )
        {
            throw ScimFault.Syntax($"The body of a search names the schema {SearchSchema} in “schemas”.");
        }

        var parameters = new Dictionary<string, string>();
        foreach (var (name, value) in request.NeededBody)
        {
            if (value is JsonArray list)
            {
                parameters[name.ToLowerInvariant()] = string.Join(',', list.Select(one => $"{one}"));
            }
            else if (value is not null)
            {
                parameters[name.ToLowerInvariant()] = $"{value}";
            }
        }

        return request with
        {
            Method = "GET",
            Parameters = parameters,
            Body = null,
        };
    }

    private static bool Is(ScimRequest request, string method) => request.Method == method;

    private static ScimFault NotAllowed(ScimRequest request) =>
        new(405, null, $"This address does not take {request.Method}.");
}
