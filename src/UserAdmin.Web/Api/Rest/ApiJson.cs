using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using UserAdmin.Imports;
using UserAdmin.Policies;
using UserAdmin.Users;
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
        json.Converters.Add(new ImportFieldJson());
        json.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireValues, AddState } };
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

    // Of several states that apply, the one that the list of the console shows.
    private static void AddState(JsonTypeInfo type)
    {
        if (type.Type == typeof(UserRow))
        {
            var state = type.CreateJsonPropertyInfo(typeof(UserState), "state");
            state.Get = row => ((UserRow)row).StateAt(TimeProvider.System.GetUtcNow());
            type.Properties.Add(state);
        }
    }

    /// <summary>
    /// A field of an import is written as other names of the API are: <c>userName</c>. The core's own name of it is
    /// read, too. Attributes keep the names of their columns.
    /// </summary>
    private sealed class ImportFieldJson : JsonConverter<ImportField>
    {
        private static readonly FrozenDictionary<string, ImportField> _byName = ImportField
            .All.Append(ImportField.Id)
            .Distinct()
            .ToFrozenDictionary(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name));

        private static readonly FrozenDictionary<ImportField, string> _names = _byName.ToFrozenDictionary(
            one => one.Value,
            one => one.Key
        );

        public override ImportField Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) =>
            reader.TokenType != JsonTokenType.String ? throw new JsonException()
            : _byName.TryGetValue(reader.GetString()!, out var field) ? field
            : new ImportField(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, ImportField value, JsonSerializerOptions options) =>
            writer.WriteStringValue(_names.GetValueOrDefault(value, value.Name));
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
