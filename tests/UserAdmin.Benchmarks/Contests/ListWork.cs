using System.Globalization;
using UserAdmin.Messaging;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>Measures a question about the list of users against statements that read the same.</summary>
internal static class ListWork
{
    private const double PageAim = 20;

    /// <summary>Asks a question through the whole query bus, with a change before each.</summary>
    public static async Task<Result> TakeAsync<TView>(
        RunningConsole console,
        OneChange changes,
        string name,
        IQuery<TView> query,
        Func<int> raw,
        double aim = PageAim
    ) =>
        await Turns.TakeAsync(
            name,
            40,
            () => query,
            question => AskAsync(console, question),
            _ => raw(),
            changes.MakeAsync,
            isBrief: true
        ) with
        {
            Aim = string.Create(CultureInfo.InvariantCulture, $"p95 below {aim:0} ms"),
            IsMet = result => result.P95 < aim,
        };

    private static async Task AskAsync<TView>(RunningConsole console, IQuery<TView> query)
    {
        var answer = await console.Queries.AskAsync(query, new QueryContext(console.Administrator));
        if (answer.Value is null)
        {
            throw new InvalidOperationException($"{query} was refused: {answer.Refusal?.Message}");
        }
    }
}
