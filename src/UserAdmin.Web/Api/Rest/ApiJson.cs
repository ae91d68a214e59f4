using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using UserAdmin.Policies;
using UserAdmin.Users.Queries;

namespace UserAdmin.Web.Api.Rest;

/// <summary>How the API reads and writes JSON: camelCase, enums as strings, nothing that it does not know.</summary>
internal static class ApiJson
{
    /// <summary>The options.</summary>
    public static JsonSerializerOptions Options { get; } = Configured(new(JsonSerializerDefaults.Web));

    /// <summary>Sets the options, for the generator of the document too.</summary>
    public static JsonSerializerOptions Configured(JsonSerializerOptions json)
    {
        json.PropertyNameCaseInsensitive = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.Converters.Add(new SortJson());
        json.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireValues } };
        return json;
    }

    // A number or a choice that was left out would be the first one: a bulk action without an action would disable.
    private static void RequireValues(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Assembly != typeof(Policy).Assembly)
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { HasDefaultValue: false } parameter)
            {
                property.IsRequired =
                    parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null;
            }
            // The policy is replaced as a whole.
            else if (type.Type == typeof(Policy) && property.Set is not null)
            {
                property.IsRequired = true;
            }
        }
    }

    /// <summary>A sort is the name of its field.</summary>
    private sealed class SortJson : JsonConverter<UserSort>
    {
        public override UserSort Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String
                ? UserSort.Find(reader.GetString()) ?? new UserSort(reader.GetString()!)
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, UserSort value, JsonSerializerOptions options) =>
            writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(value.Field));
    }
}
