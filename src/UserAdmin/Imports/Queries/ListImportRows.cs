using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;
using UserAdmin.Users;

namespace UserAdmin.Imports.Queries;

/// <summary>
/// A page of the rows of an import with the verdict on each: rows that change accounts with permissions first, then the
/// others, each in the file's order; empty until the preview is complete and after the rows were deleted. Also needs
/// <see cref="Permissions.UsersRead"/>.
/// </summary>
/// <param name="ImportId">Key of the import.</param>
/// <param name="Verdict">Only rows with this verdict; null for all.</param>
/// <param name="Code">Only rows whose first error has this code (<see cref="ImportReason.Code"/>); null for
/// all.</param>
/// <param name="PageNumber">From 1; a page past the end is empty.</param>
/// <param name="PageSize">1 to 200.</param>
/// <param name="HoldersOnly">Only rows that change accounts with permissions.</param>
[Permission(Permissions.UsersImport)]
public sealed record ListImportRows(
    string ImportId,
    ImportVerdict? Verdict = null,
    string? Code = null,
    int PageNumber = 1,
    int PageSize = 50,
    bool HoldersOnly = false
) : IQuery<Page<ImportItem>>;

/// <summary>A row of an import.</summary>
/// <param name="Row">Number of the row as a spreadsheet counts.</param>
/// <param name="Cells">Its cells, one for each column; null for an empty one. Password hashes are not shown.</param>
/// <param name="Verdict">What the row does, or its result once <paramref name="IsDone"/>.</param>
/// <param name="IsDone">Whether the row was processed.</param>
/// <param name="UserId">The account that the row creates or changes, or null. A new account exists once the row is
/// done.</param>
/// <param name="Name">The person's display name, or else the user name, or else the email; may be empty.</param>
/// <param name="Changes">The fields that the row sets, with the old value (null for a new account) and the new
/// one.</param>
/// <param name="Errors">Why the row is refused, each error with its field; empty if it is not refused, or was refused
/// only when it was applied.</param>
/// <param name="Reason">Why the row is refused, as sentences; null otherwise.</param>
public sealed record ImportItem(
    int Row,
    IReadOnlyList<string?> Cells,
    ImportVerdict Verdict,
    bool IsDone,
    string? UserId,
    string Name,
    IReadOnlyList<FieldChange> Changes,
    IReadOnlyList<Error> Errors,
    string? Reason
)
{
    /// <summary>
    /// Whether the row changes an account that holds permissions. Such rows come first, whatever their number.
    /// </summary>
    public bool ChangesHolder { get; init; }

    private const string HiddenHash = "(password hash)";

    private const string HiddenPassword = "(not shown)";

    /// <summary>
    /// Returns what is shown of a cell. Cells of a column of hashes are never shown, because they may hold plain
    /// passwords.
    /// </summary>
    internal static string? Shown(string? cell, bool isHashColumn = false) =>
        cell is null ? null
        : ImportHashColumns.IsHash(cell) ? HiddenHash
        : isHashColumn ? HiddenPassword
        : cell;
}

internal sealed class ListImportRowsHandler(
    ReadContext context,
    DatabaseLayout layout,
    IImportStorage storage,
    ILookupNormalizer normalizer,
    IEnumerable<IHostUsers> hosts,
    ImportedHashes hashes,
    CurrentMessage current
) : IQueryHandler<ListImportRows, Page<ImportItem>>
{
    public async Task<Answer<Page<ImportItem>>> Handle(ListImportRows request, CancellationToken cancellationToken)
    {
        if (!current.Access.Permissions.Contains(Permissions.UsersRead))
        {
            return new() { Refusal = MessagingErrors.NotPermitted(Permissions.UsersRead) };
        }

        var none = new Page<ImportItem>([], 0);
        var import = await context.Imports.SingleOrDefaultAsync(
            row => row.ImportId == request.ImportId,
            cancellationToken
        );
        if (
            import?.Options is not { } options
            || import.Status is ImportStatus.Ready or ImportStatus.Previewing
            || storage.OpenRows(request.ImportId) is not { } staged
        )
        {
            return new() { Value = none };
        }

        using var rows = staged;
        if (!rows.AreJudged())
        {
            return new() { Value = none };
        }

        var size = Math.Clamp(request.PageSize, 1, 200);
        var skip = (int)Math.Min((Math.Max(1, request.PageNumber) - 1L) * size, int.MaxValue);
        var reader = new ImportRowReader(
            options,
            import.Table?.Columns ?? [],
            normalizer,
            layout,
            hosts,
            hashes.Of(options)
        );
        var items = rows.List(request.Verdict, request.Code, request.HoldersOnly, skip, size)
            .Select(row =>
            {
                var read = reader.Read(row.Row, row.Cells);
                return new ImportItem(
                    row.Row,
                    [
                        .. row.Cells.Select(
                            (cell, column) =>
                                ImportItem.Shown(cell, ImportHashColumns.IsSecret(options.Columns[column]))
                        ),
                    ],
                    row.Verdict,
                    row.Row <= import.DoneRow,
                    row.UserId,
                    read.Name,
                    row.Verdict == ImportVerdict.Create ? [.. read.Created(), .. row.Changes] : row.Changes,
                    row.Errors,
                    row.Reason
                )
                {
                    ChangesHolder = row.ChangesHolder,
                };
            });
        return new()
        {
            Value = new Page<ImportItem>([.. items], rows.Count(request.Verdict, request.Code, request.HoldersOnly)),
        };
    }
}
