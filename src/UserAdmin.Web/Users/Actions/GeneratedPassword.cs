using System.Security.Cryptography;

namespace UserAdmin.Web.Users.Actions;

/// <summary>Passwords that the program makes for people to read to each other.</summary>
internal static class GeneratedPassword
{
    // Without the look-alikes 0 O 1 l I.
    private const string Letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>Four groups of five: 116 bits.</summary>
    public static string Make() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 5)));
}
