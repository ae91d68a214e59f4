using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using UserAdmin.Web.Startup;
using Xunit;

namespace UserAdmin.Web.Tests.Startup;

public sealed class RunningHostTests
{
    private readonly Worker _worker = new();

    [Fact]
    public async Task Worker_OfHostThatCannotStart_IsStoppedBeforeItsServicesAreGone()
    {
        using (var host = Build(services => services.AddHostedService<Broken>()))
        {
            await Should.ThrowAsync<IOException>(() => RunningHost.StartAsync(host));
        }

        _worker.Ended.ShouldBe("asked to stop, before its services were gone");
    }

    [Fact]
    public async Task Worker_OfHostWhoseUserFails_IsStoppedBeforeItsServicesAreGone()
    {
        using (var host = Build())
        {
            await Should.ThrowAsync<TimeoutException>(async () =>
            {
                await using var running = await RunningHost.StartAsync(
                    host,
                    Xunit.TestContext.Current.CancellationToken
                );
                throw new TimeoutException();
            });
        }

        _worker.Ended.ShouldBe("asked to stop, before its services were gone");
    }

    [Fact]
    public async Task Host_ThatHasStopped_IsNotStoppedAgain()
    {
        using var host = Build();
        await using (await RunningHost.StartAsync(host, Xunit.TestContext.Current.CancellationToken))
        {
            await host.StopAsync(Xunit.TestContext.Current.CancellationToken);
        }

        _worker.Stops.ShouldBe(1);
    }

    private IHost Build(Action<IServiceCollection>? more = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<Needed>();
        builder.Services.AddHostedService(services =>
        {
            _worker.Uses = services.GetRequiredService<Needed>();
            return _worker;
        });
        more?.Invoke(builder.Services);
        return builder.Build();
    }

    private sealed class Needed : IDisposable
    {
        public bool IsGone { get; private set; }

        public void Dispose() => IsGone = true;
    }

    private sealed class Worker : IHostedService
    {
        public Needed? Uses { get; set; }

        public string? Ended { get; private set; }

        public int Stops { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Stops++;
            Ended = $"asked to stop, {(Uses!.IsGone ? "after" : "before")} its services were gone";
            return Task.CompletedTask;
        }
    }

    private sealed class Broken : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new IOException("taken");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
