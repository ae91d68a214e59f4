using System.Globalization;
using UserAdmin.Users.Index;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Fields;

/// <summary>
/// A text that differs for nearly every user. Its filter and the words of a search match any part of the text.
/// </summary>
internal class TextField(string name, string title, Func<UserRow, string?> value) : UserField(name, title)
{
    private protected override IReadOnlyList<SearchKind> Kinds => [SearchKind.Text];

    internal override bool IsFoundByWords => true;

    internal Func<UserRow, string?> Value => value;

    public sealed override string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone) => value(row);

    internal override FieldIndex CreateIndex(UserIndex index) => new TextIndex(index, UserTexts.PlaceOf(this));
}

/// <summary>A telephone number. A search by its digits finds it in any notation.</summary>
internal sealed class PhoneField(string name, string title, Func<UserRow, string?> value)
    : TextField(name, title, value);

/// <summary>
/// A part of the name. Many users share a value; the filter and the words of a search match any part of it.
/// </summary>
internal sealed class NamePartField(string name, string title, Func<UserRow, string?> value) : UserField(name, title)
{
    private protected override IReadOnlyList<SearchKind> Kinds => [SearchKind.Text];

    internal override bool IsFoundByWords => true;

    internal Func<UserRow, string?> Value => value;

    public override string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone) => value(row);

    internal override FieldIndex CreateIndex(UserIndex index) => new SharedValueIndex(value, holdsSeveral: false);
}

/// <summary>A value that many users share. Its filter matches the whole value.</summary>
internal sealed class SharedValueField(string name, string title, Func<UserRow, string?> value) : UserField(name, title)
{
    /// <summary>
    /// Whether the value may be a list, joined with a comma and a space. The filter then matches a single item.
    /// </summary>
    public bool HoldsSeveral { get; init; }

    private protected override IReadOnlyList<SearchKind> Kinds => [SearchKind.Value];

    public override string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone) =>
        value(row) is { Length: > 0 } text ? text : null;

    internal override FieldIndex CreateIndex(UserIndex index) => new SharedValueIndex(value, HoldsSeveral);
}

/// <summary>
/// Another account, by its key. Nobody reads keys, so it is no column, and its filter is only used by links.
/// </summary>
internal sealed class AccountField(string name, string title, Func<UserRow, string?> value) : UserField(name, title)
{
    private protected override IReadOnlyList<SearchKind> Kinds => [SearchKind.Value];

    public override bool IsSortable => false;

    public override string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone) => value(row);

    internal override FieldIndex CreateIndex(UserIndex index) => new SharedValueIndex(value, holdsSeveral: false);
}

/// <summary>A yes/no field.</summary>
internal sealed class FlagField(string name, string title, Func<UserRow, bool> value) : UserField(name, title)
{
    private protected override IReadOnlyList<SearchKind> Kinds => [SearchKind.YesNo];

    public override string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone) => value(row) ? "yes" : "no";

    internal override FieldIndex CreateIndex(UserIndex index) => new FlagIndex(value);
}

/// <summary>A count, such as the number of passkeys. Its filter asks whether the count is above zero.</summary>
internal sealed class CountField(string name, string title, Func<UserRow, int> value) : UserField(name, title)
{
    private protected override IReadOnlyList<SearchKind> Kinds => [SearchKind.YesNo];

    public override string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone) =>
        value(row).ToString(CultureInfo.InvariantCulture);

    internal override FieldIndex CreateIndex(UserIndex index) => new CountIndex(value);
}

/// <summary>A point in time, or never.</summary>
internal sealed class MomentField : UserField
{
    private readonly Func<UserRow, DateTimeOffset?> _value;

    public MomentField(string name, string title, Func<UserRow, DateTimeOffset?> value)
        : base(name, title) => (_value, Room) = (value, 136);

    private protected override IReadOnlyList<SearchKind> Kinds => [SearchKind.Moment];

    internal override bool DependsOnTime => true;

    internal Func<UserRow, DateTimeOffset?> Moment => _value;

    public override string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone) =>
        _value(row) is not { } moment ? null
        : zone.Equals(TimeZoneInfo.Utc)
            ? moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    internal override FieldIndex CreateIndex(UserIndex index) => new MomentIndex(_value);
}

/// <summary>The state of the account as one word.</summary>
internal sealed class StateField(string name, string title) : UserField(name, title)
{
    private protected override IReadOnlyList<SearchKind> Kinds => [SearchKind.Choice];

    internal override bool DependsOnTime => true;

    public override string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone) =>
        row.StateAt(now).ToString().ToLowerInvariant();

    internal override FieldIndex CreateIndex(UserIndex index) => new StateIndex(index.States);
}

/// <summary>Whether the account is locked now. It is only a filter.</summary>
internal sealed class LockedField(string name, string title) : UserField(name, title)
{
    private protected override IReadOnlyList<SearchKind> Kinds => [SearchKind.YesNo];

    internal override bool DependsOnTime => true;

    public override bool IsSortable => false;

    public override string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone) =>
        row.LockedUntil > now ? "yes" : "no";

    internal override FieldIndex CreateIndex(UserIndex index) => new LockedIndex(index.States);
}

/// <summary>The permissions that the user's roles grant. It is only a filter; the row does not contain them.</summary>
internal sealed class PermissionField(string name, string title) : UserField(name, title)
{
    private protected override IReadOnlyList<SearchKind> Kinds => [SearchKind.Value];

    public override bool IsSortable => false;

    public override string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone) => null;

    internal override FieldIndex CreateIndex(UserIndex index) =>
        new PermissionIndex(() => ((SharedValueIndex)index.Of(UserFields.Roles)).Column);
}

/// <summary>
/// How often the person signed in within the last days. It is only a column: the number changes as time passes, so that
/// an order by it would not last.
/// </summary>
internal sealed class SignInsField(string name, string title) : UserField(name, title)
{
    private protected override IReadOnlyList<SearchKind> Kinds => [];

    public override bool IsSortable => false;

    public override bool IsNumber => true;

    public override string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone) =>
        SignInDays.Read(row.SignInDays, now).Sum().ToString(CultureInfo.InvariantCulture);

    internal override FieldIndex CreateIndex(UserIndex index) => new NoIndex();
}

/// <summary>The key of the account.</summary>
internal sealed class KeyField(string name, string title) : UserField(name, title)
{
    private protected override IReadOnlyList<SearchKind> Kinds => [];

    public override string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone) => row.Id;

    internal override FieldIndex CreateIndex(UserIndex index) => new KeyIndex(index.Keys);
}
