using UserAdmin.Users;

namespace UserAdmin.Web.Users.List;

/// <summary>The rows on the page that changed a moment ago and are highlighted.</summary>
public sealed class RowGlow(TimeProvider time)
{
    /// <summary>
    /// Longer than the animation, but limited, so that a row that is moved later does not glow again.
    /// </summary>
    internal static readonly TimeSpan Lasts = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, (DateTimeOffset At, int Times)> _rows = [];

    /// <summary>Increases whenever the results of <see cref="ClassOf"/> change.</summary>
    public int Marks { get; private set; }

    /// <summary>Clears all marks, because another page is shown.</summary>
    public void Clear()
    {
        Marks++;
        _rows.Clear();
    }

    /// <summary>Marks the rows that differ between two versions of the same page.</summary>
    /// <param name="before">Rows shown until now.</param>
    /// <param name="now">Rows shown from now on.</param>
    /// <param name="changed">The ids that the change feed named.</param>
    /// <returns>The number of marked rows.</returns>
    public int Mark(IReadOnlyList<UserRow> before, IReadOnlyList<UserRow> now, IReadOnlySet<string> changed)
    {
        var at = time.GetUtcNow();
        foreach (var old in _rows.Where(row => at - row.Value.At > Lasts).Select(row => row.Key).ToList())
        {
            _rows.Remove(old);
        }

        var known = before.ToDictionary(row => row.Id);
        var marked = 0;
        foreach (var row in now)
        {
            // A row that moved here from the next page is new on this page but has not changed.
            var differs = known.TryGetValue(row.Id, out var old) ? Differs(old, row) : changed.Contains(row.Id);
            if (differs)
            {
                _rows[row.Id] = (at, _rows.GetValueOrDefault(row.Id).Times + 1);
                Marks++;
                marked++;
            }
        }

        return marked;
    }

    /// <summary>
    /// Returns the CSS class of a row. There are two names for the same animation: changing the name restarts it and
    /// keeps the focus.
    /// </summary>
    public string? ClassOf(string id) =>
        !_rows.TryGetValue(id, out var row) ? null
        : row.Times % 2 == 1 ? "glow"
        : "glow glow-again";

    private static bool Differs(UserRow old, UserRow row) =>
        (old.Version, old.Roles, old.LastSignInAt, old.LockedUntil, old.DisabledAt)
        != (row.Version, row.Roles, row.LastSignInAt, row.LockedUntil, row.DisabledAt);
}
