using System.Reflection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Imports;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Index;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Tests.Users.Fields;

/// <summary>
/// Goes over the registry and looks for each field in every place where it has to appear. Most of these places are made
/// from the registry; what is tried here is that none of them leaves a field out or answers for another one.
/// </summary>
public sealed class UserFieldsTests
{
    private static readonly DateTimeOffset _now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Fields => [.. UserFields.All.Select(one => one.Name)];

    public static TheoryData<string> EditedFields => [.. UserFields.Edited.Select(one => one.Name)];

    [Fact]
    public void Registry_Names_AreUnique()
    {
        UserFields.All.Count.ShouldBeGreaterThan(20);
        UserFields.All.Select(field => field.Name).ShouldBeUnique();
        UserFields.All.Select(field => field.ColumnKey).OfType<string>().ShouldBeUnique();
        SearchFields.All.SelectMany(filter => filter.Aliases.Prepend(filter.Key)).ShouldBeUnique();
        UserFields
            .All.SelectMany(field => field.ImportTitles.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ShouldBeUnique();
    }

    // Who adds a property to the row has to say what it is for the administrator, or that it is nothing by itself.
    [Fact]
    public void Row_EachProperty_IsAFieldOrPartOfOne()
    {
        string[] partsOfOthers =
        [
            nameof(UserRow.PasswordChangedAt),
            nameof(UserRow.MustChangePassword),
            nameof(UserRow.RecoveryCodesLeft),
            nameof(UserRow.InvitedAt),
            nameof(UserRow.InvitationExpiresAt),
            nameof(UserRow.DeletedAt),
            nameof(UserRow.PurgeAt),
            nameof(UserRow.DisabledAt),
            nameof(UserRow.LockedUntil),
            nameof(UserRow.Version),
        ];
        var properties = typeof(UserRow).GetProperties().Select(property => property.Name).ToList();
        properties.ShouldNotBeEmpty();
        properties.Except(partsOfOthers).Except(UserFields.All.Select(field => field.Name)).ShouldBeEmpty();
    }

    [Fact]
    public void Details_EachProperty_IsAFieldThatIsEdited()
    {
        var properties = typeof(UserDetails)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => property.Name)
            .ToList();
        properties.ShouldNotBeEmpty();
        properties.ShouldBe(UserFields.Details.Select(field => field.Name), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Field_WithAColumn_IsInTheListSortedAndExported(string name)
    {
        var field = UserFields.Named(name);
        (field.ColumnKey is not null || field.Filter is not null).ShouldBeTrue();
        if (field.ColumnKey is { } key)
        {
            UserColumns.Find(key).ShouldNotBeNull().Field.ShouldBe(field);
            field.IsSortable.ShouldBeTrue();
            UserSort.Find(name.ToLowerInvariant()).ShouldBe(field.Sort);
            field.Sort.IsKnown().ShouldBeTrue();
            Find("state:any", field.Sort).ShouldBe(["filled", "empty"], ignoreOrder: true);
        }
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Field_WithAFilter_FindsByItsOwnValueOnly(string name)
    {
        var field = UserFields.Named(name);
        if (field.Filter is not { } filter)
        {
            return;
        }

        SearchFields.All.ShouldContain(filter);
        SearchFields.FieldOf(filter).ShouldBe(field);
        var (fits, fitsNot) = filter.Kind switch
        {
            SearchKind.Choice => ("locked", "invited"),
            SearchKind.YesNo => ("yes", "no"),
            SearchKind.Moment => ("2026-05", "2020-01"),
            _ when field == UserFields.Permission => (Permissions.UsersRead, Permissions.UsersEdit),
            _ => ($"of-{name.ToLowerInvariant()}", "of-another"),
        };
        Find($"{filter.Key}:{fits}").ShouldBe(["filled"]);
        Find($"{filter.Key}:{fitsNot} {UserFields.UserName.Filter!.Key}:of-").ShouldBeEmpty();
        Facets().ShouldContain(facet => !filter.IsFacet || facet.Field == filter.Key);
    }

    [Theory]
    [MemberData(nameof(EditedFields))]
    public void Field_ThatIsEdited_IsStoredShownAndImported(string name)
    {
        var editing = UserFields.Named(name).Editing.ShouldNotBeNull();
        var command = new CreateUser("id", "name", "mail", "Name");
        editing.Set(command, "typed");
        editing.Of(command).ShouldBe("typed");

        var row = new UserRow();
        editing.InRow.Set(row, "stored");
        editing.Of(row).ShouldBe("stored");
        UserFields.Named(name).Text(row, _now, TimeZoneInfo.Utc).ShouldBe("stored");

        UserFields.Named(name).ImportTitles.ShouldNotBeEmpty();
        ImportField.All.ShouldContain(ImportField.Of(UserFields.Named(name)));
        ImportGuess.Columns([UserFields.Named(name).Label]).ShouldBe([new ImportField(name)]);
    }

    // The log holds the numbers of earlier versions.
    [Theory]
    [InlineData("2", "Email")]
    [InlineData("12", "PasswordHash")]
    [InlineData("17", "LockedUntil")]
    [InlineData("\"JobTitle\"", "JobTitle")]
    public void ImportField_FromTheLog_IsReadAsNumberAndAsName(string json, string name) =>
        System.Text.Json.JsonSerializer.Deserialize<ImportField>(json).ShouldBe(new ImportField(name));

    private static List<string> Find(string search, UserSort? sort = null)
    {
        var order = sort ?? UserFields.DisplayName.Sort;
        return Directory()
            .Read(
                UserSearch.Parse(search),
                [new RoleRow { Name = "of-roles", Permissions = Permissions.UsersRead }],
                order,
                (found, walked) =>
                    ListOrder
                        .Of(_directory!.Index, found, order, descending: false, walked!, _now)
                        .At(0, 10)
                        .Places.Select(place => _directory.Index.Keys[place])
                        .ToList()
            );
    }

    private static IReadOnlyList<UserFacet> Facets() =>
        Directory()
            .Read(
                UserSearch.Everybody,
                [],
                sort: null,
                (found, _) => new FacetCounts(_directory!.Index, [], _now).Count(UserSearch.Everybody, found).Facets
            );

    private static UserDirectory? _directory;

    /// <summary>Two users: one whose every text is “of-” and the name of its field, and one who has nothing.</summary>
    private static UserDirectory Directory()
    {
        if (_directory is null)
        {
            var directory = new UserDirectory(new UserIndex(), new FakeTimeProvider(_now));
            var filled = new UserRow();
            foreach (var property in typeof(UserRow).GetProperties().Where(property => property.CanWrite))
            {
                property.SetValue(
                    filled,
                    property.PropertyType == typeof(string) ? $"of-{property.Name.ToLowerInvariant()}"
                        : property.PropertyType == typeof(bool) ? true
                        : property.PropertyType == typeof(int) ? 1
                        : property.PropertyType == typeof(long) ? 1L
                        : _now.AddHours(1)
                );
            }

            filled.Id = "filled";
            (filled.DeletedAt, filled.DisabledAt, filled.InvitedAt) = (null, null, null);
            var empty = new UserRow
            {
                Id = "empty",
                CreatedAt = _now.AddYears(-3),
                ChangedAt = _now.AddYears(-3),
            };
            directory.Apply([("filled", filled), ("empty", empty)], 1);
            _directory = directory;
        }

        return _directory;
    }
}
