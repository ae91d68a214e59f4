using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Tables;
using UserAdmin.Text;

namespace UserAdmin.Imports.Commands;

/// <summary>
/// Records how much of an import's file is read and, at its end, the description of the file. Sent by the runner.
/// </summary>
/// <param name="ImportId">Key of the import.</param>
/// <param name="Rows">Rows read so far, 0 to 1,000,000.</param>
/// <param name="Table">Description of the file once all rows are read; null before.</param>
/// <param name="Values">Some different values of each column, to guess what it holds; empty until all rows are
/// read.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record RecordImportRows(
    string ImportId,
    int Rows,
    TableDescription? Table,
    IReadOnlyList<IReadOnlyList<string>> Values
) : ILongCommand
{
    /// <summary>The columns, from 0, in which some rows have no value.</summary>
    public IReadOnlyList<int> Gaps { get; init; } = [];
}

internal sealed class RecordImportRowsValidator : AbstractValidator<RecordImportRows>
{
    public RecordImportRowsValidator() => RuleFor(command => command.ImportId).MustBeId();
}

internal sealed class RecordImportRowsHandler(WriteContext context, ILookupNormalizer normalizer)
    : ICommandHandler<RecordImportRows>
{
    public async Task<CommandResult> Handle(RecordImportRows request, CancellationToken cancellationToken)
    {
        if (await context.ImportRuns.FindAsync([request.ImportId], cancellationToken) is not { } run)
        {
            return CommandResult.Refused(ImportErrors.NotFound);
        }

        if (run.Status != ImportStatus.Reading)
        {
            return CommandResult.Refused(ImportErrors.OutOfStep);
        }

        if (request.Table is null)
        {
            run.ReadingProgressed(request.Rows);
            return CommandResult.Done;
        }

        if (run.IsList)
        {
            run.StageList(request.Rows, request.Table);
            return CommandResult.Done;
        }

        var header = HeaderOf(request.Table.Columns);
        // Columns without titles are alike in every file, whatever they hold.
        var remembered = request.Table.TitleRow == 0 ? null : await RememberedAsync(run, header, cancellationToken);
        run.Stage(
            request.Rows,
            request.Table,
            header,
            remembered ?? await GuessAsync(request, request.Table, cancellationToken),
            remembered is not null
        );
        return CommandResult.Done;
    }

    private async Task<ImportOptions> GuessAsync(
        RecordImportRows request,
        TableDescription table,
        CancellationToken cancellationToken
    )
    {
        var layout = context.Layout;
        var guess = ImportGuess.Options(
            table.Columns,
            request.Values,
            layout.Attributes,
            request.Gaps,
            NewKeys.CanBeForeign(layout)
        );
        var columns = ImportHashColumns.Guess(guess.Columns, table.Hashes).ToArray();
        var roles = Array.IndexOf(columns, ImportField.Roles);
        if (roles >= 0 && !await AreRolesAsync(request.Values[roles], cancellationToken))
        {
            // People come without the groups that mean nothing here, until somebody says that these are roles.
            columns[roles] = null;
        }

        return guess with
        {
            Columns = columns,
        };
    }

    private async Task<bool> AreRolesAsync(IReadOnlyList<string> cells, CancellationToken cancellationToken)
    {
        string[] names =
        [
            .. cells.SelectMany(ImportedRoles.In).Select(name => normalizer.NormalizeName(name)).Distinct(),
        ];
        return names.Length > 0
            && await context.Roles.CountAsync(
                role => EF.Parameter(names).Contains(role.NormalizedName!),
                cancellationToken
            ) == names.Length;
    }

    /// <summary>
    /// Returns what the person chose last time for a file with the same titles. Roles and invitations are not
    /// reused, because they concern people, not columns.
    /// </summary>
    private async Task<ImportOptions?> RememberedAsync(
        ImportRun current,
        string header,
        CancellationToken cancellationToken
    )
    {
        var options = await context
            .ImportRuns.AsNoTracking()
            .Where(run =>
                run.ActorId == current.ActorId
                && run.Header == header
                && run.Options != null
                && run.ImportId != current.ImportId
            )
            .OrderByDescending(run => run.ReceivedAt)
            .Select(run => run.Options)
            .FirstOrDefaultAsync(cancellationToken);
        return options is null
            ? null
            : JsonSerializer.Deserialize<ImportOptions>(options)! with
            {
                RoleIds = [],
                CreatesRoles = false,
                Invites = false,
                IgnoresStates = false,
                ChangesHolders = false,
            };
    }

    private static string HeaderOf(IReadOnlyList<string> titles) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(titles))).AsSpan(0, 16));
}
