using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Mail.Commands;

/// <summary>Tries a failed or waiting mail again, now.</summary>
/// <param name="OrderedAt">Log position of the event that ordered it.</param>
[Permission(Permissions.MailManage)]
public sealed record RetryMail(long OrderedAt) : ICommand;

internal sealed class RetryMailValidator : AbstractValidator<RetryMail>
{
    public RetryMailValidator() =>
        RuleFor(command => command.OrderedAt)
            .GreaterThan(0)
            .Coded("log.position-invalid", "Positions in the log begin with 1.");
}

internal sealed class RetryMailHandler(
    WriteContext context,
    UnitOfWork unitOfWork,
    MailSignal signal,
    TimeProvider time
) : ICommandHandler<RetryMail>
{
    public async Task<CommandResult> Handle(RetryMail request, CancellationToken cancellationToken)
    {
        if (await context.OutboxMails.FindAsync([request.OrderedAt], cancellationToken) is not { } mail)
        {
            return CommandResult.Refused(MailErrors.NotFound);
        }

        var refusal = mail.Status switch
        {
            MailStatus.Sent => MailErrors.AlreadySent,
            MailStatus.Sending => MailErrors.BeingSent,
            MailStatus.Discarded => MailErrors.GivenUp,
            _ when mail.LinkExpiresAt <= time.GetUtcNow() => MailErrors.LinkExpired,
            _ => null,
        };
        if (refusal is not null)
        {
            return CommandResult.Refused(refusal);
        }

        mail.Retry(time.GetUtcNow());
        unitOfWork.AfterCommit(signal.Hurry);
        return CommandResult.Done;
    }
}
