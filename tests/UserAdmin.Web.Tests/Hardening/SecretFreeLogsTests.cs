using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Tests.Hardening;

public sealed class SecretFreeLogsTests : IDisposable
{
    private readonly Written _written = new();
    private ServiceProvider? _services;

    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics")]
    [InlineData("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher")]
    [InlineData("Microsoft.AspNetCore.Components.Server.Circuits.RemoteNavigationManager")]
    [InlineData("Microsoft.AspNetCore.Authentication.OpenIdConnect.OpenIdConnectHandler")]
    public void Category_ThatRepeatsWhatPeopleSend_IsSilentBelowWarningsAtAnySetting(string category)
    {
        var log = Logger(
            category,
            ("LogLevel:Default", "Trace"),
            ($"LogLevel:{category}", "Trace"),
            ($"{typeof(Written).FullName}:LogLevel:{category}", "Trace"),
            ($"{typeof(Written).FullName}:LogLevel:Default", "Trace")
        );

        log.LogTrace("secret");
        log.LogInformation("secret");
        log.LogWarning("warning");

        _written.Lines.ShouldBe(["warning"]);
    }

    [Fact]
    public void Category_WithoutAnySetting_IsSilentToo()
    {
        var log = Logger("Microsoft.AspNetCore.Hosting.Diagnostics");

        log.LogInformation("secret");

        _written.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("UserAdmin.Messaging")]
    [InlineData("Microsoft.AspNetCore.Routing.EndpointMiddleware")]
    [InlineData("Microsoft.AspNetCore.HttpsPolicy")]
    public void Category_OfAnyOtherKind_IsAsConfigured(string category)
    {
        var log = Logger(category, ("LogLevel:Default", "Warning"), ($"LogLevel:{category}", "Debug"));

        log.LogDebug("detail");
        log.LogTrace("too much");

        _written.Lines.ShouldBe(["detail"]);
    }

    public void Dispose()
    {
        _services?.Dispose();
        _written.Dispose();
    }

    private ILogger Logger(string category, params (string Name, string Value)[] settings)
    {
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddConfiguration(Settings.Of(settings)).AddProvider(_written))
            .ConfigureOptions<SecretFreeLogs>()
            .BuildServiceProvider();
        return _services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
    }

    private sealed class Written : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Add(formatter(state, exception));

        public void Dispose() { }
    }
}
