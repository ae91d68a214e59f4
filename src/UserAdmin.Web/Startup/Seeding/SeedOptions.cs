using System.Globalization;
using UserAdmin.Storage;

namespace UserAdmin.Web.Startup.Seeding;

/// <summary>What the command line asks for.</summary>
/// <param name="Count">How many users, 1 to 10,000,000.</param>
/// <param name="Seed">Any number: the same one makes the same users.</param>
internal sealed record SeedOptions(int Count, long Seed)
{
    /// <summary>The seed of those who name none.</summary>
    public const long UsualSeed = 42;

    private const string SeedSwitch = "--seed";

    /// <summary>Reads the words after <c>seed</c>; settings among them are left for the host.</summary>
    /// <param name="args">The words.</param>
    /// <param name="rest">Those that are settings.</param>
    /// <exception cref="StartupException">They make no sense; the text says why.</exception>
    public static SeedOptions Parse(IReadOnlyList<string> args, out string[] rest)
    {
        int? count = null;
        var seed = UsualSeed;
        var others = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == SeedSwitch || args[i].StartsWith(SeedSwitch + "=", StringComparison.Ordinal))
            {
                var text = args[i] == SeedSwitch ? args.ElementAtOrDefault(++i) : args[i][(SeedSwitch.Length + 1)..];
                seed = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new StartupException("After --seed comes a whole number, such as 42.");
            }
            else if (args[i].StartsWith('-'))
            {
                others.Add(args[i]);
            }
            else
            {
                count =
                    count is null
                    && int.TryParse(args[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number is >= 1 and <= 10_000_000
                        ? number
                        : throw new StartupException(
                            "Say how many users to make, 1 to 10000000, such as: seed 1000000 --seed 42"
                        );
            }
        }

        rest = [.. others];
        return new SeedOptions(
            count ?? throw new StartupException("Say how many users to make, such as: seed 1000000 --seed 42"),
            seed
        );
    }
}
