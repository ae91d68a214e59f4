using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Api.Rest;

/// <summary>Names and describes the types of the document.</summary>
internal static class ApiSchemas
{
    /// <summary>The name of the type of every error.</summary>
    public const string Problem = "Problem";

    private static readonly Dictionary<Type, ApiEndpoint> _messages = ApiCatalogue.All.ToDictionary(endpoint =>
        endpoint.Message
    );

    /// <summary>Returns the name of a type in the document; null for one that is written where it is used.</summary>
    public static string? NameOf(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? NameOf(inner)
        : type == typeof(ApiAccepted) ? "Accepted"
        : type == typeof(ApiNode) ? "Node"
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ApiList<>)
            ? $"ListOf{PartOf(type.GetGenericArguments()[0])}"
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ApiValue<>)
            ? $"ValueOf{PartOf(type.GetGenericArguments()[0])}"
        : type.Assembly == typeof(Error).Assembly && !type.IsGenericType && !type.IsAssignableTo(typeof(INamedChoice))
            ? type.Name
        : null;

    /// <summary>Describes a type or a property.</summary>
    public static Task DescribeAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var type = context.JsonTypeInfo.Type;
        if ((Nullable.GetUnderlyingType(type) ?? type).IsAssignableTo(typeof(INamedChoice)))
        {
            schema.Type = Nullable.GetUnderlyingType(type) is null
                ? JsonSchemaType.String
                : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Properties?.Clear();
            schema.Required?.Clear();
        }

        if (context.JsonPropertyInfo is { } property)
        {
            if (property.AttributeProvider is System.Reflection.PropertyInfo declared && NameOf(type) is null)
            {
                schema.Description = ApiTexts.Of(declared);
            }

            return Task.CompletedTask;
        }

        schema.Description ??= ApiTexts.Of(type);
        if (_messages.TryGetValue(type, out var endpoint))
        {
            BecomeBody(schema, endpoint);
        }
        else
        {
            // Clients are to expect more properties.
            schema.AdditionalPropertiesAllowed = true;
            schema.AdditionalProperties = null;
        }

        return Task.CompletedTask;
    }

    /// <summary>Returns the type of errors.</summary>
    public static OpenApiSchema OfProblem() =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description = "Why a request was refused (RFC 9457). The sentences are those of the console's forms.",
            Required = new HashSet<string> { "title", "status", "code" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("urn:useradmin:error: and the code."),
                ["title"] = Text("What is wrong and what to do."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
                ["code"] = Text("Stable name of the first error, such as users.email-taken."),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string> { "code", "message" },
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["code"] = Text("Stable name."),
                            ["message"] = Text("What is wrong and what to do."),
                            ["field"] = Maybe("The property that it concerns."),
                            ["current"] = Maybe("For edit.stale: the value that the property has now."),
                            ["changedBy"] = Maybe("For edit.stale: who changed it."),
                            ["changedAt"] = Maybe("For edit.stale: when.", "date-time"),
                            ["version"] = new OpenApiSchema
                            {
                                Type = JsonSchemaType.Integer | JsonSchemaType.Null,
                                Format = "int64",
                                Description = "For edit.stale: the version to send as If-Match with the next try.",
                            },
                        },
                    },
                },
            },
        };

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema Maybe(string description, string? format = null) =>
        new()
        {
            Type = JsonSchemaType.String | JsonSchemaType.Null,
            Format = format,
            Description = description,
        };

    private static void BecomeBody(OpenApiSchema schema, ApiEndpoint endpoint)
    {
        var body = endpoint.Fields.Where(field => field.Source == ApiSource.Body).ToDictionary(field => field.Json);
        foreach (var name in schema.Properties?.Keys.Where(name => !body.ContainsKey(name)).ToList() ?? [])
        {
            schema.Properties!.Remove(name);
        }

        schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
        foreach (var field in body.Values.Where(field => field.IsSecret))
        {
            if (schema.Properties.TryGetValue(field.Json, out var value) && value is OpenApiSchema secret)
            {
                (secret.Format, secret.WriteOnly) = ("password", true);
            }
        }

        if (endpoint.IsCommand && !body.ContainsKey(ApiMessage.Reason))
        {
            schema.Properties[ApiMessage.Reason] = Maybe("Why; shown in the history. At most 500 characters.");
        }

        schema.Required = body
            .Values.Where(field => field.IsRequired && field.Json != (endpoint as IApiCreation)?.NewId)
            .Select(field => field.Json)
            .ToHashSet();
        schema.AdditionalPropertiesAllowed = false;
    }

    private static string PartOf(Type type) =>
        type.IsArray ? $"{PartOf(type.GetElementType()!)}s"
        : type.IsGenericType ? $"{PartOf(type.GetGenericArguments()[^1])}s"
        : type == typeof(string) ? "Text"
        : type.Name;
}
