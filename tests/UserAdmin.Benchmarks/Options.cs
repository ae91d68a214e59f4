using System.Globalization;

namespace UserAdmin.Benchmarks;

/// <summary>The options of the command line.</summary>
/// <param name="Users">Size of the population, 1,000 or more.</param>
/// <param name="Json">File for the results, or null.</param>
/// <param name="Screen">Whether to measure "commit to screen" too, with two browsers.</param>
/// <param name="Data">A folder to copy that <c>seed</c> has filled with that many users; null to create them.</param>
/// <param name="Chart">File for a chart of the growth from 1,000 users to <paramref name="Users"/>, or null.</param>
/// <param name="Only">The contests to run, such as <c>list</c> or <c>import</c>; all if empty.</param>
internal sealed record Options(
    int Users,
    string? Json,
    bool Screen,
    string? Data,
    string? Chart,
    IReadOnlyList<string> Only
)
{
    private const string Usage =
        "Usage: dotnet run -c Release --project tests/UserAdmin.Benchmarks -- [--users 100000] [--json "
        + "FILE] [--screen] [--data FOLDER] [--chart FILE.svg] [--only "
        + "texts,rates,projection,node,both-import,adoption,others,"
        + "rest,export,import,http,fan-out,list,callers,user,as-of,list-as-of,bulk,email,senders,sign-in,"
        + "sealing,rebuild,following]";

    /// <summary>The population sizes of a chart, the smallest first: powers of ten up to the full population.</summary>
    public IReadOnlyList<int> Sizes =>
        [.. Enumerable.Range(3, 6).Select(power => (int)Math.Pow(10, power)).Where(size => size < Users), Users];

    /// <summary>Returns whether a contest is to be run.</summary>
    public bool Wants(string contest) => Only.Count == 0 || Only.Contains(contest);

    /// <summary>Returns the command line that measures one size of a chart.</summary>
    /// <param name="size">One of <see cref="Sizes"/>.</param>
    /// <param name="json">File for the results.</param>
    public IEnumerable<string> ArgumentsFor(int size, string json) =>
        [
            "--users",
            size.ToString(CultureInfo.InvariantCulture),
            "--json",
            json,
            .. size == Users && Data is not null ? (string[])["--data", Data] : [],
            .. size == Users && Screen ? (string[])["--screen"] : [],
            .. Only.Count > 0 ? (string[])["--only", string.Join(',', Only)] : [],
        ];

    public static Options? Parse(string[] args)
    {
        var options = new Options(100_000, null, false, null, null, []);
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
                case "--data" when i + 1 < args.Length:
                    options = options with { Data = args[++i] };
                    break;
                case "--chart" when i + 1 < args.Length:
                    options = options with { Chart = args[++i] };
                    break;
                case "--only" when i + 1 < args.Length:
                    options = options with { Only = args[++i].Split(',') };
                    break;
                case "--users"
                    when i + 1 < args.Length
                        && int.TryParse(args[++i], NumberStyles.None, CultureInfo.InvariantCulture, out var users)
                        && users >= 1000:
                    options = options with { Users = users };
                    break;
                default:
                    Console.Error.WriteLine(Usage);
                    return null;
            }
        }

        return options;
    }
}
