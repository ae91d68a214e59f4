using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace UserAdmin.Web.Api.Rest;

/// <summary>Maps the endpoints of the catalogue.</summary>
internal static class ApiRouting
{
    /// <summary>Adds the addresses of the API, its document and the page that shows it.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        foreach (var endpoint in ApiCatalogue.All)
        {
            RequestDelegate answer = endpoint.AnswerAsync;
            var mapped = routes
                .MapMethods(ApiEndpoint.Base + endpoint.Route, [endpoint.Method], answer)
                // The generator of the document looks only at endpoints that name a method.
                .WithMetadata(endpoint, answer.Method)
                .WithMetadata(
                    new ProducesResponseTypeMetadata(endpoint.Status, endpoint.Response, [.. endpoint.MediaTypes])
                )
                .AllowAnonymous();
            if (endpoint.HasBody)
            {
                mapped.WithMetadata(new AcceptsMetadata([endpoint.Accepts], endpoint.Body, isOptional: true));
            }

            if (endpoint.MostBytes is { } bytes)
            {
                mapped.WithMetadata(new RequestSizeLimitAttribute(bytes));
            }
        }

        routes.MapApiDocument();
        ApiReference.Map(routes);
    }
}
