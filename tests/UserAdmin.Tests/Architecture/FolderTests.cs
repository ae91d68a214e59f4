using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Mono.Cecil;

namespace UserAdmin.Tests.Architecture;

/// <summary>
/// Checks which folder of the core uses which other, in method bodies too. The table is in docs/ARCHITECTURE.md: a
/// folder uses only folders above it there, so there is no cycle.
/// </summary>
public sealed partial class FolderTests
{
    // No folder may use the files beside the folders, which put everything together.
    internal const string Root = "(root)";

    private static readonly List<(string Folder, string[] Uses)> _table = ReadTable();

    [Fact]
    public void Folders_Each_AreInTheTableOnce()
    {
        var folders = MethodBodies.Types.Select(type => FolderOf(type)!).Distinct().Except([Root]).Order();

        _table.Select(row => row.Folder).Order().ShouldBe(folders);
    }

    [Fact]
    public void Table_NamesForEachFolder_OnlyFoldersAboveIt()
    {
        var above = new HashSet<string>();
        foreach (var (folder, uses) in _table)
        {
            uses.Where(used => !above.Contains(used)).ShouldBeEmpty($"{folder} uses a folder that is not above it");
            above.Add(folder);
        }
    }

    [Fact]
    public void Types_All_UseOnlyWhatTheTableAllowsTheirFolder()
    {
        var allowed = _table.ToDictionary(row => row.Folder, row => row.Uses.ToHashSet());
        var arrows = Arrows();

        arrows.Count.ShouldBeGreaterThan(50);
        arrows
            .Where(arrow => arrow.From != Root && !allowed[arrow.From].Contains(arrow.To))
            .Select(arrow => $"{arrow.From} -> {arrow.To}: {arrow.Example}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Table_Allows_NothingThatIsNotUsed()
    {
        var used = Arrows().Select(arrow => (arrow.From, arrow.To)).ToHashSet();

        _table
            .SelectMany(row => row.Uses.Select(to => (row.Folder, to)))
            .Where(arrow => !used.Contains(arrow))
            .ShouldBeEmpty();
    }

    /// <summary>Returns which folder uses which, with an example.</summary>
    internal static List<(string From, string To, string Example)> Arrows() =>
        [
            .. MethodBodies
                .Types.SelectMany(type =>
                    MethodBodies
                        .Uses(type)
                        .Where(used =>
                            used.Scope.Name.StartsWith("UserAdmin", StringComparison.Ordinal)
                            // A package of its own, which uses nothing of the core, so any folder may use it.
                            && used.Scope.Name != "UserAdmin.PasswordHashes"
                        )
                        .Select(used =>
                            (From: FolderOf(type)!, To: FolderOf(used), Example: $"{type.Name} uses {used.Name}")
                        )
                )
                .Where(arrow => arrow.To is not null && arrow.To != arrow.From)
                .GroupBy(arrow => (arrow.From, arrow.To))
                .Select(arrows =>
                    (arrows.Key.From, arrows.Key.To!, string.Join(", ", arrows.Select(one => one.Example)))
                ),
        ];

    // The providers count as separate folders, because they implement interfaces of the others.
    private static string? FolderOf(TypeReference type) =>
        !type.Namespace.StartsWith("UserAdmin", StringComparison.Ordinal) ? null
        : type.Namespace.StartsWith("UserAdmin.Storage.Sqlite", StringComparison.Ordinal) ? "Storage/Sqlite"
        : type.Namespace.StartsWith("UserAdmin.Storage.PostgreSql", StringComparison.Ordinal) ? "Storage/PostgreSql"
        : type.Namespace.Split('.') is [_, var folder, ..] ? folder
        : Root;

    private static List<(string Folder, string[] Uses)> ReadTable([CallerFilePath] string here = "") =>
        [
            .. File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/ARCHITECTURE.md"))
                .SkipWhile(line => !line.StartsWith("| Folder | may use |", StringComparison.Ordinal))
                .Skip(2)
                .TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Select(cells =>
                    (Names().Match(cells[1]).Value, Names().Matches(cells[2]).Select(name => name.Value).ToArray())
                ),
        ];

    [GeneratedRegex("[A-Za-z/]+")]
    private static partial Regex Names();
}
