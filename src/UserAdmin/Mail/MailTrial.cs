using UserAdmin.EventLog;
using UserAdmin.Users;

namespace UserAdmin.Mail;

/// <summary>Tests, before an event is committed, whether its mail can be ordered.</summary>
internal sealed class MailTrial : IEventTrial
{
    public void Try(IEvent @event) => _ = (@event as ISendsMail)?.Mail;
}
