using UserAdmin.Users;

namespace UserAdmin.Web.Users.List;

/// <summary>Which rows changed a moment ago under the reader's eyes.</summary>
public sealed class RowGlow(TimeProvider time)
{
    /// <summary>Longer than the animation; a row that is moved later must not glow again.</summary>
    internal static readonly TimeSpan Lasts = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, (DateTimeOffset At, int Times)> _rows = [];

    /// <summary>Grows with each change of what <see cref="ClassOf"/> says.</summary>
    public int Marks { get; private set; }

    /// <summary>Forgets everything: another page is shown.</summary>
    public void Clear()
    {
        Marks++;
        _rows.Clear();
    }

    /// <summary>Marks what differs between two pages of the same list.</summary>
    /// <param name="before">Rows shown until now.</param>
    /// <param name="now">Rows shown from now on.</param>
    /// <param name="changed">Ids the change feed named.</param>
    /// <returns>How many rows were marked.</returns>
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
            // A row that moved in from the next page is new here but has not changed.
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
    /// Class of a row. Two names for one animation: a change of name starts it again and leaves the focus where it is.
    /// </summary>
    public string? ClassOf(string id) =>
        !_rows.TryGetValue(id, out var row) ? null
        : row.Times % 2 == 1 ? "glow"
        : "glow glow-again";

    private static bool Differs(UserRow old, UserRow row) =>
        (old.Version, old.Roles, old.LastSignInAt, old.LockedUntil, old.DisabledAt)
        != (row.Version, row.Roles, row.LastSignInAt, row.LockedUntil, row.DisabledAt);
}
