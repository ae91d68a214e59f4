using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Mail.Commands;

/// <summary>Discards a failed or waiting mail, so that it is not sent.</summary>
/// <param name="OrderedAt">Log position of the event that ordered it.</param>
[Permission(Permissions.MailManage)]
public sealed record DiscardMail(long OrderedAt) : ICommand;

internal sealed class DiscardMailValidator : AbstractValidator<DiscardMail>
{
    public DiscardMailValidator() =>
        RuleFor(command => command.OrderedAt)
            .GreaterThan(0)
            .Coded("log.position-invalid", "Positions in the log begin with 1.");
}

internal sealed class DiscardMailHandler(WriteContext context) : ICommandHandler<DiscardMail>
{
    public async Task<CommandResult> Handle(DiscardMail request, CancellationToken cancellationToken)
    {
        if (await context.OutboxMails.FindAsync([request.OrderedAt], cancellationToken) is not { } mail)
        {
            return CommandResult.Refused(MailErrors.NotFound);
        }

        if (mail.Status is MailStatus.Sent or MailStatus.Sending)
        {
            return CommandResult.Refused(
                mail.Status == MailStatus.Sent ? MailErrors.AlreadySent : MailErrors.BeingSent
            );
        }

        if (mail.Status != MailStatus.Discarded)
        {
            mail.Discard("A person decided against it.");
        }

        return CommandResult.Done;
    }
}
