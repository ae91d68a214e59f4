using UserAdmin.Applications.Commands;
using UserAdmin.Applications.Requests;

namespace UserAdmin.Tests.Applications;

public sealed class RequestLogTests
{
    private static readonly DateTimeOffset _begin = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task RunOnce_AfterManyRequests_KeepsTheNewestOfEachApplication()
    {
        await using var host = await TestHost.StartAsync();
        var busy = (await host.CreateApplicationAsync("Busy")).ApplicationId!;
        var quiet = (await host.CreateApplicationAsync("Quiet")).ApplicationId!;
        var log = host.Get<RequestLog>();
        for (var number = 0; number < 150; number++)
        {
            Add(log, busy, number);
        }

        Add(log, quiet, 0);
        await RunAsync(host);
        for (var number = 150; number < 150 + RequestLog.Kept - 20; number++)
        {
            Add(log, busy, number);
        }

        await RunAsync(host);

        var page = (await host.AskAsync(new ListApplicationRequests(busy) { PageSize = 200 })).Value!;
        page.Total.ShouldBe(RequestLog.Kept);
        page.Items.Select(row => row.Microseconds).ShouldBe(Enumerable.Range(130, RequestLog.Kept).Reverse());
        (await host.AskAsync(new ListApplicationRequests(quiet))).Value!.Total.ShouldBe(1);
    }

    [Fact]
    public async Task ListApplicationRequests_OnlyRefused_LeavesOutTheOthers()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.CreateApplicationAsync("Sync")).ApplicationId!;
        var log = host.Get<RequestLog>();
        Add(log, id, 1, 200);
        Add(log, id, 2, 404);
        Add(log, id, 3, 503);
        await RunAsync(host);

        var page = (await host.AskAsync(new ListApplicationRequests(id) { OnlyRefused = true })).Value!;

        page.Items.Select(row => row.Status).ShouldBe([503, 404]);
    }

    [Fact]
    public async Task RunOnce_OfADeletedApplication_StoresTheOthers()
    {
        await using var host = await TestHost.StartAsync();
        var gone = (await host.CreateApplicationAsync("Gone")).ApplicationId!;
        var kept = (await host.CreateApplicationAsync("Kept")).ApplicationId!;
        Add(host.Get<RequestLog>(), gone, 1);
        Add(host.Get<RequestLog>(), kept, 1);
        await host.AcceptAsync(new DeleteApplication(gone));

        await RunAsync(host);

        (await host.AskAsync(new ListApplicationRequests(gone))).Value!.Total.ShouldBe(0);
        (await host.AskAsync(new ListApplicationRequests(kept))).Value!.Total.ShouldBe(1);
    }

    [Fact]
    public void Take_OfMoreThanAreKept_MakesOnlyTheNewest()
    {
        var (log, made) = (new RequestLog(), 0);
        for (var number = 0; number < RequestLog.Kept + 50; number++)
        {
            var at = number;
            log.Add(
                "a",
                () =>
                {
                    made++;
                    return Request("a", at, 200);
                }
            );
        }

        log.Take().Select(row => row.Microseconds).ShouldBe(Enumerable.Range(50, RequestLog.Kept));
        made.ShouldBe(RequestLog.Kept);
        log.Take().ShouldBeEmpty();
    }

    private static Task RunAsync(TestHost host) =>
        host.Get<RequestLogRunner>().RunOnceAsync(TestContext.Current.CancellationToken);

    private static void Add(RequestLog log, string application, int number, int status = 200) =>
        log.Add(application, () => Request(application, number, status));

    private static ApplicationRequest Request(string application, int number, int status)
    {
        var at = _begin.AddSeconds(number);
        return new(
            Guid.CreateVersion7(at).ToString(),
            application,
            "key",
            at,
            "GET",
            "/api/v1/users",
            status,
            number,
            "203.0.113.7",
            null,
            "{}"
        );
    }
}
