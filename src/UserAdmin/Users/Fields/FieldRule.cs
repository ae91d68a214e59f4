using FluentValidation;
using UserAdmin.Text;

namespace UserAdmin.Users.Fields;

/// <summary>The rule for valid values of a field. It is the same for every command that carries the field.</summary>
internal abstract class FieldRule
{
    /// <summary>The maximum number of characters, and the length of the column.</summary>
    public abstract int MaxLength { get; }

    /// <summary>Adds the rule to a validator.</summary>
    /// <param name="rule">The rule builder of the property.</param>
    /// <param name="label">The field's label.</param>
    public abstract void Apply<T>(IRuleBuilderInitial<T, string?> rule, string label);
}

/// <summary>Any readable text, up to a maximum length.</summary>
internal sealed class TextRule(int longest) : FieldRule
{
    public override int MaxLength => longest;

    public override void Apply<T>(IRuleBuilderInitial<T, string?> rule, string label) =>
        rule.MustBeText(label.ToLowerInvariant(), longest);
}

/// <summary>A display name: never empty.</summary>
internal sealed class DisplayNameRule : FieldRule
{
    public override int MaxLength => 200;

    public override void Apply<T>(IRuleBuilderInitial<T, string?> rule, string label) => rule.MustBeDisplayName();
}

/// <summary>A language tag.</summary>
internal sealed class LocaleRule : FieldRule
{
    public override int MaxLength => 35;

    public override void Apply<T>(IRuleBuilderInitial<T, string?> rule, string label) => rule.MustBeLocale();
}

/// <summary>An IANA time zone.</summary>
internal sealed class TimeZoneRule : FieldRule
{
    public override int MaxLength => 64;

    public override void Apply<T>(IRuleBuilderInitial<T, string?> rule, string label) => rule.MustBeTimeZone();
}
