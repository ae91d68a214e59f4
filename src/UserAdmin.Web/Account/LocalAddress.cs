namespace UserAdmin.Web.Account;

/// <summary>
/// The address to open after signing in. Only addresses of this console, so that a link cannot send people elsewhere.
/// It begins with a slash that stands for the base of the console, which can be below a path (decision 81).
/// </summary>
internal static class LocalAddress
{
    private const int Longest = 2000;

    private static readonly Uri _here = new("https://console.invalid/");

    /// <summary>Returns the address if it is local, otherwise the overview.</summary>
    /// <param name="address">The address from the request, decoded once.</param>
    public static string OrOverview(string? address) =>
        IsLocal(address) && !LeadsToSigningIn(address!) ? address! : "/";

    /// <summary>
    /// Returns the address if it is local, otherwise the overview. The pages to sign in are local here: somebody who is
    /// on one of them may stay there.
    /// </summary>
    /// <param name="address">The address from the request, decoded once.</param>
    public static string OrOverviewFromAnywhere(string? address) => IsLocal(address) ? address! : "/";

    /// <summary>
    /// Returns the address relative to the base, for links and for <c>NavigateTo</c>. Without its slash alone,
    /// <c>/https://elsewhere</c> would be an address of another host.
    /// </summary>
    /// <param name="address">A local address.</param>
    public static string FromBase(string address) => "." + address;

    private static bool IsLocal(string? address) =>
        // The rule of ASP.NET Core's Url.IsLocalUrl: browsers read "//host" and "/\host" as another host, and skip
        // control characters.
        address is ['/', ..] and not ['/', '/', ..]
        && address.Length <= Longest
        // An address is printable ASCII, everything else is encoded in ours (RFC 3986); browsers read a backslash as a
        // slash.
        && address.All(letter => letter is > ' ' and < '\x7f' and not '\\')
        // ".." would lead out of the path that the console is below, to another program of this host.
        && !HasDots(address)
        // The address as browsers and proxies normalise it must also be local.
        && Uri.TryCreate(_here, address, out var target)
        && target.Authority == _here.Authority
        && target.AbsolutePath is not ['/', '/', ..];

    private static bool LeadsToSigningIn(string address) =>
        new Uri(_here, address).AbsolutePath is var path
        && (IsForSigningIn(path) || IsForSigningIn(Uri.UnescapeDataString(path)));

    private static bool HasDots(string address) =>
        Uri.UnescapeDataString(address.Split('?', '#')[0]).Split('/').Any(segment => segment is "." or "..");

    private static bool IsForSigningIn(string path) => path.StartsWith("/account/", StringComparison.OrdinalIgnoreCase);
}
