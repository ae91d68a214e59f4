using FluentValidation;
using UserAdmin.Text;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Search;

namespace UserAdmin.Views;

/// <summary>The rules for the fields of a view, both when it is saved and when it is changed.</summary>
internal static class ViewRules
{
    private const int LongestName = 100;

    public static void MustBeViewName<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .MustBeReadable("name")
            .Must(name => UserText.Clean(name) is { } clean && UserText.IsVisible(clean))
            .Coded("text.required", "Enter a name for the view.")
            .Must(name => UserText.Clean(name)!.Length <= LongestName)
            .Coded("text.too-long", "Use at most 100 characters for the name.");

    public static void MustBeSearch<T>(this IRuleBuilderInitial<T, string> rule, Func<T, ISearchLanguage> language) =>
        rule.Cascade(CascadeMode.Stop)
            .NotNull()
            .Coded("search.required", "Say what the view searches for, or send an empty text for everything.")
            .MustBeReadable("search")
            .Custom(
                (text, context) =>
                {
                    if (UserSearch.Parse(text, language(context.InstanceToValidate)).Errors is [var first, ..])
                    {
                        context.AddFailure(
                            new FluentValidation.Results.ValidationFailure(context.PropertyPath, first.Message)
                            {
                                ErrorCode = "search.invalid",
                            }
                        );
                    }
                }
            );

    public static IRuleBuilderOptions<T, IReadOnlyList<string>> MustBeColumns<T>(
        this IRuleBuilderInitial<T, IReadOnlyList<string>> rule,
        UserFieldSet fields
    ) =>
        rule.Must(keys =>
                keys is not null
                && keys.Distinct(StringComparer.Ordinal).Count() == keys.Count
                && keys.All(key => fields.Columns.Any(column => column.Key == key))
            )
            .Coded("columns.unknown", "Choose columns of the list only, each once.");
}
