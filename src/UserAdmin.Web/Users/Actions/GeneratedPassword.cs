using System.Security.Cryptography;

namespace UserAdmin.Web.Users.Actions;

/// <summary>Generates passwords that are easy to read aloud.</summary>
internal static class GeneratedPassword
{
    // Without the similar-looking characters 0 O 1 l I.
    private const string Letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>Four groups of five: 116 bits.</summary>
    public static string Make() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 5)));
}
