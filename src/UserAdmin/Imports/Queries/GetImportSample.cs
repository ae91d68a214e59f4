using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Imports.Queries;

/// <summary>
/// The columns of an import's file with their first values, to decide what each holds; null if there is no such import,
/// it is not read yet, or its rows were deleted. Also needs <see cref="Permissions.UsersRead"/>.
/// </summary>
/// <param name="ImportId">Key of the import.</param>
/// <param name="Rows">How many rows, 1 to 100.</param>
[Permission(Permissions.UsersImport)]
public sealed record GetImportSample(string ImportId, int Rows = 5) : IQuery<IReadOnlyList<ImportColumn>>;

/// <summary>A column of the file.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Guess">What it probably holds, or null.</param>
/// <param name="Values">Its values in the first rows; null for an empty cell. Password hashes are not shown.</param>
/// <param name="IsClearPassword">Whether it seems to hold plain-text passwords. It then cannot be chosen, and its cells
/// were not stored.</param>
public sealed record ImportColumn(string Title, ImportField? Guess, IReadOnlyList<string?> Values, bool IsClearPassword)
{
    /// <summary>
    /// Whether it may say which accounts are disabled, locked or deleted, so that ignoring it must be confirmed.
    /// </summary>
    public bool MaySayState { get; init; }
}

internal sealed class GetImportSampleHandler(
    ReadContext context,
    IImportStorage storage,
    IAttachedDatabase database,
    CurrentMessage current
) : IQueryHandler<GetImportSample, IReadOnlyList<ImportColumn>>
{
    public async Task<Answer<IReadOnlyList<ImportColumn>>> Handle(
        GetImportSample request,
        CancellationToken cancellationToken
    )
    {
        if (!current.Access.Permissions.Contains(Permissions.UsersRead))
        {
            return new() { Refusal = MessagingErrors.NotPermitted(Permissions.UsersRead) };
        }

        var import = await context.Imports.SingleOrDefaultAsync(
            row => row.ImportId == request.ImportId,
            cancellationToken
        );
        if (import?.Table is not { } table || storage.OpenRows(request.ImportId) is not { } staged)
        {
            return new();
        }

        using var rows = staged;
        var (first, guess) = (
            First(rows, Math.Clamp(request.Rows, 1, 100), table.IsEncodingDoubtful),
            ImportHashColumns.Guess(
                ImportGuess.Columns(table.Columns, ImportSamples.Of(rows, table.Columns.Count), database.Attributes),
                table.Hashes
            )
        );
        var samples = ImportSamples.Of(rows, table.Columns.Count);
        return new()
        {
            Value =
            [
                .. table.Columns.Select(
                    (title, column) =>
                        new ImportColumn(
                            title,
                            guess[column],
                            [
                                .. first.Select(cells =>
                                    ImportItem.Shown(
                                        cells[column],
                                        ImportHashColumns.IsSecret(guess[column]) || table.Hashes.Contains(column)
                                    )
                                ),
                            ],
                            table.ClearPasswords.Contains(column)
                                || (ClearPasswords.IsTitle(title) && !table.Hashes.Contains(column))
                        )
                        {
                            MaySayState = ImportGuess.MaySayState(title, samples[column]),
                        }
                ),
            ],
        };
    }

    /// <summary>
    /// Returns the first rows. If the encoding is a guess, rows with non-ASCII characters come first, because they show
    /// whether the guess is right.
    /// </summary>
    private static List<string?[]> First(IStagedRows rows, int take, bool isDoubtful) =>
        isDoubtful
            ?
            [
                .. rows.First(1000)
                    .OrderByDescending(cells => cells.Any(cell => cell is not null && !System.Text.Ascii.IsValid(cell)))
                    .Take(take),
            ]
            : rows.First(take);
}
