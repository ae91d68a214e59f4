using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Api.Rest;

/// <summary>Where the value of a message's property comes from.</summary>
internal enum ApiSource
{
    /// <summary>The JSON of the body.</summary>
    Body,

    /// <summary>The address.</summary>
    Route,

    /// <summary>The query string.</summary>
    Query,

    /// <summary>The header <c>If-Match</c>.</summary>
    Version,

    /// <summary>The parameters <c>cursor</c> and <c>limit</c>.</summary>
    Paging,

    /// <summary>The sign before the parameter <c>sort</c>.</summary>
    Descending,
}

/// <summary>A property of a message, and where its value comes from.</summary>
/// <param name="Property">The property.</param>
/// <param name="Source">The source.</param>
/// <param name="Parameter">The name of the parameter, or of the property in the body.</param>
internal sealed record ApiField(PropertyInfo Property, ApiSource Source, string Parameter)
{
    /// <summary>
    /// Whether the value must be sent: a property that the constructor demands and that cannot be null.
    /// </summary>
    public bool IsRequired =>
        Property
            .DeclaringType!.GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .FirstOrDefault(parameter => parameter.Name == Property.Name)
            is { HasDefaultValue: false }
        && new NullabilityInfoContext().Create(Property).WriteState != NullabilityState.Nullable
        && Nullable.GetUnderlyingType(Property.PropertyType) is null;

    /// <summary>Name in the JSON of the message.</summary>
    public string Json { get; } = JsonNamingPolicy.CamelCase.ConvertName(Property.Name);

    /// <summary>Whether the value is never shown.</summary>
    public bool IsSecret { get; } = Property.IsDefined(typeof(SecretAttribute));

    /// <summary>The names of the parameters of the query string that the value is made of.</summary>
    public IReadOnlyList<PropertyInfo> Parts { get; } =
        Property.PropertyType is { IsClass: true } type && type.Assembly == typeof(Error).Assembly
            ? [.. type.GetProperties().Where(part => part.SetMethod is { IsPublic: true, IsStatic: false })]
            : [];

    /// <summary>Whether the parameter may be repeated.</summary>
    public bool IsMany =>
        Property.PropertyType != typeof(string) && Property.PropertyType.IsAssignableTo(typeof(IEnumerable));

    /// <summary>Returns the JSON of a value in the address or the query string; null if it cannot be one.</summary>
    public static JsonNode? Parse(Type type, string text) =>
        (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var whole when whole == typeof(int) || whole == typeof(long) => long.TryParse(
                text,
                System.Globalization.NumberStyles.AllowLeadingSign,
                System.Globalization.CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : null,
            var flag when flag == typeof(bool) => text switch
            {
                "true" => true,
                "false" => false,
                _ => null,
            },
            _ => text,
        };
}
