using System.Globalization;

namespace UserAdmin.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Users">Size of the population, 1,000 or more.</param>
/// <param name="Json">File for the results, or null.</param>
/// <param name="Screen">Whether to measure commit to screen too, with two browsers.</param>
internal sealed record Options(int Users, string? Json, bool Screen)
{
    public static Options? Parse(string[] args)
    {
        var options = new Options(100_000, null, false);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--screen":
                    options = options with { Screen = true };
                    break;
                case "--json" when i + 1 < args.Length:
                    options = options with { Json = args[++i] };
                    break;
                case "--users" when i + 1 < args.Length
                    && int.TryParse(args[++i], NumberStyles.None, CultureInfo.InvariantCulture, out var users) && users >= 1000:
                    options = options with { Users = users };
                    break;
                default:
                    Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/UserAdmin.Benchmarks -- [--users 100000] [--json FILE] [--screen]");
                    return null;
            }
        }

        return options;
    }
}
