using System.Text.RegularExpressions;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// The names of a read model's files: <c>read.1a2b3c4d.db</c> and <c>read.1a2b3c4d.green.db</c> for the shape 1a2b3c4d
/// and the setting <c>read.db</c>. Earlier versions used <c>read.db</c> and <c>read.green.db</c>.
/// </summary>
internal static partial class ReadModelFiles
{
    private static readonly string[] _suffixes = ["", "-wal", "-shm", "-journal", ".migrate"];
    private static readonly string[] _locks = [".reading", ".rebuild"];

    public static string PathOf(string setting, string shape, bool isGreen) =>
        Path.Combine(
            Path.GetDirectoryName(setting) ?? "",
            $"{Path.GetFileNameWithoutExtension(setting)}.{shape}{(isGreen ? ".green" : "")}"
                + Path.GetExtension(setting)
        );

    /// <summary>Returns the path where the next read model is built until it is durable.</summary>
    public static string Building(string path) => path + ".building";

    /// <summary>Returns the file itself and the files that SQLite and this program keep beside it.</summary>
    public static IEnumerable<string> Of(string path) =>
        _suffixes.SelectMany(suffix => (string[])[path + suffix, Building(path) + suffix]);

    /// <summary>
    /// Finds the files of read models of any shape, even if only one of the accompanying files exists.
    /// </summary>
    public static IReadOnlyList<string> Find(string setting)
    {
        var (folder, stem, extension) = (
            Path.GetDirectoryName(setting)!,
            Path.GetFileNameWithoutExtension(setting),
            Path.GetExtension(setting)
        );
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return
        [
            .. Directory
                .EnumerateFiles(folder, stem + "*")
                .Select(path => Path.GetFileName(path)[stem.Length..])
                .Select(rest =>
                    ShapeAndColour().Match(rest) is var match
                    && rest[match.Length..].StartsWith(extension, StringComparison.Ordinal)
                    && _suffixes
                        .Concat(_locks)
                        .Concat(_suffixes.Select(suffix => Building("") + suffix))
                        .Contains(rest[(match.Length + extension.Length)..])
                        ? Path.Combine(folder, stem + match.Value + extension)
                        : null
                )
                .OfType<string>()
                .Distinct(),
        ];
    }

    /// <summary>Returns whether the file name contains a shape. No other program gives a file such a name.</summary>
    public static bool NamesShape(string path) => Shape().IsMatch(Path.GetFileNameWithoutExtension(path));

    /// <summary>Deletes the file and the files beside it, the lock files last.</summary>
    public static void Delete(string path)
    {
        foreach (var file in Of(path).Concat(_locks.Select(suffix => path + suffix)))
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"^(\.[0-9a-f]{8})?(\.green)?", RegexOptions.CultureInvariant)]
    private static partial Regex ShapeAndColour();

    [GeneratedRegex(@"\.[0-9a-f]{8}(\.green)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
