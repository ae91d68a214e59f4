using Microsoft.AspNetCore.Mvc;

namespace UserAdmin.Web.Api.Rest;

/// <summary>Maps the endpoints of the catalogue.</summary>
internal static class ApiRouting
{
    /// <summary>Adds the addresses of the API.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        foreach (var endpoint in ApiCatalogue.All)
        {
            var mapped = routes
                .MapMethods(ApiEndpoint.Base + endpoint.Route, [endpoint.Method], (RequestDelegate)endpoint.AnswerAsync)
                .WithMetadata(endpoint)
                .AllowAnonymous();
            if (endpoint.MostBytes is { } bytes)
            {
                mapped.WithMetadata(new RequestSizeLimitAttribute(bytes));
            }
        }
    }
}
