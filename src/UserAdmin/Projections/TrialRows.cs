using UserAdmin.Messaging;

namespace UserAdmin.Projections;

/// <summary>Rows without a database, used to test whether an event can be applied at all.</summary>
/// <param name="isFull">Whether every requested row exists.</param>
internal sealed class TrialRows(bool isFull) : IReadModelRows
{
    public TRow? Find<TRow>(params ReadOnlySpan<string> key)
        where TRow : class, new()
    {
        Check(key);
        return isFull ? new TRow() : null;
    }

    public TRow Get<TRow>(params ReadOnlySpan<string> key)
        where TRow : class, new()
    {
        Check(key);
        return new TRow();
    }

    public IReadOnlyList<TRow> Where<TRow>(string column, string value)
        where TRow : class, new()
    {
        Check([value]);
        return isFull ? [new TRow()] : [];
    }

    public void ChangeEach<TRow>(string column, string value, Action<TRow> change)
        where TRow : class, new()
    {
        foreach (var row in Where<TRow>(column, value))
        {
            change(row);
        }
    }

    public void Add<TRow>(TRow row)
        where TRow : class, new()
    {
        if (MessageShape.Missing(row) is { } missing)
        {
            throw new ArgumentException(
                $"{typeof(TRow).Name}.{missing.Field} would be stored without a value.",
                nameof(row)
            );
        }
    }

    public void Remove<TRow>(TRow row)
        where TRow : class, new() { }

    private static void Check(ReadOnlySpan<string> key)
    {
        foreach (var part in key)
        {
            ArgumentNullException.ThrowIfNull(part);
        }
    }
}
