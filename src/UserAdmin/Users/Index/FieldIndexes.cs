using System.Text;
using UserAdmin.Roles;
using UserAdmin.Text;
using UserAdmin.Users.Index.Snapshots;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>
/// The index of a text field that differs for nearly every user; the texts are stored in <see cref="UserIndex.Texts"/>.
/// </summary>
internal sealed class TextIndex(UserIndex index, int field) : FieldIndex
{
    public override SortColumn Order { get; } = new TextSort(index.Texts, field);

    // Only compares: UserIndex stores the texts themselves, for many users at once.
    public override bool Put(int place, UserRow row, string[]? texts) =>
        texts is not null && !index.Texts.Field(place, field).SequenceEqual(Encoding.UTF8.GetBytes(texts[field]));

    public override BitSet Where(SearchCondition condition, BitSet among)
    {
        if (condition.AsksForNone)
        {
            return among.Where(user => index.Texts.Field(user, field).IsEmpty);
        }

        var words = new SearchWords(index.Texts);
        return NameSpelling.Asked(condition.Value).Count == 0 ? among.Clone()
            : UserTexts.Phones.Contains(field) ? words.InPhone(condition.Value, among, field)
            : words.InField(condition.Value, among, field);
    }
}

/// <summary>
/// The index of a field whose values many users share. It stores each value once, and a number for each user.
/// </summary>
/// <param name="value">Returns the value of a row.</param>
/// <param name="holdsSeveral">Whether a value may be a list, joined with a comma and a space.</param>
internal sealed class SharedValueIndex(Func<UserRow, string?> value, bool holdsSeveral) : FieldIndex
{
    private CodeSort? _order;

    public CodeColumn Column { get; } = new();

    public override SortColumn Order => _order ??= new CodeSort(Column);

    public override bool Put(int place, UserRow row, string[]? texts) => Column.Set(place, value(row));

    public override void Remove(int place) => Column.Set(place, null);

    public override void Exchange(IIndexSnapshot snapshot) => Column.Exchange(snapshot);

    public override BitSet Where(SearchCondition condition, BitSet among)
    {
        if (condition.Filter.Kind == SearchKind.Text)
        {
            var asked = NameSpelling.Asked(condition.Value);
            return Column.Where(
                has =>
                    condition.AsksForNone
                        ? has.Folded.Length == 0
                        : asked.Count == 0
                            || NameSpelling
                                .OthersOf(has.Value)
                                .Prepend(has.Folded)
                                .Any(form => asked.Any(word => form.Contains(word, StringComparison.Ordinal))),
                among
            );
        }

        var key = UserText.ValueKey(condition.Value);
        return holdsSeveral && !condition.AsksForNone
            ? Column.Where(has => Parts(has.Key).Contains(key), among)
            : Column.Where(has => has.Key == key, among);
    }

    public override bool MayHave(Func<string, bool> folded) => Column.Values.Any(value => folded(value.Folded));

    public override IEnumerable<(string Value, int Count)> Values(BitSet among, SearchMoment moment) =>
        Count(Column, among, text => holdsSeveral ? Parts(text) : [text]);

    /// <summary>Returns the items of a value that is a list.</summary>
    public static string[] Parts(string value) => value.Split(", ", StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Counts the users among <paramref name="among"/> who have each part of a value.</summary>
    public static IEnumerable<(string Value, int Count)> Count(
        CodeColumn column,
        BitSet among,
        Func<string, IEnumerable<string>> parts
    )
    {
        var counts = column.Count(among);
        for (var code = 0; code < counts.Length; code++)
        {
            foreach (
                var part in counts[code] == 0
                    ? []
                    : parts(column.Values[code].Value).Where(part => part.Length > 0).DefaultIfEmpty(SearchFields.None)
            )
            {
                yield return (part, counts[code]);
            }
        }
    }
}

/// <summary>
/// The index of the permissions that a user's roles grant, computed from the role names at the time of the search.
/// </summary>
internal sealed class PermissionIndex(Func<CodeColumn> roleNames) : FieldIndex
{
    public override bool Put(int place, UserRow row, string[]? texts) => false;

    public override BitSet Where(SearchCondition condition, BitSet among)
    {
        var key = UserText.ValueKey(condition.Value);
        var allowing = condition
            .Moment.Roles.Where(role =>
                condition.AsksForNone
                    ? role.Permissions.Length > 0
                    : Permissions.WithIncluded(role.PermissionNames).Contains(key)
            )
            .Select(role => UserText.ValueKey(role.Name))
            .ToHashSet();
        return roleNames()
            .Where(value => SharedValueIndex.Parts(value.Key).Any(allowing.Contains) != condition.AsksForNone, among);
    }

    public override IEnumerable<(string Value, int Count)> Values(BitSet among, SearchMoment moment)
    {
        var roles = moment
            .Roles.DistinctBy(role => role.Name)
            .ToDictionary(role => role.Name, role => role.PermissionNames);
        return SharedValueIndex.Count(
            roleNames(),
            among,
            names =>
                SharedValueIndex
                    .Parts(names)
                    .SelectMany(name => Permissions.WithIncluded(roles.GetValueOrDefault(name) ?? []))
                    .Distinct()
        );
    }
}

/// <summary>The index of a yes/no field. Sorted by it, the list has two parts; “no” comes first.</summary>
internal sealed class FlagIndex(Func<UserRow, bool> value) : FieldIndex
{
    private readonly BitSet _yes = new();

    public override bool Put(int place, UserRow row, string[]? texts)
    {
        _yes[place] = value(row);
        return false;
    }

    public override void Remove(int place) => _yes[place] = false;

    public override void Exchange(IIndexSnapshot snapshot) => _yes.Exchange(snapshot);

    public override BitSet Where(SearchCondition condition, BitSet among) => YesNo.Where(_yes, condition, among);

    public override IEnumerable<(string Value, int Count)> Values(BitSet among, SearchMoment moment) =>
        YesNo.Values(_yes, among);

    public override IReadOnlyList<BitSet> Parts(BitSet match, DateTimeOffset now) =>
        [match.Clone().AndNot(_yes), match.Clone().And(_yes)];
}

/// <summary>
/// The index of a count, such as the number of passkeys. Its filter asks whether the count is above zero.
/// </summary>
internal sealed class CountIndex(Func<UserRow, int> value) : FieldIndex
{
    private readonly NarrowColumn _counts = new();
    private readonly BitSet _some = new();
    private NumberSort? _order;

    public override SortColumn Order => _order ??= new NumberSort(place => _counts[place]);

    public override bool Put(int place, UserRow row, string[]? texts)
    {
        var count = value(row);
        _some[place] = count > 0;
        return _counts.Set(place, count);
    }

    public override void Remove(int place) => _some[place] = false;

    public override void Exchange(IIndexSnapshot snapshot)
    {
        _counts.Exchange(snapshot);
        _some.Exchange(snapshot);
    }

    public override BitSet Where(SearchCondition condition, BitSet among) => YesNo.Where(_some, condition, among);

    public override IEnumerable<(string Value, int Count)> Values(BitSet among, SearchMoment moment) =>
        YesNo.Values(_some, among);
}

/// <summary>The index of a point in time, to the second, or never.</summary>
internal sealed class MomentIndex(Func<UserRow, DateTimeOffset?> value) : FieldIndex
{
    private readonly MomentColumn _moments = new();
    private NumberSort? _order;

    public override SortColumn Order => _order ??= new NumberSort(place => _moments[place]);

    public override bool Put(int place, UserRow row, string[]? texts) => _moments.Set(place, value(row));

    public override void Exchange(IIndexSnapshot snapshot) => _moments.Exchange(snapshot);

    public override BitSet Where(SearchCondition condition, BitSet among) =>
        SearchValues.Range(condition.Filter, condition.Operator, condition.Value, condition.Moment.Now)
            is var (from, to)
            ? _moments.Within(from, to, among)
            : _moments.Never(among);

    /// <summary>Returns the users among <paramref name="among"/> whose time is after a given one.</summary>
    public BitSet After(DateTimeOffset moment, BitSet among) =>
        among.Where(place => _moments[place] > moment.ToUnixTimeSeconds());
}

/// <summary>The index of the account's key. It only sorts.</summary>
internal sealed class KeyIndex(KeyColumn keys) : FieldIndex
{
    public override SortColumn Order { get; } = new KeySort(keys);

    public override bool Put(int place, UserRow row, string[]? texts) => false;
}

/// <summary>The index of a field that is neither searched nor sorted by.</summary>
internal sealed class NoIndex : FieldIndex
{
    public override bool Put(int place, UserRow row, string[]? texts) => false;
}

/// <summary>Code shared by the yes/no filters.</summary>
internal static class YesNo
{
    public static BitSet Where(BitSet yes, SearchCondition condition, BitSet among) =>
        SearchValues.Choice(condition.Filter, condition.Value) == "yes"
            ? among.Clone().And(yes)
            : among.Clone().AndNot(yes);

    public static IEnumerable<(string Value, int Count)> Values(BitSet yes, BitSet among)
    {
        var count = among.CountAnd(yes);
        return [("yes", count), ("no", among.Count() - count)];
    }
}
