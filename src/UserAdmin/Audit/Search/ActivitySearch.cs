using UserAdmin.Messaging;
using UserAdmin.Text;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Search;

namespace UserAdmin.Audit.Search;

/// <summary>
/// Turns the text of a search into a filter: names become ids, words types of events, distances moments.
/// </summary>
internal sealed class ActivitySearch(
    ActivityPeople people,
    IActivityReader reader,
    UserFieldSet fields,
    TimeProvider time
)
{
    private const int MostNamed = 200;

    /// <summary>Returns the filter, or the reason why the text is refused.</summary>
    public async Task<(ActivityFilter? Filter, Error? Refusal)> ReadAsync(
        string? text,
        CancellationToken cancellationToken
    )
    {
        var search = UserSearch.Parse(text, ActivityFields.All);
        if (!search.IsValid)
        {
            return (null, AuditErrors.BadSearch(search.Errors[0].Message));
        }

        var conditions = new List<ActivityCondition>();
        (DateTimeOffset From, DateTimeOffset To)? span = null;
        foreach (var term in search.Terms)
        {
            var tests = new List<ActivityTest>();
            foreach (var value in term.Values)
            {
                var (test, refusal) = await TestsAsync(term, value, cancellationToken);
                if (refusal is not null)
                {
                    return (null, refusal);
                }

                tests.AddRange(test);
            }

            if (term is { IsNegated: false, Values.Count: 1 } && tests is [ActivityTest.Within within])
            {
                span = span is var (from, to)
                    ? (Later(from, within.From), Earlier(to, within.To))
                    : (within.From, within.To);
            }
            else
            {
                conditions.Add(new(Merged(tests), term.IsNegated));
            }
        }

        return (new ActivityFilter(conditions, span), null);
    }

    private async Task<(IReadOnlyList<ActivityTest> Tests, Error? Refusal)> TestsAsync(
        SearchTerm term,
        string value,
        CancellationToken cancellationToken
    )
    {
        if (term.Field is null)
        {
            return (await WordAsync(value, cancellationToken), null);
        }

        if (value == SearchFields.None && term.Field != ActivityFields.When)
        {
            return ([NoneOf(term.Field)], null);
        }

        return term.Field.Key switch
        {
            "by" => await PeopleAsync(ActivityColumn.Actor, value, cancellationToken),
            "on" => await PeopleAsync(ActivityColumn.Subject, value, cancellationToken),
            "action" => ActivityActions.Named(value) is { Count: > 0 } types
                ? ([new ActivityTest.OneOf(ActivityColumn.Type, types)], null)
                : ([], AuditErrors.NoSuchAction(value)),
            "when" => SearchValues.Range(term.Field, term.Operator, value, time.GetUtcNow()) is var (from, to)
                ? ([new ActivityTest.Within(from, to)], null)
                : ([], null),
            "field" => ([new ActivityTest.OneOf(ActivityColumn.Fields, FieldsNamed(value))], null),
            "from" => ([await AddressAsync(value, cancellationToken)], null),
            "batch" => ([new ActivityTest.OneOf(ActivityColumn.Batch, [value])], null),
            _ => ([new ActivityTest.Contains(ActivityColumn.Reason, UserText.Fold(value))], null),
        };
    }

    private static ActivityTest NoneOf(SearchField field) =>
        field.Key switch
        {
            // Who is not signed in is nobody.
            "by" => new ActivityTest.OneOf(ActivityColumn.Actor, [Actor.Anonymous.Id]),
            "field" => new ActivityTest.Missing(ActivityColumn.Fields),
            "from" => new ActivityTest.Missing(ActivityColumn.Address),
            "batch" => new ActivityTest.Missing(ActivityColumn.Batch),
            "reason" => new ActivityTest.Missing(ActivityColumn.Reason),
            "on" => new ActivityTest.Missing(ActivityColumn.Subject),
            _ => new ActivityTest.Missing(ActivityColumn.Type),
        };

    private async Task<IReadOnlyList<ActivityTest>> WordAsync(string word, CancellationToken cancellationToken)
    {
        if (!people.MaySeeUsers)
        {
            // What is not shown is not found either: an event's own words may hold what somebody searched for.
            return
            [
                new ActivityTest.OneOf(ActivityColumn.Type, ActivityActions.Named(word)),
                new ActivityTest.Contains(ActivityColumn.Reason, UserText.Fold(word).Trim()),
            ];
        }

        List<ActivityTest> tests = [new ActivityTest.Contains(ActivityColumn.Words, UserText.Fold(word).Trim())];
        // Of a word that is in the names of very many, only what happened and the reasons are searched.
        if (await people.UsersContainingAsync(word, MostNamed, cancellationToken) is { Count: > 0 } ids)
        {
            tests.Add(new ActivityTest.OneOf(ActivityColumn.Subject, ids));
            tests.Add(new ActivityTest.OneOf(ActivityColumn.Actor, ids));
        }

        return tests;
    }

    private async Task<(IReadOnlyList<ActivityTest>, Error?)> PeopleAsync(
        ActivityColumn column,
        string value,
        CancellationToken cancellationToken
    )
    {
        var ids = new List<string> { value };
        if (column == ActivityColumn.Actor)
        {
            ids.AddRange(
                new[] { Actor.System, Actor.Anonymous }
                    .Where(actor => string.Equals(actor.Name, value, StringComparison.OrdinalIgnoreCase))
                    .Select(actor => actor.Id)
            );
        }
        else
        {
            ids.AddRange(await people.RolesAsync(value, cancellationToken));
        }

        ids.AddRange(
            (await people.ApplicationsAsync(value, cancellationToken)).Select(id =>
                column == ActivityColumn.Actor ? Actor.ApplicationPrefix + id : id
            )
        );

        if (!Guid.TryParse(value, out _))
        {
            if (await people.UsersAsync(value, IActivityReader.MostKeys, cancellationToken) is not { } users)
            {
                return ([], AuditErrors.TooManyPeople(value, IActivityReader.MostKeys));
            }

            ids.AddRange(users);
        }

        return ([new ActivityTest.OneOf(column, [.. ids.Distinct()])], null);
    }

    private async Task<ActivityTest> AddressAsync(string value, CancellationToken cancellationToken)
    {
        var prefix = value.TrimEnd('*').ToLowerInvariant();
        if (prefix.Length == 0)
        {
            return new ActivityTest.BeginsWith(ActivityColumn.Address, "\0");
        }

        if (prefix.Length == value.Length && prefix[^1] is not ('.' or ':'))
        {
            return new ActivityTest.OneOf(ActivityColumn.Address, [prefix]);
        }

        // A few addresses are found one after the other through the index; very many are tested event by event.
        var addresses = await reader.AddressesAsync(prefix, IActivityReader.MostKeys + 1, cancellationToken);
        return addresses.Count <= IActivityReader.MostKeys
            ? new ActivityTest.OneOf(ActivityColumn.Address, addresses)
            : new ActivityTest.BeginsWith(ActivityColumn.Address, prefix);
    }

    /// <summary>
    /// Returns the names that an event may give to a field: as typed, and that of a known field's label.
    /// </summary>
    private IReadOnlyList<string> FieldsNamed(string typed)
    {
        var name = typed.Replace(" ", "", StringComparison.Ordinal);
        return
        [
            .. fields
                .All.Where(field => SearchText.Same(field.Name, name) || SearchText.Same(field.Label, typed))
                .Select(field => field.Name)
                .Append(typed)
                .Append(name)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>Joins the values of one filter in one test, so that an index can find them.</summary>
    private static List<ActivityTest> Merged(List<ActivityTest> tests) =>
        tests.Count > 1 && tests.All(test => test is ActivityTest.OneOf && test.Column == tests[0].Column)
            ?
            [
                new ActivityTest.OneOf(
                    tests[0].Column,
                    [.. tests.Cast<ActivityTest.OneOf>().SelectMany(test => test.Values).Distinct()]
                ),
            ]
            : tests;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
