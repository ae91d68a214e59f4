using System.Diagnostics;
using UserAdmin.Copying;

namespace UserAdmin.Web.Startup;

/// <summary>Prints how far a copy is: a line for each step, and one every few seconds.</summary>
internal sealed class CopyLines
{
    private static readonly TimeSpan _between = TimeSpan.FromSeconds(5);

    private long _said;
    private CopyStep? _step;

    /// <summary>Prints the progress if it is due.</summary>
    /// <param name="progress">The progress.</param>
    public void Report(CopyProgress progress)
    {
        if (progress.Step == _step && Stopwatch.GetElapsedTime(_said) < _between)
        {
            return;
        }

        (_step, _said) = (progress.Step, Stopwatch.GetTimestamp());
        CommandLine.Say($"{progress.Step} {progress.Table}: {progress.Rows:N0} of {progress.Total:N0} rows");
    }
}
