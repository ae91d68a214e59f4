using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Tests.Hardening;

public sealed class BoundedConsoleTests
{
    private readonly TurnedClock _clock = new();

    [Fact]
    public void Entry_WithControlCharactersAndNoEnd_IsCleanedAndCut()
    {
        var lines = Write(
            new BoundedConsole(_clock),
            $"evil\r\ninfo: forged\u001b[31m\u2028\u202e {new string('a', 10_000)}"
        );

        lines.Length.ShouldBe(2);
        lines[1].ShouldStartWith("      evil  info: forged [31m");
        lines[1].ShouldEndWith("more characters)");
        lines[1].Length.ShouldBeLessThan(2_100);
        lines[1].ShouldEachBe(character => !char.IsControl(character));
    }

    [Fact]
    public void Entries_OfOneKind_AreBoundedInAMinuteAndThenCounted()
    {
        var console = new BoundedConsole(_clock);
        var written = Enumerable.Range(0, 1_000).Count(_ => Write(console, "again").Length > 0);
        Write(console, "of another kind", eventId: 7).Length.ShouldBe(2);
        _clock.Advance(TimeSpan.FromMinutes(1));

        written.ShouldBe(BoundedConsole.MostInAMinute);
        Write(console, "again")[0].ShouldBe("warn: category: 970 more like the following were left out.");
    }

    [Fact]
    public void Entries_BelowWarnings_AreAllWritten()
    {
        var console = new BoundedConsole(_clock);

        Enumerable.Range(0, 100).Count(_ => Write(console, "detail", level: LogLevel.Debug).Length == 2).ShouldBe(100);
    }

    [Fact]
    public void Fault_WithALongTrace_IsCut()
    {
        var fault = new InvalidOperationException(string.Join('\n', Enumerable.Repeat("a line of somebody's", 5_000)));

        string.Concat(Write(new BoundedConsole(_clock), "fault", fault)).Length.ShouldBeLessThan(30_000);
    }

    private static string[] Write(
        BoundedConsole console,
        string message,
        Exception? fault = null,
        int eventId = 0,
        LogLevel level = LogLevel.Warning
    )
    {
        using var text = new StringWriter { NewLine = "\n" };
        console.Write(
            new LogEntry<string>(level, "category", eventId, message, fault, (state, _) => state),
            null,
            text
        );
        return text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
