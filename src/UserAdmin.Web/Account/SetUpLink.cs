using System.Security.Cryptography;
using System.Text;
using UserAdmin.Account;

namespace UserAdmin.Web.Account;

/// <summary>The pages of the first run, which the token of the printed link opens.</summary>
internal static class SetUpLink
{
    /// <summary>Returns the address of the page that makes the first administrator, relative to the base.</summary>
    public static string Of(string? token) => $"account/set-up?token={Uri.EscapeDataString(token ?? "")}";

    /// <summary>Returns the address of the page that attaches the console, relative to the base.</summary>
    public static string AttachOf(string? token) => $"account/attach?token={Uri.EscapeDataString(token ?? "")}";

    /// <summary>Returns whether it is the token of this run.</summary>
    public static bool IsToken(IFirstAdministratorSetup setup, string? token) =>
        token is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(setup.Token));
}
