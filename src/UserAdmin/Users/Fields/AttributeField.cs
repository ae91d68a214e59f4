using UserAdmin.Storage;
using UserAdmin.Users.Index;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Fields;

/// <summary>A column that an application added to its table of users.</summary>
internal sealed class AttributeField : UserField
{
    private readonly AccountAttribute _attribute;

    private AttributeField(AccountAttribute attribute)
        : base(attribute.Name, attribute.Title) => _attribute = attribute;

    private protected override IReadOnlyList<SearchKind> Kinds =>
        [SearchKind.Text, SearchKind.Value, SearchKind.Number, SearchKind.Moment];

    public override bool IsNumber => _attribute.Type is ExtraColumnType.Integer or ExtraColumnType.Decimal;

    internal override bool IsFoundByWords => _attribute.Type == ExtraColumnType.Text;

    /// <summary>Returns the field of an attribute.</summary>
    public static UserField Of(AccountAttribute attribute)
    {
        var filter = FilterOf(attribute);
        return attribute.Type == ExtraColumnType.Moment
            ? new MomentField(attribute.Name, attribute.Title, row => AttributeText.TryMoment(ValueOf(attribute, row)))
            {
                ColumnKey = attribute.Key,
                Filter = filter,
            }
            : new AttributeField(attribute) { ColumnKey = attribute.Key, Filter = filter };
    }

    public override string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone) => ValueOf(_attribute, row);

    internal override FieldIndex CreateIndex(UserIndex index) =>
        _attribute.Type switch
        {
            ExtraColumnType.Integer or ExtraColumnType.Decimal => new NumberIndex(row =>
                AttributeText.TryNumber(ValueOf(_attribute, row))
            ),
            // At noon in UTC, because the days of its filter begin and end in UTC.
            ExtraColumnType.Date => new MomentIndex(row =>
                AttributeText.TryMoment(ValueOf(_attribute, row))?.AddHours(12)
            ),
            _ => new SharedValueIndex(row => ValueOf(_attribute, row), holdsSeveral: false),
        };

    private static string? ValueOf(AccountAttribute attribute, UserRow row) => row.AttributeOf(attribute.Column.Name);

    private static SearchField FilterOf(AccountAttribute attribute) =>
        attribute.Type switch
        {
            ExtraColumnType.Integer or ExtraColumnType.Decimal => new(
                attribute.Key,
                attribute.Title,
                SearchKind.Number,
                "A number of the application"
            ),
            ExtraColumnType.Date or ExtraColumnType.Moment => new(
                attribute.Key,
                attribute.Title,
                SearchKind.Moment,
                "A date of the application"
            )
            {
                Quick = [("30d", "Last 30 days"), (SearchFields.Never, "None")],
                Never = "–",
                HoldsDays = attribute.Type == ExtraColumnType.Date,
                HasRange = true,
            },
            ExtraColumnType.Boolean => new(
                attribute.Key,
                attribute.Title,
                SearchKind.Value,
                "Yes or no, as the application says"
            )
            {
                Choices = [AttributeText.Yes, AttributeText.No],
                IsFacet = true,
            },
            ExtraColumnType.Uuid => new(attribute.Key, attribute.Title, SearchKind.Value, "A key of the application"),
            _ => new(attribute.Key, attribute.Title, SearchKind.Text, "Part of a text of the application"),
        };
}
