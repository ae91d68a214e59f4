using System.Text;
using UserAdmin.Users.Queries;

namespace UserAdmin.Users.Index;

/// <summary>
/// What the list is found, sorted and counted by, in memory: some 160 bytes a user, built from the rows of the read
/// model and kept with each of its commits. It holds no row: those come from the store, by their keys. See decision 26
/// for why, and for the figures.
/// </summary>
#pragma warning disable CA1001 // An index that was replaced may still be read by those who asked before; the lock goes with it.
internal sealed partial class UserIndex
#pragma warning restore CA1001
{
    /// <summary>How many of the users who came last are remembered as such.</summary>
    private const int MostNewest = 10_000;

    private static readonly TimeSpan _forgetAfter = TimeSpan.FromMinutes(10);

    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Dictionary<UserSort, SortOrder> _orders = [];

    // Places of the users who came last, the very last at the end.
    private readonly List<(int Place, DateTimeOffset CreatedAt)> _newest = [];

    public UserIndex()
    {
        var (names, keys) = (new TextSort(Texts, UserTexts.Name), new KeySort(Keys));
        void Add(UserSort sort, SortColumn column) => _orders.Add(sort, new SortOrder(column, names, keys));
        Add(UserSort.DisplayName, names);
        Add(UserSort.UserName, new TextSort(Texts, UserTexts.UserName));
        Add(UserSort.Email, new TextSort(Texts, UserTexts.Email));
        Add(UserSort.PhoneNumber, new TextSort(Texts, UserTexts.Phone));
        Add(UserSort.ExternalId, new TextSort(Texts, UserTexts.ExternalId));
        Add(UserSort.Roles, new CodeSort(Roles));
        Add(UserSort.GivenName, new CodeSort(GivenNames));
        Add(UserSort.FamilyName, new CodeSort(FamilyNames));
        Add(UserSort.JobTitle, new CodeSort(JobTitles));
        Add(UserSort.Department, new CodeSort(Departments));
        Add(UserSort.Locale, new CodeSort(Locales));
        Add(UserSort.TimeZone, new CodeSort(TimeZones));
        Add(UserSort.ExternalLogins, new CodeSort(Logins));
        Add(UserSort.LastSignInAt, new NumberSort(place => SignedIn[place]));
        Add(UserSort.ChangedAt, new NumberSort(place => Changed[place]));
        Add(UserSort.CreatedAt, new NumberSort(place => Created[place]));
        Add(UserSort.ExpiresAt, new NumberSort(place => Expires[place]));
        Add(UserSort.PasskeyCount, new NumberSort(place => PasskeyCounts[place]));
        Add(UserSort.Id, keys);
    }

    /// <summary>Log position of the rows it was built from and kept with.</summary>
    public long Position { get; private set; }

    /// <summary>Grows with every change of any row: what was worked out for another one may be out of date.</summary>
    public long Version { get; private set; }

    /// <summary>Takes rows in as they are now.</summary>
    /// <param name="rows">The rows by their key; null for one that is gone.</param>
    /// <param name="position">Log position that they lead to.</param>
    public void Apply(IReadOnlyCollection<(string Id, UserRow? Row)> rows, long position)
    {
        _lock.EnterWriteLock();
        try
        {
            Position = position;
            if (rows.Count == 0)
            {
                return;
            }

            Version++;
            var texts = new List<(int Place, string[] Fields)>(rows.Count);
            foreach (var (id, row) in rows)
            {
                if (row is not null)
                {
                    var place = Keys.Add(id);
                    var fields = UserTexts.Of(row);
                    Put(place, row, fields);
                    texts.Add((place, fields));
                }
                else if (Keys.Find(id) is var gone and >= 0)
                {
                    Remove(gone);
                    texts.Add((gone, []));
                }
            }

            Texts.Set(texts);
            ForgetUnused();
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Reads, while nothing changes.</summary>
    /// <param name="sort">The order that is wanted up to date, or null.</param>
    /// <param name="read">What to read: in memory only, and without waiting for anything.</param>
    public T Read<T>(UserSort? sort, Func<SortOrder?, T> read)
    {
        var order = sort is { } wanted ? _orders[wanted] : null;
        while (true)
        {
            _lock.EnterReadLock();
            try
            {
                if (order is null or { IsCurrent: true })
                {
                    order?.Asked();
                    return read(order);
                }
            }
            finally
            {
                _lock.ExitReadLock();
            }

            BringUpToDate(order);
        }
    }

    /// <summary>How many of some users were created after a moment. Call it while reading.</summary>
    public int CountCreatedAfter(DateTimeOffset moment, BitSet among)
    {
        var count = 0;
        for (var i = _newest.Count - 1; i >= 0; i--)
        {
            if (_newest[i].CreatedAt <= moment)
            {
                return count;
            }

            count += among[_newest[i].Place] ? 1 : 0;
        }

        // So many that those remembered are not all of them.
        return among.Where(place => Created[place] > moment.ToUnixTimeSeconds()).Count();
    }

    private void BringUpToDate(SortOrder order)
    {
        _lock.EnterWriteLock();
        try
        {
            var byName = _orders[UserSort.DisplayName];
            byName.BringUpToDate(All, byName: null);
            if (order != byName)
            {
                order.BringUpToDate(All, byName);
            }

            order.Asked();
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    private void Put(int place, UserRow row, string[] fields)
    {
        var isNew = !All[place];
        All[place] = true;
        Deleted[place] = row.DeletedAt is not null;
        Disabled[place] = row.DisabledAt is not null;
        Invited[place] = row.InvitedAt is not null;
        EverLocked[place] = row.LockedUntil is not null;
        TwoFactor[place] = row.TwoFactorEnabled;
        Passkey[place] = row.PasskeyCount > 0;
        Confirmed[place] = row.EmailConfirmed;
        Password[place] = row.HasPassword;
        if (row.LockedUntil is { } until)
        {
            LockedUntil[place] = until;
        }
        else
        {
            LockedUntil.Remove(place);
        }

        // Among equals the name decides, in whatever order.
        var moved = isNew || IsOther(place, UserTexts.Name, fields);
        Moved(UserSort.DisplayName, place, moved);
        Moved(UserSort.Id, place, moved);
        Moved(UserSort.UserName, place, moved || IsOther(place, UserTexts.UserName, fields));
        Moved(UserSort.Email, place, moved || IsOther(place, UserTexts.Email, fields));
        Moved(UserSort.PhoneNumber, place, moved || IsOther(place, UserTexts.Phone, fields));
        Moved(UserSort.ExternalId, place, moved || IsOther(place, UserTexts.ExternalId, fields));
        Moved(UserSort.Roles, place, Roles.Set(place, row.Roles) || moved);
        Moved(UserSort.GivenName, place, GivenNames.Set(place, row.GivenName) || moved);
        Moved(UserSort.FamilyName, place, FamilyNames.Set(place, row.FamilyName) || moved);
        Moved(UserSort.JobTitle, place, JobTitles.Set(place, row.JobTitle) || moved);
        Moved(UserSort.Department, place, Departments.Set(place, row.Department) || moved);
        Moved(UserSort.Locale, place, Locales.Set(place, row.Locale) || moved);
        Moved(UserSort.TimeZone, place, TimeZones.Set(place, row.TimeZone) || moved);
        Moved(UserSort.ExternalLogins, place, Logins.Set(place, row.ExternalLogins) || moved);
        Moved(UserSort.LastSignInAt, place, SignedIn.Set(place, row.LastSignInAt) || moved);
        Moved(UserSort.ChangedAt, place, Changed.Set(place, row.ChangedAt) || moved);
        Moved(UserSort.CreatedAt, place, Created.Set(place, row.CreatedAt) || moved);
        Moved(UserSort.ExpiresAt, place, Expires.Set(place, row.ExpiresAt) || moved);
        Moved(UserSort.PasskeyCount, place, PasskeyCounts.Set(place, row.PasskeyCount) || moved);
        if (isNew)
        {
            _newest.Add((place, row.CreatedAt));
        }
    }

    private void Moved(UserSort sort, int place, bool hasMoved)
    {
        if (hasMoved)
        {
            _orders[sort].Changed(place);
        }
    }

    private bool IsOther(int place, int field, string[] fields) =>
        !Texts.Field(place, field).SequenceEqual(Encoding.UTF8.GetBytes(fields[field]));

    private void Remove(int place)
    {
        foreach (
            var set in (ReadOnlySpan<BitSet>)
                [All, Deleted, Disabled, Invited, EverLocked, TwoFactor, Passkey, Confirmed, Password]
        )
        {
            set[place] = false;
        }

        Keys.Remove(place);
        // Its place is given to the next account, which must not count twice.
        _newest.RemoveAll(user => user.Place == place);
        LockedUntil.Remove(place);
        foreach (var order in _orders.Values)
        {
            order.Changed(place);
        }
    }

    private void ForgetUnused()
    {
        if (_newest.Count > 2 * MostNewest)
        {
            _newest.RemoveRange(0, _newest.Count - MostNewest);
        }

        foreach (var (sort, order) in _orders)
        {
            if (
                sort != UserSort.DisplayName
                && order.IsMade
                && Environment.TickCount64 - order.AskedAt > _forgetAfter.TotalMilliseconds
            )
            {
                order.Forget();
            }
        }
    }
}
