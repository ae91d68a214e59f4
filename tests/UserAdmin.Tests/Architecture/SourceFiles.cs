using System.Text.RegularExpressions;

namespace UserAdmin.Tests.Architecture;

/// <summary>The source files of the repository, without generated ones.</summary>
internal static partial class SourceFiles
{
    /// <summary>Folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Files below src and tests whose names match a pattern, such as <c>*.cs</c>.</summary>
    public static IEnumerable<string> All(params string[] patterns) =>
        patterns
            .SelectMany(pattern =>
                new[] { "src", "tests" }.SelectMany(folder =>
                    Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
                )
            )
            .Where(file => !Generated().IsMatch(file));

    private static string FindRoot()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "UserAdmin.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The tests do not run in the repository.");
        }

        return root.FullName;
    }

    [GeneratedRegex(@"[\\/](bin|obj|Migrations|CompiledModels)[\\/]|\.g\.cs$")]
    private static partial Regex Generated();
}
