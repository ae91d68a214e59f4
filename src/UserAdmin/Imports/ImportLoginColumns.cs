using System.Text.RegularExpressions;

namespace UserAdmin.Imports;

/// <summary>
/// The columns with external logins: the one that was chosen, and those beside it with a person's other logins, which
/// exports number (<c>identities[1].user_id</c>) or name (<c>github.id</c>, without a column for the provider).
/// </summary>
public static partial class ImportLoginColumns
{
    /// <summary>Returns the columns that are read together with the chosen one, in the file's order.</summary>
    /// <param name="fields">What each column holds; null for one that is not imported.</param>
    /// <param name="titles">The titles of the columns.</param>
    public static IReadOnlyList<int> Beside(IReadOnlyList<ImportField?> fields, IReadOnlyList<string> titles) =>
        [
            .. Of(fields, titles)
                .Select(column => column.Key)
                .Where(column => fields[column] != ImportField.ExternalLogins)
                .Order(),
        ];

    /// <summary>Returns all columns with logins; none if no column was chosen.</summary>
    /// <param name="fields">What each column holds; null for one that is not imported.</param>
    /// <param name="titles">The titles of the columns.</param>
    internal static IReadOnlyList<ImportLoginColumn> Of(
        IReadOnlyList<ImportField?> fields,
        IReadOnlyList<string> titles
    )
    {
        if (ColumnOf(ImportField.ExternalLogins) is not { } chosen)
        {
            return [];
        }

        var provider = ColumnOf(ImportField.ExternalLoginProvider);
        var title = titles.ElementAtOrDefault(chosen) ?? "";
        if (provider is null && Named().IsMatch(title))
        {
            return
            [
                .. titles
                    .Index()
                    .Select(column => (column.Index, Name: Named().Match(column.Item)))
                    .Where(column => column.Name.Success && (column.Index == chosen || IsFree(column.Index)))
                    .Select(column => new ImportLoginColumn(column.Index, null, column.Name.Groups[1].Value)),
            ];
        }

        List<ImportLoginColumn> columns = [new(chosen, provider, null)];
        var providerTitle = provider is { } known ? titles.ElementAtOrDefault(known) ?? "" : null;
        for (
            var number = 1;
            Numbered(title, number) is { } next
                && (providerTitle is null || Numbered(providerTitle, number) is not null);
            number++
        )
        {
            columns.Add(new(next, providerTitle is null ? null : Numbered(providerTitle, number), null));
        }

        return columns;

        int? ColumnOf(ImportField field) =>
            fields.Index().Where(column => column.Item == field).Select(column => (int?)column.Index).FirstOrDefault();

        bool IsFree(int column) => column < fields.Count && fields[column] is null;

        int? Numbered(string first, int number) =>
            First().Match(first) is { Success: true } parts
                ? titles
                    .Index()
                    .Where(column =>
                        IsFree(column.Index)
                        && column.Item
                            == FormattableString.Invariant($"{parts.Groups[1].Value}[{number}]{parts.Groups[2].Value}")
                    )
                    .Select(column => (int?)column.Index)
                    .FirstOrDefault()
                : null;
    }

    [GeneratedRegex("^(google|facebook|twitter|github|microsoft|apple)[ ._-]?id$", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(@"^([^\[\]]+)\[0\](.*)$", RegexOptions.Singleline)]
    private static partial Regex First();
}

/// <summary>A column with external logins.</summary>
/// <param name="Key">Position of the column with the key, from 0.</param>
/// <param name="Provider">Position of the column with the provider; null if there is none.</param>
/// <param name="ProviderName">The provider, if the title names it; null otherwise.</param>
internal sealed record ImportLoginColumn(int Key, int? Provider, string? ProviderName);
