using System.Globalization;
using UserAdmin.Audit.Search;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Audit.Queries;

/// <summary>Suggests completions for the text in the search box of the activity.</summary>
/// <param name="Text">The text in the search box.</param>
/// <param name="Caret">The position of the caret, in characters.</param>
[Permission(Permissions.ActivityRead)]
public sealed record SuggestActivity(string Text, int Caret) : IQuery<SearchSuggestions>;

internal sealed class SuggestActivityHandler(
    IActivityReader reader,
    ActivityPeople people,
    UserFieldSet fields,
    CurrentMessage current
) : IQueryHandler<SuggestActivity, SearchSuggestions>
{
    private const int Recent = 2_000;

    public async Task<Answer<SearchSuggestions>> Handle(SuggestActivity request, CancellationToken cancellationToken)
    {
        var typed = TypedTerm.At(request.Text, request.Caret, ActivityFields.All);
        IReadOnlyList<SearchSuggestion> items = typed.Field?.Key switch
        {
            null => typed.Names(ActivityFields.All),
            "when" => typed.Choices(),
            "action" =>
            [
                .. Containing(
                    typed,
                    ActivityActions
                        .Types.Select(type => (type, ActivityActions.Words(type), ""))
                        .Prepend((ActivityActions.Refused, "Refused", "wrong passwords, missing permissions"))
                ),
            ],
            "by" => [.. Containing(typed, await ActorsAsync(cancellationToken))],
            "field" => [.. Containing(typed, fields.All.Select(field => (field.Name, field.Label, "")))],
            _ => [],
        };
        return new() { Value = new(typed.Start, typed.Length, items) };
    }

    /// <summary>Returns who acted most in the newest events.</summary>
    private async Task<IEnumerable<(string, string, string)>> ActorsAsync(CancellationToken cancellationToken)
    {
        var (facts, _) = await reader.NewestAsync(ActivityFilter.Everything, Recent, cancellationToken);
        return facts
            .Where(fact =>
                people.MaySeeUsers || fact.ActorId != fact.SubjectId || fact.ActorId == current.Context.Actor.Id
            )
            .GroupBy(fact => fact.ActorId)
            .OrderByDescending(group => group.Count())
            .Select(group =>
                (
                    // Two people may have the same name.
                    people.MaySeeUsers
                        ? group.First().ActorName
                        : group.Key,
                    group.First().ActorName,
                    string.Create(CultureInfo.InvariantCulture, $"{group.Count():N0} recent")
                )
            )
            .DistinctBy(actor => actor.Item1);
    }

    private static IEnumerable<SearchSuggestion> Containing(
        TypedTerm typed,
        IEnumerable<(string Value, string Label, string Note)> values
    )
    {
        var folded = UserText.Fold(typed.Text.Trim());
        return values
            .Select(value => (value, At: UserText.Fold(value.Label).IndexOf(folded, StringComparison.Ordinal)))
            .Where(found => found.At >= 0)
            .OrderBy(found => found.At == 0 ? 0 : 1)
            .Take(SuggestSearch.Most)
            .Select(found => new SearchSuggestion(
                SearchText.Written(typed.Field!, found.value.Value) + " ",
                found.value.Label,
                found.value.Note
            ));
    }
}
