using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Api.Rest;

/// <summary>Describes the operations of the document.</summary>
internal static class ApiOperations
{
    /// <summary>Describes one.</summary>
    public static async Task DescribeAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var endpoint = context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiEndpoint>().First();
        operation.OperationId = endpoint.Name;
        operation.Tags = new HashSet<OpenApiTagReference> { new(endpoint.Group, context.Document) };
        var about = ApiTexts.Of(endpoint.Message) ?? endpoint.Name;
        var end = about.IndexOf(". ", StringComparison.Ordinal);
        operation.Summary = end > 0 ? about[..(end + 1)] : about;
        operation.Description =
            endpoint.Permission == PermissionAttribute.Anyone
                ? $"{about} Every key may ask."
                : $"{about} It needs the permission {endpoint.Permission}.";
        operation.Parameters = [];
        foreach (var field in endpoint.Fields)
        {
            if (field.Source == ApiSource.Query && field.Parts.Count > 0)
            {
                foreach (var part in field.Parts)
                {
                    var name = JsonNamingPolicy.CamelCase.ConvertName(part.Name);
                    operation.Parameters.Add(
                        await ParameterAsync(
                            context,
                            name,
                            ParameterLocation.Query,
                            part.PropertyType,
                            ApiTexts.Of(part)
                        )
                    );
                }
            }
            else if (field.Source is ApiSource.Query or ApiSource.Route)
            {
                operation.Parameters.Add(
                    await ParameterAsync(
                        context,
                        field.Parameter,
                        field.Source == ApiSource.Route ? ParameterLocation.Path : ParameterLocation.Query,
                        field.Property.PropertyType,
                        ApiTexts.Of(field.Property),
                        field.Source == ApiSource.Route || field.IsRequired
                    )
                );
            }
        }

        AddPaging(operation, endpoint);
        AddHeaders(operation, endpoint);
        if (operation.RequestBody is OpenApiRequestBody body)
        {
            body.Required = endpoint.Fields.Any(field =>
                field is { Source: ApiSource.Body, IsRequired: true } && field.Json != (endpoint as IApiCreation)?.NewId
            );
        }

        AddAnswerHeaders(operation, endpoint);
    }

    /// <summary>Adds the answers to what is refused.</summary>
    public static void AddProblems(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Responses ??= [];
        (string Status, string When)[] problems =
        [
            ("400", "The request cannot be read."),
            ("401", "There is no key, or it opens nothing."),
            ("403", "The application lacks a permission."),
            ("404", "There is no such thing."),
            ("422", "A value cannot be accepted."),
            ("503", "The database cannot be reached."),
            (
                "default",
                "Any other refusal: 409 for a conflict, 412 for a field that both changed, 428 for no version."
            ),
        ];
        foreach (var (status, when) in problems)
        {
            operation.Responses[status] = new OpenApiResponse
            {
                Description = when,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [ApiProblem.MediaType] = new()
                    {
                        Schema = new OpenApiSchemaReference(ApiSchemas.Problem, document),
                    },
                },
            };
        }
    }

    private static async Task<OpenApiParameter> ParameterAsync(
        OpenApiOperationTransformerContext context,
        string name,
        ParameterLocation place,
        Type type,
        string? about,
        bool isRequired = false
    )
    {
        var schema = await context.GetOrCreateSchemaAsync(type);
        schema.Metadata?.Clear();
        return new OpenApiParameter
        {
            Name = name,
            In = place,
            Required = isRequired,
            Description = about,
            Schema = schema,
        };
    }

    private static void AddPaging(OpenApiOperation operation, ApiEndpoint endpoint)
    {
        if (endpoint.Fields.Any(field => field.Parameter == "limit"))
        {
            operation.Parameters!.Add(
                Of("limit", ParameterLocation.Query, JsonSchemaType.Integer, "How many at most, 1 to 200.")
            );
        }

        if (endpoint.Paging != ApiPaging.None)
        {
            operation.Parameters!.Add(
                Of("cursor", ParameterLocation.Query, JsonSchemaType.String, "“next” of the page before.")
            );
        }
    }

    private static void AddHeaders(OpenApiOperation operation, ApiEndpoint endpoint)
    {
        if (!endpoint.IsCommand)
        {
            operation.Parameters!.Add(
                Of(
                    ApiHeaders.AtLeast,
                    ParameterLocation.Header,
                    JsonSchemaType.Integer,
                    "A position in the log that the answer should include."
                )
            );
            return;
        }

        if (endpoint.Version is not null)
        {
            var match = Of(
                "If-Match",
                ParameterLocation.Header,
                JsonSchemaType.String,
                "The ETag of what the change is based on. Fields that only others have changed since keep their values."
            );
            match.Required = true;
            operation.Parameters!.Add(match);
        }

        operation.Parameters!.Add(
            Of(
                ApiCommandId.Header,
                ParameterLocation.Header,
                JsonSchemaType.String,
                "A UUID or any text of up to 255 characters. A repeated request with it changes nothing more."
            )
        );
        operation.Parameters.Add(
            Of(
                ApiHeaders.Reason,
                ParameterLocation.Header,
                JsonSchemaType.String,
                "Why; shown in the history. Percent-encoded UTF-8."
            )
        );
        operation.Parameters.Add(
            Of(
                "Prefer",
                ParameterLocation.Header,
                JsonSchemaType.String,
                "wait=SECONDS answers once queries see the change, at the latest after that time (30 at most)."
            )
        );
    }

    private static void AddAnswerHeaders(OpenApiOperation operation, ApiEndpoint endpoint)
    {
        var status = endpoint.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (operation.Responses?.GetValueOrDefault(status) is not OpenApiResponse answer)
        {
            return;
        }

        answer.Description = endpoint.IsCommand ? "Accepted: it is on disk." : "The answer.";
        answer.Headers = new Dictionary<string, IOpenApiHeader>
        {
            [ApiHeaders.Position] = new OpenApiHeader
            {
                Description = "The position in the log that the answer has.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
            },
        };
        if (endpoint.Paging != ApiPaging.None && endpoint.Method == HttpMethods.Get)
        {
            answer.Headers["Link"] = new OpenApiHeader
            {
                Description = "The address of the next page, with rel=\"next\" (RFC 8288). Missing on the last one.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            };
        }

        if (
            endpoint.Response is { IsGenericType: true } type
            && type.GetGenericArguments()[0].GetProperty("Version") is not null
            && !endpoint.IsCommand
            && type.GetGenericTypeDefinition() == typeof(ApiValue<>)
        )
        {
            answer.Headers["ETag"] = new OpenApiHeader
            {
                Description = "The version, for If-Match and If-None-Match.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            };
        }
    }

    private static OpenApiParameter Of(string name, ParameterLocation place, JsonSchemaType type, string about) =>
        new()
        {
            Name = name,
            In = place,
            Description = about,
            Schema = new OpenApiSchema { Type = type, Format = type == JsonSchemaType.Integer ? "int64" : null },
        };
}
