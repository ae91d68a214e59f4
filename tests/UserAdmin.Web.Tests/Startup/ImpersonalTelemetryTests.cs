using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using UserAdmin.Web.Startup.Telemetry;

namespace UserAdmin.Web.Tests.Startup;

/// <summary>Nothing personal is in an exported span or log entry.</summary>
public sealed class ImpersonalTelemetryTests
{
    [Fact]
    public void Span_OfARequest_KeepsOnlyWhatIsImpersonal()
    {
        using var span = new Activity("GET /users/{id}");
        span.SetTag("http.route", "/users/{id}");
        span.SetTag("http.response.status_code", 200);
        span.SetTag("url.path", "/users/1234");
        span.SetTag("url.query", "?search=ada");
        span.SetTag("client.address", "192.0.2.7");
        span.SetTag("something.new", "ada@example.com");
        using var processor = new ImpersonalSpans();

        processor.OnEnd(span);

        span.TagObjects.Select(tag => tag.Key).ShouldBe(["http.route", "http.response.status_code"]);
    }

    [Fact]
    public void Log_WithTextsAndAnException_KeepsTemplateNumbersAndStack()
    {
        var exported = new List<string>();
        using (
            var services = new ServiceCollection()
                .AddLogging(logging =>
                    logging.AddOpenTelemetry(options =>
                    {
                        options.IncludeFormattedMessage = true;
                        options.AddProcessor(new ImpersonalLogs()).AddProcessor(new Kept(exported));
                    })
                )
                .BuildServiceProvider()
        )
        {
            services
                .GetRequiredService<ILoggerFactory>()
                .CreateLogger("test")
                .LogError(
                    new InvalidOperationException("ada@example.com is unknown"),
                    "Mail {Position} to {Address} failed.",
                    42,
                    "ada@example.com"
                );
        }

        var text = exported.ShouldHaveSingleItem();
        text.ShouldNotContain("ada@example.com");
        text.ShouldContain("Mail {Position} to {Address} failed.");
        text.ShouldContain("Position=42");
        text.ShouldContain("exception.type=System.InvalidOperationException");
    }

    private sealed class Kept(List<string> texts) : BaseProcessor<LogRecord>
    {
        public override void OnEnd(LogRecord data) =>
            texts.Add(
                string.Join(
                    '\n',
                    (data.Attributes ?? [])
                        .Select(value => $"{value.Key}={value.Value}")
                        .Append($"body={data.Body}")
                        .Append($"message={data.FormattedMessage}")
                        .Append($"exception={data.Exception}")
                )
            );
    }
}
