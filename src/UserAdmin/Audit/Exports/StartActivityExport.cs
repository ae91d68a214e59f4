using FluentValidation;
using UserAdmin.Audit.Search;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Tables;
using UserAdmin.Text;
using UserAdmin.Users;
using UserAdmin.Users.Search;

namespace UserAdmin.Audit.Exports;

/// <summary>Records that somebody exports the activity, before any of it is sent.</summary>
/// <param name="ExportId">Key of the new export, made by the sender: a UUID v7 as lower-case text.</param>
/// <param name="What">What is exported, and in which format.</param>
[Permission(Permissions.ActivityRead)]
public sealed record StartActivityExport(string ExportId, ActivityExport What) : ICommand;

internal sealed class StartActivityExportValidator : AbstractValidator<StartActivityExport>
{
    public StartActivityExportValidator()
    {
        RuleFor(command => command.ExportId).MustBeNewId();
        RuleFor(command => command.What)
            .Must(what => what.Format is TableFormat.Csv or TableFormat.JsonLines)
            .Coded("exports.format-unknown", "Choose CSV or JSON Lines.")
            .Must(what =>
                what.TimeZone is null
                || (what.TimeZone.Length <= 64 && TimeZoneInfo.TryFindSystemTimeZoneById(what.TimeZone, out _))
            )
            .Coded("exports.time-zone-unknown", "Name an IANA time zone, such as Europe/Berlin, or none for UTC.")
            .Must(what => UserSearch.Parse(what.Search, ActivityFields.All).IsValid)
            .Coded("exports.search-invalid", "The search cannot be understood. Correct it first.");
    }
}

internal sealed class StartActivityExportHandler(WriteContext context, UnitOfWork unitOfWork, CurrentMessage current)
    : ICommandHandler<StartActivityExport>
{
    public async Task<CommandResult> Handle(StartActivityExport request, CancellationToken cancellationToken)
    {
        if (current.Context.Actor.ApplicationId is { } application)
        {
            unitOfWork.Record([
                new RecordedAlone(
                    new ApplicationActivityExportStarted(
                        application,
                        request.ExportId,
                        request.What.Search.Length == 0,
                        request.What.Format
                    )
                ),
            ]);
            return CommandResult.Done;
        }

        if (await context.Users.FindAsync([current.Context.Actor.Id], cancellationToken) is not { } user)
        {
            return CommandResult.Refused(MessagingErrors.NotSignedIn);
        }

        user.Events.Add(new ActivityExportStarted(user.Id, request.ExportId, request.What));
        return CommandResult.Done;
    }
}
