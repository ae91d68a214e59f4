using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using UserAdmin.Undoing;

namespace UserAdmin.Web.Undoing;

/// <summary>The state of the page that previews an undo, as given by its address.</summary>
/// <param name="Selection">The events to undo.</param>
/// <param name="Show">Only accounts with this verdict; null for all.</param>
/// <param name="PageNumber">From 1.</param>
public sealed record UndoAddress(UndoSelection Selection, UndoVerdict? Show = null, int PageNumber = 1)
{
    /// <summary>The number of accounts on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Parses an address; invalid parts are ignored.</summary>
    /// <param name="uri">The complete address.</param>
    public static UndoAddress Parse(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        string? Part(string name) => query.GetValueOrDefault(name).ToString() is { Length: > 0 } text ? text : null;
        var positions = (Part("events") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(Number)
            .OfType<long>()
            .Distinct()
            .ToList();
        return new(
            new UndoSelection
            {
                BatchId = Part("batch"),
                Search = Part("q"),
                Command = Number(Part("command")),
                Positions = positions.Count > 0 ? positions : null,
            },
            Enum.TryParse<UndoVerdict>(Part("show"), ignoreCase: true, out var show) && Enum.IsDefined(show)
                ? show
                : null,
            Math.Max(1, (int)Math.Min(Number(Part("page")) ?? 1, int.MaxValue))
        );
    }

    /// <summary>Returns the address for a bulk action, an import or an undo.</summary>
    /// <param name="batchId">Its key.</param>
    public static string OfBatch(string batchId) => new UndoAddress(new UndoSelection { BatchId = batchId }).Uri();

    /// <summary>Returns the address for single events.</summary>
    /// <param name="positions">Their log positions.</param>
    public static string OfEvents(params IReadOnlyList<long> positions) =>
        new UndoAddress(new UndoSelection { Positions = positions }).Uri();

    /// <summary>Returns the address for everything that one command did.</summary>
    /// <param name="position">Log position of its last event.</param>
    public static string OfCommand(long position) => new UndoAddress(new UndoSelection { Command = position }).Uri();

    /// <summary>Returns the address for what a search of the activity finds.</summary>
    /// <param name="search">The search.</param>
    public static string OfSearch(string search) => new UndoAddress(new UndoSelection { Search = search }).Uri();

    /// <summary>Returns the address, without default values.</summary>
    public string Uri() =>
        QueryHelpers.AddQueryString(
            "undo",
            new Dictionary<string, string?>
            {
                ["batch"] = Selection.BatchId,
                ["q"] = Selection.Search,
                ["command"] = Selection.Command?.ToString(CultureInfo.InvariantCulture),
                ["events"] = Selection.Positions is { } positions
                    ? string.Join(',', positions.Select(one => one.ToString(CultureInfo.InvariantCulture)))
                    : null,
                ["show"] = Show?.ToString().ToLowerInvariant(),
                ["page"] = PageNumber > 1 ? PageNumber.ToString(CultureInfo.InvariantCulture) : null,
            }.Where(part => part.Value is not null)
        );

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
