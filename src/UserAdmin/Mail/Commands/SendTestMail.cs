using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Mail.Commands;

/// <summary>Sends a test mail to the sender's own address.</summary>
[Permission(Permissions.MailManage)]
public sealed record SendTestMail : ICommand;

internal sealed class SendTestMailHandler(
    WriteContext context,
    CurrentMessage current,
    UnitOfWork unitOfWork,
    MailSignal signal
) : ICommandHandler<SendTestMail>
{
    public async Task<CommandResult> Handle(SendTestMail request, CancellationToken cancellationToken)
    {
        if (
            await UserQueries.User(context, current.Context.Actor.Id, cancellationToken)
            is not { Profile: not null, Email: { } email } user
        )
        {
            return CommandResult.Refused(MailErrors.NoAddress);
        }

        // The account does not change; the event is only recorded under its id.
        user.Events.Add(new TestMailRequested(user.Id, email));
        unitOfWork.AfterCommit(signal.Hurry);
        return CommandResult.Done;
    }
}
