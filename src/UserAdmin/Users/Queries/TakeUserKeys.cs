using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Index;

namespace UserAdmin.Users.Queries;

/// <summary>
/// Gets the keys of all users in a list, in its order, for a reader that goes through the whole list while it may
/// change.
/// </summary>
/// <param name="Search">The search, as in <see cref="ListUsers"/>.</param>
/// <param name="Sort">What to sort by, as in <see cref="ListUsers"/>.</param>
/// <param name="Descending">Whether to sort in descending order.</param>
[Permission(Permissions.UsersRead)]
public sealed record TakeUserKeys(string? Search = null, UserSort? Sort = null, bool Descending = false)
    : IQuery<UserKeys>
{
    /// <summary>The moment whose list is wanted, as in <see cref="ListUsers.At"/>; null for now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>
    /// Whether users without a value come last in ascending order and first in descending order, as RFC 7644, section
    /// 3.4.2.3, demands of lists of SCIM; otherwise it is the other way round.
    /// </summary>
    public bool MissingLast { get; init; }
}

/// <summary>An ordered list of users' keys. It takes 16 bytes per key; a string takes 96.</summary>
public sealed class UserKeys
{
    private readonly PagedArray<UInt128> _numbers = new();
    private readonly Dictionary<int, string> _others = [];

    /// <summary>Creates a list of keys that are UUIDs.</summary>
    /// <param name="numbers">The keys in order, as numbers.</param>
    public UserKeys(IEnumerable<UInt128> numbers)
    {
        foreach (var number in numbers)
        {
            Add(number, null);
        }
    }

    /// <summary>The number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a key.</summary>
    /// <param name="number">The key as a number.</param>
    /// <param name="other">The key, if it is not a UUID.</param>
    internal void Add(UInt128 number, string? other)
    {
        _numbers.At(Count) = number;
        if (other is not null)
        {
            _others[Count] = other;
        }

        Count++;
    }

    /// <summary>Returns some of the keys as texts.</summary>
    /// <param name="offset">The number of keys to skip.</param>
    /// <param name="most">The maximum number of keys to return.</param>
    public IReadOnlyList<string> Part(int offset, int most) =>
        [
            .. Enumerable
                .Range(offset, Math.Clamp(Count - offset, 0, most))
                .Select(at => _others.TryGetValue(at, out var other) ? other : KeyColumn.Text(_numbers[at])),
        ];
}

internal sealed class TakeUserKeysHandler(UserLists lists) : IQueryHandler<TakeUserKeys, UserKeys>
{
    public Task<Answer<UserKeys>> Handle(TakeUserKeys request, CancellationToken cancellationToken) =>
        lists.AnswerAsync(
            request.Search,
            request.At,
            (search, roles, directory) =>
            {
                var sort = ListOrder.SortOf(request.Sort, search);
                return Task.FromResult(
                    directory.Read(
                        search,
                        roles,
                        sort,
                        (found, order) =>
                            directory.Index.Keys.Take(
                                ListOrder
                                    .Of(
                                        directory.Index,
                                        found,
                                        sort,
                                        request.Descending,
                                        order!,
                                        directory.Now,
                                        request.MissingLast
                                    )
                                    .All()
                            )
                    )
                );
            },
            cancellationToken
        );
}
