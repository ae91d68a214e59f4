using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using UserAdmin.Account;
using UserAdmin.Messaging;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Api.Rest;

/// <summary>
/// The document of the API (OpenAPI 3.1), made of the catalogue when it is first asked for. An application reads it
/// with its key, and a person who has signed in without one.
/// </summary>
internal static class ApiDocument
{
    /// <summary>The address.</summary>
    public static readonly PathString Address = "/api/v1/openapi.json";

    /// <summary>The name of the security scheme.</summary>
    public const string Scheme = "key";

    private static readonly Error _closed = new(
        "api.no-key",
        "Sign in, or send the key of an application: “Authorization: Bearer KEY”."
    );

    /// <summary>Adds the generator.</summary>
    public static void AddApiDocument(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => ApiJson.Configured(options.SerializerOptions));
        services.AddOpenApi(
            "v1",
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.ShouldInclude = description =>
                    description.ActionDescriptor.EndpointMetadata.OfType<ApiEndpoint>().Any();
                options.CreateSchemaReferenceId = info => ApiSchemas.NameOf(info.Type);
                options.AddSchemaTransformer(ApiSchemas.DescribeAsync);
                options.AddOperationTransformer(ApiOperations.DescribeAsync);
                options.AddDocumentTransformer(DescribeAsync);
            }
        );
    }

    /// <summary>Adds the address.</summary>
    public static void MapApiDocument(this IEndpointRouteBuilder routes) =>
        routes
            .MapOpenApi("/api/{documentName}/openapi.json")
            .AllowAnonymous()
            .Add(endpoint =>
            {
                var serve = endpoint.RequestDelegate!;
                endpoint.RequestDelegate = http =>
                    http.Features.Get<ApiCaller>() is not null || BrowserSession.Of(http) is { Step: SessionStep.None }
                        ? serve(http)
                        : ApiFaults.WriteAsync(http, StatusCodes.Status401Unauthorized, _closed);
            });

    private static Task DescribeAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "UserAdmin",
            Version = "1",
            Description =
                "Everything that administrators do in the console, with the same permissions, rules and sentences. See "
                + "docs/API.md for how to send keys, versions, ids of requests and cursors.",
        };
        document.Tags = ApiCatalogue
            .All.Select(endpoint => endpoint.Group)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(group => new OpenApiTag { Name = group })
            .ToHashSet();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The key of an application. Administrators make keys on the page Applications.",
            },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        document.AddComponent(ApiSchemas.Problem, ApiSchemas.OfProblem());
        foreach (var path in document.Paths)
        {
            foreach (var operation in path.Value.Operations ?? [])
            {
                ApiOperations.AddProblems(operation.Value, document);
            }
        }

        return Task.CompletedTask;
    }
}
