namespace UserAdmin.EndToEnd.Programs;

/// <summary>Waits for conditions that send no signal.</summary>
internal static class Eventually
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition; an I/O error counts as not fulfilled yet.</param>
    /// <param name="what">A description of the condition for the failure message.</param>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        using var timer = new PeriodicTimer(_interval);
        var deadline =
            TimeProvider.System.GetTimestamp()
            + (long)(BuiltProgram.Patience.TotalSeconds * TimeProvider.System.TimestampFrequency);
        Exception? last = null;
        do
        {
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (Exception fault)
                when (fault
                        is IOException
                            or HttpRequestException
                            or TaskCanceledException
                            or Microsoft.Data.Sqlite.SqliteException
                )
            {
                last = fault;
            }

            await timer.WaitForNextTickAsync();
        } while (TimeProvider.System.GetTimestamp() < deadline);
        throw new TimeoutException($"Waited {BuiltProgram.Patience} in vain: {what}.", last);
    }

    /// <summary>Waits until a condition holds.</summary>
    public static Task HoldsAsync(Func<bool> condition, string what) =>
        HoldsAsync(() => Task.FromResult(condition()), what);
}
