using FluentValidation;

namespace UserAdmin.Text;

/// <summary>Validation rules that any message may need: texts, ids and versions.</summary>
internal static class TextRules
{
    public static void MustBeText<T>(this IRuleBuilderInitial<T, string?> rule, string what, int longest) =>
        rule.Cascade(CascadeMode.Stop)
            .MustBeReadable(what)
            .Must(text => (UserText.Clean(text)?.Length ?? 0) <= longest)
            .Coded("text.too-long", $"Use at most {longest} characters for the {what}.");

    /// <summary>Requires a key created by the sender: a UUID v7 as lower-case text (decision 17).</summary>
    public static void MustBeNewId<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Must(text => Guid.TryParseExact(text, "D", out var id) && id.Version == 7 && text == id.ToString("D"))
            .Coded("id.invalid", "The id of something new has to be a UUID of version 7 in lower case.");

    public static void MustBeId<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Must(text => !string.IsNullOrWhiteSpace(text) && text.Length <= 450)
            .Coded("id.missing", "Say which one: the id is missing.");

    public static void MustBeVersion<T>(this IRuleBuilderInitial<T, long> rule) =>
        rule.GreaterThanOrEqualTo(0).Coded("version.invalid", "The version seen cannot be negative.");

    /// <summary>
    /// Refuses characters that can deceive a reader or break the display, and names the first. Characters that cleaning
    /// removes are allowed.
    /// </summary>
    public static IRuleBuilderOptions<T, string?> MustBeReadable<T>(this IRuleBuilder<T, string?> rule, string what) =>
        rule.Must(
                (_, text, context) =>
                {
                    var character = UserText.Unreadable(text);
                    context.MessageFormatter.AppendArgument("Character", character);
                    return character is null;
                }
            )
            .WithErrorCode("text.unsafe")
            .WithMessage($"Remove {{Character}} from the {what}.");

    /// <summary>Sets the error code and message of a rule.</summary>
    public static IRuleBuilderOptions<T, TValue> Coded<T, TValue>(
        this IRuleBuilderOptions<T, TValue> rule,
        string code,
        string sentence
    ) => rule.WithErrorCode(code).WithMessage(sentence.Replace("{", "{{", StringComparison.Ordinal));
}
