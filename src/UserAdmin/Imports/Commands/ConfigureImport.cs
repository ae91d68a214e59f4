using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Imports.Commands;

/// <summary>
/// Sets what the columns of an import's file mean and what the import does, and starts a preview of all rows in the
/// background. Can be sent again until the import is started. Creating users also needs <c>users.create</c>, changing
/// them <c>users.edit</c>, giving roles <c>roles.assign</c>.
/// </summary>
/// <param name="ImportId">Key of the import.</param>
/// <param name="Options">What to do.</param>
[Permission(Permissions.UsersImport)]
public sealed record ConfigureImport(string ImportId, ImportOptions Options) : ICommand;

internal sealed class ConfigureImportValidator : AbstractValidator<ConfigureImport>
{
    public ConfigureImportValidator()
    {
        RuleFor(command => command.ImportId).MustBeId();
        RuleFor(command => command.Options)
            .Must(options =>
                options is { Columns: not null, RoleIds: not null }
                && Enum.IsDefined(options.Mode)
                && Enum.IsDefined(options.EmptyCells)
                && options.MatchOn.IsKnown()
                && options.Columns.All(field => field is null || field.Value.IsKnown())
            )
            .Coded("imports.options-invalid", "The options of the import are incomplete.");
    }
}

/// <summary>
/// Refuses options that leave a column unused which may say that accounts are disabled, locked or deleted: people who
/// are blocked elsewhere must not silently become active.
/// </summary>
internal sealed class ConfigureImportPreparation(WriteContext context, IImportStorage storage, ImportedHashes hashes)
    : IPreparation<ConfigureImport>
{
    // As many as decide what the column holds.
    private const int HashesLookedFor = 1000;

    public async Task<Error?> PrepareAsync(ConfigureImport command, CancellationToken cancellationToken)
    {
        var (options, run) = (
            command.Options,
            await context
                .ImportRuns.AsNoTracking()
                .SingleOrDefaultAsync(run => run.ImportId == command.ImportId, cancellationToken)
        );
        if ((hashes.Refusal(options) ?? (run is null ? null : NoHashes(run, options))) is { } refusal)
        {
            return refusal;
        }

        if (
            run is null
            || options.IgnoresStates
            || options.Columns.Count != run.Titles.Count
            || storage.OpenRows(run.ImportId) is not { } staged
        )
        {
            return null;
        }

        using var rows = staged;
        var unused = ImportGuess.UnusedStates(run.Titles, ImportSamples.Of(rows, run.Titles.Count), options.Columns);
        return unused.Count == 0 ? null : ImportErrors.StatesIgnored([.. unused.Select(column => run.Titles[column])]);
    }

    /// <summary>Refuses as hashes a column of passwords, whose cells were not kept.</summary>
    private Error? NoHashes(ImportRun run, ImportOptions options)
    {
        var column = options.ColumnOf(ImportField.PasswordHash);
        if (
            column < 0
            || column >= run.Titles.Count
            || !ClearPasswords.IsTitle(run.Titles[column])
            || storage.OpenRows(run.ImportId) is not { } staged
        )
        {
            return null;
        }

        using var rows = staged;
        return rows.First(HashesLookedFor).Any(cells => cells[column] is not null)
            ? null
            : ImportErrors.ClearPasswords(run.Titles[column]);
    }
}

internal sealed class ConfigureImportHandler(
    WriteContext context,
    ImportGranting granting,
    CurrentMessage current,
    UnitOfWork unitOfWork,
    ImportedHashes hashes,
    ImportSignal signal
) : ICommandHandler<ConfigureImport>
{
    public async Task<CommandResult> Handle(ConfigureImport request, CancellationToken cancellationToken)
    {
        if (await context.ImportRuns.FindAsync([request.ImportId], cancellationToken) is not { } run)
        {
            return CommandResult.Refused(ImportErrors.NotFound);
        }

        if (
            run.IsDeleted || run.Status is not (ImportStatus.Ready or ImportStatus.Previewing or ImportStatus.Previewed)
        )
        {
            return CommandResult.Refused(
                run.IsDeleted ? ImportErrors.FilesGone
                : run.IsOver ? ImportErrors.Over
                : ImportErrors.OutOfStep
            );
        }

        if (Misfit(request.Options, run.Titles, context.Layout.Attributes) is { } misfit)
        {
            return CommandResult.Refused(misfit);
        }

        var (roles, refusal) = await granting.FindAsync(request.Options, cancellationToken);
        if (refusal is not null)
        {
            return CommandResult.Refused(refusal);
        }

        run.Configure(
            hashes.Kept(request.Options) with
            {
                Reading = null,
                ChangesHolders = false,
                IsList = run.IsList,
            },
            [.. roles.Select(role => role.Name!)],
            current.Context.Actor.Id
        );
        unitOfWork.AfterCommit(signal.Wake);
        return CommandResult.Done;
    }

    private static Error? Misfit(
        ImportOptions options,
        IReadOnlyList<string> titles,
        IReadOnlyList<AccountAttribute> attributes
    )
    {
        var used = options.Columns.OfType<ImportField>().ToList();
        var passwords = options
            .Columns.Zip(titles)
            .FirstOrDefault(column =>
                // Whether a column with such a title holds hashes was decided when it was read: then it has cells.
                column.First
                    is { } field
                && field != ImportField.PasswordHash
                && ClearPasswords.IsTitle(column.Second)
            )
            .Second;
        var fixedOne = used.Find(field =>
            field.Name.StartsWith(AccountAttribute.Prefix, StringComparison.Ordinal)
            && !attributes.Any(one => one.Name == field.Name && (one.IsEditable || one.IsRequired))
        );
        return fixedOne.Name is not null ? ImportErrors.AttributeFixed(fixedOne)
            : options.Columns.Count != titles.Count || used.Distinct().Count() != used.Count
                ? ImportErrors.ColumnsInvalid
            : passwords is not null ? ImportErrors.ClearPasswords(passwords)
            : !ImportOptions.Keys.Contains(options.MatchOn) ? ImportErrors.KeyInvalid
            : !used.Contains(options.MatchOn) ? ImportErrors.KeyNotMapped
            : options.Creates && !used.Contains(ImportField.Email) ? ImportErrors.EmailNotMapped
            : !options.Creates
            && options.RoleIds.Count == 0
            && used.All(field =>
                field == options.MatchOn || field == ImportField.Id || ImportField.OfNewAccounts.Contains(field)
            )
                ? ImportErrors.NothingMapped
            : options.RoleIds.Count > 20 || options.RoleIds.Distinct().Count() != options.RoleIds.Count
                ? ImportErrors.RolesInvalid
            : null;
    }
}
