using FluentValidation;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Tables;
using UserAdmin.Text;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Search;

namespace UserAdmin.Exports.Commands;

/// <summary>
/// Records that somebody exports users' data, before any data is sent. Also needs <see cref="Permissions.UsersRead"/>.
/// </summary>
/// <param name="ExportId">Key of the new export, made by the sender: a UUID v7 as lower-case text.</param>
/// <param name="What">What is exported, and in which format.</param>
[Permission(Permissions.UsersExport)]
public sealed record StartExport(string ExportId, UserExport What) : ICommand;

internal sealed class StartExportValidator : AbstractValidator<StartExport>
{
    public StartExportValidator(UserFieldSet fields, TimeProvider time)
    {
        RuleFor(command => command.ExportId).MustBeNewId();
        RuleFor(command => command.What)
            .Must(what => TableWriters.Formats.Contains(what.Format))
            .Coded("exports.format-unknown", "Choose CSV, XLSX or JSON Lines.")
            .Must(what =>
                what.Columns is { Count: >= 1 } columns
                && columns.All(key => fields.FindColumn(key) is not null)
                && columns.Distinct().Count() == columns.Count
            )
            .Coded("exports.columns-invalid", "Choose at least one column of the list, and each only once.")
            .Must(what =>
                what.TimeZone is null
                || (what.TimeZone.Length <= 64 && TimeZoneInfo.TryFindSystemTimeZoneById(what.TimeZone, out _))
            )
            .Coded("exports.time-zone-unknown", "Name an IANA time zone, such as Europe/Berlin, or none for UTC.")
            .Must(what => what.At is not { } at || at <= time.GetUtcNow())
            .Coded("exports.moment-to-come", "This moment has not come yet. Export the list of now, or of the past.")
            .Must(what => what.Sort is not { } sort || sort.IsKnown())
            .Coded("exports.sort-unknown", "Sort by one of the columns of the list.")
            .Must(what => UserSearch.Parse(what.Search, fields).IsValid)
            .Coded("exports.search-invalid", "The search cannot be understood. Correct it in the list first.");
    }
}

internal sealed class StartExportHandler(WriteContext context, UnitOfWork unitOfWork, CurrentMessage current)
    : ICommandHandler<StartExport>
{
    public async Task<CommandResult> Handle(StartExport request, CancellationToken cancellationToken)
    {
        if (!current.Access.Permissions.Contains(Permissions.UsersRead))
        {
            return CommandResult.Refused(MessagingErrors.NotPermitted(Permissions.UsersRead));
        }

        if (request.What.At is not null && !current.Access.Permissions.Contains(Permissions.AuditRead))
        {
            return CommandResult.Refused(MessagingErrors.NotPermitted(Permissions.AuditRead));
        }

        if (current.Context.Actor.ApplicationId is { } application)
        {
            unitOfWork.Record([
                new RecordedAlone(ApplicationExportStarted.Of(application, request.ExportId, request.What)),
            ]);
            return CommandResult.Done;
        }

        if (await context.Users.FindAsync([current.Context.Actor.Id], cancellationToken) is not { } user)
        {
            return CommandResult.Refused(MessagingErrors.NotSignedIn);
        }

        user.Events.Add(new UsersExportStarted(user.Id, request.ExportId, request.What));
        return CommandResult.Done;
    }
}
