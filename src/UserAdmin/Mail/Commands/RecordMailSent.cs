using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Mail.Commands;

/// <summary>Records that a mail was handed over.</summary>
/// <param name="OrderedAt">Log position of the event that ordered it.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record RecordMailSent(long OrderedAt) : ICommand;

internal sealed class RecordMailSentValidator : AbstractValidator<RecordMailSent>
{
    public RecordMailSentValidator() =>
        RuleFor(command => command.OrderedAt)
            .GreaterThan(0)
            .Coded("log.position-invalid", "Positions in the log begin with 1.");
}

internal sealed class RecordMailSentHandler(WriteContext context) : ICommandHandler<RecordMailSent>
{
    public async Task<CommandResult> Handle(RecordMailSent request, CancellationToken cancellationToken)
    {
        if (await context.OutboxMails.FindAsync([request.OrderedAt], cancellationToken) is not { } mail)
        {
            return CommandResult.Refused(MailErrors.NotFound);
        }

        mail.Sent();
        return CommandResult.Done;
    }
}
