using System.Globalization;
using System.Text.Json.Nodes;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Api.Rest;

/// <summary>A query of the API.</summary>
/// <typeparam name="TQuery">The query.</typeparam>
/// <typeparam name="TView">The view model that answers it.</typeparam>
/// <param name="method">The method of HTTP: POST for what is too long for an address.</param>
/// <param name="route">The address.</param>
internal class ApiQuery<TQuery, TView>(string method, string route) : ApiEndpoint(method, route, typeof(TQuery))
    where TQuery : IQuery<TView>
{
    private const int DefaultLimit = 50;
    private const int MostLimit = 200;

    /// <summary>The error if there is nothing to answer with.</summary>
    public Error NotFound { get; init; } = new("api.not-found", "There is nothing at this address.");

    /// <inheritdoc/>
    public override Type Response => typeof(ApiValue<TView>);

    /// <inheritdoc/>
    public override async Task AnswerAsync(HttpContext http)
    {
        if (ApiHeaders.AtLeastOf(http) is not { } atLeast)
        {
            await ApiHeaders.BadPosition.WriteAsync(http);
            return;
        }

        var (json, problem) = await ApiMessage.ReadAsync(this, http);
        if (json is null || (problem = AddOrder(http.Request.Query, json)) is not null)
        {
            await problem!.WriteAsync(http);
            return;
        }

        var asked = $"{Name} {json.ToJsonString()}";
        var (limit, unpaged) = AddPlace(http.Request.Query, json, ref asked);
        var (query, wrong) = unpaged is null ? ApiMessage.Make<TQuery>(json) : (default, unpaged);
        if (query is null)
        {
            await wrong!.WriteAsync(http);
            return;
        }

        var answer = await ApiCaller.Of(http).AskAsync(query, atLeast);
        if (answer.Refusal is not null)
        {
            await ApiProblem.Of([answer.Refusal]).WriteAsync(http);
            return;
        }

        http.Response.Headers[ApiHeaders.Position] = answer.Position.ToString(CultureInfo.InvariantCulture);
        if (answer.IsStale)
        {
            http.Response.Headers[ApiHeaders.Stale] = "true";
        }

        await (
            answer.Value is null
                ? ApiProblem.Of([NotFound]).WriteAsync(http)
                : WriteAsync(http, answer.Value, new ApiPlace(asked, limit, PageOf(json), IsUpward(json)))
        );
    }

    /// <summary>Writes the answer.</summary>
    /// <param name="http">The request.</param>
    /// <param name="view">The view model.</param>
    /// <param name="place">Which part of the list was asked for.</param>
    protected virtual Task WriteAsync(HttpContext http, TView view, ApiPlace place) =>
        ApiVersions<TView>.Of is { } version
            ? ApiAnswers.WriteVersionAsync(http, new ApiValue<TView>(view), version(view))
            : ApiAnswers.WriteAsync(http, StatusCodes.Status200OK, new ApiValue<TView>(view));

    // “-name” sorts in descending order.
    private ApiProblem? AddOrder(IQueryCollection query, JsonObject json)
    {
        if (Fields.FirstOrDefault(field => field.Source == ApiSource.Descending) is not { } descending)
        {
            return null;
        }

        if (query["sort"].Count > 1)
        {
            return ApiProblem.Bad("api.parameter", "Sort by one field.", "sort");
        }

        if (query["sort"].ToString() is ['-', .. var field])
        {
            json["sort"] = field;
            json[descending.Json] = true;
        }

        return null;
    }

    private (int Limit, ApiProblem? Problem) AddPlace(IQueryCollection query, JsonObject json, ref string asked)
    {
        var limit = Paging == ApiPaging.None ? 0 : DefaultLimit;
        if (Fields.FirstOrDefault(field => field.Parameter == "limit") is { } size)
        {
            if (query.TryGetValue("limit", out var sent) && !TryLimit(sent, out limit))
            {
                return (0, ApiProblem.Bad("api.limit", $"Ask for 1 to {MostLimit} at once.", "limit"));
            }

            if (limit > 0)
            {
                json[size.Json] = limit;
            }
        }

        // Numbers of pages mean nothing with another size.
        asked = Paging == ApiPaging.Page ? $"{asked} {limit}" : asked;
        if (Paging != ApiPaging.None && query.TryGetValue("cursor", out var cursor))
        {
            if (ApiCursor.Read(asked, cursor.ToString()) is not { } place)
            {
                return (
                    0,
                    ApiProblem.Bad(
                        "api.cursor",
                        "This cursor is not one of this list. Send “next” as it was answered, with the same "
                            + "parameters, or begin without a cursor.",
                        "cursor"
                    )
                );
            }

            json[PlaceProperty(json)] = ApiField.Parse(
                Paging == ApiPaging.Cursor ? typeof(string) : typeof(long),
                place
            );
        }

        return (limit, null);
    }

    private string PlaceProperty(JsonObject json) =>
        Paging switch
        {
            ApiPaging.Cursor => "cursor",
            ApiPaging.Page => "pageNumber",
            _ => IsUpward(json) ? "after" : "before",
        };

    // A list after a position is read upward: its next page is newer.
    private bool IsUpward(JsonObject json) => Paging == ApiPaging.Before && json["after"] is not null;

    private long PageOf(JsonObject json) =>
        Paging == ApiPaging.Page && json[PlaceProperty(json)] is { } page ? page.GetValue<long>() : 1;

    private static bool TryLimit(string? text, out int limit) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
        && limit is >= 1 and <= MostLimit;
}

/// <summary>Which part of a list was asked for.</summary>
/// <param name="Asked">The query with its filters, which its cursors are bound to.</param>
/// <param name="Limit">How many items at most; 0 for all.</param>
/// <param name="Page">The number of the page, from 1.</param>
/// <param name="IsUpward">Whether the list begins after a position and goes on to newer items.</param>
internal sealed record ApiPlace(string Asked, int Limit, long Page, bool IsUpward = false);

/// <summary>A query of the API that is answered with a list.</summary>
/// <typeparam name="TQuery">The query.</typeparam>
/// <typeparam name="TView">The view model that answers it.</typeparam>
/// <typeparam name="TItem">The type of an item.</typeparam>
/// <param name="method">The method of HTTP.</param>
/// <param name="route">The address.</param>
/// <param name="items">Returns the items.</param>
/// <param name="total">Returns how many there are.</param>
/// <param name="next">Returns where the next page begins, as the query understands it; null for by number of the
/// page, or not at all.</param>
internal sealed class ApiListQuery<TQuery, TView, TItem>(
    string method,
    string route,
    Func<TView, IReadOnlyList<TItem>> items,
    Func<TView, long?> total,
    Func<TView, ApiPlace, string?>? next = null
) : ApiQuery<TQuery, TView>(method, route)
    where TQuery : IQuery<TView>
{
    /// <inheritdoc/>
    public override Type Response => typeof(ApiList<TItem>);

    /// <inheritdoc/>
    protected override Task WriteAsync(HttpContext http, TView view, ApiPlace place)
    {
        var following =
            next is not null ? next(view, place)
            : Paging == ApiPaging.Page && place.Page * place.Limit < total(view)
                ? (place.Page + 1).ToString(CultureInfo.InvariantCulture)
            : null;
        var cursor = following is null ? null : ApiCursor.Write(place.Asked, following);
        if (cursor is not null && HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.Headers.Link = ApiHeaders.NextOf(http, cursor);
        }

        return ApiAnswers.WriteAsync(
            http,
            StatusCodes.Status200OK,
            new ApiList<TItem>(place.IsUpward ? [.. items(view).Reverse()] : items(view), total(view), cursor)
        );
    }
}

/// <summary>Reads the version of a view model that has one.</summary>
/// <typeparam name="TView">The view model.</typeparam>
internal static class ApiVersions<TView>
{
    /// <summary>Returns the version; null if view models of this type have none.</summary>
    public static Func<TView, long>? Of { get; } =
        typeof(TView).GetProperty("Version") is { PropertyType: var type } version && type == typeof(long)
            ? version.GetMethod!.CreateDelegate<Func<TView, long>>()
            : null;
}
