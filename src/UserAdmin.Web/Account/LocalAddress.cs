namespace UserAdmin.Web.Account;

/// <summary>Where to go after signing in. Only within this console: a link must not be able to send people elsewhere.</summary>
internal static class LocalAddress
{
    /// <summary>The address when it is local, the list of users otherwise.</summary>
    public static string OrUsers(string? address) => IsLocal(address) ? address! : "/users";

    // The rule of ASP.NET Core's Url.IsLocalUrl: browsers read "//host" and "/\host" as another host.
    private static bool IsLocal(string? address) =>
        address is ['/', ..]
        && address is not ['/', '/' or '\\', ..]
        && !address.Any(char.IsControl)
        && !address.StartsWith("/account/", StringComparison.OrdinalIgnoreCase);
}
