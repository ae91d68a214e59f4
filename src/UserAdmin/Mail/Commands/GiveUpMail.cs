using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Mail.Commands;

/// <summary>Discards a waiting mail that must no longer be sent.</summary>
/// <param name="OrderedAt">Log position of the event that ordered it.</param>
/// <param name="Why">The reason, as a sentence.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record GiveUpMail(long OrderedAt, string Why) : ICommand;

internal sealed class GiveUpMailValidator : AbstractValidator<GiveUpMail>
{
    public GiveUpMailValidator() => RuleFor(command => command.Why).NotEmpty().Coded("text.required", "Say why.");
}

internal sealed class GiveUpMailHandler(WriteContext context) : ICommandHandler<GiveUpMail>
{
    public async Task<CommandResult> Handle(GiveUpMail request, CancellationToken cancellationToken)
    {
        if (await context.OutboxMails.FindAsync([request.OrderedAt], cancellationToken) is not { } mail)
        {
            return CommandResult.Refused(MailErrors.NotFound);
        }

        // Another process may have done the same already.
        if (mail.Status == MailStatus.Waiting)
        {
            mail.Discard(request.Why);
        }

        return CommandResult.Done;
    }
}
