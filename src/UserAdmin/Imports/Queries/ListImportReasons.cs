using UserAdmin.Messaging;
using UserAdmin.Roles;

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
public sealed record ImportReason(string Code, string Example, int Count);

internal sealed class ListImportReasonsHandler(IImportStorage storage, CurrentMessage current)
    : IQueryHandler<ListImportReasons, IReadOnlyList<ImportReason>>
{
    public Task<Answer<IReadOnlyList<ImportReason>>> Handle(
        ListImportReasons request,
        CancellationToken cancellationToken
    )
    {
        if (!current.Access.Permissions.Contains(Permissions.UsersRead))
        {
            return Task.FromResult(
                new Answer<IReadOnlyList<ImportReason>>
                {
                    Refusal = MessagingErrors.NotPermitted(Permissions.UsersRead),
                }
            );
        }

        IReadOnlyList<ImportReason> reasons = [];
        if (storage.OpenRows(request.ImportId) is { } staged)
        {
            using var rows = staged;
            reasons = rows.AreJudged()
                ? rows.Reasons().ConvertAll(reason => new ImportReason(reason.Code, reason.Reason, reason.Count))
                : [];
        }

        return Task.FromResult(new Answer<IReadOnlyList<ImportReason>> { Value = reasons });
    }
}
