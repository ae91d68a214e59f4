using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Imports.Queries;

/// <summary>
/// The reasons why rows of an import are refused, the most frequent first; empty until the preview is complete and
/// after the rows were deleted. Also needs <see cref="Permissions.UsersRead"/>.
/// </summary>
/// <param name="ImportId">Key of the import.</param>
[Permission(Permissions.UsersImport)]
public sealed record ListImportReasons(string ImportId) : IQuery<IReadOnlyList<ImportReason>>;

/// <summary>A reason why rows are refused.</summary>
/// <param name="Code">The first error's code, to filter by.</param>
/// <param name="Example">The full text of the first row that has it.</param>
/// <param name="Count">How many rows have it.</param>
public sealed record ImportReason(string Code, string Example, int Count)
{
    /// <summary>
    /// The most frequent values of the column that the reason is about, at most 5; empty if it is about none, or about
    /// password hashes.
    /// </summary>
    public IReadOnlyList<ImportReasonValue> Values { get; init; } = [];
}

/// <summary>A value in the rows that are refused for one reason.</summary>
/// <param name="Value">The text of the cell; null for empty cells.</param>
/// <param name="Count">How many of these rows have it.</param>
public sealed record ImportReasonValue(string? Value, int Count);

internal sealed class ListImportReasonsHandler(ReadContext context, IImportStorage storage, CurrentMessage current)
    : IQueryHandler<ListImportReasons, IReadOnlyList<ImportReason>>
{
    private const int MostValues = 5;

    public async Task<Answer<IReadOnlyList<ImportReason>>> Handle(
        ListImportReasons request,
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
        if (import?.Options is not { } options || storage.OpenRows(request.ImportId) is not { } staged)
        {
            return new() { Value = [] };
        }

        using var rows = staged;
        return new()
        {
            Value = rows.AreJudged()
                ? rows.Reasons()
                    .ConvertAll(reason => new ImportReason(reason.Code, reason.Reason, reason.Count)
                    {
                        Values =
                            ImportField.Find(reason.First?.Field) is { } field
                            && options.ColumnOf(field) is var column
                            && options.IsMendable(column)
                                ?
                                [
                                    .. rows.RefusedValues(reason.Code, column, MostValues)
                                        .Select(value => new ImportReasonValue(value.Value, value.Count)),
                                ]
                                : [],
                    })
                : [],
        };
    }
}
