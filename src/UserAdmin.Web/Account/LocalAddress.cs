namespace UserAdmin.Web.Account;

/// <summary>
/// The address to open after signing in. Only addresses of this console, so that a link cannot send people elsewhere.
/// </summary>
internal static class LocalAddress
{
    private const int Longest = 2000;

    private static readonly Uri _here = new("https://console.invalid/");

    /// <summary>Returns the address if it is local, otherwise the list of users.</summary>
    /// <param name="address">The address from the request, decoded once.</param>
    public static string OrUsers(string? address) => IsLocal(address) ? address! : "/users";

    private static bool IsLocal(string? address) =>
        // The rule of ASP.NET Core's Url.IsLocalUrl: browsers read "//host" and "/\host" as another host, and skip
        // control characters.
        address is ['/', ..] and not ['/', '/', ..]
        && address.Length <= Longest
        // An address is printable ASCII, everything else is encoded in ours (RFC 3986); browsers read a backslash as a
        // slash.
        && address.All(letter => letter is > ' ' and < '\x7f' and not '\\')
        // The address without "." and ".." segments, which browsers and proxies remove, must also be local, and must
        // not be a page to sign in or out.
        && Uri.TryCreate(_here, address, out var target)
        && target.Authority == _here.Authority
        && target.AbsolutePath is not ['/', '/', ..]
        && !IsForSigningIn(target.AbsolutePath)
        && !IsForSigningIn(Uri.UnescapeDataString(target.AbsolutePath));

    private static bool IsForSigningIn(string path) => path.StartsWith("/account/", StringComparison.OrdinalIgnoreCase);
}
