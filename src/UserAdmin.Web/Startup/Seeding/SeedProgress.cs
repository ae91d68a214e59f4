using System.Diagnostics;

namespace UserAdmin.Web.Startup.Seeding;

/// <summary>
/// One line that says how far the work is: over itself on a terminal, and now and then a line of its own elsewhere.
/// </summary>
/// <param name="what">What is counted.</param>
/// <param name="total">How many there will be.</param>
internal sealed class SeedProgress(string what, long total)
{
    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _said;

    /// <summary>Says it, if it is time.</summary>
    /// <param name="done">How many are done.</param>
    public void Report(long done)
    {
        var isLast = done >= total;
        if (
            !isLast
            && Stopwatch.GetElapsedTime(_said) < (_isTerminal ? TimeSpan.FromSeconds(0.5) : TimeSpan.FromSeconds(5))
        )
        {
            return;
        }

        _said = Stopwatch.GetTimestamp();
        var seconds = Math.Max(0.001, Stopwatch.GetElapsedTime(_started).TotalSeconds);
        var rate = done / seconds;
        var time = TimeSpan.FromSeconds(isLast ? seconds : (total - done) / Math.Max(rate, 0.001));
        var line =
            $"{done:N0} of {total:N0} {what}, {rate:N0} a second, "
            + $"{time:h\\:mm\\:ss} {(isLast ? "in all" : "left")}";
        if (_isTerminal)
        {
            Console.Write($"\r{line, -78}{(isLast ? Environment.NewLine : "")}");
        }
        else
        {
            CommandLine.Say(line);
        }
    }
}
