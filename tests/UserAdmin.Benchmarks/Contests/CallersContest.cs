using UserAdmin.Benchmarks.Raw;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Compares searches as callers say them (decision 98), each with what is told beside the list, with statements by
/// somebody who knows already what is meant: the plain word in the trigram index, the addresses in theirs.
/// </summary>
internal static class CallersContest
{
    private const int PageSize = 50;
    private const double Aim = 50;

    /// <summary>Measures the searches one by one.</summary>
    public static async IAsyncEnumerable<Result> RunAsync(RunningConsole console, string folder)
    {
        using var ids = new UserIds(console);
        var changes = new OneChange(console, ids);
        using var raw = new RawLists(
            console.ReadModelPath(),
            Path.Combine(folder, "raw-callers.db"),
            DateTimeOffset.UtcNow
        );
        var names = raw.FamilyNames();
        var (common, rare, person) = (names[0], names[^1], raw.Person());
        (string Name, string Search, Func<int> Raw)[] searches =
        [
            ("a rare name", rare, () => raw.Found(rare, PageSize)),
            ("a common name", common, () => raw.Found(common, PageSize)),
            ("one letter wrong", Mistyped(common), () => raw.Found(common, PageSize)),
            ("family name first", $"{person.Family}, {person.Given}", () => raw.Found(person.Family, PageSize)),
            ("an apostrophe", $"O’{rare}", () => raw.Found(rare, PageSize)),
            ("a telephone number", person.PhoneNumber, () => raw.Found(person.PhoneNumber, PageSize)),
            .. new[] { 10, 100 }
                .Select(raw.Addresses)
                .Select(list =>
                    (
                        $"{list.Count} addresses",
                        string.Join("; ", list),
                        (Func<int>)(() => raw.WithAddresses(list, PageSize))
                    )
                ),
        ];
        foreach (var (name, search, statements) in searches)
        {
            yield return await ListWork.TakeAsync(
                console,
                changes,
                $"callers: {name}",
                new ListUsers(search, UserFields.DisplayName.Sort, PageSize: PageSize),
                statements,
                Aim
            );
        }
    }

    // Nobody has it, so that similar names are looked for.
    private static string Mistyped(string name) => $"{name[..2]}q{name[3..]}";
}
