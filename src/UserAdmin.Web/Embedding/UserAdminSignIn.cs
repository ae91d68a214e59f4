#pragma warning disable IDE0130 // Where ASP.NET Core's own options are, so that a host needs no using directive.
namespace Microsoft.AspNetCore.Builder;

/// <summary>Options of the console inside another application (docs/EMBEDDING.md).</summary>
public sealed class UserAdminHostOptions
{
    /// <summary>Whose sign-in counts in the console; its own unless set.</summary>
    public UserAdminSignIn SignIn { get; set; }
}

/// <summary>Whose sign-in counts in the console inside another application.</summary>
public enum UserAdminSignIn
{
    /// <summary>The console's: it has a sign-in page and a cookie of its own.</summary>
    Console,

    /// <summary>
    /// The application's: its signed-in person acts, without a second sign-in. The claim
    /// <see cref="System.Security.Claims.ClaimTypes.NameIdentifier"/> is the key of the account in the database that
    /// the console administers. The roles of that account say what the person may do in the console.
    /// </summary>
    Application,

    /// <summary>
    /// The application's, and who passes the policy of the endpoint may do everything:
    /// <c>app.MapUserAdmin("/admin/users").RequireAuthorization("Admins")</c>. Without a policy or roles there, no
    /// request is answered.
    /// </summary>
    ApplicationPolicy,
}
