using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace UserAdmin.Storage.Attached;

/// <summary>
/// Maps the columns that an application added to its table of users. Their values are text in the program; here they
/// become what the column holds.
/// </summary>
internal static class AttributeColumns
{
    /// <summary>Adds them to the entity of users.</summary>
    /// <param name="users">The entity; its class has an indexer.</param>
    /// <param name="attributes">The attributes.</param>
    /// <param name="isTyped">Whether the database compares types strictly, as PostgreSQL does.</param>
    public static void Map(IMutableEntityType users, IReadOnlyList<AccountAttribute> attributes, bool isTyped)
    {
        foreach (var attribute in attributes)
        {
            var column = attribute.Column;
            var property = users.AddIndexerProperty(attribute.Name, typeof(string));
            property.SetColumnName(column.Name);
            property.IsNullable = column.IsNullable;
            property.SetValueConverter(isTyped ? Typed(column) : Untyped(column.Type));
            if (isTyped && column.StoreType.StartsWith("timestamp", StringComparison.OrdinalIgnoreCase))
            {
                property.SetColumnType(HasZone(column) ? "timestamp with time zone" : "timestamp without time zone");
            }

            if (column.IsGenerated || column is { HasDefault: true, DefaultSql: null })
            {
                property.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
                property.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            }
        }
    }

    private static ValueConverter? Typed(ExtraColumn column) =>
        column.Type switch
        {
            ExtraColumnType.Integer when IsOf(column, "smallint") => new ValueConverter<string, short>(
                text => short.Parse(text, CultureInfo.InvariantCulture),
                value => AttributeText.Of(value)
            ),
            ExtraColumnType.Integer when IsOf(column, "integer") => new ValueConverter<string, int>(
                text => int.Parse(text, CultureInfo.InvariantCulture),
                value => AttributeText.Of(value)
            ),
            ExtraColumnType.Integer => new ValueConverter<string, long>(
                text => long.Parse(text, CultureInfo.InvariantCulture),
                value => AttributeText.Of(value)
            ),
            ExtraColumnType.Decimal when IsOf(column, "real") => new ValueConverter<string, float>(
                text => float.Parse(text, CultureInfo.InvariantCulture),
                value => value.ToString(CultureInfo.InvariantCulture)
            ),
            ExtraColumnType.Decimal when IsOf(column, "double precision") => new ValueConverter<string, double>(
                text => double.Parse(text, CultureInfo.InvariantCulture),
                value => value.ToString(CultureInfo.InvariantCulture)
            ),
            ExtraColumnType.Decimal => new ValueConverter<string, decimal>(
                text => decimal.Parse(text, CultureInfo.InvariantCulture),
                value => AttributeText.Of(value)
            ),
            ExtraColumnType.Boolean => new ValueConverter<string, bool>(
                text => text == AttributeText.Yes,
                value => AttributeText.Of(value)
            ),
            ExtraColumnType.Date => new ValueConverter<string, DateOnly>(
                text => DateOnly.Parse(text, CultureInfo.InvariantCulture),
                value => AttributeText.Of(value)
            ),
            ExtraColumnType.Moment => Moments(HasZone(column) ? DateTimeKind.Utc : DateTimeKind.Unspecified),
            ExtraColumnType.Uuid => new ValueConverter<string, Guid>(
                text => Guid.Parse(text),
                value => AttributeText.Of(value)
            ),
            _ => null,
        };

    private static ValueConverter<string, DateTime> Moments(DateTimeKind kind) =>
        new(
            text => DateTime.SpecifyKind(AttributeText.TryMoment(text)!.Value.UtcDateTime, kind),
            value => AttributeText.Of(new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc)))
        );

    // SQLite converts text to what the column holds, and anything it holds to text. Moments and UUIDs are written as
    // Entity Framework writes them; without an offset, it reads a moment as both of its types.
    private static ValueConverter<string, string>? Untyped(ExtraColumnType type) =>
        type == ExtraColumnType.Text
            ? null
            : new ValueConverter<string, string>(
                text => Stored(type, text),
                value => AttributeText.Canonical(type, value) ?? value
            );

    private static string Stored(ExtraColumnType type, string text) =>
        type switch
        {
            ExtraColumnType.Boolean => text == AttributeText.Yes ? "1" : "0",
            ExtraColumnType.Moment when AttributeText.TryMoment(text) is { } moment => moment.UtcDateTime.ToString(
                "yyyy-MM-dd HH:mm:ss.FFFFFFF",
                CultureInfo.InvariantCulture
            ),
            ExtraColumnType.Uuid => text.ToUpperInvariant(),
            ExtraColumnType.Decimal when !text.Contains('.', StringComparison.Ordinal) => $"{text}.0",
            _ => text,
        };

    private static bool IsOf(ExtraColumn column, string type) =>
        column.StoreType.StartsWith(type, StringComparison.OrdinalIgnoreCase);

    private static bool HasZone(ExtraColumn column) =>
        column.StoreType.Contains("with time zone", StringComparison.OrdinalIgnoreCase);
}
