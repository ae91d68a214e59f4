using System.Data.Common;
using System.Diagnostics.Metrics;
using UserAdmin.Messaging;

namespace UserAdmin.Mail;

/// <summary>The length of the outbox, counted when it is observed, at most once in <see cref="Age"/>.</summary>
internal sealed class MailInstruments : IInstruments
{
    /// <summary>How old the counts may be.</summary>
    internal static readonly TimeSpan Age = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly MailBacklog _backlog;
    private readonly TimeProvider _time;
    private (long At, int Waiting, int Overdue)? _counted;

    public MailInstruments(UserAdminMeter meter, MailBacklog backlog, TimeProvider time)
    {
        (_backlog, _time) = (backlog, time);
        meter.Meter.CreateObservableUpDownCounter(
            "useradmin.mail.waiting",
            () => Observe(counted => counted.Waiting),
            "{mail}",
            "Mails in the outbox that wait to be sent."
        );
        meter.Meter.CreateObservableUpDownCounter(
            "useradmin.mail.overdue",
            () => Observe(counted => counted.Overdue),
            "{mail}",
            "Mails that have waited for more than 10 minutes."
        );
    }

    private IEnumerable<Measurement<int>> Observe(Func<(int Waiting, int Overdue), int> which)
    {
        lock (_lock)
        {
            try
            {
                if (_counted is not { } known || _time.GetElapsedTime(known.At) >= Age)
                {
                    var (waiting, overdue) = _backlog.Count();
                    _counted = (_time.GetTimestamp(), waiting, overdue);
                }
            }
            catch (DbException)
            {
                // No value tells more than an old one.
                return [];
            }

            return [new Measurement<int>(which((_counted.Value.Waiting, _counted.Value.Overdue)))];
        }
    }
}
