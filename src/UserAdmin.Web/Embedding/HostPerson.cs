using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace UserAdmin.Web.Embedding;

/// <summary>
/// The person whom the host application has signed in, as a feature of a request of the console. The type is internal
/// and only <see cref="EmbeddedRequest"/> sets it, so nothing that comes in with a request can.
/// </summary>
/// <param name="UserId">The key of the account.</param>
/// <param name="SecurityStamp">The security stamp in the host's sign-in; null if that has none.</param>
internal sealed record HostPerson(string UserId, string? SecurityStamp)
{
    /// <summary>Returns the signed-in person of a host's request; null if there is none, or one without a
    /// key.</summary>
    public static HostPerson? Of(HttpContext http)
    {
        if (
            http.User.Identity?.IsAuthenticated is not true
            || http.User.FindFirstValue(ClaimTypes.NameIdentifier) is not { Length: > 0 } id
        )
        {
            return null;
        }

        var identity = http.RequestServices.GetService<IOptions<IdentityOptions>>()?.Value ?? new IdentityOptions();
        return new HostPerson(id, http.User.FindFirstValue(identity.ClaimsIdentity.SecurityStampClaimType));
    }

    /// <summary>
    /// Returns whether the endpoint of a host's request admits only some of the people who are signed in: it names a
    /// policy or roles, and the authorisation was not switched off for it.
    /// </summary>
    public static bool IsChosen(Endpoint? endpoint) =>
        endpoint is not null
        && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        && (
            endpoint
                .Metadata.GetOrderedMetadata<IAuthorizeData>()
                .Any(data => !string.IsNullOrEmpty(data.Policy) || !string.IsNullOrEmpty(data.Roles))
            || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null
        );
}
