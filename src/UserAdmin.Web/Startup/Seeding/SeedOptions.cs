using System.CommandLine.Parsing;
using System.Globalization;

namespace UserAdmin.Web.Startup.Seeding;

/// <summary>The options of the verb <c>seed</c>.</summary>
/// <param name="Count">The number of users, 1 to 10,000,000.</param>
/// <param name="Seed">Any number; the same number creates the same users.</param>
internal sealed record SeedOptions(int Count, long Seed)
{
    /// <summary>The default seed.</summary>
    public const long UsualSeed = 42;

    /// <summary>The error if the number of users is missing.</summary>
    public const string CountMissing = "Say how many users to make, such as: seed 1000000 --seed 42.";

    /// <summary>The error if <c>--seed</c> has no number.</summary>
    public const string SeedMissing = "After --seed comes a whole number, such as 42.";

    /// <summary>Parses the number of users.</summary>
    public static int ReadCount(ArgumentResult result)
    {
        if (
            int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= 10_000_000
        )
        {
            return number;
        }

        result.AddError("Say how many users to make, 1 to 10000000, such as: seed 1000000 --seed 42.");
        return 0;
    }

    /// <summary>Parses the number after <c>--seed</c>.</summary>
    public static long ReadSeed(ArgumentResult result)
    {
        if (
            long.TryParse(
                result.Tokens[0].Value,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
        {
            return number;
        }

        result.AddError(SeedMissing);
        return 0;
    }
}
