using FluentValidation;
using UserAdmin.Users;

namespace UserAdmin.Views;

/// <summary>What may stand in the fields of a view; the same rules for saving and for changing.</summary>
internal static class ViewRules
{
    private const int LongestName = 100;
    private const int LongestSearch = 2000;
    private const int MostColumns = 60;
    private const int LongestKey = 60;

    public static void MustBeViewName<T>(this IRuleBuilderInitial<T, string> rule) => rule
        .Cascade(CascadeMode.Stop)
        .Must(UserText.IsSafe).Coded("text.unsafe", "Remove control characters and text-direction overrides from the name.")
        .Must(name => UserText.Clean(name) is { } clean && UserText.IsVisible(clean)).Coded("text.required", "Enter a name for the view.")
        .Must(name => UserText.Clean(name)!.Length <= LongestName).Coded("text.too-long", "Use at most 100 characters for the name.");

    public static void MustBeSearch<T>(this IRuleBuilderInitial<T, string> rule) => rule
        .Cascade(CascadeMode.Stop)
        .Must(text => text is not null && UserText.IsSafe(text)).Coded("text.unsafe", "Remove control characters and text-direction overrides from the search.")
        .Must(text => text.Length <= LongestSearch).Coded("text.too-long", "Use at most 2,000 characters for the search.");

    public static IRuleBuilderOptions<T, IReadOnlyList<string>> MustBeColumns<T>(this IRuleBuilderInitial<T, IReadOnlyList<string>> rule) => rule
        .Must(keys => keys is not null && keys.Count <= MostColumns && keys.Distinct(StringComparer.Ordinal).Count() == keys.Count && keys.All(IsKey))
        .Coded("columns.unknown", "Choose columns of the list only, each once.");

    public static bool IsKey(string? key) => key is { Length: > 0 and <= LongestKey } && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
