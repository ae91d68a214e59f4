using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using UserAdmin.Mail;
using UserAdmin.Mail.Queries;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Mail;

/// <summary>A transport that records mails and returns the result that a test chooses.</summary>
internal sealed class FakeTransport : IMailTransport
{
    public ConcurrentQueue<MimeMessage> Sent { get; } = new();

    /// <summary>The result of sending a mail; by default it succeeds.</summary>
    public Func<MimeMessage, Task<MailProblem?>> Answer { get; set; } = _ => Task.FromResult<MailProblem?>(null);

    public void Fail(MailProblem? problem) => Answer = _ => Task.FromResult(problem);

    public Task<MailProblem?> SendAsync(MimeMessage message, string name)
    {
        Sent.Enqueue(message);
        return Answer(message);
    }
}

/// <summary>A host whose mail goes to a <see cref="FakeTransport"/>, with a clock that the test controls.</summary>
internal sealed class Outbox : IAsyncDisposable
{
    private Outbox(TestHost host, FakeTransport transport, FakeTimeProvider clock) =>
        (Host, Transport, Clock) = (host, transport, clock);

    public TestHost Host { get; }

    public FakeTransport Transport { get; }

    public FakeTimeProvider Clock { get; }

    public int Sent => Transport.Sent.Count;

    public static async Task<Outbox> StartAsync(Outbox? besides = null)
    {
        var (transport, clock) = (
            besides?.Transport ?? new FakeTransport(),
            besides?.Clock ?? new FakeTimeProvider(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
        );
        var host = await TestHost.StartAsync(
            directory: besides?.Host.Directory,
            configure: services =>
            {
                services.AddSingleton<TimeProvider>(clock);
                services.AddSingleton<IMailTransport>(transport);
            }
        );
        return new(host, transport, clock);
    }

    /// <summary>Runs one round of the runner.</summary>
    public Task RunAsync() => Host.Get<MailRunner>().RunOnceAsync(TestContext.Current.CancellationToken);

    /// <summary>Creates a user and changes the email, which orders a notice to the old address.</summary>
    /// <returns>The keys of the account and the mail.</returns>
    public async Task<(string UserId, long OrderedAt)> OrderNoticeAsync(string name)
    {
        var id = await Host.CreateUserAsync(name);
        return (id, await Host.AcceptAsync(new ChangeUserEmail(id, $"{name}.new@example.com", long.MaxValue)));
    }

    /// <summary>Creates a user with a password and sends a link to choose another.</summary>
    /// <returns>The keys of the account and the mail.</returns>
    public async Task<(string UserId, long OrderedAt)> OrderResetAsync(string name)
    {
        var id = await Host.CreateUserAsync(name, TestHost.Password);
        return (id, await Host.AcceptAsync(new SendPasswordReset(id)));
    }

    /// <summary>
    /// Returns the outbox as the page shows it. Waits for the end of the log, because the runner's own commands do not
    /// count as sent by the test.
    /// </summary>
    public async Task<MailList> ListAsync(MailStatus? status = null)
    {
        await Host.CatchUpAsync();
        return (await Host.AskAsync(new ListMails(status))).Value.ShouldNotBeNull();
    }

    /// <summary>Returns the row of a mail, up to date.</summary>
    public async Task<MailRow> RowAsync(long orderedAt) =>
        (await ListAsync()).Page.Items.Single(row => row.OrderedAt == orderedAt);

    public IEnumerable<string> Events() =>
        Host.ReadLog().Where(record => record.Type.StartsWith("Mail")).Select(record => record.Type);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
