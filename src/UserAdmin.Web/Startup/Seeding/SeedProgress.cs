using System.Diagnostics;

namespace UserAdmin.Web.Startup.Seeding;

/// <summary>
/// Prints the progress: on a terminal in one line that is overwritten, otherwise as a new line from time to time.
/// </summary>
/// <param name="what">The name of the counted items.</param>
/// <param name="total">The total number.</param>
internal sealed class SeedProgress(string what, long total)
{
    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _said;

    /// <summary>Prints the progress if it is due.</summary>
    /// <param name="done">The number done so far.</param>
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
