using CsCheck;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Roles;
using UserAdmin.Tests.Properties;
using UserAdmin.Text;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Index;
using UserAdmin.Users.Index.Snapshots;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Tests.Users.Index;

public sealed class SearchProperties
{
    private static readonly RoleRow[] _roles =
    [
        new() { Name = "Administrator", Permissions = "users.read users.edit" },
        new() { Name = "Help desk", Permissions = "users.read" },
        new() { Name = "Auditor", Permissions = "audit.read" },
        new() { Name = "Staff" },
    ];

    private static readonly Gen<string> _term = Gen.OneOf(
        Generators.Among<string>([
            "a",
            "ad",
            "ADA",
            "an",
            "ß",
            "ss",
            "lukasz",
            "Å",
            "秀",
            "ใจ",
            "مح",
            "😀",
            "o",
            "0",
            "49",
            "4930",
            "\"ada lovelace\"",
            "\"Ann Ada\"",
            "example.org",
            "admin",
            "hr-",
            "nobody",
            "1",
        ]),
        // As callers say it.
        Generators.Among<string>([
            "mueller",
            "müller",
            "Muller",
            "soerensen",
            "Sören",
            "strauss",
            "obrien",
            "o'brien",
            "O´Brien,",
            "\"o brien\"",
            "annalena",
            "anna-lena",
            "\"Anna-Lena, Müller\"",
            "aangstroem",
            "angstroem",
            "djokovic",
            "елкин",
            "андрей",
            "андреи",
            "کريم",
            "ｶﾀ",
            "+49 30 1234567",
            "030 123 45 67",
            "0049301234567",
            "(030) 12345",
            "301234567",
            "<1.3@example.com>",
        ]),
        Generators.Among<string>([
            "state:active",
            "state:locked",
            "state:invited,disabled",
            "state:deleted",
            "state:any",
            "locked:yes",
            "locked:no",
            "2fa:on",
            "passkey:no",
            "confirmed:yes",
            "password:no",
        ]),
        Generators.Among<string>([
            "role:\"help desk\"",
            "role:none",
            "role:administrator,auditor",
            "permission:users.read",
            "permission:none",
            "login:google",
            "login:none",
            "dept:sales",
            "department:koln,none",
            "cost-center:4130",
            "organization:none",
            "division:koln",
            "employee-number:e1",
            "manager:boss",
            "department:KÖLN",
            "department:\"None\"",
            "title:\"none\"",
            "department:ガス部",
            "locale:en",
            "locale:none",
            "title:\"team lead\"",
            "tz:europe/berlin",
        ]),
        Generators.Among<string>([
            "name:a",
            "email:.com",
            "phone:212",
            "user-name:er1",
            "given:ad",
            "family:none",
            "external-id:hr-1",
            "phone:none",
            "phone:004930-1234567",
            "name:mueller",
            "name:annalena",
            "given:sören",
            "family:müller",
        ]),
        Generators.Among<string>([
            "created<2026-01-01",
            "created>=2026-06-15",
            "changed:2026-06-15",
            "signed-in:never",
            "signed-in>30d",
            "signed-in<90d",
            "expires:30d",
            "expires<=2027-01-01",
            "expires:never",
            "created:200d",
            "created<0001-01-01",
        ])
    );

    private static readonly Gen<UserSort> _sort = Gen.OneOf<UserSort>([
        UserSort.Best,
        .. UserFields.All.Where(field => field.IsSortable).Select(field => field.Sort),
    ]);

    private static readonly Gen<string> _query = Gen.Select(
            Gen.Bool,
            _term,
            (isNegated, term) => isNegated ? $"-{term}" : term
        )
        .Array[0, 4]
        .Select(terms => string.Join(' ', terms));

    [Fact]
    public void AnySearch_OverAnyUsers_FindsAndOrdersWhatANaiveProgramDoes() =>
        Gen.Select(RandomUsers.User.Array[0, 150], _query, _sort, Gen.Bool)
            .Sample(
                (users, query, sort, descending) =>
                {
                    var directory = Directory(users);
                    var naive = new NaiveSearch(_roles, RandomUsers.Now);
                    var expected = users.Where(user => naive.Finds(query, user));
                    var ordered =
                        sort == UserSort.Best
                            ? expected.OrderBy(user =>
                                UserSearch.Parse(query).Words.Count == 0 ? 0 : NaiveSearch.Part(query, user)
                            )
                        : descending ? expected.OrderByDescending(user => NaiveSearch.Key(sort, user, RandomUsers.Now))
                        : expected.OrderBy(user => NaiveSearch.Key(sort, user, RandomUsers.Now));
                    var down = descending && sort != UserSort.Best;
                    var byName = down
                        ? ordered.ThenByDescending(user => NaiveSearch.Bytes(user.DisplayName))
                        : ordered.ThenBy(user => NaiveSearch.Bytes(user.DisplayName));
                    // Users with equal keys come by name and then by id, in the direction of the sort.
                    var all = (
                        down
                            ? byName.ThenByDescending(user => user.Id, StringComparer.Ordinal)
                            : byName.ThenBy(user => user.Id, StringComparer.Ordinal)
                    )
                        .Select(user => user.Id)
                        .ToList();

                    var found = Page(directory, query, sort, descending, paging => paging.At(0, 1000));

                    found.ShouldBe(all, $"{query} by {sort}");
                    for (var offset = 0; offset < all.Count; offset += 7)
                    {
                        Page(directory, query, sort, descending, paging => paging.At(offset, 7))
                            .ShouldBe(all.Skip(offset).Take(7), $"{query} by {sort} from {offset}");
                    }

                    Forward(directory, query, sort, descending).ShouldBe(all, $"{query} by {sort}, page after page");
                    Backward(directory, query, sort, descending).ShouldBe(all, $"{query} by {sort}, page before page");
                },
                iter: 1000,
                print: sample => $"{sample.Item2} by {sample.Item3} {sample.Item4} over {sample.Item1.Length} users"
            );

    [Fact]
    public void AnySearch_AfterAnyChanges_FindsWhatANewIndexFinds() =>
        Gen.Select(
                RandomUsers.User.Array[1, 60],
                Gen.Select(Gen.Int[0, 200], RandomUsers.User, Gen.Int[0, 6]).Array[1, 80],
                _query.Array[4],
                _sort
            )
            .Sample(
                (users, changes, queries, sort) =>
                {
                    var directory = Directory(users);
                    var now = users.ToDictionary(user => user.Id);
                    foreach (var (which, other, kind) in changes)
                    {
                        var before = now.Values.ElementAtOrDefault(which % Math.Max(1, now.Count));
                        var row = kind == 5 || before is null ? other : Renamed(other, before.Id);
                        var change = kind == 0 && before is not null ? (before.Id, (UserRow?)null) : (row.Id, row);
                        _ = change.Item2 is null ? now.Remove(change.Id) : (now[row.Id] = row) is not null;
                        directory.Apply([change], 1);
                        // Asking for the order after every change makes the index update it instead of building it
                        // again.
                        Page(directory, "state:any", sort, false, paging => paging.At(0, 3));
                        directory = kind == 6 ? ThroughSnapshot(directory) : directory;
                    }

                    var anew = Directory([.. now.Values]);
                    foreach (var query in queries)
                    {
                        Page(directory, query, sort, false, paging => paging.At(0, 1000))
                            .ShouldBe(Page(anew, query, sort, false, paging => paging.At(0, 1000)), query);
                        Facets(directory, query).ShouldBe(Facets(anew, query), query);
                    }
                },
                iter: 150
            );

    [Fact]
    public void AnyFacet_OfAnySearch_CountsWhatASearchForItFinds() =>
        Gen.Select(RandomUsers.User.Array[0, 80], _query)
            .Sample(
                (users, query) =>
                {
                    var directory = Directory(users);
                    var search = UserSearch.Parse(query);
                    var naive = new NaiveSearch(_roles, RandomUsers.Now);
                    foreach (
                        var facet in directory
                            .Read(
                                search,
                                _roles,
                                null,
                                (found, _) =>
                                    new FacetCounts(directory.Index, _roles, RandomUsers.Now).Count(search, found)
                            )
                            .Facets
                    )
                    {
                        var field = SearchFields.Find(facet.Field)!;
                        var others = UserSearch.Join(
                            search.Terms.Where(term =>
                                term.Field != field || term.IsNegated || term.Operator != SearchOperator.Is
                            )
                        );
                        foreach (var value in facet.Values)
                        {
                            var alone = $"{others} {SearchTerm.Of(field, value.Value)}";
                            value.Count.ShouldBe(users.Count(user => naive.Finds(alone, user)), alone);
                        }
                    }
                },
                iter: 200,
                print: sample => sample.Item2
            );

    [Fact]
    public void AnyMistypedName_OverAnyUsers_IsSimilarToWhatANaiveProgramSays() =>
        Gen.Select(
                RandomUsers.User.Array[0, 60],
                RandomUsers.User.Array[0, 20],
                Generators.Among(
                    "lovelaec",
                    "mulller",
                    "muelelr",
                    "strauß",
                    "straub",
                    "obrein",
                    "anders",
                    "lukas",
                    "ёлкни"
                ),
                Generators.Among("", " ad", " state:any", " -ada")
            )
            .Sample(
                (users, more, word, rest) =>
                {
                    var directory = Directory(users);
                    var query = word + rest;
                    _ = Similar(directory, query);
                    // The words of later names are compared, too.
                    directory.Apply([.. more.Select(user => (user.Id, (UserRow?)user))], 2);
                    var naive = new NaiveSearch(_roles, RandomUsers.Now);
                    var all = users.Concat(more).Where(user => !naive.Finds(query, user)).ToList();
                    var others = all.Where(user => rest.Length == 0 ? user.DeletedAt is null : naive.Finds(rest, user));

                    var found = Similar(directory, query);

                    foreach (var user in others)
                    {
                        var isNear = NaiveSearch.IsNear(NameSpelling.Fold(user.DisplayName), NameSpelling.Fold(word));
                        if (isNear || found.Contains(user.Id))
                        {
                            found.ShouldContain(user.Id, $"{query}: {user.DisplayName}");
                            NaiveSearch
                                .Names(user)
                                .Any(name => NaiveSearch.IsNear(name, NameSpelling.Fold(word)))
                                .ShouldBeTrue();
                        }
                    }

                    found.Except(others.Select(user => user.Id)).ShouldBeEmpty();
                },
                iter: 300,
                print: sample => $"{sample.Item3}{sample.Item4}"
            );

    private static List<string> Similar(UserDirectory directory, string query) =>
        directory.Read(
            UserSearch.Parse(query),
            _roles,
            sort: null,
            (found, _) =>
                new SimilarNames(directory.Index, new SearchEvaluation(directory.Index, _roles, RandomUsers.Now))
                    .Find(UserSearch.Parse(query), found.Match, 1000)
                    .Select(place => directory.Index.Keys[place])
                    .ToList()
        );

    private static UserDirectory Directory(IReadOnlyList<UserRow> users)
    {
        var directory = new UserDirectory(new UserIndex(), new FakeTimeProvider(RandomUsers.Now));
        directory.Apply([.. users.Select(user => (user.Id, (UserRow?)user))], 1);
        return directory;
    }

    private static UserDirectory ThroughSnapshot(UserDirectory directory)
    {
        using var stream = new MemoryStream();
        var writer = new SnapshotWriter(stream);
        directory.Index.Write(writer, _ => { });
        writer.Finish();
        stream.Position = 0;
        var reader = new SnapshotReader(stream);
        var index = new UserIndex();
        index.Read(reader);
        reader.Finish();
        index.Position.ShouldBe(directory.Index.Position);
        return new UserDirectory(index, new FakeTimeProvider(RandomUsers.Now));
    }

    private static List<string> Page(
        UserDirectory directory,
        string query,
        UserSort sort,
        bool descending,
        Func<Paging, PlacePage> cut
    ) => [.. Cut(directory, query, sort, descending, cut).Ids];

    private static (List<string> Ids, PlacePage Page) Cut(
        UserDirectory directory,
        string query,
        UserSort sort,
        bool descending,
        Func<Paging, PlacePage> cut
    ) =>
        directory.Read(
            UserSearch.Parse(query),
            _roles,
            sort,
            (found, order) =>
            {
                var page = cut(ListOrder.Of(directory.Index, found, sort, descending, order!, RandomUsers.Now));
                return (page.Places.Select(place => directory.Index.Keys[place]).ToList(), page);
            }
        );

    private static List<string> Forward(UserDirectory directory, string query, UserSort sort, bool descending)
    {
        var (ids, page) = Cut(directory, query, sort, descending, paging => paging.At(0, 5));
        while (page.Next is { } next)
        {
            (var more, page) = Cut(
                directory,
                query,
                sort,
                descending,
                paging => paging.From(SortCursor.Read(next.Text(isBackward: false))!.Value.Cursor, isBackward: false, 5)
            );
            page.Offset.ShouldBe(ids.Count);
            ids.AddRange(more);
        }

        return ids;
    }

    private static List<string> Backward(UserDirectory directory, string query, UserSort sort, bool descending)
    {
        var (ids, page) = Cut(
            directory,
            query,
            sort,
            descending,
            paging => paging.At(Math.Max(0, paging.At(0, 1).Total - 5), 5)
        );
        while (page.Previous is { } previous)
        {
            var size = Math.Min(5, page.Offset);
            (var more, page) = Cut(
                directory,
                query,
                sort,
                descending,
                paging => paging.From(previous, isBackward: true, size)
            );
            ids.InsertRange(0, more);
        }

        return ids;
    }

    private static string Facets(UserDirectory directory, string query)
    {
        var search = UserSearch.Parse(query);
        return string.Join(
            '\n',
            directory
                .Read(
                    search,
                    _roles,
                    null,
                    (found, _) => new FacetCounts(directory.Index, _roles, RandomUsers.Now).Count(search, found)
                )
                .Facets.Select(facet => $"{facet.Field}: {string.Join(", ", facet.Values)}")
        );
    }

    private static UserRow Renamed(UserRow row, string id) =>
        new()
        {
            Id = id,
            DisplayName = row.DisplayName,
            UserName = row.UserName,
            Email = row.Email,
            GivenName = row.GivenName,
            FamilyName = row.FamilyName,
            JobTitle = row.JobTitle,
            Department = row.Department,
            EmployeeNumber = row.EmployeeNumber,
            CostCenter = row.CostCenter,
            Organization = row.Organization,
            Division = row.Division,
            ManagerId = row.ManagerId,
            Roles = row.Roles,
            Locale = row.Locale,
            TimeZone = row.TimeZone,
            PhoneNumber = row.PhoneNumber,
            ExternalLogins = row.ExternalLogins,
            ExternalId = row.ExternalId,
            TwoFactorEnabled = row.TwoFactorEnabled,
            EmailConfirmed = row.EmailConfirmed,
            HasPassword = row.HasPassword,
            PasskeyCount = row.PasskeyCount,
            CreatedAt = row.CreatedAt,
            ChangedAt = row.ChangedAt,
            LastSignInAt = row.LastSignInAt,
            ExpiresAt = row.ExpiresAt,
            LockedUntil = row.LockedUntil,
            DisabledAt = row.DisabledAt,
            DeletedAt = row.DeletedAt,
            InvitedAt = row.InvitedAt,
            InvitationExpiresAt = row.InvitationExpiresAt,
        };
}
