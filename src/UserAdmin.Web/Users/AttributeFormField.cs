using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Web.Forms;

namespace UserAdmin.Web.Users;

/// <summary>A column that an application added to its table of users, as a field of a form.</summary>
/// <param name="attribute">The column.</param>
internal sealed class AttributeFormField(AccountAttribute attribute)
    : FormField<UserRow>(attribute.Name, attribute.Title, row => row.AttributeOf(attribute.Column.Name))
{
    /// <summary>The column.</summary>
    public AccountAttribute Attribute => attribute;

    /// <summary>The type of the input; dates have a calendar.</summary>
    public string InputType => attribute.Type == ExtraColumnType.Date ? "date" : "text";

    /// <summary>The values to choose from; null for any.</summary>
    public IReadOnlyList<string>? Choices =>
        attribute.Type == ExtraColumnType.Boolean ? [AttributeText.Yes, AttributeText.No] : null;

    /// <summary>
    /// Fills in what a new account has as a rule: “no”, and now as the time of its creation. That is nothing unsaved.
    /// </summary>
    /// <param name="now">The current time.</param>
    public void Prefill(DateTimeOffset now)
    {
        Value =
            !attribute.IsRequired ? ""
            : attribute.Type == ExtraColumnType.Boolean ? AttributeText.No
            : attribute.Type == ExtraColumnType.Moment && IsOfCreation
                ? AttributeText.Of(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)))
            : "";
        Saved(Value);
        See();
    }

    private bool IsOfCreation =>
        Array.Exists(
            (string[])["creat", "regist", "joined", "added"],
            part => attribute.Column.Name.Contains(part, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>What may be typed, or null.</summary>
    public string? TypeHint =>
        attribute.Type switch
        {
            ExtraColumnType.Integer => T("A whole number"),
            ExtraColumnType.Decimal => T("A number, such as 12.50"),
            ExtraColumnType.Moment => T("Such as 2026-01-31T08:30:00Z"),
            ExtraColumnType.Uuid => T("A UUID"),
            _ => null,
        };
}
