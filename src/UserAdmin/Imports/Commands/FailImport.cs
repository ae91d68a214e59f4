using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Imports.Commands;

/// <summary>
/// Stops an import that cannot continue. One that was applying rows can be resumed. Sent by the runner.
/// </summary>
/// <param name="ImportId">Key of the import.</param>
/// <param name="Error">The reason.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record FailImport(string ImportId, Error Error) : ICommand;

internal sealed class FailImportValidator : AbstractValidator<FailImport>
{
    public FailImportValidator() => RuleFor(command => command.ImportId).MustBeId();
}

internal sealed class FailImportHandler(WriteContext context) : ICommandHandler<FailImport>
{
    public async Task<CommandResult> Handle(FailImport request, CancellationToken cancellationToken)
    {
        if (await context.ImportRuns.FindAsync([request.ImportId], cancellationToken) is not { } run)
        {
            return CommandResult.Refused(ImportErrors.NotFound);
        }

        if (!run.IsAtWork)
        {
            return CommandResult.Refused(ImportErrors.OutOfStep);
        }

        run.Fail(request.Error);
        return CommandResult.Done;
    }
}
