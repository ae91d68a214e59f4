using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Mail.Commands;

/// <summary>Sends a mail that says nothing but that mail arrives, to the sender's own address.</summary>
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

        // Nothing of the account changes; it only is the one that the log will name.
        user.Events.Add(new TestMailRequested(user.Id, email));
        unitOfWork.AfterCommit(signal.Hurry);
        return CommandResult.Done;
    }
}
