using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace UserAdmin.Tests.Architecture;

/// <summary>The source files of the core.</summary>
internal static partial class Sources
{
    /// <summary>Returns the file of each class and record that is not nested in another.</summary>
    public static Dictionary<string, string> FilesOfClasses([CallerFilePath] string here = "") =>
        Directory
            .EnumerateFiles(
                Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/UserAdmin")),
                "*.cs",
                SearchOption.AllDirectories
            )
            .Where(path =>
                !path.Split(Path.DirectorySeparatorChar)
                    .Any(part => part is "obj" or "bin" or "Migrations" or "CompiledModels")
            )
            .SelectMany(path =>
                Declared().Matches(File.ReadAllText(path)).Select(match => (match.Groups[1].Value, path))
            )
            // A partial class is in several files; the first of them is as good as the others.
            .GroupBy(declared => declared.Value, declared => declared.path)
            .ToDictionary(files => files.Key, files => files.First());

    [GeneratedRegex(
        @"^(?:public|internal) (?:sealed |static |abstract |partial )*(?:class|record) (\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex Declared();
}
