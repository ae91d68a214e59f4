using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Anchors;
using UserAdmin.Anchors.Queries;
using UserAdmin.EventLog;
using UserAdmin.Mail;
using UserAdmin.Storage;
using UserAdmin.Tests.Mail;

namespace UserAdmin.Tests.Anchors;

public sealed class AnchorDeliveriesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("useradmin-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Folder_GetsEachAnchorAndTheKey_AlsoAfterItWasAway()
    {
        await using var host = await AnchorHost.StartAsync(options => options.Folder = _folder);
        var first = await SignAsync(host, "ada");
        await DeliverAsync(host);
        Files().ShouldBe([first.FileName, $"key-{first.KeyId[..16]}.pem"]);

        Directory.Delete(_folder, recursive: true);
        var second = await SignAsync(host, "bob");
        await DeliverAsync(host);
        var failed = (await DeliveryAsync(host)).ShouldNotBeNull();
        failed.Problem.ShouldNotBeNull();
        failed.FailingSince.ShouldNotBeNull();

        Directory.CreateDirectory(_folder);
        var third = await SignAsync(host, "cleo");
        await DeliverAsync(host);
        Files().ShouldBe([second.FileName, third.FileName, $"key-{first.KeyId[..16]}.pem"]);
        var delivered = await DeliveryAsync(host);
        (delivered.DeliveredUpTo, delivered.Problem).ShouldBe((third.Head.Position, null));
        File.ReadAllText(Path.Combine(_folder, third.FileName)).ShouldBe(third.ToString());
    }

    [Fact]
    public async Task Folder_WithAnotherAnchorOfThatPosition_LeavesItAlone()
    {
        await using var host = await AnchorHost.StartAsync(options => options.Folder = _folder);
        var anchor = await SignAsync(host, "ada");
        var path = Path.Combine(_folder, anchor.FileName);
        await File.WriteAllTextAsync(path, "of another log", TestContext.Current.CancellationToken);

        await DeliverAsync(host);

        (await DeliveryAsync(host)).Problem.ShouldNotBeNull().ShouldContain("restored or rewritten");
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldBe("of another log");
    }

    [Fact]
    public async Task Folder_AfterARestart_GetsWhatIsNew()
    {
        await using var host = await AnchorHost.StartAsync(options => options.Folder = _folder);
        var first = await SignAsync(host, "ada");
        await DeliverAsync(host);
        File.Delete(Path.Combine(_folder, first.FileName));

        await using var again = await AnchorHost.StartAsync(
            options => options.Folder = _folder,
            directory: host.Directory
        );
        var second = await SignAsync(again, "bob");
        await DeliverAsync(again);

        Files().ShouldBe([second.FileName, $"key-{first.KeyId[..16]}.pem"]);
    }

    [Fact]
    public async Task Address_GetsTheAnchorWithTheToken_AndIsTriedAgainAfterARefusal()
    {
        using var listener = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort()}/anchors/";
        listener.Prefixes.Add(address);
        listener.Start();
        await using var host = await AnchorHost.StartAsync(options =>
            (options.Address, options.AddressToken) = (
                $"{address.Replace("//", "//name:secret@", StringComparison.Ordinal)}?secret=1",
                "token"
            )
        );
        var anchor = await SignAsync(host, "ada");

        var refused = DeliverAsync(host);
        await AnswerAsync(listener, HttpStatusCode.ServiceUnavailable);
        await refused;
        var failing = await DeliveryAsync(host);
        failing.Problem.ShouldNotBeNull().ShouldContain("503");
        failing.Target.ShouldBe(address);

        var accepted = DeliverAsync(host);
        var (body, authorization) = await AnswerAsync(listener, HttpStatusCode.NoContent);
        await accepted;
        (body, authorization).ShouldBe((anchor.ToString(), "Bearer token"));
        (await DeliveryAsync(host)).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Mailbox_GetsOnlyTheLastOfThoseThatWait()
    {
        var transport = new FakeTransport();
        var attachments = new List<(string To, string Name, string Text)>();
        transport.Answer = mail =>
        {
            var anchor = mail.Attachments.OfType<MimeKit.TextPart>().First();
            attachments.Add((mail.To.ToString(), anchor.FileName ?? "", anchor.Text));
            return Task.FromResult<MailProblem?>(null);
        };
        await using var host = await AnchorHost.StartAsync(
            options => options.MailTo = "auditor@example.com",
            services => services.AddSingleton<IMailTransport>(transport)
        );
        await SignAsync(host, "ada");
        await DeliverAsync(host);
        await SignAsync(host, "bob");
        var last = await SignAsync(host, "cleo");
        await DeliverAsync(host);
        await DeliverAsync(host);

        attachments.Count.ShouldBe(2);
        (attachments[1].To, attachments[1].Name).ShouldBe(("auditor@example.com", last.FileName));
        Anchor.TryRead(attachments[1].Text, out var read).ShouldBeTrue();
        read.ShouldBe(last);
    }

    [Fact]
    public async Task Runner_SignsWhenItIsTime_AndWhenItStops()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
        await using var host = await AnchorHost.StartAsync(
            _ => { },
            services => services.AddSingleton<TimeProvider>(clock)
        );
        using var runner = host.Get<AnchorRunner>();
        await host.CreateUserAsync("ada");
        await runner.RunOnceAsync(TestContext.Current.CancellationToken);
        Signatures(host).ShouldBe(0);

        clock.Advance(TimeSpan.FromHours(1));
        await runner.RunOnceAsync(TestContext.Current.CancellationToken);
        Signatures(host).ShouldBe(1);
        clock.Advance(TimeSpan.FromHours(1));
        await runner.RunOnceAsync(TestContext.Current.CancellationToken);
        Signatures(host).ShouldBe(1, "nothing has happened since");

        await runner.StartAsync(TestContext.Current.CancellationToken);
        await host.CreateUserAsync("bob");
        await runner.StopAsync(TestContext.Current.CancellationToken);
        Signatures(host).ShouldBe(2);
    }

    private static int Signatures(TestHost host) =>
        host.ReadLog().Count(record => record.Type == nameof(LogHeadSigned));

    private IEnumerable<string?> Files() =>
        Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static async Task<Anchor> SignAsync(TestHost host, string name)
    {
        await host.CreateUserAsync(name);
        await host.AcceptAsync(new SignLogHead());
        return host.Get<IAnchorVerification>().Last().ShouldNotBeNull();
    }

    private static Task DeliverAsync(TestHost host)
    {
        var log = new LogReader(host.Get<IWriteStore>());
        return host.Get<AnchorDeliveries>()
            .RunOnceAsync(log, TestContext.Current.CancellationToken)
            .ContinueWith(
                done =>
                {
                    log.Dispose();
                    return done;
                },
                TaskScheduler.Default
            )
            .Unwrap();
    }

    private static async Task<AnchorDelivery> DeliveryAsync(TestHost host) =>
        (await host.AskAsync(new GetAnchors())).Value.ShouldNotBeNull().Deliveries.ShouldHaveSingleItem();

    private static async Task<(string Body, string? Authorization)> AnswerAsync(
        HttpListener listener,
        HttpStatusCode status
    )
    {
        var context = await listener
            .GetContextAsync()
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        context.Response.StatusCode = (int)status;
        context.Response.Close();
        return (body, context.Request.Headers["Authorization"]);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
