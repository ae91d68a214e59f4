using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Users;

namespace UserAdmin.Mail;

/// <summary>Wakes the mail runner.</summary>
internal sealed class MailSignal : WorkSignal
{
    private int _isUrgent;

    /// <summary>
    /// Wakes the runner at a person's request, even if it is pausing because the server did not answer.
    /// </summary>
    public void Hurry()
    {
        Volatile.Write(ref _isUrgent, 1);
        Wake();
    }

    /// <summary>Returns whether a person has requested a try since the last call, and clears the request.</summary>
    public bool TakeUrgent() => Interlocked.Exchange(ref _isUrgent, 0) == 1;

    protected override void Followed(EventRecord record)
    {
        if (record.Type is nameof(MailRetried) or nameof(TestMailRequested))
        {
            Hurry();
        }
        else if (EventCodec.MayBe<ISendsMail>(record))
        {
            Wake();
        }
    }
}
