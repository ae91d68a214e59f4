using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Index;

namespace UserAdmin.Users.Queries;

/// <summary>
/// The keys of all users that a list shows, in its order: for those who go through the whole of it while it changes.
/// </summary>
/// <param name="Search">Which users, as in <see cref="ListUsers"/>.</param>
/// <param name="Sort">What to sort by, as in <see cref="ListUsers"/>.</param>
/// <param name="Descending">From the end.</param>
[Permission(Permissions.UsersRead)]
public sealed record TakeUserKeys(string? Search = null, UserSort? Sort = null, bool Descending = false)
    : IQuery<UserKeys>;

/// <summary>Keys of users in order: 16 bytes each, where a text takes 96.</summary>
public sealed class UserKeys
{
    private readonly PagedArray<UInt128> _numbers = new();
    private readonly Dictionary<int, string> _others = [];

    /// <summary>Takes keys that are UUIDs.</summary>
    /// <param name="numbers">The keys in order, as numbers.</param>
    public UserKeys(IEnumerable<UInt128> numbers)
    {
        foreach (var number in numbers)
        {
            Add(number, null);
        }
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Takes one more.</summary>
    /// <param name="number">The key as a number.</param>
    /// <param name="other">The key, if it is no UUID.</param>
    internal void Add(UInt128 number, string? other)
    {
        _numbers.At(Count) = number;
        if (other is not null)
        {
            _others[Count] = other;
        }

        Count++;
    }

    /// <summary>Some of them, as texts.</summary>
    /// <param name="offset">How many come before.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<string> Part(int offset, int most) =>
        [
            .. Enumerable
                .Range(offset, Math.Clamp(Count - offset, 0, most))
                .Select(at => _others.TryGetValue(at, out var other) ? other : KeyColumn.Text(_numbers[at])),
        ];
}

internal sealed class TakeUserKeysHandler(UserLists lists, TimeProvider time) : IQueryHandler<TakeUserKeys, UserKeys>
{
    public Task<Answer<UserKeys>> Handle(TakeUserKeys request, CancellationToken cancellationToken) =>
        lists.AnswerAsync(
            request.Search,
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
                                    .Of(directory.Index, found, sort, request.Descending, order!, time.GetUtcNow())
                                    .All()
                            )
                    )
                );
            },
            cancellationToken
        );
}
