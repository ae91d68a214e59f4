using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Copying;

/// <summary>A table of the write model, as a copy sees it.</summary>
/// <param name="Name">The name, which is the same in every database.</param>
/// <param name="Sql">The name with its schema, as SQL of this database.</param>
/// <param name="Columns">All columns, in an order that is the same in every database.</param>
internal sealed record CopiedTable(string Name, string Sql, IReadOnlyList<CopiedColumn> Columns)
{
    /// <summary>The indexes of the columns of the primary key.</summary>
    public IReadOnlyList<int> Keys { get; } = [.. Enumerable.Range(0, Columns.Count).Where(i => Columns[i].IsKey)];

    /// <summary>Whether this is the event log, whose rows are only ever appended.</summary>
    public bool IsLog { get; private init; }

    /// <summary>
    /// Returns the tables of a model: those that others refer to come before them. A mapping that is added later is
    /// included without being named here.
    /// </summary>
    public static IReadOnlyList<CopiedTable> AllOf(IModel model) =>
        [
            .. model
                .GetEntityTypes()
                .Where(entity => !entity.IsOwned() && entity.GetTableName() is not null)
                .OrderBy(WrittenRow.DepthOf)
                .ThenBy(entity => entity.GetTableName(), StringComparer.Ordinal)
                .Select(Of),
        ];

    /// <summary>Returns the statement that reads all rows in the order of their keys.</summary>
    /// <param name="byBytes">How this database is told to compare text by its bytes.</param>
    /// <param name="condition">A condition with the word WHERE, or an empty text.</param>
    public string Select(string byBytes, string condition = "") =>
        $"SELECT {string.Join(", ", Columns.Select(column => column.Sql))} FROM {Sql} {condition} ORDER BY "
        + string.Join(
            ", ",
            Keys.Select(key => Columns[key])
                .Select(key => key.Kind == CopiedKind.Text ? $"{key.Sql} {byBytes}" : key.Sql)
        );

    /// <summary>Describes a row to a person, by its key.</summary>
    public string Describe(object?[] row) =>
        $"{Name} {string.Join(", ", Keys.Select(key => $"{Columns[key].Name}={CopiedValues.Text(row[key])}"))}";

    private static CopiedTable Of(IEntityType entity) =>
        new(
            entity.GetTableName()!,
            entity.QuotedTable(),
            [
                .. entity
                    .GetProperties()
                    .Select(property => new CopiedColumn(property))
                    .Concat(
                        entity.GetNavigations().Where(IsDocument).Select(of => new CopiedColumn(of.TargetEntityType))
                    )
                    .OrderBy(column => column.Name, StringComparer.Ordinal),
            ]
        )
        {
            IsLog = entity.ClrType == typeof(EventRecord),
        };

    private static bool IsDocument(INavigation navigation) =>
        navigation.ForeignKey.IsOwnership && navigation.TargetEntityType.IsMappedToJson();
}

/// <summary>How the values of a column are represented while they are copied.</summary>
internal enum CopiedKind
{
    /// <summary>A <see cref="string"/>.</summary>
    Text,

    /// <summary>A <see cref="long"/>.</summary>
    Integer,

    /// <summary>A <see cref="bool"/>.</summary>
    Boolean,

    /// <summary>An array of <see cref="byte"/>.</summary>
    Bytes,

    /// <summary>A <see cref="DateTimeOffset"/> without an offset.</summary>
    Moment,

    /// <summary>The values of a <see cref="CopiedDocument"/>.</summary>
    Document,
}

/// <summary>A column of a <see cref="CopiedTable"/>.</summary>
internal sealed class CopiedColumn
{
    public CopiedColumn(IProperty property)
    {
        var type = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        Name = property.GetColumnName();
        Kind =
            type == typeof(string) ? CopiedKind.Text
            : type == typeof(int) || type == typeof(long) ? CopiedKind.Integer
            : type == typeof(bool) ? CopiedKind.Boolean
            : type == typeof(byte[]) ? CopiedKind.Bytes
            : type == typeof(DateTimeOffset) ? CopiedKind.Moment
            : throw new InvalidOperationException(
                $"The copy of a database does not know how to copy {Name}, which is of the type {type.Name}."
            );
        IsKey = property.IsPrimaryKey();
        IsGenerated = property.ValueGenerated != ValueGenerated.Never;
        IsShort = type == typeof(int);
        MaxLength = Kind == CopiedKind.Text ? property.GetMaxLength() : null;
    }

    /// <param name="document">The type that is stored as JSON in the column.</param>
    public CopiedColumn(IEntityType document)
    {
        Name = document.GetContainerColumnName()!;
        Kind = CopiedKind.Document;
        Document = new CopiedDocument(document);
    }

    public string Name { get; }

    /// <summary>The name as SQL.</summary>
    public string Sql => $"\"{Name}\"";

    public CopiedKind Kind { get; }

    /// <summary>Whether it belongs to the primary key.</summary>
    public bool IsKey { get; }

    /// <summary>Whether the database chooses the next value.</summary>
    public bool IsGenerated { get; }

    /// <summary>Whether an integer has 32 bits.</summary>
    public bool IsShort { get; }

    /// <summary>The longest text in characters, or null.</summary>
    public int? MaxLength { get; }

    /// <summary>How the JSON is read and written, if it is a document.</summary>
    public CopiedDocument? Document { get; }
}
