namespace UserAdmin.Web.Account;

/// <summary>
/// Where to go after signing in. Only within this console: a link must not be able to send people elsewhere.
/// </summary>
internal static class LocalAddress
{
    private const int Longest = 2000;

    private static readonly Uri _here = new("https://console.invalid/");

    /// <summary>The address when it is local, the list of users otherwise.</summary>
    /// <param name="address">As it came with the request, decoded once.</param>
    public static string OrUsers(string? address) => IsLocal(address) ? address! : "/users";

    private static bool IsLocal(string? address) =>
        // The rule of ASP.NET Core's Url.IsLocalUrl: browsers read "//host" and "/\host" as another host, and skip
        // control characters.
        address is ['/', ..] and not ['/', '/', ..]
        && address.Length <= Longest
        // An address is printable ASCII, everything else is encoded in ours (RFC 3986); browsers read a backslash as a
        // slash.
        && address.All(letter => letter is > ' ' and < '\x7f' and not '\\')
        // And what is left once "." and ".." are taken out, as browsers and proxies do, is local as well and no page to
        // sign in or out.
        && Uri.TryCreate(_here, address, out var target)
        && target.Authority == _here.Authority
        && target.AbsolutePath is not ['/', '/', ..]
        && !IsForSigningIn(target.AbsolutePath)
        && !IsForSigningIn(Uri.UnescapeDataString(target.AbsolutePath));

    private static bool IsForSigningIn(string path) => path.StartsWith("/account/", StringComparison.OrdinalIgnoreCase);
}
