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
/// Looks for each registered field in every place where it must appear. Most of these places are generated from the
/// registry; the tests check that none omits a field or returns the value of another.
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

    // A new property of the row must be a field or be listed here as a part of one.
    [Fact]
    public void Row_EachProperty_IsAFieldOrPartOfOne()
    {
        string[] partsOfOthers =
        [
            nameof(UserRow.PasswordChangedAt),
            nameof(UserRow.MustChangePassword),
            nameof(UserRow.RecoveryCodesLeft),
            nameof(UserRow.DeletedAt),
            nameof(UserRow.PurgeAt),
            nameof(UserRow.DisabledAt),
            nameof(UserRow.LockedUntil),
            nameof(UserRow.PhoneNumberConfirmed),
            nameof(UserRow.IsCreatedBefore),
            nameof(UserRow.Version),
            // Those of the application have fields of their own (UserFieldSet).
            nameof(UserRow.Attributes),
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
            .Where(name => name != nameof(UserDetails.Attributes))
            .ToList();
        properties.ShouldNotBeEmpty();
        properties.ShouldBe(UserFields.Details.Select(field => field.Name), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Field_WithAColumn_ShowsAndSortsByItsOwnProperty(string name)
    {
        var field = UserFields.Named(name);
        (field.ColumnKey is not null || field.Filter is not null).ShouldBeTrue();
        if (field.ColumnKey is not { } key)
        {
            return;
        }

        UserFieldSet.Stock.FindColumn(key).ShouldNotBeNull().Field.ShouldBe(field);
        if (!field.IsSortable)
        {
            UserSort.Find(name.ToLowerInvariant()).ShouldBeNull();
            return;
        }

        UserSort.Find(name.ToLowerInvariant()).ShouldBe(field.Sort);
        field.Sort.IsKnown().ShouldBeTrue();
        var (own, others) = (Own(name), Others(name));
        var shown = field.Text(own, _now, TimeZoneInfo.Utc).ShouldNotBeNull();
        shown.ShouldNotBe(field.Text(others, _now, TimeZoneInfo.Utc));
        // Sorted by name, the only other possible order, the result would be the reverse.
        new Lookup(own, others)
            .Find("state:any", field.Sort)
            .ShouldBe([others.Id, own.Id]);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Field_WithAFilter_FindsByItsOwnPropertyOnly(string name)
    {
        var field = UserFields.Named(name);
        if (field.Filter is not { } filter)
        {
            return;
        }

        SearchFields.All.ShouldContain(filter);
        SearchFields.FieldOf(filter).ShouldBe(field);
        var value = filter.Kind switch
        {
            SearchKind.Choice => "locked",
            SearchKind.YesNo => "yes",
            SearchKind.Moment => "2026-05",
            _ when field == UserFields.Permission => Permissions.UsersRead,
            _ => Text(name),
        };
        var lookup = new Lookup(Own(name), Others(name));
        lookup.Find($"{filter.Key}:{value}").ShouldBe(["own"]);
        lookup.Facets().Any(facet => facet.Field == filter.Key).ShouldBe(filter.IsFacet);
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

        if (editing.IsAccount)
        {
            // Files name people in many ways; none of them is a key here.
            return;
        }

        UserFields.Named(name).ImportTitles.ShouldNotBeEmpty();
        ImportField.All.ShouldContain(ImportField.Of(UserFields.Named(name)));
        ImportGuess.Columns([UserFields.Named(name).Label]).ShouldBe([new ImportField(name)]);
    }

    // The log contains the numbers that earlier versions wrote.
    [Theory]
    [InlineData("2", "Email")]
    [InlineData("12", "PasswordHash")]
    [InlineData("17", "LockedUntil")]
    [InlineData("\"JobTitle\"", "JobTitle")]
    public void ImportField_FromTheLog_IsReadAsNumberAndAsName(string json, string name) =>
        System.Text.Json.JsonSerializer.Deserialize<ImportField>(json).ShouldBe(new ImportField(name));

    private static string Text(string name) => $"of-{name.ToLowerInvariant()}";

    /// <summary>Returns the property of the row from which a field takes its value.</summary>
    private static string SourceOf(string name) =>
        name == nameof(UserFields.State) || name == nameof(UserFields.Locked) ? nameof(UserRow.LockedUntil)
        : name == nameof(UserFields.Permission) ? nameof(UserRow.Roles)
        : name;

    /// <summary>A user of whom only the property of one field is set.</summary>
    private static UserRow Own(string name) => Row("own", property => property == SourceOf(name));

    /// <summary>A user of whom everything except that property is set.</summary>
    private static UserRow Others(string name) => Row("others", property => property != SourceOf(name));

    private static UserRow Row(string id, Func<string, bool> isKnown)
    {
        var row = new UserRow();
        foreach (var property in typeof(UserRow).GetProperties().Where(property => property.CanWrite))
        {
            if (isKnown(property.Name))
            {
                property.SetValue(
                    row,
                    property.PropertyType == typeof(string) ? Text(property.Name)
                        : property.PropertyType == typeof(bool) ? true
                        : property.PropertyType == typeof(int) ? 1
                        : property.PropertyType == typeof(long) ? 1L
                        : _now.AddHours(1)
                );
            }
        }

        // These properties would decide the state, whatever the field.
        (row.DeletedAt, row.DisabledAt, row.Id) = (null, null, id);
        return row;
    }

    /// <summary>An index of a few users.</summary>
    private sealed class Lookup
    {
        private readonly UserDirectory _directory = new(new UserIndex(), new FakeTimeProvider(_now));

        public Lookup(params UserRow[] rows) => _directory.Apply([.. rows.Select(row => (row.Id, (UserRow?)row))], 1);

        public List<string> Find(string search, UserSort? sort = null)
        {
            var order = sort ?? UserFields.DisplayName.Sort;
            return _directory.Read(
                UserSearch.Parse(search),
                [new RoleRow { Name = Text(nameof(UserRow.Roles)), Permissions = Permissions.UsersRead }],
                order,
                (found, walked) =>
                    ListOrder
                        .Of(_directory.Index, found, order, descending: false, walked!, _now)
                        .At(0, 10)
                        .Places.Select(place => _directory.Index.Keys[place])
                        .ToList()
            );
        }

        public IReadOnlyList<UserFacet> Facets() =>
            _directory.Read(
                UserSearch.Everybody,
                [],
                sort: null,
                (found, _) => new FacetCounts(_directory.Index, [], _now).Count(UserSearch.Everybody, found).Facets
            );
    }
}
