using System.Collections;
using System.Reflection;
using System.Text.Json;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Api.Rest;

/// <summary>One message of the API: its method and address. Everything else follows from the message's type.</summary>
internal abstract class ApiEndpoint
{
    /// <summary>The beginning of every address.</summary>
    public const string Base = "/api/v1/";

    /// <summary>Creates an endpoint.</summary>
    /// <param name="method">The method of HTTP. GET and DELETE have no body: values are in the query string.</param>
    /// <param name="route">The address below <see cref="Base"/>; names in braces are properties of the message.</param>
    /// <param name="message">The type of the message.</param>
    /// <param name="source">Where the value of a property comes from; null for what the type says.</param>
    protected ApiEndpoint(string method, string route, Type message, Func<PropertyInfo, ApiField?>? source = null)
    {
        (Method, Route, Message) = (method, route, message);
        Permission = message.GetCustomAttribute<PermissionAttribute>()!.Name;
        Fields =
        [
            .. message
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.SetMethod is not null)
                .OrderBy(property => property.MetadataToken)
                .Select(property => source is null ? FieldOf(property) : source(property))
                .OfType<ApiField>(),
        ];
        Paging =
            Has("Cursor") ? ApiPaging.Cursor
            : Has("PageNumber") ? ApiPaging.Page
            : Has("Before") ? ApiPaging.Before
            : ApiPaging.None;
    }

    /// <summary>The method of HTTP.</summary>
    public string Method { get; }

    /// <summary>The address below <see cref="Base"/>.</summary>
    public string Route { get; }

    /// <summary>The type of the message.</summary>
    public Type Message { get; }

    /// <summary>The permission that the message needs.</summary>
    public string Permission { get; }

    /// <summary>The group: the first part of the address.</summary>
    public string Group => Route.Split('/')[0];

    /// <summary>The unique name: that of the message.</summary>
    public string Name => Message.Name;

    /// <summary>The properties of the message.</summary>
    public IReadOnlyList<ApiField> Fields { get; }

    /// <summary>How the list is divided.</summary>
    public ApiPaging Paging { get; }

    /// <summary>Whether values are in the body.</summary>
    public bool HasBody => Method is not ("GET" or "DELETE");

    /// <summary>The largest body in bytes; null for the size of a form.</summary>
    public long? MostBytes { get; init; }

    /// <summary>The media type of the body.</summary>
    public virtual string Accepts => "application/json";

    /// <summary>The type of the body.</summary>
    public virtual Type Body => Message;

    /// <summary>The media types of the answer.</summary>
    public virtual IReadOnlyList<string> MediaTypes => ["application/json"];

    /// <summary>The type of the answer.</summary>
    public abstract Type Response { get; }

    /// <summary>The status of the answer.</summary>
    public virtual int Status => StatusCodes.Status200OK;

    /// <summary>Whether the message is a command.</summary>
    public bool IsCommand => Message.IsAssignableTo(typeof(ICommand));

    /// <summary>Answers a request.</summary>
    /// <param name="http">The request.</param>
    public abstract Task AnswerAsync(HttpContext http);

    /// <summary>The property for the version that <c>If-Match</c> names, or null.</summary>
    public ApiField? Version => Fields.FirstOrDefault(one => one.Source == ApiSource.Version);

    private bool Has(string property) => !IsCommand && Fields.Any(field => field.Property.Name == property);

    private ApiField FieldOf(PropertyInfo property)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        var isQuery = !IsCommand;
        return Route.Contains($"{{{name}}}", StringComparison.Ordinal) ? new(property, ApiSource.Route, name)
            : property.Name == "SeenVersion" ? new(property, ApiSource.Version, "If-Match")
            : HasBody ? new(property, ApiSource.Body, name)
            : isQuery && property.Name == "Search" ? new(property, ApiSource.Query, "q")
            : isQuery && property.Name == "Descending" ? new(property, ApiSource.Descending, "sort")
            : isQuery && property.Name is "Cursor" or "PageNumber" or "PageSize" or "Before" or "Take"
                ? new(property, ApiSource.Paging, property.Name is "PageSize" or "Take" ? "limit" : "cursor")
            : new(property, ApiSource.Query, name);
    }
}

/// <summary>How a list is divided.</summary>
internal enum ApiPaging
{
    /// <summary>It is answered as a whole.</summary>
    None,

    /// <summary>By the query's own cursor.</summary>
    Cursor,

    /// <summary>By the number of the page.</summary>
    Page,

    /// <summary>By the log position before which the next page begins.</summary>
    Before,
}

/// <summary>A command that creates or begins something with an id.</summary>
internal interface IApiCreation
{
    /// <summary>The property with the id, which the API makes if it is left out; null if there is none.</summary>
    string? NewId { get; }
}
