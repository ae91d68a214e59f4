using FluentValidation;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Exports.Commands;

/// <summary>Records how an export ended. Sent by the program when the export is complete or was aborted.</summary>
/// <param name="ExportId">Key of the export.</param>
/// <param name="UserId">Whoever made the export: the id of an account, or of an application as an actor.</param>
/// <param name="What">What was exported, and in which format.</param>
/// <param name="Rows">How many users were written, 0 or more.</param>
/// <param name="IsComplete">Whether all users were written; false if the export was cancelled, failed, or the browser
/// disconnected.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record EndExport(string ExportId, string UserId, UserExport What, int Rows, bool IsComplete) : ICommand;

internal sealed class EndExportValidator : AbstractValidator<EndExport>
{
    public EndExportValidator()
    {
        RuleFor(command => command.ExportId).MustBeId();
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.Rows).GreaterThanOrEqualTo(0);
    }
}

internal sealed class EndExportHandler(
    WriteContext context,
    UnitOfWork unitOfWork,
    IAccessReader access,
    CurrentMessage current
) : ICommandHandler<EndExport>
{
    public async Task<CommandResult> Handle(EndExport request, CancellationToken cancellationToken)
    {
        if (Actor.Of(request.UserId) is { ApplicationId: { } application } actor)
        {
            var may = await access.FindAsync(actor.Id, cancellationToken);
            current.EventActor = actor with { Name = may?.DisplayName ?? actor.Name };
            unitOfWork.Record([
                new RecordedAlone(
                    new ApplicationExportEnded(
                        application,
                        request.ExportId,
                        request.What.Search.Length == 0,
                        request.What.Format,
                        request.Rows,
                        request.IsComplete
                    )
                ),
            ]);
            return CommandResult.Done;
        }

        if (await context.Users.FindAsync([request.UserId], cancellationToken) is not { } user)
        {
            return CommandResult.Refused(UserErrors.NotFound);
        }

        current.EventActor = Actor.User(user.Id);
        user.Events.Add(
            new UsersExportEnded(user.Id, request.ExportId, request.What, request.Rows, request.IsComplete)
        );
        return CommandResult.Done;
    }
}
