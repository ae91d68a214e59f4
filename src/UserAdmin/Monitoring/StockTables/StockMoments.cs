namespace UserAdmin.Monitoring.StockTables;

/// <summary>How much longer a comparison may wait for moments in which it can look.</summary>
/// <param name="patience">The total time.</param>
internal sealed class StockPatience(TimeSpan patience)
{
    public TimeSpan Left { get; set; } = patience;
}

/// <summary>Looks at the stock tables and the read model in moments in which they can be compared.</summary>
internal sealed class StockMoments(TimeProvider time)
{
    private static readonly TimeSpan _betweenTries = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks in the next moment in which the read model is at the end of the log.</summary>
    /// <returns>Null if there was none in time.</returns>
    // A smaller range would not help: the read model must be at the end of the log only when the snapshot begins.
    public async Task<T?> LookAsync<T>(
        IStockSnapshots snapshots,
        Func<T> look,
        StockPatience waiting,
        CancellationToken cancellationToken
    )
        where T : class
    {
        while (true)
        {
            var isSame = snapshots.TryBegin();
            try
            {
                if (isSame)
                {
                    return look();
                }
            }
            finally
            {
                snapshots.End();
            }

            if (waiting.Left < _betweenTries)
            {
                return null;
            }

            // The read model has not applied the latest event yet.
            waiting.Left -= _betweenTries;
            await Task.Delay(_betweenTries, time, cancellationToken);
        }
    }
}
