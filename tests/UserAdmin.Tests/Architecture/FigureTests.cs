using System.Globalization;
using System.Text.RegularExpressions;
using UserAdmin.Users;
using UserAdmin.Users.Search;

namespace UserAdmin.Tests.Architecture;

/// <summary>
/// Figures that measure the structure of the code. Each test compares one with its target; <c>.ci/run</c> prints them
/// from the file that <see cref="Figures_All_AreWrittenForCi"/> writes beside the tests.
/// </summary>
public sealed partial class FigureTests
{
    [Fact]
    public void Field_OfAUser_IsNamedInFewFiles() => FilesOfAField().Count.ShouldBeInRange(4, 9);

    [Fact]
    public void Filter_OfTheSearch_IsNamedInItsDeclarationOnly() => FilesOfFilters().ShouldBeEmpty();

    [Fact]
    public void Folders_OfTheCore_AreInNoCycle() => FoldersInCycles().ShouldBeEmpty();

    [Fact]
    public void Lines_OfCode_EndByColumn120()
    {
        var (all, over120, over140) = Lines();

        all.ShouldBeGreaterThan(50_000);
        over120.ShouldBeLessThan(all / 100);
        over140.ShouldBe(0);
    }

    [Fact]
    public void Decisions_ThatAreCited_AreWritten()
    {
        Cited().Count.ShouldBeGreaterThan(20);
        UnwrittenDecisions().ShouldBeEmpty();
    }

    [Fact]
    public void Figures_All_AreWrittenForCi()
    {
        var (all, over120, over140) = Lines();
        var path = Path.Combine(AppContext.BaseDirectory, "figures.txt");

        File.WriteAllLines(
            path,
            [
                $"Files that name one field of a user (the department): {FilesOfAField().Count} (wanted: at most 9)",
                $"Files outside the registry that name a filter: {FilesOfFilters().Count} (wanted: 0)",
                $"Folders of the core in an import cycle: {FoldersInCycles().Count} (wanted: 0)",
                FormattableString.Invariant($"Lines of C# over 140 columns: {over140} of {all:N0} (wanted: 0)"),
                FormattableString.Invariant(
                    $"Lines of C# over 120 columns: {over120}, {100.0 * over120 / all:0.00} % (wanted: below 1 %)"
                ),
                $"Decisions that are cited and not written: {UnwrittenDecisions().Count} (wanted: 0)",
            ]
        );

        File.ReadAllLines(path).Length.ShouldBe(6);
    }

    // One of them is SCIM's, whose names are not ours. The code that makes sample data names every field, but need not
    // change when a field is added.
    private static List<string> FilesOfAField() =>
        [
            .. SourceFiles
                .All("*.cs", "*.razor")
                .Where(file =>
                    IsBelow(file, "src")
                    && !IsBelow(file, "src/UserAdmin.Web/Startup")
                    && Regex.IsMatch(File.ReadAllText(file), $@"\b{nameof(UserRow.Department)}\b")
                ),
        ];

    private static List<string> FilesOfFilters()
    {
        var keys = SearchFields.All.Select(filter => $"\"{filter.Key}\"").ToList();
        keys.Count.ShouldBeGreaterThan(10);
        return
        [
            .. SourceFiles
                .All("*.cs")
                .Where(file =>
                    (IsBelow(file, "src/UserAdmin/Users/Index") || IsBelow(file, "src/UserAdmin/Users/Search"))
                    && File.ReadLines(file)
                        .Any(line =>
                            !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && keys.Exists(line.Contains)
                        )
                ),
        ];
    }

    /// <summary>Returns the folders that are part of a cycle.</summary>
    private static List<string> FoldersInCycles()
    {
        var arrows = FolderTests.Arrows().Where(arrow => arrow.From != FolderTests.Root).ToList();
        arrows.Count.ShouldBeGreaterThan(50);
        return [.. arrows.Select(arrow => arrow.From).Distinct().Where(folder => Reached(folder).Contains(folder))];

        HashSet<string> Reached(string from)
        {
            var reached = new HashSet<string>();
            var next = new Queue<string>([from]);
            while (next.TryDequeue(out var folder))
            {
                foreach (var (_, to, _) in arrows.Where(arrow => arrow.From == folder))
                {
                    if (reached.Add(to))
                    {
                        next.Enqueue(to);
                    }
                }
            }

            return reached;
        }
    }

    private static (int All, int Over120, int Over140) Lines()
    {
        var lines = SourceFiles.All("*.cs").SelectMany(File.ReadLines).Select(line => line.Length).ToList();
        return (lines.Count, lines.Count(length => length > 120), lines.Count(length => length > 140));
    }

    private static List<(string File, int Number)> Cited() =>
        [
            .. SourceFiles
                .All("*.cs", "*.razor", "*.csproj", "*.css", "*.js")
                .SelectMany(file => Citation().Matches(File.ReadAllText(file)).Select(match => (file, match)))
                .Select(one => (one.file, int.Parse(one.match.Groups[1].Value, CultureInfo.InvariantCulture))),
        ];

    private static List<(string File, int Number)> UnwrittenDecisions()
    {
        var written = Directory
            .EnumerateFiles(Path.Combine(SourceFiles.Root, "docs", "decisions"), "*.md")
            .Select(file => Path.GetFileName(file).Split('-')[0])
            .Where(number => int.TryParse(number, out _))
            .Select(number => int.Parse(number, CultureInfo.InvariantCulture))
            .ToHashSet();
        return [.. Cited().Where(one => !written.Contains(one.Number))];
    }

    private static bool IsBelow(string file, string folder) =>
        file.StartsWith(
            Path.Combine(SourceFiles.Root, folder.Replace('/', Path.DirectorySeparatorChar))
                + Path.DirectorySeparatorChar,
            StringComparison.Ordinal
        );

    [GeneratedRegex(@"\bdecisions? (\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex Citation();
}
